"""The tree of organisations: opened and closed by the browser alone, one level and what fits of the next on a page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.roster import words
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import asof_tree, organisations
from leadgoose.roster.queries.asof_members import then
from leadgoose.roster.web.asked import page_number


@gate("roster.tree", at="organisation")
def tree(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET q (part of a name), page; on, known: the days of a look at the past."""
    asof, number = read(request.GET, clock.today()), page_number(request)
    text, place = request.GET.get("q", "").strip()[:40], None
    if asof.past:
        seen = then(organisation.top_key, organisation.key, asof.on, asof.known_at)
        place = seen.seen.get(organisation.key)
        level = asof_tree.named(organisation.key, text, number, seen) if text else asof_tree.level(organisation.key, number, seen)
    else:
        level = organisations.named(organisation, text, number, asof.on) if text else organisations.level(organisation, number, asof.on)
    keys = organisation.path.strip("/").split("/")[:-1]
    return render(request, "roster/tree.html", {
        "organisation": organisation,
        "asof": asof,
        "name": place.name if place is not None else organisation.name,
        "missing": asof.past and place is None,
        "level": level,
        "q": text,
        "today": asof.on,
        # a unit's head reaches the branch, and not what is below it
        "opens": bool(request.actor.may("roster.organisation", organisation.path.strip("/").split("/"))),
        "kinds": {code: str(word) for code, word in words.ORGANISATION.items()},
        "above": keys[-1] if keys and request.actor.may("roster.tree", keys) else "",
        "earlier": _address(text, number - 1, asof) if number > 1 else "",
        "later": _address(text, number + 1, asof) if level.further else "",
        "start": (number - 1) * organisations.PAGE + 1,
    })


def _address(text: str, number: int, asof: AsOf) -> str:
    return "?" + urlencode({**({"q": text} if text else {}), **asof.said, "page": number})
