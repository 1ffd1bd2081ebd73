"""What may happen next in an election? Stages that are recorded one after the other, each by its checklist, never by the clock.

A stage may be recorded when every item under a rule of strength must is met and every 一般 item is met or cleared with a
recorded reason; local and optional items only inform. Nobody clears a must. The table itself is ``standards/procedure.toml``.
Sources: the rule of each stage and item there, ``elec-approval-before`` for the order of days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from leadgoose.elections.rules.posts import TWO
from leadgoose.elections.rules.procedure import Need, Side, Stage, needs, path, procedure, side_moves
from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.texts import Strength
from leadgoose.ground.statutes.verdicts import Number, Reason, Verdict

Outcome = Literal["", "complete", "tie", "shortfall"]  # of the count; "" before it
TERM_CHANGES = ("branch-committee", "general-branch", "no-committee")


@dataclass(frozen=True, slots=True)
class Record:
    """What is recorded for one stage or side move. ``on``: the day it was done; None while it is only being prepared.

    ``judged`` holds the verdicts of other rules by item; ``cleared`` the reasons written for warnings, by code.
    """

    on: date | None = None
    paper: str = ""  # the number typed after signing, never invented
    entered: bool = False  # done before the election came into the system
    ticked: frozenset[str] = frozenset()
    judged: Mapping[str, Verdict] = field(default_factory=dict)
    cleared: Mapping[str, str] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether the stage is behind us."""
        return self.on is not None or self.entered


@dataclass(frozen=True, slots=True)
class Past:
    """Records that were withdrawn or held again, kept with the move that took them off, its day and its reason."""

    key: str
    on: date
    reason: str
    records: Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class ElectionFacts:
    """One election. ``traits``: ``through`` a general branch, with a ``preselection``."""

    kind: str
    records: Mapping[str, Record] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    outcome: Outcome = ""
    stopped: bool = False
    past: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist: what is asked, by which rule, whether it is met, and the act that removes it."""

    code: str
    rule: str
    strength: Strength
    met: bool
    numbers: Mapping[str, Number] = field(default_factory=dict)
    act: str = ""
    cleared_with_reason: str = ""

    @property
    def stops(self) -> bool:
        """An unmet must stops for good; an unmet 一般 until a reason is recorded; local and optional ones never."""
        if self.met or self.strength in (Strength.MAY, Strength.LOCAL):
            return False
        return self.strength is Strength.MUST or not self.cleared_with_reason.strip()


@dataclass(frozen=True, slots=True)
class Move:
    """Something that may happen, or could but for the items that stop it. ``by``: who acts; nobody else may."""

    key: str
    sort: Literal["stage", "side", "withdraw"]
    by: str
    act: str
    items: tuple[Item, ...] = ()
    back_to: str = ""

    @property
    def open(self) -> bool:
        """Whether nothing stops it."""
        return not any(one.stops for one in self.items)


class NotOpenError(ValueError):
    """The move is not among those open now; nothing was changed."""


def begin(kind: str, traits: frozenset[str] = frozenset(), at: str = "") -> ElectionFacts:
    """A new election; one under way enters ``at`` its present stage, all stages before it standing as done outside."""
    if not at:
        return ElectionFacts(kind, traits=traits)
    keys = [stage.key for stage in path(kind, traits)]
    before = keys[: keys.index(at)]
    # counted on paper and not announced yet cannot be known here: who enters behind the count enters a complete one
    return ElectionFacts(kind, {key: Record(entered=True) for key in before}, traits, "complete" if "counted" in before else "")


def checklist(stage: str, facts: ElectionFacts) -> tuple[Item, ...]:
    """Everything that a stage of this election asks for, met or not, the stages before it first."""
    found: list[Item] = []
    for one in path(facts.kind, facts.traits):
        if one.key == stage:
            return (*found, *_asked(one, facts))
        found.append(_before(one, facts, facts.records.get(stage, Record())))
    raise KeyError(stage)


def side_items(move: str, facts: ElectionFacts) -> tuple[Item, ...]:
    """Everything that a side move asks for, whether the facts allow it now or not."""
    return tuple(_asked(procedure().sides[move], facts))


def moves(facts: ElectionFacts) -> tuple[Move, ...]:
    """The next stages with their checklists, the side moves that the facts allow, and what may be withdrawn.

    Behind a stage that only a 一般 rule asks for, the one after it is shown too; while stopped only the superior moves.
    """
    if facts.stopped:
        resume = procedure().sides["resume"]
        return (_side_move(resume, facts),)
    return (*_next(facts), *_sides(facts), *_withdrawals(facts))


def judge_day(facts: ElectionFacts, stage: str, on: date) -> Reason:
    """No paper is dated before the stage before it, nor what is held again before the day on which that was decided."""
    days = [day for one in _until(stage, facts) if (day := _record(one.key, facts).on) is not None]
    before = max([*days, *_again(stage, facts)], default=on)
    numbers: dict[str, Number] = {"on": on.isoformat(), "before": before.isoformat()}
    return Reason("elections.dated-before" if on < before else "elections.dated-in-order", "elec-approval-before", numbers, met=on >= before)


def _again(stage: str, facts: ElectionFacts) -> Iterator[date]:
    """The days of side moves that took this stage back, to be held again."""
    keys = [one.key for one in path(facts.kind, facts.traits)]
    sides = side_moves(facts.traits)
    for one in facts.past:
        move = sides.get(one.key)
        if move is not None and move.back_to and keys.index(move.back_to) <= keys.index(stage):
            yield one.on


def prepare(
    facts: ElectionFacts,
    key: str,
    *,
    ticked: frozenset[str] = frozenset(),
    judged: Mapping[str, Verdict] | None = None,
    cleared: Mapping[str, str] | None = None,
    out: frozenset[str] = frozenset(),
) -> ElectionFacts:
    """Records items of a stage or side move that is not done yet; an item that it does not ask for is refused.

    ``out``: items and codes of which it was said before, and is not said any more.
    """
    record = _record(key, facts)
    step = procedure().stages.get(key) or procedure().sides[key]
    asked = {one.key: one.judged for one in needs(facts.kind, step, _traits(facts))}
    wrong = [one for one in ticked if asked.get(one, True)] + [one for one in judged or {} if not asked.get(one, False)]
    if record.done or wrong:
        raise NotOpenError(f"{key}: {wrong or 'done'}")
    kept = {code: reason for code, reason in record.cleared.items() if code not in out}
    full = replace(record, ticked=(record.ticked - out) | ticked, judged={**record.judged, **(judged or {})}, cleared={**kept, **(cleared or {})})
    return replace(facts, records={**facts.records, key: full})


def record(facts: ElectionFacts, stage: str, on: date, *, by: str, paper: str = "", outcome: Outcome = "") -> ElectionFacts:
    """The election with a stage done; NotOpenError where its checklist, its day or who acts does not allow it.

    ``outcome`` belongs to the stage ``counted`` and to no other: what the count decided.
    """
    _open(facts, stage, "stage", by)
    if not judge_day(facts, stage, on).met or (stage == "counted") is (outcome == ""):
        raise NotOpenError(stage)
    done = replace(_record(stage, facts), on=on, paper=paper)
    return replace(facts, records={**facts.records, stage: done}, outcome=outcome or facts.outcome)


def withdraw(facts: ElectionFacts, stage: str, on: date, *, by: str, reason: str) -> ElectionFacts:
    """The election without a stage that was entered wrongly, and without all that stands on it; a reason is asked for."""
    _open(facts, stage, "withdraw", by)
    if not reason.strip():
        raise NotOpenError("no reason")
    return _back(facts, stage, Past(stage, on, reason, {}))


def side(facts: ElectionFacts, key: str, on: date, *, by: str, reason: str = "") -> ElectionFacts:
    """The election after a side move; stages that are held again go into the past with their records."""
    _open(facts, key, "side", by)
    if any(one.on is not None and on < one.on for one in facts.records.values()):
        raise NotOpenError(f"{key}: dated before what it follows")
    move, done = side_moves(facts.traits)[key], replace(_record(key, facts), on=on)
    if key == "fewer-seats":
        return replace(facts, records={**facts.records, key: done})
    kept = {name: one for name, one in facts.records.items() if name != key}
    bare = replace(facts, records=kept, stopped=key == "stop")
    past = Past(key, on, reason, {key: done})
    return _back(bare, move.back_to, past) if move.back_to else replace(bare, past=(*facts.past, past))


def state(facts: ElectionFacts) -> str:
    """What side moves depend on: stopped, no_quorum, void, or the outcome of the count."""
    if facts.stopped:
        return "stopped"
    quorum = _record("roll-call", facts).judged.get("quorum")
    if quorum is not None and not quorum.ok:
        return "no_quorum"
    ballots = _record("returned", facts).judged.get("ballots-reconciled")
    if ballots is not None and any(one.code == "elections.returned-too-many" for one in ballots.stops):
        return "void"
    return facts.outcome


def _next(facts: ElectionFacts) -> Iterator[Move]:
    for one in path(facts.kind, facts.traits):
        if not _record(one.key, facts).done:
            yield Move(one.key, "stage", one.by, one.act, checklist(one.key, facts))
            if rule(one.rule).strength is Strength.MUST:
                return


def _sides(facts: ElectionFacts) -> Iterator[Move]:
    keys = [one.key for one in path(facts.kind, facts.traits)]
    done = [key for key in keys if _record(key, facts).done]
    for one in side_moves(facts.traits).values():
        behind = not one.after or one.after in done
        possible = (not one.outcome or one.outcome == state(facts)) and keys[-1] not in done
        if one.key == "shift-term":
            possible = possible and facts.kind in TERM_CHANGES and "announced" not in done
        if one.key == "annul":
            possible = behind
        if one.key == "next-post":
            possible = possible and TWO in facts.traits and _decided(facts) and not _called("next-post", facts)
        if possible and behind and not _reduced(facts, one):
            yield _side_move(one, facts)


def _reduced(facts: ElectionFacts, move: Side) -> bool:
    """Seats that the meeting left open are not elected after all, but by withdrawing the count."""
    return move.outcome == "shortfall" and _record("fewer-seats", facts).done


def _withdrawals(facts: ElectionFacts) -> Iterator[Move]:
    for one in path(facts.kind, facts.traits):
        if _record(one.key, facts).done:
            yield Move(one.key, "withdraw", one.by, "elections.withdraw_stage", back_to=one.key)


def _side_move(move: Side, facts: ElectionFacts) -> Move:
    return Move(move.key, "side", move.by, move.act, tuple(_asked(move, facts)), move.back_to)


def _before(stage: Stage, facts: ElectionFacts, of: Record) -> Item:
    """That an earlier stage is done, as hard as that stage's own rule. Gone without once with a reason, it is gone without for good."""
    code = f"elections.before-{stage.key}"
    done = _record(stage.key, facts).done
    said = (one.cleared.get(code, "") for one in (of, *(one for one in facts.records.values() if one.done)))
    return Item(code, stage.rule, rule(stage.rule).strength, done, act=stage.act, cleared_with_reason=next((reason for reason in said if reason), ""))


def _asked(step: Stage | Side, facts: ElectionFacts) -> Iterator[Item]:
    record = _record(step.key, facts)
    for need in needs(facts.kind, step, _traits(facts)):
        code = f"elections.item-{need.key}"
        cleared = record.cleared.get(code, "")
        yield Item(code, need.rule, rule(need.rule).strength, _met(need, record, facts), act=step.act, cleared_with_reason=cleared)
        verdict = record.judged.get(need.key)
        for one in verdict.reasons if verdict is not None else ():
            if not one.met:
                yield Item(one.code, one.rule, one.strength, False, one.numbers, step.act, record.cleared.get(one.code, ""))


def _met(need: Need, record: Record, facts: ElectionFacts) -> bool:
    if need.key == "seats-decided":
        # nothing is elected against the count: no tick can say this
        return _decided(facts)
    if need.key == "deputy-voted":
        return _called("next-post", facts)
    if need.key == "leaders-elected":
        return _record("first-meeting", facts).done
    if need.judged:
        return need.key in record.judged and record.judged[need.key].ok
    return need.key in record.ticked


def _traits(facts: ElectionFacts) -> frozenset[str]:
    return facts.traits | {"tied-again"} if facts.outcome == "tie" and _voted_again(facts) else facts.traits


def _voted_again(facts: ElectionFacts) -> bool:
    """Whether this meeting has held a re-vote on the post in hand."""
    return _called("revote", facts, "next-post")


def _called(move: str, facts: ElectionFacts, until: str = "") -> bool:
    """Whether this meeting has called for a vote, and for none of the kind ``until`` since; one of a meeting that was held again is of the past."""
    for one in reversed(facts.past):
        if one.key in (move, until) or "scrutineers" in one.records:
            return one.key == move
    return False


def _decided(facts: ElectionFacts) -> bool:
    """Whether the count filled the seats, or the meeting left the rest open."""
    return facts.outcome == "complete" or (facts.outcome == "shortfall" and _record("fewer-seats", facts).done)


def _record(key: str, facts: ElectionFacts) -> Record:
    return facts.records.get(key, _NOTHING)


def _until(stage: str, facts: ElectionFacts) -> tuple[Stage, ...]:
    stages = path(facts.kind, facts.traits)
    return stages[: [one.key for one in stages].index(stage)]


def _open(facts: ElectionFacts, key: str, sort: str, by: str) -> None:
    if not any(one.key == key and one.sort == sort and one.by == by and one.open for one in moves(facts)):
        raise NotOpenError(key)


def _back(facts: ElectionFacts, stage: str, past: Past) -> ElectionFacts:
    """Takes a stage and all behind it off, with side moves that stood on them."""
    keys = [one.key for one in path(facts.kind, facts.traits)]
    off = set(keys[keys.index(stage) :])
    off |= {one.key for one in side_moves(facts.traits).values() if one.after in off}
    kept = {key: one for key, one in facts.records.items() if key not in off}
    gone = {key: one for key, one in facts.records.items() if key in off}
    outcome: Outcome = "" if "counted" in off else facts.outcome
    return replace(facts, records=kept, outcome=outcome, past=(*facts.past, replace(past, records={**gone, **past.records})))


_NOTHING = Record()
