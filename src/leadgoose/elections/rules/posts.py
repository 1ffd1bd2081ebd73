"""Which posts does an election fill, who fills them, and in which meeting?

A branch with a committee has its members elected by the members' meeting and its secretary and deputy by the committee; where there is no
committee, the members elect them. A by-election fills only what is open; where no seat of the committee is, the committee meets alone.
Sources: ``elec-secretary-by-committee``, ``elec-no-committee-nomination``, ``branch-vacancy``, ``elec-vacancy-by-election``.
"""

from collections.abc import Collection

COMMITTEE, SECRETARY, DEPUTY = "committee", "secretary", "deputy"
LEADERS, STAYS, ALONE, TWO = "leaders", "secretary-stays", "committee-alone", "two-posts"
"""Traits: the committee elects who leads it; the secretary's post is not open; only the committee meets; the members' meeting votes twice."""
Problem = str  # "" none; "none", "no-committee"


def by_members(kind: str, traits: Collection[str], seats: int | None) -> bool:
    """Whether the members' meeting elects who leads, for want of a committee."""
    return kind == "no-committee" or (not seats and LEADERS not in traits and kind in ("new-branch", "by-election"))


def filled(kind: str, traits: Collection[str], seats: int | None, deputies: int) -> tuple[str, ...]:
    """The posts that an election fills, in their order."""
    leading = (*(() if STAYS in traits else (SECRETARY,)), *((DEPUTY,) if deputies else ()))
    if by_members(kind, traits, seats):
        return leading
    if kind != "by-election":
        return (COMMITTEE, *leading)
    return (*((COMMITTEE,) if seats else ()), *(leading if LEADERS in traits else ()))


def problem(posts: Collection[str], *, committee: bool) -> Problem:
    """Why these posts cannot be filled in one by-election, by code. committee: whether the organisation has one."""
    if not posts:
        return "none"
    return "no-committee" if not committee and COMMITTEE in posts else ""


def second_vote(kind: str, traits: Collection[str], seats: int | None, deputies: int) -> frozenset[str]:
    """TWO where the members' meeting elects the secretary and then, in a vote of its own, the deputy; else nothing."""
    twice = by_members(kind, traits, seats) and len(filled(kind, traits, seats, deputies)) > 1
    return frozenset({TWO} if twice else ())


def traits_of(posts: Collection[str], *, committee: bool) -> frozenset[str]:
    """The traits of a by-election that fills these posts."""
    by_committee = committee and bool({SECRETARY, DEPUTY} & set(posts))
    found = {LEADERS: by_committee, STAYS: SECRETARY not in posts, ALONE: by_committee and COMMITTEE not in posts}
    return frozenset(name for name, holds in found.items() if holds)


def result_stage(traits: Collection[str]) -> str:
    """The stage with which it is known who is elected: the announcement, or the committee's own meeting where only it meets."""
    return "first-meeting" if ALONE in traits else "announced"


def plenary(kind: str, general: bool) -> str:
    """What the committee's meeting is called, by code: the new one's first, a first committee's first, a sitting one's."""
    which = {"by-election": "sitting", "new-branch": "first"}.get(kind, "renewed")
    return f"elections.plenary-{which}{'-general' if general else ''}"
