"""A committee's office that has nothing but files: an empty committee, its clerk, a clerk of another committee, and the samples."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.test import Client
from openpyxl import Workbook, load_workbook

from again import Again, once
from cast import signed_in
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.queries import actor_of
from leadgoose.ground.access.roles import Role
from leadgoose.roster.actions.imports import Taken, judge_upload, take_register
from leadgoose.roster.actions.terms import TermsTaken, take_terms
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Import, Organisation, OrganisationFact

DATA = Path(__file__).parents[1] / "data"
TODAY, REPORTED = date(2026, 11, 23), date(2026, 10, 31)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HEADER = ("姓名", "性别", "民族", "出生日期", "身份证号", "学历", "入党时间", "转正时间", "所在党支部", "党内职务", "行政职务", "联系电话", "党员类别")
LEDGER_HEADER = ("党支部名称", "成立时间", "本届选举时间", "任期（年）", "应换届时间", "延期或提前至", "批复文号", "书记", "副书记", "委员")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(slots=True)
class Office:
    """The committee and those who sign in."""

    top: Organisation
    by: Actor
    stranger: Actor
    users: dict[str, User]

    def client(self, login: str = "office") -> Client:
        return signed_in(self.users[login])

    def upload(self, kind: str, content: bytes, name: str = "表.xlsx", corrects: Import | None = None) -> Import:
        return judge_upload(self.top, kind, content, name, by=self.by, at=NOW, corrects=corrects)[0]

    def take(self, content: bytes, on: date = REPORTED, leave: tuple[str, ...] = (), corrects: Import | None = None) -> Taken:
        return take_register(self.upload("register", content, corrects=corrects), on, leave, by=self.by, at=NOW)

    def take_terms(self, content: bytes, on: date = REPORTED, corrects: Import | None = None) -> TermsTaken:
        return take_terms(self.upload("terms", content, corrects=corrects), on, by=self.by, at=NOW)


def open_office() -> Office:
    """An empty committee "top", and a foreign one."""
    tops, users = {}, {}
    for key, login in (("top", "office"), ("foreign", "stranger")):
        tops[key] = Organisation.objects.create(key=key, top_key=key, path=f"/{key}/", kind=OrgKind.COMMITTEE, name=f"示例{key}党委")
        OrganisationFact.objects.create(
            organisation=tops[key], kind=OrgKind.COMMITTEE, name=tops[key].name, valid_from=date(2020, 1, 1), recorded_at=NOW, source="page"
        )
        users[login] = User.objects.create(login=login, name=f"{login}-clerk", home_key=key, must_change_password=False, created_at=NOW)
        Grant.objects.create(user=users[login], role=Role.CLERK, key=key, since=date(2026, 1, 1), granted_by="tests", granted_at=NOW)
    return Office(tops["top"], actor_of(users["office"], on=TODAY), actor_of(users["stranger"], on=TODAY), users)


the_office = Again(open_office)


def judged(office: Office, name: str) -> Import:
    """A sample register judged, not yet taken in."""
    return Import.objects.get(pk=once(("judged", name), lambda: office.upload("register", sample(name)).pk))


def taken(office: Office, name: str) -> Import:
    """A sample register judged and taken in."""
    upload = judged(office, name)

    def take() -> None:
        take_register(upload, REPORTED, by=office.by, at=NOW)

    once(("taken", name), take)
    upload.refresh_from_db()
    return upload


def sample(name: str) -> bytes:
    return (DATA / f"{name}.xlsx").read_bytes()


def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"{name}.truth.json").read_text("utf-8"))
    return found


def corrected(workbook: bytes, name: str) -> bytes:
    """The downloaded corrections workbook with the right values typed into its marked cells."""
    book = load_workbook(BytesIO(workbook))
    for problem in truth(name)["problems"]:
        sheet = book[problem["sheet"]]
        column = next(cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value == problem["column"])
        sheet.cell(problem["row"], column).value = problem["right"]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def id_number(order: int, born: str = "19800101", man: bool = True) -> str:
    digits = f"990101{born}{order * 2 + man:03d}"
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11]


def member(order: int, name: str, branch: str, **changes: str) -> dict[str, str]:
    """A row of a register: somebody right in every way, but for the changes."""
    row = dict(zip(HEADER, (
        name, "男", "汉族", "1980-01-01", id_number(order), "大学", "2005-07-01", "2006-07-01", branch, "", "操作员", f"1200000{order:04d}", "正式党员",
    ), strict=True))
    return row | changes


def register(*rows: dict[str, str], columns: tuple[str, ...] = HEADER) -> bytes:
    return table(columns, [[row.get(name, "") for name in columns] for row in rows], "填报日期：2026年10月31日")


def term(branch: str, elected: str = "2024-05-10", **changes: str) -> dict[str, str]:
    return {"党支部名称": branch, "本届选举时间": elected, "任期（年）": "3"} | changes


def ledger(*rows: dict[str, str]) -> bytes:
    return table(LEDGER_HEADER, [[row.get(name, "") for name in LEDGER_HEADER] for row in rows], "截止日期：2026年10月31日")


def table(header: tuple[str, ...], rows: list[list[str]], above: str) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in ([above], list(header), *rows):
        sheet.append(line)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
