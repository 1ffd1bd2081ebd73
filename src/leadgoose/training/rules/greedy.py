"""A first plan in no time: open the session that helps most for its money, fill it with those whom it helps most, again until none helps.

The solver starts from it, so a plan that ran out of time is never worse than this one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

from leadgoose.training.rules.instance import Given, Instance, Person, Place, Session, is_away
from leadgoose.training.rules.measure import faults, rank, standing, totals

Gain = tuple[int, int, int]
"""Obligations met, hundredths of hours, weighted levels."""


def first(instance: Instance, given: Given) -> frozenset[Place]:
    """The better of the greedy plan and the fixed places alone; near an old plan also what of it still holds."""
    candidates = [given.fixed, _Desk(instance, given).work()]
    if given.before is not None:
        candidates.append(given.fixed | frozenset(place for place in given.before if place[0] in instance.person and place[1] in instance.session))
    allowed = [one for one in candidates if not faults(instance, one, given)]
    return min(allowed, key=lambda places: rank(totals(instance, places, given), given), default=given.fixed)


def filled(instance: Instance, places: frozenset[Place], given: Given) -> frozenset[Place]:
    """A plan with what helps beside its places, in the sessions that it holds and in others: what one aim left unused, for the next ones."""
    return _Desk(instance, replace(given, fixed=places)).work()


class _Desk:
    """The state of one greedy run."""

    def __init__(self, instance: Instance, given: Given) -> None:
        self.instance, self.given = instance, given
        self.places: set[Place] = set()
        self.mine: dict[str, list[Session]] = defaultdict(list)
        self.gains: dict[str, dict[str, Gain]] = defaultdict(dict)   # by person and session, until the person's places change
        self.taken: Counter[str] = Counter()
        self.away: Counter[tuple[str, int]] = Counter()
        self.left = instance.budget
        self.days = {one.id: range(one.start.toordinal(), one.end.toordinal() + 1) for one in instance.sessions}
        for person, session in sorted(given.fixed):
            self._seat(instance.person[person], instance.session[session])

    def work(self) -> frozenset[Place]:
        closed = {one.id for one in self.instance.sessions}
        self._fill([one for one in self.instance.sessions if self.taken[one.id]])
        while closed:
            offers = [(self._worth(session, takers), session, takers) for session in self.instance.sessions
                      if session.id in closed and (takers := self._takers(session)) is not None]
            worth = [offer for offer in offers if offer[0] > (0, 0.0)]
            if not worth:
                break
            _, session, takers = max(worth, key=lambda offer: (offer[0], offer[1].id))
            closed.discard(session.id)
            for person in takers:
                self._seat(person, session)
        return frozenset(self.places)

    def _fill(self, sessions: list[Session]) -> None:
        for session in sessions:
            for person in self._takers(session) or ():
                self._seat(person, session)

    def _takers(self, session: Session) -> list[Person] | None:
        """Those to seat, best first; None when it cannot be held."""
        wishing = [(self._gain(person, session), person) for person in self.instance.people if self._free(person, session)]
        wishing.sort(key=lambda pair: (pair[0], pair[1].id), reverse=True)
        opening = 0 if self.taken[session.id] else session.fixed_cost
        found: list[Person] = []
        away: Counter[str] = Counter()
        for gain, person in wishing:
            count = self.taken[session.id] + len(found)
            if count >= session.seats or self.left < opening + session.cost_per_person * (len(found) + 1):
                break
            if not any(gain) and count >= session.min_seats:
                break
            unit = self.instance.unit[person.unit]
            if all(self.away[unit.id, day] + away[unit.id] < unit.spare(date.fromordinal(day)) for day in self.days[session.id]):
                away[person.unit] += 1
                found.append(person)
        return found if found and self.taken[session.id] + len(found) >= session.min_seats else None

    def _free(self, person: Person, session: Session) -> bool:
        mine = self.mine[person.id]
        if (person.id, session.id) in self.given.forbidden or is_away(person, session):
            return False
        if any(one.course == session.course or session.overlaps(one.start, one.end) for one in mine):
            return False
        return person.max_hours is None or sum(one.hours for one in mine) + session.hours <= person.max_hours

    def _gain(self, person: Person, session: Session) -> Gain:
        known = self.gains[person.id]
        if session.id not in known:
            known[session.id] = self._counted(person, session)
        return known[session.id]

    def _counted(self, person: Person, session: Session) -> Gain:
        before, after = standing(person, self.mine[person.id]), standing(person, [*self.mine[person.id], session])
        closed = sum(person.weight(key) * (level - before.closed[key]) for key, level in after.closed.items())
        return len(before.missing) - len(after.missing), before.hours_short - after.hours_short, closed

    def _worth(self, session: Session, takers: list[Person]) -> tuple[int, float]:
        gains = [self._gain(person, session) for person in takers]
        cost = 1 + session.fixed_cost + session.cost_per_person * len(takers)
        return sum(one[0] for one in gains), (sum(one[1] for one in gains) + sum(one[2] for one in gains)) / cost

    def _seat(self, person: Person, session: Session) -> None:
        self.left -= session.cost_per_person + (0 if self.taken[session.id] else session.fixed_cost)
        self.places.add((person.id, session.id))
        self.mine[person.id].append(session)
        self.gains.pop(person.id, None)
        self.taken[session.id] += 1
        for day in self.days[session.id]:
            self.away[person.unit, day] += 1
