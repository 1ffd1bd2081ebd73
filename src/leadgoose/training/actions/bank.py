"""Filling and changing the bank: taking the shipped questions in, a file, one question from a page; withdrawing and using again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.statutes import rule
from leadgoose.roster.models import Organisation
from leadgoose.training import bank_words, courses
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.bank_sheet import Judged, judge
from leadgoose.training.models.bank import BankFile, Origin, Question, Version
from leadgoose.training.queries.bank import as_body, bodies, newest
from leadgoose.training.rules.bank import Ground, faults
from leadgoose.training.rules.bank import Question as BankQuestion
from leadgoose.training.rules.filling import fill
from leadgoose.training.words import sentence

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking questions in did. kept: shipped ones that the office has its own version of; receipt None: nothing was new."""

    new: int
    changed: int
    kept: int
    receipt: Receipt | None


@dataclass(frozen=True, slots=True)
class _Source:
    """Where versions come from, for all that one act writes."""

    origin: Origin
    reason: str
    by: Actor
    at: datetime
    file: BankFile | None = None


@transaction.atomic
def take_shipped(top: Organisation, *, by: Actor, at: datetime) -> Taken:
    """Take the shipped questions into a committee's bank; what the office changed itself stays as it is. Doing it twice does it once."""
    permit = by.require("training.take_shipped", {top.key})
    _lock(top)
    own = set(newest(top.key).exclude(origin=Origin.SHIPPED).values_list("question__code", flat=True))
    offered = [one for one in courses.questions() if one.key not in own]
    new, changed = _write(top.key, offered, _Source(Origin.SHIPPED, "", by, at))
    kept = len(courses.questions()) - len(offered)
    if not new and not changed:
        return Taken(0, 0, kept, None)
    facts = {"questions_new": new, "questions_changed": changed, "questions_kept": kept}
    act = Act("ShippedQuestionsTaken", timezone.localdate(at), top.key, top.key, facts=facts, filled=new + changed, role=permit.role or "")
    return Taken(new, changed, kept, record(act, by=by, at=at))


@transaction.atomic
def judge_bank_file(top: Organisation, content: bytes, filename: str, *, by: Actor, at: datetime, corrects: BankFile | None = None) -> tuple[BankFile, bool]:
    """Judge an uploaded file and keep it; nothing of it is taken in. Returns it and whether the same bytes were here before. Raises Unreadable."""
    by.require("training.import_bank", {top.key})
    _lock(top)
    digest = hashlib.sha256(content).hexdigest()
    before = BankFile.objects.filter(top_key=top.key, sha256=digest).first()
    if before is not None:
        return before, True
    judged = judge(content, filename)
    return BankFile.objects.create(
        top_key=top.key, filename=filename[-120:], sha256=digest, content=content, corrects=corrects, uploaded_at=at, uploaded_by=by.login,
        waiting=judged.waiting,
    ), False


def judged_of(file: BankFile) -> Judged:
    """A kept file understood, by the rules of today."""
    return judge(bytes(file.content), file.filename)


@transaction.atomic
def take_bank_file(file: BankFile, *, by: Actor, at: datetime) -> Taken:
    """Take a file's good rows in; the broken ones wait in the file. Taken again it brings what is new in it since, mostly nothing."""
    permit = by.require("training.take_bank_file", {file.top_key})
    top = Organisation.objects.select_for_update().get(key=file.top_key)
    file = BankFile.objects.select_for_update().get(pk=file.pk)
    judged = judged_of(file)
    if not judged.rows:
        raise Refused(_("没有一行可以收入，请先改正文件。"))
    numbered = _numbered(top.key, [one.question for one in judged.rows])
    new, changed = _write(top.key, numbered, _Source(Origin.FILE, "", by, at, file))
    if not new and not changed:
        return Taken(0, 0, 0, None)
    file.state, file.taken_at, file.taken, file.waiting = BankFile.State.TAKEN, at, file.taken + new + changed, judged.waiting
    file.save(update_fields=["state", "taken_at", "taken", "waiting"])
    facts = {"import": file.key, "file": file.sha256, "questions_new": new, "questions_changed": changed, "waiting": judged.waiting}
    act = Act("BankFileTaken", timezone.localdate(at), top.key, top.key, facts=facts, filled=new + changed, role=permit.role or "")
    return Taken(new, changed, 0, record(act, by=by, at=at))


@transaction.atomic
def add_question(top: Organisation, question: BankQuestion, *, by: Actor, at: datetime) -> Question:
    """Add one question from a page, under the next free code. Raises Refused with the first fault."""
    permit = by.require("training.add_question", {top.key})
    _lock(top)
    pinned = _fit(question)
    code = _next_codes(top.key, 1)[0]
    _write(top.key, [replace(pinned, key=code)], _Source(Origin.PAGE, "", by, at))
    found = Question.objects.get(top_key=top.key, code=code)
    _record("QuestionAdded", found, permit, by=by, at=at)
    return found


@transaction.atomic
def revise_question(question: Question, changed: BankQuestion, reason: str, *, by: Actor, at: datetime) -> Question:
    """Write a new version; its rules are pinned as they stand today. The old versions stay, and so do the tests that asked them. Raises Refused."""
    permit = by.require("training.revise_question", {question.top_key})
    question = Question.objects.select_for_update().get(pk=question.pk)
    reason = _reason(reason)
    pinned = _fit(replace(changed, key=question.code))
    if not any(_write(question.top_key, [pinned], _Source(Origin.PAGE, reason, by, at))):
        raise Refused(_("没有改动。"))
    question.refresh_from_db()
    _record("QuestionRevised", question, permit, by=by, at=at, reason=reason)
    return question


@transaction.atomic
def withdraw_question(question: Question, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a question out of use: it is not drawn any more. Raises Refused."""
    permit = by.require("training.withdraw_question", {question.top_key})
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.withdrawn_at is not None:
        raise Refused(_("这道题已经停用。"))
    question.withdrawn_at = at
    question.save(update_fields=["withdrawn_at"])
    _record("QuestionWithdrawn", question, permit, by=by, at=at, reason=_reason(reason))


@transaction.atomic
def restore_question(question: Question, reason: str, *, by: Actor, at: datetime) -> None:
    """Use a withdrawn question again. Raises Refused."""
    permit = by.require("training.withdraw_question", {question.top_key})
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.withdrawn_at is None:
        raise Refused(_("这道题正在使用。"))
    question.withdrawn_at = None
    question.save(update_fields=["withdrawn_at"])
    _record("QuestionRestored", question, permit, by=by, at=at, reason=_reason(reason))


# --- writing ---


def _write(top_key: str, offered: Iterable[BankQuestion], source: _Source) -> tuple[int, int]:
    """Write each question that is new, and a new version of each that differs from its newest: (new, changed)."""
    there = {one.code: (one, version) for one, version in bodies(Question.objects.select_for_update().filter(top_key=top_key))}
    fresh: list[Question] = []
    changed: list[Question] = []
    versions: list[Version] = []
    for one in offered:
        known = there.get(one.key)
        body, grounds = as_body(one), [str(ground) for ground in one.grounds]
        if known is not None and known[1].body == body and known[1].grounds == grounds:
            continue
        row = known[0] if known is not None else Question(top_key=top_key, code=one.key, origin=source.origin, number=0)
        _project(row, one)
        (changed if known is not None else fresh).append(row)
        versions.append(Version(question=row, number=row.number, body=body, grounds=grounds, origin=source.origin, reason=source.reason,
                                file=source.file, recorded_at=source.at, recorded_by=source.by.login))
    Question.objects.bulk_create(fresh)
    Question.objects.bulk_update(changed, ["course", "unit", "kind", "difficulty", "ask", "rules", "number"])
    Version.objects.bulk_create(versions)
    return len(fresh), len(changed)


def _project(row: Question, one: BankQuestion) -> None:
    row.course, row.unit, row.kind, row.difficulty = one.course, one.unit, one.kind.value, one.difficulty
    row.ask, row.rules = fill(one.ask), " " + " ".join(ground.rule for ground in one.grounds) + " "
    row.number += 1


def _numbered(top_key: str, questions: list[BankQuestion]) -> list[BankQuestion]:
    """Questions with codes: their own, or the next free ones in the order of the file.

    A question without a code that asks what one of the bank asks is that one: a file uploaded again brings nothing twice.
    """
    by_ask = {version.body["ask"]: code for code, version in ((one.question.code, one) for one in newest(top_key).select_related("question"))}
    known = [one if one.key or one.ask not in by_ask else replace(one, key=by_ask[one.ask]) for one in questions]
    free = iter(_next_codes(top_key, sum(not one.key for one in known)))
    return [one if one.key else replace(one, key=next(free)) for one in known]


def _next_codes(top_key: str, many: int) -> list[str]:
    """own-001 …: after the last that there is."""
    told = Question.objects.filter(top_key=top_key, code__startswith="own-").values_list("code", flat=True)
    last = max((int(code[4:]) for code in told if code[4:].isdigit()), default=0)
    return [f"own-{number:03d}" for number in range(last + 1, last + many + 1)]


def _fit(question: BankQuestion) -> BankQuestion:
    """The question with its rules pinned as of today; Refused when it has a fault."""
    found = next(iter(faults(question)), None)
    if found is not None:
        raise Refused(sentence(bank_words.told(found)), found.where)
    return replace(question, grounds=tuple(Ground.now(rule(one.rule)) for one in question.grounds))


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_REASON:
        raise Refused(_("请写明原因，最多 %(most)s 个字。") % {"most": LONGEST_REASON}, "reason")
    return text


def _lock(top: Organisation) -> None:
    Organisation.objects.select_for_update().get(pk=top.pk)


def _record(name: str, question: Question, permit: Permit, *, by: Actor, at: datetime, reason: str = "") -> None:
    personal = {question.top_key: {"reason": reason}} if reason else {}
    facts = {"question": question.key, "question_version": question.number}
    act = Act(name, timezone.localdate(at), question.top_key, question.top_key, facts=facts, personal=personal, typed=1, role=permit.role or "")
    record(act, by=by, at=at)
