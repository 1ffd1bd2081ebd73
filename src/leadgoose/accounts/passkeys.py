"""Passkeys: what a browser's authenticator is asked, and whether it answered, for this host alone (see factors.py).

Whoever calls imports this only then: its library takes megabytes in every worker, and most installations have no passkey.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.webauthn.internal.auth import WebAuthn, build_user_payload, get_authenticator_by_credential_id, get_credentials
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity, ResidentKeyRequirement, UserVerificationRequirement

from leadgoose.accounts.factors import bare
from leadgoose.ground.access.models import User


def begin(user: User, host: str) -> tuple[str, Any]:
    """What the browser's authenticator is asked, as JSON, and the state to keep until it answers."""
    options, state = _server(host).register_begin(
        build_user_payload(user), get_credentials(user), resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _json(options), state


def finish(user: User, name: str, state: Any, answer: Mapping[str, Any], host: str) -> bool:
    """Keep the passkey if the answer is one to the question, for this host."""
    try:
        _server(host).register_complete(state, answer)
    except (ValueError, TypeError, KeyError):
        return False
    WebAuthn.add(user, name, dict(answer))
    return True


def ask(user: User, host: str) -> tuple[str, Any]:
    """What one of the account's passkeys is asked at log-in, as JSON, and the state to keep."""
    options, state = _server(host).authenticate_begin(get_credentials(user), user_verification=UserVerificationRequirement.PREFERRED)
    return _json(options), state


def use(user: User, state: Any, answer: Mapping[str, Any], host: str) -> bool:
    """Whether one of the account's passkeys answered, for this host, and its counter did not go back (a copied key's would)."""
    try:
        used = _server(host).authenticate_complete(state, get_credentials(user), answer)
        data = base64.urlsafe_b64decode(str(answer["response"]["authenticatorData"]) + "==")
    except (ValueError, TypeError, KeyError):
        return False
    row = get_authenticator_by_credential_id(user, used.credential_id)
    counter = int.from_bytes(data[33:37], "big")   # after the hash of the host (32 bytes) and the flags (1)
    before = 0 if row is None else int(row.data.get("sign_count", 0))
    if row is None or ((counter or before) and counter <= before):   # keys that do not count say 0 for ever
        return False
    row.data["sign_count"] = counter
    row.save(update_fields=["data"])
    return True


def _server(host: str) -> Fido2Server:
    name = bare(host)
    return Fido2Server(PublicKeyCredentialRpEntity(id=name, name=_("领头雁")), verify_origin=lambda origin: _is_here(origin, name))


def _is_here(origin: str, name: str) -> bool:
    """https at exactly this host; http only on the machine itself."""
    parts = urlsplit(origin)
    return parts.hostname == name and (parts.scheme == "https" or (parts.scheme == "http" and name == "localhost"))


def _json(options: Any) -> str:
    return json.dumps(dict(options)["publicKey"] if "publicKey" in options else dict(options), default=dict)
