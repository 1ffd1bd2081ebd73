"""A device takes names along and sends records: what goes out, what is taken, once, by which clock; what is refused; the switch."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from cast import NOW, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import Refused
from leadgoose.recordbook.actions.devices import Wipe, end_device, fill_device, switch_offline
from leadgoose.recordbook.actions.files import content_of
from leadgoose.recordbook.actions.office import entrust
from leadgoose.recordbook.actions.planning import Wish, set_plan
from leadgoose.recordbook.actions.sync import Carried, read_carried, sync_record
from leadgoose.recordbook.models import Attachment, Device, OfflineSwitch, PlanItem, Record, Version
from leadgoose.recordbook.rules.devices import planned_key
from leadgoose.recordbook.rules.entry import Sitting, as_plain
from leadgoose.recordbook.rules.kinds import Kind, Level
from recordbook.writing import arrival, key, meeting

PHONE = key("phone")
JPEG = b"\xff\xd8\xff\xe0 a picture"


def fill(cast: Cast, login: str = "secretary", device: str = PHONE) -> list[dict[str, Any]]:
    return fill_device(device, "值班手机", NOW, by=cast.actor(login), at=NOW)


def carried(entry: Any = None, **more: Any) -> Carried:
    return Carried(entry or meeting(), more.pop("stamp", key()), **more)


def sync(cast: Cast, one: Carried, *, sent: datetime | None = NOW, login: str = "secretary", device: str = PHONE, at: datetime = NOW) -> Any:
    return sync_record(device, sent, one, by=cast.actor(login), at=at)


def acts(name: str) -> list[dict[str, Any]]:
    return list(Journal.objects.filter(act=name).order_by("pk").values_list("facts", flat=True))


# --- what goes out ---


def test_a_device_holds_names_and_nothing_else_of_a_person(cast: Cast) -> None:
    book = fill(cast)[0]
    assert {tuple(one) for one in book["people"]} == {("key", "name", "voter", "member", "committee", "chair")}
    assert [(one["name"], one["voter"]) for one in book["people"]] == [
        ("单志强", True), ("曾玉兰", True), ("仇建军", True), ("查晓明", True), ("解文静", False)]
    text = json.dumps(book, ensure_ascii=False)
    assert not [number for number in cast.id_numbers.values() if number in text] and "199000" not in text and "1976" not in text
    assert acts("DeviceFilled") == [{"device": PHONE, "names": 5}]
    assert Device.objects.get().name == "值班手机" and "值班手机" not in json.dumps(acts("DeviceFilled"), ensure_ascii=False)


def test_of_talks_and_help_visits_not_even_the_plan_goes_out(cast: Cast) -> None:
    wishes = [
        Wish(Kind.TALK, date(2026, 11, 1), planned_on=date(2026, 11, 25), title="与查晓明谈心"), Wish(Kind.HELP_VISIT, date(2026, 11, 1), title="走访"),
        Wish(Kind.THEME_DAY, date(2026, 11, 1), planned_on=date(2026, 11, 24), title="冬防保温"),
    ]
    set_plan(cast.organisations["one"], wishes, by=cast.actor("secretary"), at=NOW)
    book = fill(cast)[0]
    assert [(one["kind"], one["title"]) for one in book["plan"]] == [("theme_day", "冬防保温")]
    assert book["plan"][0]["record"] == planned_key(PlanItem.objects.get(kind="theme_day").key)


def test_open_items_go_out_and_a_committee_member_needs_the_entrustment(cast: Cast) -> None:
    fill(cast)
    sync(cast, carried())
    assert [one["text"] for one in fill(cast)[0]["items"]] == ["降温前装完井口防护板"]
    with pytest.raises(Refused, match="委托"):
        fill(cast, "committee_member", key("other"))
    entrust(cast.organisations["one"], "p-committee", by=cast.actor("secretary"), at=NOW)
    assert [one["org"] for one in fill(cast, "committee_member", key("other"))] == ["one"]
    with pytest.raises(Denied):
        fill(cast, "member", key("third"))


def test_the_names_ask_a_fixed_number_of_questions(cast: Cast, django_assert_num_queries: Any) -> None:
    from leadgoose.recordbook.queries.devices import carried_book

    set_plan(cast.organisations["one"], [Wish(Kind.STUDY, date(2026, 11, 1))], by=cast.actor("secretary"), at=NOW)
    with django_assert_num_queries(8):
        carried_book(cast.organisations["one"], cast.today)
    set_plan(cast.organisations["one"], [Wish(Kind.STUDY, date(2026, 11, 1)) for _ in range(5)], by=cast.actor("secretary"), at=NOW)
    with django_assert_num_queries(8):
        carried_book(cast.organisations["one"], cast.today)


# --- what is taken ---


def test_a_record_sent_twice_is_there_once_and_answered_the_same(cast: Cast) -> None:
    fill(cast)
    one = carried(written=NOW)
    first, again = sync(cast, one), sync(cast, one)
    assert (first.known, again.known) == (False, True) and first.version.pk == again.version.pk
    assert Record.objects.count() == Version.objects.count() == len(acts("RecordEntered")) == 1
    version = Version.objects.get()
    assert (version.channel, version.device, version.truth, version.clock_ahead) == ("device", "值班手机", "recorded", 0)


@pytest.mark.parametrize(
    ("case", "written", "sent", "ahead", "written_on", "doubted", "late"),
    [
        ("a right clock: the day on which the device wrote", "2026-11-20T12:00+00:00", "2026-11-23T02:00+00:00", 0, "2026-11-20", False, False),
        ("a clock a year ahead: counted back by the server", "2027-11-20T12:00+00:00", "2027-11-23T02:00+00:00", 365 * 86400, "2026-11-20", False, False),
        ("a clock two days behind: written later than it says", "2026-11-20T12:00+00:00", "2026-11-21T02:00+00:00", -2 * 86400, "2026-11-22", False, False),
        ("a clock that fell back to 1970: the arrival counts", "1970-01-02T00:00+00:00", "2026-11-23T02:00+00:00", 0, "2026-11-23", True, False),
        ("written four days after, although it arrives the same day: late", "2026-11-23T01:00+00:00", "2026-11-23T02:00+00:00", 0, "2026-11-23", False, True),
    ],
)
def test_by_whose_clock(cast: Cast, case: str, written: str, sent: str, ahead: int, written_on: str, doubted: bool, late: bool) -> None:
    set_committee(cast.top_key, {"record_from": "2026-09-01", "record_days": "3"}, "", by=cast.actor("clerk"), at=NOW)
    fill(cast)
    held = date(2026, 11, 19) if late else date(2026, 11, 20)
    entry = meeting(sittings=(Sitting(held, time(18, 30), time(19, 20), "值班房"),))
    version = sync(cast, carried(entry, written=datetime.fromisoformat(written)), sent=datetime.fromisoformat(sent)).version
    assert (version.clock_ahead, version.written_on.isoformat(), version.clock_doubted) == (ahead, written_on, doubted)
    assert version.truth == ("late" if late else "recorded") and version.recorded_at == NOW
    assert version.claimed_at == datetime.fromisoformat(written), "what the device said is kept as it said it"
    assert Device.objects.get().clock_ahead == ahead


def test_a_late_record_is_taken_and_marked_whatever_its_reason(cast: Cast) -> None:
    set_committee(cast.top_key, {"record_from": "2026-09-01"}, "", by=cast.actor("clerk"), at=NOW)
    fill(cast)
    entry = meeting(sittings=(Sitting(date(2026, 11, 2)),), matters=())
    assert sync(cast, carried(entry, written=NOW, reason="井场没有网络")).version.reason == "井场没有网络"
    assert Version.objects.get().truth == "late"
    other = sync(cast, carried(replace(entry, key=key("second")), written=NOW, copied_from="作业二队记录本"))
    assert other.version.truth == "copied"


def test_what_was_changed_after_an_answer_that_never_came_continues_what_had_arrived(cast: Cast) -> None:
    fill(cast)
    first = carried()
    sync(cast, first)                                                     # the answer is lost; the device opens the record again
    changed = carried(meeting(title="四季度党员大会（补充）"), parents=(first.stamp,))
    arrived = sync(cast, changed)
    assert (arrived.diverged, arrived.version.truth, Record.objects.get().title) == (False, "corrected", "四季度党员大会（补充）")
    never = carried(meeting(key=key("never"), matters=()), parents=(key("lost"),))
    assert sync(cast, never).version.number == 1, "what never arrived is no parent to wait for"


def test_two_devices_that_record_the_same_planned_meeting_write_two_versions_of_one_record(cast: Cast) -> None:
    set_plan(cast.organisations["one"], [Wish(Kind.MEMBER_MEETING, date(2026, 11, 1), planned_on=date(2026, 11, 20))], by=cast.actor("secretary"), at=NOW)
    entrust(cast.organisations["one"], "p-committee", by=cast.actor("secretary"), at=NOW)
    plan = PlanItem.objects.get().key
    fill(cast)
    other = key("other")
    fill(cast, "committee_member", other)
    mine = meeting(key=planned_key(plan), plan=plan)
    theirs = replace(mine, title="另一台设备记的", matters=(replace(mine.matters[0], key=key("their matter")),))
    assert not sync(cast, carried(mine)).diverged
    assert sync(cast, carried(theirs), login="committee_member", device=other).diverged
    there = Record.objects.get()
    assert (there.heads, there.title, there.versions.count()) == (2, "四季度党员大会", 2)
    assert len(acts("RecordDiverged")) == 1


def test_a_meeting_recorded_meanwhile_on_the_page_is_not_doubled(cast: Cast) -> None:
    from leadgoose.recordbook.actions import enter

    set_plan(cast.organisations["one"], [Wish(Kind.MEMBER_MEETING, date(2026, 11, 1), planned_on=date(2026, 11, 20))], by=cast.actor("secretary"), at=NOW)
    plan = PlanItem.objects.get().key
    fill(cast)
    on_page = enter(meeting(key=key("page"), plan=plan), arrival(), by=cast.actor("secretary"), at=NOW).record
    one = carried(meeting(key=planned_key(plan), plan=plan, title="值班房记的", matters=()))
    assert sync(cast, one).record == on_page and sync(cast, one).known
    assert (Record.objects.count(), Record.objects.get().heads) == (1, 2)


def test_after_a_withdrawal_the_planned_meeting_has_another_key(cast: Cast) -> None:
    from leadgoose.recordbook.actions import withdraw

    set_plan(cast.organisations["one"], [Wish(Kind.MEMBER_MEETING, date(2026, 11, 1), planned_on=date(2026, 11, 20))], by=cast.actor("secretary"), at=NOW)
    plan = PlanItem.objects.get().key
    fill(cast)
    withdraw(sync(cast, carried(meeting(key=planned_key(plan), plan=plan))).record.key, "记错", by=cast.actor("secretary"), at=NOW)
    assert fill(cast)[0]["plan"][0]["record"] == planned_key(plan, 1) != planned_key(plan)


# --- what is refused ---


@pytest.mark.parametrize("kind", [Kind.TALK, Kind.HELP_VISIT, Kind.ELECTION_MEETING])
def test_what_never_goes_offline_is_refused_on_arrival(cast: Cast, kind: Kind) -> None:
    fill(cast)
    level = Level.OPEN if kind is Kind.ELECTION_MEETING else Level.INNER
    with pytest.raises(Refused, match="不离线办理"):
        sync(cast, carried(meeting(kind=kind, level=level, matters=(), speeches=())))
    with pytest.raises(Refused, match="不离线办理"):
        sync(cast, carried(meeting(level=Level.SECRET)))
    assert not Record.objects.exists()


def test_another_accounts_device_and_one_that_was_never_filled_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="还没有准备"):
        sync(cast, carried())
    fill(cast)
    with pytest.raises(Refused, match="另一个账号"):
        sync(cast, carried(), login="new_secretary")
    with pytest.raises(Denied):
        sync(cast, carried(meeting(org="two")))


def test_an_ended_device_forgets_and_is_not_heard(cast: Cast) -> None:
    fill(cast)
    with pytest.raises(Refused, match="没有这台"):
        end_device(PHONE, by=cast.actor("new_secretary"), at=NOW)
    end_device(PHONE, by=cast.actor("secretary"), at=NOW)
    for act in (lambda: sync(cast, carried()), lambda: fill(cast)):
        with pytest.raises(Wipe, match="已停用"):
            act()
    assert acts("DeviceEnded") == [{"device": PHONE}] and not Record.objects.exists()


def test_the_security_officer_switches_it_all_off_and_on_with_the_reason(cast: Cast) -> None:
    fill(cast)
    with pytest.raises(Denied):
        switch_offline(False, "检查", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="原因"):
        switch_offline(False, " ", by=cast.actor("security_officer"), at=NOW)
    assert switch_offline(True, "本来就启用", by=cast.actor("security_officer"), at=NOW) is None
    switch_offline(False, "手机检查", by=cast.actor("security_officer"), at=NOW)
    for act in (lambda: sync(cast, carried()), lambda: fill(cast)):
        with pytest.raises(Wipe, match="安全管理员已停用"):
            act()
    switch_offline(True, "检查完毕", by=cast.actor("security_officer"), at=NOW)
    sync(cast, carried())
    assert [one.allowed for one in OfflineSwitch.objects.order_by("pk")] == [False, True]
    assert acts("OfflineSwitched") == [{"allowed": "no"}, {"allowed": "yes"}]


# --- the addresses ---


def post(cast: Cast, path: str, content: Any, login: str = "secretary") -> Any:
    return cast.client(login).post(path, json.dumps(content), content_type="application/json")


def plain(one: Carried) -> dict[str, Any]:
    return {"entry": as_plain(one.entry), "stamp": one.stamp, "parents": list(one.parents), "written": NOW.isoformat(), "reason": one.reason}


def test_the_addresses_fill_take_and_refuse_in_sentences(cast: Cast) -> None:
    answer = post(cast, "/offline/fill/", {"device": PHONE, "name": "值班手机", "sent": NOW.isoformat()})
    assert (answer.status_code, answer.json()["books"][0]["org"], answer.json()["me"]) == (200, "one", "p-secretary")
    assert answer["Cache-Control"] == "no-store"
    sent = {"device": PHONE, "sent": datetime.now(UTC).isoformat(), "record": plain(carried())}
    answer = post(cast, "/offline/sync/", sent)
    assert (answer.status_code, answer.json()["became"], answer.json()["number"]) == (200, "entered", "2026-001")
    assert post(cast, "/offline/sync/", sent).json()["became"] == "known"
    wrong = plain(carried(meeting(key=key("wrong"), matters=())))
    wrong["entry"]["sittings"][0]["on"] = "2026-12-24"
    answer = post(cast, "/offline/sync/", {**sent, "record": wrong})
    assert (answer.status_code, answer.json()["said"], answer.json()["wipe"]) == (422, "活动日期还没有到，请改为今天或以前的日期。", False)
    wrong["entry"]["surprise"] = 1
    assert "读不出" in post(cast, "/offline/sync/", {**sent, "record": wrong}).json()["said"]
    assert "不在该记录本上记录" in post(cast, "/offline/sync/", {**sent, "record": plain(carried(meeting(org="two", key=key("two"))))}).json()["said"]
    assert cast.client("secretary").post("/offline/sync/", "no json", content_type="application/json").status_code == 422
    end_device(PHONE, by=cast.actor("secretary"), at=NOW)
    assert cast.client("secretary").get(f"/offline/contact/?device={PHONE}").json()["wipe"] is True
    assert post(cast, "/offline/sync/", sent).json()["wipe"] is True


def test_a_photo_follows_its_record_once(cast: Cast) -> None:
    post(cast, "/offline/fill/", {"device": PHONE, "name": "值班手机", "sent": NOW.isoformat()})
    one = carried()
    photo = {"device": PHONE, "sent": NOW.isoformat(), "stamp": one.stamp, "name": "井口.jpg", "data": base64.b64encode(JPEG).decode()}
    assert "请先送出记录" in post(cast, "/offline/photo/", photo).json()["said"]
    post(cast, "/offline/sync/", {"device": PHONE, "sent": NOW.isoformat(), "record": plain(one)})
    assert [post(cast, "/offline/photo/", photo).status_code for _each in range(2)] == [200, 200]
    row = Attachment.objects.get()
    assert (row.record, row.what, row.kind, row.name, content_of(row)) == (Record.objects.get(), "photo", "image/jpeg", "井口.jpg", JPEG)
    assert [one["what"] for one in acts("FileAttached")] == ["photo"]
    for wrong in ({"data": "%%%"}, {"data": base64.b64encode(b"text").decode()}, {"stamp": key()}, {"device": key()}):
        assert post(cast, "/offline/photo/", {**photo, **wrong}).status_code == 422
    assert cast.client("member").post("/offline/photo/", "{}", content_type="application/json").status_code == 403
    end_device(PHONE, by=cast.actor("secretary"), at=NOW)
    assert post(cast, "/offline/photo/", photo).json()["wipe"] is True and Attachment.objects.count() == 1


def test_the_page_its_worker_and_manifest_hold_no_name(cast: Cast) -> None:
    for login in ("secretary", "committee_member"):
        client = cast.client(login)
        shell = client.get("/offline/").content.decode()
        worker = client.get("/offline/worker.js")
        manifest = client.get("/offline/manifest.json").json()
        assert "unsafe" not in worker["Content-Security-Policy"] and worker["Content-Type"].startswith("text/javascript")
        assert (manifest["scope"], manifest["start_url"], manifest["display"]) == ("/offline/", "/offline/", "standalone")
        for text in (shell, worker.content.decode(), json.dumps(manifest, ensure_ascii=False)):
            assert not [part for part in ("单志强", "曾玉兰", "作业一队", "secretary", "committee_member") if part in text]
    assert cast.client("secretary").get("/offline/").content == cast.client("committee_member").get("/offline/").content
    assert cast.client("member").get("/offline/").status_code == 403


def test_the_version_differs_where_the_language_does(cast: Cast) -> None:
    client = cast.client("secretary")
    chinese = client.get("/offline/worker.js", headers={"accept-language": "zh-hans"}).content
    assert chinese != client.get("/offline/worker.js", headers={"accept-language": "en"}).content
    assert chinese == client.get("/offline/worker.js", headers={"accept-language": "zh-hans"}).content


def test_the_switch_page_says_how_it_stands_and_why(cast: Cast) -> None:
    client = cast.client("security_officer")
    assert "现在启用" in client.get("/offline/switch/").content.decode()
    assert client.post("/offline/switch/", {"allowed": "no", "reason": ""}).status_code == 422
    assert client.post("/offline/switch/", {"allowed": "no", "reason": "手机检查"}).status_code == 302
    page = client.get("/offline/switch/").content.decode()
    assert "现在停用" in page and "手机检查" in page and 'href="/offline/switch/"' in page
    assert "安全管理员已停用" in cast.client("secretary").get("/o/one/book/offline/").content.decode()


def test_a_moment_without_a_zone_or_far_outside_the_calendar_is_refused(cast: Cast) -> None:
    from leadgoose.recordbook.rules.entry import Malformed

    for written in ("2026-11-20T12:00:00", "yesterday", 5, "0001-01-01T00:00:00+00:00", "9999-12-31T00:00:00+00:00"):
        with pytest.raises(Malformed, match="written"):
            read_carried({**plain(carried()), "written": written})
    assert read_carried({**plain(carried()), "written": None}).written is None
    assert read_carried(plain(carried())).written - NOW == timedelta(0)   # type: ignore[operator]
