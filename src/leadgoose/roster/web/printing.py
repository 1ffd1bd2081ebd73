"""A sheet of the register as the PDF that the browser saves."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.press.printing import Column, Imprint, NoFonts, list_paper
from leadgoose.roster.papers import Sheet


def printed(sheet: Sheet, name: str, made_by: str, at: datetime) -> HttpResponse:
    """name: of the file, without its ending; made_by, at: who made what it says, and when."""
    made_at = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    imprint = Imprint(notice=settings.NOTICE, made_by=made_by, made_at=made_at, receipt=sheet.receipt)
    try:
        body = list_paper(sheet.title, sheet.subtitle, [Column(*one) for one in sheet.columns], sheet.rows, sheet.notes, imprint=imprint, at=at)
    except NoFonts:
        return HttpResponse(_("没有打印字体，不能生成 PDF。请运维人员运行 tools/fonts.py。"), status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'})
