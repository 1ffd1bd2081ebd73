"""What a new register says otherwise, as proposed acts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadgoose.roster.kinds import PostKind
from leadgoose.roster.rules.difference import POSTS, STANDING, Changed, Difference, FieldChange, Joined, Moved
from leadgoose.roster.rules.proposals import ACTS, Proposal, RowPosts, Sort, propose

S, M, P = PostKind.SECRETARY, PostKind.COMMISSIONER, PostKind.PUBLICITY


def changed(*fields: FieldChange) -> tuple[Proposal, ...]:
    return propose(Difference(changed=(Changed(0, "a", fields),)), {0: "one"}, {}, {"a": "one"}, ())


def test_who_became_full_is_an_act_and_the_day_of_it_is_no_correction() -> None:
    [one] = changed(FieldChange(STANDING, "probationary", "full"), FieldChange("full_member", "", "2026-07-05"))
    assert (one.sort, one.key, one.day, one.acts) == (Sort.PROMOTED, "promoted.a", "2026-07-05", ("end_probation",))


def test_other_values_are_corrected_beside_it() -> None:
    promoted, rest = changed(FieldChange(STANDING, "probationary", "full"), FieldChange("full_member", "", "2026-07"), FieldChange("education", "大专", "本科"))
    assert (promoted.sort, rest.sort, rest.fields) == (Sort.PROMOTED, Sort.CHANGED, (FieldChange("education", "大专", "本科"),))


def test_a_full_member_does_not_become_probationary() -> None:
    [one] = changed(FieldChange(STANDING, "full", "probationary"))
    assert (one.sort, one.acts) == (Sort.DEMOTED, ())


def test_posts_are_asked_of_what_is_held_not_of_what_the_last_file_claimed() -> None:
    assert changed(FieldChange(POSTS, "secretary", "")) == ()

    def asked(said: set[PostKind], held: set[PostKind]) -> list[tuple[tuple[PostKind, ...], tuple[PostKind, ...]]]:
        found = propose(Difference(), {}, {}, {}, [RowPosts(0, "a", "one", frozenset(said), frozenset(held))])
        return [(one.gives, one.ends) for one in found]

    assert asked({S}, {S}) == [] and asked({M}, {P}) == [], "委员 in the file is the publicity commissioner held"
    assert asked({S}, {P}) == [((S,), (P,))] and asked(set(), {S}) == [((), (S,))]


def test_who_came_back_is_transferred_in_with_all_values_at_once() -> None:
    found = propose(
        Difference(joined=(Joined(0, "a"),), changed=(Changed(0, "a", (FieldChange("education", "大专", "本科"),)),)), {0: "one"}, {0: "f" * 64}, {"a": ""}, ())
    assert [(one.sort, one.person, one.after, len(one.key)) for one in found] == [(Sort.JOINED, "a", "one", 31)]


@given(st.permutations(["m", "l", "j", "c"]))
def test_keys_are_each_ones_own_and_what_somebody_is_comes_before_where_they_go(order: list[str]) -> None:
    people = {name: f"p-{name}" for name in order}
    found = propose(
        Difference(
            joined=(Joined(3),), left=(people["l"],), moved=(Moved(0, people["m"], "one", "two"),),
            changed=(Changed(0, people["m"], (FieldChange(STANDING, "probationary", "full"), FieldChange("major", "", "采油"))),),
        ), {0: "two", 3: "one"}, {3: "0" * 64}, {people["m"]: "one", people["l"]: "two"}, (),
    )
    assert [one.sort for one in found] == [Sort.PROMOTED, Sort.CHANGED, Sort.MOVED, Sort.LEFT, Sort.JOINED]
    assert len({one.key for one in found}) == len(found) and set(ACTS) == set(Sort)
    assert max(len(one.key) for one in found) <= 40
