"""The acts beside the records: plan, closing, entrustment, groups, explained periods, files, drafts; the record of an election."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.ground.vault.actions import Destroyed
from leadgoose.recordbook.actions import ElectionMeeting, Refused, enter, expectations, files, from_election, office, planning, withdraw
from leadgoose.recordbook.actions import closing as closings
from leadgoose.recordbook.models import Attachment, Draft, EarlierBook, Entrustment, Excuse, PlanItem, Record, Resolution
from leadgoose.recordbook.queries.frequency import owing
from leadgoose.recordbook.queries.local import book_settings
from leadgoose.recordbook.queries.roll import groups_of, is_group, roll_of
from leadgoose.recordbook.rules.entry import Named, Sitting
from leadgoose.recordbook.rules.kinds import Kind, kind_rule
from leadgoose.recordbook.rules.resolutions import State
from leadgoose.roster.actions.merging import withdraw_organisation
from leadgoose.roster.actions.placing import place_members
from leadgoose.roster.models import Organisation
from recordbook.writing import HELD, arrival, key, meeting, party_group

PDF = b"%PDF-1.7 scan"


def last() -> Journal:
    found = Journal.objects.order_by("number").last()
    assert found is not None
    return found


def by(cast: Cast, login: str = "secretary") -> dict[str, Any]:
    return {"by": cast.actor(login), "at": NOW}


# --- the plan ---


def wish(**more: Any) -> planning.Wish:
    return planning.Wish(**{
        "kind": Kind.THEME_DAY, "month": date(2026, 12, 1), "planned_on": date(2026, 12, 5), "starts_at": time(18, 30), "title": "安全生产", **more})


def test_a_plan_is_set_changed_and_dropped_with_a_reason(cast: Cast) -> None:
    one = cast.organisations["one"]
    assert planning.set_plan(one, [wish(), wish(kind=Kind.STUDY, title="")], **by(cast)) is not None
    assert (last().act, last().facts) == ("PlanChanged", {"added": 2, "changed": 0, "months": ["2026-12-01"]})
    row = PlanItem.objects.get(kind="theme_day")
    assert planning.set_plan(one, [wish(key=row.key)], **by(cast)) is None
    planning.set_plan(one, [wish(key=row.key, title="冬防保温")], **by(cast))
    planning.drop_item(one, row.key, "改到下月", **by(cast))
    row.refresh_from_db()
    assert (row.title, row.dropped_reason, last().act, last().facts) == ("冬防保温", "改到下月", "PlanItemDropped", {"item": row.key, "kind": "theme_day"})


@pytest.mark.parametrize(("changes", "field"), [
    ({"planned_on": date(2026, 11, 30)}, "0.planned_on"), ({"ends_at": time(18, 30)}, "0.ends_at"), ({"title": "字" * 121}, "0.title"),
], ids=["a day of another month", "it ends when it begins", "a subject beyond measure"])
def test_a_plan_that_cannot_be_is_refused_at_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as no:
        planning.set_plan(cast.organisations["one"], [wish(**changes)], **by(cast))
    assert no.value.field == field and not PlanItem.objects.exists()


def test_an_item_with_its_record_is_not_changed_and_not_dropped(cast: Cast) -> None:
    one = cast.organisations["one"]
    planning.set_plan(one, [wish(kind=Kind.MEMBER_MEETING, month=date(2026, 11, 1), planned_on=HELD)], **by(cast))
    row = PlanItem.objects.get()
    enter(meeting(plan=row.key), arrival(), **by(cast))
    assert planning.set_plan(one, [wish(key=row.key, kind=Kind.MEMBER_MEETING, month=date(2026, 11, 1), planned_on=HELD, title="改")], **by(cast)) is None
    with pytest.raises(Refused):
        planning.drop_item(one, row.key, "x", **by(cast))


# --- resolutions ---


def resolved(cast: Cast) -> str:
    enter(meeting(), arrival(), **by(cast))
    return Resolution.objects.get().key


def test_an_item_is_closed_and_opened_again_with_a_reason(cast: Cast) -> None:
    item = resolved(cast)
    closings.close_resolution(item, State.DONE, TODAY, "验收合格", **by(cast))
    row = Resolution.objects.get()
    assert (row.state, row.closed_on, row.note) == ("done", TODAY, "验收合格")
    assert (last().act, last().person_key, last().facts) == ("ResolutionClosed", "p-member", {"resolution": item, "record": row.record.key, "state": "done"})
    assert not Duty.objects.filter(code="resolution_due", closed_at=None).exists()
    closings.reopen_resolution(item, "复查又坏了一处", **by(cast))
    assert Resolution.objects.get().state == "open" and last().act == "ResolutionReopened"
    assert Duty.objects.filter(code="resolution_due", closed_at=None).count() == 1


@pytest.mark.parametrize(("state", "day", "note", "field"), [
    (State.OPEN, TODAY, "", "state"), (State.DONE, date(2026, 11, 24), "", "closed_on"), (State.DONE, date(2026, 11, 19), "", "closed_on"),
    (State.DROPPED, TODAY, " ", "note"), (State.DONE, TODAY, "字" * 201, "note"),
], ids=["no result", "tomorrow", "before it was resolved", "dropped without a reason", "a note beyond measure"])
def test_a_closing_that_cannot_be_is_refused_at_its_field(cast: Cast, state: State, day: date, note: str, field: str) -> None:
    item = resolved(cast)
    with pytest.raises(Refused) as no:
        closings.close_resolution(item, state, day, note, **by(cast))
    assert no.value.field == field and Resolution.objects.get().state == "open"


def test_nobody_else_closes_it(cast: Cast) -> None:
    item = resolved(cast)
    for login in ("member", "envoy", "new_secretary"):
        with pytest.raises(Denied):
            closings.close_resolution(item, State.DONE, TODAY, "", **by(cast, login))


# --- entrustment and groups ---


def test_a_committee_member_records_by_entrustment_until_it_ends(cast: Cast) -> None:
    one = cast.organisations["one"]
    office.entrust(one, "p-committee", **by(cast))
    assert (last().act, last().person_key, last().facts) == ("RecordingEntrusted", "p-committee", {})
    version = enter(meeting(), arrival(), **by(cast, "committee_member")).version
    assert (version.entrusted, version.role) == (True, "committee_member")
    office.end_entrustment(one, "p-committee", **by(cast))
    assert Entrustment.objects.get().until == TODAY and last().act == "EntrustmentEnded"
    with pytest.raises(Refused):
        enter(meeting(key=key(), matters=()), arrival(), **by(cast, "committee_member"))


@pytest.mark.parametrize(("login", "person", "refusal"), [
    ("secretary", "p-member", Refused), ("secretary", "p-new", Refused), ("clerk", "p-committee", Denied), ("committee_member", "p-committee", Denied),
], ids=["no member of the committee", "of another branch", "the office does not entrust", "nobody entrusts themselves"])
def test_only_the_secretary_entrusts_and_only_the_committee(cast: Cast, login: str, person: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        office.entrust(cast.organisations["one"], person, **by(cast, login))


def test_a_group_of_the_register_meets_with_who_is_placed_in_it_on_the_day(cast: Cast) -> None:
    one, rule = cast.organisations["one"], kind_rule(Kind.GROUP_MEETING)
    group = party_group(cast, "第一党小组", ["p-member", "p-probation"], date(2026, 11, 5))
    party_group(cast, "第二党小组", ["p-secretary"], date(2026, 11, 5))
    assert [(found.name, len(found.people)) for found in groups_of("one", TODAY)] == [("第一党小组", 2), ("第二党小组", 1)]
    assert groups_of("one", date(2026, 11, 4)) == [] == groups_of("two", TODAY)
    place_members(one, {"p-probation": ""}, TODAY, "支部党员大会决定", by=cast.actor("secretary"), at=NOW)

    def expected(on: date) -> list[str]:
        return [found.key for found in roll_of(one, rule, on, group).expected]

    assert (expected(TODAY), expected(date(2026, 11, 22))) == (["p-member"], ["p-member", "p-probation"])
    assert expected(date(2026, 11, 1)) == ["p-member", "p-probation"], "a day before the group is read as its first day"
    assert is_group("one", group) and not is_group("two", group) and not is_group("one", "no-such")


def test_what_a_book_owes_follows_the_groups_of_the_register(cast: Cast) -> None:
    set_committee(cast.top_key, {"record_from": "2026-10-01"}, "", by=cast.actor("clerk"), at=NOW)

    def owed() -> set[str]:
        found = owing(cast.top_key, cast.organisations["one"].path, book_settings(cast.top_key).local, TODAY, date(2026, 10, 1), date(2026, 12, 31))
        return {str(each.kind) for one in found for each in one.expectations}

    assert "group_meeting" not in owed()
    group = party_group(cast, "第一党小组", ["p-member"], date(2026, 10, 1))
    assert "group_meeting" in owed()
    assert Duty.objects.filter(org_key="one", closed_at=None).filter(numbers__icontains="group_meeting").exists()
    withdraw_organisation(Organisation.objects.get(key=group), {}, None, TODAY, "合并活动", by=cast.actor("clerk"), at=NOW)
    assert "group_meeting" not in owed()


# --- what is due ---


def test_a_missed_period_is_due_until_it_is_explained(cast: Cast) -> None:
    set_committee(cast.top_key, {"record_from": "2026-09-01", "start_on": "2026-09-01"}, "x", **by(cast, "clerk"))
    missed = Duty.objects.get(org_key="one", code="records_of_month", due_on=date(2026, 10, 31))
    assert (missed.numbers["kinds"], missed.closed_at) == (["committee_meeting", "theme_day"], None)
    one = cast.organisations["one"]
    for kind in (Kind.COMMITTEE_MEETING, Kind.THEME_DAY):
        office.excuse_period(one, kind, date(2026, 10, 1), "搬迁井场", **by(cast))
    missed.refresh_from_db()
    assert missed.closed_by == "PeriodExcused" and Excuse.objects.count() == 2
    assert last().facts == {"kind": "theme_day", "first": "2026-10-01", "last": "2026-10-31"}
    with pytest.raises(Refused):
        office.excuse_period(one, Kind.THEME_DAY, date(2026, 10, 1), "again", **by(cast))


def test_a_record_closes_its_period_and_its_withdrawal_opens_it_again(cast: Cast) -> None:
    set_committee(cast.top_key, {"record_from": "2026-09-01"}, "", **by(cast, "clerk"))
    day = date(2026, 10, 15)
    entry = meeting(kind=Kind.THEME_DAY, matters=(), sittings=(Sitting(day),))
    record = enter(entry, arrival(reason="补记"), **by(cast)).record
    kinds = Duty.objects.get(org_key="one", code="records_of_month", due_on=date(2026, 10, 31), closed_at=None).numbers["kinds"]
    assert kinds == ["committee_meeting"]
    withdraw(record.key, "记错支部", **by(cast))
    kinds = Duty.objects.get(org_key="one", code="records_of_month", due_on=date(2026, 10, 31), closed_at=None).numbers["kinds"]
    assert kinds == ["committee_meeting", "theme_day"]


def test_without_a_first_day_the_book_asks_for_no_meeting(cast: Cast) -> None:
    assert not expectations.settle_all(cast.top_key, TODAY, NOW, "DutiesRecomputed").differs


def test_a_planned_meeting_without_a_record_is_due_until_it_is_recorded(cast: Cast) -> None:
    set_committee(cast.top_key, {"record_from": "2026-11-01"}, "", **by(cast, "clerk"))
    item = wish(kind=Kind.MEMBER_MEETING, month=date(2026, 11, 1), planned_on=HELD)
    planning.set_plan(cast.organisations["one"], [item], **by(cast))
    duty = Duty.objects.get(code="record_unwritten")
    assert (duty.due_on, duty.opens_on, duty.numbers["kinds"]) == (date(2026, 11, 23), HELD, ["member_meeting"])
    enter(meeting(plan=PlanItem.objects.get().key), arrival(), **by(cast))
    duty.refresh_from_db()
    assert duty.closed_by == "RecordEntered"


def test_the_committee_setting_how_often_settles_at_once(cast: Cast) -> None:
    set_committee(cast.top_key, {"record_from": "2026-07-01", "class_every": "none"}, "", **by(cast, "clerk"))
    quarter = Duty.objects.get(org_key="one", code="records_of_quarter", due_on=date(2026, 9, 30))
    assert quarter.numbers["kinds"] == ["member_meeting"]
    set_committee(cast.top_key, {"class_every": "quarter"}, "", **by(cast, "clerk"))
    quarter.refresh_from_db()
    assert quarter.numbers["kinds"] == ["member_meeting", "party_class"]


# --- files and earlier books ---


def test_a_scan_is_sealed_with_its_hash_and_removed_for_good(cast: Cast) -> None:
    record = enter(meeting(), arrival(), **by(cast)).record
    row = files.attach_file(record, Attachment.What.SCAN, "第12页.pdf", PDF, **by(cast))
    assert (row.sha256, row.kind, row.size) == (hashlib.sha256(PDF).hexdigest(), "application/pdf", len(PDF))
    assert PDF.decode() not in row.file_sealed and files.content_of(row) == PDF
    assert last().facts == {"attachment": row.key, "record": record.key, "what": "scan", "file": row.sha256, "size": len(PDF)}
    sealed = row.file_sealed
    files.remove_file(row, "照片上有无关人员", **by(cast))
    row.refresh_from_db()
    assert (row.file_sealed, row.removed_reason, last().act) == ("", "照片上有无关人员", "FileRemoved")
    row.file_sealed = sealed
    with pytest.raises(Destroyed):
        files.content_of(row)


@pytest.mark.parametrize("content", [b"MZ\x90", b"<html>", b""], ids=["a program", "a page", "nothing"])
def test_only_papers_and_pictures_are_taken(cast: Cast, content: bytes) -> None:
    record = enter(meeting(), arrival(), **by(cast)).record
    with pytest.raises(Refused):
        files.attach_file(record, Attachment.What.SCAN, "x.pdf", content, **by(cast))


def test_the_same_file_is_not_attached_twice(cast: Cast) -> None:
    record = enter(meeting(), arrival(), **by(cast)).record
    files.attach_file(record, Attachment.What.SCAN, "x.pdf", PDF, **by(cast))
    with pytest.raises(Refused):
        files.attach_file(record, Attachment.What.SCAN, "y.pdf", PDF, **by(cast))


def test_a_book_of_an_earlier_year_has_an_index_line_and_may_have_a_scan(cast: Cast) -> None:
    book = files.add_earlier_book(cast.organisations["one"], 2024, "全年 31 次，存档案柜三层", 96, **by(cast))
    assert (last().act, last().facts) == ("EarlierBookAdded", {"earlier": book.key, "year": 2024, "pages": 96})
    files.attach_scan(book, "2024.pdf", PDF, **by(cast))
    assert last().facts["book"] == book.key and EarlierBook.objects.get().attachments.count() == 1
    for year in (1948, 2027):
        with pytest.raises(Refused):
            files.add_earlier_book(cast.organisations["one"], year, "x", None, **by(cast))


# --- drafts ---


def test_a_draft_is_sealed_and_ones_own(cast: Cast) -> None:
    one, draft = cast.organisations["one"], key("draft")
    office.save_draft(one, Kind.STUDY, draft, {"title": ["写了一半"]}, **by(cast))
    row = Draft.objects.get()
    assert "写了一半" not in row.typed_sealed and office.typed_in(row) == {"title": ["写了一半"]}
    with pytest.raises(Refused):
        office.save_draft(one, Kind.STUDY, draft, {"title": ["别人的"]}, **by(cast, "clerk"))
    enter(meeting(key=draft, kind=Kind.STUDY, matters=()), arrival(), **by(cast))
    assert not Draft.objects.exists()


# --- elections ---


def test_an_election_fills_its_record_once_and_corrects_it_once(cast: Cast) -> None:
    set_committee(cast.top_key, {"record_from": "2026-09-01"}, "", **by(cast, "clerk"))
    held = ElectionMeeting(   # of weeks ago: it was written when it was counted, and is not late
        election="e-1", org="one", on=date(2026, 10, 20), title="换届选举", elected="书记单志强",
        present=("p-secretary", "p-member"), chair=Named("单志强", "p-secretary"), ballots_issued=4, ballots_returned=4, ballots_valid=4,
    )
    first = from_election(held, **by(cast, "clerk"))
    assert (first.record.kind, first.version.channel, first.record.present, first.record.truth) == ("election_meeting", "election", 2, "recorded")
    assert from_election(held, **by(cast, "clerk")).known
    second = from_election(replace(held, ballots_valid=3), **by(cast, "clerk"))
    assert (second.version.number, Record.objects.count()) == (2, 1)
    assert from_election(replace(held, ballots_valid=3), **by(cast, "clerk")).known
    with pytest.raises(Denied):
        from_election(replace(held, election="e-2"), **by(cast, "member"))
