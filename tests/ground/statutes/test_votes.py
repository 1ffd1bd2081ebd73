"""Quorums and majorities: tables, ties, exactly at the line, and types that refuse to be mixed."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadgoose.ground.statutes import Lang, Verdict, say
from leadgoose.ground.statutes import votes as v
from leadgoose.ground.statutes.sentences import book
from leadgoose.ground.statutes.votes import Committee, Expected, Present

LANGS: tuple[Lang, ...] = ("zh-Hans", "zh-Hant", "en")
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("expected", "least"),
    [
        *((3, 3), (4, 4), (5, 4), (6, 5), (7, 6), (8, 7), (9, 8), (10, 8)),
        *((11, 9), (12, 10), (15, 12), (20, 16), (25, 20), (30, 24), (40, 32), (50, 40)),
    ],
)
def test_least_present_to_elect_is_four_fifths_rounded_up(expected: int, least: int) -> None:
    assert v.least_present_to_elect(Expected(expected)) == least


@pytest.mark.parametrize(("present", "least"), [(3, 2), (4, 3), (5, 3), (8, 5), (10, 6), (15, 8), (18, 10), (20, 11), (24, 13), (30, 16), (40, 21)])
def test_least_approvals_are_more_than_half_of_those_present(present: int, least: int) -> None:
    assert v.least_approvals_to_be_elected(Present(present)) == least


@dataclass(frozen=True)
class Case:
    """One judgement: ``holds`` is what the rule says."""

    name: str
    rule: str
    holds: bool
    verdict: Callable[[], Verdict]
    need: int


CASES = [
    Case("exactly four fifths may elect", "elec-quorum-four-fifths", True, lambda: v.may_elect(Present(20), Expected(25)), 20),
    Case("one short of four fifths may not", "elec-quorum-four-fifths", False, lambda: v.may_elect(Present(19), Expected(25)), 20),
    Case(
        "four fifths of 23 is 19 and 18 are short",
        "elec-quorum-four-fifths",
        False,
        lambda: v.may_elect(Present(18), Expected(23)),
        19,
    ),
    Case("a branch of three needs all", "elec-quorum-four-fifths", False, lambda: v.may_elect(Present(2), Expected(3)), 3),
    Case("nobody of nobody elects nobody", "elec-quorum-four-fifths", False, lambda: v.may_elect(Present(0), Expected(0)), 1),
    Case(
        "four of a committee of five may elect",
        "elec-committee-quorum",
        True,
        lambda: v.may_elect_in_committee(Present(4), Committee(5)),
        4,
    ),
    Case(
        "five of seven may not elect",
        "elec-committee-quorum",
        False,
        lambda: v.may_elect_in_committee(Present(5), Committee(7)),
        6,
    ),
    Case("three of three may elect", "elec-committee-quorum", True, lambda: v.may_elect_in_committee(Present(3), Committee(3)), 3),
    Case("three of five may meet", "branch-committee-quorum", True, lambda: v.may_meet(Present(3), Committee(5)), 3),
    Case("exactly half of six may meet", "branch-committee-quorum", True, lambda: v.may_meet(Present(3), Committee(6)), 3),
    Case("two of five may not meet", "branch-committee-quorum", False, lambda: v.may_meet(Present(2), Committee(5)), 3),
    Case("exactly half may resolve", "branch-meeting-vote", True, lambda: v.may_resolve(Present(15), Expected(30)), 15),
    Case("less than half may not resolve", "branch-meeting-vote", False, lambda: v.may_resolve(Present(14), Expected(30)), 15),
    Case("fifteen of thirty expected is not more than half", "branch-meeting-vote", False, lambda: v.resolves(15, Expected(30)), 16),
    Case("sixteen of thirty expected passes", "branch-meeting-vote", True, lambda: v.resolves(16, Expected(30)), 16),
    Case("exactly half is too few to admit", "branch-dev-member-vote", False, lambda: v.may_admit(Present(15), Expected(30)), 16),
    Case("more than half may admit", "branch-dev-member-vote", True, lambda: v.may_admit(Present(16), Expected(30)), 16),
    Case("written opinions carry an admission", "branch-dev-member-vote", True, lambda: v.admits(13, 3, Expected(30)), 16),
    Case("without them it fails", "branch-dev-member-vote", False, lambda: v.admits(13, 2, Expected(30)), 16),
    Case("half of those present may reduce the seats", "elec-reduce-seats", True, lambda: v.may_reduce_seats(20, Present(40)), 20),
    Case("nineteen of forty may not", "elec-reduce-seats", False, lambda: v.may_reduce_seats(19, Present(40)), 20),
    Case("an empty room reduces nothing", "elec-reduce-seats", False, lambda: v.may_reduce_seats(0, Present(0)), 1),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_verdict(case: Case) -> None:
    verdict = case.verdict()
    (reason,) = verdict.reasons
    assert (verdict.ok, reason.met, reason.rule, reason.numbers["need"]) == (case.holds, case.holds, case.rule, case.need)
    gap = reason.numbers["above" if case.holds else "short"]
    had = reason.numbers["present" if "present" in reason.numbers else "favour"]
    assert isinstance(gap, int) and isinstance(had, int)
    assert gap == abs(had - case.need) and reason.code.endswith("-short") != case.holds
    assert all(type(number) is int for number in reason.numbers.values())
    for lang in LANGS:
        assert all(str(number) in say(reason, lang) for name, number in reason.numbers.items() if name != "above")


def test_every_sentence_on_votes_is_said_by_some_case() -> None:
    said = {case.verdict().reasons[0].code.removeprefix("statutes.") for case in CASES}
    assert said == {code for code in book("statutes") if "quorum" in code or "majority" in code or "reduction" in code}


@pytest.mark.parametrize(
    ("verdict", "numbers"),
    [
        pytest.param(lambda: v.may_elect(Present(19), Expected(25)), {"present": 19, "expected": 25, "need": 20, "short": 1}, id="election"),
        pytest.param(
            lambda: v.may_elect_in_committee(Present(4), Committee(5)),
            {"present": 4, "expected": 5, "need": 4, "above": 0},
            id="committee election",
        ),
        pytest.param(lambda: v.may_meet(Present(4), Committee(5)), {"present": 4, "expected": 5, "need": 3, "above": 1}, id="committee meeting"),
        pytest.param(lambda: v.admits(13, 1, Expected(30)), {"favour": 14, "base": 30, "need": 16, "written": 1, "short": 2}, id="admission"),
        pytest.param(lambda: v.resolves(18, Expected(30)), {"favour": 18, "base": 30, "need": 16, "above": 2}, id="resolution"),
    ],
)
def test_numbers_of_a_verdict(verdict: Callable[[], Verdict], numbers: dict[str, int]) -> None:
    assert dict(verdict().reasons[0].numbers) == numbers


@pytest.mark.parametrize(
    ("key", "parameter", "threshold"),
    [
        pytest.param("elec-quorum-four-fifths", "fraction", v.Threshold("elec-quorum-four-fifths", 4, 5, True), id="not fewer than"),
        pytest.param("elec-majority-of-present", "fraction", v.Threshold("elec-majority-of-present", 1, 2, False), id="more than"),
    ],
)
def test_thresholds_are_read_from_the_statutes(key: str, parameter: str, threshold: v.Threshold) -> None:
    assert v.Threshold.read(key, parameter) == threshold


def test_every_rule_of_the_module_has_a_case_for_and_a_case_against() -> None:
    for rule in {case.rule for case in CASES}:
        assert {case.holds for case in CASES if case.rule == rule} == {True, False}, rule


@settings(deadline=None)  # two cores are shared
@given(st.integers(1, 10_000))
def test_least_is_the_least_by_definition(base: int) -> None:
    """One fewer fails, compared by cross-multiplication and not by the code under test."""
    quorum, majority = v.ELECTION_QUORUM.least(base), v.ELECTION_MAJORITY.least(base)
    assert 5 * quorum >= 4 * base > 5 * (quorum - 1)
    assert 2 * majority > base >= 2 * (majority - 1)
    half = v.RESOLUTION_QUORUM.least(base)
    assert 2 * half >= base > 2 * (half - 1)


def test_bases_are_not_equal_even_with_the_same_number() -> None:
    assert Present(5) != Expected(5) and Expected(5) != Committee(5)


@pytest.mark.parametrize("base", [Present, Expected, Committee])
def test_no_base_is_negative(base: Callable[[int], object]) -> None:
    with pytest.raises(ValueError, match="-1 persons"):
        base(-1)


def test_exclusions_cannot_exceed_the_right() -> None:
    assert Expected.of(26, 4) == Expected(22) and Expected.of(26) == Expected(26)
    with pytest.raises(ValueError, match="persons"):
        Expected.of(3, 4)


def test_a_threshold_that_is_no_lower_bound_is_refused() -> None:
    with pytest.raises(ValueError, match="no lower bound"):
        v.Threshold.read("branch-appraisal-grades", "excellent_max")


MIXED = """
from leadgoose.ground.statutes.votes import (
    Committee, Expected, Present, least_approvals_to_be_elected, may_elect, may_elect_in_committee, resolves,
)
may_elect(Expected(5), Expected(5))
may_elect(Present(5), Present(5))
may_elect(Present(5), Committee(5))
may_elect_in_committee(Present(5), Expected(5))
least_approvals_to_be_elected(Expected(5))
least_approvals_to_be_elected(5)
resolves(3, Present(5))
Present(5) < Expected(5)
Present(5) - Expected(5)
"""
SOUND = """
from leadgoose.ground.statutes.sentences import book
from leadgoose.ground.statutes.votes import Committee, Expected, Present, may_elect, may_elect_in_committee
may_elect(Present(5), Expected(5))
may_elect_in_committee(Present(5), Committee(5))
"""


def test_mypy_refuses_every_mixture_of_denominators(tmp_path: Path) -> None:
    (tmp_path / "mixed.py").write_text(MIXED)
    (tmp_path / "sound.py").write_text(SOUND)
    (tmp_path / "mypy.ini").write_text(f"[mypy]\nstrict = True\nmypy_path = {ROOT / 'src'}\n")
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--cache-dir", "cache", "mixed.py", "sound.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    ).stdout
    wrong = {line for line, text in enumerate(MIXED.splitlines(), 1) if line > 4 and text}
    refused = {int(line.split(":")[1]) for line in told.splitlines() if line.startswith("mixed.py:") and " error: " in line}
    assert refused == wrong, told
    assert "sound.py" not in told
