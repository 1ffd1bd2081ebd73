"""Puts the actor on the request, ends idle sessions, and sends holders of a first password to change it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_resolver, reverse

from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.access.models import User
from leadgoose.ground.access.queries import actor_of

SEEN = "leadgoose_seen"
"""Signed cookie: session's mark and the minute of the last request. The server keeps no such time, so a GET writes nothing."""


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        if request.session.session_key is None or not request.user.is_authenticated:
            return self.get_response(request)
        user = request.user
        assert isinstance(user, User)
        minute = int(clock.now().timestamp()) // 60
        mark = signing.Signer(salt=SEEN).signature(request.session.session_key)[:16]
        seen = _seen(request, mark)
        if seen is None or minute - seen >= settings.IDLE_MINUTES:
            logout(request)
            response = HttpResponseRedirect(f"{reverse('accounts.log_in')}?idle=1")
            response.delete_cookie(SEEN)
            return response
        request.actor = actor_of(user, on=clock.today(), address=str(request.META.get("REMOTE_ADDR", "")))  # type: ignore[attr-defined]
        if user.must_change_password and request.path not in {reverse("accounts.change_password"), reverse("accounts.log_out")}:
            return HttpResponseRedirect(reverse("accounts.change_password"))
        response = self.get_response(request)
        if minute != seen and request.session.session_key is not None:
            set_seen(response, request.session.session_key)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A Denied that an action raised is answered like the gate's own: 403 when some role of theirs reaches the thing, else 404."""
        if not isinstance(exception, Denied):
            return None
        status = 403 if exception.sees else 404
        handler = get_resolver().resolve_error_handler(status)
        response: HttpResponse = handler(request, exception=exception)
        return response


def _seen(request: HttpRequest, mark: str) -> int | None:
    """The minute of the last request in this session, or None when the cookie is missing, forged or of another session."""
    try:
        of, minute = str(signing.loads(request.COOKIES.get(SEEN, ""), salt=SEEN)).split(":")
    except (signing.BadSignature, ValueError):
        return None
    return int(minute) if of == mark else None


def set_seen(response: HttpResponse, session_key: str) -> None:
    """Note in the signed cookie that the session was used in this minute; called by the middleware and at log-in."""
    mark = signing.Signer(salt=SEEN).signature(session_key)[:16]
    minute = int(clock.now().timestamp()) // 60
    response.set_cookie(SEEN, signing.dumps(f"{mark}:{minute}", salt=SEEN), httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
