"""What an election under way keeps the register from doing, and that it no longer does so once it is closed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast
from elections.course import story
from leadgoose.elections.actions.beside import give_up
from leadgoose.roster.actions import holds
from leadgoose.roster.models import OrganisationDeed

pytestmark = pytest.mark.django_db


def test_a_branch_is_not_merged_while_its_election_is_under_way(cast: Cast) -> None:
    one = story(cast).until("request")
    clerk, form = cast.client("clerk"), {"on": "2026-11-20", "basis": "处党委〔2026〕31号", "to": "two", "step": "do"}
    answer = clerk.post("/o/one/merge/", form)
    said = answer.content.decode()
    assert answer.status_code == 422 and "正在选举（设委员会的党支部换届），请先办结或者取消这次选举。" in said
    assert f"选举开始于 {one.election.begun_on}" in said and f"党员大会定于 {one.election.meeting_on}" in said
    assert not OrganisationDeed.objects.exists()
    give_up(one.election, "拟与作业二队党支部合并", by=cast.actor("clerk"), at=NOW)
    assert clerk.post("/o/one/merge/", form).status_code == 302


def test_only_the_organisations_asked_about_are_held_in_one_query_more(cast: Cast) -> None:
    story(cast)
    with CaptureQueriesContext(connection) as seen:
        assert [one.org_key for one in holds.standing(["one", "two", "three"])] == ["one"]
    assert holds.standing(["two"]) == () and len(seen) == 2
