"""Filling and changing the bank: rows and journal entries; versions that are never overwritten; Excel files with broken rows."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.statutes import rule
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.training import bank_sheet, courses
from leadgoose.training.actions import bank as acts
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.bank import BankFile, Question, Version
from leadgoose.training.queries.bank import Wanted, bodies, candidates, listed, moved_in, of_version, used_rules
from leadgoose.training.rules.bank import Ground, Kind
from training.banking import ROW, shipped, workbook

LATER = NOW + timedelta(hours=1)


def newest(code: str) -> tuple[Question, Version]:
    return bodies([Question.objects.get(top_key="committee", code=code)])[0]


# --- the shipped questions ---


def test_the_shipped_questions_come_in_once_with_their_pins(cast: Cast) -> None:
    taken = shipped(cast)
    many = len(courses.questions())
    entry = Entry.objects.get()
    assert (taken.new, taken.changed, taken.kept) == (many, 0, 0)
    assert (entry.act, entry.org_key) == ("ShippedQuestionsTaken", "committee")
    assert entry.facts == {"questions_new": many, "questions_changed": 0, "questions_kept": 0}
    question, version = newest("basics-4-02")
    assert (question.ask[:12], question.rules, question.number) == ("应到会有表决权党员 30", " branch-meeting-vote elec-quorum-four-fifths ", 1)
    assert version.grounds == ["branch-meeting-vote must: quorum >= 1/2, majority > 1/2", "elec-quorum-four-fifths must: fraction >= 4/5"]
    assert of_version("basics-4-02", version) == next(one for one in courses.questions() if one.key == "basics-4-02")
    again = shipped(cast)
    assert (again.new, again.changed, again.receipt, Version.objects.count(), Entry.objects.count()) == (0, 0, None, many, 1)


def test_a_shipped_question_that_the_office_changed_stays_the_office_s(cast: Cast) -> None:
    shipped(cast)
    question, version = newest("basics-4-02")
    Version.objects.filter(question__code="basics-4-03").update(body={**newest("basics-4-03")[1].body, "why": "旧的解析"})
    shorter = replace(of_version("basics-4-02", version), ask="应到会 30 人，作一项决议最少几人赞成？")
    acts.revise_question(question, shorter, "改短", by=cast.actor("clerk"), at=LATER)
    taken = shipped(cast)
    assert (taken.new, taken.changed, taken.kept) == (0, 1, 1)
    assert newest("basics-4-02")[1].body["ask"] == "应到会 30 人，作一项决议最少几人赞成？"
    versions = Version.objects.filter(question__code="basics-4-03").order_by("number")
    assert [(one.number, one.body["why"] == "旧的解析") for one in versions] == [(1, True), (2, False)]


def test_only_the_office_fills_the_bank(cast: Cast) -> None:
    for login in ("secretary", "reader", "outsider"):
        with pytest.raises(Denied):
            acts.take_shipped(cast.organisations["committee"], by=cast.actor(login), at=NOW)
    assert Question.objects.count() == 0


# --- one question ---


def test_a_revised_question_keeps_its_old_version_and_says_why(cast: Cast) -> None:
    shipped(cast)
    question, version = newest("basics-4-02")
    acts.revise_question(question, replace(of_version("basics-4-02", version), difficulty=1), "学员都答对", by=cast.actor("clerk"), at=LATER)
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.facts) == ("QuestionRevised", {"question": question.key, "question_version": 2})
    assert open_sealed("committee", "reason", entry.sealed["committee"]["reason"]) == "学员都答对"
    kept = [(one.number, one.body["difficulty"], one.recorded_at, one.origin) for one in question.versions.order_by("number")]
    assert kept == [(1, 2, NOW, "shipped"), (2, 1, LATER, "page")]


def test_what_makes_a_question_unfit_refuses_it_at_its_field(cast: Cast) -> None:
    shipped(cast)
    question, version = newest("basics-4-02")
    good = of_version("basics-4-02", version)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"right": ()}, "right"), ({"right": ("16 人", "17 人")}, "right"), ({"grounds": (Ground("elec-none", ""),)}, "rules"), ({"ask": ""}, "ask"), ({}, ""),
    ]
    for change, field in cases:
        with pytest.raises(Refused) as no:
            acts.revise_question(question, replace(good, **change), "改", by=cast.actor("clerk"), at=LATER)
        assert no.value.field == field, change
    with pytest.raises(Refused) as no:
        acts.revise_question(question, replace(good, difficulty=1), " ", by=cast.actor("clerk"), at=LATER)
    assert no.value.field == "reason"
    assert Version.objects.filter(question=question).count() == 1


def test_a_question_whose_rule_moved_is_held_back_until_it_was_read_again(cast: Cast) -> None:
    shipped(cast)
    question, version = newest("basics-4-02")
    Version.objects.filter(pk=version.pk).update(grounds=["branch-meeting-vote must: quorum >= 2/3, majority > 1/2", *version.grounds[1:]])
    assert [(one.parameter, one.was, one.now) for one in moved_in("committee")[question.pk]] == [("quorum", ">= 2/3", ">= 1/2")]
    assert version.pk not in {one.item for one in candidates("committee")}
    assert list(listed("committee", Wanted(state="moved"), moved_in("committee"))) == [question]
    version.refresh_from_db()
    acts.revise_question(question, of_version("basics-4-02", version), "已核对", by=cast.actor("clerk"), at=LATER)
    assert moved_in("committee") == {}
    assert newest("basics-4-02")[1].pk in {one.item for one in candidates("committee")}


def test_a_withdrawn_question_is_not_drawn_and_can_be_used_again(cast: Cast) -> None:
    shipped(cast)
    question, version = newest("basics-4-02")
    acts.withdraw_question(question, "与本单位规定不合", by=cast.actor("clerk"), at=LATER)
    assert version.pk not in {one.item for one in candidates("committee")}
    with pytest.raises(Refused):
        acts.withdraw_question(question, "再停一次", by=cast.actor("clerk"), at=LATER)
    acts.restore_question(question, "规定改了", by=cast.actor("clerk"), at=LATER)
    assert version.pk in {one.item for one in candidates("committee")}
    assert [one.act for one in Entry.objects.order_by("number")] == ["ShippedQuestionsTaken", "QuestionWithdrawn", "QuestionRestored"]


def test_a_list_is_narrowed_by_course_unit_kind_rule_difficulty_and_words(cast: Cast) -> None:
    shipped(cast)
    for wanted, fits in (
        (Wanted(course="basics", unit=4), lambda one: (one.course, one.unit) == ("basics", 4)),
        (Wanted(kind="short"), lambda one: one.kind is Kind.SHORT),
        (Wanted(difficulty=3), lambda one: one.difficulty == 3),
        (Wanted(rule="branch-meeting-vote"), lambda one: "branch-meeting-vote" in {ground.rule for ground in one.grounds}),
        (Wanted(words="流动票箱"), lambda one: "流动票箱" in one.ask),
    ):
        assert {one.code for one in listed("committee", wanted)} == {one.key for one in courses.questions() if fits(one)} != set()
    assert "branch-meeting-vote" in used_rules("committee")


# --- Excel ---

BROKEN: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("a good row", {}, []),
    ("no right answer", {"answer": ""}, [("答案", "bank-no-right")]),
    ("two right answers in a single choice", {"answer": "AB"}, [("答案", "bank-two-right")]),
    ("one right answer in a multiple choice", {"kind": "多选"}, [("答案", "bank-one-right")]),
    ("a letter that no option has", {"answer": "AD", "kind": "多选"}, [("答案", "row-empty-option")]),
    ("an answer that is no letter", {"answer": "第一个"}, [("答案", "row-letter")]),
    ("a gap between options", {"b": "", "d": "24 人"}, [("选项C", "row-gap")]),
    ("two options", {"c": ""}, [("选项A", "bank-options")]),
    ("the same option twice", {"c": "15 人"}, [("选项A", "bank-same-option")]),
    ("an unknown rule", {"rules": "branch-meeting-vote elec-none"}, [("依据", "bank-unknown-rule")]),
    ("no rule", {"rules": "", "a": "16 人"}, [("依据", "bank-no-rule")]),
    ("a place that cannot be filled", {"a": "{branch-meeting-vote:share} 人"}, [("答案", "bank-place")]),
    ("an unknown course", {"course": "党史"}, [("课程", "row-course")]),
    ("unit 9 of a shipped course", {"unit": 9}, [("单元", "row-unit")]),
    ("unit 9 of one's own", {"course": "本单位自编", "unit": 9}, []),
    ("a kind that there is not", {"kind": "填空"}, [("题型", "row-kind")]),
    ("difficulty 4", {"difficulty": 4}, [("难度", "bank-difficulty")]),
    ("a code with a space", {"code": "own 1"}, [("题号", "row-code")]),
    ("nothing asked", {"ask": ""}, [("题干", "bank-no-ask")]),
    ("no explanation", {"why": ""}, [("解析", "bank-no-why")]),
    ("true or false in other words", {"kind": "判断题", "answer": "正确", "a": "", "b": "", "c": ""}, []),
    ("neither true nor false", {"kind": "判断", "answer": "也许", "a": "", "b": "", "c": ""}, [("答案", "bank-true-false")]),
    ("a short answer", {"kind": "简答", "answer": "到会够不够；赞成够不够", "a": "", "b": "", "c": ""}, []),
    ("two faults in one row", {"difficulty": "", "why": ""}, [("难度", "bank-difficulty"), ("解析", "bank-no-why")]),
    ("full-width figures and letters", {"unit": "４", "difficulty": "２", "answer": "Ａ"}, []),
    ("a title in brackets", {"course": "《党支部工作基础知识》"}, []),
]


def test_broken_rows_are_told_with_cell_and_reason() -> None:
    """All in one file: reading one starts a process."""
    judged = bank_sheet.judge(workbook(*[{"ask": f"{number}？", **row} for number, (_case, row, _found) in enumerate(BROKEN)]), "题库.xlsx")
    for number, (case, _row, found) in enumerate(BROKEN):
        there = [(one.column, one.code) for one in judged.problems if one.row == number + 2]
        assert there == found, case
    assert judged.waiting == sum(bool(found) for *_rest, found in BROKEN)
    assert len(judged.rows) + judged.waiting == len(BROKEN)
    assert all("%(" not in one.message for one in judged.problems)


def test_a_file_without_headings_and_a_file_that_is_none_are_refused_whole() -> None:
    for content, name in ((workbook({}, heads=("course", "unit", "why")), "题库.xlsx"), (b"PK\x03\x04", "题库.xlsx"), (b"", "题库.xlsx")):
        with pytest.raises(Unreadable):
            bank_sheet.judge(content, name)


def test_what_the_bank_exports_it_reads_again_as_it_was() -> None:
    told = [(one.key, one) for one in courses.questions()]
    judged = bank_sheet.judge(bank_sheet.export(told), "题库.xlsx")
    assert judged.problems == []
    assert [one.question for one in judged.rows] == [one for _code, one in told]


def test_the_template_can_be_taken_in_as_it_is() -> None:
    judged = bank_sheet.judge(bank_sheet.template(), "模板.xlsx")
    assert (judged.problems, {one.question.kind for one in judged.rows}) == ([], set(Kind))
    heads = [cell.value for cell in next(openpyxl.load_workbook(io.BytesIO(bank_sheet.template())).worksheets[0].iter_rows(max_row=1))]
    assert heads == list(bank_sheet.HEADS.values())


def upload(cast: Cast, content: bytes, **given: Any) -> BankFile:
    return acts.judge_bank_file(cast.organisations["committee"], content, "题库.xlsx", by=cast.actor("clerk"), at=NOW, **given)[0]


def test_good_rows_come_in_and_broken_ones_wait_in_the_kept_file(cast: Cast) -> None:
    content = workbook({}, {"ask": "第二题？", "answer": ""}, {"ask": "第三题？", "course": "本单位自编", "unit": 1})
    file = upload(cast, content)
    assert (file.state, file.waiting, bytes(file.content) == content, Question.objects.count()) == ("judged", 1, True, 0)
    taken = acts.take_bank_file(file, by=cast.actor("clerk"), at=NOW)
    file.refresh_from_db()
    entry = Entry.objects.get()
    assert (taken.new, file.state, file.taken, file.waiting) == (2, "taken", 2, 1)
    assert (entry.act, entry.filled) == ("BankFileTaken", 2)
    assert entry.facts == {"import": file.key, "file": file.sha256, "questions_new": 2, "questions_changed": 0, "waiting": 1}
    assert [(one.code, one.origin) for one in Question.objects.order_by("code")] == [("own-001", "file"), ("own-002", "file")]
    assert newest("own-001")[1].grounds == [str(Ground.now(rule("branch-meeting-vote")))]


def test_the_corrected_file_brings_what_was_broken_and_nothing_twice(cast: Cast) -> None:
    first = upload(cast, workbook({}, {"ask": "第二题？", "answer": ""}))
    acts.take_bank_file(first, by=cast.actor("clerk"), at=NOW)
    marked = bank_sheet.corrections(bytes(first.content), first.filename, bank_sheet.judge(bytes(first.content), first.filename).problems,
                                    made_by="赵敏", made_at=NOW)
    book = openpyxl.load_workbook(io.BytesIO(marked))
    cell = book["题库"].cell(3, list(bank_sheet.HEADS).index("answer") + 1)
    assert cell.comment is not None and "没有正确答案" in cell.comment.text
    cell.value = "A"
    written = io.BytesIO()
    book.save(written)
    second = upload(cast, written.getvalue(), corrects=first)
    taken = acts.take_bank_file(second, by=cast.actor("clerk"), at=LATER)
    assert (second.corrects, second.waiting, taken.new, taken.changed) == (first, 0, 1, 0)
    assert acts.take_bank_file(second, by=cast.actor("clerk"), at=LATER).receipt is None
    assert upload(cast, written.getvalue()) == second, "the same bytes are the same file"
    assert [one.code for one in Question.objects.order_by("code")] == ["own-001", "own-002"]


def test_a_row_with_a_code_is_a_new_version_of_that_question(cast: Cast) -> None:
    shipped(cast)
    acts.take_bank_file(upload(cast, workbook({"code": "basics-4-02", "why": "改过的解析。"})), by=cast.actor("clerk"), at=LATER)
    question, version = newest("basics-4-02")
    assert (question.number, version.body["why"], version.body["ask"], version.origin) == (2, "改过的解析。", ROW["ask"], "file")
    twice = bank_sheet.judge(workbook({"code": "a-1"}, {"code": "A-1", "ask": "另一题？"}), "题库.xlsx")
    assert [(one.row, one.code, one.facts) for one in twice.problems] == [(3, "row-code-twice", {"code": "A-1", "row": 2})]


def test_a_file_with_nothing_good_is_refused_and_kept(cast: Cast) -> None:
    file = upload(cast, workbook({"answer": ""}))
    with pytest.raises(Refused):
        acts.take_bank_file(file, by=cast.actor("clerk"), at=NOW)
    assert (BankFile.objects.get().state, Question.objects.count(), Entry.objects.count()) == ("judged", 0, 0)


def test_the_day_of_the_entry_is_today(cast: Cast) -> None:
    shipped(cast)
    assert Entry.objects.get().valid_on == TODAY
