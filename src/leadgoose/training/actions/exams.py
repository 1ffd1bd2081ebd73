"""Setting tests from the bank, sitting them on screen, marking short answers, typing papers in; a marked test becomes evidence."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.models import Organisation, Person
from leadgoose.training import bank_words
from leadgoose.training.actions.evidence import enter_test, withdraw_evidence
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.bank import Exam, Sitting, Version
from leadgoose.training.queries.bank import candidates
from leadgoose.training.queries.exams import ANSWERS, MARKS, Item, asked_by_unit, dimensions, items_of, kept, shorts, sums_of
from leadgoose.training.rules.bank import Kind
from leadgoose.training.rules.drawing import MOST, Share, draw
from leadgoose.training.rules.marking import PER_POINT, UnitKey, by_dimension, mark, worth

MINUTES = (5, 240)
GRACE = timedelta(minutes=1)
"""A slow line is nobody's fault."""
LONGEST_ANSWER, LONGEST_TITLE = 2000, 60
Answers = Mapping[int, Sequence[int] | str]
"""Item → places of the options chosen, in the question's own order; or the text of a short answer."""


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
        raise Refused("；".join(_lack(one.share, one.there) for one in drawn.lacks) + "。", "blueprint")
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
    facts = {"course": bank_words.course_title(share.course), "unit": share.unit, "kind": bank_words.KIND[share.kind], "there": there, "asked": share.count}
    return str(_("《%(course)s》第 %(unit)s 单元的%(kind)s题只有 %(there)s 道可用，不够 %(asked)s 道") % facts)


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


# --- on screen ---


@transaction.atomic
def start_sitting(sitting: Sitting, *, by: Actor, at: datetime) -> Sitting:
    """Begin: the clock runs from now. Begun before, it goes on. Raises Refused."""
    permit = by.require("training.start_sitting", {sitting.person.key})
    sitting = _locked(sitting)
    if sitting.state == Sitting.State.OPEN:
        return sitting
    _expect(sitting, Sitting.State.INVITED)
    today = timezone.localdate(at)
    if not sitting.exam.opens_on <= today <= sitting.exam.closes_on:
        raise Refused(_("测试时间是 %(first)s 至 %(last)s。") % {"first": sitting.exam.opens_on.isoformat(), "last": sitting.exam.closes_on.isoformat()})
    sitting.state, sitting.way, sitting.sat_on, sitting.started_at = Sitting.State.OPEN, Sitting.Way.SCREEN, today, at
    sitting.due_at = at + timedelta(minutes=sitting.exam.minutes)
    sitting.save()
    _record_sitting("SittingStarted", sitting, permit, {}, by=by, at=at)
    return sitting


@transaction.atomic
def save_answers(sitting: Sitting, answers: Answers, *, by: Actor, at: datetime) -> Sitting:
    """Keep what is answered so far, so that a broken line loses nothing. No act of its own: what counts is what is handed in. Raises Refused."""
    by.require("training.save_answers", {sitting.person.key})
    sitting = _locked(sitting)
    _expect(sitting, Sitting.State.OPEN)
    _keep_answers(sitting, items_of(sitting.exam), answers)
    sitting.save(update_fields=["answers_sealed"])
    return sitting


@transaction.atomic
def hand_in(sitting: Sitting, answers: Answers, *, by: Actor, at: datetime) -> Sitting:
    """Hand in: all but short answers are marked at once. What comes after the time is marked too, said to be late, and is no evidence. Raises Refused."""
    permit = by.require("training.hand_in", {sitting.person.key})
    sitting = _locked(sitting)
    _expect(sitting, Sitting.State.OPEN)
    items = items_of(sitting.exam)
    told = _keep_answers(sitting, items, answers)
    marks = {str(one.item): mark(one.asked, told.get(str(one.item), ())) for one in items if one.question.kind is not Kind.SHORT}
    marks |= {str(one.item): 0 for one in shorts(items) if not told.get(str(one.item))}      # nothing written is nothing to read
    sitting.handed_in_at = at
    waits = any(str(one.item) not in marks for one in items)
    _keep_marks(sitting, {"items": marks}, Sitting.State.HANDED_IN if waits else Sitting.State.MARKED)
    late = max(0, int((at - sitting.due_at).total_seconds() // 60)) if sitting.due_at and at > sitting.due_at + GRACE else 0
    facts = {"answered": len(told), "questions": len(items), "late_minutes": late}
    _record_sitting("SittingHandedIn", sitting, permit, facts, {"marks": json.dumps(marks)}, by=by, at=at)
    _become_evidence(sitting, items, by=by, at=at)
    return sitting


# --- by the trainer or the office ---


@transaction.atomic
def mark_answers(sitting: Sitting, granted: Mapping[int, int], *, by: Actor, at: datetime) -> Sitting:
    """Grant points of short answers: item → how many. Marked again by the office, the evidence is withdrawn and given anew. Raises Refused."""
    permit = by.require("training.mark_answers", marking_reach(sitting))
    sitting = _locked(sitting)
    again = sitting.state == Sitting.State.MARKED
    if sitting.way != Sitting.Way.SCREEN or sitting.state not in {Sitting.State.HANDED_IN, Sitting.State.MARKED}:
        raise Refused(_("这份卷子还没有交，或者是纸质卷。"))
    if again:
        by.require("training.remark_answers", marking_reach(sitting))
    items = items_of(sitting.exam)
    marks = dict(kept([sitting], MARKS)[0]["items"])
    for one in shorts(items):
        points = granted.get(one.item, -1)
        if not 0 <= points <= len(one.question.right):
            raise Refused(_("第 %(n)s 题的得分点没有填全。") % {"n": one.number}, f"points-{one.item}")
        marks[str(one.item)] = PER_POINT * points
    if again and sitting.evidence:
        withdraw_evidence(sitting.person, sitting.evidence, str(_("重新批阅")), by=by, at=at)
        sitting.evidence = ""
    sitting.marked_by = by.login
    _keep_marks(sitting, {"items": marks}, Sitting.State.MARKED)
    _record_sitting("AnswersMarked", sitting, permit, {"again": int(again)}, {"marks": json.dumps(marks)}, by=by, at=at)
    _become_evidence(sitting, items, by=by, at=at)
    return sitting


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper typed in: the day it was written, and marks by question, or else the result by unit."""

    on: date
    items: Mapping[int, int]
    units: Mapping[UnitKey, int]


@transaction.atomic
def enter_paper(sitting: Sitting, paper: Paper, *, by: Actor, at: datetime) -> Sitting:
    """Type a written paper in; it stands equal to one on the screen. Raises Refused."""
    permit = by.require("training.enter_paper", marking_reach(sitting))
    sitting = _locked(sitting)
    _expect(sitting, Sitting.State.INVITED)
    if not sitting.exam.opens_on <= paper.on <= timezone.localdate(at):
        raise Refused(_("日期填 %(first)s 至今天。") % {"first": sitting.exam.opens_on.isoformat()}, "on")
    items = items_of(sitting.exam)
    marks = _by_unit(paper, items) if paper.units else _by_question(paper, items)
    sitting.way, sitting.sat_on, sitting.handed_in_at, sitting.marked_by = Sitting.Way.PAPER, paper.on, at, by.login
    _keep_marks(sitting, marks, Sitting.State.MARKED)
    _record_sitting("PaperEntered", sitting, permit, {"questions": len(items)}, {"marks": json.dumps(marks)}, by=by, at=at)
    _become_evidence(sitting, items, by=by, at=at)
    return sitting


def _by_question(paper: Paper, items: Sequence[Item]) -> dict[str, Any]:
    for one in items:
        most = worth(one.asked)
        if not 0 <= paper.items.get(one.item, -1) <= most:
            raise Refused(_("第 %(n)s 题填 0 至 %(most)s 分。") % {"n": one.number, "most": most}, f"marks-{one.item}")
    return {"items": {str(one.item): paper.items[one.item] for one in items}}


def _by_unit(paper: Paper, items: Sequence[Item]) -> dict[str, Any]:
    full: dict[UnitKey, int] = {}
    for one in items:
        unit = (one.question.course, one.question.unit)
        full[unit] = full.get(unit, 0) + worth(one.asked)
    for unit, most in full.items():
        if not 0 <= paper.units.get(unit, -1) <= most:
            named = {"unit": bank_words.unit_title(*unit), "most": most}
            raise Refused(_("%(unit)s：填 0 至 %(most)s 分。") % named, f"unit-{unit[0]}-{unit[1]}")
    return {"units": {f"{course}-{unit}": [paper.units[course, unit], most] for (course, unit), most in full.items()}}


def marking_reach(sitting: Sitting) -> frozenset[str]:
    """Who may mark: the office, and the trainer whom the test names; nobody marks their own."""
    trainer = sitting.exam.trainer
    own = {trainer.key} if trainer is not None and trainer.pk != sitting.person_id else set()
    return frozenset({sitting.exam.top_key} | own)


# --- writing ---


def _locked(sitting: Sitting) -> Sitting:
    Sitting.objects.select_for_update().get(pk=sitting.pk)
    return Sitting.objects.select_related("exam__trainer", "person").get(pk=sitting.pk)


def _expect(sitting: Sitting, state: Sitting.State) -> None:
    if sitting.state != state:
        raise Refused(_("这份卷子的状态是“%(state)s”，不能这样做。") % {"state": bank_words.STATE[sitting.state]})


def _keep_answers(sitting: Sitting, items: Sequence[Item], answers: Answers) -> dict[str, Any]:
    """Seal what was answered; what is no option of a question is left out."""
    told: dict[str, Any] = {}
    for one in items:
        answer = answers.get(one.item)
        if isinstance(answer, str):
            if one.question.kind is Kind.SHORT and answer.strip():
                told[str(one.item)] = answer.strip()[:LONGEST_ANSWER]
        elif answer and one.question.kind is not Kind.SHORT:
            told[str(one.item)] = sorted({place for place in answer if 0 <= place < len(one.question.options)})
    sitting.answers_sealed = seal(sitting.person.key, f"{ANSWERS}:{sitting.key}", json.dumps(told, ensure_ascii=False))
    return told


def _keep_marks(sitting: Sitting, marks: Mapping[str, Any], state: Sitting.State) -> None:
    sitting.marks_sealed, sitting.state = seal(sitting.person.key, f"{MARKS}:{sitting.key}", json.dumps(marks)), state
    sitting.save()


def _become_evidence(sitting: Sitting, items: Sequence[Item], *, by: Actor, at: datetime) -> None:
    """A marked test says how much of each competency's questions was right; what was late says nothing."""
    late = sitting.handed_in_at and sitting.due_at and sitting.handed_in_at > sitting.due_at + GRACE
    if sitting.state != Sitting.State.MARKED or late or sitting.sat_on is None:
        return
    share = by_dimension(sums_of(kept([sitting], MARKS)[0], items), dimensions(), asked_by_unit(items))
    found = enter_test(sitting.person, share, on=sitting.sat_on, origin=sitting.key, by=by, at=at)
    if found is not None:
        sitting.evidence = found.key
        sitting.save(update_fields=["evidence"])


def _record(
    name: str, exam: Exam, permit: Permit, facts: Mapping[str, Any], personal: Mapping[str, Mapping[str, str]] | None = None, *, by: Actor, at: datetime
) -> None:
    act = Act(name, timezone.localdate(at), exam.top_key, exam.top_key, facts=facts, personal=personal or {}, typed=1, role=permit.role or "")
    record(act, by=by, at=at)


def _record_sitting(
    name: str, sitting: Sitting, permit: Permit, facts: Mapping[str, Any], personal: Mapping[str, str] | None = None, *, by: Actor, at: datetime
) -> None:
    person, exam = sitting.person, sitting.exam
    told = {"exam": exam.key, "sitting": sitting.key, **facts}
    sealed = {person.key: dict(personal)} if personal else {}
    on = sitting.sat_on or timezone.localdate(at)
    record(Act(name, on, exam.top_key, exam.top_key, person.key, facts=told, personal=sealed, typed=1, role=permit.role or ""), by=by, at=at)
