"""Who is elected: tables of reasons, and properties that hold for every count."""

import random
from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from leadgoose.elections.rules import tally
from leadgoose.elections.rules.tally import Count, Outcome, Refusal
from leadgoose.ground.statutes.votes import Committee, Expected, Present

FULL = Count(
    present=Present(20),
    base=Expected(20),
    voters=20,
    returned=20,
    invalid=0,
    seats=3,
    votes={"甲": 18, "乙": 15, "丙": 12, "丁": 10},
    issued=20,
)


def outcome(count: Count) -> Outcome:
    decided = tally.decide(count)
    assert isinstance(decided, Outcome), decided
    return decided


def said(count: Count) -> list[tuple[str, str, bool, str | None]]:
    """Code, rule, whether met, and the name, of every reason about persons and seats."""
    told = [(one.code.removeprefix("elections."), one.rule, one.met, one.numbers.get("name")) for one in outcome(count).reasons]
    return [(code, rule, met, None if name is None else str(name)) for code, rule, met, name in told]


REASONS = [
    pytest.param({}, ("elected", "elec-majority-of-present", True, "丙"), id="above one half and a seat left"),
    pytest.param({"votes": {"甲": 11}}, ("elected-exactly", "elec-majority-of-present", True, "甲"), id="exactly what is needed"),
    pytest.param({}, ("exactly-half", "elec-exact-half-fails", False, "丁"), id="exactly half"),
    pytest.param({"votes": {"甲": 11, "丁": 9}}, ("no-majority", "elec-majority-of-present", False, "丁"), id="below one half"),
    pytest.param(
        {"seats": 3, "votes": {"甲": 16, "乙": 15, "丙": 14, "丁": 11}},
        ("no-seat-left", "elec-too-many-majorities", False, "丁"),
        id="a majority without a seat",
    ),
    pytest.param(
        {"votes": {"甲": 18, "乙": 15, "丙": 12, "丁": 12}},
        ("tie", "elec-tie-revote", False, None),
        id="a tie across the last seat",
    ),
    pytest.param({"votes": {"甲": 18, "乙": 15}}, ("shortfall", "elec-too-few-majorities", False, None), id="a seat open"),
    pytest.param(
        {"ineligible": ["甲"]},
        ("ineligible", "elec-rights-full-members", False, "甲"),
        id="a candidate without the right to stand",
    ),
    pytest.param(
        {"writeins": {"戊": 2}, "ineligible": ["戊"]},
        ("ineligible", "elec-write-in-eligible", False, "戊"),
        id="a write-in without it",
    ),
    pytest.param(
        {"writeins": {"戊": 3}},
        ("no-majority", "elec-majority-of-present", False, "戊"),
        id="a write-in is counted like a candidate",
    ),
    pytest.param({}, ("returned-in-order", "elec-ballots-returned", True, None), id="as many ballots as voters"),
    pytest.param({"returned": 21}, ("returned-too-many", "elec-ballots-returned", False, None), id="one ballot too many"),
    pytest.param({"issued": 21}, ("issued-too-many", "elec-ballots-issued-check", False, None), id="one spare ballot issued"),
    pytest.param({"returned": 19}, ("base-stays", "elec-majority-of-present", True, None), id="a ballot not returned"),
    pytest.param({"invalid": 1, "votes": {"甲": 18}}, ("base-stays", "elec-majority-of-present", True, None), id="an invalid ballot"),
    pytest.param({"excluded": 2}, ("exclusions", "elec-quorum-exclusions", True, None), id="two excluded"),
    pytest.param({"others": 1}, ("others-present", "elec-rights-full-members", True, None), id="a probationary member in the room"),
    pytest.param({"base": Expected(26)}, ("absent-count", "elec-quorum-others-count", True, None), id="absent members stay counted"),
]


@pytest.mark.parametrize(("change", "reason"), REASONS)
def test_reason(change: dict[str, object], reason: tuple[str, str, bool, str | None]) -> None:
    assert reason in said(replace(FULL, **change))  # type: ignore[arg-type]


SILENT = [
    pytest.param({}, "base-stays", id="nothing invalid and all returned"),
    pytest.param({"issued": None}, "issued-too-many", id="issued is not known"),
    pytest.param({"issued": 20}, "issued-too-many", id="as many issued as present"),
    pytest.param({}, "exclusions", id="nobody excluded"),
    pytest.param({}, "absent-count", id="the quorum is reached"),
    pytest.param({}, "others-present", id="nobody else in the room"),
    pytest.param({"votes": {"甲": 18, "乙": 15, "丙": 15}}, "tie", id="a tie between seated persons"),
    pytest.param({"votes": {"甲": 18, "乙": 15, "丙": 10, "丁": 10}}, "tie", id="a tie below one half"),
    pytest.param({"votes": {"甲": 18, "乙": 15, "丙": 12, "丁": 12}}, "shortfall", id="a tie is no shortfall"),
]


@pytest.mark.parametrize(("change", "code"), SILENT)
def test_reason_not_given(change: dict[str, object], code: str) -> None:
    assert code not in [one[0] for one in said(replace(FULL, **change))]  # type: ignore[arg-type]


def test_numbers_of_the_reasons() -> None:
    two = replace(FULL, seats=2, votes={"甲": 13, "乙": 14, "丙": 12, "丁": 1})
    numbers = {str(one.numbers.get("name")): dict(one.numbers) for one in outcome(two).reasons}
    assert numbers["乙"] == {"name": "乙", "present": 20, "need": 11, "votes": 14, "above": 3}
    assert numbers["丙"] == {"name": "丙", "present": 20, "need": 11, "votes": 12, "ahead": 2, "seats": 2}
    assert numbers["丁"] == {"name": "丁", "present": 20, "need": 11, "votes": 1, "short": 10}
    void = outcome(replace(FULL, voters=19, returned=21, issued=22))
    numbers = {one.code: dict(one.numbers) for one in void.reasons}
    assert numbers["elections.returned-too-many"] == {"returned": 21, "voters": 19, "above": 2}
    assert numbers["elections.issued-too-many"] == {"issued": 22, "present": 20, "above": 2}
    short = outcome(replace(FULL, invalid=2, returned=19, votes={"甲": 15}))
    numbers = {one.code: dict(one.numbers) for one in short.reasons}
    assert numbers["elections.base-stays"] == {"returned": 19, "invalid": 2, "valid": 17, "present": 20}
    assert numbers["elections.shortfall"] == {"seats": 3, "elected": 1, "vacant": 2}
    absent = outcome(replace(FULL, base=Expected(26), excluded=3, others=4))
    assert [dict(one.numbers) for one in absent.reasons] == [
        {"present": 20, "expected": 26, "need": 21, "short": 1},
        {"excluded": 3, "expected": 26},
        {"absent": 6, "expected": 26},
        {"others": 4, "present": 20},
    ]


def test_equal_majorities_without_a_seat_have_equally_many_ahead() -> None:
    votes = {"甲": 14, "乙": 13, "丙": 13, "丁": 13, "戊": 13, "己": 11, "庚": 11, "辛": 0}
    decided = outcome(replace(FULL, seats=5, votes=votes))
    assert decided.majority_not_elected == ("己", "庚")
    ahead = {one.numbers["name"]: one.numbers["ahead"] for one in decided.reasons if one.code == "elections.no-seat-left"}
    assert ahead == {"己": 5, "庚": 5}


def test_those_behind_a_tie_are_told_with_all_who_are_ahead() -> None:
    votes = {"己": 11, "甲": 14, "乙": 13, "丙": 13, "丁": 12, "戊": 12}
    decided = outcome(replace(FULL, seats=4, votes=votes))
    assert (decided.status, decided.elected, decided.tied, decided.tied_seats) == ("tie", ("甲", "乙", "丙"), ("丁", "戊"), 1)
    assert (decided.vacant, decided.majority_not_elected) == (0, ("己",))
    assert dict(decided.reasons[-1].numbers) == {"names": ("丁", "戊"), "votes": 12, "count": 2, "seats": 1}
    assert [one.numbers["ahead"] for one in decided.reasons if one.numbers.get("name") == "己"] == [5]


def test_a_committee_elects_by_its_own_quorum() -> None:
    committee = replace(FULL, base=Committee(5), present=Present(4), voters=4, returned=4, issued=4, seats=1, votes={"甲": 3})
    assert outcome(committee).elected == ("甲",)
    assert outcome(committee).reasons[0].rule == "elec-committee-quorum"
    seven = replace(committee, base=Committee(7), present=Present(5), voters=5, returned=5)
    assert outcome(seven).status == "no_quorum"
    assert outcome(seven).reasons[0].rule == "elec-committee-quorum" and not outcome(seven).reasons[0].met


def test_no_numbers_are_judged_that_cannot_be_true() -> None:
    assert tally.decide(replace(FULL, voters=21)) == Refusal(("voters-exceed-present",))
    assert tally.decide(replace(FULL, invalid=21)) == Refusal(("invalid-exceeds-returned",))


NAMES = ["甲", "乙", "丙", "丁", "戊", "己"]


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """Counts with a quorum and possible sums."""
    present = draw(st.integers(1, 15))
    returned = present - draw(st.sampled_from([0, 0, 0, 1, present]))
    invalid = draw(st.sampled_from([0, 0, min(1, returned), returned]))
    seats = draw(st.integers(1, 4))
    names = draw(st.permutations(NAMES[: draw(st.integers(1, 6))]))
    valid = left = returned - invalid
    left *= seats
    got = {}
    for name in names:
        got[name] = min(left, draw(st.integers(valid // 2, valid)) if draw(st.booleans()) else draw(st.integers(0, valid)))
        left -= got[name]
    cut = draw(st.integers(0, len(names)))
    return Count(
        present=Present(present),
        base=Expected(present),
        voters=present,
        returned=returned,
        invalid=invalid,
        seats=seats,
        votes={name: got[name] for name in names[:cut]},
        writeins={name: got[name] for name in names[cut:]},
        ineligible=draw(st.sets(st.sampled_from(NAMES), max_size=2)),
    )


@settings(deadline=None)  # two cores are shared
@given(counts())
def test_seats_add_up(count: Count) -> None:
    decided = outcome(count)
    assert len(decided.elected) <= count.seats
    assert len(decided.elected) + decided.tied_seats + decided.vacant == count.seats
    assert len(decided.tied) > decided.tied_seats or not decided.tied
    parts = [*decided.elected, *decided.tied, *decided.majority_not_elected]
    assert len(parts) == len(set(parts)) and not set(parts) & set(count.ineligible)
    assert (decided.status == "tie", decided.status == "shortfall") == (bool(decided.tied), bool(decided.vacant))


@settings(deadline=None)  # two cores are shared
@given(counts())
def test_nobody_is_seated_without_more_than_half_of_those_present(count: Count) -> None:
    approvals = {**count.votes, **count.writeins}
    decided = outcome(count)
    for name in (*decided.elected, *decided.tied, *decided.majority_not_elected):
        assert 2 * approvals[name] > count.present.heads


@settings(max_examples=400, deadline=None)
@given(counts())
def test_one_more_approval_never_unseats(count: Count) -> None:
    for name in outcome(count).elected:
        where = "votes" if name in count.votes else "writeins"
        more = {**getattr(count, where)}
        more[name] += 1
        after = tally.decide(replace(count, **{where: more}))
        event("one more is possible" if isinstance(after, Outcome) else "the ballots allow no more")
        assert isinstance(after, Refusal) or name in after.elected


@settings(deadline=None)  # two cores are shared
@given(counts(), st.randoms())
def test_the_order_of_input_never_decides(count: Count, dice: random.Random) -> None:
    names = list(count.votes)
    dice.shuffle(names)
    one, other = outcome(count), outcome(replace(count, votes={name: count.votes[name] for name in names}))
    assert (one.status, one.need, one.vacant, one.tied_seats) == (other.status, other.need, other.vacant, other.tied_seats)
    for part in ("elected", "tied", "majority_not_elected"):
        assert set(getattr(one, part)) == set(getattr(other, part))


@settings(deadline=None)  # two cores are shared
@given(counts())
def test_elected_stand_by_falling_approvals(count: Count) -> None:
    approvals = {**count.votes, **count.writeins}
    order = list(approvals)
    elected = outcome(count).elected
    assert list(elected) == sorted(elected, key=lambda name: (-approvals[name], order.index(name)))


@settings(deadline=None)  # two cores are shared
@given(counts(), st.integers(1, 10))
def test_a_fuller_room_seats_nobody_new(count: Count, more: int) -> None:
    """Approvals as they are, more electors present: the line only rises."""
    larger = replace(count, present=Present(count.present.heads + more), base=Expected(count.base.heads + more))
    before, after = outcome(count), outcome(larger)
    assert set(after.elected) <= set(before.elected) | set(before.tied)
    assert after.need is not None and before.need is not None and after.need >= before.need


@settings(deadline=None)  # two cores are shared
@given(counts())
def test_everybody_gets_exactly_one_sentence(count: Count) -> None:
    decided = outcome(count)
    named = [one.numbers["name"] for one in decided.reasons if "name" in one.numbers]
    assert sorted([*map(str, named), *decided.tied]) == sorted({**count.votes, **count.writeins})
