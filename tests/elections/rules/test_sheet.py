"""The desk's checks of a tally: ballots against each other, sums against ballots, two people against each other."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import told

from leadgoose.elections.rules.sheet import Ballots, Difference, Gap, Line, Sheet, agreed, check, differences, reconcile
from leadgoose.elections.rules.tally import Refusal
from leadgoose.ground.statutes import Names, Verdict
from leadgoose.ground.statutes.votes import Present

WORDS = dict.fromkeys(Gap, "1 张当众撕毁")
VALID = "+returned-in-order"
RECONCILED = [
    pytest.param(Ballots(20, 18, 18, 18, 2), [VALID], [VALID], id="everything fits"),
    pytest.param(Ballots(20, 18, 18, 18, 1, spoiled=1), [VALID], [VALID], id="one spoiled and replaced"),
    pytest.param(Ballots(20, 18, 18, 18, 1), ["-gap-printed", VALID], ["+gap-printed-explained", VALID], id="one spare is missing"),
    pytest.param(Ballots(20, 18, 18, 18, 3), ["-gap-printed", VALID], ["+gap-printed-explained", VALID], id="one spare too many"),
    pytest.param(Ballots(20, 18, 17, 17, 2), ["-gap-issued", VALID], ["+gap-issued-explained", VALID], id="one took and did not vote"),
    pytest.param(Ballots(20, 18, 18, 17, 2), ["-gap-returned", VALID], ["+gap-returned-explained", VALID], id="one did not come back"),
    pytest.param(Ballots(20, 18, 18, 19, 2), ["-returned-too-many"], ["-returned-too-many"], id="more came back than voted"),
    pytest.param(
        Ballots(20, 19, 18, 18, 1),
        ["-gap-issued", "-issued-too-many", VALID],
        ["+gap-issued-explained", "-issued-too-many", VALID],
        id="one spare ballot issued",
    ),
]


@pytest.mark.parametrize(("ballots", "bare", "explained"), RECONCILED)
def test_the_ballots_against_each_other(ballots: Ballots, bare: list[str], explained: list[str]) -> None:
    """elec-ballots-issued-check, elec-ballots-returned, elec-count-check"""
    for words, said in (({}, bare), (dict.fromkeys(Gap, " "), bare), (WORDS, explained)):
        verdict = reconcile(ballots, Present(18), words)
        assert isinstance(verdict, Verdict)
        assert told(verdict.reasons) == said
        assert verdict.ok is not any(one.startswith("-") for one in said)


def test_the_numbers_of_a_gap() -> None:
    verdict = reconcile(Ballots(20, 19, 18, 17, 0), Present(18), {})
    assert isinstance(verdict, Verdict)
    assert [dict(one.numbers) for one in verdict.reasons[:4]] == [
        {"first": 20, "second": 19, "gap": 1},
        {"first": 19, "second": 18, "gap": 1},
        {"first": 18, "second": 17, "gap": 1},
        {"present": 18, "issued": 19, "above": 1},
    ]
    assert [one.rule for one in verdict.reasons[:4]] == ["elec-ballots-issued-check", "elec-count-check", "elec-count-check", "elec-ballots-issued-check"]


def test_more_voters_than_present_are_refused() -> None:
    assert reconcile(Ballots(20, 18, 19, 18, 2), Present(18), WORDS) == Refusal(("voters-exceed-present",))


def sheet(**more: object) -> Sheet:
    facts: dict[str, object] = {"entrant": "a", "lines": {"甲": Line(15, 2, 1), "乙": Line(10, 6, 2)}, "writeins": {"丙": 3}, **more}
    return Sheet(**facts)  # type: ignore[arg-type]


CHECKED = [
    pytest.param({}, 18, ["+sheet-fits"], id="every line is the valid ballots"),
    pytest.param({"invalid": 1}, 19, ["+sheet-fits"], id="invalid ballots are in no line"),
    pytest.param({}, 19, ["-line-below", "-line-below"], id="one ballot is in no line"),
    pytest.param({"lines": {"甲": Line(15, 2, 2), "乙": Line(10, 6, 2)}}, 18, ["-line-above"], id="one line has a ballot too many"),
    pytest.param({"writeins": {"丙": 4, "丁": 4}}, 18, ["+sheet-fits"], id="as many write-ins as disapprovals"),
    pytest.param({"writeins": {"丙": 5, "丁": 4}}, 18, ["-writeins-above"], id="one write-in above the disapprovals"),
    pytest.param({"lines": {"甲": Line(0, 0, 18)}, "writeins": {}}, 18, ["+sheet-fits"], id="all abstain"),
]


@pytest.mark.parametrize(("more", "returned", "said"), CHECKED)
def test_the_sums_against_the_ballots(more: dict[str, object], returned: int, said: list[str]) -> None:
    """elec-ballot-options, elec-write-in"""
    verdict = check(sheet(**more), returned, 2)
    assert isinstance(verdict, Verdict)
    assert told(verdict.reasons) == said and verdict.ok is (said == ["+sheet-fits"])


def test_the_numbers_of_a_sheet() -> None:
    def numbers(one: Sheet, returned: int) -> dict[str, object]:
        verdict = check(one, returned, 2)
        assert isinstance(verdict, Verdict)
        return dict(verdict.reasons[0].numbers)

    assert numbers(sheet(), 20) == {"name": "甲", "sum": 18, "valid": 20, "gap": 2}
    assert numbers(sheet(lines={"甲": Line(15, 3, 2)}), 18) == {"name": "甲", "sum": 20, "valid": 18, "gap": 2}
    assert numbers(sheet(), 18) == {"valid": 18, "count": 2}
    assert numbers(sheet(writeins={"丙": 10}), 18) == {"writeins": 10, "disapproved": 8, "above": 2}


REFUSED = [
    pytest.param({"invalid": 19}, 18, ("invalid-exceeds-returned",), id="more invalid than returned"),
    pytest.param({"lines": {"甲": Line(19, 0, 0)}}, 18, ("approvals-exceed-valid",), id="more approvals than ballots"),
    pytest.param({"lines": {"甲": Line(18, 0, 0), "乙": Line(18, 0, 0)}}, 18, ("approvals-exceed-choices",), id="more choices than ballots allow"),
    pytest.param({"writeins": {"甲": 1}}, 18, ("duplicate-name",), id="a write-in who is listed"),
    pytest.param({"writeins": {"丙": -1}}, 18, ("negative-number",), id="a write-in below 0"),
    pytest.param({"invalid": -1}, 18, ("negative-number",), id="invalid below 0"),
]


@pytest.mark.parametrize(("more", "returned", "codes"), REFUSED)
def test_sums_that_cannot_be_true(more: dict[str, object], returned: int, codes: tuple[str, ...]) -> None:
    assert check(sheet(**more), returned, 2 if "writeins" in more else 1 if codes == ("approvals-exceed-choices",) else 3) == Refusal(codes)


@pytest.mark.parametrize("sums", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_no_sum_is_below_zero(sums: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="below 0"):
        Line(*sums)


DIFFERENT = [
    pytest.param({}, [], id="equal"),
    pytest.param({"lines": {"乙": Line(10, 6, 2), "甲": Line(15, 2, 1)}}, [], id="equal in another order"),
    pytest.param(
        {"lines": {"甲": Line(14, 3, 1), "乙": Line(10, 6, 2)}},
        [Difference("甲", "approve", 15, 14), Difference("甲", "disapprove", 2, 3)],
        id="one line",
    ),
    pytest.param({"lines": {"甲": Line(15, 2, 1), "乙": Line(10, 6, 3)}}, [Difference("乙", "abstain", 2, 3)], id="abstentions"),
    pytest.param({"writeins": {"丙": 2}}, [Difference("丙", "write-in", 3, 2)], id="a write-in's sum"),
    pytest.param({"writeins": {"丁": 3}}, [Difference("丙", "write-in", 3, None), Difference("丁", "write-in", None, 3)], id="a write-in's name"),
    pytest.param({"invalid": 1}, [Difference("", "invalid", 0, 1)], id="invalid ballots"),
    pytest.param(
        {"lines": {"甲": Line(15, 2, 1)}},
        [Difference("乙", "approve", 10, None), Difference("乙", "disapprove", 6, None), Difference("乙", "abstain", 2, None)],
        id="a name left out",
    ),
]


@pytest.mark.parametrize(("more", "found"), DIFFERENT)
def test_two_entries_name_by_name(more: dict[str, object], found: list[Difference]) -> None:
    assert differences(sheet(), sheet(entrant="b", **more)) == tuple(found)
    turned = {Difference(one.name, one.what, one.second, one.first) for one in found}
    assert set(differences(sheet(entrant="b", **more), sheet())) == turned


A, B = sheet(), sheet(entrant="b")
AGREED = [
    pytest.param([A, B], {"a", "b"}, False, ["+entries-agree"], id="two agree"),
    pytest.param([A, replace(B, writeins={})], {"a", "b"}, False, ["-entries-differ"], id="two differ by a name"),
    pytest.param([A, replace(B, invalid=1)], {"a", "b"}, False, ["-invalid-differ"], id="two differ by the invalid ones"),
    pytest.param([A, B, replace(B, entrant="c", invalid=1)], {"a", "b", "c"}, False, ["-invalid-differ"], id="a third differs"),
    pytest.param([A, A], {"a", "b"}, True, ["-entered-twice"], id="the same person twice"),
    pytest.param([A, replace(B, entrant="x")], {"a", "b"}, True, ["-entrant-not-chosen", "+entries-agree"], id="somebody who was not chosen"),
    pytest.param([], {"a", "b"}, True, ["-nothing-entered"], id="nothing entered"),
    pytest.param([A], {"a", "b"}, True, ["-second-entry-missing"], id="one of two, signed or not"),
    pytest.param([A], {"a"}, False, ["-sheet-not-signed"], id="only one qualifies, the sheet is not signed"),
    pytest.param([A], {"a"}, True, ["-one-entry-signed"], id="only one qualifies, with the scrutineer's signature"),
]


@pytest.mark.parametrize(("entries", "qualified", "signed", "said"), AGREED)
def test_two_people_read_the_same(entries: list[Sheet], qualified: set[str], signed: bool, said: list[str]) -> None:
    """elec-count-check, elec-teller, elec-teller-choice"""
    verdict = agreed(entries, qualified, signed)
    assert told(verdict.reasons) == said
    assert verdict.ok is (said in (["+entries-agree"], ["-one-entry-signed"])), "one signed entry is a warning"


def test_the_numbers_of_a_comparison() -> None:
    differing = agreed([A, replace(B, writeins={}, invalid=1)], {"a", "b"}, False).reasons[0]
    assert differing.numbers == {"names": Names(["丙"]), "count": 2}
    assert agreed([A, B], {"a", "b"}, False).reasons[0].numbers == {"entries": 2}
    assert agreed([A], {"a", "b"}, False).reasons[0].numbers == {"qualified": 2}
    assert agreed([A], {"a"}, True).reasons[0].numbers == {"qualified": 1}


SUMS = st.dictionaries(st.sampled_from("甲乙丙丁"), st.builds(Line, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)))


@settings(deadline=None)  # two cores are shared
@given(SUMS, SUMS, st.integers(0, 1), st.integers(0, 1))
def test_there_is_no_difference_only_where_the_entries_are_equal(a: dict[str, Line], b: dict[str, Line], first: int, second: int) -> None:
    assert (differences(Sheet("a", a, invalid=first), Sheet("b", b, invalid=second)) == ()) is (a == b and first == second)
