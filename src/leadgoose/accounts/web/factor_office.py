"""What the office decides and does about second factors: which roles must, and a lost one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.accounts.actions import factors as acts
from leadgoose.accounts.actions.factors import LONGEST_REASON, BadFactor
from leadgoose.accounts.queries import factors as queries
from leadgoose.accounts.rules.demands import DEFAULT, demanded
from leadgoose.accounts.web.parts import doing
from leadgoose.accounts.words import FACTOR_PROBLEMS, ROLES
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import GRANTED, PLATFORM, Role


@gate("accounts.factor_demands", at=PLATFORM)
def factor_demands(request: Asked) -> HttpResponse:
    now = demanded(queries.decided())
    return render(request, "accounts/factor_demands.html", {
        "rows": [(role, ROLES[role], role in now, role in DEFAULT) for role in GRANTED], "off": not settings.SECOND_FACTOR,
        "may": bool(request.actor.may("accounts.set_factor_demands", {PLATFORM})), "last": queries.last_decision(),
    })


@gate("accounts.set_factor_demands", at=PLATFORM, methods=("POST",))
def set_factor_demands(request: Asked) -> HttpResponse:
    chosen = frozenset(Role(one) for one in request.POST.getlist("role") if one in {role.value for role in GRANTED})
    done = acts.set_factor_demands(chosen, **doing(request))
    messages.success(request, _("已保存。新的要求自各账号下次登录时起作用。") if done else _("没有变化。"))
    return HttpResponseRedirect(resolve_url("accounts.factor_demands"))


class Reason(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("怎样确认是本人，因为什么"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("例如：本人持工作证到办公室，手机遗失。"),
    )


@gate("accounts.ask_factor_reset", at="account", methods=("GET", "POST"))
def ask_factor_reset(request: Asked, account: User) -> HttpResponse:
    """GET says what it will change; POST asks for it."""
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.ask_factor_reset(account, form.cleaned_data["reason"], **doing(request))
        except BadFactor as bad:
            form.add_error(None, [FACTOR_PROBLEMS[str(bad)]])
        else:
            messages.success(request, _("已登记。请另一位有权限的人在这个账号的页面上确认。"))
            return HttpResponseRedirect(resolve_url("accounts.account", account.login))
    return render(request, "accounts/ask_factor_reset.html", {"form": form, "one": account}, status=422 if form.errors else 200)


@gate("accounts.confirm_factor_reset", at="account", methods=("POST",))
def confirm_factor_reset(request: Asked, account: User) -> HttpResponse:
    return _close(request, account, acts.confirm_factor_reset, _("第二因素已全部移除，登录已全部退出。本人下次登录时重新设置。"))


@gate("accounts.drop_factor_reset", at="account", methods=("POST",))
def drop_factor_reset(request: Asked, account: User) -> HttpResponse:
    return _close(request, account, acts.drop_factor_reset, _("申请已撤回，第二因素没有变化。"))


def _close(request: Asked, account: User, act: Any, said: str) -> HttpResponse:
    asked = queries.reset_row(account)
    if asked is None:
        raise Http404
    try:
        act(asked, **doing(request))
    except BadFactor as bad:
        messages.error(request, str(FACTOR_PROBLEMS[str(bad)]))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(resolve_url("accounts.account", account.login))
