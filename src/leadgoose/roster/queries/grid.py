"""The grid of what registers and ledgers lack: as it stands, and what a pasted one would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.vault.actions import index
from leadgoose.roster.intake.branches import comparable
from leadgoose.roster.intake.grid import FIELDS, TWICE, Fault, Grid, GridRow, Value
from leadgoose.roster.kinds import BRANCHES, CameBy, OrgKind, PostKind, UnitKind
from leadgoose.roster.models import Organisation, OrganisationFact, Post, ProductionUnit
from leadgoose.roster.queries.known import Places, facts_of, places

OF_SECRETARY = ("full_time", "cross_appointed", "since", "came_by")

UNKNOWN_BRANCH = gettext_noop("花名册里没有这个支部，请核对名称")
IS_NOT_GENERAL = gettext_noop("“%(name)s”不是党总支")
IS_GENERAL = gettext_noop("党总支的上级是党委，这一格请留空")
NO_SECRETARY = gettext_noop("没有书记，书记的情况无从填写")
TWO_SECRETARIES = gettext_noop("书记有几种说法，请先在“任职不一致”中选定")
FUTURE = gettext_noop("还没有到这一天")
NO_UNIT = gettext_noop("请先填单位名称")
KIND_TWICE = gettext_noop("同一单位在第 %(row)s 行是另一类别")


@dataclass(frozen=True, slots=True)
class GridLine:
    """What is known of one organisation, by the grid's fields; a field that is not in `values` is unknown."""

    organisation: Organisation
    fact: OrganisationFact | None
    secretaries: tuple[Post, ...]
    values: Mapping[str, Value]

    def unknown(self, name: str) -> bool:
        return name not in self.values


@dataclass(frozen=True, slots=True)
class GridNow:
    lines: Mapping[str, GridLine]           # organisation's key → line, in the register's order
    at: Places
    units: Mapping[str, ProductionUnit]     # by name


def grid_now(top_key: str) -> GridNow:
    """What the grid of a committee says now. Five queries."""
    at, facts = places(top_key), facts_of(top_key)
    units = {row.pk: row for row in ProductionUnit.objects.filter(top_key=top_key).order_by("pk")}
    posts = Post.objects.known().filter(organisation__top_key=top_key, kind=PostKind.SECRETARY, valid_to=None).order_by("pk")
    secretaries: dict[int, tuple[Post, ...]] = {}
    for post in posts.select_related("person"):
        secretaries[post.organisation_id] = (*secretaries.get(post.organisation_id, ()), post)
    lines = {}
    for key, row in at.by_key.items():
        if row.kind in (*BRANCHES, OrgKind.GENERAL_BRANCH):
            held = secretaries.get(row.pk, ())
            unit = units.get(row.unit_id) if row.unit_id is not None else None
            lines[key] = GridLine(row, facts.get(row.pk), held, _values(row, facts.get(row.pk), held, unit, at))
    return GridNow(lines, at, {row.name: row for row in units.values()})


def _values(row: Organisation, fact: OrganisationFact | None, held: tuple[Post, ...], unit: ProductionUnit | None, at: Places) -> dict[str, Value]:
    found: dict[str, Value] = {"branch": row.name}
    parent = at.above(row)
    if parent is not None and parent.kind == OrgKind.GENERAL_BRANCH:
        found["general"] = parent.name
    if unit is not None:
        found["unit"] = unit.name
        if unit.kind != UnitKind.UNKNOWN:
            found["unit_kind"] = unit.kind
    if fact is not None and fact.seats is not None:
        found["seats"] = fact.seats
    if fact is not None and fact.no_committee is not None:
        found["committee"] = not fact.no_committee
    if len(held) == 1:
        post = held[0]
        found |= {name: getattr(post, name) for name in ("full_time", "cross_appointed", "since") if getattr(post, name) is not None}
        if post.came_by != CameBy.UNKNOWN:
            found["came_by"] = post.came_by
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a pasted grid. state: empty, same, new (was unknown), changed, fault."""

    field: str
    text: str
    state: str
    before: Value | None = None
    value: Value | None = None
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class GridChange:
    """A pasted row. key "": its branch is not known."""

    number: int
    key: str
    cells: Mapping[str, Cell]

    @property
    def changes(self) -> dict[str, Value]:
        return {name: cell.value for name, cell in self.cells.items() if cell.state in {"new", "changed"} and cell.value is not None}


@dataclass(frozen=True, slots=True)
class GridSeen:
    """A pasted grid against what is known. new_general: names of general branches that taking it would create."""

    grid: Grid
    rows: tuple[GridChange, ...]
    now: GridNow
    new_general: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def faults(self) -> int:
        return self.counts.get("fault", 0) + (self.grid.fault is not None)

    @property
    def changes(self) -> int:
        return self.counts.get("new", 0) + self.counts.get("changed", 0)

    @property
    def digest(self) -> str:
        """What was shown, as a keyed hash."""
        return index("grid", repr([(row.key, row.changes) for row in self.rows if row.changes]))


def compare_grid(top_key: str, grid: Grid, on: date) -> GridSeen:
    """What a pasted grid would change. Five queries."""
    now = grid_now(top_key)
    rows: list[GridChange] = []
    seen: dict[str, int] = {}
    kinds: dict[str, tuple[int, Value]] = {}
    general: dict[str, None] = {}
    counts: dict[str, int] = {}
    for row in grid.rows:
        key = now.at.find(str(row.values.get("branch", "")))
        line = now.lines.get(key)
        faults = dict(row.faults)
        if line is None:
            faults.setdefault("branch", Fault(UNKNOWN_BRANCH))
        elif key in seen:
            faults["branch"] = Fault(TWICE, {"row": seen[key]})
        else:
            seen[key] = row.number
            faults |= {name: fault for name, fault in _faults(row, line, now, kinds, on).items() if name not in faults}
        cells = {name: _cell(name, row, line, faults.get(name)) for name in grid.columns}
        if "general" in cells and cells["general"].state in {"new", "changed"}:
            name = str(cells["general"].value)
            if not now.at.find(name):
                general[next((known for known in general if comparable(known) == comparable(name)), name)] = None
        for cell in cells.values():
            counts[cell.state] = counts.get(cell.state, 0) + 1
        rows.append(GridChange(row.number, key if "branch" not in faults else "", cells))
    return GridSeen(grid, tuple(rows), now, tuple(general), counts)


def _faults(row: GridRow, line: GridLine, now: GridNow, kinds: dict[str, tuple[int, Value]], on: date) -> dict[str, Fault]:
    """Faults of a row that only the register can tell."""
    found: dict[str, Fault] = {}
    values = row.values
    if "general" in values:
        other = now.at.find(str(values["general"]))
        if line.organisation.kind == OrgKind.GENERAL_BRANCH:
            found["general"] = Fault(IS_GENERAL)
        elif other and now.at.by_key[other].kind != OrgKind.GENERAL_BRANCH:
            found["general"] = Fault(IS_NOT_GENERAL, {"name": now.at.by_key[other].name})
    for name in OF_SECRETARY:
        if name in values and values[name] != line.values.get(name) and len(line.secretaries) != 1:
            found[name] = Fault(TWO_SECRETARIES if line.secretaries else NO_SECRETARY)
    since = values.get("since")
    if isinstance(since, date) and since > on:
        found["since"] = Fault(FUTURE)
    if "unit_kind" in values:
        unit = str(values.get("unit") or line.values.get("unit", ""))
        first = kinds.setdefault(unit, (row.number, values["unit_kind"]))
        if not unit:
            found["unit_kind"] = Fault(NO_UNIT)
        elif first[1] != values["unit_kind"]:
            found["unit_kind"] = Fault(KIND_TWICE, {"row": first[0]})
    return found


def _cell(name: str, row: GridRow, line: GridLine | None, fault: Fault | None) -> Cell:
    text = row.texts.get(name, "")
    if fault is not None:
        return Cell(name, text, "fault", fault=fault)
    if name not in row.values or line is None:
        return Cell(name, text, "empty")
    value, before = row.values[name], line.values.get(name)
    if name == "branch" or value == before or (name == "general" and before is not None and comparable(str(value)) == comparable(str(before))):
        return Cell(name, text, "same", before, value)
    return Cell(name, text, "new" if before is None else "changed", before, value)


def unknown_counts(now: GridNow) -> dict[str, int]:
    """How many organisations lack each field: 资料未知（n）. Fields of the secretary only where there is one."""
    counts = {}
    for name in FIELDS[1:]:
        counts[name] = sum(
            1 for line in now.lines.values()
            if line.unknown(name) and (name not in OF_SECRETARY or line.secretaries)
            and name != "general" and not (name == "seats" and line.values.get("committee") is False)
        )
    return counts
