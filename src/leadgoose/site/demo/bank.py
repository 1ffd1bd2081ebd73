"""The bank in the demonstration: the shipped questions taken in, a test before the course on paper, one after it on the screen."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from leadgoose.ground.access.actor import Actor
from leadgoose.roster.models import Organisation, Person
from leadgoose.training.actions.bank import take_shipped
from leadgoose.training.actions.exams import Setting, invite, set_exam
from leadgoose.training.actions.sittings import Paper, enter_paper
from leadgoose.training.models.bank import Exam, Sitting
from leadgoose.training.queries.exams import items_of
from leadgoose.training.queries.team import team
from leadgoose.training.rules.bank import Kind
from leadgoose.training.rules.competency import Role
from leadgoose.training.rules.drawing import Share
from leadgoose.training.rules.marking import worth
from leadgoose.training.standards import rulebook

SEED, PEOPLE = 11, 12
UNITS = (("basics", 4), ("basics", 8), ("secretary", 3), ("secretary", 5))
BLUEPRINT = tuple(Share(course, unit, kind, count) for course, unit in UNITS for kind, count in ((Kind.SINGLE, 3), (Kind.TRUE_FALSE, 2), (Kind.MULTIPLE, 1)))


def fill(top: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    """Twelve secretaries wrote the test before, a month ago; the test after is open and three of them wrote it."""
    chance = random.Random(SEED)
    take_shipped(top, by=clerk, at=at)
    secretaries = [one.pk for one in team(top.key, on, rulebook(on)) if one.role in (Role.SECRETARY, Role.NEW_SECRETARY)][:PEOPLE]
    people = list(Person.objects.filter(pk__in=secretaries).order_by("pk"))
    before = set_exam(top, Setting("新任书记培训 训前测试", "before", BLUEPRINT, 40, on - timedelta(days=35), on, "2026-1"), by=clerk, at=at)
    _written(before, people, on - timedelta(days=33), 0.55, chance, clerk, at)
    after = Setting("新任书记培训 训后测试", "after", BLUEPRINT, 40, on - timedelta(days=5), on + timedelta(days=9), "2026-2", before)
    exam = set_exam(top, after, by=clerk, at=at)
    invite(exam, people, by=clerk, at=at)
    _written(exam, people[:3], on - timedelta(days=2), 0.85, chance, clerk, at)


def _written(exam: Exam, people: list[Person], on: date, share: float, chance: random.Random, clerk: Actor, at: datetime) -> None:
    invite(exam, people, by=clerk, at=at)
    items = items_of(exam)
    for sitting in Sitting.objects.filter(exam=exam, person__in=people).select_related("exam__trainer", "person"):
        marks = {one.item: worth(one.asked) if chance.random() < share else 0 for one in items}
        enter_paper(sitting, Paper(on, marks, {}), by=clerk, at=at)
