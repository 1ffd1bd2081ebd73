"""Second factors as pages show them, and what is decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator

from leadgoose.accounts import factors
from leadgoose.accounts.factors import TYPES
from leadgoose.accounts.models import FactorDemand, FactorReset, OutsideIdentity
from leadgoose.accounts.rules.demands import owing
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import Role
from leadgoose.ground.vault.actions import open_sealed


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: "totp", "webauthn" or "recovery_codes"; the name its holder gave a passkey; how many codes are left on a slip."""

    pk: int
    kind: str
    name: str
    since: datetime
    left: int


@dataclass(frozen=True, slots=True)
class Reset:
    """An open request to reset lost factors."""

    pk: int
    reason: str
    asked_by: str
    asked_at: datetime


def of_account(user: User) -> list[Factor]:
    """An account's factors, the oldest first. One query."""
    return [
        Factor(
            one.pk, str(one.type), str(one.data.get("name", "")), one.created_at, factors.codes_left(one) if one.type == TYPES.RECOVERY_CODES else 0
        )
        for one in Authenticator.objects.filter(user=user).order_by("pk")
    ]


def kinds_of(user: User) -> frozenset[str]:
    """Which kinds of factors the account has. One query. A slip whose codes are all used is one: else it would open what it locked."""
    return frozenset(map(str, Authenticator.objects.filter(user=user).values_list("type", flat=True)))


def decided() -> dict[Role, bool]:
    """What the security officer decided, by role; the last decision of each. One query."""
    return {Role(role): demanded for role, demanded in FactorDemand.objects.order_by("pk").values_list("role", "demanded")}


def owed(user: User, on: date) -> frozenset[Role]:
    """Because of which roles an account without a factor owes one. Two queries."""
    grants = Grant.objects.filter(user=user).values_list("role", "since", "until")
    return owing([Role(role) for role, since, until in grants if since <= on and (until is None or until > on)], 0, decided())


def open_reset(user: User) -> Reset | None:
    """The open request for this account, if there is one. One query."""
    row = FactorReset.objects.filter(user=user, closed_at=None).select_related("asked_by").first()
    if row is None:
        return None
    reason = open_sealed(user.person_key or user.home_key or "platform", "factor_reset", row.reason_sealed)
    return Reset(row.pk, reason, row.asked_by.login, row.asked_at)


def reset_row(user: User) -> FactorReset | None:
    return FactorReset.objects.filter(user=user, closed_at=None).first()


def last_decision() -> FactorDemand | None:
    """The security officer's last decision about a role; None while the defaults hold. One query."""
    return FactorDemand.objects.order_by("-pk").first()


def link_of(user: User) -> OutsideIdentity | None:
    """The account's link with the outside provider, if it has one. One query."""
    return OutsideIdentity.objects.filter(user=user, ended_at=None).first()
