"""One person: the register's line, rights with their reasons, a life in the organisation as a time line with its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.holdings import GONE, contested
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import say
from leadgoose.ground.statutes.verdicts import Reason
from leadgoose.ground.vault.queries import destroyed
from leadgoose.roster import words
from leadgoose.roster.identity import ID_NUMBER, PHONE
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Person, PersonFact
from leadgoose.roster.pictures import Lane, Mark, Picture, Piece, draw, window
from leadgoose.roster.queries.asof import died_by, last_names
from leadgoose.roster.queries.person import Life, Span, life
from leadgoose.roster.web.deeds import acts_of


@gate("roster.person", at="person")
def person(request: Asked, person: Person) -> HttpResponse:
    """GET."""
    return page(request, person)


def page(request: Asked, person: Person, *, status: int = 200, **more: Any) -> HttpResponse:
    """The person's page; `more` is what the act of showing a number in full adds to it (the number once, or what was wrong)."""
    asof, reach = read(request.GET, clock.today()), request.target.reach
    if asof.past:
        return render(request, "roster/person.html", _then(request, person, asof))
    today = asof.today
    may_reveal = bool(request.actor.may("roster.reveal", reach))
    known = life(person, today, may_reveal)
    present = getattr(person, "present", None)
    place = present.organisation if present is not None else None
    return render(request, "roster/person.html", {
        **_told(person, known, asof),
        "died_on": person.died_on,
        "place": place,
        "may_place": place is not None and bool(request.actor.may("roster.organisation", reach - {person.key})),
        "may_reveal": may_reveal,
        "contested": _contested(request, person, asof),
        **acts_of(request, person, known),
        **more,
    }, status=status)


def _then(request: Asked, person: Person, asof: AsOf) -> dict[str, Any]:
    """The page of another day, from the facts, with nothing to do on it. Nine queries."""
    reach = request.target.reach
    known = life(person, asof.on, bool(request.actor.may("roster.reveal", reach)), asof.known_at)
    spans = [one for one in known.spans if one.starts <= asof.on]
    names = last_names({one.organisation for one in spans if one.organisation}, asof.on, asof.known_at)
    spans = [replace(one, label=names.get(one.organisation, one.label)) for one in spans]
    member = next((one for one in reversed(spans) if one.kind == "membership" and one.holds(asof.on)), None)
    known = replace(known, spans=spans, membership=member)
    erased = person.key in destroyed()
    if erased:
        known = replace(known, fact=None, spans=[one for one in spans if one.kind != "register"])
    keys = reach - {person.key}
    return {
        **_told(person, known, asof),
        "contested": {} if erased else _contested(request, person, asof),
        **({"name": GONE, "sensitive": []} if erased else {}),
        "died_on": died_by(person, asof.on, asof.known_at),
        "place": {"key": member.organisation, "name": member.label} if member is not None else None,
        "may_place": member is not None and member.organisation in keys and bool(request.actor.may("roster.organisation", keys)),
    }


def _contested(request: Asked, person: Person, asof: AsOf) -> dict[str, str]:
    """{column: what it is called} of what the person contests, as far as the reader may read it. One query."""
    return contested(person.top_key, by=request.actor, reach=request.target.reach, person_key=person.key, known_at=asof.known_at).get(person.key, {})


def _told(person: Person, known: Life, asof: AsOf) -> dict[str, Any]:
    """What the page says of the day, whichever it is."""
    return {
        "person": person,
        "asof": asof,
        "today": asof.on,
        "fact": known.fact,
        "name": known.fact.name if known.fact is not None else _("姓名资料未知"),
        "standing": words.word(words.STANDING, known.membership.code) if known.membership is not None else "",
        "posts": [one for one in known.spans if one.kind == "post" and one.holds(asof.on)],
        "post_words": {code: str(word) for code, word in words.POST.items()},
        "age": _age(known.fact, asof.on),
        "rights": _rights(known),
        "reasons": _reasons(known),
        "picture": life_picture(known, asof.on),
        "spans": [_row(one) for one in known.spans if one.retracted_at is None],
        "corrected": [_row(one) for one in known.spans if one.retracted_at is not None],
        "sensitive": _sensitive(person, known.fact),
    }


def _sensitive(person: Person, fact: PersonFact | None) -> list[tuple[str, str, str, str]]:
    """(field, label, masked, column) of what is sealed."""
    phone = fact.phone_masked if fact is not None else ""
    return [
        (ID_NUMBER, _("身份证号"), person.id_masked, "roster.Person.id_masked"), (PHONE, _("联系电话"), phone, "roster.PersonFact.phone_masked"),
    ]


def _rights(known: Life) -> list[tuple[str, bool]]:
    if known.rights is None:
        return []
    return [(_("表决权"), known.rights.decide), (_("选举权"), known.rights.vote), (_("被选举权"), known.rights.stand)]


def _reasons(known: Life) -> list[tuple[str, str]]:
    """(sentence, rule) of every reason against; the rule is left out where it would tell what is sealed."""
    if known.rights is None:
        return []
    spoken = language(get_language() or "zh-hans")
    return [(say(one, spoken), "" if _sealed(one) else one.rule) for one in known.rights.reasons]


def _sealed(reason: Reason) -> bool:
    return reason.code == "roster.rights-restricted"


def _age(fact: PersonFact | None, today: date) -> int | None:
    born = _day(fact.born_on) if fact is not None and len(fact.born_on) == 10 else None
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def life_picture(known: Life, today: date) -> Picture | None:
    """Standing as the register dates it, then branches and posts as facts; None while no day is known."""
    lanes = [Lane(_("党员"), _standing_pieces(known.fact, today)), *_span_lanes(known, today)]
    lanes = [lane for lane in lanes if lane.pieces]
    days = [one.first for lane in lanes for one in lane.pieces]
    if not days:
        return None
    first, last = window([*days, today])
    return draw(lanes, [Mark(today, "today", _("今天") if today == clock.today() else today.isoformat())], first, last)


def _standing_pieces(fact: PersonFact | None, today: date) -> list[Piece]:
    joined, full = (_day(fact.joined_party), _day(fact.full_member)) if fact is not None else (None, None)
    if joined is None:
        return []
    if full is None:
        return [Piece(joined, today, "soon", _("预备党员"))]
    return [Piece(joined, full - timedelta(1), "soon", _("预备党员")), Piece(full, today, "ok", _("正式党员"))]


def _span_lanes(known: Life, today: date) -> list[Lane]:
    """One lane for branches, one for each post by name, one for decisions that restrict rights."""
    places: dict[tuple[str, str], list[Piece]] = {}
    for one in known.spans:
        if one.retracted_at is not None or one.kind == "register" or one.starts > today:
            continue
        last = min(one.ends - timedelta(1), today) if one.ends is not None else today
        name = {"membership": _("所在党支部"), "post": words.word(words.POST, one.code), "restriction": _("权利受限")}[one.kind]
        look = "act" if one.kind == "restriction" else "now" if one.holds(today) else "past"
        places.setdefault((one.kind, name), []).append(Piece(one.starts, last, look, one.label))
    order: Mapping[str, int] = {"membership": 0, "post": 1, "restriction": 2}
    return [Lane(name, pieces) for (kind, name), pieces in sorted(places.items(), key=lambda item: order[item[0][0]])]


def _row(one: Span) -> dict[str, Any]:
    what = {
        "membership": lambda: _("%(standing)s，%(branch)s") % {"standing": words.word(words.STANDING, one.code), "branch": one.label},
        "post": lambda: _("%(group)s组长") % {"group": one.label} if one.code == PostKind.GROUP_LEADER
        else _("%(branch)s%(post)s") % {"branch": one.label, "post": words.word(words.POST, one.code)},
        "register": lambda: _("花名册登记"),
        "restriction": lambda: words.word(words.RESTRICTION, one.code) if one.code else _("党员权利受限"),
    }[one.kind]()
    return {"what": what, "span": one, "exact": one.exact or one.kind == "restriction", "source": words.sources(one.source)}


def _day(text: str) -> date | None:
    """The day that a partial date begins with; None when it is empty or unreadable."""
    try:
        return PartialDate.parse(text).earliest() if text else None
    except ValueError:
        return None
