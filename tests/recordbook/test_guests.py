"""Members of other branches who came to a meeting recorded without network: guests until somebody says who of the register they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cast import NOW, Cast, Part, enrol
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import Refused
from leadgoose.recordbook.actions.devices import fill_device
from leadgoose.recordbook.actions.guests import NOBODY, match_guests
from leadgoose.recordbook.actions.sync import Carried, read_carried, sync_record
from leadgoose.recordbook.models import Attendance, Record
from leadgoose.recordbook.queries.attendance import of_members
from leadgoose.recordbook.queries.guests import unmatched
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.entry import Entry, Guest, as_plain
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.training.queries.hours import ledger
from recordbook.test_web_enter import form
from recordbook.writing import key, meeting

PHONE = key("phone of guests")
GUESTS = (Guest("李春梅", "作业二队党支部", member=True), Guest("易外人", "作业二队", member=True), Guest("查督导", "宣传科", "督导"))


def brought(cast: Cast, guests: tuple[Guest, ...] = GUESTS) -> Record:
    """A class of branch one, recorded on a phone; 李春梅 is a member of branch two."""
    fill_device(PHONE, "值班手机", NOW, by=cast.actor("secretary"), at=NOW)
    entry = meeting(key=key(), kind=Kind.PARTY_CLASS, matters=(), fields={"hours": "2", "outline": "井控"}, guests=guests)
    carried = read_carried({"entry": as_plain(entry), "stamp": key(), "written": NOW.isoformat()})
    return sync_record(PHONE, NOW, carried, by=cast.actor("secretary"), at=NOW).record


def said(record: Record) -> Entry:
    found = entry_of(record.versions.get(number=record.standing))
    assert found is not None
    return found


def match(cast: Cast, record: Record, chosen: dict[int, str], login: str = "secretary") -> None:
    match_guests(record, record.versions.get(number=record.standing), chosen, key(), by=cast.actor(login), at=NOW)
    record.refresh_from_db()


def test_a_guest_who_is_a_member_elsewhere_goes_home_when_somebody_says_who_it_is(cast: Cast) -> None:
    record = brought(cast)
    assert said(record).guests == GUESTS and not Attendance.objects.filter(person_key="p-two").exists()
    assert [(one.place, [each.key for each in one.candidates]) for one in unmatched(record, said(record))] == [(0, ["p-two"]), (1, [])]
    match(cast, record, {0: "p-two"})
    row = Attendance.objects.get(person_key="p-two")
    assert (row.home_key, row.org_key, row.stand, row.expected, row.voter) == ("two", "one", "present", False, False)
    year = next(one for one in of_members(cast.organisations["two"], 2026, cast.today) if one.key == "p-two")
    assert [(name, record_) for name, _day, record_ in year.elsewhere] == [("作业一队党支部", record.key)]
    assert [one.kind for one in ledger(cast.people["p-two"].pk, 2026)] == ["party_class"]
    assert said(record).guests == GUESTS[1:] and record.standing == 2 and record.expected == 5
    version = record.versions.get(number=2)
    assert (version.reason, version.truth, record.truth) == ("核对其他支部党员：李春梅", "corrected", "recorded")
    assert Journal.objects.filter(act="RecordCorrected").count() == 1


def test_who_is_no_member_stays_a_guest_and_is_asked_about_no_more(cast: Cast) -> None:
    record = brought(cast)
    match(cast, record, {1: NOBODY})
    assert said(record).guests == (GUESTS[0], replace(GUESTS[1], member=False), GUESTS[2])
    assert [one.place for one in unmatched(record, said(record))] == [0]


@pytest.mark.parametrize("chosen", [{}, {0: "p-member"}, {0: "p-outsider"}, {1: "p-two"}, {2: NOBODY}, {7: NOBODY}], ids=[
    "nothing", "one of the own branch", "one of another committee", "somebody of another name", "a guest who was never called a member", "no such guest"])
def test_only_what_was_offered_may_be_chosen(cast: Cast, chosen: dict[int, str]) -> None:
    record = brought(cast)
    with pytest.raises(Refused):
        match(cast, record, chosen)
    assert record.versions.count() == 1


def test_two_guests_are_not_one_person_and_a_member_confirms_nothing(cast: Cast) -> None:
    record = brought(cast, (GUESTS[0], replace(GUESTS[0], post="")))
    with pytest.raises(Refused, match="两次"):
        match(cast, record, {0: "p-two", 1: "p-two"})
    with pytest.raises(Denied):
        match(cast, record, {0: "p-two"}, login="member")


def test_namesakes_are_all_offered_those_of_the_branch_that_was_written_first(cast: Cast) -> None:
    enrol(cast, Part("p-namesake", "李春梅", "office", "女", "1986-01-01"), 60)
    record = brought(cast)
    assert [one.key for one in unmatched(record, said(record))[0].candidates] == ["p-two", "p-namesake"]


def test_the_page_offers_takes_and_tells_of_a_correction_in_between(cast: Cast) -> None:
    record = brought(cast)
    client, page = cast.client("secretary"), f"/r/{record.key}/"
    shown = client.get(page).content.decode()
    assert "核对其他支部党员" in shown and "李春梅 作业二队党支部</option>" in shown and "本委其他支部的花名册里没有这个姓名" in shown
    assert 'id="guests"' not in cast.client("auditor").get(page).content.decode()
    base = record.versions.get().stamp
    answer = client.post(f"{page}guests/", {"base": key(), "stamp": key(), "g-0": "p-two"})
    assert answer.status_code == 422 and "更正过这条记录" in answer.content.decode()
    assert client.post(f"{page}guests/", {"base": base, "stamp": key(), "g-0": "", "g-1": ""}).status_code == 422
    assert client.post(f"{page}guests/", {"base": base, "stamp": key(), "g-0": "p-two", "g-1": NOBODY}).status_code == 302
    shown = client.get(page).content.decode()
    assert 'id="guests"' not in shown and "<dt>其他支部党员</dt><dd>李春梅</dd>" in shown


def test_a_correction_shows_them_as_members_of_other_branches_and_finds_them_itself(cast: Cast) -> None:
    record = brought(cast, (GUESTS[0],))
    client, address = cast.client("secretary"), f"/r/{record.key}/correct/"
    values = form(client, address)
    assert values["hosted"] == "李春梅（作业二队党支部）" and not values.get("guests")
    assert client.post(address, {**values, "step": "save", "reason": "核对", "confirm": "1"}).status_code == 302
    record.refresh_from_db()
    assert said(record).guests == () and Attendance.objects.get(person_key="p-two").home_key == "two"


def test_a_member_in_the_register_of_nobody_travels_as_one_line(cast: Cast) -> None:
    plain = as_plain(meeting(guests=GUESTS))
    assert plain["guests"][0] == {"name": "李春梅", "post": "作业二队党支部", "member": True} and "member" not in plain["guests"][2]
    assert Carried(read_carried({"entry": plain, "stamp": key()}).entry, key()).entry.guests == GUESTS
