"""Leaving a post ends its role the same day: the rule as a table, and what acts of the register set off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cast import FROM, NOW, TODAY, Cast
from elections.course import story
from leadgoose.accounts.actions.bulk import open_many
from leadgoose.accounts.rules.resting import ended
from leadgoose.elections.actions import beside
from leadgoose.ground.access import sign_ins
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import Grant, SignIn
from leadgoose.ground.access.roles import Role
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.membership import do, judge, reverse
from leadgoose.roster.actions.merging import merge_branch
from leadgoose.roster.actions.organisations import move_organisation
from leadgoose.roster.actions.posts import Document, change_posts
from leadgoose.roster.consequences import recompute
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.queries.holdings import Holdings
from leadgoose.roster.rules.acts import Kind, Wish
from leadgoose.roster.rules.posts import Act
from leadgoose.roster.rules.posts import Wish as PostWish

S, D, M = PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.COMMISSIONER
WAS = Holdings(posts_once=frozenset({("one", S)}), branches_once=frozenset({"one"}))
CASES = {
    "the secretary's role after the post": (Role.SECRETARY, "one", WAS, True),
    "while the post is held": (Role.SECRETARY, "one", Holdings(frozenset({("one", S)}), frozenset({("one", S)})), False),
    "a deputy keeps the role of who leads": (Role.SECRETARY, "one", Holdings(frozenset({("one", D)}), frozenset({("one", S), ("one", D)})), False),
    "the register never knew of a post": (Role.SECRETARY, "one", Holdings(), False),
    "the post was elsewhere": (Role.SECRETARY, "two", WAS, False),
    "a committee member who is secretary now": (Role.COMMITTEE_MEMBER, "one", Holdings(frozenset({("one", S)}), frozenset({("one", M), ("one", S)})), False),
    "a member who moved": (Role.MEMBER, "one", Holdings(branches=frozenset({"two"}), branches_once=frozenset({"one", "two"})), True),
    "a member who is still there": (Role.MEMBER, "one", Holdings(branches=frozenset({"one"}), branches_once=frozenset({"one"})), False),
    "a clerk's role rests on nothing": (Role.CLERK, "one", WAS, False),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_role_rests_on(name: str) -> None:
    role, key, holds, over = CASES[name]
    assert ended([(role, key)], holds) == (((role, key),) if over else ())


@pytest.fixture
def office(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


def open_roles(cast: Cast, login: str) -> list[tuple[str, str]]:
    return list(Grant.objects.filter(user__login=login, until=None).values_list("role", "key"))


DAY = date(2026, 11, 20)


def test_a_secretary_who_is_relieved_loses_the_role_the_same_day_and_the_journal_says_why(office: Cast) -> None:
    paper = Document("处任〔2026〕12号", None, DAY)
    change_posts(office.organisations["one"], [PostWish(Act.END, "p-secretary", S)], paper, by=office.actor("clerk"), at=NOW)
    assert open_roles(office, "secretary") == [] and open_roles(office, "committee_member") == [("committee_member", "one")]
    grant = Grant.objects.get(user__login="secretary")
    assert grant.until == TODAY, "the day on which it is known here: what was read before was read with the role"
    entry = Entry.objects.get(act="RoleEnded")
    assert (entry.facts, entry.person_key) == (
        {"login": "secretary", "role": "secretary", "key": "one", "cause": "PostEnded"}, "p-secretary")
    assert office.client("secretary").get("/o/one/").status_code == 404


def test_a_look_ends_no_role_and_taking_back_gives_none(office: Cast) -> None:
    wish = Wish(Kind.MOVE, DAY, "two")
    judge([office.people["p-member"]], wish, "调动", TODAY)
    assert open_roles(office, "member") == [("member", "one")]
    deed = do([office.people["p-member"]], wish, "调动", by=office.actor("clerk"), at=NOW)[0]
    assert open_roles(office, "member") == []
    reverse(deed, "误", by=office.actor("clerk"), at=NOW + timedelta(minutes=1))
    assert open_roles(office, "member") == []


def test_a_merged_branch_ends_whatever_was_held_on_it(office: Cast) -> None:
    Grant.objects.create(user=office.users["envoy"], role=Role.ENVOY, key="one", since=FROM, granted_by="tests", granted_at=NOW)
    merge_branch(office.organisations["one"], office.organisations["two"], DAY, "处党委〔2026〕31号", by=office.actor("clerk"), at=NOW)
    assert not Grant.objects.filter(key="one", until=None).exists()
    assert open_roles(office, "envoy") == [("envoy", "committee")] and open_roles(office, "new_secretary") == [("secretary", "two")]


def test_a_clerk_of_one_general_branch_sets_it_off_without_holding_the_accounts(office: Cast) -> None:
    by = office.actor("clerk")
    low = Actor(by.login, by.name, tuple(type(one)(one.role, "general") for one in by.held), by.person_key, by.user_id)
    change_posts(office.organisations["one"], [PostWish(Act.END, "p-secretary", S)], Document("x", None, DAY), by=low, at=NOW)
    assert open_roles(office, "secretary") == []


def test_with_the_role_the_sessions_end(office: Cast) -> None:
    client = office.client("secretary")
    key = str(client.session.session_key)
    sign_ins.begin(office.users["secretary"], key, device="", address="", way="password", at=NOW)
    assert client.get("/o/one/").status_code == 200
    change_posts(office.organisations["one"], [PostWish(Act.END, "p-secretary", S)], Document("x", None, DAY), by=office.actor("clerk"), at=NOW)
    assert client.get("/me/").status_code == 302
    assert SignIn.objects.get(session_key=key).ended_by == "clerk"


def test_an_annulled_election_ends_the_role_of_whom_it_had_seated_and_of_nobody_else(office: Cast) -> None:
    one = story(office).until("result-reply")
    open_many("committee", ["p-m30"], "dzb", on=TODAY, by=office.actor("clerk"), at=NOW)
    assert open_roles(office, "dzb001") == [("secretary", "one")]
    beside.annul(one.election, "选举办法未经大会通过", one.entry("breach-found", paper_no="示委〔2026〕15号"), by=office.actor("clerk"), at=NOW)
    assert open_roles(office, "dzb001") == [] and open_roles(office, "secretary") == [("secretary", "one")]


def test_a_branch_put_below_another_superior_keeps_its_own_and_is_out_of_the_old_ones_reach(office: Cast) -> None:
    Grant.objects.create(user=office.users["reader"], role=Role.READER, key="general", since=FROM, granted_by="tests", granted_at=NOW)
    Grant.objects.filter(user=office.users["reader"], key="committee").update(until=TODAY)
    assert office.client("reader").get("/o/one/").status_code == 200
    move_organisation(office.organisations["one"], office.organisations["committee"], TODAY, "处党委〔2026〕30号", by=office.actor("clerk"), at=NOW)
    assert office.client("reader").get("/o/one/").status_code == 404
    assert open_roles(office, "secretary") == [("secretary", "one")] and office.client("secretary").get("/o/one/").status_code == 200
