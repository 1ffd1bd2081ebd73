"""The merge page: both versions beside each other, a choice at each place, a new version that names both; nothing lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from cast import NOW, Cast
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import enter
from leadgoose.recordbook.models import Attendance, Record, Resolution, Version
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.entry import Named, Speech, Stand, Vote
from leadgoose.recordbook.rules.kinds import VoteKind
from leadgoose.recordbook.rules.truth import Channel
from recordbook.writing import arrival, key, meeting, there

MATTER = replace(meeting().matters[0], vote=Vote(VoteKind.ORDINARY, 3))


@pytest.fixture
def two(cast: Cast) -> Record:
    """A record, and what two devices made of it: another title and one speech more here, other people there."""
    by = cast.actor("secretary")
    first = arrival(channel=Channel.DEVICE)
    enter(meeting(matters=(MATTER,)), first, by=by, at=NOW)
    more = (*meeting().speeches, Speech(Named("曾玉兰", "p-committee"), "材料周三到。"))
    phone, tablet = (arrival(channel=Channel.DEVICE, device=name, parents=(first.stamp,)) for name in ("值班手机", "平板"))
    enter(meeting(title="党员大会（值班手机）", speeches=more, matters=(MATTER,)), phone, by=by, at=NOW)
    people = (*there("secretary", "committee", "member", "probation"), *there("discipline", stand=Stand.ABSENT))
    other = enter(meeting(title="党员大会（平板）", people=people, matters=(MATTER,)), tablet, by=by, at=NOW)
    assert other.diverged
    return other.record


def form(client: Client, record: Record, **chosen: str) -> dict[str, str]:
    page = client.get(f"/r/{record.key}/merge/").content.decode()
    hidden = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("stamp", "left", "right")}
    return {**hidden, "reason": "核对后合并", **chosen}


def test_the_page_shows_both_beside_each_other_and_only_where_they_differ(cast: Cast, two: Record) -> None:
    page = cast.client("secretary").get(f"/r/{two.key}/merge/").content.decode()
    for text in ("党员大会（值班手机）", "党员大会（平板）", "材料周三到。", "仇建军", "缺席", "值班手机", "平板"):
        assert text in page, text
    assert "降温前装完井口防护板" not in page and page.count("<fieldset") == 3
    assert f'href="/r/{two.key}/merge/"' in cast.client("secretary").get(f"/r/{two.key}/").content.decode()


def test_what_is_chosen_becomes_a_version_that_names_both_and_both_stay(cast: Cast, two: Record) -> None:
    client = cast.client("secretary")
    answers = form(client, two, **{"c-title": "own", "w-title": "四季度党员大会", "c-people.2": "right", "c-speeches.1": "left"})
    before = {one.stamp: one.content for one in Version.objects.all()}
    assert client.post(f"/r/{two.key}/merge/", answers)["Location"] == f"/r/{two.key}/"
    record, merged = Record.objects.get(), Version.objects.get(number=4)
    entry = entry_of(merged)
    assert entry is not None and (entry.title, len(entry.speeches)) == ("四季度党员大会", 2)
    assert {one.key: one.stand for one in entry.people}["p-discipline"] == Stand.ABSENT
    assert (record.heads, record.standing, record.present) == (1, 4, 4)
    assert set(merged.parents) == {answers["left"], answers["right"]} and merged.reason == "核对后合并"
    assert {one.stamp: one.content for one in Version.objects.exclude(number=4)} == before, "the past does not change"
    assert Journal.objects.filter(act="RecordMerged").count() == 1
    assert Attendance.objects.get(person_key="p-discipline").stand == "absent" and Resolution.objects.get().state == "open"
    assert client.post(f"/r/{two.key}/merge/", answers).status_code == 302 and Version.objects.count() == 4, "sent twice, merged once"


def test_a_place_without_a_choice_is_said_at_it_and_what_was_chosen_stays(cast: Cast, two: Record) -> None:
    client = cast.client("secretary")
    answer = client.post(f"/r/{two.key}/merge/", form(client, two, **{"c-title": "own", "w-title": " ", "c-speeches.1": "drop"}))
    page = answer.content.decode()
    assert answer.status_code == 422 and "还有 2 处没有选定" in page and "请写明内容。" in page and "请选择一边。" in page
    assert 'name="c-speeches.1" value="drop" checked' in page and Version.objects.count() == 3


def test_a_correction_meanwhile_is_not_run_over(cast: Cast, two: Record) -> None:
    client = cast.client("secretary")
    answers = form(client, two, **{"c-title": "left", "c-people.2": "left"})
    standing = two.versions.get(number=two.standing)
    enter(meeting(title="刚更正的", matters=(MATTER,)), arrival(parents=(standing.stamp,), reason="更正"), by=cast.actor("secretary"), at=NOW)
    answer = client.post(f"/r/{two.key}/merge/", answers)
    assert answer.status_code == 422 and "在此期间" in answer.content.decode() and "刚更正的" in answer.content.decode()
    assert Record.objects.get().heads == 2


def test_three_versions_are_merged_two_at_a_time(cast: Cast, two: Record) -> None:
    client, by = cast.client("secretary"), cast.actor("secretary")
    first = two.versions.get(number=1)
    enter(meeting(title="第三台", matters=(MATTER,)), arrival(channel=Channel.DEVICE, parents=(first.stamp,)), by=by, at=NOW)
    for left in (2, 1):
        assert client.get(f"/r/{two.key}/merge/").status_code == 200
        places: dict[str, Any] = {"c-title": "left", "c-people.2": "left"}
        assert client.post(f"/r/{two.key}/merge/", form(client, two, **places)).status_code == 302
        assert Record.objects.get().heads == left
    assert client.get(f"/r/{two.key}/merge/")["Location"] == f"/r/{two.key}/"


def test_who_may_not_correct_may_not_merge(cast: Cast, two: Record) -> None:
    assert cast.client("envoy").get(f"/r/{two.key}/merge/").status_code == 403
    assert cast.client("outsider").get(f"/r/{two.key}/merge/").status_code == 404
    assert "合并</a>" not in cast.client("envoy").get(f"/r/{two.key}/").content.decode()
    client = cast.client("committee_member")   # not entrusted: refused by the act, in a sentence
    answer = client.post(f"/r/{two.key}/merge/", form(client, two, **{"c-title": "left", "c-people.2": "left"}))
    assert answer.status_code == 422 and "委托" in answer.content.decode()


def test_two_versions_that_say_the_same_are_merged_without_a_choice(cast: Cast) -> None:
    by, first = cast.actor("secretary"), arrival(channel=Channel.DEVICE)
    record = enter(meeting(), first, by=by, at=NOW).record
    enter(meeting(title="一"), arrival(channel=Channel.DEVICE, parents=(first.stamp,)), by=by, at=NOW)
    enter(replace(meeting(), title="一"), arrival(channel=Channel.DEVICE, parents=(first.stamp, key("never seen"))), by=by, at=NOW)
    if Record.objects.get().heads == 1:
        return   # the server saw that they are the same
    client = cast.client("secretary")
    assert "两稿内容相同" in client.get(f"/r/{record.key}/merge/").content.decode()
    assert client.post(f"/r/{record.key}/merge/", form(client, record)).status_code == 302
    assert Record.objects.get().heads == 1
