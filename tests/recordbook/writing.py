"""Entries and arrivals for the tests of the record book."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

from cast import NOW, TODAY, Cast
from leadgoose.recordbook.actions import Arrival
from leadgoose.recordbook.rules.entry import Attendee, Entry, Leave, Matter, Named, Sitting, Speech, Stand, Vote
from leadgoose.recordbook.rules.keys import key_from
from leadgoose.recordbook.rules.kinds import Kind, VoteKind
from leadgoose.recordbook.rules.truth import Channel
from leadgoose.roster.actions.organisations import Members, set_up_organisation
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.rules.organisations import Founding

HELD = date(2026, 11, 20)
_numbers = itertools.count()


def key(*parts: object) -> str:
    """A key as a page makes one; without parts another one each time."""
    return key_from(*map(str, parts or (next(_numbers), "test")))


def there(*people: str, stand: Stand = Stand.PRESENT, reason: Leave | None = None) -> tuple[Attendee, ...]:
    return tuple(Attendee(f"p-{one}", "", "", stand, reason) for one in people)


def meeting(**changes: Any) -> Entry:
    """A members' meeting of branch one on 2026-11-20: five expected, four of them voters, all there, one matter passed, due in December."""
    plain = Entry(
        key=key("meeting"), kind=Kind.MEMBER_MEETING, org="one", title="四季度党员大会", sittings=(Sitting(HELD, time(18, 30), time(19, 20), "值班房"),),
        chair=Named("单志强", "p-secretary"), recorder=Named("曾玉兰", "p-committee"),
        people=there("secretary", "committee", "discipline", "member", "probation"),
        speeches=(Speech(Named("查晓明", "p-member"), "井口防护板要在降温前装完。"),),
        matters=(Matter(key("matter"), "降温前装完井口防护板", Vote(VoteKind.ORDINARY, 4), Named("查晓明", "p-member"), date(2026, 12, 10)),),
    )
    return replace(plain, **changes)


def arrival(**changes: Any) -> Arrival:
    return replace(Arrival(Channel.PAGE, key(), typed=6, filled=9), **changes)


def party_group(cast: Cast, name: str, people: Sequence[str], on: date = TODAY, branch: str = "one", leader: str = "") -> str:
    """A Party group set up in the register, as the clerk does it; its key."""
    wish = Founding(OrgKind.GROUP, name, on)
    made = set_up_organisation(cast.organisations[branch], wish, Members(people, leader), "支部党员大会决定", by=cast.actor("clerk"), at=NOW)
    return made.organisation.key
