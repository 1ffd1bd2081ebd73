"""The filtered members list as an Excel file: text cells only, ID numbers masked, on top who made it and when, and the notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.models import User
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.holdings import contested, contested_in, in_words
from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.pages import Ordered, by_worker, counting
from leadgoose.ground.jobs.works import Running
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.ground.look.downloads import ask
from leadgoose.roster.actions import exports as acts
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import members as queries
from leadgoose.roster.queries.asof_members import all_members, then
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.members import Row
from leadgoose.roster.web.members import IN_A_LIST, lines

WIDTHS = (10, 26, 11, 6, 12, 14, 12, 16, 22, 9, 21, 20)
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


AT_ONCE = 5000
"""More members than these are written into a file by a worker."""


@gate("roster.export_members", at="organisation", methods=("GET", "POST"))
def export_members(request: Asked, organisation: Organisation) -> HttpResponseBase:
    """POST the same fields as the list: the file. Of very many members GET is the page on which a worker's file is ordered and taken away:

    POST order=1: order it; stop=1: stop making it; ?made=1: the file that was made for the reader.
    """
    asof, filters, name = read(request.GET, clock.today()), Filters.read(request.GET), organisation.name
    large = not asof.past and queries.total(organisation, filters, asof.today) > AT_ONCE
    if request.method != "POST" and not large:
        return ask(request)
    if asof.past:
        seen = then(organisation.top_key, organisation.key, asof.on, asof.known_at)
        rows, place = all_members(seen, filters), seen.seen.get(organisation.key)
        name = place.name if place is not None else name
    elif large:
        return _by_worker(request, organisation, filters)
    else:
        rows = list(queries.all_members(organisation, filters, asof.today))
    head = heading(name, notice_in_words(organisation.top_key), asof, len(rows), request.actor.name or request.actor.login, clock.now())
    doubts = contested(organisation.top_key, by=request.actor, reach=request.target.reach, known_at=asof.known_at)
    file = Taken(
        "roster.export_members", "xlsx", organisation.top_key, organisation.key, IN_A_LIST, [row.person for row in rows],
        whole=filters == Filters() and not asof.past,
    )
    record_file(file, request.target.reach, by=request.actor, at=clock.now())
    body = workbook(head, rows, in_words(doubts, IN_A_LIST))
    return _sent(HttpResponse(body, content_type=TYPE), name, "-".join(asof.said.values()) or asof.today.isoformat())


def _sent(response: HttpResponseBase, name: str, day: str) -> HttpResponseBase:
    file = quote(_("%(name)s党员名单 %(day)s.xlsx") % {"name": name, "day": day})
    response["Content-Disposition"] = f"attachment; filename=members.xlsx; filename*=UTF-8''{file}"
    response["Cache-Control"] = "no-store"
    return response


def _by_worker(request: Asked, organisation: Organisation, filters: Filters) -> HttpResponseBase:
    rows = queries.total(organisation, filters, clock.today())
    sentence = _("共 %(rows)s 人，人数多，在后台写成 Excel 文件；可以离开本页。")
    if filters.said():
        sentence = _("按现在的筛选共 %(rows)s 人，人数多，在后台写成 Excel 文件；可以离开本页。")

    def send(job: Job, file: Path) -> HttpResponseBase:
        taken = Taken(
            "roster.export_members", "xlsx", organisation.top_key, organisation.key, IN_A_LIST, count=int(job.result.get("rows", 0)),
            whole=filters == Filters(),
        )
        record_file(taken, request.target.reach, by=request.actor, at=clock.now())
        return _sent(FileResponse(file.open("rb"), content_type=TYPE), organisation.name, clock.today().isoformat())

    return by_worker(request, Ordered(
        acts.EXPORT, organisation.key, lambda language: acts.order_export(organisation, filters, language, by=request.actor, at=clock.now()), Refused,
        take_away=filters.address(made=1), title=_("导出名单"), sentence=sentence % {"rows": rows}, arguments={"filters": filters.said()},
        crumbs=[(reverse("roster.organisation", args=[organisation.key]), organisation.name),
                (reverse("roster.members", args=[organisation.key]), _("党员"))],
        progress=counting(_("正在制作名单"), (_("已写入"), _("%(done)s / %(whole)s 人"))),
    ), send)


def heading(name: str, notice: str, asof: AsOf, count: int, by: str, now: datetime) -> tuple[str, ...]:
    """The lines above the table: what it is, of which days, who made it and when, the notice."""
    made = timezone.localtime(now).strftime("%Y-%m-%d %H:%M")
    return (
        _("%(name)s党员名单（%(days)s，共 %(n)s 人）") % {"name": name, "days": asof.sentence, "n": count},
        _("制表：%(by)s　制表时间：%(at)s　身份证号已掩码") % {"by": by, "at": made},
        notice,
    )


def workbook(head: Iterable[str], rows: list[Row], marks: Mapping[str, str]) -> bytes:
    """The file. marks: what somebody contests, {person: words}. Every cell is written as text, so that nothing in a name can become a formula."""
    file = BytesIO()
    acts.write_members(file, tuple(head), columns(), WIDTHS, ((line[1], *line[3:], marks.get(line[0], "")) for line in lines(rows)), len(rows), _("党员名单"))
    return file.getvalue()


def columns() -> tuple[str, ...]:
    return (
        _("姓名"), _("党支部"), _("党员类别"), _("性别"), _("出生日期"), _("学历"), _("入党日期"), _("行政职务"), _("党内职务"), _("表决权"), _("身份证号"),
        _("有异议，待答复"),
    )


def write_file(job: Running) -> dict[str, int]:
    """The worker's part: the ordered list as a file, in the language in which it was ordered. What is stopped leaves no file."""
    organisation = Organisation.objects.get(key=job.about)
    filters, today = Filters.read(job.arguments["filters"]), clock.today()
    with translation.override(job.arguments["language"] or settings.LANGUAGE_CODE):
        count = queries.total(organisation, filters, today)
        job.keep_on(at_once=True, done=0, whole=count)
        by = User.objects.filter(login=job.started_by).values_list("name", flat=True).first() or job.started_by
        head = heading(organisation.name, notice_in_words(organisation.top_key), AsOf(today, today, today), count, by, job.now)
        marks = in_words(contested_in(organisation.top_key), IN_A_LIST)   # whoever may order this file may read all its columns

        def cells() -> Iterator[tuple[str, ...]]:
            rows = queries.streamed(organisation, filters, today)
            done = 0
            while part := list(islice(rows, 2000)):
                for line in lines(part):
                    yield (line[1], *line[3:], marks.get(line[0], ""))
                done += len(part)
                job.keep_on(done=done)

        path = files.path_of(job.key, "part")
        try:
            path.touch(mode=0o600)
            with path.open("wb") as file:
                acts.write_members(file, head, columns(), WIDTHS, cells(), count, _("党员名单"))
            path.replace(files.path_of(job.key, "xlsx"))
        finally:
            path.unlink(missing_ok=True)
    return {"rows": count}
