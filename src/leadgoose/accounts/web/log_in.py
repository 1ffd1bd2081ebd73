"""Signing in and out. A wrong login and a wrong password look alike and cost alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from leadgoose.accounts.rules.logins import tidy
from leadgoose.accounts.web.mine import LANGUAGE_YEAR
from leadgoose.ground.access.gate import Asked, gate, public
from leadgoose.ground.access.middleware import SEEN, set_seen
from leadgoose.ground.access.models import User

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
            return _let_in(request, user)
        form.add_error(None, _("登录名或密码不对。"))
    page = {
        "form": form, "next": _safe(request), "idle": request.GET.get("idle") == "1", "minutes": settings.IDLE_MINUTES,
        "demo_accounts": _demo_accounts() if settings.DEMO else [],
    }
    return render(request, "accounts/log_in.html", page)


@gate("accounts.log_out", methods=("POST",))
def log_out(request: Asked) -> HttpResponse:
    logout(request)
    response = HttpResponseRedirect(resolve_url("accounts.log_in"))
    response.delete_cookie(SEEN, samesite="Lax")
    return response


def locked_out(request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """After too many wrong passwords (django-axes calls this): for how long, and whom to ask. The same for logins that nobody has."""
    return render(request, "accounts/locked_out.html", {"minutes": round(settings.AXES_COOLOFF_TIME * 60)}, status=429)


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    request.session.flush()   # always a new session key, even for the same account: one that somebody planted or kept is worth nothing
    login(request, user)
    response = HttpResponseRedirect(_safe(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    set_seen(response, str(request.session.session_key))
    if user.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, max_age=LANGUAGE_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def _safe(request: HttpRequest) -> str:
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
