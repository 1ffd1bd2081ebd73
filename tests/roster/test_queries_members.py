"""The two ways to read the list agree, and both agree with the rule on rights."""

from __future__ import annotations

from datetime import date

import pytest

from cast import FROM, NOW, RECORDED, TODAY, Cast
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.figures import membership
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import RestrictionKind, Standing
from leadgoose.roster.models import Membership, Organisation, Person, Post, Present, Restriction
from leadgoose.roster.projections import refresh
from leadgoose.roster.queries import asof_members
from leadgoose.roster.queries.asof_members import then
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.members import Row, _sums, all_members, branches_below, members_page
from leadgoose.roster.queries.organisations import level
from leadgoose.roster.rules.rights import MemberFacts, derive


def restrict(cast: Cast, person: str, first: date, last: date | None = None) -> None:
    Restriction.objects.create(
        person=cast.people[person], kind_sealed=seal(person, RESTRICTION, RestrictionKind.SUSPENDED), valid_from=first, valid_to=last,
        recorded_at=RECORDED, source="page",
    )


def test_who_may_vote_on_a_day_is_what_the_rule_on_rights_says(cast: Cast) -> None:
    restrict(cast, "p-member", date(2026, 10, 1))
    restrict(cast, "p-discipline", date(2026, 9, 5), date(2026, 10, 1))     # over on the day itself
    rows = {row.person: row for row in all_members(cast.organisations["committee"], Filters(), cast.today, date(2026, 10, 1))}
    said = {key: row.can_vote for key, row in rows.items()}
    derived = {
        key: derive(MemberFacts(Standing(row.standing), (RestrictionKind.SUSPENDED,) if key == "p-member" else ())).vote
        for key, row in rows.items()
    }
    assert said == derived
    assert not said["p-member"] and not said["p-probation"] and said["p-discipline"]


def test_the_list_of_today_and_the_list_from_the_facts_of_today_are_the_same(cast: Cast) -> None:
    restrict(cast, "p-member", date(2026, 10, 1))
    Post.objects.create(person=cast.people["p-committee"], organisation=cast.organisations["one"], kind="group_leader", valid_from=FROM,
                        recorded_at=NOW, source="grid")
    refresh("committee", [person.pk for person in cast.people.values()], cast.today)
    top = cast.organisations["committee"]
    assert plain(all_members(top, Filters(), cast.today)) == plain(all_members(top, Filters(), cast.today, cast.today))
    now, facts = members_page(top, Filters(vote="no"), 1, cast.today), asof_members.members_page(then("committee", "committee", TODAY), Filters(vote="no"), 1)
    assert now.sums == facts.sums and now.sums.total == 2


def test_what_was_retracted_is_not_read(cast: Cast) -> None:
    Membership.objects.filter(person=cast.people["p-two"]).update(retracted_at=NOW)
    rows = all_members(cast.organisations["two"], Filters(), cast.today, cast.today)
    assert "p-two" not in {row.person for row in rows}


@pytest.mark.parametrize(("born_on", "band"), [
    ("1991-11-23", "to35"), ("1990-11-24", "to35"), ("1990-11-23", "to45"), ("1990-11", "to45"), ("1981-11-23", "to45"), ("1980-11-24", "to45"),
    ("1980-11-23", "to55"), ("1970-11-24", "to55"), ("1970-11-23", "to60"), ("1965-11-24", "to60"), ("1965-11-23", "over60"), ("", "unknown"),
])
def test_an_age_band_begins_on_the_birthday_itself(cast: Cast, born_on: str, band: str) -> None:
    Present.objects.filter(person=cast.people["p-two"]).update(born_on=born_on)
    found = {age for age in ("to35", "to45", "to55", "to60", "over60", "unknown")
             if any(row.person == "p-two" for row in all_members(cast.organisations["two"], Filters(age=age), cast.today))}
    assert found == {band}


@pytest.mark.parametrize(("education", "level_of"), [
    ("大学本科", "undergraduate"), ("大学", "undergraduate"), ("大學本科", "undergraduate"), ("大学专科", "college"), ("大专", "college"),
    ("硕士研究生", "postgraduate"), ("在职研究生", "postgraduate"), ("博士", "postgraduate"), ("中专", "secondary"), ("职业高中", "secondary"),
    ("技校", "secondary"), ("初中", "lower"), ("", "unknown"),
])
def test_an_education_falls_into_one_level(cast: Cast, education: str, level_of: str) -> None:
    Present.objects.filter(person=cast.people["p-two"]).update(education=education)
    found = {one for one in ("postgraduate", "undergraduate", "college", "secondary", "lower", "unknown")
             if any(row.person == "p-two" for row in all_members(cast.organisations["two"], Filters(education=one), cast.today))}
    assert found == {level_of}


def test_values_that_are_no_choice_are_not_taken_from_the_address() -> None:
    asked = {"standing": "everybody", "gender": "女", "age": "to35' OR 1=1", "q": "  查 ", "page": "2"}
    assert Filters.read(asked).said() == {"q": "查", "gender": "女"}
    assert Filters.read(asked).address(page=3) == "?q=%E6%9F%A5&gender=%E5%A5%B3&page=3"


def test_branches_to_choose_from_are_those_with_members_of_their_own(cast: Cast) -> None:
    assert [key for key, _ in branches_below(cast.organisations["committee"])] == ["one", "two", "office"]
    assert branches_below(cast.organisations["one"]) == []


def test_the_figures_of_an_organisation_hold_everything_below_it(cast: Cast) -> None:
    found = membership(cast.organisations["general"])
    assert (found.full, found.probationary, found.voters, found.total) == (7, 1, 7, 8)


def test_the_tree_counts_what_the_figures_count(cast: Cast) -> None:
    shown = level(cast.organisations["committee"], 1, cast.today)
    for node in [shown.root, *shown.nodes, *(child for above in shown.nodes for child in above.children)]:
        assert node is not None
        found = membership(cast.organisations[node.key])
        assert (node.full, node.probationary) == (found.full, found.probationary), node.name


def plain(rows: object) -> list[Row]:
    return sorted(row._replace(posts=row.posts.strip()) for row in rows)   # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["committee", "general", "one", "office"])
def test_what_organisations_count_themselves_is_what_the_rows_say(cast: Cast, key: str) -> None:
    place = Organisation.objects.get(key=key)
    below = Present.objects.filter(organisation__path__startswith=place.path)
    shown = members_page(place, Filters(), 1, TODAY).sums
    assert shown == _sums(below)
    assert shown.total == below.count() > 0


def test_an_organisation_that_lost_its_last_member_counts_none_and_one_that_never_had_any_knows_nothing(cast: Cast) -> None:
    Membership.objects.filter(organisation__key="office").update(valid_to=TODAY)
    refresh("committee", list(Person.objects.filter(top_key="committee").values_list("pk", flat=True)), TODAY)
    office, general = Organisation.objects.get(key="office"), Organisation.objects.get(key="general")
    assert (office.full, office.probationary, office.voters, office.women) == (0, 0, 0, 0)
    assert (general.full, general.probationary, general.voters, general.women) == (None, None, None, None)
