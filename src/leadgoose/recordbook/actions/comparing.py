"""What the committee's office does about records that resemble each other: texts that everybody repeats, and pairs that it looked at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.recordbook.actions import finding
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import CommonText, Record, Resemblance
from leadgoose.recordbook.queries.similar import content_of, known_to, marked, resembling
from leadgoose.recordbook.rules.similar import SHINGLE, letters
from leadgoose.roster.models import Organisation, new_key
from leadgoose.roster.reach import of_organisation

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 120, 20_000, 200


@transaction.atomic
def add_common_text(top: Organisation, title: str, text: str, *, by: Actor, at: datetime) -> Receipt:
    """A notice or template that records may repeat. Pairs that rest on nothing else are pairs no longer."""
    top = Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=top.pk)
    permit = by.require("recordbook.add_common_text", of_organisation(top))
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Refused(_("请写明是什么通知或者范本，1 至 %(most)s 个字。") % {"most": LONGEST_TITLE}, "title")
    if len(letters(text)) < SHINGLE or len(text) > LONGEST_TEXT:
        raise Refused(_("请粘贴原文，%(least)s 至 %(most)s 个字。") % {"least": SHINGLE, "most": LONGEST_TEXT}, "text")
    row = CommonText.objects.create(key=new_key(), top_key=top.key, title=title, text=text, recorded_at=at, recorded_by=by.login)
    receipt = record(Act(
        name="CommonTextAdded", valid_on=timezone.localdate(at), top_key=top.key, org_key=top.key, role=permit.role or "",
        facts={"text": row.key}, personal={top.key: {"title": title}}, typed=2,
    ), by=by, at=at)
    _again(top.key, at)
    return receipt


@transaction.atomic
def end_common_text(top: Organisation, key: str, *, by: Actor, at: datetime) -> Receipt:
    """From now on what repeats it is compared again."""
    permit = by.require("recordbook.end_common_text", of_organisation(top))
    row = CommonText.objects.select_for_update().filter(top_key=top.key, key=key, ended_at=None).first()
    if row is None:
        raise Refused(_("这份原文已经停用。"))
    row.ended_at, row.ended_by = at, by.login
    row.save()
    return record(Act(
        name="CommonTextEnded", valid_on=timezone.localdate(at), top_key=top.key, org_key=top.key, role=permit.role or "", facts={"text": row.key},
    ), by=by, at=at)


def _again(top_key: str, at: datetime) -> None:
    """The later record of each pair that nobody looked at is compared once more."""
    rows = Record.objects.filter(pk__in=Resemblance.objects.filter(top_key=top_key, reviewed_at=None).values("second")).order_by("pk")
    for row in rows:
        plain = content_of(row)
        if plain is not None:
            known = known_to(row.top_key, row.org_key, plain.get("plan", ""), row.key)
            finding.pairs(row, resembling(marked(plain, row.top_key, known), row.top_key, known, row.key), at)


@transaction.atomic
def review_resemblance(pair: Resemblance, note: str, *, by: Actor, at: datetime) -> Receipt:
    """Somebody who may read both looked at them, and says in a sentence what it is. Both stay as they are."""
    pair = Resemblance.objects.select_for_update().get(pk=pair.pk)
    permits = []
    for one in (pair.first, pair.second):
        organisation = Organisation.objects.select_related("unit").get(key=one.org_key)
        permits.append(by.require("recordbook.review_resemblance", of_organisation(organisation)))
    note = " ".join(note.split())
    if pair.reviewed_at is not None:
        raise Refused(_("这一对已经看过。"))
    if not note or len(note) > LONGEST_NOTE:
        raise Refused(_("请写一句看的结果，1 至 %(most)s 个字。") % {"most": LONGEST_NOTE}, "note")
    pair.reviewed_at, pair.reviewed_by, pair.note = at, by.login, note
    pair.save()
    return record(Act(
        name="ResemblanceReviewed", valid_on=timezone.localdate(at), top_key=pair.top_key, org_key=pair.second.org_key, role=permits[0].role or "",
        facts={"first": pair.first.key, "second": pair.second.key, "passages": len(pair.places)}, personal={pair.second.org_key: {"note": note}}, typed=1,
    ), by=by, at=at)
