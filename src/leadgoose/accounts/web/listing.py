"""The accounts of a committee or of the platform, and opening one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from leadgoose.accounts import queries
from leadgoose.accounts.actions import accounts as acts
from leadgoose.accounts.actions.roles import Refused, grant_role
from leadgoose.accounts.reach import Realm
from leadgoose.accounts.web.parts import LongList, role_form, role_words, slip_page
from leadgoose.accounts.words import ACCOUNT_PROBLEMS, REFUSALS
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.roles import Role
from leadgoose.roster.queries.named import committees, find_people, member_name


@gate("accounts.accounts", at="realm")
def accounts(request: Asked, realm: Realm) -> HttpResponse:
    closed = request.GET.get("closed") == "1"
    total = queries.count(realm.key, closed=closed)
    page = Paginator(LongList(total), queries.PAGE).get_page(request.GET.get("page"))
    rows = queries.accounts(realm.key, (page.number - 1) * queries.PAGE, clock.today(), closed=closed)
    return render(request, "accounts/accounts.html", {
        "realm": realm, "closed": closed, "total": total, "page": page, "rows": [(row, role_words(row.roles)) for row in rows],
        "may_open": bool(request.actor.may("accounts.open_account", request.target.reach)),
        "may_open_many": not realm.is_platform and bool(request.actor.may("accounts.open_many", request.target.reach)),
        "may_demand": realm.is_platform and bool(request.actor.may("accounts.factor_demands", request.target.reach)),
        "may_create": realm.is_platform and bool(request.actor.may("accounts.create_committee", request.target.reach)),
        "may_read_journal": bool(request.actor.may("journal.entries", request.target.reach)),
        "committees": committees() if realm.is_platform else [],
    })


class OpenAccount(forms.Form):
    login = forms.CharField(label=_("登录名"), max_length=40, help_text=_("3 至 40 个小写字母、数字或 . _ -，以字母开头。"),
                            widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}))
    name = forms.CharField(label=_("姓名"), max_length=60, required=False, help_text=_("选定党员的，不必填写。"))
    person = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


@gate("accounts.open_account", at="realm", methods=("GET", "POST"))
def open_account(request: Asked, realm: Realm) -> HttpResponse:
    """Search for the member first (a plain GET), then login and, for those who may, the first role; the slip is the answer, once."""
    asked = request.POST if request.method == "POST" else request.GET
    form = OpenAccount(request.POST) if request.method == "POST" else OpenAccount(initial={"person": asked.get("person", "")})
    may_grant = bool(request.actor.may("accounts.grant_role", request.target.reach))
    roles = role_form(realm, request.POST if request.method == "POST" else None, required=False) if may_grant else None
    if request.method == "POST" and form.is_valid() and (roles is None or roles.is_valid()):
        done = _open(request, realm, form, roles)
        if done is not None:
            return done
    question = request.GET.get("q", "").strip()[:50]
    person = asked.get("person", "")[:16]
    name = member_name(realm.key, person) if person and not realm.is_platform else None
    found = find_people(realm.key, question, clock.today()) if question and not realm.is_platform else []
    return render(request, "accounts/open_account.html", {
        "realm": realm, "form": form, "roles": roles, "q": question, "found": found, "person": person if name else "", "person_name": name,
    })


def _open(request: Asked, realm: Realm, form: forms.Form, roles: forms.Form | None) -> HttpResponse | None:
    """The slip when the account is open; None when the form has to be shown again, with what is wrong at its field."""
    given: dict[str, Any] = form.cleaned_data
    doing: dict[str, Any] = {"on": clock.today(), "by": request.actor, "at": clock.now()}
    try:
        with transaction.atomic():
            user, slip = acts.open_account(given["login"], given["name"], home=realm.key, person_key=given["person"], **doing)
            if roles is not None and roles.cleaned_data["role"]:
                grant_role(user, Role(roles.cleaned_data["role"]), roles.cleaned_data["key"], **doing)
    except acts.CannotOpen as problem:
        form.add_error(None if problem.field == "person" else problem.field, ACCOUNT_PROBLEMS[problem.code])
    except Refused as refused:
        assert roles is not None
        roles.add_error("role", [REFUSALS[reason] for reason in refused.reasons])
    else:
        return slip_page(request, slip, realm)
    return None
