"""A record arrives: once, late, corrected, from two devices; its rows, its duties, and what the journal knows of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cast import NOW, Cast, Part, enrol
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import Faulty, Refused, enter, withdraw
from leadgoose.recordbook.models import Attendance, PlanItem, Record, RecordText, Resolution, Version
from leadgoose.recordbook.queries.record import entry_of, shown
from leadgoose.recordbook.rules.entry import Attendee, Close, Closing, Entry, Leave, Matter, Named, Sitting, Stand, Vote
from leadgoose.recordbook.rules.kinds import Kind, VoteKind
from leadgoose.recordbook.rules.truth import Channel
from recordbook.writing import HELD, arrival, key, meeting, there


def put(cast: Cast, entry: Entry, by: str = "secretary", at: datetime = NOW, **more: Any):   # type: ignore[no-untyped-def]
    return enter(entry, arrival(**more), by=cast.actor(by), at=at)


def acts() -> list[str]:
    return list(Journal.objects.order_by("number").values_list("act", flat=True))


def test_a_record_is_entered_with_everything_that_follows(cast: Cast) -> None:
    arrived = put(cast, meeting())
    row = Record.objects.get()
    assert (row.serial, row.year, row.kind, row.title, row.expected, row.present, row.truth, row.standing) == (
        1, 2026, "member_meeting", "四季度党员大会", 5, 5, "recorded", 1)
    kept = entry_of(Version.objects.get())
    assert kept is not None
    assert [(one.name, one.home, one.expected, one.voter) for one in kept.people] == [
        ("单志强", "one", True, True), ("曾玉兰", "one", True, True), ("仇建军", "one", True, True), ("查晓明", "one", True, True),
        ("解文静", "one", True, False)]
    assert Attendance.objects.filter(home_key="one", stand="present").count() == 5
    assert "井口防护板" in RecordText.objects.get().folded
    item = Resolution.objects.get()
    assert (item.text, item.owner_key, str(item.due_on), item.state) == ("降温前装完井口防护板", "p-member", "2026-12-10", "open")
    duty = Duty.objects.get(code="resolution_due")
    assert (duty.org_key, duty.person_key, str(duty.due_on), str(duty.opens_on), duty.numbers["n"]) == ("one", "p-member", "2026-12-10", "2026-11-26", 1)
    entry = Journal.objects.get(act="RecordEntered")
    assert entry.facts == {
        "record": row.key, "kind": "member_meeting", "version": 1, "truth": "recorded", "channel": "page", "held": "2026-11-20", "level": "open",
        "expected": 5, "present": 5, "matters": 1}
    assert (entry.org_key, entry.role, entry.typed, entry.filled, list(entry.sealed)) == ("one", "secretary", 6, 9, ["one"])
    assert not arrived.known and arrived.version.receipt_number == entry.number


def test_the_same_arrival_twice_is_there_once(cast: Cast) -> None:
    stamp = key()
    first = put(cast, meeting(), stamp=stamp, channel=Channel.DEVICE)
    again = put(cast, meeting(), stamp=stamp, channel=Channel.DEVICE)
    assert again.known and again.version == first.version
    assert (Record.objects.count(), Version.objects.count(), acts().count("RecordEntered")) == (1, 1, 1)


def test_numbers_of_a_book_follow_each_other_year_by_year(cast: Cast) -> None:
    for number, day in enumerate((date(2025, 12, 30), HELD, date(2026, 1, 5))):
        put(cast, meeting(key=key(), sittings=(Sitting(day),), matters=()))
        assert Record.objects.count() == number + 1
    assert sorted(Record.objects.values_list("year", "serial")) == [(2025, 1), (2026, 1), (2026, 2)]


def test_a_matter_that_did_not_pass_or_that_nobody_has_to_do_is_no_open_item(cast: Cast) -> None:
    matters = (
        Matter(key(), "没有通过", Vote(VoteKind.ORDINARY, 2, 2), Named("查晓明", "p-member"), date(2026, 12, 1)),
        Matter(key(), "听取报告", Vote(VoteKind.ORDINARY, 4)), Matter(key(), "不用表决的事", None, Named("队外的人"), None),
    )
    put(cast, meeting(matters=matters))
    assert list(Resolution.objects.values_list("text", "owner_name", "owner_key")) == [("不用表决的事", "队外的人", "")]
    assert Duty.objects.get(code="resolution_due").due_on is None


def test_a_host_branchs_record_flows_home(cast: Cast) -> None:
    put(cast, meeting(people=(*meeting().people, Attendee("p-two", "", "", Stand.PRESENT, expected=True))))
    row = Attendance.objects.get(person_key="p-two")
    assert (row.home_key, row.org_key, row.expected, row.voter) == ("two", "one", False, False)
    assert Record.objects.get().expected == 5


def test_a_person_of_another_committee_is_not_taken_for_a_member(cast: Cast) -> None:
    put(cast, meeting(people=(*meeting().people, Attendee("p-outsider", "单志强", "", Stand.PRESENT))))
    assert not Attendance.objects.filter(person_key="p-outsider").exists()


def test_rights_are_those_of_the_day(cast: Cast) -> None:
    enrol(cast, Part("p-late", "后来", "one", "男", "1990-01-01"), 40)
    cast.people["p-late"].memberships.update(valid_from=HELD + timedelta(days=1))
    put(cast, meeting())
    assert Record.objects.get().expected == 5


# --- closing what was resolved before ---


def test_the_last_meetings_items_are_closed_by_the_next(cast: Cast) -> None:
    put(cast, meeting())
    item = Resolution.objects.get().key
    later = meeting(key=key(), matters=(), sittings=(Sitting(date(2026, 11, 22)),), closings=(Closing(item, Close.DONE, "12 口井验收"),))
    put(cast, later)
    row = Resolution.objects.get()
    assert (row.state, str(row.closed_on), row.closed_in, row.note) == ("done", "2026-11-22", later.key, "12 口井验收")
    assert not Duty.objects.filter(code="resolution_due", closed_at=None).exists()


def test_an_item_that_a_correction_no_longer_closes_is_open_again(cast: Cast) -> None:
    put(cast, meeting())
    item = Resolution.objects.get().key
    later = meeting(key=key(), matters=(), sittings=(Sitting(date(2026, 11, 22)),), closings=(Closing(item, Close.DROPPED, "x"),))
    first = put(cast, later)
    put(cast, replace(later, closings=()), parents=(first.version.stamp,), reason="记错了一项")
    assert Resolution.objects.get().state == "open"
    assert Duty.objects.filter(code="resolution_due", closed_at=None).count() == 1


def test_a_meeting_cannot_close_what_was_resolved_after_it_or_elsewhere(cast: Cast) -> None:
    put(cast, meeting())
    item = Resolution.objects.get().key
    put(cast, meeting(key=key(), matters=(), sittings=(Sitting(date(2026, 11, 1)),), closings=(Closing(item, Close.DONE),)))
    elsewhere = meeting(key=key(), org="two", people=(), matters=(), sittings=(Sitting(date(2026, 11, 22)),), closings=(Closing(item, Close.DONE),))
    put(cast, elsewhere, by="new_secretary")
    assert Resolution.objects.get().state == "open"


# --- corrections, two devices ---


def test_a_correction_is_a_new_version_beside_the_old(cast: Cast) -> None:
    first = put(cast, meeting())
    people = there("secretary", "committee", "discipline", "probation") + there("member", stand=Stand.LEAVE, reason=Leave.TRIP)
    corrected = replace(meeting(), people=people, matters=(replace(meeting().matters[0], vote=Vote(VoteKind.ORDINARY, 3)),))
    second = put(cast, corrected, parents=(first.version.stamp,), reason="查晓明请假漏记")
    row = Record.objects.get()
    assert (row.standing, row.heads, row.present, row.serial, second.version.number, second.version.truth) == (2, 1, 4, 1, 2, "corrected")
    old = entry_of(Version.objects.get(number=1))
    assert old is not None and sum(one.stand is Stand.PRESENT for one in old.people) == 5
    assert Attendance.objects.get(person_key="p-member").stand == "leave"
    assert acts()[-1] == "RecordCorrected"


def test_a_resolution_that_a_correction_takes_out_is_gone_and_not_deleted(cast: Cast) -> None:
    first = put(cast, meeting())
    put(cast, replace(meeting(), matters=()), parents=(first.version.stamp,), reason="没有议定")
    assert Resolution.objects.get().state == "gone"
    assert not Duty.objects.filter(code="resolution_due", closed_at=None).exists()


def test_two_devices_that_change_the_same_record_leave_both_and_a_merge_joins_them(cast: Cast) -> None:
    first = put(cast, meeting(), channel=Channel.DEVICE, device="a")
    base = (first.version.stamp,)
    mine = put(cast, replace(meeting(), title="甲的改动"), channel=Channel.DEVICE, device="a", parents=base)
    theirs = put(cast, replace(meeting(), title="乙的改动"), channel=Channel.DEVICE, device="b", parents=base)
    row = Record.objects.get()
    assert (mine.diverged, theirs.diverged, row.title, row.standing, row.heads) == (False, True, "甲的改动", 2, 2)
    assert [one.number for one in shown(row, cast.organisations["one"]).beside] == [3]
    merged = put(cast, replace(meeting(), title="合并"), parents=(mine.version.stamp, theirs.version.stamp), reason="两处都对，合并")
    row.refresh_from_db()
    assert (merged.version.number, row.title, row.standing, row.heads) == (4, "合并", 4, 1)
    assert acts()[-3:] == ["RecordCorrected", "RecordDiverged", "RecordMerged"]


def test_equal_content_under_another_stamp_changes_nothing(cast: Cast) -> None:
    first = put(cast, meeting(), channel=Channel.DEVICE)
    again = put(cast, meeting(), channel=Channel.DEVICE, parents=(first.version.stamp,))
    assert again.known and Version.objects.count() == 1


def test_a_page_that_is_out_of_date_is_told_so(cast: Cast) -> None:
    first = put(cast, meeting())
    put(cast, replace(meeting(), title="别人改了"), parents=(first.version.stamp,), reason="改主题")
    with pytest.raises(Faulty) as no:
        put(cast, replace(meeting(), title="我也改"), parents=(first.version.stamp,), reason="改主题")
    assert [one.code for one in no.value.faults] == ["stale"]
    assert Record.objects.get().title == "别人改了"


def test_a_correction_by_hand_says_why(cast: Cast) -> None:
    first = put(cast, meeting())
    with pytest.raises(Faulty) as no:
        put(cast, replace(meeting(), title="x"), parents=(first.version.stamp,))
    assert [(one.place, one.code) for one in no.value.faults] == [("reason", "why")]


# --- true of its time ---


def from_day(cast: Cast, day: str) -> None:
    set_committee(cast.top_key, {"record_from": day}, "", by=cast.actor("clerk"), at=NOW)


def old() -> Entry:
    return meeting(sittings=(Sitting(date(2026, 11, 10)),), matters=())


def test_a_late_record_says_why_and_is_marked(cast: Cast) -> None:
    from_day(cast, "2026-09-01")
    with pytest.raises(Faulty) as no:
        put(cast, old())
    assert [(one.place, one.code, dict(one.numbers)) for one in no.value.faults] == [("reason", "late", {"days": 3, "held": "2026-11-10"})]
    assert put(cast, old(), reason="搬迁井场，网络不通").version.truth == "late"
    assert (Record.objects.get().truth, Version.objects.get().reason) == ("late", "搬迁井场，网络不通")


def test_what_lies_before_the_books_first_day_is_not_late(cast: Cast) -> None:
    from_day(cast, "2026-11-11")
    assert put(cast, old()).version.truth == "recorded"


def test_a_sheet_written_at_the_time_is_not_late_when_it_is_typed_in_later(cast: Cast) -> None:
    from_day(cast, "2026-09-01")
    written = datetime(2026, 11, 11, 4, tzinfo=UTC)
    version = put(cast, old(), channel=Channel.SHEET, written=written).version
    assert (version.truth, str(version.written_on), version.clock_doubted) == ("recorded", "2026-11-11", False)


def test_a_device_with_a_wrong_clock_is_taken_in_and_doubted(cast: Cast) -> None:
    from_day(cast, "2026-09-01")
    version = put(cast, old(), channel=Channel.DEVICE, device="值班房平板", written=datetime(2031, 1, 1, tzinfo=UTC)).version
    assert (version.truth, str(version.written_on), version.clock_doubted, version.device) == ("late", "2026-11-23", True, "值班房平板")


def test_a_copied_record_names_its_source(cast: Cast) -> None:
    from_day(cast, "2026-09-01")
    version = put(cast, old(), copied_from="作业二队党支部记录本 2026-018").version
    assert (version.truth, version.copied_from) == ("copied", "作业二队党支部记录本 2026-018")


def test_a_record_fulfils_its_planned_item(cast: Cast) -> None:
    PlanItem.objects.create(
        key="plan", top_key="committee", org_key="one", kind="member_meeting", month=date(2026, 11, 1), changed_at=NOW, changed_by="secretary"
    )
    put(cast, meeting(plan="plan"))
    assert PlanItem.objects.get().record == Record.objects.get()


def test_a_life_meeting_held_in_january_counts_for_the_year_before(cast: Cast) -> None:
    entry = meeting(kind=Kind.LIFE_MEETING, matters=(), sittings=(Sitting(date(2026, 1, 20)),), for_year=2025)
    assert str(put(cast, entry).record.counts_on) == "2025-12-31"


# --- who may, what may not be ---


@pytest.mark.parametrize(("by", "refusal"), [
    ("committee_member", Refused), ("member", Denied), ("envoy", Denied), ("new_secretary", Denied), ("outsider", Denied), ("reader", Denied),
])
def test_only_the_books_own_people_and_the_office_write_in_it(cast: Cast, by: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        put(cast, meeting(), by=by)
    assert not Record.objects.exists() and acts() == []


def test_the_office_types_in_paper_sheets(cast: Cast) -> None:
    assert put(cast, meeting(), by="clerk", channel=Channel.SHEET).version.role == "clerk"


def test_a_superiors_secretary_does_not_write_in_a_branchs_book(cast: Cast) -> None:
    general = cast.actor("secretary")
    above = replace(general, held=tuple(replace(one, key="general") for one in general.held))
    with pytest.raises(Denied):
        enter(meeting(), arrival(), by=above, at=NOW)
    assert enter(meeting(org="general", matters=()), arrival(), by=above, at=NOW).record.org_key == "general"


def test_a_record_of_another_branch_is_not_taken_over(cast: Cast) -> None:
    put(cast, meeting())
    with pytest.raises(Refused):
        put(cast, replace(meeting(), org="two"), by="new_secretary")


def test_a_stamp_belongs_to_one_record(cast: Cast) -> None:
    stamp = key()
    put(cast, meeting(), stamp=stamp)
    with pytest.raises(Refused):
        put(cast, meeting(key=key(), matters=()), stamp=stamp)


def test_a_resolutions_key_belongs_to_one_record(cast: Cast) -> None:
    put(cast, meeting())
    with pytest.raises(Faulty) as no:
        put(cast, meeting(key=key()))
    assert [(one.place, one.code) for one in no.value.faults] == [("matters.0.key", "key")]


def test_a_group_is_one_of_the_branchs_own(cast: Cast) -> None:
    with pytest.raises(Faulty) as no:
        put(cast, meeting(kind=Kind.GROUP_MEETING, group="x" * 200, matters=()))
    assert [(one.place, one.code) for one in no.value.faults] == [("group", "group")]


def test_what_cannot_be_so_is_not_stored(cast: Cast) -> None:
    with pytest.raises(Faulty):
        put(cast, meeting(matters=(Matter(key(), "x", Vote(VoteKind.ORDINARY, 5)),)))
    assert not Record.objects.exists() and acts() == []


def test_a_committee_has_no_book(cast: Cast) -> None:
    with pytest.raises(Refused):
        put(cast, meeting(org="committee"), by="clerk")


# --- withdrawing ---


def test_a_withdrawn_record_stays_readable_and_nothing_follows_from_it(cast: Cast) -> None:
    first = put(cast, meeting())
    version = withdraw(first.record.key, "记在了别的支部", by=cast.actor("secretary"), at=NOW)
    row = Record.objects.get()
    assert (row.standing, version.withdraws, row.withdrawn_at) == (2, True, NOW)
    assert entry_of(version) == entry_of(first.version)
    assert not Attendance.objects.exists() and not RecordText.objects.exists()
    assert Resolution.objects.get().state == "gone"
    assert not Duty.objects.filter(code="resolution_due", closed_at=None).exists()
    assert acts()[-1] == "RecordWithdrawn"
    with pytest.raises(Refused):
        withdraw(first.record.key, "again", by=cast.actor("secretary"), at=NOW)
    with pytest.raises(Refused):
        put(cast, replace(meeting(), title="x"), parents=(version.stamp,), reason="x")


def test_withdrawing_says_why(cast: Cast) -> None:
    first = put(cast, meeting())
    with pytest.raises(Refused) as no:
        withdraw(first.record.key, "  ", by=cast.actor("secretary"), at=NOW)
    assert no.value.field == "reason"
