"""What a plan is made of. All amounts are whole numbers: hours, money and weights in hundredths, levels as they are.

So two plans are compared exactly, and "optimal" can mean a gap of 0. Source: docs/rules/planner.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import groupby

SCALE = 100
"""Hundredths of an hour, of a yuan, of a weight."""

Place = tuple[str, str]
"""(person id, session id)"""


@dataclass(frozen=True, slots=True)
class Unit:
    """A production unit that keeps running: on no day more than ``max_away`` of its people are in sessions, on days of a peak fewer.

    ``peaks``: (first day, last day, most people), inclusive.
    """

    id: str
    max_away: int
    peaks: tuple[tuple[date, date, int], ...] = ()

    def spare(self, day: date) -> int:
        """How many of its people may be in sessions on a day."""
        return min([self.max_away, *(most for first, last, most in self.peaks if first <= day <= last)])


@dataclass(frozen=True, slots=True)
class Person:
    """One person's needs and bounds; ``away`` are pairs of inclusive days, ``gaps`` whole levels still missing, weights in hundredths."""

    id: str
    unit: str
    required_hours: int = 0
    max_hours: int | None = None
    needs_concentrated: bool = False
    induction_due: date | None = None
    away: tuple[tuple[date, date], ...] = ()
    gaps: Mapping[str, int] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)

    def weight(self, competency: str) -> int:
        return self.weights.get(competency, SCALE)


@dataclass(frozen=True, slots=True)
class Session:
    """One dated offer of a course, days inclusive; costs in hundredths."""

    id: str
    course: str
    kind: str
    start: date
    end: date
    hours: int
    min_seats: int
    seats: int
    concentrated: bool = False
    induction: bool = False
    fixed_cost: int = 0
    cost_per_person: int = 0
    gains: Mapping[str, int] = field(default_factory=dict)

    def overlaps(self, start: date, end: date) -> bool:
        return self.start <= end and start <= self.end


@dataclass(frozen=True)
class Instance:
    """A year's question."""

    year: int
    budget: int
    units: tuple[Unit, ...]
    people: tuple[Person, ...]
    sessions: tuple[Session, ...]

    @cached_property
    def person(self) -> Mapping[str, Person]:
        return {one.id: one for one in self.people}

    @cached_property
    def session(self) -> Mapping[str, Session]:
        return {one.id: one for one in self.sessions}

    @cached_property
    def unit(self) -> Mapping[str, Unit]:
        return {one.id: one for one in self.units}

    @cached_property
    def crowds(self) -> tuple[tuple[str, ...], ...]:
        """The largest sets of sessions that share a day; two sessions overlap exactly when one set holds both."""
        found: list[frozenset[str]] = []
        for day in sorted({one.start for one in self.sessions}):
            crowd = frozenset(one.id for one in self.sessions if one.start <= day <= one.end)
            if not any(crowd <= other for other in found):
                found = [other for other in found if not other < crowd]
                found.append(crowd)
        return tuple(tuple(one.id for one in self.sessions if one.id in crowd) for crowd in found)

    @cached_property
    def courses(self) -> tuple[tuple[str, ...], ...]:
        """Sessions by course."""
        rows = sorted(self.sessions, key=lambda one: one.course)
        return tuple(tuple(one.id for one in group) for _, group in groupby(rows, key=lambda one: one.course))

    @cached_property
    def covers(self) -> Mapping[str, tuple[tuple[frozenset[str], int], ...]]:
        """By unit: sets of sessions that share a day, and how many of its people may be in them together. Enough to say of every day."""
        ordinary = tuple(frozenset(crowd) for crowd in self.crowds)
        return {unit.id: (*((crowd, unit.max_away) for crowd in ordinary), *self._at_peaks(unit)) for unit in self.units}

    def _at_peaks(self, unit: Unit) -> Iterator[tuple[frozenset[str], int]]:
        """A day of a peak matters when a session begins on it, or the peak itself does with a session under way."""
        days = {max(first, one.start) for first, last, _ in unit.peaks for one in self.sessions if one.overlaps(first, last)}
        for day in sorted(days):
            yield frozenset(one.id for one in self.sessions if one.start <= day <= one.end), unit.spare(day)

    def pairs(self) -> Iterator[tuple[Person, Session]]:
        """Everybody with every session that falls on no day when they are away."""
        for person in self.people:
            for session in self.sessions:
                if not is_away(person, session):
                    yield person, session


@dataclass(frozen=True, slots=True)
class Given:
    """What is settled before the planner begins.

    ``fixed`` places are taken whatever the limits say (what has begun, call-ups): a limit that they break is raised to what they
    use and no further. ``forbidden`` places are not given. ``before`` is the plan to stay near to, None when there is none.
    """

    fixed: frozenset[Place] = frozenset()
    forbidden: frozenset[Place] = frozenset()
    before: frozenset[Place] | None = None


NOTHING = Given()


def is_away(person: Person, session: Session) -> bool:
    return any(session.overlaps(start, end) for start, end in person.away)


def inducts(person: Person, session: Session) -> bool:
    """Whether the session is an induction in time for the person."""
    return person.induction_due is not None and session.induction and session.end <= person.induction_due


def changed(instance: Instance, *, budget: int | None = None, seats: Mapping[str, int] | None = None) -> Instance:
    """The same question with another budget (hundredths) or other seats by session id: "what if". Raises KeyError for an unknown session."""
    seats = seats or {}
    for unknown in seats.keys() - instance.session.keys():
        raise KeyError(unknown)
    sessions = tuple(replace(one, seats=seats.get(one.id, one.seats)) for one in instance.sessions)
    return replace(instance, budget=instance.budget if budget is None else budget, sessions=sessions)


def kept(instance: Instance, before: frozenset[Place], on: date) -> Given:
    """Re-planning from a day: sessions that began earlier keep their people and take no others; the rest stays near to ``before``.

    Places of people or sessions that are no longer in the instance are lost and count as changed.
    """
    begun = frozenset(one.id for one in instance.sessions if one.start < on)
    fixed = frozenset((person, session) for person, session in before if session in begun and person in instance.person)
    others = frozenset((person.id, session) for person in instance.people for session in begun) - fixed
    return Given(fixed, others, before)
