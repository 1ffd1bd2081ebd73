"""Search over what the reader may see of a committee: people and organisations on one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.holdings import marks
from leadgoose.roster import words
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.search import find
from leadgoose.roster.web.asked import pattern
from leadgoose.roster.web.members import IN_A_LIST, lines


@gate("roster.search", at="organisation")
def search(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET q: a name, its pinyin or initials, part of a branch's name, or the last four of an ID number."""
    text = request.GET.get("q", "").strip()[:50]
    found = find(organisation, text, clock.today())
    of_before, of_after = pattern("roster.organisation")
    return render(request, "roster/search.html", {
        "organisation": organisation,
        "q": text,
        "found": found,
        "lines": lines(found.people),
        "marks": marks(organisation.top_key, IN_A_LIST, by=request.actor, reach=request.target.reach) if found.people else {},
        "places": [(key, name, words.word(words.ORGANISATION, kind)) for key, name, kind in found.organisations],
        "branch_before": of_before, "branch_after": of_after,
    })
