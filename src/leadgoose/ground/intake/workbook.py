"""Bytes into sheets: .xlsx, .xls, .ods, .csv. What a file is, its content says, never its name; each failure is one sentence
for its sender.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

from leadgoose.ground.intake.archive import MAX_ROWS, guard_archive, ods_merges
from leadgoose.ground.intake.problems import Unreadable, gettext_noop
from leadgoose.ground.intake.sheets import Area, Scalar, Sheet

MAX_BYTES = 30_000_000
MAX_COLUMNS = 1_000
MAX_SECONDS = 90

READER = Path(__file__).with_name("reader.py")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FILEPASS = re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
"""First record of an .xls and, after it, the record of a password to open; the reader only says that it knows no such format."""
_MARKUP = re.compile(rb"\s*(<!doctype html|<html|<table|<meta|<head|<\?xml)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CUT_MONTH = re.compile(r"(?:19|20)\d\d\.1")
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")

EMPTY = gettext_noop("文件是空的，请重新选择文件")
TOO_LARGE = gettext_noop("文件超过 %(megabytes)s MB，请删去图片和多余的工作表后再试")
NOT_A_TABLE = gettext_noop("读不出表格：文件不是 .xlsx、.xls、.ods 或 .csv，请在 Excel 或 WPS 中打开后另存为 .xlsx")
DAMAGED = gettext_noop("文件不完整或已损坏，请在 Excel 或 WPS 中打开后另存为 .xlsx")
LOCKED = gettext_noop("文件设了打开密码，请取消密码后再试")
WEB_PAGE = gettext_noop("文件其实是网页或 XML，不是工作簿，请在 Excel 或 WPS 中打开后另存为 .xlsx")
ENCODING = gettext_noop("读不出文字：.csv 的编码不是 UTF-8 或 GB18030，请另存为 .xlsx")
TOO_MANY_CELLS = gettext_noop("工作表“%(sheet)s”的内容伸到第 %(row)s 行，请删去远处多余的单元格后再试")


def open_sheets(content: bytes, filename: str) -> tuple[Sheet, ...]:
    """All sheets of a file, in order, hidden ones too. Raises Unreadable."""
    if not content.strip(b"\x00 \r\n\t"):
        raise Unreadable("empty", EMPTY)
    if len(content) > MAX_BYTES:
        raise Unreadable("too-large", TOO_LARGE, megabytes=MAX_BYTES // 1_000_000)
    if content.startswith(b"PK"):
        return _from_archive(content)
    if content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise Unreadable("locked", LOCKED)
        return _from_reader(content, {})
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable("web-page", WEB_PAGE)
    return (_from_csv(content, filename),)


def _from_archive(content: bytes) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            guard_archive(archive)
            merges = ods_merges(archive)
    except (zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise Unreadable("damaged", DAMAGED) from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise Unreadable("locked", LOCKED) from error
    return _from_reader(content, merges)


def _from_reader(content: bytes, merges: dict[str, tuple[Area, ...]]) -> tuple[Sheet, ...]:
    """Let the native reader read, in a process of its own that may die."""
    command = [sys.executable, "-P", str(READER), str(MAX_ROWS)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Unreadable("damaged", DAMAGED) from error
    if done.returncode != 0:
        raise Unreadable("damaged", DAMAGED)
    answer = json.loads(done.stdout, object_hook=_value)
    code = answer.get("error")
    if code in {"locked", "not-a-table"} and (code == "locked" or _FILEPASS.search(content)):
        raise Unreadable("locked", LOCKED)
    if code == "too-many-cells":
        raise Unreadable(code, TOO_MANY_CELLS, sheet=answer["sheet"], row=answer["row"])
    if code:
        known = content.startswith(b"PK") or code == "damaged"
        raise Unreadable("damaged" if known else "not-a-table", DAMAGED if code == "damaged" else NOT_A_TABLE)
    return tuple(_sheet(one["name"], one["rows"], merges.get(one["name"]) or tuple(Area(*area) for area in one["merged"]))
                 for one in answer["sheets"])


def _sheet(name: str, rows: list[list[Scalar]], merged: tuple[Area, ...]) -> Sheet:
    """Cells under a merged one are emptied: what a program left in them nobody sees, so it counts for nothing."""
    budget = 4 * MAX_ROWS                                  # areas that overlap or reach beyond the sheet are not worth more
    for area in merged:
        for index in range(area.top, min(area.bottom + 1, len(rows))):
            row = rows[index]
            first = area.left + (index == area.top)
            for place in range(first, min(area.right + 1, len(row))):
                row[place] = ""
            budget -= 1 + max(0, min(area.right + 1, len(row)) - first)
        if budget < 0:
            break
    return Sheet(name, tuple(map(tuple, rows)), merged)


def _value(found: dict[str, Any]) -> Any:
    """A JSON object back: a day, a moment, or the object itself."""
    if len(found) == 1 and "d" in found:
        iso = found["d"]
        return datetime.fromisoformat(iso) if len(iso) > 10 else date.fromisoformat(iso)
    return found["t"] if len(found) == 1 and "t" in found else found


def _from_csv(content: bytes, filename: str) -> Sheet:
    text = _decode(content)
    if _CONTROL.search(text):
        raise Unreadable("not-a-table", NOT_A_TABLE)
    sample = text[:20_000]
    delimiter = max(",\t;", key=sample.count)
    csv.field_size_limit(1_000_000)
    try:
        rows = [tuple(_csv_cell(cell) for cell in row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise Unreadable("not-a-table", NOT_A_TABLE) from error
    name = _FORBIDDEN_IN_SHEET_NAME.sub("_", PurePath(filename).stem).strip("'")[:31] or "csv"
    if len(rows) > MAX_ROWS or max(map(len, rows), default=0) > MAX_COLUMNS:
        raise Unreadable("too-many-cells", TOO_MANY_CELLS, sheet=name, row=len(rows))
    return Sheet(name, tuple(rows), merges_known=False)


def _csv_cell(text: str) -> Scalar:
    # a spreadsheet writes the number 1985.10 as "1985.1": as a number again, it is read as what it is, undecided
    return float(text) if _CUT_MONTH.fullmatch(text) else text


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    binary = b"\x00" in content[:4096]
    raise Unreadable("not-a-table", NOT_A_TABLE) if binary else Unreadable("encoding", ENCODING)
