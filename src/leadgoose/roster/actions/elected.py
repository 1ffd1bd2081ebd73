"""What an election writes into the register: the new term, those elected, the superior's reply, a shift of the term; and taking it back.

Called by the acts of elections inside their own transaction: they permit, record and settle, and keep what is returned here, so that
a stage that is withdrawn or an election that is annulled takes its facts back. Facts have the source "election".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from leadgoose.ground.statutes.dates import term_dates, term_length
from leadgoose.roster import facts
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import COMMITTEE_POSTS, CameBy, OrgKind, PostKind
from leadgoose.roster.models import Fact, Organisation, OrganisationFact, Person, Post, Term

SOURCE = "election"
BY_NAME: Mapping[str, type[Fact]] = {"Post": Post, "Term": Term, "OrganisationFact": OrganisationFact}
LEADING = frozenset({PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY})
"""Posts that wait for the superior's approval; members of the committee are only reported."""


@dataclass(slots=True)
class Written:
    """Facts recorded and retracted, as [model, id]; people: whose line in the lists they change (ids)."""

    at: datetime
    recorded: list[list[Any]] = field(default_factory=list)
    retracted: list[list[Any]] = field(default_factory=list)
    people: set[int] = field(default_factory=set)

    def retract(self, row: Fact) -> None:
        facts.retract(type(row)._default_manager.filter(pk=row.pk), self.at)
        self.retracted.append([type(row).__name__, row.pk])
        self._touch(row)

    def keep(self, row: Fact) -> None:
        self.recorded.append([type(row).__name__, row.pk])
        self._touch(row)

    def end(self, row: Fact, on: date) -> None:
        """The fact ceases on a day; one that began on it or later never held."""
        self.retract(row)
        if on > row.valid_from:
            self.keep(facts.again(row, self.at, row.source, valid_to=on))

    def as_plain(self) -> dict[str, list[list[Any]]]:
        """What the step keeps, for `take_back`."""
        return {"recorded": self.recorded, "retracted": self.retracted}

    def _touch(self, row: Fact) -> None:
        if isinstance(row, Post):
            self.people.add(row.person_id)


@dataclass(frozen=True, slots=True)
class Seated:
    """Those elected, by person key, and the seats of the committee from now on (None: a branch without one). Leaders wait for approval."""

    members: Collection[str] = ()
    leaders: Mapping[str, PostKind] = field(default_factory=dict)
    seats: int | None = None


def take_office(place: Organisation, seated: Seated, *, new_term: bool, on: date, at: datetime) -> Written:
    """Those elected hold their posts from the election day.

    new_term: the outgoing committee's posts end and a new term runs from the day; a by-election adds to the committee.
    """
    written = Written(at)
    members, leaders = seated.members, seated.leaders
    before = _open_posts(place)
    if new_term:
        _new_term(place, on, written)
        _size(place, seated.seats, on, written)
        for row in before:
            written.end(row, on)
    else:
        for row in before:
            if PostKind(row.kind) in set(leaders.values()) & LEADING:
                written.end(row, on)
    kinds = {**dict.fromkeys(members, PostKind.COMMISSIONER), **leaders}
    _enter(place, kinds, before, on, written)
    return written


def divide_work(place: Organisation, kinds: Mapping[str, PostKind], *, on: date, at: datetime) -> Written:
    """Members of the committee take the posts that its meeting decided, by person key; secretary and deputies wait for approval.

    Whoever was secretary until then, which happens in a by-election only, is it no longer: there is one.
    """
    written = Written(at)
    there = _open_posts(place)
    mine = [row for row in there if row.person.key in kinds]
    replaced = [row for row in there if row not in mine and row.kind == PostKind.SECRETARY and PostKind.SECRETARY in kinds.values()]
    for row in (*mine, *replaced):
        written.end(row, on)
    earlier = Post.objects.known().filter(organisation=place, valid_to=_day_of_term(place, on), kind__in=COMMITTEE_POSTS).select_related("person")
    _enter(place, kinds, [*mine, *earlier], on, written)
    return written


def approve_leaders(place: Organisation, *, at: datetime) -> Written:
    """The superior has replied: nobody elected here waits for approval any more."""
    written = Written(at)
    for row in Post.objects.known().filter(organisation=place, valid_to=None, awaiting_approval=True).select_related("person").order_by("pk"):
        written.retract(row)
        written.keep(facts.again(row, at, row.source, awaiting_approval=False))
    return written


def shift_term(place: Organisation, to: date, reply_no: str, *, at: datetime) -> Written:
    """The present term ends on another day, by the superior's reply: a new fact beside the old one."""
    written = Written(at)
    row = _open_term(place)
    if row is None:
        raise Refused("no-term", _("本届选举日期资料未知，请先补录。"))
    written.retract(row)
    written.keep(facts.again(row, at, SOURCE, shifted_to=to, reply_no=reply_no[:60]))
    return written


def take_back(written: Iterable[Mapping[str, list[list[Any]]]], *, at: datetime) -> tuple[Written, dict[tuple[str, int], int]]:
    """The facts of several steps are taken back, the latest step first: what they recorded is retracted, what they retracted recorded anew.

    Returns what was done and where a fact stands now that another step may still name: (model, old id) → new id.
    Raises Refused when one of the facts is known otherwise since.
    """
    undone, moved = Written(at), dict[tuple[str, int], int]()
    for one in written:
        for name, pk in one["recorded"]:
            row = BY_NAME[name]._default_manager.get(pk=moved.get((name, pk), pk))
            if row.retracted_at is not None:
                raise Refused("stands", _("任期或者任职在此之后另有记录，请先处理之后的记录，再撤回这一步。"))
            undone.retract(row)
        for name, pk in one["retracted"]:
            row = BY_NAME[name]._default_manager.get(pk=pk)
            again = facts.again(row, at, row.source)
            undone.keep(again)
            moved[name, pk] = again.pk
    return undone, moved


def _new_term(place: Organisation, on: date, written: Written) -> None:
    row = _open_term(place)
    if row is not None:
        if row.elected_on >= on:
            raise Refused("term-later", _("花名册已有 %(day)s 选举的任期，不早于这次选举，请先核对换届台账。") % {"day": row.elected_on.isoformat()})
        written.end(row, on)
    years = term_length("general-branch" if place.kind == OrgKind.GENERAL_BRANCH else "branch").years
    written.keep(Term.objects.create(
        organisation=place, valid_from=on, elected_on=on, years=years, expires_on=term_dates(on, years).expires, recorded_at=written.at, source=SOURCE,
    ))


def _size(place: Organisation, seats: int | None, on: date, written: Written) -> None:
    """The approved seats, or that there is no committee, where the register says otherwise or nothing."""
    row = OrganisationFact.objects.known().filter(organisation=place, valid_to=None).order_by("-valid_from", "-pk").first()
    said = (seats, seats is None)
    if row is not None and (row.seats, row.no_committee) != said:
        written.end(row, on)
        written.keep(facts.again(row, written.at, SOURCE, valid_from=max(on, row.valid_from), seats=said[0], no_committee=said[1]))


def _enter(place: Organisation, kinds: Mapping[str, PostKind], before: Iterable[Post], on: date, written: Written) -> None:
    """New posts from the day on. Whoever held the same post until then holds it since the day that it began, known or not."""
    since = {(row.person.key, row.kind): row.since for row in before}
    people = {row.key: row for row in Person.objects.filter(key__in=kinds)}
    for key, kind in kinds.items():
        written.keep(Post.objects.create(
            person=people[key], organisation=place, kind=kind, came_by=CameBy.ELECTED, since=since.get((key, kind), on),
            awaiting_approval=kind in LEADING, valid_from=on, recorded_at=written.at, source=SOURCE,
        ))


def _open_posts(place: Organisation) -> list[Post]:
    rows = Post.objects.known().filter(organisation=place, valid_to=None, kind__in=COMMITTEE_POSTS)
    return list(rows.select_related("person").order_by("pk"))


def _open_term(place: Organisation) -> Term | None:
    return Term.objects.known().filter(organisation=place, valid_to=None).order_by("-valid_from", "-pk").first()


def _day_of_term(place: Organisation, on: date) -> date:
    """The election day from which the present term runs: posts of the outgoing committee ended on it."""
    term = _open_term(place)
    return term.elected_on if term is not None else on
