"""The list of an organisation's elections; what a page that was refused offers, where a 一般 asks for a reason."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast
from elections.course import story
from leadgoose.elections.actions.begin import Beginning, begin
from leadgoose.elections.models import Election
from leadgoose.elections.queries.course import course_of, shifted_to
from leadgoose.elections.rules.due import next_move


def test_who_does_not_elect_here_is_told_so_and_nothing_of_a_term(cast: Cast) -> None:
    page = cast.client("clerk").get("/o/committee/elections/").content.decode()
    assert "党委的换届由上级党组织办理" in page and "本届选举日期资料未知" not in page and "启动换届<" not in page
    page = cast.client("clerk").get("/o/one/elections/").content.decode()
    assert "党委的换届由上级党组织办理" not in page and "启动换届<" in page


def test_a_meeting_after_the_term_is_explained_on_the_page_that_was_refused(cast: Cast) -> None:
    election, client = story(cast).election, cast.client("secretary")
    address = f"/e/{election.key}/request/"
    typed = {"on": "2026-11-20", "seats": "3", "deputies": "0", "candidates": "4", "meeting_on": "2026-12-20", "tick": "request-complete", "step": "do",
             "clear-elections.before-reminder": "已电话提醒"}
    assert "clear-elections.meeting-after-term" not in client.get(address).content.decode(), "no day is typed yet"
    refused = client.post(address, typed)
    page = refused.content.decode()
    assert refused.status_code == 422 and "比届满日 2026-09-01 晚 110 天" in page and 'name="clear-elections.meeting-after-term"' in page
    assert client.post(address, {**typed, "clear-elections.meeting-after-term": "生产任务集中"}).status_code == 302
    assert course_of(Election.objects.get(pk=election.pk)).facts.records["request"].cleared["elections.meeting-after-term"] == "生产任务集中"


def test_the_list_of_elections_judges_a_stage_as_its_own_page_does_at_a_fixed_number_of_queries(cast: Cast) -> None:
    one = story(cast).until("deliberation")
    move = next_move(course_of(one.election).facts)
    assert move is not None and move.key == "notice"
    recorded = sum(item.stops for item in move.items)
    assert recorded > 0, "by what is recorded alone, the slate is still to be judged"
    client, address = cast.client("clerk"), "/o/committee/elections/under-way/"
    client.get(address)
    with CaptureQueriesContext(connection) as first:
        row = client.get(address).context["rows"][0]
    own = client.get(f"/e/{one.election.key}/").context["next"]["missing"]
    assert (row["missing"], row["first"]) == (len(own), own[0].sentence if own else "") and row["missing"] < recorded
    begin(cast.organisations["office"], Beginning("new-branch", seats=3, at_stage="notice"), by=cast.actor("clerk"), at=NOW)
    watch = client.get("/o/committee/watch/").content.decode()
    assert "要核对什么，办理页逐项列出" in watch and "这一步要核对" not in watch, "the watch counts nothing that its rows cannot know"
    with CaptureQueriesContext(connection) as second:
        assert len(client.get(address).context["rows"]) == 2
    assert len(first) == len(second)


def test_a_shift_by_more_than_a_year_is_explained_on_its_page(cast: Cast) -> None:
    election, client = story(cast).election, cast.client("clerk")
    address = f"/e/{election.key}/shift/"
    typed = {"on": "2026-11-20", "to": "2027-12-31", "reason": "搬迁", "paper_no": "示委复〔2026〕20号", "tick": ["shift-approved"], "step": "do"}
    page = client.post(address, typed).content.decode()
    assert 'name="clear-statutes.shift-too-late"' in page and 'name="clear-elections.item-shift-requested"' in page
    said = {"clear-statutes.shift-too-late": "上级已批准", "clear-elections.item-shift-requested": "口头请示"}
    assert client.post(address, {**typed, **said}).status_code == 302
    assert str(shifted_to(course_of(Election.objects.get(pk=election.pk)))) == "2027-12-31"
