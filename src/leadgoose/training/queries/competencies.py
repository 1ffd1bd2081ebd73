"""Models in force, levels that are proven, and the evidence behind them. A constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from leadgoose.ground.vault.actions import open_many
from leadgoose.roster.models import Person
from leadgoose.training.models.competencies import ColleagueSum, Evidence, Level, ModelVersion
from leadgoose.training.rules.competency import DIMENSIONS, Model, newest, parse
from leadgoose.training.rules.levels import Confidence, Kind, Proven, Reading, Rulebook, of_colleagues, of_levels
from leadgoose.training.standards import shipped_models

REMARK = "remark"


def models_of(top_key: str) -> tuple[Model, ...]:
    """The shipped versions and the committee's own, in the order of their first days. One query."""
    own = ModelVersion.objects.filter(top_key=top_key).order_by("valid_from", "pk").values_list("body", flat=True)
    return (*shipped_models(), *(parse(body) for body in own))


def model_of(top_key: str, on: date) -> Model:
    """The model in force for a committee on a day. One query."""
    return newest(models_of(top_key), on)


def levels_of(people: Collection[int], on: date, known_at: datetime | None = None) -> dict[int, dict[str, Proven]]:
    """The proven levels of these people (ids) on a day, as known now or at a moment. One query."""
    found: dict[int, dict[str, Proven]] = defaultdict(dict)
    rows = Level.objects.on(on, known_at).filter(person_id__in=people).order_by("recorded_at", "pk")
    for person, dimension, level, confidence, kinds in rows.values_list("person_id", "dimension", "level", "confidence", "kinds"):
        found[person][dimension] = Proven(level, Confidence(confidence), tuple(Kind(kind) for kind in kinds.split()))
    return found


def readings_of(people: Collection[int], book: Rulebook) -> dict[int, dict[str, list[Reading]]]:
    """Everything that counts for these people, by person and dimension. Two queries."""
    found: dict[int, dict[str, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    rows = Evidence.objects.filter(person_id__in=people, retracted_at=None).values_list("pk", "person_id", "kind", "levels", "valid_on", "ends_on")
    for pk, person, kind, levels, valid_on, ends_on in rows:
        for dimension in DIMENSIONS:
            level = of_levels(levels, dimension, book)
            if level is not None:
                found[person][dimension].append(Reading(Kind(kind), level, valid_on, ends_on, pk))
    sums = ColleagueSum.objects.filter(person_id__in=people).values_list("person_id", "open_counts", "open_on", "year")
    for person, counts, opened_on, year in sums:
        for dimension in DIMENSIONS:
            level = of_colleagues(counts, dimension, book)
            if level is not None and opened_on is not None:
                found[person][dimension].append(Reading(Kind.COLLEAGUE, level, opened_on, order=year))
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence as the person's page shows it. levels in the order of the model; raters: colleagues whose sum is open, else 1."""

    key: str
    kind: Kind
    levels: tuple[tuple[str, int | None], ...]
    valid_on: date
    ends_on: date | None
    version: str
    way: str
    recorded_at: datetime | None
    recorded_by: str
    retracted_at: datetime | None
    remark: str = ""
    raters: int = 1


def evidence_of(person: Person, opened: bool) -> list[Piece]:
    """All evidence about a person, the newest first; colleagues' as one line a year. opened: with remarks. Three queries at most."""
    rows = list(Evidence.objects.filter(person=person).order_by("-valid_on", "-pk"))
    remarks = open_many((person.key, REMARK, row.remark_sealed) for row in rows) if opened else [""] * len(rows)
    found = [
        Piece(row.key, Kind(row.kind), tuple(sorted(row.levels.items())), row.valid_on, row.ends_on, row.version, row.way, row.recorded_at, row.recorded_by,
              row.retracted_at, remark)
        for row, remark in zip(rows, remarks, strict=True)
    ]
    for one in ColleagueSum.objects.filter(person=person).order_by("-year"):
        heard = max(map(sum, one.open_counts.values()), default=0)
        found.append(Piece("", Kind.COLLEAGUE, (), one.open_on or one.valid_on, None, one.version, "", None, "", None, raters=heard))
    return sorted(found, key=lambda one: one.valid_on, reverse=True)


def level_history(person: Person) -> list[Level]:
    """Every level ever derived, also those known otherwise since; the newest first. One query."""
    rows: list[Level] = list(Level.objects.filter(person=person).order_by("-recorded_at", "dimension", "-valid_from"))
    return rows
