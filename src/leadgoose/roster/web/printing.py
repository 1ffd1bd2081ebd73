"""A sheet of the register as the PDF that the browser saves."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse

from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of
from leadgoose.ground.look.downloads import PDF, download, minute, without_fonts
from leadgoose.ground.press.printing import Column, Imprint, NoFonts, list_paper
from leadgoose.roster.papers import Sheet


def printed(sheet: Sheet, name: str, made_by: str, at: datetime, top_key: str) -> HttpResponse:
    """name: of the file, without its ending; made_by, at: who made what it says, and when; top_key: of the committee whose notice stands on it."""
    imprint = Imprint(notice=notice_on_paper(settings_of(top_key)), made_by=made_by, made_at=minute(at), receipt=sheet.receipt)
    try:
        body = list_paper(sheet.title, sheet.subtitle, [Column(*one) for one in sheet.columns], sheet.rows, sheet.notes, imprint=imprint, at=at)
    except NoFonts:
        return without_fonts()
    return download(body, PDF, f"{name}.pdf")
