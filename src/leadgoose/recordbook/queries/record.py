"""One record: its standing version, all versions, what stands beside, its files, what became of its resolutions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from leadgoose.ground.access.scopes import Target
from leadgoose.recordbook.models import Attachment, PlanItem, Record, Resolution, Version
from leadgoose.recordbook.rules.entry import Entry, from_plain
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation


@dataclass(frozen=True, slots=True)
class Shown:
    """entry None: confidential, opened only with a trace. sequence: which of its kind in its year, by day."""

    record: Record
    organisation: Organisation
    entry: Entry | None
    versions: tuple[Version, ...]
    attachments: tuple[Attachment, ...]
    resolutions: tuple[Resolution, ...]
    closed_here: tuple[Resolution, ...]
    plan: PlanItem | None
    sequence: int

    @property
    def standing(self) -> Version:
        return next(one for one in self.versions if one.number == self.record.standing)

    @property
    def beside(self) -> tuple[Version, ...]:
        """Versions that no other continues, besides the standing one: they wait to be merged."""
        continued = {parent for one in self.versions for parent in one.parents}
        return tuple(one for one in self.versions if one.stamp not in continued and one.number != self.record.standing)


def shown(record: Record, organisation: Organisation) -> Shown:
    """Everything of a record's page. Six queries."""
    versions = tuple(record.versions.order_by("number"))
    standing = next(one for one in versions if one.number == record.standing)
    same = Record.objects.filter(org_key=record.org_key, kind=record.kind, year=record.year, withdrawn_at=None)
    sequence = same.filter(held_on__lt=record.held_on).count() + same.filter(held_on=record.held_on, pk__lte=record.pk).count()
    return Shown(
        record, organisation, entry_of(standing), versions, tuple(record.attachments.defer("file_sealed").order_by("pk")),
        tuple(Resolution.objects.filter(record=record).order_by("place", "pk")),
        tuple(Resolution.objects.filter(org_key=record.org_key, closed_in=record.key).order_by("pk")),
        PlanItem.objects.filter(record=record).first(), sequence,
    )


def entry_of(version: Version) -> Entry | None:
    """What a version says; None for a sealed one."""
    return None if version.content_sealed else from_plain(version.content)


def find_record(key: str) -> Target | None:
    """For the gate: reached by whatever reaches its organisation."""
    row = Record.objects.filter(key=key).first()
    return None if row is None else _target(row.org_key, row)


def find_resolution(key: str) -> Target | None:
    row = Resolution.objects.select_related("record").filter(key=key).first()
    return None if row is None else _target(row.org_key, row)


def find_attachment(key: str) -> Target | None:
    row = Attachment.objects.select_related("record", "book").filter(key=key).first()
    if row is None:
        return None
    of = row.record or row.book
    return None if of is None else _target(of.org_key, row)


def _target(org_key: str, thing: Record | Resolution | Attachment) -> Target | None:
    organisation = Organisation.objects.select_related("unit").filter(key=org_key).first()
    if organisation is None:
        return None
    thing.organisation = organisation   # type: ignore[union-attr]   # so that the page need not read it again
    return Target(of_organisation(organisation), organisation.top_key, thing)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item that waits, as pages and forms show it."""

    key: str
    text: str
    owner_key: str
    owner_name: str
    due_on: date | None
    check_on: date | None
    record_key: str
    record_kind: str
    held_on: date


def open_items(org_key: str, until: date | None = None, closed: Collection[str] = ()) -> list[OpenItem]:
    """The organisation's open items in the order of their days, and those with the keys `closed`. One query.

    until: those resolved before a day, as a meeting of that day finds them.
    """
    rows = Resolution.objects.filter(Q(state="open") | Q(key__in=closed), org_key=org_key)
    if until is not None:
        rows = rows.filter(record__held_on__lt=until)
    read = rows.order_by(F("due_on").asc(nulls_last=True), "pk").values_list(
        "key", "text", "owner_key", "owner_name", "due_on", "check_on", "record__key", "record__kind", "record__held_on"
    )
    return [OpenItem(*row) for row in read]
