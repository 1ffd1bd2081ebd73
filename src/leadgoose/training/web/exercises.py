"""Sand-table exercises: one to read, its guide to edit, its cards to cut, the observers' sheet. For those who run it: a card known beforehand is no card."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of
from leadgoose.ground.look.downloads import by_post, download, minute, without_fonts
from leadgoose.ground.press import printing
from leadgoose.ground.press.printing import DOCX, Imprint
from leadgoose.ground.statutes.language import language
from leadgoose.roster.models import Organisation
from leadgoose.training import course_papers, teaching, words
from leadgoose.training.courses import exercises
from leadgoose.training.models.carrying import SEATED
from leadgoose.training.models.plan import Session
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.lists import list_of
from leadgoose.training.rules.exercises import WORDED, Exercise
from leadgoose.training.web import asked

PDF = "application/pdf"
BLANK, WHOLE = 3, 12
"""Empty lines below those of the list, and where there is no list."""


def found(code: str) -> Exercise:
    one = exercises().get(code)
    if one is None:
        raise Http404
    return one


@gate("training.exercise", at="organisation")
def exercise(request: Asked, organisation: Organisation, exercise: str) -> HttpResponse:
    """GET: everything of an exercise, with its papers."""
    one = found(exercise)
    script = "zh-Hant" if language(get_language() or "zh-hans") == "zh-Hant" else "zh-Hans"
    facts = course_papers.guide(one, Imprint(settings.NOTICE, "", ""), script)
    names = words.dimension_names(model_of(organisation.top_key, clock.today()))
    return render(request, "training/exercise.html", {
        "organisation": organisation, "exercise": one, "title": teaching.exercise_title(one), "facts": facts,
        "grounds": [(key, *line[1:]) for key, line in zip(facts["cited"], facts["grounds"], strict=True)],
        "behaviours": [(look.behaviour, names[look.behaviour]) for look in one.looks],
        "steps": list(zip((step.minutes for step in one.steps), one.english_steps, strict=True)),
        "looks": [(look.behaviour, look.english, list(zip(WORDED, look.english_levels, strict=True))) for look in one.looks],
    })


@gate("training.exercise_paper", at="organisation")
def exercise_paper(request: Asked, organisation: Organisation, exercise: str, piece: str, form: str) -> HttpResponse:
    """GET: guide (pdf, docx), cards (pdf), scores (pdf: with nobody's name)."""
    one, committee = found(exercise), settings_of(organisation.top_key)
    imprint = Imprint(notice_on_paper(committee), request.actor.name or request.actor.login, minute(clock.now()))
    if (piece, form) == ("guide", "docx"):
        from leadgoose.training.course_word import lesson  # noqa: PLC0415   # python-docx and lxml, 8 MB: only processes that write Word load them

        return download(lesson(course_papers.guide(one, imprint, committee.script), at=clock.now()), DOCX, f"{one.title}（导演用）.docx")
    if form != "pdf" or piece not in ("guide", "cards", "scores"):
        raise Http404
    try:
        if piece == "scores":
            return scores(one, "", [], imprint, committee.script)
        make, shape, name = {"guide": (course_papers.guide, course_papers.LESSON, "导演用"), "cards": (course_papers.cards, course_papers.CARDS, "卡片")}[piece]
        return download(printing.pdf(shape, make(one, imprint, committee.script), at=clock.now()), PDF, f"{one.title}（{name}）.pdf")
    except printing.NoFonts:
        return without_fonts()


def scores(one: Exercise, day: str, people: list[tuple[str, str]], imprint: Imprint, script: str) -> HttpResponse:
    """The observers' sheet. people: (name, branch)."""
    lines = [*people, *[("", "")] * (BLANK if people else WHOLE)]
    body = printing.pdf(course_papers.LOOKS, course_papers.looks(one, day, lines, imprint, script), at=clock.now())
    return download(body, PDF, f"{one.title}（观察评分表）.pdf")


@gate("training.score_sheet", at="session", methods=("GET", "POST"))
@by_post
def score_sheet(request: Asked, session: Session) -> HttpResponse:
    """POST: the observers' sheet with those on the list of a session."""
    one, committee = found(session.template), settings_of(session.top_key)
    seated = [row.person for row in list_of(session.pk) if row.state in SEATED and hasattr(row.person, "present")]
    receipt = asked.file_taken(request, "training.score_sheet", "pdf", session.top_key, [person.key for person in seated])
    imprint = Imprint(notice_on_paper(committee), request.actor.name or request.actor.login, minute(clock.now()), receipt)
    people = [(person.present.name, person.present.organisation.name) for person in seated]
    try:
        return scores(one, session.starts_on.isoformat(), people, imprint, committee.script)
    except printing.NoFonts:
        return without_fonts()
