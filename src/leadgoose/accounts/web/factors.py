"""One's own second factors."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.accounts import factors as kept
from leadgoose.accounts.actions import factors as acts
from leadgoose.accounts.actions.factors import BadFactor
from leadgoose.accounts.queries import factors as queries
from leadgoose.accounts.rules.demands import demanded
from leadgoose.accounts.web.mine import password_field
from leadgoose.accounts.web.parts import doing
from leadgoose.accounts.web.slips import printable
from leadgoose.accounts.words import FACTOR_PROBLEMS, FACTORS, ROLES
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.middleware import OWED
from leadgoose.ground.access.models import User

SECRET = "accounts.add_totp"
"""Salt of the form that carries a new secret: the server keeps it only once a code has proved it."""
QUARTER = 900
PASSKEY = "passkey_question"

AT = {"password": "password", "code": "code"}
"""Problem → the field it is said at; the others are said above the form."""


class AddTotp(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("应用里显示的 6 位口令"), max_length=12, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"})
    )
    password = password_field(gettext_lazy("现在的密码"), "current-password")


class Password(forms.Form):
    password = password_field(gettext_lazy("现在的密码"), "current-password")


class AddPasskey(forms.Form):
    name = forms.CharField(label=gettext_lazy("给它起个名"), max_length=30, help_text=gettext_lazy("例如：办公室电脑、U 盘密钥。"))
    password = password_field(gettext_lazy("现在的密码"), "current-password")


@gate("accounts.factors")
def factors(request: Asked) -> HttpResponse:
    mine = queries.of_account(_user(request))
    because = sorted({held.role for held in request.actor.held} & demanded(queries.decided()), key=list(ROLES).index) if settings.SECOND_FACTOR else []
    return render(request, "accounts/factors.html", {
        "factors": [(one, FACTORS[one.kind]) for one in mine], "kinds": {one.kind for one in mine}, "owes": OWED in request.session,
        "because": [ROLES[role] for role in because], "has_name": kept.has_name(request.get_host()), "form": Password(),
        "few": any(one.kind == "recovery_codes" and one.left <= 3 for one in mine),
    })


@gate("accounts.add_totp", methods=("GET", "POST"))
def add_totp(request: Asked) -> HttpResponse:
    user = _user(request)
    form = AddTotp(request.POST or None)
    secret = _secret(user, request.POST.get("secret", "")) if request.method == "POST" else ""
    if request.method == "POST" and secret and form.is_valid():
        try:
            acts.add_totp(user, secret, form.cleaned_data["code"].replace(" ", ""), password=form.cleaned_data["password"], **doing(request))
        except BadFactor as bad:
            form.add_error(AT.get(str(bad)), [FACTOR_PROBLEMS[str(bad)]])
        else:
            return _added(request, _("动态口令已启用。"))
    secret = secret or kept.new_secret()
    return render(request, "accounts/add_totp.html", {
        "form": form, "signed": signing.dumps([user.pk, secret], salt=SECRET), "picture": mark_safe(kept.picture(user, secret)),
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
    })


@gate("accounts.add_passkey", methods=("GET", "POST"))
def add_passkey(request: Asked) -> HttpResponse:
    """First the name and the password, then the browser's own question; the answer comes back by the same address."""
    user, host = _user(request), request.get_host()
    if request.method == "POST" and "answer" in request.POST:
        asked = request.session.pop(PASSKEY, {})
        try:
            acts.add_passkey(user, str(asked.get("name", "")), asked.get("state"), _json(request.POST["answer"]), host=host, **doing(request))
        except BadFactor as bad:
            messages.error(request, str(FACTOR_PROBLEMS[str(bad)]))
            return HttpResponseRedirect(resolve_url("accounts.add_passkey"))
        return _added(request, _("通行密钥已登记。"))
    form = AddPasskey(request.POST or None)
    question = ""
    if request.method == "POST" and form.is_valid():
        try:
            question, state = acts.begin_passkey(user, password=form.cleaned_data["password"], host=host, by=request.actor, at=clock.now())
        except BadFactor as bad:
            form.add_error(AT.get(str(bad)), [FACTOR_PROBLEMS[str(bad)]])
        else:
            request.session[PASSKEY] = {"name": " ".join(form.cleaned_data["name"].split()), "state": state}
    return render(request, "accounts/add_passkey.html", {"form": form, "question": question, "has_name": kept.has_name(host)})


@gate("accounts.make_recovery_codes", methods=("GET", "POST"))
def make_recovery_codes(request: Asked) -> HttpResponse:
    form = Password(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = acts.make_recovery_codes(_user(request), password=form.cleaned_data["password"], **doing(request))
        except BadFactor as bad:
            form.add_error(AT.get(str(bad)), [FACTOR_PROBLEMS[str(bad)]])
        else:
            request.session.pop(OWED, None)
            shown = [f"{one[:4]} {one[4:]}" for one in codes]
            slip = {"kind": "codes", "login": request.actor.login, "name": request.actor.name, "codes": shown}
            response = render(request, "accounts/recovery_codes.html", {"codes": shown, "slips": printable(request, [slip])})
            response.headers["Cache-Control"] = "no-store"
            return response
    again = any(one.kind == "recovery_codes" for one in queries.of_account(_user(request)))
    return render(request, "accounts/make_recovery_codes.html", {"form": form, "again": again})


@gate("accounts.remove_factor", methods=("POST",))
def remove_factor(request: Asked, factor: int) -> HttpResponse:
    try:
        acts.remove_factor(_user(request), factor, password=request.POST.get("password", ""), **doing(request))
    except BadFactor as bad:
        messages.error(request, str(FACTOR_PROBLEMS[str(bad)]))
    else:
        messages.success(request, _("已移除。"))
    return HttpResponseRedirect(resolve_url("accounts.factors"))


def _added(request: Asked, said: str) -> HttpResponse:
    request.session.pop(OWED, None)
    messages.success(request, said)
    return HttpResponseRedirect(resolve_url("accounts.factors"))


def _secret(user: User, signed: str) -> str:
    """The secret that this form showed to this account a moment ago; "" for anything else."""
    try:
        whose, secret = signing.loads(signed, salt=SECRET, max_age=QUARTER)
    except signing.BadSignature:
        return ""
    return str(secret) if whose == user.pk else ""


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text[:20_000])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _user(request: Asked) -> User:
    assert isinstance(request.user, User)
    return request.user
