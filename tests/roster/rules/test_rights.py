"""The three rights, case by case (election-2020 article 5)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.roster.kinds import RestrictionKind, Standing
from leadgoose.roster.rules.rights import MemberFacts, derive

FULL, PROBATIONARY = Standing.FULL, Standing.PROBATIONARY
PARTY, SUSPENDED = RestrictionKind.PROBATION_IN_PARTY, RestrictionKind.SUSPENDED

CASES = [
    ("a full member has all three", MemberFacts(FULL), True, []),
    ("a probationary member has none", MemberFacts(PROBATIONARY), False, ["elec-rights-full-members"]),
    ("留党察看 takes all three from a full member", MemberFacts(FULL, (PARTY,)), False, ["elec-rights-probation-in-party"]),
    ("custody suspends all three", MemberFacts(FULL, (SUSPENDED,)), False, ["elec-rights-suspended"]),
    ("a decision whose kind stays sealed takes them as well", MemberFacts(FULL, (None,)), False, ["elec-rights-probation-in-party"]),
    (
        "every reason is told, not only the first", MemberFacts(PROBATIONARY, (SUSPENDED, PARTY)), False,
        ["elec-rights-full-members", "elec-rights-probation-in-party", "elec-rights-suspended"],
    ),
    ("the dead vote nowhere, and no rule is needed for it", MemberFacts(FULL, died=True), False, []),
]


@pytest.mark.parametrize(("facts", "has", "rules"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_rights(facts: MemberFacts, has: bool, rules: list[str]) -> None:
    found = derive(facts)
    assert (found.vote, found.stand, found.decide) == (has, has, has)
    assert [one.rule for one in found.reasons] == rules
    assert not any(one.met for one in found.reasons)


@given(st.sampled_from(Standing), st.lists(st.sampled_from([None, *RestrictionKind]), max_size=4), st.booleans())
def test_nobody_without_full_standing_or_with_a_decision_against_them_votes(standing, restrictions, died) -> None:
    found = derive(MemberFacts(standing, tuple(restrictions), died))
    assert found.vote == (standing is FULL and not restrictions and not died)
    assert found.vote or found.reasons or died
