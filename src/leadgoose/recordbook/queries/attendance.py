"""Who came to what in a year, member by member, those meetings included that a member attended in another branch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from leadgoose.recordbook.models import Attendance
from leadgoose.recordbook.rules.entry import Stand
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.rolls import roll_on


@dataclass(slots=True)
class Year:
    """One member's year: meetings expected, there, on leave, absent or not said; elsewhere: attended in other branches (branch, days)."""

    key: str
    name: str
    expected: int = 0
    present: int = 0
    leave: int = 0
    absent: int = 0
    elsewhere: list[tuple[str, date, str]] = field(default_factory=list)


def of_members(organisation: Organisation, year: int, today: date) -> list[Year]:
    """In the register's order; nobody is ranked. Three queries."""
    on = min(today, date(year, 12, 31))
    found = {one.key: Year(one.key, one.name) for one in roll_on(organisation, on)}
    rows = Attendance.objects.filter(home_key__in={organisation.key}, held_on__gte=date(year, 1, 1), held_on__lte=date(year, 12, 31))
    hosts: set[str] = set()
    for person, org, stand, expected, day, record in rows.order_by("held_on", "pk").values_list(
        "person_key", "org_key", "stand", "expected", "held_on", "record__key"
    ):
        one = found.get(person)
        if one is None:
            continue
        if org != organisation.key:
            hosts.add(org)
            one.elsewhere.append((org, day, record))
        elif expected:
            one.expected += 1
            one.present += stand in (Stand.PRESENT, Stand.ONLINE)
            one.leave += stand == Stand.LEAVE
            one.absent += stand in (Stand.ABSENT, Stand.UNSAID)
    names = dict(Organisation.objects.filter(key__in=hosts or {""}).values_list("key", "name"))
    for one in found.values():
        one.elsewhere = [(names.get(org, ""), day, record) for org, day, record in one.elsewhere]
    return list(found.values())
