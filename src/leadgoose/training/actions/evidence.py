"""Evidence for levels: rated by oneself, a superior, a colleague; typed from a sheet; from a test, an exercise, a certificate. And taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import index, seal
from leadgoose.roster.models import Person
from leadgoose.roster.reach import of_person
from leadgoose.training.actions.levels import settle
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.competencies import ColleagueRated, ColleagueSum, Evidence, Pace
from leadgoose.training.queries.competencies import REMARK, model_of
from leadgoose.training.rules.burden import BRIEF, counts
from leadgoose.training.rules.competency import BEHAVIOURS, DIMENSIONS, LEVELS
from leadgoose.training.rules.levels import Kind, of_test, opened
from leadgoose.training.standards import rulebook

LONGEST = 300
OLDEST_YEARS = 3
CAPABILITY = {Kind.OWN: "training.rate_self", Kind.SUPERIOR: "training.rate_superior", Kind.COLLEAGUE: "training.rate_colleague"}
OFFICE = "training.enter_ratings"


@dataclass(frozen=True, slots=True)
class Given:
    """What a rating says: levels by behaviour or dimension, the day it is about, a remark, and who gave it where the office types a sheet."""

    levels: Mapping[str, int]
    on: date
    remark: str = ""
    rater: str = ""
    way: str = Evidence.Way.PAGE


@transaction.atomic
def rate(person: Person, kind: Kind, given: Given, *, by: Actor, at: datetime) -> Evidence | None:
    """Enter one rating; by the rater, or by the office from a sheet. None for a colleague's, of which only sums are kept. Raises Refused."""
    person = locked(person)
    typed = given.way != Evidence.Way.PAGE
    permit = by.require(OFFICE if typed else CAPABILITY[kind], of_person(person))
    if not typed and kind is not Kind.OWN and by.person_key == person.key:
        raise Refused(_("自己的表现填在自评里。"))
    check(given.levels, given.on, timezone.localdate(at))
    if len(given.remark) > LONGEST or len(given.rater) > LONGEST:
        raise Refused(_("太长，最多 %(most)s 个字。") % {"most": LONGEST}, "remark")
    if kind is Kind.COLLEAGUE:
        _add_to_sum(person, given, permit, by, at)
        return None
    remark = "；".join(one for one in (given.rater, given.remark) if one)
    found = keep(person, kind, given.levels, on=given.on, way=given.way, rater=by.login, remark=remark, by=by, at=at)
    personal = {person.key: {"levels": json.dumps(dict(given.levels), sort_keys=True), **({"remark": remark} if remark else {})}}
    _record("LevelsRated", person, found, permit, personal, typed=len(given.levels) + 1, by=by, at=at)
    settle([person.pk], act="LevelsRated", at=at)
    return found


@transaction.atomic
def measure(top_key: str, taps: int, seconds: float, *, at: datetime) -> None:
    """Add one form to the committee's sums of how long rating takes; whose it was is not kept. Not an act: nobody decided anything."""
    if taps and counts(seconds):
        found, _made = Pace.objects.select_for_update().get_or_create(top_key=top_key, year=timezone.localdate(at).year)
        found.taps, found.seconds = found.taps + taps, found.seconds + round(seconds)
        found.save(update_fields=["taps", "seconds"])


def _add_to_sum(person: Person, given: Given, permit: Permit, by: Actor, at: datetime) -> None:
    """Add a colleague's levels to the year's sums; that this rater did is kept as a mark that tells no level."""
    rater = index("rater", given.rater or by.login, str(given.on.year))
    first = ColleagueRated.objects.get_or_create(person=person, year=given.on.year, rater=rater)[1]
    if not first:
        raise Refused(_("这名同事 %(year)s 年已经评过。") % {"year": given.on.year})
    version = model_of(person.top_key, given.on).version
    found, _made = ColleagueSum.objects.select_for_update().get_or_create(
        person=person, year=given.on.year, defaults={"top_key": person.top_key, "version": version, "valid_on": given.on})
    for name, level in given.levels.items():
        row = found.counts.setdefault(name, [0] * len(LEVELS))
        row[level - 1] += 1
    found.raters += 1
    found.valid_on = max(found.valid_on, given.on)
    now_open = opened(found.counts, found.open_counts, rulebook(given.on))
    if now_open != found.open_counts:
        found.open_counts, found.open_on = now_open, found.valid_on
    found.save()
    # The same number of fields whatever was left out: the journal tells nobody which sum a rating went into.
    act = Act("ColleagueRated", given.on, person.top_key, _place(person), person.key, facts={"year": given.on.year}, typed=BRIEF, role=permit.role or "")
    record(act, by=by, at=at)
    settle([person.pk], act="ColleagueRated", at=at)


@transaction.atomic
def enter_test(person: Person, per_cent: Mapping[str, int], *, on: date, origin: str, by: Actor, at: datetime) -> Evidence | None:
    """Enter what a written test showed: share of right answers by dimension (0 to 100). The test's own act permits and journals it.

    origin: the sitting's key; entered twice it is the same evidence. None when nothing was asked of any dimension.
    """
    book = rulebook(on)
    levels = {dimension: of_test(share, book) for dimension, share in per_cent.items() if dimension in DIMENSIONS}
    if not levels:
        return None
    person = locked(person)
    there = Evidence.objects.filter(person=person, kind=Kind.TEST, origin=origin, retracted_at=None).first()
    if there is not None:
        return there
    found = keep(person, Kind.TEST, levels, on=on, way=Evidence.Way.TEST, origin=origin, by=by, at=at)
    settle([person.pk], act="TestEntered", at=at)
    return found


def keep(
    person: Person, kind: Kind, levels: Mapping[str, int], *, on: date, way: str, by: Actor, at: datetime, rater: str = "", remark: str = "",
    origin: str = "", ends_on: date | None = None,
) -> Evidence:
    """Write one piece of evidence; the caller permits, journals and settles."""
    return Evidence.objects.create(
        top_key=person.top_key, person=person, kind=kind.value, levels=dict(levels), valid_on=on, ends_on=ends_on, way=way, rater=rater, origin=origin,
        version=model_of(person.top_key, on).version, remark_sealed=seal(person.key, REMARK, remark), recorded_at=at, recorded_by=by.login,
    )


@transaction.atomic
def withdraw_evidence(person: Person, key: str, reason: str, *, by: Actor, at: datetime) -> Evidence:
    """Say that a piece of evidence counts no more, with the reason; what it caused is derived anew. Raises Refused."""
    person = locked(person)
    permit = by.require("training.withdraw_evidence", of_person(person))
    found = Evidence.objects.select_for_update().filter(person=person, key=key, retracted_at=None).first()
    if found is None:
        raise Refused(_("没有可以撤回的评定。"))
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST:
        raise Refused(_("请写明撤回的原因，最多 %(most)s 个字。") % {"most": LONGEST}, "reason")
    found.retracted_at, found.retracted_by = at, by.login
    found.save(update_fields=["retracted_at", "retracted_by"])
    _record("EvidenceWithdrawn", person, found, permit, {person.key: {"reason": reason}}, typed=1, by=by, at=at)
    settle([person.pk], act="EvidenceWithdrawn", at=at)
    return found


def check(levels: Mapping[str, int], on: date, today: date) -> None:
    """Raises Refused for levels or a day that nobody can mean."""
    if not levels:
        raise Refused(_("还没有评任何一项。"), "levels")
    if any(name not in BEHAVIOURS and name not in DIMENSIONS for name in levels) or any(level not in LEVELS for level in levels.values()):
        raise Refused(_("级别是 1 至 5。"), "levels")
    if on > today:
        raise Refused(_("日期不能晚于今天。"), "on")
    if on.year < today.year - OLDEST_YEARS:
        raise Refused(_("日期太早，%(years)s 年以前的表现不再采用。") % {"years": OLDEST_YEARS}, "on")


def locked(person: Person) -> Person:
    """The person's row, locked, with the branch that reaches it."""
    Person.objects.select_for_update().get(pk=person.pk)
    return Person.objects.select_related("present__organisation__unit").get(pk=person.pk)


def _place(person: Person) -> str:
    present = getattr(person, "present", None)
    return present.organisation.key if present is not None else ""


def _record(
    name: str, person: Person, found: Evidence, permit: Permit, personal: Mapping[str, Mapping[str, str]], *, typed: int, by: Actor, at: datetime
) -> None:
    facts = {"evidence": found.key, "evidence_kind": found.kind, "standard": found.version, "rated": len(found.levels), "way": found.way}
    act = Act(name, found.valid_on, person.top_key, _place(person), person.key, facts=facts, personal=personal, typed=typed, role=permit.role or "")
    record(act, by=by, at=at)
