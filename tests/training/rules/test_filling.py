"""Places in texts, and what makes a question unfit: each case a sentence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.ground.statutes import Parameter, load, rule
from leadgoose.training.rules.bank import Ground, Kind, Moved, Pin, Question, faults, moved
from leadgoose.training.rules.filling import Unfillable, bound, cited_in, fill, mark_citations

pytestmark = pytest.mark.once

PLACES = [
    ("a share in words", "{elec-quorum-four-fifths:fraction}", "五分之四"),
    ("half has a word of its own", "{branch-meeting-vote:majority}", "半数"),
    ("a whole number", "{edu-member-32:hours} 学时", "32 学时"),
    ("four fifths of 18 is rounded up", "{elec-quorum-four-fifths:fraction of 18}", "15"),
    ("four fifths of 25 is whole", "{elec-quorum-four-fifths:fraction of 25}", "20"),
    ("more than half of 30 is one more than half", "{branch-meeting-vote:majority of 30}", "16"),
    ("more than half of 17 is rounded up", "{elec-majority-of-present:fraction of 17}", "9"),
    ("half or more of 17 is rounded up", "{branch-meeting-vote:quorum of 17}", "9"),
    ("half or more of 16 is half", "{branch-meeting-vote:quorum of 16}", "8"),
    ("at most a third of 20 is rounded down", "{branch-appraisal-grades:excellent_max of 20}", "6"),
    ("at most a third of 21 is a third", "{branch-appraisal-grades:excellent_max of 21}", "7"),
    ("20 percent more than 5", "{elec-margin-20:margin over 5}", "6"),
    ("20 percent more than 6 is rounded up", "{elec-margin-20:margin over 6}", "8"),
    ("20 percent of 6", "{elec-margin-20:margin of 6}", "2"),
    ("what is lacking to a number", "{edu-secretary-56:hours minus 44}", "12"),
    ("so many times a number", "{edu-hour-conversion:day times 3}", "24"),
    ("a number and so many", "{edu-hour-conversion:day plus 4}", "12"),
    ("years after a day", "{term-branch:term after 2023-06-15}", "2026年6月15日"),
    ("months before a day, clamped to the month's end", "{elec-reminder-six-months:lead before 2026-08-31}", "2026年2月28日"),
    ("years after a leap day", "{term-branch:term after 2024-02-29}", "2027年2月28日"),
    ("a text without places", "应到会 18 名", "应到会 18 名"),
]
UNFILLABLE = [
    ("a rule that is not shipped", "{elec-quorum-two-thirds:fraction}"),
    ("a parameter that the rule has not", "{elec-quorum-four-fifths:share}"),
    ("a value that is a text", "{elec-margin-rounding:extra}"),
    ("a share of nothing that is a share", "{edu-member-32:hours of 18}"),
    ("a date from hours", "{edu-member-32:hours after 2026-01-01}"),
    ("a sum with a share", "{elec-quorum-four-fifths:fraction plus 1}"),
    ("a day that the calendar lacks", "{term-branch:term after 2026-02-30}"),
    ("a bracket left open", "到会不少于{elec-quorum-four-fifths:fraction"),
    ("a place spelt otherwise", "{elec-quorum-four-fifths fraction}"),
]


@pytest.mark.parametrize(("text", "filled"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_a_place_is_filled_with_the_statute_s_value(text: str, filled: str) -> None:
    assert fill(text) == filled


@pytest.mark.parametrize("text", [case[1] for case in UNFILLABLE], ids=[case[0] for case in UNFILLABLE])
def test_a_place_that_cannot_be_filled_is_never_shown(text: str) -> None:
    with pytest.raises(Unfillable):
        fill(text)


@given(base=st.integers(0, 500), share=st.fractions(Fraction(1, 20), 1), op=st.sampled_from([">=", ">", "<=", "<"]))
def test_a_bound_satisfies_its_rule_and_its_neighbour_does_not(base: int, share: Fraction, op: str) -> None:
    found = bound(Parameter("share", share, "of all", op), base)  # type: ignore[arg-type]
    holds = {">=": found >= share * base, ">": found > share * base, "<=": found <= share * base, "<": found < share * base}[op]
    beside = found - 1 if op in (">=", ">") else found + 1
    fails = {">=": beside < share * base, ">": beside <= share * base, "<=": beside > share * base, "<": beside >= share * base}[op]
    assert holds and fails


def test_citations_are_found_and_marked() -> None:
    text = "到会不少于{elec-quorum-four-fifths:fraction}[elec-quorum-four-fifths]，赞成超过半数[elec-majority-of-present]"
    assert cited_in(text) == ["elec-quorum-four-fifths", "elec-majority-of-present"]
    assert mark_citations("当选[elec-majority-of-present]", lambda key: f"〔{len(key)}〕") == "当选〔24〕"


# --- what makes a question unfit ---

GROUND = Ground.now(rule("elec-quorum-four-fifths"))
GOOD = Question("q", "basics", 8, Kind.SINGLE, 2, "18 名应到会，至少到几名？", ("{elec-quorum-four-fifths:fraction of 18} 名",),
                ("14 名", "10 名"), "不少于{elec-quorum-four-fifths:fraction}。", (GROUND,))
UNFIT: list[tuple[str, dict[str, object], list[tuple[str, str]]]] = [
    ("a good question has no fault", {}, []),
    ("no right answer", {"right": ()}, [("right", "bank-no-right")]),
    ("two right answers in a single choice", {"right": ("15 名", "16 名")}, [("right", "bank-two-right")]),
    ("one right answer in a multiple choice", {"kind": Kind.MULTIPLE}, [("right", "bank-one-right")]),
    ("two right answers in a multiple choice are as it should be", {"kind": Kind.MULTIPLE, "right": ("15 名", "16 名")}, []),
    ("no wrong option", {"kind": Kind.MULTIPLE, "right": ("15 名", "16 名", "17 名"), "wrong": ()}, [("wrong", "bank-no-wrong")]),
    ("two options are too few", {"wrong": ("14 名",)}, [("wrong", "bank-options")]),
    ("seven options are too many", {"wrong": ("1", "2", "3", "4", "5", "6")}, [("wrong", "bank-options")]),
    ("a wrong option that the rule's value makes right", {"wrong": ("14 名", "15 名")}, [("wrong", "bank-same-option")]),
    ("neither true nor false", {"kind": Kind.TRUE_FALSE, "right": ("也许",), "wrong": ()}, [("right", "bank-true-false")]),
    ("a statement that is false", {"kind": Kind.TRUE_FALSE, "right": ("错",), "wrong": ()}, []),
    ("a short answer without points", {"kind": Kind.SHORT, "right": (), "wrong": ()}, [("right", "bank-no-right")]),
    ("a short answer with nine points", {"kind": Kind.SHORT, "right": tuple("一二三四五六七八九"), "wrong": ()}, [("right", "bank-points")]),
    ("a short answer with two points", {"kind": Kind.SHORT, "right": ("改期", "不缩基数"), "wrong": ()}, []),
    ("nothing is asked", {"ask": " "}, [("ask", "bank-no-ask")]),
    ("no explanation", {"why": ""}, [("why", "bank-no-why")]),
    ("an explanation of 401 characters", {"why": "应" * 401}, [("why", "bank-too-long")]),
    ("difficulty 4", {"difficulty": 4}, [("difficulty", "bank-difficulty")]),
    ("no rule", {"grounds": (), "right": ("15 名",), "why": "不少于五分之四。"}, [("rules", "bank-no-rule")]),
    ("an unknown rule", {"grounds": (GROUND, Ground("elec-quorum-three", ""))}, [("rules", "bank-unknown-rule")]),
    ("a value of a rule that is not cited", {"ask": "应到会超过{branch-meeting-vote:majority}吗？"}, [("ask", "bank-uncited")]),
    ("a place that cannot be filled", {"ask": "{elec-quorum-four-fifths:share}？"}, [("ask", "bank-place")]),
]


@pytest.mark.parametrize(("change", "found"), [case[1:] for case in UNFIT], ids=[case[0] for case in UNFIT])
def test_what_makes_a_question_unfit(change: dict[str, object], found: list[tuple[str, str]]) -> None:
    assert [(one.where, one.code) for one in faults(replace(GOOD, **change))] == found  # type: ignore[arg-type]


# --- grounds ---


@pytest.mark.parametrize("key", sorted(load().rules))
def test_a_ground_reads_what_it_writes(key: str) -> None:
    ground = Ground.now(rule(key))
    assert Ground.parse(str(ground)) == ground
    assert moved((ground,)) == ()


@pytest.mark.parametrize("text", ["", "Elec-quorum", "elec-quorum-four-fifths should: fraction >= 4/5", "elec-quorum-four-fifths must: fraction"])
def test_what_is_no_ground_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no rule with its values"):
        Ground.parse(text)


def test_strength_comparison_new_values_and_a_rule_gone_are_drift_too() -> None:
    was = Ground("elec-quorum-four-fifths", "general", (Pin("fraction", ">", "4/5"), Pin("least", ">=", "3")))
    assert moved((was, Ground("elec-gone", "must"))) == (
        Moved("elec-quorum-four-fifths", "", "general", "must"),
        Moved("elec-quorum-four-fifths", "fraction", "> 4/5", ">= 4/5"),
        Moved("elec-quorum-four-fifths", "least", ">= 3", None),
        Moved("elec-gone", "", "must", None),
    )
    bare = Ground("elec-quorum-four-fifths", "must")
    assert moved((bare,)) == (Moved("elec-quorum-four-fifths", "fraction", "", ">= 4/5"),)
