"""到期看板: what it says of the cast's committee, its filters and pages, another day, an empty committee, and who may see it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, TODAY, Cast
from leadgoose.ground.bylaws.models import CommitteeSetting
from leadgoose.roster import consequences
from leadgoose.roster.kinds import CameBy, PostKind
from leadgoose.roster.models import Organisation, Post

pytestmark = pytest.mark.django_db
WATCH = "/o/committee/watch/"


def text(response) -> str:
    """The page's words, tags stripped, in one line."""
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def sums(response) -> dict[str, int]:
    found = re.findall(r"<strong>(\d+)</strong><span>([^<]+)</span>", response.content.decode())
    return {label: int(count) for count, label in found}


def tasks(response) -> list[tuple[str, str]]:
    """(tag, organisation and what) of each line that is to be done."""
    body = response.content.decode().split('id="tasks"')[1].split('id="branches"')[0]
    found = re.findall(r'<span class="tag tag-\w+">([^<]+)</span><div><p class="what"><b>([^<]+)</b> ([^<]+)</p>', body)
    return [(tag, f"{name}：{what}") for tag, name, what in found]


def row_of(response, name: str) -> str:
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", response.content.decode(), re.S)
    [row] = [one for one in rows if f">{name}</a>" in one]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()


def test_the_sums_count_what_is_due(settled: Cast) -> None:
    assert sums(settled.client("clerk").get(WATCH)) == {
        "届满未换届": 1, "应发提醒": 1, "六个月内届满": 1, "书记空缺": 1, "预备期将满": 1, "资料未知": 1,
    }


def test_what_is_to_be_done_stands_soonest_first_with_the_days_exact(settled: Cast) -> None:
    assert tasks(settled.client("clerk").get(WATCH)) == [
        ("逾期 83 天", "作业一队党支部：届满未换届"),
        ("逾期 13 天", "作业二队党支部：应发换届提醒"),
        ("空缺", "作业大队党总支：书记空缺"),
        ("不足 3 人", "机关党支部：正式党员不足 3 人"),
        ("还有 8 天", "作业一队党支部：预备党员解文静预备期满"),
        ("还有 168 天", "作业二队党支部：六个月内届满"),
        ("缺 2 人", "作业一队党支部：委员缺额"),
        ("资料未知", "机关党支部：书记资料未知"),
        ("资料未知", "机关党支部：本届选举日期未知"),
    ]


def test_each_line_says_the_numbers_the_rule_and_who_acts(settled: Cast) -> None:
    page = settled.client("clerk").get(WATCH)
    said = text(page)
    assert "2023-09-01 选举，任期三年，2026-09-01 届满；未见上级党组织批准延期。最迟延至 2027-09-01。" in said
    assert "2027-05-10 届满，一般应提前 6 个月，于 2026-11-10 发函提醒。" in said
    assert "2025-12-01 接收，2026-12-01 满一年；转正后有选举权者由 4 人变为 5 人。" in said
    assert "由上级党组织办" in said
    assert 'href="/rules/elec-term-on-time/"' in page.content.decode()


def test_the_reminder_is_a_button_that_leads_to_the_letter(settled: Cast) -> None:
    assert 'href="/o/two/reminder/">打印提醒函' in settled.client("clerk").get(WATCH).content.decode()


def test_every_branch_has_a_line_and_what_is_unknown_says_so(settled: Cast) -> None:
    page = settled.client("clerk").get(WATCH)
    assert row_of(page, "作业一队党支部") == "作业一队党支部 作业大队党总支 单志强 副队长 4 / 1 4 2026-09-01 届满 83 天 另 2 项"
    assert row_of(page, "机关党支部") == "机关党支部 资料未知 2 / 0 2 选举日期未知 — 不足 3 人 另 1 项"
    assert row_of(page, "作业大队党总支") == "作业大队党总支 空缺 7 / 1 7 2028-01-15 待补选"
    assert "外单位" not in text(page)


@pytest.mark.parametrize("day", ["", "?on=2026-11-22"])
def test_a_secretary_who_is_elected_and_not_approved_yet_is_marked(settled: Cast, day: str) -> None:
    assert "待批复" not in row_of(settled.client("clerk").get(WATCH + day), "作业一队党支部")
    Post.objects.filter(person__key="p-secretary", kind="secretary").update(awaiting_approval=True)
    assert "单志强 副队长 待批复" in row_of(settled.client("clerk").get(WATCH + day), "作业一队党支部")


@pytest.mark.parametrize(("query", "left"), [
    ("state=expired", ["作业一队党支部"]),
    ("state=six", ["作业二队党支部"]),
    ("state=unknown", ["机关党支部"]),
    ("general=general", ["作业大队党总支", "作业一队党支部", "作业二队党支部"]),
    ("general=general&state=probation", ["作业一队党支部"]),
    ("q=二队", ["作业二队党支部"]),
    ("q=nothing", []),
    ("state=nonsense&page=abc&tasks=-3", ["作业大队党总支", "作业一队党支部", "作业二队党支部", "机关党支部"]),
])
def test_filters_leave_the_branches_that_match(settled: Cast, query: str, left: list[str]) -> None:
    page = settled.client("clerk").get(f"{WATCH}?{query}")
    assert re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', page.content.decode()) == left
    assert sums(page)["届满未换届"] == 1                      # the sums stay those of the whole committee


def test_before_the_start_a_reminder_is_unknown_and_the_states_are_shown_as_they_are(settled: Cast) -> None:
    CommitteeSetting.objects.create(top_key="committee", name="start_on", value="2026-11-11", valid_from=TODAY, recorded_at=NOW, recorded_by="clerk")
    page = settled.client("clerk").get(WATCH)
    assert sums(page)["应发提醒"] == 0
    assert sums(page)["资料未知"] == 2
    assert ("资料未知", "作业二队党支部：应发换届提醒") in tasks(page)
    assert "该日早于本委启用日期，是否已办不详。" in text(page)
    assert ("逾期 83 天", "作业一队党支部：届满未换届") in tasks(page)


def test_as_of_a_day_to_come_the_facts_of_that_day_speak_and_nothing_can_be_done(settled: Cast) -> None:
    page = settled.client("clerk").get(f"{WATCH}?on=2027-09-02")
    assert ("逾期 366 天", "作业一队党支部：届满超过一年") in tasks(page)
    assert ("逾期 115 天", "作业二队党支部：届满未换届") in tasks(page)
    assert "打印提醒函" not in page.content.decode()
    assert "只供查看" in text(page)


def test_as_of_yesterday_it_agrees_with_today_but_for_a_day(settled: Cast) -> None:
    page = settled.client("clerk").get(f"{WATCH}?on=2026-11-22")
    assert tasks(page)[:2] == [("逾期 82 天", "作业一队党支部：届满未换届"), ("逾期 12 天", "作业二队党支部：应发换届提醒")]
    assert sums(page) == sums(settled.client("clerk").get(WATCH))


def test_as_of_a_day_before_the_register_members_are_unknown(settled: Cast) -> None:
    page = settled.client("clerk").get(f"{WATCH}?on=2026-08-31")
    assert row_of(page, "机关党支部").split()[:3] == ["机关党支部", "资料未知", "未知"]


def test_as_of_a_day_before_everything_the_page_says_that_nothing_is_known(settled: Cast) -> None:
    assert "1950-01-01 没有党支部的记录：资料未知。" in text(settled.client("clerk").get(f"{WATCH}?on=1950-01-01"))


@pytest.mark.parametrize("typed", ["yesterday", "2026-02-30", "0001-01-01", "20261123x"])
def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(settled: Cast, typed: str) -> None:
    page = settled.client("clerk").get(WATCH, {"on": typed})
    assert 'role="alert"' in page.content.decode()
    assert sums(page)["届满未换届"] == 1


def test_an_empty_committee_is_told_to_bring_in_the_register(settled: Cast) -> None:
    Organisation.objects.filter(key="elsewhere-b").update(ended_on=TODAY)
    assert "先导入党员花名册，再导入换届台账" in text(settled.client("outsider").get("/o/elsewhere/watch/"))


def test_two_secretaries_on_record_are_shown_as_unknown_not_as_one_of_them(settled: Cast) -> None:
    Post.objects.create(
        organisation=settled.organisations["one"], person=settled.people["p-committee"], kind=PostKind.SECRETARY, came_by=CameBy.UNKNOWN,
        valid_from=date(2026, 9, 1), recorded_at=NOW, source="register",
    )
    consequences.settle("committee", organisations={settled.organisations["one"].pk}, people=(), on=TODAY, at=NOW, act="Test")
    page = settled.client("clerk").get(WATCH)
    assert "两处记录不一致" in row_of(page, "作业一队党支部")
    assert ("资料未知", "作业一队党支部：书记资料不一致") in tasks(page)


@pytest.mark.parametrize(("query", "most"), [("", 12), ("?state=expired", 12), ("?on=2026-12-24", 18), ("?on=2026-11-22&known=2026-11-22", 19)])
def test_the_number_of_queries_is_the_same_with_one_more_branch_and_with_sixty(settled: Cast, more, query: str, most: int) -> None:
    client = settled.client("clerk")
    counted = []
    for first, last in ((1, 1), (2, 60)):
        more(first, last)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(WATCH + query)
        counted.append(len(asked))
        assert len(page.content) < 60_000
        assert not [one for one in asked if not one["sql"].startswith("SELECT")]   # a GET writes nothing
    assert counted[0] == counted[1] <= most


def test_pages_of_fifty_branches_and_ten_things_without_javascript(settled: Cast, more) -> None:
    more(1, 60)
    client = settled.client("clerk")
    first, second = client.get(WATCH), client.get(f"{WATCH}?page=2")
    assert "1–50，共 64" in text(first) and "51–64，共 64" in text(second)
    assert len(tasks(first)) == 10 and tasks(client.get(f"{WATCH}?tasks=2"))[0] != tasks(first)[0]
    assert text(client.get(f"{WATCH}?page=99")).count("51–64") == text(second).count("51–64")


@pytest.mark.parametrize(("login", "status"), [
    ("clerk", 200), ("envoy", 200), ("reader", 200), ("secretary", 404), ("committee_member", 404), ("member", 404), ("unit_head", 404),
    ("auditor", 404), ("platform_admin", 404), ("security_officer", 404), ("outsider", 404),
])
def test_who_may_see_the_watch_of_the_committee(settled: Cast, login: str, status: int) -> None:
    for address in (WATCH, "/o/committee/watch.xlsx"):
        assert settled.client(login).get(address).status_code == status


def test_a_secretary_is_refused_the_watch_of_the_own_branch_and_told_so(settled: Cast) -> None:
    assert settled.client("secretary").get("/o/one/watch/").status_code == 403


def test_the_watch_of_a_general_branch_shows_what_is_below_it(settled: Cast) -> None:
    page = settled.client("clerk").get("/o/general/watch/")
    assert re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', page.content.decode()) == ["作业大队党总支", "作业一队党支部", "作业二队党支部"]
    assert "机关党支部" not in text(page)
