"""书记队伍: its numbers and their lists, another day and the difference, what is not known, the file, and who may see it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import FROM, NOW, TODAY, Cast, Part, enrol
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview.queries_team import team_on
from leadgoose.overview.rules.team import schooling
from leadgoose.roster.kinds import CameBy, PostKind
from leadgoose.roster.models import PersonFact, Post, Present
from leadgoose.roster.queries.filters import EDUCATION, educated

pytestmark = pytest.mark.django_db
TEAM = "/o/committee/team/"


def text(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(response.content.decode()))).strip()


def rows(response, table: str) -> dict[str, list[str]]:
    """The lines of one table: label → its numbers."""
    section = re.search(rf'<section class="card team" id="{table}">(.*?)</section>', response.content.decode(), re.S)
    assert section, f"no table {table}"
    found = {}
    for line in re.findall(r"<tr>(.*?)</tr>", section[1], re.S)[1:]:
        label, *numbers = (re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S))
        found[label] = numbers
    return found


def links(response) -> list[tuple[str, str]]:
    """(address, number) of every number that opens a list."""
    page = response.content.decode()
    found = re.findall(r'<td class="num"><a href="([^"]+)">([^<]+)</a>', page) + re.findall(r'<li><a href="([^"]+)" class="\w*"><strong>(\d+)</strong>', page)
    return [(unescape(address), number) for address, number in found]


def listed(response) -> list[str]:
    assert response.status_code == 200
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r'<th scope="row">(.*?)</th>', response.content.decode(), re.S)]


def give(cast: Cast, person: str, organisation: str, kind: PostKind, **facts: object) -> Post:
    facts = {"came_by": CameBy.UNKNOWN, "valid_from": FROM, "recorded_at": NOW, "source": "page", **facts}
    return Post.objects.create(person=cast.people[person], organisation=cast.organisations[organisation], kind=kind, **facts)


def test_secretaries_by_age_with_their_number_and_share(settled: Cast) -> None:
    page = settled.client("clerk").get(TEAM)
    assert rows(page, "age") == {
        "35 岁及以下": ["0", "0.0%"], "36 至 45 岁": ["1", "50.0%"], "46 至 55 岁": ["1", "50.0%"], "56 至 60 岁": ["0", "0.0%"],
        "61 岁及以上": ["0", "0.0%"], "资料未知": ["0", "0.0%"], "合计": ["2", "100.0%"],
    }
    assert "示例油田工程技术处党委 · 书记 · 2 个岗位、2 人 · 截至 2026-11-23，按 2026-11-23 所知的记录" in text(page)


def test_vacancies_are_those_of_the_watch(settled: Cast) -> None:
    client = settled.client("clerk")
    assert rows(client.get(TEAM), "vacancy") == {
        "已配书记": ["2", "50.0%"], "书记空缺": ["1", "25.0%"], "资料未知": ["1", "25.0%"], "合计": ["4", "100.0%"],
    }
    assert listed(client.get(f"{TEAM}list/?table=vacancy&row=short")) == ["作业大队党总支"]
    assert listed(client.get(f"{TEAM}list/?table=vacancy&row=unknown")) == ["机关党支部"]
    watch = text(client.get("/o/committee/watch/"))
    assert "作业大队党总支 书记空缺" in watch and "机关党支部 书记资料未知" in watch


def test_seats_that_are_empty_are_summed_and_unknown_seats_are_not_guessed(settled: Cast) -> None:
    page = settled.client("clerk").get(f"{TEAM}?whose=committee")
    assert rows(page, "vacancy") == {"满额": ["0", "0.0%"], "委员缺额": ["1", "25.0%"], "资料未知": ["3", "75.0%"], "合计": ["4", "100.0%"]}
    assert "按批准名额共缺 2 人。" in text(page)


def test_what_is_not_known_says_how_much_and_where_it_is_filled_in(settled: Cast) -> None:
    settled.people["p-new"].facts.update(education="")
    page = settled.client("clerk").get(TEAM)
    assert rows(page, "in_post")["资料未知"] == ["2", "100.0%"]
    assert "任职时间 2 个岗位未知，可在补录表填写。 去补录表" in text(page)
    assert '<a href="/o/committee/grid/">去补录表</a>' in page.content.decode()
    assert "学历 1 人未知，花名册未记载；更正花名册后再导入即补上。 去导入" in text(page)
    reader = settled.client("reader").get(TEAM)
    assert "任职时间 2 个岗位未知，可在补录表填写。" in text(reader) and "去补录表" not in text(reader)


def test_what_the_grid_knows_is_counted(settled: Cast) -> None:
    Post.objects.filter(person__key="p-new").update(since=date(2024, 11, 23), full_time=False, cross_appointed=True, came_by=CameBy.DESIGNATED)
    page = settled.client("clerk").get(TEAM)
    assert rows(page, "in_post")["满 1 年不满 3 年"] == ["1", "50.0%"]
    assert rows(page, "time")["兼职"] == rows(page, "cross")["交叉任职"] == rows(page, "came_by")["上级指派"] == ["1", "50.0%"]
    assert "2024-11-23 起任职，满 2 年" in text(settled.client("clerk").get(f"{TEAM}list/?table=in_post&row=1-2"))


def test_who_holds_two_posts_is_one_person_and_two_posts(settled: Cast) -> None:
    give(settled, "p-secretary", "general", PostKind.SECRETARY)
    client = settled.client("clerk")
    page = client.get(TEAM)
    assert rows(page, "age")["合计"] == ["2", "100.0%"] and rows(page, "in_post")["合计"] == ["3", "100.0%"]
    assert "一人任两职只计一次" in text(page)
    assert "单志强 作业大队党总支 作业大队党总支书记；作业一队党支部书记" in text(client.get(f"{TEAM}list/?table=age"))
    assert listed(client.get(f"{TEAM}list/?table=in_post")) == ["单志强", "单志强", "欧阳海涛"]


def test_a_post_that_two_files_recorded_is_one_post(settled: Cast) -> None:
    give(settled, "p-secretary", "one", PostKind.SECRETARY, source="register", full_time=True)
    page = settled.client("clerk").get(TEAM)
    assert rows(page, "time") == {"专职": ["1", "50.0%"], "兼职": ["0", "0.0%"], "资料未知": ["1", "50.0%"], "合计": ["2", "100.0%"]}


def test_two_on_record_as_secretary_are_both_counted_and_it_is_said(settled: Cast) -> None:
    give(settled, "p-committee", "one", PostKind.SECRETARY)
    client = settled.client("clerk")
    assert "1 个组织的书记有几种记载，尚未选定；选定之前都计入各表。" in text(client.get(TEAM))
    assert rows(client.get(TEAM), "vacancy")["资料未知"][0] == "2"
    assert "书记有 2 种记载，尚未选定" in text(client.get(f"{TEAM}list/?table=vacancy&row=unknown"))


def test_the_dead_are_not_in_post(settled: Cast) -> None:
    settled.people["p-new"].died_on = TODAY
    settled.people["p-new"].save()
    client = settled.client("clerk")
    assert rows(client.get(TEAM), "age")["合计"][0] == "1"
    assert rows(client.get(f"{TEAM}?on=2026-11-22"), "age")["合计"][0] == "2"


@pytest.mark.parametrize(("query", "names"), [
    ("", ["单志强", "欧阳海涛"]),
    ("whose=committee", ["单志强", "曾玉兰", "仇建军", "欧阳海涛"]),
    ("whose=deputy", []),
    ("general=general", ["单志强", "欧阳海涛"]),
    ("general=one", ["单志强"]),
    ("general=nothing", []),
    ("level=general", []),
    ("level=branch&whose=committee", ["单志强", "曾玉兰", "仇建军", "欧阳海涛"]),
    ("row=36-45", ["欧阳海涛"]),
    ("row=nonsense&table=nonsense&side=change&page=x", ["单志强", "欧阳海涛"]),
    ("table=gender&row=女&whose=committee", ["曾玉兰"]),
    ("on=2026-08-31", []),
])
def test_lists_stand_in_the_registers_order(settled: Cast, query: str, names: list[str]) -> None:
    assert listed(settled.client("clerk").get(f"{TEAM}list/?{query}")) == names


@pytest.fixture
def changed(settled: Cast) -> Cast:
    """Since 2026-10-15 the second branch has another secretary, and on 2026-11-22 a member of a committee has turned 42."""
    Post.objects.filter(person__key="p-new").update(valid_to=date(2026, 10, 15))
    give(settled, "p-old", "two", PostKind.SECRETARY, valid_from=date(2026, 10, 15), full_time=True)
    return settled


def test_two_days_side_by_side_with_the_difference(changed: Cast) -> None:
    page = changed.client("clerk").get(f"{TEAM}?with=2026-10-01")
    assert rows(page, "age") == {
        "35 岁及以下": ["0", "0", "0"], "36 至 45 岁": ["0", "1", "−1"], "46 至 55 岁": ["1", "1", "0"], "56 至 60 岁": ["0", "0", "0"],
        "61 岁及以上": ["1", "0", "+1"], "资料未知": ["0", "0", "0"], "合计": ["2", "2", "0"],
    }
    assert rows(page, "time")["专职"] == ["1", "0", "+1"]


def test_a_difference_opens_those_who_make_it(changed: Cast) -> None:
    client = changed.client("clerk")
    said = text(client.get(f"{TEAM}list/?with=2026-10-01&table=age&side=change"))
    assert "2026-11-23 与 2026-10-01 之间的变化" in said
    assert "王德福 作业二队党支部 书记 1955-05-05 出生，71 周岁 2026-11-23 在此列" in said
    assert "欧阳海涛 作业二队党支部 书记 1988-08-08 出生，38 周岁 2026-10-01 在此列" in said
    assert "单志强" not in said


@pytest.mark.parametrize("query", [
    "", "?whose=committee", "?on=2026-10-01", "?with=2026-10-01", "?whose=committee&on=2026-10-01&with=2026-11-20&general=general",
])
def test_every_number_opens_a_list_of_just_so_many(changed: Cast, query: str) -> None:
    client = changed.client("clerk")
    page = client.get(TEAM + query)
    opened = links(page)
    assert len(opened) > 18
    changes = {}
    for address, number in opened:
        answer = client.get(address)
        names = listed(answer)
        if "side=change" in address:
            said = answer.content.decode()
            on = re.search(r"on=(2026-\d\d-\d\d)", address)
            new = said.count(f">{on[1] if on else TODAY.isoformat()} 在此列<")
            changes[address] = (2 * new - len(names), int(number.replace("−", "-")))
        else:
            assert len(names) == int(number), address
    assert all(made == told for made, told in changes.values()) and bool(changes) == ("with=" in query)


def test_a_day_of_which_nothing_is_known_is_not_compared(settled: Cast) -> None:
    page = settled.client("clerk").get(f"{TEAM}?with=2020-01-01")
    assert "2020-01-01 没有任职记录：资料未知，不能比较。" in text(page)
    assert rows(page, "age")["合计"] == ["2", "100.0%"]
    past = settled.client("clerk").get(f"{TEAM}?on=2020-01-01")
    assert "2020-01-01 没有书记的任职记录：资料未知，或没有人任此职。" in text(past) and "<svg class=\"team-bars" not in past.content.decode()


def test_a_day_that_cannot_be_read_is_said(settled: Cast) -> None:
    said = text(settled.client("clerk").get(f"{TEAM}?on=gestern&with=1800-01-01"))
    assert "看不懂“gestern”" in said and "日期须在 1921-07-01 至 2199-12-31 之间。" in said


def test_an_empty_committee_is_told_what_belongs_here(settled: Cast) -> None:
    Post.objects.all().delete()
    settled.organisations["elsewhere-b"].facts.all().delete()
    page = settled.client("outsider").get("/o/elsewhere/team/")
    assert "导入党员花名册和换届台账后显示。" in text(page) and 'href="/o/elsewhere/imports/">导入花名册' in page.content.decode()
    assert "没有书记的任职记录" in text(settled.client("clerk").get(TEAM))


def test_each_picture_has_its_table_and_says_unit_and_number(changed: Cast) -> None:
    for query in ("", "?with=2026-10-01"):
        page = changed.client("clerk").get(TEAM + query).content.decode()
        assert page.count('<svg class="team-bars"') == page.count("<tfoot>") == 9
        assert page.count('role="img" aria-label="') >= 9 and "单位：人" in page and "单位：个岗位" in page
        assert "style=" not in page
        assert page.count('class="span-unknown now"') == 9


def test_the_page_below_a_general_branch_counts_what_is_below_it(settled: Cast) -> None:
    assert rows(settled.client("clerk").get("/o/general/team/?whose=committee"), "vacancy")["合计"][0] == "3"
    assert rows(settled.client("clerk").get("/o/one/team/?whose=committee"), "age")["合计"][0] == "3"


def test_the_menu_leads_here(settled: Cast) -> None:
    assert f'href="{TEAM}"' in settled.client("reader").get("/o/committee/watch/").content.decode()


def book(cast: Cast, query: str) -> list[list[object]]:
    response = cast.client("clerk").post(f"{TEAM}list.xlsx{query}")
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"] and response["Cache-Control"] == "no-store"
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows()]


def test_the_file_says_what_it_is_who_made_it_and_when(settled: Cast) -> None:
    made = book(settled, "?table=age&row=46-55")
    assert made[0][0] == "示例油田工程技术处党委 书记 年龄：46 至 55 岁，共 1 人"
    assert re.fullmatch(r"clerk 于 2026-11-23 \d\d:\d\d 导出；截至 2026-11-23，按 2026-11-23 所知的记录", str(made[1][0]))
    assert made[2][0] == configured.NOTICE
    assert made[3:] == [["姓名", "组织", "职务", "年龄"], ["单志强", "作业一队党支部", "书记", "1976-03-08 出生，50 周岁"]]


def test_the_file_says_what_is_not_known_and_makes_no_formula(changed: Cast) -> None:
    PersonFact.objects.filter(person__key="p-old").update(name="=1+1")
    assert book(changed, "?table=in_post")[4:] == [["单志强", "作业一队党支部", "书记", "资料未知"], ["=1+1", "作业二队党支部", "书记", "资料未知"]]
    assert book(changed, "?table=age&with=2026-10-01&side=change")[3][-1] == "变化"


def test_fifty_to_a_page(settled: Cast, more: Callable[[int, int], None]) -> None:
    more(1, 60)
    client = settled.client("clerk")
    first, second = client.get(f"{TEAM}list/?table=in_post"), client.get(f"{TEAM}list/?table=in_post&page=2")
    assert len(listed(first)) == 50 and len(listed(second)) == 12
    assert "1–50，共 62 个岗位；次序同花名册" in text(first) and "51–62" in text(second)
    assert len(first.content) < 60_000
    assert len(book(settled, "?table=in_post")) == 4 + 62


@pytest.mark.parametrize(("address", "most"), [
    (TEAM, 14), (f"{TEAM}?whose=committee", 14), (f"{TEAM}?with=2026-10-01", 23), (f"{TEAM}?on=2026-10-01&known=2026-10-02", 14),
    (f"{TEAM}list/?table=age", 14), (f"{TEAM}list/?table=vacancy", 14), (f"{TEAM}list.xlsx?table=in_post", 7),
])
def test_the_number_of_queries_is_the_same_with_one_more_branch_and_with_three(
    settled: Cast, more: Callable[[int, int], None], address: str, most: int
) -> None:
    client = settled.client("clerk")
    counted = []
    for first, last in ((1, 1), (2, 3)):
        more(first, last)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counted.append(len(asked))
        assert not [one for one in asked if not one["sql"].startswith("SELECT")]   # a GET writes nothing
    assert counted[0] == counted[1] <= most


def test_the_file_asks_as_often_for_one_more_branch_as_for_three(settled: Cast, more: Callable[[int, int], None]) -> None:
    book(settled, "?table=in_post")   # the first file of a committee begins its journal
    client, counted = settled.client("clerk"), []
    for first, last in ((1, 1), (2, 3)):
        more(first, last)
        with CaptureQueriesContext(connection) as asked:
            assert client.post(f"{TEAM}list.xlsx?table=in_post").status_code == 200
        counted.append(len([one for one in asked if one["sql"].startswith("SELECT")]))
    assert counted[0] == counted[1] <= 18, counted


@pytest.mark.parametrize(("login", "page", "export"), [
    ("clerk", 200, 200), ("envoy", 200, 403), ("reader", 200, 403), ("secretary", 404, 404), ("member", 404, 404), ("unit_head", 404, 404),
    ("auditor", 404, 404), ("platform_admin", 404, 404), ("outsider", 404, 404),
])
def test_who_may_see_it_and_who_may_take_it_away(settled: Cast, login: str, page: int, export: int) -> None:
    client = settled.client(login)
    assert [client.get(address).status_code for address in (TEAM, f"{TEAM}list/", f"{TEAM}list.xlsx")] == [page, page, export]
    if page == 200:
        assert ("导出 Excel" in text(client.get(f"{TEAM}list/"))) == (export == 200)


def test_another_committees_people_are_not_in_it(settled: Cast) -> None:
    give(settled, "p-outsider", "elsewhere-b", PostKind.SECRETARY)
    assert {one.person for one in team_on("committee", "committee", AsOf(TODAY, TODAY, TODAY)).posts} == {"p-secretary", "p-committee", "p-discipline", "p-new"}
    assert "外单位" not in text(settled.client("clerk").get(f"{TEAM}list/?table=vacancy"))


@pytest.mark.parametrize("words", [
    "大学本科", "大学", "大学专科", "大专", "硕士研究生", "研究生", "中专", "高中", "初中", "小学", "高职", "技校", "中央党校", "",
])
def test_schooling_is_sorted_as_in_the_members_list(cast: Cast, words: str) -> None:
    person = enrol(cast, Part("p-school", "钱一", "one", "男", "1980-01-01", education=words), 90)
    levels = [level for level in (*EDUCATION, "unknown") if Present.objects.filter(educated("education", level), person=person).exists()]
    assert [schooling(words, EDUCATION)] == (levels or ["other"])


def test_the_facts_of_a_day_are_those_of_that_day(settled: Cast) -> None:
    """Schooling that was completed in October does not change what September says."""
    fact = PersonFact.objects.get(person__key="p-secretary")
    PersonFact.objects.filter(pk=fact.pk).update(valid_to=date(2026, 10, 1))
    fact.pk, fact.valid_from, fact.education, fact.born_on = None, date(2026, 10, 1), "硕士研究生", "1976-03-08"
    fact.save()
    client = settled.client("clerk")
    assert rows(client.get(f"{TEAM}?on={date(2026, 10, 1) - timedelta(1)}"), "schooling")["研究生"][0] == "0"
    assert rows(client.get(f"{TEAM}?on=2026-10-01"), "schooling")["研究生"][0] == "1"
