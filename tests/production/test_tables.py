"""Filling the tables of production: by the act, on the page, and what the planner reads of them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from cast import NOW, Cast
from leadgoose.ground.journal.models import Entry
from leadgoose.production.actions import Refused, fill_table
from leadgoose.production.models import Absence, Crew, SpecialDay
from leadgoose.production.queries import away, spare, special_days
from leadgoose.roster.models import ProductionUnit

D = date
WHERE = "/o/committee/production/"
ABSENCES = "姓名\t党支部\t起\t止\t类型\n单志强\t\t2027-03-01\t2027-03-14\t轮休\n曾玉兰\t作业一队党支部\t2027-05-06\t2027-05-08\t休假\n"


def fill(cast: Cast, table: str, text: str, year: int = 2027):   # type: ignore[no-untyped-def]
    return fill_table(cast.organisations["committee"], table, text, year, by=cast.actor("clerk"), at=NOW)


def test_a_table_is_filled_whole_and_what_it_no_longer_holds_is_withdrawn(cast: Cast) -> None:
    receipt, seen = fill(cast, "absences", ABSENCES)
    assert receipt is not None and (len(seen.new), len(seen.gone), seen.same) == (2, 0, 0)
    entry = Entry.objects.get()
    assert (entry.act, entry.facts) == ("TableFilled", {"table": "absences", "year": 2027, "recorded": 2, "withdrawn": 0, "kept": 0})
    fill(cast, "absences", ABSENCES.replace("2027-05-06\t2027-05-08\t休假", "2027-05-07\t2027-05-08\t休假"))
    known = Absence.objects.order_by("pk").values_list("first", "retracted_at")
    assert [(first, at is None) for first, at in known] == [(D(2027, 3, 1), True), (D(2027, 5, 6), False), (D(2027, 5, 7), True)]
    assert fill(cast, "absences", ABSENCES.replace("2027-05-06", "2027-05-07"))[0] is None
    assert Entry.objects.count() == 2


def test_what_the_planner_reads(cast: Cast) -> None:
    unit, person = ProductionUnit.objects.get(key="unit"), cast.people["p-secretary"]
    fill(cast, "absences", ABSENCES)
    fill(cast, "crews", "单位\t班组\t上几天\t休几天\t上班首日\t人员\n作业一队\t甲班\t7\t7\t2027-01-01\t单志强、查晓明\n")
    fill(cast, "peaks", "单位\t起\t止\t最多离岗\t说明\n作业一队\t2027-07-01\t2027-08-31\t0\t会战\n")
    fill(cast, "covers", "单位\t最多离岗\n作业一队\t2人\n")
    spans = away("committee", D(2027, 1, 1), D(2027, 1, 31))
    assert spans[person.pk] == ((D(2027, 1, 8), D(2027, 1, 14)), (D(2027, 1, 22), D(2027, 1, 28)))
    assert away("committee", D(2027, 3, 1), D(2027, 3, 20), {person.pk})[person.pk] == ((D(2027, 3, 1), D(2027, 3, 14)), (D(2027, 3, 19), D(2027, 3, 20)))
    assert set(away("committee", D(2027, 1, 1), D(2027, 1, 31))) == {person.pk, cast.people["p-member"].pk}
    found = spare("committee", D(2027, 1, 1), D(2027, 12, 31))[unit.key]
    assert (found.most_away, found.peaks) == (2, ((D(2027, 7, 1), D(2027, 8, 31), 0),))
    assert list(Crew.objects.get().members.values_list("person__key", flat=True)) == ["p-secretary", "p-member"]


def test_the_calendar_is_the_statutory_one_until_an_officer_enters_the_notice(cast: Cast) -> None:
    assert special_days("committee", 2027)[D(2027, 10, 1)] is False
    fill(cast, "days", "日期\t类型\t说明\n2027-10-07\t放假\t国庆调休\n2027-10-09\t上班\t\n")
    assert special_days("committee", 2027) == {D(2027, 10, 7): False, D(2027, 10, 9): True}
    assert SpecialDay.objects.count() == 2


@pytest.mark.parametrize(("table", "line", "told"), [
    ("absences", "查无此人\t\t2027-03-01\t2027-03-02\t轮休", "花名册里没有这个名字"),
    ("absences", "单志强\t\t2027-03-05\t2027-03-02\t轮休", "止日早于起日"),
    ("absences", "单志强\t\t2026-03-01\t2026-03-02\t轮休", "不在 2027 年内"),
    ("absences", "单志强\t查无支部\t2027-03-01\t2027-03-02\t轮休", "没有这个党支部"),
    ("absences", "单志强\t\t2027-03\t2027-03-02\t轮休", "不是完整的日期"),
    ("absences", "单志强\t\t2027-03-01\t2027-03-02\t生病", "请填：轮休、休假、外派、其他"),
    ("absences", "单志强\t\t2027-03-01\t\t轮休", "没有填写"),
    ("absences", "单志强\t\t2027-03-01\t2027-03-02\t轮休\n单志强\t\t2027-03-01\t2027-03-02\t轮休", "与第 2 行重复"),
    ("peaks", "作业九队\t2027-03-01\t2027-03-02\t1", "没有这个单位"),
    ("peaks", "作业一队\t2027-03-01\t2027-03-02\t一个", "不是 0 到 500 之间的数"),
])
def test_a_fault_stands_at_its_cell_and_nothing_pasted_is_lost(cast: Cast, table: str, line: str, told: str) -> None:
    head = ABSENCES.split("\n", 1)[0] if table == "absences" else "单位\t起\t止\t最多离岗"
    page = cast.client("clerk").post(f"{WHERE}{table}/", {"year": 2027, "grid": f"{head}\n{line}", "act": "take"})
    text = page.content.decode()
    assert page.status_code == 422 and told in text and line.split("\t")[0] in text and "表中还有错误" in text
    assert not Entry.objects.exists()
    with pytest.raises(Refused):
        fill(cast, table, f"{head}\n{line}")


def test_the_page_previews_takes_in_and_shows(cast: Cast) -> None:
    client = cast.client("clerk")
    book = Workbook()
    for row in (("单位", "最多离岗"), ("作业一队", 3)):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "离岗.xlsx"
    page = client.post(WHERE + "covers/", {"year": 2027, "grid": "", "file": file})
    assert page.status_code == 200 and "新增 1 行，撤去 0 行" in page.content.decode()
    assert not Entry.objects.exists()
    done = client.post(WHERE + "covers/", {"year": 2027, "grid": "单位\t最多离岗\n作业一队\t3", "act": "take"}, follow=True)
    assert done.redirect_chain == [(WHERE + "?year=2027", 302)] and "作业一队" in done.content.decode()
    assert client.post(WHERE + "covers/?format=xlsx").headers["Content-Type"].endswith("sheet")
    assert "作业一队\t3" in client.get(WHERE + "covers/").content.decode()
    assert client.get(WHERE + "nothing/").status_code == 404
    assert cast.client("envoy").get(WHERE).status_code == 200
    assert cast.client("envoy").post(WHERE + "covers/", {"grid": "x"}).status_code == 403
    assert cast.client("secretary").get(WHERE).status_code == 404


def test_the_pages_queries_do_not_grow_with_the_rows(cast: Cast) -> None:
    client = cast.client("clerk")
    client.get(WHERE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(WHERE + "?year=2027").status_code == 200
        return len(seen)

    fill(cast, "absences", ABSENCES)
    one = queries()
    fill(cast, "absences", ABSENCES + "查晓明\t\t2027-06-01\t2027-06-02\t其他\n仇建军\t\t2027-06-01\t2027-06-02\t其他\n")
    assert queries() == one
