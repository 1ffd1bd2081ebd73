"""Two versions that stand beside each other become one. Both stay; the new one names both as what it continues."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.recordbook.actions.arrival import Arrival, Arrived
from leadgoose.recordbook.actions.entering import enter
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import Record, Version
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.entry import Entry
from leadgoose.recordbook.rules.merging import Choice, join
from leadgoose.recordbook.rules.truth import Channel


def both(left: Version, right: Version) -> tuple[Entry, Entry]:
    """What the two say. Refused for a confidential record: its words are opened one by one, with a trace."""
    mine, theirs = entry_of(left), entry_of(right)
    if mine is None or theirs is None:
        raise Refused(_("保密记录，各稿内容不在这里对照。"))
    return mine, theirs


def merge_versions(
    record: Record, left: Version, right: Version, chosen: Mapping[str, Choice], reason: str, stamp: str, *, by: Actor, at: datetime
) -> Arrived:
    """Enter what was chosen as the next version. Raises rules.merging.Unchosen, Faulty, Refused, Denied; "stale" where `left` no longer stands."""
    joined = join(*both(left, right), chosen)
    arrival = Arrival(Channel.PAGE, stamp, (left.stamp, right.stamp), reason=" ".join(reason.split()), typed=len(chosen))
    return enter(joined, arrival, by=by, at=at)
