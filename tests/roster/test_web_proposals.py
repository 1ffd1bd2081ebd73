"""The page of the yearly comparison and the page of pasted acts: looked at, answered, refused, nothing typed lost."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from again import Again
from cast import NOW as CAST_NOW
from cast import TODAY as CAST_TODAY
from cast import Cast
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.consequences import recompute
from leadgoose.roster.models import Deed, Import, Present
from leadgoose.roster.queries.proposals import compared
from leadgoose.roster.rules.proposals import Sort
from roster.office import Office, open_office, register
from roster.test_proposals import FIRST, LAST_YEAR, SECOND


def text_of(response: object) -> str:
    return unescape(response.content.decode())   # type: ignore[attr-defined]


def _office() -> Office:
    made = open_office()
    made.take(register(*FIRST), LAST_YEAR)
    return made


the_office = Again(_office)


@pytest.fixture
def office(db: None) -> Office:
    return the_office()


@pytest.fixture
def upload(office: Office) -> Import:
    return office.upload("register", register(*SECOND), "2026.xlsx")


def keys(upload: Import) -> dict[Sort, str]:
    return {one.sort: one.key for one in compared(upload).open}


def test_differences_are_looked_at_done_and_refused_on_one_page(office: Office, upload: Import) -> None:
    client, where = office.client(), f"/u/{upload.key}/answers/"
    assert "年度核对" in text_of(client.get(f"/u/{upload.key}/register/"))
    page, found = text_of(client.get(where)), keys(upload)
    assert all(key in page for key in found.values()) and "作业一队党支部 → 作业二队党支部" in page and 'value="2026-07-05"' in page
    left, moved, joined = found[Sort.LEFT], found[Sort.MOVED], found[Sort.JOINED]
    form = {
        "pick": [left, moved, joined], f"act_{left}": "record_death", f"on_{left}": "2026-03-02", f"on_{moved}": "2026-10-31", f"on_{joined}": "2026-10-31",
        f"to_{moved}": "作业二队党支部", f"to_{joined}": "试油队党支部", "basis": "2026 年党内统计核对",
    }
    assert client.post(where, {**form, "basis": "", "step": "do"}).status_code == 422
    seen = client.post(where, {**form, "step": "preview"})
    assert seen.status_code == 200 and "办理后的变化" in text_of(seen) and "“试油队党支部”本委没有" in text_of(seen) and not Deed.objects.exists()
    done = client.post(where, {**form, "step": "do"})
    assert done.status_code == 422 and "“试油队党支部”本委没有" in text_of(done) and "已办理 2 项" in text_of(done), "what is fine is done, what is not stays"
    assert {one.act for one in Deed.objects.all()} == {"record_death", "move_member"}
    assert client.post(where, {"pick": [joined], "reason": "", "step": "refuse"}).status_code == 422
    assert client.post(where, {"pick": [joined], "reason": "另行转入", "step": "refuse"}).status_code == 302
    assert "另行转入" in text_of(client.get(where + "?state=refused")) and "已办理" in text_of(client.get(where + "?state=done"))
    assert client.post(where + "?state=refused", {"pick": [joined], "step": "reopen"}).status_code == 302
    assert joined in {one.key for one in compared(upload).open}
    bad = client.post(where, {"pick": [joined], f"on_{joined}": "上个月", "basis": "核对", "step": "do"})
    assert bad.status_code == 422 and "样式填写日期" in text_of(bad)
    assert office.client("stranger").get(where).status_code == 404


def test_a_box_for_all_of_the_page(office: Office, upload: Import) -> None:
    assert text_of(office.client().get(f"/u/{upload.key}/answers/?all=1")).count(" checked") == 6


@pytest.fixture
def clerk(cast: Cast) -> Client:
    recompute("committee", CAST_TODAY, CAST_NOW)
    return cast.client("clerk")


GRID = "姓名\t党支部\t办理事项\t转入党支部\t职务\n查晓明\t作业一队党支部\t内部转移\t作业二队党支部\t\n单志强\t作业一队党支部\t免职\t\t书记"


def test_a_sheet_is_pasted_looked_at_and_done(clerk: Client) -> None:
    form = {"grid": GRID, "on": "2026-11-20", "basis": "处任〔2026〕16号"}
    assert "证号后四位" in text_of(clerk.get("/o/committee/paste/"))
    for change, told in (({"grid": ""}, "还没有粘贴内容"), ({"basis": ""}, "请填写依据"), ({"on": ""}, "样式填写日期")):
        wrong = clerk.post("/o/committee/paste/", {**form, **change, "step": "do"})
        assert wrong.status_code == 422 and told in text_of(wrong)
    seen = clerk.post("/o/committee/paste/", {**form, "step": "preview"})
    assert "2 行都可以办理" in text_of(seen) and "单志强 作业一队党支部书记" in text_of(seen) and not Deed.objects.exists()
    bad = clerk.post("/o/committee/paste/", {**form, "grid": GRID + "\n王德福\t作业一队党支部\t转出\t\t", "step": "do"})
    assert bad.status_code == 422 and "没有这位党员" in text_of(bad) and "王德福\t作业一队党支部" in text_of(bad) and not Deed.objects.exists()
    done = clerk.post("/o/committee/paste/", {**form, "step": "do"}, follow=True)
    assert "已办理 2 项" in text_of(done) and "成批依据单" in text_of(done)
    assert Present.objects.get(person__key="p-member").organisation.key == "two" and Entry.objects.filter(act="PostEnded").count() == 1
