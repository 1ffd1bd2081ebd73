"""What a device takes along: of each book the names that a meeting needs, what is planned and what is open. No number, no birthday, no phone,
nothing that anybody said, and of talks and help visits not even that one is planned."""

from __future__ import annotations

from datetime import date
from typing import Any

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import Role
from leadgoose.recordbook.models import Device, Entrustment, OfflineSwitch, PlanItem, Record
from leadgoose.recordbook.queries.plan import next_items
from leadgoose.recordbook.queries.record import open_items
from leadgoose.recordbook.queries.roll import groups_of, roll_of
from leadgoose.recordbook.rules.devices import goes_offline, planned_key
from leadgoose.recordbook.rules.kinds import Kind, kind_rule
from leadgoose.roster.kinds import BRANCHES, OrgKind, PostKind
from leadgoose.roster.models import Organisation

PLANNED = 12
"""Planned meetings that a device takes along."""


def offline_allowed() -> bool:
    """Whether devices and files may be used at all. One query."""
    newest = OfflineSwitch.objects.order_by("-pk").first()
    return newest is None or newest.allowed


def own_books(actor: Actor, on: date) -> list[Organisation]:
    """The books that somebody records in: as secretary, or entrusted by one. Two queries."""
    asked = set(actor.keys(Role.COMMITTEE_MEMBER))
    held = Entrustment.objects.filter(org_key__in=asked, person_key=actor.person_key or "-", since__lte=on).exclude(until__lte=on)
    keys = {*actor.keys(Role.SECRETARY), *held.values_list("org_key", flat=True)}
    rows = Organisation.objects.filter(key__in=keys, kind__in=(*BRANCHES, OrgKind.GENERAL_BRANCH), ended_on=None)
    return list(rows.order_by("position", "pk"))


def carried_book(organisation: Organisation, on: date) -> dict[str, Any]:
    """One book as JSON values. Eight queries, seven without a plan.

    people: key, name, voter (may decide), member, committee, chair (secretary). Whoever may not decide is told apart because the numbers of a vote
    need it.
    """
    members = roll_of(organisation, kind_rule(Kind.MEMBER_MEETING), on)
    committee = {one.key for one in roll_of(organisation, kind_rule(Kind.COMMITTEE_MEETING), on).expected}
    expected = {one.key for one in members.expected}
    leaders = {one.key for one in members.people if PostKind.GROUP_LEADER in one.posts}
    return {
        "org": organisation.key, "name": organisation.name,
        "people": [
            {"key": one.key, "name": one.name, "voter": one.voter, "member": one.key in expected, "committee": one.key in committee,
             "chair": PostKind.SECRETARY in one.posts}
            for one in members.people
        ],
        "groups": [
            {"key": one.key, "name": one.name, "leader": next((key for key in one.people if key in leaders), ""), "people": list(one.people)}
            for one in groups_of(organisation.key, on)
        ],
        "plan": _plan(organisation.key, on),
        "items": [
            {"key": one.key, "text": one.text, "owner": one.owner_name, "due": one.due_on.isoformat() if one.due_on else "", "held": one.held_on.isoformat()}
            for one in open_items(organisation.key)
        ],
    }


def _plan(org_key: str, on: date) -> list[dict[str, str]]:
    rows = [one for one in next_items([org_key], on, 3 * PLANNED) if goes_offline(Kind(one.kind))][:PLANNED]
    records = _record_keys(rows)
    return [
        {
            "key": one.key, "record": records[one.key], "kind": one.kind, "group": one.group_key, "month": one.month.isoformat(),
            "on": one.planned_on.isoformat() if one.planned_on else "", "start": one.starts_at.isoformat("minutes") if one.starts_at else "",
            "end": one.ends_at.isoformat("minutes") if one.ends_at else "", "place": one.place, "title": one.title, "topics": one.topics,
        }
        for one in rows
    ]


def _record_keys(rows: list[PlanItem]) -> dict[str, str]:
    """Plan item → the key that its record will have: the first one under which no record was withdrawn. One query."""
    turns = range(5)
    asked = [planned_key(one.key, turn) for one in rows for turn in turns]
    withdrawn = set(Record.objects.filter(key__in=asked, withdrawn_at__isnull=False).values_list("key", flat=True))
    return {one.key: next((key for turn in turns if (key := planned_key(one.key, turn)) not in withdrawn), planned_key(one.key)) for one in rows}


def devices_of(login: str) -> list[Device]:
    """An account's devices, the one used last first. One query."""
    return list(Device.objects.filter(login=login).order_by("-seen_at", "-pk"))


def switchings(most: int = 20) -> list[OfflineSwitch]:
    """The latest switchings, the newest first. One query."""
    return list(OfflineSwitch.objects.order_by("-pk")[:most])


def devices_in_use() -> int:
    """How many devices were filled and not ended. One query."""
    return Device.objects.filter(ended_at=None).count()
