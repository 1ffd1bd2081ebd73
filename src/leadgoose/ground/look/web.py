"""The switch of languages: a cookie, nothing in the database. Anybody may choose, signed in or not."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from leadgoose.ground.access.gate import public

YEAR = 365 * 24 * 3600


@public("look.language")
def language(request: HttpRequest) -> HttpResponse:
    """POST language=zh-hans|zh-hant|en, next=address on this host: sets the cookie and goes back there."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    code, back = request.POST.get("language", ""), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = "/"
    response = HttpResponseRedirect(back)
    if code in dict(settings.LANGUAGES):
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response
