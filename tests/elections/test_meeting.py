"""The roll, the hands, the ballots: rows and journal, and everything that is refused with the sentence that says what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cast import NOW, TODAY, Cast
from elections.hall import COUNTER, LISTED, SCRUTINEER, SECOND, Hall, hall
from leadgoose.elections.actions import ballots, desk
from leadgoose.elections.actions.meeting import Opening, open_meeting
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.roll import Call, Wish, decide_exclusions, declare_present
from leadgoose.elections.actions.steps import Told, side_step, withdraw_step
from leadgoose.elections.models import Declaration, Election, Exclusion, Meeting, Round, Step, Watcher
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.desk import places, reasons_of
from leadgoose.elections.rules import stages
from leadgoose.elections.rules.hands import Hands
from leadgoose.elections.rules.rollcall import Grounds
from leadgoose.elections.rules.sheet import Gap
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.statutes.votes import Expected

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: Cast) -> Hall:
    return hall(cast)


def current(hall: Hall) -> str:
    return next(one.screen for one in places(hall.room()) if one.current)


def facts(act: str) -> dict[str, Any]:
    return Entry.objects.filter(act=act).latest("number").facts


def test_the_roll_holds_electors_and_says_who_has_no_right_and_why(room: Hall) -> None:
    there = room.room()
    assert len(there.electors) == 18 and there.base == Expected(18)
    assert dict(there.bars) == {"p-probation": "elec-rights-full-members"}
    assert (facts("MeetingOpened")["meeting"], facts("MeetingOpened")["chair"]) == ("members", "p-secretary")


def test_enough_are_there_and_the_number_is_declared(room: Hall) -> None:
    room.declare(16, guests=1)
    row = Declaration.objects.get()
    assert (row.right, row.expected, row.need, row.present, row.others, row.quorate, len(row.in_room)) == (18, 18, 15, 16, 1, True, 16)
    step = course_of(room.election).open["roll-call"]
    assert (row.under, step.on, current(room)) == (step, TODAY, "decisions")
    assert facts("PresentDeclared")["present"] == 16 and facts("ExclusionsDecided")["excluded"] == 0


@pytest.mark.parametrize(("present", "quorate"), [(15, True), (14, False)])
def test_four_fifths_of_18_are_15(room: Hall, present: int, quorate: bool) -> None:
    room.declare(present)
    assert Declaration.objects.get().quorate is quorate
    moves = {one.key for one in stages.moves(course_of(room.election).facts) if one.sort == "side"}
    assert ("new-meeting" in moves) is not quorate
    assert current(room) == ("decisions" if quorate else "roll")


def test_a_latecomer_changes_the_count_only_by_a_new_declaration(room: Hall) -> None:
    room.declare(15)
    room.decide(15)
    with pytest.raises(Refusal, match="已宣布实到会 15 人，现场有选举权 16 人；请在发票之前重新宣布"):
        room.issue(20, 16)
    room.declare(16)
    assert [one.present for one in room.room().declarations] == [15, 16] and facts("PresentRedeclared")["present"] == 16
    room.issue(20, 16)
    assert room.round.present == 16
    with pytest.raises(Refusal, match="已经发票，不能再宣布实到会 17 人"):
        room.declare(17)


def test_a_number_that_ends_the_meeting_needs_its_reason_and_takes_off_what_stood_on_it(room: Hall) -> None:
    room.declare(16)
    room.decide()
    with pytest.raises(Refusal) as refused:
        room.declare(14)
    assert refused.value.field == "reason"
    room.declare(14, reason="两人被紧急召回井场")
    there = room.room()
    assert (there.declaration.present if there.declaration else 0, there.watchers, current(room)) == (14, (), "roll")
    assert Watcher.objects.count() == 3, "what falls with its step stays on record"
    side_step(room.election, "new-meeting", TODAY, Told(ticked=frozenset({"new-date"})), by=room.by, at=NOW)
    with pytest.raises(Refusal, match="这次会议已经随前一阶段撤下"):
        room.declare(16)


def test_a_paper_sheet_gives_numbers_without_names(room: Hall) -> None:
    call = Call(numbers=(16, 2), chair_in_order=True)
    row = declare_present(room.meeting, call, by=room.by, at=NOW)
    assert (row.present, row.others, row.in_room, row.by_numbers, row.quorate) == (16, 2, [], True, True)


IMPOSSIBLE = [
    (Call(frozenset({"p-secretary", "p-outsider"})), "有不属于本支部的人"),
    (Call(numbers=(19, 0)), "实到会人数比有选举权的人数还多，请重新点名"),
    (Call(numbers=(-1, 0)), "人数和票数不能小于 0"),
    (Call(frozenset({"p-secretary"}), guests=-1), "人数和票数不能小于 0"),
    (Call(frozenset(f"x-{number}" for number in range(30))), "签到人数多于本支部党员人数"),
]


def test_a_call_that_cannot_be_true_is_refused_and_nothing_is_kept(room: Hall) -> None:
    for call, said in IMPOSSIBLE:
        with pytest.raises(Refusal, match=said):
            declare_present(room.meeting, call, by=room.by, at=NOW)
    assert not Declaration.objects.exists() and not Entry.objects.filter(act="ExclusionsDecided").exists()


def test_the_chair_must_be_in_order(room: Hall) -> None:
    with pytest.raises(Refusal, match="大会由规定的人主持"):
        declare_present(room.meeting, Call(frozenset(room.electors)), by=room.by, at=NOW)


AWAY = Wish("m-14", Grounds.AWAY, 7, "示委批〔2026〕8号", TODAY)


def test_an_exclusion_needs_the_superiors_paper_and_the_meetings_vote(room: Hall) -> None:
    decide_exclusions(room.meeting, [AWAY], Hands(17), by=room.by, at=NOW)
    there = room.room()
    assert (there.excluded, there.base) == (1, Expected(17))
    row = Exclusion.objects.get()
    assert (row.person.key, row.consent_no, row.hands.favour if row.hands else 0, row.grounds_sealed[:3]) == ("m-14", "示委批〔2026〕8号", 17, "v1.")
    entry = Entry.objects.get(act="ExclusionsDecided")
    assert entry.facts["excluded"] == 1 and "away" not in str(entry.facts) and "m-14" not in str(entry.facts)
    room.declare(14)
    assert Declaration.objects.get().need == 14


INADMISSIBLE = [
    (Wish("m-14", Grounds.AWAY, 7), Hands(17), "没有上级党组织同意的记录，仍计入"),
    (AWAY, Hands(9, 8), "没有经党员大会通过的记录，仍计入"),
    (AWAY, None, "请填写大会表决的赞成人数"),
    (AWAY, Hands(19), "举手的合计比在场有表决权的人还多"),
    (Wish("m-14", Grounds.AWAY, 5, "8号"), Hands(17), "不符合不计入应到会人数的规定情形"),
    (Wish("p-probation", Grounds.BEDRIDDEN, None, "8号"), Hands(17), "没有选举权，本来就不在应到会人数里"),
    (Wish("nobody", Grounds.BEDRIDDEN, None, "8号"), Hands(17), "有不在名册上的人"),
]


def test_an_exclusion_that_does_not_hold_is_refused(room: Hall) -> None:
    for wish, hands, said in INADMISSIBLE:
        with pytest.raises(Refusal, match=said):
            decide_exclusions(room.meeting, [wish], hands, by=room.by, at=NOW)
    assert not Exclusion.objects.exists()


def test_the_meeting_adopts_the_method_by_more_than_half_of_those_expected(room: Hall) -> None:
    room.declare(15)
    desk.record_report_heard(room.meeting, Hands(15), by=room.by, at=NOW)
    with pytest.raises(Refusal, match="应到会有表决权 18 人，超过半数须 10 人赞成，赞成 9 人，差 1 人，没有通过"):
        desk.adopt_method(room.meeting, Hands(9, 4, 2), by=room.by, at=NOW)
    with pytest.raises(Refusal, match="举手的合计比在场有表决权的人还多"):
        desk.adopt_method(room.meeting, Hands(10, 5, 1), by=room.by, at=NOW)
    desk.adopt_method(room.meeting, Hands(10, 4, 1), by=room.by, at=NOW)
    hands = room.room().hands["method"]
    assert (hands.favour, hands.against, hands.abstain, hands.base, hands.need, hands.passed) == (10, 4, 1, 18, 10, True)
    assert facts("MethodAdopted")["favour"] == 10 and course_of(room.election).open["method"].ticked == ["method-passed"]


UNFIT = [
    ((), (COUNTER,), "还没有监票人", "scrutineers"),
    ((LISTED[0],), (COUNTER,), "王堃是候选人，不能监票", "scrutineers"),
    ((SCRUTINEER,), (LISTED[1],), "李建军是候选人，不能计票", "counters"),
    ((SCRUTINEER,), (), "还没有计票人", "counters"),
    ((SCRUTINEER,), (SCRUTINEER,), "既监票又计票", "scrutineers"),
    (("p-probation",), (COUNTER,), "没有到会", "scrutineers"),
]


def test_who_watches_and_counts_stands_for_nothing(room: Hall) -> None:
    room.declare(15)
    desk.record_report_heard(room.meeting, None, by=room.by, at=NOW)
    desk.adopt_method(room.meeting, Hands(15), by=room.by, at=NOW)
    for scrutineers, counters, said, field in UNFIT:
        with pytest.raises(Refusal, match=said) as refused:
            desk.choose_scrutineers(room.meeting, desk.Choice(scrutineers, counters, Hands(15)), by=room.by, at=NOW)
        assert refused.value.field == field
    assert not Watcher.objects.exists()


def test_those_chosen_are_kept_by_person_with_the_hash_of_their_pin_alone(room: Hall) -> None:
    room.declare()
    room.decide()
    assert sorted((one.name, one.role) for one in Watcher.objects.all()) == [("吴珺", "counter"), ("周正", "scrutineer"), ("郑喆", "counter")]
    row = Watcher.objects.get(role="scrutineer")
    assert row.pin_sealed.startswith("v1.") and len(row.pin_salt) == 32 and row.pin_times == 1
    assert facts("ScrutineersChosen")["scrutineers"] == [SCRUTINEER]
    entry = Entry.objects.filter(act="PinSet").latest("number")
    assert entry.person_key == SECOND and set(entry.facts) == {"election", "meeting", "times"}
    for pin, said in (("12", "4 至 12 位数字"), ("12345a", "4 至 12 位数字")):
        with pytest.raises(Refusal, match=said):
            desk.set_pin(room.meeting, SCRUTINEER, pin, by=room.by, at=NOW)
    with pytest.raises(Refusal, match="只有本次会议的监票人、计票人"):
        desk.set_pin(room.meeting, LISTED[0], "1234", by=room.by, at=NOW)


def test_ballots_stand_in_the_order_of_strokes(room: Hall) -> None:
    room.declare()
    room.decide()
    room.issue()
    assert [name for _, name in room.round.candidates] == ["王堃", "李建军", "欧阳晓燕", "赵敏华"]
    row = room.round
    assert (row.sort, row.seats, row.present, row.printed, row.issued, row.basis) == ("committee", 3, 16, 20, 16, course_of(room.election).open["scrutineers"])
    assert facts("BallotsIssued")["issued"] == 16


NOT_OUT = [
    (ballots.Issue(10, 16, 16, True), "issued"), (ballots.Issue(20, 0, 16, True), "issued"), (ballots.Issue(20, 16, 16, False), "introduced"),
    (ballots.Issue(20, 16, -1, True), "electors"), (ballots.Issue(20, 16, 15, True), "electors"),
    (ballots.Issue(20, 16, 16, True, order=("m-1", "m-2", "m-3", "m-9")), "order"),
]


def test_ballots_that_cannot_be_out_are_refused(room: Hall) -> None:
    room.declare()
    room.decide()
    for told, field in NOT_OUT:
        with pytest.raises(Refusal) as refused:
            ballots.issue_ballots(room.meeting, told, by=room.by, at=NOW)
        assert refused.value.field == field
    assert not Round.objects.exists()


def test_an_order_by_hand_is_kept(room: Hall) -> None:
    room.declare()
    room.decide()
    room.issue(order=("m-4", "m-1", "m-2", "m-3"))
    assert [key for key, _ in room.round.candidates] == ["m-4", "m-1", "m-2", "m-3"]


def test_differences_need_words_that_are_sealed_for_the_minutes(room: Hall) -> None:
    room.declare()
    room.decide()
    room.issue()
    with pytest.raises(Refusal, match="投票人数比实到会人数还多"):
        ballots.close_vote(room.meeting, 17, True, by=room.by, at=NOW)
    with pytest.raises(Refusal, match="选举不能委托投票"):
        ballots.close_vote(room.meeting, 16, False, by=room.by, at=NOW)
    ballots.close_vote(room.meeting, 16, True, by=room.by, at=NOW)
    for told, said, field in (
        (ballots.Returned(16, 3), "印制选票 20 张，发出、作废和销毁合计 19 张，相差 1 张", "reason_printed"),
        (ballots.Returned(15, 4), "投票 16 人，收回选票 15 张，少 1 张；请写明原因", "reason_returned"),
        (ballots.Returned(15, 4, reasons={Gap.RETURNED: "  "}), "请写明原因", "reason_returned"),
        (ballots.Returned(-1, 4), "不能小于 0", "returned"),
    ):
        with pytest.raises(Refusal, match=said) as refused:
            ballots.reconcile_ballots(room.meeting, told, by=room.by, at=NOW)
        assert refused.value.field == field
    ballots.reconcile_ballots(room.meeting, ballots.Returned(15, 4, reasons={Gap.RETURNED: "一人投票后带走了选票"}), by=room.by, at=NOW)
    row = room.round
    assert (row.returned, row.spare_destroyed, reasons_of(row, "one")) == (15, 4, {"returned": "一人投票后带走了选票"})
    assert "带走" not in row.reasons_sealed and facts("BallotsReconciled")["explained"] == ["returned"]
    assert current(room) == "tally"


def test_one_spare_ballot_issued_is_a_breach_that_no_words_mend(room: Hall) -> None:
    room.declare()
    room.decide()
    ballots.issue_ballots(room.meeting, ballots.Issue(20, 17, 16, True), by=room.by, at=NOW)
    ballots.close_vote(room.meeting, 16, True, by=room.by, at=NOW)
    reasons = {Gap.ISSUED: "多发一张"}
    with pytest.raises(Refusal, match="实到会有选举权 16 人，发出选票 17 张，多发 1 张"):
        ballots.reconcile_ballots(room.meeting, ballots.Returned(16, 3, reasons=reasons), by=room.by, at=NOW)
    withdraw_step(room.election, "ballots", Told(reason="多发一张，选票作废"), by=room.by, at=NOW)
    assert room.room().vote is None and current(room) == "ballots"
    room.issue(20, 16)
    assert (room.round.number, room.round.follows) == (2, "")


def test_more_returned_than_voted_voids_the_vote_and_it_is_held_again(room: Hall) -> None:
    room.declare()
    room.decide()
    room.issue()
    ballots.close_vote(room.meeting, 15, True, by=room.by, at=NOW)
    verdict = ballots.reconcile_ballots(room.meeting, ballots.Returned(16, 4, reasons={Gap.ISSUED: "一人未投"}), by=room.by, at=NOW)
    assert not verdict.ok and room.round.outcome == "void" and current(room) == "ballots"
    with pytest.raises(Refusal, match="请写明原因"):
        ballots.vote_again(room.meeting, " ", by=room.by, at=NOW)
    row = ballots.vote_again(room.meeting, "收回多于投票人数", by=room.by, at=NOW)
    assert (row.number, row.follows, row.issued, [key for key, _ in row.candidates]) == (2, "vote-again", 0, ["m-1", "m-2", "m-4", "m-3"])
    assert Step.objects.get(key="vote-again").receipt_number == Entry.objects.get(act="VoteRepeated").number
    room.issue()
    room.reconcile()
    assert current(room) == "tally" and room.round.number == 2


def test_a_meeting_waits_for_the_stage_that_calls_it_and_has_one_day(room: Hall, cast: Cast) -> None:
    with pytest.raises(Refusal, match="先完成“宣布当选名单”"):
        open_meeting(room.election, Opening(Meeting.Sort.COMMITTEE, TODAY), by=room.by, at=NOW)
    with pytest.raises(Refusal, match="没有安排差额预选"):
        open_meeting(room.election, Opening(Meeting.Sort.PRESELECTION, TODAY), by=room.by, at=NOW)
    again = open_meeting(room.election, Opening(Meeting.Sort.MEMBERS, TODAY, Meeting.Held.PAPER, "p-committee"), by=room.by, at=NOW)
    assert (again.pk, again.held) == (room.meeting.pk, "paper")
    with pytest.raises(Refusal, match="主持人不在本次会议的名册上"):
        open_meeting(room.election, Opening(Meeting.Sort.MEMBERS, TODAY, chair="p-new"), by=room.by, at=NOW)
    with pytest.raises(Denied):
        open_meeting(room.election, Opening(Meeting.Sort.MEMBERS, TODAY), by=cast.actor("envoy"), at=NOW)
    room.declare()
    with pytest.raises(Refusal, match="会议已经有记录，不能再改日期"):
        open_meeting(room.election, Opening(Meeting.Sort.MEMBERS, TODAY), by=room.by, at=NOW)


def test_nothing_is_done_while_the_superior_has_stopped_the_election(room: Hall, cast: Cast) -> None:
    side_step(room.election, "stop", TODAY, Told(ticked=frozenset({"superior-decides"}), reason="待查"), by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refusal, match="上级已决定停止选举"):
        room.declare()


def test_a_meeting_on_another_day_than_the_one_told_leaves_one_day_on_every_page_and_both_in_the_journal(room: Hall, cast: Cast) -> None:
    told = TODAY + timedelta(3)
    Election.objects.filter(pk=room.election.pk).update(meeting_on=told)
    opening = Opening(Meeting.Sort.MEMBERS, TODAY, chair="p-secretary")
    open_meeting(Election.objects.get(pk=room.election.pk), opening, by=cast.actor("secretary"), at=NOW)
    assert Election.objects.get(pk=room.election.pk).meeting_on == TODAY
    assert facts("MeetingOpened")["noticed_on"] == told.isoformat()
    open_meeting(Election.objects.get(pk=room.election.pk), opening, by=cast.actor("secretary"), at=NOW)
    assert "noticed_on" not in facts("MeetingOpened")
