"""What a page cannot show at once, said as a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from leadgoose.roster.queries.places import MANY, TooMany


class TooManyMiddleware:
    """A page or file that would put tens of thousands of organisations together is refused with one sentence and the way to a smaller one (422)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooMany):
            return None
        return render(request, "look/too_many.html", {"many": MANY, "tree": request.path.split("/")[2] if request.path.startswith("/o/") else ""}, status=422)
