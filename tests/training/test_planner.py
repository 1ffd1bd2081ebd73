"""The plan is the best one: against every plan of tiny instances, against a greedy planner, and against its own limits."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leadgoose.training.rules.cuts import Cover, Row, row
from leadgoose.training.rules.cuts import broken as broken_rows
from leadgoose.training.rules.greedy import first
from leadgoose.training.rules.instance import NOTHING, Given, changed, kept
from leadgoose.training.rules.measure import faults, rank, totals
from leadgoose.training.rules.planner import UNITS, Planned, plan
from leadgoose.training.rules.solver import Solver, last_solution
from leadgoose.training.rules.worker import seen
from training.made import person, question, questions, read, session
from training.second_planner import best, broken, every, greedy, order, worth

pytestmark = pytest.mark.once

TINY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def shown(planned: Planned) -> dict[str, float]:
    return {key: value / UNITS[key] for key, value in planned.totals.items()}


@given(data=questions())
@TINY
def test_no_plan_of_a_tiny_instance_is_better_at_any_level(data: dict[str, Any], solver: Solver) -> None:
    planned = plan(read(data), 30, solver=solver)
    assert broken(data, planned.places) == []
    found, wanted = worth(data, planned.places), best(data)
    assert found == wanted
    assert {key: float(value) for key, value in found.items()} == shown(planned)
    assert planned.status == "optimal" and planned.bounds == planned.totals


@given(data=questions())
@TINY
def test_both_checkers_agree_on_what_is_allowed(data: dict[str, Any]) -> None:
    instance = read(data)
    dice = random.Random(str(data))
    pairs = [(one["id"], other["id"]) for one in data["people"] for other in data["sessions"]]
    for _ in range(20):
        places = frozenset(dice.sample(pairs, dice.randint(0, len(pairs))))
        assert bool(faults(instance, places)) == bool(broken(data, places))


def year(seed: int, people: int = 12, sessions: int = 8, budget: float = 4000) -> dict[str, Any]:
    """A year of middle size, too large to try every plan."""
    dice = random.Random(seed)
    offers = []
    for number in range(sessions):
        start, length = dice.randint(1, 20), dice.choice((1, 2, 3))
        offers.append(session(f"s{number}", f"2027-03-{start:02}", f"2027-03-{start + length - 1:02}", course=f"c{number % 6}", hours=8 * length,
                              min_seats=2, seats=dice.randint(3, 6), fixed_cost=300 * length, cost_per_person=30, concentrated=length == 3,
                              gains={dice.choice("ABC"): dice.randint(1, 2)}))
    staff = [person(f"p{number}", required_hours=24, needs_concentrated=dice.random() < 0.4, gaps={key: dice.randint(0, 2) for key in "ABC"},
                    weights={"A": 1.5}) for number in range(people)]
    return question(staff, offers, budget, max_away=5)


@pytest.fixture(scope="module")
def planned_years(solver: Solver) -> Callable[[int], Planned]:
    """The best plan of a year by its seed, found once."""
    return cache(lambda seed: plan(read(year(seed)), 30, solver=solver))


@pytest.mark.parametrize("seed", range(4))
def test_a_greedy_planner_is_never_better(seed: int, planned_years: Callable[[int], Planned]) -> None:
    data, planned = year(seed), planned_years(seed)
    rival = greedy(data)
    assert not broken(data, rival) and not broken(data, planned.places)
    assert planned.status == "optimal"
    assert order(worth(data, planned.places)) <= order(worth(data, rival))


def test_the_best_plan_is_really_better_than_the_first_one(planned_years: Callable[[int], Planned]) -> None:
    """Else the solver would have done nothing in these tests."""
    better = 0
    for seed in range(4):
        instance = read(year(seed))
        start = first(instance, NOTHING)
        assert not faults(instance, start)
        better += rank(planned_years(seed).totals) < rank(totals(instance, start))
    assert better >= 2


def test_more_money_is_never_worse(solver: Solver) -> None:
    instance = read(year(7, budget=0))
    ranks = []
    for budget in (0, 1000, 2500, 4000, 8000):
        planned = plan(changed(instance, budget=budget * 100), 30, solver=solver)
        assert planned.status == "optimal"
        ranks.append(rank(planned.totals)[:3])
    assert ranks == sorted(ranks, reverse=True) and ranks[0] > ranks[-1]


def test_more_seats_are_never_worse(solver: Solver) -> None:
    instance = read(year(8))
    more = changed(instance, seats={one.id: one.seats + 3 for one in instance.sessions})
    assert rank(plan(more, 30, solver=solver).totals)[:3] < rank(plan(instance, 30, solver=solver).totals)[:3]
    with pytest.raises(KeyError):
        changed(instance, seats={"none": 3})


# --- one instance for each limit: what would be taken without it ---

NEEDY = {"gaps": {"K1": 1}}
HELPFUL = {"gains": {"K1": 1}}
LIMITS: list[tuple[str, dict[str, Any], int]] = [
    ("nothing in the way: both attend", question([person("p1", **NEEDY), person("p2", **NEEDY)], [session(**HELPFUL)]), 2),
    ("one seat: one attends", question([person("p1", **NEEDY), person("p2", **NEEDY)], [session(seats=1, **HELPFUL)]), 1),
    ("three must come and only two are there: not held", question([person("p1", **NEEDY), person("p2", **NEEDY)], [session(min_seats=3, **HELPFUL)]), 0),
    ("one without a need fills the third seat", question([person("p1", **NEEDY), person("p2")], [session(min_seats=2, **HELPFUL)]), 2),
    ("money for one", question([person("p1", **NEEDY), person("p2", **NEEDY)], [session(**HELPFUL)], budget=119), 1),
    ("money for exactly two", question([person("p1", **NEEDY), person("p2", **NEEDY)], [session(**HELPFUL)], budget=120), 2),
    ("the fixed cost alone is too much", question([person(**NEEDY)], [session(**HELPFUL)], budget=99), 0),
    ("the fixed cost is too much for a unit of one as well", question([person(**NEEDY)], [session(**HELPFUL)], budget=99, max_away=1), 0),
    ("away on the last day", question([person(away=[["2027-03-02", "2027-03-09"]], **NEEDY)], [session(end="2027-03-02", **HELPFUL)]), 0),
    ("back on the first day", question([person(away=[["2027-02-02", "2027-02-28"]], **NEEDY)], [session(**HELPFUL)]), 1),
    ("the unit spares one a day", question([person("p1", **NEEDY), person("p2", **NEEDY)], [session(**HELPFUL)], max_away=1), 1),
    ("the unit spares nobody", question([person(**NEEDY)], [session(**HELPFUL)], max_away=0), 0),
    ("two sessions share one day", question([person(gaps={"K1": 2})], [session("s1", "2027-03-01", "2027-03-03", **HELPFUL),
                                                                       session("s2", "2027-03-03", "2027-03-04", **HELPFUL)]), 1),
    ("two sessions on days that follow", question([person(gaps={"K1": 2})], [session("s1", "2027-03-01", "2027-03-02", **HELPFUL),
                                                                             session("s2", "2027-03-03", "2027-03-04", **HELPFUL)]), 2),
    ("the same course twice", question([person(gaps={"K1": 2})], [session("s1", course="c", **HELPFUL),
                                                                  session("s2", "2027-04-01", course="c", **HELPFUL)]), 1),
    ("hours up to the limit", question([person(max_hours=8, gaps={"K1": 2})], [session("s1", **HELPFUL), session("s2", "2027-04-01", **HELPFUL)]), 1),
    ("no limit of hours", question([person(max_hours=None, gaps={"K1": 2})], [session("s1", **HELPFUL), session("s2", "2027-04-01", **HELPFUL)]), 2),
    ("nobody needs it: no cost", question([person()], [session(**HELPFUL)]), 0),
    ("no people", question([], [session()]), 0),
    ("no sessions", question([person(required_hours=8, **NEEDY)], []), 0),
]


@pytest.mark.parametrize(("case", "data", "places"), LIMITS, ids=[case for case, _, _ in LIMITS])
def test_limits(case: str, data: dict[str, Any], places: int, solver: Solver) -> None:
    planned = plan(read(data), 30, solver=solver)
    assert planned.status == "optimal" and len(planned.places) == places
    assert broken(data, planned.places) == []


AIMS: list[tuple[str, dict[str, Any], set[str]]] = [
    ("an obligation before hours", question([person(needs_concentrated=True, required_hours=16)], [
        session("concentrated", concentrated=True, hours=4), session("long", hours=16)]), {"concentrated"}),
    ("hours before gaps", question([person(required_hours=8, gaps={"K1": 3})], [
        session("hours", hours=8), session("gains", hours=4, gains={"K1": 3})]), {"hours"}),
    ("gaps before cost", question([person(gaps={"K1": 2})], [
        session("dear", gains={"K1": 2}, fixed_cost=900), session("cheap", gains={"K1": 1}, fixed_cost=0)]), {"dear"}),
    ("the cheaper of two that do the same", question([person(gaps={"K1": 1})], [
        session("dear", gains={"K1": 1}, fixed_cost=101), session("cheap", gains={"K1": 1})]), {"cheap"}),
    ("the heavier weight", question([person(gaps={"K1": 1, "K2": 1}, weights={"K2": 1.01})], [
        session("one", gains={"K1": 1}), session("two", gains={"K2": 1})]), {"two"}),
    ("a gap closes only so far", question([person(gaps={"K1": 1, "K2": 2})], [
        session("much", gains={"K1": 5}), session("both", gains={"K2": 2})]), {"both"}),
    ("induction on the last day counts", question([person(induction_due="2027-03-01")], [
        session("in", induction=True), session("other")]), {"in"}),
    ("induction a day late does not", question([person(induction_due="2027-02-28")], [session("in", induction=True)]), set()),
]


@pytest.mark.parametrize(("case", "data", "held"), AIMS, ids=[case for case, _, _ in AIMS])
def test_the_order_of_the_aims(case: str, data: dict[str, Any], held: set[str], solver: Solver) -> None:
    """Sessions share one day, so one can be taken."""
    assert plan(read(data), 30, solver=solver).held == held


@st.composite
def covers_of_one(draw: st.DrawFn) -> tuple[list[Cover], dict[int, int]]:
    """Needs of one person that share five places (0 to 4), their lacks from 10 on, and a whole plan with the lacks that it leaves."""
    taken = draw(st.lists(st.integers(0, 1), min_size=5, max_size=5))
    value = dict(enumerate(taken))
    covers = []
    for lack in range(10, 10 + draw(st.integers(1, 4))):
        wanted = draw(st.integers(1, 9))
        terms = {place: min(wanted, amount) for place, amount in enumerate(draw(st.lists(st.integers(0, 6), min_size=5, max_size=5))) if amount}
        closed = draw(st.booleans())
        missing = max(0, wanted - sum(amount * value[place] for place, amount in terms.items()))
        value[lack] = wanted - missing if closed else missing
        covers.append(Cover(wanted, terms, lack, closed))
    return covers, value


def kept_by(row: Row, value: Mapping[int, float]) -> bool:
    return sum(amount * value[key] for key, amount in row.coefficients.items()) >= row.least - 1e-9


@given(one=covers_of_one(), times=st.lists(st.integers(0, 4), min_size=4, max_size=4), divisor=st.integers(2, 12))
def test_rounded_rows_take_no_whole_plan_away(one: tuple[list[Cover], dict[int, int]], times: list[int], divisor: int) -> None:
    covers, value = one
    times = times[: len(covers)]
    assume(sum(count * cover.wanted for count, cover in zip(times, covers, strict=True)) % divisor)
    assert kept_by(row(covers, times, divisor), value)


@given(one=covers_of_one(), half=st.lists(st.sampled_from((0.0, 0.25, 0.5, 1.0)), min_size=5, max_size=5))
def test_rows_that_are_found_are_broken_by_the_half_plan_and_by_no_whole_one(one: tuple[list[Cover], dict[int, int]], half: list[float]) -> None:
    covers, whole = one
    value: dict[int, float] = dict(enumerate(half))
    for cover in covers:
        missing = max(0.0, cover.wanted - sum(amount * half[place] for place, amount in cover.terms.items()))
        value[cover.lack] = cover.wanted - missing if cover.closed else missing
    for found in broken_rows([covers], value):
        assert not kept_by(found, value) and kept_by(found, whole)


def test_three_needs_that_three_sessions_serve_two_by_two_take_two_places() -> None:
    """Half of each session would do for every need by itself."""
    covers = [Cover(1, {1: 1, 2: 1}, 10, closed=True), Cover(1, {2: 1, 3: 1}, 11, closed=True), Cover(1, {1: 1, 3: 1}, 12, closed=True)]
    halves = {1: 0.5, 2: 0.5, 3: 0.5, 10: 1.0, 11: 1.0, 12: 1.0}
    assert Row({1: 1, 2: 1, 3: 1, 10: -1, 11: -1, 12: -1}, -1) in list(broken_rows([covers], halves))


def test_half_a_session_is_no_session() -> None:
    """Seven wanted, sessions of five: 7/5 of a session would do for the first row, two are needed by the rounded one."""
    assert row([Cover(7, {1: 5}, 0, closed=False)], [1], 5) == Row({1: 2, 0: 1}, 4)


def test_whole_places_break_no_row() -> None:
    assert list(broken_rows([[Cover(2, {1: 1, 2: 1}, 10, closed=False)]], {1: 1.0, 2: 0.0, 10: 0.0})) == []


# --- what is settled, and staying near ---


def test_a_fixed_place_is_taken_though_it_breaks_limits_and_others_stay_within_them(solver: Solver) -> None:
    data = question([person("p1", away=[["2027-03-01", "2027-03-01"]], **NEEDY), person("p2", **NEEDY)],
                    [session(seats=0, min_seats=0, **HELPFUL), session("s2", "2027-03-01", **HELPFUL)], budget=0)
    instance = read(data)
    planned = plan(instance, 30, given=Given(fixed=frozenset({("p1", "s1")})), solver=solver)
    assert planned.places == {("p1", "s1")} and planned.status == "optimal"
    assert planned.totals["cost"] == 11000


def test_a_forbidden_place_is_not_given(solver: Solver) -> None:
    instance = read(question([person("p1", **NEEDY), person("p2", **NEEDY)], [session(**HELPFUL)]))
    assert plan(instance, 30, given=Given(forbidden=frozenset({("p1", "s1")})), solver=solver).places == {("p2", "s1")}


def test_after_a_cancellation_what_has_begun_stays_and_little_changes(solver: Solver) -> None:
    staff = [person(f"p{number}", required_hours=16, gaps={"K1": 1}) for number in range(4)]
    offers = [session("jan", "2027-01-10", hours=8), session("apr", "2027-04-10", hours=8), session("may", "2027-05-10", hours=8, gains={"K1": 1}),
              session("jun", "2027-06-10", hours=8, fixed_cost=50)]
    before = plan(read(question(staff, offers)), 30, solver=solver)
    assert "may" in before.held
    cut = [one for one in offers if one["id"] != "may"]
    instance = read(question(staff, cut))
    given_ = kept(instance, before.places, date(2027, 2, 1))
    again = plan(instance, 30, given=given_, solver=solver)
    assert again.status == "optimal"
    stay = {place for place in before.places if place[1] != "may"}
    assert stay <= again.places
    assert {place for place in again.places if place[1] == "jan"} == {place for place in before.places if place[1] == "jan"}
    lost = sum(1 for _, key in before.places if key == "may")
    assert again.totals["changed_places"] == len(again.places - before.places) + lost


@given(data=questions())
@settings(TINY, max_examples=25)
def test_near_a_plan_no_plan_is_better_in_the_order_for_it(data: dict[str, Any], solver: Solver) -> None:
    """Against every plan: the old one is the best without the first session, and nothing has begun."""
    less = {**data, "sessions": data["sessions"][1:]}
    before = plan(read(less), 30, solver=solver).places
    instance = read(data)
    planned = plan(instance, 30, given=kept(instance, before, date(2027, 1, 1)), solver=solver)

    def near(places: frozenset[tuple[str, str]]) -> tuple[Any, ...]:
        found = order(worth(data, places))
        return (*found[:2], len(places ^ before), *found[2:])

    assert planned.status == "optimal"
    assert near(planned.places) == min(near(places) for places in every(data))


def test_a_session_that_begins_on_the_day_is_still_open() -> None:
    instance = read(question([person("p1"), person("p2")], [session("s1", "2027-03-01"), session("s2", "2027-03-02")]))
    given_ = kept(instance, frozenset({("p1", "s1"), ("p2", "s2"), ("gone", "s1"), ("p1", "gone")}), date(2027, 3, 2))
    assert given_.fixed == {("p1", "s1")} and given_.forbidden == {("p2", "s1")}


# --- stopping, time, progress ---


def test_stopping_keeps_a_plan_and_says_how_far_it_came(solver: Solver) -> None:
    heard: list[tuple[str, float, float, float, float]] = []

    def listen(level: str, bound: float, value: float, gap: float, elapsed: float) -> bool:
        heard.append((level, bound, value, gap, elapsed))
        return True

    data = year(3)
    instance = read(data)
    with Solver() as own:
        planned = plan(instance, 30, listen, solver=own)
    assert broken(data, planned.places) == []
    assert rank(planned.totals) <= rank(totals(instance, first(instance, NOTHING)))
    assert planned.status == "time_limit"
    proven = plan(instance, 30, solver=solver)
    assert planned.bounds["missing_obligations"] <= proven.totals["missing_obligations"]
    assert planned.bounds["gap_closed"] >= planned.totals["gap_closed"]
    assert heard and all(gap >= 0 and elapsed >= 0 for *_, gap, elapsed in heard)


SOLUTIONS: list[tuple[str, str, list[float] | None]] = [
    ("one", "Objective 1\n# Columns 2\n 0\n 1\n", [0.0, 1.0]),
    ("the later of two", "Objective 1\n# Columns 2\n 0\n 1\nObjective 2\n# Columns 2\nx 1\ny 0.5\n", [1.0, 0.5]),
    ("the second is torn", "Objective 1\n# Columns 2\n 0\n 1\nObjective 2\n# Columns 2\n 1\n", [0.0, 1.0]),
    ("none whole", "Objective 1\n# Columns 2\n 0\n", None),
    ("empty", "", None),
]


@pytest.mark.parametrize(("case", "text", "values"), SOLUTIONS, ids=[case for case, _, _ in SOLUTIONS])
def test_the_last_whole_solution_is_read(case: str, text: str, values: list[float] | None, tmp_path: Path) -> None:
    (tmp_path / "solution").write_text(text)
    assert last_solution(tmp_path / "solution") == values


def test_no_file_no_solution(tmp_path: Path) -> None:
    assert last_solution(tmp_path / "none") is None


LINES: list[tuple[str, str, dict[str, float] | None]] = [
    ("with a source", " L       0       0         0   0.00%   8261.153719     8063               2.46%     2325    543      2      6778     2.5s",
     {"bound": 8261.153719, "value": 8063.0}),
    ("without", "         0       0         0   0.00%   8261.153719     8117               1.78%     1943    543      2     10856     3.0s",
     {"bound": 8261.153719, "value": 8117.0}),
    ("nothing found yet", "         0       0         0   0.00%   12.5     inf                  inf     1943    543      2     10856     3.0s",
     {"bound": 12.5, "value": math.inf}),
    ("another line", "  Gap               2.46% (tolerance: 0.01%)", None),
    ("empty", "", None),
]


@pytest.mark.parametrize(("case", "line", "found"), LINES, ids=[case for case, _, _ in LINES])
def test_a_line_of_the_solvers_log(case: str, line: str, found: dict[str, float] | None) -> None:
    assert seen(line) == found


def test_progress_ends_at_the_proof(solver: Solver) -> None:
    heard: dict[str, tuple[float, float, float]] = {}

    def listen(level: str, bound: float, value: float, gap: float, elapsed: float) -> bool:
        heard[level] = (bound, value, gap)
        return False

    planned = plan(read(year(2)), 30, listen, solver=solver)
    assert list(heard) == ["missing_obligations", "hours_short", "gap_closed", "cost"]
    assert heard == {level: (value, value, 0.0) for level, value in shown(planned).items()}


def test_a_solver_that_dies_leaves_the_first_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    data = year(3)
    with Solver() as own:
        planned = plan(read(data), 5, solver=own)
    assert planned.status == "time_limit" and broken(data, planned.places) == []


def test_the_answer_does_not_depend_on_the_order_of_the_people(solver: Solver) -> None:
    instance = read(year(5))
    turned = replace(instance, people=tuple(reversed(instance.people)), sessions=tuple(reversed(instance.sessions)))
    assert plan(instance, 30, solver=solver).totals == plan(turned, 30, solver=solver).totals
