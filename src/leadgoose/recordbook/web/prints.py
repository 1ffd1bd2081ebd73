"""What is printed: a record's sheet, an empty sheet, the bound book of a year."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of
from leadgoose.ground.journal.files import Taken, record_file
from leadgoose.ground.journal.queries import last_receipt
from leadgoose.ground.look.downloads import by_post, download, without_fonts
from leadgoose.ground.press import printing
from leadgoose.ground.press.printing import Imprint, NoFonts
from leadgoose.recordbook import words
from leadgoose.recordbook.actions.entering import BOOKS
from leadgoose.recordbook.models import Record, Resolution
from leadgoose.recordbook.papers import book as books
from leadgoose.recordbook.papers.sheets import blank, facts_of, sheet
from leadgoose.recordbook.queries.record import entry_of, open_items, shown
from leadgoose.recordbook.queries.roll import groups_of, roll_of
from leadgoose.recordbook.rules.kinds import Expected, Kind, kind_rule, kinds
from leadgoose.recordbook.web.record import seen
from leadgoose.roster.models import Organisation

TYPST = Path(__file__).resolve().parents[1] / "typst"
ONE, BOOK = TYPST / "one.typ", TYPST / "book.typ"
PDF = "application/pdf"


@gate("recordbook.sheet", at="record")
def sheet_pdf(request: Asked, record: Record) -> HttpResponse:
    """GET ?version=: the record as a sheet, or one of its versions, PDF. A confidential one is not printed from here."""
    seen(request, record)
    organisation: Organisation = record.organisation   # type: ignore[attr-defined]   # set by the finder
    found = shown(record, organisation)
    asked = request.GET.get("version", "")
    version = next((one for one in found.versions if str(one.number) == asked), None) if asked else found.standing
    entry = entry_of(version) if version is not None else None
    if version is None or entry is None:
        raise Http404
    chosen = settings_of(organisation.top_key)
    texts = dict(Resolution.objects.filter(org_key=organisation.key).values_list("key", "text"))
    paper = sheet(record, entry, kind_rule(Kind(record.kind)), found.versions, texts, chosen.script, version.number)
    facts = facts_of([paper], script=chosen.script, organisation=organisation.name, small=_small(request, chosen, last_receipt(organisation.top_key)))
    return _pdf(ONE, facts, _("%(kind)s %(day)s.pdf") % {"kind": words.word(words.KIND, record.kind), "day": record.held_on.isoformat()})


@gate("recordbook.blank_sheet", at="organisation", methods=("GET", "POST"))
@by_post
def blank_sheet(request: Asked, organisation: Organisation, kind: str) -> HttpResponse:
    """GET ?group=: an empty sheet of a kind with the names of those expected today and what is open, PDF."""
    if organisation.kind not in BOOKS or kind not in set(Kind):
        raise Http404
    rule, chosen, today = kind_rule(Kind(kind)), settings_of(organisation.top_key), clock.today()
    groups = {one.key: one.name for one in groups_of(organisation.key, today)} if rule.expected is Expected.GROUP else {}
    group = request.GET.get("group", "") if request.GET.get("group", "") in groups else ""
    asked = rule.expected in (Expected.MEMBERS, Expected.COMMITTEE) or bool(group)
    expected = roll_of(organisation, rule, today, group).expected if asked else ()
    items = open_items(organisation.key) if rule.members_only else []
    paper = blank(rule, organisation.name, expected, chosen.script, items, groups.get(group, ""))
    people = {*(one.key for one in expected), *(one.owner_key for one in items if one.owner_key)}
    file = Taken("recordbook.blank_sheet", "pdf", organisation.top_key, organisation.key, ("roster.PersonFact.name",), people)
    receipt = record_file(file, request.target.reach, by=request.actor, at=clock.now())
    facts = facts_of([paper], script=chosen.script, organisation=organisation.name, small=_small(request, chosen, str(receipt or "")))
    return _pdf(ONE, facts, _("%(kind)s 空白记录单.pdf") % {"kind": words.word(words.KIND, kind)})


@gate("recordbook.print_book", at="organisation")
def print_book(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?year=: what the book of the year holds, and its papers."""
    if organisation.kind not in BOOKS:
        raise Http404
    today = clock.today()
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and 1949 <= int(text) <= today.year else today.year
    chosen = settings_of(organisation.top_key)
    found = books.book(organisation, year, chosen.script)
    return render(request, "recordbook/print.html", {
        "organisation": organisation, "year": year, "years": range(today.year, today.year - 5, -1), "book": found, "fonts": bool(printing.fonts().files),
        "kinds": [(one.value, words.word(words.KIND, one)) for one in kinds() if one is not Kind.ELECTION_MEETING],
        "groups": [
            {"name": one.name, "address": f"{reverse('recordbook.blank_sheet', args=[organisation.key, Kind.GROUP_MEETING])}?group={one.key}"}
            for one in groups_of(organisation.key, today)
        ],
        "unprintable": printing.unprintable(books.facts(found, chosen.script, "")) if printing.fonts().files else "",
    })


@gate("recordbook.book_pdf", at="organisation")
def book_pdf(request: Asked, organisation: Organisation, year: int) -> HttpResponse:
    """The bound book of a year, PDF."""
    if organisation.kind not in BOOKS or not 1949 <= year <= clock.today().year:
        raise Http404
    chosen = settings_of(organisation.top_key)
    facts = books.facts(books.book(organisation, year, chosen.script), chosen.script, _small(request, chosen, last_receipt(organisation.top_key)))
    return _pdf(BOOK, facts, _("活动记录本 %(name)s %(year)s.pdf") % {"name": organisation.name, "year": year})


def _small(request: Asked, chosen: Any, receipt: str) -> str:
    made_at = timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
    notice = notice_on_paper(chosen)
    return printing.small_line(Imprint(notice=notice, made_by=request.actor.name or request.actor.login, made_at=made_at, receipt=receipt), chosen.script)


def _pdf(template: Path, facts: dict[str, Any], name: str) -> HttpResponse:
    at = clock.now().astimezone(UTC).replace(microsecond=0)
    try:
        body = printing.pdf(template, facts, at=at)
    except NoFonts:
        return without_fonts()
    return download(body, PDF, name)
