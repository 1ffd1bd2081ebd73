"""The form of a record: half filled, marked as proposals, confirmed once; hints while writing; nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date, time
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import NOW, TODAY, Cast, Part, enrol_all
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import enter
from leadgoose.recordbook.actions.comparing import add_common_text
from leadgoose.recordbook.actions.office import entrust, save_draft
from leadgoose.recordbook.actions.planning import Wish, set_plan
from leadgoose.recordbook.models import CommonText, Draft, PlanItem, Record, Resolution, Version
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.entry import Named, Paper, Stand, Topic
from leadgoose.recordbook.rules.kinds import Kind
from recordbook.writing import arrival, key, meeting, party_group

NEW = "/o/one/book/new/member_meeting/"


def form(client: Client, address: str = NEW, **changes: Any) -> dict[str, str]:
    """What a browser would post of the form as it opens."""
    return {**posted(client.get(address).content.decode()), **changes}


def posted(page: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r' name="([^"]+)"', tag)
        kind = re.search(r' type="([^"]+)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        if name and not (kind and kind[1] in {"radio", "checkbox"} and " checked" not in tag):
            values[name[1]] = unescape(value[1]) if value else "on"
    for name, inner in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        values[name] = unescape(inner)
    for name, inner in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        values[name] = chosen[1] if chosen else re.findall(r'<option value="([^"]*)"', inner)[0]
    values.pop("q", None)
    return values


def typed(client: Client, **changes: Any) -> dict[str, str]:
    """The common record: three things said, two resolutions, one with somebody against it; one member on leave."""
    return form(client, **{
        "title": "四季度党员大会", "start": "18:30", "end": "19:20", "p-p-discipline": "leave:trip", "sp-who-0": "p-member", "sp-point-0": "先装三号井。",
        "sp-differs-0": "", "m-text-0": "降温前装完防护板", "m-owner-0": "p-member", "m-text-1": "通过工作报告", "m-vote-1": "sums", "m-for-1": "3",
        "m-against-1": "0", "confirm": "1", **changes})


def test_a_topics_presenter_is_picked_and_its_paper_is_one_that_is_held_or_stays_words(cast: Cast) -> None:
    committee, client = cast.organisations["committee"], cast.client("secretary")
    add_common_text(committee, "冬检通知", "各支部十二月前完成冬季安全检查。", by=cast.actor("clerk"), at=NOW)
    held = CommonText.objects.get().key
    told = typed(client, topics="2", **{
        "t-text-0": "传达冬检通知", "t-by-0": "p-committee", "t-paper-0": held, "t-papers-0": "三号井隐患单、 夜班 安排",
        "t-text-1": "队长通报产量", "t-other-1": "马国栋", "t-papers-1": "冬检通知"})
    page = client.post(NEW, told, follow=True).content.decode()
    entry = entry_of(Version.objects.get())
    assert entry is not None and entry.topics == (
        Topic("传达冬检通知", Named("曾玉兰", "p-committee"), (Paper("冬检通知", held), Paper("三号井隐患单"), Paper("夜班 安排"))),
        Topic("队长通报产量", Named("马国栋"), (Paper("冬检通知", held),)))   # whoever names it in words means the same one, as a device does
    for shown in ("汇报人 曾玉兰", "三号井隐患单、夜班 安排", "<summary>冬检通知</summary>", "各支部十二月前完成冬季安全检查。"):
        assert shown in page, shown
    again = form(client, f"/r/{Record.objects.get().key}/correct/")
    assert {name: again[name] for name in ("t-text-0", "t-by-0", "t-papers-0", "t-other-1", "topics")} == {
        "t-text-0": "传达冬检通知", "t-by-0": "p-committee", "t-papers-0": "冬检通知、三号井隐患单、夜班 安排", "t-other-1": "马国栋", "topics": "3"}
    assert client.get("/o/one/book/search/?q=夜班").content.decode().count(Record.objects.get().key) and "第 3 个议题" in client.post(
        NEW, {**told, "step": "topics"}).content.decode()


def test_a_draft_from_before_topics_had_rows_opens_with_a_row_for_each_line(cast: Cast) -> None:
    client = cast.client("secretary")
    save_draft(cast.organisations["one"], Kind.MEMBER_MEETING, key("draft"), {"topics": ["听取报告\n讨论措施\n收党费"]}, by=cast.actor("secretary"), at=NOW)
    values = form(client, f"{NEW}?draft={key('draft')}")
    assert [values[f"t-text-{row}"] for row in range(3)] == ["听取报告", "讨论措施", "收党费"]


def test_the_form_opens_half_filled_and_says_what_the_meeting_needs(cast: Cast) -> None:
    set_plan(cast.organisations["one"], [Wish(
        Kind.MEMBER_MEETING, date(2026, 11, 1), planned_on=date(2026, 11, 22), starts_at=time(18, 30), ends_at=time(19, 30), place="值班房", title="冬防保温",
        topics="听取报告\n讨论措施",
    )], by=cast.actor("secretary"), at=NOW)
    client = cast.client("secretary")
    values = form(client, f"{NEW}?plan={PlanItem.objects.get().key}")
    assert {name: values[name] for name in ("on", "start", "end", "place", "title", "t-text-0", "t-text-1", "chair", "recorder")} == {
        "on": "2026-11-22", "start": "18:30", "end": "19:30", "place": "值班房", "title": "冬防保温", "t-text-0": "听取报告", "t-text-1": "讨论措施",
        "chair": "单志强", "recorder": "单志强"}
    assert {values[f"p-{one}"] for one in ("p-secretary", "p-committee", "p-discipline", "p-member", "p-probation")} == {"present"}
    assert (values["m-vote-0"], values["m-due-0"]) == ("all", "2026-12-22")
    page = client.get(f"{NEW}?plan={PlanItem.objects.get().key}").content.decode()
    assert "应到会有表决权 4 人，须到 2 人，须 3 人赞成。" in page
    assert page.count('class="mark"') > 5 and "标有“拟”的内容已经核对" in page


def test_the_common_record_is_entered(cast: Cast) -> None:
    client = cast.client("secretary")
    answer = client.post(NEW, typed(client))
    row = Record.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/r/{row.key}/")
    entry = entry_of(Version.objects.get())
    assert entry is not None
    assert [(one.text, one.vote.favour if one.vote else None, one.owner.key, str(one.due_on)) for one in entry.matters] == [
        ("降温前装完防护板", 3, "p-member", "2026-12-23"), ("通过工作报告", 3, "", "None")]
    assert [one.stand for one in entry.people if one.key == "p-discipline"] == [Stand.LEAVE]
    assert list(Resolution.objects.values_list("text", flat=True)) == ["降温前装完防护板"]
    journal = Journal.objects.get(act="RecordEntered")
    assert journal.typed > 5 and journal.filled > 5


def test_the_same_form_sent_twice_is_one_record(cast: Cast) -> None:
    client = cast.client("secretary")
    values = typed(client)
    assert [client.post(NEW, values).status_code for _ in range(2)] == [302, 302]
    assert Record.objects.count() == 1


def test_proposals_are_confirmed_once(cast: Cast) -> None:
    client = cast.client("secretary")
    answer = client.post(NEW, typed(client, confirm=""))
    page = answer.content.decode()
    assert answer.status_code == 422 and "核对后勾选" in page and "降温前装完防护板" in page
    assert not Record.objects.exists()


BAD = [
    ({"on": "2026-11-24"}, "活动日期还没有到"), ({"on": "昨天"}, "请按 2026-11-23 的样式填写日期"), ({"start": "25:00"}, "请按 18:30 的样式"),
    ({"end": "18:00"}, "结束时间应当晚于开始时间"), ({"m-for-1": "9"}, "多于到会有表决权的 3 人"), ({"m-due-0": "2026-11-01"}, "期限不能早于开会的日期"),
    ({"p-p-member": "leave:other"}, "请写明"), ({"hosted": "没有这个人"}, "花名册里没有“没有这个人”"), ({"title": "字" * 121}, "太长"),
]


@pytest.mark.parametrize(("changes", "sentence"), BAD, ids=[str(sorted(one[0])) for one in BAD])
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(cast: Cast, changes: dict[str, str], sentence: str) -> None:
    client = cast.client("secretary")
    answer = client.post(NEW, typed(client, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page
    assert "先装三号井。" in page and "降温前装完防护板" in page
    for value in changes.values():
        assert value in page
    assert not Record.objects.exists()


def test_a_proposed_day_makes_no_open_item_when_the_day_of_the_meeting_is_changed(cast: Cast) -> None:
    client = cast.client("secretary")
    values = typed(client, on="2026-11-21")
    assert (values["m-due-1"], values.get("m-owner-1", "")) == ("2026-12-23", ""), "proposed by the day on which the form was opened"
    assert client.post(NEW, values).status_code == 302
    entry = entry_of(Version.objects.get())
    assert entry is not None and [str(one.due_on) for one in entry.matters] == ["2026-12-23", "None"]
    assert list(Resolution.objects.values_list("text", flat=True)) == ["降温前装完防护板"]


def test_a_late_record_asks_for_its_reason_in_the_form(cast: Cast) -> None:
    set_committee(cast.top_key, {"record_from": "2026-09-01"}, "", by=cast.actor("clerk"), at=NOW)
    client = cast.client("secretary")
    values = typed(client, on="2026-11-10", **{"m-due-0": "2026-12-10"})
    page = client.post(NEW, values)
    assert page.status_code == 422 and "超过 3 天才记，请写明原因" in page.content.decode()
    assert client.post(NEW, {**values, "reason": "出井搬迁"}).status_code == 302
    assert Record.objects.get().truth == "late"


def test_hints_come_while_writing_and_stop_nothing(cast: Cast) -> None:
    client = cast.client("secretary")
    values = typed(client, **{"sp-point-0": "大家一致认为很好", "m-against-1": "1", "m-for-1": "2", "end": "", "step": "look"})
    page = client.post(NEW, values, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    for sentence in ("应到 5，实到 4", "开始和结束时间还没有写全", "只写“大家一致认为”", "还没有记不同意见", "没有通过", "可以进行表决"):
        assert sentence in page, sentence
    assert not Record.objects.exists()
    whole = client.post(NEW, values).content.decode()
    assert "<html" in whole and "先装三号井" not in whole and "只写“大家一致认为”" in whole


@pytest.mark.parametrize(("step", "name", "cursor"), [("speeches", "sp-point-5", "sp-who-3"), ("matters", "m-text-3", "m-text-2")])
def test_more_rows_are_added_without_losing_any_and_the_cursor_stands_in_the_first(cast: Cast, step: str, name: str, cursor: str) -> None:
    client = cast.client("secretary")
    answer = client.post(NEW, typed(client, step=step))
    page = answer.content.decode()
    assert answer.status_code == 200 and f'name="{name}"' in page and "先装三号井。" in page
    assert re.search(rf'id="{cursor}"[^>]* autofocus', page)
    assert not Record.objects.exists()


def test_a_class_in_two_sittings_is_one_record(cast: Cast) -> None:
    client, address = cast.client("secretary"), "/o/one/book/new/party_class/"
    opened = form(client, address, step="sittings")
    page = client.post(address, opened).content.decode()
    assert 'name="on-1"' in page and 'name="s-p-member"' in page
    values = {
        **opened, "step": "save", "sittings": "2", "on": "2026-11-20", "on-1": "2026-11-22", "s-p-member": "1", "f-teacher": "p-secretary", "confirm": "1",
    }
    assert client.post(address, values).status_code == 302
    row = Record.objects.get()
    assert (row.held_on, row.ends_on) == (date(2026, 11, 20), date(2026, 11, 22))
    assert str(row.attendance.get(person_key="p-member").held_on) == "2026-11-22"


def test_the_paper_may_be_the_original(cast: Cast) -> None:
    client = cast.client("secretary")
    address = f"{NEW}?mode=paper"
    page = client.get(address).content.decode()
    assert "sp-point-0" not in page and "paper_page" in page
    values = form(client, address, paper_page="12", written_on="2026-11-23", confirm="1", **{"m-text-0": "通过报告", "m-owner-0": ""})
    assert client.post(NEW, {**values, "paper_page": ""}).status_code == 422
    assert client.post(NEW, values).status_code == 302
    row = Record.objects.get()
    assert (row.paper_original, row.paper_page, row.truth, Version.objects.get().channel) == (True, "12", "recorded", "sheet")
    assert "还可以补的" not in client.get(f"/r/{row.key}/").content.decode(), "a paper original is no lesser record"


def test_a_group_meets_with_its_own_and_the_others_are_a_link_away(cast: Cast) -> None:
    party_group(cast, "第一党小组", ["p-member"])
    party_group(cast, "第二党小组", ["p-secretary", "p-committee"])
    client, address = cast.client("secretary"), "/o/one/book/new/group_meeting/"
    first = form(client, address)
    assert [name for name in first if name.startswith("p-p-")] == ["p-p-member"]
    other = re.search(r'href="([^"]*\?group=[^"]*)"', client.get(address).content.decode())
    assert other is not None
    second = form(client, other[1], confirm="1", title="组会")
    assert [name for name in second if name.startswith("p-p-") and second[name] == "present"] == ["p-p-secretary", "p-p-committee"]
    assert client.post(address, second).status_code == 302
    assert (Record.objects.get().expected, Record.objects.get().group_key) == (2, second["group"])


def test_a_talk_asks_for_its_level_and_is_sealed(cast: Cast) -> None:
    client, address = cast.client("secretary"), "/o/one/book/new/talk/"
    values = form(client, address, level="secret", confirm="1", **{"f-partner": "p-member", "f-said": "想调班"})
    assert client.post(address, values).status_code == 302
    assert (Record.objects.get().level, Version.objects.get().sealed_for) == ("secret", "p-member")


def test_last_meetings_items_come_up_first_and_are_closed_in_the_form(cast: Cast) -> None:
    enter(meeting(), arrival(), by=cast.actor("secretary"), at=NOW)
    item = Resolution.objects.get().key
    client = cast.client("secretary")
    page = client.get(NEW).content.decode()
    assert page.index("降温前装完井口防护板") < page.index("到会情况</h2>")
    assert client.post(NEW, typed(client, **{f"c-{item}": "done", f"cn-{item}": "已验收"})).status_code == 302
    assert Resolution.objects.get(key=item).state == "done"


def test_a_draft_is_kept_found_again_and_gone_with_the_record(cast: Cast) -> None:
    client = cast.client("secretary")
    assert client.post(NEW, typed(client, step="draft")).status_code == 302
    draft = Draft.objects.get()
    assert "接着记" in client.get("/o/one/book/").content.decode()
    again = form(client, f"{NEW}?draft={draft.key}", confirm="1")
    assert (again["title"], again["key"]) == ("四季度党员大会", draft.key)
    assert client.post(NEW, again).status_code == 302
    assert not Draft.objects.exists() and Record.objects.get().key == draft.key


def test_a_correction_starts_from_what_stands_and_says_why(cast: Cast) -> None:
    record = enter(meeting(), arrival(), by=cast.actor("secretary"), at=NOW).record
    client, address = cast.client("secretary"), f"/r/{record.key}/correct/"
    values = form(client, address)
    assert (values["title"], values["sp-point-0"], values["m-for-0"]) == ("四季度党员大会", "井口防护板要在降温前装完。", "4")
    assert client.post(address, values).status_code == 422
    assert client.post(address, {**values, "p-p-member": "leave:sick", "m-for-0": "3", "reason": "漏记请假"}).status_code == 302
    page = client.get(f"/r/{record.key}/versions/").content.decode()
    assert "漏记请假" in page and "请假（病假）" in page and "赞成 3，反对 0，弃权 0。" in page


def test_a_talk_is_corrected_after_it_was_opened_with_a_trace(cast: Cast) -> None:
    client, address = cast.client("secretary"), "/o/one/book/new/talk/"
    client.post(address, form(client, address, confirm="1", **{"f-partner": "p-member", "f-said": "想调班"}))
    correct = f"/r/{Record.objects.get().key}/correct/"
    assert client.get(correct).status_code == 302
    opened = client.post(correct, {"step": "open"})
    assert "想调班" in opened.content.decode() and Journal.objects.filter(act="ConfidentialOpened").count() == 1
    values = {**posted(opened.content.decode()), "f-said": "想调到白班", "reason": "写得不全", "step": "save"}
    assert client.post(correct, values).status_code == 302
    assert [one.content for one in Version.objects.all()] == [{}, {}] and Record.objects.get().standing == 2


def test_a_committee_member_without_an_entrustment_is_told_whom_to_ask(cast: Cast) -> None:
    client = cast.client("committee_member")
    assert "书记还没有委托记录" in client.get(NEW).content.decode()
    entrust(cast.organisations["one"], "p-committee", by=cast.actor("secretary"), at=NOW)
    assert 'name="title"' in client.get(NEW).content.decode()


@pytest.mark.parametrize(("login", "status"), [("member", 403), ("envoy", 403), ("new_secretary", 404), ("outsider", 404)])
def test_others_have_no_form(cast: Cast, login: str, status: int) -> None:
    assert cast.client(login).get(NEW).status_code == status


def test_the_form_asks_as_often_for_three_members_as_for_thirty(cast: Cast) -> None:
    client, counted = cast.client("secretary"), []
    for first, last in ((0, 0), (1, 25)):
        enrol_all(cast, (Part(f"p-more{number}", f"多{number}", "one", "男", "1990-01-01") for number in range(first, last)), 50 + first)
        with CaptureQueriesContext(connection) as asked:
            client.get(NEW)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 16


def test_every_kind_has_a_form_that_can_be_entered(cast: Cast) -> None:
    client = cast.client("secretary")
    for kind in Kind:
        if kind in {Kind.GROUP_MEETING, Kind.MEMBER_MEETING}:
            continue
        address = f"/o/one/book/new/{kind.value}/"
        answer = client.post(address, form(client, address, confirm="1", title="一次活动", on=TODAY.isoformat()))
        assert answer.status_code == 302, kind
    assert Record.objects.count() == len(Kind) - 2
