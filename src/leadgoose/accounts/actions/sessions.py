"""Ending log-ins elsewhere."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from leadgoose.accounts.reach import chain_of, reach_of
from leadgoose.ground.access import sign_ins
from leadgoose.ground.access.actor import ME, Actor
from leadgoose.ground.access.models import SignIn, User
from leadgoose.ground.journal.actions import Act, record


def end_session(user: User, pk: int, *, on: date, by: Actor, at: datetime) -> int:
    """End one log-in of one's own (`SessionsEnded`). Returns how many: 0 when it was over already."""
    with transaction.atomic():
        by.require("accounts.end_session", {ME} if by.user_id == user.pk else set())
        return _end(user, [one for one in sign_ins.alive(user) if one.pk == pk], "anyone", on=on, by=by, at=at)


def end_other_sessions(user: User, here: str, *, on: date, by: Actor, at: datetime) -> int:
    """End all log-ins of one's own but that of the browser with this session key (`SessionsEnded`). Returns how many."""
    with transaction.atomic():
        by.require("accounts.end_other_sessions", {ME} if by.user_id == user.pk else set())
        return _end(user, [one for one in sign_ins.alive(user) if one.session_key != here], "anyone", on=on, by=by, at=at)


def end_session_of(user: User, pk: int, *, on: date, by: Actor, at: datetime) -> int:
    """The security officer ends a log-in of somebody's (`SessionsEnded`). Returns how many."""
    with transaction.atomic():
        permit = by.require("accounts.end_session_of", reach_of(user))
        return _end(user, [one for one in sign_ins.alive(user) if one.pk == pk], str(permit.role or ""), on=on, by=by, at=at)


def _end(user: User, rows: list[SignIn], role: str, *, on: date, by: Actor, at: datetime) -> int:
    ended = sign_ins.end(rows, by=by.login, at=at)
    if ended:
        facts = {"login": user.login, "sign_ins": ended}
        record(Act("SessionsEnded", on, chain_of(user), person_key=user.person_key, facts=facts, typed=1, role=role), by=by, at=at)
    return ended
