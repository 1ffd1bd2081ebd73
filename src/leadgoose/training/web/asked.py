"""What pages of training read of an address or a form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.roster.models import Organisation
from leadgoose.training.actions.refusals import Refused

PAGE = 50


def top_only(organisation: Organisation) -> Organisation:
    """What is kept at the committee has its page there only."""
    if organisation.key != organisation.top_key:
        raise Http404
    return organisation


def day(text: str, field: str) -> date:
    """A day as forms send it. Raises Refused."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(_("请按 2026-11-23 的样式填写日期。"), field) from None


def amount(text: str, field: str, most: int = 10_000_000) -> Decimal:
    """A number of at most two decimals from 0 on. Raises Refused."""
    try:
        found = Decimal(text.strip() or "0")
        if found.is_finite() and 0 <= found <= most and found == found.quantize(Decimal("0.01")):
            return found
    except InvalidOperation:
        pass
    raise Refused(_("请填 0 至 %(most)s 的数，最多两位小数。") % {"most": most}, field)


def whole(text: str, field: str, most: int = 10_000) -> int:
    """A whole number from 0 on. Raises Refused."""
    text = text.strip() or "0"
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= most:
        return int(text)
    raise Refused(_("请填 0 至 %(most)s 的整数。") % {"most": most}, field)


def year(request: HttpRequest, default: int) -> int:
    found = request.POST.get("year") or request.GET.get("year") or ""
    return int(found) if found.isascii() and found.isdigit() and 2000 <= int(found) <= 2100 else default


def file_taken(request: Asked, page: str, form: str, where: Organisation | str, people: Collection[str], columns: Sequence[str] = ()) -> str:
    """Write down that a page's file takes these people along; the receipt, "" where nobody is in it.

    where: the organisation that it is of, or a committee's key; columns: beside the names.
    """
    top, place = (where, where) if isinstance(where, str) else (where.top_key, where.key)
    taken = Taken(page, form, top, place, ("roster.PersonFact.name", *columns), people)
    return str(record_file(taken, request.target.reach, by=request.actor, at=clock.now()) or "")
