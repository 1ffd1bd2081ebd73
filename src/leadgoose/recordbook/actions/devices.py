"""A device takes names along, is ended, and the security officer switches all of it off. Names that leave the server are journaled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import Device, OfflineSwitch
from leadgoose.recordbook.queries.devices import carried_book, offline_allowed, own_books
from leadgoose.recordbook.rules.devices import seconds_ahead
from leadgoose.recordbook.rules.entry import KEY


class Wipe(Refused):
    """The device has to forget what it holds: everything is switched off, or this one was ended."""


def checked_device(key: str, *, by: Actor) -> Device | None:
    """The device, None for a new one ("": none yet). Wipe where it must forget; Refused where it belongs to another account. Two queries."""
    if not offline_allowed():
        raise Wipe(_("安全管理员已停用离线记录，这台设备上的内容已清除。"))
    if key and not KEY.fullmatch(key):
        raise Refused(_("编号不合规格，请重新打开页面再记。"))
    row = Device.objects.filter(key=key).first()
    if row is not None and row.ended_at is not None:
        raise Wipe(_("这台设备已停用，设备上的内容已清除。"))
    if row is not None and row.login != by.login:
        raise Refused(_("这台设备是用另一个账号准备的，请用原账号登录。"))
    return row


def seen(row: Device, sent: datetime | None, at: datetime) -> int | None:
    """Note the contact; by how many seconds the device's clock was ahead, None where it did not say."""
    ahead = None if sent is None else seconds_ahead(sent, at)
    row.seen_at, row.clock_ahead = at, ahead
    row.save(update_fields=["seen_at", "clock_ahead"])
    return ahead


@transaction.atomic
def fill_device(key: str, name: str, sent: datetime | None, *, by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Give a device the names, the plan and the open items of the books that its owner records in. Raises Wipe, Refused, Denied."""
    permit = by.require("recordbook.fill_device", by.mine)
    row = checked_device(key, by=by)
    if not key:
        raise Refused(_("编号不合规格，请重新打开页面再记。"))
    name = " ".join(name.split())[:40]
    if not name:
        raise Refused(_("请给这台设备起个名字。"), "name")
    on = timezone.localdate(at)
    books = own_books(by, on)
    if not books:
        raise Refused(_("书记还没有委托记录。请书记在“记录本事务”里办理委托。"))
    if row is None:
        row = Device(key=key, login=by.login, filled_at=at, seen_at=at)
    row.name, row.filled_at, row.seen_at, row.clock_ahead = name, at, at, None if sent is None else seconds_ahead(sent, at)
    row.save()
    filled = [carried_book(one, on) for one in books]
    for organisation, book in zip(books, filled, strict=True):
        record(Act(
            name="DeviceFilled", valid_on=on, top_key=organisation.top_key, org_key=organisation.key, role=permit.role or "",
            facts={"device": key, "names": len(book["people"])}, personal={organisation.key: {"device": name}}, typed=1,
        ), by=by, at=at)
    return filled


@transaction.atomic
def end_device(key: str, *, by: Actor, at: datetime) -> Receipt:
    """End a device of one's own, lost or given away: nothing is taken from it any more, and at its next contact it forgets everything."""
    permit = by.require("recordbook.end_device", by.mine)
    row = Device.objects.select_for_update().filter(key=key, login=by.login, ended_at=None).first()
    if row is None:
        raise Refused(_("没有这台在用的设备。"))
    row.ended_at, row.ended_by = at, by.login
    row.save(update_fields=["ended_at", "ended_by"])
    on = timezone.localdate(at)
    organisation = next(iter(own_books(by, on)), None)
    return record(Act(
        name="DeviceEnded", valid_on=on, top_key=organisation.top_key if organisation is not None else PLATFORM,
        org_key=organisation.key if organisation is not None else "", role=permit.role or "", facts={"device": key}, typed=1,
    ), by=by, at=at)


@transaction.atomic
def switch_offline(allowed: bool, reason: str, *, by: Actor, at: datetime) -> Receipt | None:
    """Switch recording on devices and by files off, or on again, for the whole platform. None when it is so already. Raises Refused, Denied."""
    permit = by.require("recordbook.switch_offline", {PLATFORM})
    reason = " ".join(reason.split())
    if not reason or len(reason) > 200:
        raise Refused(_("请写明原因，1 至 %(most)s 个字。") % {"most": 200}, "reason")
    if offline_allowed() is allowed:
        return None
    OfflineSwitch.objects.create(allowed=allowed, reason=reason, recorded_at=at, recorded_by=by.login)
    return record(Act(
        name="OfflineSwitched", valid_on=timezone.localdate(at), role=permit.role or "", facts={"allowed": "yes" if allowed else "no"},
        personal={PLATFORM: {"reason": reason}}, typed=2,
    ), by=by, at=at)


