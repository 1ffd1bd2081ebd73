"""Registers taken in: the samples against their truth, the difference, corrections, what is written and what never is."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from office import NOW, REPORTED, Office, corrected, id_number, judged, member, register, sample, taken, term, the_office, truth
from office import ledger as ledger_file

from leadgoose.ground.access.actor import Denied
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import open_many, open_sealed
from leadgoose.roster.actions.imports import corrections_of, judge_upload, take_register
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.identity import id_index
from leadgoose.roster.models import (
    Import,
    Membership,
    Organisation,
    OrganisationAlias,
    OrganisationFact,
    Person,
    PersonFact,
    Post,
    Present,
)
from leadgoose.roster.queries.uploads import compare_register
from leadgoose.roster.queries.waiting import waiting_count

FIELDS = {
    "name": "name", "gender": "gender", "ethnicity": "ethnicity", "birth_date": "born_on", "education": "education", "degree": "degree",
    "school": "school", "major": "major", "work_start": "work_start", "joined_party": "joined_party", "full_member": "full_member",
    "admin_post": "admin_post",
}
POSTS = {"书记": "secretary", "副书记": "deputy_secretary", "组织委员": "organisation", "宣传委员": "publicity", "纪检委员": "discipline"}


@pytest.fixture
def office(db: None) -> Office:
    return the_office()


def people_in_the_database() -> list[dict[str, Any]]:
    """Everybody as the truth files tell them, from the facts alone."""
    people = {row.pk: row for row in Person.objects.all()}
    facts = list(PersonFact.objects.known().filter(valid_to=None).order_by("person_id"))
    members = {row.person_id: row for row in Membership.objects.known().filter(valid_to=None).select_related("organisation")}
    posts = {row.person_id: row.kind for row in Post.objects.known().filter(valid_to=None)}
    words = {code: word for word, code in POSTS.items()}
    numbers = open_many((people[fact.person_id].key, "id_number", people[fact.person_id].id_sealed) for fact in facts)
    phones = open_many((people[fact.person_id].key, "phone", fact.phone_sealed) for fact in facts)
    found = []
    for fact, number, phone in zip(facts, numbers, phones, strict=True):
        one = {key: getattr(fact, column) for key, column in FIELDS.items()}
        one |= {"full_member": one["full_member"] or None, "id_number": number, "phone": phone, "branch": members[fact.person_id].organisation.name}
        one |= {"party_post": words.get(posts.get(fact.person_id, ""), ""), "status": "正式党员" if members[fact.person_id].standing == "full" else "预备党员"}
        found.append(one)
    return sorted(found, key=lambda one: one["id_number"])


def rows_everywhere() -> dict[str, int]:
    models = (Person, PersonFact, Membership, Post, Organisation, OrganisationFact, OrganisationAlias, Present, Entry)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.once   # what a register says; test_import_terms walks the path of the messy one on both databases
@pytest.mark.parametrize("name", ["roster-clean", "roster-messy", "roster-per-branch"])
def test_a_sample_taken_in_says_exactly_what_its_truth_says(office: Office, name: str) -> None:
    taken(office, name)
    assert people_in_the_database() == truth(name)["people"]
    branches = Organisation.objects.filter(parent=office.top)
    assert branches.count() == 34
    assert {row.kind for row in branches} == {"branch"}
    assert Present.objects.count() == len(truth(name)["people"])
    assert Entry.objects.get().act == "RegisterTaken"
    assert waiting_count("top") == truth(name)["counts"]["rejected"]


def test_the_act_is_in_the_journal_with_keys_and_counts_and_no_name(office: Office) -> None:
    upload = office.upload("register", register(member(1, "甲", "一队党支部", 党内职务="书记"), member(2, "", "一队党支部")))
    take_register(upload, REPORTED, by=office.by, at=NOW)
    person, branch = Person.objects.get(), Organisation.objects.get(parent=office.top)
    entry = Entry.objects.get()
    assert (entry.act, entry.valid_on, entry.chain, entry.by, entry.role, entry.typed) == ("RegisterTaken", REPORTED, "top", "office", "clerk", 0)
    assert entry.facts == {
        "import": upload.key, "corrects": "", "file": upload.sha256, "rows": 2, "accepted": 1, "waiting": 1, "unchanged": 0,
        "joined": [person.key], "back": [], "left": [], "moved": {}, "changed": {}, "organisations": [branch.key], "officers_of_ledger": 0,
    }
    assert entry.filled == 10 + 2 + 1      # ten filled cells, the ID number among them, branch and standing, one post
    assert "甲" not in json.dumps([entry.facts, entry.sealed], ensure_ascii=False)


def test_the_same_bytes_are_recognised_and_change_nothing(office: Office) -> None:
    taken(office, "roster-messy")
    before = rows_everywhere()
    again, known = judge_upload(office.top, "register", sample("roster-messy"), "另一个名字.xlsx", by=office.by, at=NOW)
    seen = compare_register(again)
    assert known
    assert Import.objects.count() == 1
    assert (seen.difference.empty, seen.difference.left, seen.difference.unchanged) == (True, (), 661)
    assert take_register(again, REPORTED, by=office.by, at=NOW).receipt is None
    assert rows_everywhere() == before


def test_messy_with_its_corrections_brings_all_in(office: Office) -> None:
    upload = taken(office, "roster-messy")
    workbook = corrections_of(upload, by=office.by, at=NOW)
    fixed = office.upload("register", corrected(workbook, "roster-messy"), "更正.xlsx", upload)
    assert fixed.corrects_id == upload.pk
    seen = compare_register(fixed)
    assert (len(seen.difference.joined), seen.difference.moved, seen.difference.changed, seen.difference.left) == (38, (), (), ())
    take_register(fixed, fixed.valid_on, by=office.by, at=NOW)
    assert Present.objects.count() == 699
    assert waiting_count("top") == 0
    rights = {problem["right"] for problem in truth("roster-messy")["problems"] if len(problem["right"]) == 18}
    assert Person.objects.filter(id_index__in=[id_index("top", number) for number in rights]).count() == len(rights) == 18
    assert compare_register(upload).difference.empty
    assert compare_register(upload).difference.left == ()


def test_the_corrections_workbook_shows_no_number_in_full_and_says_who_made_it_and_when(office: Office) -> None:
    upload = judged(office, "roster-messy")
    from io import BytesIO

    from openpyxl import load_workbook
    book = load_workbook(BytesIO(corrections_of(upload, by=office.by, at=NOW)))
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    people = truth("roster-messy")["people"]
    assert not [one for one in people if one["id_number"] in cells or one["phone"] in cells]
    assert "office-clerk" in cells and "2026-11-23 10:00" in cells
    assert book.worksheets[0]["A1"].value == "示例油田工程技术处党员花名册"


def test_rows_of_the_file_that_wait_are_not_written_and_do_not_count_as_left(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部"), member(3, "丙", "一队党支部"), member(4, "丁", "一队党支部")))
    seen = compare_register(office.upload("register", register(
        member(1, "甲", "一队党支部", 身份证号="990101198001010000"), member(2, "", "一队党支部"), member(3, "丙", "一队党支部", 入党时间="不详"),
    )))
    assert [seen.name_of(key) for key in seen.difference.left] == ["丁"]
    assert seen.difference.empty


def test_a_new_register_shows_who_joined_left_moved_and_what_changed(office: Office) -> None:
    office.take(register(
        member(1, "甲", "一队党支部", 党内职务="书记"), member(2, "乙", "一队党支部"), member(3, "丙", "二队党支部"), member(4, "丁", "二队党支部"),
        member(5, "戊", "三队党支部"),
    ))
    upload = office.upload("register", register(
        member(1, "甲", "一队党支部", 党内职务="副书记", 学历="硕士"), member(2, "乙", "二队支部"),
        member(4, "丁", "二队党支部", 党员类别="预备党员", 转正时间=""),
        member(6, "己", "一队党支部"),
    ))
    seen = compare_register(upload)
    found = seen.difference
    rows = seen.register.people
    assert [rows[one.place].name for one in found.joined] == ["己"]
    assert [(seen.name_of(one.person), seen.place_name(one.before), seen.place_name(one.after)) for one in found.moved] == [
        ("乙", "一队党支部", "二队党支部")
    ]
    assert {seen.name_of(one.person): [(change.field, change.before, change.after) for change in one.fields] for one in found.changed} == {
        "甲": [("education", "大学", "硕士"), ("party_post", "secretary", "deputy_secretary")],
        "丁": [("full_member", "2006-07-01", ""), ("standing", "full", "probationary")],
    }
    assert [seen.name_of(key) for key in found.left] == ["丙"]          # 戊's branch is not in the file
    on = date(2026, 11, 20)
    take_register(upload, on, found.left, by=office.by, at=NOW, shown=seen.digest)
    members = Membership.objects.on(on).order_by("person_id").values_list("person__present__name", "organisation__name", "standing")
    assert list(members) == [
        ("甲", "一队党支部", "full"), ("乙", "二队党支部", "full"),
        ("丁", "二队党支部", "probationary"), ("戊", "三队党支部", "full"), ("己", "一队党支部", "full"),
    ]
    before = Membership.objects.on(date(2026, 11, 19)).order_by("person_id").values_list("organisation__name", flat=True)
    assert list(before) == ["一队党支部", "一队党支部", "二队党支部", "二队党支部", "三队党支部"]
    assert list(Post.objects.on(on).values_list("person__present__name", "kind", "valid_from")) == [("甲", "deputy_secretary", on)]
    assert list(Post.objects.on(date(2026, 11, 19)).values_list("kind", flat=True)) == ["secretary"]
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    keys = {one.person: seen.name_of(one.person) for one in found.changed}
    assert {keys[key]: fields for key, fields in entry.facts["changed"].items()} == {"甲": ["education", "party_post"], "丁": ["full_member", "standing"]}
    jia = next(key for key, name in keys.items() if name == "甲")
    assert open_sealed(jia, "education", entry.sealed[jia]["education"]) == "大学 → 硕士"
    assert compare_register(upload).difference.empty


def test_people_not_ticked_stay_where_they_are(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部")))
    office.take(register(member(1, "甲", "一队党支部")), date(2026, 11, 1))
    assert Membership.objects.on(date(2026, 11, 23)).count() == 2


def test_somebody_who_left_and_is_back_is_the_same_person(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部")))
    gone = Person.objects.get(id_index=id_index("top", id_number(2)))
    office.take(register(member(1, "甲", "一队党支部")), date(2026, 11, 1), (gone.key,))
    assert not Present.objects.filter(person=gone).exists()
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "二队党支部")), date(2026, 11, 10))
    assert Person.objects.count() == 2
    spans = Membership.objects.known().filter(person=gone).order_by("valid_from").values_list("organisation__name", "valid_from", "valid_to")
    assert list(spans) == [("一队党支部", REPORTED, date(2026, 11, 1)), ("二队党支部", date(2026, 11, 10), None)]


def test_a_column_that_the_file_lacks_changes_nothing(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部", 党内职务="书记")))
    few = ("姓名", "身份证号", "入党时间", "转正时间", "所在党支部", "党员类别")
    seen = compare_register(office.upload("register", register(member(1, "甲", "一队党支部"), columns=few)))
    assert seen.difference.empty
    assert seen.difference.unchanged == 1


def test_a_change_on_the_same_day_leaves_no_day_on_which_the_wrong_thing_held(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部", 党内职务="书记")))
    office.take(register(member(1, "甲", "一队党支部", 党内职务="", 学历="硕士"), member(2, "乙", "一队党支部", 党内职务="书记")))
    assert list(PersonFact.objects.on(REPORTED).order_by("person_id").values_list("education", flat=True)) == ["硕士", "大学"]
    assert list(Post.objects.known().values_list("person__present__name", "kind")) == [("乙", "secretary")]
    assert PersonFact.objects.count() == 3      # the wrong line is retracted, not deleted
    seen = compare_register(office.upload("register", register(member(1, "甲", "一队党支部"),
        member(2, "乙", "一队党支部", 党内职务="书记"), member(3, "丙", "一队党支部"))))
    assert [one.fields[0].field for one in seen.difference.changed] == ["education"]


@pytest.mark.parametrize(("on", "code"), [(date(2026, 11, 24), "day-ahead"), (date(2026, 10, 30), "day-behind")])
def test_a_day_to_come_and_a_register_older_than_the_last_are_refused(office: Office, on: date, code: str) -> None:
    office.take(register(member(1, "甲", "一队党支部")))
    before = rows_everywhere()
    with pytest.raises(Refused) as no:
        office.take(register(member(1, "甲", "二队党支部")), on)
    assert no.value.code == code
    assert rows_everywhere() == before


def test_what_is_taken_in_is_what_was_shown(office: Office) -> None:
    upload = office.upload("register", register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部")))
    shown = compare_register(upload).digest
    office.take(register(member(2, "乙", "一队党支部")))
    with pytest.raises(Refused) as no:
        take_register(upload, REPORTED, by=office.by, at=NOW, shown=shown)
    assert no.value.code == "moved-on"


def test_a_failure_in_the_middle_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = judged(office, "roster-clean")
    before = rows_everywhere()

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("leadgoose.roster.consequences.settle", fail)
    with pytest.raises(OSError, match="disk"):
        take_register(upload, REPORTED, by=office.by, at=NOW)
    assert rows_everywhere() == before
    upload.refresh_from_db()
    assert upload.state == "judged"


def test_a_clerk_of_another_committee_may_do_nothing_with_it(office: Office) -> None:
    upload = office.upload("register", register(member(1, "甲", "一队党支部")))
    with pytest.raises(Denied):
        take_register(upload, REPORTED, by=office.stranger, at=NOW)
    with pytest.raises(Denied):
        corrections_of(upload, by=office.stranger, at=NOW)
    with pytest.raises(Denied):
        judge_upload(office.top, "register", register(), "表.xlsx", by=office.stranger, at=NOW)
    assert Person.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "姓名,性别\n甲,男\n".encode()])
def test_a_file_that_is_no_register_is_not_kept(office: Office, content: bytes) -> None:
    with pytest.raises(Unreadable):
        office.upload("register", content)
    assert Import.objects.count() == 0


def test_kinds_follow_the_names_and_parents_are_the_committee(office: Office) -> None:
    office.take(register(
        member(1, "甲", "一队党支部"), member(2, "乙", "驻外联合党支部"), member(3, "丙", "抢险临时党支部"), member(4, "丁", "作业大队党总支"),
        member(5, "戊", "二级单位党委"),
    ))
    assert list(Organisation.objects.filter(parent=office.top).order_by("position").values_list("name", "kind", "position")) == [
        ("一队党支部", "branch", 10), ("驻外联合党支部", "joint_branch", 20), ("抢险临时党支部", "temporary_branch", 30),
        ("作业大队党总支", "general_branch", 40), ("二级单位党委", "committee", 50),
    ]


def test_officers_whose_row_waited_are_posted_when_it_is_corrected(office: Office) -> None:
    """The ledger named them while the register could not: nothing is in dispute afterwards."""
    from leadgoose.roster.queries.disputes import disputes

    first = register(member(1, "甲", "一队党支部", 党内职务="书记"), member(2, "乙", "一队党支部", 党内职务="组织委员", 入党时间="不详"))
    upload = office.upload("register", first)
    take_register(upload, REPORTED, by=office.by, at=NOW)
    office.take_terms(ledger_file(term("一队党支部", 书记="甲", 委员="乙")))
    assert list(Post.objects.known().values_list("source", "kind")) == [("register+ledger", "secretary")]
    office.take(register(member(1, "甲", "一队党支部", 党内职务="书记"), member(2, "乙", "一队党支部", 党内职务="组织委员")), corrects=upload)
    assert sorted(Post.objects.known().values_list("person__present__name", "source", "kind")) == [
        ("乙", "register+ledger", "organisation"), ("甲", "register+ledger", "secretary"),
    ]
    assert disputes("top", date(2026, 11, 23)) == []


def test_waiting_rows_are_counted_by_the_newest_file_that_covers_them(office: Office) -> None:
    bad = {"入党时间": "不详"}
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部", **bad),
        member(3, "丙", "二队党支部"), member(4, "丁", "二队党支部", **bad)))
    assert waiting_count("top") == 2
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部")), date(2026, 11, 1))
    assert waiting_count("top") == 1                                   # the second team's row still waits


def test_a_second_take_of_the_same_upload_writes_nothing(office: Office) -> None:
    upload = office.upload("register", register(member(1, "甲", "一队党支部")))
    digest = compare_register(upload).digest
    assert take_register(upload, REPORTED, by=office.by, at=NOW, shown=digest).receipt is not None
    before = rows_everywhere()
    assert take_register(upload, REPORTED, by=office.by, at=NOW, shown=digest).receipt is None
    assert rows_everywhere() == before


@pytest.mark.parametrize("count", [3, 300])
def test_comparing_costs_the_same_at_every_size(office: Office, count: int) -> None:
    upload = office.upload("register", register(*(member(one, f"甲{one}", f"第{one % 7}党支部") for one in range(count))))
    take_register(upload, REPORTED, by=office.by, at=NOW)
    with CaptureQueriesContext(connection, ) as asked:
        compare_register(upload)
    assert Counter("select" if "SELECT" in one["sql"] else "other" for one in asked) == {"select": 11}


def test_a_file_is_compared_with_whom_it_speaks_of_and_nobody_else(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "二队党支部"), member(3, "丙", "三队党支部"), member(4, "丁", "一队党支部")))
    seen = compare_register(office.upload("register", register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部"))))
    assert sorted(seen.name_of(person) for person in seen.everybody) == ["丁", "乙", "甲"], "the branch that it covers, and whoever it names elsewhere"
    assert [seen.name_of(one.person) for one in seen.difference.moved] == ["乙"] and [seen.name_of(person) for person in seen.difference.left] == ["丁"]
