"""What somebody read from a sheet of paper: which base its numbers are held against, and what is said of what cannot be."""

from __future__ import annotations

import pytest

from leadgoose.elections.rules.rollcall import call_by_numbers
from leadgoose.elections.rules.sheet import Line
from leadgoose.elections.rules.slate import Proof
from leadgoose.ground.statutes import Verdict


@pytest.mark.parametrize(("excluded", "present", "expected", "ok"), [
    pytest.param(0, 20, 26, False, id="20 of 26 are one too few"),
    pytest.param(2, 20, 24, True, id="two left out by consent and vote: 20 of 24 are enough"),
    pytest.param(2, 19, 24, False, id="19 of 24 are one too few"),
    pytest.param(1, 20, 25, True, id="one left out: exactly four fifths of 25"),
])
def test_a_meeting_on_paper_is_held_against_those_expected(excluded: int, present: int, expected: int, ok: bool) -> None:
    """elec-quorum-four-fifths, elec-quorum-exclusions"""
    held = call_by_numbers(26, excluded, present)
    assert isinstance(held, Verdict)
    assert (held.ok, held.reasons[0].numbers["expected"]) == (ok, expected)


@pytest.mark.parametrize("sums", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_a_sum_below_zero_is_named_as_what_it_is(sums: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"^a sum below 0$"):
        Line(*sums)


@pytest.mark.parametrize(("text", "source"), [("", "考察报告"), ("群众评议优秀", " ")], ids=["no words", "no source"])
def test_a_proof_that_proves_nothing_is_named_as_what_it_is(text: str, source: str) -> None:
    with pytest.raises(ValueError, match=r"^a proof has words and a source$"):
        Proof(text, source, from_register=False)
