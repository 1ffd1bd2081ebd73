"""What follows from evidence, in the same transaction: the levels that are proven, as facts. Nothing of them is overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from leadgoose.training.models.competencies import Level
from leadgoose.training.queries.competencies import readings_of
from leadgoose.training.rules.competency import DIMENSIONS
from leadgoose.training.rules.levels import Span, spans
from leadgoose.training.standards import rulebook

Mark = tuple[object, ...]


def settle(people: Collection[int], *, act: str, at: datetime) -> int:
    """Let the levels of these people (ids) say what their evidence proves. Returns how many rows were recorded. Five queries at most."""
    book = rulebook(timezone.localdate(at))
    readings = readings_of(people, book)
    there: dict[int, dict[tuple[str, Mark], Level]] = defaultdict(dict)
    for row in Level.objects.known().filter(person_id__in=people):
        there[row.person_id][row.dimension, _mark_of(row)] = row
    gone: list[int] = []
    new: list[Level] = []
    for person in people:
        wanted = {(dimension, _mark(span)): span for dimension in DIMENSIONS for span in spans(readings[person][dimension], book)}
        gone += [row.pk for key, row in there[person].items() if key not in wanted]
        new += [_row(person, dimension, span, act, at) for (dimension, mark), span in wanted.items() if (dimension, mark) not in there[person]]
    Level.objects.known().filter(pk__in=gone).update(retracted_at=at)
    Level.objects.bulk_create(new, batch_size=500)
    return len(new)


def _mark(span: Span) -> Mark:
    return (span.valid_from, span.valid_to, span.proven.level, span.proven.confidence.value, " ".join(span.proven.kinds))


def _mark_of(row: Level) -> Mark:
    return (row.valid_from, row.valid_to, row.level, row.confidence, row.kinds)


def _row(person: int, dimension: str, span: Span, act: str, at: datetime) -> Level:
    level = span.proven
    return Level(person_id=person, dimension=dimension, level=level.level, confidence=level.confidence.value, kinds=" ".join(level.kinds),
                 valid_from=span.valid_from, valid_to=span.valid_to, recorded_at=at, source=act)
