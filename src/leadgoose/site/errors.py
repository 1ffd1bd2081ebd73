"""The pages for what went wrong: each says what, and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the account reaches the thing but lacks the capability; the page names it and whom to ask."""
    return render(request, "look/forbidden.html", {"capability": getattr(exception, "capability", "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "look/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, rendered without the request: the frame asks the database, and that may be what broke."""
    return HttpResponse(render_to_string("look/broken.html"), status=500)


def bad_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: the page was open too long, or cookies are off. What was typed can be got back with the browser's back key."""
    return render(request, "look/bad_form.html", status=403)
