"""What somebody wants to learn: said on the own page, a need of the year's plan from then on, taken back by whoever said it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.models import Person
from leadgoose.training.actions.evidence import locked
from leadgoose.training.actions.planning import LONGEST, NOTE, collect
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.plan import Plan, Wish
from leadgoose.training.rules.competency import DIMENSIONS

MOST = 2
"""Wishes a person and year: with more, a plan of what is lacking becomes a plan of what is liked."""


@transaction.atomic
def state_wish(person: Person, year: int, dimension: str, note: str, *, by: Actor, at: datetime) -> Wish:
    """Say what one wants to learn, and why. Raises Refused."""
    person = locked(person)
    by.require("training.state_wish", {person.key})
    note = " ".join(note.split())
    if dimension not in DIMENSIONS:
        raise Refused(_("请在所列各项中选择。"), "dimension")
    if not note or len(note) > LONGEST:
        raise Refused(_("请写一句想学什么、为什么，最多 %(most)s 个字。") % {"most": LONGEST}, "note")
    there = Wish.objects.filter(person=person, year=year, retracted_at=None)
    if there.filter(dimension=dimension).exists():
        raise Refused(_("这一方面已经填过。"), "dimension")
    if there.count() >= MOST:
        raise Refused(_("每年最多填 %(most)s 项；想换的，先撤回一项。") % {"most": MOST}, "dimension")
    wish = Wish.objects.create(person=person, year=year, dimension=dimension, note_sealed=seal(person.key, NOTE, note), recorded_at=at, recorded_by=by.login)
    _follow("WishStated", wish, {person.key: {"note": note}}, by=by, at=at)
    return wish


@transaction.atomic
def withdraw_wish(person: Person, key: str, *, by: Actor, at: datetime) -> None:
    """Take a wish back. Raises Refused."""
    person = locked(person)
    by.require("training.withdraw_wish", {person.key})
    wish = Wish.objects.select_for_update().filter(person=person, key=key, retracted_at=None).first()
    if wish is None:
        raise Refused(_("没有可以撤回的愿望。"))
    wish.retracted_at = at
    wish.save(update_fields=["retracted_at"])
    wish.person = person
    _follow("WishWithdrawn", wish, {}, by=by, at=at)


def _follow(name: str, wish: Wish, personal: dict[str, dict[str, str]], *, by: Actor, at: datetime) -> None:
    """The journal, and a plan that is being made: it asks anew."""
    person, today = wish.person, timezone.localdate(at)
    place = person.present.organisation.key if hasattr(person, "present") else ""
    facts = {"year": wish.year, "dimension": wish.dimension}
    record(Act(name, today, person.top_key, place, person.key, facts=facts, personal=personal, typed=2 if personal else 1, role="self"), by=by, at=at)
    draft = Plan.objects.select_for_update().filter(top_key=person.top_key, year=wish.year, state=Plan.State.DRAFT).first()
    if draft is not None:
        collect(draft, today)
        draft.stale = True
        draft.save(update_fields=["stale"])
