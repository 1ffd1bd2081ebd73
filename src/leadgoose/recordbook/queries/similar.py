"""Records of one committee with passages that say much the same. What is compared, with what, and who sees which of the two.

Compared is what somebody wrote in an open record: what was said, resolved, and the long fields of its kind. Left out are the committee's common texts
(notices, templates), the plan from which the record started, and items carried over from earlier meetings. Confidential records, and records that
another subject filled in (an election's), are never compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.search import fold
from leadgoose.recordbook.models import CommonText, PlanItem, Record, Resemblance, Resolution, Sketch, Version
from leadgoose.recordbook.queries.search import COUNTED
from leadgoose.recordbook.rules.kinds import FieldKind, Kind, Level, kind_rule
from leadgoose.recordbook.rules.similar import Alike, Passage, compare, letters, marks, passage, repeated
from leadgoose.recordbook.rules.truth import Channel
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation

NEWEST, CANDIDATES, KEPT = 200, 30, 10
"""Records looked at for one mark (the newest); records compared, those with the most marks in common; resemblances kept of one record."""
MOST = 300
"""Marks asked for at once: more terms a database does not join; a record has four for each passage."""
CARRIED = 200
"""Items of earlier meetings whose words are left out, the newest."""

Marked = tuple[Passage, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another record with passages alike. record: its id."""

    record: int
    places: tuple[Alike, ...]


def is_compared(kind: str, level: str, channel: str) -> bool:
    """Whether a record is compared at all."""
    rule = kind_rule(Kind(kind))
    return level == Level.OPEN and not rule.confidential and rule.kind is not Kind.ELECTION_MEETING and channel != Channel.ELECTION


def texts(plain: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(place, text) of what somebody wrote, as it was typed; `plain` as `rules.entry.as_plain` gives it."""
    for number, one in enumerate(plain.get("speeches", ())):
        yield f"speeches.{number}", f"{one.get('point', '')}\n{one.get('differs', '')}".strip()
    for number, one in enumerate(plain.get("matters", ())):
        yield f"matters.{number}", one.get("text", "")
    fields = plain.get("fields", {})
    for field in kind_rule(Kind(plain["kind"])).fields:
        if field.kind is FieldKind.TEXT and fields.get(field.code):
            yield f"fields.{field.code}", fields[field.code]


def known_to(top_key: str, org_key: str, plan: str, record_key: str) -> frozenset[str]:
    """What everybody repeats, and what this record took over from its plan and from earlier meetings. Three queries, two without a plan."""
    found = list(CommonText.objects.filter(top_key=top_key, ended_at=None).values_list("text", flat=True))
    if plan:
        for title, topics in PlanItem.objects.filter(key=plan, org_key=org_key).values_list("title", "topics"):
            found += [title, topics]
    carried = Resolution.objects.filter(org_key=org_key).exclude(record__key=record_key).order_by("-pk")
    found += list(carried.values_list("text", flat=True)[:CARRIED])
    return repeated(map(folded, found))


def folded(text: str) -> str:
    """As `fold`, line by line."""
    return "\n".join(map(fold, text.splitlines()))


def marked(plain: Mapping[str, Any], top_key: str, known: frozenset[str]) -> list[Marked]:
    """The passages of a record that are compared, each with its marks."""
    read = (passage(place, folded(text), known) for place, text in texts(plain))
    return [(one, frozenset(marks(one.text, top_key))) for one in read if one is not None]


def resembling(mine: Sequence[Marked], top_key: str, known: frozenset[str], record_key: str = "", before: int | None = None) -> list[Likeness]:
    """Other records of the committee with passages like these, those with the most first, then the newest. Two queries, none for no passages.

    before: only records with a smaller id than this one.
    """
    if not mine:
        return []
    shared = _sharing({mark for _passage, own in mine for mark in own}, before)
    likely = [pk for pk, _count in sorted(shared.items(), key=lambda one: (-one[1], -one[0]))[:CANDIDATES + 1]]
    found = []
    for pk, content in _contents(likely, top_key, record_key):
        places = compare(mine, marked(content, top_key, known))
        if places:
            found.append(Likeness(pk, places))
    return sorted(found, key=lambda one: (-len(one.places), -one.record))[:KEPT]


def _sharing(wanted: Iterable[int], before: int | None) -> Counter[int]:
    """Records by how many of the marks they share; of a mark that very many have, the newest NEWEST. One query."""
    every = sorted(wanted)[:MOST]
    table, earlier = Sketch._meta.db_table, "" if before is None else f" AND record_id < {before:d}"
    each = f"SELECT record_id FROM (SELECT record_id FROM {table} WHERE mark = %s{earlier} ORDER BY mark, record_id DESC LIMIT {NEWEST}) t"   # noqa: S608  own
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([each] * len(every)), every)
        return Counter(row[0] for row in cursor.fetchall())


def _contents(ids: Sequence[int], top_key: str, record_key: str) -> list[tuple[int, dict[str, Any]]]:
    """What the standing versions say, of open records of the committee only. One query."""
    rows = Version.objects.filter(record__in=ids, record__top_key=top_key, record__level=Level.OPEN, record__withdrawn_at=None).exclude(record__key=record_key)
    return [
        (pk, content)
        for pk, number, standing, content in rows.values_list("record", "number", "record__standing", "content") if number == standing
    ][:CANDIDATES]


def content_of(record: Record) -> dict[str, Any] | None:
    """What the standing version of an open record says. One query."""
    row = Version.objects.filter(record=record, number=record.standing, content_sealed="").values_list("content", flat=True).first()
    return row or None


# --- for pages ---


@dataclass(frozen=True, slots=True)
class Hinted:
    """places: own passages that say much the same as another record's; others: (key, kind, day, branch) of those that the reader may open too."""

    places: frozenset[str]
    others: tuple[tuple[str, str, date, str], ...]


def letters_of(text: str) -> tuple[str, list[int]]:
    """The letters of a text as they are compared, and for each where it stands in the text as typed."""
    found, whence = [], []
    for place, letter in enumerate(text):
        for one in letters(fold(letter)):
            found.append(one)
            whence.append(place)
    return "".join(found), whence


def hinted(record: Record, actor: Actor) -> Hinted:
    """What the page of a record says of its likenesses: where, to everybody who reads it; with which, only to whoever may read that one too.

    Two queries, one where there are none.
    """
    rows = list(Resemblance.objects.select_related("first", "second").filter(Q(first=record) | Q(second=record)).order_by("-pk"))
    places = frozenset(one[0 if row.first_id == record.pk else 1] for row in rows for one in row.places)
    others = [row.second if row.first_id == record.pk else row.first for row in rows]
    paths = reaches({one.org_key for one in others})
    return Hinted(places, tuple(
        (one.key, one.kind, one.held_on, paths[one.org_key][1]) for one in others
        if one.org_key in paths and actor.may("recordbook.record", paths[one.org_key][0])
    ))


def reaches(keys: Collection[str]) -> dict[str, tuple[frozenset[str], str]]:
    """By key of the organisation: what reaches it, and its name. One query, none for nothing."""
    if not keys:
        return {}
    rows = Organisation.objects.select_related("unit").filter(key__in=keys)
    return {one.key: (frozenset(of_organisation(one)), one.name) for one in rows}


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as the office lists it, the earlier record first."""

    row: Resemblance
    names: tuple[str, str]


PAGE = 30


def pairs_below(organisation: Organisation, reviewed: bool, number: int) -> tuple[list[Pair], str, int, int]:
    """(pairs of a page, newest first; their number, "1000+" at most; number of pages; number of the page). Three queries.

    Both records stand at or below the organisation, which the gate reached: whoever reads there reads both.
    """
    below = Organisation.objects.filter(top_key=organisation.top_key, path__startswith=organisation.path)
    rows = Resemblance.objects.select_related("first", "second").filter(
        top_key=organisation.top_key, reviewed_at__isnull=not reviewed, first__withdrawn_at=None, second__withdrawn_at=None,
        first__level=Level.OPEN, second__level=Level.OPEN,
    )
    if organisation.key != organisation.top_key:
        rows = rows.filter(first__org_key__in=below.values("key"), second__org_key__in=below.values("key"))
    total = rows.order_by()[:COUNTED + 1].count()
    pages = max(1, -(-min(total, COUNTED) // PAGE))
    number = min(max(1, number), pages)
    page = list(rows.order_by("-pk")[(number - 1) * PAGE:number * PAGE])
    names = reaches({one.org_key for row in page for one in (row.first, row.second)})
    found = [Pair(row, (names[row.first.org_key][1], names[row.second.org_key][1])) for row in page]
    return found, f"{COUNTED}+" if total > COUNTED else str(total), pages, number


def pair_of(first: Record, other: str) -> Resemblance | None:
    """The pair of a record and the one with the other key. One query."""
    return Resemblance.objects.select_related("first", "second").filter(
        Q(first=first, second__key=other) | Q(second=first, first__key=other)).first()
