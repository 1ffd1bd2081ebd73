"""Two objections of the demonstration: one on line that waits for its answer, one on paper that was answered by a correction."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import User
from leadgoose.ground.access.queries import actor_of
from leadgoose.ground.holdings import Whose
from leadgoose.ground.journal.models import Entry
from leadgoose.rights.actions.objections import Answering, Objecting, answer_objection, raise_objection, remark_answer
from leadgoose.rights.queries import held
from leadgoose.roster.actions.lines import correct_line
from leadgoose.roster.models import Organisation, Person, Present
from leadgoose.roster.rules.lines import How

EDUCATION = "roster.PersonFact.education"
BELOW = frozenset({"大专", "中专", "高中"})
"""Schooling after which somebody may have taken a degree beside their work."""


def fill(top: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    """Through the acts of every day; where nobody suits, it is left out."""
    member = User.objects.filter(home_key=top.key, login="member").exclude(person_key="").first()
    if member is not None and Present.objects.filter(person__key=member.person_key, education__in=BELOW).exists():
        _on_line(Person.objects.get(key=member.person_key), actor_of(member, on=on), on, at)
    old = Present.objects.filter(top_key=top.key, posts="", education="高中").order_by("born_on", "sort").select_related("person").first()
    if old is not None:
        _on_paper(Person.objects.get(pk=old.person_id), on, clerk, at)


def _choice(person: Person, on: date, own: bool) -> str:
    """How a form names the person's schooling."""
    parts = held.parts(Whose(person.key, person.pk, person.top_key, on, own))
    return next((one.choice for part in parts for one in part.things if one.field == EDUCATION), "other")


def _on_line(person: Person, by: Actor, on: date, at: datetime) -> None:
    what = Objecting(_choice(person, on, True), "去年取得了成人教育本科毕业证，登记的还是以前的学历。", "大学本科")
    raise_objection(person, what, by=by, at=at)


def _on_paper(person: Person, on: date, clerk: Actor, at: datetime) -> None:
    """Received nine days ago, corrected and answered, with a word of the person's own afterwards."""
    received = on - timedelta(days=9)
    what = Objecting(_choice(person, on, False), "我上的是石油技校，是中专，不是高中。", "中专", "异议书 2026-1，党办卷柜", received)
    row = raise_objection(person, what, by=clerk, at=at)
    correct_line(person, {"education": "中专"}, How.CORRECTION, on, "石油技校毕业证", by=clerk, at=at)
    done = Entry.objects.filter(chain=person.top_key, act="LineCorrected", person_key=person.key).latest("number")
    answer = Answering("accepted", "查阅人事档案中的毕业证，属实，已改为中专。", f"{done.number}-{done.hash[:16]}", why_alone="办公室只有一名组织员")
    answer_objection(row, answer, by=clerk, at=at)
    remark_answer(row, "已看过，没有意见。", by=clerk, at=at)
