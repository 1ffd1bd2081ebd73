"""Makes the sample files of this folder that are not xlsx: the first people of roster-clean.xlsx, and locked files.

Run by hand: `python tests/data/make_samples.py`, with xlwt and msoffcrypto-tool installed beside the project's own packages
(they are needed for nothing else, so they are in no list of requirements). All people are invented.
"""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import msoffcrypto.format.ooxml
import python_calamine
import xlwt

HERE = Path(__file__).parent
PEOPLE = 40
BRANCH = 13


def rows() -> list[list[str]]:
    """Title, unit line, header and PEOPLE rows; the branch stands in the first row of each branch, the rest is merged to it."""
    book = python_calamine.load_workbook(HERE / "roster-clean.xlsx")
    read = book.get_sheet_by_index(0).to_python()
    out = [
        ["示例油田工程技术处党员花名册"],
        ["填报单位：示例油田工程技术处　　填报日期：2026年10月31日"],
        [str(cell) for cell in read[0]],
    ]
    branch = ""
    for row in read[1 : PEOPLE + 1]:
        cells = [str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row]
        branch, cells[BRANCH] = cells[BRANCH], "" if cells[BRANCH] == branch else cells[BRANCH]
        out.append(cells)
    return out


def merges(table: list[list[str]]) -> list[tuple[int, int]]:
    """First and last row of each branch."""
    firsts = [index for index, row in enumerate(table) if index > 2 and row[BRANCH]]
    return list(zip(firsts, [*(first - 1 for first in firsts[1:]), len(table) - 1], strict=True))


def xls(table: list[list[str]]) -> xlwt.Workbook:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("花名册")
    spans = dict(merges(table))
    page.write_merge(0, 0, 0, 17, table[0][0])
    for index, row in enumerate(table[1:], 1):
        for place, text in enumerate(row):
            if place == BRANCH and index in spans:
                page.write_merge(index, spans[index], place, place, text)
            elif text:
                page.write(index, place, text)
    return book


def locked_xls(book: xlwt.Workbook) -> bytes:
    """The workbook with a FILEPASS record after its first BOF, as a password to open leaves it (the rest stays plain)."""
    plain = book.get_biff_data()
    length = struct.unpack("<H", plain[2:4])[0] + 4
    passed = plain[:length] + struct.pack("<HHHHH48s", 0x2F, 54, 1, 1, 1, b"\x07" * 48) + plain[length:]
    out = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(out, passed)
    return out.getvalue()


def ods(table: list[list[str]]) -> bytes:
    """An .ods with the same merged cells, and the million empty rows that office programs put below."""
    spans = dict(merges(table))
    lines = []
    for index, row in enumerate(table):
        cells = []
        for place, text in enumerate(row):
            span = ""
            if index == 0:
                span = ' table:number-columns-spanned="18" table:number-rows-spanned="1"'
            elif place == BRANCH and index in spans:
                span = f' table:number-columns-spanned="1" table:number-rows-spanned="{spans[index] - index + 1}"'
            elif place == BRANCH and index > 2:
                cells.append("<table:covered-table-cell/>")
                continue
            cells.append(
                f'<table:table-cell office:value-type="string"{span}><text:p>{escape(text)}</text:p></table:table-cell>'
                if text
                else "<table:table-cell/>"
            )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    lines.append(
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    declared = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="花名册">{"".join(lines)}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def locked_xlsx(content: bytes) -> bytes:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(content)).encrypt("示例口令", out)
    return out.getvalue()


def main() -> None:
    table = rows()
    book = xls(table)
    book.save(HERE / "register.xls")
    (HERE / "locked.xls").write_bytes(locked_xls(book))
    (HERE / "register.ods").write_bytes(ods(table))
    (HERE / "locked.xlsx").write_bytes(locked_xlsx((HERE / "terms-clean.xlsx").read_bytes()))


if __name__ == "__main__":
    main()
