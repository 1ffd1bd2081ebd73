"""The invented division reads as a real one, whatever its size, seed and day: posts, ages, schooling and dates fit each other and the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from leadgoose.ground.statutes.dates import add_years
from leadgoose.site.demo.branches import STATES, plans
from leadgoose.site.demo.files import Branch, general_branches, grid_rows, invent, ledger_rows, workday
from leadgoose.site.demo.people import FEMALE, MALE, RARE_GIVEN, Somebody
from leadgoose.site.demo.work import GRADUATES, HEADS_OF_GENERAL, RETIRED, SCHOOLED, WORKS, fits

ON = date(2026, 11, 26)
SIZES = [(1, 20, 1), (2, 34, 2), (3, 60, 5), (8, 150, 8), (34, 620, 1), (34, 300, 34), (120, 2000, 120)]
DAYS = [ON, date(2027, 2, 28), date(2028, 2, 29), date(2027, 10, 8)]


@pytest.fixture(scope="module", params=[*((size, ON) for size in SIZES), *(((34, 620, 4), day) for day in DAYS[1:])], ids=str)
def made(request: pytest.FixtureRequest) -> tuple[list[Branch], date]:
    (branches, members, seed), on = request.param
    return invent(plans(branches, members), on, seed), on


def everybody(made: tuple[list[Branch], date]) -> Iterator[tuple[Branch, Somebody, int]]:
    """(branch, person, years of age on the last day of this year)."""
    return ((branch, one, made[1].year - int(one.birth_date[:4])) for branch in made[0] for one in branch.people)


def says(branch: Branch, one: Somebody) -> str:
    return f"{branch.plan.name} {branch.plan.state}: {one}"


def test_everybody_does_work_of_their_unit_that_fits_age_schooling_and_gender(made: tuple[list[Branch], date]) -> None:
    for branch, one, age in everybody(made):
        work = WORKS[branch.plan.work]
        assert one.admin_post in {*work.posts, work.head, work.deputy, *HEADS_OF_GENERAL} - {""}, says(branch, one)
        assert fits(one.admin_post, age, one.education, one.gender), says(branch, one)


def test_retirees_are_in_retirees_branches_only_and_nobody_else_is_there(made: tuple[list[Branch], date]) -> None:
    for branch, one, age in everybody(made):
        assert (branch.plan.unit_kind == "离退休") == (one.admin_post == RETIRED) == (age > (54 if one.gender == "女" else 60)), says(branch, one)


def test_officers_are_heads_or_schooled_people_of_some_standing(made: tuple[list[Branch], date]) -> None:
    on = made[1]
    for branch, one, age in everybody(made):
        work, crew = WORKS[branch.plan.work], branch.plan.unit_kind == "生产"
        if branch.plan.unit_kind == "离退休":
            assert not one.party_post or 57 <= age <= 76, says(branch, one)
        elif one.party_post == "书记":
            assert one.admin_post == (work.deputy if crew else work.head) and 28 <= age <= 55, says(branch, one)
        elif one.party_post == "副书记":
            assert one.admin_post == (work.head if crew else work.deputy) and 33 <= age <= 55, says(branch, one)
        elif one.party_post:
            assert one.education in SCHOOLED, says(branch, one)
        if one.party_post and branch.plan.state != "young":
            assert one.full_member and add_years(date.fromisoformat(one.full_member), 3) <= on, says(branch, one)


def test_a_unit_has_one_head_and_the_heads_of_a_general_branch_lead_it(made: tuple[list[Branch], date]) -> None:
    generals = general_branches(made[0])
    for branch in made[0]:
        posts = Counter(one.admin_post for one in branch.people)
        assert posts[WORKS[branch.plan.work].head] <= 1
    for general, heads in generals.items():
        assert tuple(one.admin_post for one in heads) == HEADS_OF_GENERAL
        assert sum(branch.plan.general == general for branch in made[0]) >= 2
        assert not any(one.party_post for one in heads)
    line = {row[1]: row[8] for row in ledger_rows(made[0], made[1])}
    assert all(line[general] == heads[0].name for general, heads in generals.items())


def test_no_branch_has_officers_alone(made: tuple[list[Branch], date]) -> None:
    for branch in made[0]:
        assert len(branch.people) == branch.plan.size
        assert sum(not one.party_post for one in branch.people) >= 2, branch.plan


def test_given_names_fit_gender_and_year(made: tuple[list[Branch], date]) -> None:
    for branch, one, _ in everybody(made):
        pool = MALE if one.gender == "男" else FEMALE
        year = max(since for since in pool if since <= max(int(one.birth_date[:4]), 1930))
        assert one.name.endswith((*pool[year].split("、"), *RARE_GIVEN[one.gender])), says(branch, one)


def test_dates_of_a_life_follow_each_other(made: tuple[list[Branch], date]) -> None:
    on = made[1]
    for branch, one, _ in everybody(made):
        born, work, joined = (date.fromisoformat(text) for text in (one.birth_date, one.work_start, one.joined_party))
        assert add_years(born, 18) < work < on and add_years(born, 18) <= joined < on, says(branch, one)
        assert one.full_member == ("" if one.status == "预备党员" else add_years(joined, 1).isoformat()), says(branch, one)
        assert not one.full_member or one.full_member <= on.isoformat(), says(branch, one)


def test_a_degree_comes_from_where_it_is_given(made: tuple[list[Branch], date]) -> None:
    for branch, one, _ in everybody(made):
        assert bool(one.degree) == (one.education in GRADUATES), says(branch, one)
        assert bool(one.school) == (one.education not in {"高中", "初中"}) == bool(one.major), says(branch, one)
        if one.education in GRADUATES:
            assert not any(word in one.school for word in ("职业", "专科", "广播", "职工", "技工")), says(branch, one)
        if one.education == "中专":
            assert one.school.endswith("学校") and "高等" not in one.school, says(branch, one)


def test_secretaries_are_in_post_since_an_election_that_they_could_stand_in(made: tuple[list[Branch], date]) -> None:
    for branch in made[0]:
        head = branch.people[0]
        assert (branch.since is None) or head.party_post == "书记"
        if branch.since is not None:
            assert head.full_member <= branch.since.isoformat() <= made[1].isoformat(), says(branch, head)
            assert branch.since >= branch.founded
            assert int(head.birth_date[:4]) + 27 <= branch.since.year
        if branch.elected is not None:
            assert branch.elected == workday(branch.elected)


def test_every_state_of_the_watch_occurs_from_thirty_four_branches_on(made: tuple[list[Branch], date]) -> None:
    branches, on = made
    if len(branches) < len(STATES):
        return
    by_state = {branch.plan.state: branch for branch in branches[: len(STATES)]}
    assert by_state.keys() == set(STATES)

    def ends(state: str) -> date:
        elected = by_state[state].elected
        assert elected is not None
        return add_years(elected, 3)

    shifted, beyond = by_state["shifted"].shifted, by_state["beyond"].shifted
    assert ends("expired") < on < ends("soon") < on + timedelta(days=70) < ends("remind") < ends("fine")
    assert shifted is not None and ends("shifted") < on < shifted <= add_years(ends("shifted"), 1)
    assert beyond is not None and add_years(ends("beyond"), 1) < on < beyond
    young = by_state["young"].people[0]
    assert add_years(date.fromisoformat(young.full_member), 1) > on
    assert sum(one.status == "正式党员" for one in by_state["few"].people) < 3 and len(by_state["crowded"].people) > 50
    rows = {row[0]: row for row in grid_rows(branches)}
    assert rows[by_state["small_committee"].plan.name][4] == "5" and len([one for one in by_state["small_committee"].people if one.party_post]) == 2


def test_nobody_is_real(made: tuple[list[Branch], date]) -> None:
    people = [one for branch in made[0] for one in branch.people]
    assert all(one.id_number.startswith("99") and one.phone.startswith("120") for one in people)   # neither is allocated
    assert len({one.id_number for one in people}) == len(people)
