"""Why may I, and why not."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, TODAY, Cast
from leadgoose.accounts.actions.roles import grant_role
from leadgoose.accounts.capabilities import CAPABILITIES
from leadgoose.accounts.queries.why import sources
from leadgoose.ground.access.roles import TABLE, Role
from leadgoose.ground.journal.models import Entry


def text(response: Any) -> str:
    return str(response.content.decode())


def test_each_role_says_since_when_by_whom_by_which_entry_and_on_which_post_it_rests(cast: Cast) -> None:
    grant_role(cast.users["secretary"], Role.READER, "general", on=TODAY, by=cast.actor("clerk"), at=NOW)
    entry = Entry.objects.get(act="RoleGranted")
    first, second = sources(cast.users["secretary"], TODAY)
    assert (first.role, first.place, first.receipt, [held.kind for held in first.posts]) == (Role.SECRETARY, "作业一队党支部", "", ["secretary"])
    assert (second.role, second.place, second.since, second.granted_by, second.posts) == (Role.READER, "作业大队党总支", TODAY, "clerk", ())
    assert second.receipt == f"{entry.number}-{entry.hash[:16]}"
    assert "roster.members" in second.capabilities and "roster.move_member" not in second.capabilities
    page = text(cast.client("secretary").get("/me/why/"))
    assert second.receipt in page and "看党员名单" in page and "2026-11-23" in page


def test_the_queries_do_not_grow_with_the_roles(cast: Cast) -> None:
    counts = []
    for key in ("general", "one", "two"):
        grant_role(cast.users["envoy"], Role.READER, key, on=TODAY, by=cast.actor("clerk"), at=NOW)
        with CaptureQueriesContext(connection) as queries:
            sources(cast.users["envoy"], TODAY)
        counts.append(len(queries))
    assert counts == [4, 4, 4]


def test_who_may_look_for_another(cast: Cast) -> None:
    for login, status in (("clerk", 200), ("security_officer", 200), ("auditor", 200), ("platform_admin", 200), ("member", 404), ("outsider", 404)):
        assert cast.client(login).get("/a/secretary/why/").status_code == status, login


def test_a_page_that_refused_leads_to_the_reason(cast: Cast) -> None:
    client = cast.client("secretary")
    refused = client.get("/p/p-member/move-member/")
    where = re.search(r'href="(/me/why/[^"]+)"', text(refused))
    assert refused.status_code == 403 and where
    assert "为什么不能：内部转移组织关系" in text(client.get(html.unescape(where[1])))


@pytest.mark.parametrize(("at", "mine"), [("/o/one/members/", True), ("/o/elsewhere/members/", False), ("/nowhere/", False), ("", False)])
def test_the_reason_names_who_may_and_what_one_holds_there_but_nothing_of_what_is_foreign(cast: Cast, at: str, mine: bool) -> None:
    page = text(cast.client("secretary").get("/me/why/", {"capability": "roster.move_member", "at": at}))
    assert "为什么不能：内部转移组织关系" in page and "这件事由组织员办。" in page
    assert ("这个账号在此处担任党支部书记" in page) is mine


def test_a_name_that_is_no_capability_is_not_answered(cast: Cast) -> None:
    assert "为什么不能" not in text(cast.client("secretary").get("/me/why/", {"capability": "<b>"}))


def test_words_are_kept_for_capabilities_that_there_are() -> None:
    ours = ("accounts.", "journal.")   # of other subjects a name without words is shown as it is
    assert {one for one in TABLE if one.startswith(ours)} == {one for one in CAPABILITIES if one.startswith(ours)}
    assert len(set(CAPABILITIES) & set(TABLE)) > 250
