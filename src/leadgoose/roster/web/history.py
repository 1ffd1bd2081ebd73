"""The past of an organisation: its time line as a picture with its table, and who had which rights on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.holdings import marks
from leadgoose.ground.listed import listed, plural
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import say
from leadgoose.roster import history_picture, words
from leadgoose.roster.history_picture import Column, Mark, Picture, Piece
from leadgoose.roster.kinds import BRANCHES, PostKind, Standing
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import asof_members
from leadgoose.roster.queries import history as queries
from leadgoose.roster.queries import members as present
from leadgoose.roster.queries.asof import last_names
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.history import Act, History, Leader
from leadgoose.roster.queries.members import Row
from leadgoose.roster.queries.organisation import RANK, TermRow
from leadgoose.roster.rules.history import Size, Stretch, overlap, sizes, term_stretches
from leadgoose.roster.rules.organisations import Kind
from leadgoose.roster.rules.rights import MemberFacts, derive
from leadgoose.roster.web.asked import page_number

COLUMNS_AT_MOST = 150
OTHERS: Mapping[str, Promise] = {
    "split_branch": gettext_lazy("%(what)s，涉及%(others)s"), "merge_branch": gettext_lazy("%(what)s，涉及%(others)s"),
    "withdraw_organisation": gettext_lazy("%(what)s，涉及%(others)s"), "set_up_organisation": gettext_lazy("%(what)s，涉及%(others)s"),
}
"""Acts that say which other organisations they touched."""


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the table: its number in the picture, what happened, on which basis, and the entry that it opens."""

    number: int
    day: date
    what: str
    basis: str
    recorded: date
    address: str
    label: str
    undone: bool = False
    paper: bool = False

    @property
    def anchor(self) -> str:
        return f"e{self.number}"


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term with its committee: (post, [(person key, name)])."""

    row: TermRow
    stretch: Stretch
    committee: list[tuple[str, list[tuple[str, str]]]]
    source: str
    address: str
    anchor: str


@gate("roster.history", at="organisation")
def history(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET on, known: until which day, and as known when."""
    asof, reach = read(request.GET, clock.today()), request.target.reach
    may_sheet = bool(request.actor.may("roster.organisation_sheet", reach))
    may_person = bool(request.actor.may("roster.person", reach))
    known = queries.history(organisation, asof.on, asof.known_at, opened=may_sheet)
    terms = _terms(organisation, known, asof)
    events = _events(organisation, known, asof, sheet=may_sheet, person_sheet=bool(request.actor.may("roster.basis_sheet", reach)))
    counted = sizes(known.stays, asof.on)
    return render(request, "roster/history.html", {
        "organisation": organisation,
        "name": known.named[-1].name if known.named else organisation.name,
        "asof": asof,
        "events": events,
        "terms": list(reversed(terms)),
        "sizes": list(reversed(counted)),
        "picture": _picture(known, terms, events, counted, asof),
        "may_open": may_person,
        "is_branch": organisation.kind in BRANCHES,
    })


def _terms(organisation: Organisation, known: History, asof: AsOf) -> list[TermLine]:
    stretches = term_stretches([one.elected_on for one in known.terms], [one.valid_to for one in known.terms], asof.on)
    page = reverse("roster.organisation", args=[organisation.key])
    found = []
    for number, (row, stretch) in enumerate(zip(known.terms, stretches, strict=True), 1):
        end = stretch.last if number < len(stretches) or row.valid_to is not None else asof.on
        days = AsOf(asof.today, min(end, asof.on), asof.known)
        found.append(TermLine(row, stretch, _committee(known.leaders, stretch), words.sources(row.source), page + days.tail, f"t{number}"))
    return found


def _committee(leaders: tuple[Leader, ...], stretch: Stretch) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who held which post in the stretch, the secretary first; each once."""
    posts: dict[PostKind, dict[str, str]] = {}
    for one in leaders:
        if overlap(stretch, one.first, one.end):
            posts.setdefault(one.kind, {})[one.person] = one.name or _("姓名资料未知")
    return [(words.word(words.POST, kind), list(posts[kind].items())) for kind in sorted(posts, key=lambda kind: RANK[kind])]


def _events(organisation: Organisation, known: History, asof: AsOf, *, sheet: bool, person_sheet: bool) -> list[Event]:
    """Acts, lines of the register that no act recorded, and elections, by their days. Each opens its basis sheet, or the page of that day."""
    found: list[tuple[date, str, str, date, str, str, bool, bool]] = []
    lines = {line.pk: line for line in known.named}
    told = {pk for act in known.acts for pk in act.facts if pk in lines and lines[pk].first == act.day}   # an act records anew what ends with it, too
    for act in known.acts:
        address = _sheet(organisation, act, sheet=sheet, person_sheet=person_sheet)
        line = next((lines[pk] for pk in sorted(act.facts & told)), None)
        recorded, undone = timezone.localdate(act.recorded_at), act.reversed_at is not None
        found.append((act.day, _act(act, line), act.basis, recorded, address, _("依据单"), undone, True))
    page = reverse("roster.organisation", args=[organisation.key])
    before = None
    for line in known.named:
        changed = before is None or (before.name, before.kind, before.parent) != (line.name, line.kind, line.parent)
        if changed and line.pk not in told:
            recorded = timezone.localdate(line.recorded_at)
            found.append((line.first, _line(line, before), words.sources(line.source), recorded, _on(page, line.first, asof), _("看当日"), False, False))
        before = line
    for term in known.terms:
        basis = term.reply_no or words.sources(term.source)
        what = plural("换届选举，任期 %(years)s 年，%(day)s 届满", term.years) % {"years": term.years, "day": term.last_day.isoformat()}
        found.append((term.elected_on, what, basis, timezone.localdate(term.recorded_at), _on(page, term.elected_on, asof), _("看当日"), False, False))
    found.sort(key=lambda one: one[0])
    return [Event(number, *one) for number, one in enumerate(found, 1)]


def _on(page: str, day: date, asof: AsOf) -> str:
    return page + AsOf(asof.today, min(day, asof.on), asof.known).tail


def _act(act: Act, line: queries.Named | None) -> str:
    """What was done, with what the organisation is called, or belongs to, since."""
    what = words.word(words.DEED, act.act)
    if line is not None and act.act == Kind.RENAME:
        return _("%(what)s：%(name)s") % {"what": what, "name": line.name}
    if line is not None and act.act == Kind.MOVE:
        return _("%(what)s，上级为%(name)s") % {"what": what, "name": line.parent}
    if act.about:
        return _("%(what)s：%(name)s") % {"what": what, "name": act.name}
    others = listed(name for _key, name in act.others if name)
    return str(OTHERS[act.act]) % {"what": what, "others": others} if others and act.act in OTHERS else what


def _line(line: queries.Named, before: queries.Named | None) -> str:
    if before is None:
        return _("登记为“%(name)s”") % {"name": line.name}
    if before.name != line.name:
        return _("登记的名称改为“%(name)s”") % {"name": line.name}
    if before.parent != line.parent:
        return _("登记的上级改为“%(name)s”") % {"name": line.parent}
    return _("登记的类型改为%(kind)s") % {"kind": words.word(words.ORGANISATION, line.kind)}


def _sheet(organisation: Organisation, act: Act, *, sheet: bool, person_sheet: bool) -> str:
    if act.about:
        return reverse("roster.basis_sheet", args=[act.about, act.key]) if person_sheet else ""
    return reverse("roster.organisation_sheet", args=[organisation.key, act.key]) if sheet else ""


def _picture(known: History, terms: list[TermLine], events: list[Event], counted: list[Size], asof: AsOf) -> Picture | None:
    """Names, terms, secretaries, members; None while no day is known."""
    days = [one.day for one in events] + [one.day for one in counted] + [one.first for one in known.leaders if one.exact]
    if not days:
        return None
    first, last = min(days), asof.on
    if (last - first).days < 365:
        first = last - timedelta(365)
    names = [
        Piece(one.first, _last(one.end, asof.on), "now" if _holds(one.end, asof.on) else "past", one.name, one.name) for one in _merged(known.named)
    ]
    drawn = [
        Piece(one.stretch.first, one.stretch.last, _look(one, last), str(one.row.elected_on.year),
              _("%(first)s 选举，%(last)s 届满") % {"first": one.row.elected_on.isoformat(), "last": one.row.last_day.isoformat()}, one.anchor)
        for one in terms
    ]
    led = [
        Piece(one.first, _last(one.end, asof.on), "now" if _holds(one.end, asof.on) else "past", one.name, one.name)
        for one in known.leaders if one.kind is PostKind.SECRETARY
    ]
    lanes = [(_("名称"), names), (_("任期"), drawn), (_("书记"), led)]
    marks = [Mark(one.day, one.number, f"{one.number}. {one.day.isoformat()} {one.what}", one.anchor) for one in events]
    return history_picture.draw([lane for lane in lanes if lane[1]], _columns(counted, last), _title(counted), marks, first, last)


def _title(counted: list[Size]) -> str:
    most = max((one.total for one in counted), default=0)
    return _("党员人数（最高的一柱 %(n)s 人）") % {"n": most}


def _columns(counted: list[Size], last: date) -> list[Column]:
    """One column for each count; of very many the last of each stretch, so that a picture stays light."""
    step = -(-len(counted) // COLUMNS_AT_MOST) if counted else 1
    kept = counted[::-1][::step][::-1]
    found = []
    for place, one in enumerate(kept):
        end = kept[place + 1].day - timedelta(1) if place + 1 < len(kept) else last
        said = plural("%(day)s 起 %(n)s 人", one.total) % {"day": one.day.isoformat(), "n": one.total}
        found.append(Column(one.day, end, one.total, said))
    return found


def _merged(named: tuple[queries.Named, ...]) -> list[queries.Named]:
    """Lines under one name without a gap are one stretch."""
    found: list[queries.Named] = []
    for one in named:
        if found and found[-1].name == one.name and found[-1].end == one.first:
            found[-1] = replace(found[-1], end=one.end)
        else:
            found.append(one)
    return found


def _holds(end: date | None, on: date) -> bool:
    return end is None or end > on


def _last(end: date | None, on: date) -> date:
    return on if end is None or end > on else end - timedelta(1)


def _look(term: TermLine, on: date) -> str:
    """The colour of a term: over, past its last day without a new one, in order."""
    if term.stretch.last < on:
        return "past"
    return "act" if term.row.last_day < on else "now"


OF_RIGHTS = ("roster.PersonFact.name", "roster.Membership.standing", "roster.Present.can_vote", "roster.Restriction.kind_sealed")
"""The columns of what is held on which the list of rights rests."""


@gate("roster.rights", at="organisation")
def rights(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET vote (yes, no), page; on, known: who may decide, vote and stand on the day, and why not."""
    asof, number = read(request.GET, clock.today()), page_number(request)
    filters = Filters(vote=Filters.read(request.GET).vote)
    name = organisation.name
    if asof.past:
        asked = asof_members.then(organisation.top_key, organisation.key, asof.on, asof.known_at)
        page = asof_members.members_page(asked, filters, number)
        name = last_names([organisation.key], asof.on, asof.known_at).get(organisation.key, name)
        everybody = asof_members.counted(asked) if filters.vote else page.sums
    else:
        page = present.members_page(organisation, filters, number, asof.today)
        everybody = present.members_page(organisation, Filters(), 1, asof.today).sums if filters.vote else page.sums
    export = request.actor.may("roster.export_members", request.target.reach)
    return render(request, "roster/rights.html", {
        "organisation": organisation,
        "name": name,
        "asof": asof,
        "vote": filters.vote,
        "sums": everybody,
        "without": everybody.total - everybody.voters,
        "page": page,
        "lines": [_right(row) for row in page.rows],
        "marks": marks(organisation.top_key, OF_RIGHTS, by=request.actor, reach=request.target.reach, known_at=asof.known_at) if page.rows else {},
        "one_branch": organisation.kind not in ("committee", "general_branch"),
        "earlier": filters.address(**asof.said, page=page.number - 1) if page.number > 1 else "",
        "later": filters.address(**asof.said, page=page.number + 1) if page.number < page.pages else "",
        "export": reverse("roster.export_members", args=[organisation.key]) + filters.address(**asof.said) if export else "",
        "may_open": bool(request.actor.may("roster.person", request.target.reach)),
    })


def _right(row: Row) -> dict[str, Any]:
    """A row with the rights that the rule derives; of a decision only that there is one: its kind is sealed."""
    standing = Standing(row.standing)
    restricted = standing is Standing.FULL and not row.can_vote
    found = derive(MemberFacts(standing, (None,) if restricted else ()))
    spoken = language(get_language() or "zh-hans")
    return {
        "row": row, "name": row.name, "standing": words.word(words.STANDING, row.standing), "rights": found,
        "reasons": [(say(one, spoken), "" if restricted else one.rule) for one in found.reasons],
    }
