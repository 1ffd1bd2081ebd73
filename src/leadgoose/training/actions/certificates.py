"""Certificates (持证上岗): issued, renewed, withdrawn; each proves levels while it holds. When one ends follows from its kind."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.grid import Column, Fault, Grid, choice, day, read_grid, words
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.search import simplify
from leadgoose.ground.vault.actions import seal
from leadgoose.roster import facts
from leadgoose.roster.models import Organisation, Person
from leadgoose.roster.queries.finder import finder
from leadgoose.roster.reach import of_organisation, of_person
from leadgoose.training import consequences
from leadgoose.training.actions import levels, tables
from leadgoose.training.actions.evidence import keep, locked
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.tables import PERSON, only_once, whose
from leadgoose.training.models.carrying import Certificate
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.queries.certificates import Kinds, kinds_of, left_posts_on
from leadgoose.training.rules.certificates import Kind, Mode, last_day
from leadgoose.training.rules.levels import Kind as EvidenceKind

DAY = timedelta(days=1)
CHORE = Actor(login="chore")
AHEAD = gettext_noop("发证日期不能晚于今天")
OLDER = gettext_noop("已有 %(day)s 发的同类证书")
NOT_ISSUED = gettext_noop("这种证书 %(day)s 不发")


def columns(kinds: Kinds, today: date) -> tuple[Column, ...]:
    """The table's columns; a kind is found by any name that it has or had, and offered under today's."""
    offered = {kind.name: code for code, kind in kinds.issued(today).items()}
    return (*PERSON, Column("kind", ("证书", "Certificate"), choice(offered, simplify, kinds.names()), True),
            Column("number", ("编号", "证书编号", "Number"), words(40)),
            Column("issued_on", ("发证日期", "Issued on"), day, True), Column("issuer", ("发证单位", "Issued by"), words(60)))


@dataclass(frozen=True, slots=True)
class Issue:
    """One certificate to enter. person: id."""

    person: int
    kind: str
    issued_on: date
    number: str = ""
    issuer: str = ""


def understand(top_key: str, text: str, today: date) -> tuple[Grid, list[Issue]]:
    """Certificates as pasted and its rows understood. Five queries."""
    kinds = kinds_of(top_key)
    grid = read_grid(text, columns(kinds, today), simplify)
    people = finder(top_key)
    held = Certificate.objects.known().filter(person__top_key=top_key).values_list("person_id", "kind", "valid_from")
    newest: dict[tuple[int, str], date] = {}
    for person, kind, since in held:
        newest[person, kind] = max(since, newest.get((person, kind), since))
    found: list[Issue] = []
    seen: dict[Hashable, int] = {}
    for row in grid.rows:
        values: dict[str, Any] = dict(row.values)
        member = whose(row, people)
        if row.faults or member is None:
            continue
        key = (member.pk, str(values["kind"]))
        if values["issued_on"] > today:
            row.faults["issued_on"] = Fault(AHEAD)
        elif key[1] not in kinds.issued(values["issued_on"]):
            row.faults["kind"] = Fault(NOT_ISSUED, {"day": values["issued_on"].isoformat()})
        elif key in newest and values["issued_on"] <= newest[key]:
            row.faults["issued_on"] = Fault(OLDER, {"day": newest[key].isoformat()})
        only_once(seen, key, row)
        if not row.faults:
            found.append(Issue(member.pk, key[1], values["issued_on"], str(values.get("number", "")), str(values.get("issuer", ""))))
    return grid, found


@transaction.atomic
def issue_certificates(top: Organisation, text: str, *, by: Actor, at: datetime) -> int:
    """Enter certificates from a table; a newer one of a kind ends the older. Raises Refused while a cell has a fault."""
    top = tables.locked(top)
    role = str(by.require("training.issue_certificates", of_organisation(top)).role or "")
    today = timezone.localdate(at)
    grid, found = understand(top.key, text, today)
    tables.must_be_good(grid)
    people = Person.objects.in_bulk({one.person for one in found})
    left, kinds = left_posts_on(list(people), today), kinds_of(top.key)
    for one in found:
        _issue(people[one.person], kinds.on(one.issued_on)[one.kind], one, left.get(one.person), by=by, at=at)
    record(Act("CertificatesIssued", today, top.key, top.key, facts={"rows": len(found)}, typed=len(found) * 5, role=role), by=by, at=at)
    levels.settle(list(people), act="CertificatesIssued", at=at)
    consequences.settle_people(top.key, set(people), on=today, at=at, act="CertificatesIssued")
    return len(found)


def _issue(person: Person, kind: Kind, one: Issue, left: date | None, *, by: Actor, at: datetime) -> None:
    older: Certificate
    for older in Certificate.objects.known().filter(person=person, kind=kind.code):
        if older.valid_to is None or older.valid_to > one.issued_on:
            facts.end(older, one.issued_on, at, "page")
            _end_evidence(person, older.key, one.issued_on, by=by, at=at)
    last = last_day(kind, one.issued_on, left)
    ends = None if last is None else last + DAY
    made: Certificate = Certificate.objects.create(
        person=person, kind=kind.code, version=kind.version, number=one.number, issuer=one.issuer, valid_from=one.issued_on, valid_to=ends, recorded_at=at,
        recorded_by=by.login, source="page")
    if kind.raises:
        keep(person, EvidenceKind.CERTIFICATE, kind.raises, on=one.issued_on, ends_on=ends, way=Evidence.Way.CERTIFICATE, origin=made.key, by=by, at=at)


def _end_evidence(person: Person, origin: str, on: date | None, *, by: Actor, at: datetime) -> None:
    """What a certificate proves ends on a day (None: no end is known): said anew, and what was said before stays on record."""
    for row in Evidence.objects.filter(person=person, kind=EvidenceKind.CERTIFICATE, origin=origin, retracted_at=None).exclude(ends_on=on):
        row.retracted_at, row.retracted_by = at, by.login
        row.save(update_fields=["retracted_at", "retracted_by"])
        keep(person, EvidenceKind.CERTIFICATE, row.levels, on=row.valid_on, ends_on=on, way=row.way, origin=origin, by=by, at=at)


@transaction.atomic
def withdraw_certificate(person: Person, key: str, on: date, reason: str, *, by: Actor, at: datetime) -> None:
    """End a certificate before its time, with the reason. Raises Refused."""
    person = locked(person)
    role = str(by.require("training.withdraw_certificate", of_person(person)).role or "")
    row: Certificate | None = Certificate.objects.known().filter(person=person, key=key, withdrawn=False).first()
    reason = " ".join(reason.split())
    if row is None:
        raise Refused(_("没有可以撤销的证书。"))
    if on > timezone.localdate(at) or on < row.valid_from:
        raise Refused(_("日期应在发证日期和今天之间。"), "on")
    if not reason or len(reason) > 200:
        raise Refused(_("请写明原因，最多 %(most)s 个字。") % {"most": 200}, "reason")
    facts.retract(Certificate._default_manager.filter(pk=row.pk), at)
    facts.again(row, at, "page", valid_to=max(on, row.valid_from + DAY), withdrawn=True, reason_sealed=seal(person.key, "reason", reason))
    _end_evidence(person, key, on, by=by, at=at)
    place = person.present.organisation.key if hasattr(person, "present") else ""
    told = {"certificate": key, "certificate_kind": row.kind}
    record(Act("CertificateWithdrawn", on, person.top_key, place, person.key, facts=told, personal={person.key: {"reason": reason}}, typed=2, role=role),
           by=by, at=at)
    levels.settle([person.pk], act="CertificateWithdrawn", at=at)
    consequences.settle_people(person.top_key, [person.pk], on=timezone.localdate(at), at=at, act="CertificateWithdrawn")


def recompute_disuse(top_key: str, today: date, at: datetime) -> int:
    """Let certificates that lapse by disuse say when: the clock's nightly chore. Returns how many changed."""
    kinds = kinds_of(top_key)
    held: list[Certificate] = list(Certificate.objects.known().filter(person__top_key=top_key, withdrawn=False).select_related("person"))
    rows = [(row, kind) for row in held if (kind := kinds.of(row.kind, row.version)) is not None and kind.mode is Mode.DISUSE]
    left = left_posts_on([row.person_id for row, _kind in rows], today)
    changed = []
    for row, kind in rows:
        last = last_day(kind, row.valid_from, left.get(row.person_id))
        ends = None if last is None else last + DAY
        if ends != row.valid_to:
            facts.retract(Certificate._default_manager.filter(pk=row.pk), at)
            facts.again(row, at, "chore", valid_to=ends)
            _end_evidence(row.person, row.key, ends, by=CHORE, at=at)
            changed.append(row.person_id)
    levels.settle(changed, act="DutiesRecomputed", at=at)
    return len(changed)
