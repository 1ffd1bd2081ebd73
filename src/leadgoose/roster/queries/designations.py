"""Designations of secretaries: where each path stands, and the lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from leadgoose.ground.vault.actions import Destroyed, open_sealed
from leadgoose.roster.models import Designation, DesignationStep, Organisation
from leadgoose.roster.queries.deeds import names_ever
from leadgoose.roster.rules.designation import Path, Stand, look
from leadgoose.roster.standards import designation_steps

SAID, BASIS = "designation_step", "designation_basis"
"""Fields under which what was written beside a step, and why it is necessary, are sealed for the organisation."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step as pages show it. said: in clear, "" once the key is destroyed."""

    code: str
    on: date
    said: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A path with all that its page shows. names: of people by key, the last known ones."""

    row: Designation
    path: Path
    stands: tuple[Stand, ...]
    taken: dict[str, StepTaken]
    basis: str
    names: dict[str, str]

    @property
    def state(self) -> str:
        return state(self.row)


def state(row: Designation) -> str:
    """"done", "dropped", or "open"."""
    return "dropped" if row.dropped_at is not None else "done" if row.done_at is not None else "open"


def stage_of(row: Designation) -> Stage:
    """Five queries."""
    place = row.organisation.key
    steps = list(DesignationStep.objects.known().filter(designation=row).order_by("pk"))
    taken = {one.step: StepTaken(one.step, one.valid_from, _opened(place, SAID, one.said_sealed), one.recorded_by) for one in steps}
    path = path_of(row, steps)
    keys = {row.person.key, *([row.leaving.key] if row.leaving is not None else [])}
    return Stage(row, path, look(path), taken, _opened(place, BASIS, row.basis_sealed), names_ever(keys))


def path_of(row: Designation, steps: list[DesignationStep]) -> Path:
    days = {one.step: one.valid_from for one in steps}
    return Path(designation_steps(row.opened_on), row.opened_on, days, row.leaving_id is not None, state(row) != "open")


def _opened(key: str, field: str, sealed: str) -> str:
    try:
        return open_sealed(key, field, sealed) if sealed else ""
    except Destroyed:
        return ""


@dataclass(frozen=True, slots=True)
class PathLine:
    """A path in a list: what is next, "" when it is over."""

    row: Designation
    name: str
    state: str
    next: str
    done: int
    needed: int


def paths_below(place: Organisation, start: int, *, open_only: bool = False) -> tuple[list[PathLine], int]:
    """A page of the paths in an organisation and below, the open ones first, and how many there are. Five queries."""
    below = Q(top_key=place.top_key)
    if place.key != place.top_key:
        below &= Q(organisation__path__startswith=place.path)
    rows = Designation.objects.filter(below)
    if open_only:
        rows = rows.filter(done_at=None, dropped_at=None)
    shown = list(rows.select_related("organisation", "person").order_by("done_at", "dropped_at", "-opened_at")[start : start + PAGE])
    shown.sort(key=lambda one: (state(one) != "open", -one.opened_at.timestamp()))
    steps: dict[int, list[DesignationStep]] = {}
    for step in DesignationStep.objects.known().filter(designation__in=shown).order_by("pk"):
        steps.setdefault(step.designation_id, []).append(step)
    names = names_ever({one.person.key for one in shown})
    return [_line(one, steps.get(one.pk, []), names) for one in shown], rows.count()


def _line(row: Designation, steps: list[DesignationStep], names: dict[str, str]) -> PathLine:
    stands = [one for one in look(path_of(row, steps)) if one.stands != "none"]
    following = next((one.code for one in stands if one.stands == "open"), "")
    return PathLine(row, names.get(row.person.key, ""), state(row), following, sum(one.stands == "done" for one in stands), len(stands))


def open_at(place: Organisation) -> Designation | None:
    """The open path of an organisation, the oldest one. One query."""
    return Designation.objects.filter(organisation=place, done_at=None, dropped_at=None).select_related("person").order_by("pk").first()
