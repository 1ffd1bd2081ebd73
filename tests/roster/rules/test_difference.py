"""What a register says against what is known: a table of cases, and what holds for every file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.roster.kinds import PostKind
from leadgoose.roster.rules.difference import Changed, Difference, FieldChange, Joined, Known, Moved, Said, Waits, compare

pytestmark = pytest.mark.once
A = Known("a", "1", "one", "full", {"name": "甲", "education": "大专"}, frozenset({PostKind.SECRETARY}))
B = Known("b", "2", "one", "full", {"name": "乙", "education": "大学"})
GONE = Known("g", "3", "", "", {"name": "丙", "education": "大学"})


def row(known: Known, place: int = 0, **changes: object) -> Said:
    """The row that says exactly what is known, but for the changes."""
    values = {**known.values, **changes.pop("values", {})}  # type: ignore[dict-item]
    given = {"branch": known.branch, "standing": known.standing, "posts": known.posts, **changes}
    return Said(place, known.number, values=values, **given)  # type: ignore[arg-type]


CASES = [
    ("nothing known, nothing said", [], [], [], Difference()),
    ("the same again", [A, B], [row(A), row(B, 1)], [], Difference(unchanged=2)),
    ("somebody new", [A], [row(A), row(B, 1)], [], Difference(joined=(Joined(1),), unchanged=1)),
    ("somebody who had left is back", [A, GONE], [row(A), row(GONE, 1, branch="one", standing="full")], [],
     Difference(joined=(Joined(1, "g"),), unchanged=1)),
    ("somebody moved and nothing else", [A, B], [row(A), row(B, 1, branch="two")], [],
     Difference(moved=(Moved(1, "b", "one", "two"),), unchanged=1)),
    ("somebody moved to a branch that is new", [B], [row(B, branch="new:三队党支部")], [], Difference(moved=(Moved(0, "b", "one", "new:三队党支部"),))),
    ("a field changed", [A], [row(A, values={"education": "大学"})], [],
     Difference(changed=(Changed(0, "a", (FieldChange("education", "大专", "大学"),)),))),
    ("a field emptied where the column is filled elsewhere", [A, B], [row(A, values={"education": ""}), row(B, 1)], [],
     Difference(changed=(Changed(0, "a", (FieldChange("education", "大专", ""),)),), unchanged=1)),
    ("a column that the file lacks", [A], [row(A, values={"education": ""})], [], Difference(unchanged=1)),
    ("probation ended", [B], [row(Known("b", "2", "one", "full", B.values), standing="probationary")], [],
     Difference(changed=(Changed(0, "b", (FieldChange("standing", "full", "probationary"),)),))),
    ("a post laid down while others hold theirs", [A, B], [row(A, posts=frozenset()), row(B, 1, posts=frozenset({PostKind.SECRETARY}))], [],
     Difference(changed=(Changed(0, "a", (FieldChange("party_post", "secretary", ""),)),
                         Changed(1, "b", (FieldChange("party_post", "", "secretary"),))))),
    ("a file that names no officer at all", [A], [row(A, posts=frozenset())], [], Difference(unchanged=1)),
    ("a more general word for the same post", [Known("a", "1", "one", "full", A.values, frozenset({PostKind.ORGANISATION}))],
     [row(A, posts=frozenset({PostKind.COMMISSIONER}))], [], Difference(unchanged=1)),
    ("somebody is not in the file", [A, B], [row(A)], [], Difference(left=("b",), unchanged=1)),
    ("a branch that the file does not cover", [A, Known("b", "2", "two", "full", B.values)], [row(A)], [], Difference(unchanged=1)),
    ("a branch covered by a waiting row only", [B], [], [Waits("", "", "one")], Difference(left=("b",))),
    ("somebody waits under the number", [A, B], [row(A)], [Waits("2", "", "one")], Difference(unchanged=1)),
    ("somebody waits under the name in the branch", [A, B], [row(A)], [Waits("", "乙", "one")], Difference(unchanged=1)),
    ("somebody waits under the name, branch unreadable", [A, B], [row(A)], [Waits("9", "乙", "")], Difference(unchanged=1)),
    ("the same name waits in another branch", [A, B], [row(A)], [Waits("9", "乙", "two")], Difference(left=("b",), unchanged=1)),
    ("whoever had left has not left again", [A, GONE], [row(A)], [], Difference(unchanged=1)),
]


@pytest.mark.parametrize(("known", "said", "waits", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_case(known: list[Known], said: list[Said], waits: list[Waits], expected: Difference) -> None:
    found = compare(known, said, waits)
    assert (found.joined, found.left, found.moved, found.changed, found.unchanged) == (
        expected.joined, expected.left, expected.moved, expected.changed, expected.unchanged
    )


def test_it_is_empty_while_only_people_are_missing_from_the_file() -> None:
    assert compare([A, B], [row(A)]).empty
    assert not compare([A], [row(A), row(B, 1)]).empty


people = st.lists(
    st.builds(
        Known, st.uuids().map(str), st.uuids().map(str), st.sampled_from(["one", "two", ""]), st.sampled_from(["full", "probationary"]),
        st.fixed_dictionaries({"name": st.sampled_from(["甲", "乙"]), "education": st.sampled_from(["", "大学"])}),
    ),
    max_size=12, unique_by=lambda one: one.person,
)


@given(people, people)
def test_everybody_is_in_one_place_and_the_same_file_twice_says_nothing(known: list[Known], fresh: list[Known]) -> None:
    said = [row(one, place, branch=one.branch or "one") for place, one in enumerate([*known[::2], *fresh])]
    found = compare(known, said)
    moved_or_changed = {one.place for one in found.moved} | {one.place for one in found.changed}
    joined = {one.place for one in found.joined}
    assert found.unchanged + len(joined | moved_or_changed) == len(said)
    assert not set(found.left) & {one.person for one in known[::2]}
    after = [Known(str(one.place), one.number, one.branch, one.standing, one.values, one.posts) for one in said]
    again = compare(after, said)
    assert again.empty and again.left == () and again.unchanged == len(said)
