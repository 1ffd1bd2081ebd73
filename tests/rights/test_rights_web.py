"""What is held, readings, copies, papers: pages of the person and of the office, their refusals, and their fixed numbers of queries."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cast import NOW, TODAY, Cast
from leadgoose.ground import holdings
from leadgoose.ground.holdings import Whose
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.press import paper as press
from leadgoose.recordbook.actions.reading import open_confidential
from leadgoose.recordbook.models import Record, Version
from leadgoose.rights import words
from leadgoose.rights.models import Objection
from leadgoose.rights.queries import held
from leadgoose.roster.actions.reveal import reveal
from leadgoose.roster.models import Membership, Person, PersonFact, Post
from rights.lived import NAME, the_lived

HELD = "/p/p-member/rights/"


@pytest.fixture
def full(db: None) -> Cast:
    """The cast after the life of tests/rights/lived.py."""
    return the_lived()


def whose(cast: Cast, key: str = "p-member", *, own: bool = True) -> Whose:
    return Whose(key, Person.objects.get(key=key).pk, "committee", TODAY, own)


def test_every_subject_says_what_it_holds_and_every_field_has_a_label_and_a_kind(full: Cast) -> None:
    parts = held.parts(whose(full))
    assert [part.subject for part in parts] == ["roster", "accounts", "production", "recordbook", "training", "elections", "rights"]
    assert all(part.things for part in parts), "the life of tests/rights/lived.py leaves a subject out"
    things = [thing for part in parts for thing in part.things]
    assert {thing.field for thing in things} <= set(words.FIELD) and all(thing.kind.purpose for thing in things)
    assert "elections.Candidate.post" in {thing.field for thing in things}


def test_numbers_are_masked_and_no_sealed_word_is_told(full: Cast) -> None:
    told = json.dumps([str(thing.value) for part in held.parts(whose(full)) for thing in part.things], ensure_ascii=False)
    assert full.id_numbers["p-member"] not in told and "19900010004" not in told and "199****0004" in told
    assert "家里老人住院" not in told and "带头讲安全课" not in told


def test_what_others_may_not_know_is_not_told_to_the_office(full: Cast) -> None:
    Record.objects.filter(level="inner").update(level="secret")
    talks = {own: [one for part in held.parts(whose(full, own=own)) for one in part.things if one.field == "recordbook.Version.content_sealed"]
             for own in (True, False)}
    assert len(talks[True]) == 1 and talks[False] == []


def test_as_many_queries_for_a_long_life_as_for_a_short_one(full: Cast) -> None:
    def asked(key: str) -> int:
        who = whose(full, key)
        with CaptureQueriesContext(connection) as seen:
            held.parts(who)
        return len(seen)

    person = Person.objects.get(key="p-member")
    before = asked("p-member")
    for model in (PersonFact, Membership, Post):
        for row in model.objects.filter(person=person):
            row.pk = None
            row.save()
    assert asked("p-member") == before <= 50


def test_who_read_what_with_the_reason_and_what_is_not_recorded(full: Cast) -> None:
    person = Person.objects.get(key="p-member")
    reveal(person, "id_number", "核对花名册", on=TODAY, by=full.actor("clerk"), at=NOW)
    open_confidential(Version.objects.exclude(content_sealed="").get(), by=full.actor("clerk"), at=NOW)
    told = {(one.login, str(one.what), one.reason) for one in holdings.readings(whose(full))}
    assert told == {("clerk", "查看完整身份证号", "核对花名册"), ("clerk", "查看2026-11-20的谈心谈话记录", "")}
    page = full.client("clerk").get(f"{HELD}readings/").content.decode()
    assert "核对花名册" in page and "不逐次记录" in page


def test_a_person_sees_copies_and_contests_and_nobody_else_does(cast: Cast) -> None:
    member = cast.client("member")
    assert member.get("/rights/").headers["Location"] == HELD
    page = member.get(HELD).content.decode()
    assert "1990-06-15" in page and "提出异议" in page
    assert member.get("/p/p-new/rights/").status_code == 404
    for login, status in (("secretary", 403), ("envoy", 403), ("new_secretary", 404), ("outsider", 404), ("security_officer", 404)):
        assert cast.client(login).get(HELD).status_code == status, login
    choice = f"roster.PersonFact.education|{PersonFact.objects.get(person__key='p-member').pk}"
    refused = member.post(f"{HELD}object/", {"choice": choice, "said": ""})
    assert refused.status_code == 422 and not Objection.objects.exists()
    sent = member.post(f"{HELD}object/", {"choice": choice, "said": "是大专", "wanted": "大专"})
    row = Objection.objects.get()
    assert sent.headers["Location"] == f"/objections/{row.key}/" and row.way == "page"
    assert "有异议" in member.get(HELD).content.decode()
    assert "有异议" in cast.client("clerk").get("/p/p-member/").content.decode()
    assert "有异议" in cast.client("secretary").get("/p/p-member/").content.decode()
    assert member.get(f"/objections/{row.key}/paper/").headers["Location"] == f"/objections/{row.key}/", "there is no answer yet"
    assert cast.client("secretary").get(f"/objections/{row.key}/").status_code == 403


def test_the_office_types_in_a_paper_and_answers(cast: Cast) -> None:
    clerk = cast.client("clerk")
    form = {"choice": "other", "said": "缺一次会议", "received_on": "2026-11-20", "paper": "卷 3"}
    assert clerk.post("/p/p-old/rights/object/", {**form, "paper": ""}).status_code == 422
    clerk.post("/p/p-old/rights/object/", form)
    row = Objection.objects.get()
    assert (row.way, row.received_on.isoformat()) == ("paper", "2026-11-20")
    listed = clerk.get("/o/committee/rights/objections/?state=open").content.decode()
    assert "王德福" in listed and "缺一次会议" in listed
    assert "个人信息异议待答复" in clerk.get("/o/committee/watch/").content.decode()
    address = f"/objections/{row.key}/answer/"
    assert clerk.post(address, {"outcome": "refused", "words": ""}).status_code == 422
    clerk.post(address, {"outcome": "refused", "words": "签到册上没有。"})
    row.refresh_from_db()
    assert row.outcome == "refused" and "人民法院" in clerk.get(f"/objections/{row.key}/").content.decode()
    clerk.post(f"/objections/{row.key}/remark/", {"remark": "我在场"})
    assert "我在场" in clerk.get(f"/objections/{row.key}/").content.decode()


def test_the_list_of_objections_has_a_fixed_number_of_queries(cast: Cast) -> None:
    clerk = cast.client("clerk")
    counts = []
    for people in (("p-old",), ("p-two", "p-member")):
        for person in people:
            clerk.post(f"/p/{person}/rights/object/", {"choice": "other", "said": "x", "received_on": "2026-11-20", "paper": "1"})
        with CaptureQueriesContext(connection) as seen:
            clerk.get("/o/committee/rights/objections/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_taking_it_along_is_recorded_whatever_the_form(cast: Cast) -> None:
    member = cast.client("member")
    assert member.get(f"{HELD}take/").status_code == 405 and member.post(f"{HELD}take/", {"form": "docx"}).status_code == 400
    book = load_workbook(BytesIO(member.post(f"{HELD}take/", {"form": "xlsx"}).content))
    assert "查晓明" in str(book.active["A1"].value) and "导出" in str(book.active["A2"].value) and book.active["B5"].value
    plain = json.loads(member.post(f"{HELD}take/", {"form": "json"}).content)
    assert plain["name"] == "查晓明" and {"column", "purpose", "base", "rules", "value"} <= set(plain["held"][0])
    assert [one.facts for one in Entry.objects.filter(act="HoldingsTaken").order_by("pk")] == [{"form": "xlsx"}, {"form": "json"}]


def test_papers_are_printed_in_large_print(full: Cast) -> None:
    clerk = full.client("clerk")
    made = clerk.post(HELD + "take/", {"form": "pdf"})
    form = clerk.get(HELD + "form/")
    row = Objection.objects.get()
    answer = clerk.get(f"/objections/{row.key}/paper/")
    for response in (made, form, answer):
        assert response.status_code == 200 and response.content.startswith(b"%PDF-"), response.content[:80]
    assert Entry.objects.filter(act="HoldingsTaken").count() == 1


def test_the_form_for_an_objection_is_one_page_and_large(full: Cast) -> None:
    from leadgoose.ground.press.printing import Imprint
    from leadgoose.rights.papers import About, form_paper

    paper = form_paper(About("查晓明", "作业一队党支部", "示例油田工程技术处党委", "zh-Hans", 15, 3, TODAY, Imprint()))
    assert paper.size >= 16 and all(size >= 16 for block in paper.blocks for size in getattr(block, "sizes", ()))
    assert len(press.as_pictures(paper, ppi=40)) == 1


def test_the_officer_decides_without_seeing_a_name(full: Cast) -> None:
    clerk, officer = full.client("clerk"), full.client("security_officer")
    page = clerk.get(HELD + "erase/").content.decode()
    assert "会删除的" in page and "会留下的" in page
    clerk.post(HELD + "erase/", {"ground": "asked", "paper": "处审 6", "scans": "on"})
    listed = officer.get("/erasures/").content.decode()
    assert "处审 6" in listed and NAME not in listed
    address = officer.get("/erasures/").content.decode().split('href="/erasures/')[1].split('"')[0]
    one = officer.get(f"/erasures/{address}").content.decode()
    assert NAME not in one and "照审批单填写" in one
    assert officer.post(f"/erasures/{address}carry-out/", {"name": "单志强"}).status_code == 422
    assert clerk.post(f"/erasures/{address}carry-out/", {"name": NAME}).status_code == 403
    assert officer.post(f"/erasures/{address}carry-out/", {"name": NAME}).status_code == 302
    assert "已删除" in clerk.get("/o/committee/rights/erasures/").content.decode()
    assert NAME not in clerk.get("/p/p-member/").content.decode()


def test_everybody_may_read_why_things_are_held(cast: Cast) -> None:
    for login in ("member", "auditor", "unit_head"):
        assert "个人信息处理清单" in cast.client(login).get("/rights/purposes/").content.decode()
