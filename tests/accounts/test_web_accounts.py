"""The pages of accounts: opening with a slip, granting, ending, closing; lists under one number of queries."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import PLATFORM, Role


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_clerk_finds_a_member_opens_an_account_with_a_role_and_sees_the_slip_once(cast: Cast) -> None:
    client = cast.client("clerk")
    found = text(client.get("/o/committee/accounts/new/", {"q": "xwj"}))
    assert "解文静" in found and 'href="?person=p-probation"' in found and cast.id_numbers["p-probation"] not in found
    assert "已选定：解文静" in text(client.get("/o/committee/accounts/new/", {"person": "p-probation"}))
    response = client.post("/o/committee/accounts/new/", {"login": "xie.wenjing", "name": "", "person": "p-probation", "role": "member", "key": "one"})
    page = text(response)
    password = re.search(r"<code>(\w{4}-\w{4}-\w{4})</code>", page)
    assert password and response.headers["Cache-Control"] == "no-store"
    user = User.objects.get(login="xie.wenjing")
    assert (user.name, user.person_key, user.check_password(password[1])) == ("解文静", "p-probation", True)
    assert user.grants.values_list("role", "key", "since", "granted_by").get() == ("member", "one", TODAY, "clerk")
    assert password[1] not in text(client.get("/a/xie.wenjing/")) + text(client.get("/o/committee/accounts/"))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"login": "secretary", "name": "某人"}, "这个登录名已经有人用了"), ({"login": "X!", "name": "某人"}, "登录名为 3 至 40 个"),
        ({"login": "new.one"}, "请填写姓名"), ({"login": "new.one", "person": "p-outsider"}, "花名册中没有这名党员"),
        ({"login": "new.one", "person": "p-secretary"}, "这名党员已经有账号"),
        ({"login": "new.one", "name": "某人", "role": "member", "key": "elsewhere-b"}, "没有这个组织或单位"),
        ({"login": "new.one", "name": "某人", "role": "unit_head", "key": "one"}, "行政负责人在生产单位担任"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(cast: Cast, given: dict[str, str], says: str) -> None:
    before = User.objects.count()
    response = cast.client("clerk").post("/o/committee/accounts/new/", {"key": "committee", **given})
    assert response.status_code == 200 and says in text(response) and f'value="{given["login"]}"' in text(response)
    assert User.objects.count() == before


def test_an_administrator_opens_without_a_role_and_the_security_officer_grants_it(cast: Cast) -> None:
    response = cast.client("platform_admin").post(f"/o/{PLATFORM}/accounts/new/", {"login": "new.auditor", "name": "韩审"})
    assert response.status_code == 200 and "一次性密码" in text(response)
    assert not User.objects.get(login="new.auditor").grants.exists()
    assert cast.client("platform_admin").post("/a/new.auditor/roles/", {"role": "auditor", "key": PLATFORM}).status_code == 403
    assert cast.client("security_officer").post("/a/new.auditor/roles/", {"role": "auditor", "key": PLATFORM}).headers["Location"] == "/a/new.auditor/"
    assert User.objects.get(login="new.auditor").grants.values_list("role", "key").get() == ("auditor", PLATFORM)
    refused = cast.client("security_officer").post("/a/new.auditor/roles/", {"role": "security_officer", "key": PLATFORM})
    assert refused.status_code == 422 and "由三人分任" in text(refused)


def test_a_clerk_is_offered_only_roles_and_places_of_the_committee(cast: Cast) -> None:
    page = text(cast.client("clerk").get("/a/member/"))
    offered = set(re.findall(r'<option value="([^"]+)"', page))
    roles = {role.value for role in Role} - {"platform_admin", "security_officer", "auditor", "self", "anyone"}
    assert offered == roles | {"committee", "general", "one", "two", "office", "unit"}
    assert "elsewhere" not in page


def test_a_role_is_ended_from_the_accounts_page_but_never_that_of_another_account_or_ones_own(cast: Cast) -> None:
    client = cast.client("clerk")
    grant = cast.users["member"].grants.get()
    assert client.post(f"/a/secretary/roles/{grant.pk}/end/").status_code == 404
    assert client.post(f"/a/member/roles/{grant.pk}/end/").headers["Location"] == "/a/member/"
    assert Grant.objects.get(pk=grant.pk).until == TODAY
    own = cast.users["clerk"].grants.get()
    assert "不能给本人授予或结束角色" in text(client.post(f"/a/clerk/roles/{own.pk}/end/", follow=True))
    assert Grant.objects.get(pk=own.pk).until is None


def test_a_reset_shows_a_slip_and_a_closed_account_has_none(cast: Cast) -> None:
    client = cast.client("clerk")
    assert "一次性密码" in text(client.post("/a/member/password/"))
    asked = text(client.get("/a/member/close/"))
    assert "停用的账号不能恢复" in asked and "党员（作业一队党支部）" in asked
    assert client.post("/a/member/close/").headers["Location"] == "/o/committee/accounts/"
    assert "已经停用" in text(client.post("/a/member/password/", follow=True))
    assert 'href="/a/member/"' not in text(client.get("/o/committee/accounts/"))
    assert 'href="/a/member/"' in text(client.get("/o/committee/accounts/", {"closed": "1"}))
    assert client.post("/a/clerk/close/").status_code == 422


def test_an_administrator_opens_a_committee(cast: Cast) -> None:
    client = cast.client("platform_admin")
    taken = client.post("/committees/new/", {"name": "示例油田工程技术处党委", "clerk": "new.clerk", "clerk_name": "周明"})
    assert "已经有这个名称的党委" in text(taken)
    taken = client.post("/committees/new/", {"name": "新建党委", "clerk": "clerk", "clerk_name": "周明"})
    assert "这个登录名已经有人用了" in text(taken)
    page = text(client.post("/committees/new/", {"name": "新建党委", "clerk": "new.clerk", "clerk_name": "周明"}))
    assert "新建党委" in page and "new.clerk" in page
    assert "新建党委" in text(client.get(f"/o/{PLATFORM}/accounts/"))


def test_the_platforms_three_find_their_pages_from_the_first_one(cast: Cast) -> None:
    for login, path in (("platform_admin", "accounts"), ("security_officer", "accounts"), ("auditor", "journal")):
        client = cast.client(login)
        assert client.get("/").headers["Location"] == f"/o/{PLATFORM}/{path}/"
        assert f'href="/o/{PLATFORM}/{path}/"' in text(client.get("/me/"))


def many(cast: Cast, numbers: range) -> None:
    for number in numbers:
        user = User.objects.create(login=f"many{number:03}", name=f"某{number}", home_key="committee", created_at=NOW)
        Grant.objects.create(user=user, role=Role.READER, key=("one", "two", "office")[number % 3], since=TODAY, granted_by="x", granted_at=NOW)


def test_the_list_takes_the_same_queries_at_every_length_fifty_rows_a_page_and_sixty_kilobytes(cast: Cast) -> None:
    counts = []
    for numbers in (range(0), range(3), range(3, 60)):
        many(cast, numbers)
        client = cast.client("clerk")
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/o/committee/accounts/")
        counts.append(len(queries))
        assert len(response.content) <= 60 * 1024
    assert counts[0] == counts[1] == counts[2] <= 10
    assert response.content.decode().count('href="/a/') == 50
    assert cast.client("clerk").get("/o/committee/accounts/?page=2").content.decode().count('href="/a/') == 18
