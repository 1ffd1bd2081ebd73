"""我的支部 and the way home: what a secretary, a committee member and a member see, and where everybody lands after log-in."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, RECORDED, TODAY, Cast
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.roster import consequences
from leadgoose.roster.models import Restriction, Term

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def next_thing(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().split('class="card next"')[1].split("</section>")[0]))


def test_a_secretary_sees_the_one_next_thing_with_its_numbers_and_a_button(settled: Cast) -> None:
    page = settled.client("secretary").get("/my/")
    said = next_thing(page)
    assert "逾期 83 天 届满未换届 2023-09-01 选举，任期三年，2026-09-01 届满" in said
    assert "启动换届" in said and "预备党员" not in said
    assert page.content.decode().count("btn-primary") == 1


def test_then_the_facts_the_rest_and_whom_to_call(settled: Cast) -> None:
    set_committee("committee", {"contact": "赵敏", "phone": "内线 2107"}, "", by=settled.actor("clerk"), at=NOW)
    said = text(settled.client("secretary").get("/my/"))
    assert "2026-09-01 届满" in said and "4 人" in said and "4 / 1" in said
    assert "书记 1、委员 2 缺 2 人 单志强 书记 曾玉兰 组织委员 仇建军 纪检委员" in said
    assert "还要办 2 件 还有 8 天 预备党员解文静预备期满" in said
    assert "解文静 预备党员没有表决权、选举权和被选举权" in said
    assert "有问题找 赵敏 · 内线 2107" in said


def test_a_recorded_decision_takes_the_vote_and_its_kind_is_not_told(settled: Cast) -> None:
    member = settled.people["p-member"]
    Restriction.objects.create(person=member, kind_sealed="sealed", valid_from=date(2026, 11, 1), recorded_at=NOW, source="page")
    consequences.settle("committee", organisations=(), people={member.pk}, on=TODAY, at=NOW, act="Test")
    said = text(settled.client("secretary").get("/my/"))
    assert "能投票 3 人" in said
    assert "查晓明 有中止权利的决定在案" in said
    assert "留党察看" not in said and "留置" not in said


def test_a_branch_in_order_is_told_so_and_until_when(settled: Cast) -> None:
    Term.objects.filter(organisation__key="two").update(expires_on=date(2028, 5, 10), elected_on=date(2025, 5, 10))
    consequences.recompute("committee", TODAY, NOW)
    assert "正常 现在没有到期的事 本届任期到 2028-05-10" in next_thing(settled.client("new_secretary").get("/my/"))


def test_what_only_the_superior_owes_is_not_the_secretary_s_next_thing(settled: Cast) -> None:
    page = settled.client("new_secretary").get("/my/")
    assert "六个月内届满" in next_thing(page)
    assert "启动换届" in next_thing(page) and "打印提醒函" not in next_thing(page)   # printing it is the superior's act
    assert "应发换届提醒" not in text(page)


def test_a_committee_member_sees_what_the_secretary_sees(settled: Cast) -> None:
    assert next_thing(settled.client("committee_member").get("/my/")) == next_thing(settled.client("secretary").get("/my/"))


def test_a_member_sees_only_what_the_branch_publishes(settled: Cast) -> None:
    said = text(settled.client("member").get("/my/"))
    assert "2026-09-01 届满" in said and "单志强 书记" in said
    for hidden in ("届满未换届", "能投票", "解文静", "缺 2 人", "还要办", "到期日历", "4 / 1"):
        assert hidden not in said


def test_what_is_not_known_of_a_branch_is_shown_as_unknown(settled: Cast) -> None:
    Grant.objects.create(user=settled.users["new_secretary"], role="secretary", key="office", since=TODAY, granted_by="t", granted_at=NOW)
    said = text(settled.client("new_secretary").get("/my/?branch=office"))
    assert "本届任期 资料未知" in said and "支委会 资料未知" in said


def test_whoever_has_several_branches_chooses_and_a_foreign_one_is_not_among_them(settled: Cast) -> None:
    Grant.objects.create(user=settled.users["secretary"], role="secretary", key="two", since=TODAY, granted_by="t", granted_at=NOW)
    client = settled.client("secretary")
    first = client.get("/my/")
    assert re.findall(r'href="\?branch=(\w+)"', first.content.decode()) == ["one", "two"]
    assert "<h1>作业二队党支部</h1>" in client.get("/my/?branch=two").content.decode()
    assert "<h1>作业一队党支部</h1>" in client.get("/my/?branch=elsewhere-b").content.decode()
    assert "<h1>作业一队党支部</h1>" in client.get("/my/?branch=office").content.decode()


@pytest.mark.parametrize("login", ["secretary", "member"])
def test_the_page_asks_as_often_for_a_branch_of_one_as_for_many(settled: Cast, more, login: str) -> None:
    client, counted = settled.client(login), []
    for first, last in ((1, 1), (2, 30)):
        more(first, last)
        with CaptureQueriesContext(connection) as asked:
            client.get("/my/")
        counted.append(len(asked))
        assert not [one for one in asked if not one["sql"].startswith("SELECT")]
    assert counted[0] == counted[1] <= 15


def account(cast: Cast, login: str, *held: tuple[str, str], person_key: str = "") -> None:
    cast.users[login] = User.objects.create(login=login, must_change_password=False, created_at=RECORDED, person_key=person_key)
    for role, key in held:
        Grant.objects.create(user=cast.users[login], role=role, key=key, since=TODAY, granted_by="t", granted_at=NOW)


def test_a_clerk_without_a_branch_of_the_own_is_sent_to_the_watch(settled: Cast) -> None:
    account(settled, "office-clerk", ("clerk", "committee"))
    assert settled.client("office-clerk").get("/my/")["Location"] == "/o/committee/watch/"


def test_a_clerk_who_is_a_member_somewhere_has_a_branch(settled: Cast) -> None:
    assert "<h1>机关党支部</h1>" in settled.client("clerk").get("/my/").content.decode()


@pytest.mark.parametrize("login", ["envoy", "reader", "unit_head", "auditor", "platform_admin", "security_officer"])
def test_roles_without_a_branch_are_refused(settled: Cast, login: str) -> None:
    assert settled.client(login).get("/my/").status_code == 403


@pytest.mark.parametrize(("login", "where"), [
    ("clerk", "/o/committee/watch/"), ("envoy", "/o/committee/watch/"), ("reader", "/o/committee/watch/"), ("outsider", "/o/elsewhere/watch/"),
    ("secretary", "/my/"), ("committee_member", "/my/"), ("member", "/my/"), ("unit_head", "/o/one/"),
])
def test_everybody_lands_on_the_page_of_their_role(settled: Cast, login: str, where: str) -> None:
    response = settled.client(login).get("/")
    assert (response.status_code, response["Location"]) == (302, where)
    assert settled.client(login).get(where).status_code == 200      # no loop: the page answers


@pytest.mark.parametrize("login", ["platform_admin", "security_officer", "auditor"])
def test_the_platform_s_three_land_on_a_page_that_answers(settled: Cast, login: str) -> None:
    client, address, seen = settled.client(login), "/", []
    while address not in seen:
        seen.append(address)
        response = client.get(address)
        if response.status_code != 302:
            break
        address = response["Location"]
    assert response.status_code == 200


def test_an_account_without_roles_is_told_whom_to_ask(settled: Cast) -> None:
    account(settled, "nobody")
    assert "请所在党委的组织员或平台的安全管理员授予角色" in text(settled.client("nobody").get("/"))


def test_a_secretary_of_an_ended_branch_is_told_whom_to_ask_and_not_sent_in_a_circle(settled: Cast) -> None:
    settled.organisations["two"].ended_on = TODAY
    settled.organisations["two"].save()
    account(settled, "former", ("secretary", "two"))
    client = settled.client("former")
    assert client.get("/")["Location"] == "/my/"
    assert "这个账号还没有对应到党支部。" in text(client.get("/my/"))
