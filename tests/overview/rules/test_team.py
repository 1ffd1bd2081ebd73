"""The structure of those in post: in which row who is counted, case by case; and what holds for every team."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.overview.rules import team as rules
from leadgoose.overview.rules.team import UNIT, UNKNOWN, Band, Body, Entry, Filled, Held, Level, Scales, Table, Team, Unit, Whose
from leadgoose.overview.standards import bands, read
from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, Standing
from leadgoose.roster.rules.due import BranchFacts, SecretaryFacts, TermFacts

pytestmark = pytest.mark.once
ON = date(2026, 11, 23)
LEVELS = {
    "postgraduate": (("研究生", "硕士", "博士"), ()), "undergraduate": (("本科",), ("大学",)), "college": (("大专", "专科"), ()),
    "secondary": (("中专", "高中"), ()), "lower": (("初中",), ()),
}
SCALES = Scales(bands("age_bands", ON), bands("party_bands", ON), bands("post_bands", ON), LEVELS)
POST = Held("p", "甲", "one", PostKind.SECRETARY, CameBy.ELECTED, date(2023, 11, 23), True, False, "男", "1980-01-01", "大学本科", "2005-07-01", Standing.FULL)

CASES = [
    ("somebody who turns 36 today is 36", Table.AGE, {"born_on": "1990-11-23"}, "36-45"),
    ("somebody who turns 36 tomorrow is still 35", Table.AGE, {"born_on": "1990-11-24"}, "0-35"),
    ("a month of birth counts from its first day", Table.AGE, {"born_on": "1990-11"}, "36-45"),
    ("the month after is still to come", Table.AGE, {"born_on": "1990-12"}, "0-35"),
    ("somebody born on 29 February is a year older on 1 March, not the day before", Table.AGE, {"born_on": "1988-02-29"}, "36-45"),
    ("the last band has no end", Table.AGE, {"born_on": "1921-01-01"}, "61-"),
    ("no day of birth is not known", Table.AGE, {"born_on": ""}, UNKNOWN),
    ("a year alone is not known", Table.AGE, {"born_on": "1990"}, UNKNOWN),
    ("a day that the calendar lacks is not known", Table.AGE, {"born_on": "1990-02-30"}, UNKNOWN),
    ("a day of birth still to come is not known", Table.AGE, {"born_on": "2027-01-01"}, UNKNOWN),
    ("gender as the register has it", Table.GENDER, {"gender": "女"}, "女"),
    ("no gender is not known", Table.GENDER, {"gender": ""}, UNKNOWN),
    ("a gender that is neither is not known", Table.GENDER, {"gender": "？"}, UNKNOWN),
    ("a master is a postgraduate", Table.SCHOOLING, {"education": "硕士研究生"}, "postgraduate"),
    ("a whole word of a level", Table.SCHOOLING, {"education": "大学"}, "undergraduate"),
    ("a college by the other name", Table.SCHOOLING, {"education": "大学专科"}, "college"),
    ("words that belong to no level are counted by themselves", Table.SCHOOLING, {"education": "中央党校"}, rules.OTHER),
    ("no schooling is not known", Table.SCHOOLING, {"education": ""}, UNKNOWN),
    ("a probationary member has no standing yet", Table.IN_PARTY, {"standing": Standing.PROBATIONARY, "full_member": ""}, rules.PROBATIONARY),
    ("a day short of a year of standing", Table.IN_PARTY, {"full_member": "2025-11-24"}, "0-0"),
    ("a year of standing to the day", Table.IN_PARTY, {"full_member": "2025-11-23"}, "1-4"),
    ("a full member whose day is not recorded", Table.IN_PARTY, {"full_member": ""}, UNKNOWN),
    ("three years in post to the day", Table.IN_POST, {"since": date(2023, 11, 23)}, "3-5"),
    ("three years in post tomorrow", Table.IN_POST, {"since": date(2023, 11, 24)}, "1-2"),
    ("in post since today", Table.IN_POST, {"since": ON}, "0-0"),
    ("in post from a day still to come is not known", Table.IN_POST, {"since": date(2026, 11, 24)}, UNKNOWN),
    ("since when is not recorded", Table.IN_POST, {"since": None}, UNKNOWN),
    ("full-time", Table.TIME, {"full_time": True}, "full"),
    ("part-time is an answer, not a lack of one", Table.TIME, {"full_time": False}, "part"),
    ("full-time or not is not recorded", Table.TIME, {"full_time": None}, UNKNOWN),
    ("cross-appointed", Table.CROSS, {"cross_appointed": True}, "yes"),
    ("not cross-appointed is an answer", Table.CROSS, {"cross_appointed": False}, "no"),
    ("cross-appointed or not is not recorded", Table.CROSS, {"cross_appointed": None}, UNKNOWN),
    ("elected", Table.CAME_BY, {"came_by": CameBy.ELECTED}, "elected"),
    ("designated by the superior", Table.CAME_BY, {"came_by": CameBy.DESIGNATED}, "designated"),
    ("appointed by a document", Table.CAME_BY, {"came_by": CameBy.APPOINTED}, "appointed"),
    ("how the post came about is not recorded", Table.CAME_BY, {"came_by": CameBy.UNKNOWN}, UNKNOWN),
]


@pytest.mark.parametrize(("case", "table", "facts", "row"), CASES, ids=[case[0] for case in CASES])
def test_the_row_in_which_somebody_is_counted(case: str, table: Table, facts: dict, row: str) -> None:
    assert rules.code(table, replace(POST, **facts), ON, SCALES) == row


@pytest.mark.parametrize(("on", "years"), [(date(2026, 2, 28), 37), (date(2026, 3, 1), 38), (date(2028, 2, 29), 40)])
def test_full_years_since_a_leap_day(on: date, years: int) -> None:
    assert rules.full_years("1988-02-29", on) == years


SECRETARY = SecretaryFacts("p", None, False)
FACTS = BranchFacts("one", OrgKind.BRANCH, ON, full=10, committee=3, besides=2, secretaries=(SECRETARY,), seats=3)
TERM = TermFacts(date(2025, 1, 1), 3, date(2028, 1, 1))
FILLED = [
    ("a secretary and as many members as seats", {}, Filled.FULL, Filled.FULL, 0),
    ("nobody is secretary", {"secretaries": (), "committee": 2, "term": TERM}, Filled.SHORT, Filled.SHORT, 1),
    ("nothing is known of the branch", {"secretaries": (), "committee": None, "besides": None, "seats": None}, Filled.UNKNOWN, Filled.UNKNOWN, 0),
    ("the secretary waits for correction", {"secretaries": (), "awaited_secretary": True, "awaited": 1, "committee": 2}, Filled.UNKNOWN, Filled.UNKNOWN, 0),
    ("two are recorded as secretary", {"secretaries": (SECRETARY, SecretaryFacts("q", None, False))}, Filled.UNKNOWN, Filled.FULL, 0),
    ("two seats are empty", {"seats": 5}, Filled.FULL, Filled.SHORT, 2),
    ("those who wait for correction may hold one of two empty seats", {"seats": 5, "awaited": 1}, Filled.FULL, Filled.SHORT, 2),
    ("those who wait for correction may hold the empty seats", {"seats": 5, "awaited": 2}, Filled.FULL, Filled.UNKNOWN, 0),
    ("more members than seats lack nobody", {"seats": 2}, Filled.FULL, Filled.FULL, 0),
    ("seats are not known", {"seats": None}, Filled.FULL, Filled.UNKNOWN, 0),
    ("approved without a committee", {"no_committee": True, "seats": None}, Filled.FULL, Filled.NONE, 0),
]


@pytest.mark.parametrize(("case", "facts", "secretary", "committee", "lacking"), FILLED, ids=[case[0] for case in FILLED])
def test_whether_the_posts_of_a_body_are_filled(case: str, facts: dict, secretary: Filled, committee: Filled, lacking: int) -> None:
    made = rules.body(replace(FACTS, **facts), "一支部", "/c/one/")
    assert (made.secretary, made.committee, made.lacking) == (secretary, committee, lacking)


def a_body(key: str, kind: OrgKind = OrgKind.BRANCH, above: str = "c") -> Body:
    return Body(key, key, kind, f"/c/{above}/{key}/" if above != "c" else f"/c/{key}/", Filled.FULL, 1, Filled.SHORT, 3, 1)


BODIES = (a_body("g", OrgKind.GENERAL_BRANCH), a_body("one", above="g"), a_body("two"), a_body("t", OrgKind.TEMPORARY_BRANCH))
TEAM = Team(ON, BODIES, (
    replace(POST, organisation="g", person="a"), replace(POST, organisation="one", person="a"),
    replace(POST, organisation="one", person="b", kind=PostKind.DEPUTY_SECRETARY), replace(POST, organisation="one", person="b", kind=PostKind.PUBLICITY),
    replace(POST, organisation="two", person="c"),
))


def held(whose: Whose, **where: object) -> list[str]:
    return [f"{one.person} {one.organisation}" for one in rules.chosen(TEAM, whose, **where).posts]   # type: ignore[arg-type]


def test_a_choice_of_posts() -> None:
    assert held(Whose.SECRETARY) == ["a g", "a one", "c two"]
    assert held(Whose.DEPUTY) == ["b one"]
    assert held(Whose.COMMITTEE) == ["a g", "a one", "b one", "b one", "c two"]


def test_a_choice_of_organisations() -> None:
    assert held(Whose.SECRETARY, level=Level.GENERAL) == ["a g"]
    assert held(Whose.SECRETARY, level=Level.BRANCH) == ["a one", "c two"]
    assert held(Whose.SECRETARY, general="g") == ["a g", "a one"]
    assert held(Whose.SECRETARY, general="g", level=Level.BRANCH) == ["a one"]
    assert held(Whose.SECRETARY, general="on") == [], "part of a key is no key"


def test_who_holds_two_posts_is_one_person_and_two_posts() -> None:
    team = rules.chosen(TEAM, Whose.COMMITTEE)
    people, posts = (rules.entries(table, team, Whose.COMMITTEE, SCALES) for table in (Table.AGE, Table.IN_POST))
    assert (len(people), len(posts), team.persons, len(team.posts)) == (3, 5, 3, 5)
    assert [[post.organisation for post in one.posts] for one in people] == [["g", "one"], ["one", "one"], ["two"]]


def test_vacancies_count_bodies_and_a_temporary_branch_elects_no_committee() -> None:
    def keys(whose: Whose) -> list[str]:
        return [one.body.key for one in rules.entries(Table.VACANCY, rules.chosen(TEAM, whose), whose, SCALES) if one.body]

    assert keys(Whose.SECRETARY) == ["g", "one", "two", "t"]
    assert keys(Whose.COMMITTEE) == ["g", "one", "two"]


def test_nothing_says_how_many_deputies_there_should_be() -> None:
    assert Table.VACANCY not in rules.tables(Whose.DEPUTY)
    assert Table.VACANCY in rules.tables(Whose.SECRETARY) and Table.VACANCY in rules.tables(Whose.COMMITTEE)


def test_a_difference_is_made_by_those_who_came_and_those_who_left() -> None:
    def people(*told: tuple[str, str]) -> list[Entry]:
        return [Entry(code, (replace(POST, person=person),)) for person, code in told]

    now, then = people(("a", "36-45"), ("b", "46-55"), ("new", "36-45")), people(("a", "36-45"), ("b", "36-45"), ("gone", "36-45"))

    def who(row: str) -> list[tuple[str, bool]]:
        return [(one.posts[0].person, came) for one, came in rules.changes(Table.AGE, now, then, row)]

    assert who("36-45") == [("new", True), ("b", False), ("gone", False)]
    assert who("46-55") == [("b", True)]
    assert who("") == [("new", True), ("gone", False)]


def test_the_same_person_in_another_post_is_a_change_of_posts_and_none_of_persons() -> None:
    now, then = [Entry("full", (POST,))], [Entry("full", (replace(POST, organisation="two"),))]
    assert len(rules.changes(Table.TIME, now, then, "")) == 2
    assert rules.changes(Table.AGE, now, then, "") == []


HELD = st.builds(
    Held, person=st.sampled_from("abcdef"), name=st.just("甲"), organisation=st.sampled_from(["g", "one", "two", "t"]),
    kind=st.sampled_from([kind for kind in PostKind if kind is not PostKind.GROUP_LEADER]), came_by=st.sampled_from(list(CameBy)),
    since=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)), full_time=st.none() | st.booleans(), cross_appointed=st.none() | st.booleans(),
    gender=st.sampled_from(["男", "女", "", "x"]), born_on=st.sampled_from(["", "1990", "2030-01"]) | st.dates(date(1900, 1, 1), date(2030, 1, 1)).map(str),
    education=st.text(max_size=6) | st.sampled_from(["大学本科", "大专"]), full_member=st.sampled_from(["", "2005-07"]),
    standing=st.sampled_from(["", *Standing]),
)
TEAMS = st.lists(HELD, max_size=12).map(lambda posts: Team(ON, BODIES, tuple(posts)))


@given(TEAMS, st.sampled_from(list(Whose)))
def test_every_table_counts_everybody_once_and_only_in_its_own_rows(team: Team, whose: Whose) -> None:
    team = rules.chosen(team, whose)
    for table in rules.tables(whose):
        counted = rules.tally(rules.entries(table, team, whose, SCALES))
        assert set(counted) <= set(rules.codes(table, whose, SCALES))
        if UNIT[table] is not Unit.BODY:
            assert counted.total() == (team.persons if UNIT[table] is Unit.PERSON else len(team.posts))


@given(TEAMS, TEAMS, st.sampled_from(list(Table)))
def test_a_difference_is_those_who_came_less_those_who_left(now: Team, then: Team, table: Table) -> None:
    def unique(team: Team) -> Team:
        return Team(ON, team.bodies, tuple({(one.person, one.organisation, one.kind): one for one in team.posts}.values()))

    of_now, of_then = (rules.entries(table, rules.chosen(unique(team), Whose.COMMITTEE), Whose.COMMITTEE, SCALES) for team in (now, then))
    for row in ("", *rules.codes(table, Whose.COMMITTEE, SCALES)):
        there = [sum(not row or one.code == row for one in found) for found in (of_now, of_then)]
        came = [new for _one, new in rules.changes(table, of_now, of_then, row)]
        assert came.count(True) - came.count(False) == there[0] - there[1]


def test_the_bands_of_the_files_begin_with_nought_and_leave_no_gap() -> None:
    for name in ("age_bands", "post_bands", "party_bands"):
        held = bands(name, ON)
        assert held[0].least == 0 and held[-1].most is None
        assert all(one.most is not None and one.most + 1 == after.least for one, after in pairwise(held))
        assert all(sum(band.holds(years) for band in held) == 1 for years in range(121))


def test_bands_hold_from_their_day() -> None:
    dated = read({"bands": [{"from": date(2000, 1, 1), "least": [0, 30]}, {"from": date(2026, 1, 1), "least": [0, 40]}]})
    assert dated == ((date(2000, 1, 1), (Band(0, 29), Band(30, None))), (date(2026, 1, 1), (Band(0, 39), Band(40, None))))
    assert bands("age_bands", date(1900, 1, 1)) == bands("age_bands", date(1921, 7, 1))


@pytest.mark.parametrize("entries", [
    [], [{"from": date(2000, 1, 1), "least": [1, 30]}], [{"from": date(2000, 1, 1), "least": [0, 30, 30]}], [{"from": "2000", "least": [0]}],
    [{"from": date(2000, 1, 1), "least": []}],
    [{"from": date(2000, 1, 1), "least": [0]}, {"from": date(2000, 1, 1), "least": [0]}],
])
def test_bands_that_would_count_twice_or_not_at_all_are_refused(entries: list) -> None:
    with pytest.raises(ValueError):
        read({"bands": entries})
