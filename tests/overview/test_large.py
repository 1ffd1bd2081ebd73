"""The watch of very many organisations says what the watch of few says: the same page, made by the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cast import TODAY, Cast
from leadgoose.ground.duties import queries as duties
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.overview import queries_asof
from leadgoose.overview.large import grouped
from leadgoose.overview.queries import board
from leadgoose.overview.rules.board import group
from leadgoose.roster.queries import places

WATCH = "/o/committee/watch/"
QUESTIONS = ("", "?state=expired", "?state=unknown", "?state=probation", "?general=general", "?q=一队", "?page=2", "?tasks=2", "?page=99", "?state=remind&q=队")


def shown(text: str) -> str:
    """The page without its tokens, and without the order among tasks of one day."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", text)


def by_line(text: str) -> list[str]:
    return sorted(shown(text).splitlines())


def test_both_ways_show_the_same_page(settled: Cast, more: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    more(1, 52)
    client = settled.client("clerk")
    for query in QUESTIONS:
        with monkeypatch.context() as many_branches:
            few = client.get(WATCH + query)
            many_branches.setattr(places, "MANY", 3)
            many = client.get(WATCH + query)
        assert few.context["shown"].large is None and many.context["shown"].large is not None, query
        for name in ("sums", "others", "branches", "branch_page", "task_page", "empty"):
            assert few.context[name] == many.context[name], (query, name)
        assert [line.tag for line, _ in few.context["tasks"]] == [line.tag for line, _ in many.context["tasks"]], query
        if "tasks" not in query and len(few.context["tasks"]) < 10:
            assert by_line(few.content.decode()) == by_line(many.content.decode()), query


def test_every_obligation_is_grouped_alike(settled: Cast, more: Callable[[int, int], None]) -> None:
    more(1, 3)
    start = board("committee", "/committee/", TODAY).scene.start_on
    rows = duties.showing("committee", TODAY).order_by("pk")
    by_database = list(rows.annotate(group=grouped(TODAY, start)).values_list("group", flat=True))
    assert by_database == [group(one).value for one in duties.read(rows, TODAY, start)] and len(set(by_database)) > 3


def test_a_general_branch_of_very_many_is_cut_by_the_database_too(settled: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = settled.client("clerk")
    few = client.get("/o/general/watch/")
    monkeypatch.setattr(places, "MANY", 1)
    many = client.get("/o/general/watch/")
    assert many.context["shown"].large is not None
    assert (few.context["branches"], few.context["sums"]) == (many.context["branches"], many.context["sums"])


def test_the_export_holds_everything_written_by_a_worker_for_whoever_ordered_it(
    settled: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)
    client, at = settled.client("clerk"), "/o/committee/watch.xlsx?general=general"
    few = sheets(client.get(at).content)
    monkeypatch.setattr(places, "MANY", 1)
    assert "开始制作" in client.get(at).content.decode()
    assert client.post(at, {"order": "1"}).status_code == 302 and "等待后台处理" in client.get(at).content.decode()
    assert perform(Job.objects.get().key) == "done"
    assert "可以下载：示例油田工程技术处党委到期看板" in client.get(WATCH).content.decode()
    assert sheets(client.post(at + "&made=1").content) == few and len(few) > 8
    assert "开始制作" in settled.client("envoy").post(at + "&made=1", follow=True).content.decode(), "somebody else's file is nobody's"
    client.post(at, {"order": "1"})
    client.post(at, {"stop": "1"})
    assert "已取消，没有留下文件" in client.get(at).content.decode()


def sheets(content: bytes) -> list[list[str]]:
    """All rows of both sheets, but for the line of who made it when."""
    found = [[str(cell.value or "") for cell in row] for sheet in load_workbook(BytesIO(content)).worksheets for row in sheet.iter_rows()]
    return [row for row in found if "导出；" not in row[0]]


def test_the_number_of_queries_is_the_same_at_every_size(settled: Cast, more: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of few and of very many, of the committee and of an organisation below it, with and without filters; nothing is kept within a test."""
    client, counts = settled.client("clerk"), {}
    asked = [WATCH + one for one in ("", "?state=expired", "?general=general", "?q=新&page=2")] + ["/o/general/watch/?state=expired"]
    for first, last, many in ((1, 1, 9999), (2, 60, 1)):
        more(first, last)
        monkeypatch.setattr(places, "MANY", many)
        for address in asked:
            with CaptureQueriesContext(connection) as caught:
                assert (client.get(address).context["shown"].large is not None) is (many == 1)
            counts[last, address] = len(caught)
    assert set(counts.values()) == {11}, counts


DAYS = ("?on=2026-10-01", "?on=2026-11-22&known=2026-11-22")


def test_another_day_is_counted_by_a_worker_and_says_what_is_read_at_once(
    settled: Cast, more: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    more(1, 5)
    monkeypatch.setattr(settings, "VAR", tmp_path)
    monkeypatch.setattr(queries_asof, "AT_ONCE", 3)
    client = settled.client("clerk")
    for query in DAYS:
        few, file = client.get(WATCH + query), sheets(client.get("/o/committee/watch.xlsx" + query).content)
        with monkeypatch.context() as many:
            many.setattr(places, "MANY", 6)
            assert "开始统计" in client.get(WATCH + query).content.decode()
            assert client.post(WATCH + query).status_code == 302 and "等待后台处理" in client.get(WATCH + query).content.decode()
            assert perform(Job.objects.get(state="waiting").key) == "done"
            page = settled.client("reader").get(WATCH + query)
            for name in ("sums", "others"):
                assert page.context[name] == few.context[name], (query, name)
            counted, shown = page.context["counted"], few.context["shown"]
            assert (counted.whole.branches, counted.members, counted.unclear) == (shown.branch_count, shown.member_count, shown.scene.unclear)
            client.post("/o/committee/watch.xlsx" + query, {"order": "1"})
            assert perform(Job.objects.get(state="waiting").key) == "done"
            assert sheets(client.post(f"/o/committee/watch.xlsx{query}&made=1").content) == file


@pytest.mark.once
def test_each_number_of_another_day_leads_to_the_organisation_below(
    settled: Cast, more: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    more(1, 5)
    monkeypatch.setattr(settings, "VAR", tmp_path)
    monkeypatch.setattr(places, "MANY", 6)
    client, at = settled.client("clerk"), WATCH + DAYS[0]
    client.post(at)
    perform(Job.objects.get().key)
    assert "已统计：示例油田工程技术处党委到期看板 2026-10-01" in client.get(WATCH).content.decode()
    text = client.get(at + "&state=expired").content.decode()
    found = re.findall(r'<a href="([^"]+)">(\d+)</a>', text.split('id="parts"')[1])
    expired = [(unescape(to), int(n)) for to, n in found if "state=expired" in to]
    assert expired and sum(n for _to, n in expired) == client.get(at).context["counted"].whole.sums["expired"]
    for to, n in expired:
        assert "on=2026-10-01" in to and client.get(to).context["task_page"].total == n
    client.post(at + "&anew=1")
    client.post(at + "&anew=1", {"stop": "1"})
    assert Job.objects.latest("pk").state == "stopped" and client.get(at).context["counted"].at is not None


@pytest.mark.once
def test_what_would_put_tens_of_thousands_together_is_refused_with_a_sentence_and_a_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MANY", 1)
    client = cast.client("clerk")
    for page in ("calendar.ics", "watch.pdf", "watch.pdf?on=2026-06-01", "elections/plan/"):
        answer = client.get(f"/o/committee/{page}")
        text = answer.content.decode()
        assert answer.status_code == 422 and "请在下级党委打开同一页" in text and 'href="/o/committee/tree/"' in text, page
