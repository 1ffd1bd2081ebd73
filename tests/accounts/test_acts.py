"""The acts on accounts: rows and journal entry, equality not membership."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cast import NOW, TODAY, Cast
from leadgoose.accounts.actions.accounts import CannotClose, CannotOpen, close_account, open_account
from leadgoose.accounts.actions.committee import create_committee
from leadgoose.accounts.actions.language import choose_language
from leadgoose.accounts.actions.passwords import BadPassword, change_password, first_password, reset_password
from leadgoose.accounts.actions.roles import Refused, end_role, grant_role
from leadgoose.accounts.rules.grants import Refusal
from leadgoose.ground.access import sign_ins
from leadgoose.ground.access.actor import Denied, command_line
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.queries import actor_of
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.roster.actions.committee import BadName, NameTaken
from leadgoose.roster.models import Organisation, OrganisationFact


def doing(cast: Cast, login: str) -> dict[str, Any]:
    return {"on": TODAY, "by": cast.actor(login), "at": NOW}


def entries() -> list[tuple[object, ...]]:
    return list(Entry.objects.order_by("pk").values_list("chain", "act", "by", "role", "org_key", "person_key", "facts"))


def test_a_clerk_opens_an_account_for_a_member_whose_name_it_takes(cast: Cast) -> None:
    user, slip = open_account(" Cha.Xiaoming ", "", home="committee", person_key="p-probation", **doing(cast, "clerk"))
    kept = User.objects.get(login="cha.xiaoming")
    assert (kept.pk, kept.name, kept.person_key, kept.home_key, kept.is_active, kept.must_change_password) == (
        user.pk, "解文静", "p-probation", "committee", True, True)
    assert kept.check_password(slip.password) and slip.login == "cha.xiaoming"
    assert not kept.grants.exists()
    assert entries() == [("committee", "AccountOpened", "clerk", "clerk", "", "p-probation", {"login": "cha.xiaoming"})]
    assert open_sealed("p-probation", "name", Entry.objects.get().sealed["p-probation"]["name"]) == "解文静"
    assert slip.password not in repr(slip)


@pytest.mark.parametrize(
    ("login", "name", "person", "problem"),
    [
        ("secretary", "某人", "", ("login", "login_taken")), ("SECRETARY", "某人", "", ("login", "login_taken")),
        ("13900010001", "某人", "", ("login", "bad_login")),
        ("new.one", "", "", ("name", "bad_name")), ("new.one", "字" * 61, "", ("name", "bad_name")), ("new.one", "", "p-nobody", ("person", "no_such_member")),
        ("new.one", "", "p-outsider", ("person", "no_such_member")), ("new.one", "", "p-secretary", ("person", "has_account")),
    ],
    ids=["a taken login", "a taken login in capitals", "a phone", "no name", "a long name", "nobody", "a foreign member", "one who has an account"],
)
def test_an_account_that_cannot_be_opened(cast: Cast, login: str, name: str, person: str, problem: tuple[str, str]) -> None:
    with pytest.raises(CannotOpen) as refused:
        open_account(login, name, home="committee", person_key=person, **doing(cast, "clerk"))
    assert (refused.value.field, refused.value.code) == problem
    assert not Entry.objects.exists()


ACTS: dict[str, Callable[[Cast, dict[str, Any]], Any]] = {
    "open_account": lambda cast, doing: open_account("new.one", "某人", home="committee", **doing),
    "grant_role": lambda cast, doing: grant_role(cast.users["member"], Role.READER, "one", **doing),
    "end_role": lambda cast, doing: end_role(cast.users["member"].grants.get(), **doing),
    "reset_password": lambda cast, doing: reset_password(cast.users["member"], **doing),
    "close_account": lambda cast, doing: close_account(cast.users["member"], **doing),
    "create_committee": lambda cast, doing: create_committee("新建党委", "new.clerk", "某人", **doing),
}
MAY: dict[str, set[str]] = {
    "open_account": {"clerk", "platform_admin"}, "grant_role": {"clerk", "security_officer"}, "end_role": {"clerk", "security_officer"},
    "reset_password": {"clerk", "platform_admin"}, "close_account": {"clerk", "platform_admin", "security_officer"}, "create_committee": {"platform_admin"},
}


@pytest.mark.parametrize("act", ACTS)
def test_who_may(cast: Cast, act: str) -> None:
    """The action itself refuses, whoever calls it and however."""
    allowed = set()
    for login in cast.users:
        try:
            with transaction.atomic():
                ACTS[act](cast, doing(cast, login))
                allowed.add(login)
                raise InterruptedError
        except (Denied, InterruptedError):
            pass
    assert allowed == MAY[act]
    assert not Entry.objects.exists()


def test_a_role_is_granted_and_ended_and_both_are_recorded(cast: Cast) -> None:
    member = cast.users["member"]
    granted = grant_role(member, Role.COMMITTEE_MEMBER, "one", **doing(cast, "clerk"))
    assert {(one.role, one.key) for one in actor_of(member, on=TODAY).held} == {(Role.MEMBER, "one"), (Role.COMMITTEE_MEMBER, "one")}
    end_role(granted, **doing(cast, "clerk"))
    end_role(granted, **doing(cast, "clerk"))
    assert {(one.role, one.key) for one in actor_of(member, on=TODAY).held} == {(Role.MEMBER, "one")}
    facts = {"login": "member", "role": "committee_member", "key": "one"}
    assert entries() == [
        ("committee", "RoleGranted", "clerk", "clerk", "one", "p-member", facts), ("committee", "RoleEnded", "clerk", "clerk", "one", "p-member", facts),
    ]
    grant_role(member, Role.COMMITTEE_MEMBER, "one", **doing(cast, "clerk"))     # and can be granted again


@pytest.mark.parametrize(
    ("login", "to", "role", "key", "reason"),
    [
        ("clerk", "clerk", Role.READER, "committee", Refusal.OWN_ACCOUNT),
        ("security_officer", "security_officer", Role.AUDITOR, PLATFORM, Refusal.OWN_ACCOUNT),
        ("clerk", "member", Role.SECRETARY, "elsewhere-b", Refusal.OTHER_COMMITTEE),
        ("clerk", "member", Role.AUDITOR, PLATFORM, Refusal.PLATFORM_ROLE_IN_COMMITTEE),
        ("security_officer", "platform_admin", Role.AUDITOR, PLATFORM, Refusal.ANOTHER_PLATFORM_ROLE),
        ("security_officer", "auditor", Role.CLERK, "committee", Refusal.COMMITTEE_ROLE_ON_PLATFORM),
        ("clerk", "member", Role.MEMBER, "one", Refusal.HELD_ALREADY),
        ("clerk", "member", Role.SECRETARY, "no-such-key", Refusal.NO_SUCH_PLACE),
    ],
)
def test_a_role_that_is_not_granted(cast: Cast, login: str, to: str, role: Role, key: str, reason: Refusal) -> None:
    before = Grant.objects.count()
    with pytest.raises(Refused) as refused:
        grant_role(cast.users[to], role, key, **doing(cast, login))
    assert reason in refused.value.reasons
    assert Grant.objects.count() == before and not Entry.objects.exists()


def test_nobody_grants_themself_by_a_second_account_of_the_same_person(cast: Cast) -> None:
    User.objects.filter(login="clerk").update(is_active=False)   # of two open ones the database itself lets only one be
    second = User.objects.create(login="second", name="赵敏", person_key="p-clerk", home_key="committee", created_at=NOW)
    with pytest.raises(Refused):
        grant_role(second, Role.READER, "committee", **doing(cast, "clerk"))


def test_a_clerk_does_not_touch_accounts_of_another_committee_or_of_the_platform(cast: Cast) -> None:
    for login in ("outsider", "auditor"):
        for act in (grant_role, reset_password, close_account):
            arguments = (Role.READER, "committee") if act is grant_role else ()
            with pytest.raises(Denied) as denied:
                act(cast.users[login], *arguments, **doing(cast, "clerk"))
            assert not denied.value.sees


def test_the_database_keeps_the_three_offices_apart_even_from_code_that_forgets(cast: Cast) -> None:
    rows: dict[str, Any] = {"since": TODAY, "granted_by": "x", "granted_at": NOW}
    for user, role, key in (("auditor", Role.PLATFORM_ADMIN, PLATFORM), ("clerk", Role.AUDITOR, "committee"), ("clerk", Role.CLERK, PLATFORM)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(user=cast.users[user], role=role, key=key, **rows)


def test_a_reset_gives_a_one_time_password_and_signs_everybody_out_who_used_the_old_one(cast: Cast) -> None:
    browser = cast.client("member")
    sign_ins.begin(cast.users["member"], str(browser.session.session_key), device="", address="", way="password", at=NOW)
    assert browser.get("/me/").status_code == 200
    slip = reset_password(cast.users["member"], **doing(cast, "clerk"))
    user = User.objects.get(login="member")
    assert user.check_password(slip.password) and user.must_change_password
    assert browser.get("/me/").status_code == 302
    assert entries() == [("committee", "PasswordReset", "clerk", "clerk", "", "p-member", {"login": "member"})]


def test_the_platforms_administrator_resets_a_clerk_on_the_committees_own_chain(cast: Cast) -> None:
    reset_password(cast.users["clerk"], **doing(cast, "platform_admin"))
    assert entries() == [("committee", "PasswordReset", "platform_admin", "platform_admin", "", "p-clerk", {"login": "clerk"})]


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("wrong", "correct horse battery", "old", "wrong"), ("the old one 1", "the old one 1", "new", "same"),
        ("the old one 1", "my Member account", "new", "holds_login"), ("the old one 1", "short", "new", None), ("the old one 1", "1234567890123", "new", None),
        ("the old one 1", "password123", "new", None),
    ],
)
def test_a_password_that_cannot_be_taken(cast: Cast, old: str, new: str, at: str, message: str | None) -> None:
    member = cast.users["member"]
    member.set_password("the old one 1")
    member.save()
    with pytest.raises(BadPassword) as bad:
        change_password(member, old, new, **doing(cast, "member"))
    assert bad.value.field == at and (message is None or bad.value.messages == [message])
    assert User.objects.get(login="member").check_password("the old one 1") and not Entry.objects.exists()


def test_one_chooses_a_password_for_oneself_only(cast: Cast) -> None:
    member = cast.users["member"]
    member.set_password("the old one 1")
    member.must_change_password = True
    member.save()
    for other in ("clerk", "platform_admin"):
        with pytest.raises(Denied):
            change_password(member, "the old one 1", "correct horse battery", **doing(cast, other))
        with pytest.raises(Denied):
            choose_language(member, "en", by=cast.actor(other), at=NOW)
    change_password(member, "the old one 1", "correct horse battery", **doing(cast, "member"))
    kept = User.objects.get(login="member")
    assert kept.check_password("correct horse battery") and not kept.must_change_password
    assert [entry[1:3] for entry in entries()] == [("PasswordChanged", "member")]


def test_a_closed_account_is_out_at_once_holds_nothing_and_does_not_come_back(cast: Cast) -> None:
    browser = cast.client("member")
    close_account(cast.users["member"], **doing(cast, "clerk"))
    user = User.objects.get(login="member")
    assert (user.is_active, user.has_usable_password(), actor_of(user, on=TODAY).held) == (False, False, ())
    assert browser.get("/me/").status_code == 302
    with pytest.raises(CannotClose, match="closed"):
        close_account(user, **doing(cast, "clerk"))
    with pytest.raises(CannotClose, match="own_account"):
        close_account(cast.users["clerk"], **doing(cast, "clerk"))
    assert entries() == [("committee", "AccountClosed", "clerk", "clerk", "", "p-member", {"login": "member", "roles_ended": 1})]


def test_a_committee_is_opened_with_its_clerk_in_one_act(cast: Cast) -> None:
    created = create_committee(" 新建 党委 ", "new.clerk", "周明", on=TODAY, by=command_line(), at=NOW)
    top = Organisation.objects.get(key=created.key)
    assert (top.name, top.top_key, top.path, top.kind, top.parent_id) == ("新建 党委", top.key, f"/{top.key}/", "committee", None)
    facts = OrganisationFact.objects.filter(organisation=top)
    assert facts.values_list("name", "valid_from", "recorded_at", "retracted_at").get() == ("新建 党委", TODAY, NOW, None)
    user = User.objects.get(login="new.clerk")
    assert user.check_password(created.slip.password) and user.must_change_password and user.home_key == top.key
    assert [(one.role, one.key) for one in actor_of(user, on=TODAY).held] == [(Role.CLERK, top.key)]
    assert [entry[:3] for entry in entries()] == [
        (PLATFORM, "CommitteeCreated", "command-line"), (top.key, "CommitteeCreated", "command-line"), (top.key, "AccountOpened", "command-line"),
        (top.key, "RoleGranted", "command-line"),
    ]


@pytest.mark.parametrize(
    ("name", "clerk", "problem"),
    [("示例油田工程技术处党委", "new.clerk", NameTaken), ("新建党委", "clerk", CannotOpen), ("", "new.clerk", BadName),
     ("字" * 81, "new.clerk", BadName), ("新建党委", "李", CannotOpen)],
    ids=["a taken name", "a taken login", "no name", "a long name", "a login in Chinese"],
)
def test_a_committee_that_is_not_opened_leaves_nothing_behind(cast: Cast, name: str, clerk: str, problem: type[Exception]) -> None:
    before = (Organisation.objects.count(), User.objects.count())
    with pytest.raises(problem):
        create_committee(name, clerk, "某人", on=TODAY, by=command_line(), at=NOW)
    assert (Organisation.objects.count(), User.objects.count()) == before and not Entry.objects.exists()


def test_first_passwords_are_long_readable_and_never_the_same() -> None:
    made = {first_password() for _ in range(500)}
    assert len(made) == 500
    assert all(len(one) == 14 and one.count("-") == 2 and not set(one) & set("01ilou") for one in made)
