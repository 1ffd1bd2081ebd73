"""Why may I: each capability with the role it comes through; and why not, for a page that refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from leadgoose.accounts.capabilities import said, subject
from leadgoose.accounts.queries.why import Source, capabilities_of, sources
from leadgoose.accounts.words import ROLES
from leadgoose.ground.access import clock, scopes
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.models import User
from leadgoose.ground.access.queries import actor_of
from leadgoose.ground.access.roles import PLATFORM, TABLE, Role
from leadgoose.ground.access.scopes import Target
from leadgoose.roster.words import CAME_BY, POST


@dataclass(frozen=True, slots=True)
class Not:
    """Why a page refused: what it does, who may, which of one's roles reach the thing."""

    capability: str
    words: str
    may: list[str]
    mine: list[str]
    allowed: bool


@gate("accounts.why")
def why(request: Asked) -> HttpResponse:
    """One's own rights; with ?capability=… (and the page's address as ?at=…) why that one is not among them."""
    assert isinstance(request.user, User)
    return _page(request, request.user, _not(request))


@gate("accounts.why_of", at="account")
def why_of(request: Asked, account: User) -> HttpResponse:
    return _page(request, account, None)


def _page(request: Asked, user: User, refused: Not | None) -> HttpResponse:
    own = user.pk == request.user.pk
    return render(request, "accounts/why.html", {
        "one": user, "own": own, "refused": refused,
        "rows": [(one, ROLES[one.role], _grounds(one), _grouped(one.capabilities)) for one in sources(user, clock.today())],
        "everybody": _grouped(capabilities_of(Role.ANYONE)), "person": _grouped(capabilities_of(Role.SELF)) if user.person_key else [],
        "may_see_account": bool(request.actor.may("accounts.account", request.target.reach)) and not own,
    })


def _grouped(capabilities: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Capabilities in words under their subject, in the table's order; two that read alike are said once."""
    by_subject = groupby(sorted(capabilities, key=subject), key=subject)
    return [(name, list(dict.fromkeys(said(one) for one in group))) for name, group in by_subject]


def _grounds(one: Source) -> list[dict[str, Any]]:
    """The posts in the register that the role rests on."""
    return [{"post": POST[held.kind], "came_by": CAME_BY[held.came_by], "since": held.since} for held in one.posts]


def _not(request: Asked) -> Not | None:
    capability = request.GET.get("capability", "")
    if capability not in TABLE:
        return None
    assert isinstance(request.user, User)
    target, actor = _target(request.GET.get("at", "")), actor_of(request.user, on=clock.today())
    reach = target.reach if target is not None and actor.sees(target.reach) else frozenset()   # of what is foreign not even that it is there
    mine = list(dict.fromkeys(str(ROLES[held.role]) for held in actor.held if held.key in reach))
    may = [str(words) for role, words in ROLES.items() if role in TABLE[capability]]
    return Not(capability, said(capability), may, mine, bool(actor.may(capability, reach)))


def _target(path: str) -> Target | None:
    """The thing that a page's address is about; None for an address of ours that names none, or of nobody's."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    at = str(getattr(found.func, "at", ""))
    if at == PLATFORM:
        return Target(frozenset({PLATFORM}), PLATFORM, None)
    return scopes.find(at, str(found.kwargs[at])) if at in found.kwargs else None
