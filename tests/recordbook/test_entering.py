"""A record arrives: once, late, corrected, twice over from two devices; its rows, its duties and what the journal knows of it."""

from __future__ import annotations

import pytest

from cast import NOW, Cast
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import enter
from leadgoose.recordbook.models import Attendance, Record, RecordText, Resolution, Version
from leadgoose.recordbook.rules.entry import from_plain
from recordbook.writing import arrival, meeting


def test_a_record_is_entered_with_everything_that_follows(cast: Cast) -> None:
    arrived = enter(meeting(), arrival(), by=cast.actor("secretary"), at=NOW)
    row = Record.objects.get()
    assert (row.serial, row.year, row.kind, row.title, row.expected, row.present, row.truth, row.standing) == (
        1, 2026, "member_meeting", "四季度党员大会", 5, 5, "recorded", 1)
    kept = from_plain(Version.objects.get().content)
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
