"""The list of electors, who is left out of the count, and the number that the chair declares."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import told

from leadgoose.elections.rules.members import Member
from leadgoose.elections.rules.rollcall import Claim, Grounds, Roll, call, call_by_numbers, declared, may_declare
from leadgoose.elections.rules.tally import Refusal
from leadgoose.ground.statutes import Verdict, say
from leadgoose.ground.statutes.votes import Expected, Present


def branch(full: int, probationary: int = 0) -> list[Member]:
    return [Member(f"p{number}", f"员{number}", full=number < full) for number in range(full + probationary)]


def room(*numbers: int) -> set[str]:
    return {f"p{number}" for number in numbers}


def roll(members: list[Member], claims: list[Claim], present: set[str], guests: int = 0) -> Roll:
    called = call(members, claims, present, guests)
    assert isinstance(called, Roll)
    return called


CLAIMS = [
    pytest.param(Grounds.NO_WILL, True, True, None, 9, [], id="consent and vote: left out"),
    pytest.param(Grounds.SENTENCE, True, True, None, 9, [], id="no months asked for a sentence"),
    pytest.param(Grounds.BEDRIDDEN, True, True, None, 9, [], id="nor for the bedridden"),
    pytest.param(Grounds.RETIRED_HOME, True, True, None, 9, [], id="nor for the retired who went home"),
    pytest.param(Grounds.BEDRIDDEN, False, True, None, 10, ["-claim-no-consent"], id="the superior has not agreed"),
    pytest.param(Grounds.BEDRIDDEN, True, False, None, 10, ["-claim-not-passed"], id="the meeting has not voted"),
    pytest.param(Grounds.BEDRIDDEN, False, False, None, 10, ["-claim-neither"], id="neither"),
    pytest.param(Grounds.AWAY, True, True, 6, 9, [], id="away for half a year exactly"),
    pytest.param(Grounds.AWAY, True, True, 5, 10, ["-claim-not-admissible"], id="a business trip of five months stays counted"),
    pytest.param(Grounds.AWAY, True, True, None, 10, ["-claim-not-admissible"], id="away for nobody knows how long"),
    pytest.param(Grounds.ABROAD, True, True, 6, 9, [], id="abroad for half a year exactly"),
    pytest.param(Grounds.ABROAD, True, True, 5, 10, ["-claim-not-admissible"], id="abroad for five months"),
]


@pytest.mark.parametrize(("grounds", "consent", "passed", "months", "expected", "said"), CLAIMS)
def test_left_out_of_the_count(grounds: Grounds, consent: bool, passed: bool, months: int | None, expected: int, said: list[str]) -> None:
    """elec-quorum-exclusions-approval, elec-quorum-exclusions, elec-quorum-others-count"""
    called = roll(branch(10), [Claim("p9", grounds, consent, passed, months)], room(*range(8)))
    assert called.expected == Expected(expected) and called.present == Present(8)
    assert called.excluded == (("p9",) if expected == 9 else ())
    assert [one for one in told(called.verdict.reasons) if "claim" in one] == said


def test_the_grounds_are_never_said() -> None:
    called = [roll(branch(5), [Claim("p4", grounds, False, False, 7)], room(0, 1, 2, 3)) for grounds in Grounds]
    assert len(Grounds) == 6
    assert len({tuple(say(reason) for reason in one.verdict.reasons) for one in called}) == 1


def test_who_came_is_counted_whatever_was_claimed() -> None:
    """elec-quorum-exclusions"""
    called = roll(branch(5), [Claim("p4", Grounds.BEDRIDDEN, True, True)], room(0, 1, 2, 3, 4))
    assert (called.expected, called.present, called.excluded) == (Expected(5), Present(5), ())
    assert told(called.verdict.reasons)[-1] == "+claim-but-came" and called.verdict.reasons[-1].numbers == {"name": "员4"}


def test_who_has_no_right_is_never_in_the_base() -> None:
    """elec-quorum-base"""
    called = roll(branch(5, 2), [Claim("p6", Grounds.BEDRIDDEN, True, True)], room(0, 1, 2, 3, 5), guests=2)
    assert (called.expected, called.present, called.others) == (Expected(5), Present(4), 3)
    assert [(member.key, rule) for member, rule in called.without] == [("p5", "elec-rights-full-members"), ("p6", "elec-rights-full-members")]
    assert [member.key for member in called.electors] == ["p0", "p1", "p2", "p3", "p4"]
    assert called.verdict.ok and told(called.verdict.reasons)[-1] == "+claim-without-right"


def test_a_claim_that_is_not_approved_can_cost_the_quorum() -> None:
    claims = [Claim(f"p{number}", Grounds.BEDRIDDEN, True, number != 9) for number in (8, 9)]
    assert not roll(branch(10), claims, room(*range(7))).verdict.ok
    both = [Claim(f"p{number}", Grounds.BEDRIDDEN, True, True) for number in (8, 9)]
    assert roll(branch(10), both, room(*range(7))).verdict.ok


REFUSED = [
    pytest.param(branch(3), [], room(0, 1, 2, 3), ("roll-larger-than-branch", "not-of-the-branch"), id="a roll larger than the branch"),
    pytest.param(branch(3), [], room(0, 7), ("not-of-the-branch",), id="a stranger on the roll"),
    pytest.param(branch(3), [Claim("p7", Grounds.AWAY, True, True, 9)], room(0), ("not-of-the-branch",), id="a claim for a stranger"),
    pytest.param([*branch(3), *branch(1)], [], room(0), ("member-twice",), id="a member twice in the register"),
    pytest.param(branch(3), [Claim("p1", Grounds.AWAY, True, True, 9)] * 2, room(0), ("claim-twice",), id="a member claimed twice"),
    pytest.param(branch(1), [Claim("p0", Grounds.BEDRIDDEN, True, True)], room(), ("no-electors",), id="nobody left"),
    pytest.param(branch(0, 3), [], room(0), ("no-electors",), id="nobody with the right"),
]


@pytest.mark.parametrize(("members", "claims", "present", "codes"), REFUSED)
def test_a_roll_that_cannot_be_true(members: list[Member], claims: list[Claim], present: set[str], codes: tuple[str, ...]) -> None:
    assert call(members, claims, present) == Refusal(codes)


def test_a_meeting_on_paper_by_its_numbers() -> None:
    held = call_by_numbers(25, 0, 20, others=2)
    assert isinstance(held, Verdict) and held.ok and told(held.reasons)[-1] == "+others-present"
    assert call_by_numbers(25, 0, 26) == Refusal(("present-exceeds-right", "present-exceeds-expected"))
    short = call_by_numbers(26, 2, 18)
    assert isinstance(short, Verdict) and not short.ok
    assert told(short.reasons) == ["-election-quorum-short", "+exclusions", "+absent-count"]


DECLARED = [
    pytest.param([], 18, False, False, "-not-declared", id="nothing declared"),
    pytest.param([18], 18, False, True, "+declared", id="as many as declared"),
    pytest.param([18], 19, False, False, "-declare-again", id="a latecomer before ballots are issued"),
    pytest.param([18, 19], 19, False, True, "+declared", id="declared again"),
    pytest.param([18], 17, False, False, "-declare-again", id="one left before ballots are issued"),
    pytest.param([18], 19, True, True, "+came-after-ballots", id="a latecomer after"),
    pytest.param([18], 17, True, True, "+left-after-ballots", id="one left after"),
    pytest.param([18], 18, True, True, "+declared", id="unchanged after"),
]


@pytest.mark.parametrize(("declarations", "electors", "issued", "ok", "said"), DECLARED)
def test_the_number_declared(declarations: list[int], electors: int, issued: bool, ok: bool, said: str) -> None:
    """elec-quorum-four-fifths, elec-majority-of-present"""
    verdict = declared(declarations, electors, issued)
    assert verdict.ok is ok and told(verdict.reasons) == [said]
    numbers = verdict.reasons[0].numbers
    assert numbers["electors"] == electors and numbers.get("declared") == (declarations[-1] if declarations else None)
    assert numbers.get("late", 1) == 1 and numbers.get("left", 1) == 1


def test_a_new_number_only_before_ballots_are_issued() -> None:
    early, late = may_declare(19, 20, False), may_declare(19, 20, True)
    assert isinstance(early, Verdict) and early.ok and told(early.reasons) == ["+may-declare"]
    assert isinstance(late, Verdict) and not late.ok and told(late.reasons) == ["-too-late-to-declare"]
    assert late.reasons[0].numbers == {"electors": 19}
    everybody = may_declare(20, 20, False)
    assert isinstance(everybody, Verdict) and everybody.ok, "every holder of the right came"
    assert may_declare(21, 20, False) == Refusal(("present-exceeds-right", "present-exceeds-expected"))


@settings(deadline=None)  # two cores are shared
@given(st.integers(1, 12), st.integers(0, 5), st.sets(st.integers(0, 16)), st.sets(st.integers(0, 16)))
def test_nobody_is_lost(full: int, probationary: int, present: set[int], claimed: set[int]) -> None:
    members = branch(full, probationary)
    called = call(members, [Claim(f"p{n}", Grounds.BEDRIDDEN, True, True) for n in sorted(claimed)], room(*present))
    if isinstance(called, Roll):
        assert len(called.electors) + len(called.without) == len(members)
        assert called.expected.heads + len(called.excluded) == len(called.electors)
        assert called.present.heads + called.others == len(present)
        assert called.present.heads <= called.expected.heads
