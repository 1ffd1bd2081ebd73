"""What records are found and compared by, written with the version that stands; and all of it written anew, in steps that can be stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from leadgoose.recordbook.models import Rebuilding, Record, RecordText, Resemblance, Sketch, Version
from leadgoose.recordbook.queries.search_terms import folded, place_of, scope_terms, terms_of, words_of
from leadgoose.recordbook.queries.similar import Likeness, Marked, is_compared, known_to, marked, resembling
from leadgoose.recordbook.rules.kinds import Level

STEP = 200
"""Records written anew in one transaction."""


def write(record: Record, plain: Mapping[str, Any], channel: str, at: datetime) -> None:
    """The words and marks of a record, and what it resembles, in place of those before; nothing of a confidential or withdrawn one."""
    RecordText.objects.filter(record=record).delete()
    Sketch.objects.filter(record=record).delete()
    found: list[Likeness] = []
    if record.level == Level.OPEN and record.withdrawn_at is None:
        text(record, plain).save(force_insert=True)
        if is_compared(record.kind, record.level, channel):
            known = known_to(record.top_key, record.org_key, plain.get("plan", ""), record.key)
            mine = marked(plain, record.top_key, known)
            Sketch.objects.bulk_create(sketches(record, mine))
            found = resembling(mine, record.top_key, known, record.key)
    pairs(record, found, at)


def sketches(record: Record, mine: Sequence[Marked]) -> list[Sketch]:
    return [Sketch(mark=mark, record=record) for mark in sorted({mark for _passage, own in mine for mark in own})]


def pairs(record: Record, found: Sequence[Likeness], at: datetime, *, earlier_only: bool = False) -> None:
    """What the record resembles now. A pair that stays keeps whether somebody looked at it, unless it is about other passages now.

    earlier_only: `found` and what it takes the place of are pairs with records that came before it.
    """
    rows = Resemblance.objects.filter(Q(second=record) if earlier_only else Q(first=record) | Q(second=record))
    there = {one.first_id + one.second_id - record.pk: one for one in rows}
    new: list[Resemblance] = []
    for one in found:
        row = there.pop(one.record, None)
        first, second = sorted((one.record, record.pk))
        places = sorted([each.other, each.place] if first == one.record else [each.place, each.other] for each in one.places)
        if row is None:
            new.append(Resemblance(top_key=record.top_key, first_id=first, second_id=second, places=places, found_at=at))
        elif row.places != places:
            row.places, row.found_at, row.reviewed_at, row.reviewed_by, row.note = places, at, None, "", ""
            row.save()
    Resemblance.objects.bulk_create(new, ignore_conflicts=True)   # the same pair may be found from its other side at this moment
    Resemblance.objects.filter(pk__in=[one.pk for one in there.values()]).delete()


def text(record: Record, plain: Mapping[str, Any]) -> RecordText:
    """The row of the index for what a record says. Not saved."""
    lines = list(words_of(plain))
    terms = [
        *scope_terms(record.top_key, record.org_key, record.kind, record.truth, record.standing > 1, record.held_on), *terms_of(lines),
    ]
    return RecordText(place=place_of(record.held_on, record.pk), record=record, folded=folded(lines), terms=" ".join(terms))


def forget(record: Record) -> None:
    """Nothing of it is found or compared any more."""
    RecordText.objects.filter(record=record).delete()
    Sketch.objects.filter(record=record).delete()
    Resemblance.objects.filter(Q(first=record) | Q(second=record)).delete()


def begin_rebuilding(at: datetime) -> Rebuilding:
    """The rebuilding that was stopped, else a new one."""
    return Rebuilding.objects.filter(ended_at=None).order_by("pk").first() or Rebuilding.objects.create(began_at=at)


@transaction.atomic
def rebuild_step(rebuilding: Rebuilding, at: datetime) -> int:
    """Write the next records anew, and how far it came, in one transaction. 0: all are done.

    Words, marks, and which records before it each one resembles: the marks of those are written already, so one way through is enough.
    """
    rows = list(Record.objects.select_for_update().filter(pk__gt=rebuilding.last).order_by("pk")[:STEP])
    if not rows:
        rebuilding.ended_at = at
        rebuilding.save(update_fields=["ended_at"])
        return 0
    RecordText.objects.filter(record__in=rows).delete()
    Sketch.objects.filter(record__in=rows).delete()
    there = _open(rows)
    RecordText.objects.bulk_create([text(row, plain) for row, plain, _channel in there])
    said: dict[int, tuple[list[Marked], frozenset[str]]] = {}
    for row, plain, channel in there:
        if is_compared(row.kind, row.level, channel):
            known = known_to(row.top_key, row.org_key, plain.get("plan", ""), row.key)
            said[row.pk] = marked(plain, row.top_key, known), known
    Sketch.objects.bulk_create([one for row in rows if row.pk in said for one in sketches(row, said[row.pk][0])])
    for row in rows:
        mine, known = said.get(row.pk, ([], frozenset()))
        pairs(row, resembling(mine, row.top_key, known, row.key, before=row.pk), at, earlier_only=True)
    rebuilding.last, rebuilding.done = rows[-1].pk, rebuilding.done + len(rows)
    rebuilding.save(update_fields=["last", "done"])
    return len(rows)


def _open(rows: Sequence[Record]) -> list[tuple[Record, dict[str, Any], str]]:
    """The open ones with what their standing versions say and how these arrived."""
    wanted = {row.pk: row for row in rows if row.level == Level.OPEN and row.withdrawn_at is None}
    versions = Version.objects.filter(record__in=wanted).values_list("record", "number", "content", "channel")
    return [(wanted[pk], content, channel) for pk, number, content, channel in versions if number == wanted[pk].standing]
