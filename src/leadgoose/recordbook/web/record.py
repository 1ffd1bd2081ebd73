"""One record as it reads, opening a confidential one, withdrawing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import listed
from leadgoose.ground.statutes import say
from leadgoose.ground.vault.actions import Destroyed
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Faulty, Refused, withdraw
from leadgoose.recordbook.actions.guests import match_guests
from leadgoose.recordbook.actions.reading import open_confidential as open_version
from leadgoose.recordbook.models import Record, Resolution, Version
from leadgoose.recordbook.queries.guests import unmatched
from leadgoose.recordbook.queries.papers import texts_of
from leadgoose.recordbook.queries.reading import reader_of
from leadgoose.recordbook.queries.record import shown
from leadgoose.recordbook.queries.similar import hinted
from leadgoose.recordbook.rules.devices import wrong_clock
from leadgoose.recordbook.rules.entry import Entry, Stand
from leadgoose.recordbook.rules.hints import hints
from leadgoose.recordbook.rules.kinds import FieldKind, Kind, KindRule, Level, kind_rule
from leadgoose.recordbook.rules.room import judge, quorum, room
from leadgoose.recordbook.rules.truth import Channel
from leadgoose.recordbook.web.telling import lang
from leadgoose.roster.models import new_key


@gate("recordbook.record", at="record")
def record(request: Asked, record: Record) -> HttpResponse:
    """The record. A confidential one shows that it is there; its words are opened by a button, which leaves a trace."""
    seen(request, record)
    return page(request, record)


@gate("recordbook.open_confidential", at="record", methods=("POST",))
def open_confidential(request: Asked, record: Record) -> HttpResponse:
    """POST: show the words once; who opened it stands in the journal."""
    seen(request, record)
    standing = record.versions.get(number=record.standing)
    if not standing.content_sealed:
        return HttpResponseRedirect(reverse("recordbook.record", args=[record.key]))
    try:
        opened = open_version(standing, by=request.actor, at=clock.now())
    except Destroyed:
        return page(request, record, status=410, note=_("当事人的密钥已销毁，内容不能再读出。"))
    return page(request, record, entry=opened.entry, note=_("已记入记事链，凭据 %(receipt)s。") % {"receipt": opened.receipt})


def page(request: Asked, record: Record, *, status: int = 200, entry: Entry | None = None, note: str = "", wrong: str = "", typed: str = "") -> HttpResponse:
    found = shown(record, record.organisation)   # type: ignore[attr-defined]   # set by the finder
    told = entry or found.entry
    rule = kind_rule(Kind(record.kind))
    may = {name: bool(request.actor.may(f"recordbook.{name}", request.target.reach)) for name in (
        "correct_record", "withdraw_record", "open_confidential", "attach_file", "remove_file", "merge_versions", "match_guests")}
    context = {
        "found": found, "record": record, "organisation": found.organisation, "label": words.word(words.KIND, record.kind), "entry": told,
        "number": f"{record.year}-{record.serial:03d}", "note": note, "may": may, "provenance": provenance(found.standing), "first": found.versions[0],
        "first_told": provenance(found.versions[0]), "level": words.word(words.LEVEL, record.level), "rule": rule, "wrong": wrong, "typed": typed,
        "closed": [(one, words.word(words.ITEM, one.state)) for one in found.closed_here],
        "files": [(one, words.word(words.FILE, one.what)) for one in found.attachments],
        "alike": _alike(request, record), "unmatched": unmatched(record, told) if told is not None and record.withdrawn_at is None else (),
        "new_stamp": new_key(),
        **(reads(told, rule, record.top_key, found.resolutions) if told is not None else {}),
    }
    if found.standing.channel == Channel.ELECTION:   # what an election wrote is put right there: nothing is offered here
        may["correct_record"], context["hints"] = False, []
    response = render(request, "recordbook/record.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _alike(request: Asked, record: Record) -> dict[str, Any]:
    """Passages that resemble another record's, in words and by where they stand; links only to what the reader may open too."""
    if record.level != Level.OPEN or record.withdrawn_at is not None:
        return {}
    found = hinted(record, request.actor)
    places = sorted(found.places)
    return {
        "places": [words.place(one) for one in places], "others": [(key, words.word(words.KIND, kind), on, name) for key, kind, on, name in found.others],
        "speeches": {int(one[9:]) for one in places if one.startswith("speeches.")},
        "matters": {int(one[8:]) + 1 for one in places if one.startswith("matters.")},
    }


def reads(entry: Entry, rule: KindRule, top_key: str, states_of: Iterable[Resolution] = ()) -> dict[str, Any]:
    """An entry as the page reads it: topics with what their papers say, people by stand, votes with their verdicts, own fields, hints.

    states_of: the items that follow from its matters, where the entry is the standing one. One query where a topic names a paper that is held.
    """
    heads = room(entry)
    verdict = quorum(rule, heads) if heads.expected else None
    above = [(say(one, lang()), one.rule, one.met) for one in verdict.reasons] if verdict is not None else []
    said = {text for text, _rule, _met in above}
    matters = []
    states = {one.place: (one, words.word(words.ITEM, one.state)) for one in states_of}
    held = texts_of(top_key, entry.topics)
    for number, one in enumerate(entry.matters, 1):
        told = judge(one.vote, heads) if one.vote is not None else None
        matters.append({
            "number": number, "matter": one, "state": states.get(number), "kind": words.word(words.VOTE, one.vote.kind) if one.vote is not None else "",
            "ok": told.ok if told is not None else None,
            "reasons": [(text, each.rule) for each in (told.reasons if told is not None else ()) if (text := say(each, lang())) not in said],
        })
    return {
        "heads": heads, "quorum": above, "matters": matters,
        "topics": [{"topic": one, "papers": [(each.name, held.get(each.key, "")) for each in one.papers]} for one in entry.topics],
        "stands": by_stand(entry), "fields": own_fields(entry, rule), "several": len(entry.sittings) > 1,
        "hints": [(words.hint(one), one.rule) for one in hints(entry, rule, heads)],
        "hosted": [one.name for one in entry.people if not one.expected and one.stand is not Stand.OBSERVER],
    }


def by_stand(entry: Entry) -> list[tuple[str, int, str]]:
    """(stand in words, how many, names with reasons): those there, on video, on leave, absent, not said, observing."""
    found = []
    for stand in Stand:
        names = [words.with_reason(one.name, one) for one in entry.people if one.stand is stand and (one.expected or stand is Stand.OBSERVER)]
        if names:
            found.append((words.word(words.STAND, stand), len(names), listed(names)))
    return found


def own_fields(entry: Entry, rule: KindRule) -> list[tuple[str, str, bool]]:
    """(label, text, is long) of the kind's own fields that say something."""
    found = []
    for one in rule.fields:
        text = entry.fields.get(one.code, "")
        if text:
            found.append((str(words.FIELD[one.code]), words.word(words.CHOICE, text) if one.kind is FieldKind.CHOICE else text, one.kind is FieldKind.TEXT))
    return found


def provenance(version: Version) -> dict[str, Any]:
    """How a version came to be, in words."""
    return {
        "version": version, "channel": words.word(words.CHANNEL, version.channel), "truth": words.word(words.TRUTH, version.truth),
        "tone": {"late": "soon", "recorded": "ok"}.get(version.truth, "plain"), "receipt": f"{version.receipt_number}-{version.receipt_hash[:16]}",
        "clock": clock_words(version.clock_ahead),
    }


def clock_words(ahead: int | None) -> str:
    """How far the device's clock was off when it sent: 与服务器一致, 快 3 天 0 小时 5 分; "" where that is not known."""
    if ahead is None:
        return ""
    if not wrong_clock(ahead):
        return _("与服务器一致")
    minutes = abs(ahead) // 60
    spans = {"days": minutes // 1440, "hours": minutes // 60 % 24, "minutes": minutes % 60}
    if ahead > 0:
        return _("设备快 %(days)s 天 %(hours)s 小时 %(minutes)s 分，已按服务器时间折算") % spans
    return _("设备慢 %(days)s 天 %(hours)s 小时 %(minutes)s 分，已按服务器时间折算") % spans


@gate("recordbook.withdraw_record", at="record", methods=("POST",))
def withdraw_record(request: Asked, record: Record) -> HttpResponse:
    """POST reason."""
    reason = request.POST.get("reason", "")
    try:
        withdraw(record.key, reason, by=request.actor, at=clock.now())
    except Refused as no:
        return page(request, record, status=422, wrong=str(no), typed=reason)
    messages.success(request, _("已撤回；原记录保留备查。"))
    return HttpResponseRedirect(reverse("recordbook.record", args=[record.key]))


@gate("recordbook.match_guests", at="record", methods=("POST",))
def match_guests_view(request: Asked, record: Record) -> HttpResponse:
    """POST stamp, base (the stamp that it corrects), g-PLACE: the key of a member, or "-" for none."""
    seen(request, record)
    standing = record.versions.get(number=record.standing)
    chosen = {int(name[2:]): key for name in request.POST if name.startswith("g-") and name[2:].isdecimal() and (key := request.POST.get(name))}
    try:
        if request.POST.get("base") != standing.stamp:
            raise Refused(words.FAULT_WORDS["stale"])
        match_guests(record, standing, chosen, request.POST.get("stamp", ""), by=request.actor, at=clock.now())
    except Faulty as no:
        return page(request, record, status=422, wrong="".join(words.fault(one) for one in no.faults))
    except Refused as no:
        return page(request, record, status=422, wrong=str(no))
    messages.success(request, _("已核对；参加情况记到本人所在支部，原稿保留在各稿对照里。"))
    return HttpResponseRedirect(reverse("recordbook.record", args=[record.key]))


def seen(request: Asked, record: Record) -> None:
    """Whoever may not open it is not told that it exists."""
    if not reader_of(request.actor, request.target.reach).may_open(Level(record.level), record.org_key, record.entered_by):
        raise Http404
