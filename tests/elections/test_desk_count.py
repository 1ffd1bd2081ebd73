"""Sheets are closed by two people, a count is decided by the rules alone, and what was counted leaves no ballot and no minute behind."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from cast import NOW, TODAY, Cast
from elections.hall import COUNTER, LISTED, PIN, SCRUTINEER, SECOND, Hall, hall, stand
from leadgoose.elections.actions import ballots, desk, sheets
from leadgoose.elections.actions.begin import Beginning, begin
from leadgoose.elections.actions.leaders import record_first_meeting, record_preselection
from leadgoose.elections.actions.meeting import Opening, open_meeting
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.roll import Call, declare_present
from leadgoose.elections.actions.steps import Told, record_step, withdraw_step
from leadgoose.elections.models import Candidate, Election, Meeting, Round, Sheet, Watcher
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.desk import differences, entries_of, names_in, places
from leadgoose.elections.queries.outcome import Elected, Sums, elected_of, sums_of
from leadgoose.elections.rules.hands import Hands
from leadgoose.elections.rules.pins import sheet_text, signature, slow_hash
from leadgoose.elections.rules.sheet import Line
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.statutes.sentences import say

pytestmark = pytest.mark.django_db
CLEAR = (14, 12, 10, 8)   # of 王堃, 李建军, 赵敏华, 欧阳晓燕; 9 needed
TIE, SHORT = (14, 10, 10, 10), (14, 12, 8, 7)


@pytest.fixture
def room(cast: Cast) -> Hall:
    made = hall(cast)
    made.ready()
    return made


def announce(room: Hall) -> None:
    record_step(room.election, "announced", TODAY, Told(ticked=frozenset({"scrutineer-reported"})), by=room.by, at=NOW)


def test_two_people_enter_the_same_and_the_rules_decide(room: Hall) -> None:
    decided = room.count(room.sums(CLEAR))
    assert (decided.status, decided.elected, decided.need) == ("complete", ("m-1", "m-2", "m-3"), 9)
    said = [say(one) for one in decided.reasons]
    assert "实到会有选举权 16 人，过半数须得 9 票，王堃得 14 票，当选，超出 5 票。" in said
    assert any("欧阳晓燕得 8 票，正好半数，没有超过半数，未当选" in one for one in said)
    step = course_of(room.election).open["counted"]
    assert (step.outcome, room.round.counted, room.round.outcome, room.round.signed) == ("complete", step, "complete", True)
    assert elected_of(room.election) == Elected(("m-1", "m-2", "m-3"), None, (), True)


def test_nobody_is_elected_against_the_count(room: Hall) -> None:
    room.count(room.sums(SHORT))
    with pytest.raises(Refusal, match="还不能办理"):
        announce(room)
    assert elected_of(room.election) == Elected(("m-1", "m-2"), None, (), False)


def test_the_same_person_twice_is_refused_and_corrects_only_with_a_reason(room: Hall) -> None:
    room.enter(COUNTER, room.sums(CLEAR))
    with pytest.raises(Refusal, match="同一人不能录入两次") as refused:
        room.enter(COUNTER, room.sums((13, 12, 10, 8)))
    assert refused.value.field == "reason"
    room.enter(COUNTER, room.sums((13, 12, 10, 8)), reason="漏看一笔")
    rows = list(Sheet.objects.filter(person__key=COUNTER).order_by("replaced_on"))
    assert len(rows) == 2 and {one.replaced_on for one in rows} == {None, TODAY}
    assert "漏看" not in "".join(one.reason_sealed for one in rows)
    with pytest.raises(Refusal, match="还缺第二人的独立录入"):
        sheets.decide_count(room.meeting, True, by=room.by, at=NOW)


def test_differences_are_told_name_by_name(room: Hall) -> None:
    other = room.sums(CLEAR)
    room.enter(COUNTER, other)
    room.enter(SECOND, Sums({**other.lines, "m-4": Line(8, 7, 1)}))
    there = room.room()
    found = differences(entries_of(there, room.round), names_in(there, room.round))
    assert [(one.name, one.what, one.first, one.second) for one in found] == [("欧阳晓燕", "disapprove", 8, 7), ("欧阳晓燕", "abstain", 0, 1)]
    with pytest.raises(Refusal, match="有 2 处不一致，涉及欧阳晓燕；请对照选票核对"):
        sheets.decide_count(room.meeting, True, by=room.by, at=NOW)
    room.enter(SECOND, other, reason="看错一张弃权票")
    assert sheets.decide_count(room.meeting, True, by=room.by, at=NOW).status == "complete"


def test_a_third_sheet_must_agree_too(room: Hall) -> None:
    for key in (COUNTER, SECOND):
        room.enter(key, room.sums(CLEAR))
    room.enter(SCRUTINEER, room.sums((13, 12, 10, 8)))
    with pytest.raises(Refusal, match="不一致，涉及王堃"):
        sheets.decide_count(room.meeting, True, by=room.by, at=NOW)


def test_where_one_alone_qualifies_the_signed_sheet_stands_with_a_warning(cast: Cast) -> None:
    room = hall(cast)
    room.declare()
    room.decide()
    Watcher.objects.exclude(person__key=SCRUTINEER).update(retracted_at=NOW)
    room.issue()
    room.reconcile()
    room.enter(SCRUTINEER, room.sums(CLEAR))
    with pytest.raises(Refusal, match="只有一人可以录入，计票表还没有监票人签字"):
        sheets.decide_count(room.meeting, False, by=room.by, at=NOW)
    sheets.decide_count(room.meeting, True, by=room.by, at=NOW)
    judged = course_of(room.election).facts.records["counted"].judged["sheets-agree"]
    assert [one.code for one in judged.warnings] == ["elections.one-entry-signed"]


def test_only_those_chosen_enter_with_their_own_pin_which_cannot_be_guessed_for_long(room: Hall) -> None:
    for entrant in (LISTED[0], "m-9"):
        with pytest.raises(Refusal, match="录入人不是本次会议的监票人、计票人"):
            room.enter(entrant, room.sums(CLEAR))
    for _ in range(5):
        with pytest.raises(Refusal, match="密码不对"):
            room.enter(COUNTER, room.sums(CLEAR), "0000")
    with pytest.raises(Refusal, match="密码已经错了 5 次，请本人重新设置"):
        room.enter(COUNTER, room.sums(CLEAR), PIN)
    assert not Sheet.objects.exists()


def test_a_device_signs_a_sheet_instead_of_sending_the_pin(room: Hall) -> None:
    sums = room.sums(CLEAR)
    hashed = slow_hash(PIN, Watcher.objects.get(person__key=COUNTER).pin_salt)
    right = signature(hashed, sheet_text(room.round.key, COUNTER, sums.lines, sums.writeins, sums.invalid))
    with pytest.raises(Refusal, match="密码不对"):   # signed for other sums
        room.enter(COUNTER, room.sums((13, 12, 10, 8)), right, signed=True)
    sheet = room.enter(COUNTER, sums, right, signed=True)
    assert sheet.person.key == COUNTER
    assert room.enter(COUNTER, sums, right, signed=True) == sheet, "sent again because the answer was lost: it is there, and nobody is told otherwise"
    assert Sheet.objects.count() == 1
    assert Entry.objects.filter(act="SheetClosed").count() == 1
    with pytest.raises(Refusal, match="同一人不能录入两次"):   # typed again it is a second count
        room.enter(COUNTER, sums)


def test_a_sheet_sent_again_after_the_count_was_decided_is_told_as_taken_already(room: Hall, cast: Cast) -> None:
    """The device sent it, lost the answer, and comes back when the count is decided: the same signed sheet is known again, another is refused."""
    sums, vote = room.sums(CLEAR), room.round.key
    hashed = slow_hash(PIN, Watcher.objects.get(person__key=COUNTER).pin_salt)
    right = signature(hashed, sheet_text(vote, COUNTER, sums.lines, sums.writeins, sums.invalid))
    room.count(sums)
    before = Entry.objects.count()
    fields = {"meeting": "members", "round": vote, "entrant": COUNTER, "signature": right, "candidate": list(sums.lines), "invalid": "0", "way": "sums"}
    for key, line in sums.lines.items():
        fields |= {f"approve_{key}": str(line.approve), f"disapprove_{key}": str(line.disapprove), f"abstain_{key}": str(line.abstain)}
    client, address = cast.client("secretary"), f"/desk/{room.election.key}/sheet/"
    assert client.post(address, fields, headers={"X-Desk": "1"}).status_code == 200
    assert "的这张计票单先前已经收下，没有重复录入" in client.get(f"/desk/{room.election.key}/").content.decode()
    assert Sheet.objects.count() == 2 and Entry.objects.count() == before
    with pytest.raises(Refusal, match="密码不对"):
        room.enter(COUNTER, sums, "0" * 64, signed=True)
    with pytest.raises(Refusal, match="计票结果已经判定"):
        room.enter(COUNTER, room.sums((13, 12, 10, 8)), right, signed=True)


BAD: list[tuple[Any, str]] = [
    ({"m-1": Line(14, 1, 0)}, "王堃的赞成、不赞成、弃权合计 15 票，有效票 16 张，少 1 票；请核对"),
    ({"m-1": Line(16, 1, 0)}, "王堃的赞成、不赞成、弃权合计 17 票，有效票 16 张，多 1 票；请核对"),
    ({"m-1": Line(17, 0, 0)}, "有人的得票比有效票还多"),
    ({name: Line(16, 0, 0) for name in LISTED}, "得票总数超过了有效票与应选名额的乘积"),
]


WRITTEN = [
    ({"p-probation": 1}, "解文静没有被选举权，另选解文静的这一处不计，请从另选他人里去掉"),
    ({"p-outsider": 1}, "另选他人里有名册上没有的人：没有被选举权"),
    ({"m-8": 5}, "另选他人合计 5 票，不赞成合计 4 票，多 1 票；只有不赞成的才能另选"),
]


def test_sums_that_do_not_fit_the_ballots_are_refused(room: Hall) -> None:
    listed = [key for key, _ in room.round.candidates]
    for changed, said in BAD:
        with pytest.raises(Refusal, match=said) as refused:
            room.enter(COUNTER, Sums({**room.sums(CLEAR).lines, **changed}))
        assert refused.value.field == "lines"
    for writeins, said in WRITTEN:   # for those with the right only, and not above the disapprovals
        with pytest.raises(Refusal, match=said):
            room.enter(COUNTER, Sums({key: Line(4, 1, 11) for key in listed}, writeins))
    with pytest.raises(Refusal, match="名单以选票为准"):
        room.enter(COUNTER, Sums({key: Line(16, 0, 0) for key in listed[:2]}))
    assert not Sheet.objects.exists()


def test_a_write_in_can_win_and_is_named_by_the_roll(room: Hall) -> None:
    decided = room.count(room.sums((14, 12, 6, 6), {"m-8": 10}, 0))
    assert decided.elected == ("m-1", "m-2", "m-8") and decided.names["m-8"] == "冯春生"
    assert elected_of(room.election).committee == ("m-1", "m-8", "m-2"), "by strokes: 王 冯 李"


def test_a_tie_is_voted_on_again_by_nobody_but_those_tied(room: Hall) -> None:
    decided = room.count(room.sums(TIE))
    assert (decided.status, set(decided.tied), decided.tied_seats, decided.elected) == ("tie", {"m-2", "m-3", "m-4"}, 2, ("m-1",))
    with pytest.raises(Refusal, match="计票结果不需要这一步"):
        ballots.elect_open_seats(room.meeting, ["m-2"], True, by=room.by, at=NOW)
    row = ballots.hold_revote(room.meeting, False, by=room.by, at=NOW)
    assert (row.follows, row.seats, {key for key, _ in row.candidates}) == ("revote", 2, {"m-2", "m-3", "m-4"})
    room.issue()
    room.reconcile()
    with pytest.raises(Refusal, match="没有另选他人"):
        room.enter(COUNTER, Sums(room.sums((9, 8, 7)).lines, {"m-8": 1}))
    assert room.count(room.sums((9, 8, 7))).status == "complete"
    assert elected_of(room.election) == Elected(("m-1", "m-2", "m-3"), None, (), True)
    announce(room)


def test_a_second_tie_waits_for_the_superior(room: Hall) -> None:
    room.count(room.sums(TIE))
    ballots.hold_revote(room.meeting, False, by=room.by, at=NOW)
    room.issue()
    room.reconcile()
    assert room.count(room.sums((9, 7, 7))).status == "tie"
    with pytest.raises(Refusal, match="已报上级党组织并得到答复"):
        ballots.hold_revote(room.meeting, False, by=room.by, at=NOW)
    row = ballots.hold_revote(room.meeting, True, by=room.by, at=NOW)
    assert (row.seats, [key for key, _ in row.candidates]) == (1, ["m-4", "m-3"])


def test_open_seats_are_elected_separately_and_never_filled_with_the_best_loser(room: Hall) -> None:
    assert room.count(room.sums(SHORT)).vacant == 1
    for chosen, said in (
        ([], "候选人至少要有 1 名"), (["m-1"], "王堃已经当选"), (["p-probation"], "解文静没有被选举权"), ([COUNTER], "吴珺是本次会议的监票人或者计票人"),
    ):
        with pytest.raises(Refusal, match=said):
            ballots.elect_open_seats(room.meeting, chosen, True, by=room.by, at=NOW)
    row = ballots.elect_open_seats(room.meeting, ["m-3", "m-9"], True, by=room.by, at=NOW)
    assert (row.seats, [name for _, name in row.candidates]) == (1, ["赵敏华", "陈立"])
    room.issue()
    room.reconcile()
    room.count(room.sums((6, 10)))
    assert elected_of(room.election) == Elected(("m-1", "m-2", "m-9"), None, (), True)


@pytest.mark.parametrize(("agree", "passes"), [(8, True), (7, False)])
def test_seats_are_left_open_when_half_or_more_agree(room: Hall, agree: int, passes: bool) -> None:
    room.count(room.sums(SHORT))
    if not passes:
        with pytest.raises(Refusal, match="半数以上须 8 人同意，同意 7 人，差 1 人，不能减少应选名额"):
            ballots.reduce_seats(room.meeting, agree, by=room.by, at=NOW)
        return
    ballots.reduce_seats(room.meeting, agree, by=room.by, at=NOW)
    assert elected_of(room.election) == Elected(("m-1", "m-2"), None, (), True)
    announce(room)


def test_a_count_that_was_withdrawn_elects_nobody_and_is_decided_anew(room: Hall) -> None:
    room.count(room.sums(CLEAR))
    withdraw_step(room.election, "counted", Told(reason="录错一张"), by=room.by, at=NOW)
    assert elected_of(room.election) == Elected()
    for key in (COUNTER, SECOND):
        room.enter(key, room.sums((14, 12, 9, 9)), reason="录错一张")
    assert sheets.decide_count(room.meeting, True, by=room.by, at=NOW).status == "tie"


def test_what_was_decided_before_falls_with_the_meeting(room: Hall) -> None:
    room.count(room.sums(TIE))
    ballots.hold_revote(room.meeting, False, by=room.by, at=NOW)
    withdraw_step(room.election, "scrutineers", Told(reason="监票人未经表决"), by=room.by, at=NOW)
    assert (room.room().votes, elected_of(room.election)) == ((), Elected())


def test_the_first_meeting_elects_secretary_and_deputy_at_the_same_desk(room: Hall, cast: Cast) -> None:
    room.count(room.sums(CLEAR))
    announce(room)
    stand(cast, room.election, ["m-1"], Candidate.Post.SECRETARY)
    stand(cast, room.election, ["m-2"], Candidate.Post.DEPUTY)
    first = open_meeting(room.election, Opening(Meeting.Sort.COMMITTEE, TODAY, Meeting.Held.PAPER, "m-3"), by=room.by, at=NOW)
    committee = Hall(cast, room.election, room.by, first)
    assert {one.key for one in committee.room().members} == {"m-1", "m-2", "m-3"}
    declare_present(first, Call(frozenset({"m-1", "m-2"})), by=room.by, at=NOW)
    assert places(committee.room())[0].done is False, "4/5 of three are three"
    declare_present(first, Call(frozenset({"m-1", "m-2", "m-3"})), by=room.by, at=NOW)
    groups = desk.choose_scrutineers(first, desk.Choice(("m-3",), ("m-3",), Hands(3)), by=room.by, at=NOW)
    assert [one.code for one in groups.warnings] == ["elections.one-left-to-watch"]
    for expected in ("m-1", "m-2"):
        committee.issue(3, 3)
        committee.reconcile(3, 3, 0)
        assert [key for key, _ in committee.round.candidates] == [expected]
        committee.enter("m-3", Sums({expected: Line(3, 0, 0)}))
        assert sheets.decide_count(first, True, by=room.by, at=NOW).elected == (expected,)
    with pytest.raises(Refusal, match="由上届委员会推荐的一名新当选委员主持"):
        record_first_meeting(first, False, by=room.by, at=NOW)
    record_first_meeting(first, True, by=room.by, at=NOW)
    assert elected_of(room.election) == Elected(("m-1", "m-2", "m-3"), "m-1", ("m-2",), True)
    assert course_of(room.election).open["first-meeting"].on == TODAY


def test_the_first_meeting_is_not_recorded_before_everything_is_decided(room: Hall, cast: Cast) -> None:
    room.count(room.sums(CLEAR))
    announce(room)
    stand(cast, room.election, ["m-1"], Candidate.Post.SECRETARY)
    first = open_meeting(room.election, Opening(Meeting.Sort.COMMITTEE, TODAY), by=room.by, at=NOW)
    declare_present(first, Call(frozenset({"m-1", "m-2", "m-3"})), by=room.by, at=NOW)
    with pytest.raises(Refusal, match="还有没判定完的选票"):
        record_first_meeting(first, True, by=room.by, at=NOW)


# --- secrecy ---


def test_the_envoy_and_everybody_else_see_no_sums_before_they_are_announced(room: Hall, cast: Cast) -> None:
    room.count(room.sums(CLEAR))
    for login in ("envoy", "reader", "committee_member", "member", "unit_head", "auditor", "outsider"):
        assert sums_of(room.election, cast.actor(login)) == [], login
    assert [one.decided.status for one in sums_of(room.election, cast.actor("secretary")) if one.decided] == ["complete"]
    keyed = {"round", "election", "sums"}
    for entry in Entry.objects.filter(org_key="one"):
        told = str({name: value for name, value in entry.facts.items() if name not in keyed})
        assert not set(map(str, CLEAR[:3])) & set(re.findall(r"\d+", told)), entry.act
    announce(room)
    assert [one.decided.sums.lines["m-1"].approve for one in sums_of(room.election, cast.actor("envoy")) if one.decided] == [14]


LATE = datetime(2026, 11, 23, 9, 41, 27, 123456, tzinfo=UTC)


def test_a_sheet_has_a_day_and_nothing_finer_in_its_row_and_in_the_journal(room: Hall) -> None:
    closing = sheets.Closing(COUNTER, room.sums(CLEAR), Sheet.Way.TAPS, PIN)
    sheets.enter_sheet(room.meeting, room.round.key, closing, by=room.by, at=LATE)
    row, entry = Sheet.objects.get(), Entry.objects.get(act="SheetClosed")
    assert row.recorded_on == TODAY and entry.recorded_at == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert set(entry.facts) == {"election", "meeting", "round", "way", "sums"} and entry.sealed == {} and entry.person_key == COUNTER
    assert not any(isinstance(one, models.DateTimeField | models.TimeField | models.AutoField) for one in Sheet._meta.get_fields())
    assert len(entry.facts["sums"]) == 64 and row.sums_sealed.startswith("v1.")


def test_no_table_holds_ballots() -> None:
    """One row per ballot would need a table that points at a round: only sheets do."""
    there = {one.__name__ for one in apps.get_app_config("elections").get_models() for field in one._meta.get_fields() if field.is_relation
             and getattr(field, "related_model", None) is Round and field.concrete}
    assert there == {"Sheet"}


def test_a_meeting_held_on_paper_has_equal_standing(cast: Cast) -> None:
    """The same numbers, entered afterwards without a PIN from the signed sheets, give the same outcome word for word."""
    at_desk = hall(cast)
    at_desk.ready()
    first = at_desk.count(at_desk.sums(CLEAR))
    Election.objects.filter(pk=at_desk.election.pk).update(closed_at=NOW, closed_as="given-up", closed_on=TODAY)
    election = begin(cast.organisations["one"], Beginning("branch-committee", seats=3, at_stage="exclusions"), by=at_desk.by, at=NOW)
    stand(cast, election, LISTED, Candidate.Post.COMMITTEE)
    paper = Hall(cast, election, at_desk.by, open_meeting(election, Opening(Meeting.Sort.MEMBERS, TODAY, Meeting.Held.PAPER), by=at_desk.by, at=NOW))
    declare_present(paper.meeting, Call(numbers=(16, 0), chair_in_order=True), by=paper.by, at=NOW)
    desk.record_report_heard(paper.meeting, None, by=paper.by, at=NOW)
    desk.adopt_method(paper.meeting, Hands(16), by=paper.by, at=NOW)
    desk.choose_scrutineers(paper.meeting, desk.Choice((SCRUTINEER,), (COUNTER, SECOND), Hands(16)), by=paper.by, at=NOW)
    paper.issue()
    paper.reconcile()
    for key in (COUNTER, SECOND):
        paper.enter(key, paper.sums(CLEAR), pin="")
    second = sheets.decide_count(paper.meeting, True, by=paper.by, at=NOW)
    assert (second.status, second.elected, second.reasons) == (first.status, first.elected, first.reasons)


def test_a_preselection_says_who_stands(cast: Cast) -> None:
    made = hall(cast)
    Election.objects.filter(pk=made.election.pk).update(closed_at=NOW, closed_as="given-up", closed_on=TODAY)
    wish = Beginning("branch-committee", seats=3, at_stage="preselection", preselection=True)
    election = begin(cast.organisations["one"], wish, by=made.by, at=NOW)
    stand(cast, election, LISTED, Candidate.Post.COMMITTEE)
    meeting = open_meeting(election, Opening(Meeting.Sort.PRESELECTION, TODAY), by=made.by, at=NOW)
    pre = Hall(cast, election, made.by, meeting, made.electors)
    pre.declare(16)
    desk.choose_scrutineers(meeting, desk.Choice((SCRUTINEER,), (COUNTER, SECOND), Hands(16)), by=pre.by, at=NOW)
    for key in (COUNTER, SECOND):
        desk.set_pin(meeting, key, PIN, by=pre.by, at=NOW)
    pre.issue()
    pre.reconcile()
    with pytest.raises(Refusal, match="还有没判定完的选票"):
        record_preselection(meeting, by=pre.by, at=NOW)
    pre.count(pre.sums(CLEAR))
    record_preselection(meeting, by=pre.by, at=NOW)
    assert set(Candidate.objects.filter(election=election, dropped_on=None).values_list("person__key", flat=True)) == {"m-1", "m-2", "m-3"}
    assert course_of(election).open["preselection"].on == TODAY
