"""Each stage of each kind of election: recorded when its checklist is whole, refused for each item that lacks; which side moves there are when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from test_stages import DAY, FULL, KINDS, PARTS, YES, go, offered, one, ready, until

from leadgoose.elections.rules.posts import TWO
from leadgoose.elections.rules.procedure import needs, path, procedure
from leadgoose.elections.rules.stages import (
    ElectionFacts,
    Item,
    Move,
    NotOpenError,
    Past,
    Record,
    begin,
    checklist,
    judge_day,
    moves,
    prepare,
    record,
    side,
    side_items,
    state,
    withdraw,
)
from leadgoose.elections.rules.tally import judge_returned
from leadgoose.ground.statutes import Reason, Strength, Verdict, rule

NO = Verdict(False)
LATER = date(2027, 1, 1)
EVERYBODY = {"superior", "organisation", "members", "meeting", "desk", "committee"}


def lacking(facts: ElectionFacts, stage: str, item: str) -> ElectionFacts:
    """Everything prepared for a stage but one item."""
    whole = ready(facts, stage).records[stage]
    judged = {key: verdict for key, verdict in whole.judged.items() if key != item}
    return replace(facts, records={**facts.records, stage: replace(whole, ticked=whole.ticked - {item}, judged=judged)})


# each stage: allowed, and refused

@pytest.mark.parametrize("kind", KINDS)
def test_each_item_of_each_stage_stops_it_as_hard_as_its_rule(kind: str) -> None:
    traits, on = PARTS.get(kind, FULL), DAY
    facts = begin(kind, traits)
    for step in path(kind, traits):
        on += timedelta(1)
        outcome = "complete" if step.key == "counted" else ""
        for need in needs(kind, step, traits):
            short, code = lacking(facts, step.key, need.key), f"elections.item-{need.key}"
            strength = rule(need.rule).strength
            (item,) = [item for item in one(short, step.key).items if item.code == code]
            by_count = need.key == "seats-decided"  # the count says it, and it did
            assert (item.rule, item.strength, item.met, item.act) == (need.rule, strength, by_count, step.act)
            stops = strength in (Strength.MUST, Strength.GENERAL) and not by_count
            assert one(short, step.key).open is not stops, code
            if stops:
                with pytest.raises(NotOpenError, match=rf"^{step.key}$"):
                    record(short, step.key, on, by=step.by, outcome=outcome)  # type: ignore[arg-type]
            if need.judged:
                said_no = prepare(short, step.key, judged={need.key: NO})
                assert one(said_no, step.key).open is not stops, "a verdict that says no is no verdict that says yes"
            said = prepare(short, step.key, cleared={code: "另有书面说明"})
            assert one(said, step.key).open is (strength is not Strength.MUST or by_count), "words clear a 一般 and never a must"
        facts = go(facts, step.key, on)


@pytest.mark.parametrize("kind", KINDS)
def test_each_stage_is_recorded_by_who_acts_and_by_nobody_else(kind: str) -> None:
    traits, on = PARTS.get(kind, FULL), DAY
    facts = begin(kind, traits)
    for step in path(kind, traits):
        on += timedelta(1)
        whole, outcome = ready(facts, step.key), "complete" if step.key == "counted" else ""
        for somebody in EVERYBODY - {step.by}:
            with pytest.raises(NotOpenError, match=rf"^{step.key}$"):
                record(whole, step.key, on, by=somebody, outcome=outcome)  # type: ignore[arg-type]
        if facts.records:
            with pytest.raises(NotOpenError, match=rf"^{step.key}$"):
                record(whole, step.key, on - timedelta(2), by=step.by, outcome=outcome)  # type: ignore[arg-type]
        before = facts
        facts = record(whole, step.key, on, by=step.by, paper=f"石党〔2026〕{on.day} 号", outcome=outcome)  # type: ignore[arg-type]
        done = facts.records[step.key]
        assert (done.on, done.paper, done.entered, done.done) == (on, f"石党〔2026〕{on.day} 号", False, True)
        assert {key: facts.records[key] for key in before.records} == dict(before.records), "what was recorded before stands untouched"
        assert (facts.past, facts.stopped, facts.traits, facts.kind) == ((), False, traits, kind)


def test_no_stage_is_skipped_under_a_must_and_the_reminder_alone_can_wait() -> None:
    for kind in KINDS:
        keys = [step.key for step in path(kind)]
        first = next(key for key in keys if key != "reminder")
        assert offered(begin(kind), "stage") == (["reminder", first] if keys[0] == "reminder" else [first])
    shown = moves(until("branch-committee", "announced"))
    assert [move.key for move in shown if move.sort == "stage"] == ["first-meeting", "result-report"], "a branch may have no committee meeting yet: 一般"


def test_a_stage_that_is_not_next_is_refused_though_its_own_items_are_there() -> None:
    facts = ready(until("branch-committee", "request"), "opinion")
    with pytest.raises(NotOpenError, match=r"^opinion$"):
        record(facts, "opinion", LATER, by="members")
    with pytest.raises(NotOpenError, match=r"^request$"):
        record(until("branch-committee", "request"), "request", LATER, by="organisation")
    with pytest.raises(NotOpenError, match=r"^congress$"):
        record(facts, "congress", LATER, by="members")


ITEMS = [
    # strength, met, words: stops
    pytest.param(Strength.MUST, True, "", False, id="a must that is met"),
    pytest.param(Strength.MUST, False, "", True, id="a must that is not"),
    pytest.param(Strength.MUST, False, "来不及", True, id="a must that is not, whatever is written"),
    pytest.param(Strength.GENERAL, True, "", False, id="as a rule, met"),
    pytest.param(Strength.GENERAL, False, "", True, id="as a rule, not met"),
    pytest.param(Strength.GENERAL, False, " \n", True, id="as a rule, not met, and only spaces written"),
    pytest.param(Strength.GENERAL, False, "来不及", False, id="as a rule, not met, with a reason"),
    pytest.param(Strength.MAY, False, "", False, id="what may be done"),
    pytest.param(Strength.LOCAL, False, "", False, id="a local habit"),
]


@pytest.mark.parametrize(("strength", "met", "words", "stops"), ITEMS)
def test_what_stops(strength: Strength, met: bool, words: str, stops: bool) -> None:
    item = Item("elections.item-x", "elec-announce", strength, met, cleared_with_reason=words)
    assert item.stops is stops
    quiet = Item("elections.item-y", "elec-announce", Strength.MUST, True)
    assert Move("x", "stage", "desk", "elections.x", (quiet, item, quiet)).open is not stops, "one item that stops is enough"


def test_the_words_for_what_was_gone_without_are_found_on_the_stage_itself_or_on_one_that_is_done() -> None:
    code, words = "elections.before-reminder", "电话提醒"
    facts = prepare(begin("branch-committee"), "reply", cleared={code: words})
    assert checklist("reply", facts)[0].cleared_with_reason == words, "its own words, though it is only prepared"
    assert checklist("request", facts)[0].cleared_with_reason == "", "words of another stage that is only prepared count nowhere else"
    done = replace(facts, records={"request": Record(on=DAY, cleared={code: words}), "reply": Record(cleared={code: ""})})
    assert checklist("reply", done)[0].cleared_with_reason == words, "an empty word does not hide the one that was written"
    own = replace(facts, records={"request": Record(on=DAY, cleared={code: words}), "reply": Record(cleared={code: "短信提醒"})})
    assert checklist("reply", own)[0].cleared_with_reason == "短信提醒", "its own words first"


def test_an_unmet_reason_inside_a_verdict_stands_behind_its_item_with_numbers_act_and_words() -> None:
    met = Reason("elections.may-stand", "elec-rights-full-members", {"count": 5})
    warned = Reason("elections.margin-short", "elec-margin-20", {"seats": 5, "candidates": 5}, met=False)
    said = {warned.code: "已请示"}
    facts = prepare(until("branch-committee", "deliberation"), "notice", judged={"slate-stands": Verdict(False, (met, warned))}, cleared=said)
    items = [item for item in checklist("notice", facts) if not item.code.startswith("elections.before-")]
    assert items == [
        Item("elections.item-slate-stands", "elec-margin-20", Strength.MUST, False, {}, "elections.send_notice", ""),
        Item("elections.margin-short", "elec-margin-20", Strength.MUST, False, warned.numbers, "elections.send_notice", "已请示"),
        Item("elections.item-meeting-in-term", "elec-shift-limit", Strength.GENERAL, False, {}, "elections.send_notice", ""),
    ]


# days

@pytest.mark.parametrize(("on", "code", "met"), [
    pytest.param(date(2026, 3, 3), "elections.dated-before", False, id="a day before"),
    pytest.param(date(2026, 3, 4), "elections.dated-in-order", True, id="the same day"),
    pytest.param(date(2026, 3, 5), "elections.dated-in-order", True, id="a day after"),
])
def test_the_latest_of_all_stages_before_counts_not_the_last_one(on: date, code: str, met: bool) -> None:
    facts = ElectionFacts("branch-committee", {"request": Record(on=date(2026, 3, 4)), "reply": Record(on=date(2026, 3, 1)), "opinion": Record(entered=True)})
    reason = judge_day(facts, "initial", on)
    assert (reason.code, reason.rule, reason.met) == (code, "elec-approval-before", met)
    assert reason.numbers == {"on": on.isoformat(), "before": "2026-03-04"}


def test_nothing_before_it_has_a_day_then_any_day_is_in_order() -> None:
    assert judge_day(begin("branch-committee", at="reply"), "reply", DAY) == Reason(
        "elections.dated-in-order", "elec-approval-before", {"on": "2026-03-02", "before": "2026-03-02"}, met=True
    )
    facts = ElectionFacts("branch-committee", {"reply": Record(on=LATER)})
    assert judge_day(facts, "request", DAY).met, "only what stands before it counts"
    assert judge_day(facts, "reply", DAY).met, "and not its own day"


# side moves: when each is there

def state_of(last: str, outcome: str = "complete") -> ElectionFacts:
    return until("branch-committee", last, outcome) if last else begin("branch-committee")


SIDES = [
    pytest.param("", "", ["shift-term", "stop"], id="at the beginning"),
    pytest.param("notice", "", ["shift-term", "stop"], id="after the notice, while nobody was called"),
    pytest.param("returned", "", ["shift-term", "stop"], id="before the count"),
    pytest.param("counted", "complete", ["shift-term", "stop"], id="a complete count"),
    pytest.param("counted", "tie", ["revote", "shift-term", "stop"], id="a tie"),
    pytest.param("counted", "shortfall", ["open-seats", "fewer-seats", "shift-term", "stop"], id="open seats"),
    pytest.param("announced", "complete", ["annul", "stop"], id="announced: it can be voided and the term is no longer shifted"),
    pytest.param("publication", "complete", ["annul", "stop"], id="until the last stage"),
    pytest.param("handover", "complete", ["annul"], id="all done: nothing is left to be stopped"),
]


@pytest.mark.parametrize(("last", "outcome", "sides"), SIDES)
def test_which_side_moves_there_are(last: str, outcome: str, sides: list[str]) -> None:
    assert offered(state_of(last, outcome)) == sides


def test_what_a_count_asks_for_is_gone_once_it_is_announced() -> None:
    fewer = side(ready(state_of("counted", "shortfall"), "fewer-seats"), "fewer-seats", LATER, by="meeting")
    told = go(fewer, "announced", LATER)
    assert offered(told) == ["annul", "stop"] and told.outcome == "shortfall"


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_change_of_term_is_shifted(kind: str) -> None:
    shifts = "shift-term" in offered(begin(kind))
    assert shifts is (kind in ("branch-committee", "general-branch", "no-committee"))


def test_a_side_move_names_who_acts_where_it_leads_and_what_it_asks_for() -> None:
    move = one(state_of("counted", "shortfall"), "open-seats")
    assert (move.sort, move.by, move.act, move.back_to) == ("side", "meeting", "elections.elect_open_seats", "ballots")
    assert move.items == side_items("open-seats", begin("branch-committee")) == (
        Item("elections.item-open-seats-persons", "elec-rerun-candidates", rule("elec-rerun-candidates").strength, False, {}, "elections.elect_open_seats"),
    )
    with pytest.raises(KeyError, match="no-such-move"):
        side_items("no-such-move", begin("branch-committee"))


def test_what_may_be_withdrawn_is_what_is_done_by_who_did_it() -> None:
    withdrawals = [move for move in moves(state_of("reply")) if move.sort == "withdraw"]
    assert withdrawals == [
        Move(key, "withdraw", by, "elections.withdraw_stage", (), key)
        for key, by in (("reminder", "superior"), ("request", "organisation"), ("reply", "superior"))
    ]
    with pytest.raises(NotOpenError, match=r"^reply$"):
        withdraw(state_of("reply"), "reply", DAY, by="organisation", reason="日期填错")
    with pytest.raises(NotOpenError, match=r"^opinion$"):
        withdraw(state_of("reply"), "opinion", DAY, by="members", reason="日期填错")


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_withdrawn_without_a_reason_and_that_is_said(reason: str) -> None:
    with pytest.raises(NotOpenError, match=r"^no reason$"):
        withdraw(state_of("reply"), "reply", DAY, by="superior", reason=reason)


def test_what_was_withdrawn_is_kept_whole() -> None:
    facts = state_of("opinion")
    undone = withdraw(facts, "reply", LATER, by="superior", reason="文号填错")
    assert undone.past == (Past("reply", LATER, "文号填错", {key: facts.records[key] for key in ("reply", "opinion")}),)
    assert undone.records == {key: facts.records[key] for key in ("reminder", "request")}
    twice = withdraw(undone, "request", LATER, by="organisation", reason="误录")
    assert [past.key for past in twice.past] == ["reply", "request"], "the past is added to"


def test_withdrawing_behind_the_count_leaves_its_outcome_and_before_it_none() -> None:
    facts = until("branch-committee", "first-meeting")
    assert withdraw(facts, "first-meeting", LATER, by="committee", reason="误录").outcome == "complete"
    assert withdraw(facts, "counted", LATER, by="desk", reason="误录").outcome == ""
    assert withdraw(facts, "notice", LATER, by="organisation", reason="误录").outcome == ""


def test_withdrawing_an_announcement_leaves_the_seats_that_the_meeting_left_open() -> None:
    fewer = side(ready(state_of("counted", "shortfall"), "fewer-seats"), "fewer-seats", LATER, by="meeting")
    told = go(fewer, "announced", LATER)
    undone = withdraw(told, "announced", LATER, by="meeting", reason="误录")
    assert undone.records == fewer.records and undone.outcome == "shortfall"
    assert "fewer-seats" not in withdraw(told, "counted", LATER, by="desk", reason="误录").records


# side moves: what each leaves behind

def test_a_side_move_is_refused_to_all_others_without_its_items_and_before_its_day() -> None:
    facts = ready(state_of("counted", "tie"), "revote")
    last = max(done.on for done in facts.records.values() if done.on is not None)
    for somebody in EVERYBODY - {"meeting"}:
        with pytest.raises(NotOpenError, match=r"^revote$"):
            side(facts, "revote", LATER, by=somebody)
    with pytest.raises(NotOpenError, match=r"^revote$"):
        side(state_of("counted", "tie"), "revote", LATER, by="meeting")
    with pytest.raises(NotOpenError, match=r"^revote: dated before what it follows$"):
        side(facts, "revote", last - timedelta(1), by="meeting")
    assert side(facts, "revote", last, by="meeting").past[-1].on == last, "on the same day"


def test_what_was_voted_is_kept_when_it_is_voted_again() -> None:
    facts = ready(state_of("counted", "tie"), "revote")
    again = side(facts, "revote", LATER, by="meeting", reason="甲、乙得票相等")
    kept = {key: facts.records[key] for key in ("ballots", "voted", "returned", "counted")}
    assert again.past == (Past("revote", LATER, "甲、乙得票相等", {**kept, "revote": replace(facts.records["revote"], on=LATER)}),)
    assert again.records == {key: one for key, one in facts.records.items() if key not in {*kept, "revote"}}
    assert (again.outcome, again.stopped) == ("", False)


def test_fewer_seats_are_recorded_with_their_day_and_take_nothing_back() -> None:
    facts = ready(state_of("counted", "shortfall"), "fewer-seats")
    fewer = side(facts, "fewer-seats", LATER, by="meeting")
    assert fewer == replace(facts, records={**facts.records, "fewer-seats": replace(facts.records["fewer-seats"], on=LATER)})


def test_a_stop_and_its_end_are_kept_with_their_days_and_reasons() -> None:
    facts = ready(state_of("request"), "stop")
    stopped = side(facts, "stop", LATER, by="superior", reason="核查举报")
    assert stopped.stopped and stopped.records == state_of("request").records
    assert stopped.past == (Past("stop", LATER, "核查举报", {"stop": replace(facts.records["stop"], on=LATER)}),)
    resume = moves(stopped)[0]
    assert resume.items == side_items("resume", stopped) and not resume.open
    back = ready(stopped, "resume")
    resumed = side(back, "resume", LATER, by="superior", reason="核查完毕")
    assert not resumed.stopped and resumed.past == (*stopped.past, Past("resume", LATER, "核查完毕", {"resume": replace(back.records["resume"], on=LATER)}))
    assert "resume" not in offered(resumed)


def test_a_term_shifted_again_is_asked_for_again() -> None:
    shifted = side(ready(begin("branch-committee"), "shift-term"), "shift-term", DAY, by="organisation", reason="延期到 2027 年 1 月")
    assert shifted.past[0].reason == "延期到 2027 年 1 月" and not shifted.stopped
    assert not one(shifted, "shift-term").open


# what side moves depend on

STATES = [
    pytest.param({}, "", "", id="nothing yet"),
    pytest.param({"roll-call": Record(judged={"quorum": NO})}, "", "no_quorum", id="too few came"),
    pytest.param({"roll-call": Record(judged={"quorum": YES})}, "", "", id="enough came"),
    pytest.param({"returned": Record(judged={"ballots-reconciled": Verdict.of([judge_returned(19, 18)])})}, "", "void", id="one ballot more than voters"),
    pytest.param({"returned": Record(judged={"ballots-reconciled": Verdict.of([judge_returned(18, 18)])})}, "", "", id="as many ballots as voters"),
    pytest.param({"counted": Record(on=DAY)}, "tie", "tie", id="what the count said"),
    pytest.param(
        {"roll-call": Record(judged={"quorum": NO}), "returned": Record(judged={"ballots-reconciled": Verdict.of([judge_returned(19, 18)])})},
        "tie", "no_quorum", id="too few came, whatever was voted",
    ),
]


@pytest.mark.parametrize(("records", "outcome", "told"), STATES)
def test_the_state_of_an_election(records: dict[str, Record], outcome: str, told: str) -> None:
    facts = ElectionFacts("branch-committee", records, outcome=outcome)  # type: ignore[arg-type]
    assert state(facts) == told
    assert state(replace(facts, stopped=True)) == "stopped"


def test_a_void_vote_is_held_again_only_after_it_was_voted() -> None:
    over = {"ballots-reconciled": Verdict.of([judge_returned(19, 18)])}
    assert "vote-again" in offered(prepare(state_of("voted"), "returned", judged=over))
    assert "vote-again" not in offered(prepare(state_of("ballots"), "returned", judged=over))


# entering under way, preparing

def test_who_enters_behind_the_count_enters_a_complete_one_and_who_enters_before_it_none() -> None:
    assert begin("branch-committee", at="counted").outcome == ""
    assert begin("branch-committee", at="announced").outcome == "complete"
    entered = begin("by-election", FULL, at="deliberation")
    assert (entered.kind, entered.traits, entered.outcome) == ("by-election", FULL, "")
    assert entered.records == dict.fromkeys(("request", "reply", "opinion", "initial", "persons-request", "persons-reply"), Record(entered=True))
    assert begin("by-election", FULL) == ElectionFacts("by-election", {}, FULL)


def test_preparing_adds_to_what_was_said_before() -> None:
    facts = prepare(begin("branch-committee"), "first-meeting", ticked=frozenset({"committee-chair"}), judged={"committee-quorum": NO}, cleared={"a": "甲"})
    more = prepare(facts, "first-meeting", judged={"leaders-decided": YES, "committee-quorum": YES}, cleared={"b": "乙"})
    assert more.records == {"first-meeting": Record(
        ticked=frozenset({"committee-chair"}), judged={"committee-quorum": YES, "leaders-decided": YES}, cleared={"a": "甲", "b": "乙"},
    )}
    less = prepare(more, "first-meeting", out=frozenset({"committee-chair", "a"}))
    assert less.records["first-meeting"].ticked == frozenset() and less.records["first-meeting"].cleared == {"b": "乙"}
    again = prepare(less, "first-meeting", cleared={"b": "丙"}, out=frozenset({"b"}))
    assert again.records["first-meeting"].cleared == {"b": "丙"}, "what is said now stands"


def test_what_a_stage_does_not_ask_for_is_refused_by_name() -> None:
    for wrong in ({"ticked": frozenset({"quorum"})}, {"judged": {"quorum-of-stars": YES}}):
        with pytest.raises(NotOpenError, match=r"^roll-call: \['quorum"):
            prepare(begin("branch-committee"), "roll-call", **wrong)  # type: ignore[arg-type]
    with pytest.raises(NotOpenError, match=r"^reminder: done$"):
        prepare(state_of("reminder"), "reminder")
    with pytest.raises(NotOpenError, match=r"^reply: done$"):
        prepare(begin("branch-committee", at="opinion"), "reply")


def test_the_passing_on_is_an_item_only_under_a_general_branch() -> None:
    with pytest.raises(NotOpenError, match=r"^reply"):
        prepare(begin("branch-committee"), "reply", ticked=frozenset({"request-forwarded"}))
    assert prepare(begin("branch-committee", frozenset({"through"})), "reply", ticked=frozenset({"request-forwarded"})).records["reply"].ticked


def test_a_stage_that_this_kind_does_not_have_has_no_checklist() -> None:
    with pytest.raises(KeyError, match="first-meeting"):
        checklist("first-meeting", begin("no-committee"))


# a second tie

def test_a_tie_after_something_else_was_undone_is_a_first_tie() -> None:
    facts = withdraw(state_of("counted", "tie"), "counted", LATER, by="desk", reason="误录")
    facts = go(facts, "counted", LATER, "tie")
    assert [item.code for item in one(facts, "revote").items] == ["elections.item-revote-tied-only"]


def test_a_tie_after_a_revote_stays_a_second_tie_though_a_sheet_was_mended() -> None:
    facts = side(ready(state_of("counted", "tie"), "revote"), "revote", LATER, by="meeting")
    for key in ("ballots", "voted", "returned", "counted"):
        facts = go(facts, key, LATER, "tie")
    facts = go(withdraw(facts, "counted", LATER, by="desk", reason="误录"), "counted", LATER, "tie")
    assert [item.code for item in one(facts, "revote").items] == ["elections.item-revote-tied-only", "elections.item-tie-referred"]
    shown = prepare(facts, "revote", ticked=frozenset({"tie-referred"}))
    assert shown.records["revote"].ticked == {"tie-referred"}
    settled = go(withdraw(facts, "counted", LATER, by="desk", reason="误录"), "counted", LATER, "complete")
    with pytest.raises(NotOpenError, match=r"^revote"):
        prepare(settled, "revote", ticked=frozenset({"tie-referred"}))


# two votes of one meeting

TWICE = frozenset({TWO})


def again(facts: ElectionFacts, outcome: str = "complete") -> ElectionFacts:
    for key in ("ballots", "voted", "returned", "counted"):
        facts = go(facts, key, LATER, outcome)
    return facts


def test_where_a_deputy_is_elected_too_nothing_is_announced_before_the_second_vote() -> None:
    """elec-no-committee-branch"""
    first = until("no-committee", "counted", traits=TWICE)
    assert "next-post" in offered(first) and "next-post" not in offered(until("no-committee", "counted"))
    assert [item.code for item in one(ready(first, "announced"), "announced").items if item.stops] == ["elections.item-deputy-voted"]
    called = side(first, "next-post", LATER, by="meeting")
    assert called.outcome == "" and list(called.past[-1].records) == ["ballots", "voted", "returned", "counted", "next-post"]
    second = again(called)
    assert "next-post" not in offered(second), "there is one deputy's vote"
    assert one(ready(second, "announced"), "announced").open
    assert offered(called, "stage") == ["ballots"], "called for and not counted"


def test_a_second_vote_waits_for_the_first_ones_end() -> None:
    assert "next-post" not in offered(until("no-committee", "counted", "tie", TWICE))
    short = until("no-committee", "counted", "shortfall", TWICE)
    assert "next-post" not in offered(short)
    assert "next-post" in offered(side(ready(short, "fewer-seats"), "fewer-seats", LATER, by="meeting"))


def test_a_tie_in_the_second_vote_is_a_first_tie_whatever_happened_in_the_first() -> None:
    tied = side(ready(until("no-committee", "counted", "tie", TWICE), "revote"), "revote", LATER, by="meeting")
    second = again(side(again(tied), "next-post", LATER, by="meeting"), "tie")
    assert [item.code for item in one(second, "revote").items] == ["elections.item-revote-tied-only"]
    third = again(side(prepare(second, "revote", ticked=frozenset({"revote-tied-only"})), "revote", LATER, by="meeting"), "tie")
    assert [item.code for item in one(third, "revote").items] == ["elections.item-revote-tied-only", "elections.item-tie-referred"]
    done = again(side(ready(third, "revote"), "revote", LATER, by="meeting"))
    assert one(ready(done, "announced"), "announced").open, "a re-vote of the deputy does not unsay the deputy's vote"


def test_a_meeting_that_begins_again_votes_twice_again() -> None:
    second = again(side(until("no-committee", "counted", traits=TWICE), "next-post", LATER, by="meeting"))
    anew = withdraw(second, "scrutineers", LATER, by="meeting", reason="误录")
    anew = again(go(anew, "scrutineers", LATER))
    assert "next-post" in offered(anew) and not one(ready(anew, "announced"), "announced").open


def test_every_side_move_of_the_table_can_be_made_from_somewhere() -> None:
    places = (("", ""), ("counted", "tie"), ("counted", "shortfall"), ("announced", "complete"))
    reached = {key for last, outcome in places for key in offered(state_of(last, outcome))}
    assert set(procedure().sides) - reached == {"vote-again", "new-meeting", "resume", "next-post"}, "those are tested with the state that leads to them"
