"""Opening a committee with its clerk: the platform administrator's act."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from leadgoose.accounts.actions.accounts import CannotOpen
from leadgoose.accounts.actions.committee import create_committee as create
from leadgoose.accounts.reach import Realm
from leadgoose.accounts.web.parts import slip_page
from leadgoose.accounts.words import ACCOUNT_PROBLEMS
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.roster.actions.committee import BadName, NameTaken


class CreateCommittee(forms.Form):
    name = forms.CharField(label=_("党委名称"), max_length=80, help_text=_("写全称，与公文上的一致。"))
    clerk = forms.CharField(label=_("组织员的登录名"), max_length=40, help_text=_("3 至 40 个小写字母、数字或 . _ -，以字母开头。"),
                            widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}))
    clerk_name = forms.CharField(label=_("组织员的姓名"), max_length=60)


@gate("accounts.create_committee", at=PLATFORM, methods=("GET", "POST"))
def create_committee(request: Asked) -> HttpResponse:
    form = CreateCommittee(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            created = create(given["name"], given["clerk"], given["clerk_name"], on=clock.today(), by=request.actor, at=clock.now())
        except NameTaken:
            form.add_error("name", ACCOUNT_PROBLEMS["committee_taken"])
        except BadName:
            form.add_error("name", ACCOUNT_PROBLEMS["bad_committee"])
        except CannotOpen as problem:
            form.add_error("clerk" if problem.field == "login" else "clerk_name", ACCOUNT_PROBLEMS[problem.code])
        else:
            return slip_page(request, created.slip, Realm(created.key, created.name))
    return render(request, "accounts/create_committee.html", {"form": form})
