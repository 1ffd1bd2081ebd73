"""What belongs to the signed-in account itself: its roles, its password, its language."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.accounts import queries
from leadgoose.accounts.actions.language import choose_language
from leadgoose.accounts.actions.passwords import BadPassword
from leadgoose.accounts.actions.passwords import change_password as change
from leadgoose.accounts.queries.factors import link_of, of_account
from leadgoose.accounts.words import FACTORS, PASSWORD_PROBLEMS, ROLES
from leadgoose.ground.access import clock, sign_ins
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.middleware import set_seen
from leadgoose.ground.access.models import User

LANGUAGE_YEAR = 365 * 24 * 3600


def password_field(label: object, autocomplete: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=128, strip=False, widget=forms.PasswordInput({"autocomplete": autocomplete}))   # type: ignore[arg-type]


class ChangePassword(forms.Form):
    old = password_field(gettext_lazy("现在的密码"), "current-password")
    new = password_field(gettext_lazy("新密码"), "new-password")
    again = password_field(gettext_lazy("再填一次新密码"), "new-password")

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise forms.ValidationError(PASSWORD_PROBLEMS["differ"])
        return again


@gate("accounts.change_password", methods=("GET", "POST"))
def change_password(request: Asked) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    form = ChangePassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        old_key = str(request.session.session_key)
        try:
            change(user, form.cleaned_data["old"], form.cleaned_data["new"], here=old_key, on=clock.today(), by=request.actor, at=clock.now())
        except BadPassword as bad:
            form.add_error(bad.field, [PASSWORD_PROBLEMS.get(message, message) for message in bad.messages])
        else:
            user.refresh_from_db()
            update_session_auth_hash(request, user)   # this browser stays signed in, under a new session key; all others do not
            sign_ins.moved(old_key, str(request.session.session_key))
            messages.success(request, _("密码已修改。"))
            response = HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
            set_seen(response, str(request.session.session_key))
            return response
    return render(request, "accounts/change_password.html", {"form": form, "first": user.must_change_password})


@gate("accounts.me")
def me(request: Asked) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    mine = queries.account(user, clock.today())
    roles = [(ROLES[held.role], held) for held in mine.roles if held.open_on(clock.today())]   # type: ignore[index]
    return render(request, "accounts/me.html", {
        "mine": mine, "roles": roles, "languages_all": settings.LANGUAGES, "language": user.language,
        "factors": list(dict.fromkeys(FACTORS[one.kind] for one in of_account(user))), "outside": settings.OIDC,
        "link": link_of(user) if settings.OIDC else None,
    })


@gate("accounts.set_language", methods=("POST",))
def set_language(request: Asked) -> HttpResponse:
    """The language that the account's pages open in, on whatever machine; "" leaves it to the browser."""
    user = request.user
    assert isinstance(user, User)
    code = request.POST.get("language", "")
    if code and code not in dict(settings.LANGUAGES):
        code = user.language
    choose_language(user, code, by=request.actor, at=clock.now())
    with translation.override(code or translation.get_language()):
        messages.success(request, _("已保存账号的界面语言。"))
    response = HttpResponseRedirect(resolve_url("accounts.me"))
    if code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, code, max_age=LANGUAGE_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return response
