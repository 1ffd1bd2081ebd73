"""One account: its roles, and what can be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from leadgoose.accounts import queries
from leadgoose.accounts.actions import accounts as acts
from leadgoose.accounts.actions import passwords
from leadgoose.accounts.actions import roles as role_acts
from leadgoose.accounts.queries import factors
from leadgoose.accounts.reach import Realm, chain_of, find_realm
from leadgoose.accounts.web.parts import RoleForm, doing, role_form, slip_page
from leadgoose.accounts.words import ACCOUNT_PROBLEMS, FACTORS, REFUSALS, ROLES
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import Role

MAY = (
    "grant_role", "end_role", "reset_password", "close_account", "sessions_of", "ask_factor_reset", "confirm_factor_reset", "end_outside_of",
)


@gate("accounts.account", at="account")
def account(request: Asked, account: User) -> HttpResponse:
    return _page(request, account)


@gate("accounts.grant_role", at="account", methods=("POST",))
def grant_role(request: Asked, account: User) -> HttpResponse:
    form = role_form(_realm(account), request.POST)
    if form.is_valid():
        try:
            role_acts.grant_role(account, Role(form.cleaned_data["role"]), form.cleaned_data["key"], **doing(request))
        except role_acts.Refused as refused:
            form.add_error("role", [REFUSALS[reason] for reason in refused.reasons])
        else:
            messages.success(request, _("已授予角色。"))
            return HttpResponseRedirect(resolve_url("accounts.account", account.login))
    return _page(request, account, form, status=422)


@gate("accounts.end_role", at="account", methods=("POST",))
def end_role(request: Asked, account: User, grant: int) -> HttpResponse:
    found = queries.grant_of(account, grant)
    if found is None:
        raise Http404
    try:
        role_acts.end_role(found, **doing(request))
    except role_acts.Refused as refused:
        messages.error(request, " ".join(str(REFUSALS[reason]) for reason in refused.reasons))
    else:
        messages.success(request, _("角色已结束。"))
    return HttpResponseRedirect(resolve_url("accounts.account", account.login))


@gate("accounts.reset_password", at="account", methods=("POST",))
def reset_password(request: Asked, account: User) -> HttpResponse:
    if not account.is_active:
        messages.error(request, str(ACCOUNT_PROBLEMS["closed"]))
        return HttpResponseRedirect(resolve_url("accounts.account", account.login))
    return slip_page(request, passwords.reset_password(account, **doing(request)), _realm(account))


@gate("accounts.close_account", at="account", methods=("GET", "POST"))
def close_account(request: Asked, account: User) -> HttpResponse:
    """GET says what it will change; POST does it."""
    problem = ""
    if request.method == "POST":
        try:
            acts.close_account(account, **doing(request))
        except acts.CannotClose as cannot:
            problem = ACCOUNT_PROBLEMS[str(cannot)]
        else:
            messages.success(request, _("账号已停用，角色已全部结束。"))
            return HttpResponseRedirect(resolve_url("accounts.accounts", chain_of(account)))
    page = {"realm": _realm(account), "one": queries.account(account, clock.today()), "problem": problem, "role_names": ROLES}
    return render(request, "accounts/close_account.html", page, status=422 if problem else 200)


def _page(request: Asked, user: User, form: RoleForm | None = None, status: int = 200) -> HttpResponse:
    reach, realm, today = request.target.reach, _realm(user), clock.today()
    may = {name: bool(request.actor.may(f"accounts.{name}", reach)) for name in MAY}
    if may["grant_role"] and user.is_active and form is None:
        form = role_form(realm, None)
    one = queries.account(user, today)
    roles = [(ROLES[Role(held.role)], held, held.open_on(today)) for held in one.roles]
    return render(request, "accounts/account.html", {
        "realm": realm, "one": one, "roles": roles, "form": form, "may": may, "number": user.pk,
        "factors": [(factor, FACTORS[factor.kind]) for factor in factors.of_account(user)], "reset": factors.open_reset(user), "link": factors.link_of(user),
    }, status=status)


def _realm(user: User) -> Realm:
    found = find_realm(chain_of(user))
    assert found is not None   # an account's committee is never removed
    realm: Realm = found.thing
    return realm
