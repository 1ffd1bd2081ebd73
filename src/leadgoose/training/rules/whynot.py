"""Why a need stays unmet: one family of limits at a time is really lifted for that person, with everybody else's places fixed.

The person's own places may move, but no other need of theirs may end worse than in the plan; so with nothing lifted a best
plan leaves no way, and the first family that opens one is the reason. Rule: docs/rules/planner.md.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from leadgoose.training.rules.instance import Given, Instance, Person, Place, Session, inducts, is_away
from leadgoose.training.rules.library import mathopt
from leadgoose.training.rules.measure import by_person, standing, totals
from leadgoose.training.rules.program import total

FAMILIES = ("away", "overlap", "seats", "budget", "unit_cover", "max_hours", "not_worth_holding")
REASONS = ("no_session", *FAMILIES, "combined")

Row = tuple[Callable[[Session], int], int]
"""What a session gives towards a need, and how much of it is wanted."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """``need`` is a competency or ``hours``, ``concentrated``, ``induction``. ``free``: nothing stands in the way of this person alone;
    the plan's time ran out before, or it was kept near to an older one, or the need weighs nothing."""

    person: str
    need: str
    reason: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """The answers, and how many needs were left out because the time was up."""

    found: tuple[WhyNot, ...]
    left_out: int


Listener = Callable[["WhyNot"], bool]
"""Hears each answer as it is found → whether to stop."""


def unmet_of(instance: Instance, places: frozenset[Place]) -> Iterable[tuple[Person, Sequence[Session], list[str]]]:
    """Everybody whose needs a plan does not meet in full: what they attend, and the needs."""
    mine = by_person(instance, places)
    for person in instance.people:
        attended = mine.get(person.id, [])
        unmet = needs_unmet(person, attended)
        if unmet:
            yield person, attended, unmet


def explain(instance: Instance, places: frozenset[Place], given: Given, seconds: float = 60.0, listen: Listener = lambda _found: False) -> Explained:
    """One answer for every unmet need, in the order of the people; those whose turn comes after ``seconds``, or a stop, are only counted."""
    until = time.monotonic() + seconds
    found: list[WhyNot] = []
    left_out, stopped = 0, False
    for person, attended, unmet in unmet_of(instance, places):
        desk: _Desk | None = None
        for need in unmet:
            if stopped or time.monotonic() > until:
                left_out += 1
                continue
            desk = desk or _Desk(instance, places, given, person, attended)
            found.append(desk.why(need))
            stopped = listen(found[-1])
    return Explained(tuple(found), left_out)


def needs_unmet(person: Person, attended: Sequence[Session]) -> list[str]:
    """Open competencies in the person's order, then hours, then obligations."""
    where = standing(person, attended)
    return [key for key, level in where.open.items() if level] + (["hours"] if where.hours_short else []) + list(where.missing)


def row(person: Person, need: str) -> Row:
    """What the need wants in full."""
    if need == "hours":
        return (lambda one: one.hours), person.required_hours
    if need == "concentrated":
        return (lambda one: int(one.concentrated)), 1
    if need == "induction":
        return (lambda one: int(inducts(person, one))), 1
    return (lambda one: one.gains.get(need, 0)), person.gaps[need]


def reachable(sessions: Iterable[Session], wanted: Row) -> bool:
    """Whether one session of each course, whatever else stands in the way, could be enough."""
    worth, amount = wanted
    best: Counter[str] = Counter()
    for one in sessions:
        best[one.course] = max(best[one.course], worth(one))
    return sum(best.values()) >= amount


class _Desk:
    """One person's question: everybody else is counted once."""

    def __init__(self, instance: Instance, places: frozenset[Place], given: Given, person: Person, attended: Sequence[Session]) -> None:
        self.instance, self.person, self.attended, self.given = instance, person, attended, given
        self.mine = {one.id for one in attended}
        others = frozenset(place for place in places if place[0] != person.id)
        self.others = Counter(session for _, session in others)
        self.held = {session for _, session in places}
        unit = {one.id: one.unit for one in instance.people}
        self.colleagues = Counter(session for who, session in others if unit[who] == person.unit)
        self.left = max(instance.budget, totals(instance, places)["cost"]) - totals(instance, others)["cost"]
        self.hours = sum(one.hours for one in attended)
        self.kept = self._kept()

    def _kept(self) -> list[Row]:
        """The needs of the person with what the plan gives them: none may end with less."""
        where = standing(self.person, self.attended)
        rows = [(row(self.person, key)[0], level) for key, level in where.closed.items()]
        rows.append((row(self.person, "hours")[0], self.person.required_hours - where.hours_short))
        for need, asked in (("concentrated", self.person.needs_concentrated), ("induction", self.person.induction_due is not None)):
            if asked and need not in where.missing:
                rows.append(row(self.person, need))
        return [one for one in rows if one[1] > 0]

    def why(self, need: str) -> WhyNot:
        wanted = row(self.person, need)
        if not reachable(self.instance.sessions, wanted):
            return WhyNot(self.person.id, need, "no_session")
        if self._possible(wanted, ""):
            return WhyNot(self.person.id, need, "combined", free=True)
        reason = next((family for family in FAMILIES if self._possible(wanted, family)), "combined")
        return WhyNot(self.person.id, need, reason)

    def _open(self, one: Session, lifted: str) -> bool:
        """Whether the person could sit in this session, seen alone."""
        if one.id in self.mine:
            return True
        if (self.person.id, one.id) in self.given.forbidden or (lifted != "away" and is_away(self.person, one)):
            return False
        if lifted != "seats" and self.others[one.id] >= one.seats:
            return False
        if lifted != "not_worth_holding" and self.others[one.id] + 1 < one.min_seats:
            return False
        return lifted == "unit_cover" or self._covered(one)

    def _covered(self, one: Session) -> bool:
        """Whether the unit can spare one more on every day of the session."""
        covers = self.instance.covers[self.person.unit]
        return all(sum(self.colleagues[key] for key in inside) < most for inside, most in covers if one.id in inside)

    def _needed(self, one: Session) -> bool:
        """A place that the person cannot leave: it is settled, or without it too few would remain."""
        return one.id in self.mine and ((self.person.id, one.id) in self.given.fixed or 0 < self.others[one.id] < one.min_seats)

    def _cost(self, one: Session, lifted: str) -> int:
        waived = lifted == "not_worth_holding" and one.id not in self.held
        return one.cost_per_person + (0 if self.others[one.id] or waived else one.fixed_cost)

    def _possible(self, wanted: Row, lifted: str) -> bool:
        offers = [one for one in self.instance.sessions if self._open(one, lifted)]
        if not reachable(offers, wanted):
            return False
        return self._by_one(offers, wanted, lifted) or self._by_program(offers, wanted, lifted)

    def _by_one(self, offers: Sequence[Session], wanted: Row, lifted: str) -> bool:
        """The common case without a program: one more session beside those of the plan."""
        worth, amount = wanted
        left = self.left - sum(self._cost(one, lifted) for one in self.attended)
        lacking = amount - sum(worth(one) for one in self.attended)
        most = self.person.max_hours
        return any(
            worth(one) >= lacking
            and one.id not in self.mine
            and (lifted == "budget" or self._cost(one, lifted) <= left)
            and (lifted == "max_hours" or most is None or self.hours + one.hours <= most)
            and not any(one.course == other.course or (lifted != "overlap" and one.overlaps(other.start, other.end)) for other in self.attended)
            for one in offers
        )

    def _by_program(self, offers: Sequence[Session], wanted: Row, lifted: str) -> bool:
        """Any choice of sessions, exactly: a program of a few dozen variables."""
        model = mathopt.Model()
        chosen = {one.id: model.add_binary_variable() for one in offers}
        for one in offers:
            if self._needed(one):
                chosen[one.id].lower_bound = 1.0
        for group in (*self.instance.courses, *(() if lifted == "overlap" else self.instance.crowds)):
            inside = [(1, chosen[key]) for key in group if key in chosen]
            if len(inside) > 1:
                model.add_linear_constraint(expr=total(inside), ub=max(1, len(self.mine.intersection(group))))
        if lifted != "budget":
            # amounts are whole: half of one is far from any of them
            model.add_linear_constraint(expr=total((self._cost(one, lifted), chosen[one.id]) for one in offers), ub=self.left + 0.5)
        if lifted != "max_hours" and self.person.max_hours is not None:
            most = max(self.person.max_hours, self.hours)
            model.add_linear_constraint(expr=total((one.hours, chosen[one.id]) for one in offers), ub=most + 0.5)
        for worth, amount in (wanted, *self.kept):
            model.add_linear_constraint(expr=total((worth(one), chosen[one.id]) for one in offers), lb=amount - 0.5)
        reason = mathopt.solve(model, mathopt.SolverType.HIGHS).termination.reason
        return reason in (mathopt.TerminationReason.OPTIMAL, mathopt.TerminationReason.FEASIBLE)
