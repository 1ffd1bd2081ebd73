"""Ending the roles that rested on a post, a membership or an organisation that is there no longer: what follows from an act of the register."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from leadgoose.accounts.reach import chain_of
from leadgoose.accounts.rules.resting import ended
from leadgoose.ground.access import sign_ins
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import Grant
from leadgoose.ground.access.roles import Role
from leadgoose.ground.journal.actions import Act, record
from leadgoose.roster.queries import holdings as register

RESTING = (Role.SECRETARY, Role.COMMITTEE_MEMBER, Role.MEMBER)


def end_resting_roles(people: Collection[str] | None, *, top_key: str, cause: str, on: date, by: Actor, at: datetime) -> int:
    """End the roles of these people's accounts (person keys; None: of everybody in the committee) whose post or membership has ended.

    Permitted with the act that caused it (`cause`), whose transaction it runs in; each is recorded (`RoleEnded`). Returns how many.
    """
    grants = Grant.objects.select_related("user").filter(until=None, role__in=RESTING, user__home_key=top_key).exclude(user__person_key="")
    if people is not None:
        grants = grants.filter(user__person_key__in=people)
    rows = list(grants.order_by("pk"))
    held = register.holdings({row.user.person_key for row in rows}, on) if rows else {}
    over = [row for row in rows if ended([(Role(row.role), row.key)], held[row.user.person_key])]
    return _end(over, cause, on, by, at)


def end_roles_on(keys: Collection[str], *, cause: str, on: date, by: Actor, at: datetime) -> int:
    """End every role held on these organisations (keys) that are there no longer. Permitted and recorded as above."""
    gone = register.ended(keys, on)
    rows = list(Grant.objects.select_related("user").filter(until=None, key__in=gone).order_by("pk")) if gone else []
    return _end(rows, cause, on, by, at)


def _end(rows: list[Grant], cause: str, on: date, by: Actor, at: datetime) -> int:
    for row in rows:
        row.until = on
        row.save(update_fields=["until"])
        facts = {"login": row.user.login, "role": row.role, "key": row.key, "cause": cause}
        record(Act("RoleEnded", on, chain_of(row.user), org_key=row.key, person_key=row.user.person_key, facts=facts, filled=1), by=by, at=at)
    for user in {row.user_id: row.user for row in rows if row.user_id != by.user_id}.values():
        sign_ins.end_all(user, by=by.login, at=at)   # a page left open must not look as if it were still theirs
    return len(rows)
