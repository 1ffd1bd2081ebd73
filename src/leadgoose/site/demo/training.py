"""Training in the demonstration: every level comes from evidence that the office took in, as ratings on sheets and by table."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from leadgoose.ground.access.actor import Actor
from leadgoose.roster.models import Organisation, Present
from leadgoose.training.actions.model import set_mark
from leadgoose.training.actions.ratings import import_ratings
from leadgoose.training.queries.team import Member, team
from leadgoose.training.rules.competency import DIMENSIONS, Role
from leadgoose.training.standards import rulebook

SEED = 7
TYPICAL = {
    Role.SECRETARY: (3, 3, 3, 3, 2, 3, 3), Role.NEW_SECRETARY: (3, 2, 2, 2, 2, 3, 2), Role.DEPUTY: (3, 2, 2, 2, 2, 3, 2), Role.MEMBER: (2, 2, 2, 2, 2, 2, 2),
    Role.RESERVE: (2, 1, 2, 2, 1, 3, 2), Role.DEMONSTRATION: (4, 4, 4, 4, 4, 4, 3),
}
"""What a typical rating of a role says, by dimension; ratings scatter around it."""


def fill(top: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    """Marks, then ratings: superiors', own, colleagues'. About every eighth person was not rated yet."""
    chance = random.Random(SEED)
    reserve = Present.objects.filter(top_key=top.key, posts="", can_vote=True).order_by("sort").select_related("person")[3:90:9]
    for one in reserve:
        set_mark(one.person, "reserve", on - timedelta(days=40), "示例：党委会研究确定的后备名单", by=clerk, at=at)
    people = team(top.key, on, rulebook(on))
    rows = [row for one in people if chance.random() > 0.12 for row in _ratings(one, on, chance)]
    head = ["姓名", "党支部", "评价方式", "日期", "评价人", *DIMENSIONS]
    table: list[list[object]] = [list(head), *rows]
    import_ratings(top, "\n".join("\t".join(str(cell) for cell in row) for row in table), by=clerk, at=at)


def _ratings(one: Member, on: date, chance: random.Random) -> list[list[object]]:
    found: list[list[object]] = []
    whom = (one.name, one.branch)
    found.append([*whom, "上级评价", on - timedelta(days=chance.randint(10, 60)), "督导员", *_levels(one, chance, 0)])
    if chance.random() < 0.7:
        found.append([*whom, "自评", on - timedelta(days=chance.randint(10, 60)), "", *_levels(one, chance, 0.4)])
    if one.role in {Role.SECRETARY, Role.NEW_SECRETARY}:
        found += [[*whom, "同事评价", on - timedelta(days=20), f"第 {number} 号", *_levels(one, chance, 0.1)] for number in range(1, 5)]
    return found


def _levels(one: Member, chance: random.Random, kind: float) -> list[object]:
    """A level for each dimension; now and then none was seen."""
    return ["" if chance.random() < 0.06 else min(5, max(1, round(typical + kind + chance.gauss(0, 0.6)))) for typical in TYPICAL[one.role]]
