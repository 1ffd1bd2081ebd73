"""Decisions that the superior looks at again, and the items of the envoy's card."""

from __future__ import annotations

from datetime import date

import pytest
from telling import told

from leadgoose.elections.rules.card import CARD, CARD_ALONE, MARKS, card, opens_after
from leadgoose.elections.rules.doubts import OF_THE_CHAIR, doubts
from leadgoose.elections.rules.members import Member
from leadgoose.elections.rules.posts import ALONE, LEADERS, STAYS
from leadgoose.elections.rules.procedure import path, procedure
from leadgoose.elections.rules.seats import judge
from leadgoose.elections.rules.slate import Slate, before_meeting
from leadgoose.elections.rules.stages import ElectionFacts, Record
from leadgoose.ground.statutes import Reason, Verdict, rule
from leadgoose.ground.statutes.sentences import book

DAY = date(2026, 3, 2)
BELOW = Reason("elections.revote-elected-below-half", "elec-revote-plurality", {"name": "甲", "votes": 4, "present": 9, "need": 5, "short": 1})
SHORT = Reason("elections.standing-short", "branch-secretary-qualification", {"name": "乙", "since": "2025-09"}, met=False)


def test_a_warning_that_was_cleared_is_a_doubt_with_its_words() -> None:
    record = Record(on=DAY, judged={"slate-stands": Verdict(True, (SHORT,))}, cleared={SHORT.code: "上级已同意"})
    (one,) = doubts(ElectionFacts("branch-committee", {"notice": record}))
    assert (one.stage, one.code, one.rule, one.reason, one.cleared) == ("notice", SHORT.code, "branch-secretary-qualification", SHORT, "上级已同意")


def test_what_the_text_leaves_to_the_chair_is_a_doubt_though_nothing_was_cleared() -> None:
    record = Record(on=DAY, judged={"sheets-agree": Verdict(True, (BELOW,))})
    (one,) = doubts(ElectionFacts("branch-committee", {"counted": record}))
    assert (one.stage, one.code, one.rule) == ("counted", BELOW.code, "elec-revote-plurality")


def test_a_stage_gone_without_names_the_rule_of_that_stage() -> None:
    facts = ElectionFacts("branch-committee", {"request": Record(on=DAY, cleared={"elections.before-reminder": "已电话提醒"})})
    assert [one.rule for one in doubts(facts)] == ["elec-reminder-six-months"]


@pytest.mark.parametrize(("code", "spoken"), [("elections.item-request-in-time", "elec-request-lead-time"), ("elections.item-nobody-knows", "")])
def test_an_item_passed_over_names_the_rule_of_that_item(code: str, spoken: str) -> None:
    (one,) = doubts(ElectionFacts("branch-committee", {"request": Record(on=DAY, cleared={code: "批复已口头催办"})}))
    assert (one.code, one.rule) == (code, spoken)


def test_what_is_only_prepared_or_in_order_is_none() -> None:
    prepared = Record(cleared={SHORT.code: "上级已同意"})
    in_order = Record(on=DAY, judged={"quorum": Verdict(True, (Reason("statutes.election-quorum", "elec-quorum-four-fifths"),))})
    assert doubts(ElectionFacts("branch-committee", {"notice": prepared, "roll-call": in_order})) == ()


def test_every_code_left_to_the_chair_has_words() -> None:
    assert {code.removeprefix("elections.") for code in OF_THE_CHAIR} <= book("elections").keys()


CARD_RULES = {
    "elec-approval-before", "elec-nomination-branch", "elec-margin-20", "elec-introduce-candidates", "elec-quorum-exclusions-approval",
    "elec-method-adopted", "elec-host-member-meeting", "elec-quorum-four-fifths", "elec-supervisor", "elec-ballots-issued-check",
    "elec-no-proxy-vote", "elec-ballots-returned", "elec-count-check", "elec-announce", "elec-report-deadline", "elec-secretary-by-committee",
    "elec-ballot-retention", "elec-right-to-know-and-refuse",
}


def test_every_item_of_the_card_has_words_a_rule_and_a_stage_that_there_is() -> None:
    looks = [look for items in CARD.values() for look in items]
    assert {look.rule for look in looks} == CARD_RULES and all(rule(key) for key in CARD_RULES)
    assert all(book("elections")[f"card-{look.key}"]["zh-Hant"] for look in looks)
    assert {look.stage for look in looks} <= {"", *procedure().stages}
    assert len({look.key for look in looks}) == len(looks) and MARKS == ("yes", "no", "unseen")


def test_the_card_of_an_election_asks_about_the_stages_that_it_has() -> None:
    alone = ("by-election", {LEADERS, STAYS, ALONE})
    kinds: list[tuple[str, set[str]]] = [("branch-committee", set()), ("no-committee", set()), ("by-election", {STAYS}), ("new-branch", {LEADERS}), alone]
    asked = []
    for kind, traits in kinds:
        found = card(kind, traits)
        looks = [look for items in found.values() for look in items]
        assert list(found) == ["before", "meeting", "after"] and {look.stage for look in looks} <= {"", *(one.key for one in path(kind, frozenset(traits)))}
        assert all(book("elections")[f"card-{look.key}"]["en"] and rule(look.rule) for look in looks) and len({look.key for look in looks}) == len(looks)
        asked.append({"leaders-by-committee", "committee-there"} & {look.key for look in looks})
    assert asked == [{"leaders-by-committee"}, set(), set(), {"leaders-by-committee"}, {"committee-there"}]
    assert card("branch-committee", ()) == CARD and card(*alone) == CARD_ALONE
    assert not any("大会" in book("elections")[f"card-{look.key}"]["zh-Hans"] for items in CARD_ALONE.values() for look in items)


def test_a_point_is_signed_once_the_stage_before_it_is_done() -> None:
    assert [opens_after(point, {LEADERS}) for point in CARD] == ["", "notice", "announced"]
    assert [opens_after(point, {LEADERS, ALONE}) for point in CARD] == ["", "persons-reply", "first-meeting"]


SEATS = [
    pytest.param(False, 2, "seats-below", id="two are too few for a branch committee"),
    pytest.param(False, 3, "seats-fit", id="three are enough"),
    pytest.param(False, 5, "seats-fit", id="five are usual"),
    pytest.param(False, 6, "seats-unusual", id="six are told"),
    pytest.param(False, 8, "seats-unusual", id="above seven is as a rule not done: told"),
    pytest.param(True, 4, "seats-unusual", id="four are few for a general branch: told"),
    pytest.param(True, 5, "seats-fit", id="five are usual for a general branch"),
    pytest.param(True, 7, "seats-fit", id="and seven"),
    pytest.param(True, 9, "seats-unusual", id="nine is the most"),
    pytest.param(True, 10, "seats-above", id="ten are too many"),
]


@pytest.mark.parametrize(("general", "seats", "code"), SEATS)
def test_how_many_seats_fit(general: bool, seats: int, code: str) -> None:
    verdict = judge(general, seats)
    assert [one.code for one in verdict.reasons] == [f"elections.{code}"] and told(verdict.reasons)
    assert verdict.ok is (code not in ("seats-below", "seats-above"))
    assert verdict.reasons[0].rule == ("soe-size-general-branch" if general else "branch-committee-size")


def people(count: int) -> list[Member]:
    return [Member(str(number), f"党员{number}") for number in range(count)]


@pytest.mark.parametrize(("electors", "candidates", "ok", "codes"), [
    (8, 4, True, ["may-stand", "margin-enough", "margin-rounded"]),
    (5, 4, True, ["may-stand", "margin-enough", "margin-rounded", "one-left-to-watch"]),
    (4, 4, False, ["may-stand", "margin-enough", "margin-rounded", "nobody-to-watch"]),
    (8, 3, False, ["may-stand", "margin-short", "margin-rounded"]),
], ids=["enough, and people left to watch", "one left to watch: told", "nobody left to watch", "too few candidates"])
def test_before_the_notice_nobody_asks_who_watches_only_that_somebody_can(electors: int, candidates: int, ok: bool, codes: list[str]) -> None:
    body = people(electors)
    verdict = before_meeting(Slate("members", 3, body[:candidates], body, (), (), DAY))
    assert verdict.ok is ok and [one.code.removeprefix("elections.") for one in verdict.reasons] == codes
