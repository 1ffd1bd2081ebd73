"""Setting tests from the bank and putting people on their lists."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.listed import clauses
from leadgoose.roster.models import Organisation, Person
from leadgoose.training import bank_words
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.bank import Exam, Sitting, Version
from leadgoose.training.queries.bank import candidates
from leadgoose.training.rules.drawing import MOST, Share, draw
from leadgoose.training.words import sentence

MINUTES = (5, 240)
LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Setting:
    """What a test is to be. seed "": one is made; trainer: who marks short answers, None: the office."""

    title: str
    purpose: str
    blueprint: tuple[Share, ...]
    minutes: int
    opens_on: date
    closes_on: date
    seed: str = ""
    before: Exam | None = None
    trainer: Person | None = None
    session: str = ""


@transaction.atomic
def set_exam(top: Organisation, setting: Setting, *, by: Actor, at: datetime) -> Exam:
    """Draw a test from the bank and set it. Raises Refused: also when the bank has too few questions of a unit and kind."""
    permit = by.require("training.set_exam", {top.key})
    _allow(top, setting, timezone.localdate(at))
    seed = setting.seed.strip() or str(secrets.randbelow(10**6))
    asked = Version.objects.filter(pk__in=setting.before.items).values_list("question__code", flat=True) if setting.before else ()
    drawn = draw(candidates(top.key), setting.blueprint, seed, frozenset(asked))
    if drawn.lacks:
        raise Refused(sentence(clauses(_lack(one.share, one.there) for one in drawn.lacks)), "blueprint")
    exam = Exam.objects.create(
        top_key=top.key, title=" ".join(setting.title.split()), purpose=setting.purpose, before=setting.before, session=setting.session,
        trainer=setting.trainer, blueprint=[[one.course, one.unit, one.kind.value, one.count] for one in setting.blueprint], seed=seed,
        items=list(drawn.items), minutes=setting.minutes, opens_on=setting.opens_on, closes_on=setting.closes_on, recorded_at=at, recorded_by=by.login,
    )
    facts = {"exam": exam.key, "purpose": exam.purpose, "questions": len(exam.items), "minutes": exam.minutes}
    _record("ExamSet", exam, permit, facts, {top.key: {"title": exam.title}}, by=by, at=at)
    return exam


def _allow(top: Organisation, setting: Setting, today: date) -> None:
    if not setting.title.strip() or len(setting.title) > LONGEST_TITLE:
        raise Refused(_("请写测试名称，最多 %(most)s 个字。") % {"most": LONGEST_TITLE}, "title")
    if not MINUTES[0] <= setting.minutes <= MINUTES[1]:
        raise Refused(_("时长填 %(least)s 至 %(most)s 分钟。") % {"least": MINUTES[0], "most": MINUTES[1]}, "minutes")
    if setting.closes_on < max(setting.opens_on, today):
        raise Refused(_("截止日期不能早于开始日期和今天。"), "closes_on")
    if not 1 <= sum(one.count for one in setting.blueprint) <= MOST:
        raise Refused(_("一份卷子 1 至 %(most)s 题。") % {"most": MOST}, "blueprint")
    if (setting.purpose == Exam.Purpose.AFTER) != (setting.before is not None):
        raise Refused(_("训后测试要选它对应的训前测试。"), "before")
    if setting.before is not None and (setting.before.top_key != top.key or Exam.objects.filter(before=setting.before).exists()):
        raise Refused(_("这份训前测试已经有训后测试。"), "before")


def _lack(share: Share, there: int) -> str:
    numbers = {"course": bank_words.course_title(share.course), "unit": share.unit, "kind": bank_words.KIND[share.kind], "there": there, "asked": share.count}
    return str(_("《%(course)s》第 %(unit)s 单元的%(kind)s题只有 %(there)s 道可用，不够 %(asked)s 道") % numbers)


@transaction.atomic
def invite(exam: Exam, people: Collection[Person], *, by: Actor, at: datetime) -> int:
    """Put people on the list of a test; those who are on it stay as they are. How many are new. Raises Refused."""
    permit = by.require("training.invite", {exam.top_key})
    if any(one.top_key != exam.top_key for one in people) or not people:
        raise Refused(_("请选择参加测试的人。"), "people")
    there = set(Sitting.objects.select_for_update().filter(exam=exam).values_list("person_id", flat=True))
    new = [one for one in people if one.pk not in there]
    Sitting.objects.bulk_create([Sitting(exam=exam, person=one, recorded_at=at, recorded_by=by.login) for one in new])
    if new:
        _record("ExamineesInvited", exam, permit, {"exam": exam.key, "invited": sorted(one.key for one in new)}, by=by, at=at)
    return len(new)


def _record(
    name: str, exam: Exam, permit: Permit, facts: Mapping[str, Any], personal: Mapping[str, Mapping[str, str]] | None = None, *, by: Actor, at: datetime
) -> None:
    act = Act(name, timezone.localdate(at), exam.top_key, exam.top_key, facts=facts, personal=personal or {}, typed=1, role=permit.role or "")
    record(act, by=by, at=at)
