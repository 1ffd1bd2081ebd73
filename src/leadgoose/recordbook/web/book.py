"""活动记录本: a branch's book of a year; for a committee or general branch, the books below it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.recordbook import words
from leadgoose.recordbook.actions.entering import BOOKS
from leadgoose.recordbook.models import Draft
from leadgoose.recordbook.queries.frequency import Owing, owing
from leadgoose.recordbook.queries.local import book_settings
from leadgoose.recordbook.queries.reading import reader_of
from leadgoose.recordbook.queries.record import open_items
from leadgoose.recordbook.queries.search import Question, branches_below, find
from leadgoose.recordbook.rules.frequency import State
from leadgoose.recordbook.rules.kinds import Kind, kinds
from leadgoose.recordbook.web import year
from leadgoose.recordbook.web.listing import filters, listed, page_number
from leadgoose.recordbook.web.parts import planned
from leadgoose.roster.kinds import BRANCHES, OrgKind
from leadgoose.roster.models import Organisation


@gate("recordbook.book", at="organisation")
def book(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=&page=: the book of a year, or the books below."""
    if organisation.kind == OrgKind.COMMITTEE:
        return _books(request, organisation)
    today = clock.today()
    chosen = _year(request.GET.get("year", ""), today)
    question = Question(first=date(chosen, 1, 1), last=date(chosen, 12, 31))
    found = find(organisation, reader_of(request.actor, request.target.reach), question, page_number(request.GET.get("page", "")))
    local = book_settings(organisation.top_key).local
    owed = owing(organisation.top_key, organisation.path, local, today, date(chosen, 1, 1), date(chosen, 12, 31))
    mine = next((one for one in owed if one.key == organisation.key), None)
    context = {
        **_common(request, organisation, chosen, today), **filters({}), **listed(found),
        "year_rows": year.rows(mine.expectations, today) if mine is not None else [], "record_from": local.record_from, "months": range(1, 13),
        "sums": _sums(mine), "next": planned(request, organisation.key, today),
        "items": open_items(organisation.key)[:5], "drafts": _drafts(request, organisation),
        **(_standings(owed) if organisation.kind == OrgKind.GENERAL_BRANCH else {}),
    }
    return render(request, "recordbook/book.html", context)


def _books(request: Asked, organisation: Organisation) -> HttpResponse:
    """All books of a committee: each branch with what it holds by rule; below, the records found."""
    today = clock.today()
    chosen = _year(request.GET.get("year", ""), today)
    local = book_settings(organisation.top_key).local
    owed = owing(organisation.top_key, organisation.path, local, today, date(chosen, 1, 1), date(chosen, 12, 31))
    question = Question(first=date(chosen, 1, 1), last=date(chosen, 12, 31), own=False)
    found = find(organisation, reader_of(request.actor, request.target.reach), question, page_number(request.GET.get("page", "")))
    generals = Organisation.objects.filter(top_key=organisation.top_key, kind=OrgKind.GENERAL_BRANCH, ended_on=None).order_by("position", "pk")
    context = {
        **_common(request, organisation, chosen, today), **filters({}), **listed(found), "branches": branches_below(organisation),
        **_standings(owed), "record_from": local.record_from, "generals": list(generals.values_list("key", "name")),
        "missing": sum(any(each.state is State.MISSED for each in one.expectations) for one in owed), "branch_count": len(owed),
        "may_alike": bool(request.actor.may("recordbook.alike", request.target.reach)),
        "may_set": bool(request.actor.may("bylaws.set_committee", request.target.reach)),
    }
    return render(request, "recordbook/books.html", context)


def _standings(owed: list[Owing]) -> dict[str, Any]:
    """The table of branches: what each holds by rule, and how it stands."""
    ruled = [kind for kind, rule in kinds().items() if rule.frequency is not None]
    return {"heads": [words.word(words.KIND, kind) for kind in ruled], "standing": [(one, [_standing(one, kind) for kind in ruled]) for one in owed]}


def _standing(branch: Owing, kind: Kind) -> tuple[str, str]:
    """(state, words) of a kind over the year: how many periods were held of those that are over or held; missed ones named first."""
    mine = [one for one in branch.expectations if one.kind is kind]
    if not mine:
        return "", "—"
    missed = sum(one.state is State.MISSED for one in mine)
    held = sum(one.state is State.HELD for one in mine)
    over = held + missed + sum(one.state is State.EXCUSED for one in mine)
    if missed:
        return "act", _("缺 %(n)s") % {"n": missed}
    if not over:
        unknown = all(one.state is State.UNKNOWN for one in mine if one.state is not State.AHEAD)
        return ("unknown", _("资料未知")) if unknown and any(one.state is State.UNKNOWN for one in mine) else ("plain", _("待开展"))
    return "ok", f"{held}/{over}"


def _common(request: Asked, organisation: Organisation, chosen: int, today: date) -> dict[str, Any]:
    actor, reach = request.actor, request.target.reach
    may_write = organisation.kind in BOOKS and bool(actor.may("recordbook.enter_record", reach))
    offered = [one for one in kinds() if one is not Kind.GROUP_MEETING or organisation.kind in BRANCHES]
    return {
        "organisation": organisation, "year": chosen, "today": today, "years": range(today.year, today.year - 5, -1), "may_write": may_write,
        "may_export": bool(actor.may("recordbook.export", reach)), "first": date(chosen, 1, 1), "last": date(chosen, 12, 31),
        "kinds": [(one.value, words.word(words.KIND, one)) for one in offered if one is not Kind.ELECTION_MEETING],
    }


def _sums(mine: Owing | None) -> list[dict[str, Any]]:
    """The figures above the list: of each kind held by rule, how many periods of the year have a record."""
    found = []
    for kind, rule in kinds().items():
        ones = [one for one in mine.expectations if one.kind is kind] if mine is not None else []
        if not ones or rule.confidential:
            continue
        missed = any(one.state is State.MISSED for one in ones)
        unknown = all(one.state in (State.UNKNOWN, State.AHEAD) for one in ones)
        found.append({
            "label": words.word(words.KIND, kind), "held": sum(one.state is State.HELD for one in ones), "of": len(ones),
            "state": "act" if missed else "unknown" if unknown else "",
        })
    return found


def _drafts(request: Asked, organisation: Organisation) -> list[tuple[Draft, str]]:
    rows = Draft.objects.filter(org_key=organisation.key, login=request.actor.login).defer("typed_sealed").order_by("-saved_at")
    return [(one, words.word(words.KIND, one.kind)) for one in rows]


def _year(text: str, today: date) -> int:
    return int(text) if text.isascii() and text.isdigit() and 1949 <= int(text) <= today.year + 1 else today.year
