"""Two versions and a choice at each place where they differ: what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.recordbook.rules.entry import Attendee, Close, Closing, Entry, Guest, Leave, Matter, Named, Sitting, Speech, Stand, Topic, Vote
from leadgoose.recordbook.rules.kinds import Kind, VoteKind
from leadgoose.recordbook.rules.merging import Choice, Unchosen, Way, differing, join

BASE = Entry(
    key="rrrrrrrrrrrr", kind=Kind.MEMBER_MEETING, org="one", sittings=(Sitting(date(2026, 11, 20), time(18, 30)),), title="党员大会",
    chair=Named("单志强", "p-1"), people=(Attendee("p-1", "单志强", "one", Stand.PRESENT), Attendee("p-2", "曾玉兰", "one", Stand.PRESENT)),
    topics=(Topic("冬防"),), speeches=(Speech(Named("单志强", "p-1"), "抓紧装。"),), matters=(Matter("mmmmmmmmmmmm", "装防护板", Vote(VoteKind.ORDINARY, 4)),),
    fields={"task": "保温"},
)
L, R = Choice(Way.LEFT), Choice(Way.RIGHT)


@pytest.mark.parametrize(
    ("case", "change", "part", "choice", "wanted"),
    [
        ("a title is taken from the left", {"title": "大会"}, "title", L, {"title": "党员大会"}),
        ("a title is taken from the right", {"title": "大会"}, "title", R, {"title": "大会"}),
        ("a title is written anew, in one line", {"title": "大会"}, "title", Choice(Way.OWN, " 四季度\n大会 "), {"title": "四季度 大会"}),
        ("a chair written anew has no key", {"chair": Named("查晓明", "p-3")}, "chair", Choice(Way.OWN, "上级来人"), {"chair": Named("上级来人")}),
        ("topics of both, the left ones first, none twice", {"topics": (Topic("党费"), Topic("冬防"))}, "topics", Choice(Way.BOTH),
         {"topics": (Topic("冬防"), Topic("党费"))}),
        ("topics written anew: a line that stands on a side keeps its presenter", {"topics": (Topic("党费", Named("曾玉兰", "p-2")),)}, "topics",
         Choice(Way.OWN, "党费\n慰问"), {"topics": (Topic("党费", Named("曾玉兰", "p-2")), Topic("慰问"))}),
        ("guests written anew, one a line", {"guests": (Guest("甲"),)}, "guests", Choice(Way.OWN, "乙 队长\n\n丙"),
         {"guests": (Guest("乙", "队长"), Guest("丙"))}),
        ("a person's stand", {"people": (BASE.people[0], replace(BASE.people[1], stand=Stand.LEAVE, reason=Leave.SHIFT))}, "people.1", R,
         {"people": (BASE.people[0], Attendee("p-2", "曾玉兰", "one", Stand.LEAVE, Leave.SHIFT))}),
        ("the same matter said in two ways", {"matters": (replace(BASE.matters[0], text="装齐防护板"),)}, "matters.0", R,
         {"matters": (replace(BASE.matters[0], text="装齐防护板"),)}),
        ("a field written anew", {"fields": {"task": "防冻"}}, "fields.task", Choice(Way.OWN, "保温防冻"), {"fields": {"task": "保温防冻"}}),
        ("a field that only the left has is not taken from the right", {"fields": {}}, "fields.task", R, {"fields": {}}),
        ("how it was held", {"online": True}, "online", R, {"online": True}),
        ("times", {"sittings": (Sitting(date(2026, 11, 20), time(19, 0)),)}, "sittings", R, {"sittings": (Sitting(date(2026, 11, 20), time(19, 0)),)}),
        ("the paper's page", {"paper_original": True, "paper_page": "12"}, "paper", R, {"paper_original": True, "paper_page": "12"}),
    ],
)
def test_what_is_chosen_is_taken(case: str, change: dict[str, object], part: str, choice: Choice, wanted: dict[str, object]) -> None:
    right = replace(BASE, **change)   # type: ignore[arg-type]
    assert [one.part for one in differing(BASE, right)] == [part]
    assert join(BASE, right, {part: choice}) == replace(BASE, **wanted)   # type: ignore[arg-type]


def test_what_stands_on_one_side_only_is_kept_unless_it_is_left_out() -> None:
    more = (*BASE.speeches, Speech(Named("曾玉兰", "p-2"), "材料周三到。"))
    right = replace(BASE, speeches=more, closings=(Closing("item", Close.DONE, "装完"),), matters=(*BASE.matters, Matter("nnnnnnnnnnnn", "收党费")))
    assert join(BASE, right, {}) == right
    kept = join(BASE, right, {"speeches.1": Choice(Way.DROP), "closings.0": Choice(Way.DROP)})
    assert (kept.speeches, kept.closings, len(kept.matters)) == (BASE.speeches, (), 2)


def test_the_same_words_said_twice_are_two_speeches() -> None:
    twice = replace(BASE, speeches=(*BASE.speeches, *BASE.speeches))
    assert [one.part for one in differing(BASE, twice)] == ["speeches.1"]
    assert join(twice, twice, {}) == twice


@pytest.mark.parametrize(
    ("case", "chosen"),
    [
        ("nothing was chosen", {}),
        ("what may not be chosen here", {"title": Choice(Way.BOTH)}),
        ("own words, and none written", {"title": Choice(Way.OWN, "  ")}),
    ],
)
def test_a_place_without_a_choice_is_named(case: str, chosen: dict[str, Choice]) -> None:
    with pytest.raises(Unchosen) as no:
        join(BASE, replace(BASE, title="大会"), chosen)
    assert no.value.parts == ("title",)


def test_somebody_who_came_to_a_sitting_that_is_not_taken_came_to_the_first() -> None:
    two = replace(BASE, sittings=(*BASE.sittings, Sitting(date(2026, 11, 21))), people=(BASE.people[0], replace(BASE.people[1], sitting=1)))
    joined = join(two, BASE, {"sittings": R, "people.1": L})
    assert joined.people[1].sitting == 0 and len(joined.sittings) == 1


names = st.sampled_from(["甲", "乙", "丙"])
speeches = st.lists(st.builds(Speech, st.builds(Named, names), names), max_size=4).map(tuple)
keys = st.sampled_from(["mmmmmmmmmmmm", "nnnnnnnnnnnn", "pppppppppppp"])
matters = st.lists(st.builds(Matter, keys, names), max_size=3, unique_by=lambda one: one.key).map(tuple)
people = st.lists(st.builds(Attendee, names, names, st.just("one"), st.sampled_from(Stand)), max_size=3, unique_by=lambda one: one.key).map(tuple)
entries = st.builds(
    lambda *parts: replace(BASE, title=parts[0], speeches=parts[1], matters=parts[2], people=parts[3], fields=parts[4]),
    names, speeches, matters, people, st.dictionaries(st.sampled_from(["task", "result"]), names, max_size=2),
)


@given(entries, entries)
def test_all_of_one_side_is_that_side_and_a_merge_with_itself_changes_nothing(left: Entry, right: Entry) -> None:
    assert differing(left, left) == () and join(left, left, {}) == left
    for mine, way, other in ((left, Way.LEFT, Way.DROP), (right, Way.RIGHT, Way.DROP)):
        chosen = {one.part: Choice(way if way in one.ways else other) for one in differing(left, right)}
        joined = join(left, right, chosen)
        assert (joined.title, dict(joined.fields)) == (mine.title, dict(mine.fields))
        for name in ("speeches", "matters", "people"):   # the order is the left one's
            assert sorted(getattr(joined, name), key=repr) == sorted(getattr(mine, name), key=repr)


@given(entries, entries)
def test_nothing_that_either_said_is_lost_where_everything_is_kept(left: Entry, right: Entry) -> None:
    joined = join(left, right, {one.part: L for one in differing(left, right) if one.kept is None})
    assert set(left.speeches) | set(right.speeches) == set(joined.speeches)
    assert {one.key for one in (*left.matters, *right.matters)} == {one.key for one in joined.matters}
    assert {one.key for one in (*left.people, *right.people)} == {one.key for one in joined.people}
