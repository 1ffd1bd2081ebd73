"""The activity record book tells of an election's meeting: once, from the election, with what was corrected; also of one held before there was a book."""

from __future__ import annotations

import pytest

from cast import TODAY, Cast
from elections.course import Story, story
from leadgoose.elections.actions.begin import Beginning
from leadgoose.elections.actions.beside import annul
from leadgoose.elections.actions.entry import Entry
from leadgoose.elections.actions.steps import Told, withdraw_step
from leadgoose.elections.models import Meeting
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.meeting import meeting_of
from leadgoose.ground.journal import actions as journal
from leadgoose.reactions.elections import fill_earlier_meetings
from leadgoose.recordbook.models import Record
from leadgoose.roster.models import Post
from leadgoose.site.commands import fill_election_records

pytestmark = pytest.mark.django_db


def elected(record: Record) -> list[str]:
    """What each version says of who was elected."""
    return [one.content["fields"]["elected"] for one in record.versions.order_by("number")]


@pytest.fixture
def announced(cast: Cast) -> Story:
    return story(cast).until("announced")


def test_a_result_withdrawn_and_announced_again_is_three_versions_of_one_record(announced: Story) -> None:
    record, names = Record.objects.get(), "委员：冯立新、单志强、曾玉兰。"
    assert (record.kind, record.standing, record.present) == ("election_meeting", 1, 12)
    withdraw_step(announced.election, "announced", Told(reason="念错了名单"), **announced.by("secretary"))
    announced.do("announced")
    record.refresh_from_db()
    assert elected(record) == [names, f"当选名单已撤回，重新宣布以前不作数。原记：{names}", names] and record.standing == 3
    assert {one.channel for one in record.versions.all()} == {"election"} and Record.objects.count() == 1


def test_a_result_that_the_superior_voids_is_said_to_be_void(announced: Story) -> None:
    entry = Entry(announced.day, paper_no="示委〔2026〕44号", ticked=frozenset({"breach-found"}))
    annul(announced.election, "应到会人数算错", entry, **announced.by("clerk"))
    record = Record.objects.get()
    assert record.standing == 2 and elected(record)[1].startswith("选举由上级党组织决定无效。原宣布：委员：")


def test_a_committee_that_elects_alone_is_recorded_annulled_and_meets_again(cast: Cast) -> None:
    """elec-void-by-superior: the superior voids it, the register is as before, the committee meets anew, and the book tells of both meetings."""
    one = story(cast, Beginning("by-election", posts=frozenset({"deputy"})), fresh=True)
    one.committee, one.elected, one.secretary, one.seats = ("p-committee",), ("p-secretary", "p-committee", "p-discipline"), "p-committee", None
    one.until("result-report")
    record, clerk = Record.objects.get(), cast.client("clerk")
    assert (record.kind, record.title, record.expected, record.present) == ("election_meeting", "支部委员会会议（补选）", 3, 3)
    assert elected(record) == ["副书记：曾玉兰。"]
    page = clerk.get(f"/r/{record.key}/").content.decode()
    assert "支委会" in page and "更正<" not in page and "还可以补的" not in page and f'href="/e/{one.election.key}/"' in page
    assert f"/r/{record.key}/" in clerk.get(f"/e/{one.election.key}/").content.decode()
    void = {"on": one.day.isoformat(), "paper_no": "示委〔2026〕44号", "reason": "没有推选监票人", "tick": ["breach-found"], "step": "do"}
    asked = clerk.get(f"/e/{one.election.key}/annul/").content.decode()
    assert "回到“支部委员会会议”，由委员会重新开会选举" in asked and "党员大会" not in asked
    assert clerk.post(f"/e/{one.election.key}/annul/", void).status_code == 302
    assert elected(record)[1] == "选举由上级党组织决定无效。原宣布：副书记：曾玉兰。"
    facts = course_of(one.election).facts
    assert not Post.objects.on(TODAY).filter(kind="deputy_secretary").exists() and facts.records["persons-reply"].done
    assert "first-meeting" not in facts.records and meeting_of(one.election, Meeting.Sort.COMMITTEE) is None, "the void meeting counts for nothing"
    one.do("first-meeting")
    again = Record.objects.exclude(pk=record.pk).get()
    assert elected(again) == ["副书记：曾玉兰。"] and len(elected(record)) == 2
    one.until("publication")
    assert one.election.closed_as == "completed"


def test_meetings_held_before_there_was_a_book_come_in_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(journal, "_listeners", [])   # as it was before anything followed from an announcement
    one = story(cast, fresh=True).until("announced")
    monkeypatch.undo()
    assert not Record.objects.exists()
    assert fill_election_records(["--committee", "committee"]) == 0
    assert "committee: 1 meetings recorded, 0 there already, 0 refused" in capsys.readouterr().out
    again = fill_earlier_meetings("committee", **one.by("clerk"))
    assert (again.new, again.there, again.refused, Record.objects.count()) == (0, 1, [], 1)
    record = Record.objects.get()
    assert elected(record) == ["委员：冯立新、单志强、曾玉兰。"]
    page = cast.client("secretary").get(f"/r/{record.key}/").content.decode()
    assert "由选举记录生成" in page and f'href="/e/{one.election.key}/"' in page
    assert f"/r/{record.key}/" in cast.client("clerk").get(f"/e/{one.election.key}/").content.decode()


def test_a_committee_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str], db: None) -> None:
    assert fill_election_records(["--committee", "nobody"]) == 2
    assert "there is no committee nobody" in capsys.readouterr().err
