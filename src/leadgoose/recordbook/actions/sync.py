"""A record that was written without network is taken in, from a device or out of a file: once, whatever happens on the way.

Each record is one act in one transaction; a server that dies before its end has taken nothing, one that dies after it has taken the whole, and the
same stamp sent again is found. What counts is the server's time; the device's own and how far it was off are kept with the version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.recordbook.actions.arrival import Arrival, Arrived
from leadgoose.recordbook.actions.devices import Wipe, checked_device, seen
from leadgoose.recordbook.actions.entering import enter
from leadgoose.recordbook.actions.files import attach_file
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import Attachment, PlanItem, Version
from leadgoose.recordbook.queries.devices import offline_allowed
from leadgoose.recordbook.rules.devices import goes_offline
from leadgoose.recordbook.rules.entry import KEY, Entry, Malformed, from_plain
from leadgoose.recordbook.rules.kinds import Level
from leadgoose.recordbook.rules.truth import Channel
from leadgoose.roster.models import Organisation

MOST_PARENTS = 50


@dataclass(frozen=True, slots=True)
class Carried:
    """A record as a device or a file carries it. written: by the device's own clock."""

    entry: Entry
    stamp: str
    parents: tuple[str, ...] = ()
    written: datetime | None = None
    reason: str = ""
    copied_from: str = ""
    typed: int = 0
    filled: int = 0


def read_carried(plain: Any) -> Carried:
    """The record of JSON values; Malformed names the first place that is wrong."""
    if not isinstance(plain, Mapping):
        raise Malformed("", "no object")
    stamp, parents = plain.get("stamp"), plain.get("parents", [])
    if not isinstance(stamp, str) or not KEY.fullmatch(stamp):
        raise Malformed("stamp", "is no key")
    if not isinstance(parents, list) or len(parents) > MOST_PARENTS or not all(isinstance(one, str) and KEY.fullmatch(one) for one in parents):
        raise Malformed("parents", "are no keys")
    texts = {name: plain.get(name, "") for name in ("reason", "copied_from")}
    for name, text in texts.items():
        if not isinstance(text, str) or any(sign < " " for sign in text):
            raise Malformed(name, "is no text")
    counts = {name: plain.get(name, 0) for name in ("typed", "filled")}
    for name, count in counts.items():
        if type(count) is not int or not 0 <= count < 100_000:
            raise Malformed(name, "is no count")
    written = None if plain.get("written") is None else read_moment(plain["written"], "written")
    return Carried(from_plain(plain.get("entry")), stamp, tuple(parents), written, **texts, **counts)


def read_moment(value: Any, place: str) -> datetime:
    """A moment with its zone, as a device writes it; Malformed for what is none, or lies where no calendar computes."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Malformed(place, "is no moment") from None
    if found.tzinfo is None or not 1970 <= found.year <= 9000:
        raise Malformed(place, "is no moment with a zone")
    return found


def sync_record(device: str, sent: datetime | None, carried: Carried, *, by: Actor, at: datetime) -> Arrived:
    """Take in a record that a device sends. Raises Wipe, Refused, Faulty, Denied: then nothing of it is stored, and the device keeps it."""
    row = checked_device(device, by=by)
    if row is None:
        raise Refused(_("这台设备还没有准备，请先准备再送出。"))
    return take_in(carried, Channel.DEVICE, row.name, seen(row, sent, at), by=by, at=at)


@transaction.atomic
def sync_photo(device: str, sent: datetime | None, stamp: str, name: str, content: bytes, *, by: Actor, at: datetime) -> Attachment:
    """Attach a photo to the record that the device sent under this stamp; one that is there already changes nothing. Raises Wipe, Refused, Denied."""
    row = checked_device(device, by=by)
    version = Version.objects.select_related("record").filter(stamp=stamp, recorded_by=by.login).first()
    if row is None or version is None:
        raise Refused(_("照片所属的记录还没有收到，请先送出记录。"))
    seen(row, sent, at)
    there = version.record.attachments.filter(sha256=hashlib.sha256(content).hexdigest(), removed_at=None).first()
    return there or attach_file(version.record, Attachment.What.PHOTO, name or "photo.jpg", content, by=by, at=at)


@transaction.atomic
def take_in(carried: Carried, channel: Channel, device: str, ahead: int | None, *, by: Actor, at: datetime) -> Arrived:
    """Take in one record by whichever way it was carried. Raises Wipe, Refused, Faulty, Denied."""
    check_carried(carried)
    # the organisation first, as `enter` does: two devices that bring the same planned meeting wait for each other
    Organisation.objects.select_for_update(of=("self",)).filter(key=carried.entry.org).first()
    arrival = Arrival(
        channel, carried.stamp, carried.parents, device, carried.written, ahead, " ".join(carried.reason.split()), " ".join(carried.copied_from.split()),
        carried.typed, carried.filled,
    )
    return enter(replace(carried.entry, key=record_key(carried)), arrival, by=by, at=at)


def check_carried(carried: Carried) -> None:
    """Refuse what never travels. Raises Wipe, Refused."""
    if not offline_allowed():
        raise Wipe(_("安全管理员已停用离线记录，这台设备上的内容已清除。"))
    if not goes_offline(carried.entry.kind) or carried.entry.level is not Level.OPEN:
        raise Refused(_("这类记录不离线办理，请联网后在页面上记。"))


def record_key(carried: Carried) -> str:
    """The record to which it belongs: where the version is there already, that one's; where the planned meeting was recorded meanwhile on a page,
    the record of that meeting, beside which it then stands; else its own. Two queries."""
    known = Version.objects.filter(stamp=carried.stamp, record__org_key=carried.entry.org).values_list("record__key", flat=True).first()
    if known is not None:
        return known
    if not carried.entry.plan:
        return carried.entry.key
    of_plan = PlanItem.objects.filter(key=carried.entry.plan, org_key=carried.entry.org, record__withdrawn_at=None)
    return of_plan.values_list("record__key", flat=True).first() or carried.entry.key
