"""A committee's own version of the model, and marks: who stands in reserve, who is a demonstration secretary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster import facts
from leadgoose.roster.models import Organisation, Person
from leadgoose.roster.reach import of_organisation, of_person
from leadgoose.training.actions.evidence import locked
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.competencies import Mark, ModelVersion
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.rules.competency import Model, Unfit, as_table, parse

LONGEST = 200
SAID = {
    "lacking": _("不能空着。"), "long": _("太长。"), "level": _("目标级是 1 至 5。"),
    "order": _("过硬、较好、比较强依次不升：政治理论的目标不低于组织领导，组织领导的目标不低于宣传教育。"),
}


@transaction.atomic
def set_model(top: Organisation, table: Mapping[str, Any], valid_from: date, basis: str, *, by: Actor, at: datetime) -> Model:
    """Put a new version of the model in force from a day on; evidence stays on the version it was given under. Raises Refused.

    table: rules.competency.as_table with other words or targets; its version and first day are set here.
    """
    top = Organisation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=top.pk)
    permit = by.require("training.set_model", of_organisation(top))
    basis = _words(basis, "basis")
    today = timezone.localdate(at)
    if valid_from < today:
        raise Refused(_("起用日期不能早于今天；过去的评定留在原来的版本上。"), "valid_from")
    number = 1 + ModelVersion.objects.filter(top_key=top.key, valid_from__year=valid_from.year).count()
    version = f"{valid_from.year}-{number}"
    try:
        model = parse({**table, "version": version, "valid_from": valid_from, "source": basis})
    except Unfit as unfit:
        raise Refused(SAID[unfit.code], unfit.where) from unfit
    before = model_of(top.key, valid_from)
    if (model.dimensions, model.targets, model.anchors) == (before.dimensions, before.targets, before.anchors):
        raise Refused(_("与现行的版本相同，没有改动。"))
    ModelVersion.objects.create(
        top_key=top.key, version=version, valid_from=valid_from, body=as_table(model), basis=basis, recorded_at=at, recorded_by=by.login)
    changed = sum(model.target(role, key) != level for role, levels in before.targets.items() for key, level in levels.items())
    facts_ = {"standard": version, "valid_from": valid_from.isoformat(), "targets_changed": changed}
    act = Act("ModelSet", today, top.key, top.key, facts=facts_, personal={top.key: {"basis": basis}}, typed=1 + changed, role=permit.role or "")
    record(act, by=by, at=at)
    return model


@transaction.atomic
def set_mark(person: Person, kind: str, on: date, basis: str, *, by: Actor, at: datetime) -> Mark:
    """Say that a person stands in reserve or is a demonstration secretary from a day on, by a decision. Raises Refused."""
    person = locked(person)
    permit = by.require("training.set_mark", of_person(person))
    basis = _words(basis, "basis")
    if kind not in Mark.Kind.values:
        raise Refused(_("请在所列各项中选择。"), "kind")
    if on > timezone.localdate(at):
        raise Refused(_("日期不能晚于今天。"), "on")
    if Mark.objects.known().filter(person=person, kind=kind, valid_to=None).exists():
        raise Refused(_("已经登记过。"), "kind")
    mark = Mark.objects.create(
        person=person, kind=kind, valid_from=on, recorded_at=at, recorded_by=by.login, source="page", basis_sealed=seal(person.key, "basis", basis))
    _record_mark("MarkSet", person, kind, on, basis, str(permit.role or ""), by=by, at=at)
    return mark


@transaction.atomic
def end_mark(person: Person, kind: str, on: date, basis: str, *, by: Actor, at: datetime) -> None:
    """End a mark on a day (its first day not valid). Raises Refused."""
    person = locked(person)
    permit = by.require("training.set_mark", of_person(person))
    basis = _words(basis, "basis")
    row = Mark.objects.known().filter(person=person, kind=kind, valid_to=None).first()
    if row is None:
        raise Refused(_("没有登记过。"), "kind")
    if on > timezone.localdate(at):
        raise Refused(_("日期不能晚于今天。"), "on")
    facts.end(row, on, at, "page")
    _record_mark("MarkEnded", person, kind, on, basis, str(permit.role or ""), by=by, at=at)


def _record_mark(name: str, person: Person, kind: str, on: date, basis: str, role: str, *, by: Actor, at: datetime) -> None:
    present = getattr(person, "present", None)
    place = present.organisation.key if present is not None else ""
    act = Act(name, on, person.top_key, place, person.key, facts={"mark": kind}, personal={person.key: {"basis": basis}}, typed=3, role=role)
    record(act, by=by, at=at)


def _words(text: str, field: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise Refused(_("请填写依据：文号，或者会议名称和日期，最多 %(most)s 个字。") % {"most": LONGEST}, field)
    return text
