"""Asking the outside provider who somebody is: OpenID Connect, code flow with PKCE; nothing is taken from it but issuer and subject.

Every answer is checked: state, the issuer of document and token, audience, signature by a published key and no other way, expiry, nonce.
Requests go to the one provider that is set, straight, with a short patience and no redirects; nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit

from django.utils.crypto import constant_time_compare

from leadgoose.accounts.rules.outside import Provider

SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key pair. `none`, and those by a shared secret, prove nothing here."""
PATIENCE, MOST = 5, 1_000_000
LEEWAY = 60
"""Seconds that two clocks may differ by."""
KEPT = 600
_documents: dict[str, tuple[float, dict[str, Any]]] = {}


class Refused(Exception):
    """The provider's answer is not taken; a code: "unreachable", "state", "denied", "token", "issuer", "nonce", "audience", "expired"."""


@dataclass(frozen=True, slots=True)
class Trip:
    """What must come back unchanged from the journey to the provider."""

    state: str
    nonce: str
    verifier: str
    then: str = ""
    link: int = 0            # the account that is to be linked; 0: a log-in


def set_out(provider: Provider, back: str, *, then: str = "", link: int = 0) -> tuple[str, Trip]:
    """The provider's address to go to, and what to keep until the return. Raises Refused: "unreachable", "issuer"."""
    trip = Trip(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), then, link)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(trip.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back, "scope": "openid", "state": trip.state, "nonce": trip.nonce,
        "code_challenge": challenge, "code_challenge_method": "S256",
    }
    where = _endpoint(provider, "authorization_endpoint")
    return where + ("&" if "?" in where else "?") + urlencode(asked), trip


def come_back(provider: Provider, trip: Trip, answer: Mapping[str, str], back: str) -> str:
    """The subject that the provider vouches for. Raises Refused."""
    if not constant_time_compare(answer.get("state", ""), trip.state):
        raise Refused("state")
    if answer.get("iss", provider.issuer).rstrip("/") != provider.issuer:
        raise Refused("issuer")
    if answer.get("error") or not answer.get("code"):
        raise Refused("denied")
    fields = {"grant_type": "authorization_code", "code": answer["code"], "redirect_uri": back, "code_verifier": trip.verifier}
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.secret, safe='')}"
    token = _ask(_endpoint(provider, "token_endpoint"), fields, {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()})
    return subject(provider, str(token.get("id_token", "")), trip.nonce)


def subject(provider: Provider, token: str, nonce: str) -> str:
    """The subject of an ID token that holds for us, now, for this journey. Raises Refused."""
    import jwt  # noqa: PLC0415  only an installation with an outside provider needs it: megabytes in every worker

    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in SIGNED:
            raise Refused("token")
        claims = jwt.decode(
            token, _key(provider, header), algorithms=[header["alg"]], audience=provider.client_id, issuer=(provider.issuer, provider.issuer + "/"),
            leeway=LEEWAY, options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise Refused("expired") from None
    except jwt.InvalidAudienceError:
        raise Refused("audience") from None
    except jwt.InvalidIssuerError:
        raise Refused("issuer") from None
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Refused("token") from None
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise Refused("nonce")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise Refused("audience")
    return str(claims["sub"])


def way_out(provider: Provider, back: str) -> str:
    """The provider's own log-out page, or "" where it has none or is not reached."""
    try:
        where = _endpoint(provider, "end_session_endpoint")
    except Refused:
        return ""
    return where + ("&" if "?" in where else "?") + urlencode({"client_id": provider.client_id, "post_logout_redirect_uri": back})


def _key(provider: Provider, header: Mapping[str, Any]) -> Any:
    """The published key that signed it: by its id, or the only one there is."""
    import jwt  # noqa: PLC0415  only an installation with an outside provider needs it: megabytes in every worker

    published = jwt.PyJWKSet.from_dict(_ask(_endpoint(provider, "jwks_uri"))).keys
    fitting = [one for one in published if "kid" not in header or one.key_id == header["kid"]]
    if len(fitting) != 1:
        raise Refused("token")
    return fitting[0].key


def _endpoint(provider: Provider, name: str) -> str:
    """An address out of the provider's own description, which must be its own. Asked again every ten minutes."""
    asked_at, document = _documents.get(provider.issuer, (0.0, {}))
    if time.monotonic() - asked_at > KEPT or not document:
        document = _ask(provider.issuer + "/.well-known/openid-configuration")
        if str(document.get("issuer", "")).rstrip("/") != provider.issuer:
            raise Refused("issuer")
        _documents[provider.issuer] = (time.monotonic(), document)
    where = str(document.get(name, ""))
    parts = urlsplit(where)
    if parts.scheme != "https" and not (parts.scheme == "http" and urlsplit(provider.issuer).scheme == "http"):
        raise Refused("unreachable")   # a secret or a key never crosses in clear, but on the machine itself
    return where


class _Nowhere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Nowhere)


def _ask(where: str, fields: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    body = urlencode(fields).encode() if fields is not None else None
    request = urllib.request.Request(where, body, {"Accept": "application/json", **(headers or {})})
    try:
        with _opener.open(request, timeout=PATIENCE) as response:
            found = json.loads(response.read(MOST))
    except (URLError, OSError, ValueError):
        raise Refused("unreachable") from None
    if not isinstance(found, dict):
        raise Refused("unreachable")
    return found
