"""The new committee's first meeting as it is entered, and what the rules make of it: quorum, who watches, who is elected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from leadgoose.elections.models import Candidate, Election
from leadgoose.elections.queries.outcome import elected_of
from leadgoose.elections.queries.people import committee_keys, members_of
from leadgoose.elections.rules import quorum, slate, tally
from leadgoose.elections.rules.members import Member
from leadgoose.elections.rules.sheet import Line, Sheet, check
from leadgoose.elections.rules.slate import Slate
from leadgoose.elections.rules.tally import Count, Outcome, Refusal
from leadgoose.ground.statutes.verdicts import Reason, Verdict
from leadgoose.ground.statutes.votes import Committee, Present
from leadgoose.roster.kinds import PostKind


@dataclass(frozen=True, slots=True)
class FirstMeeting:
    """What the minutes and the signed sheet say; people by key. sums: of the listed, writeins: votes for others of the committee."""

    present: frozenset[str] = frozenset()
    chair: str = ""
    scrutineers: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    voters: int = 0
    returned: int = 0
    invalid: int = 0
    sums: Mapping[str, Line] = field(default_factory=dict)
    writeins: Mapping[str, int] = field(default_factory=dict)
    division: Mapping[str, PostKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """Who elects and who stands: members of the new committee, and the candidates for secretary and deputy among them."""

    members: tuple[Member, ...]
    secretaries: tuple[Member, ...]
    deputies: tuple[Member, ...]
    seats: int                            # of deputies

    @property
    def candidates(self) -> tuple[Member, ...]:
        return (*self.secretaries, *self.deputies)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts by item, and who is elected; nobody while the sums do not decide."""

    verdicts: Mapping[str, Verdict]
    secretary: str | None = None
    deputies: tuple[str, ...] = ()


def body_of(election: Election, on: date) -> Body:
    """The committee as elected (of an election that came in later, as the register has it) with its candidates. Four queries."""
    keys = elected_of(election).committee
    if election.kind == "by-election" or not keys:
        keys = committee_keys(election.organisation, on)
    known = {one.member.key: one.member for one in members_of(election.organisation, set(keys))}
    rows = Candidate.objects.filter(election=election, dropped_on=None, person__key__in=keys).order_by("position", "pk").values_list("post", "person__key")
    stand: dict[str, list[Member]] = {"secretary": [], "deputy": []}
    for post, key in rows:
        if post in stand and key in known:
            stand[post].append(known[key])
    return Body(tuple(known[key] for key in keys if key in known), tuple(stand["secretary"]), tuple(stand["deputy"]), election.deputies)


def judge(election: Election, meeting: FirstMeeting, on: date) -> Judged:
    """What the rules make of the meeting."""
    body = body_of(election, on)
    held = quorum.judge(Present(len(meeting.present)), Committee(len(body.members)))
    asked = Slate(
        "leaders", 1 + body.seats, body.candidates, body.members, meeting.scrutineers, meeting.counters, on, reply_on_list=True
    )
    watched = Verdict.of(slate.watched(asked))
    found = [_decide(body, meeting, listed, seats) for listed, seats in ((body.secretaries, 1), (body.deputies, body.seats)) if seats]
    ok = bool(found) and all(_complete(outcome) for outcome, _ in found)
    # that somebody else received too few votes is no reason against those elected
    reasons = [reason for outcome, _ in found for reason in _reasons(outcome) if reason.met or not _complete(outcome)]
    verdicts = {"committee-quorum": held, "committee-watched": watched, "leaders-decided": Verdict(ok, tuple(reasons))}
    if not ok:
        return Judged(verdicts)
    elected = [keys for _, keys in found]
    return Judged(verdicts, elected[0][0], elected[1] if len(elected) > 1 else ())


def _complete(outcome: Outcome | Refusal | Verdict) -> bool:
    return isinstance(outcome, Outcome) and outcome.status == "complete"


def _decide(body: Body, meeting: FirstMeeting, listed: Sequence[Member], seats: int) -> tuple[Outcome | Refusal | Verdict, tuple[str, ...]]:
    """One post: its sums against the ballots, then the count; those elected by key."""
    name_of = _names(body.members)
    key_of = {name: key for key, name in name_of.items()}
    lines = {name_of[one.key]: meeting.sums.get(one.key, Line(0, 0, 0)) for one in listed}
    others = {name_of[key]: votes for key, votes in meeting.writeins.items() if seats == 1 and key in name_of and name_of[key] not in lines}
    fits = check(Sheet("", lines, others, meeting.invalid), meeting.returned, seats)
    if isinstance(fits, Refusal) or not fits.ok:
        return fits, ()
    count = Count(
        Present(len(meeting.present)), Committee(len(body.members)), meeting.voters, meeting.returned, meeting.invalid, seats,
        {name: line.approve for name, line in lines.items()}, others,
    )
    outcome = tally.decide(count)
    return outcome, tuple(key_of[name] for name in outcome.elected) if isinstance(outcome, Outcome) else ()


def _names(members: Sequence[Member]) -> dict[str, str]:
    """Name by key; of two who are called the same the later is told apart."""
    found: dict[str, str] = {}
    for one in members:
        same = sum(name.partition("（")[0] == one.name for name in found.values())
        found[one.key] = one.name if not same else f"{one.name}（{same + 1}）"
    return found


def _reasons(outcome: Outcome | Refusal | Verdict) -> tuple[Reason, ...]:
    """The reasons as the checklist shows them; numbers that cannot be true are a reason too."""
    if isinstance(outcome, Refusal):
        return tuple(Reason(f"elections.refused-{code}", "elec-count-check", met=False) for code in outcome.codes)
    if isinstance(outcome, Verdict):
        return tuple(one for one in outcome.reasons if not one.met)
    return outcome.reasons
