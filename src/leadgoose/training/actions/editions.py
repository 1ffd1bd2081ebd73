"""An office's own edition of a course unit: uploaded, kept as it came, beside the editions before it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.roster.models import Organisation
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.bank import Edition

PARTS = ("manual", "handout")
MOST_BYTES = 10_000_000
LONGEST_NOTE = 200
WORD, PDF = "word/document.xml", b"%PDF-"


@dataclass(frozen=True, slots=True)
class Document:
    """What was uploaded. part: for whom, of PARTS."""

    content: bytes
    filename: str
    part: str
    note: str = ""


@transaction.atomic
def upload_edition(top: Organisation, unit: tuple[str, int], sent: Document, *, by: Actor, at: datetime) -> Edition:
    """Keep a document as the office's next edition of a unit; the same bytes as the newest are refused. DOCX or PDF by content. Raises Refused."""
    permit = by.require("training.upload_edition", {top.key})
    Organisation.objects.select_for_update().get(pk=top.pk)
    if len(sent.content) > MOST_BYTES:
        raise Refused(_("文件超过 %(n)s MB，请压缩图片后再传。") % {"n": MOST_BYTES // 1_000_000}, "file")
    if not _is_document(sent.content):
        raise Refused(_("只收 .docx 和 .pdf；旧的 .doc 请在 Word 或 WPS 中另存为 .docx。"), "file")
    if len(sent.note) > LONGEST_NOTE:
        raise Refused(_("太长，最多 %(most)s 个字。") % {"most": LONGEST_NOTE}, "note")
    if sent.part not in PARTS:
        raise Refused(_("请选择给谁用。"), "part")
    course, number = unit
    there = Edition.objects.filter(top_key=top.key, course=course, unit=number)
    digest = hashlib.sha256(sent.content).hexdigest()
    newest = there.order_by("-number").first()
    if newest is not None and newest.sha256 == digest:
        raise Refused(_("与现在的第 %(n)s 版一字不差。") % {"n": newest.number}, "file")
    found = Edition.objects.create(
        top_key=top.key, course=course, unit=number, number=(there.aggregate(Max("number"))["number__max"] or 0) + 1, part=sent.part,
        filename=sent.filename[-120:], sha256=digest, content=sent.content, note=" ".join(sent.note.split()), recorded_at=at, recorded_by=by.login,
    )
    facts = {"course": course, "unit": number, "edition": found.number, "file": digest}
    record(Act("EditionUploaded", timezone.localdate(at), top.key, top.key, facts=facts, typed=1, role=permit.role or ""), by=by, at=at)
    return found


def _is_document(content: bytes) -> bool:
    """By content, never by name: a Word document that holds no macros, or a PDF."""
    if content.startswith(PDF):
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return False
    return WORD in names and not any(name.endswith("vbaProject.bin") for name in names)
