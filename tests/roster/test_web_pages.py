"""The pages of the register: what each shows, whom it refuses, how many queries it takes."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cast import LOGINS, NOW, PEOPLE, Cast, Part, enrol_all
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import open_sealed, seal
from leadgoose.roster import consequences
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import Standing
from leadgoose.roster.models import Membership, Organisation, OrganisationFact, Post, Present, Restriction

ADDRESSES = {
    "tree": "/o/one/tree/",
    "organisation": "/o/one/",
    "members": "/o/one/members/",
    "export": "/o/one/members.xlsx",
    "search": "/o/one/search/?q=zha",
    "person": "/p/p-member/",
}
READERS = {"clerk", "envoy", "secretary", "committee_member", "reader"}
MAY: dict[str, set[str]] = {
    "tree": READERS | {"unit_head"},
    "organisation": READERS | {"unit_head"},
    "members": READERS,
    "export": {"clerk", "secretary"},
    "search": READERS,
    "person": READERS | {"member"},
}
REACHES_ONE = READERS | {"unit_head", "member"}
"""Accounts with any role on the branch; the others are told that it is not there."""
FULL_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[0-9]{10})(?![0-9])")


def expected(page: str, login: str) -> int:
    if login in MAY[page]:
        return 200
    return 403 if login in REACHES_ONE else 404


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("page", sorted(ADDRESSES))
def test_the_table_decides_who_opens_which_page(cast: Cast, page: str, login: str) -> None:
    assert cast.client(login).get(ADDRESSES[page]).status_code == expected(page, login)


@pytest.mark.parametrize("address", ["/o/two/", "/o/two/tree/", "/o/two/members/", "/o/general/", "/o/committee/tree/", "/p/p-two/", "/o/elsewhere-b/"])
def test_a_secretary_is_told_that_other_branches_are_not_there(cast: Cast, address: str) -> None:
    assert cast.client("secretary").get(address).status_code == 404


@pytest.mark.parametrize("address", [*ADDRESSES.values(), "/o/committee/", "/o/committee/tree/", "/o/committee/members/", "/p/p-clerk/"])
def test_an_outsider_is_told_that_nothing_is_there(cast: Cast, address: str) -> None:
    assert cast.client("outsider").get(address).status_code == 404


def test_a_member_opens_the_own_page_and_no_other_person(cast: Cast) -> None:
    client = cast.client("member")
    assert "查晓明" in text(client, "/p/p-member/")
    assert client.get("/p/p-secretary/").status_code == 403
    assert client.get("/p/p-two/").status_code == 404


def test_a_unit_head_is_not_led_to_a_group_that_would_not_open(cast: Cast) -> None:
    top, one = (cast.organisations[key] for key in ("committee", "one"))
    Organisation.objects.create(key="group", top_key=top.key, parent=one, path=one.path + "group/", kind="group", name="第一党小组", position=90)
    for login, led in (("unit_head", False), ("secretary", True), ("clerk", True)):
        for address in ("/o/one/", "/o/one/tree/"):
            page = text(cast.client(login), address)
            assert "第一党小组" in page and ('href="/o/group/"' in page) is led
        assert '<span class="num"></span>' in page, "no member is counted twice, so the tree gives a group no number, and above all not 0"
        assert cast.client(login).get("/o/group/").status_code == (200 if led else 404)


def test_a_unit_head_sees_the_branch_of_the_unit_without_its_members(cast: Cast) -> None:
    page = text(cast.client("unit_head"), "/o/one/")
    assert "作业一队党支部" in page and "单志强" in page
    assert "查晓明" not in page and "/p/" not in page and "/members/" not in page


def test_the_tree_shows_kinds_secretaries_numbers_and_terms(cast: Cast) -> None:
    page = text(cast.client("clerk"), "/o/committee/tree/")
    row = next(part for part in page.split('class="tree-row') if "/o/one/" in part)
    assert "单志强" in row and "4 / 1" in row and "2026-09-01 已届满" in row and "作业一队" in row
    general = next(part for part in page.split('class="tree-row') if "/o/general/" in part)
    assert "7 / 1" in general                                   # the two branches below it together
    assert "外单位" not in page


def test_the_tree_says_vacant_where_the_ledger_knows_the_branch_and_unknown_where_it_does_not(cast: Cast) -> None:
    Post.objects.filter(organisation=cast.organisations["two"]).update(retracted_at=NOW)
    page = text(cast.client("clerk"), "/o/committee/tree/")
    rows = {key: next(part for part in page.split('class="tree-row') if f"/o/{key}/" in part) for key in ("two", "office")}
    assert "空缺" in rows["two"]                                 # its term is known
    assert "空缺" not in rows["office"] and "资料未知" in rows["office"]


def test_the_tree_is_filtered_by_a_part_of_the_name(cast: Cast) -> None:
    page = text(cast.client("clerk"), "/o/committee/tree/?q=二队")
    assert "/o/two/" in page and "/o/one/" not in page
    assert "没有名称相符的组织" in text(cast.client("clerk"), "/o/committee/tree/?q=不存在")


def test_a_level_of_the_tree_has_pages_of_200_and_no_children_where_there_is_no_room(cast: Cast) -> None:
    top = cast.organisations["committee"]
    new = [Organisation(key=f"b{n:04d}", top_key="committee", parent=top, path=f"/committee/b{n:04d}/", kind="branch", name=f"第{n}党支部",
                        position=100 + n) for n in range(230)]
    Organisation.objects.bulk_create(new)
    first, second = (text(cast.client("clerk"), f"/o/committee/tree/?page={n}") for n in (1, 2))
    assert first.count("/o/b") == 198 and second.count("/o/b") == 32          # 232 in all with the general branch and the office
    assert "/o/one/" not in first and "展开下级" in first                      # the general branch is opened by its link
    assert len(first.encode()) < 90_000


def test_the_organisation_page_shows_facts_the_term_and_what_is_unknown(cast: Cast) -> None:
    page = text(cast.client("clerk"), "/o/one/")
    assert "5 名，现有 3 名" in page                                            # approved seats, committee
    assert "届满 83 天" in page and "<svg" in page and "2023-09-01" in page
    assert "生产单位" in page and "马国栋" in page
    assert "资料未知" in page                                                  # how the posts came about
    assert "style=" not in page and "<style" not in page


def test_an_organisation_without_a_known_term_says_so_and_draws_nothing(cast: Cast) -> None:
    page = text(cast.client("clerk"), "/o/office/")
    assert "本届选举日期资料未知" in page and "timeline-box" not in page


def test_two_secretaries_from_two_sources_are_both_shown(cast: Cast) -> None:
    member = cast.people["p-member"]
    Post.objects.create(person=member, organisation=cast.organisations["one"], kind="secretary", valid_from=cast.today, recorded_at=NOW, source="register")
    page = text(cast.client("clerk"), "/o/one/")
    assert "书记的记录不一致" in page and "换届台账：单志强" in page and "花名册：查晓明" in page
    assert "去选定" in page and "去选定" not in text(cast.client("secretary"), "/o/one/")
    assert "记录不一致" not in text(cast.client("unit_head"), "/o/one/")


def test_what_the_organisation_owes_is_on_its_page_for_those_who_read_its_list(cast: Cast) -> None:
    everything = list(Organisation.objects.filter(top_key="committee").values_list("pk", flat=True))
    consequences.settle("committee", organisations=everything, people=[], on=cast.today, at=NOW, act="TermsTaken")
    for login in ("clerk", "secretary"):
        page = text(cast.client(login), "/o/one/")
        assert "该办的事" in page and "逾期 83 天" in page and "届满未换届" in page
    assert "逾期" not in text(cast.client("clerk"), "/o/general/")             # not what is below it
    assert "该办的事" not in text(cast.client("unit_head"), "/o/one/")


def test_the_members_page_shows_sums_and_rows_in_the_registers_order(cast: Cast) -> None:
    page = text(cast.client("clerk"), "/o/committee/members/")
    assert sums(page) == ["10", "9", "1", "9", "4"]
    shown = names(page)
    assert shown[0] == "单志强" and shown[-1] == "周一凡" and len(shown) == 10


@pytest.mark.parametrize(("query", "found"), [
    ("branch=two", ["欧阳海涛", "王德福", "李春梅"]),
    ("standing=probationary", ["解文静"]),
    ("gender=女&standing=full", ["曾玉兰", "李春梅", "赵敏"]),
    ("post=secretary", ["单志强", "欧阳海涛"]),
    ("post=any&branch=one", ["单志强", "曾玉兰", "仇建军"]),
    ("vote=no", ["解文静"]),
    ("education=postgraduate", ["赵敏"]),
    ("education=secondary", ["王德福", "李春梅"]),
    ("education=unknown", ["周一凡"]),
    ("age=over60", ["王德福"]),
    ("age=to35", ["解文静"]),
    ("age=unknown", ["周一凡"]),
    ("age=to45", ["曾玉兰", "欧阳海涛", "李春梅", "赵敏", "查晓明"]),
    ("q=作业二队", ["欧阳海涛", "王德福", "李春梅"]),
    ("standing=nonsense&branch=office", ["赵敏", "周一凡"]),
])
def test_filters_let_through(cast: Cast, query: str, found: list[str]) -> None:
    page = text(cast.client("clerk"), f"/o/committee/members/?{query}")
    assert sorted(names(page)) == sorted(found)
    assert sums(page)[0] == str(len(found))


@pytest.mark.parametrize("query", ["branch=two", "standing=probationary", "gender=女", "post=secretary", "post=any", "vote=no", "vote=yes",
                                   "education=secondary", "age=to45", "age=unknown", "q=szq", "q=zeng", "q=作业二队", ""])
def test_another_day_is_read_from_the_facts_and_gives_the_same_rows(cast: Cast, query: str) -> None:
    client = cast.client("clerk")
    today, before = (text(client, f"/o/committee/members/?{query}{more}") for more in ("", "&on=2026-11-22"))
    assert "截至 2026-11-22" in before
    rows = re.compile(r"<tr><td>.*?</tr>")
    then = [row.replace("?on=2026-11-22", "") for row in rows.findall(before)]   # links keep the day
    assert then == rows.findall(today) and sums(before) == sums(today)


def test_on_a_day_before_the_register_nobody_is_there(cast: Cast) -> None:
    assert sums(text(cast.client("clerk"), "/o/committee/members/?on=2026-08-31"))[0] == "0"


def test_somebody_who_came_later_is_not_in_the_list_of_an_earlier_day(cast: Cast) -> None:
    Membership.objects.filter(person=cast.people["p-member"]).update(valid_from="2026-10-15")
    client = cast.client("clerk")
    assert "查晓明" not in names(text(client, "/o/one/members/?on=2026-10-14"))
    assert "查晓明" in names(text(client, "/o/one/members/?on=2026-10-15"))


def test_htmx_gets_the_table_alone(cast: Cast) -> None:
    client = cast.client("clerk", **{"HX-Request": "true"})
    page = text(client, "/o/committee/members/?branch=two")
    assert page.lstrip().startswith('<div id="members">') and "<html" not in page and names(page) == ["欧阳海涛", "王德福", "李春梅"]


def test_the_browsers_back_key_gets_the_whole_page(cast: Cast) -> None:
    client = cast.client("clerk", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in text(client, "/o/committee/members/?branch=two")


def crowd(cast: Cast, count: int) -> None:
    """Replace the people of the committee's branch two by so many."""
    enrol_all(cast, (Part(f"p-crowd{n}", f"众{n}", "two", "男", "1980-01-01") for n in range(count)), 100)


def test_fifty_rows_a_page_and_the_number_of_a_page_that_does_not_exist_is_the_last(cast: Cast) -> None:
    crowd(cast, 60)
    client = cast.client("clerk")
    assert len(names(text(client, "/o/committee/members/"))) == 50
    assert len(names(text(client, "/o/committee/members/?page=2"))) == 20
    last = text(client, "/o/committee/members/?page=99")
    assert len(names(last)) == 20 and "第 2 页，共 2 页" in last
    assert len(text(client, "/o/committee/members/").encode()) < 60_000


@pytest.mark.parametrize(("address", "most"), [
    ("/o/two/members/", 10), ("/o/committee/members/", 10), ("/o/committee/members/?q=zhong&post=any&vote=yes", 10), ("/o/two/members/?on=2026-11-01", 12),
    ("/o/two/", 20), ("/o/committee/tree/", 12), ("/o/committee/search/?q=zh", 10), ("/p/p-two/", 15),
])
def test_the_number_of_queries_is_the_same_with_1_row_3_rows_and_60(cast: Cast, address: str, most: int) -> None:
    client = cast.client("clerk")
    client.get(address)
    counts = [count_queries(client, address)]
    crowd(cast, 2)
    counts.append(count_queries(client, address))
    enrol_all(cast, (Part(f"p-more{n}", f"多{n}", "two", "男", "1980-01-01") for n in range(58)), 300)
    counts.append(count_queries(client, address))
    assert len(set(counts)) == 1 and counts[0] <= most, counts


def test_one_row_takes_as_many_queries_as_three(cast: Cast) -> None:
    Present.objects.exclude(person=cast.people["p-two"]).filter(top_key="committee").delete()
    one = count_queries(cast.client("clerk"), "/o/committee/members/")
    crowd(cast, 2)
    assert count_queries(cast.client("clerk"), "/o/committee/members/") == one


@pytest.mark.parametrize("address", [*ADDRESSES.values(), "/o/committee/tree/", "/o/committee/members/?on=2026-10-01"])
def test_a_get_writes_nothing(cast: Cast, address: str) -> None:
    client = cast.client("clerk")
    with CaptureQueriesContext(connection, ) as seen:
        client.get(address)
    assert not [query["sql"] for query in seen if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]


@pytest.mark.parametrize("login", sorted(READERS | {"member", "unit_head"}))
@pytest.mark.parametrize("page", sorted(ADDRESSES))
def test_no_page_shows_a_whole_id_number_or_phone(cast: Cast, page: str, login: str) -> None:
    client = cast.client(login)
    response = client.post(ADDRESSES[page]) if page == "export" else client.get(ADDRESSES[page])
    body = "\n".join("\t".join(row) for row in sheet(response.content)) if page == "export" and response.status_code == 200 else response.content.decode()
    assert not FULL_NUMBER.findall(re.sub(r"csrfmiddlewaretoken\" value=\"\w+", "", body))
    for number in cast.id_numbers.values():
        assert number not in body


def test_the_export_opens_again_with_who_made_it_the_notice_and_masked_numbers(cast: Cast) -> None:
    response = cast.client("clerk").post("/o/committee/members.xlsx?branch=two")
    rows = sheet(response.content)
    assert "示例油田工程技术处党委党员名单（截至 2026-11-23，按 2026-11-23 所知的记录，共 3 人）" in rows[0][0]
    assert "制表：clerk" in rows[1][0] and "2026-11-23" in rows[1][0]
    assert "非涉密系统" in rows[2][0]
    assert rows[3][:3] == ["姓名", "党支部", "党员类别"]
    assert [row[0] for row in rows[4:]] == ["欧阳海涛", "王德福", "李春梅"]
    assert all(re.fullmatch(r"[0-9]{3}\*{11}[0-9X]{4}", row[-2]) for row in rows[4:])
    assert response["Cache-Control"] == "no-store"


def test_the_lists_button_makes_the_file_of_its_filters_with_the_pages_own_token(cast: Cast) -> None:
    client = cast.client("clerk")
    client.handler.enforce_csrf_checks = True
    page = client.get("/o/committee/members/?branch=two&standing=full").content.decode()
    (address,) = re.findall(r'<button class="btn" type="submit" form="take-away" formaction="([^"]+)"', page)
    (token,) = re.findall(r'<form id="take-away" method="post"><input type="hidden" name="csrfmiddlewaretoken" value="(\w+)"></form>', page)
    address = unescape(address)
    assert client.post(address).status_code == 403 and not Entry.objects.exists()
    rows = sheet(client.post(address, {"csrfmiddlewaretoken": token}).content)
    assert [row[0] for row in rows[4:]] == ["欧阳海涛", "王德福", "李春梅"]
    assert Entry.objects.get(act="FileTaken").facts["people"] == 3


def test_an_old_link_to_the_file_shows_the_button_that_makes_it(cast: Cast) -> None:
    page = cast.client("clerk").get("/o/committee/members.xlsx?branch=two&standing=full")
    assert page.status_code == 200 and 'formaction="/o/committee/members.xlsx?branch=two&amp;standing=full"' in page.content.decode()
    assert "下载会记入记事链" in page.content.decode()
    assert cast.client("clerk").head("/o/committee/members.xlsx").status_code == 200 and not Entry.objects.exists()


def test_a_name_that_looks_like_a_formula_stays_text_in_the_export(cast: Cast) -> None:
    Present.objects.filter(person=cast.people["p-two"]).update(name="=1+1")
    rows = sheet(cast.client("clerk").post("/o/two/members.xlsx").content)
    assert "=1+1" in [row[0] for row in rows]


def test_the_person_page_shows_facts_rights_and_the_time_line(cast: Cast) -> None:
    page = text(cast.client("clerk"), "/p/p-secretary/")
    assert "副队长" in page and "50 周岁" in page and "作业一队党支部书记" in page
    assert page.count('tag-ok">有') == 3 and "<svg" in page
    assert "不晚于" in page and "换届台账" in page and "花名册" in page


def test_a_probationary_member_has_no_vote_and_the_page_says_why(cast: Cast) -> None:
    page = text(cast.client("clerk"), "/p/p-probation/")
    assert "预备党员没有表决权、选举权和被选举权。" in page and 'tag-ok">有' not in page


@pytest.mark.parametrize(("login", "told"), [
    ("clerk", "党员权利中止期间"), ("member", "党员权利中止期间"), ("secretary", "依据由组织员掌握"), ("reader", "依据由组织员掌握"),
])
def test_the_kind_of_a_decision_is_told_to_the_clerk_and_to_the_person_only(cast: Cast, login: str, told: str) -> None:
    Restriction.objects.create(person=cast.people["p-member"], kind_sealed=seal("p-member", RESTRICTION, "suspended"), valid_from=cast.today,
                               recorded_at=NOW, source="page")
    page = text(cast.client(login), "/p/p-member/")
    assert told in page and 'tag-ok">有' not in page
    assert ("中止" in page) == (login in {"clerk", "member"})


def test_a_corrected_fact_stays_to_be_seen(cast: Cast) -> None:
    Membership.objects.filter(person=cast.people["p-member"]).update(retracted_at=NOW)
    Membership.objects.create(person=cast.people["p-member"], organisation=cast.organisations["two"], standing=Standing.FULL, valid_from="2026-09-01",
                              recorded_at=NOW, source="page")
    page = text(cast.client("clerk"), "/p/p-member/")
    assert "更正前的记录（1）" in page and "更正于" in page


@pytest.mark.parametrize(("field", "shown"), [("id_number", "id"), ("phone", "19900010004")])
@pytest.mark.parametrize("login", ["clerk", "member"])
def test_a_number_is_shown_once_in_full_for_a_reason_that_is_journaled(cast: Cast, login: str, field: str, shown: str) -> None:
    client = cast.client(login)
    before = Entry.objects.count()
    response = client.post("/p/p-member/reveal/", {"field": field, "reason": "核对组织关系介绍信"})
    number = cast.id_numbers["p-member"] if shown == "id" else shown
    assert response.status_code == 200 and number in response.content.decode() and response["Cache-Control"] == "no-store"
    entry = Entry.objects.latest("pk")
    assert Entry.objects.count() == before + 1
    assert (entry.act, entry.chain, entry.by, entry.person_key, entry.org_key, entry.facts, entry.typed) == (
        "SensitiveShown", "committee", login, "p-member", "one", {"field": field}, 1)
    assert open_sealed("p-member", "reason", entry.sealed["p-member"]["reason"]) == "核对组织关系介绍信"
    assert "介绍信" not in str(entry.facts) and number not in str(entry.sealed)
    assert number not in text(client, "/p/p-member/")


@pytest.mark.parametrize("reason", ["", "  ", "查", "长" * 201])
def test_without_a_proper_reason_nothing_is_shown_or_journaled_and_what_was_typed_stays(cast: Cast, reason: str) -> None:
    response = cast.client("clerk").post("/p/p-member/reveal/", {"field": "id_number", "reason": reason})
    page = response.content.decode()
    assert response.status_code == 400 and "请写明事由" in page and cast.id_numbers["p-member"] not in page
    assert not Entry.objects.filter(act="SensitiveShown").exists()
    assert not reason.strip() or reason in page


@pytest.mark.parametrize(("login", "status"), [
    ("envoy", 403), ("reader", 403), ("secretary", 403), ("committee_member", 403), ("unit_head", 403), ("new_secretary", 404),
    ("outsider", 404), ("auditor", 404), ("platform_admin", 404), ("security_officer", 404),
])
def test_nobody_else_gets_a_number_in_full(cast: Cast, login: str, status: int) -> None:
    response = cast.client(login).post("/p/p-member/reveal/", {"field": "id_number", "reason": "核对组织关系介绍信"})
    assert response.status_code == status and not Entry.objects.filter(act="SensitiveShown").exists()


def test_a_field_that_is_not_sealed_cannot_be_asked_for(cast: Cast) -> None:
    assert cast.client("clerk").post("/p/p-member/reveal/", {"field": "name", "reason": "核对组织关系"}).status_code == 400
    assert cast.client("clerk").get("/p/p-member/reveal/").status_code == 405


def test_an_organisation_that_ended_is_out_of_the_tree(cast: Cast) -> None:
    Organisation.objects.filter(key="two").update(ended_on="2026-11-23")
    OrganisationFact.objects.filter(organisation__key="two").update(valid_to="2026-11-23")
    assert "/o/two/" not in text(cast.client("clerk"), "/o/committee/tree/")


def test_the_cast_is_what_these_tests_count_on() -> None:
    assert len(PEOPLE) == 11


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<tr><td><a href="/p/[^"]+">([^<]+)</a>', page)


def sums(page: str) -> list[str]:
    return re.findall(r"<strong>(\d+)</strong><small>", page)


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len([query for query in seen if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))])


def sheet(content: bytes) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
