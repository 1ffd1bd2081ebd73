"""Tests: set by blueprint and seed, sat against the clock, marked, typed in from paper; who may what; and the evidence that follows."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.training import courses
from leadgoose.training.actions import exams as acts
from leadgoose.training.actions import sittings
from leadgoose.training.actions.bank import revise_question, withdraw_question
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.bank import Exam, Question, Sitting
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.queries.bank import bodies, of_version
from leadgoose.training.queries.exams import change_of, group_of, items_of, result_of, sitters
from leadgoose.training.rules.bank import Kind
from leadgoose.training.rules.drawing import Share
from leadgoose.training.rules.marking import Score, worth
from training.banking import BLUEPRINT, CLOSED, exam, invited, right, sat, shipped

START, END = NOW, NOW + timedelta(minutes=40)


def entry(act: str) -> Entry:
    return Entry.objects.get(act=act)


# --- setting ---


def test_a_test_is_drawn_by_blueprint_and_the_same_seed_draws_it_again(cast: Cast) -> None:
    first = exam(cast)
    assert [one.question.kind for one in items_of(first)] == [Kind.SINGLE, Kind.SINGLE, Kind.TRUE_FALSE, Kind.MULTIPLE, Kind.SHORT]
    assert exam(cast, title="又一份").items == first.items != exam(cast, title="另一份", seed="8").items
    told = Entry.objects.filter(act="ExamSet").earliest("number")
    assert told.facts == {"exam": first.key, "purpose": "before", "questions": 5, "minutes": 40}
    assert open_sealed("committee", "title", told.sealed["committee"]["title"]) == "表决训前测试"


def test_a_test_keeps_the_versions_that_it_asked(cast: Cast) -> None:
    one = exam(cast, blueprint=CLOSED)
    before = items_of(one)
    question, version = bodies([Question.objects.get(code=before[0].question.key)])[0]
    changed = of_version(question.code, version)
    revise_question(question, type(changed)(**{**{name: getattr(changed, name) for name in changed.__slots__}, "ask": "改过的题干？"}), "改",
                    by=cast.actor("clerk"), at=NOW)
    withdraw_question(question, "停", by=cast.actor("clerk"), at=NOW)
    assert items_of(one) == before


IMPOSSIBLE: list[tuple[str, dict[str, Any], str]] = [
    ("no title", {"title": " "}, "title"), ("4 minutes", {"minutes": 4}, "minutes"), ("241 minutes", {"minutes": 241}, "minutes"),
    ("closed yesterday", {"closes_on": TODAY - timedelta(days=1)}, "closes_on"),
    ("opens after it closes", {"opens_on": TODAY + timedelta(days=9)}, "closes_on"),
    ("nothing asked", {"blueprint": ()}, "blueprint"), ("101 questions", {"blueprint": (Share("basics", 4, Kind.SINGLE, 101),)}, "blueprint"),
    ("more than the bank has", {"blueprint": (Share("basics", 4, Kind.SHORT, 2),)}, "blueprint"), ("an after without a before", {"purpose": "after"}, "before"),
]


def test_a_test_that_cannot_be_is_refused_at_its_field(cast: Cast) -> None:
    for case, given, field in IMPOSSIBLE:
        with pytest.raises(Refused) as no:
            exam(cast, **given)
        assert (no.value.field, Exam.objects.count()) == (field, 0), case


def test_the_test_after_asks_others_and_there_is_one_of_it(cast: Cast) -> None:
    first = exam(cast, blueprint=CLOSED)
    second = exam(cast, title="训后", purpose="after", before=first, blueprint=CLOSED)
    asked, again = ({one.question.key for one in items_of(each)} for each in (first, second))
    assert len(asked) == len(again) == 4 and not asked & again
    with pytest.raises(Refused) as no:
        exam(cast, title="又一份训后", purpose="after", before=first, blueprint=CLOSED)
    assert no.value.field == "before"


# --- sitting ---


def test_what_is_handed_in_is_marked_at_once_and_becomes_evidence(cast: Cast) -> None:
    one = exam(cast, blueprint=(Share("basics", 4, Kind.SINGLE, 3), Share("basics", 8, Kind.TRUE_FALSE, 1)))
    sitting = sat(cast, one, but=[1])
    result = result_of(sitting, items_of(one))
    assert (sitting.state, sitting.way, sitting.sat_on, result.sums) == ("marked", "screen", TODAY, {("basics", 4): Score(4, 6), ("basics", 8): Score(1, 1)})
    assert [each.marks for each in result.answered] == [0, 2, 2, 1]
    told = entry("SittingHandedIn")
    assert (told.person_key, told.facts) == ("p-secretary", {"exam": one.key, "sitting": sitting.key, "answered": 4, "questions": 4, "late_minutes": 0})
    assert sorted(json.loads(open_sealed("p-secretary", "marks", told.sealed["p-secretary"]["marks"])).values()) == [0, 1, 2, 2]
    found = Evidence.objects.get()
    assert (found.person.key, found.kind, found.levels, found.origin, sitting.evidence) == ("p-secretary", "test", {"K2": 3}, sitting.key, found.key)


def test_a_short_answer_waits_for_the_trainer_and_then_the_evidence_follows(cast: Cast) -> None:
    one = exam(cast)
    sitting = sat(cast, one)
    assert (sitting.state, sitting.evidence, Evidence.objects.count()) == ("handed_in", "", 0)
    assert result_of(sitting, items_of(one)).sums["secretary", 5] == Score(open=6)
    short = items_of(one)[-1]
    sittings.mark_answers(sitting, {short.item: 2}, by=cast.actor("committee_member"), at=END)
    sitting.refresh_from_db()
    told = entry("AnswersMarked")
    assert (sitting.state, sitting.marked_by, told.by, told.role, told.facts["again"]) == ("marked", "committee_member", "committee_member", "self", 0)
    assert result_of(sitting, items_of(one)).sums["secretary", 5] == Score(4, 6)
    assert Evidence.objects.get().levels == {"K2": 3}, "one question about K4 is too little to say anything"


def test_what_waits_to_be_marked_is_due_for_the_trainer_and_a_trainers_own_for_the_office(cast: Cast) -> None:
    one = exam(cast)
    sitting, own = sat(cast, one), sat(cast, one, login="committee_member", person="p-committee")
    due = {row.person_key: row for row in Duty.objects.filter(code="training_marking", closed_at=None)}
    assert {key: (row.org_key, row.act, row.opens_on, row.due_on, row.numbers["count"]) for key, row in due.items()} == {
        "p-committee": ("one", "training.exams", TODAY, TODAY + timedelta(days=7), 1),
        "": ("committee", "training.exams", TODAY, TODAY + timedelta(days=7), 1),
    }
    trainer, clerk = (cast.client(login).get(where).content.decode() for login, where in (("committee_member", "/my/"), ("clerk", "/o/committee/watch/")))
    assert "曾玉兰有简答题待批" in trainer and 'href="/my/tests/"' in trainer
    assert "有简答题待批" in clerk
    short = items_of(one)[-1]
    sittings.mark_answers(sitting, {short.item: 2}, by=cast.actor("committee_member"), at=END)
    assert [row.person_key for row in Duty.objects.filter(code="training_marking", closed_at=None)] == [""]
    sittings.mark_answers(own, {short.item: 0}, by=cast.actor("clerk"), at=END)
    assert not Duty.objects.filter(code="training_marking", closed_at=None).exists()


def test_marking_again_is_the_office_s_and_gives_the_evidence_anew(cast: Cast) -> None:
    one = exam(cast, blueprint=(*BLUEPRINT, Share("basics", 5, Kind.SHORT, 1)))
    sitting = sat(cast, one, but=[1, 2])
    points = {each.item: len(each.question.right) for each in items_of(one) if each.question.kind is Kind.SHORT}
    sittings.mark_answers(sitting, dict.fromkeys(points, 0), by=cast.actor("committee_member"), at=END)
    first = Evidence.objects.get(retracted_at=None)
    with pytest.raises(Denied):
        sittings.mark_answers(sitting, points, by=cast.actor("committee_member"), at=END)
    sittings.mark_answers(sitting, points, by=cast.actor("clerk"), at=END + timedelta(hours=1))
    again = Evidence.objects.get(retracted_at=None)
    assert (first.pk != again.pk, first.levels, again.levels) == (True, {"K2": 1}, {"K2": 3})
    assert Evidence.objects.get(pk=first.pk).retracted_at is not None
    assert [row.facts["again"] for row in Entry.objects.filter(act="AnswersMarked").order_by("number")] == [0, 1]


LATE = [("on the minute", 0, 0, True), ("a minute late by a slow line", 1, 0, True), ("two minutes late", 2, 2, False), ("a day late", 1440, 1440, False)]


@pytest.mark.parametrize(("minutes", "told", "counts"), [case[1:] for case in LATE], ids=[case[0] for case in LATE])
def test_what_comes_after_the_time_is_marked_said_to_be_late_and_no_evidence(cast: Cast, minutes: int, told: int, counts: bool) -> None:
    one = exam(cast, blueprint=CLOSED)
    sitting = sittings.start_sitting(invited(cast, one), by=cast.actor("secretary"), at=START)
    assert sitting.due_at == END
    sitting = sittings.hand_in(sitting, right(items_of(one)), by=cast.actor("secretary"), at=END + timedelta(minutes=minutes))
    assert (sitting.state, entry("SittingHandedIn").facts["late_minutes"], Evidence.objects.exists()) == ("marked", told, counts)
    assert result_of(sitting, items_of(one)).sums["basics", 4] == Score(5, 5)


def test_saved_answers_are_there_when_the_line_comes_back(cast: Cast) -> None:
    one = exam(cast)
    items = items_of(one)
    sitting = sittings.start_sitting(invited(cast, one), by=cast.actor("secretary"), at=START)
    sittings.save_answers(sitting, {items[0].item: [1], items[4].item: " 先谈心 ", items[1].item: [77]}, by=cast.actor("secretary"), at=START)
    assert sittings.start_sitting(sitting, by=cast.actor("secretary"), at=END).due_at == END, "the clock goes on from the first start"
    sitting.refresh_from_db()
    assert json.loads(open_sealed("p-secretary", f"answers:{sitting.key}", sitting.answers_sealed)) == {
        str(items[0].item): [1], str(items[1].item): [], str(items[4].item): "先谈心"}
    assert "先谈心" not in sitting.answers_sealed


def test_a_short_answer_left_empty_needs_no_trainer(cast: Cast) -> None:
    one = exam(cast)
    sitting = sittings.start_sitting(invited(cast, one), by=cast.actor("secretary"), at=START)
    sittings.hand_in(sitting, {}, by=cast.actor("secretary"), at=END)
    sitting.refresh_from_db()
    assert (sitting.state, {score.got for score in result_of(sitting, items_of(one)).sums.values()}) == ("marked", {0})


def test_a_test_is_sat_on_its_days_and_handed_in_once(cast: Cast) -> None:
    sitting = invited(cast, exam(cast, blueprint=CLOSED))
    for at in (NOW - timedelta(days=1), NOW + timedelta(days=8)):
        with pytest.raises(Refused):
            sittings.start_sitting(sitting, by=cast.actor("secretary"), at=at)
    with pytest.raises(Refused):
        sittings.hand_in(sitting, {}, by=cast.actor("secretary"), at=NOW)
    sittings.start_sitting(sitting, by=cast.actor("secretary"), at=NOW + timedelta(days=7))
    sittings.hand_in(sitting, {}, by=cast.actor("secretary"), at=NOW + timedelta(days=7))
    for act in (sittings.hand_in, sittings.save_answers):
        with pytest.raises(Refused):
            act(sitting, {}, by=cast.actor("secretary"), at=NOW + timedelta(days=7))


def test_nobody_sits_or_marks_for_another_and_nobody_marks_their_own(cast: Cast) -> None:
    sitting = invited(cast, exam(cast))
    for login in ("clerk", "committee_member", "new_secretary", "outsider"):
        with pytest.raises(Denied):
            sittings.start_sitting(sitting, by=cast.actor(login), at=NOW)
    done = sat(cast, exam(cast, title="又一份"))
    for login in ("secretary", "envoy", "reader", "new_secretary", "outsider"):
        with pytest.raises(Denied):
            sittings.mark_answers(done, {}, by=cast.actor(login), at=END)
    own = sat(cast, exam(cast, title="批卷人自己的"), login="committee_member", person="p-committee")
    with pytest.raises(Denied):
        sittings.mark_answers(own, {}, by=cast.actor("committee_member"), at=END)
    with pytest.raises(Refused) as no:
        sittings.mark_answers(own, {}, by=cast.actor("clerk"), at=END)
    assert no.value.field.startswith("points-")


def test_people_are_invited_once_and_none_of_another_committee(cast: Cast) -> None:
    one = exam(cast)
    people = [cast.people["p-secretary"], cast.people["p-new"]]
    assert acts.invite(one, people, by=cast.actor("clerk"), at=NOW) == 2
    assert acts.invite(one, people, by=cast.actor("clerk"), at=NOW) == 0
    assert entry("ExamineesInvited").facts == {"exam": one.key, "invited": ["p-new", "p-secretary"]}
    with pytest.raises(Refused):
        acts.invite(one, [cast.people["p-outsider"]], by=cast.actor("clerk"), at=NOW)
    assert [each.name for each in sitters(one)] == ["单志强", "欧阳海涛"]


# --- paper ---


def test_a_paper_typed_in_by_question_stands_equal_to_the_screen(cast: Cast) -> None:
    one = exam(cast)
    sitting, items = invited(cast, one), items_of(one)
    full = {each.item: worth(each.asked) for each in items}
    sittings.enter_paper(sitting, sittings.Paper(TODAY, full, {}), by=cast.actor("committee_member"), at=NOW)
    sitting.refresh_from_db()
    assert (sitting.state, sitting.way, result_of(sitting, items).sums) == (
        "marked", "paper", {("basics", 4): Score(5, 5), ("basics", 8): Score(4, 4), ("secretary", 5): Score(6, 6)})
    assert (Evidence.objects.get().levels, Evidence.objects.get().valid_on) == ({"K2": 3}, TODAY)
    assert entry("PaperEntered").facts == {"exam": one.key, "sitting": sitting.key, "questions": 5}


def test_a_paper_typed_in_as_its_result_gives_the_same_sums(cast: Cast) -> None:
    one = exam(cast)
    sitting = invited(cast, one)
    sittings.enter_paper(sitting, sittings.Paper(TODAY, {}, {("basics", 4): 3, ("basics", 8): 0, ("secretary", 5): 6}), by=cast.actor("clerk"), at=NOW)
    sitting.refresh_from_db()
    result = result_of(sitting, items_of(one))
    assert (result.sums, result.answered) == ({("basics", 4): Score(3, 5), ("basics", 8): Score(0, 4), ("secretary", 5): Score(6, 6)}, ())
    assert Evidence.objects.get().levels == {"K2": 1}


UNFIT: list[tuple[str, Any, str]] = [
    ("a question without marks", lambda items: sittings.Paper(TODAY, {one.item: 0 for one in items[1:]}, {}), "marks-"),
    ("more marks than it gives", lambda items: sittings.Paper(TODAY, {one.item: 3 for one in items}, {}), "marks-"),
    ("tomorrow", lambda items: sittings.Paper(TODAY + timedelta(days=1), {one.item: 0 for one in items}, {}), "on"),
    ("before the test", lambda items: sittings.Paper(TODAY - timedelta(days=1), {one.item: 0 for one in items}, {}), "on"),
    ("more than a unit gives", lambda items: sittings.Paper(TODAY, {}, {("basics", 4): 6, ("basics", 8): 0, ("secretary", 5): 0}), "unit-basics-4"),
    ("a unit left out", lambda items: sittings.Paper(TODAY, {}, {("basics", 4): 5}), "unit-basics-8"),
]


def test_a_paper_that_cannot_be_is_refused_at_its_field(cast: Cast) -> None:
    one = exam(cast)
    sitting = invited(cast, one)
    for case, paper, field in UNFIT:
        with pytest.raises(Refused) as no:
            sittings.enter_paper(sitting, paper(items_of(one)), by=cast.actor("clerk"), at=NOW)
        sitting.refresh_from_db()
        assert (no.value.field.startswith(field), sitting.state) == (True, "invited"), case


# --- before and after ---


def test_what_changed_is_told_by_unit_for_the_person_and_for_those_who_sat_both(cast: Cast) -> None:
    before = exam(cast, blueprint=CLOSED)
    after = exam(cast, title="训后", purpose="after", before=before, blueprint=CLOSED)
    sat(cast, before, but=[1, 2])
    sitting = sat(cast, after)
    sat(cast, after, login="new_secretary", person="p-new")                  # was not there before
    items = items_of(after)
    told = change_of(after, sitting.person_id, result_of(sitting, items).sums)
    assert [(one.unit, one.before, one.after, one.points) for one in told] == [
        (("basics", 4), Score(1, 5), Score(5, 5), 80), (("basics", 8), Score(4, 4), Score(4, 4), 0)]
    group = group_of(after, items)
    assert (group.people, group.changes) == (1, told)
    assert group_of(before, items_of(before)).people == 1
    assert change_of(after, cast.people["p-new"].pk, {}) == ()


def test_a_destroyed_key_leaves_the_others_results(cast: Cast) -> None:
    from leadgoose.ground.vault.actions import destroy

    one = exam(cast, blueprint=CLOSED)
    gone = sat(cast, one)
    sat(cast, one, login="new_secretary", person="p-new")
    destroy("p-secretary", NOW)
    assert result_of(gone, items_of(one)).sums == {}
    assert group_of(one, items_of(one)).changes[0].after == Score(5, 5)


def test_every_shipped_unit_can_be_asked(cast: Cast) -> None:
    shipped(cast)
    units = tuple(Share(course.key, unit.number, Kind.SINGLE, 3) for course in courses.courses().values() for unit in course.units)
    one = exam(cast, blueprint=units)
    assert (len(one.items), Sitting.objects.count()) == (48, 0)
