"""Where register and ledger disagree on an officer: both are kept, the clerk chooses, and the choice outlives the next upload."""

from __future__ import annotations

from datetime import date

import pytest
from office import NOW, TODAY, Office, ledger, member, open_office, register, term

from again import Again
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.disputes import settle_officer
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Organisation, Person, Post
from leadgoose.roster.queries.disputes import disputes
from leadgoose.roster.queries.uploads import compare_register

ROWS = (
    member(1, "甲", "一队党支部", 党内职务="书记"), member(2, "乙", "一队党支部"), member(3, "丙", "一队党支部", 党内职务="组织委员"),
    member(4, "丁", "一队党支部", 党内职务="宣传委员"), member(5, "戊", "一队党支部"),
)
LEDGER = ledger(term("一队党支部", 书记="乙", 委员="丙、戊"))


def _office() -> Office:
    office = open_office()
    office.take(register(*ROWS))
    office.take_terms(LEDGER)
    return office


the_office = Again(_office)


@pytest.fixture
def office(db: None) -> Office:
    return the_office()


def place() -> Organisation:
    return Organisation.objects.get(name="一队党支部")


def key(name: str) -> str:
    return Person.objects.get(present__name=name).key


def posts() -> list[tuple[str, str, str]]:
    return sorted(Post.objects.on(TODAY).values_list("person__present__name", "kind", "source"))


def told() -> list[tuple[str, list[tuple[str, str, tuple[str, ...]]], tuple[str, ...]]]:
    return [(one.seat, [(each.name, each.kind, each.sources) for each in one.candidates], one.vacant) for one in disputes("top", TODAY)]


def test_both_are_kept_and_shown_with_their_source(office: Office) -> None:
    assert told() == [
        ("secretary", [("甲", "secretary", ("register",)), ("乙", "secretary", ("ledger",))], ()),
        ("commissioner", [("丁", "publicity", ("register",)), ("戊", "commissioner", ("ledger",))], ()),
    ]
    assert ("丙", "organisation", "register+ledger") in posts()
    assert Duty.objects.filter(code="secretary_unknown", closed_at=None).count() == 1


def test_the_chosen_stays_and_the_other_is_retracted_not_deleted(office: Office) -> None:
    before = Post.objects.count()
    settle_officer(place(), PostKind.SECRETARY, [key("乙")], by=office.by, at=NOW)
    settle_officer(place(), PostKind.COMMISSIONER, [key("丁"), key("戊")], by=office.by, at=NOW)
    assert told() == []
    assert posts() == [
        ("丁", "publicity", "page"), ("丙", "organisation", "register+ledger"), ("乙", "secretary", "page"), ("戊", "commissioner", "page"),
    ]
    assert Post.objects.count() == before + 3
    entry = Entry.objects.get(act="OfficerSettled", facts__seat="secretary")
    assert entry.facts == {"seat": "secretary", "kept": [key("乙")], "retracted": [key("甲")]}
    assert (entry.org_key, entry.typed) == (place().key, 1)
    assert not Duty.objects.filter(code="secretary_unknown", closed_at=None).exists()


def test_the_same_files_again_do_not_bring_the_dispute_back(office: Office) -> None:
    settle_officer(place(), PostKind.SECRETARY, [key("乙")], by=office.by, at=NOW)
    settle_officer(place(), PostKind.COMMISSIONER, [], by=office.by, at=NOW)
    settled = posts()
    other = office.upload("register", register(*ROWS, member(6, "己", "一队党支部")))
    assert [one.fields for one in compare_register(other).difference.changed] == []
    office.take(register(*ROWS, member(6, "己", "一队党支部")), date(2026, 11, 1))
    office.take_terms(ledger(term("一队党支部", 书记="乙", 委员="丙、戊", 延期或提前至="2027-06-01")), date(2026, 11, 1))
    assert posts() == settled
    assert told() == []


def test_a_newer_file_that_says_something_new_is_heard(office: Office) -> None:
    settle_officer(place(), PostKind.SECRETARY, [key("甲")], by=office.by, at=NOW)
    settle_officer(place(), PostKind.COMMISSIONER, [], by=office.by, at=NOW)
    rows = (member(1, "甲", "一队党支部"), *ROWS[1:4], member(5, "戊", "一队党支部", 党内职务="书记"))
    office.take(register(*rows), date(2026, 11, 1))
    assert [(name, kind) for name, kind, _ in posts() if kind == "secretary"] == [("戊", "secretary")]
    assert Post.objects.on(date(2026, 10, 31)).get(kind="secretary").person.present.name == "甲"


def test_a_vacancy_in_the_ledger_contradicts_the_register(office: Office) -> None:
    office.take_terms(ledger(term("一队党支部", 委员="丙")), date(2026, 11, 1))
    assert told() == [
        ("secretary", [("甲", "secretary", ("register",))], ("ledger",)), ("commissioner", [("丁", "publicity", ("register",))], ()),
    ]
    settle_officer(place(), PostKind.SECRETARY, [], by=office.by, at=NOW)
    assert not [one for one in posts() if one[1] == "secretary"]


def test_a_ledger_that_names_nobody_there_is_silent(office: Office) -> None:
    office.take(register(*ROWS, member(8, "庚", "二队党支部", 党内职务="书记")), date(2026, 11, 1))
    office.take_terms(ledger(term("二队党支部")), date(2026, 11, 1))
    assert {one.name for one in disputes("top", TODAY)} == {"一队党支部"}


def test_only_one_secretary_and_only_people_whom_a_file_names(office: Office) -> None:
    with pytest.raises(Refused) as no:
        settle_officer(place(), PostKind.SECRETARY, [key("甲"), key("乙")], by=office.by, at=NOW)
    assert no.value.code == "two-secretaries"
    with pytest.raises(Refused) as no:
        settle_officer(place(), PostKind.SECRETARY, [key("丙")], by=office.by, at=NOW)
    assert no.value.code == "not-named"
    with pytest.raises(Denied):
        settle_officer(place(), PostKind.SECRETARY, [key("甲")], by=office.stranger, at=NOW)
    assert settle_officer(place(), PostKind.DEPUTY_SECRETARY, [], by=office.by, at=NOW) is None
    assert len(told()) == 2


def test_the_page_settles_and_keeps_what_was_refused_at_its_field(office: Office) -> None:
    client = office.client()
    page = client.get("/o/top/disputes/").content.decode()
    assert "甲" in page and "换届台账" in page
    bare = client.post("/o/top/disputes/", {"place": place().key, "seat": "secretary"})
    assert bare.status_code == 422 and "还没有选择。" in bare.content.decode()
    done = client.post("/o/top/disputes/", {"place": place().key, "seat": "secretary", "keep": key("甲")})
    assert done.status_code == 302
    assert [name for name, kind, _ in posts() if kind == "secretary"] == ["甲"]
    below = client.get(f"/o/{place().key}/disputes/")
    assert below.status_code == 200 and "宣传委员" in below.content.decode()
    assert client.post("/o/top/disputes/", {"place": "foreign", "seat": "secretary", "keep": "-"}).status_code == 404
    assert office.client("stranger").get("/o/top/disputes/").status_code == 404
