"""我的支部: a secretary's first page, on a phone. The one next thing, then the facts, then what else is due, then whom to call.

Secretary and committee members see what the branch owes. A member sees what the branch publishes: its term, its committee, its dates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.access.roles import Role
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.statutes.shelf import rule
from leadgoose.overview import lines
from leadgoose.overview.queries import Scene, scene
from leadgoose.overview.rules.board import Group, group, in_order
from leadgoose.overview.sentences import election_stage
from leadgoose.overview.web.buttons import address, button
from leadgoose.roster import words
from leadgoose.roster.queries import own
from leadgoose.roster.queries.own import CommitteePost, OwnBranch
from leadgoose.roster.queries.places import Detail, Place

OFFICERS = (Role.SECRETARY, Role.COMMITTEE_MEMBER)
OFFICE = (Role.CLERK, Role.ENVOY, Role.READER)


@dataclass(frozen=True, slots=True)
class Committee:
    """The branch committee in words: who, how many, how many are lacking (None: the approved number is not known)."""

    members: tuple[tuple[str, str], ...]       # (posts in words, name)
    secretaries: int
    others: int
    seats: int | None
    small: bool                                # too few full members for a committee, and without one: no seats to speak of

    @property
    def lacking(self) -> int | None:
        return None if self.seats is None else max(0, self.seats - len(self.members))


@gate("overview.my_branch")
def my_branch(request: Request) -> HttpResponse:
    actor = request.actor
    today = clock.today()
    found = own.branches_of(actor.keys(*OFFICERS, Role.MEMBER), actor.person_key, today)
    if not found:
        return _elsewhere(request, actor)
    chosen = next((one for one in found if one.key == request.GET.get("branch")), found[0])
    # so that the menu need not look the committee up again, and parts of other subjects know the branch
    request.target = replace(request.target, top_key=chosen.top_key, thing=chosen)
    shown = scene(chosen.top_key, chosen.path, today)
    facts = {
        "found": found, "chosen": chosen, "place": shown.places[chosen.key],
        "term": shown.details_of([chosen.key]).get(chosen.key, Detail()).term,
        "board": _committee(own.committee_of(chosen.key, today), chosen, shown.places[chosen.key]),
        "settings": settings_of(chosen.top_key), **_election(shown, chosen, actor),
    }
    if _is_officer(actor, chosen):
        return render(request, "overview/my_branch.html", {**facts, **_owed(shown, chosen, actor)})
    return render(request, "overview/my_branch.html", {**facts, "member": True})


def _owed(shown: Scene, chosen: OwnBranch, actor: Actor) -> dict[str, object]:
    """The next thing, the others, and who may not vote. What the superior owes, and what is merely not known, is not the next thing."""
    there = in_order([one for one in shown.owed if one.org_key == chosen.key], shown.places)
    owed = [one for one in there if group(one) is not Group.UNKNOWN and one.code != "term_remind"]
    told = lines.tasks(shown, owed)
    unknown = lines.tasks(shown, [one for one in there if group(one) is Group.UNKNOWN and one.code != "term_remind"])
    # the reminder is the superior's to print; the branch reads it on the page of its elections
    return {
        "next": told[0] if told else None,
        "button": button(told[0], shown, actor) if told else None,
        "others": told[1:],
        "unknown": unknown,
        "non_voters": own.non_voters(chosen.key),
        "members_address": address("roster.members", chosen.key) if actor.may("roster.members", chosen.path.strip("/").split("/")) else "",
        "calendar_address": address("overview.calendar", chosen.key),
    }


def _election(shown: Scene, chosen: OwnBranch, actor: Actor) -> dict[str, object]:
    """The election under way, as far as its reader may see it: what the branch owes names it, so no query is asked."""
    one = next((one for one in shown.owed if one.org_key == chosen.key and one.code in {"election_next", "election_superior", "election_stopped"}), None)
    if one is None:
        return {}
    reach = chosen.path.strip("/").split("/")
    page = "elections.election" if actor.may("elections.election", reach) else "elections.for_members"
    stage = election_stage(one.numbers["step"]) if one.numbers.get("step") else _("已停止")
    return {"election_address": address(page, one.numbers["election"]), "election_stage": stage}


def _committee(posts: tuple[CommitteePost, ...], branch: OwnBranch, place: Place) -> Committee:
    secretaries = sum(own.is_secretary(one) for one in posts)
    members = tuple((words.posts(" ".join(one.kinds)), one.name) for one in posts)
    below = rule("branch-no-committee").integer("below")
    small = branch.no_committee is True or (place.full is not None and place.full < below and len(posts) <= 2)
    return Committee(members, secretaries, len(posts) - secretaries, branch.seats, small)


def _is_officer(actor: Actor, branch: OwnBranch) -> bool:
    """Whether the actor reads the branch's own list: its officers, and those above it."""
    return bool(actor.may("roster.members", branch.path.strip("/").split("/")))


def _elsewhere(request: Request, actor: Actor) -> HttpResponse:
    """Somebody of the committee's office without a branch of their own goes to the watch; others are told whom to ask."""
    keys = actor.keys(*OFFICE)
    if keys:
        return HttpResponseRedirect(reverse("overview.watch", args=[keys[0]]))
    return render(request, "overview/no_branch.html")
