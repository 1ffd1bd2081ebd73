"""Files that are not what their names say, and files that are far too large: one sentence each, never a crash."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.intake.workbook import MAX_BYTES, open_sheets
from registers_made import DATA, HEADER, comma_separated, person, sheet, workbook


def far(*cells: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for row, place in cells:
        page.write_string(row, place, "x")
    book.close()
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(5):
            archive.writestr(f"xl/media/{part}.bin", b"\0" * 100_000_000)
    return out.getvalue()


def word_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


BROKEN: list[tuple[str, str, Callable[[], bytes]]] = [
    ("an empty file", "empty", lambda: b""),
    ("a file of white space", "empty", lambda: b" \r\n"),
    ("a picture with the name of a workbook", "not-a-table", lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))),
    ("half a workbook", "damaged", lambda: sheet(HEADER, person())[:3000]),
    ("a zip's head and nothing after it", "damaged", lambda: b"PK\x03\x04 and no more"),
    ("a Word document", "damaged", word_document),
    ("an old binary file that is no workbook", "not-a-table", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
    ("an .xls with a password to open", "locked", (DATA / "locked.xls").read_bytes),
    ("an .xlsx with a password to open", "locked", (DATA / "locked.xlsx").read_bytes),
    ("a web page with the name of an .xls", "web-page", lambda: b"\r\n<html><body><table><tr><td>1</td></tr></table>"),
    ("a workbook as one XML file", "web-page", lambda: b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'),
    ("text of another encoding", "encoding", lambda: "姓名,性别".encode("gb2312") + b"\xff\xff"),
    ("a file above the limit", "too-large", lambda: b"1," * (MAX_BYTES // 2 + 1)),
    ("an archive that unpacks to half a gigabyte", "too-large", bomb),
    ("a cell in the last row and last column there is", "too-many-cells", lambda: far((0, 0), (1_048_575, 16_383))),
    ("a cell in the last row", "too-many-cells", lambda: far((0, 0), (1_048_575, 0))),
]


@pytest.mark.parametrize(("code", "make"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_says_in_one_sentence_what_is_the_matter(code: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(Unreadable) as caught:
        open_sheets(make(), "花名册.xlsx")
    assert caught.value.code == code
    assert caught.value.message
    assert "\n" not in caught.value.message
    assert "%" not in caught.value.message


def test_a_file_that_asks_for_more_memory_than_there_is_ends_its_reader_and_not_us() -> None:
    content = bytearray((DATA / "register.xls").read_bytes())
    first = content.index(b"\xfd\x00\x0a\x00")           # the first record of a text cell: row, column, format, text
    content[first + 4 : first + 8] = b"\xff\xff\xff\xff"
    with pytest.raises(Unreadable) as caught:
        open_sheets(bytes(content), "x.xls")
    assert caught.value.code == "damaged"


def test_what_lies_under_a_merged_cell_counts_for_nothing() -> None:
    [read] = open_sheets(workbook({"一": [["甲", "藏"], ["藏", "藏"], ["乙", "丙"]]}, [(0, 0, 1, 1)]), "x.xlsx")
    assert read.rows == (("甲", ""), ("", ""), ("乙", "丙"))


def test_a_million_formatted_rows_without_content_cost_nothing() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    red = book.add_format({"bg_color": "red"})
    page.write_string(0, 0, "姓名")
    page.set_row(1_048_575, 30, red)
    for row in range(0, 1_000_000, 10_000):
        page.write_blank(row + 1, 5, None, red)
    book.close()
    [read] = open_sheets(out.getvalue(), "x.xlsx")
    assert read.rows == (("姓名",),)


def test_two_hundred_columns_are_read() -> None:
    [read] = open_sheets(sheet([f"第{place}列" for place in range(200)]), "x.xlsx")
    assert len(read.rows[0]) == 200


def test_formulas_come_as_their_last_value_and_errors_as_nothing() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write_formula(0, 0, '="男"', value="男")
    page.write_formula(0, 1, "=1/0", value="#DIV/0!")
    page.write_formula(0, 2, "=40+2", value=42)
    book.close()
    [read] = open_sheets(out.getvalue(), "x.xlsx")
    assert read.rows == (("男", "", 42.0),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_each_encoding_says_the_same(encoding: str) -> None:
    rows = [HEADER, person(name="𬭎明")]
    [read] = open_sheets(comma_separated(rows, encoding), "名册/2026.csv")
    assert read.name == "2026"
    assert read.rows[0][0] == "姓名"
    assert read.rows[1][0] == "𬭎明"
    assert not read.merges_known


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_with_other_delimiters(delimiter: str) -> None:
    [read] = open_sheets(delimiter.join(["姓名", "性别", "民族"]).encode() + b"\n", "x.csv")
    assert read.rows == (("姓名", "性别", "民族"),)


def test_a_month_that_a_spreadsheet_cut_in_a_csv_is_a_number_again() -> None:
    [read] = open_sheets("入党时间,1998.1,1998.07".encode(), "x.csv")
    assert read.rows == (("入党时间", 1998.1, "1998.07"),)


def test_sheets_come_in_order_under_their_names() -> None:
    read = open_sheets(workbook({"乙": [["1"]], "甲": [["2"]]}), "x.xlsx")
    assert [one.name for one in read] == ["乙", "甲"]


@pytest.mark.parametrize("name", ["register.xls", "register.ods"])
def test_merged_cells_are_known_in_every_workbook_format(name: str) -> None:
    [read] = open_sheets((DATA / name).read_bytes(), name)
    spans = sorted((area.top, area.bottom) for area in read.merged if area.left == 13)
    assert spans == [(3, 17), (18, 21), (22, 32), (33, 42)]
