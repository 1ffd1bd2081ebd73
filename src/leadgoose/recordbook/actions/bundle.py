"""Records carried by file, for branches that never have network: the branch's names, plan and open items go out in one file, its records come back
in another. Both are sealed with a pass phrase; the browser and this module open each other's (`frontend/sealed.js`).
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor, Denied
from leadgoose.ground.journal.actions import Act, record
from leadgoose.recordbook.actions.arrival import Arrived
from leadgoose.recordbook.actions.entering import BOOKS
from leadgoose.recordbook.actions.permits import writer
from leadgoose.recordbook.actions.refusals import Faulty, Refused
from leadgoose.recordbook.actions.sync import Carried, read_carried, take_in
from leadgoose.recordbook.queries.devices import carried_book, offline_allowed
from leadgoose.recordbook.rules.entry import Malformed
from leadgoose.recordbook.rules.truth import Channel
from leadgoose.roster.models import Organisation, new_key

FORMAT, TURNS = 1, 600_000
FEWEST_TURNS, MOST_TURNS = 100_000, 2_000_000
LEAST_PHRASE, MOST_RECORDS, LARGEST = 8, 200, 8 * 1024 * 1024
"""Characters of a pass phrase at least; records of a file and its bytes at most."""
NAMES, RECORDS = "names", "records"


@dataclass(frozen=True, slots=True)
class Brought:
    """What becomes of one record of a file. place: its number from 1; carried None: unreadable; why: Refused, Faulty, Denied or Malformed."""

    place: int
    carried: Carried | None
    arrived: Arrived | None = None
    why: Exception | None = None


def sealed_file(what: str, content: Mapping[str, Any], phrase: str) -> dict[str, Any]:
    """The content as a sealed file's JSON values."""
    salt, iv = os.urandom(16), os.urandom(12)
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    box = AESGCM(_key(phrase, salt, TURNS)).encrypt(iv, body, _bound(what))
    texts = {name: base64.b64encode(value).decode() for name, value in (("salt", salt), ("iv", iv), ("box", box))}
    return {"leadgoose": what, "format": FORMAT, "turns": TURNS, **texts}


def opened_file(data: bytes, phrase: str) -> dict[str, Any]:
    """What a file of records holds. Refused in one sentence for what is no such file, or another pass phrase."""
    if len(data) > LARGEST:
        raise Refused(_("文件太大，最多 %(most)s MB。") % {"most": LARGEST // 1024 // 1024}, "file")
    try:
        plain = json.loads(data)
        what, turns = plain["leadgoose"], plain["turns"]
        salt, iv, box = (base64.b64decode(plain[name], validate=True) for name in ("salt", "iv", "box"))
        if plain["format"] != FORMAT or type(turns) is not int or not FEWEST_TURNS <= turns <= MOST_TURNS or len(iv) != 12 or len(salt) != 16:
            raise ValueError(what)
    except (ValueError, KeyError, TypeError):
        raise Refused(_("这不是离线记录导出的文件，请选离线页面“导出记录”得到的文件。"), "file") from None
    if what != RECORDS:
        raise Refused(_("这是带出去的名单文件，里面没有记录；请选离线页面“导出记录”得到的文件。"), "file")
    try:
        found = json.loads(AESGCM(_key(phrase, salt, turns)).decrypt(iv, box, _bound(what)))
    except (InvalidTag, ValueError):
        raise Refused(_("口令不对，或者文件不完整。"), "phrase") from None
    if not isinstance(found, dict) or not isinstance(found.get("records"), list) or len(found["records"]) > MOST_RECORDS:
        raise Refused(_("这不是离线记录导出的文件，请选离线页面“导出记录”得到的文件。"), "file")
    return found


@transaction.atomic
def export_bundle(organisation: Organisation, phrase: str, again: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The branch's names, plan and open items as a sealed file's values. Raises Refused, Denied."""
    on = timezone.localdate(at)
    permit = writer("recordbook.export_bundle", organisation, by=by, on=on)
    if not offline_allowed():
        raise Refused(_("安全管理员已停用离线记录，不能导出名单。"))
    if organisation.kind not in BOOKS:
        raise Refused(_("这个组织没有活动记录本。"))
    if len(phrase) < LEAST_PHRASE:
        raise Refused(_("口令至少 %(least)s 个字符。") % {"least": LEAST_PHRASE}, "phrase")
    if phrase != again:
        raise Refused(_("两次输入的口令不一样。"), "again")
    key, book = new_key(), carried_book(organisation, on)
    record(Act(
        name="BundleTakenOut", valid_on=on, top_key=organisation.top_key, org_key=organisation.key, role=permit.role or "",
        facts={"bundle": key, "names": len(book["people"])}, typed=1,
    ), by=by, at=at)
    return {"bundle": key, **sealed_file(NAMES, {"bundle": key, "server": at.isoformat(), "books": [book]}, phrase)}


def preview_bundle(organisation: Organisation, content: Mapping[str, Any], *, by: Actor, at: datetime) -> list[Brought]:
    """What taking the file in would do, record by record; it is really done, and undone. Raises Refused, Denied for the whole."""
    with transaction.atomic():
        found = _take(organisation, content, by=by, at=at)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def import_bundle(organisation: Organisation, content: Mapping[str, Any], *, by: Actor, at: datetime) -> list[Brought]:
    """Take the file in: what is there already changes nothing, what cannot be taken is said, the rest is entered. Raises Refused, Denied."""
    found = _take(organisation, content, by=by, at=at)
    new = sum(one.arrived is not None and not one.arrived.known for one in found)
    if new:
        on = timezone.localdate(at)
        permit = writer("recordbook.import_bundle", organisation, by=by, on=on)
        known = sum(one.arrived is not None and one.arrived.known for one in found)
        facts = {"taken": new, "known": known, "refused": sum(one.why is not None for one in found)}
        record(Act(
            name="BundleTakenIn", valid_on=on, top_key=organisation.top_key, org_key=organisation.key, role=permit.role or "", facts=facts, typed=1,
        ), by=by, at=at)
    return found


def _take(organisation: Organisation, content: Mapping[str, Any], *, by: Actor, at: datetime) -> list[Brought]:
    writer("recordbook.import_bundle", organisation, by=by, on=timezone.localdate(at))
    if not offline_allowed():
        raise Refused(_("安全管理员已停用离线记录，不能导入文件。"))
    name = content.get("device", "")
    device = " ".join(name.split())[:40] if isinstance(name, str) else ""
    return [_one(organisation, place, plain, device, by=by, at=at) for place, plain in enumerate(content["records"], 1)]


def _one(organisation: Organisation, place: int, plain: Any, device: str, *, by: Actor, at: datetime) -> Brought:
    try:
        carried = read_carried(plain)
    except Malformed as no:
        return Brought(place, None, why=no)
    try:
        if carried.entry.org != organisation.key:
            raise Refused(_("这条记录属于另一个组织的记录本。"))
        with transaction.atomic():
            return Brought(place, carried, take_in(carried, Channel.BUNDLE, device, None, by=by, at=at))
    except (Refused, Faulty, Denied) as no:
        return Brought(place, carried, why=no)




def _key(phrase: str, salt: bytes, turns: int) -> bytes:
    return PBKDF2HMAC(SHA256(), 32, salt, turns).derive(phrase.encode())


def _bound(what: str) -> bytes:
    return f"leadgoose {FORMAT} {what}".encode()
