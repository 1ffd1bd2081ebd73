"""The journal as a page, and handing it out."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.journal.words import facts_in_words, keys_in
from verifying import verify_journal


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def numbers(response: Any) -> list[int]:
    return [int(one) for one in re.findall(r'<td class="num" data-label="序号">(\d+)</td>', response.content.decode())]


@pytest.fixture
def written(cast: Cast) -> Cast:
    """Entry 1 by the clerk on one, 2 by the envoy on two, 3 by the clerk on the committee a day later, 4 foreign, 5 the platform's."""
    for login, top, org, act, at, facts in (
        ("clerk", "committee", "one", "OfficerSettled", NOW, {"seat": "secretary", "kept": ["p-secretary"]}),
        ("envoy", "committee", "two", "GridFilled", NOW, {"organisations": 3}),
        ("clerk", "committee", "committee", "RegisterTaken", NOW + timedelta(days=1), {"joined": 12, "file": "ab" * 32}),
        ("outsider", "elsewhere", "elsewhere", "RegisterTaken", NOW, {}),
        ("platform_admin", PLATFORM, "", "CommitteeCreated", NOW, {}),
    ):
        personal = {"p-secretary": {"name": "单志强"}} if act == "OfficerSettled" else {}
        record(Act(act, TODAY, top, org_key=org, facts=facts, personal=personal, typed=2, filled=7, role="clerk"), by=cast.actor(login), at=at)
    return cast


def test_the_page_says_what_was_done_in_words_newest_first(written: Cast) -> None:
    response = written.client("clerk").get("/o/committee/journal/")
    page = text(response)
    assert numbers(response) == [3, 2, 1]
    for part in ("选定任职人员", "作业一队党支部", "职务 党支部书记", "涉及 1 人", "花名册入库", "新增 12", "文件散列 abababababababab…", "2 / 7", "组织员"):
        assert part in page, part
    entry = Entry.objects.get(chain="committee", number=3)
    assert f"3-{entry.hash[:16]}" in page and entry.hash[:17] not in page
    assert "单志强" not in page and "外单位" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [3, 2, 1]), ({"act": "GridFilled"}, [2]), ({"by": " Clerk"}, [3, 1]), ({"org": "two"}, [2]), ({"org": "elsewhere"}, []),
        ({"since": "2026-11-24"}, [3]), ({"until": "2026-11-23"}, [2, 1]),
        ({"since": "2026-11-23", "until": "2026-11-24", "by": "clerk", "act": "RegisterTaken"}, [3]),
        ({"until": "9999-12-31"}, [3, 2, 1]), ({"page": "99"}, [3, 2, 1]),
    ],
)
def test_filters(written: Cast, asked: dict[str, str], found: list[int]) -> None:
    assert numbers(written.client("clerk").get("/o/committee/journal/", asked)) == found


def test_a_day_that_cannot_be_read_is_said(written: Cast) -> None:
    response = written.client("clerk").get("/o/committee/journal/", {"since": "昨天"})
    assert "看不懂的日期没有用来筛选" in text(response) and numbers(response) == [3, 2, 1]


def test_a_days_acts_are_those_of_the_day_in_shanghai(cast: Cast) -> None:
    for hour in (15, 16):          # 23:00 and midnight in Shanghai
        record(Act("GridFilled", TODAY, "committee"), by=cast.actor("clerk"), at=datetime(2026, 11, 23, hour, tzinfo=UTC))
    assert numbers(cast.client("clerk").get("/o/committee/journal/", {"until": "2026-11-23"})) == [1]
    assert numbers(cast.client("clerk").get("/o/committee/journal/", {"since": "2026-11-24"})) == [2]


def test_of_an_organisation_one_sees_what_concerns_it_and_what_is_below(written: Cast) -> None:
    client = written.client("clerk")
    assert numbers(client.get("/o/general/journal/")) == [2, 1]
    assert numbers(client.get("/o/one/journal/")) == [1]
    assert numbers(client.get("/o/one/journal/", {"org": "two"})) == []
    assert numbers(written.client("auditor").get(f"/o/{PLATFORM}/journal/")) == [1]


def test_only_the_auditor_has_the_button_and_the_file_verifies(written: Cast) -> None:
    assert "导出记事链" not in re.sub(r"<select.*?</select>", "", text(written.client("clerk").get("/o/committee/journal/")))
    client = written.client("auditor")
    assert 'action="/o/committee/journal/export/"' in text(client.get("/o/committee/journal/"))
    assert 'action="/o/committee/journal/export/"' not in text(client.get("/o/one/journal/"))
    response = client.post("/o/committee/journal/export/")
    raw = b"".join(response.streaming_content)
    assert response.headers["Content-Disposition"] == 'attachment; filename="journal-committee-2026-11-23.jsonl"'
    header, count, findings = verify_journal.verify(raw)
    assert (header["exported_by"], count, findings) == ("auditor", 4, [])
    assert "单志强" not in raw.decode() and json.loads(raw.splitlines()[-1])["act"] == "JournalExported"


def test_the_page_takes_the_same_queries_at_every_length_fifty_rows_and_sixty_kilobytes(cast: Cast) -> None:
    counts = []
    for more in (1, 3, 60):
        for _ in range(more):
            record(Act("RoleGranted", TODAY, "committee", org_key="one", person_key="p-1", facts={"login": "a", "role": "secretary", "key": "one"}),
                   by=cast.actor("clerk"), at=NOW)
        client = cast.client("clerk")
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/o/committee/journal/")
        counts.append(len(queries))
        assert len(response.content) <= 60 * 1024
    assert counts[0] == counts[1] == counts[2] <= 10
    assert len(numbers(response)) == 50
    assert numbers(cast.client("clerk").get("/o/committee/journal/?page=2")) == list(range(14, 0, -1))


def test_facts_in_words() -> None:
    with translation.override("zh-hans"):
        facts = {"login": "auditor", "role": "auditor", "key": "one", "set": {"count": 3, "rule": None}, 
            "kept": [], "x": True, "names": ["a"] * 12, "left": "", "moved": {"two": ["one", None]}}
        assert facts_in_words(facts, {"one": "作业一队党支部"}) == [
            ("登录名", "auditor"), ("角色", "审计员"), ("范围", "作业一队党支部"), ("设为", "count 3；规定 无"), ("x", "是"), ("设置项", "12 项"),
            ("调动", "two 作业一队党支部、无"),
        ]
    assert list(keys_in({"a": ["one", "x" * 17, ""], "b": {"c": "two"}, "d": 3, "e": ["one"] * 9})) == ["a", "one", "b", "c", "two", "d", "e"]


@pytest.fixture
def decided(cast: Cast) -> Cast:
    """Entry 1 a sanction in branch two, 2 a move there, 3 the reversal of the sanction, 4 that of the move."""
    acts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("SanctionRecorded", {"deed": "a"}), ("MemberMoved", {"deed": "b"}), ("ActReversed", {"deed": "a", "entry": 1}),
        ("ActReversed", {"deed": "b", "entry": 2}),
    )
    for act, facts in acts:
        record(Act(act, TODAY, "committee", org_key="two", person_key="p-two", facts=facts, typed=1, role="clerk"), by=cast.actor("clerk"), at=NOW)
    return cast


@pytest.mark.parametrize(("login", "found"), [("clerk", [4, 3, 2, 1]), ("auditor", [4, 3, 2, 1]), ("envoy", [4, 2])])
@pytest.mark.parametrize("query", ["", "?org=two", "?by=clerk"])
def test_decisions_against_rights_are_listed_for_those_only_who_may_see_them(decided: Cast, login: str, found: list[int], query: str) -> None:
    response = decided.client(login).get(f"/o/committee/journal/{query}")
    assert numbers(response) == found
    assert ("登记留党察看处分" in text(response)) == (login != "envoy")
    assert ("有关党员权利的决定不在此列" in text(response)) == (login == "envoy")


def test_asking_for_them_by_name_finds_none(decided: Cast) -> None:
    assert numbers(decided.client("envoy").get("/o/committee/journal/?act=SanctionRecorded")) == []


def test_what_has_many_parts_however_deep_is_told_by_its_number() -> None:
    told = {"moved": {f"branch{number}": {"p-1": "secretary", "p-2": "discipline"} for number in range(5)}}
    assert [words for _what, words in facts_in_words(told, {})] == ["5 项"]
    assert list(keys_in(told)) == ["moved"]


def test_settings_are_called_by_their_labels() -> None:
    told = facts_in_words({"names": ["contact", "start_on"], "set": {"start_on": "2026-08-18"}}, {})
    assert [words for _what, words in told] == ["联系人、启用日期", "启用日期 2026-08-18"]
