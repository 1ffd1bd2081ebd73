"""Acts about people (pure): what may be done when, who may vote before and after, which duties arise or end.

Source: probation of one year, extended once by half a year to one year (Charter article 7); rights, elec-rights-full-members,
elec-rights-probation-in-party, elec-rights-suspended; 留党察看 of at most two years, which ends the posts within the Party (rules on discipline).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from leadgoose.ground.statutes.dates import PartialDate, add_months, add_years
from leadgoose.roster.kinds import COMMITTEE_POSTS, PostKind, RestrictionKind, Standing
from leadgoose.roster.rules.due import BranchFacts, Obligation, ProbationFacts, SecretaryFacts, obligations

PROBATION_YEARS = 1
LEAST_MONTHS, MOST_MONTHS = 6, 12
SANCTION_YEARS = 2


class Kind(StrEnum):
    END_PROBATION = "end_probation"          # 转正
    EXTEND_PROBATION = "extend_probation"    # 延长预备期
    CANCEL_PROBATION = "cancel_probation"    # 取消预备党员资格
    MOVE = "move_member"                     # 组织关系内部转移
    OUT = "transfer_out"                     # 转出本委
    IN = "transfer_in"                       # 转入本委
    DEATH = "record_death"                   # 去世
    SANCTION = "record_sanction"             # 留党察看
    SUSPEND = "suspend_rights"               # 被留置、逮捕，中止党员权利
    RESTORE = "restore_rights"               # 恢复党员权利


OF_PROBATION = frozenset({Kind.END_PROBATION, Kind.EXTEND_PROBATION, Kind.CANCEL_PROBATION})
LEAVING = frozenset({Kind.MOVE, Kind.OUT, Kind.DEATH, Kind.CANCEL_PROBATION})
ENDS_POSTS = LEAVING | {Kind.SANCTION}
OF_ELECTORS = frozenset(Kind) - {Kind.EXTEND_PROBATION, Kind.CANCEL_PROBATION}
"""Acts that change who may vote."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision against rights: valid from (inclusive) to (exclusive; None: open)."""

    kind: RestrictionKind
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or self.until > on)


@dataclass(frozen=True, slots=True)
class Member:
    """A person as known today. branch "": in none. since: the first day of the present membership as known (of the last one's end, if in none).

    posts: (organisation key, post) held now. extended: the day to which probation was extended.
    """

    key: str
    branch: str = ""
    standing: Standing | None = None
    since: date | None = None
    joined: PartialDate | None = None
    extended: date | None = None
    died_on: date | None = None
    decisions: tuple[Decision, ...] = ()
    posts: tuple[tuple[str, PostKind], ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to record. on: the day from which it holds. to: a branch's key; until: end of a sanction; months: of an extension."""

    kind: Kind
    on: date
    to: str = ""
    until: date | None = None
    months: int = 0
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class No:
    """Why it cannot be done: a code and what fills its sentence."""

    code: str
    numbers: Mapping[str, str | int] = field(default_factory=dict)


def applicable(member: Member, today: date) -> tuple[Kind, ...]:
    """The acts that make sense for a member today, in the practice's order."""
    if member.died_on is not None:
        return ()
    if not member.branch:
        return ()
    if member.standing is Standing.PROBATIONARY:
        kinds = [Kind.END_PROBATION, *([] if member.extended else [Kind.EXTEND_PROBATION]), Kind.CANCEL_PROBATION]
    else:
        kinds = []
    held = {one.kind for one in member.decisions if one.holds(today)}
    kinds += [Kind.MOVE, Kind.OUT]
    if RestrictionKind.PROBATION_IN_PARTY not in held and member.standing is Standing.FULL:
        kinds.append(Kind.SANCTION)
    if RestrictionKind.SUSPENDED not in held:
        kinds.append(Kind.SUSPEND)
    return (*kinds, *([Kind.RESTORE] if held else []), Kind.DEATH)


def probation_full(member: Member) -> date | None:
    """The day on which the probation is full: a year from joining, or the day it was extended to. None: the day of joining is not known."""
    if member.extended is not None:
        return member.extended
    return None if member.joined is None else add_years(member.joined.earliest(), PROBATION_YEARS)


def refuse(member: Member, wish: Wish, today: date) -> No | None:
    """Why the wish cannot be granted; None when it can."""
    day = wish.on.isoformat()
    if wish.on > today:
        return No("ahead", {"day": day})
    if member.died_on is not None:
        return No("dead", {"died": member.died_on.isoformat()})
    if wish.kind is Kind.IN:
        return _arrives(member, wish)
    if not member.branch or member.since is None:
        return No("not-here")
    if member.joined is not None and wish.on < member.joined.earliest():
        return No("before-party", {"day": day, "joined": member.joined.isoformat()})
    if wish.on <= member.since:
        return No("before", {"day": day, "since": member.since.isoformat()})
    if wish.kind in OF_PROBATION:
        return _of_probation(member, wish)
    if wish.kind is Kind.MOVE:
        return No("no-branch") if not wish.to else No("there-already") if wish.to == member.branch else None
    return _of_rights(member, wish)


def _arrives(member: Member, wish: Wish) -> No | None:
    if member.branch:
        return No("in-already")
    if member.since is not None and wish.on < member.since:
        return No("before-left", {"day": wish.on.isoformat(), "left": member.since.isoformat()})
    if member.joined is not None and wish.on < member.joined.earliest():
        return No("before-party", {"day": wish.on.isoformat(), "joined": member.joined.isoformat()})
    return None


def _of_probation(member: Member, wish: Wish) -> No | None:
    if member.standing is not Standing.PROBATIONARY:
        return No("full-already")
    full = probation_full(member)
    if wish.kind is Kind.END_PROBATION and full is not None and wish.on < full:
        return No("too-early", {"full": full.isoformat()})
    if wish.kind is Kind.EXTEND_PROBATION:
        if member.extended is not None:
            return No("extended-already", {"until": member.extended.isoformat()})
        if full is None:
            return No("joined-unknown")
        if not LEAST_MONTHS <= wish.months <= MOST_MONTHS:
            return No("months", {"least": LEAST_MONTHS, "most": MOST_MONTHS})
    return None


def _of_rights(member: Member, wish: Wish) -> No | None:
    held = [one for one in member.decisions if one.holds(wish.on)]
    if wish.kind is Kind.SANCTION:
        if member.standing is not Standing.FULL:
            return No("sanction-probationary")
        if wish.until is None or wish.until <= wish.on:
            return No("until-before")
        if wish.until > add_years(wish.on, SANCTION_YEARS):
            return No("until-long", {"years": SANCTION_YEARS})
        overlapping = [
            one for one in member.decisions
            if one.kind is RestrictionKind.PROBATION_IN_PARTY and one.since < wish.until and (one.until is None or one.until > wish.on)
        ]
        return No("twice", {"since": overlapping[0].since.isoformat()}) if overlapping else None
    if wish.kind is Kind.SUSPEND:
        same = [one for one in member.decisions if one.kind is RestrictionKind.SUSPENDED and (one.until is None or one.until > wish.on)]
        return No("twice", {"since": same[0].since.isoformat()}) if same else None
    if wish.kind is Kind.RESTORE:
        if not held:
            return No("nothing-suspended", {"day": wish.on.isoformat()})
        if any(one.since == wish.on for one in held):
            return No("before", {"day": wish.on.isoformat(), "since": wish.on.isoformat()})
    return None


@dataclass(frozen=True, slots=True)
class Change:
    """One branch before and after: voters (0 while none is known) and the obligations that arise and end."""

    branch: str
    before: int
    after: int
    arise: tuple[Obligation, ...]
    end: tuple[Obligation, ...]


def change(before: BranchFacts | None, after: BranchFacts | None) -> Change:
    """The difference that an act makes to an organisation. None: it is not there before, or not any more afterwards; one of both is."""
    was = {(one.code, one.person_key): one for one in (obligations(before) if before is not None else ())}
    will = {(one.code, one.person_key): one for one in (obligations(after) if after is not None else ())}
    key = before.key if before is not None else after.key if after is not None else ""
    return Change(
        key, (before.voters or 0) if before is not None else 0, (after.voters or 0) if after is not None else 0,
        tuple(one for name, one in will.items() if name not in was), tuple(one for name, one in was.items() if name not in will),
    )


def after(facts: BranchFacts, member: Member, wish: Wish) -> BranchFacts:
    """The branch's facts today once the act is recorded; a branch that it does not touch stays as it is."""
    if facts.key == wish.to and wish.kind in {Kind.MOVE, Kind.IN}:
        return _with(facts, member, wish.standing or member.standing or Standing.FULL, _votes(member, wish, facts.on), 1)
    there = facts.key == member.branch
    changed = facts
    if wish.kind in ENDS_POSTS and (there or wish.kind is not Kind.MOVE):
        changed = _without_posts(changed, member, wish.on)
    if not there:
        return changed
    standing = member.standing or Standing.FULL
    voted = _voted(member, facts.on)
    if wish.kind in LEAVING:
        return _with(changed, member, standing, voted, -1)
    if wish.kind is Kind.EXTEND_PROBATION:
        full = probation_full(member)
        until = None if full is None else add_months(full, wish.months)
        kept = tuple(replace(one, until=until) if one.person_key == member.key else one for one in changed.probations)
        return replace(changed, probations=kept)
    if wish.kind is Kind.END_PROBATION:
        gone = _with(changed, member, Standing.PROBATIONARY, False, -1)
        whole = _with(gone, member, Standing.FULL, _votes(member, wish, facts.on), 1)
        day = PartialDate.of(wish.on)
        told = tuple(SecretaryFacts(one.person_key, day) if one.person_key == member.key else one for one in whole.secretaries)
        return replace(whole, secretaries=told)
    return replace(changed, voters=(changed.voters or 0) - voted + _votes(member, wish, facts.on))


def _voted(member: Member, on: date) -> bool:
    return member.standing is Standing.FULL and not any(one.holds(on) for one in member.decisions)


def _votes(member: Member, wish: Wish, on: date) -> bool:
    """Whether the member may vote on the day once the act is recorded."""
    standing = Standing.FULL if wish.kind is Kind.END_PROBATION else wish.standing or member.standing
    decisions = member.decisions
    if wish.kind is Kind.SANCTION:
        decisions = (*decisions, Decision(RestrictionKind.PROBATION_IN_PARTY, wish.on, wish.until))
    if wish.kind is Kind.SUSPEND:
        decisions = (*decisions, Decision(RestrictionKind.SUSPENDED, wish.on))
    if wish.kind is Kind.RESTORE:
        decisions = tuple(one for one in decisions if not one.holds(wish.on))
    return standing is Standing.FULL and not any(one.holds(on) for one in decisions)


def _with(facts: BranchFacts, member: Member, standing: Standing, votes: bool, step: int) -> BranchFacts:
    """The branch with this member more (step 1) or less (-1)."""
    full = standing is Standing.FULL
    probations = tuple(one for one in facts.probations if one.person_key != member.key)
    if not full and step > 0:
        probations += (ProbationFacts(member.key, member.joined, member.extended),)
    return replace(
        facts, full=(facts.full or 0) + step * full, probationary=(facts.probationary or 0) + step * (not full),
        voters=(facts.voters or 0) + step * votes, probations=probations,
    )


def _without_posts(facts: BranchFacts, member: Member, on: date) -> BranchFacts:
    kinds = {kind for place, kind in member.posts if place == facts.key}
    if not kinds & set(COMMITTEE_POSTS):
        return facts
    leading = bool(kinds & {PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY})
    secretaries = tuple(one for one in facts.secretaries if one.person_key != member.key)
    committee = None if facts.committee is None else facts.committee - 1
    besides = None if facts.besides is None else facts.besides - (not leading)
    if not committee:                        # nobody is left: nothing is known of the committee, as the register puts it
        committee = besides = None
    since = on if PostKind.SECRETARY in kinds and not secretaries else facts.vacant_since
    return replace(facts, committee=committee, besides=besides, secretaries=secretaries, vacant_since=since)
