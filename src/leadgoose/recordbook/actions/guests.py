"""Members of other branches whom a device could not know: somebody says who of the register they are, and their attendance goes home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.press.script import fixed, say
from leadgoose.recordbook.actions.arrival import Arrival, Arrived
from leadgoose.recordbook.actions.entering import enter
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import Record, Version
from leadgoose.recordbook.queries.guests import unmatched
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.entry import Attendee, Stand
from leadgoose.recordbook.rules.truth import Channel

NOBODY = "-"
"""Chosen for a guest who is no member of this committee's other branches: stays what else the record says, a guest."""


def match_guests(record: Record, standing: Version, chosen: Mapping[int, str], stamp: str, *, by: Actor, at: datetime) -> Arrived:
    """Enter the next version: each guest chosen (by place, from 0) is the member with this key, or NOBODY. Others stay as they are.

    Raises Refused, Faulty ("stale" where `standing` no longer stands), Denied.
    """
    entry = entry_of(standing)
    offered = {one.place: {each.key: each for each in one.candidates} for one in unmatched(record, entry)} if entry is not None else {}
    nobody = {place for place, key in chosen.items() if key == NOBODY and place in offered}
    found = {place: offered[place][key] for place, key in chosen.items() if key in offered.get(place, ())}
    if entry is None or (not nobody and not found):
        raise Refused(_("请选择他们是花名册里的哪一位。"))
    if len({one.key for one in found.values()}) != len(found):
        raise Refused(_("同一个人选了两次，请核对。"))
    guests = [replace(one, member=one.member and place not in nobody) for place, one in enumerate(entry.guests) if place not in found]
    people = [Attendee(one.key, one.name, one.org_key, Stand.PRESENT, expected=False) for one in found.values()]
    told = replace(entry, guests=tuple(guests), people=(*entry.people, *people))
    named = "、".join(one.name for one in found.values())
    script = settings_of(record.top_key).script   # the reason stands in the book, so it is written in the book's script
    reason = say("核对其他支部党员：%(names)s", script, names=named) if found else fixed("核对其他支部党员：花名册里没有", script)
    return enter(told, Arrival(Channel.PAGE, stamp, (standing.stamp,), reason=reason[:200], typed=len(nobody) + len(found)), by=by, at=at)
