"""Pages of the bank and of tests: each kind of page once, one refusal of each kind, the same queries for one row and for three."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from cast import NOW, TODAY, Cast
from leadgoose.training.actions.bank import take_bank_file
from leadgoose.training.models.bank import BankFile, Exam, Question, Sitting, Version
from leadgoose.training.models.carrying import Nomination
from leadgoose.training.models.plan import Session
from leadgoose.training.queries.exams import items_of
from leadgoose.training.rules.bank import Kind
from training.banking import CLOSED, exam, invited, right, samples, sat, shipped, workbook

BANK, TESTS = "/o/committee/bank/", "/o/committee/tests/"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


# --- the bank ---


def test_an_empty_bank_says_how_questions_get_in_and_takes_the_shipped_ones(cast: Cast) -> None:
    client = cast.client("clerk")
    assert "题库还是空的" in text(client, BANK)
    response = client.post(BANK + "shipped/", follow=True)
    assert "收入 256 道新题" in response.content.decode() and "第 1–50 题，共 256 题" in response.content.decode()


def test_the_list_is_filtered_and_exported_as_filtered(cast: Cast) -> None:
    shipped(cast)
    client = cast.client("clerk")
    asked = "?course=basics&unit=4&kind=single&rule=branch-meeting-vote"
    many = Question.objects.filter(course="basics", unit=4, kind="single", rules__contains=" branch-meeting-vote ").count()
    assert f"共 {many} 题" in text(client, BANK + asked)
    for nonsense in ("?unit=x", "?difficulty=9", "?page=99", "?kind=x", "?unit=¹"):
        assert client.get(BANK + nonsense).status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(client.get(BANK + "export.xlsx" + asked).content))
    assert book["题库"].max_row == many + 1
    template = openpyxl.load_workbook(io.BytesIO(client.get(BANK + "template.xlsx").content))
    assert template.sheetnames == ["题库", "填写说明"]


def test_the_lists_have_the_same_queries_for_one_row_and_for_three(cast: Cast) -> None:
    samples(cast)
    client = cast.client("clerk")
    first = [queries(client, address) for address in (BANK, TESTS, BANK + "import/", "/test/exam/")]
    shipped(cast)
    one = exam(cast, title="又一份")
    exam(cast, title="还有一份")
    for person in ("p-secretary", "p-new", "p-two"):
        invited(cast, one, person)
        invited(cast, Exam.objects.get(key="exam"), person)
    BankFile.objects.create(top_key="committee", filename="又一份.xlsx", sha256="1" * 64, content=b"", uploaded_at=NOW, uploaded_by="clerk")
    assert [queries(client, address) for address in (BANK, TESTS, BANK + "import/", "/test/exam/")] == first


def test_one_question_shows_its_rules_its_pins_and_every_version(cast: Cast) -> None:
    shipped(cast)
    question, client = Question.objects.get(top_key="committee", code="basics-4-02"), cast.client("clerk")
    page = f"/question/{question.key}/"
    assert "quorum &gt;= 1/2" in text(client, page) and "16 人" in text(client, page)
    form = {"course": "basics", "unit": "4", "kind": "single", "difficulty": "2", "ask": "改过的题干？", "right": "{branch-meeting-vote:majority of 30} 人",
            "wrong": "15 人\n20 人", "rules": "branch-meeting-vote", "why": "超过半数。", "reason": "改短"}
    broken = client.post(page + "revise/", {**form, "right": ""})
    assert broken.status_code == 422 and "没有正确答案" in broken.content.decode() and "改过的题干？" in broken.content.decode()
    assert client.post(page + "revise/", {**form, "unit": "9"}).status_code == 422
    assert client.post(page + "revise/", form).status_code == 302
    told = text(client, page)
    assert "改过的题干？" in told and "本次党员大会作一项决议" in told and "改短" in told
    assert client.post(page + "withdraw/", {"reason": ""}).status_code == 422
    client.post(page + "withdraw/", {"reason": "不合本单位规定"})
    assert "已停用" in text(client, BANK + "?state=withdrawn")


def test_a_question_whose_rule_moved_says_so_and_is_confirmed_on_its_page(cast: Cast) -> None:
    shipped(cast)
    Version.objects.filter(question__code="basics-4-01").update(grounds=["branch-meeting-vote must: quorum >= 2/3, majority > 1/2"])
    question, client = Question.objects.get(top_key="committee", code="basics-4-01"), cast.client("clerk")
    page = f"/question/{question.key}/"
    assert "的 quorum 由 &gt;= 2/3 变为 &gt;= 1/2" in text(client, page)
    assert "依据有变，待核" in text(client, BANK) and "共 1 题" in text(client, BANK + "?state=moved")
    assert client.post(page + "revise/", {"act": "confirm", "reason": ""}).status_code == 422
    client.post(page + "revise/", {"act": "confirm", "reason": "对照条例第十一条核对"})
    assert "由 &gt;= 2/3" not in text(client, page)


def test_a_question_is_added_on_a_page(cast: Cast) -> None:
    client = cast.client("clerk")
    form = {"course": "own", "unit": "1", "kind": "truefalse", "difficulty": "1", "ask": "夜班仍计入应到会。", "right": "对",
            "rules": "elec-quorum-others-count", "why": "夜班不减基数。"}
    assert client.post(BANK + "new/", {**form, "rules": "elec-none"}).status_code == 422
    assert client.post(BANK + "new/", form, follow=True).status_code == 200
    assert Question.objects.get().code == "own-001"


def test_a_broken_file_is_told_corrected_and_taken_in(cast: Cast) -> None:
    client = cast.client("clerk")
    content = workbook({}, {"ask": "第二题？", "answer": ""})
    assert client.post(BANK + "import/", {}).status_code == 422
    assert client.post(BANK + "import/", {"file": SimpleUploadedFile("a.xlsx", b"nothing")}).status_code == 422
    page = client.post(BANK + "import/", {"file": SimpleUploadedFile("题库.xlsx", content)}, follow=True)
    address = page.redirect_chain[-1][0]
    told = page.content.decode()
    assert "没有正确答案" in told and "收入 1 题" in told and "第二题？" not in re.sub(r"(?s)id=\"problems\".*?</table>", "", told)
    book = openpyxl.load_workbook(io.BytesIO(client.get(address + "corrections/").content))
    book["题库"].cell(3, 13).value = "A"
    written = io.BytesIO()
    book.save(written)
    corrected = client.post(address + "corrections/", {"file": SimpleUploadedFile("题库-更正.xlsx", written.getvalue())}, follow=True)
    again = corrected.redirect_chain[-1][0]
    assert "收入 2 题" in corrected.content.decode()
    assert "收入 2 道新题" in client.post(again, follow=True).content.decode()
    assert "一字不差" in client.post(BANK + "import/", {"file": SimpleUploadedFile("又名.xlsx", content)}, follow=True).content.decode()
    empty = BankFile.objects.create(
        top_key="committee", filename="空.xlsx", sha256="2" * 64, content=workbook({"answer": ""}), uploaded_at=NOW, uploaded_by="clerk")
    assert client.post(f"/bank-file/{empty.key}/").status_code == 422


# --- tests ---


def test_a_test_is_set_from_ticked_units_and_printed(cast: Cast) -> None:
    shipped(cast)
    client = cast.client("clerk")
    form = {"title": "训前", "purpose": "before", "minutes": "30", "opens_on": TODAY.isoformat(), "closes_on": TODAY.isoformat(), "trainer": "p-committee",
            "seed": "7", "unit": ["basics-4", "secretary-5"], "count-single": "2", "count-truefalse": "1", "count-multiple": "1", "count-short": "1"}
    for wrong in ({"unit": []}, {"title": ""}, {"count-short": "3"}, {"minutes": "x"}, {"closes_on": "2026-11-31"}, {"purpose": "after"}):
        broken = client.post(TESTS + "new/", {**form, **wrong})
        assert broken.status_code == 422, wrong
    assert 'value="basics-4" checked' in client.post(TESTS + "new/", {**form, "title": ""}).content.decode(), "nothing typed is lost"
    made = client.post(TESTS + "new/", form)
    one = Exam.objects.get()
    assert made.headers["Location"] == f"/test/{one.key}/" and len(one.items) == 10
    paper, key = (PdfReader(io.BytesIO(client.get(f"/test/{one.key}/{side}.pdf").content)) for side in ("paper", "key"))
    told = "".join(page.extract_text() for page in paper.pages)
    assert "答题卡" in told and "姓名" in told and "满分" in told
    assert "解析" not in told and "解析" in "".join(page.extract_text() for page in key.pages)
    assert client.get(f"/test/{one.key}/other.pdf").status_code == 404
    after = client.get(f"{TESTS}new/?before={one.key}").content.decode()
    assert "对应的训前测试：训前" in after and client.get(f"{TESTS}new/?before=none").status_code == 404


def test_people_are_invited_and_stand_in_the_registers_order_whatever_is_asked(cast: Cast) -> None:
    """Nobody is ranked: no order by marks, no marks in a list, no file of them."""
    one, client = exam(cast, blueprint=CLOSED), cast.client("clerk")
    assert client.post(f"/test/{one.key}/invite/", {}).status_code == 422
    client.post(f"/test/{one.key}/invite/", {"person": ["p-new", "p-secretary"]})
    client.post(f"/test/{one.key}/invite/", {"everybody": "1"})
    sat(cast, one, but=[1, 2, 3, 4])
    sat(cast, one, login="new_secretary", person="p-new")
    orders = []
    for asked in ("", "?sort=marks", "?sort=-marks", "?order=score", "?o=1", "?ordering=-total"):
        page = text(client, f"/test/{one.key}/{asked}")
        listed = page[page.index("参加的人"):page.index('id="units"')]
        orders.append(re.findall(r'<th scope="row">([^<]+)</th>', listed))
        assert not re.search(r'href="[^"]*(sort|order)', page) and "9/9" not in listed and "%" not in listed
    assert orders == [["单志强", "曾玉兰", "仇建军", "欧阳海涛"]] * 6
    for address in (f"/test/{one.key}/export.xlsx", f"/test/{one.key}/results/", TESTS + "export/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/test/{one.key}/?format=xlsx").headers["Content-Type"].startswith("text/html")


def test_a_test_is_sat_saved_and_handed_in(cast: Cast) -> None:
    one = exam(cast)
    sitting, client, items = invited(cast, one), cast.client("secretary"), items_of(one)
    page = f"/sit/{sitting.key}/"
    assert "去答题" in text(client, "/my/tests/") and "开始答题" in text(client, page)
    client.post(page + "start/")
    form = text(client, page)
    assert form.count('type="radio"') == 4 + 4 + 2 and form.count('type="checkbox"') >= 4 and "<textarea" in form
    assert re.findall(r'name="(q-\d+)"', form)[0] == f"q-{items[0].item}"
    answers = {f"q-{item}": answer for item, answer in right(items).items()}
    partly = {name: answer for name, answer in answers.items() if name != f"q-{items[4].item}"}
    assert "已暂存 4 题" in client.post(page + "save/", partly, follow=True).content.decode()
    asked = client.post(page + "hand-in/", partly)
    assert asked.status_code == 422 and "还有 1 题没有答：第 5 题" in asked.content.decode() and " checked" in asked.content.decode()
    done = client.post(page + "hand-in/", answers, follow=True)
    assert "简答 6 分待批卷人批" in done.content.decode() and "9/9" in done.content.decode()
    assert client.get(page).headers["Location"] == f"/result/{sitting.key}/"
    again = client.post(page + "hand-in/", {**answers, "sure": "1"}, follow=True)
    assert "不能这样做" in again.content.decode() and Sitting.objects.get().state == "handed_in"


def test_each_sees_an_order_of_options_of_their_own_and_always_the_same(cast: Cast) -> None:
    one = exam(cast, blueprint=CLOSED)
    orders = []
    for login, person in (("secretary", "p-secretary"), ("new_secretary", "p-new"), ("committee_member", "p-committee")):
        sitting, client = invited(cast, one, person), cast.client(login)
        client.post(f"/sit/{sitting.key}/start/")
        forms = [re.findall(r'name="q-\d+" value="(\d+)"', text(client, f"/sit/{sitting.key}/")) for _again in range(2)]
        assert forms[0] == forms[1]
        orders.append(tuple(forms[0]))
    assert len(set(orders)) == 3


def test_a_result_is_for_the_person_the_trainer_and_the_office(cast: Cast) -> None:
    one = exam(cast)
    sitting = sat(cast, one, but=[1])
    result = f"/result/{sitting.key}/"
    for login, status in (("secretary", 200), ("committee_member", 200), ("clerk", 200), ("envoy", 403), ("reader", 403), ("new_secretary", 404),
                          ("member", 404), ("outsider", 404)):
        assert cast.client(login).get(result).status_code == status, login
    for login, status in (("secretary", 404), ("committee_member", 200), ("clerk", 200)):
        assert cast.client(login).get(result + "marking/").status_code == status, login
    trainer, short = cast.client("committee_member"), items_of(one)[-1]
    assert "请我批的卷子" in text(trainer, "/my/tests/") and "批简答" in text(trainer, f"/test/{one.key}/")
    assert "及时谈心，三天内回音" in text(trainer, result + "marking/")
    trainer.post(result + "marking/", {f"points-{short.item}": ["0", "2"]})
    page = text(cast.client("secretary"), result)
    assert "4/6" in page and "批简答" not in page and 'class="rule"' in page and page.count("所选") >= 4
    assert trainer.post(result + "marking/", {}).status_code == 403, "marked papers are marked again by the office only"
    assert cast.client("clerk").post(result + "marking/", {f"points-{short.item}": ["0", "1", "2", "3"]}).status_code == 422


def test_a_paper_is_typed_in_by_question_or_as_its_result(cast: Cast) -> None:
    one, client = exam(cast), cast.client("clerk")
    first, second = invited(cast, one), invited(cast, one, "p-new")
    items = items_of(one)
    full = {f"marks-{item.item}": "1" for item in items}
    broken = client.post(f"/result/{first.key}/paper/", {**full, "on": TODAY.isoformat(), f"marks-{items[0].item}": "9"})
    assert broken.status_code == 422 and "第 1 题填 0 至 2 分" in broken.content.decode() and 'value="9"' in broken.content.decode()
    assert client.post(f"/result/{first.key}/paper/", {**full, "on": (TODAY + timedelta(days=1)).isoformat()}).status_code == 422
    assert "纸质卷" in client.post(f"/result/{first.key}/paper/", {**full, "on": TODAY.isoformat()}, follow=True).content.decode()
    units = {"unit-basics-4": "5", "unit-basics-8": "2", "unit-secretary-5": "6"}
    assert client.post(f"/result/{second.key}/paper/", {"by": "unit", "on": TODAY.isoformat(), **units, "unit-basics-8": ""}).status_code == 422
    done = client.post(f"/result/{second.key}/paper/", {"by": "unit", "on": TODAY.isoformat(), **units}, follow=True).content.decode()
    assert "13/15" in done and "没有答" not in done


def test_the_person_sees_what_changed_and_the_trainer_what_changed_in_the_group(cast: Cast) -> None:
    before = exam(cast, blueprint=CLOSED)
    after = exam(cast, title="训后", purpose="after", before=before, blueprint=CLOSED)
    sat(cast, before, but=[1, 2])
    sitting = sat(cast, after)
    assert "+80" in text(cast.client("secretary"), f"/result/{sitting.key}/")
    assert "+80" in text(cast.client("clerk"), f"/test/{after.key}/") and "1 人合计" in text(cast.client("clerk"), f"/test/{after.key}/")


def test_own_questions_from_a_file_can_be_asked(cast: Cast) -> None:
    client = cast.client("clerk")
    rows = [{"ask": f"第 {number} 题？", "course": "本单位自编", "unit": 2} for number in range(3)]
    client.post(BANK + "import/", {"file": SimpleUploadedFile("题库.xlsx", workbook(*rows))})
    take_bank_file(BankFile.objects.get(), by=cast.actor("clerk"), at=NOW)
    form = {"title": "自编", "purpose": "alone", "minutes": "30", "opens_on": TODAY.isoformat(), "closes_on": TODAY.isoformat(), "unit": ["own-2"],
            "count-single": "3"}
    assert client.post(TESTS + "new/", form).status_code == 302
    assert [one.question.kind for one in items_of(Exam.objects.get())] == [Kind.SINGLE] * 3


def test_a_session_s_people_sit_the_tests_of_the_session(cast: Cast) -> None:
    shipped(cast)
    dated: dict[str, Any] = {"recorded_at": NOW, "recorded_by": "clerk"}
    session = Session.objects.create(
        top_key="committee", year=2026, course="轮训", title="书记轮训", kind="class", starts_on=TODAY, ends_on=TODAY, hours=800, seats=2, **dated)
    for number, (person, state) in enumerate((("p-secretary", "confirmed"), ("p-new", "named"), ("p-two", "waiting")), 1):
        who = cast.people[person]
        Nomination.objects.create(session=session, person=who, state=state, source="office", number=number, changed_at=NOW, **dated)
    client = cast.client("clerk")
    assert f"new/?session={session.key}" in text(client, f"/sessions/{session.key}/")
    assert 'value="书记轮训 训前测试"' in text(client, f"{TESTS}new/?session={session.key}")
    form = {"title": "书记轮训 训前测试", "purpose": "before", "minutes": "30", "opens_on": TODAY.isoformat(), "closes_on": TODAY.isoformat(),
            "unit": ["basics-4"], "count-single": "2", "session": session.key}
    client.post(TESTS + "new/", form)
    before = Exam.objects.get()
    assert "安排班次名单上的 2 人" in text(client, f"/test/{before.key}/")
    client.post(f"/test/{before.key}/invite/", {"seated": "1"})
    assert set(Sitting.objects.values_list("person__key", flat=True)) == {"p-secretary", "p-new"}
    client.post(TESTS + "new/", {**form, "before": before.key, "session": "", "title": "书记轮训 训后测试"})
    assert [one.session for one in Exam.objects.order_by("pk")] == [session.key] * 2
    assert "训后测试" in text(client, f"/sessions/{session.key}/")
