"""Checks a login and a password; the cost of a wrong login is that of a wrong password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.http import HttpRequest

from leadgoose.ground.access.models import GrantRow, User
from leadgoose.ground.prepared import Slot, columns, made, prepared


class LoginBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, login: str = "", password: str = "", **_: Any) -> User | None:
        user = User.objects.filter(login=login).first()
        if user is None:
            make_password(password)   # so that the time taken does not tell whether the login exists
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        """The account with everything it was ever granted, in one query: every page needs both."""
        rows = _account(int(user_id))
        if not rows:
            return None
        user = made(User, COLUMNS, rows[0][: len(COLUMNS)])
        user.granted = [GrantRow(*row[len(COLUMNS) :]) for row in rows if row[len(COLUMNS)] is not None]
        return user


COLUMNS = columns(User)
GRANTED = ("grants__role", "grants__key", "grants__since", "grants__until")


@prepared
def _account(user_id: Slot) -> QuerySet[User, Any]:
    return User.objects.filter(pk=user_id, is_active=True).order_by("grants__id").values_list(*COLUMNS, *GRANTED)
