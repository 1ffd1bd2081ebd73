"""Accounts and what they hold. An organisation is named by its key, so that this floor needs no floor above it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from leadgoose.ground.access.roles import GRANTED, PLATFORM, PLATFORM_ROLES


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(login=username)


class GrantRow(NamedTuple):
    """A grant as it is read with its account."""

    role: str
    key: str
    since: date
    until: date | None


class User(AbstractBaseUser):
    """An account. Which person it belongs to is a key of the roster, empty for accounts of the platform."""

    login = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60, blank=True)
    person_key = models.CharField(max_length=16, blank=True, db_index=True)
    home_key = models.CharField(max_length=16, blank=True, db_index=True)   # the top committee that opened it; empty: the platform
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()

    granted: list[GrantRow] | None = None   # set where the account was read together with its grants

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_key"], condition=models.Q(is_active=True) & ~models.Q(person_key=""), name="access_one_account_a_person"),
        ]

    def __str__(self) -> str:
        return self.login


class SignIn(models.Model):
    """One log-in: where, by what, since when; what was done in it, how often and until when is not kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=40, blank=True)      # codes of browser and system: "edge windows"
    address = models.CharField(max_length=45, blank=True)
    way = models.CharField(max_length=20)                     # "password", or the second factor that was shown
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)    # login of who ended it; empty: it was signed out of or became idle

    class Meta:
        indexes = [models.Index(fields=["user", "since"], name="access_sign_ins_of")]


class Grant(models.Model):
    """A role held on a key from a day until the day before `until`; never deleted, only ended."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in GRANTED])
    key = models.CharField(max_length=16, db_index=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    granted_by = models.CharField(max_length=40)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "key"], condition=models.Q(until=None), name="access_one_open_grant"),
            # administrator, security officer and auditor are three people, and none of them does a committee's work
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(until=None, role__in=sorted(PLATFORM_ROLES)), name="access_one_platform_role"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(PLATFORM_ROLES), key=PLATFORM) | (~models.Q(role__in=sorted(PLATFORM_ROLES)) & ~models.Q(key=PLATFORM)),
                name="access_platform_roles_on_platform",
            ),
        ]
