"""The acts about organisations, each a page of one screen: set up, rename, move, split, merge, withdraw, groups."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster import words
from leadgoose.roster.actions import merging, placing
from leadgoose.roster.actions import organisations as acts
from leadgoose.roster.actions.organisations import Members, Prepared
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import HOMES, CameBy, OrgKind
from leadgoose.roster.models import Done, Organisation
from leadgoose.roster.queries import bodies
from leadgoose.roster.queries.posts import meant
from leadgoose.roster.rules.acts import No
from leadgoose.roster.rules.designation import PLACES
from leadgoose.roster.rules.organisations import MOST_SEATS, PARENTS, Body, Founding, Kind, applicable, foundable
from leadgoose.roster.web.asked import day, day_or_none
from leadgoose.roster.web.screens import Screen, Shown, run

FOUNDING = ("name", "kind", "until", "units", "applied_on", "seats", "leader", "came_by")


def offered(request: Asked, organisation: Organisation, members: int) -> list[tuple[str, str]]:
    """(address, label) of the acts that apply to an organisation, for those who may."""
    if not request.actor.may("roster.rename_organisation", request.target.reach) or organisation.ended_on is not None:
        return []
    kind = OrgKind(organisation.kind)
    pages = [("roster.transfer_in", words.DEED["transfer_in"]), ("roster.bulk_acts", _("批量办理"))] if kind in HOMES else []
    pages.append(("roster.change_posts", _("任免")))
    if kind in PLACES:
        pages.append(("roster.designate_secretary", _("指派、调动书记")))
    if kind in {*HOMES, OrgKind.TEMPORARY_BRANCH}:
        pages.append(("roster.place_members", words.DEED[Kind.PLACE]))
    pages += [(f"roster.{one.value}", words.DEED[one]) for one in applicable(Body(organisation.key, kind, others=members))]
    return [(reverse(page, args=[organisation.key]), str(label)) for page, label in pages]


def run_act(screen: Screen, prepare: Any, do: Any, then: str = "") -> HttpResponse:
    """prepare(typed) → Prepared and do(typed, consent) → deed; then: where to, else the page of the organisation that the deed is about."""

    def judge(typed: dict[str, str]) -> Shown:
        prepared: Prepared = prepare(typed)
        return acts.judge(prepared, typed["basis"], clock.today(), clock.now()), prepared.notices

    def onwards(done: Sequence[Done]) -> str:
        return then or reverse("roster.organisation", args=[done[0].organisation.key])   # type: ignore[attr-defined]   # of an organisation

    return run(screen, judge, lambda typed, consent: [do(typed, consent)], onwards)


def about(organisation: Organisation) -> dict[str, Any]:
    return {"organisation": organisation, "back": reverse("roster.organisation", args=[organisation.key])}


def _founding(typed: Mapping[str, str], kinds: Sequence[OrgKind]) -> Founding:
    if typed["kind"] not in kinds:
        raise Refused("kind", _("请选择类型。"))
    kind, seats = OrgKind(typed["kind"]), typed["seats"]
    if seats and not (seats.isascii() and seats.isdigit() and len(seats) < 4):
        raise acts.refusal(No("seats", {"most": MOST_SEATS}))
    return Founding(
        kind, typed["name"], day(typed["on"], "on"), day_or_none(typed["until"], "until") if kind in {OrgKind.TEMPORARY_BRANCH, OrgKind.JOINT_BRANCH} else None,
        () if kind is OrgKind.GROUP else _listed(typed["units"]), day_or_none(typed["applied_on"], "applied_on"),
        int(seats) if seats and int(seats) else None, True if seats and not int(seats) else None,
    )


def _listed(text: str) -> tuple[str, ...]:
    """Names between 、 or commas, each once."""
    names = (one.strip() for one in re.split(r"[、，,；;\n]+", text))
    return tuple(dict.fromkeys(one for one in names if one))


@gate("roster.set_up_organisation", at="organisation", methods=("GET", "POST"))
def set_up_organisation(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?kind=…. POST: FOUNDING, who (of a group), COMMON, step. What is set up stands below this organisation."""
    kinds = foundable(OrgKind(organisation.kind))
    if not kinds:
        raise Http404
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = OrgKind(asked) if asked in kinds else kinds[-1] if len(kinds) == 1 else None
    who = request.POST.getlist("who")
    by, at = request.actor, clock.now()

    def read(typed: Mapping[str, str]) -> tuple[Founding, Members]:
        came_by = CameBy.ELECTED if typed["came_by"] == CameBy.ELECTED else CameBy.DESIGNATED
        return _founding(typed, kinds), Members(tuple(who), typed["leader"], came_by)

    people = bodies.members_here(organisation) if kind is OrgKind.GROUP else []
    screen = Screen(
        request, "roster/organisation_set_up.html", _("设立%(kind)s") % {"kind": words.word(words.ORGANISATION, kind)} if kind else _("设立党组织"),
        FOUNDING, acts.FIELD, {"kind": kind.value if kind else "", "came_by": CameBy.DESIGNATED.value}, {
            **about(organisation), "kind": kind.value if kind else "", "kinds": [(one.value, words.word(words.ORGANISATION, one)) for one in kinds],
            "people": [(one, one.key in who) for one in people], "leaders": [(one.key, one.name) for one in people],
            "ways": [(one.value, str(words.CAME_BY_OF_LEADER[one])) for one in (CameBy.DESIGNATED, CameBy.ELECTED)],
            "unit_names": bodies.unit_names(organisation.top_key) if kind and kind is not OrgKind.GROUP else [],
        },
    )
    return run_act(
        screen, lambda typed: acts.prepare_set_up(organisation, *read(typed), clock.today()),
        lambda typed, consent: acts.set_up_organisation(organisation, *read(typed), typed["basis"], by=by, at=at, consent=consent),
    )


@gate("roster.rename_organisation", at="organisation", methods=("GET", "POST"))
def rename_organisation(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: name, COMMON, step."""
    screen = Screen(
        request, "roster/organisation_rename.html", words.DEED[Kind.RENAME], ("name",), acts.FIELD, {"name": organisation.name}, about(organisation)
    )
    by, at = request.actor, clock.now()
    return run_act(
        screen, lambda typed: acts.prepare_rename(organisation, typed["name"], day(typed["on"], "on"), clock.today()),
        lambda typed, consent: acts.rename_organisation(
            organisation, typed["name"], day(typed["on"], "on"), typed["basis"], by=by, at=at, consent=consent),
    )


@gate("roster.move_organisation", at="organisation", methods=("GET", "POST"))
def move_organisation(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: to (key of the superior), COMMON, step."""
    kinds, above = PARENTS.get(OrgKind(organisation.kind), ()), organisation.parent
    targets = bodies.targets(organisation, kinds)
    screen = Screen(request, "roster/organisation_move.html", words.DEED[Kind.MOVE], ("to",), acts.FIELD, {}, {
        **about(organisation), "targets": [one for one in targets if above is None or one[0] != above.key] if targets is not None else None, "above": above,
    })
    by, at = request.actor, clock.now()

    def read(typed: Mapping[str, str]) -> tuple[Organisation | None, date]:
        return bodies.target_named(organisation, kinds, typed["to"]), day(typed["on"], "on")

    return run_act(
        screen, lambda typed: acts.prepare_move(organisation, *read(typed), clock.today()),
        lambda typed, consent: acts.move_organisation(organisation, *read(typed), typed["basis"], by=by, at=at, consent=consent),
    )


@gate("roster.split_branch", at="organisation", methods=("GET", "POST"))
def split_branch(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: FOUNDING, who (person keys of those who go), COMMON, step."""
    if organisation.kind not in HOMES:
        raise Http404
    who = request.POST.getlist("who")
    screen = Screen(request, "roster/branch_split.html", words.DEED[Kind.SPLIT], FOUNDING, acts.FIELD, {"kind": OrgKind.BRANCH.value}, {
        **about(organisation), "people": [(one, one.key in who) for one in bodies.members_here(organisation)],
        "kinds": [(one.value, words.word(words.ORGANISATION, one)) for one in HOMES], "unit_names": bodies.unit_names(organisation.top_key),
    })
    by, at = request.actor, clock.now()
    return run_act(
        screen, lambda typed: merging.prepare_split(organisation, _founding(typed, HOMES), who, clock.today()),
        lambda typed, consent: merging.split_branch(organisation, _founding(typed, HOMES), who, typed["basis"], by=by, at=at, consent=consent),
    )


@gate("roster.merge_branch", at="organisation", methods=("GET", "POST"))
def merge_branch(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: to (key of the branch that it goes into), COMMON, step."""
    if organisation.kind not in HOMES:
        raise Http404
    screen = Screen(request, "roster/branch_merge.html", words.DEED[Kind.MERGE], ("to",), acts.FIELD, {}, {
        **about(organisation), "targets": bodies.targets(organisation, HOMES), "body": bodies.body_of(organisation),
    })
    by, at = request.actor, clock.now()

    def read(typed: Mapping[str, str]) -> tuple[Organisation | None, date]:
        return bodies.target_named(organisation, HOMES, typed["to"]), day(typed["on"], "on")

    return run_act(
        screen, lambda typed: merging.prepare_merge(organisation, *read(typed), clock.today()),
        lambda typed, consent: merging.merge_branch(organisation, *read(typed), typed["basis"], by=by, at=at, consent=consent),
    )


@gate("roster.withdraw_organisation", at="organisation", methods=("GET", "POST"))
def withdraw_organisation(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: all (where everybody goes), to_<person key> (where somebody goes instead), to (superior of the branches below), COMMON, step."""
    if organisation.kind == OrgKind.COMMITTEE:
        raise Http404
    people, above = bodies.members_here(organisation), (OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH)
    below = Organisation.objects.filter(parent=organisation, ended_on=None).exclude(kind=OrgKind.GROUP).order_by("position", "pk")
    own = tuple(f"to_{one.key}" for one in people)
    screen = Screen(request, "roster/organisation_withdraw.html", words.DEED[Kind.WITHDRAW], ("all", "to", *own), acts.FIELD, {}, {
        **about(organisation), "people": [(one, f"to_{one.key}", request.POST.get(f"to_{one.key}", "")) for one in people],
        "targets": bodies.targets(organisation, HOMES) if people else [], "below": list(below), "groups": bodies.groups_of(organisation),
        "superiors": bodies.targets(organisation, above),
    })
    by, at = request.actor, clock.now()

    def read(typed: Mapping[str, str]) -> tuple[dict[str, str], Organisation | None, date]:
        said = {one.key: typed[f"to_{one.key}"] or typed["all"] for one in people}
        homes = bodies.targets_named(organisation, HOMES, set(said.values()))
        to = {key: homes[text].key for key, text in said.items() if text in homes}
        return to, bodies.target_named(organisation, above, typed["to"]), day(typed["on"], "on")

    return run_act(
        screen, lambda typed: merging.prepare_withdrawal(organisation, *read(typed), clock.today()),
        lambda typed, consent: merging.withdraw_organisation(organisation, *read(typed), typed["basis"], by=by, at=at, consent=consent),
    )


@gate("roster.place_members", at="organisation", methods=("GET", "POST"))
def place_members(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: in_<person key> (key of a group, "" for none), names (of a temporary branch: who joins, one a line), leave (who goes), COMMON, step."""
    temporary = organisation.kind == OrgKind.TEMPORARY_BRANCH
    if not temporary and organisation.kind not in HOMES:
        raise Http404
    people = [] if temporary else bodies.members_here(organisation)
    placed = bodies.placed_here(organisation) if temporary else []
    posted, leaving = request.method == "POST", request.POST.getlist("leave")
    fields = ("names", *(f"in_{one.key}" for one in people))
    screen = Screen(request, "roster/place_members.html", words.DEED[Kind.PLACE], fields, {"no-group": "who", "nothing": "who"}, {}, {
        **about(organisation), "temporary": temporary, "placed": [(one, branch, one.key in leaving) for one, branch in placed],
        "people": [(one, f"in_{one.key}", request.POST.get(f"in_{one.key}", "") if posted else one.group) for one in people],
        "groups": [(one.key, one.name) for one in bodies.groups_of(organisation)],
        "may_found": bool(request.actor.may("roster.set_up_organisation", request.target.reach)),
    })
    by, at = request.actor, clock.now()

    def read(typed: Mapping[str, str]) -> tuple[dict[str, str], date]:
        wanted = {one.key: typed[f"in_{one.key}"] for one in people}
        wanted |= {_named(organisation, line): organisation.key for line in typed["names"].splitlines() if line.strip()}
        return wanted | dict.fromkeys(leaving, ""), day(typed["on"], "on")

    return run_act(
        screen, lambda typed: placing.prepare_placing(organisation, *read(typed), clock.today()),
        lambda typed, consent: placing.place_members(organisation, *read(typed), typed["basis"], by=by, at=at, consent=consent),
        screen.context["back"],
    )


def _named(organisation: Organisation, line: str) -> str:
    """The key of the member named on a line: 姓名, or 姓名 and the last four of the ID number."""
    found = meant(organisation.top_key, line)
    if found.person is not None:
        return found.person.key
    raise unclear(line, found.several)


def unclear(text: str, several: Sequence[tuple[str, str, str]]) -> Refused:
    """Nobody, or several, of a name."""
    text = " ".join(text.split())
    if not several:
        return Refused("names", _("本委没有党员“%(name)s”，请核对姓名。") % {"name": text})
    where = [f"{name} {branch}" for _key, name, branch in several]
    return Refused("names", _("“%(name)s”有 %(n)s 人，请在姓名后空一格写身份证号后四位。") % {"name": text, "n": len(several)}, where)
