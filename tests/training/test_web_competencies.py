"""The pages of competencies: the heat map, rating, sheets, the model, what a person sees of what is held."""

from __future__ import annotations

import io
import re
import time
from io import BytesIO

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from cast import NOW, TODAY, Cast, Part, enrol
from leadgoose.roster.kinds import PostKind
from leadgoose.training.actions.evidence import Given, rate
from leadgoose.training.models.competencies import Evidence, ModelVersion
from leadgoose.training.models.competencies import Pace as PaceRow
from leadgoose.training.rules.burden import BRIEF, FULL, MOST_MINUTES, Pace, left, minutes, pace
from leadgoose.training.rules.competency import BEHAVIOURS
from leadgoose.training.rules.levels import Kind

MAP = "/o/committee/competencies/"


def rated(cast: Cast, person: str, **levels: int) -> Evidence:
    found = rate(cast.people[person], Kind.SUPERIOR, Given(levels, TODAY, "看过现场"), by=cast.actor("clerk"), at=NOW)
    assert found is not None
    return found


def test_the_heat_map_says_level_target_and_unknown_in_numbers(cast: Cast) -> None:
    rated(cast, "p-secretary", K1=2, K2=4)
    text = cast.client("clerk").get(MAP).content.decode()
    assert 'class="level act" title="2 级，目标 4 级，差 2 级，把握中">2<small>/4</small>' in text
    assert 'class="level ok" title="4 级，目标 4 级，达到，把握中">4<small>/4</small>' in text
    assert text.count('class="level unknown"') == 4 * 7 - 2
    assert "<strong>1</strong> <span>项有差距，共 2 级" in text


def test_people_stand_in_the_registers_order_whatever_is_asked(cast: Cast) -> None:
    """Nobody is ranked: no order by level, no file of levels."""
    rated(cast, "p-new", K1=1, K2=1)
    rated(cast, "p-secretary", K1=5, K2=5)
    client = cast.client("clerk")
    orders = []
    for asked in ("", "?sort=K1", "?sort=-level", "?order=gap", "?o=1", "?ordering=-K2"):
        text = client.get(MAP + asked).content.decode()
        orders.append(re.findall(r'<th scope="row"><a href="/p/([^/]+)/training/', text))
        assert not re.search(r'href="[^"]*(sort|order)', text)
    assert orders == [["p-secretary", "p-committee", "p-discipline", "p-new"]] * 6
    for asked in ("?format=xlsx", "?export=1", "?format=csv"):
        assert client.get(MAP + asked).headers["Content-Type"].startswith("text/html")
    assert client.get(MAP + "export/").status_code == 404


def test_the_heat_map_and_the_sheets_have_the_same_queries_for_one_row_and_for_three(cast: Cast) -> None:
    client = cast.client("clerk")
    rated(cast, "p-secretary", K1=2)

    def queries(asked: str) -> list[int]:
        found = []
        for page in ("", "ratings/"):
            with CaptureQueriesContext(connection) as seen:
                assert "单志强" in client.get(MAP + page + asked).content.decode()
            found.append(len(seen))
        return found

    queries("")
    one = queries("?q=单志强")
    assert "欧阳海涛" not in client.get(MAP + "ratings/?q=单志强").content.decode()      # neither in the list nor among those to print for
    rated(cast, "p-new", K1=2)
    enrol(cast, Part("p-more", "新支委", "two", "男", "1990-01-01", posts=(PostKind.PUBLICITY,)), 90)
    assert queries("") == one


def test_a_person_sees_what_is_held_and_nobody_elses(cast: Cast) -> None:
    rated(cast, "p-secretary", K1=2, K2=4)
    mine = cast.client("secretary").get("/p/p-secretary/training/").content.decode()
    assert "看过现场" in mine and "政治与理论素养 2" in mine and "<svg" in mine and "上级评价" in mine
    assert "看过现场" not in cast.client("envoy").get("/p/p-secretary/training/").content.decode()
    assert cast.client("new_secretary").get("/p/p-secretary/training/").status_code == 404
    assert cast.client("member").get("/p/p-secretary/training/").status_code == 403
    assert cast.client("member").get("/p/p-member/training/").status_code == 200


def test_rating_oneself_is_28_taps_and_may_be_left_open(cast: Cast) -> None:
    client = cast.client("secretary")
    page = client.get("/p/p-secretary/rate/self/").content.decode()
    assert page.count('role="radiogroup"') == FULL == len(BEHAVIOURS)
    done = client.post("/p/p-secretary/rate/self/", dict.fromkeys(BEHAVIOURS[:26], "3"), follow=True)
    assert done.redirect_chain == [("/p/p-secretary/training/", 302)] and "已记入能力自评" in done.content.decode()
    assert len(Evidence.objects.get().levels) == 26


def test_a_colleague_taps_seven_times_and_comes_back_to_the_own_page(cast: Cast) -> None:
    client = cast.client("member")
    listed = client.get("/my/training/").content.decode()
    assert "/p/p-secretary/rate/colleague/" in listed and "p-new" not in listed
    assert client.get("/p/p-secretary/rate/colleague/").content.decode().count('role="radiogroup"') == BRIEF
    done = client.post("/p/p-secretary/rate/colleague/", {"K1": "3", "K2": "2"}, follow=True)
    assert done.redirect_chain == [("/my/training/", 302)] and "本年已评" in done.content.decode()
    again = client.post("/p/p-secretary/rate/colleague/", {"K1": "3"})
    assert again.status_code == 422 and "已经评过" in again.content.decode()


def test_a_year_of_rating_stays_within_ten_minutes(cast: Cast) -> None:
    assert minutes(FULL, Pace()) < 2 and minutes(BRIEF * 34, Pace()) <= MOST_MINUTES    # oneself; 34 secretaries by one superior
    assert (left(0, Pace()), left(BRIEF * 34, Pace()), left(1000, Pace())) == (34, 0, 0)
    page = cast.client("clerk").get("/p/p-secretary/rate/superior/").content.decode()
    assert "本年已用约 0 分钟" in page and "每项暂按 2.5 秒计" in page


def test_the_minutes_are_measured_by_the_committees_own_forms(cast: Cast) -> None:
    """Sums only: of all forms together, without those that stood open over lunch or were sent by no hand."""
    client, levels = cast.client("clerk"), {f"K{number}": "3" for number in range(1, 8)}
    assert re.search(r'name="opened" value="[^"]+"', client.get("/p/p-new/rate/superior/").content.decode())
    for person, seconds in (("p-secretary", 21), ("p-committee", 14), ("p-discipline", 4000), ("p-new", 0)):
        client.post(f"/p/{person}/rate/superior/", {**levels, "opened": signing.dumps(time.time() - seconds)})
    client.post("/p/p-new/rate/superior/", {**levels, "opened": "made up"})
    row = PaceRow.objects.get()
    assert (row.taps, row.seconds) == (14, 35)
    assert {field.name for field in PaceRow._meta.fields} == {"id", "top_key", "year", "taps", "seconds"}   # whose form it was is nowhere
    PaceRow.objects.update(taps=200, seconds=300)
    page = client.get("/p/p-secretary/rate/superior/").content.decode()
    assert "每项按 1.5 秒计，是本委 200 项的实测" in page and (pace(200, 300).seconds, left(0, pace(200, 300))) == (1.5, 57)


def test_an_envoy_is_asked_for_secretaries_whom_nobody_rated_yet_and_for_no_more_than_the_minutes_allow(cast: Cast) -> None:
    client = cast.client("envoy")
    asked = re.findall(r"/p/(p-\w+)/rate/superior/", client.get("/my/training/").content.decode())
    assert asked == ["p-secretary", "p-new"]                                  # whoever leads a branch, not their committees
    rated(cast, "p-secretary", K1=3)
    assert re.findall(r"/p/(p-\w+)/rate/superior/", client.get("/my/training/").content.decode()) == ["p-new"]
    PaceRow.objects.create(top_key="committee", year=2026, taps=200, seconds=200 * 90)   # so slow that nobody fits
    page = client.get("/my/training/").content.decode()
    assert "/rate/superior/" not in page and "另有 1 人超出时间，请其他人分担" in page


def test_nothing_chosen_is_one_sentence_and_what_was_typed_stays(cast: Cast) -> None:
    page = cast.client("clerk").post("/p/p-secretary/rate/superior/", {"remark": "记下的话"})
    assert page.status_code == 422 and "还没有评任何一项" in page.content.decode() and "记下的话" in page.content.decode()
    sheet = cast.client("clerk").post("/p/p-secretary/rate/sheet/", {"kind": "colleague", "on": "2026-11-24", "rater": "", "K1": "3"})
    assert sheet.status_code == 422 and "表的编号" in sheet.content.decode()
    assert re.search(r'name="K1" value="3" checked', sheet.content.decode())


def test_a_printed_sheet_is_typed_in(cast: Cast) -> None:
    paper = cast.client("clerk").post(MAP + "sheet.pdf", {"kind": "own", "person": "p-secretary"})
    assert paper.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(paper.content)).pages
    text = "".join(page.extract_text() for page in pages).replace(" ", "").replace("\n", "")
    assert len(pages) == 1 and "单志强" in text and "K7.4" in text
    assert len(PdfReader(io.BytesIO(cast.client("clerk").post(MAP + "sheet.pdf?kind=superior").content)).pages) == 4
    done = cast.client("clerk").post("/p/p-secretary/rate/sheet/?kind=superior", {"kind": "superior", "on": "2026-11-20", "rater": "马国栋", "K1": "3"})
    assert done.status_code == 302
    assert (Evidence.objects.get().way, Evidence.objects.get().valid_on.isoformat()) == ("sheet", "2026-11-20")


def test_the_people_whose_sheets_are_typed_in_are_listed_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadgoose.training.web.asked.PAGE", 3)
    first, second = (cast.client("clerk").get(MAP + "ratings/" + page).content.decode() for page in ("", "?page=2"))
    assert "1–3，共 4 人" in first and first.count("/rate/sheet/?kind=own") == 3
    assert second.count("/rate/sheet/?kind=own") == 1 and second.count('<option value="p-') == 1      # no page grows with the committee


def test_the_excel_table_comes_with_everybody_and_is_taken_in(cast: Cast) -> None:
    client = cast.client("clerk")
    book = load_workbook(BytesIO(client.post(MAP + "ratings/?format=xlsx").content))
    rows = list(book["按方面"].iter_rows(values_only=True))
    assert rows[0][6] == "K1（政治理论）" and [row[0] for row in rows[1:]] == ["单志强", "曾玉兰", "仇建军", "欧阳海涛"]
    sheet = book["按方面"]
    for number in range(2, 6):
        sheet.cell(number, 5).value, sheet.cell(number, 7).value = "马国栋", 3
    file = BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "评价.xlsx"
    seen = client.post(MAP + "ratings/", {"grid": "", "file": file})
    assert seen.status_code == 200 and "收入评价表" in seen.content.decode()
    text = re.search(r'<textarea name="grid" hidden[^>]*>(.*?)</textarea>', seen.content.decode(), re.DOTALL)
    assert text is not None
    done = client.post(MAP + "ratings/", {"grid": text[1], "act": "take"}, follow=True)
    assert "已收入：上级评价 4 份" in done.content.decode() and Evidence.objects.count() == 4
    bad = client.post(MAP + "ratings/", {"grid": "姓名\t评价方式\t日期\t评价人\tK1\n单志强\t上级评价\t2026-11-01\t马国栋\t7", "act": "take"})
    assert bad.status_code == 422 and "不是 1 到 5 之间的数" in bad.content.decode()


def test_the_committee_sets_its_own_version_on_a_page(cast: Cast) -> None:
    client = cast.client("clerk")
    page = client.get(MAP + "model/set/").content.decode()
    assert page.count("<select") == 6 * 7
    typed = {"t-secretary-K5": "4", "valid_from": "2026-12-01", "basis": "党委会", "n-K1.1": "把政策讲到班组"}
    refused = client.post(MAP + "model/set/", typed)
    assert refused.status_code == 422 and "依次不升" in refused.content.decode() and "把政策讲到班组" in refused.content.decode()
    wordless = client.post(MAP + "model/set/", {**typed, "t-secretary-K3": "4", "n-a3": "", "h-K1": "九个字的简称太长了"})
    assert wordless.status_code == 422 and "不能空着" in wordless.content.decode()
    typed |= {"n-a3": "独当一面", "n-K4": "群众工作和服务", "h-K4": "群众服务"}
    done = client.post(MAP + "model/set/", {**typed, "t-secretary-K3": "4"}, follow=True)
    assert done.redirect_chain == [(MAP + "model/", 302)] and "已起用 2026-1 版" in done.content.decode()
    body = ModelVersion.objects.get().body
    assert body["dimensions"][0]["behaviours"][0]["name"] == "把政策讲到班组" and body["anchors"][2]["name"] == "独当一面"
    assert (body["dimensions"][3]["short"], body["dimensions"][3]["english"], body["dimensions"][4]["english"]) == (
        "群众服务", "", "Publicity and teaching")                              # English follows only what was not reworded
    assert cast.client("envoy").get(MAP + "model/set/").status_code == 403


def test_evidence_is_withdrawn_on_the_persons_page(cast: Cast) -> None:
    key = rated(cast, "p-secretary", K1=2).key
    where = f"/p/p-secretary/training/evidence/{key}/withdraw/"
    assert cast.client("clerk").post(where, {"reason": ""}).status_code == 422
    assert "已撤回" in cast.client("clerk").post(where, {"reason": "评错了人"}, follow=True).content.decode()
    assert cast.client("secretary").post(where, {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("kind", ["reserve", "demonstration"])
def test_a_mark_is_set_and_ended_on_the_persons_page(cast: Cast, kind: str) -> None:
    client, where = cast.client("clerk"), "/p/p-member/training/mark/"
    assert "已记入" in client.post(where, {"kind": kind, "on": "2026-11-20", "basis": "党委会"}, follow=True).content.decode()
    assert "2026-11-20 起" in client.get("/p/p-member/training/").content.decode()
    assert "请填写依据" in client.post(where, {"kind": kind, "on": "2026-11-21", "basis": "", "end": "1"}, follow=True).content.decode()
    assert "已记入" in client.post(where, {"kind": kind, "on": "2026-11-21", "basis": "决定", "end": "1"}, follow=True).content.decode()
