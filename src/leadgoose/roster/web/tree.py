"""The tree of organisations: opened and closed by the browser alone, one level and what fits of the next on a page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster import words
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import organisations
from leadgoose.roster.web.asked import page_number


@gate("roster.tree", at="organisation")
def tree(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET q (part of a name), page."""
    today, number = clock.today(), page_number(request)
    text = request.GET.get("q", "").strip()[:40]
    level = organisations.named(organisation, text, number, today) if text else organisations.level(organisation, number, today)
    keys = organisation.path.strip("/").split("/")[:-1]
    return render(request, "roster/tree.html", {
        "organisation": organisation,
        "level": level,
        "q": text,
        "today": today,
        "kinds": {code: str(word) for code, word in words.ORGANISATION.items()},
        "above": keys[-1] if keys and request.actor.may("roster.tree", keys) else "",
        "earlier": _address(text, number - 1) if number > 1 else "",
        "later": _address(text, number + 1) if level.further else "",
        "start": (number - 1) * organisations.PAGE + 1,
    })


def _address(text: str, number: int) -> str:
    return "?" + urlencode({**({"q": text} if text else {}), "page": number})
