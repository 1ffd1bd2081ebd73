"""What does an election under way ask for, and by when? The next stage, and what waits for an answer (pure).

A stage is due by the day that its own rule or the planned meeting sets; nothing here knows today. So nothing here says how many items of the
next stage are to be looked at either: that hangs on the day and on the register, and its own page says it. Sources: ``elec-request-lead-time``,
``elec-report-deadline``, ``elec-term-on-time``; the rule of each stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from leadgoose.elections.rules.posts import ALONE, result_stage
from leadgoose.elections.rules.procedure import path, procedure
from leadgoose.elections.rules.stages import ElectionFacts, Move, moves
from leadgoose.ground.statutes.dates import add_months
from leadgoose.ground.statutes.shelf import rule

CODES = ("election_next", "election_superior", "election_stopped", "election_answer", "election_review", "election_envoy")
"""All that this module can say."""
_BEFORE_MEETING = ("reply", "opinion", "initial", "persons-request", "persons-reply", "deliberation", "preselection", "notice")
_AT_MEETING = (
    "exclusions", "roll-call", "report-heard", "method", "scrutineers", "ballots", "voted", "returned", "counted", "announced",
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that stages are measured by. expires_on: as shifted, where the superior agreed; lead: months before the expiry by which the request
    is sent, as the committee set it."""

    lead: int
    expires_on: date | None = None
    meeting_on: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody beside the stages: objections and members' matters, doubtful decisions; whether an envoy is sent."""

    unanswered: int = 0
    doubts: int = 0
    envoy: bool = True


@dataclass(frozen=True, slots=True)
class Due:
    """One thing due. due_on None: it has no day."""

    code: str
    rule: str
    numbers: Mapping[str, int | str] = field(default_factory=dict)
    due_on: date | None = None


def due(facts: ElectionFacts, days: Days, waiting: Waiting) -> tuple[Due, ...]:
    """All that is due in an election that is not closed."""
    return tuple(_due(facts, days, waiting))


def next_move(facts: ElectionFacts) -> Move | None:
    """The one next stage; the superior's reminder, which can be gone without, is never it. None: all others are done."""
    return next((one for one in moves(facts) if one.sort == "stage" and one.key != "reminder"), None)


def stage_due(key: str, facts: ElectionFacts, days: Days) -> tuple[date | None, str]:
    """By which day a stage is done, and the rule that says so; (None, "") where none does."""
    if key == "request" and days.expires_on is not None:
        return add_months(days.expires_on, -days.lead), "elec-request-lead-time"
    if key == "first-meeting" and ALONE in facts.traits:
        return days.meeting_on, ""
    if key in _BEFORE_MEETING or (key in _AT_MEETING and days.meeting_on is not None):
        late = days.expires_on is not None and (days.meeting_on is None or days.meeting_on > days.expires_on)   # a plan does not move a term
        return (days.expires_on, "elec-term-on-time") if late else (days.meeting_on, "")
    if key == "result-report":
        held = [one.on for name in ("announced", "first-meeting") if (one := facts.records.get(name)) is not None and one.on is not None]
        if held:
            return max(held) + timedelta(rule("elec-report-deadline").integer("default")), "elec-report-deadline"
    return None, ""


def _due(facts: ElectionFacts, days: Days, waiting: Waiting) -> Iterator[Due]:
    if facts.stopped:
        yield Due("election_stopped", "elec-void-by-superior")
    else:
        move = next_move(facts)
        if move is not None:
            on, spoken = stage_due(move.key, facts, days)
            code = "election_superior" if move.by == "superior" else "election_next"
            own = procedure().stages[move.key].rule
            yield Due(code, spoken or own, {"step": move.key}, on)
    if waiting.unanswered:
        yield Due("election_answer", "elec-right-to-know-and-refuse", {"n": waiting.unanswered})
    if waiting.doubts:
        yield Due("election_review", "elec-void-by-superior", {"n": waiting.doubts})
    if not waiting.envoy and not _done(result_stage(facts.traits), facts):
        yield Due("election_envoy", "")   # practice: no text asks for it


def _done(key: str, facts: ElectionFacts) -> bool:
    one = facts.records.get(key)
    return one is not None and one.done


def all_done(facts: ElectionFacts) -> bool:
    """Whether the last stage of the way is behind us, and with it all that it stands on."""
    return _done(path(facts.kind, facts.traits)[-1].key, facts)
