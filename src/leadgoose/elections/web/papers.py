"""The papers of one election: all of them with their state; one as it prints, what it lacks, its files; issuing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from leadgoose.elections.actions import paper as actions
from leadgoose.elections.actions.paper import Issue
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Election, OwnForm
from leadgoose.elections.papers import wanted
from leadgoose.elections.papers.catalogue import BALLOTS, BY_KEY, GROUPS, Drawn, Kind, draft, kinds_of
from leadgoose.elections.papers.facts import Facts
from leadgoose.elections.papers.fields import fields
from leadgoose.elections.papers.gather import facts_of
from leadgoose.elections.queries import paper as queries
from leadgoose.elections.queries.paper import Issued, Kept
from leadgoose.elections.rules.switches import AGAINST, FOR
from leadgoose.elections.web import words
from leadgoose.ground.access.clock import now, today
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.downloads import download
from leadgoose.ground.press import paper as press
from leadgoose.ground.press import printing
from leadgoose.ground.press.ballot import Ballot

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One paper for a page or a file: as it stands, or as it was issued."""

    election: Election
    kind: Kind
    facts: Facts
    drawn: Drawn
    issued: tuple[Issued, ...]
    chosen: Issued | None
    kept: Kept | None
    form: OwnForm | None                             # the own form that is in force

    @property
    def paper(self) -> press.Paper:
        return self.kept.paper if self.kept is not None else self.drawn.paper

    @property
    def own(self) -> bool:
        """Whether it prints by an own form."""
        return self.kept.file is not None if self.kept is not None else self.form is not None


@gate("elections.papers", at="election")
def papers(request: Asked, election: Election) -> HttpResponse:
    """All papers, in the order in which they are needed."""
    facts = facts_of(election, today(), request.actor)
    issued, forms = queries.issued(election), queries.forms_in_force(election.top_key)
    imprint = actions.imprint_of(election.top_key, by=request.actor, at=now())
    desk = bool(request.actor.may("elections.desk_paper", request.target.reach))
    rows = []
    for kind in kinds_of(facts):
        drawn = draft(kind, facts, imprint)
        latest = next(iter(issued.get(kind.key, [])), None)
        rows.append({
            "kind": kind, "label": words.paper(kind, election), "missing": wanted.in_words(drawn.missing), "issued": latest, "done": facts.done.get(kind.stage),
            "printed": sum(one.copies for one in issued.get(kind.key, [])), "address": _address(election, kind) if desk or not kind.desk else "",
            "ballot": kind.key in BALLOTS, "own": kind.key in forms,
        })
    groups = [(label, [row for row in rows if row["kind"].group == group]) for group, label in GROUPS.items()]  # type: ignore[attr-defined]
    return render(request, "elections/papers.html", {
        "election": election, "organisation": election.organisation, "groups": [(label, found) for label, found in groups if found],
        "may_own": bool(request.actor.may("elections.own_forms", {election.top_key})), "desk": desk,
        "has_reminder": "reminder" in facts.done or facts.term is not None,
    })


@gate("elections.paper", at="election")
def paper(request: Asked, election: Election, paper: str) -> HttpResponse:
    """One paper as it prints."""
    return _page(request, _shown(request, election, paper, desk=False), {}, {})


@gate("elections.desk_paper", at="election")
def desk_paper(request: Asked, election: Election, ballot: str) -> HttpResponse:
    """A ballot or tally sheet, for those who run the meeting."""
    return _page(request, _shown(request, election, ballot, desk=True), {}, {})


@gate("elections.paper_file", at="election")
@cache_control(private=True, no_store=True)
def paper_file(request: Asked, election: Election, paper: str, form: str) -> HttpResponse:
    """The paper as "pdf" or "docx"; ?issue= the number of an issue, else the last one or the draft."""
    return _file(request, _shown(request, election, paper, desk=False), form)


@gate("elections.desk_paper_file", at="election")
@cache_control(private=True, no_store=True)
def desk_paper_file(request: Asked, election: Election, ballot: str, form: str) -> HttpResponse:
    return _file(request, _shown(request, election, ballot, desk=True), form)


@gate("elections.paper_picture", at="election")
@cache_control(private=True, no_store=True)
def paper_picture(request: Asked, election: Election, paper: str, sheet: int) -> HttpResponse:
    """One sheet as PNG, for the page."""
    return _picture(_shown(request, election, paper, desk=False), sheet)


@gate("elections.desk_paper_picture", at="election")
@cache_control(private=True, no_store=True)
def desk_paper_picture(request: Asked, election: Election, ballot: str, sheet: int) -> HttpResponse:
    return _picture(_shown(request, election, ballot, desk=True), sheet)


@gate("elections.issue_paper", at="election", methods=("POST",))
def issue_paper(request: Asked, election: Election, paper: str) -> HttpResponse:
    shown = _shown(request, election, paper, desk=None)
    typed = {name: request.POST.get(name, "").strip() for name in ("on", "number", "signer", "copies", "seen")}
    try:
        issue = Issue(date.fromisoformat(typed["on"]), typed["number"], typed["signer"], _whole(typed["copies"] or "1"), _whole(typed["seen"] or "0"))
    except ValueError as wrong:
        field = "copies" if isinstance(wrong, NotWhole) else "on"
        said = _("请填 1 至 %(most)s 的整数。") % {"most": actions.MOST_COPIES} if field == "copies" else _("请按 2026-11-23 的样式填写日期。")
        return _page(request, shown, typed, {field: said}, status=422)
    try:
        row = actions.issue_paper(election, shown.kind.key, issue, by=request.actor, at=now())
    except Refusal as no:
        return _page(request, shown, typed, {no.field or "all": str(no.said)}, status=422)
    messages.success(request, _("已签发并记入记事链，凭据第 %(number)s 号。") % {"number": row.receipt_number})
    return HttpResponseRedirect(_address(election, shown.kind))


@gate("elections.set_signs", at="election", methods=("POST",))
def set_signs(request: Asked, election: Election) -> HttpResponse:
    shown = _shown(request, election, "method", desk=False)
    typed = {name: request.POST.get(name, "") for name in ("for", "against")}
    try:
        actions.set_signs(election, typed, by=request.actor, at=now())
    except Refusal as no:
        return _page(request, shown, typed, {"all": str(no.said)}, status=422)
    messages.success(request, _("选票符号已设定，选举办法、选票和主持词同时改用。"))
    return HttpResponseRedirect(_address(election, shown.kind))


# --- what the views share ---


class NotWhole(ValueError):
    """A number that is none."""


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise NotWhole
    return int(text)


def _address(election: Election, kind: Kind) -> str:
    return reverse("elections.desk_paper" if kind.desk else "elections.paper", args=[election.key, kind.key])


def _shown(request: Asked, election: Election, key: str, *, desk: bool | None) -> Shown:
    """The paper in the address; 404 where this election has none of that name, or where it lies on the other table."""
    kind = BY_KEY.get(key)
    facts = facts_of(election, today(), request.actor)
    if kind is None or kind not in kinds_of(facts) or (desk is not None and kind.desk is not desk):
        raise Http404
    issued = tuple(queries.issued(election).get(key, ()))
    asked = request.GET.get("issue", "")
    chosen = next((one for one in issued if str(one.id) == asked), None) if asked else next(iter(issued), None)
    if asked == "draft":
        chosen = None
    elif asked and chosen is None:
        raise Http404
    kept = queries.kept(election, chosen.id) if chosen is not None else None
    drawn = draft(kind, facts, actions.imprint_of(election.top_key, by=request.actor, at=now()))
    return Shown(election, kind, facts, drawn, issued, chosen, kept, queries.forms_in_force(election.top_key).get(key))


def _file(request: Asked, shown: Shown, form: str) -> HttpResponse:
    at = shown.kept.at if shown.kept is not None else printing.EPOCH
    try:
        if form == "pdf":
            if shown.own:
                raise Http404
            copies = shown.chosen.copies if shown.chosen is not None else 1
            made = press.as_pdf(shown.paper, copies=copies, at=at)
        else:
            made = _docx(shown, at)
    except printing.NoFonts:
        return _page(request, shown, {}, {}, status=503)
    day = (shown.chosen.issued_on if shown.chosen is not None else today()).isoformat()
    name = f"{shown.kind.key}-{shown.election.organisation.key}-{day}.{form}"
    return download(made, TYPES[form], name)


def _docx(shown: Shown, at: Any) -> bytes:
    from leadgoose.ground.press import ownform  # noqa: PLC0415   jinja2, 5 MB: only what fills a committee's own form loads it

    if shown.kept is not None:
        if shown.kept.file is None or shown.kept.fields is None:
            return press.as_docx(shown.kept.paper, at=at)
        return ownform.fill(shown.kept.file, shown.kept.fields, at=at)
    if shown.form is None:
        return press.as_docx(shown.drawn.paper, at=at)
    return ownform.fill(bytes(OwnForm.objects.values_list("file", flat=True).get(pk=shown.form.pk)), fields(shown.facts), at=at)


def _picture(shown: Shown, sheet: int) -> HttpResponse:
    try:
        pictures = press.as_pictures(shown.paper)
    except printing.NoFonts:
        raise Http404 from None
    if not 1 <= sheet <= len(pictures):
        raise Http404
    return HttpResponse(pictures[sheet - 1], content_type="image/png")


def _page(request: Asked, shown: Shown, typed: dict[str, str], wrong: dict[str, str], status: int = 200) -> HttpResponse:
    fonts, actor, reach = printing.fonts(), request.actor, request.target.reach
    kind, election = shown.kind, shown.election
    ballot = isinstance(shown.drawn.paper, Ballot)
    may_issue = kind.issued and election.closed_at is None and bool(actor.may("elections.issue_paper", reach)) and bool(actor.may(kind.act, reach))
    done = shown.facts.done.get(kind.stage)
    sheets = len(press.as_pictures(shown.paper)) if fonts.files and not shown.own else 0
    context = {
        "election": election, "organisation": election.organisation, "shown": shown, "kind": kind, "label": words.paper(kind, election),
        "ballot": ballot,
        "sheets": range(1, sheets + 1), "fonts": bool(fonts.files), "fallbacks": [] if ballot else fonts.fallbacks(shown.facts.script),
        "missing": wanted.in_words(shown.drawn.missing), "unprintable": shown.drawn.unprintable,
        "no": actions.why_not(kind, shown.facts, shown.drawn) if ballot else "", "may_issue": may_issue,
        "printed": sum(one.copies for one in shown.issued), "electors": shown.facts.roll.present or shown.facts.roll.expected,
        "query": f"?issue={shown.chosen.id}" if shown.chosen is not None else "?issue=draft" if shown.issued else "",
        "page": "elections.desk_paper" if kind.desk else "elections.paper",
        "done": done, "number": done.number if done is not None else "", "signer": done.signer if done is not None else "",
        "signs": _signs(shown) if kind.key == "method" and actor.may("elections.set_signs", reach) else None,
        "today": today(), "typed": typed, "wrong": wrong,
    }
    return render(request, "elections/paper.html", context, status=status)


def _signs(shown: Shown) -> dict[str, Any] | None:
    """What may be chosen, until the method is adopted."""
    if "method" in shown.facts.done:
        return None
    chosen = shown.facts.switches
    return {"for": [(code, sign, sign == chosen.sign_for) for code, sign in FOR.items()],
            "against": [(code, sign, sign == chosen.sign_against) for code, sign in AGAINST.items()]}


