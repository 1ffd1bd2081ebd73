"""What is taken from the watch: the Excel file and the A4 table. Both say who made them and when, and carry the notice."""

from __future__ import annotations

from datetime import UTC

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.journal.queries import last_receipt
from leadgoose.ground.look.downloads import PDF, download, minute, without_fonts
from leadgoose.ground.press.excel import XLSX, Leaf, counted, workbook
from leadgoose.ground.press.printing import Column, Imprint, NoFonts, list_paper
from leadgoose.overview import lines, papers
from leadgoose.overview.queries import Board
from leadgoose.overview.web import asked as filters
from leadgoose.overview.web.watch import board_of_day
from leadgoose.roster.models import Organisation


@gate("overview.watch_export", at="organisation")
def watch_export(request: Request, organisation: Organisation) -> HttpResponse:
    """The tasks and the branches that the filters leave, all pages of them, as .xlsx."""
    today = clock.today()
    asked = filters.read(request.GET, today)
    whole = board_of_day(organisation, asked.asof, whole=True)
    body = _workbook(whole, asked, organisation.name, request.actor.name)
    return download(body, XLSX, _("到期看板 %(name)s %(on)s.xlsx") % {"name": organisation.name, "on": asked.on.isoformat()})


@gate("overview.watch_paper", at="organisation")
def watch_paper(request: Request, organisation: Organisation) -> HttpResponse:
    """The branches that the filters leave, as a table on A4 (PDF)."""
    today = clock.today()
    asked = filters.read(request.GET, today)
    whole = board_of_day(organisation, asked.asof, whole=True)
    table = papers.watch_table(whole, organisation.name, filters.matching(whole, asked)[0], asked.asof.sentence)
    at = clock.now().astimezone(UTC).replace(microsecond=0)   # as the compiler wants it
    imprint = Imprint(settings.NOTICE, request.actor.name, minute(clock.now()), last_receipt(organisation.top_key))
    heads = [Column(*one) for one in table.columns]
    try:
        body = list_paper(table.title, table.subtitle, heads, table.rows, table.notes, imprint=imprint, at=at)
    except NoFonts:
        return without_fonts()
    return download(body, PDF, _("到期一览表 %(name)s %(on)s.pdf") % {"name": organisation.name, "on": asked.on.isoformat()})


def _workbook(whole: Board, asked: filters.Asked, name: str, made_by: str) -> bytes:
    shown = whole.scene
    places, owed = filters.matching(whole, asked)
    above = (name, made_line(made_by, asked.asof.sentence), settings.NOTICE)
    heads = [(_("状态"), 12.0), (_("组织"), 24.0), (_("事项"), 24.0), (_("说明"), 80.0), (_("谁来办"), 22.0)]
    rows = [(one.tag, one.org_name, one.what, one.numbers, one.who) for one in lines.tasks(shown, owed)]
    wide = [(label, 10.0 + share * 8) for label, share, _number in papers.columns()]
    return workbook([
        Leaf(_("该办的事"), above, heads, counted(rows)),
        Leaf(_("各党支部"), above, wide, counted(papers.row(one) for one in lines.branches(shown, places))),
    ])


def made_line(made_by: str, days: str) -> str:
    """Who took it out and when, and of which days it is."""
    return _("%(by)s 于 %(at)s 导出；%(days)s") % {"by": made_by, "at": minute(clock.now()), "days": days}
