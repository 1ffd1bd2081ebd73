"""The reminder's page: the letter as it prints, what it lacks, sending it, entering an earlier one, taking one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from leadgoose.elections.actions import reminder as actions
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.papers import reminder as papers
from leadgoose.elections.papers.reminder import ReminderFacts
from leadgoose.elections.queries import reminder as queries
from leadgoose.elections.queries.reminder import Sent
from leadgoose.elections.web import words
from leadgoose.ground.access.clock import now, today
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.bylaws.settings import BY_NAME, Settings
from leadgoose.ground.look.downloads import download
from leadgoose.ground.press import letter as press
from leadgoose.ground.press import printing
from leadgoose.ground.press.letter import Letter
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.organisation import TermRow

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed for an organisation now: the letter sent, or the draft of today; why not when there is neither."""

    term: TermRow | None
    sent: list[Sent]
    standing: Sent | None
    letter: Letter | None
    facts: ReminderFacts | None
    no: str | Promise


@gate("elections.reminder", at="organisation")
def reminder(request: Asked, organisation: Organisation) -> HttpResponse:
    """The page. Whoever may only read sees the letter and what was done, without the acts."""
    return _page(request, organisation, {}, {})


@gate("elections.reminder_paper", at="organisation")
@cache_control(private=True, no_store=True)
def reminder_paper(request: Asked, organisation: Organisation, form: str) -> HttpResponse:
    """The letter as a file, "pdf" or "docx": the one sent, or the draft of today."""
    paper = _paper(request, organisation)
    if paper.letter is None:
        raise Http404
    try:
        made = press.as_pdf(paper.letter, at=_at(paper)) if form == "pdf" else press.as_docx(paper.letter, at=_at(paper))
    except printing.NoFonts:
        return _page(request, organisation, {}, {}, status=503)
    name = f"reminder-{organisation.key}-{paper.letter.imprint.made_at[:10]}.{form}"
    return download(made, TYPES[form], name)


@gate("elections.reminder_picture", at="organisation")
@cache_control(private=True, no_store=True)
def reminder_picture(request: Asked, organisation: Organisation, sheet: int) -> HttpResponse:
    """One sheet of the letter as PNG, for the page."""
    paper = _paper(request, organisation)
    if paper.letter is None:
        raise Http404
    try:
        pictures = press.as_pictures(paper.letter)
    except printing.NoFonts:
        raise Http404 from None
    if not 1 <= sheet <= len(pictures):
        raise Http404
    return HttpResponse(pictures[sheet - 1], content_type="image/png")


@gate("elections.send_reminder", at="organisation", methods=("POST",))
def send_reminder(request: Asked, organisation: Organisation) -> HttpResponse:
    try:
        row = actions.send_reminder(organisation, by=request.actor, at=now())
    except Refusal as no:
        messages.error(request, str(no.said))
    else:
        messages.success(request, _("已发出并记入记事链，凭据第 %(number)s 号。") % {"number": row.receipt_number})
    return _back(organisation)


@gate("elections.note_reminder", at="organisation", methods=("POST",))
def note_reminder(request: Asked, organisation: Organisation) -> HttpResponse:
    typed = {name: request.POST.get(name, "").strip() for name in ("sent_on", "way", "remark")}
    try:
        day = date.fromisoformat(typed["sent_on"])
    except ValueError:
        return _page(request, organisation, typed, {"sent_on": _("请按 2026-11-23 的样式填写日期。")}, status=422)
    try:
        row = actions.note_reminder(organisation, day, typed["way"], typed["remark"], by=request.actor, at=now())
    except Refusal as no:
        return _page(request, organisation, typed, {no.field or "sent_on": str(no.said)}, status=422)
    messages.success(request, _("已补记，凭据第 %(number)s 号。") % {"number": row.receipt_number})
    return _back(organisation)


@gate("elections.withdraw_reminder", at="organisation", methods=("POST",))
def withdraw_reminder(request: Asked, organisation: Organisation, reminder: int) -> HttpResponse:
    typed = {"reason": request.POST.get("reason", "").strip()}
    try:
        actions.withdraw_reminder(organisation, reminder, typed["reason"], by=request.actor, at=now())
    except Refusal as no:
        return _page(request, organisation, typed, {no.field or "reason": str(no.said)}, status=422)
    messages.success(request, _("已撤回，应发提醒重新列入到期看板。"))
    return _back(organisation)


# --- what the views share ---


def _back(organisation: Organisation) -> HttpResponse:
    return HttpResponseRedirect(reverse("elections.reminder", args=[organisation.key]))


def _paper(request: Asked, organisation: Organisation) -> Paper:
    on = today()
    term, sent = queries.present_term(organisation, on), queries.reminders(organisation.key)
    standing = queries.standing(sent, term)
    no = actions.why_not(organisation, term)
    if no or term is None:
        return Paper(term, sent, standing, None, None, no)
    settings = settings_of(organisation.top_key)
    facts = actions.facts_for(organisation, term, settings, on)
    if standing is not None and standing.printed:
        return Paper(term, sent, standing, queries.letter_of(standing.id), facts, "")
    return Paper(term, sent, standing, _draft(request, facts, settings), facts, "")


def _draft(request: Asked, facts: ReminderFacts, settings: Settings) -> Letter:
    return papers.draft(actions.letter_for(facts, settings, by=request.actor, at=now()))


def _at(paper: Paper) -> datetime:
    return paper.standing.recorded_at if paper.standing is not None and paper.standing.printed else printing.EPOCH


def _page(
    request: Asked, organisation: Organisation, typed: dict[str, str], wrong: dict[str, str], status: int = 200
) -> HttpResponse:
    paper = _paper(request, organisation)
    actor, reach = request.actor, request.target.reach
    shelf = printing.fonts()
    script = paper.letter.script if paper.letter else "zh-Hans"
    context = {
        "organisation": organisation,
        "paper": paper,
        "sheets": range(1, 1 + _sheets(paper.letter)) if shelf.files else range(0),
        "fonts": bool(shelf.files),
        "fallbacks": shelf.fallbacks(script),
        "unprintable": shelf.missing("".join(_texts(paper.letter))) if paper.letter else "",
        "missing": [BY_NAME[name].label for name in papers.missing(paper.facts)] if paper.facts else [],
        "rows": [(one, words.WAY[one.way]) for one in paper.sent],
        "may_send": bool(actor.may("elections.send_reminder", reach)),
        "may_set": bool(actor.may("bylaws.set_committee", {organisation.top_key})),
        "top_key": organisation.top_key,
        "today": today(),
        "ways": words.NOTED,
        "typed": typed,
        "wrong": wrong,
    }
    return render(request, "elections/reminder.html", context, status=status)


def _sheets(letter: Letter | None) -> int:
    """How many sheets the letter has; its pictures are kept for the requests that follow."""
    return 0 if letter is None else len(press.as_pictures(letter))


def _texts(letter: Letter) -> list[str]:
    """Every text of the letter, to see whether its characters can be printed."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list | tuple):
            for one in value:
                walk(one)

    walk(letter.facts())
    return found
