"""Giving and ending posts by a document (pure): who may hold which post where, never two secretaries at once, elected stays elected.

Sources: branch-committee-roles (at most one deputy), branch-no-committee, branch-secretary-role, elec-superior-appoint (only secretary and
deputy can be designated), branch-temporary-leaders, branch-group, elec-rights-full-members. Docs: docs/rules/organisations.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from leadgoose.ground.statutes.shelf import rule
from leadgoose.roster.kinds import COMMITTEE_POSTS, HOMES, CameBy, OrgKind, PostKind, Standing
from leadgoose.roster.rules.acts import No
from leadgoose.roster.rules.officers import agrees
from leadgoose.roster.rules.organisations import Notice

LEADING = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY)


class Act(StrEnum):
    GIVE = "give_post"      # 任职
    END = "end_post"        # 免职


@dataclass(frozen=True, slots=True)
class Wish:
    """One line of a document. person: key; full_time, cross: None while not said."""

    act: Act
    person: str
    kind: PostKind
    came_by: CameBy = CameBy.APPOINTED
    full_time: bool | None = None
    cross: bool | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds, or held, a post there. until: first day on which they did not any more; None: they still do."""

    person: str
    kind: PostKind
    since: date
    until: date | None = None
    came_by: CameBy = CameBy.UNKNOWN
    awaiting: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is to hold a post. home: key of the branch that the membership is in, "" for none; within: the place contains it, or takes them in."""

    person: str
    home: str = ""
    within: bool = False
    standing: Standing | None = None
    since: date | None = None
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the posts are. holders: all ever recorded, past ones of the secretary's included."""

    key: str
    kind: OrgKind
    since: date | None = None
    ended_on: date | None = None
    seats: int | None = None
    no_committee: bool | None = None
    holders: tuple[Holder, ...] = ()

    def held(self) -> tuple[Holder, ...]:
        return tuple(one for one in self.holders if one.until is None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which line of the document (from 0), and why; line None: the whole of it."""

    line: int | None
    no: No


def kinds_in(place: OrgKind) -> tuple[PostKind, ...]:
    """The posts that an organisation of a kind has."""
    return (PostKind.GROUP_LEADER,) if place is OrgKind.GROUP else COMMITTEE_POSTS


def ways_of(place: OrgKind, kind: PostKind) -> tuple[CameBy, ...]:
    """How one can come to a post there. Who leads a temporary branch is designated; only secretary and deputy of others can be."""
    if place is OrgKind.GROUP:
        return (CameBy.DESIGNATED, CameBy.ELECTED)
    if place is OrgKind.TEMPORARY_BRANCH:
        return (CameBy.DESIGNATED, CameBy.APPOINTED)
    return (CameBy.APPOINTED, CameBy.DESIGNATED, CameBy.ELECTED) if kind in LEADING else (CameBy.APPOINTED, CameBy.ELECTED)


def refuse(place: Place, candidates: Mapping[str, Candidate], wishes: Sequence[Wish], on: date, today: date) -> Refusal | None:
    """Why the document cannot be carried out as of a day; the first line at fault. None when it can."""
    if place.ended_on is not None:
        return Refusal(None, No("ended", {"day": place.ended_on.isoformat()}))
    if on > today:
        return Refusal(None, No("ahead", {"day": on.isoformat()}))
    if not wishes:
        return Refusal(None, No("nothing"))
    if len({(one.person, one.kind) for one in wishes}) < len(wishes):
        return Refusal(None, No("twice"))
    if place.since is not None and on < place.since:
        return Refusal(None, No("before-place", {"day": on.isoformat(), "since": place.since.isoformat()}))
    for number, wish in enumerate(wishes):
        no = _end(place, wish, on) if wish.act is Act.END else _give(place, candidates[wish.person], wish, wishes, on)
        if no is not None:
            return Refusal(number, no)
    return None


def _end(place: Place, wish: Wish, on: date) -> No | None:
    held = [one for one in place.held() if one.person == wish.person and one.kind is wish.kind]
    if not held:
        return No("not-held")
    if on <= held[0].since:
        return No("before-post", {"day": on.isoformat(), "since": held[0].since.isoformat()})
    return None


def _give(place: Place, who: Candidate, wish: Wish, wishes: Sequence[Wish], on: date) -> No | None:
    if wish.kind not in kinds_in(place.kind):
        return No("no-such-post")
    if wish.came_by is not CameBy.UNKNOWN and wish.came_by not in ways_of(place.kind, wish.kind):
        return No("designated-only-leaders" if wish.came_by is CameBy.DESIGNATED else "came-by")
    if place.no_committee and place.kind in HOMES and wish.kind not in LEADING:
        return No("no-committee")
    return _person(place, who, wish, on) or _seat(place, wish, wishes, on)


def _person(place: Place, who: Candidate, wish: Wish, on: date) -> No | None:
    if not who.home:
        return No("not-here")
    if not who.within:
        return No("elsewhere")
    if place.kind is not OrgKind.GROUP and (who.standing is not Standing.FULL or who.restricted):
        return No("no-right")
    if who.since is not None and on < who.since:
        return No("before-member", {"day": on.isoformat(), "since": who.since.isoformat()})
    plain = wish.kind is PostKind.COMMISSIONER
    same = [one for one in place.held() if one.person == wish.person and (one.kind is wish.kind or (plain and agrees(one.kind, wish.kind)))]
    if same and not same[0].awaiting:
        return No("held-already", {"since": same[0].since.isoformat()})
    return None


def _seat(place: Place, wish: Wish, wishes: Sequence[Wish], on: date) -> No | None:
    """One secretary, one deputy, one leader of a group: whoever else holds it on the day is ended by the same document."""
    if wish.kind not in {*LEADING, PostKind.GROUP_LEADER} or (wish.kind is PostKind.DEPUTY_SECRETARY and place.kind not in HOMES):
        return None
    ending = {(one.person, one.kind) for one in wishes if one.act is Act.END}
    others = [
        one for one in place.holders
        if one.kind is wish.kind and one.person != wish.person and (one.until is None or one.until > on) and (one.person, one.kind) not in ending
    ]
    again = [one for one in wishes if one.act is Act.GIVE and one.kind is wish.kind and one.person != wish.person]
    room = rule("branch-committee-roles").integer("deputies_max") if wish.kind is PostKind.DEPUTY_SECRETARY else 1
    if len(others) + len(again) >= room:
        code = {PostKind.SECRETARY: "two-secretaries", PostKind.DEPUTY_SECRETARY: "two-deputies"}.get(wish.kind, "two-leaders")
        return No(code, {"other": others[0].person if others else again[0].person})
    return None


def notices(place: Place, wishes: Sequence[Wish]) -> tuple[Notice, ...]:
    """More on the committee than the superior approved."""
    if place.seats is None:
        return ()
    members = {one.person for one in after(place, wishes) if one.kind in COMMITTEE_POSTS}
    before = {one.person for one in place.held() if one.kind in COMMITTEE_POSTS}
    if len(members) > place.seats and len(members) > len(before):
        return (Notice("beyond-seats", "branch-committee-size", {"n": len(members), "seats": place.seats}),)
    return ()


def after(place: Place, wishes: Iterable[Wish]) -> list[Holder]:
    """Who holds which post once the document is carried out. Somebody whose division of work is settled holds one post, not two."""
    held = list(place.held())
    for wish in wishes:
        if wish.act is Act.END:
            held = [one for one in held if (one.person, one.kind) != (wish.person, wish.kind)]
        else:
            held = [one for one in held if one.person != wish.person or not agrees(one.kind, wish.kind)]
            held.append(Holder(wish.person, wish.kind, date.min, None, wish.came_by))
    return held


def replaced(place: Place, wish: Wish) -> Holder | None:
    """The post that giving this one continues: the same, elected and awaiting its approval; or 委员 whose division of work is settled now."""
    return next((one for one in place.held() if one.person == wish.person and agrees(one.kind, wish.kind)), None)


def came_by(place: Place, wish: Wish) -> CameBy:
    """How the holder came to the post: elected stays elected, whatever document follows."""
    before = replaced(place, wish)
    return CameBy.ELECTED if before is not None and before.came_by is CameBy.ELECTED else wish.came_by

