"""In which order doubtful decisions are shown, and that each is shown once with the reason that it is about."""

from __future__ import annotations

from datetime import date

from leadgoose.elections.rules.doubts import doubts
from leadgoose.elections.rules.stages import ElectionFacts, Record
from leadgoose.ground.statutes import Reason, Verdict

DAY = date(2026, 3, 2)
CLOSE = Reason("elections.close-to-seats", "elec-reduce-seats", {"seats": 5, "filled": 4, "open": 1})
ALONE = Reason("elections.one-entry-signed", "elec-teller-choice", {"qualified": 1}, met=False)
LATE = Reason("elections.came-after-ballots", "elec-majority-of-present", {"declared": 18, "electors": 19, "late": 1})


def recorded(*reasons: Reason, **cleared: str) -> Record:
    return Record(on=DAY, judged={"item": Verdict(True, reasons)}, cleared={f"elections.{code.replace('_', '-')}": words for code, words in cleared.items()})


def test_they_stand_in_the_order_of_the_procedure_however_they_were_recorded() -> None:
    facts = ElectionFacts("branch-committee", {"fewer-seats": recorded(CLOSE), "counted": recorded(ALONE), "ballots": recorded(LATE)})
    assert [(one.stage, one.code) for one in doubts(facts)] == [
        ("ballots", LATE.code), ("counted", ALONE.code), ("fewer-seats", CLOSE.code),
    ], "side moves behind all stages; by their names the move would stand before the count's neighbour"
    turned = ElectionFacts("branch-committee", dict(reversed(facts.records.items())))
    assert doubts(turned) == doubts(facts)
    early = ElectionFacts("branch-committee", {"announced": recorded(CLOSE), "voted": recorded(LATE)})
    assert [one.stage for one in doubts(early)] == ["voted", "announced"]


def test_each_carries_the_reason_with_the_numbers_that_the_superior_looks_at() -> None:
    (one,) = doubts(ElectionFacts("branch-committee", {"ballots": recorded(LATE)}))
    assert one.reason is LATE and one.cleared == ""


def test_a_decision_of_the_chair_that_was_also_cleared_is_one_doubt_with_its_words() -> None:
    (one,) = doubts(ElectionFacts("branch-committee", {"counted": recorded(ALONE, one_entry_signed="全支部 3 人")}))
    assert (one.code, one.reason, one.cleared) == (ALONE.code, ALONE, "全支部 3 人")


def test_two_decisions_of_one_stage_and_the_same_at_two_stages_are_each_shown() -> None:
    facts = ElectionFacts("branch-committee", {"counted": recorded(ALONE, LATE), "ballots": recorded(LATE)})
    assert [(one.stage, one.code) for one in doubts(facts)] == [("ballots", LATE.code), ("counted", ALONE.code), ("counted", LATE.code)]


def test_words_that_are_only_spaces_clear_nothing() -> None:
    assert doubts(ElectionFacts("branch-committee", {"request": recorded(before_reminder=" ")})) == ()
