"""The plan: a quarter on one page. What is held by rule is proposed, the branch sets days and subjects; a record then starts from its item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.downloads import CALENDAR, download
from leadgoose.ground.press import icalendar
from leadgoose.ground.statutes.dates import add_months
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Refused
from leadgoose.recordbook.actions.entering import BOOKS
from leadgoose.recordbook.actions.permits import writer
from leadgoose.recordbook.actions.planning import Wish, drop_item, set_plan
from leadgoose.recordbook.models import PlanItem
from leadgoose.recordbook.queries.frequency import owing
from leadgoose.recordbook.queries.local import book_settings
from leadgoose.recordbook.queries.plan import plan_of
from leadgoose.recordbook.queries.roll import Group, groups_of
from leadgoose.recordbook.rules.frequency import Expectation, State
from leadgoose.recordbook.rules.kinds import Every, Kind, kind_rule, kinds
from leadgoose.roster.kinds import BRANCHES
from leadgoose.roster.models import Organisation

FIELDS = ("key", "kind", "month", "group", "on", "start", "end", "place", "title", "topics")
EMPTY = 2
"""Rows for what no rule asks for."""
USUAL = {Every.QUARTER: 2, Every.HALF_YEAR: 5, Every.YEAR: 11}
"""In which month of its period (from 0) what is held less often than monthly is proposed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the form. proposed: by rule, not yet planned; item: planned already; wrong: field → sentence."""

    number: int
    values: Mapping[str, str]
    label: str
    proposed: bool = False
    item: PlanItem | None = None
    wrong: Mapping[str, str] | None = None
    every: str = ""


@gate("recordbook.plan", at="organisation")
def plan(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?quarter=2026-4: the quarter's items and what its rules still ask for; ?year=2026: all that is planned for the year, to be read."""
    _has_book(organisation)
    year = request.GET.get("year", "")
    if year.isascii() and year.isdigit() and 1949 <= int(year) <= clock.today().year + 2:
        return _year_page(request, organisation, int(year))
    return _page(request, organisation, _first(request.GET.get("quarter", ""), clock.today()))


@gate("recordbook.plan_calendar", at="organisation")
def plan_calendar(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: what is planned from this year on and has a day, as iCalendar. No name of a person is in it; what was dropped leaves the calendar."""
    _has_book(organisation)
    today = clock.today()
    items = [one for one in plan_of(organisation.key, date(today.year, 1, 1), date(today.year + 2, 12, 31)) if one.planned_on and one.dropped_at is None]
    title = _("%(name)s活动计划") % {"name": organisation.name}
    body = icalendar.written(title, map(_event, items), at=clock.now())
    return download(body, CALENDAR, f"{title}.ics")


def _event(one: PlanItem) -> icalendar.Event:
    assert one.planned_on is not None
    summary = f"{words.word(words.KIND, one.kind)}　{one.title}" if one.title else words.word(words.KIND, one.kind)
    hours = "–".join(f"{at:%H:%M}" for at in (one.starts_at, one.ends_at) if at is not None)
    return icalendar.Event(f"{one.key}@leadgoose", one.planned_on, summary, "\n".join(filter(None, (hours, one.topics))), place=one.place)


@gate("recordbook.set_plan", at="organisation", methods=("POST",))
def set_plan_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST quarter, rows (how many), and FIELDS numbered: "on-3". A row without a month's choice or with nothing set is passed over."""
    _has_book(organisation)
    first = _first(request.POST.get("quarter", ""), clock.today())
    posted = [{name: request.POST.get(f"{name}-{row}", "").strip() for name in FIELDS} for row in range(_rows(request.POST.get("rows", "")))]
    wanted = [(row, one) for row, one in enumerate(posted) if one["key"] or one["on"] or one["title"] or request.POST.get(f"take-{row}")]
    wrong: dict[int, dict[str, str]] = {}
    wishes = [_wish(one, first, wrong.setdefault(row, {})) for row, one in wanted]
    if not any(wrong.values()):
        try:
            receipt = set_plan(organisation, wishes, by=request.actor, at=clock.now())
        except Refused as no:
            number, _dot, name = no.field.partition(".")
            place = wanted[int(number)][0] if number.isdigit() else 0
            wrong[place] = {{"planned_on": "on", "ends_at": "end"}.get(name, name): str(no)}
        else:
            messages.success(request, _("计划已保存。") if receipt else _("没有改动。"))
            return HttpResponseRedirect(reverse("recordbook.plan", args=[organisation.key]) + f"?quarter={_quarter(first)}")
    return _page(request, organisation, first, typed=posted, wrong=wrong, status=422)


@gate("recordbook.drop_item", at="organisation", methods=("POST",))
def drop_item_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST item (its key), reason, quarter."""
    first = _first(request.POST.get("quarter", ""), clock.today())
    try:
        drop_item(organisation, request.POST.get("item", ""), request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, organisation, first, dropped=(request.POST.get("item", ""), str(no)), status=422)
    messages.success(request, _("已取消，原因留在计划里。"))
    return HttpResponseRedirect(reverse("recordbook.plan", args=[organisation.key]) + f"?quarter={_quarter(first)}")


def _page(
    request: Asked, organisation: Organisation, first: date, *, typed: list[dict[str, str]] | None = None, wrong: Mapping[int, dict[str, str]] | None = None,
    dropped: tuple[str, str] = ("", ""), status: int = 200,
) -> HttpResponse:
    today, last = clock.today(), _last(first)
    items = plan_of(organisation.key, first, last)
    groups = groups_of(organisation.key, today)
    lines = _typed_lines(typed, items, wrong or {}) if typed is not None else list(_lines(organisation, items, groups, first, last, today))
    may = bool(request.actor.may("recordbook.set_plan", request.target.reach))
    no = ""
    if may:
        try:
            writer("recordbook.set_plan", organisation, by=request.actor, on=today)
        except Refused as refused:
            no = str(refused)
    context = {
        "organisation": organisation, "first": first, "quarter": _quarter(first), "title": _("%(year)s 年第 %(n)s 季度活动计划") % {
            "year": first.year, "n": (first.month + 2) // 3},
        "before": _quarter(add_months(first, -3)), "after": _quarter(add_months(first, 3)), "may": may and not no, "no": no, "lines": lines,
        "months": [add_months(first, number) for number in range(3)], "groups": groups, "kinds": _kinds(organisation), "today": today,
        "dropped": [(one, words.word(words.KIND, one.kind)) for one in items if one.dropped_at is not None], "drop_wrong": dropped,
    }
    return render(request, "recordbook/plan.html", context, status=status)


def _year_page(request: Asked, organisation: Organisation, year: int) -> HttpResponse:
    """What is planned for a year, quarter by quarter; each quarter's heading leads to where it is changed."""
    items = [one for one in plan_of(organisation.key, date(year, 1, 1), date(year, 12, 31)) if one.dropped_at is None]
    quarters = []
    for number in range(1, 5):
        mine = [(one, words.word(words.KIND, one.kind)) for one in items if (one.month.month + 2) // 3 == number]
        quarters.append((f"{year}-{number}", _("第 %(n)s 季度") % {"n": number}, mine))
    may = bool(request.actor.may("recordbook.enter_record", request.target.reach))
    return render(request, "recordbook/plan_year.html", {
        "organisation": organisation, "year": year, "quarters": quarters, "before": year - 1, "after": year + 1, "may": may})


def _label(kind: str, group: str) -> str:
    """党小组会　第一党小组, 主题党日."""
    return "　".join(filter(None, (words.word(words.KIND, kind), group)))


def _lines(organisation: Organisation, items: list[PlanItem], groups: list[Group], first: date, last: date, today: date) -> Iterator[Line]:
    """The planned items, then what the rules ask for and nobody planned, then a few empty rows."""
    standing = [one for one in items if one.dropped_at is None]
    number = 0
    names = {one.key: one.name for one in groups}
    for one in standing:
        yield Line(number, _values(one), _label(one.kind, names.get(one.group_key, "")), item=one)
        number += 1
    for expected, group in _unplanned(organisation, standing, list(names), first, last, today):
        values = {"kind": expected.kind.value, "month": _proposed_month(expected).isoformat(), "group": group}
        yield Line(number, values, _label(expected.kind, names.get(group, "")), proposed=True, every=words.word(words.EVERY, expected.every))
        number += 1
    for _row in range(EMPTY):
        yield Line(number, {"month": min(max(today.replace(day=1), first), add_months(first, 2)).isoformat()}, "")
        number += 1


def _unplanned(
    organisation: Organisation, items: list[PlanItem], groups: list[str], first: date, last: date, today: date
) -> Iterator[tuple[Expectation, str]]:
    """Periods of this quarter that nothing is planned or held for, a group's with the group. A yearly one is proposed in the quarter of its usual month."""
    if organisation.kind not in BRANCHES:
        return
    local = book_settings(organisation.top_key).local
    found = next(iter(one for one in owing(organisation.top_key, organisation.path, local, today, first, last) if one.key == organisation.key), None)
    for one in found.expectations if found is not None else ():
        if one.state not in (State.OPEN, State.AHEAD, State.UNKNOWN) or not first <= _proposed_month(one) <= last or one.period.last < today:
            continue
        there = {item.group_key for item in items if item.kind == one.kind and one.period.first <= item.month <= one.period.last}
        if one.kind is Kind.GROUP_MEETING:
            yield from ((one, group) for group in groups if group not in there)
        elif not there:
            yield one, ""


def _proposed_month(one: Expectation) -> date:
    return add_months(one.period.first, USUAL.get(one.every, 0))


def _typed_lines(typed: list[dict[str, str]], items: list[PlanItem], wrong: Mapping[int, dict[str, str]]) -> list[Line]:
    by_key = {one.key: one for one in items}
    return [Line(row, one, words.word(words.KIND, one["kind"]), item=by_key.get(one["key"]), wrong=wrong.get(row)) for row, one in enumerate(typed)]


def _values(one: PlanItem) -> dict[str, str]:
    return {
        "key": one.key, "kind": one.kind, "month": one.month.isoformat(), "group": one.group_key, "on": one.planned_on.isoformat() if one.planned_on else "",
        "start": one.starts_at.isoformat("minutes") if one.starts_at else "", "end": one.ends_at.isoformat("minutes") if one.ends_at else "",
        "place": one.place, "title": one.title, "topics": one.topics,
    }


def _wish(one: Mapping[str, str], first: date, wrong: dict[str, str]) -> Wish:
    kind = Kind(one["kind"]) if one["kind"] in set(Kind) else None
    if kind is None:
        wrong["kind"] = _("请选择类别。")
    on = _read_day(one["on"], wrong)
    month = on.replace(day=1) if on is not None else _read_month(one["month"], first)
    if on is not None and not first <= on <= _last(first):
        wrong["on"] = _("日期不在本季度。")
    return Wish(
        kind or Kind.MEMBER_MEETING, month, one["key"], one["group"], on, _read_time(one["start"], "start", wrong), _read_time(one["end"], "end", wrong),
        one["place"], one["title"], one["topics"].replace("\r\n", "\n"),
    )


def _read_day(text: str, wrong: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong["on"] = _("请按 2026-11-23 的样式填写日期。")
        return None


def _read_time(text: str, name: str, wrong: dict[str, str]) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0)
    except ValueError:
        wrong[name] = _("请按 18:30 的样式填写时间。")
        return None


def _read_month(text: str, first: date) -> date:
    try:
        month = date.fromisoformat(text).replace(day=1)
    except ValueError:
        return first
    return month if first <= month <= _last(first) else first


def _kinds(organisation: Organisation) -> list[tuple[str, str]]:
    """What can be planned: meetings and activities, no talks and no papers."""
    found = [one for one in kinds() if not kind_rule(one).confidential and kind_rule(one).expected != "nobody" and one is not Kind.ELECTION_MEETING]
    return [(one.value, words.word(words.KIND, one)) for one in found if organisation.kind in BRANCHES or one is not Kind.GROUP_MEETING]


def _has_book(organisation: Organisation) -> None:
    if organisation.kind not in BOOKS:
        raise Http404


def _rows(text: str) -> int:
    return min(int(text), 60) if text.isascii() and text.isdigit() and len(text) <= 3 else 0


def _first(text: str, today: date) -> date:
    """The first day of the quarter "2026-4"; of today's for anything else."""
    year, _dash, number = text.partition("-")
    if year.isdigit() and number in {"1", "2", "3", "4"} and 1949 <= int(year) <= today.year + 2:
        return date(int(year), int(number) * 3 - 2, 1)
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)


def _quarter(first: date) -> str:
    return f"{first.year}-{(first.month + 2) // 3}"


def _last(first: date) -> date:
    return add_months(first, 3) - timedelta(days=1)
