"""What is true of an arrival before it is written: the entry squared with the register, its heads, whether it is late, what cannot be so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils import timezone

from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.recordbook.actions.arrival import Arrival
from leadgoose.recordbook.models import Record, Resolution
from leadgoose.recordbook.queries.local import book_settings
from leadgoose.recordbook.queries.papers import with_keys
from leadgoose.recordbook.queries.roll import is_group, others_on, roll_of
from leadgoose.recordbook.queries.rota import days_away
from leadgoose.recordbook.rules import lateness
from leadgoose.recordbook.rules.checks import Fault, faults
from leadgoose.recordbook.rules.devices import by_server
from leadgoose.recordbook.rules.entry import KEY, Entry
from leadgoose.recordbook.rules.kinds import KindRule, rule_of
from leadgoose.recordbook.rules.room import Rolled, Room, room, square
from leadgoose.recordbook.rules.truth import Channel
from leadgoose.roster.models import Organisation

TYPED_BY_HAND = (Channel.PAGE, Channel.SHEET)
"""Ways on which somebody sits before the page and can be asked; what comes from a device or a file is taken as it is and never lost."""
LONGEST = 200
"""Characters of a reason."""


@dataclass(slots=True)
class Work:
    """One arrival while it is judged and written. heads, written_on, doubted and late are known once it is judged."""

    organisation: Organisation
    permit: Permit
    entry: Entry
    rule: KindRule
    arrival: Arrival
    on: date
    at: datetime
    by: Actor
    known: frozenset[str] = frozenset()        # keys of the people whom the register knows on the day
    heads: Room = field(default_factory=lambda: Room(0, 0, 0, 0))
    written_on: date = date.min
    doubted: bool = False
    late: bool = False


def preview(organisation: Organisation, entry: Entry, arrival: Arrival, *, by: Actor, at: datetime) -> tuple[Work, tuple[Fault, ...]]:
    """What entering would say of it, without writing: for pages while somebody writes."""
    work = Work(organisation, Permit(False, ""), entry, rule_of(entry.kind, entry.fields), arrival, timezone.localdate(at), at, by)
    return work, judged(work, Record.objects.filter(key=entry.key).first())


def judged(work: Work, there: Record | None) -> tuple[Fault, ...]:
    """Square the work's entry with the register and give everything that cannot be so. Ten queries at most."""
    _square(work)
    arrival = work.arrival
    claimed = None if arrival.written is None else timezone.localdate(by_server(arrival.written, arrival.ahead))
    work.written_on, work.doubted = lateness.believed(claimed, work.entry.ends_on, work.on)
    settings = book_settings(work.organisation.top_key).late
    away = days_away(work.organisation.top_key, work.entry.recorder.key, work.entry.ends_on, work.written_on)
    # what an election wrote was written when it was counted: there is nobody who wrote it too late
    first = there is None and arrival.channel is not Channel.ELECTION
    work.late = first and lateness.is_late(work.entry.kind, work.entry.ends_on, work.written_on, settings, away)
    return (*faults(work.entry, work.rule, work.heads, work.on), *_of_keys(work), *_of_arrival(work, there, settings))


def _square(work: Work) -> None:
    """The register's facts of the day in place of what the entry said of people; keys that the committee's register does not know are left out."""
    entry = work.entry
    day = min(entry.held_on, work.on)
    roll: Iterable[Rolled] = roll_of(work.organisation, work.rule, day, entry.group).people
    strangers = {one.key for one in entry.people if one.key} - {one.key for one in roll}
    others = others_on(work.organisation.top_key, strangers, day)
    unknown = strangers - {one.key for one in others}
    if not work.rule.members_only:
        roll = [replace(one, expected=False) for one in roll]
    entry = replace(entry, people=tuple(one for one in entry.people if one.key not in unknown))
    work.known = frozenset(one.key for one in (*roll, *others))
    work.entry = square(replace(entry, topics=with_keys(work.organisation.top_key, entry.topics)), (*roll, *others))
    work.heads = room(work.entry)


def _of_keys(work: Work) -> list[Fault]:
    """A group's key is one of the branch's own; a resolution's key belongs to one record, once."""
    entry = work.entry
    keys = [one.key for one in entry.matters]
    taken = set(Resolution.objects.filter(key__in=keys).exclude(record__key=entry.key).values_list("key", flat=True))
    strange = bool(entry.group) and not is_group(work.organisation.key, entry.group)
    return [Fault("group", "group")] * strange + [
        Fault(f"matters.{place}.key", "key") for place, key in enumerate(keys)
        if key in taken or keys.index(key) != place or not KEY.fullmatch(key)
    ]


def _of_arrival(work: Work, there: Record | None, settings: lateness.LateSettings) -> list[Fault]:
    arrival = work.arrival
    found = []
    if len(arrival.reason) > LONGEST:
        found.append(Fault("reason", "long", {"most": LONGEST}))
    if len(arrival.copied_from) > 120:
        found.append(Fault("copied_from", "long", {"most": 120}))
    if arrival.channel not in TYPED_BY_HAND:
        return found
    if work.late and not arrival.reason and not arrival.copied_from:
        days = lateness.late_after(work.entry.kind, settings)
        found.append(Fault("reason", "late", {"days": days, "held": work.entry.ends_on.isoformat()}))
    if there is not None and not arrival.reason:
        found.append(Fault("reason", "why"))
    if there is not None and there.versions.get(number=there.standing).stamp not in arrival.parents:
        found.append(Fault("", "stale"))
    return found
