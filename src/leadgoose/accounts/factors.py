"""What django-allauth's second factors are here: sealed in the vault, bound to this host, good once.

allauth keeps the factors and does their arithmetic; its pages, its messages and its e-mails are not used. Where its own flow is too weak for
several workers (a code counts as used in a cache of one process) or for an office machine (it would switch the check of the origin off for
http://localhost), the check is made here. See docs/decisions/.
"""

from __future__ import annotations

import re
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.utils.translation import gettext as _

from leadgoose.ground.access.models import User
from leadgoose.ground.vault.actions import open_sealed, seal

KEY, FIELD = "second-factor", "secret"
"""Under which key of the vault secrets lie: the installation's own, for many accounts belong to nobody in a register."""

TYPES = Authenticator.Type
_ADDRESS = re.compile(r"[0-9.]+|\[.*\]")


class Adapter(DefaultMFAAdapter):
    """Secrets are sealed by the vault, and nothing is ever sent by e-mail."""

    def encrypt(self, text: str) -> str:
        return seal(KEY, FIELD, text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(KEY, FIELD, encrypted_text)

    def get_totp_issuer(self) -> str:
        return _("领头雁")

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """The account's number and login; the holder's name stays here."""
        return {"id": str(user.pk).encode(), "display_name": user.login, "name": user.login}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no e-mail; the journal and the account's page say what changed."""


def new_secret() -> str:
    """For an authenticator app."""
    secret: str = generate_totp_secret()
    return secret


def picture(user: User, secret: str) -> str:
    """The QR code of a new secret as SVG, drawn here."""
    adapter = Adapter()
    svg: str = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return svg[svg.index("<svg") :]


def counter_of(secret: str, code: str) -> int | None:
    """Which half-minute a code belongs to: the present one or a neighbour; None when it is not this secret's."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            found: int = counter
            return found
    return None


def use_totp(row: Authenticator, code: str) -> bool:
    """Whether the code is right and later than the last that was used. `row` is locked by the caller."""
    counter = counter_of(decrypt(row.data["secret"]), code)
    if counter is None or counter <= row.data.get("last_counter", -1):
        return False
    row.data["last_counter"] = counter
    row.save(update_fields=["data"])
    return True


def use_recovery_code(row: Authenticator, code: str) -> bool:
    """Whether the code is one of those on the slip that was not used yet; then it is used."""
    return bool(RecoveryCodes(row).validate_code(code))


def codes_left(row: Authenticator) -> int:
    return MANY - int(row.data["used_mask"]).bit_count()


MANY = 10
"""Codes on a slip, as MFA_RECOVERY_CODE_COUNT says."""


def has_name(host: str) -> bool:
    """Whether passkeys work at this host: browsers bind them to a name, never to an IP address."""
    return not _ADDRESS.fullmatch(bare(host))


def keep_totp(user: User, secret: str, counter: int) -> Authenticator:
    row: Authenticator = TOTP.activate(user, secret).instance
    row.data["last_counter"] = counter   # the code that proved it is used
    row.save(update_fields=["data"])
    return row


def new_codes(user: User) -> list[str]:
    """Ten new codes; those of an earlier slip are void."""
    Authenticator.objects.filter(user=user, type=TYPES.RECOVERY_CODES).delete()
    made: list[str] = RecoveryCodes.activate(user).generate_codes()
    return made


def bare(host: str) -> str:
    """A host without its port."""
    return host if host.startswith("[") else host.partition(":")[0]
