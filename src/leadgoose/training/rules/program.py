"""The question as a mixed-integer program in OR-Tools' ``math_opt``. Variables: held sessions, places, and what each need still lacks.

Every coefficient is divided by what its row has in common, so objectives are whole numbers and a gap below 1 is a proof.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadgoose.training.rules.cuts import Cover, Row
from leadgoose.training.rules.instance import Given, Instance, Person, Place, Session, inducts
from leadgoose.training.rules.library import mathopt
from leadgoose.training.rules.measure import standing

Expression = Any
"""A linear expression of math_opt; the library's own types are not exported under one name."""


class Program:
    """One model for all levels: ``aim`` sets the objective, ``hold`` keeps a finished level where it is."""

    def __init__(self, instance: Instance, given: Given) -> None:
        self.instance, self.given = instance, given
        self.model = mathopt.Model()
        self.place: dict[Place, Any] = {}
        self.held: dict[str, Any] = {one.id: self.model.add_binary_variable() for one in instance.sessions}
        self._add_places()
        self._of: Mapping[str, list[tuple[Session, Any]]] = self._by_person()
        self._certain = Counter(key for _, key in given.fixed)
        self._add_sessions()
        self._add_people()
        self._add_units()
        self._lacks: list[Any] = []
        self._needs: list[tuple[str, Any, Any]] = []
        self.covers: dict[str, list[Cover]] = defaultdict(list)
        """By person: the needs, for `tighten`."""
        self.objective: dict[str, tuple[Expression, int]] = {}
        self._add_aims()

    # --- what may be chosen ---

    def _add_places(self) -> None:
        for person, session in self.instance.pairs():
            place = (person.id, session.id)
            if place not in self.given.forbidden:
                self.place[place] = self.model.add_binary_variable()
        for place in sorted(self.given.fixed):
            self.place.setdefault(place, None)
            if self.place[place] is None:
                self.place[place] = self.model.add_binary_variable()
            self.place[place].lower_bound = 1.0

    def _by_person(self) -> dict[str, list[tuple[Session, Any]]]:
        found: dict[str, list[tuple[Session, Any]]] = defaultdict(list)
        for (person, session), variable in self.place.items():
            found[person].append((self.instance.session[session], variable))
        return found

    # --- limits ---

    def _at_most(self, terms: Iterable[tuple[int, Any]], limit: int, settled: int) -> None:
        """Σ coefficient × variable ≤ limit, raised to what the fixed places use; left out where it cannot bind."""
        kept = [(coefficient, variable) for coefficient, variable in terms if coefficient]
        limit = max(limit, settled)
        if sum(coefficient for coefficient, _ in kept) <= limit:
            return
        common = math.gcd(*(coefficient for coefficient, _ in kept))
        self.model.add_linear_constraint(expr=total((coefficient // common, one) for coefficient, one in kept), ub=limit // common)

    def _add_sessions(self) -> None:
        takers: dict[str, list[Any]] = defaultdict(list)
        for (_, key), variable in self.place.items():
            takers[key].append(variable)
        for session in self.instance.sessions:
            held, people = self.held[session.id], takers[session.id]
            certain = self._certain[session.id]
            seats = min(max(session.seats, certain), len(people))
            fewest = 1 if certain else max(1, session.min_seats)
            if certain:
                held.lower_bound = 1.0
            if seats < fewest:
                held.upper_bound = 0.0
            self.model.add_linear_constraint(total((1, one) for one in people) <= seats * held)
            self.model.add_linear_constraint(total((1, one) for one in people) >= fewest * held)
        self._at_most(self._cost_terms(), self.instance.budget, self._settled_cost())

    def _cost_terms(self) -> list[tuple[int, Any]]:
        session = self.instance.session
        return [(session[key].fixed_cost, one) for key, one in self.held.items()] + [
            (session[key].cost_per_person, one) for (_, key), one in self.place.items()
        ]

    def _settled_cost(self) -> int:
        session = self.instance.session
        return sum(session[key].fixed_cost + session[key].cost_per_person * count for key, count in self._certain.items())

    def _add_people(self) -> None:
        groups = [frozenset(group) for group in (*self.instance.crowds, *self.instance.courses)]
        largest = [group for number, group in enumerate(groups) if not any(group < other for other in groups) and group not in groups[:number]]
        for person in self.instance.people:
            mine = self._of.get(person.id, [])
            settled = {key for who, key in self.given.fixed if who == person.id}
            # a fixed pair may break a smaller group than the largest that holds it
            for group in largest if not settled else groups:
                self._at_most(((1, one) for session, one in mine if session.id in group), 1, len(settled & group))
            if person.max_hours is not None:
                used = sum(self.instance.session[key].hours for key in settled)
                self._at_most(((session.hours, one) for session, one in mine), person.max_hours, used)

    def _add_units(self) -> None:
        members: dict[str, list[Person]] = defaultdict(list)
        for person in self.instance.people:
            members[person.unit].append(person)
        for unit in self.instance.units:
            for inside, most in self.instance.covers[unit.id]:
                rows = [(1, one) for person in members[unit.id] for session, one in self._of.get(person.id, []) if session.id in inside]
                settled = sum(1 for who, key in self.given.fixed if key in inside and self.instance.person[who].unit == unit.id)
                self._at_most(rows, most, settled)
            self._tie_to_held(unit.id, members[unit.id])

    def _tie_to_held(self, unit: str, members: Sequence[Person]) -> None:
        """Nobody without a held session, and a unit's places in it ≤ what the unit can spare × held: half a session is half of them."""
        takers: dict[str, list[Any]] = defaultdict(list)
        for person in members:
            for session, one in self._of.get(person.id, []):
                takers[session.id].append(one)
        for key, places in takers.items():
            most = min((most for inside, most in self.instance.covers[unit] if key in inside), default=len(places))
            most = max(most, sum(1 for who, what in self.given.fixed if what == key and self.instance.person[who].unit == unit))
            if most < len(places):
                self.model.add_linear_constraint(total((1, one) for one in places) <= most * self.held[key])
            if most > 1 or len(places) == 1:
                for one in places:
                    self.model.add_linear_constraint(one <= self.held[key])

    # --- aims ---

    def _add_aims(self) -> None:
        missing = [(1, one) for person in self.instance.people for one in self._obligations(person)]
        short = [(1, one) for person in self.instance.people for one in self._hours(person)]
        closed = [pair for person in self.instance.people for pair in self._gaps(person)]
        self.objective["missing_obligations"] = (total(missing), 1)
        self.objective["hours_short"] = (total(short), self._hour)
        self.objective["gap_closed"] = common_parts(closed)
        self.objective["cost"] = common_parts(self._cost_terms())
        if self.given.before is not None:
            self.objective["changed_places"] = (self._changes(self.given.before), 1)

    def _lack(self, upper: int, terms: Sequence[tuple[int, Any]], rule: tuple[str, ...]) -> Any:
        """A variable for what is still lacking of ``upper``: ≥ upper − Σ terms."""
        lack = self.model.add_variable(lb=0.0, ub=float(upper), is_integer=True)
        self.model.add_linear_constraint(total([(1, lack), *terms]) >= upper)
        self._needs.append((rule[0], rule[1:], lack))
        self.covers[rule[0]].append(Cover(upper, {one.id: amount for amount, one in terms}, lack.id, closed=False))
        return lack

    def _obligations(self, person: Person) -> list[Any]:
        mine, found = self._of.get(person.id, []), []
        if person.needs_concentrated:
            found.append(self._lack(1, [(1, one) for session, one in mine if session.concentrated], (person.id, "concentrated")))
        if person.induction_due is not None:
            found.append(self._lack(1, [(1, one) for session, one in mine if inducts(person, session)], (person.id, "induction")))
        return found

    @property
    def _hour(self) -> int:
        """What all hours have in common."""
        return math.gcd(*(one.required_hours for one in self.instance.people), *(one.hours for one in self.instance.sessions)) or 1

    def _hours(self, person: Person) -> list[Any]:
        if not person.required_hours:
            return []
        mine = [(min(session.hours, person.required_hours) // self._hour, one) for session, one in self._of.get(person.id, []) if session.hours]
        return [self._lack(person.required_hours // self._hour, mine, (person.id, "hours"))]

    def _gaps(self, person: Person) -> list[tuple[int, Any]]:
        found = []
        for key, gap in person.gaps.items():
            terms = [(min(gap, session.gains[key]), one) for session, one in self._of.get(person.id, []) if session.gains.get(key)]
            if gap and terms and person.weight(key):
                closed = self.model.add_variable(lb=0.0, ub=float(gap), is_integer=True)
                self.model.add_linear_constraint(total([(1, closed), *((-coefficient, one) for coefficient, one in terms)]) <= 0)
                self._needs.append((person.id, ("gap", key), closed))
                self.covers[person.id].append(Cover(gap, {one.id: amount for amount, one in terms}, closed.id, closed=True))
                found.append((person.weight(key), closed))
        return found

    def _changes(self, before: frozenset[Place]) -> Expression:
        """New places, and old ones that are not kept; those that cannot be kept count as well."""
        return len(before) + total((-1 if place in before else 1, one) for place, one in self.place.items())

    # --- solving ---

    def aim(self, level: str) -> None:
        """Set the objective; ``cost`` and the like are smallest, ``gap_closed`` is largest."""
        expression, _ = self.objective[level]
        if level == "gap_closed":
            self.model.maximize(expression)
        else:
            self.model.minimize(expression)

    def hold(self, level: str, value: int) -> None:
        """Keep a finished level at its value (in the instance's units) or better."""
        expression, unit = self.objective[level]
        if level == "gap_closed":
            self.model.add_linear_constraint(expression >= value // unit)
        else:
            self.model.add_linear_constraint(expression <= value // unit)

    def tighten(self, rows: Iterable[Row]) -> None:
        """Add rows that every whole plan keeps (`cuts`): the solver found them at one level, they help it at the next."""
        for row in rows:
            terms = ((amount, self.model.get_variable(key)) for key, amount in row.coefficients.items())
            self.model.add_linear_constraint(total(terms) >= row.least)

    def start(self, places: frozenset[Place]) -> list[float]:
        """The value of every variable, in the model's order, for a plan: a warm start."""
        value: dict[Any, float] = {one: float(place in places) for place, one in self.place.items()}
        held = {session for _, session in places}
        value |= {one: float(key in held) for key, one in self.held.items()}
        attended: dict[str, list[Session]] = defaultdict(list)
        for person, session in places:
            attended[person].append(self.instance.session[session])
        where = {person.id: standing(person, attended.get(person.id, [])) for person in self.instance.people}
        for who, what, variable in self._needs:
            if what[0] == "gap":
                value[variable] = float(where[who].closed[what[1]])
            elif what[0] == "hours":
                value[variable] = float(where[who].hours_short // self._hour)
            else:
                value[variable] = float(what[0] in where[who].missing)
        return [value[one] for one in self.model.variables()]

    def read(self, values: Sequence[float]) -> frozenset[Place]:
        """The places of a solution given in the model's order."""
        chosen = {one for one, value in zip(self.model.variables(), values, strict=True) if value > 0.5}
        return frozenset(place for place, one in self.place.items() if one in chosen)


def total(terms: Iterable[tuple[int, Any]]) -> Expression:
    return mathopt.fast_sum(one if coefficient == 1 else coefficient * one for coefficient, one in terms)


def common_parts(terms: Sequence[tuple[int, Any]]) -> tuple[Expression, int]:
    """The sum divided by what its coefficients have in common, and that divisor."""
    common = math.gcd(*(coefficient for coefficient, _ in terms)) or 1
    return total((coefficient // common, one) for coefficient, one in terms if coefficient), common
