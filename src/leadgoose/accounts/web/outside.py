"""Signing in by the outside provider, where one is set; linking one's account with it, and giving that up."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from leadgoose.accounts import outside
from leadgoose.accounts.actions import outside as acts
from leadgoose.accounts.outside import Refused, Trip
from leadgoose.accounts.rules.outside import Provider
from leadgoose.accounts.web.factors import Password
from leadgoose.accounts.web.log_in import after_first, safe
from leadgoose.accounts.words import LINK_PROBLEMS, OUTSIDE_PROBLEMS
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate, public
from leadgoose.ground.access.models import User
from leadgoose.ground.access.syslog import tell

TRIP = "leadgoose_trip"
"""Signed cookie of one journey to the provider; so setting out writes nothing."""
PATIENCE = 600


@public("accounts.begin_outside")
def begin_outside(request: HttpRequest) -> HttpResponse:
    provider = _provider()
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        where, trip = outside.set_out(provider, _back(request), then=safe(request))
    except Refused as refused:
        return _refused(request, str(refused))
    return _with_trip(request, HttpResponseRedirect(where), trip)


@public("accounts.return_outside")
def return_outside(request: HttpRequest) -> HttpResponse:
    """The way back from the provider, of a log-in or of a link. The journey's cookie is good once."""
    provider = _provider()
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        trip = Trip(**signing.loads(request.COOKIES.get(TRIP, ""), salt=TRIP, max_age=PATIENCE))
        subject = outside.come_back(provider, trip, request.GET.dict(), _back(request))
    except signing.BadSignature:
        response = _refused(request, "state")
    except Refused as refused:
        response = _refused(request, str(refused))
    else:
        response = _link(request, provider, trip.link, subject) if trip.link else _log_in(request, provider, trip, subject)
    response.delete_cookie(TRIP, path=resolve_url("accounts.return_outside"), samesite="Lax")
    return response


@gate("accounts.link_outside", methods=("GET", "POST"))
def link_outside(request: Asked) -> HttpResponse:
    """The password first; then a plain link to the provider, for the policy lets no form end up on another host."""
    provider, form, where = settings.OIDC, Password(request.POST or None), ""
    assert isinstance(request.user, User)
    trip = None
    if provider is not None and request.method == "POST" and form.is_valid():
        try:
            acts.may_link(request.user, form.cleaned_data["password"], by=request.actor, at=clock.now())
            where, trip = outside.set_out(provider, _back(request), link=request.user.pk)
        except acts.CannotLink as cannot:
            form.add_error("password" if str(cannot) == "password" else None, [LINK_PROBLEMS[str(cannot)]])
        except Refused as refused:
            form.add_error(None, [OUTSIDE_PROBLEMS[str(refused)]])
    response = render(request, "accounts/link_outside.html", {"form": form, "where": where, "provider": provider})
    return response if trip is None else _with_trip(request, response, trip)


@gate("accounts.unlink_outside", methods=("POST",))
def unlink_outside(request: Asked) -> HttpResponse:
    assert isinstance(request.user, User)
    if acts.unlink_outside(request.user, on=clock.today(), by=request.actor, at=clock.now()):
        messages.success(request, _("已取消关联。"))
    return HttpResponseRedirect(resolve_url("accounts.me"))


@gate("accounts.end_outside_of", at="account", methods=("POST",))
def end_outside_of(request: Asked, account: User) -> HttpResponse:
    if acts.end_outside_of(account, on=clock.today(), by=request.actor, at=clock.now()):
        messages.success(request, _("已取消关联。"))
    return HttpResponseRedirect(resolve_url("accounts.account", account.login))


def _log_in(request: HttpRequest, provider: Provider, trip: Trip, subject: str) -> HttpResponse:
    user = acts.whose(provider.issuer, subject)
    return _refused(request, "unknown") if user is None else after_first(request, user, "outside", trip.then)


def _link(request: HttpRequest, provider: Provider, pk: int, subject: str) -> HttpResponse:
    actor, user = getattr(request, "actor", None), request.user
    if actor is None or not isinstance(user, User) or user.pk != pk:
        return _refused(request, "state")
    try:
        acts.link_outside(user, provider.issuer, subject, on=clock.today(), by=actor, at=clock.now())
    except acts.CannotLink as cannot:
        messages.error(request, str(LINK_PROBLEMS[str(cannot)]))
    else:
        messages.success(request, _("已关联。以后可以从那里登录。"))
    return HttpResponseRedirect(resolve_url("accounts.me"))


def _refused(request: HttpRequest, code: str) -> HttpResponse:
    tell("log-in", failed=True, outcome="refused", by="outside", reason=code, address=request.META.get("REMOTE_ADDR", ""))
    page: dict[str, Any] = {"problem": OUTSIDE_PROBLEMS[code], "provider": settings.OIDC}
    return render(request, "accounts/outside_refused.html", page, status=502 if code == "unreachable" else 403)


def _provider() -> Provider:
    if settings.OIDC is None:
        raise Http404
    found: Provider = settings.OIDC
    return found


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(resolve_url("accounts.return_outside"))


def _with_trip(request: HttpRequest, response: HttpResponse, trip: Trip) -> HttpResponse:
    response.set_cookie(
        TRIP, signing.dumps(asdict(trip), salt=TRIP), max_age=PATIENCE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
        path=resolve_url("accounts.return_outside"),
    )
    return response
