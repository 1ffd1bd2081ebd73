"""The committee's own papers: the yearly plan of elections due, and the briefing for branches that are due."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control

from leadgoose.elections.actions.paper import imprint_of
from leadgoose.elections.papers import planning
from leadgoose.elections.papers.pen import Pen
from leadgoose.elections.papers.plans import plan_of
from leadgoose.elections.web.papers import TYPES
from leadgoose.ground.access.clock import now, today
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.downloads import download
from leadgoose.ground.press import paper as press
from leadgoose.ground.press import printing
from leadgoose.ground.press.text import Text
from leadgoose.roster.models import Organisation

PAPERS = {"plan": (_("年度换届计划"), planning.plan), "briefing": (_("换届工作辅导提纲"), planning.briefing)}


@gate("elections.committee_papers", at="organisation")
def committee_papers(request: Asked, organisation: Organisation) -> HttpResponse:
    """Both papers as they print, for a year."""
    year = _year(request)
    made = [(key, label, len(press.as_pictures(_made(request, organisation, key, year))) if printing.fonts().files else 0)
            for key, (label, _write) in PAPERS.items()]
    return render(request, "elections/committee_papers.html", {
        "organisation": organisation, "papers": [(key, label, range(1, sheets + 1)) for key, label, sheets in made], "year": year,
        "years": range(today().year - 1, today().year + 4), "fonts": bool(printing.fonts().files),
    })


@gate("elections.committee_paper", at="organisation")
@cache_control(private=True, no_store=True)
def committee_paper(request: Asked, organisation: Organisation, plan: str, form: str) -> HttpResponse:
    """One of them: "pdf", "docx", or a sheet as "png" (?sheet=)."""
    if plan not in PAPERS:
        raise Http404
    made = _made(request, organisation, plan, _year(request))
    try:
        if form == "png":
            pictures, asked = press.as_pictures(made), request.GET.get("sheet", "1")
            sheet = int(asked) if asked.isascii() and asked.isdigit() else 0
            if not 1 <= sheet <= len(pictures):
                raise Http404
            return HttpResponse(pictures[sheet - 1], content_type="image/png")
        content = press.as_pdf(made) if form == "pdf" else press.as_docx(made)
    except printing.NoFonts:
        raise Http404 from None
    name = f"{plan}-{organisation.key}-{_year(request)}.{form}"
    return download(content, TYPES[form], name)


def _made(request: Asked, organisation: Organisation, key: str, year: int) -> Text:
    facts = plan_of(organisation, year, today())
    imprint = imprint_of(organisation.top_key, by=request.actor, at=now())
    return replace(PAPERS[key][1](facts, Pen(facts.script)), imprint=imprint)


def _year(request: Asked) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and 1990 <= int(asked) <= 2100 else today().year
