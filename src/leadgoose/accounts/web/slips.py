"""Printing slips. They are kept nowhere: the page that shows them once carries them, signed, to the printer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from leadgoose.accounts.papers import TEMPLATE, CodesSlip, PasswordSlip, slips
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.downloads import PDF, download, without_fonts
from leadgoose.ground.press.printing import NoFonts, pdf

HOUR = 3600
SALT = "accounts.print_slips"


def printable(request: HttpRequest, given: Sequence[Mapping[str, Any]], committee: str = "", script: str = "zh-Hans") -> str:
    """The slips for the hidden field of a page: good for an hour, for this account, unchanged. Each of kind "password" or "codes"."""
    return signing.dumps({"by": request.user.pk, "committee": committee, "script": script, "slips": [dict(one) for one in given]}, salt=SALT, compress=True)


@gate("accounts.print_slips", methods=("POST",))
def print_slips(request: Asked) -> HttpResponse:
    """The slips of the page that they come from as PDF, eight a sheet."""
    try:
        found = signing.loads(request.POST.get("slips", ""), salt=SALT, max_age=HOUR)
    except signing.BadSignature:
        raise Http404 from None
    if found["by"] != request.user.pk:
        raise Http404
    facts = slips([_slip(one) for one in found["slips"]], committee=found["committee"], script=found["script"])
    try:
        body = pdf(TEMPLATE, facts, at=clock.now())
    except NoFonts:
        return without_fonts()
    return download(body, PDF, f"slips-{clock.today().isoformat()}.pdf")


def _slip(one: Mapping[str, Any]) -> PasswordSlip | CodesSlip:
    if one["kind"] == "codes":
        return CodesSlip(one["name"], one["login"], tuple(one["codes"]))
    return PasswordSlip(one["name"], one["place"], one["login"], one["password"], one["address"])
