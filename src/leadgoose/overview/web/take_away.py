"""What is taken from the watch: the Excel file and the A4 table. Both say who made them and when, and carry the notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.access.models import User
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.pages import Ordered, by_worker, counting
from leadgoose.ground.jobs.works import WRITTEN, Line, Running
from leadgoose.ground.journal.queries import last_receipt
from leadgoose.ground.look.downloads import PDF, download, minute, without_fonts
from leadgoose.ground.press.excel import XLSX, Leaf, counted, workbook
from leadgoose.ground.press.printing import Column, Imprint, NoFonts, list_paper
from leadgoose.overview import lines, papers
from leadgoose.overview.actions import WATCH, order_watch
from leadgoose.overview.queries import Board, whole_board
from leadgoose.overview.queries_asof import whole_board_then
from leadgoose.overview.web import asked as filters
from leadgoose.overview.web.watch import board_of_day
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.places import TooMany


@gate("overview.watch_export", at="organisation", methods=("GET", "POST"))
def watch_export(request: Request, organisation: Organisation) -> HttpResponseBase:
    """The tasks and the branches that the filters leave, all pages of them, as .xlsx; of very many the page on which a worker's file is ordered.

    POST: order=1, stop=1 or ?made=1 of that page (jobs/pages.py).
    """
    asked = filters.read(request.GET, clock.today())
    try:
        whole = board_of_day(organisation, asked.asof)
    except TooMany:
        return _by_worker(request, organisation, asked)
    if whole.large is not None:
        return _by_worker(request, organisation, asked)
    body = _workbook(whole, asked, organisation, request.actor.name)
    return download(body, XLSX, _name(organisation, asked))


def _name(organisation: Organisation, asked: filters.Asked) -> str:
    return _("到期看板 %(name)s %(on)s.xlsx") % {"name": organisation.name, "on": asked.on.isoformat()}


def _by_worker(request: Request, organisation: Organisation, asked: filters.Asked) -> HttpResponseBase:
    said = asked.address(page=None, tasks=None).removeprefix("?")
    return by_worker(request, Ordered(
        WATCH, organisation.key, lambda language: order_watch(organisation, said, language, by=request.actor), Refused,
        take_away=f"?{said}&made=1" if said else "?made=1", title=_("导出看板"), sentence=_("党组织多，在后台写成 Excel 文件；可以离开本页。"),
        crumbs=[(reverse("roster.organisation", args=[organisation.key]), organisation.name),
                (reverse("overview.watch", args=[organisation.key]) + asked.address(), _("到期看板"))],
        progress=counting(_("正在制作看板的文件"), (_("已完成"), _("%(done)s / %(whole)s 步"))), arguments={"query": said},
    ), lambda _job, file: download(file.read_bytes(), XLSX, _name(organisation, asked)))


def write_file(job: Running) -> dict[str, int]:
    """The worker's part: the file of the day asked for, in the language in which it was ordered. What is stopped leaves no file."""
    organisation, asked = Organisation.objects.get(key=job.about), filters.read(QueryDict(job.arguments["query"]), clock.today())
    with translation.override(job.arguments["language"] or settings.LANGUAGE_CODE):
        job.keep_on(at_once=True, done=0, whole=2)
        if asked.asof.past:
            whole = whole_board_then(organisation.top_key, organisation.key, asked.asof, lambda done, number: job.keep_on(done=done, whole=number))
        else:
            whole = whole_board(organisation.top_key, organisation.path, asked.on)
        job.keep_on(at_once=True, done=1, whole=2)
        by = User.objects.filter(login=job.started_by).values_list("name", flat=True).first() or job.started_by
        body = _workbook(whole, asked, organisation, by)
        job.keep_on(at_once=True, done=2, whole=2)
        files.keep(job.key, "xlsx", body)
    return {"branches": len(whole.branches)}


def of_files(jobs: Sequence[Job]) -> dict[str, Line]:
    """How such files stand, for whoever ordered them. One query."""
    names = dict(Organisation.objects.filter(key__in=[one.about for one in jobs]).values_list("key", "name"))
    found = {}
    for job in jobs:
        address = reverse("overview.watch_export", args=[job.about]) + (f"?{job.arguments['query']}" if job.arguments["query"] else "")
        found[job.key] = WRITTEN.line(job, _("%(name)s到期看板") % {"name": names.get(job.about, "")}, address)
    return found


@gate("overview.watch_paper", at="organisation")
def watch_paper(request: Request, organisation: Organisation) -> HttpResponse:
    """The branches that the filters leave, as a table on A4 (PDF). Raises places.TooMany: nobody prints a thousand pages."""
    asked = filters.read(request.GET, clock.today())
    whole = board_of_day(organisation, asked.asof)
    if whole.large is not None:
        raise TooMany(organisation.key)
    table = papers.watch_table(whole, organisation.name, filters.matching(whole, asked)[0], asked.asof.sentence)
    at = clock.now().astimezone(UTC).replace(microsecond=0)   # as the compiler wants it
    imprint = Imprint(notice_in_words(organisation.top_key), request.actor.name, minute(clock.now()), last_receipt(organisation.top_key))
    heads = [Column(*one) for one in table.columns]
    try:
        body = list_paper(table.title, table.subtitle, heads, table.rows, table.notes, imprint=imprint, at=at, one_sheet=True)
    except NoFonts:
        return without_fonts()
    return download(body, PDF, _("到期一览表 %(name)s %(on)s.pdf") % {"name": organisation.name, "on": asked.on.isoformat()})


def _workbook(whole: Board, asked: filters.Asked, organisation: Organisation, made_by: str) -> bytes:
    scene = whole.scene
    places, owed = filters.matching(whole, asked)
    above = (
        _("到期看板：%(name)s") % {"name": organisation.name}, made_line(made_by, asked.asof.sentence), notice_in_words(organisation.top_key),
    )
    heads = [(_("状态"), 12.0), (_("组织"), 24.0), (_("事项"), 24.0), (_("说明"), 80.0), (_("谁来办"), 22.0)]
    rows = [(one.tag, one.org_name, one.what, one.numbers, one.who) for one in lines.tasks(scene, owed)]
    wide = [(label, 10.0 + share * 8) for label, share, _number in papers.columns()]
    return workbook([
        Leaf(_("该办的事"), above, heads, counted(rows)),
        Leaf(_("各党支部"), above, wide, counted(papers.row(one) for one in lines.branches(scene, places))),
    ])


def made_line(made_by: str, days: str) -> str:
    """Who took it out and when, and of which days it is."""
    return _("%(by)s 于 %(at)s 导出；%(days)s") % {"by": made_by, "at": minute(clock.now()), "days": days}
