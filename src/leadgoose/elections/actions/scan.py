"""The signed paper of a stage is kept as a scan: it is the paper that counts."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.elections.actions.entry import short
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import act_of, lock
from leadgoose.elections.models import Election, Scan
from leadgoose.elections.rules.procedure import procedure
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.reach import of_organisation

FILE = "election.scan"
"""Field under which a scan is sealed, with the organisation's key."""
MOST = 10 * 1024 * 1024
KINDS = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))


@transaction.atomic
def keep_scan(election: Election, stage: str, filename: str, content: bytes, *, by: Actor, at: datetime) -> Scan:
    """Keep the signed paper of a stage that is done (journal: SignedPaperStored, with the file's hash). A newer one replaces it."""
    course, _permit = lock(election, "elections.keep_scan", by)
    mine = course.election
    record_there = course.facts.records.get(stage)
    if stage not in procedure().stages or record_there is None or not record_there.done:
        raise Refusal(_("这一步还没有办理，没有文件可以登记。"))
    permit = by.require(act_of(stage) if stage != "reminder" else "elections.send_reminder", of_organisation(mine.organisation))
    if len(content) > MOST:
        raise Refusal(_("文件超过 10 MB，请压缩或者分辨率调低后再传。"), "file")
    kind = next((kind for start, kind in KINDS if content.startswith(start)), "")
    if not kind:
        raise Refusal(_("只收 PDF、JPG、PNG，请把签字的文件扫描或者拍照后上传。"), "file")
    Scan.objects.filter(election=mine, stage=stage, replaced_at=None).update(replaced_at=at)
    digest = hashlib.sha256(content).hexdigest()
    key = mine.organisation.key
    row = Scan.objects.create(
        election=mine, stage=stage, filename=short(filename, "file", 120), kind=kind, sha256=digest,
        file_sealed=seal(key, FILE, base64.b64encode(content).decode()), recorded_at=at, recorded_by=by.login,
    )
    record(Act(
        name="SignedPaperStored", valid_on=timezone.localdate(at), top_key=mine.top_key, org_key=key, role=permit.role or "",
        facts={"election": mine.key, "step": stage, "file": digest}, personal={key: {"filename": row.filename}}, typed=1,
    ), by=by, at=at)
    return row
