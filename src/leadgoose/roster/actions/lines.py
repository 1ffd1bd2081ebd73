"""Correcting, or changing from a day on, what the register's line says about a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.idnumber import read_id_number
from leadgoose.ground.vault.actions import Destroyed, mask, open_sealed, seal
from leadgoose.roster import consequences, facts
from leadgoose.roster.actions import rehearsal
from leadgoose.roster.actions.deeds import PAGE, Said, Work, basis_in_words, keep_deed
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.identity import ID_NUMBER, PHONE
from leadgoose.roster.kinds import Standing
from leadgoose.roster.models import Deed, Membership, Organisation, Person, PersonFact
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.queries.known import STORED
from leadgoose.roster.reach import of_person
from leadgoose.roster.rules import lines as rules
from leadgoose.roster.rules.lines import How

SAID: Mapping[str, str | Promise] = {
    "ahead": _("日期 %(day)s 还没有到，请改为今天或以前的日期。"),
    "before-line": _("日期 %(day)s 不晚于现有登记的起始日期 %(since)s；原来登记有误的，请选“原登记有误”。"),
    "nothing": _("与现有登记相同，没有改动。"),
    "missing": _("这一项不能为空。"),
    "too-long": _("太长，最多 %(most)s 个字。"),
    "gender": _("请填男或女。"),
    "date": _("请按 2008-07-01 或 2008-07 的样式填写日期。"),
    "not-as-number": _("与身份证号不符，身份证号上是 %(number)s。"),
    "probationary": _("预备党员没有转正日期；转正请办理“预备党员转正”。"),
    "full-before-joined": _("转正日期不能早于入党日期。"),
    "no-line": _("没有这位同志的登记，请先导入花名册或办理转入。"),
}


def line_of(person: Person) -> PersonFact:
    """The line that has no end; Refused where there is none."""
    row: PersonFact | None = PersonFact.objects.known().filter(person=person, valid_to=None).order_by("-valid_from", "-pk").first()
    if row is None:
        raise Refused("all", SAID["no-line"])
    return row


def values_of(person: Person, line: PersonFact) -> dict[str, str]:
    """The line's fields as text, the phone in clear."""
    phone = ""
    if line.phone_sealed:
        try:
            phone = open_sealed(person.key, PHONE, line.phone_sealed)
        except Destroyed:
            phone = ""
    return {**{name: str(getattr(line, name)) for name in STORED}, PHONE: phone}


def judge(person: Person, changes: Mapping[str, str], how: How, on: date, basis: str, today: date, at: datetime) -> Effect:
    """What the correction would do, or Refused at the field. Nothing is written."""
    basis_in_words(basis)
    line, wanted, _before = _decide(person, changes, how, on, today)
    places = set(Membership.objects.known().filter(person=person, valid_to=None).values_list("organisation", flat=True))

    def write() -> Work:
        return _write(person, line, wanted, how, on, at)

    return rehearsal.rehearse(person.top_key, places, today, write)


@transaction.atomic
def correct_line(
    person: Person, changes: Mapping[str, str], how: How, on: date, basis: str, *, by: Actor, at: datetime, batch: str = ""
) -> Deed:
    """Write the line anew (journal: LineCorrected): as it was all along, or from the day on. Only what differs is written."""
    permit = by.require("roster.correct_line", of_person(person))
    Organisation.objects.select_for_update().get(key=person.top_key)
    basis, today = basis_in_words(basis), timezone.localdate(at)
    line, wanted, before = _decide(person, changes, how, on, today)
    member = Membership.objects.known().filter(person=person, valid_to=None).select_related("organisation").first()
    places = {member.organisation.pk} if member is not None else set()
    seen = rehearsal.look(person.top_key, places, today)
    work = _write(person, line, wanted, how, on, at)
    work.organisations |= places
    said = Said(
        rules.ACT, "LineCorrected", member.organisation.key if member is not None else person.top_key, basis,
        told={"fields": sorted(wanted), "how": how.value}, personal={name: f"{before.get(name, '')} → {text}" for name, text in wanted.items()},
        batch=batch, role=str(permit.role or ""), typed=len(wanted), effect=rehearsal.compare(seen, work),
    )
    deed = keep_deed(person, work, said, by=by, at=at)
    consequences.settle(person.top_key, organisations=places, people={person.pk}, on=today, at=at, act="LineCorrected")
    return deed


def _decide(person: Person, changes: Mapping[str, str], how: How, on: date, today: date) -> tuple[PersonFact, dict[str, str], dict[str, str]]:
    line = line_of(person)
    before, wanted = values_of(person, line), rules.tidy(changes)
    full = Membership.objects.known().filter(person=person, valid_to=None, standing=Standing.FULL).exists()
    found = rules.refuse(before, wanted, how, on, line.valid_from, today, full=full, number=_number(person))
    if found is not None:
        field, no = found
        raise Refused(field, SAID[no.code] % dict(no.numbers))
    return line, {name: text for name, text in wanted.items() if before.get(name, "") != text}, before


def _number(person: Person) -> tuple[str, str]:
    try:
        number = read_id_number(open_sealed(person.key, ID_NUMBER, person.id_sealed)) if person.id_sealed else None
    except Destroyed:
        number = None
    return ("", "") if number is None or number.fault is not None else (number.birth_date, number.gender)


def _write(person: Person, line: PersonFact, wanted: Mapping[str, str], how: How, on: date, at: datetime) -> Work:
    work = Work(on, at)
    values: dict[str, object] = {name: text for name, text in wanted.items() if name != PHONE}
    if PHONE in wanted:
        values |= {"phone_sealed": seal(person.key, PHONE, wanted[PHONE]) if wanted[PHONE] else "", "phone_masked": mask(wanted[PHONE])}
    if how is How.CHANGE:
        work.again(line, **values)
    else:
        work.retract(line)
        work.keep(facts.again(line, at, PAGE, **values))
    return work
