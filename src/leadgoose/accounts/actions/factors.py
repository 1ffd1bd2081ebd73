"""Second factors: adding, using and removing one's own; and what the office does for whoever lost theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from leadgoose.accounts import factors
from leadgoose.accounts.actions.roles import same_person
from leadgoose.accounts.factors import TYPES
from leadgoose.accounts.models import FactorDemand, FactorReset
from leadgoose.accounts.queries.factors import decided
from leadgoose.accounts.reach import chain_of, reach_of
from leadgoose.accounts.rules.demands import demanded, owing
from leadgoose.ground.access import sign_ins
from leadgoose.ground.access.actor import ME, Actor
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import GRANTED, PLATFORM, Role
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import seal

MOST_KEYS = 10
LONGEST_REASON = 300


class BadFactor(ValueError):
    """A factor is not added, removed or reset; a code (sentences in accounts/words.py)."""


def add_totp(user: User, secret: str, code: str, *, password: str, on: date, by: Actor, at: datetime) -> None:
    """The holder's authenticator app gives codes from now on (`FactorAdded`). Raises BadFactor: "password", "has_totp", "code"."""
    with transaction.atomic():
        user = _own(user, by, "accounts.add_totp", password)
        if Authenticator.objects.filter(user=user, type=TYPES.TOTP).exists():
            raise BadFactor("has_totp")
        counter = factors.counter_of(secret, code)
        if counter is None:
            raise BadFactor("code")
        factors.keep_totp(user, secret, counter)
        _record("FactorAdded", user, {"factor": "totp"}, on=on, by=by, at=at)


def begin_passkey(user: User, *, password: str, host: str, by: Actor, at: datetime) -> tuple[str, Any]:
    """The question to the browser's authenticator and the state to keep. Raises BadFactor: "password", "many_keys", "no_name"."""
    from leadgoose.accounts import passkeys  # noqa: PLC0415  only a passkey needs its library

    with transaction.atomic():
        user = _own(user, by, "accounts.add_passkey", password)
        if Authenticator.objects.filter(user=user, type=TYPES.WEBAUTHN).count() >= MOST_KEYS:
            raise BadFactor("many_keys")
        if not factors.has_name(host):
            raise BadFactor("no_name")
        return passkeys.begin(user, host)


def add_passkey(user: User, name: str, state: Any, answer: Mapping[str, Any], *, host: str, on: date, by: Actor, at: datetime) -> None:
    """Keep the passkey that answered (`FactorAdded`). The password was asked with the question. Raises BadFactor: "passkey"."""
    from leadgoose.accounts import passkeys  # noqa: PLC0415  only a passkey needs its library

    with transaction.atomic():
        user = _own(user, by, "accounts.add_passkey", None)
        if not passkeys.finish(user, name, state, answer, host):
            raise BadFactor("passkey")
        _record("FactorAdded", user, {"factor": "webauthn"}, on=on, by=by, at=at)


def make_recovery_codes(user: User, *, password: str, on: date, by: Actor, at: datetime) -> list[str]:
    """Ten codes for a slip of paper, each good once; an earlier slip is void (`RecoveryCodesIssued`). Raises BadFactor: "password"."""
    with transaction.atomic():
        user = _own(user, by, "accounts.make_recovery_codes", password)
        codes = factors.new_codes(user)
        _record("RecoveryCodesIssued", user, {}, on=on, by=by, at=at)
        return codes


def remove_factor(user: User, pk: int, *, password: str, on: date, by: Actor, at: datetime) -> None:
    """The holder gives a factor up (`FactorRemoved`). Raises BadFactor: "password", "gone", "last" (a role of theirs demands one)."""
    with transaction.atomic():
        user = _own(user, by, "accounts.remove_factor", password)
        rows = list(Authenticator.objects.select_for_update().filter(user=user))
        row = next((one for one in rows if one.pk == pk), None)
        if row is None:
            raise BadFactor("gone")
        if owing([held.role for held in by.held], len(rows) - 1, decided()):
            raise BadFactor("last")
        kind = str(row.type)
        row.delete()
        _record("FactorRemoved", user, {"factor": kind}, on=on, by=by, at=at)


def use_code(user: User, code: str) -> str:
    """Which factor a typed code proves: "totp", "recovery_codes", or "" for none. Either is good once. For the log-in page: no actor yet."""
    tidy = "".join(code.split()).replace("-", "")
    with transaction.atomic():
        rows = {str(one.type): one for one in Authenticator.objects.select_for_update().filter(user=user, type__in=[TYPES.TOTP, TYPES.RECOVERY_CODES])}
        if TYPES.TOTP in rows and factors.use_totp(rows[TYPES.TOTP], tidy):
            return str(TYPES.TOTP)
        if TYPES.RECOVERY_CODES in rows and factors.use_recovery_code(rows[TYPES.RECOVERY_CODES], tidy):
            return str(TYPES.RECOVERY_CODES)
    return ""


def use_passkey(user: User, state: Any, answer: Mapping[str, Any], *, host: str) -> str:
    """"webauthn" when one of the account's passkeys answered the question, else ""."""
    from leadgoose.accounts import passkeys  # noqa: PLC0415  only a passkey needs its library

    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        return str(TYPES.WEBAUTHN) if passkeys.use(user, state, answer, host) else ""


def set_factor_demands(roles: frozenset[Role], *, on: date, by: Actor, at: datetime) -> Receipt | None:
    """From now on these roles must show a second factor, the others may (`FactorDemandsSet`). None when that is so already."""
    with transaction.atomic():
        permit = by.require("accounts.set_factor_demands", {PLATFORM})
        before = demanded(decided())
        changed = sorted(role for role in GRANTED if (role in roles) != (role in before))
        if not changed:
            return None
        FactorDemand.objects.bulk_create(FactorDemand(role=role, demanded=role in roles, decided_at=at, decided_by=by.login) for role in changed)
        facts = {"demanded": [role for role in changed if role in roles], "offered": [role for role in changed if role not in roles]}
        return record(Act("FactorDemandsSet", on, facts=facts, typed=len(changed), role=str(permit.role or "")), by=by, at=at)


def ask_factor_reset(user: User, reason: str, *, on: date, by: Actor, at: datetime) -> FactorReset:
    """Whoever saw the holder in person asks that the lost factors go (`FactorResetAsked`); nothing changes until another confirms.

    Raises BadFactor: "own", "reason", "no_factor", "asked".
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        permit = by.require("accounts.ask_factor_reset", reach_of(user))
        reason = " ".join(reason.split())
        if same_person(user, by):
            raise BadFactor("own")
        if not reason or len(reason) > LONGEST_REASON:
            raise BadFactor("reason")
        if not Authenticator.objects.filter(user=user).exists():
            raise BadFactor("no_factor")
        if FactorReset.objects.filter(user=user, closed_at=None).exists():
            raise BadFactor("asked")
        asked = FactorReset.objects.create(user=user, reason_sealed=seal(_whose(user), "factor_reset", reason), asked_at=at, asked_by_id=by.user_id)
        _record("FactorResetAsked", user, {}, personal={_whose(user): {"reason": reason}}, typed=1, role=str(permit.role or ""), on=on, by=by, at=at)
        return asked


def confirm_factor_reset(asked: FactorReset, *, on: date, by: Actor, at: datetime) -> None:
    """Another person confirms: all factors go, all sessions end (`FactorsReset`). Raises BadFactor: "own", "second_person", "gone"."""
    with transaction.atomic():
        asked = FactorReset.objects.select_for_update().select_related("user", "asked_by").get(pk=asked.pk)
        permit = by.require("accounts.confirm_factor_reset", reach_of(asked.user))
        if asked.closed_at is not None:
            raise BadFactor("gone")
        if same_person(asked.user, by):
            raise BadFactor("own")
        if same_person(asked.asked_by, by):
            raise BadFactor("second_person")
        asked.closed_at, asked.closed_by_id, asked.confirmed = at, by.user_id, True
        asked.save(update_fields=["closed_at", "closed_by", "confirmed"])
        _drop_all(asked.user, str(permit.role or ""), on=on, by=by, at=at)


def drop_factor_reset(asked: FactorReset, *, on: date, by: Actor, at: datetime) -> None:
    """The request is taken back or refused; the factors stay (`FactorResetDropped`). Raises BadFactor: "gone"."""
    with transaction.atomic():
        asked = FactorReset.objects.select_for_update().select_related("user").get(pk=asked.pk)
        permit = by.require("accounts.drop_factor_reset", reach_of(asked.user))
        if asked.closed_at is not None:
            raise BadFactor("gone")
        asked.closed_at, asked.closed_by_id = at, by.user_id
        asked.save(update_fields=["closed_at", "closed_by"])
        _record("FactorResetDropped", asked.user, {}, role=str(permit.role or ""), on=on, by=by, at=at)


def reset_factors_here(user: User, *, on: date, by: Actor, at: datetime) -> None:
    """As confirm_factor_reset, typed on the server where one of the three is left without a second to confirm (`FactorsReset`)."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        permit = by.require("accounts.confirm_factor_reset", reach_of(user))
        if not Authenticator.objects.filter(user=user).exists():
            raise BadFactor("no_factor")
        _drop_all(user, str(permit.role or ""), on=on, by=by, at=at)


def _drop_all(user: User, role: str, *, on: date, by: Actor, at: datetime) -> None:
    gone, _ = Authenticator.objects.filter(user=user).delete()
    sign_ins.end_all(user, by=by.login, at=at)
    _record("FactorsReset", user, {"factors": gone}, filled=gone, role=role, on=on, by=by, at=at)


def _own(user: User, by: Actor, capability: str, password: str | None) -> User:
    """The account, locked, when it is the actor's own; the password once more, for a browser left open must not change how one signs in."""
    user = User.objects.select_for_update().get(pk=user.pk)
    by.require(capability, {ME} if by.user_id == user.pk else set())
    if password is not None and not user.check_password(password):
        raise BadFactor("password")
    return user


def _record(act: str, user: User, facts: Mapping[str, Any], *, on: date, by: Actor, at: datetime, **more: Any) -> None:
    more.setdefault("role", "anyone")
    record(Act(act, on, chain_of(user), person_key=user.person_key, facts={"login": user.login, **facts}, **more), by=by, at=at)


def _whose(user: User) -> str:
    return user.person_key or chain_of(user)
