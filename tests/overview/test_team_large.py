"""书记队伍 of very many organisations: counted by a worker, the same numbers as read at once, and every number opens what it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import TODAY, Cast
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview.queries_team import team_on
from leadgoose.overview.web import team_large
from leadgoose.roster.queries import places
from leadgoose.roster.queries.asof import tree, tree_around

TEAM, COMPANY = "/o/committee/team/", "/o/general/"
QUESTIONS = (
    "", "?whose=committee", "?whose=deputy", "?whose=committee&level=branch", "?level=general", "?on=2026-10-15", "?on=2026-10-15&known=2026-11-20",
    "?with=2026-10-01",
)
LATER = date(2026, 11, 22)


@pytest.fixture
def many(settled: Cast, more: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[int], None]:
    """How many organisations are too many; so few that the cast's are."""
    more(1, 5)
    monkeypatch.setattr(settings, "VAR", tmp_path)
    monkeypatch.setattr("leadgoose.overview.counting.AT_ONCE", 3)
    return lambda most: monkeypatch.setattr(places, "MANY", most)


def body(text: str) -> str:
    """What the page says of the team; without the choice of a general branch and when it was counted, which only one of the two has."""
    start = re.search(r'<ul class="sums"|<div class="empty">', text)
    assert start, text
    main = text[start.start() : text.index("</main>")]
    return re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]*"', "", main)


def test_it_is_ordered_counted_and_says_what_is_read_at_once(settled: Cast, many: Callable[[int], None]) -> None:
    client, reader = settled.client("clerk"), settled.client("reader")
    for query in QUESTIONS:
        many(2000)
        few = client.get(TEAM + query).content.decode()
        many(3)
        if "开始统计" in client.get(TEAM + query).content.decode():
            assert client.post(TEAM + query).status_code == 302
            assert "等待后台处理" in client.get(TEAM + query).content.decode()
            assert perform(Job.objects.get(state="waiting").key) == "done"
        assert body(client.get(TEAM + query).content.decode()) == body(few), query
    assert body(reader.get(TEAM).content.decode()), "whoever may see the page may see what somebody else had counted"
    assert Job.objects.count() == 4, "posts of every kind and level of a day are counted at once"


@pytest.mark.once
def test_every_number_opens_the_organisations_below_and_each_of_them_its_list(settled: Cast, many: Callable[[int], None]) -> None:
    client = settled.client("clerk")
    many(5)
    query = "?whose=committee&with=2026-10-01"
    client.post(TEAM + query)
    perform(Job.objects.get(state="waiting").key)
    page = client.get(TEAM + query).content.decode()
    numbers = [(unescape(to), int(n)) for to, n in re.findall(r'<td class="num"><a href="([^"]+)">(\d+)</a>', page) if "side=" not in to]
    assert len(numbers) > 10
    for address, number in numbers[::4]:
        below = client.get(address).content.decode()
        rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td class="num">(?:<a href="([^"]+)">)?(\d+)', below)
        assert sum(int(n) for _name, _to, n in rows) == number, address
        for _name, to, n in rows[:2]:
            if to:
                assert f"共 {n} " in client.get(unescape(to)).content.decode(), to


def test_a_count_is_stopped_by_whoever_began_it_and_done_anew(settled: Cast, many: Callable[[int], None]) -> None:
    client = settled.client("clerk")
    many(3)
    client.post(TEAM)
    settled.client("reader").post(TEAM, {"stop": "1"})
    assert Job.objects.get().state == "waiting" and "取消" not in settled.client("reader").get(TEAM).content.decode()
    client.post(TEAM, {"stop": "1"})
    assert Job.objects.get().state == "stopped" and "已取消" in client.get(TEAM).content.decode()
    client.post(TEAM)
    perform(Job.objects.get(state="waiting").key)
    assert "重新统计" in client.get(TEAM).content.decode()
    again = client.post(TEAM)
    assert again.headers["Location"] == TEAM + "?anew=1" and "等待后台处理" in client.get(again.headers["Location"]).content.decode()
    perform(Job.objects.get(state="waiting").key)
    assert client.get(again.headers["Location"]).headers["Location"] == TEAM
    assert [one.going for one in team_large.of_counts(list(Job.objects.all())).values()] == [False] * 3
    assert settled.client("outsider").post(TEAM).status_code == 404 and settled.client("secretary").post(TEAM).status_code == 404


def test_a_part_of_a_large_committee_is_read_without_the_rest(settled: Cast, many: Callable[[int], None]) -> None:
    for key in ("general", "one", "office", "nowhere"):
        for on, known in ((TODAY, None), (date(2026, 10, 1), None), (date(1990, 1, 1), None)):
            whole, part = tree("committee", on, known), tree_around("committee", key, on, known)
            assert part.below(key) == whole.below(key) and list(part.places) == [pk for pk in whole.places if pk in part.places]
            for pk in part.below(key):
                assert part.path(part.places[pk]) == whole.path(whole.places[pk])
    few = team_on("committee", "general", AsOf(TODAY, TODAY, TODAY))
    many(4)
    assert team_on("committee", "general", AsOf(TODAY, TODAY, TODAY)) == few
    with pytest.raises(places.TooMany):
        team_on("committee", "committee", AsOf(TODAY, LATER, TODAY))


@pytest.mark.once
def test_a_company_asks_as_often_in_a_small_committee_as_in_a_very_large_one(
    settled: Cast, more: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = settled.client("clerk")
    counts: dict[str, list[int]] = {one: [] for one in (f"{COMPANY}team/", f"{COMPANY}team/?with=2026-10-01", f"{COMPANY}watch/?on=2026-10-01")}
    for first, last, most in ((1, 1, 2000), (2, 3, 2000), (4, 60, 6)):
        more(first, last)
        monkeypatch.setattr(places, "MANY", most)
        for address, counted in counts.items():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counted.append(len(asked))
    assert [set(one) for one in counts.values()] == [{15}, {27}, {19}], counts
