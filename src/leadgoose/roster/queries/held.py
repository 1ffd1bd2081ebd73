"""What the register holds about one person, for the person: every field with where it came from and since when (ground/holdings)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.holdings import Held, Reading, Whose
from leadgoose.ground.journal.queries import about
from leadgoose.ground.listed import plural
from leadgoose.ground.vault.actions import Destroyed, open_many
from leadgoose.roster import words
from leadgoose.roster.identity import ID_NUMBER, PHONE, RESTRICTION
from leadgoose.roster.models import Deed, Designation, Import, Membership, Person, PersonFact, Placement, Post, Present, ProbationExtension, Restriction

LINE = (
    "name", "gender", "ethnicity", "born_on", "education", "degree", "school", "major", "work_start", "joined_party", "full_member", "admin_post",
    "phone_masked",
)


def held(whose: Whose) -> Iterator[Held]:
    """Twelve queries at most, however much there is."""
    person = Person.objects.get(pk=whose.pk)
    yield from _line(person, whose)
    for member in Membership.objects.known().filter(person=person).select_related("organisation").order_by("valid_from", "pk"):
        told = _("%(standing)s，%(branch)s") % {"standing": words.word(words.STANDING, member.standing), "branch": member.organisation.name}
        yield _dated("roster.Membership.standing", told, member)
    for placed in Placement.objects.known().filter(person=person).select_related("organisation").order_by("valid_from", "pk"):
        yield _dated("roster.Placement.organisation", placed.organisation.name, placed)
    for post in Post.objects.known().filter(person=person).select_related("organisation").order_by("valid_from", "pk"):
        told = _("%(branch)s%(post)s") % {"branch": post.organisation.name, "post": words.word(words.POST, post.kind)}
        yield _dated("roster.Post.kind", told, post)
    yield from _restrictions(person)
    for extension in ProbationExtension.objects.known().filter(person=person).order_by("valid_from", "pk"):
        yield _dated("roster.ProbationExtension.until", _("预备期延长至 %(day)s") % {"day": extension.until.isoformat()}, extension)
    for deed in Deed.objects.filter(person=person, reversed_at=None).order_by("recorded_at", "pk"):
        told = _("%(act)s，%(day)s") % {"act": words.word(words.DEED, deed.act), "day": deed.valid_on.isoformat()}
        yield Held("roster.Deed.act", told, "page", _day(deed.recorded_at), deed.key, deed.recorded_by)
    for path in Designation.objects.filter(person=person).select_related("organisation").order_by("opened_at", "pk"):
        told = _("%(branch)s%(post)s") % {"branch": path.organisation.name, "post": words.word(words.POST, path.post)}
        yield Held("roster.Designation.post", told, "page", path.opened_on, path.key, path.opened_by)
    present = Present.objects.filter(person=person).values_list("can_vote", flat=True).first()
    if present is not None:
        yield Held("roster.Present.can_vote", _("有表决权、选举权") if present else _("没有表决权、选举权"), "derived")
    files = Import.objects.filter(top_key=whose.top_key, state="taken").exclude(file_sealed="").count()
    if files:
        yield Held("roster.Import.file_sealed", plural("本委导入的花名册、台账原件 %(n)s 份，加密封存；里面可能有本人的一行", files) % {"n": files}, "register")


def _line(person: Person, whose: Whose) -> Iterator[Held]:
    if person.id_masked:
        yield Held("roster.Person.id_masked", person.id_masked, "register")
    fact = PersonFact.objects.on(whose.on).filter(person=person).order_by("valid_from", "pk").last()
    if fact is not None:
        for name in LINE:
            if getattr(fact, name):
                yield _dated(f"roster.PersonFact.{name}", getattr(fact, name), fact)
    earlier = PersonFact.objects.filter(person=person).count() - (fact is not None)
    if earlier > 0:
        yield Held("roster.PersonFact", plural("更正、变动以前的登记 %(n)s 份，保留备查", earlier) % {"n": earlier}, "register")
    if person.died_on is not None:
        yield Held("roster.Person.died_on", person.died_on.isoformat(), "page")


def _restrictions(person: Person) -> Iterator[Held]:
    rows = list(Restriction.objects.known().filter(person=person).order_by("valid_from", "pk"))
    try:
        kinds = open_many((person.key, RESTRICTION, row.kind_sealed) for row in rows)
    except Destroyed:
        kinds = [""] * len(rows)
    for row, kind in zip(rows, kinds, strict=True):
        yield _dated("roster.Restriction.kind_sealed", words.word(words.RESTRICTION, kind), row)


def _dated(column: str, told: str, fact: Any) -> Held:
    if fact.valid_to is not None:
        told = _("%(what)s（至 %(day)s）") % {"what": told, "day": fact.valid_to.isoformat()}
    return Held(column, told, words.sources(fact.source), _day(fact.recorded_at), str(fact.pk), at=fact.recorded_at)


def _day(at: Any) -> date:
    return timezone.localdate(at)


def readings(whose: Whose) -> Iterator[Reading]:
    """Who had a number shown in full, and why. Two queries."""
    shown = about(whose.key, ("SensitiveShown",))
    try:
        reasons = open_many((whose.key, "reason", row.sealed.get(whose.key, {}).get("reason", "")) for row in shown)
    except Destroyed:
        reasons = [""] * len(shown)
    named = {ID_NUMBER: _("查看完整身份证号"), PHONE: _("查看完整联系电话")}
    for row, reason in zip(shown, reasons, strict=True):
        yield Reading(row.recorded_at, row.by, row.role, named.get(row.facts.get("field", ""), _("查看完整号码")), reason)
