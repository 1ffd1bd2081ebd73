"""What reaches an objection (what reaches the person) and an erasure (the committee, and the platform for its security officer)."""

from __future__ import annotations

from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.access.scopes import Target
from leadgoose.rights.models import Erasure, Objection
from leadgoose.roster.reach import of_person


def find_objection(key: str) -> Target | None:
    row = Objection.objects.select_related("person__present__organisation__unit").filter(key=key).first()
    return None if row is None else Target(of_person(row.person) | {row.top_key}, row.top_key, row)


def find_erasure(key: str) -> Target | None:
    row = Erasure.objects.select_related("person").filter(key=key).first()
    return None if row is None else Target(frozenset({row.top_key, PLATFORM}), row.top_key, row)
