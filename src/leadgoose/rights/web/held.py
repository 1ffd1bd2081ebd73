"""本人信息: what is held about a person, who read it; taking it along; the list of purposes that anybody may read."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from leadgoose.accounts.words import ROLES
from leadgoose.elections.actions.paper import imprint_of
from leadgoose.ground import holdings
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_in_words, settings_of
from leadgoose.ground.holdings import Whose
from leadgoose.ground.look.downloads import download, made_by, without_fonts
from leadgoose.ground.press import paper as press
from leadgoose.ground.press.excel import XLSX, Leaf, workbook
from leadgoose.ground.press.printing import NoFonts
from leadgoose.ground.press.text import Text
from leadgoose.rights import papers, words
from leadgoose.rights.actions.taking import FORMS, take_holdings
from leadgoose.rights.papers import About
from leadgoose.rights.queries import held as queries
from leadgoose.rights.queries import objections
from leadgoose.rights.queries.held import Part
from leadgoose.rights.standards import fields
from leadgoose.roster.models import Person
from leadgoose.roster.queries import committee_name

PDF = "application/pdf"


def whose(request: Asked, person: Person) -> Whose:
    return Whose(person.key, person.pk, person.top_key, clock.today(), own=request.actor.person_key == person.key)


@gate("rights.mine")
def mine(request: Asked) -> HttpResponse:
    """To the own page."""
    return HttpResponseRedirect(reverse("rights.held", args=[request.actor.person_key]))


@gate("rights.purposes")
def purposes(request: Asked) -> HttpResponse:
    """What kinds of things are held at all, and why. No query of its own."""
    table = fields()
    columns: dict[str, list[str]] = {}
    for column, kind in table.of.items():
        columns.setdefault(kind.code, []).append(column)
    rows = [(kind, words.PURPOSE[kind.purpose], words.BASE[kind.base], papers.readers(kind), str(words.KEEP[kind.keep]) % {"years": "N"},
             papers.erased(kind), columns[code]) for code, kind in table.kinds.items()]
    return render(request, "rights/purposes.html", {"rows": rows, "columns": len(table.of)})


@gate("rights.held", at="person")
@cache_control(private=True, no_store=True)
def held(request: Asked, person: Person) -> HttpResponse:
    """GET: everything, subject by subject."""
    asked = whose(request, person)
    parts, settings = queries.parts(asked), settings_of(person.top_key)
    actor, reach = request.actor, request.target.reach
    name = name_of(person)
    return render(request, "rights/held.html", {
        "person": person, "name": name, "own": asked.own, "parts": _shown(parts, settings.keep_years), "objections": objections.of_person(person),
        "state": words.STATE, "label": words.label, "days": settings.objection_days, "marked": any(thing.mark for part in parts for thing in part.things),
        "may_take": bool(actor.may("rights.take_holdings", reach)), "may_raise": bool(actor.may("rights.raise_objection", reach)),
        "may_erase": not asked.own and bool(actor.may("rights.propose_erasure", {person.top_key})), "today": clock.today(),
        "may_person": bool(actor.may("roster.person", reach)),
    })


def _shown(parts: tuple[Part, ...], years: int) -> list[tuple[Part, list[tuple[Any, str]]]]:
    """Parts that hold something; with each thing the words of its kind."""
    told = {thing.kind.code: papers.explain(thing.kind, years) for part in parts for thing in part.things}
    return [(part, [(thing, told[thing.kind.code]) for thing in part.things]) for part in parts if part.things]


@gate("rights.readings", at="person")
@cache_control(private=True, no_store=True)
def readings(request: Asked, person: Person) -> HttpResponse:
    """GET: who read what, as far as it is recorded, and what is not."""
    asked = whose(request, person)
    rows = [(one, words_of_role(one.role)) for one in holdings.readings(asked)]
    return render(request, "rights/readings.html", {
        "person": person, "name": name_of(person), "own": asked.own, "rows": rows, "unrecorded": papers.unrecorded(),
    })


def words_of_role(role: str) -> str:
    roles: dict[Any, Any] = ROLES
    return str(roles.get(role, _("本人") if role == "self" else ""))


@gate("rights.take_holdings", at="person", methods=("POST",))
@cache_control(private=True, no_store=True)
def take(request: Asked, person: Person) -> HttpResponse:
    """POST form: pdf, xlsx or json. Recorded in the journal; by POST for that reason."""
    form, at = request.POST.get("form", ""), clock.now()
    if form not in FORMS:
        return HttpResponse(status=400)
    asked = whose(request, person)
    read = holdings.readings(asked)
    receipt = take_holdings(person, form, by=request.actor, at=at)
    name = _("个人信息登记情况-%(name)s.%(form)s") % {"name": name_of(person), "form": form}
    if form == "pdf":
        about = about_of(request, person, receipt=str(receipt))
        with translation.override(about.script.lower()):
            made = papers.held_paper(about, queries.parts(asked), read)
        return printed(made, name)
    parts, years = queries.parts(asked), settings_of(person.top_key).keep_years
    if form == "json":
        body = json.dumps(_plain(person, parts, years, str(receipt)), ensure_ascii=False, indent=1).encode()
        return download(body, "application/json; charset=utf-8", name)
    return download(_workbook(person, parts, years, str(receipt), made_by(request.actor, at)), XLSX, name)


@gate("rights.objection_form", at="person")
@cache_control(private=True, no_store=True)
def objection_form(request: Asked, person: Person) -> HttpResponse:
    """GET: the form to fill in by hand, PDF, with the name on it."""
    about = about_of(request, person)
    with translation.override(about.script.lower()):
        return printed(papers.form_paper(about), _("个人信息异议书-%(name)s.pdf") % {"name": about.name})


def about_of(request: Asked, person: Person, *, receipt: str = "") -> About:
    """Whom a paper is about. A constant number of queries."""
    settings = settings_of(person.top_key)
    made = imprint_of(person.top_key, by=request.actor, at=clock.now())
    imprint = type(made)(made.notice, made.made_by, made.made_at, receipt)
    present = getattr(person, "present", None)
    return About(
        name_of(person), present.organisation.name if present is not None else "", settings.issuer or committee_name(person.top_key),
        settings.script, settings.objection_days, settings.keep_years, clock.today(), imprint,
    )


def name_of(person: Person) -> str:
    """What the register calls the person. One query."""
    return objections.names_of({person.pk}).get(person.pk, "") or _("姓名资料未知")


def _rows(parts: tuple[Part, ...], years: int) -> list[tuple[str, ...]]:
    return [
        (part.label, thing.label, thing.value, thing.source, thing.since.isoformat() if thing.since else "", _("有异议") if thing.mark else "",
         papers.explain(thing.kind, years)) for part in parts for thing in part.things
    ]


def _workbook(person: Person, parts: tuple[Part, ...], years: int, receipt: str, made: str) -> bytes:
    heads = [
        (_("部分"), 16), (_("项目"), 18), (_("内容"), 44), (_("来源"), 14), (_("登记日期"), 12), (_("异议"), 10), (_("用途、依据、谁能看、保存、异议"), 80),
    ]
    above = [_("%(name)s 的个人信息登记情况，凭据 %(receipt)s") % {"name": name_of(person), "receipt": receipt}, made, notice_in_words(person.top_key)]
    return workbook([Leaf(_("个人信息"), above, heads, _rows(parts, years))])


def _plain(person: Person, parts: tuple[Part, ...], years: int, receipt: str) -> dict[str, Any]:
    names = ("part", "label", "value", "source", "since", "contested", "explained")
    things = [dict(zip(names, row, strict=True)) for row in _rows(parts, years)]
    columns = [{"column": thing.field, "purpose": thing.kind.purpose, "base": thing.kind.base, "rules": list(thing.kind.rules), "keep": thing.kind.keep,
                "erase": thing.kind.erase} for part in parts for thing in part.things]
    return {"name": name_of(person), "on": clock.today().isoformat(), "receipt": receipt,
            "held": [{**told, **codes} for told, codes in zip(things, columns, strict=True)]}


def printed(made: Text, name: str) -> HttpResponse:
    """A paper as a file to take down; one sentence where no fonts are installed."""
    try:
        return download(press.as_pdf(made, at=clock.now()), PDF, name)
    except NoFonts:
        return without_fonts()
