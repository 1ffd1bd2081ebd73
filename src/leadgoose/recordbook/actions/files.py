"""Scans and photos beside a record, and books of earlier years: sealed, with their hash; never required."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import Destroyed, destroy, open_sealed, seal
from leadgoose.recordbook.actions.permits import writer
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import Attachment, EarlierBook, Record
from leadgoose.roster.models import Organisation, new_key

FILE = "file"
LARGEST = 20 * 1024 * 1024
"""Bytes of one file: about 40 scanned pages."""
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
"""What a file begins with → what it is; whatever its name says."""
FIRST_YEAR = 1949


def attach_file(record_: Record, what: Attachment.What, name: str, content: bytes, *, by: Actor, at: datetime) -> Attachment:
    """Attach a scan or photo to a record."""
    organisation = Organisation.objects.select_related("unit").get(key=record_.org_key)
    return _attach(organisation, {"record": record_}, what, name, content, by=by, at=at)


def attach_scan(book: EarlierBook, name: str, content: bytes, *, by: Actor, at: datetime) -> Attachment:
    """Attach a scan to an earlier year's book."""
    organisation = Organisation.objects.select_related("unit").get(key=book.org_key)
    return _attach(organisation, {"book": book}, Attachment.What.SCAN, name, content, by=by, at=at)


@transaction.atomic
def _attach(
    organisation: Organisation, of: dict[str, Record | EarlierBook], what: Attachment.What, name: str, content: bytes, *, by: Actor, at: datetime
) -> Attachment:
    permit = writer("recordbook.attach_file", organisation, by=by, on=timezone.localdate(at))
    kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), None)
    if kind is None:
        raise Refused(_("只收 PDF、JPEG 和 PNG 文件。"), "file")
    if len(content) > LARGEST:
        raise Refused(_("文件太大，最多 %(most)s MB。") % {"most": LARGEST // 1024 // 1024}, "file")
    digest = hashlib.sha256(content).hexdigest()
    if Attachment.objects.filter(**of, sha256=digest, removed_at=None).exists():
        raise Refused(_("同一个文件已经附上。"), "file")
    key = new_key()
    row = Attachment.objects.create(
        key=key, what=what, name=name[-120:], kind=kind, size=len(content), sha256=digest,
        file_sealed=seal(key, FILE, base64.b64encode(content).decode()), recorded_at=at, recorded_by=by.login, **of,
    )
    thing = next(iter(of.values()))
    record(Act(
        name="FileAttached", valid_on=timezone.localdate(at), top_key=organisation.top_key, org_key=organisation.key, role=permit.role or "",
        facts={"attachment": key, next(iter(of)): thing.key, "what": what.value, "file": digest, "size": len(content)}, typed=1,
    ), by=by, at=at)
    return row


def content_of(row: Attachment) -> bytes:
    """The bytes that were handed in. vault.Destroyed when the file was removed. One query."""
    if row.removed_at is not None:
        raise Destroyed(row.key)
    return base64.b64decode(open_sealed(row.key, FILE, row.file_sealed))


@transaction.atomic
def remove_file(row: Attachment, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Make the bytes unreadable for good by destroying their key; name, hash and reason stay."""
    organisation = Organisation.objects.select_related("unit").get(key=row.record.org_key if row.record is not None else _book(row).org_key)
    permit = writer("recordbook.remove_file", organisation, by=by, on=timezone.localdate(at))
    reason = " ".join(reason.split())
    if row.removed_at is not None:
        raise Refused(_("这个文件已经销毁。"))
    if not reason or len(reason) > 200:
        raise Refused(_("请写明销毁的原因，1 至 %(most)s 个字。") % {"most": 200}, "reason")
    destroy(row.key, at)
    row.removed_at, row.removed_reason, row.file_sealed = at, reason, ""
    row.save(update_fields=["removed_at", "removed_reason", "file_sealed"])
    return record(Act(
        name="FileRemoved", valid_on=timezone.localdate(at), top_key=organisation.top_key, org_key=organisation.key, role=permit.role or "",
        facts={"attachment": row.key, "file": row.sha256}, personal={organisation.key: {"reason": reason}}, typed=1,
    ), by=by, at=at)


def _book(row: Attachment) -> EarlierBook:
    assert row.book is not None
    return row.book


@transaction.atomic
def add_earlier_book(organisation: Organisation, year: int, line: str, pages: int | None, *, by: Actor, at: datetime) -> EarlierBook:
    """Enter a paper book of an earlier year: what is in it and where it lies, in one line."""
    on = timezone.localdate(at)
    permit = writer("recordbook.add_earlier", organisation, by=by, on=on)
    line = " ".join(line.split())
    if not FIRST_YEAR <= year <= on.year:
        raise Refused(_("年度应当在 %(first)s 至 %(last)s 之间。") % {"first": FIRST_YEAR, "last": on.year}, "year")
    if not line or len(line) > 200:
        raise Refused(_("请写一行目录：内容和存放处，最多 %(most)s 个字。") % {"most": 200}, "line")
    row = EarlierBook.objects.create(
        key=new_key(), top_key=organisation.top_key, org_key=organisation.key, year=year, line=line, pages=pages, recorded_at=at, recorded_by=by.login
    )
    record(Act(
        name="EarlierBookAdded", valid_on=on, top_key=organisation.top_key, org_key=organisation.key, role=permit.role or "",
        facts={"earlier": row.key, "year": year, "pages": pages}, personal={organisation.key: {"line": line}}, typed=2 + (pages is not None),
    ), by=by, at=at)
    return row
