"""Why a need stays unmet: one instance per reason, and what else is true of the answers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from leadgoose.training.rules.instance import NOTHING, Given
from leadgoose.training.rules.planner import plan
from leadgoose.training.rules.solver import Solver
from leadgoose.training.rules.whynot import REASONS, explain, needs_unmet
from training.made import person, question, questions, read, session

pytestmark = pytest.mark.once

NEEDY = {"gaps": {"K1": 1}}
HELPFUL = {"gains": {"K1": 1}}
APRIL = [["2027-04-01", "2027-04-01"]]
ONE = [session(**HELPFUL)]
TWO = [person("p1", gaps={"K1": 1}, weights={"K1": 2}), person("p2", **NEEDY)]

CASES: list[tuple[str, dict[str, Any], tuple[str, str, str]]] = [
    ("nothing raises it", question([person(**NEEDY)], [session()]), ("p1", "K1", "no_session")),
    ("all of the year raise it too little", question([person(gaps={"K1": 3})], [session(**HELPFUL), session("s2", "2027-04-01", **HELPFUL)]),
     ("p1", "K1", "no_session")),
    ("a second session of one course does not count", question([person(gaps={"K1": 2})], [
        session(course="c", **HELPFUL), session("s2", "2027-04-01", course="c", **HELPFUL)]), ("p1", "K1", "no_session")),
    ("no hours enough in the catalogue", question([person(required_hours=56)], ONE), ("p1", "hours", "no_session")),
    ("no concentrated session", question([person(needs_concentrated=True)], ONE), ("p1", "concentrated", "no_session")),
    ("induction ends a day late", question([person(induction_due="2027-02-28")], [session(induction=True)]), ("p1", "induction", "no_session")),
    ("on leave", question([person(away=[["2027-03-01", "2027-03-01"]], **NEEDY)], ONE), ("p1", "K1", "away")),
    ("on leave during the induction", question([person(away=[["2027-03-01", "2027-03-01"]], induction_due="2027-06-01")],
                                               [session(induction=True)]), ("p1", "induction", "away")),
    ("on the same day as another", question([person(gaps={"K1": 1, "K2": 1}, weights={"K1": 2})], [
        session(**HELPFUL), session("s2", gains={"K2": 1})]), ("p1", "K2", "overlap")),
    ("full", question(TWO, [session(seats=1, **HELPFUL)]), ("p2", "K1", "seats")),
    ("money for one more is not there", question(TWO, ONE, budget=119), ("p2", "K1", "budget")),
    ("money to hold it is not there", question([person(**NEEDY)], ONE, budget=109), ("p1", "K1", "budget")),
    ("the unit has sent all that it can spare", question(TWO, ONE, max_away=1), ("p2", "K1", "unit_cover")),
    ("the unit spares nobody", question([person(needs_concentrated=True)], [session(concentrated=True)], max_away=0), ("p1", "concentrated", "unit_cover")),
    ("over the yearly limit", question([person(max_hours=7, **NEEDY)], ONE), ("p1", "K1", "max_hours")),
    ("hours beyond what the person may", question([person(required_hours=16, max_hours=8)], [session(), session("s2", "2027-04-01")]),
     ("p1", "hours", "max_hours")),
    ("too few to hold it", question([person(**NEEDY)], [session(min_seats=2, **HELPFUL)]), ("p1", "K1", "not_worth_holding")),
    ("on leave, and the money is not there either", question([person(away=[["2027-03-01", "2027-03-01"]], **NEEDY)], ONE, budget=0),
     ("p1", "K1", "combined")),
    ("one session on leave, the other full: the first in the order is told", question(
        [person("p1", gaps={"K1": 1}, weights={"K1": 2}, away=APRIL), person("p2", away=APRIL, **NEEDY)],
        [session(seats=1, **HELPFUL), session("s2", "2027-04-01", fixed_cost=500, **HELPFUL)]), ("p2", "K1", "away")),
]


@pytest.mark.parametrize(("case", "data", "answer"), CASES, ids=[case for case, _, _ in CASES])
def test_reasons(case: str, data: dict[str, Any], answer: tuple[str, str, str], solver: Solver) -> None:
    instance = read(data)
    planned = plan(instance, 30, solver=solver)
    assert planned.status == "optimal"
    found = explain(instance, planned.places, NOTHING).found
    assert [(one.person, one.need, one.reason) for one in found] == [answer]


def test_every_reason_has_a_case() -> None:
    assert {answer[2] for _, _, answer in CASES} == set(REASONS)


def test_own_places_may_move_to_make_room() -> None:
    """Lifting the limit of hours alone: the short session goes and two longer ones come; one more beside it would overlap."""
    data = question([person(gaps={"K1": 2}, max_hours=8)], [
        session("short", "2027-03-01", "2027-03-02", hours=8, gains={"K1": 1}),
        session("a", "2027-03-01", hours=9, gains={"K1": 1}), session("b", "2027-03-02", hours=9, gains={"K1": 1})])
    instance = read(data)
    found = explain(instance, frozenset({("p1", "short")}), NOTHING).found
    assert [one.reason for one in found] == ["max_hours"]


def test_another_need_of_the_same_person_is_not_given_up() -> None:
    """The session that would help lies on the day of the induction: moving away from it is no answer."""
    data = question([person(induction_due="2027-06-01", gaps={"K1": 1})], [session("in", induction=True), session("s", **HELPFUL)])
    found = explain(read(data), frozenset({("p1", "in")}), NOTHING).found
    assert [one.reason for one in found] == ["overlap"]


def test_one_who_may_not_leave_since_too_few_would_remain() -> None:
    data = question([person("p1", gaps={"K1": 1}), person("p2", required_hours=8)], [
        session("held", min_seats=2), session("s", **HELPFUL)])
    found = explain(read(data), frozenset({("p1", "held"), ("p2", "held")}), NOTHING).found
    assert [one.reason for one in found] == ["overlap"]


def test_a_need_that_weighs_nothing_is_called_free(solver: Solver) -> None:
    instance = read(question([person(gaps={"K1": 1}, weights={"K1": 0})], ONE))
    found = explain(instance, plan(instance, 30, solver=solver).places, NOTHING).found
    assert [(one.reason, one.free) for one in found] == [("combined", True)]


def test_a_forbidden_place_stays_forbidden(solver: Solver) -> None:
    instance = read(question([person(**NEEDY)], ONE))
    given_ = Given(forbidden=frozenset({("p1", "s1")}))
    found = explain(instance, plan(instance, 30, given=given_, solver=solver).places, given_).found
    assert [(one.reason, one.free) for one in found] == [("combined", False)]


def test_no_time_no_answer_but_a_count() -> None:
    instance = read(question(TWO, ONE))
    answer = explain(instance, frozenset(), NOTHING, -1.0)
    assert (answer.found, answer.left_out) == ((), 2)


@given(data=questions())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_unmet_need_of_a_best_plan_has_its_reason_and_nothing_else_has(data: dict[str, Any], solver: Solver) -> None:
    instance = read(data)
    planned = plan(instance, 30, solver=solver)
    found = explain(instance, planned.places, NOTHING).found
    sessions = {person.id: [instance.session[key] for who, key in planned.places if who == person.id] for person in instance.people}
    assert [(one.person, one.need) for one in found] == [(one.id, need) for one in instance.people for need in needs_unmet(one, sessions[one.id])]
    for one in found:
        weight = instance.person[one.person].weights.get(one.need, 1)
        assert one.reason in REASONS and one.free <= (weight == 0), "a best plan leaves nothing that is free for the taking"
