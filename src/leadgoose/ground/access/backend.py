"""Checks a login and a password; the cost of a wrong login is that of a wrong password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from leadgoose.ground.access.models import User


class LoginBackend(BaseBackend):
    def authenticate(self, request: HttpRequest | None, login: str = "", password: str = "", **_: Any) -> User | None:
        user = User.objects.filter(login=login).first()
        if user is None:
            make_password(password)   # so that the time taken does not tell whether the login exists
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
