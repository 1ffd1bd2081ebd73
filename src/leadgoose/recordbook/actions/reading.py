"""Reading a confidential record: only by those whom the role table names, and never without a trace."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.recordbook.actions.entering import CONTENT
from leadgoose.recordbook.actions.files import content_of
from leadgoose.recordbook.models import Attachment, Record, Version
from leadgoose.recordbook.rules.entry import Entry, from_plain
from leadgoose.recordbook.rules.kinds import Level
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation


@dataclass(frozen=True, slots=True)
class Opened:
    """A confidential record in clear, to be shown once, and the entry of the journal that says so."""

    entry: Entry
    receipt: Receipt


@transaction.atomic
def open_file(row: Attachment, *, by: Actor, at: datetime) -> bytes:
    """The bytes of a file; of a confidential record's only with a trace (`ConfidentialOpened`). Denied, or vault's Destroyed."""
    there = row.record
    if there is None or there.level == Level.OPEN:
        return content_of(row)
    reach = of_organisation(Organisation.objects.select_related("unit").get(key=there.org_key))
    permit = by.require("recordbook.open_confidential", reach)
    body = content_of(row)
    record(Act(
        name="ConfidentialOpened", valid_on=timezone.localdate(at), top_key=there.top_key, org_key=there.org_key, role=permit.role or "",
        facts={"record": there.key, "attachment": row.key, "level": there.level},
    ), by=by, at=at)
    return body


@transaction.atomic
def open_confidential(version: Version, *, by: Actor, at: datetime) -> Opened:
    """Open one version and record who read it (`ConfidentialOpened`). Denied, or vault's Destroyed when the person's key is gone."""
    there: Record = version.record
    organisation = Organisation.objects.select_related("unit").get(key=there.org_key)
    reach = of_organisation(organisation)
    permit = by.require("recordbook.open_confidential", reach)
    if there.level == Level.SECRET and there.entered_by != by.login:
        by.require("recordbook.read_secret", {there.org_key})
    else:
        by.require("recordbook.read_inner", reach)
    entry = from_plain(json.loads(open_sealed(version.sealed_for, CONTENT, version.content_sealed)))
    receipt = record(Act(
        name="ConfidentialOpened", valid_on=timezone.localdate(at), top_key=there.top_key, org_key=there.org_key, role=permit.role or "",
        facts={"record": there.key, "version": version.number, "level": there.level},
    ), by=by, at=at)
    return Opened(entry, receipt)
