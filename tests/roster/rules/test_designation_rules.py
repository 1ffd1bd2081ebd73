"""Where the path of a designation stands, as data and table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.ground.statutes.shelf import rule
from leadgoose.roster.rules.designation import TAKEN, Path, Stands, last, look, refuse
from leadgoose.roster.standards import designation_steps, read

TODAY, OPENED = date(2026, 11, 23), date(2026, 11, 1)
STEPS = designation_steps(OPENED)
CODES = [one.code for one in STEPS]
EMPTY = Path(STEPS, OPENED, {}, leaving=True)
DAYS = {"decided": date(2026, 11, 3), "document": date(2026, 11, 5), "talk": date(2026, 11, 6), "announced": date(2026, 11, 9)}


def states(path: Path) -> dict[str, str]:
    return {one.code: one.stands.value for one in look(path)}


def test_the_steps_are_those_of_the_rule() -> None:
    assert CODES == ["decided", "document", "talk", "announced", "handover", "taken"]
    assert rule("elec-superior-appoint").strength == "may" and rule("soe-appoint").strength == "may"
    assert designation_steps(date(2000, 1, 1)) == STEPS


def test_a_path_opens_step_by_step() -> None:
    assert states(EMPTY) == {"decided": "open", **dict.fromkeys(CODES[1:], "waits")}
    half = replace(EMPTY, days={"decided": DAYS["decided"]})
    assert states(half) == {"decided": "done", "document": "open", "talk": "open", "announced": "waits", "handover": "waits", "taken": "waits"}
    assert states(replace(EMPTY, days=DAYS))["taken"] == "waits"
    assert states(replace(EMPTY, days=DAYS, leaving=False)) == {
        **dict.fromkeys(DAYS, "done"), "handover": "none", "taken": "open"}, "nobody leaves, nothing is handed over"
    assert set(states(replace(EMPTY, over=True)).values()) == {"waits"}


REFUSED = {
    "the document before the decision": (EMPTY, "document", OPENED, "处任〔2026〕12号", "waits"),
    "the decision on the day it was proposed": (EMPTY, "decided", OPENED, "党委会", None),
    "the decision before it was proposed": (EMPTY, "decided", date(2026, 10, 31), "党委会", "before-step"),
    "a step of a day to come": (EMPTY, "decided", date(2026, 11, 24), "党委会", "ahead"),
    "a decision of no meeting": (EMPTY, "decided", OPENED, "", "said-missing"),
    "a step twice": (replace(EMPTY, days=DAYS), "talk", TODAY, "王", "taken-already"),
    "the talk on the day of the decision": (replace(EMPTY, days={"decided": OPENED}), "talk", OPENED, "王", None),
    "handing over where nobody leaves": (replace(EMPTY, days=DAYS, leaving=False), "handover", TODAY, "王", "no-step"),
    "taking the post up before handing over": (replace(EMPTY, days=DAYS), TAKEN, TODAY, "", "waits"),
    "taking it up before it was announced": (replace(EMPTY, days=DAYS, leaving=False), TAKEN, date(2026, 11, 8), "", "before-step"),
    "taking it up on the day it was announced": (replace(EMPTY, days=DAYS, leaving=False), TAKEN, date(2026, 11, 9), "", None),
    "a step that is none": (EMPTY, "coffee", TODAY, "", "no-step"),
    "a step of a path given up": (replace(EMPTY, over=True), "decided", OPENED, "党委会", "no-step"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_step(name: str) -> None:
    path, code, on, said, refused = REFUSED[name]
    no = refuse(path, code, on, said, TODAY)
    assert (no.code if no else None) == refused


@given(st.lists(st.tuples(st.sampled_from(CODES), st.integers(0, 22)), max_size=20), st.booleans())
def test_in_whatever_order_they_are_tried_steps_never_run_ahead_of_what_they_need(tried: list[tuple[str, int]], leaving: bool) -> None:
    path = replace(EMPTY, leaving=leaving)
    for code, after in tried:
        on = OPENED + timedelta(after)
        if refuse(path, code, on, "x", TODAY) is None:
            path = replace(path, days={**path.days, code: on})
    for step in path.steps:
        if step.code in path.days:
            assert all(path.days[one] <= path.days[step.code] for one in path.needed(step))
    while (code := last(path)):
        path = replace(path, days={one: day for one, day in path.days.items() if one != code})
        assert all(one.stands is not Stands.DONE or not one.missing for one in look(path)), "taken back from the end"


@pytest.mark.parametrize("bad", [
    {}, {"paths": [{"from": OPENED, "steps": [{"code": "a", "needs": ["b"], "asks": ""}]}]},
    {"paths": [{"from": OPENED, "steps": [{"code": "a", "needs": [], "asks": ""}] * 2}]},
    {"paths": [{"from": OPENED, "steps": []}, {"from": OPENED, "steps": []}]},
])
def test_bad_data_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        read(bad)
