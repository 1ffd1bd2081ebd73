"""Uploaded term ledgers, opened again: what they say and how they differ from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leadgoose.ground.search.scripts import simplify
from leadgoose.ground.vault.actions import index
from leadgoose.roster.identity import id_index
from leadgoose.roster.intake.ledger import read_ledger
from leadgoose.roster.intake.results import Ledger, RegisterIndex, TermRow
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Import, Term
from leadgoose.roster.queries import known
from leadgoose.roster.queries.uploads import content_of, spelled
from leadgoose.roster.queries.waiting import waiting_rows
from leadgoose.roster.rules.officers import LEDGER, Plan, plan


@dataclass(frozen=True, slots=True)
class LedgerSide:
    """What a ledger is judged against and resolved by."""

    at: known.Places
    officers: known.Officers
    waiting: Mapping[str, frozenset[str]]   # organisation's name or "" → names that wait
    index: RegisterIndex


def ledger_side(top_key: str, on: date) -> LedgerSide:
    """The register in the database as a ledger needs it, with its aliases and the names that wait for correction."""
    at = known.places(top_key)
    people = known.officers(top_key, at, on)
    numbers = {one.person.id_index for one in known.held(top_key).values()}
    waiting: dict[str, set[str]] = defaultdict(set)
    for row in waiting_rows(top_key):
        key = at.find(row.branch)
        repeats = id_index(top_key, row.read.get("id_number", "")) in numbers and people.find(key, row.name)
        if row.name and not repeats:
            waiting[at.by_key[key].name if key else ""].add(row.name)
    electing = known.electing(at)
    frozen = {name: frozenset(names) for name, names in waiting.items()}
    return LedgerSide(at, people, frozen, RegisterIndex(
        frozenset(row.name for row in electing.values()),
        {row.name: people.counts(key) for key, row in electing.items()},
        frozen,
        at.aliases,
    ))


@dataclass(frozen=True, slots=True)
class TermSeen:
    """One line of a ledger compared: what it changes. `state`: new, changed, same, older (a later election is known)."""

    row: TermRow
    organisation: str
    state: str
    before: Term | None
    founded_on: date | None                 # to be recorded; None: nothing new
    posts: Plan
    awaited: tuple[str, ...]                # officers whose row in the register waits: recorded once it is corrected

    @property
    def empty(self) -> bool:
        return self.state in {"same", "older"} and self.founded_on is None and self.posts.empty


@dataclass(frozen=True, slots=True)
class LedgerSeen:
    ledger: Ledger
    terms: tuple[TermSeen, ...]
    side: LedgerSide
    people: Mapping[str, str]               # person key → name
    waiting_in: Mapping[str, int]

    @property
    def empty(self) -> bool:
        return all(one.empty for one in self.terms)

    @property
    def digest(self) -> str:
        return index("difference", spelled([(one.row, one.organisation, one.state, one.founded_on, one.posts, one.awaited) for one in self.terms]))

    @property
    def scope(self) -> list[str]:
        return sorted({one.organisation for one in self.terms} | {key for key in self.waiting_in if key})


def ledger_of(upload: Import, against: RegisterIndex) -> Ledger:
    """The ledger that was uploaded, judged against the register in the database."""
    return read_ledger(content_of(upload), upload.filename, against)


def compare_ledger(upload: Import, on: date) -> LedgerSeen:
    """Judge and compare an uploaded ledger with the database as it is now."""
    side = ledger_side(upload.top_key, on)
    return compare_terms(upload.top_key, ledger_of(upload, side.index), side)


def compare_terms(top_key: str, ledger: Ledger, side: LedgerSide) -> LedgerSeen:
    """Three queries."""
    terms, facts, posts = known.terms_of(top_key), known.facts_of(top_key), known.post_rows(top_key)
    seen = []
    for row in ledger.terms:
        place = side.at.by_key[side.at.find(row.branch)]
        before = terms.get(place.pk)
        said, awaited = _officers(row, place.key, side)
        fact = facts.get(place.pk)
        founded = date.fromisoformat(row.founded_on) if row.founded_on and len(row.founded_on) == 10 else None
        if fact is None or fact.set_up_on == founded:
            founded = None
        state = _state(row, before)
        changes = Plan() if state == "older" else plan(posts.get(place.pk, ()), said, LEDGER, _spoken_of(row))
        seen.append(TermSeen(row, place.key, state, before, founded, changes, awaited))
    waits: dict[str, int] = defaultdict(int)
    for one in ledger.waiting:
        waits[side.at.find(one.branch)] += 1
    names = {person: name for by_name in side.officers.names.values() for name, keys in by_name.items() for person in keys}
    return LedgerSeen(ledger, tuple(seen), side, names, waits)


def _state(row: TermRow, before: Term | None) -> str:
    if before is None:
        return "new"
    elected = date.fromisoformat(row.elected_on)
    if elected != before.elected_on:
        return "new" if elected > before.elected_on else "older"
    shifted = date.fromisoformat(row.shifted_to) if row.shifted_to else None
    same = (row.years, shifted, row.reply_no or "") == (before.years, before.shifted_to, before.reply_no)
    return "same" if same else "changed"


def _officers(row: TermRow, place: str, side: LedgerSide) -> tuple[list[tuple[str, PostKind]], tuple[str, ...]]:
    """(person key, post) of everybody whom the line names and the register knows; names that wait for correction."""
    named = [(name, PostKind.SECRETARY) for name in (row.secretary or "").split("、") if name]
    named += [(name, PostKind.DEPUTY_SECRETARY) for name in row.deputies]
    leading = {name for name, _ in named}
    named += [(name, PostKind.COMMISSIONER) for name in row.members if name not in leading]
    said, awaited = [], []
    for name, kind in named:
        people = side.officers.find(place, name) or _in_other_script(side, place, name)
        if len(people) == 1:
            said.append((people[0], kind))
        else:
            awaited.append(name)
    return said, tuple(awaited)


def _in_other_script(side: LedgerSide, place: str, name: str) -> tuple[str, ...]:
    found = [keys for other, keys in side.officers.names.get(place, {}).items() if simplify(other) == simplify(name)]
    return tuple(key for keys in found for key in keys)


def _spoken_of(row: TermRow) -> frozenset[str] | None:
    """A line that names nobody at all is silent on officers: it withdraws no claim. None: it speaks of the whole committee."""
    named = row.secretary or row.deputies or row.members
    return None if named else frozenset()
