"""The procedure: stages by their checklists, side moves, withdrawing, entering under way, routes of papers."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import told

from leadgoose.elections.rules import procedure as table
from leadgoose.elections.rules import stages
from leadgoose.elections.rules.procedure import needs, path, procedure, route
from leadgoose.elections.rules.stages import ElectionFacts, Item, Move, NotOpenError, begin, checklist, judge_day, moves, prepare, record, side, state, withdraw
from leadgoose.elections.rules.tally import judge_returned
from leadgoose.ground.statutes import Reason, Strength, Verdict, rule, say
from leadgoose.ground.statutes.sentences import book
from leadgoose.ground.statutes.votes import Committee, Present, may_elect_in_committee

DAY = date(2026, 3, 2)
YES = Verdict(True)
KINDS = ["branch-committee", "general-branch", "no-committee", "by-election", "new-branch"]
FULL = frozenset({"through", "preselection"})
PARTS = {"by-election": FULL | {"leaders"}, "new-branch": FULL | {"leaders"}}


def ready(facts: ElectionFacts, key: str) -> ElectionFacts:
    """All items of a stage or side move recorded as met."""
    traits = facts.traits | {"tied-again"} if any(one.key == "revote" for one in facts.past) and facts.outcome == "tie" else facts.traits
    step = procedure().stages.get(key) or procedure().sides[key]
    asked = needs(facts.kind, step, traits)
    ticked = frozenset(one.key for one in asked if not one.judged and one.key != "seats-decided")
    return prepare(facts, key, ticked=ticked, judged={one.key: YES for one in asked if one.judged})


def go(facts: ElectionFacts, key: str, on: date = DAY, outcome: str = "complete") -> ElectionFacts:
    by = procedure().stages[key].by
    return record(ready(facts, key), key, on, by=by, outcome=outcome if key == "counted" else "")  # type: ignore[arg-type]


def until(kind: str, last: str, outcome: str = "complete", traits: frozenset[str] = frozenset()) -> ElectionFacts:
    """An election with everything done to the stage ``last``, that one too; a day for each."""
    facts = begin(kind, traits)
    for days, stage in enumerate(path(kind, traits)):
        facts = go(facts, stage.key, DAY + timedelta(days), outcome)
        if stage.key == last:
            return facts
    raise AssertionError(last)


def offered(facts: ElectionFacts, sort: str = "side") -> list[str]:
    return [one.key for one in moves(facts) if one.sort == sort]


def one(facts: ElectionFacts, key: str) -> Move:
    return next(move for move in moves(facts) if move.key == key and move.sort != "withdraw")


def unmet(items: tuple[Item, ...]) -> list[str]:
    return [item.code.partition(".")[2] for item in items if not item.met]


# the table

@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("full", [False, True], ids=["direct", "through a general branch, with all parts"])
def test_every_stage_of_every_kind_is_reached_and_then_nothing_is_left(kind: str, full: bool) -> None:
    traits = PARTS.get(kind, FULL) if full else frozenset[str]()
    keys = [stage.key for stage in path(kind, traits)]
    facts = until(kind, keys[-1], traits=traits)
    assert all(facts.records[key].on for key in keys) and offered(facts, "stage") == []
    assert offered(facts) == ["annul"] and offered(facts, "withdraw") == keys


def test_what_the_kinds_leave_out() -> None:
    whole = [stage.key for stage in path("branch-committee")]
    missing = {kind: set(whole) - {stage.key for stage in path(kind)} for kind in KINDS}
    assert missing == {
        "branch-committee": set(),
        "general-branch": set(),
        "no-committee": {"initial", "first-meeting"},
        "by-election": {"reminder", "report-heard", "first-meeting", "handover"},
        "new-branch": {"reminder", "initial", "report-heard", "first-meeting", "handover"},
    }
    assert [kind for kind in KINDS if "first-meeting" in {one.key for one in path(kind, PARTS.get(kind, FULL))}] == [
        "branch-committee", "general-branch", "by-election", "new-branch",
    ]
    assert whole[:4] == ["reminder", "request", "reply", "opinion"] and whole[-3:] == ["result-reply", "publication", "handover"]
    assert set(whole) | {"preselection"} == set(procedure().stages)
    part = [stage.key for stage in path("by-election", FULL)]
    assert part[part.index("deliberation") :][:3] == ["deliberation", "preselection", "notice"]
    with pytest.raises(KeyError):
        path("congress")


def test_every_key_of_the_table_is_known_and_has_its_words() -> None:
    shipped, words = procedure(), book("elections")
    for key, stage in shipped.stages.items():
        assert rule(stage.rule) and set(stage.needs) <= shipped.items.keys()
        assert words[f"stage-{key}"] and words[f"before-{key}"]
    for key, move in shipped.sides.items():
        assert rule(move.rule) and set(move.needs) <= shipped.items.keys() and words[f"move-{key}"]
        assert move.back_to in {"", *shipped.stages} and move.after in {"", *shipped.stages}
    used = {need for step in (*shipped.stages.values(), *shipped.sides.values()) for need in step.needs}
    used |= {need for kind in shipped.kinds.values() for more in kind.more.values() for need in more}
    assert used == shipped.items.keys(), "an item that nothing asks for"
    for key, need in shipped.items.items():
        assert rule(need.rule) and words[f"item-{key}"]["zh-Hant"]
    assert list(shipped.kinds) == KINDS and all(words[f"kind-{kind}"] for kind in KINDS)
    assert {step.by for step in (*shipped.stages.values(), *shipped.sides.values())} == {"superior", "organisation", "members", "meeting", "desk", "committee"}


def test_the_page_of_the_rules_names_every_stage_and_side_move() -> None:
    page = (Path(__file__).parents[3] / "docs" / "rules" / "procedure.md").read_text(encoding="utf-8")
    for step in (*procedure().stages.values(), *procedure().sides.values()):
        assert f"| `{step.key}` |" in page and step.rule in page


ROUTES = [
    pytest.param("request", False, ("organisation", "committee"), id="a request goes up"),
    pytest.param("request", True, ("organisation", "general-branch", "committee"), id="through the general branch"),
    pytest.param("result_reply", False, ("committee", "organisation"), id="a reply comes down"),
    pytest.param("result_reply", True, ("committee", "general-branch", "organisation"), id="the way it went"),
    pytest.param("ballot", True, (), id="a ballot goes nowhere"),
]


@pytest.mark.parametrize(("paper", "through", "way"), ROUTES)
def test_the_way_of_a_paper(paper: str, through: bool, way: tuple[str, ...]) -> None:
    assert route(paper, through) == way


def test_papers_on_a_route_are_papers_of_stages() -> None:
    papers = {stage.paper for stage in procedure().stages.values()}
    assert {paper for way in procedure().routes.values() for paper in way.papers} <= papers


def test_a_branch_under_a_general_branch_asks_for_the_passing_on() -> None:
    direct, through = (unmet(checklist("reply", until("branch-committee", "request", traits=traits))) for traits in (frozenset(), frozenset({"through"})))
    assert direct == [] and through == ["item-request-forwarded"]


def test_a_kind_can_put_an_item_under_another_rule() -> None:
    """elec-by-election-margin"""
    shown = {kind: next(item for item in checklist("notice", begin(kind)) if item.code == "elections.item-slate-stands") for kind in KINDS}
    assert shown["branch-committee"].rule == "elec-margin-20" and shown["branch-committee"].strength is Strength.MUST
    assert shown["by-election"].rule == "elec-by-election-margin" and shown["by-election"].strength is Strength.GENERAL
    assert "item-preparer-named" in unmet(checklist("request", begin("new-branch")))
    assert "item-preparer-named" not in unmet(checklist("request", begin("branch-committee")))


# a stage opens by its checklist

def test_a_checklist_names_the_stages_before_it_and_its_own_items_with_the_act_that_removes_them() -> None:
    items = checklist("reply", begin("branch-committee"))
    assert [(item.code, item.rule, item.strength, item.met, item.act) for item in items] == [
        ("elections.before-reminder", "elec-reminder-six-months", Strength.GENERAL, False, "elections.send_reminder"),
        ("elections.before-request", "elec-approval-before", Strength.MUST, False, "elections.send_request"),
    ]
    with pytest.raises(KeyError):
        checklist("first-meeting", begin("no-committee"))


def test_a_must_stops_whatever_is_written() -> None:
    facts = until("branch-committee", "report-heard")
    said = prepare(facts, "method", cleared={"elections.item-method-passed": "以后补"})
    assert unmet(one(said, "method").items) == ["item-method-passed"] and not one(said, "method").open
    with pytest.raises(NotOpenError):
        record(said, "method", date(2027, 1, 1), by="meeting")
    assert one(ready(facts, "method"), "method").open


def test_a_warning_is_cleared_with_a_recorded_reason() -> None:
    """elec-reminder-six-months is 一般"""
    facts = prepare(begin("branch-committee"), "request", ticked=frozenset({"request-complete"}), judged={"seats-fit": YES, "meeting-in-term": YES})
    assert [move.key for move in moves(facts) if move.sort == "stage"] == ["reminder", "request"]
    assert not one(facts, "request").open
    assert not one(prepare(facts, "request", cleared={"elections.before-reminder": " "}), "request").open
    cleared = prepare(facts, "request", cleared={"elections.before-reminder": "电话提醒，未留记录"})
    assert one(cleared, "request").open
    assert one(cleared, "request").items[0].cleared_with_reason == "电话提醒，未留记录"
    assert record(cleared, "request", DAY, by="organisation").records["request"].on == DAY


def test_a_stage_gone_without_is_gone_without_for_good() -> None:
    facts = prepare(begin("branch-committee"), "request", cleared={"elections.before-reminder": "电话提醒，未留记录"})
    assert one(facts, "reminder").key == "reminder" and checklist("reply", facts)[0].stops, "only prepared"
    facts = go(facts, "request")
    assert checklist("reply", facts)[0].cleared_with_reason == "电话提醒，未留记录" and not checklist("reply", facts)[0].stops
    assert checklist("reply", withdraw(facts, "request", DAY, by="organisation", reason="日期填错"))[0].stops


def test_a_local_item_only_informs() -> None:
    facts = go(begin("branch-committee"), "reminder")
    facts = prepare(facts, "request", ticked=frozenset({"request-complete"}), judged={"seats-fit": YES, "meeting-in-term": YES})
    assert unmet(one(facts, "request").items) == ["item-request-in-time"] and one(facts, "request").open


def test_a_verdict_decides_and_its_numbers_stand_on_the_list() -> None:
    facts = until("branch-committee", "announced")
    short = may_elect_in_committee(Present(3), Committee(5))
    facts = prepare(ready(facts, "first-meeting"), "first-meeting", judged={"committee-quorum": short})
    move = one(facts, "first-meeting")
    assert unmet(move.items) == ["item-committee-quorum", "committee-election-quorum-short"] and not move.open
    assert next(item for item in move.items if item.code == "statutes.committee-election-quorum-short").numbers == short.reasons[0].numbers


def test_a_warning_inside_a_verdict_is_cleared_by_its_own_code() -> None:
    warned = Verdict.of([Reason("elections.more-than-posts", "elec-secretary-equal-list", {"seats": 2, "candidates": 3}, met=False)])
    facts = prepare(until("branch-committee", "initial"), "persons-request", judged={"enough-persons": warned})
    assert not one(facts, "persons-request").open
    assert one(prepare(facts, "persons-request", cleared={"elections.more-than-posts": "上级同意差额"}), "persons-request").open


WRONG = [
    pytest.param({"ticked": frozenset({"quorum"})}, id="a verdict is no tick"),
    pytest.param({"judged": {"chair-in-order": YES}}, id="a tick is no verdict"),
    pytest.param({"ticked": frozenset({"method-passed"})}, id="an item of another stage"),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_stage_takes_only_its_own_items(wrong: dict[str, object]) -> None:
    with pytest.raises(NotOpenError):
        prepare(begin("branch-committee"), "roll-call", **wrong)  # type: ignore[arg-type]


def test_what_is_done_is_not_prepared_again() -> None:
    with pytest.raises(NotOpenError):
        prepare(until("branch-committee", "request"), "request", ticked=frozenset({"request-in-time"}))


def test_only_who_acts_may_record() -> None:
    with pytest.raises(NotOpenError):
        record(until("branch-committee", "request"), "reply", date(2026, 4, 1), by="organisation")


DAYS = [
    pytest.param(date(2026, 3, 2), False, id="before the stage before it"),
    pytest.param(date(2026, 3, 3), True, id="on the same day"),
    pytest.param(date(2026, 3, 4), True, id="the day after"),
]


@pytest.mark.parametrize(("stage", "on", "met"), [
    pytest.param("notice", date(2026, 3, 31), False, id="a notice before the day of the annulment"),
    pytest.param("notice", date(2026, 4, 1), True, id="a notice on that day"),
    pytest.param("counted", date(2026, 3, 31), False, id="what follows the notice neither"),
    pytest.param("deliberation", date(2026, 3, 31), True, id="what stood and still stands is older"),
])
def test_what_is_held_again_is_not_dated_before_the_decision(stage: str, on: date, met: bool) -> None:
    """elec-approval-before"""
    facts = until("branch-committee", "announced")
    again = side(ready(facts, "annul"), "annul", date(2026, 4, 1), by="superior", reason="选举办法未通过")
    assert judge_day(again, stage, on).met is met


@pytest.mark.parametrize(("on", "met"), DAYS)
def test_no_paper_is_dated_before_the_stage_before_it(on: date, met: bool) -> None:
    """elec-approval-before"""
    facts = until("branch-committee", "request")
    reason = judge_day(facts, "reply", on)
    assert told([reason]) == ["+dated-in-order" if met else "-dated-before"]
    assert reason.rule == "elec-approval-before" and reason.numbers == {"on": on.isoformat(), "before": "2026-03-03"}
    if met:
        assert record(facts, "reply", on, by="superior", paper="石党发〔2026〕9 号").records["reply"].paper == "石党发〔2026〕9 号"
    else:
        with pytest.raises(NotOpenError):
            record(facts, "reply", on, by="superior")


# side moves

def test_an_outcome_belongs_to_the_count_and_the_count_has_one() -> None:
    facts = ready(until("branch-committee", "returned"), "counted")
    with pytest.raises(NotOpenError):
        record(facts, "counted", date(2027, 1, 1), by="desk")
    with pytest.raises(NotOpenError):
        record(until("branch-committee", "request"), "reply", date(2027, 1, 1), by="superior", outcome="complete")


OUTCOMES = [
    pytest.param("complete", ["stop"], True, id="complete: announced"),
    pytest.param("tie", ["revote", "stop"], False, id="a tie is voted on again"),
    pytest.param("shortfall", ["open-seats", "fewer-seats", "stop"], False, id="open seats: elected or left open"),
]


@pytest.mark.parametrize(("outcome", "sides", "announced"), OUTCOMES)
def test_nothing_is_announced_against_the_count(outcome: str, sides: list[str], announced: bool) -> None:
    facts = until("branch-committee", "counted", outcome)
    assert [key for key in offered(facts) if key != "shift-term"] == sides
    facts = prepare(facts, "announced", ticked=frozenset({"scrutineer-reported", "seats-decided"}))
    assert one(facts, "announced").open is announced


def test_fewer_seats_let_the_result_be_announced_and_close_the_other_way() -> None:
    facts = until("branch-committee", "counted", "shortfall")
    fewer = side(ready(facts, "fewer-seats"), "fewer-seats", date(2027, 1, 1), by="meeting")
    assert "open-seats" not in offered(fewer) and "fewer-seats" not in offered(fewer)
    assert one(ready(fewer, "announced"), "announced").open
    undone = withdraw(fewer, "counted", date(2027, 1, 1), by="desk", reason="录错")
    assert "fewer-seats" not in undone.records and undone.outcome == ""
    with pytest.raises(NotOpenError):
        side(facts, "fewer-seats", date(2027, 1, 1), by="meeting")


def test_a_revote_goes_back_to_the_ballots_and_a_second_tie_is_referred() -> None:
    """elec-tie-revote, elec-revote-plurality"""
    facts = side(ready(until("branch-committee", "counted", "tie"), "revote"), "revote", date(2026, 4, 1), by="meeting")
    assert facts.outcome == "" and offered(facts, "stage") == ["ballots"] and "revote" not in facts.records
    assert set(facts.past[-1].records) == {"ballots", "voted", "returned", "counted", "revote"}
    for key in ("ballots", "voted", "returned", "counted"):
        facts = go(facts, key, date(2026, 4, 1), "tie")
    assert unmet(one(facts, "revote").items) == ["item-revote-tied-only", "item-tie-referred"]
    assert one(ready(facts, "revote"), "revote").open
    anew = withdraw(facts, "notice", date(2026, 4, 2), by="organisation", reason="会议重开")
    for key in [stage.key for stage in path("branch-committee")][8:18]:
        anew = go(anew, key, date(2026, 4, 2), "tie")
    assert unmet(one(anew, "revote").items) == ["item-revote-tied-only"], "a meeting held again begins anew"


def test_no_quorum_leads_to_a_new_date() -> None:
    facts = prepare(until("branch-committee", "exclusions"), "roll-call", judged={"quorum": Verdict(False)}, ticked=frozenset({"chair-in-order"}))
    assert state(facts) == "no_quorum" and "new-meeting" in offered(facts) and not one(facts, "roll-call").open
    again = side(ready(facts, "new-meeting"), "new-meeting", date(2026, 4, 1), by="organisation")
    assert offered(again, "stage") == ["notice"] and state(again) == "" and "roll-call" not in again.records
    assert "new-meeting" not in offered(prepare(until("branch-committee", "exclusions"), "roll-call", judged={"quorum": YES}))


def test_more_ballots_than_voters_lead_to_a_new_vote() -> None:
    """elec-ballots-returned"""
    facts = until("branch-committee", "voted")
    void = prepare(facts, "returned", judged={"ballots-reconciled": Verdict.of([judge_returned(19, 18)])})
    assert state(void) == "void" and not one(void, "returned").open
    again = side(void, "vote-again", date(2026, 4, 1), by="meeting")
    assert offered(again, "stage") == ["ballots"] and state(again) == ""
    gap = Verdict.of([Reason("elections.gap-issued", "elec-count-check", {"first": 1, "second": 2, "gap": 1}, met=False)])
    assert state(prepare(facts, "returned", judged={"ballots-reconciled": gap})) == "", "a gap is explained, the vote stands"


def test_only_the_superior_stops_and_lets_go_on() -> None:
    facts = ready(until("branch-committee", "roll-call"), "stop")
    for somebody in ("organisation", "meeting", "desk", "committee", "members"):
        with pytest.raises(NotOpenError):
            side(facts, "stop", date(2026, 4, 1), by=somebody)
    stopped = side(facts, "stop", date(2026, 4, 1), by="superior", reason="核查举报")
    assert [(move.key, move.by) for move in moves(stopped)] == [("resume", "superior")] and state(stopped) == "stopped"
    resumed = side(ready(stopped, "resume"), "resume", date(2026, 4, 2), by="superior")
    assert replace(resumed, past=()) == replace(until("branch-committee", "roll-call"), past=())
    assert [past.key for past in resumed.past] == ["stop", "resume"] and resumed.past[0].reason == "核查举报"


def test_the_superior_voids_an_announced_election() -> None:
    """elec-void-by-superior"""
    facts = until("branch-committee", "announced")
    assert "annul" not in offered(until("branch-committee", "counted"))
    again = side(ready(facts, "annul"), "annul", date(2026, 4, 1), by="superior", reason="选举办法未通过")
    assert offered(again, "stage") == ["notice"] and again.outcome == ""


def test_a_shift_of_the_term_is_asked_for_and_agreed() -> None:
    """elec-shift-limit"""
    facts = begin("branch-committee")
    assert unmet(one(facts, "shift-term").items) == ["item-shift-requested", "item-shift-approved", "item-shift-within-year"]
    shifted = side(ready(facts, "shift-term"), "shift-term", DAY, by="organisation")
    assert shifted.records == {} and shifted.past[0].key == "shift-term"
    assert "shift-term" not in offered(begin("by-election")) + offered(begin("new-branch")) + offered(until("branch-committee", "announced"))


def test_a_side_move_is_not_dated_before_what_it_follows() -> None:
    facts = ready(until("branch-committee", "counted", "tie"), "revote")
    with pytest.raises(NotOpenError):
        side(facts, "revote", DAY, by="meeting")


# withdrawing and entering

def test_a_stage_is_withdrawn_with_a_reason_and_all_that_stands_on_it() -> None:
    facts = until("branch-committee", "notice")
    for reason in ("", " "):
        with pytest.raises(NotOpenError):
            withdraw(facts, "deliberation", DAY, by="members", reason=reason)
    undone = withdraw(facts, "deliberation", DAY, by="members", reason="误录")
    assert offered(undone, "stage") == ["deliberation"]
    assert undone.past[-1].reason == "误录" and set(undone.past[-1].records) == {"deliberation", "notice"}


@pytest.mark.parametrize("kind", KINDS)
def test_withdrawing_and_doing_it_again_returns_the_same_facts(kind: str) -> None:
    whole = path(kind)
    facts = until(kind, whole[-1].key)
    for number, stage in enumerate(whole):
        again = withdraw(facts, stage.key, DAY, by=stage.by, reason="误录")
        for days, later in enumerate(whole[number:], number):
            again = go(again, later.key, DAY + timedelta(days))
        assert replace(again, past=()) == facts


@pytest.mark.parametrize("kind", KINDS)
def test_an_election_under_way_enters_at_its_present_stage(kind: str) -> None:
    for stage in path(kind):
        facts = begin(kind, at=stage.key)
        assert offered(facts, "stage")[0] == stage.key
        assert all(item.met for item in checklist(stage.key, facts) if item.code.startswith("elections.before-"))
        assert one(ready(facts, stage.key), stage.key).open
    with pytest.raises(ValueError, match="nowhere"):
        begin(kind, at="nowhere")


# no order of moves skips an unmet must

STEPS = st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.sampled_from(["complete", "tie", "shortfall"])), max_size=60)


@settings(deadline=None, max_examples=60)  # two cores are shared
@given(st.sampled_from(KINDS), st.sampled_from([frozenset(), FULL]), STEPS)
def test_no_order_of_moves_skips_an_unmet_must(kind: str, traits: frozenset[str], steps: list[tuple[int, bool, str]]) -> None:
    facts, on = begin(kind, traits), DAY
    for pick, fulfil, outcome in steps:
        possible = moves(facts)
        if not possible:
            return
        move = possible[pick % len(possible)]
        if fulfil and move.sort != "withdraw":
            facts = ready(facts, move.key)
            move = next(again for again in moves(facts) if again.key == move.key and again.sort == move.sort)
        told_open = move.open
        on += timedelta(1)
        try:
            if move.sort == "stage":
                facts = record(facts, move.key, on, by=move.by, outcome=outcome if move.key == "counted" else "")  # type: ignore[arg-type]
            elif move.sort == "side":
                facts = side(facts, move.key, on, by=move.by)
            else:
                facts = withdraw(facts, move.key, on, by=move.by, reason="误录")
        except NotOpenError:
            assert not told_open
        else:
            assert told_open
        _holds(facts)


def _holds(facts: ElectionFacts) -> None:
    """Written apart from the code: every stage done has its own musts, and every earlier stage under a must is done."""
    done_after = False
    for stage in reversed(path(facts.kind, facts.traits)):
        got = facts.records.get(stage.key)
        if got is None or not got.done:
            assert not (done_after and rule(stage.rule).strength is Strength.MUST), stage.key
            continue
        done_after = True
        for need in needs(facts.kind, stage, facts.traits):
            if rule(need.rule).strength is not Strength.MUST:
                continue
            if need.key == "seats-decided":
                assert facts.outcome == "complete" or (facts.outcome == "shortfall" and "fewer-seats" in facts.records)
            else:
                assert need.key in got.ticked or got.judged[need.key].ok, (stage.key, need.key)
    days = [facts.records[stage.key].on for stage in path(facts.kind, facts.traits) if stage.key in facts.records and facts.records[stage.key].on]
    assert days == sorted(days)  # type: ignore[type-var]


def test_every_code_of_a_checklist_is_said_in_three_languages() -> None:
    for kind in KINDS:
        for stage in path(kind, FULL):
            for item in checklist(stage.key, begin(kind, FULL)):
                for lang in ("zh-Hans", "zh-Hant", "en"):
                    assert say(Reason(item.code, item.rule, item.numbers, item.met), lang)  # type: ignore[arg-type]
    assert table.DATA.name == "procedure.toml" and tuple(KINDS[:3]) == stages.TERM_CHANGES


def test_what_was_said_before_and_is_not_so_is_taken_out_again() -> None:
    facts = prepare(begin("branch-committee"), "request", ticked=frozenset({"request-complete"}), cleared={"elections.before-reminder": "试"})
    bare = prepare(facts, "request", out=frozenset({"request-complete", "elections.before-reminder"}))
    assert (bare.records["request"].ticked, bare.records["request"].cleared) == (frozenset(), {})
    kept = prepare(facts, "request", ticked=frozenset({"request-complete"}), out=frozenset({"request-complete"}))
    assert kept.records["request"].ticked == {"request-complete"}, "what is said now stands"
