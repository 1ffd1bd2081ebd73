"""The ledger of hours: everybody of the team with what they have and lack; training had elsewhere; what counts how much."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.look.downloads import by_post, download, made_by
from leadgoose.ground.press.excel import XLSX, Leaf, workbook
from leadgoose.roster.models import Organisation
from leadgoose.training import words
from leadgoose.training.actions import hours as actions
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.queries.hours import done_in, hour_table
from leadgoose.training.queries.team import Member, team
from leadgoose.training.rules.hours import as_table
from leadgoose.training.rules.obligations import SECRETARIES, Done, hours_required
from leadgoose.training.standards import rulebook
from leadgoose.training.web import asked
from leadgoose.training.web.asked import PAGE
from leadgoose.training.web.sessions import as_number
from leadgoose.training.web.sessions import hours as said
from leadgoose.training.web.upload import Upload, upload


@gate("training.hours", at="organisation")
def hours(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=&q=&short=1."""
    top = asked.top_only(organisation)
    today = clock.today()
    year, q, short = asked.year(request, today.year), request.GET.get("q", "").strip()[:50], "short" in request.GET
    rows = _rows(top.key, year)
    shown = [row for row in rows if (not q or q in row["name"] or q in row["branch"]) and (not short or row["lacking"])]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    reach = request.target.reach
    return render(request, "training/hours.html", {
        "organisation": top, "year": year, "years": [today.year - 1, today.year, today.year + 1], "page": page, "q": q, "short": short, "any": bool(rows),
        "sums": {"people": len(rows), "enough": sum(not row["lacking"] for row in rows), "short": sum(bool(row["lacking"]) for row in rows),
                 "concentrated": sum(row["course"] is False for row in rows)},
        "may_enter": bool(request.actor.may("training.enter_hours", reach)),
        "export": f"{reverse('training.export_hours', args=[top.key])}?year={year}" if request.actor.may("training.export_hours", reach) else "",
    })


def _rows(top_key: str, year: int) -> list[dict[str, Any]]:
    """Everybody of the team in the register's order. Five queries."""
    today = clock.today()
    members = team(top_key, today, rulebook(today))
    done = done_in([one.pk for one in members], year)
    return [_row(one, done.get(one.pk, Done())) for one in members]


def _row(one: Member, done: Done) -> dict[str, Any]:
    need = hours_required(one.role)[0]
    course = done.concentrated if one.role in SECRETARIES else None
    return {"key": one.key, "name": one.name, "branch": one.branch, "role": words.ROLE[one.role], "have": said(done.hours), "need": said(need),
            "lacking": said(need - done.hours) if done.hours < need else "", "share": min(1.0, done.hours / need), "course": course}


@gate("training.export_hours", at="organisation", methods=("GET", "POST"))
@by_post
def export_hours(request: Asked, organisation: Organisation) -> HttpResponse:
    """The ledger's sums of a year as Excel, in the register's order."""
    top = asked.top_only(organisation)
    year = asked.year(request, clock.today().year)
    made = made_by(request.actor, clock.now())
    heads = [(_("姓名"), 12.0), (_("党支部"), 24.0), (_("职务"), 16.0), (_("应有学时"), 10.0), (_("已有学时"), 10.0), (_("还差"), 8.0), (_("集中轮训"), 10.0)]
    people = _rows(top.key, year)
    rows = [(row["name"], row["branch"], str(row["role"]), *(as_number(row[name]) for name in ("need", "have", "lacking")),
             "" if row["course"] is None else _("有") if row["course"] else _("无")) for row in people]
    asked.file_taken(request, "training.export_hours", "xlsx", top, [row["key"] for row in people], ("training.Hours.hours",))
    above = (_("%(name)s %(year)s 年学时") % {"name": top.name, "year": year}, made, notice_in_words(top.key))
    return download(workbook([Leaf(_("学时"), above, heads, rows)]), XLSX, f"{top.name}学时 {year}.xlsx")


@gate("training.enter_hours", at="organisation", methods=("GET", "POST"))
def enter_hours(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET; format=xlsx: an empty table. POST: grid or file; act=take."""
    top = asked.top_only(organisation)
    address = reverse("training.hours", args=[top.key])

    def take(text: str) -> str:
        return _("已记入 %(n)s 行。") % {"n": actions.enter_hours(top, text, by=request.actor, at=clock.now())}

    return upload(request, Upload(
        actions.columns(), lambda text: actions.understand(top.key, text, clock.today())[0], take, address, _("记入学时"), ("学时", "学时补记表.xlsx"),
        {"title": _("补记学时"), "back": (address, _("学时")),
         "hint": _("只补记别处参加的培训；本委的班次由出勤登记计入，支部的会议和活动由记录本计入，不在这里再填。"
                   "类型：培训班、党务政工会议、主题活动、党课、集体学习、自学、其他。")}))


@gate("training.hour_rules", at="organisation")
def hour_rules(request: Asked, organisation: Organisation) -> HttpResponse:
    top = asked.top_only(organisation)
    return _rules(request, top, {}, {})


@gate("training.set_hour_rules", at="organisation", methods=("POST",))
def set_hour_rules(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: day, half_day, video, short_from, share-KIND, valid_from, basis."""
    top = asked.top_only(organisation)
    typed = request.POST.dict()
    table = as_table(hour_table(top.key, clock.today()))
    try:
        for name in ("day", "half_day", "video", "short_from"):
            table[name] = asked.whole(typed.get(name, ""), name, 1000)
        for kind in table["share"]:
            table["share"][kind] = asked.whole(typed.get(f"share-{kind}", ""), kind, 1000)
        starts = asked.day(typed.get("valid_from", ""), "valid_from")
        made = actions.set_hour_rules(top, table, starts, typed.get("basis", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return _rules(request, top, typed, {no.field: str(no)}, status=422)
    messages.success(request, _("自 %(day)s 起按新的折算。") % {"day": made.valid_from.isoformat()})
    return HttpResponseRedirect(reverse("training.hour_rules", args=[top.key]))


def _rules(request: Asked, top: Organisation, typed: dict[str, str], wrong: dict[str, str], status: int = 200) -> HttpResponse:
    table = hour_table(top.key, clock.today())
    rows = [(kind, words.SESSION_KIND[kind], typed.get(f"share-{kind}", str(share)), wrong.get(kind, "")) for kind, share in table.share.items()]
    values = {name: typed.get(name, str(getattr(table, name))) for name in ("day", "half_day", "video", "short_from")}
    return render(request, "training/hour_rules.html", {
        "organisation": top, "table": table, "rows": rows, "values": values, "typed": typed, "wrong": wrong, "today": clock.today(),
        "may_set": bool(request.actor.may("training.set_hour_rules", request.target.reach)),
    }, status=status)
