"""The acts of an election: what they write, what follows in the register and the watch, what they refuse; and how all of it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cast import NOW, TODAY, Cast
from elections.course import Story, story
from leadgoose.elections.actions import beside, result
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Candidate, Step
from leadgoose.elections.queries.course import course_of
from leadgoose.ground.access.models import Grant
from leadgoose.ground.access.roles import Role
from leadgoose.ground.duties.queries import open_duties
from leadgoose.ground.journal.models import Entry as Journaled
from leadgoose.recordbook.actions import withdraw
from leadgoose.recordbook.models import Record
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import OrganisationFact, Post, Term

pytestmark = pytest.mark.django_db


def posts(one: Story) -> dict[str, tuple[str, bool]]:
    """person → (post, awaiting) as the register has it today."""
    rows = Post.objects.on(TODAY).filter(organisation__key="one").order_by("pk").values_list("person__key", "kind", "awaiting_approval")
    return {person: (kind, waits) for person, kind, waits in rows}


def present_term() -> tuple[str, str]:
    term = Term.objects.on(TODAY).get(organisation__key="one")
    return term.elected_on.isoformat(), term.expires_on.isoformat()


def owed() -> set[str]:
    return {one.code for one in open_duties("committee", TODAY, start_on=None, org_keys=["one"])}


BEFORE = {"p-secretary": ("secretary", False), "p-committee": ("organisation", False), "p-discipline": ("discipline", False)}


def test_from_the_request_to_the_handover(cast: Cast) -> None:
    one = story(cast, fresh=True)
    assert "election_next" in owed()
    one.until("handover")
    assert posts(one) == {"p-secretary": ("commissioner", False), "p-committee": ("commissioner", False), "p-m30": ("secretary", False)}
    assert one.election.closed_as == "completed" and one.election.closed_on == TODAY
    assert "election_next" not in owed() and "term_expired" not in owed()
    acts = list(Journaled.objects.filter(org_key="one").order_by("number").values_list("act", flat=True))
    assert [act for act in acts if act not in {"PersonNominated", "MeetingOpened", "SheetClosed", "WatchersChanged"}][:19] == [
        "ElectionOpened", "RequestSent", "ReplyRecorded", "OpinionGathered", "PersonsProposed", "PersonsRequestSent", "PersonsReplyRecorded",
        "CandidatesFixed", "NoticeSent", "ExclusionsDecided", "PresentDeclared", "ReportReviewed", "MethodAdopted", "ScrutineersChosen",
        "BallotsIssued", "VoteClosed", "BallotsReconciled", "CountDecided", "ResultAnnounced",
    ]
    assert acts[-6:] == ["FirstMeetingRecorded", "ResultSent", "ResultReplyRecorded", "ResultPublished", "HandoverRecorded", "RoleEnded"]


def test_the_announcement_makes_the_register_and_the_watch_true_at_once(cast: Cast) -> None:
    one = story(cast).until("counted")
    assert posts(one) == BEFORE
    one.do("announced")
    day = one.day
    assert posts(one) == dict.fromkeys(one.elected, ("commissioner", False))
    assert present_term() == (day.isoformat(), day.replace(year=day.year + 3).isoformat())
    assert not owed() & {"term_expired", "term_beyond_year"}
    fact = OrganisationFact.objects.on(TODAY).get(organisation__key="one")
    assert (fact.seats, fact.no_committee) == (3, False)
    assert set(Candidate.objects.filter(election=one.election, elected_on=day).values_list("person__key", flat=True)) == set(one.elected)
    one.do("first-meeting")
    assert posts(one)["p-m30"] == ("secretary", True)
    assert "secretary_vacant" not in owed()


def test_a_withdrawn_announcement_takes_its_facts_back(cast: Cast) -> None:
    one = story(cast).until("result-reply")
    beside.withdraw_stage(one.election, "announced", "录错了人", by=cast.actor("clerk"), at=NOW)
    assert posts(one) == BEFORE
    assert present_term() == ("2023-09-01", "2026-09-01")
    assert "term_expired" in owed()
    assert OrganisationFact.objects.on(TODAY).get(organisation__key="one").seats == 5
    assert not Candidate.objects.filter(election=one.election).exclude(elected_on=None).exists()
    one.until("result-reply")
    assert posts(one)["p-m30"] == ("secretary", False)


def test_a_withdrawn_reply_leaves_the_secretary_waiting_and_can_be_followed_by_more_withdrawals(cast: Cast) -> None:
    one = story(cast).until("result-reply")
    for key, awaits in (("result-reply", ("secretary", True)), ("first-meeting", ("commissioner", False))):
        beside.withdraw_stage(one.election, key, "日期填错", by=cast.actor("clerk"), at=NOW)
        assert posts(one)["p-m30"] == awaits
    beside.withdraw_stage(one.election, "announced", "日期填错", by=cast.actor("clerk"), at=NOW)
    assert posts(one) == BEFORE


def test_an_annulled_election_is_held_again_and_says_so(cast: Cast) -> None:
    one = story(cast).until("first-meeting")
    beside.annul(one.election, "选举办法未经大会通过", one.entry("breach-found", paper_no="示委〔2026〕15号"), by=cast.actor("clerk"), at=NOW)
    assert posts(one) == BEFORE and present_term() == ("2023-09-01", "2026-09-01")
    facts = course_of(one.election).facts
    assert "notice" not in facts.records and facts.past[-1].key == "annul" and "announced" in facts.past[-1].records
    one.until("handover")
    assert one.election.closed_as == "completed"


def test_nobody_is_announced_against_the_count(cast: Cast) -> None:
    one = story(cast)
    one.elected = ("p-secretary", "p-committee")
    one.until("counted")
    with pytest.raises(Refusal, match="计票结果选足名额"):
        result.announce_result(one.election, one.entry("scrutineer-reported", "seats-decided"), by=cast.actor("clerk"), at=NOW)
    assert posts(one) == BEFORE and not Step.objects.filter(election=one.election, key="announced").exists()


def test_the_committee_divides_its_work_and_that_falls_with_its_meeting(cast: Cast) -> None:
    one = story(cast).until("first-meeting")
    kinds = {"p-secretary": PostKind.ORGANISATION, "p-committee": PostKind.PUBLICITY}
    with pytest.raises(Refusal, match="书记、副书记以外的当选委员"):
        result.divide_work(one.election, {"p-m30": PostKind.ORGANISATION}, by=cast.actor("secretary"), at=NOW)
    result.divide_work(one.election, kinds, by=cast.actor("secretary"), at=NOW)
    assert posts(one) == {"p-secretary": ("organisation", False), "p-committee": ("publicity", False), "p-m30": ("secretary", True)}
    assert Journaled.objects.latest("number").facts["division"] == {key: kind.value for key, kind in kinds.items()}
    beside.withdraw_stage(one.election, "first-meeting", "日期填错", by=cast.actor("clerk"), at=NOW)
    assert posts(one) == dict.fromkeys(one.elected, ("commissioner", False))


def test_whoever_keeps_the_post_has_held_it_since_it_began(cast: Cast) -> None:
    one = story(cast)
    one.secretary = "p-secretary"
    Post.objects.filter(person__key="p-secretary").update(since=TODAY - timedelta(days=2000))
    one.until("result-reply")
    row, day = Post.objects.on(TODAY).get(person__key="p-secretary"), one.election.steps.get(key="first-meeting").on
    assert (row.kind, row.came_by, row.since, row.valid_from) == ("secretary", "elected", TODAY - timedelta(days=2000), day)


def test_the_announced_meeting_stands_in_the_record_book_once(cast: Cast) -> None:
    one = story(cast).until("announced")
    record = Record.objects.get(kind="election_meeting")
    assert (record.org_key, record.held_on, record.present, record.withdrawn_at) == ("one", one.day, 12, None)
    said = entry_of(record.versions.get(number=record.standing))
    assert said is not None and said.chair.key == "p-secretary" and said.sittings[0].place == "队部会议室"
    assert said.fields == {
        "elected": "委员：冯立新、单志强、曾玉兰。", "tellers": "监票人：韩雪；计票人：蒋文、沈志刚", "ballots_issued": "12", "ballots_returned": "12",
        "ballots_valid": "12",
    }
    beside.withdraw_stage(one.election, "announced", "日期填错", by=cast.actor("clerk"), at=NOW)
    one.do("announced")
    assert Record.objects.filter(kind="election_meeting").count() == 1
    beside.annul(one.election, "选举办法未经大会通过", one.entry("breach-found", paper_no="示委〔2026〕15号"), by=cast.actor("clerk"), at=NOW)
    one.until("announced")
    assert Record.objects.filter(kind="election_meeting").count() == 2, "the meeting that is held again is another one"


def test_a_record_taken_back_in_the_book_stops_no_announcement(cast: Cast) -> None:
    one = story(cast).until("announced")
    withdraw(Record.objects.get(kind="election_meeting").key, "记错了本", by=cast.actor("clerk"), at=NOW)
    beside.withdraw_stage(one.election, "announced", "日期填错", by=cast.actor("clerk"), at=NOW)
    one.do("announced")
    assert Record.objects.filter(kind="election_meeting", withdrawn_at=None).count() == 1


def test_who_leaves_keeps_the_role_until_the_handover(cast: Cast) -> None:
    one = story(cast).until("publication")
    role = Grant.objects.get(user__login="secretary", role=Role.SECRETARY)
    assert posts(one)["p-secretary"] == ("commissioner", False) and role.until is None
    one.do("handover")
    role.refresh_from_db()
    assert role.until == TODAY and Journaled.objects.get(act="RoleEnded").facts["cause"] == "HandoverRecorded"
    assert Grant.objects.get(user__login="committee_member").until is None, "who was elected again keeps it"
