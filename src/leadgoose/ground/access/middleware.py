"""Turns away what no browser sends; puts the actor on the request, ends idle sessions, and sends holders of a first password to change it."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.urls import get_resolver, reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.access.models import User
from leadgoose.ground.access.queries import actor_of
from leadgoose.ground.access.syslog import tell

SEEN = "leadgoose_seen"
"""Signed cookie: session's mark and the minute of the last request. The server keeps no such time, so a GET writes nothing."""

BEFORE_A_PASSWORD = ("accounts.change_password", "accounts.log_out", "look.language")
"""The pages open to somebody who still has the first password."""

OWED = "second_factor_owed"
"""In the session of somebody whose role demands a second factor that the account does not have yet; set at log-in."""

BEFORE_A_FACTOR = (
    "accounts.factors", "accounts.add_totp", "accounts.add_passkey", "accounts.make_recovery_codes", "accounts.print_slips", "accounts.log_out",
    "look.language", "accounts.change_password",
)
"""The pages open to them."""


class NulMiddleware:
    """400 for a NUL character in an address or a form: no keyboard types one, and PostgreSQL keeps none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = (value for fields in (request.GET, request.POST) for name, values in fields.lists() for value in (name, *values))
        if "\0" in request.path or any("\0" in value for value in sent):
            return HttpResponseBadRequest("NUL")
        return self.get_response(request)


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        session_key = request.session.session_key
        if session_key is None:
            return self.get_response(request)
        seen, minute = _seen(request, session_key), _minute()
        if seen is None or not 0 <= minute - seen < settings.IDLE_MINUTES:
            return self._as_stranger(request, session_key)
        if not request.user.is_authenticated:
            return self.get_response(request)
        user = request.user
        assert isinstance(user, User)
        request.actor = actor_of(user, on=clock.today(), address=str(request.META.get("REMOTE_ADDR", "")))  # type: ignore[attr-defined]
        _speak(request, user)
        if user.must_change_password and request.path not in {reverse(name) for name in BEFORE_A_PASSWORD}:
            return HttpResponseRedirect(reverse("accounts.change_password"))
        if OWED in request.session and request.path not in {reverse(name) for name in BEFORE_A_FACTOR}:
            return HttpResponseRedirect(reverse("accounts.factors"))
        response = self.get_response(request)
        _tell_of_export(request, response, user)
        if minute != seen and request.session.session_key == session_key:
            set_seen(response, session_key)
        return response

    def _as_stranger(self, request: HttpRequest, session_key: str) -> HttpResponse:
        """The session was idle for too long: nobody is signed in, and the browser forgets it. The row dies with the nightly clearing.

        It is not deleted here because a GET writes nothing; without a fresh cookie beside it, it opens nothing.
        """
        request.user = AnonymousUser()
        request.idle = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.session.session_key == session_key:   # else somebody signed in by this very request
            response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
            response.delete_cookie(SEEN, samesite="Lax")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A Denied that an action raised is answered like the gate's own: 403 when some role of theirs reaches the thing, else 404."""
        if not isinstance(exception, Denied):
            return None
        handler: Callable[..., HttpResponse] = get_resolver().resolve_error_handler(403 if exception.sees else 404)
        return handler(request, exception=exception)


def _speak(request: HttpRequest, user: User) -> None:
    """The account's language, unless this browser chose another."""
    if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(user.language)
        request.LANGUAGE_CODE = translation.get_language() or user.language


def _tell_of_export(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Whatever left as a file goes into the security log: which page, not what was in it."""
    match = request.resolver_match
    if match is not None and response.status_code == 200 and response.headers.get("Content-Disposition", "").startswith("attachment"):
        tell("export", account=user.pk, address=request.META.get("REMOTE_ADDR", ""), page=match.view_name)


def _minute() -> int:
    """The real minute: a demonstration's clock stands on one day and would jump back at midnight."""
    return int(time.time()) // 60


def _mark(session_key: str) -> str:
    return signing.Signer(salt=SEEN).signature(session_key)[:22]


def _seen(request: HttpRequest, session_key: str) -> int | None:
    """The minute of the last request in this session, or None when the cookie is missing, forged or of another session."""
    try:
        mark, minute = str(signing.loads(request.COOKIES.get(SEEN, ""), salt=SEEN)).split(":")
    except (signing.BadSignature, ValueError):
        return None
    return int(minute) if constant_time_compare(mark, _mark(session_key)) else None


def set_seen(response: HttpResponse, session_key: str, *, minute: int | None = None) -> None:
    """Note in the signed cookie that the session was used in this minute (or another); called by the middleware and at log-in."""
    value = signing.dumps(f"{_mark(session_key)}:{_minute() if minute is None else minute}", salt=SEEN)
    response.set_cookie(SEEN, value, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
