"""Which numbers a committee may set: never weaker than a must, weaker than a 一般 with a warning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import leadgoose
from leadgoose.ground.bylaws.rules.local import SETTABLE, Settable, find, judge
from leadgoose.ground.statutes import rule
from leadgoose.ground.statutes.values import SHIPPED, Values

LEAD, MOST = Settable("elec-reminder-six-months", "lead", 1, 24), Settable("branch-max-members", "max_members", 3, 200)
MUST = Settable("branch-min-members", "min_full_members", 1, 100)

CASES = {
    "a longer lead than asked for is stricter": (LEAD, 7, True, "local-stricter"),
    "the lead itself is the same": (LEAD, 6, True, "local-same"),
    "a shorter lead than a 一般 asks for is weaker: a warning": (LEAD, 5, True, "local-weaker"),
    "fewer members than allowed is stricter": (MOST, 40, True, "local-stricter"),
    "more members than a 一般 allows is weaker: a warning": (MOST, 51, True, "local-weaker"),
    "exactly at the lower bound is in order": (LEAD, 1, True, "local-weaker"),
    "exactly at the upper bound is in order": (LEAD, 24, True, "local-stricter"),
    "zero is a slip": (LEAD, 0, False, "local-out-of-bounds"),
    "above the bound is a slip": (LEAD, 25, False, "local-out-of-bounds"),
    "weaker than a must is stopped": (MUST, 2, False, "local-weaker"),
    "stricter than a must is in order": (MUST, 4, True, "local-stricter"),
}


@pytest.mark.parametrize(("one", "value", "ok", "code"), CASES.values(), ids=CASES.keys())
def test_judge(one: Settable, value: int, ok: bool, code: str) -> None:
    verdict = judge(one, value)
    assert (verdict.ok, [reason.code for reason in verdict.reasons]) == (ok, [f"bylaws.{code}"])


@given(st.integers(1, 100))
def test_nothing_below_a_must_ever_passes(value: int) -> None:
    assert judge(MUST, value).ok is (value >= rule(MUST.rule).integer(MUST.name))


@pytest.mark.parametrize("one", SETTABLE, ids=lambda one: f"{one.rule}.{one.name}")
def test_what_may_be_set_is_a_number_of_a_rule_within_its_own_bounds_and_the_program_computes_with_it(one: Settable) -> None:
    assert one.least <= rule(one.rule).integer(one.name) <= one.most
    asked = re.compile(rf"""values\.integer\(\s*["']{one.rule}["'],\s*["']{one.name}["']\s*\)""")
    assert any(asked.search(path.read_text("utf-8")) for path in Path(leadgoose.__file__).parent.rglob("*.py")), "setting it would have no effect"


def test_what_is_not_listed_cannot_be_found() -> None:
    assert find("elec-quorum-four-fifths", "fraction") is None
    assert find(LEAD.rule, LEAD.name) is not None


def test_values_fall_back_on_what_is_shipped() -> None:
    values = Values({(LEAD.rule, LEAD.name): 9})
    assert (values.integer(LEAD.rule, LEAD.name), SHIPPED.integer(LEAD.rule, LEAD.name), values.integer(MUST.rule, MUST.name)) == (9, 6, 3)
