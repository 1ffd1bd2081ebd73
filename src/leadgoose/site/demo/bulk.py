"""A company of an invented group written in one batch: the rows that setting up, register, grid and ledger would leave, without what these retract.

Facts are written as they stand at the end, by COPY where the database has it; projections and duties follow from them through the same code as
after any act. Each batch is one act in the journal (`BatchWritten`) with a hash over every row written, so that `check` can say of each batch
whether its rows are still the ones recorded. tests/site/test_make_group.py compares a batch with the same company made by the acts, table by table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models, transaction

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.loading import load
from leadgoose.ground.vault.actions import mask, seal_many
from leadgoose.roster import consequences
from leadgoose.roster.actions.officers import joined
from leadgoose.roster.identity import ID_NUMBER, PHONE, id_index, last4_index
from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, Standing, UnitKind
from leadgoose.roster.models import Membership, Organisation, OrganisationFact, Person, PersonFact, Post, ProductionUnit, Term, UnitFact, UnitLink, new_key
from leadgoose.roster.rules.officers import LEDGER, REGISTER, read_posts
from leadgoose.site.demo.files import grid_rows, ledger_rows
from leadgoose.site.demo.group import COMPANY_SINCE, GENERAL_SINCE, Company

PAGE, GRID = "page", "grid"
UNIT_KINDS = {"生产": UnitKind.PRODUCTION, "后勤": UnitKind.SUPPORT, "机关": UnitKind.OFFICE, "离退休": UnitKind.RETIRED}
CAME_BY = {"选举": CameBy.ELECTED, "指派": CameBy.DESIGNATED, "": CameBy.UNKNOWN}
LATER = frozenset({"retracted_at", "died_on", "parent_id", "path", "unit_id", "kind", "name", "position", "set_up_on", "ended_on", "full", "probationary",
                   "voters", "women", "head_name"})
"""Columns that are set or projected after a row was written: a batch's hash leaves them out, but of the facts only `retracted_at`."""
MOST = 5000
"""Rows read at once when a batch is checked."""


TABLES: tuple[type[models.Model], ...] = (ProductionUnit, UnitFact, Organisation, OrganisationFact, UnitLink, Person, PersonFact, Membership, Post, Term)
"""In the order of their references."""


@dataclass(slots=True)
class Rows:
    """Rows of one table in the order of `columns`, the id first."""

    model: type[models.Model]
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def told(self) -> tuple[str, ...]:
        return told(self.model)


def told(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that a batch's hash is made of: of a fact all but its retraction, of the others what never changes."""
    later = {"retracted_at"} if hasattr(model, "retracted_at") else LATER
    return tuple(one.attname for one in model._meta.concrete_fields if one.attname not in later)


class Batch:
    """The rows of a batch, table by table in the order of their references."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.tables = {model: Rows(model, tuple(one.attname for one in model._meta.concrete_fields)) for model in TABLES}
        self._first: dict[type[models.Model], int] = {}

    def reserve(self, model: type[models.Model], count: int) -> None:
        """Take so many ids, following each other."""
        self._first[model] = reserved(model, count)

    def add(self, model: type[models.Model], **values: Any) -> int:
        """Add a row; what is not named is empty. Returns its id."""
        table = self.tables[model]
        pk = self._first[model] + len(table.rows)
        values["id"] = pk
        table.rows.append(tuple(values[name] if name in values else EMPTY.get((model, name)) for name in table.columns))
        return pk

    def fact(self, model: type[models.Model], valid_from: date, source: str, **values: Any) -> int:
        return self.add(model, valid_from=valid_from, recorded_at=self.at, source=source, **values)

    def write(self) -> dict[str, list[int]]:
        """Write all of it. Returns by table the first id and how many."""
        found = {}
        for model, table in self.tables.items():
            if table.rows:
                load(model, table.columns, table.rows)
                found[model.__name__] = [self._first[model], len(table.rows)]
        return found

    def hash(self) -> str:
        parts = hashlib.sha256()
        for model, table in self.tables.items():
            places = [table.columns.index(name) for name in table.told]
            for row in table.rows:
                parts.update(canonical(model, [row[place] for place in places]))
        return parts.hexdigest()


EMPTY = {
    (model, one.attname): "" if isinstance(one, models.CharField | models.TextField) else False if type(one) is models.BooleanField and not one.null else None
    for model in TABLES for one in model._meta.concrete_fields
}


def canonical(model: type[models.Model], values: Iterable[Any]) -> bytes:
    """A row as it is hashed: the same before it is written and after it is read from either database."""
    return ("\x1f".join([model.__name__, *map(_text, values)]) + "\x1e").encode()


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return "\x00" if value is None else str(value)


def reserved(model: type[models.Model], count: int) -> int:
    """The first of so many ids that nobody else gets."""
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            name = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT pg_advisory_xact_lock(hashtext('{table}'))")
            cursor.execute(f"SELECT setval({name}, nextval({name}) + %s - 1)", [count])
            return int(cursor.fetchone()[0]) - count + 1
    return int(model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def write_company(top: Organisation, made: Company, position: int, on: date, day: date, *, by: Actor, at: datetime) -> Receipt:
    """Write a company below the top committee and record it (journal: BatchWritten). position: the last one taken in the register's order.

    on: today; day: the day that register and ledger speak of. Permits roster.import_register.
    """
    permit = by.require("roster.import_register", {top.key})
    with transaction.atomic():
        batch = Batch(at)
        places = _places(batch, top, made, position)
        people = _people(batch, top, made, places, day)
        _posts(batch, made, places, people, day)
        _terms(batch, made, places, day)
        written = batch.write()
        facts = {"company": made.number, "rows": written, "hash": batch.hash()}
        receipt = record(Act(
            name="BatchWritten", valid_on=day, top_key=top.key, org_key=top.key, role=permit.role or "", facts=facts,
            filled=sum(count for _first, count in written.values()),
        ), by=by, at=at)
        consequences.settle(
            top.key, organisations=[one.pk for one in places.values()], people=[pk for pk, _ in people.values()], on=on, at=at, act="BatchWritten")
    return receipt


@dataclass(frozen=True, slots=True)
class _Place:
    pk: int
    key: str
    path: str


def _places(batch: Batch, top: Organisation, made: Company, position: int) -> dict[str, _Place]:
    """The company, its general branches and branches, each behind the one before, as when they are set up one after the other."""
    grid = {row[0]: row for row in grid_rows(made.branches)}
    generals = list(made.in_order())
    count = 1 + len(made.branches) + sum(1 for name, _ in generals if name)
    batch.reserve(Organisation, count)
    batch.reserve(OrganisationFact, count)
    for model in (ProductionUnit, UnitFact):
        batch.reserve(model, len({branch.plan.unit for branch in made.branches}))
    batch.reserve(UnitLink, len(made.branches))
    units: dict[str, int] = {}
    found: dict[str, _Place] = {}

    def add(name: str, kind: OrgKind, above: _Place, since: date, **values: Any) -> _Place:
        key = new_key()
        unit = values.pop("unit_id", None)
        pk = batch.add(
            Organisation, key=key, top_key=top.key, parent_id=above.pk, path=f"{above.path}{key}/", unit_id=unit, kind=kind.value, name=name,
            position=position + len(found) + 1, set_up_on=since,
        )
        line = {"organisation_id": pk, "kind": kind.value, "name": name, "parent_id": above.pk, "set_up_on": since, **values}
        batch.fact(OrganisationFact, since, GRID if values else PAGE, **line)
        if unit is not None:
            batch.fact(UnitLink, since, GRID, organisation_id=pk, unit_id=unit)
        found[name] = _Place(pk, key, f"{above.path}{key}/")
        return found[name]

    company = add(made.name, OrgKind.COMMITTEE, _Place(top.pk, top.key, top.path), COMPANY_SINCE)
    for general, below in generals:
        above = add(general, OrgKind.GENERAL_BRANCH, company, GENERAL_SINCE) if general else company
        for branch in below:
            _name, _general, unit, unit_kind, seats, committee, *_ = grid[branch.plan.name]
            if unit not in units:
                units[unit] = batch.add(ProductionUnit, key=new_key(), top_key=top.key, name=unit, kind=UNIT_KINDS[unit_kind].value)
                batch.fact(UnitFact, branch.founded, GRID, unit_id=units[unit], name=unit, kind=UNIT_KINDS[unit_kind].value)
            said: dict[str, Any] = {"seats": int(seats)} if seats else {}
            said |= {"no_committee": False} if committee == "是" else {}
            add(branch.plan.name, OrgKind.BRANCH, above, branch.founded, unit_id=units[unit], **said)
    return found


def _people(batch: Batch, top: Organisation, made: Company, places: dict[str, _Place], day: date) -> dict[str, tuple[int, str]]:
    """Persons, their lines and memberships; by ID number the id and key."""
    people = list(made.people)
    for model in (Person, PersonFact, Membership):
        batch.reserve(model, len(people))
    keys = [new_key() for _ in people]
    items = [(key, name, text) for key, one in zip(keys, people, strict=True) for name, text in ((ID_NUMBER, one.id_number), (PHONE, one.phone))]
    sealed = iter(seal_many(items))
    found = {}
    for key, one in zip(keys, people, strict=True):
        number = one.id_number
        pk = batch.add(Person, key=key, top_key=top.key, id_sealed=next(sealed), id_index=id_index(top.key, number),
                       last4_index=last4_index(top.key, number), id_masked=mask(number))
        batch.fact(
            PersonFact, day, REGISTER, person_id=pk, name=one.name, gender=one.gender, ethnicity=one.ethnicity, born_on=one.birth_date,
            education=one.education, degree=one.degree, school=one.school, major=one.major, work_start=one.work_start, joined_party=one.joined_party,
            full_member=one.full_member, admin_post=one.admin_post, phone_sealed=next(sealed), phone_masked=mask(one.phone),
        )
        standing = Standing.FULL if one.full_member else Standing.PROBATIONARY
        batch.fact(Membership, day, REGISTER, person_id=pk, organisation_id=places[one.branch].pk, standing=standing.value)
        found[number] = (pk, key)
    return found


def _posts(batch: Batch, made: Company, places: dict[str, _Place], people: dict[str, tuple[int, str]], day: date) -> None:
    """Officers as the register names them, joined by the ledger where it has a line, with what the grid says of secretaries; general branches."""
    posts = []
    for branch, row in zip(made.branches, grid_rows(made.branches), strict=True):
        full_time, cross, since, came = row[6:]
        source = joined({REGISTER, LEDGER}) if branch.elected is not None else REGISTER
        for one in branch.people:
            for kind in sorted(read_posts(one.party_post)[0]):
                said: dict[str, Any] = {"came_by": CameBy.UNKNOWN.value}
                if kind is PostKind.SECRETARY:
                    said = {"came_by": CAME_BY[came].value, "since": date.fromisoformat(since) if since else None,
                            "full_time": {"专职": True, "兼职": False}.get(full_time), "cross_appointed": {"是": True, "否": False}.get(cross)}
                posts.append((source, people[one.id_number][0], places[branch.plan.name].pk, kind, said))
    for general, heads in made.generals.items():
        for number, one in enumerate(heads):
            kind = (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY)[number] if number < 2 else PostKind.COMMISSIONER
            posts.append((LEDGER, people[one.id_number][0], places[general].pk, kind, {"came_by": CameBy.UNKNOWN.value}))
    batch.reserve(Post, len(posts))
    for source, person, place, kind, said in posts:
        batch.fact(Post, day, source, person_id=person, organisation_id=place, kind=kind.value, **said)


def _terms(batch: Batch, made: Company, places: dict[str, _Place], day: date) -> None:
    rows = ledger_rows(made.branches, day)
    batch.reserve(Term, len(rows))
    for _number, name, _founded, elected, years, expires, shifted, reply, *_ in rows:
        on = date.fromisoformat(elected)
        batch.fact(
            Term, on, LEDGER, organisation_id=places[name].pk, elected_on=on, years=int(years), expires_on=date.fromisoformat(expires),
            shifted_to=date.fromisoformat(shifted) if shifted else None, reply_no=reply,
        )


def check(top_key: str) -> Iterator[tuple[int, int, bool]]:
    """Of each batch in a committee's journal: (number of the entry, rows, whether they are the rows recorded). Reads, writes nothing."""
    by_name = {model.__name__: model for model in TABLES}
    for number, facts in Entry.objects.filter(chain=top_key, act="BatchWritten").order_by("number").values_list("number", "facts"):
        parts, count = hashlib.sha256(), 0
        for name in by_name:
            first, many = facts["rows"].get(name, (0, 0))
            model = by_name[name]
            for start in range(first, first + many, MOST):
                rows = model._default_manager.filter(pk__gte=start, pk__lt=min(start + MOST, first + many)).order_by("pk")
                for values in rows.values_list(*told(model)):
                    parts.update(canonical(model, values))
                    count += 1
        yield number, count, parts.hexdigest() == facts["hash"]
