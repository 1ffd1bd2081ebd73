"""The project's addresses with bare answers for 403 and 404: the walk over all pages asks thousands of times and reads only the number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from leadgoose.site.urls import urlpatterns

__all__ = ["handler403", "handler404", "urlpatterns"]


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(status=403)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(status=404)
