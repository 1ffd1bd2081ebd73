"""The first page after log-in: sends everybody to the page of their role. It never leads back to itself."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.roster.queries import own

TO_WATCH = (Role.CLERK, Role.ENVOY, Role.READER)
TO_BRANCH = (Role.SECRETARY, Role.COMMITTEE_MEMBER, Role.MEMBER)
TO_PLATFORM = ((Role.PLATFORM_ADMIN, "accounts.accounts"), (Role.SECURITY_OFFICER, "accounts.accounts"), (Role.AUDITOR, "journal.entries"))


@gate("overview.home")
def home(request: Request) -> HttpResponse:
    actor = request.actor
    where = _where(actor)
    if where:
        return HttpResponseRedirect(where)
    return render(request, "overview/home.html", {"branches": own.branches_of_unit(actor.keys(Role.UNIT_HEAD))})


def _where(actor: Actor) -> str:
    """The address for the actor's first role in the order above; "" when this page itself has to answer."""
    watched = actor.keys(*TO_WATCH)
    if watched:
        return reverse("overview.watch", args=[watched[0]])
    if actor.keys(*TO_BRANCH):
        return reverse("overview.my_branch")
    for role, page in TO_PLATFORM:
        if actor.keys(role) and (found := _platform(page)):
            return found
    units = actor.keys(Role.UNIT_HEAD)
    branches = own.branches_of_unit(units) if units else []
    return _organisation(branches[0].key) if len(branches) == 1 else ""


def _platform(page: str) -> str:
    """A page of the platform; "" while it is not built."""
    try:
        return reverse(page, args=[PLATFORM])
    except NoReverseMatch:
        return ""


def _organisation(key: str) -> str:
    try:
        return reverse("roster.organisation", args=[key])
    except NoReverseMatch:
        return ""
