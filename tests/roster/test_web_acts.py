"""The pages of acts about people: form, preview, do, bulk, counter-act, sheet."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from cast import NOW, TODAY, Cast, id_number
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.consequences import recompute
from leadgoose.roster.models import Deed, Present, Restriction


def changed(text: str) -> list[tuple[str, str]]:
    """Voters before and after, of each line of the effect."""
    return re.findall(r'class="num" data-label="[^"]+">(\d+)</td><td class="num" data-label="[^"]+">(\d+)</td>', text)


@pytest.fixture
def office(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


MOVE = {"on": "2026-11-20", "basis": "处组〔2026〕18号", "to": "two"}


def test_the_effect_is_shown_before_it_is_done(office: Cast) -> None:
    client, count = office.client("clerk"), Entry.objects.count()
    page = client.post("/p/p-member/move-member/", {**MOVE, "step": "preview"})
    text = page.content.decode()
    assert page.status_code == 200 and changed(text) == [("4", "3"), ("3", "4")]
    assert Entry.objects.count() == count and not Deed.objects.exists()
    done = client.post("/p/p-member/move-member/", {**MOVE, "step": "do"}, follow=True)
    deed = Deed.objects.get()
    assert done.redirect_chain == [("/p/p-member/", 302)] and f"{deed.receipt_number}-{deed.receipt_hash[:16]}" in done.content.decode()
    assert Present.objects.get(person__key="p-member").organisation.key == "two"
    assert f"/p/p-member/deeds/{deed.key}.pdf" in done.content.decode() and f"/p/p-member/deeds/{deed.key}/reverse/" in done.content.decode()


@pytest.mark.parametrize(("change", "told"), [
    ({"on": "2026-11-24"}, "还没有到"), ({"on": "昨天"}, "的样式填写日期"), ({"on": "2026-08-01"}, "不晚于该同志现有记录的起始日期"),
    ({"to": ""}, "请选择转入的党支部"), ({"to": "one"}, "已在这个党支部"), ({"basis": ""}, "请填写依据"), ({"to": "elsewhere-b"}, "请选择转入的党支部"),
])
def test_an_error_is_one_sentence_and_nothing_typed_is_lost(office: Cast, change: dict[str, str], told: str) -> None:
    page = office.client("clerk").post("/p/p-member/move-member/", {**MOVE, **change, "step": "do"})
    text = page.content.decode()
    assert page.status_code == 422 and told in text and ("18号" in text or "basis" in change)
    assert not Deed.objects.exists()


def test_an_act_is_taken_back_by_its_page(office: Cast) -> None:
    client = office.client("clerk")
    client.post("/p/p-member/move-member/", {**MOVE, "step": "do"})
    where = f"/p/p-member/deeds/{Deed.objects.get().key}/reverse/"
    assert "处组〔2026〕18号" in client.get(where).content.decode()
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "记错支部"}).status_code == 302
    assert Present.objects.get(person__key="p-member").organisation.key == "one"
    assert "已撤销" in client.get("/p/p-member/").content.decode()


def test_several_members_move_by_one_form(office: Cast) -> None:
    client = office.client("clerk")
    assert client.get("/o/one/bulk/").status_code == 200
    form = {**MOVE, "act": "move_member", "who": ["p-member", "p-committee"]}
    text = client.post("/o/one/bulk/", {**form, "step": "preview"}).content.decode()
    assert ("4", "2") in changed(text) and "组织委员" in text
    assert client.post("/o/one/bulk/", {**form, "step": "do"}).status_code == 302
    assert Deed.objects.count() == 2 == len(set(Deed.objects.values_list("receipt_number", flat=True)))
    nobody = client.post("/o/two/bulk/", {**MOVE, "act": "record_death", "step": "do"})
    assert nobody.status_code == 422 and "还没有勾选" in nobody.content.decode()
    assert client.get("/o/one/bulk/?act=record_sanction").status_code == 404


def test_somebody_new_comes_in_by_the_page(office: Cast) -> None:
    client = office.client("clerk")
    form = {"name": "郝新来", "id_number": id_number("1992-02-03", 77, "男"), "standing": "full", "joined_party": "2016-07-01",
            "full_member": "2017-07-01", "on": "2026-11-20", "basis": "介绍信第 8 号"}
    wrong = client.post("/o/two/transfer-in/", {**form, "id_number": "990101199202031551", "step": "do"})
    assert wrong.status_code == 422 and "身份证号有误" in wrong.content.decode() and "郝新来" in wrong.content.decode()
    assert changed(client.post("/o/two/transfer-in/", {**form, "step": "preview"}).content.decode()) == [("3", "4")]
    assert client.post("/o/two/transfer-in/", {**form, "step": "do"}).status_code == 302
    assert Present.objects.get(name="郝新来").organisation.key == "two"


def test_the_sheet_prints_and_a_decision_against_rights_only_for_the_clerk(office: Cast) -> None:
    client = office.client("clerk")
    client.post("/p/p-member/suspend-rights/", {"on": "2026-11-20", "basis": "纪〔2026〕3号", "step": "do"})
    assert Restriction.objects.count() == 1
    where = f"/p/p-member/deeds/{Deed.objects.get().key}.pdf"
    paper = client.post(where)
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF")
    assert len(PdfReader(io.BytesIO(paper.content)).pages) == 1
    assert office.client("reader").post(where).status_code == 404
    assert "中止党员权利" not in office.client("reader").get("/p/p-member/").content.decode()
    assert office.client("secretary").post(where).status_code == 403


def test_whoever_may_not_act_is_offered_nothing(office: Cast) -> None:
    assert "/p/p-member/transfer-out/" in office.client("clerk").get("/p/p-member/").content.decode()
    for login in ("envoy", "secretary", "member"):
        assert "/p/p-member/transfer-out/" not in office.client(login).get("/p/p-member/").content.decode()
