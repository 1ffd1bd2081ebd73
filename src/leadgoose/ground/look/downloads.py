"""Files that a page hands out, and what stands on them: who made them and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from leadgoose.ground.access.actor import Actor

PDF = "application/pdf"
CALENDAR = "text/calendar; charset=utf-8"


def download(body: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file to take down, under a name that may be Chinese. The browser keeps no copy beside it. kind: its media type."""
    headers = {"Content-Disposition": str(content_disposition_header(True, name)), "Cache-Control": "no-store"}
    return HttpResponse(body, content_type=kind, headers=headers)


def ask(request: HttpRequest, address: str = "") -> HttpResponse:
    """Instead of a file that is written down when it is taken: the page with the button. address: where it posts to, else where one is."""
    return render(request, "look/take_away.html", {"address": address or request.get_full_path()})


def by_post(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view whose file takes people's data along, which is journaled: only a POST makes it. Whoever comes by GET (a bookmark, the way back
    from the log-in page) finds the button. Below the gate, which lets both methods in."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.method == "POST" else ask(request)

    asked.by_post = True  # type: ignore[attr-defined]   # tests/house/test_roles.py asks for it
    return asked


def without_fonts() -> HttpResponse:
    """Instead of a paper, where nothing can be set: one sentence, and who can mend it."""
    return HttpResponse(_("没有打印字体，不能生成 PDF。请运维人员运行 tools/fonts.py。"), status=503, content_type="text/plain; charset=utf-8")


def made_by(actor: Actor, at: datetime) -> str:
    """The line that says who took the file out of the system, and when."""
    return _("%(by)s 于 %(at)s 导出") % {"by": actor.name or actor.login, "at": minute(at)}


def minute(at: datetime) -> str:
    """A moment as papers write it, in local time."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
