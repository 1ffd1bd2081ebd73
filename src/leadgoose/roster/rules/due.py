"""What an organisation owes, and when (pure): terms, secretaries, size, committees, probation.

    facts of one organisation on one day  →  obligations, each with its rule, numbers and window

An obligation is written once, in the transaction of its cause, and needs no clock afterwards: it shows from `opens_on` until the day before
`ends_on`, is late from the day after `due_on`. `duties.rules.state.look` says how it stands on a day. Docs with a worked table: docs/rules/due.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from leadgoose.ground.statutes.dates import PartialDate, add_months, add_years, standing_from
from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.values import SHIPPED, Values
from leadgoose.roster.kinds import BRANCHES, WITH_TERMS, OrgKind

DAY = timedelta(days=1)
ELECT = "elections.elections"
"""The page on which an organisation's election begins, or goes on."""
Number = int | str | None
"""Days travel as ISO text, so that what is stored equals what was computed."""

CODES = (
    "term_expired", "term_beyond_year", "term_six_months", "term_remind", "term_shifted", "term_unknown", "first_election",
    "secretary_vacant", "secretary_unknown", "secretary_standing", "too_few_full", "too_many", "committee_missing", "committee_below_size",
    "probation_ending", "temporary_ending",
)
"""All that this module can say; `duties` closes rows of these codes that it does not say any more."""


@dataclass(frozen=True, slots=True)
class TermFacts:
    """The present term. expires_on: its last day by rule; shifted_to: the day to which the superior approved a shift."""

    elected_on: date
    years: int
    expires_on: date
    shifted_to: date | None = None
    reply_no: str = ""


@dataclass(frozen=True, slots=True)
class SecretaryFacts:
    """Somebody recorded as secretary. full_member None with probationary False: the day is not known. awaiting: elected, the reply is not given yet."""

    person_key: str
    full_member: PartialDate | None = None
    probationary: bool = False
    awaiting: bool = False


@dataclass(frozen=True, slots=True)
class ProbationFacts:
    """A probationary member; joined None: the day is not known, so no end of probation can be computed."""

    person_key: str
    joined: PartialDate | None
    until: date | None = None          # the day to which it was extended


@dataclass(frozen=True, slots=True)
class BranchFacts:
    """What is known of an organisation on the day `on`. Counts are None while nothing of it is known; they are never guessed.

    committee: persons holding any committee post; besides: those of them who are neither secretary nor deputy; both None: no post known.
    vacant_since: first day without a secretary, where the register knew one before.
    until: the last day for which a temporary branch, or a joint one, was approved.
    waiting, term_waiting, awaited, awaited_secretary: rows of the register, lines of the ledger, its officers, and the secretary among them, that
    wait for correction: they are there, only not taken in yet, so nothing is called missing that they may be.
    """

    key: str
    kind: OrgKind
    on: date
    full: int | None = None
    probationary: int | None = None
    voters: int | None = None
    committee: int | None = None
    besides: int | None = None
    seats: int | None = None
    no_committee: bool | None = None
    secretaries: tuple[SecretaryFacts, ...] = ()
    vacant_since: date | None = None
    term: TermFacts | None = None
    set_up_on: date | None = None
    until: date | None = None
    start_on: date | None = None
    probations: tuple[ProbationFacts, ...] = ()
    waiting: int = 0
    term_waiting: int = 0
    awaited: int = 0
    awaited_secretary: bool = False
    values: Values = SHIPPED                # the committee's own numbers, where it set any


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something owed. act: the capability that mends it. standing: a state that the register itself shows (`duties.rules.state`)."""

    code: str
    rule: str
    numbers: Mapping[str, Number] = field(default_factory=dict)
    act: str = "roster.organisation"
    opens_on: date | None = None
    due_on: date | None = None
    ends_on: date | None = None
    standing: bool = True
    person_key: str = ""


def obligations(facts: BranchFacts) -> tuple[Obligation, ...]:
    """All obligations of an organisation, those that open later included, those that are over left out."""
    found: list[Obligation] = []
    if facts.kind in WITH_TERMS:
        found += _of_term(facts)
    if facts.kind in (*BRANCHES, OrgKind.GENERAL_BRANCH):
        found += _of_secretary(facts)
    if facts.kind in (OrgKind.BRANCH, OrgKind.JOINT_BRANCH):
        found += _of_size(facts)
        found += _of_probation(facts)
    if facts.kind in (OrgKind.BRANCH, OrgKind.JOINT_BRANCH, OrgKind.GENERAL_BRANCH):
        found += _of_committee(facts)
    if facts.kind in {OrgKind.TEMPORARY_BRANCH, OrgKind.JOINT_BRANCH}:
        found += _of_approved_time(facts)
    return tuple(one for one in found if one.ends_on is None or one.ends_on > facts.on)


def _of_term(facts: BranchFacts) -> Iterator[Obligation]:
    """One line of the term at a time: shifted until / within six months, then expired, then beyond the year; beside it the reminder."""
    term = facts.term
    if term is None:
        yield from _without_term(facts)
        return
    limit = add_months(term.expires_on, rule("elec-shift-limit").integer("max_shift_later"))
    lead = facts.values.integer("elec-reminder-six-months", "lead")
    remind, six = add_months(term.expires_on, -lead), add_months(term.expires_on, -rule("elec-reminder-six-months").integer("lead"))
    last = max(term.expires_on, term.shifted_to or term.expires_on)
    numbers: dict[str, Number] = {
        "elected": term.elected_on.isoformat(), "years": term.years, "expires": term.expires_on.isoformat(),
        "remind": remind.isoformat(), "lead": lead, "limit": limit.isoformat(),
    }
    six_from, warn = six, "elec-reminder-six-months"
    if term.shifted_to is not None:
        numbers |= {"shifted": term.shifted_to.isoformat(), "reply": term.reply_no}
        six_from = max(six, term.shifted_to + DAY)
        over = min(term.shifted_to, limit) + DAY
        yield Obligation("term_shifted", "elec-shift-limit", numbers, due_on=term.shifted_to, ends_on=over)
    else:
        yield Obligation(
            "term_remind", warn, numbers, "elections.reminder", add_months(remind, -1), remind, term.expires_on + DAY, standing=False
        )
    if six_from <= term.expires_on:
        yield Obligation("term_six_months", warn, numbers, ELECT, six_from, term.expires_on, term.expires_on + DAY)
    if last < limit:
        yield Obligation("term_expired", "elec-term-on-time", numbers, ELECT, opens_on=last + DAY, due_on=last, ends_on=limit + DAY)
    yield Obligation("term_beyond_year", "elec-shift-limit", numbers, ELECT, opens_on=limit + DAY, due_on=last)


def _without_term(facts: BranchFacts) -> Iterator[Obligation]:
    """A branch set up since the start, or less than a year ago, has its first election before it; of others the term is not known."""
    if facts.kind is OrgKind.COMMITTEE:
        return
    if facts.term_waiting:
        yield Obligation("term_unknown", "elec-term-on-time", {"waiting": facts.term_waiting}, "roster.imports")
        return
    if facts.set_up_on is None:
        yield Obligation("term_unknown", "elec-term-on-time", {}, "roster.import_terms")
        return
    numbers: dict[str, Number] = {"set_up": facts.set_up_on.isoformat()}
    since_start = facts.start_on is not None and facts.set_up_on >= facts.start_on
    new_until = None if since_start else add_years(facts.set_up_on, 1)
    yield Obligation("first_election", "elec-new-branch-first-election", numbers, ELECT, opens_on=facts.set_up_on, ends_on=new_until)
    if new_until is not None:
        yield Obligation("term_unknown", "elec-term-on-time", numbers, "roster.import_terms", opens_on=new_until)


def _of_secretary(facts: BranchFacts) -> Iterator[Obligation]:
    keys = {one.person_key for one in facts.secretaries}
    temporary = facts.kind is OrgKind.TEMPORARY_BRANCH
    if len(keys) > 1:
        yield Obligation("secretary_unknown", "branch-secretary-role", {"recorded": len(keys)}, "roster.settle_officer")
    elif not keys and (facts.awaited_secretary or (facts.waiting and facts.term is None)):
        yield Obligation("secretary_unknown", "branch-secretary-role", {"recorded": 0, "waiting": facts.waiting}, "roster.imports")
    elif not keys and facts.committee is None and facts.term is None and facts.vacant_since is None:
        yield Obligation("secretary_unknown", "branch-secretary-role", {"recorded": 0}, "roster.fill_grid")
    elif not keys:
        since = None if facts.vacant_since is None else facts.vacant_since.isoformat()
        yield Obligation("secretary_vacant", "branch-temporary-leaders" if temporary else "branch-vacancy", {"since": since}, opens_on=facts.vacant_since)
    else:
        yield from _of_standing(facts, facts.secretaries[0])


def _of_standing(facts: BranchFacts, secretary: SecretaryFacts) -> Iterator[Obligation]:
    """A secretary has as a rule a year of standing, counted from full membership; the line ends by itself on that day."""
    name = "soe-secretary-standing" if facts.kind is OrgKind.GENERAL_BRANCH else "branch-secretary-qualification"
    if secretary.probationary:
        yield Obligation("secretary_standing", name, {"full": None, "reached": None}, "roster.person", person_key=secretary.person_key)
    elif secretary.full_member is not None:
        reached = standing_from(secretary.full_member.latest())
        numbers: dict[str, Number] = {"full": secretary.full_member.isoformat(), "reached": reached.isoformat()}
        yield Obligation("secretary_standing", name, numbers, "roster.person", ends_on=reached, person_key=secretary.person_key)


def _of_size(facts: BranchFacts) -> Iterator[Obligation]:
    """Three full members at least; as a rule not more than fifty members, probationary ones included."""
    if facts.full is None or facts.probationary is None:
        return
    least, most = rule("branch-min-members").integer("min_full_members"), facts.values.integer("branch-max-members", "max_members")
    numbers: dict[str, Number] = {"full": facts.full, "probationary": facts.probationary, "least": least, "most": most}
    if facts.full + facts.waiting < least:
        yield Obligation("too_few_full", "branch-min-members", numbers)
    if facts.full + facts.probationary > most:
        yield Obligation("too_many", "branch-max-members", numbers)


def _of_committee(facts: BranchFacts) -> Iterator[Obligation]:
    """Seven full members have a committee; a committee has its approved seats, or at least the fewest that the rule allows."""
    general = facts.kind is OrgKind.GENERAL_BRANCH
    from_full = rule("branch-committee-size").integer("min_full_members")
    large = facts.full is not None and facts.full >= from_full
    numbers: dict[str, Number] = {"full": facts.full, "from": from_full}
    there = facts.awaited + (facts.waiting if facts.term is None else 0)
    none = facts.no_committee is True or (facts.besides == 0 and not there)
    if none:
        if large and not general:
            yield Obligation("committee_missing", "branch-committee-size", numbers)
        return
    if facts.committee is None or (facts.seats is None and not large and not general):
        return
    least = rule("soe-size-general-branch").integer("general_branch_min") if general else rule("branch-committee-size").integer("usual_min")
    needed = facts.seats if facts.seats is not None else least
    if facts.committee + there < needed:
        about = "soe-size-general-branch" if general else "branch-committee-size"
        numbers = {"have": facts.committee, "seats": facts.seats, "least": least, "lacking": needed - facts.committee}
        yield Obligation("committee_below_size", "branch-vacancy" if facts.seats is not None else about, numbers)


def _of_approved_time(facts: BranchFacts) -> Iterator[Obligation]:
    """A temporary branch ends with the body it was set up for, and a joint one may have been approved for a time; announced a month before the day."""
    if facts.until is not None:
        numbers: dict[str, Number] = {"set_up": None if facts.set_up_on is None else facts.set_up_on.isoformat(), "until": facts.until.isoformat()}
        numbers |= {"joint": 1} if facts.kind is OrgKind.JOINT_BRANCH else {}
        opens = add_months(facts.until, -1)
        yield Obligation("temporary_ending", "branch-temporary-leaders", numbers, "roster.withdraw_organisation", opens, facts.until)


def _of_probation(facts: BranchFacts) -> Iterator[Obligation]:
    """Probation lasts a year from joining; it is announced a month before and changes who may vote."""
    for one in facts.probations:
        if one.joined is None:
            continue
        numbers: dict[str, Number] = {
            "joined": one.joined.isoformat(), "voters": facts.voters, "then": None if facts.voters is None else facts.voters + 1,
        }
        opens, ends = add_months(add_years(one.joined.earliest(), 1), -1), add_years(one.joined.latest(), 1)
        if one.until is not None:
            opens, ends = add_months(one.until, -1), one.until
        numbers["ends"] = ends.isoformat()
        yield Obligation("probation_ending", "elec-rights-full-members", numbers, "roster.end_probation", opens, ends, person_key=one.person_key)
