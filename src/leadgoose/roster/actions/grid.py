"""Filling in what registers and ledgers lack, from one grid: general branches, units, seats, how the secretary holds the post."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.listed import plural
from leadgoose.roster import consequences, facts
from leadgoose.roster.actions import unit_facts
from leadgoose.roster.actions.deeds import Work
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.branches import comparable
from leadgoose.roster.intake.grid import Value, read_grid
from leadgoose.roster.kinds import OrgKind, UnitKind
from leadgoose.roster.models import Organisation, OrganisationFact, Post, ProductionUnit, new_key
from leadgoose.roster.queries.grid import OF_SECRETARY, GridChange, GridLine, GridSeen, compare_grid

GRID = "grid"
OF_PLACE = ("general", "seats", "committee")


@dataclass(slots=True)
class _Work:
    """What the act needs while it writes."""

    top: Organisation
    seen: GridSeen
    on: date
    at: datetime
    created: dict[str, Organisation] = field(default_factory=dict)   # comparable name → new general branch
    units: dict[str, ProductionUnit] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)

    @property
    def facts(self) -> Work:
        return Work(self.on, self.at, GRID)


@transaction.atomic
def fill_grid(top: Organisation, text: str, *, by: Actor, at: datetime, shown: str | None = None) -> tuple[Receipt | None, GridSeen]:
    """Take a pasted grid in (journal: GridFilled). All of it or, when any cell is wrong, nothing: Refused, and the preview says where.

    shown: the digest of the preview that was looked at. The receipt is None when the grid says nothing new.
    """
    permit = by.require("roster.fill_grid", {top.key})
    top = Organisation.objects.select_for_update().get(pk=top.pk)
    on = timezone.localdate(at)
    seen = compare_grid(top.key, read_grid(text), on)
    if seen.faults:
        raise Refused("grid-faults", plural("有 %(n)s 格填写有误，改好后再收入。", seen.faults) % {"n": seen.faults})
    if not seen.changes:
        return None, seen
    if shown is not None and shown != seen.digest:
        raise Refused("moved-on", _("资料在此期间有变动，预览已重新列出，请再看一遍后收入。"))
    work = _Work(top, seen, on, at, units=dict(seen.now.units))
    _create_general(work)
    for row in seen.rows:
        if row.changes:
            _write(work, row, seen.now.lines[row.key])
    changed = [row for row in seen.rows if row.changes]
    act = Act(
        name="GridFilled", valid_on=on, top_key=top.key, org_key=top.key, role=permit.role or "",
        facts={
            "organisations": {row.key: sorted(row.changes) for row in changed},
            "created": [one.key for one in work.created.values()],
        },
        personal={row.key: {name: _said(value) for name, value in row.changes.items()} for row in changed}, typed=seen.changes,
    )
    receipt = record(act, by=by, at=at)
    touched = {seen.now.lines[row.key].organisation.pk for row in changed} | {one.pk for one in work.created.values()}
    consequences.settle(top.key, organisations=touched, people=work.people, on=on, at=at, act="GridFilled")
    return receipt, seen


def _said(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _create_general(work: _Work) -> None:
    """General branches that the grid names first: known since the first of their branches is, standing at its place."""
    for name in work.seen.new_general:
        below = [work.seen.now.lines[row.key] for row in work.seen.rows if comparable(str(row.changes.get("general", ""))) == comparable(name)]
        since = min((line.fact.valid_from for line in below if line.fact is not None), default=work.on)
        key = new_key()
        one = Organisation.objects.create(
            key=key, top_key=work.top.key, parent=work.top, path=f"{work.top.path}{key}/", kind=OrgKind.GENERAL_BRANCH, name=name,
            position=max(min(line.organisation.position for line in below) - 1, 0),
        )
        OrganisationFact.objects.create(
            organisation=one, kind=one.kind, name=name, parent=work.top, valid_from=since, recorded_at=work.at, source=GRID
        )
        work.created[comparable(name)] = one


def _write(work: _Work, row: GridChange, line: GridLine) -> None:
    changes = row.changes
    if any(name in changes for name in OF_PLACE):
        _write_place(work, line, changes)
    if "unit" in changes or "unit_kind" in changes:
        _write_unit(work, line, changes)
    if any(name in changes for name in OF_SECRETARY):
        _write_secretary(work, line.secretaries[0], {name: changes[name] for name in OF_SECRETARY if name in changes})


def _write_place(work: _Work, line: GridLine, changes: dict[str, Value]) -> None:
    """What was unknown holds from when the line held; what was known otherwise changes today."""
    wanted: dict[str, object] = {}
    if "general" in changes:
        name = str(changes["general"])
        found = work.seen.now.at.find(name)
        wanted["parent"] = work.seen.now.at.by_key[found] if found else work.created[comparable(name)]
    if "seats" in changes:
        wanted["seats"] = changes["seats"]
    if "committee" in changes:
        wanted["no_committee"] = not changes["committee"]
        if changes["committee"] is False:
            wanted["seats"] = None
    learnt = all(line.unknown(name) for name in changes if name in OF_PLACE)
    fact = line.fact
    if fact is None:
        one = line.organisation
        OrganisationFact.objects.create(**{
            "organisation": one, "kind": one.kind, "name": one.name, "parent": one.parent, "set_up_on": one.set_up_on, "valid_from": work.on,
            "recorded_at": work.at, "source": GRID, **wanted,
        })
    elif learnt or work.on <= fact.valid_from:
        facts.retract(OrganisationFact.objects.filter(pk=fact.pk), work.at)
        facts.again(fact, work.at, GRID, **wanted)
    else:
        facts.end(fact, work.on, work.at, fact.source)
        facts.again(fact, work.at, GRID, valid_from=work.on, **wanted)


def _write_unit(work: _Work, line: GridLine, changes: dict[str, Value]) -> None:
    one = line.organisation
    name = str(changes.get("unit") or line.values.get("unit", ""))
    kind = UnitKind(str(changes["unit_kind"])) if "unit_kind" in changes else None
    unit = work.units.get(name)
    if unit is None:
        unit = work.units[name] = unit_facts.found(work.top.key, name, kind or UnitKind.UNKNOWN, work.facts)
    elif kind is not None:
        unit_facts.write(work.facts, unit, kind=kind)
    unit_facts.link(work.facts, one, unit)


def _write_secretary(work: _Work, post: Post, changes: dict[str, Value]) -> None:
    """The post's row with what is now known of it; who says that they hold the post stays as it was."""
    facts.retract(Post.objects.filter(pk=post.pk), work.at)
    facts.again(post, work.at, post.source, **changes)
    work.people.add(post.person_id)
