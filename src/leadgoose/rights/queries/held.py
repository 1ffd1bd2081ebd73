"""What is held about a person, with purpose, base, readers and keeping of each thing; and who read what. Every subject is asked (ground/holdings)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground import holdings
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.holdings import Held, Reading, Whose
from leadgoose.ground.journal.files import files_with
from leadgoose.ground.journal.queries import about
from leadgoose.ground.journal.words import act_in_words
from leadgoose.ground.listed import listed, plural
from leadgoose.rights import words
from leadgoose.rights.models import Objection
from leadgoose.rights.queries.objections import contested
from leadgoose.rights.standards import Kind, fields
from leadgoose.roster.models import Membership

LINES = 40
"""Journal entries that are told one by one; of more, the latest."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing held, ready to be shown. mark: it is contested, and not answered yet."""

    field: str
    row: str
    label: str
    value: str
    source: str
    since: date | None
    kind: Kind
    mark: bool

    @property
    def choice(self) -> str:
        """How a form names it."""
        return f"{self.field}|{self.row}"


@dataclass(frozen=True, slots=True)
class Part:
    """What one subject holds."""

    subject: str
    label: str
    things: tuple[Thing, ...]


def parts(whose: Whose) -> tuple[Part, ...]:
    """Everything, subject by subject. The providers' queries (docs/rules/rights.md) and one."""
    marked, table = contested(whose.key), fields()
    found = []
    for subject, held_ in holdings.of(whose).items():
        things = tuple(
            Thing(one.field, one.row, words.label(one.field), str(one.value), words.source(str(one.source)), one.since, table.kind(one.field),
                  one.field in marked)
            for one in held_
        )
        found.append(Part(subject, str(words.SUBJECT[subject]), things))
    return tuple(found)


def find(whose: Whose, choice: str) -> Held | None:
    """The thing that a form's choice ("column|row") names; None when it is not there (any more)."""
    column, _bar, row = choice.partition("|")
    return next((one for held_ in holdings.of(whose).values() for one in held_ if (one.field, one.row) == (column, row)), None)


def held(whose: Whose) -> Iterator[Held]:
    """What duties, journal and this subject hold. Three queries."""
    for duty in Duty.objects.filter(person_key=whose.key, closed_at=None).order_by("due_on", "pk"):
        yield Held("duties.Duty.code", words.duty(duty.rule, duty.due_on), "derived", timezone.localdate(duty.opened_at), str(duty.pk))
    entries = list(about(whose.key))
    for entry in entries[:LINES]:
        told = _("%(act)s，经办账号 %(by)s") % {"act": act_in_words(entry.act), "by": entry.by}
        yield Held("journal.Entry.person_key", told, "journal", timezone.localdate(entry.recorded_at), str(entry.number), entry.by)
    if len(entries) > LINES:
        yield Held("journal.Entry.facts", plural("更早的 %(n)s 条，审计员可以导出", len(entries) - LINES) % {"n": len(entries) - LINES}, "journal")
    for row in Objection.objects.filter(person_id=whose.pk).order_by("received_on", "pk"):
        told = _("%(field)s，%(state)s") % {"field": words.label(row.field), "state": words.STATE[row.outcome]}
        yield Held("rights.Objection.field", told, words.WAY[row.way], row.received_on, row.key, row.recorded_by)


def readings(whose: Whose) -> Iterator[Reading]:
    """Who took a print or a copy of everything, and which files with people's data hold the person. Three queries."""
    for row in about(whose.key, ("HoldingsTaken",)):
        told = _("打印或者复制了全部个人信息（%(form)s）") % {"form": str(row.facts.get("form", "")).upper()}
        yield Reading(row.recorded_at, row.by, row.role, told)
    spells = list(Membership.objects.known().filter(person_id=whose.pk).values_list("valid_from", "valid_to", "organisation__path"))

    def places(day: date) -> set[str]:
        within = (path for first, end, path in spells if first <= day and (end is None or end > day))
        return {key for path in within for key in path.strip("/").split("/")}

    for row, certain in files_with(whose.top_key, whose.key, places):
        yield Reading(row.recorded_at, row.by, row.role, _of_file(row.facts, certain))


def _of_file(facts: Mapping[str, Any], certain: bool | None) -> str:
    """A file in a sentence: which, of how many people, with which columns; and that it is not known whether the person is in it."""
    told = {
        "file": words.FILE.get(facts["page"], facts["page"]), "form": str(facts["type"]).upper(), "n": facts["people"],
        "fields": listed(words.label(one) for one in facts["fields"]),
    }
    said = _("制作了%(file)s（%(form)s，共 %(n)s 人；项目：%(fields)s）") % told
    return said if certain else _("%(said)s。名单经过筛选，可能有本人") % {"said": said}
