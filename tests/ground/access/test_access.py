"""Actors, the gate and the finders, without any page of the project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from cast import NOW
from leadgoose.ground.access import clock, scopes
from leadgoose.ground.access.actor import ME, Actor, Denied, Held, also, command_line
from leadgoose.ground.access.gate import Asked, gate, public
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.queries import actor_of
from leadgoose.ground.access.roles import GRANTED, PLATFORM, PLATFORM_ROLES, TABLE, Role, holds

CLERK = Actor("clerk", held=(Held(Role.CLERK, "top"), Held(Role.SECRETARY, "branch")), person_key="p-1", user_id=1)


CASES: dict[str, tuple[str, set[str], bool, bool]] = {
    # capability, reach of the thing, may, sees
    "a role reaches what its key contains": ("roster.imports", {"top", "general", "branch"}, True, True),
    "a role reaches its own thing": ("roster.imports", {"top"}, True, True),
    "a role does not reach what is above": ("overview.calendar", {"above"}, False, False),
    "another role of theirs reaches it but lacks the capability": ("roster.imports", {"branch"}, False, True),
    "nothing of theirs reaches it": ("roster.imports", {"elsewhere"}, False, False),
    "what is in nobody's reach is nobody's": ("roster.imports", set(), False, False),
    "one's own person": ("roster.person", {"elsewhere", "p-1"}, True, True),
    "somebody else's person": ("roster.person", {"elsewhere", "p-2"}, False, False),
    "whoever is signed in": ("accounts.me", {ME}, True, True),
    "a clerk is not the platform": ("accounts.create_committee", {PLATFORM}, False, False),
}


@pytest.mark.parametrize("case", CASES)
def test_may_and_sees(case: str) -> None:
    capability, reach, may, sees = CASES[case]
    assert bool(CLERK.may(capability, reach)) == may
    assert CLERK.sees(reach) == sees
    if may:
        assert CLERK.require(capability, reach).capability == capability
    else:
        with pytest.raises(Denied) as denied:
            CLERK.require(capability, reach)
        assert (denied.value.capability, denied.value.sees) == (capability, sees)


def test_a_permit_names_the_role_and_the_key_it_rests_on() -> None:
    permit = CLERK.require("roster.members", {"top", "branch"})
    assert (permit.role, permit.key) == (Role.CLERK, "top")
    refused = CLERK.may("roster.members", {"elsewhere"})
    assert (bool(refused), refused.role, refused.key) == (False, None, "")


def test_an_unknown_capability_is_an_error_not_a_refusal() -> None:
    for ask in (lambda: CLERK.may("roster.mebmers", {"top"}), lambda: holds(Role.CLERK, "roster.mebmers"), lambda: gate("roster.mebmers")):
        with pytest.raises(KeyError):
            ask()


def test_somebody_without_a_person_is_not_the_person_without_a_key() -> None:
    assert not Actor("x").may("roster.person", {""})


def test_keys_of_roles_and_what_is_mine() -> None:
    assert CLERK.keys(Role.SECRETARY, Role.CLERK) == ("top", "branch")
    assert CLERK.mine == {"me", "top", "branch", "p-1"}


def test_the_command_line_holds_the_platform_and_nothing_else_until_a_command_says_so() -> None:
    by = command_line()
    assert by.may("accounts.create_committee", {PLATFORM})
    assert not by.may("roster.imports", {"top", PLATFORM}) and not by.may("journal.export", {PLATFORM})
    assert also(by, Role.CLERK, "top").may("roster.imports", {"top"}) and not by.may("roster.imports", {"top"})


def test_the_three_of_the_platform_hold_nothing_of_the_register_or_of_elections() -> None:
    for capability, roles in TABLE.items():
        if capability.startswith(("roster.", "overview.", "elections.")):
            assert not roles & PLATFORM_ROLES, capability
    assert set(GRANTED) > PLATFORM_ROLES


def test_a_reader_changes_nothing() -> None:
    changing = ("import", "fill", "match", "settle", "set", "send",
                "note", "withdraw", "open", "grant", "end", "reset", "close", "create", "confirm", "reveal", "export")
    assert [one for one, roles in TABLE.items() if Role.READER in roles and one.partition(".")[2].startswith(changing)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "held"),
    [(0, None, True), (1, None, False), (-1, 1, True), (-1, 0, False), (-5, -1, False), (0, 0, False)],
    ids=["from today", "from tomorrow", "until tomorrow", "until today: its first day without", "ended", "begun and ended today"],
)
def test_a_grant_holds_from_its_first_day_to_the_day_before_it_ends(since: int, until: int | None, held: bool) -> None:
    today = date(2026, 11, 23)
    user = User.objects.create(login="x", created_at=NOW)
    Grant.objects.create(
        user=user, role=Role.READER, key="top", since=today + timedelta(since), until=None if until is None else today + timedelta(until),
        granted_by="x", granted_at=NOW
    )
    assert bool(actor_of(user, on=today).held) == held


@pytest.fixture
def kind() -> Iterator[str]:
    def find(key: str) -> scopes.Target | None:
        return scopes.Target(frozenset({key, "top"}), "top", {"key": key}) if key == "branch" else None

    scopes.register("sample", find)
    yield "sample"
    scopes._finders.pop("sample")


def test_the_gate_hands_over_the_thing_or_answers_by_itself(kind: str) -> None:
    @gate("roster.imports", at="sample", methods=("POST",))
    def view(request: Asked, thing: dict[str, str], more: int) -> HttpResponse:
        return HttpResponse(f"{thing['key']} {more} {request.target.top_key}")

    def ask(actor: Actor | None, key: str, method: str = "post") -> Any:
        request: HttpRequest = getattr(RequestFactory(), method)("/somewhere/?a=1", headers={"Referer": "http://testserver/before/?b=2"})
        request.actor = actor   # type: ignore[attr-defined]
        return view(request, sample=key, more=3)

    assert ask(CLERK, "branch").content == b"branch 3 top"
    assert (ask(CLERK, "branch", "get").status_code, ask(CLERK, "branch", "get").headers["Allow"]) == (405, "POST")
    with pytest.raises(Http404):
        ask(CLERK, "nothing")
    with pytest.raises(Http404):
        ask(Actor("x", held=(Held(Role.CLERK, "elsewhere"),)), "branch")
    with pytest.raises(Denied):
        ask(Actor("x", held=(Held(Role.READER, "top"),)), "branch")
    assert ask(None, "nothing", "get").headers["Location"] == reverse("accounts.log_in") + "?next=%2Fsomewhere%2F%3Fa%3D1"
    assert ask(None, "nothing").headers["Location"] == reverse("accounts.log_in") + "?next=%2Fbefore%2F"


def test_a_fragment_asked_for_by_somebody_signed_out_sends_the_whole_page_to_log_in() -> None:
    @gate("accounts.me")
    def view(request: Asked) -> HttpResponse:
        return HttpResponse()

    request = RequestFactory().get("/me/", headers={"HX-Request": "true"})
    request.actor = None   # type: ignore[attr-defined]
    response = view(request)
    assert (response.status_code, response.headers["HX-Redirect"]) == (204, "/login/?next=%2Fme%2F")


def test_get_brings_head_and_a_public_view_says_so() -> None:
    @gate("accounts.me")
    def view(request: Asked) -> HttpResponse:
        return HttpResponse()

    @public("somewhere.public")
    def shown(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert view.methods == {"GET", "HEAD"}   # type: ignore[attr-defined]
    assert (shown.capability, shown.at) == ("somewhere.public", "public")   # type: ignore[attr-defined]


def test_two_finders_for_one_kind_are_an_error(kind: str) -> None:
    with pytest.raises(ValueError, match="two finders"):
        scopes.register("sample", lambda key: None)
    with pytest.raises(KeyError):
        scopes.find("no such kind", "x")


def test_the_clock_stands_on_the_day_that_settings_name_in_shanghai(settings: Any) -> None:
    assert clock.today() == date(2026, 11, 23)
    assert (clock.now().date(), clock.now().utcoffset()) == (date(2026, 11, 23), timedelta(hours=8))
    settings.TODAY = None
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
