"""The list of an organisation's elections; what a page that was refused offers, where a 一般 asks for a reason."""

from __future__ import annotations

from cast import Cast
from elections.course import story
from leadgoose.elections.models import Election
from leadgoose.elections.queries.course import course_of, shifted_to


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


def test_a_shift_by_more_than_a_year_is_explained_on_its_page(cast: Cast) -> None:
    election, client = story(cast).election, cast.client("clerk")
    address = f"/e/{election.key}/shift/"
    typed = {"on": "2026-11-20", "to": "2027-12-31", "reason": "搬迁", "paper_no": "示委复〔2026〕20号", "tick": ["shift-approved"], "step": "do"}
    page = client.post(address, typed).content.decode()
    assert 'name="clear-statutes.shift-too-late"' in page and 'name="clear-elections.item-shift-requested"' in page
    said = {"clear-statutes.shift-too-late": "上级已批准", "clear-elections.item-shift-requested": "口头请示"}
    assert client.post(address, {**typed, **said}).status_code == 302
    assert str(shifted_to(course_of(Election.objects.get(pk=election.pk)))) == "2027-12-31"
