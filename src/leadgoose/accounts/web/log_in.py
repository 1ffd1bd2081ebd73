"""Signing in and out. A wrong login and a wrong password look alike and cost alike."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from leadgoose.accounts.actions.factors import use_code, use_passkey
from leadgoose.accounts.factors import TYPES, has_name
from leadgoose.accounts.outside import way_out
from leadgoose.accounts.queries.factors import kinds_of, owed
from leadgoose.accounts.rules.devices import device
from leadgoose.accounts.rules.logins import tidy
from leadgoose.accounts.web.mine import LANGUAGE_YEAR
from leadgoose.ground.access import clock, sign_ins
from leadgoose.ground.access.gate import Asked, gate, public
from leadgoose.ground.access.middleware import OWED, SEEN, set_seen
from leadgoose.ground.access.models import SignIn, User
from leadgoose.ground.access.syslog import tell

ASKED = "second_factor_asked"
"""In the session of a browser that showed the right password and not yet the second factor: nobody is signed in there."""
OUTSIDE = "signed_in_outside"
"""In the session of whoever came by the outside provider: log-out offers to log out there too."""
PATIENCE = 600
"""Seconds to find the phone, the key or the slip."""

DEMO_ACCOUNTS = "demo-accounts.json"
"""In LEADGOOSE_VAR, written by make-demo: a list of {"role", "login", "password", "committee"}, shown on the log-in page of a demonstration."""


class LogIn(forms.Form):
    login = forms.CharField(
        label=_("登录名"), max_length=40, widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
    )
    password = forms.CharField(label=_("密码"), max_length=128, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}))


@public("accounts.log_in")
def log_in(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    if request.method != "POST" and getattr(request, "actor", None) is not None:
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    form = LogIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, login=tidy(form.cleaned_data["login"]), password=form.cleaned_data["password"])
        if isinstance(user, User):
            return after_first(request, user, "password", safe(request))
        tell("log-in", failed=True, outcome="refused", address=request.META.get("REMOTE_ADDR", ""))
        form.add_error(None, _("登录名或密码不对。"))
    page = {
        "form": form, "next": safe(request), "idle": request.GET.get("idle") == "1", "minutes": settings.IDLE_MINUTES,
        "demo_accounts": _demo_accounts() if settings.DEMO else [], "outside": settings.OIDC,
    }
    return render(request, "accounts/log_in.html", page)


@gate("accounts.log_out", methods=("POST",))
def log_out(request: Asked) -> HttpResponse:
    outside = OUTSIDE in request.session
    SignIn.objects.filter(session_key=request.session.session_key).update(ended_at=clock.now())
    logout(request)
    response: HttpResponse = HttpResponseRedirect(resolve_url("accounts.log_in"))
    if outside and settings.OIDC is not None:   # a link, not a redirect: the policy lets no form end up on another host
        request.actor = None   # type: ignore[assignment]   # the frame must not show who was signed in
        back = request.build_absolute_uri(resolve_url("accounts.log_in"))
        response = render(request, "accounts/logged_out.html", {"way_out": way_out(settings.OIDC, back), "provider": settings.OIDC})
    response.delete_cookie(SEEN, samesite="Lax")
    return response


@public("accounts.second_factor")
def second_factor(request: HttpRequest) -> HttpResponse:
    """After the password: a code from the app or from the slip, or a passkey. Wrong ones count like wrong passwords, and lock like them."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    asked, user = request.session.get(ASKED, {}), _who_was_asked(request)
    if user is None:
        return HttpResponseRedirect(resolve_url("accounts.log_in"))
    problem: Any = ""
    if request.method == "POST":
        credentials = {"login": user.login}
        if not AxesProxyHandler.is_allowed(request, credentials):
            return locked_out(request, None, credentials)
        way = _shown(request, user, asked)
        if way:
            return _let_in(request, user, way, str(asked["next"]), outside=bool(asked["outside"]))
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        tell("second-factor", failed=True, outcome="refused", account=user.pk, address=request.META.get("REMOTE_ADDR", ""))
        problem = _("没有通过。口令每 30 秒换一个，恢复码每个只能用一次；请核对后再试。")
        request.session[ASKED] = {**asked, **_question(request, user, asked["kinds"])}
        asked = request.session[ASKED]
    page = {"kinds": asked["kinds"], "question": asked.get("question", ""), "problem": problem, "has_name": has_name(request.get_host())}
    return render(request, "accounts/second_factor.html", page)


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """After too many wrong passwords (django-axes calls this): for how long, and whom to ask. The same for logins that nobody has."""
    tell("log-in", failed=True, outcome="locked", address=request.META.get("REMOTE_ADDR", ""))
    return render(request, "accounts/locked_out.html", {"minutes": round(settings.AXES_COOLOFF_TIME * 60)}, status=429)


def after_first(request: HttpRequest, user: User, way: str, then: str) -> HttpResponse:
    """Password or outside provider said who it is: the second factor is asked of whoever has one; whoever owes one is let in to make it."""
    kinds = sorted(kinds_of(user))
    if not kinds:
        return _let_in(request, user, way, then, outside=way == "outside", owes=bool(settings.SECOND_FACTOR and owed(user, clock.today())))
    request.session.flush()   # nothing that was planted before is carried over
    request.session[ASKED] = {
        "user": user.pk, "until": int(time.time()) + PATIENCE, "next": then, "kinds": kinds, "proof": user.get_session_auth_hash(), "outside": way == "outside",
        **_question(request, user, kinds),
    }
    request.session.save()
    response = HttpResponseRedirect(resolve_url("accounts.second_factor"))
    set_seen(response, str(request.session.session_key))
    return response


def _who_was_asked(request: HttpRequest) -> User | None:
    """The account whose password was right in this browser a moment ago, if nothing about it changed since."""
    asked = request.session.get(ASKED, {})
    if not asked or asked["until"] < time.time() or getattr(request, "idle", False):
        return None
    user = User.objects.filter(pk=asked["user"], is_active=True).first()
    return user if user is not None and constant_time_compare(asked["proof"], user.get_session_auth_hash()) else None


def _question(request: HttpRequest, user: User, kinds: list[str]) -> dict[str, Any]:
    """What a passkey is asked, anew for each try."""
    if TYPES.WEBAUTHN not in kinds or not has_name(request.get_host()):
        return {}
    from leadgoose.accounts import passkeys  # noqa: PLC0415  only a passkey needs its library

    question, state = passkeys.ask(user, request.get_host())
    return {"question": question, "state": state}


def _shown(request: HttpRequest, user: User, asked: dict[str, Any]) -> str:
    answer = request.POST.get("answer", "")
    if not answer:
        return use_code(user, request.POST.get("code", "")[:20])
    try:
        given = json.loads(answer[:20_000])
    except ValueError:
        return ""
    return use_passkey(user, asked.get("state"), given, host=request.get_host()) if isinstance(given, dict) and "state" in asked else ""


def _let_in(request: HttpRequest, user: User, way: str, then: str, *, outside: bool = False, owes: bool = False) -> HttpResponse:
    request.session.flush()   # always a new session key, even for the same account: one that somebody planted or kept is worth nothing
    login(request, user, backend="leadgoose.ground.access.backend.LoginBackend")
    if owes:
        request.session[OWED] = True
    if outside:
        request.session[OUTSIDE] = True
    request.session.save()
    key, address = str(request.session.session_key), str(request.META.get("REMOTE_ADDR", ""))
    sign_ins.begin(user, key, device=device(request.headers.get("User-Agent", "")), address=address, way=way, at=clock.now())
    tell("log-in", outcome="ok", account=user.pk, by=way, address=address)
    response = HttpResponseRedirect(then or resolve_url(settings.LOGIN_REDIRECT_URL))
    set_seen(response, key)
    if user.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, max_age=LANGUAGE_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def safe(request: HttpRequest) -> str:
    """Where to go afterwards: an address on this host, or "" for the first page."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if safe else ""


def _demo_accounts() -> list[dict[str, str]]:
    path = Path(settings.VAR) / DEMO_ACCOUNTS
    if not path.is_file():
        return []
    found: list[dict[str, str]] = json.loads(path.read_text("utf-8"))
    return found
