"""Uploading on pages: the way of the clerk with the messy files, wrong files, foreign committees, and no number in full anywhere."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from office import NOW, REPORTED, Office, corrected, ledger, member, open_office, register, sample, term, truth
from openpyxl import load_workbook

from leadgoose.roster.actions.imports import take_register
from leadgoose.roster.actions.terms import take_terms
from leadgoose.roster.models import Import, Organisation, OrganisationAlias, Person, Present, Term


@pytest.fixture
def office(db: None) -> Office:
    return open_office()


def file(content: bytes, name: str = "表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def upload(client: Client, kind: str, content: bytes, name: str = "表.xlsx") -> Any:
    return client.post("/o/top/imports/", {"kind": kind, "file": file(content, name)})


def no_number_in(text: str) -> None:
    people = truth("roster-messy")["people"]
    rights = [problem["right"] for problem in truth("roster-messy")["problems"] if len(problem["right"]) == 18]
    shown = [one for one in [*(one["id_number"] for one in people), *(one["phone"] for one in people), *rights] if one in text]
    assert shown == []


def test_the_way_of_the_clerk_with_the_messy_files(office: Office) -> None:
    client = office.client()
    assert "先上传花名册" in client.get("/o/top/imports/").content.decode()
    made = upload(client, "register", sample("roster-messy"), "roster-messy.xlsx")
    assert made.status_code == 302 and not Person.objects.exists()
    page = client.get(made.url)
    text = page.content.decode()
    assert page.status_code == 200 and 'value="2026-10-31"' in text and "校验码不对" in text and len(page.content) < 60_000
    for show in ("problems", "joined"):
        more = client.get(f"{made.url}?show={show}&page=1").content.decode()
        no_number_in(more)
    no_number_in(text)
    done = client.post(made.url, {"valid_on": "2026-10-31", "shown": page.context["seen"].digest}, follow=True)
    assert "已收入花名册，凭据 1-" in done.content.decode() and Present.objects.count() == 661
    assert "38 行等待更正" in client.get("/o/top/imports/").content.decode()

    ledger_at = upload(client, "terms", sample("terms-messy"), "terms-messy.xlsx").url
    page = client.get(ledger_at)
    assert "作业一大队党支部" in page.content.decode() and len(page.content) < 60_000
    first = page.context["unknown"][0]
    matched = client.post(ledger_at.replace("terms/", "match/"), {"alias": first["name"], "organisation": first["near"][0][0]}, follow=True)
    assert len(matched.context["unknown"]) == 3 and OrganisationAlias.objects.get().organisation.name == "作业一队党支部"
    client.post(ledger_at, {"valid_on": "2026-10-31", "shown": matched.context["seen"].digest})
    assert Term.objects.known().count() == 28

    for at, name in ((made.url.replace("register/", "corrections/"), "roster-messy"), (ledger_at.replace("terms/", "corrections/"), "terms-messy")):
        book = client.post(at + "?made=1").content
        cells = "\n".join(str(cell.value) for sheet in load_workbook(BytesIO(book)) for row in sheet.iter_rows() for cell in row)
        no_number_in(cells)
        fixed = client.post(at, {"file": file(corrected(book, name), "更正.xlsx")})
        assert fixed.status_code == 302
        page = client.get(fixed.url)
        no_number_in(page.content.decode())
        client.post(fixed.url, {"valid_on": "2026-10-31", "shown": page.context["seen"].digest})
    assert Present.objects.count() == 699
    assert Term.objects.known().values("organisation").distinct().count() == 34
    listed = client.get("/o/top/imports/").content.decode()
    assert "等待更正" not in listed and "任职不一致" not in listed


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "表.xlsx", "文件是空的，请重新选择文件。"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "照片.png", "读不出表格：文件不是 .xlsx、.xls、.ods 或 .csv，请在 Excel 或 WPS 中打开后另存为 .xlsx。"),
        (b"PK\x03\x04 broken", "坏.xlsx", "文件不完整或已损坏，请在 Excel 或 WPS 中打开后另存为 .xlsx。"),
    ],
)
def test_a_wrong_file_is_one_sentence_at_its_field(office: Office, content: bytes, name: str, sentence: str) -> None:
    client = office.client()
    for kind in ("register", "terms"):
        answer = upload(client, kind, content, name)
        text = answer.content.decode()
        assert answer.status_code == 422 and text.count(sentence) == 1 and f'id="error-{kind}"' in text
    assert Import.objects.count() == 0


def test_no_file_and_an_unknown_kind(office: Office) -> None:
    client = office.client()
    bare = client.post("/o/top/imports/", {"kind": "register"})
    assert bare.status_code == 422 and "还没有选择文件。" in bare.content.decode()
    assert client.post("/o/top/imports/", {"kind": "else", "file": file(b"x")}).status_code == 404


def test_a_register_with_nobody_in_it_says_so(office: Office) -> None:
    client = office.client()
    text = client.get(upload(client, "register", register()).url).content.decode()
    assert "表头下面没有一名党员" in text and "把下列各处改好" not in text


def test_a_wrong_day_and_a_wrong_correction_lose_nothing(office: Office) -> None:
    client = office.client()
    at = upload(client, "register", register(member(1, "甲", "一队党支部"), member(2, "", "一队党支部"))).url
    ahead = client.post(at, {"valid_on": "2026-12-01", "shown": client.get(at).context["seen"].digest})
    assert ahead.status_code == 422 and 'value="2026-12-01"' in ahead.content.decode() and "还没有到" in ahead.content.decode()
    assert client.post(at, {"valid_on": "昨天", "shown": ""}).status_code == 422
    wrong = client.post(at.replace("register/", "corrections/"), {"file": file(b"nothing of a table\x00\x01" * 9)})
    assert wrong.status_code == 422 and "甲" in wrong.content.decode()
    assert not Person.objects.exists()


def test_the_difference_is_shown_and_only_the_ticked_leave(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部"), member(3, "丙", "一队党支部", 联系电话="13900001111")))
    client = office.client()
    at = upload(client, "register", register(member(3, "丙", "一队党支部", 联系电话="13900002222"))).url
    page = client.get(at)
    text = page.content.decode()
    assert "139****1111 → 139****2222" in text and "13900002222" not in text
    leaving = [one["key"] for one in page.context["left"] if one["name"] == "甲"]
    client.post(at, {"valid_on": "2026-11-01", "leave": leaving, "shown": page.context["seen"].digest})
    assert sorted(Present.objects.values_list("name", flat=True)) == ["丙", "乙"]
    again = client.get(at).content.decode()
    assert "已收入" in again


def test_everybody_who_is_missing_may_leave_at_once(office: Office) -> None:
    office.take(register(*(member(one, f"甲{one}", "一队党支部") for one in range(230))))
    client = office.client()
    at = upload(client, "register", register(member(0, "甲0", "一队党支部"))).url
    page = client.get(at)
    assert len(page.context["left"]) == 200 and page.context["left_total"] == 229 and len(page.content) < 60_000
    client.post(at, {"valid_on": "2026-11-01", "leave": "*", "shown": page.context["seen"].digest})
    assert Present.objects.count() == 1


def test_a_misnamed_branch_in_a_register_is_matched_before_it_becomes_a_new_one(office: Office) -> None:
    office.take(register(member(1, "甲", "作业一队党支部")))
    client = office.client()
    at = upload(client, "register", register(member(1, "甲", "作业一大队党支部"), member(2, "乙", "作业一大队党支部"))).url
    offered = client.get(at).context["new_places"][0]
    assert offered["near"][0][1] == "作业一队党支部"
    page = client.post(at.replace("register/", "match/"), {"alias": offered["name"], "organisation": offered["near"][0][0]}, follow=True)
    assert page.context["new_places"] == [] and len(page.context["joined"]) == 1 and page.context["moved"] == []


def test_a_moved_on_register_is_shown_again_before_anything_is_written(office: Office) -> None:
    client = office.client()
    at = upload(client, "register", register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部"))).url
    digest = client.get(at).context["seen"].digest
    office.take(register(member(2, "乙", "一队党支部")))
    answer = client.post(at, {"valid_on": "2026-10-31", "shown": digest})
    assert answer.status_code == 409 and "请再看一遍后收入" in answer.content.decode()
    assert Person.objects.count() == 1


def test_the_same_bytes_again_lead_to_the_same_page_and_say_so(office: Office) -> None:
    client = office.client()
    content = register(member(1, "甲", "一队党支部"))
    at = upload(client, "register", content).url
    client.post(at, {"valid_on": "2026-10-31", "shown": client.get(at).context["seen"].digest})
    again = client.post("/o/top/imports/", {"kind": "register", "file": file(content)}, follow=True)
    text = again.content.decode()
    assert again.redirect_chain[0][0] == at and "内容一字不差" in text and "与花名册一致，没有可收入的变动。" in text
    assert "btn-primary" not in text
    assert Import.objects.count() == 1


def test_a_stranger_finds_nothing(office: Office) -> None:
    key = office.upload("register", register(member(1, "甲", "一队党支部"))).key
    stranger = office.client("stranger")
    for at in ("/o/top/imports/", f"/u/{key}/register/", f"/u/{key}/corrections/", f"/u/{key}/terms/"):
        assert stranger.get(at).status_code == 404
    for at in ("/o/top/imports/", f"/u/{key}/register/", f"/u/{key}/match/", f"/u/{key}/corrections/"):
        assert stranger.post(at, {"kind": "register", "file": file(register()), "organisation": "top", "alias": "x"}).status_code == 404
    assert office.client().get(f"/u/{key}/terms/").status_code == 404
    assert office.client().get(f"/u/{key}/match/").status_code == 405


def test_a_branch_of_another_committee_cannot_be_matched(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部")))
    key = office.upload("terms", ledger(term("一大队党支部"))).key
    answer = office.client().post(f"/u/{key}/match/", {"alias": "一大队党支部", "organisation": "foreign"})
    assert answer.status_code == 422 and "还没有选择支部。" in answer.content.decode()
    assert not OrganisationAlias.objects.exists()


def test_long_numbers_in_any_column_are_masked(office: Office) -> None:
    number, phone = "990101198001010037", "13900001234"
    rows = (member(1, "甲", "一队党支部", 入党时间=number, 党内职务=number),
        member(2, "乙", "一队党支部", 党内职务=phone), member(3, number, "一队党支部", 性别="?"))
    key = office.upload("register", register(*rows)).key
    text = office.client().get(f"/u/{key}/register/").content.decode()
    assert number not in text and phone not in text


@pytest.mark.parametrize("count", [5, 60])
def test_pages_cost_the_same_at_every_size(office: Office, count: int) -> None:
    """With rows that wait, changes to show and seats in dispute: the register on one, the ledger on the other."""
    rows = [member(one, f"甲{one}", f"第{one % 5}党支部", 党内职务="书记" if one < 5 else "",
        入党时间="" if one % 4 == 3 else "2005-07-01") for one in range(count)]
    first = office.upload("register", register(*rows))
    take_register(first, REPORTED, by=office.by, at=NOW)
    second = office.upload("terms", ledger(term("第0党支部", 书记="甲0"), term("第1党支部", 副书记="甲1"), term("没有的党支部")))
    take_terms(second, REPORTED, by=office.by, at=NOW)
    third = office.upload("register", register(*(row | {"学历": "硕士", "所在党支部": "第0党支部"} for row in rows[: count // 2])))
    client = office.client()
    spent = []
    for at in ("/o/top/imports/", f"/u/{third.key}/register/", f"/u/{second.key}/terms/", "/o/top/disputes/"):
        client.get(at)
        with CaptureQueriesContext(connection) as asked:
            client.get(at)
        spent.append(len(asked))
        assert not [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert client.get("/o/top/disputes/").context["total"] == 2
    assert spent == [10, 18, 22, 7]


def test_what_belongs_where_is_said_before_anything_is_uploaded(office: Office) -> None:
    text = office.client().get("/o/top/imports/").content.decode()
    assert "姓名、身份证号、所在党支部、入党时间、党员类别必填" in text and "本届选举时间、任期必填" in text


def test_the_date_of_the_sheet_is_offered_and_another_may_be_taken(office: Office) -> None:
    client = office.client()
    at = upload(client, "register", register(member(1, "甲", "一队党支部"))).url
    page = client.get(at)
    assert page.context["valid_on"] == REPORTED.isoformat()
    client.post(at, {"valid_on": "2026-11-10", "shown": page.context["seen"].digest})
    assert Import.objects.get().valid_on == date(2026, 11, 10)
    assert Organisation.objects.get(name="一队党支部").facts.get().valid_from == date(2026, 11, 10)
    assert NOW.date() > date(2026, 11, 10)
