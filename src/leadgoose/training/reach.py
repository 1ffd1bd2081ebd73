"""What reaches a thing of training: plans and sessions are the committee's."""

from __future__ import annotations

from leadgoose.ground.access.scopes import Target
from leadgoose.training.models.plan import Plan, Session


def find_plan(key: str) -> Target | None:
    found = Plan.objects.filter(key=key).first()
    return None if found is None else Target(frozenset({found.top_key}), found.top_key, found)


def find_session(key: str) -> Target | None:
    found = Session.objects.filter(key=key).first()
    return None if found is None else Target(frozenset({found.top_key}), found.top_key, found)
