"""Three months after: did the behaviour change, by an example. What the superior sees is evidence; only evidence closes a gap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.models import Person
from leadgoose.roster.reach import of_person
from leadgoose.training import consequences
from leadgoose.training.actions import levels
from leadgoose.training.actions.evidence import keep, locked
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.carrying import EffectCheck
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.rules.competency import LEVELS
from leadgoose.training.rules.levels import Kind

EXAMPLE = "example"
LONGEST = 500
Answer = EffectCheck.Answer


@transaction.atomic
def check_effect(person: Person, session: str, answer: str, example: str, seen: Mapping[str, int], *, by: Actor, at: datetime) -> EffectCheck:
    """Answer the check of one person and session (key). seen: levels by competency as they look now, for what the session raises.

    An example is needed for every answer but "no occasion to see it". Raises Refused.
    """
    person = locked(person)
    role = str(by.require("training.check_effect", of_person(person)).role or "")
    found = EffectCheck.objects.select_for_update().select_related("session").filter(person=person, session__key=session).first()
    today, example = timezone.localdate(at), " ".join(example.split())
    if found is None or found.answer:
        raise Refused(_("没有待办的效果检查。"))
    if by.person_key == person.key:
        raise Refused(_("效果由上级检查，不由本人。"))
    if today <= found.session.ends_on:
        raise Refused(_("培训还没有结束。"))
    if answer not in Answer.values:
        raise Refused(_("请选择一项。"), "answer")
    if answer != Answer.UNSEEN and not example:
        raise Refused(_("请写一件具体的事。"), "example")
    if len(example) > LONGEST:
        raise Refused(_("太长，最多 %(most)s 个字。") % {"most": LONGEST}, "example")
    if any(key not in found.session.gains or level not in LEVELS for key, level in seen.items()):
        raise Refused(_("级别是 1 至 5。"), "levels")
    if answer == Answer.UNSEEN and seen:
        raise Refused(_("没有机会看到的，不评级别。"), "levels")
    if seen:
        given = keep(person, Kind.SUPERIOR, seen, on=today, way=Evidence.Way.SESSION, rater=by.login, remark=example[:300], origin=found.key, by=by, at=at)
        found.evidence = given.key
    found.answer, found.example_sealed = answer, seal(person.key, EXAMPLE, example)
    found.answered_on, found.answered_by = today, by.login
    found.save(update_fields=["answer", "example_sealed", "evidence", "answered_on", "answered_by"])
    place = person.present.organisation.key if hasattr(person, "present") else ""
    facts = {"session": session, "answer": answer, "rated": len(seen)}
    act = Act("EffectChecked", today, person.top_key, place, person.key, facts=facts, personal={person.key: {"example": example}} if example else {},
              typed=2 + len(seen), role=role)
    record(act, by=by, at=at)
    levels.settle([person.pk], act="EffectChecked", at=at)
    consequences.settle_people(person.top_key, [person.pk], on=today, at=at, act="EffectChecked")
    return found
