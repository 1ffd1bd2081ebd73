"""The rule on granting: a table of who may hold what, and that the three officers stay apart whatever happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.accounts.rules.grants import ON_PLATFORM, Grantee, Place, Refusal, decide
from leadgoose.accounts.rules.logins import is_login, tidy
from leadgoose.ground.access.roles import GRANTED, PLATFORM, PLATFORM_ROLES, Role

BRANCH, UNIT = Place("one", "organisation", "committee"), Place("unit", "unit", "committee")
FOREIGN = Place("elsewhere-b", "organisation", "elsewhere")
MEMBER, OFFICER = Grantee("committee"), Grantee(PLATFORM)

CASES: dict[str, tuple[Role, Grantee, Place | None, tuple[Refusal, ...]]] = {
    "a secretary in a branch of the own committee": (Role.SECRETARY, MEMBER, BRANCH, ()),
    "a unit's head in a production unit": (Role.UNIT_HEAD, MEMBER, UNIT, ()),
    "an auditor on the platform": (Role.AUDITOR, OFFICER, ON_PLATFORM, ()),
    "an auditor who was one before": (Role.AUDITOR, Grantee(PLATFORM, ever_on_platform=frozenset({Role.AUDITOR})), ON_PLATFORM, ()),
    "the same role in another branch too": (Role.SECRETARY, Grantee("committee", held=frozenset({(Role.SECRETARY, "two")})), BRANCH, ()),
    "a role for oneself": (Role.READER, Grantee("committee", is_granter=True), BRANCH, (Refusal.OWN_ACCOUNT,)),
    "a closed account": (Role.READER, Grantee("committee", active=False), BRANCH, (Refusal.CLOSED,)),
    "a place that is not there": (Role.READER, MEMBER, None, (Refusal.NO_SUCH_PLACE,)),
    "a role that nobody grants": (Role.SELF, MEMBER, BRANCH, (Refusal.NOT_GRANTED,)),
    "a branch of a foreign committee": (Role.SECRETARY, MEMBER, FOREIGN, (Refusal.OTHER_COMMITTEE,)),
    "an auditor in a committee": (Role.AUDITOR, MEMBER, BRANCH, (Refusal.PLATFORM_ROLE_IN_COMMITTEE,)),
    "an auditor on the platform with a committee's account": (Role.AUDITOR, MEMBER, ON_PLATFORM, (Refusal.PLATFORM_ROLE_IN_COMMITTEE,)),
    "an auditor of a committee with a platform account": (Role.AUDITOR, OFFICER, BRANCH, (Refusal.PLATFORM_ROLE_IN_COMMITTEE,)),
    "a clerk on the platform": (Role.CLERK, MEMBER, ON_PLATFORM, (Refusal.COMMITTEE_ROLE_ON_PLATFORM,)),
    "a clerk with a platform account": (Role.CLERK, OFFICER, BRANCH, (Refusal.COMMITTEE_ROLE_ON_PLATFORM,)),
    "an auditor who is the administrator": (
        Role.AUDITOR, Grantee(PLATFORM, ever_on_platform=frozenset({Role.PLATFORM_ADMIN})), ON_PLATFORM, (Refusal.ANOTHER_PLATFORM_ROLE,)),
    "a role already held there": (Role.SECRETARY, Grantee("committee", held=frozenset({(Role.SECRETARY, "one")})), BRANCH, (Refusal.HELD_ALREADY,)),
    "a unit's head in a branch": (Role.UNIT_HEAD, MEMBER, BRANCH, (Refusal.UNIT_ROLE_ELSEWHERE,)),
    "a secretary in a production unit": (Role.SECRETARY, MEMBER, UNIT, (Refusal.PARTY_ROLE_ON_UNIT,)),
    "everything wrong at once": (
        Role.SECRETARY, Grantee("committee", active=False, is_granter=True), Place("u", "unit", "elsewhere"),
        (Refusal.OWN_ACCOUNT, Refusal.CLOSED, Refusal.OTHER_COMMITTEE, Refusal.PARTY_ROLE_ON_UNIT)),
}


@pytest.mark.parametrize("case", CASES)
def test_granting(case: str) -> None:
    role, to, at, reasons = CASES[case]
    assert decide(role, to, at) == reasons


PLACES = st.sampled_from([ON_PLATFORM, BRANCH, UNIT, FOREIGN])


@given(asked=st.lists(st.tuples(st.sampled_from(list(Role)), PLACES), max_size=12), home=st.sampled_from([PLATFORM, "committee", "elsewhere"]))
def test_whatever_is_asked_for_in_whatever_order_an_account_keeps_to_its_home_and_to_one_office(asked: list[tuple[Role, Place]], home: str) -> None:
    held: set[tuple[Role, Place]] = set()
    for role, place in asked:
        ever = frozenset(one for one, where in held if where == ON_PLATFORM)
        if not decide(role, Grantee(home, ever_on_platform=ever, held=frozenset((one, where.key) for one, where in held)), place):
            assert (role, place) not in held
            held.add((role, place))
    assert len({role for role, _ in held} & PLATFORM_ROLES) <= 1
    assert all(place.top_key == home and role in GRANTED for role, place in held)


@pytest.mark.parametrize("login", ["abc", "li.ming", "zhao_min", "p-1", "a" * 40])
def test_a_login(login: str) -> None:
    assert is_login(login)


@pytest.mark.parametrize("login", ["", "ab", "a" * 41, "1abc", "13900010001", "990101198511230013", "Li", "李明", "li ming", "li.", ".li", "li\n"])
def test_no_login(login: str) -> None:
    assert not is_login(login)


def test_logins_are_compared_without_blanks_and_capitals() -> None:
    assert tidy("  Li.Ming ") == "li.ming"
