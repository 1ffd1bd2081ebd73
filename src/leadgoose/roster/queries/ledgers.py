"""Uploaded term ledgers, opened again: what they say and how they differ from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leadgoose.ground.intake.sheets import Sheet
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.ground.search.scripts import simplify
from leadgoose.ground.vault.actions import index
from leadgoose.roster.identity import id_index
from leadgoose.roster.intake.ledger import judge_ledger
from leadgoose.roster.intake.register import Told
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


def ledger_side(top_key: str, sheets: Sequence[Sheet], on: date) -> LedgerSide:
    """The register in the database as this ledger needs it, with its aliases and the names that wait for correction."""
    at = known.places(top_key)
    electing = known.electing(at)
    branches = frozenset(row.name for row in electing.values())
    lines = judge_ledger(sheets, RegisterIndex(branches, {}, {}, at.aliases))   # only to hear which branches it names
    said = [*(one.branch for one in lines.terms), *(one.branch for one in lines.waiting)]
    named = {key for name in said if (key := at.find(name)) in electing}
    rows = waiting_rows(top_key)
    own = {key for one in rows if (key := at.find(one.branch)) in electing}
    people = known.officers(at, named | own, on)
    sent = {number: id_index(top_key, number) for one in rows if (number := one.read.get("id_number", ""))}
    numbers = {one.person.id_index for one in known.held(top_key, set(sent.values()), ()).values()}
    waiting: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        key = at.find(row.branch)
        repeats = sent.get(row.read.get("id_number", "")) in numbers and people.find(key, row.name)
        if row.name and not repeats:
            waiting[at.by_key[key].name if key else ""].add(row.name)
    frozen = {name: frozenset(names) for name, names in waiting.items()}
    return LedgerSide(at, people, frozen, RegisterIndex(
        branches,
        {electing[key].name: people.counts(key) for key in named},
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


def ledger_of(upload: Import, on: date, told: Told = lambda _done, _whole: None, content: bytes | None = None) -> tuple[Ledger, LedgerSide]:
    """The ledger that was uploaded, judged against the register in the database; and what it was judged against. content: other bytes than it keeps."""
    sheets = open_sheets(content_of(upload) if content is None else content, upload.filename)
    side = ledger_side(upload.top_key, sheets, on)
    return judge_ledger(sheets, side.index, told), side


def compare_ledger(upload: Import, on: date, told: Told = lambda _done, _whole: None) -> LedgerSeen:
    """Judge and compare an uploaded ledger with the database as it is now. told: hears how far judging is."""
    return compare_terms(upload.top_key, *ledger_of(upload, on, told))


def compare_terms(top_key: str, ledger: Ledger, side: LedgerSide) -> LedgerSeen:
    """Three queries for every `known.MOST` organisations."""
    places = [side.at.by_key[side.at.find(row.branch)] for row in ledger.terms]
    named = {place.pk for place in places}
    terms, facts, posts = known.terms_of(named), known.facts_of(top_key, named), known.posts_around(top_key, (), named)
    seen = []
    for row, place in zip(ledger.terms, places, strict=True):
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
