"""The acts about people as pages of one screen: form, preview with the effect, do; several people at once; transfer in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster import papers, words
from leadgoose.roster.actions import arrival, membership
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.kinds import HOMES, Standing
from leadgoose.roster.models import Done, Organisation, Person, Present
from leadgoose.roster.queries.acts import member_in
from leadgoose.roster.queries.bodies import members_here, target_named, targets
from leadgoose.roster.queries.person import Life
from leadgoose.roster.rules.acts import LEAST_MONTHS, MOST_MONTHS, Kind, Wish, applicable
from leadgoose.roster.rules.lines import ACT as LINE
from leadgoose.roster.web.asked import day
from leadgoose.roster.web.screens import Screen, Shown, run

DAY: Mapping[str, Promise] = {
    Kind.END_PROBATION: gettext_lazy("转正日期"), Kind.DEATH: gettext_lazy("去世日期"), Kind.SANCTION: gettext_lazy("处分起始日期"),
    Kind.EXTEND_PROBATION: gettext_lazy("决定日期"), Kind.CANCEL_PROBATION: gettext_lazy("决定日期"), Kind.SUSPEND: gettext_lazy("中止日期"),
    Kind.RESTORE: gettext_lazy("恢复日期"),
}
BULK = (Kind.MOVE, Kind.END_PROBATION, Kind.OUT, Kind.DEATH)
FIELDS = ("to", "until", "months")
AT: Mapping[str, str] = {
    **dict.fromkeys(membership.SAID, "on"), **membership.FIELD, "nobody": "who",
}
"""Code of a refusal → the field at which it stands."""


@gate("roster.end_probation", at="person", methods=("GET", "POST"))
def end_probation(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.END_PROBATION)


@gate("roster.extend_probation", at="person", methods=("GET", "POST"))
def extend_probation(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.EXTEND_PROBATION)


@gate("roster.cancel_probation", at="person", methods=("GET", "POST"))
def cancel_probation(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.CANCEL_PROBATION)


@gate("roster.move_member", at="person", methods=("GET", "POST"))
def move_member(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.MOVE)


@gate("roster.transfer_out", at="person", methods=("GET", "POST"))
def transfer_out(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.OUT)


@gate("roster.record_death", at="person", methods=("GET", "POST"))
def record_death(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.DEATH)


@gate("roster.record_sanction", at="person", methods=("GET", "POST"))
def record_sanction(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.SANCTION)


@gate("roster.suspend_rights", at="person", methods=("GET", "POST"))
def suspend_rights(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.SUSPEND)


@gate("roster.restore_rights", at="person", methods=("GET", "POST"))
def restore_rights(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.RESTORE)


def _act(request: Asked, person: Person, kind: Kind) -> HttpResponse:
    """GET: the form. POST: FIELDS and step ("preview" or "do"); despite: elections after the valid day were seen."""
    names = names_of([person])
    back = reverse("roster.person", args=[person.key])
    return _screen(request, kind, "roster/act_form.html", [person], names, {"person": person, "name": names[person.key], "back": back})


@gate("roster.bulk_acts", at="organisation", methods=("GET", "POST"))
def bulk_acts(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?act=…: the members of one branch with boxes to tick. POST: act, who (person keys), FIELDS, step."""
    act = (request.POST if request.method == "POST" else request.GET).get("act", Kind.MOVE.value)
    if act not in BULK:
        raise Http404
    rows = [one for one in members_here(organisation) if act != Kind.END_PROBATION or one.standing == Standing.PROBATIONARY]
    ticked = set(request.POST.getlist("who"))
    people = list(Person.objects.filter(present__organisation=organisation, key__in=ticked).order_by("present__sort")) if ticked else []
    return _screen(request, Kind(act), "roster/act_bulk.html", people, names_of(people), {
        "organisation": organisation, "back": reverse("roster.organisation", args=[organisation.key]),
        "acts": [(one.value, words.DEED[one], one == act) for one in BULK],
        "rows": [(one.key, one.name, words.word(words.STANDING, one.standing), one.key in ticked) for one in rows],
    })


def _screen(
    request: Asked, kind: Kind, template: str, people: list[Person], names: dict[str, str], more: Mapping[str, Any]
) -> HttpResponse:
    top = Organisation.objects.get(key=request.target.top_key)
    screen = Screen(request, template, words.DEED[kind], FIELDS, AT, {}, {
        "kind": kind.value, "day_label": DAY.get(kind, gettext_lazy("办理日期")), "asks_to": kind is Kind.MOVE,
        "branches": targets(top, HOMES) if kind is Kind.MOVE else [],
        "asks_until": kind is Kind.SANCTION,
        "months": [(str(n), str(n)) for n in range(LEAST_MONTHS, MOST_MONTHS + 1)] if kind is Kind.EXTEND_PROBATION else [], **more,
    })

    def judge(typed: dict[str, str]) -> Shown:
        seen = membership.judge(people, _wish(top, kind, typed), typed["basis"], clock.today(), names)
        return replace(seen, names={**seen.names, **names}), ()

    def do(typed: dict[str, str], consent: Consent) -> Sequence[Done]:
        wish = _wish(top, kind, typed)
        return membership.do(people, wish, typed["basis"], by=request.actor, at=clock.now(), despite=consent.despite, names=names)

    return run(screen, judge, do, lambda _done: str(more["back"]))


def _wish(top: Organisation, kind: Kind, typed: Mapping[str, str]) -> Wish:
    until = day(typed["until"], "until") if kind is Kind.SANCTION else None
    months = int(typed["months"]) if kind is Kind.EXTEND_PROBATION and typed["months"].isascii() and typed["months"].isdigit() else 0
    to = target_named(top, HOMES, typed["to"]) if kind is Kind.MOVE else None
    return Wish(kind, day(typed["on"], "on"), to.key if to is not None else "", until, months)


def names_of(people: Sequence[Person]) -> dict[str, str]:
    """Names by key; of somebody who left, the last one known."""
    found = dict(Present.objects.filter(person__in=people).values_list("person__key", "name"))
    return {one.key: found.get(one.key) or papers.name_of(one, clock.today()) or _("姓名资料未知") for one in people}


# --- transfer in ---

ARRIVAL = ("name", "id_number", "standing", "joined_party", "full_member")


@gate("roster.transfer_in", at="organisation", methods=("GET", "POST"))
def transfer_in(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the form, at a branch. POST: ARRIVAL and step."""
    context: dict[str, Any] = {
        "organisation": organisation, "allowed": organisation.kind in HOMES, "back": reverse("roster.organisation", args=[organisation.key]),
        "standings": [(one.value, words.word(words.STANDING, one)) for one in reversed(Standing)], "returns": False,
    }
    at = {"before-party": "joined_party", **AT}
    screen = Screen(request, "roster/act_arrival.html", words.DEED[Kind.IN], ARRIVAL, at, {"standing": Standing.FULL.value}, context)

    def read(typed: Mapping[str, str]) -> arrival.Arrival:
        standing = Standing.PROBATIONARY if typed["standing"] == Standing.PROBATIONARY else Standing.FULL
        return arrival.Arrival(typed["name"], typed["id_number"], standing, typed["joined_party"], typed["full_member"])

    def judge(typed: dict[str, str]) -> Shown:
        seen = arrival.judge_arrival(organisation, read(typed), day(typed["on"], "on"), typed["basis"], clock.today())
        context["returns"] = seen.person is not None
        return seen.effect, ()

    def do(typed: dict[str, str], consent: Consent) -> Sequence[Done]:
        return [arrival.transfer_in(
            organisation, read(typed), day(typed["on"], "on"), typed["basis"], by=request.actor, at=clock.now(), despite=consent.despite)]

    response = run(screen, judge, do, lambda done: reverse("roster.person", args=[done[0].person.key]))   # type: ignore[attr-defined]   # a Deed
    response["Cache-Control"] = "no-store"
    return response


def offered(request: Asked, person: Person, known: Life) -> list[tuple[str, str]]:
    """(address, label) of the acts that apply to a person, for those who may."""
    if not request.actor.may("roster.move_member", request.target.reach):
        return []
    today = clock.today()
    kinds = applicable(member_in(person, known, today), today)
    codes = [one.value for one in kinds] + ([LINE] if known.fact is not None and person.died_on is None else [])
    return [(reverse(f"roster.{code}", args=[person.key]), str(words.DEED[code])) for code in codes]
