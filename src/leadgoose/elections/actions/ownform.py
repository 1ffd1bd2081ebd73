"""A committee replaces a shipped form by its own DOCX: uploaded, tried, in force; and back to the shipped one at any time."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import OwnForm
from leadgoose.elections.papers.catalogue import BALLOTS, BY_KEY
from leadgoose.elections.papers.fields import fields
from leadgoose.elections.papers.sample import issued
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.journal.actions import Act, record
from leadgoose.roster.models import Organisation


@transaction.atomic
def upload_form(committee: Organisation, paper: str, filename: str, data: bytes, *, by: Actor, at: datetime) -> OwnForm:
    """Take in a form as the next version (journal: FormUploaded). It counts for nothing until it was tried and adopted."""
    from leadgoose.ground.press import ownform  # noqa: PLC0415   jinja2, 5 MB: only what fills a committee's own form loads it

    permit = by.require("elections.upload_form", {committee.top_key})
    Organisation.objects.select_for_update(of=("self",)).get(key=committee.top_key)   # versions are numbered one after the other
    if paper not in BY_KEY:
        raise Refusal(_("没有这种文件。"), "paper")
    try:
        ownform.check(data, _sample(committee.top_key))
        if paper in BALLOTS and ownform.margins(data):
            raise Refusal(_("选票的页眉、页脚里不能有内容；请清空后再上传。"), "file")
    except ownform.BadForm as no:
        raise Refusal(no.said, "file") from None
    latest = OwnForm.objects.filter(top_key=committee.top_key, paper=paper).order_by("-version").values_list("version", flat=True).first()
    row = OwnForm.objects.create(
        top_key=committee.top_key, paper=paper, version=(latest or 0) + 1, filename=" ".join(filename.split())[-120:],
        sha256=hashlib.sha256(data).hexdigest(), file=data, uploaded_at=at, uploaded_by=by.login,
    )
    _record("FormUploaded", row, permit, by, at)
    return row


@transaction.atomic
def try_form(committee: Organisation, paper: str, version: int, *, by: Actor, at: datetime) -> bytes:
    """The form filled with a made-up election (journal: FormTried); once this was done it may be adopted."""
    from leadgoose.ground.press import ownform  # noqa: PLC0415   as in upload_form

    permit = by.require("elections.try_form", {committee.top_key})
    row = _row(committee, paper, version)
    try:
        made = ownform.fill(bytes(row.file), _sample(committee.top_key), at=at)
    except ownform.BadForm as no:
        raise Refusal(no.said, "file") from None
    row.tried_at = at
    row.save(update_fields=["tried_at"])
    _record("FormTried", row, permit, by, at)
    return made


@transaction.atomic
def adopt_form(committee: Organisation, paper: str, version: int, *, by: Actor, at: datetime) -> OwnForm:
    """Let a version count from now on, in place of the shipped form or another version (journal: FormAdopted)."""
    permit = by.require("elections.adopt_form", {committee.top_key})
    row = _row(committee, paper, version)
    if row.tried_at is None:
        raise Refusal(_("请先测试打印，看过以后再启用。"))
    if row.adopted_at is not None and row.dropped_at is None:
        raise Refusal(_("这一版已经启用。"))
    _in_force(committee, paper).update(dropped_at=at, dropped_by=by.login)
    row.adopted_at, row.adopted_by, row.dropped_at, row.dropped_by = at, by.login, None, ""
    row.save(update_fields=["adopted_at", "adopted_by", "dropped_at", "dropped_by"])
    _record("FormAdopted", row, permit, by, at)
    return row


@transaction.atomic
def drop_form(committee: Organisation, paper: str, *, by: Actor, at: datetime) -> None:
    """Back to the shipped form (journal: FormDropped). The versions stay."""
    permit = by.require("elections.drop_form", {committee.top_key})
    row = _in_force(committee, paper).select_for_update().first()
    if row is None:
        raise Refusal(_("现在用的就是系统表样。"))
    row.dropped_at, row.dropped_by = at, by.login
    row.save(update_fields=["dropped_at", "dropped_by"])
    _record("FormDropped", row, permit, by, at)


def _in_force(committee: Organisation, paper: str) -> QuerySet[OwnForm]:
    return OwnForm.objects.filter(top_key=committee.top_key, paper=paper, adopted_at__isnull=False, dropped_at=None)


def _row(committee: Organisation, paper: str, version: int) -> OwnForm:
    row = OwnForm.objects.select_for_update().filter(top_key=committee.top_key, paper=paper, version=version).first()
    if row is None:
        raise Refusal(_("没有这一版表样。"))
    return row


def _sample(top_key: str) -> dict[str, object]:
    return fields(issued(setting(top_key, "script")))


def _record(name: str, row: OwnForm, permit: Permit, by: Actor, at: datetime) -> None:
    facts = {"paper": row.paper, "version": row.version, "sha256": row.sha256}
    act = Act(name=name, valid_on=timezone.localdate(at), top_key=row.top_key, org_key=row.top_key, facts=facts, typed=1, role=permit.role or "")
    record(act, by=by, at=at)
