"""What addresses say beside the thing they name: a page's number, a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leadgoose.roster.actions.refusals import Refused


def page_number(request: HttpRequest) -> int:
    """`?page=3`; 1 when it is missing or no number."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def pattern(page: str) -> tuple[str, str]:
    """The address of a page before and after the key, for rows by the hundred: reversing each would cost more than the rest of the row."""
    before, _, after = reverse(page, args=["~"]).partition("~")
    return before, after


def typed_in(request: HttpRequest, fields: Iterable[str]) -> dict[str, str]:
    """What was posted in these fields, without spaces at the ends; "" for what was not."""
    return {name: request.POST.get(name, "").strip() for name in fields}


def day(text: str, field: str) -> date:
    """A day as date fields send it; Refused at the field for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(field, _("请按 2026-11-23 的样式填写日期。")) from None


def day_or_none(text: str, field: str) -> date | None:
    return day(text, field) if text else None
