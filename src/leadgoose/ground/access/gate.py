"""The gate that every view passes: it names one capability, and the thing in the address on which it is needed.

    @gate("roster.members", at="organisation")
    def members(request: Asked, organisation: Organisation) -> HttpResponse: ...

The address carries `<str:organisation>` (a key); the view receives the thing. Nobody's role reaches it: 404, as if it were not there.
Somebody's does, but without the capability: 403 with the reason. A view without a gate fails a test, and so does a capability that the table lacks.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from leadgoose.ground.access import scopes
from leadgoose.ground.access.actor import ME, Actor, Denied
from leadgoose.ground.access.roles import PLATFORM, TABLE

View = Callable[..., HttpResponseBase]


class Asked(HttpRequest):
    """A request that passed the gate: it has an actor, and the target that the gate found."""

    actor: Actor
    target: scopes.Target
    htmx: Any


def gate(capability: str, *, at: str = ME, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Let a view be reached only by holders of the capability on the thing named in the address.

    at: "me" (the actor's own things: the capability held on anything, or by anyone), "platform", or a kind registered in `scopes` and
    named by a keyword of the address.
    methods: those that the view answers; HEAD comes with GET.
    """
    if capability not in TABLE:
        raise KeyError(f"{capability} has no row in the role table")
    allowed = frozenset(methods) | ({"HEAD"} if "GET" in methods else set())

    def wrap(view: View) -> View:
        @wraps(view)
        def passed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None:
                return _to_log_in(request)
            if at == ME:
                target = scopes.Target(actor.mine, "", None)
            elif at == PLATFORM:
                target = scopes.Target(frozenset({PLATFORM}), PLATFORM, None)
            else:
                found = scopes.find(at, kwargs.pop(at))
                if found is None:
                    raise Http404
                target = found
            try:
                actor.require(capability, target.reach)
            except Denied as denied:
                if denied.sees:
                    raise
                raise Http404 from denied
            if request.method not in allowed:
                return HttpResponse(status=405, headers={"Allow": ", ".join(sorted(allowed))})
            request.target = target  # type: ignore[attr-defined]   # Asked from here on
            if at in (ME, PLATFORM):
                return view(request, *args, **kwargs)
            return view(request, target.thing, *args, **kwargs)

        passed.capability = capability  # type: ignore[attr-defined]
        passed.at = at  # type: ignore[attr-defined]
        passed.methods = allowed  # type: ignore[attr-defined]
        return passed

    return wrap


def public(capability: str) -> Callable[[View], View]:
    """Mark a view that anybody may ask for without signing in. The whole list is in tests/house/test_gate.py."""

    def wrap(view: View) -> View:
        view.capability = capability  # type: ignore[attr-defined]
        view.at = "public"  # type: ignore[attr-defined]
        return view

    return wrap


def _to_log_in(request: HttpRequest) -> HttpResponse:
    """To the log-in page, and back here afterwards; what was posted is not repeated, so then to the page it came from."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else urlsplit(request.headers.get("Referer", "")).path or "/"
    asked = {"next": back, **({"idle": "1"} if getattr(request, "idle", False) else {})}
    where = reverse("accounts.log_in") + "?" + urlencode(asked)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)
