"""The course of an election: its rows as the facts that the pure rules of `stages` judge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import QuerySet

from leadgoose.elections.models import Election, Paper, Step
from leadgoose.elections.rules.posts import result_stage, second_vote
from leadgoose.elections.rules.stages import ElectionFacts, Outcome, Past, Record
from leadgoose.ground.prepared import Slot, columns, made, prepared
from leadgoose.ground.statutes.verdicts import Names, Reason, Verdict
from leadgoose.ground.vault.actions import open_many, open_sealed, seal

JUDGED, CLEARED, REASON, WORDS = "election.judged", "election.cleared", "election.reason", "election.words"
"""Fields under which a step's words are sealed, with the organisation's key."""
SHIFT = "shift-term"
"""The one side move that may be withdrawn: what it writes is the register's, and the election goes on with it or without."""


@dataclass(frozen=True, slots=True)
class Course:
    """An election with its facts and its open steps by key; `steps` are all rows in their order, taken off ones included."""

    election: Election
    facts: ElectionFacts
    open: Mapping[str, Step]
    steps: Sequence[Step]


def course_of(election: Election) -> Course:
    """The course as recorded. Two queries (steps; keys of the vault) at most."""
    return _course(election, [made(Step, _COLUMNS, row) for row in _steps(election.pk)])


_COLUMNS = columns(Step)


@prepared
def _steps(election: Slot) -> QuerySet[Step, Any]:
    return Step.objects.filter(election=election).order_by("pk").values_list(*_COLUMNS)


def courses_of(elections: Iterable[Election]) -> dict[str, Course]:
    """The courses of several elections by key. Two queries, however many; the elections come with their organisation selected."""
    there = {one.pk: one for one in elections}
    rows: dict[int, list[Step]] = {pk: [] for pk in there}
    for row in Step.objects.filter(election__in=list(there)).order_by("pk"):
        rows[row.election_id].append(row)
    opened = _opened([(there[pk], row) for pk, found in rows.items() for row in found])
    return {one.key: _course(one, rows[pk], opened) for pk, one in there.items()}


def is_known(course: Course) -> bool:
    """Whether it is known who is elected: announced, or decided by the committee where only it meets."""
    record = course.facts.records.get(result_stage(course.facts.traits))
    return record is not None and record.done


def as_plain(verdicts: Mapping[str, Verdict]) -> str:
    """Verdicts as JSON text; `from_plain` reads them back equal."""
    return json.dumps({
        item: [[one.code, one.rule, {name: list(value) if isinstance(value, Names) else value for name, value in one.numbers.items()}, one.met]
               for one in verdict.reasons] + [verdict.ok]
        for item, verdict in verdicts.items()
    }, ensure_ascii=False, sort_keys=True)


def from_plain(text: str) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    for item, (*reasons, ok) in json.loads(text or "{}").items():
        found[item] = Verdict(ok, tuple(
            Reason(code, rule, {name: Names(value) if isinstance(value, list) else value for name, value in numbers.items()}, met)
            for code, rule, numbers, met in reasons
        ))
    return found


def sealed(organisation_key: str, field: str, values: Mapping[str, Any]) -> str:
    """Words by code as one sealed text; "" for none."""
    return seal(organisation_key, field, json.dumps(dict(values), ensure_ascii=False, sort_keys=True)) if values else ""


def shift_asked(election: Election) -> date | None:
    """The day to which a shift of the term was asked for; None while nobody asked."""
    told = election.switches.get("shift_to")
    return date.fromisoformat(told) if told else None


def shift_words(election: Election) -> dict[str, str]:
    """Why a shift was asked for, and by which request ("reason", "request_no"); the number may stand on the issued paper. Two queries, if anybody asked."""
    if not election.shift_sealed:
        return {}
    found: dict[str, str] = json.loads(open_sealed(election.organisation.key, WORDS, election.shift_sealed))
    if not found.get("request_no"):
        found["request_no"] = Paper.objects.filter(election=election, paper="shift-request").order_by("pk").values_list("number", flat=True).last() or ""
    return found


def shift_of(course: Course) -> Step | None:
    """The last shift of the term that was recorded in this election and not withdrawn."""
    return next((one for one in reversed(course.steps) if one.key == SHIFT and one.sort == Step.Sort.SIDE and one.taken_by_id is None), None)


def shifted_to(course: Course) -> date | None:
    """The day to which the superior agreed to shift the term that runs out: in this election, or before it began. None: not shifted."""
    row = shift_of(course)
    day = row.told.get("to") if row is not None else course.election.switches.get("shifted_to")
    return date.fromisoformat(str(day)) if day else None


def words_of(step: Step, organisation_key: str) -> dict[str, str]:
    """What was typed in words for a step, by what it is. One query, none where there are none."""
    found: dict[str, str] = json.loads(open_sealed(organisation_key, WORDS, step.words_sealed)) if step.words_sealed else {}
    return found


Opened = Mapping[tuple[int, str], str]


def _opened(rows: Iterable[tuple[Election, Step]]) -> Opened:
    """All sealed words of these steps in clear: one look at the vault."""
    places = [
        (row.pk, field, election.organisation.key, text)
        for election, row in rows
        for field, text in ((JUDGED, row.judged_sealed), (CLEARED, row.cleared_sealed), (REASON, row.reason_sealed)) if text
    ]
    texts = open_many([(key, field, text) for _, field, key, text in places])
    return {(pk, field): clear for (pk, field, _, _), clear in zip(places, texts, strict=True)}


def _course(election: Election, rows: list[Step], opened: Opened | None = None) -> Course:
    words = _opened([(election, row) for row in rows]) if opened is None else opened
    records = {row.pk: _record(row, words) for row in rows}
    open_rows = {row.key: row for row in rows if row.taken_by_id is None and row.sort == Step.Sort.STAGE}
    kept = {row.key: row for row in rows if row.taken_by_id is None and row.sort == Step.Sort.SIDE and row.key == "fewer-seats"}
    past = []
    stopped = False
    for row in rows:
        if row.sort == Step.Sort.STAGE or row.key == "fewer-seats":   # that one stands among the records, or went with what took it off
            continue
        if row.key == SHIFT and row.sort == Step.Sort.SIDE and row.taken_by_id is not None:   # told with its withdrawal
            continue
        took = {one.key: records[one.pk] for one in rows if one.taken_by_id == row.pk}
        own = {row.key: records[row.pk]} if row.sort == Step.Sort.SIDE else {}
        assert row.on is not None
        key = f"{SHIFT}-withdrawn" if row.key == SHIFT and row.sort == Step.Sort.WITHDRAWAL else row.key
        past.append(Past(key, row.on, words.get((row.pk, REASON), ""), {**took, **own}))
        if row.sort == Step.Sort.SIDE and row.key in ("stop", "resume"):
            stopped = row.key == "stop"
    counted = open_rows.get("counted")
    facts = ElectionFacts(
        election.kind, {key: records[row.pk] for key, row in {**open_rows, **kept}.items()},
        frozenset(election.traits) | second_vote(election.kind, election.traits, election.seats, election.deputies),
        cast(Outcome, counted.outcome if counted is not None else ""), stopped, tuple(past),
    )
    return Course(election, facts, {**open_rows, **kept}, rows)


def _record(row: Step, words: Opened) -> Record:
    return Record(
        on=row.on, paper=row.paper_no, entered=row.entered, ticked=frozenset(row.ticked), judged=from_plain(words.get((row.pk, JUDGED), "")),
        cleared=json.loads(words.get((row.pk, CLEARED), "{}")),
    )
