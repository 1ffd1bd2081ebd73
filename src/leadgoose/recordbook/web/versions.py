"""The versions of a record: beside each other, and each of them whole."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.vault.actions import Destroyed
from leadgoose.recordbook import words
from leadgoose.recordbook.actions.reading import open_confidential
from leadgoose.recordbook.models import Record, Resolution, Version
from leadgoose.recordbook.queries.record import Shown, entry_of, shown
from leadgoose.recordbook.rules.entry import Entry
from leadgoose.recordbook.rules.kinds import Kind, kind_rule
from leadgoose.recordbook.web.record import provenance, reads, seen
from leadgoose.recordbook.web.sides import beside


@gate("recordbook.versions", at="record")
def versions(request: Asked, record: Record) -> HttpResponse:
    """Every version beside the one before it: what was written, what was changed, by whom, when, why."""
    seen(request, record)
    found = shown(record, record.organisation)   # type: ignore[attr-defined]
    rule = kind_rule(Kind(record.kind))
    pairs: list[dict[str, Any]] = []
    by_stamp = {one.stamp: one for one in found.versions}
    for one in reversed(found.versions):
        before = next((by_stamp[parent] for parent in one.parents if parent in by_stamp), None)
        mine, theirs = entry_of(one), entry_of(before) if before is not None else None
        changes = beside(theirs, mine, rule) if mine is not None and theirs is not None and not one.withdraws else []
        pairs.append({
            "told": provenance(one), "before": before, "stands": one.number == record.standing, "beside": one in found.beside,
            "changes": changes, "sealed": mine is None,
        })
    return render(request, "recordbook/versions.html", {
        "found": found, "record": record, "organisation": found.organisation, "label": words.word(words.KIND, record.kind), "pairs": pairs,
        "number": f"{record.year}-{record.serial:03d}",
    })


@gate("recordbook.version", at="record", methods=("GET", "POST"))
def version(request: Asked, record: Record, number: int) -> HttpResponse:
    """GET: one version whole, as it was written, with its receipt. POST: a confidential one, opened with a trace."""
    seen(request, record)
    found = shown(record, record.organisation)   # type: ignore[attr-defined]   # set by the finder
    one = next((each for each in found.versions if each.number == number), None)
    if one is None:
        raise Http404
    if request.method != "POST" or not one.content_sealed:
        return _whole(request, found, one, entry_of(one))
    if not request.actor.may("recordbook.open_confidential", request.target.reach):
        raise Http404
    try:
        opened = open_confidential(one, by=request.actor, at=clock.now())
    except Destroyed:
        return _whole(request, found, one, None, _("当事人的密钥已销毁，内容不能再读出。"), 410)
    return _whole(request, found, one, opened.entry, _("已记入记事链，凭据 %(receipt)s。") % {"receipt": opened.receipt})


def _whole(request: Asked, found: Shown, one: Version, entry: Entry | None, note: str = "", status: int = 200) -> HttpResponse:
    record, rule = found.record, kind_rule(Kind(found.record.kind))
    closed: list[Any] = []
    if entry is not None and entry.closings:
        texts = dict(Resolution.objects.filter(org_key=record.org_key, key__in=[each.resolution for each in entry.closings]).values_list("key", "text"))
        closed = [({"text": texts.get(each.resolution, ""), "note": each.note}, words.word(words.CLOSE, each.how)) for each in entry.closings]
    response = render(request, "recordbook/version.html", {
        "found": found, "record": record, "organisation": found.organisation, "label": words.word(words.KIND, record.kind), "rule": rule, "entry": entry,
        "number": f"{record.year}-{record.serial:03d}", "told": provenance(one), "version": one, "note": note, "closed": closed,
        "is_standing": one.number == record.standing, "numbers": [each.number for each in found.versions], "level": words.word(words.LEVEL, record.level),
        "may_open": bool(request.actor.may("recordbook.open_confidential", request.target.reach)),
        **({**reads(entry, rule, record.top_key), "hints": []} if entry is not None else {}),
    }, status=status)
    response["Cache-Control"] = "no-store"
    return response
