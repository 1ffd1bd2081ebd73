"""What lies on the tables of the room, with the numbers of the meeting: before it, and after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from papers_made import made, said

from leadgoose.elections.papers.facts import COMMITTEE, Done, Facts, Line, Objected, Person, Roll, Stands, Vote
from leadgoose.elections.papers.pen import as_written, in_numerals, on_lines, spaced
from leadgoose.elections.papers.sample import sample
from leadgoose.elections.papers.supervision import CARDS
from leadgoose.elections.rules.card import CARD
from leadgoose.elections.rules.switches import Switches, switches
from leadgoose.ground.press.ballot import Ballot
from leadgoose.ground.press.text import SQUARE, Table, Text
from leadgoose.ground.statutes.sentences import template
from leadgoose.ground.statutes.votes import Present, least_approvals_to_be_elected

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def ballot(key: str, facts: Facts) -> Ballot:
    paper, _missing = made(key, facts)
    assert isinstance(paper, Ballot)
    return paper


def tables(key: str, facts: Facts) -> list[Table]:
    paper, _missing = made(key, facts)
    assert isinstance(paper, Text)
    return [one for one in paper.blocks if isinstance(one, Table)]


# --- ballots ---


def test_the_committees_ballot_goes_by_strokes_with_as_many_places_as_seats_and_the_seats_in_words() -> None:
    one = ballot("ballot", sample("notice"))
    assert one.names == ("王　堃", "刘　喆", "李　𬭎", "张志强", "欧阳海涛", "曾玉兰")
    assert (one.seats, one.write_ins, one.title) == ("应选五名", 5, ("作业一队党支部委员会委员", "选　票"))
    assert one.notes[-1] == "所选人数多于五名的，整张选票无效。"


def test_the_secretarys_ballot_keeps_the_approved_order() -> None:
    people = tuple(Stands(Person(name), agreed=True) for name in ("曾玉兰", "王堃"))
    one = ballot("secretary-ballot", replace(sample("announced"), candidates={**sample("announced").candidates, "secretary": people}))
    assert (one.names, one.seats, one.write_ins) == (("曾玉兰", "王　堃"), "应选一名", 1)


def test_without_a_committee_the_members_ballot_is_the_secretarys() -> None:
    one = ballot("ballot", replace(sample("notice"), kind="no-committee", by_members=True))
    assert one.title[0] == "作业一队党支部书记" and one.names == ("张志强",)


def test_a_revote_names_those_tied_and_nobody_else_and_nobody_is_written_in() -> None:
    vote = Vote(COMMITTEE, 1, ("李𬭎", "曾玉兰"), follows="revote")
    one = ballot("ballot", replace(sample("announced"), votes=(*sample("announced").votes, vote)))
    assert (one.names, one.write_ins, one.seats) == (("李　𬭎", "曾玉兰"), 0, "应选一名")
    assert not any("另选" in note for note in one.notes)


def test_the_order_that_the_desk_fixed_by_hand_is_the_ballots() -> None:
    vote = Vote(COMMITTEE, 5, ("曾玉兰", "王堃（一班）", "王堃（二班）"))
    assert ballot("ballot", replace(sample("notice"), votes=(vote,))).names == ("曾玉兰", "王　堃（一班）", "王　堃（二班）")


def test_the_signs_are_those_of_the_method_on_ballot_method_and_script_alike() -> None:
    facts = replace(sample("notice"), switches=Switches(sign_for="√", sign_against="△"))
    for key in ("ballot", "method", "script", "roles"):
        text = said(made(key, facts)[0])
        assert "√" in text and "△" in text and "○" not in text


@pytest.mark.parametrize(("stored", "found"), [
    ({}, ("○", "×")), ({"for": "tick"}, ("√", "×")), ({"for": "circle", "against": "triangle"}, ("○", "△")), ({"for": "heart"}, ("○", "×")),
])
def test_signs_are_stored_as_codes(stored: dict[str, str], found: tuple[str, str]) -> None:
    assert (switches(stored).sign_for, switches(stored).sign_against) == found


def test_local_lines_of_the_agenda_are_switched_on() -> None:
    assert "奏唱国歌" not in said(made("script", sample("notice"))[0])
    facts = replace(sample("notice"), switches=switches({"lines": ["anthem", "dues"]}))
    assert "全体起立，奏唱国歌" in said(made("script", facts)[0])
    assert "听取党费收缴、使用和管理情况报告" in said(made("notice", facts)[0])


# --- the script ---


def test_before_the_meeting_the_script_knows_expected_needed_and_majority_and_leaves_the_rooms_numbers_blank() -> None:
    paper, missing = made("script", sample("notice"))
    text = said(paper)
    assert "应到会有选举权的党员18名，须到会15名，实到会＿＿名，不少于应到会人数的五分之四" in text
    assert "同意的超过应到会有表决权党员的半数，即10名以上，方为通过。" in text
    assert "今天实到会＿＿名，当选须得赞成票＿＿张以上" in text
    assert missing == []                             # what only the room knows is no gap


def test_the_scripts_table_gives_the_approvals_needed_for_every_number_that_may_come() -> None:
    table = tables("script", sample("notice"))[0]
    numbers = list(map(int, table.heads[1:]))
    assert numbers == [15, 16, 17, 18]
    assert list(map(int, table.rows[0][1:])) == [least_approvals_to_be_elected(Present(number)) for number in numbers] == [8, 9, 9, 10]


def test_once_the_room_is_counted_the_script_says_its_numbers() -> None:
    text = said(made("script", replace(sample("notice"), roll=Roll(18, 0, 17, 1)))[0])
    assert "实到会17名" in text and "当选须得赞成票9张以上" in text and "同意的不少于实到会有选举权人数的一半，即9名以上" in text


def test_the_script_has_what_is_said_when_it_fails() -> None:
    text = said(made("script", sample("notice"))[0])
    for part in (
        "实到会不足15名的，宣布：到会人数不足", "收回的选票多于投票人数，这次选举无效，重新选举", "只就票数相等的同志再次投票", "不足＿＿名，另行选举",
    ):
        assert part in text


def test_exclusions_are_voted_on_by_number_and_no_reason_is_read_out() -> None:
    text = said(made("script", replace(sample("notice"), roll=Roll(18, 2)))[0])
    assert "有2名同志因故不计入应到会人数，提请大会通过" in text and "应到会有选举权的党员16名，须到会13名" in text
    assert "不计入应到会人数，提请" not in said(made("script", sample("notice"))[0])


def test_the_committees_script_asks_for_four_fifths_of_the_committee() -> None:
    text = said(made("plenary-script", sample("announced"))[0])
    assert "全体委员5名，须到会4名，实到会5名" in text and "书记候选人是张志强同志，应选1名，等额选举" in text
    assert "批复以前，不以新任书记、副书记名义行文" in text


# --- sheets ---


def test_the_sign_in_sheet_lists_electors_and_apart_from_them_the_others_without_saying_who_is_left_out() -> None:
    facts = replace(sample("notice"), roll=Roll(18, 2))
    paper, _missing = made("sign-in", facts)
    _head, electors, others = tables("sign-in", facts)
    assert sum(bool(name) for row in electors.rows for name in (row[1], row[4])) == 18
    assert [row[1] for row in others.rows] == ["解小玥"]
    assert "有选举权16名，须到会13名" in said(paper) and "经批准不计入应到会2名" in said(paper)


@pytest.mark.parametrize(("present", "squares"), [(17, 4), (20, 4), (21, 5), (5, 1)])
def test_the_tally_sheet_has_a_square_for_every_five_ballots(present: int, squares: int) -> None:
    vote = Vote(COMMITTEE, 3, ("王堃", "刘喆", "李𬭎", "张志强"))
    _numbers, listed, written = tables("tally", replace(sample("notice"), roll=Roll(25, 0, present), votes=(vote,)))
    assert {row[1] for row in listed.rows} == {SQUARE * squares} and [row[0] for row in listed.rows] == ["王　堃", "刘　喆", "李　𬭎", "张志强"]
    assert sum(cell == SQUARE * squares for row in written.rows for cell in row) >= 3


def test_the_scrutineers_report_has_every_number_and_says_who_passed_one_half() -> None:
    text = said(made("scrutineers", sample("announced"))[0])
    assert "印制选票20张，发出17张，填写前换发收回0张，剩余销毁3张。投票17人，收回选票17张" in text and "有效票17张，无效票0张" in text
    rows = tables("scrutineers", sample("announced"))[0].rows
    assert ("欧阳海涛", "8", "9", "0", "未过半数") in rows and ("曾玉兰", "13", "4", "0", "过半数") in rows


def test_exactly_half_is_not_above_one_half() -> None:
    vote = Vote(COMMITTEE, 1, ("王堃",), present=16, lines=(Line("王堃", 8, 8, 0),))
    assert tables("scrutineers", replace(sample("announced"), votes=(vote,)))[0].rows == (("王　堃", "8", "8", "0", "未过半数"),)


def test_the_announcement_names_those_elected_by_strokes_and_says_a_tie_and_open_seats() -> None:
    assert "王　堃　　刘　喆　　李　𬭎　　张志强　　曾玉兰" in said(made("announcement", sample("announced"))[0])
    tie = replace(sample("announced").votes[0], status="tie", elected=("王堃",), tied=("刘喆", "李𬭎"), tied_seats=1)
    assert "刘喆、李𬭎同志得票相等，剩余名额1名，就其再次投票" in said(made("announcement", replace(sample("announced"), votes=(tie,)))[0])
    short = replace(sample("announced").votes[0], status="shortfall", elected=("王堃", "刘喆"))
    assert "应选5名，选出2名，不足3名。" in said(made("announcement", replace(sample("announced"), votes=(short,)))[0])


# --- minutes, afterwards, supervision ---


def test_the_minutes_hold_facts_and_votes_and_room_to_write_but_not_what_anybody_said() -> None:
    text = said(made("minutes", sample("announced"))[0])
    assert "应到会18名，须到会15名，实到会17名；没有选举权的列席1名" in text and "表决：赞成16名，不赞成0名，弃权1名，通过。" in text
    assert "查晓明" in text and "督导员" in text
    blank = said(made("minutes", sample("notice"))[0])
    assert "表决：赞成＿＿名，不赞成＿＿名，弃权＿＿名，＿＿。" in blank and made("minutes", sample("notice"))[1] == []


def test_the_publication_waits_for_the_reply() -> None:
    _paper, missing = made("publication", sample("result-report"))
    assert "number_result-reply" in missing
    text = said(made("publication", sample("result-reply"))[0])
    assert "示例油田工程技术处党委批复（示党〔2026〕44号）" in text and "书记：张志强" in text and "本届任期3年，从选举之日起计算" in text


def test_the_handover_list_has_what_every_branch_hands_over_and_what_is_left_open() -> None:
    facts = replace(sample("publication"), left_open=(("预备党员解小玥转正", "2026-12-01"),))
    things, left = tables("handover", facts)
    assert any("封存的选票" in row[1] for row in things.rows) and left.rows[0][1:3] == ("预备党员解小玥转正", "2026-12-01")


def test_the_minutes_say_what_the_envoy_objected_to_and_that_the_election_is_held_again() -> None:
    facts = replace(
        sample("announced"), annulled=Done(date(2026, 8, 1), "示委〔2026〕15号"),
        objections=(Objected("elec-method-adopted", "选举办法没有表决。", "已当场补行表决。"), Objected("elec-no-proxy-vote", "有人代投。")),
    )
    text = said(made("minutes", facts)[0])
    assert "前次选举经上级党组织2026年8月1日决定无效，文号：示委〔2026〕15号；本次会议重新选举。" in text
    assert "1. 选举办法没有表决。" in text and "答复：已当场补行表决。" in text and "答复：＿＿" in text


def test_the_printed_cards_ask_what_the_envoy_signs_on_the_page() -> None:
    found = tables("cards", sample("notice"))
    assert list(CARDS) == list(CARD)
    asked = [[template(f"elections.card-{one.key}", "zh-Hans") for one in looks] for looks in CARD.values()]
    assert [[row[1] for row in table.rows] for table in found] == asked
    assert {row[3:] for table in found for row in table.rows} == {(SQUARE,) * 3}


def test_the_introduction_shows_all_four_headings_and_leaves_an_empty_one_empty() -> None:
    table = tables("introduction", sample("deliberation"))[1]
    assert [row[0] for row in table.rows] == ["个人学习", "岗位实践", "组织培训", "群众评价"]
    assert table.rows[2][1] == "" and table.rows[0][1] == "1.2025年参加党员集中学习培训36学时。（学时记录）"


def test_the_method_numbers_its_articles_and_names_this_elections_numbers() -> None:
    paper, _missing = made("method", sample("notice"))
    assert isinstance(paper, Text)
    leads = [one.lead for one in paper.blocks if hasattr(one, "lead")]
    assert leads[0] == "第一条" and leads[-1] == f"第{in_numerals(len(leads))}条"
    assert "应选5名，候选人6名，差额1名，实行差额选举" in said(paper) and "正好半数的，不能当选" in said(paper)


# --- words ---


@pytest.mark.parametrize(("number", "words"), [(0, "零"), (5, "五"), (10, "十"), (11, "十一"), (20, "二十"), (45, "四十五"), (99, "九十九")])
def test_numbers_in_words(number: int, words: str) -> None:
    assert in_numerals(number) == words


def test_numbers_beyond_are_refused() -> None:
    for number in (-1, 100):
        with pytest.raises(ValueError):
            in_numerals(number)


@pytest.mark.parametrize(("name", "shown"), [
    ("王堃", "王　堃"), ("李𬭎", "李　𬭎"), ("张志强", "张志强"), ("欧阳海涛", "欧阳海涛"), ("张伟（一队）", "张　伟（一队）"), ("", ""),
])
def test_names_of_two_characters_are_spaced(name: str, shown: str) -> None:
    assert spaced(name) == shown


def test_a_title_breaks_between_its_parts_only() -> None:
    assert on_lines(("关于", "作业一队党支部", "换届选举的请示")) == ("关于作业一队党支部换届选举的请示",)
    long = ("关于", "作业一队党支部", "委员会委员和书记、副书记", "候选人预备人选的请示")
    assert on_lines(long) == ("关于作业一队党支部", "委员会委员和书记、副书记", "候选人预备人选的请示")


def test_a_day_that_is_not_known_is_a_blank_of_the_papers_year() -> None:
    assert "＿＿月＿＿日" in said(made("notice", replace(sample("deliberation"), meeting_on=None))[0])
    assert date(2026, 8, 28).isoformat() == "2026-08-28"


@pytest.mark.parametrize(("on_screen", "on_paper"), [
    ("2014-04-13 转为正式党员", "2014年4月13日转为正式党员"), ("征求意见 21 人，推荐 20 人", "征求意见21人，推荐20人"),
    ("某理工大学 油气储运工程 大专", "某理工大学 油气储运工程 大专"), ("2021-03-02 至 2024-09-12 任组织委员", "2021年3月2日至2024年9月12日任组织委员"),
])
def test_a_text_of_the_screen_is_written_as_a_paper_writes_it(on_screen: str, on_paper: str) -> None:
    assert as_written(on_screen) == on_paper


@pytest.mark.parametrize(("kind", "called", "host"), [
    ("branch-committee", "新一届支部委员会第一次全体会议", "受上届支部委员会推荐，由我主持"), ("new-branch", "第一届支部委员会第一次全体会议", "。由我主持"),
    ("by-election", "支部委员会会议", "。由我主持"),
])
def test_the_committees_own_meeting_is_called_what_it_is(kind: str, called: str, host: str) -> None:
    """Only a committee that is renewed has one before it, which recommends who chairs (elec-host-first-plenary)."""
    facts = replace(sample("announced"), kind=kind, traits=frozenset({"leaders"}))
    script, minutes, method, reply = (said(made(key, facts)[0]) for key in ("plenary-script", "plenary-minutes", "method", "reply"))
    assert f"现在召开{called}" in script and host in script
    assert f"{called}记录" in minutes and f"由{called}在委员中等额选举产生" in method
    assert "书记、副书记报我委审批" in reply
    assert ("新一届" in script + minutes + method) is (kind == "branch-committee")
