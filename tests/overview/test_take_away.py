"""What is taken from the watch: Excel, the A4 table, the calendar."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cast import NOW, TODAY, Cast
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.press import icalendar
from leadgoose.roster import consequences
from leadgoose.roster.models import OrganisationFact

db = pytest.mark.django_db


def book(cast: Cast, query: str = "") -> openpyxl.Workbook:
    response = cast.client("clerk").get(f"/o/committee/watch.xlsx{query}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    return openpyxl.load_workbook(io.BytesIO(response.content))


@db
def test_the_workbook_has_every_task_and_branch_and_says_who_made_it(settled: Cast) -> None:
    made = book(settled)
    assert made.sheetnames == ["该办的事", "各党支部"]
    first = [[cell.value for cell in row] for row in made["该办的事"].iter_rows()]
    assert first[0][0] == "到期看板：示例油田工程技术处党委"
    assert re.fullmatch(r"clerk 于 2026-11-23 \d\d:\d\d 导出；截至 2026-11-23，按 2026-11-23 所知的记录", first[1][0])
    assert first[2][0] == configured.NOTICE
    assert first[3] == ["状态", "组织", "事项", "说明", "谁来办"]
    assert first[4][:3] == ["逾期 83 天", "作业一队党支部", "届满未换届"]
    assert len(first) == 4 + 9
    second = [[cell.value for cell in row] for row in made["各党支部"].iter_rows()]
    assert second[5] == ["作业一队党支部", "单志强", 4, 1, 4, "2023-09-01", "2026-09-01", "届满 83 天", second[5][8]]
    assert second[7][:7] == ["机关党支部", "资料未知", 2, 0, 2, "未知", "未知"]


@db
def test_the_workbook_bears_the_committee_s_own_notice_or_the_installation_s_in_the_reader_s_language(settled: Cast) -> None:
    def above(language: str) -> list[str]:
        response = settled.client("clerk").get("/o/committee/watch.xlsx", headers={"Accept-Language": language})
        return [row[0].value for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(max_row=3)]

    assert above("en")[::2] == ["Watch of 示例油田工程技术处党委", "This system is not classified; handling state secrets here is strictly forbidden"]
    assert above("zh-hant")[2] == "本系統為非涉密系統，嚴禁處理國家秘密"
    set_committee("committee", {"notice": "内部资料，不得外传"}, "党委决定", by=settled.actor("clerk"), at=NOW)
    assert above("en")[2] == "内部资料，不得外传"


@db
def test_a_sheet_prints_on_a4_with_its_heads_on_every_page(settled: Cast) -> None:
    for sheet in book(settled).worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (9, "landscape", 0)
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "A5")


@db
def test_the_workbook_keeps_the_filters_and_takes_all_pages(settled: Cast, more) -> None:
    more(1, 60)
    assert book(settled, "?general=general")["各党支部"].max_row == 4 + 3
    assert book(settled)["各党支部"].max_row == 4 + 64


@db
def test_a_name_that_looks_like_a_formula_stays_text(settled: Cast) -> None:
    OrganisationFact.objects.filter(organisation__key="office").update(name="=1+1")
    consequences.recompute("committee", TODAY, NOW)
    cells = [cell for row in book(settled)["各党支部"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


@db
def test_nobody_s_number_or_phone_is_in_what_is_taken(settled: Cast) -> None:
    seen = "".join(str(cell.value) for sheet in book(settled) for row in sheet.iter_rows() for cell in row)
    assert not [one for one in (*settled.id_numbers.values(), "1990001") if one in seen]


@db
def test_the_table_on_a4_is_a_pdf_with_every_branch(settled: Cast) -> None:
    if not list(configured.FONTS.glob("**/*.?t?")):
        assert settled.client("clerk").get("/o/committee/watch.pdf").status_code == 503   # told, not broken
        pytest.skip("no fonts here: run make setup")
    import pdfplumber

    set_committee("committee", {"notice": "内部资料，注意保管"}, "党委会", by=settled.actor("clerk"), at=NOW)
    last = Entry.objects.latest("number")
    response = settled.client("clerk").get("/o/committee/watch.pdf")
    with pdfplumber.open(io.BytesIO(response.content)) as paper:
        words = "".join(page.extract_text() for page in paper.pages)
        assert round(paper.pages[0].width) == 842
    for name in ("作业大队党总支", "作业一队党支部", "作业二队党支部", "机关党支部", "示例油田工程技术处党委"):
        assert name in words.replace("\n", "")
    assert "内部资料，注意保管" in words, "the committee's own notice"
    assert f"凭据 {last.number}-{last.hash[:16]}" in words, "whoever keeps the table can prove that nothing before it was cut off the journal"


def events(response) -> list[dict[str, str]]:
    """The calendar unfolded and parsed by hand, as RFC 5545 section 3.1 says."""
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    lines = response.content.decode().replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, value = line.split(":", 1)
            found[-1].setdefault(name, value)
    return found


@db
def test_the_calendar_has_the_days_to_come_and_the_same_uids_each_time(settled: Cast) -> None:
    client = settled.client("clerk")
    found = events(client.get("/o/committee/calendar.ics"))
    assert [(one["DTSTART;VALUE=DATE"], one["SUMMARY"]) for one in found] == [
        ("20261201", "作业一队党支部有预备党员预备期满"),
        ("20270510", "作业二队党支部届满"),
        ("20270715", "作业大队党总支应发换届提醒"),
        ("20280115", "作业大队党总支届满"),
        ("20280915", "示例油田工程技术处党委应发换届提醒"),
        ("20290315", "示例油田工程技术处党委届满"),
    ]
    assert found[0]["DTEND;VALUE=DATE"] == "20261202"
    again = events(client.get("/o/committee/calendar.ics"))
    assert [one["UID"] for one in again] == [one["UID"] for one in found] and len({one["UID"] for one in found}) == 6


@db
def test_no_person_is_named_in_the_calendar(settled: Cast) -> None:
    assert "解文静" not in settled.client("clerk").get("/o/committee/calendar.ics").content.decode().replace("\r\n ", "")


@db
@pytest.mark.parametrize(("login", "address", "status"), [
    ("secretary", "/o/one/calendar.ics", 200), ("committee_member", "/o/one/calendar.ics", 200), ("secretary", "/o/two/calendar.ics", 404),
    ("member", "/o/one/calendar.ics", 403), ("outsider", "/o/committee/calendar.ics", 404), ("unit_head", "/o/one/calendar.ics", 403),
])
def test_who_may_take_a_branch_s_calendar(settled: Cast, login: str, address: str, status: int) -> None:
    assert settled.client(login).get(address).status_code == status


@db
def test_a_secretary_s_calendar_has_only_the_own_branch(settled: Cast) -> None:
    found = events(settled.client("secretary").get("/o/one/calendar.ics"))
    assert [one["SUMMARY"] for one in found] == ["作业一队党支部有预备党员预备期满"]


@db
@pytest.mark.parametrize("address", ["watch.xlsx", "calendar.ics"])
def test_taking_away_asks_as_often_for_one_branch_as_for_many(settled: Cast, more, address: str) -> None:
    client, counted = settled.client("clerk"), []
    for first, last in ((1, 1), (2, 12)):
        more(first, last)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/o/committee/{address}")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 12


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=120))
def test_any_text_survives_folding_and_no_line_is_longer_than_75_octets(text: str) -> None:
    made = icalendar.written("日历", [icalendar.Event("u", date(2026, 11, 23), text)], at=datetime(2026, 11, 23, tzinfo=UTC))
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    [line] = [one for one in made.decode().replace("\r\n ", "").split("\r\n") if one.startswith("SUMMARY:")]
    unescaped = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], line.removeprefix("SUMMARY:"), flags=re.S)
    assert unescaped == text.replace("\r\n", "\n").replace("\r", "\n")
