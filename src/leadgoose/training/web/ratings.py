"""Ratings by the office: printed sheets to hand out, sheets to type in, an Excel table to take in."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_in_words, notice_on_paper, settings_of
from leadgoose.ground.listed import listed
from leadgoose.ground.look.downloads import ask, by_post, download, made_by, minute, without_fonts
from leadgoose.ground.press import printing
from leadgoose.ground.press.excel import XLSX, Leaf, workbook
from leadgoose.roster.models import Organisation
from leadgoose.training import papers, words
from leadgoose.training.actions.ratings import columns, import_ratings, understand
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.team import team
from leadgoose.training.rules.competency import BEHAVIOURS, DIMENSIONS
from leadgoose.training.standards import rulebook
from leadgoose.training.web import asked
from leadgoose.training.web.upload import Upload, upload

PAPER_KINDS = ("own", "superior", "colleague")


@gate("training.import_ratings", at="organisation", methods=("GET", "POST"))
def import_ratings_page(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?q=, part of a name or of a branch's: what to hand out and where to type. POST: grid or file; act=take; ?format=xlsx: the table to fill,
    with everybody in it."""
    top = asked.top_only(organisation)
    today = clock.today()
    if request.GET.get("format") == "xlsx" and request.method != "POST":
        return ask(request)
    if request.GET.get("format") == "xlsx":
        return _template(request, top)
    q = request.GET.get("q", "").strip()[:50]
    people = [(one.key, one.name, one.branch) for one in team(top.key, today, rulebook(today)) if q in one.name or q in one.branch]

    def take(text: str) -> str:
        counted = import_ratings(top, text, by=request.actor, at=clock.now())
        return _("已收入：%(told)s 份。") % {"told": listed(f"{words.KIND[kind]} {count}" for kind, count in counted.items())}

    return upload(request, Upload(
        columns(), lambda text: understand(top.key, text, today)[0], take, reverse("training.competencies", args=[top.key]), _("收入评价表"), None,
        {"organisation": top, "q": q, "page": Paginator(people, asked.PAGE).get_page(request.GET.get("page")), "template_taken": True,
         "kinds": [(kind, words.KIND[kind]) for kind in PAPER_KINDS]}, "training/import_ratings.html", offered=False))


def _template(request: Asked, top: Organisation) -> HttpResponse:
    """Everybody with a role, ready to be filled by dimension; columns by behaviour on a second sheet."""
    today = clock.today()
    model = model_of(top.key, today)
    members = team(top.key, today, rulebook(today))
    asked.file_taken(request, "training.import_ratings", "xlsx", top, [one.key for one in members])
    people = [(one.name, one.branch, "上级评价", today.isoformat(), "", "") for one in members]
    names = {one.id: one.short for one in model.dimensions} | {each.id: each.name for one in model.dimensions for each in one.behaviours}
    fixed = [(one.heads[0], 14.0) for one in columns()[:6]]
    foot = "　".join((made_by(request.actor, clock.now()), notice_in_words(top.key)))
    leaves = [Leaf(title, (), [*fixed, *((f"{name}（{names[name]}）", 12.0) for name in shown)], [(*row, *("" for _ in shown)) for row in people], foot)
              for title, shown in (("按方面", DIMENSIONS), ("按行为", BEHAVIOURS))]
    return download(workbook(leaves), XLSX, f"{top.name}能力评价表 {today.isoformat()}.xlsx")


@gate("training.rating_sheet", at="organisation", methods=("GET", "POST"))
@by_post
def rating_sheet(request: Asked, organisation: Organisation) -> HttpResponse:
    """kind, person, full, in the form or the address: sheets on paper, for one person or for everybody below the organisation."""
    today = clock.today()
    sent = request.GET.dict() | request.POST.dict()
    kind = sent.get("kind", "")
    kind = kind if kind in PAPER_KINDS else "superior"
    members = team(organisation.top_key, today, rulebook(today), organisation.path)
    person = sent.get("person", "")
    chosen = [one for one in members if not person or one.key == person]
    receipt = asked.file_taken(request, "training.rating_sheet", "pdf", organisation, [one.key for one in chosen])
    committee = settings_of(organisation.top_key)
    made_at = minute(clock.now())
    imprint = printing.Imprint(notice_on_paper(committee), request.actor.name or request.actor.login, made_at, receipt)
    full = kind == "own" or "full" in sent
    facts = papers.rating_sheet(kind, papers.people_of(chosen) or [("", "")], model_of(organisation.top_key, today), full, imprint, committee.script)
    try:
        body = printing.pdf(papers.RATING, facts, at=clock.now())
    except printing.NoFonts:
        return without_fonts()
    return download(body, "application/pdf", f"{facts['title']}.pdf")
