"""Accounts for many: tick, see what will be, and print the slips."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render, resolve_url

from leadgoose.accounts.actions.accounts import CannotOpen
from leadgoose.accounts.actions.bulk import MOST, Made
from leadgoose.accounts.actions.bulk import open_many as open_them
from leadgoose.accounts.queries.bulk import Waiting, taken, waiting
from leadgoose.accounts.reach import Realm
from leadgoose.accounts.rules.bulk import is_prefix, logins
from leadgoose.accounts.web.slips import printable
from leadgoose.accounts.words import ACCOUNT_PROBLEMS, ROLES
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.roster.words import POST

PREFIX = "dzb"


@gate("accounts.open_many", at="realm", methods=("GET", "POST"))
def open_many(request: Asked, realm: Realm) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    prefix, who = asked.get("prefix", PREFIX).strip().lower()[:20], "all" if asked.get("who") == "all" else "leading"
    named = asked.get("named", "").strip()[:40]
    chosen = set(request.POST.getlist("person"))
    problem = ""
    if request.method == "POST":
        try:
            made = open_them(realm.key, chosen, prefix, on=clock.today(), by=request.actor, at=clock.now())
        except CannotOpen as cannot:
            problem = str(ACCOUNT_PROBLEMS[cannot.code])
        else:
            return _slips(request, realm, made)
    found = [one for one in waiting(realm.key, clock.today()) if (who == "all" or one.leads) and any(named in held.branch for held in one.posts)]
    shown = found[:MOST]
    first = next(logins(prefix, taken(prefix))) if is_prefix(prefix) else ""
    return render(request, "accounts/open_many.html", {
        "realm": realm, "rows": [(one, _posts(one), _roles(one), one.person in chosen if chosen else True) for one in shown], "more": len(found) - len(shown),
        "who": who, "named": named, "prefix": prefix, "first": first, "problem": problem, "most": MOST,
    }, status=422 if problem else 200)


def _slips(request: Asked, realm: Realm, made: list[Made]) -> HttpResponse:
    """The passwords, once; the browser does not keep them either."""
    address = request.build_absolute_uri(resolve_url("accounts.log_in"))
    given = [
        {"kind": "password", "name": one.whose.name, "place": one.whose.posts[0].branch, "login": one.slip.login, "password": one.slip.password,
         "address": address}
        for one in made
    ]
    slips = printable(request, given, realm.name, settings_of(realm.key).script)
    response = render(request, "accounts/opened_many.html", {"realm": realm, "made": made, "slips": slips})
    response.headers["Cache-Control"] = "no-store"
    return response


def _posts(one: Waiting) -> list[str]:
    return [f"{held.branch} {POST[held.kind]}" for held in one.posts]


def _roles(one: Waiting) -> list[str]:
    return [str(ROLES[role]) for role, _ in one.roles]
