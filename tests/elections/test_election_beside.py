"""Beside the straight way: other kinds of election, stopped, a new day, a shifted term, given up; forwarding, scans, the reminder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cast import NOW, TODAY, Cast
from elections.course import Story, more_members, story, vote
from elections.papers_made import made
from elections.papers_made import said as printed
from leadgoose.elections.actions import asking, beside, candidacy, desk, result
from leadgoose.elections.actions.asking import Asked, Forwarding
from leadgoose.elections.actions.asking import Meeting as Planned
from leadgoose.elections.actions.begin import Beginning, begin, kinds_for
from leadgoose.elections.actions.following import days_of
from leadgoose.elections.actions.leaders import record_first_meeting
from leadgoose.elections.actions.meeting import Opening, open_meeting
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.reminder import send_reminder, withdraw_reminder
from leadgoose.elections.actions.roll import Call, declare_present
from leadgoose.elections.actions.scan import keep_scan
from leadgoose.elections.models import Election, Meeting, Scan, Step
from leadgoose.elections.papers.gather import facts_of
from leadgoose.elections.queries.candidates import lists_of
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.outcome import elected_of
from leadgoose.elections.rules.doubts import doubts
from leadgoose.elections.rules.hands import Hands
from leadgoose.elections.web.screens import SCREENS
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.access.models import Grant
from leadgoose.ground.access.roles import Role
from leadgoose.ground.duties.queries import open_duties
from leadgoose.ground.journal.models import Entry as Journaled
from leadgoose.roster.models import OrganisationFact, Post, Term

pytestmark = pytest.mark.django_db


def posts(key: str = "one") -> dict[str, tuple[str, bool]]:
    rows = Post.objects.on(TODAY).filter(organisation__key=key).order_by("pk").values_list("person__key", "kind", "awaiting_approval")
    return {person: (kind, waits) for person, kind, waits in rows}


def owed(key: str = "one") -> dict[str, date | None]:
    return {one.code: one.due_on for one in open_duties("committee", TODAY, start_on=None, org_keys=[key])}


# --- the kinds ---


def test_which_kinds_an_organisation_can_begin(cast: Cast) -> None:
    there = cast.organisations
    assert kinds_for(there["one"], TODAY) == ("branch-committee", "no-committee", "by-election")
    assert kinds_for(there["general"], TODAY) == ("general-branch", "by-election")
    assert kinds_for(there["office"], TODAY) == ("new-branch", "branch-committee", "no-committee")
    assert kinds_for(there["committee"], TODAY) == ()


def test_a_branch_without_a_committee_elects_its_secretary_at_the_meeting(cast: Cast) -> None:
    one = story(cast, Beginning("no-committee"), fresh=True)
    one.committee, one.elected, one.secretary = ("p-m30", "p-m34"), ("p-m30",), "p-m30"
    assert [row.posts for row in lists_of(one.election)] == [("secretary",)]
    one.until("announced")
    assert posts() == {"p-m30": ("secretary", True)}
    assert OrganisationFact.objects.on(TODAY).get(organisation__key="one").no_committee is True
    assert "first-meeting" not in course_of(one.election).facts.records and elected_of(one.election).complete
    one.until("handover")
    assert posts() == {"p-m30": ("secretary", False)} and one.election.closed_as == "completed"


def test_a_branch_without_a_committee_elects_its_secretary_and_then_its_deputy(cast: Cast) -> None:
    """elec-no-committee-branch: two votes of one meeting, each with its own ballots; nothing is announced before the second is counted."""
    one = story(cast, Beginning("no-committee", deputies=1), fresh=True)
    one.committee, one.elected, one.secretary = ("p-m30",), ("p-m30",), "p-m34"
    assert [row.posts for row in lists_of(one.election)] == [("secretary",), ("deputy",)]
    one.until("deliberation")
    facts = facts_of(one.election, TODAY, cast.actor("clerk"))
    assert "先选书记，再选副书记，分别投票、计票。" in printed(made("method", facts)[0])
    assert ["党支部书记" in printed(made("ballot", facts)[0]), "党支部副书记" in printed(made("second-ballot", facts)[0])] == [True, True]
    one.until("exclusions")
    secretary, meeting = cast.client("secretary"), Meeting.objects.get(election=one.election)
    page = secretary.get(f"/desk/{one.election.key}/?at=result").content.decode()
    assert "下一张票" in page and "宣布当选名单" not in page
    entry = one.entry("scrutineer-reported", "deputy-voted")
    with pytest.raises(Refusal, match="党员大会又选举了副书记"):
        result.announce_result(one.election, entry, **one.by("clerk"))
    assert "副书记" in secretary.get(f"/desk/{one.election.key}/").content.decode()
    vote(one, meeting, 12, {"p-m34": 9}, ("p-m32", "p-m33"))
    assert "下一张票" not in secretary.get(f"/desk/{one.election.key}/?at=result").content.decode()
    one.do("announced")
    assert posts() == {"p-m30": ("secretary", True), "p-m34": ("deputy_secretary", True)}
    text = printed(made("announcement", facts_of(one.election, TODAY, cast.actor("clerk")))[0])
    assert "当选为书记、副书记：" in text and "书记：冯立新" in text and "副书记：杨柳青" in text
    minutes = printed(made("minutes", facts_of(one.election, TODAY, cast.actor("clerk")))[0])
    assert "书记：实到会12名" in minutes and "副书记：实到会12名" in minutes
    one.until("handover")
    assert posts()["p-m34"] == ("deputy_secretary", False)


def test_a_by_election_fills_seats_and_leaves_term_and_committee(cast: Cast) -> None:
    one = story(cast, Beginning("by-election", seats=1, posts=frozenset({"committee"})), fresh=True)
    one.committee, one.elected = ("p-m30", "p-m34"), ("p-m30",)
    one.until("publication")
    assert posts()["p-m30"] == ("commissioner", False) and posts()["p-secretary"] == ("secretary", False)
    assert Term.objects.on(TODAY).get(organisation__key="one").elected_on == date(2023, 9, 1)
    assert "reminder" not in course_of(one.election).facts.records


def test_a_by_election_of_the_secretary_is_followed_by_the_committees_own_meeting(cast: Cast) -> None:
    one = story(cast, Beginning("by-election", seats=1, posts=frozenset({"committee", "secretary"}), reason="书记即将调离"))
    assert [row.posts for row in lists_of(one.election)] == [("committee",), ("secretary",)]


def test_who_is_on_the_committee_already_may_be_elected_secretary_in_a_by_election(cast: Cast) -> None:
    """The seat is filled by the members, the secretary chosen by the whole committee; nobody says that a sitting member must win a seat first."""
    one = story(cast, Beginning("by-election", seats=1, posts=frozenset({"committee", "secretary"}), reason="书记即将调离"), fresh=True)
    one.committee, one.elected, one.secretary = ("p-m30", "p-m34"), ("p-m30",), "p-committee"
    one.until("announced")
    meeting = open_meeting(one.election, Opening(Meeting.Sort.COMMITTEE, one.day, Meeting.Held.PAPER, "p-m30"), **one.by("secretary"))
    declare_present(meeting, Call(frozenset({"p-secretary", "p-committee", "p-discipline", "p-m30"})), **one.by("secretary"))
    desk.choose_scrutineers(meeting, desk.Choice(("p-m30",), ("p-discipline",), Hands(4)), **one.by("secretary"))
    vote(one, meeting, 4, {"p-committee": 4}, ("p-m30", "p-discipline"))
    record_first_meeting(meeting, True, **one.by("secretary"))
    held = {person: post for person, post in posts().items() if post[0] == "secretary"}
    assert held == {"p-committee": ("secretary", True)}, "there is one secretary"
    one.until("publication")
    assert posts()["p-committee"] == ("secretary", False)


def test_a_by_election_of_a_deputy_alone_is_held_by_the_sitting_committee(cast: Cast) -> None:
    """No seat is open: the members do not meet, the committee elects one of its own, the secretary stays; pages and papers say so."""
    one = story(cast, Beginning("by-election", seats=3, posts=frozenset({"deputy"})), fresh=True)
    assert [(row.posts, row.seats, row.judged_as) for row in lists_of(one.election)] == [(("deputy",), 1, "leaders")]
    page = cast.client("secretary").get(f"/e/{one.election.key}/request/").content.decode()
    assert 'name="deputies"' in page and 'name="seats"' not in page and 'name="preselection"' not in page
    one.committee, one.elected, one.secretary, one.seats = ("p-committee",), ("p-secretary", "p-committee", "p-discipline"), "p-committee", None
    named = candidacy.nominate(one.election, cast.people["p-m30"], "deputy", **one.by("secretary"))
    assert "冯立新不是本届委员会委员" in cast.client("secretary").get(f"/e/{one.election.key}/candidates/").content.decode()
    candidacy.drop_candidate(one.election, named.pk, "error", "不是委员", **one.by("secretary"))
    one.until("persons-reply")
    desk_page = cast.client("secretary").get(f"/desk/{one.election.key}/").content.decode()
    assert "支部委员会会议" in desk_page and "第一次全体会议" not in desk_page
    clerk = cast.client("clerk")
    before, signing = (f"/e/{one.election.key}/supervision/sign/{point}/" for point in ("before", "meeting"))
    assert "还没有到这个环节" not in clerk.get(before).content.decode(), "what is looked at before the meeting waits for no stage"
    assert "还没有到这个环节" not in clerk.get(signing).content.decode(), "the committee's meeting is called"
    one.do("first-meeting")
    card = clerk.get(signing).content.decode()
    assert "全体委员 3 名，到会 3 名。" in card and "只有委员投票" in card and "大会" not in card
    briefing = clerk.get("/o/one/elections/briefing/?kind=by-election-alone").content.decode()
    assert "支部委员会会议" in briefing and "全体委员（应到会）" in briefing and "党员大会" not in briefing.split("步骤")[-1]
    assert posts()["p-committee"] == ("deputy_secretary", True) and posts()["p-secretary"] == ("secretary", False)
    stage_page = cast.client("secretary").get(f"/e/{one.election.key}/").content.decode()
    assert "支部委员会会议" in stage_page and "第一次全体会议" not in stage_page
    facts = facts_of(one.election, TODAY, cast.actor("clerk"))
    papers = ("request", "reply", "persons-request", "persons-reply", "plenary-script", "result-report", "cards", "roles")
    told = {key: printed(made(key, facts)[0]) for key in papers}
    assert "拟补选副书记1名" in told["request"] and "召开支部委员会会议进行选举" in told["request"]
    assert not [key for key, text in told.items() if "党员大会" in text or "书记、副书记选举" in text]
    assert "全体委员3名，实到会3名" in told["result-report"] and "秦岚" not in told["result-report"]
    one.until("publication")
    assert posts()["p-committee"] == ("deputy_secretary", False) and one.election.closed_as == "completed"


def test_a_by_election_asks_for_posts_that_are_open(cast: Cast) -> None:
    place = cast.organisations["one"]
    with pytest.raises(Refusal, match="请勾选补选的职务"):
        begin(place, Beginning("by-election", seats=1), by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refusal, match="请填写补选几名委员"):
        begin(place, Beginning("by-election", posts=frozenset({"committee", "deputy"})), by=cast.actor("clerk"), at=NOW)
    page = cast.client("clerk").post("/o/one/elections/begin/", {"kind": "by-election", "seats": "1", "deputies": "0", "posts": ["committee", "deputy"]})
    assert page.status_code == 302
    assert [row.posts for row in lists_of(Election.objects.get(organisation=place))] == [("committee",), ("deputy",)]


def test_a_by_election_of_a_post_that_is_held_says_by_whom_and_asks_why(cast: Cast) -> None:
    """elec-vacancy-by-election (一般): a warning; the reason stands at the request, is typed once, and is the superior's to look at."""
    clerk, address = cast.client("clerk"), "/o/one/elections/begin/"
    page = clerk.get(address + "?kind=by-election").content.decode()
    assert "批准 5 名，在任 3 名，空缺 2 名。" in page and 'name="seats" value="2"' in page, "the open seats, with what they come from"
    assert "<dd>单志强</dd>" in page and 'name="seats" value="5"' in clerk.get(address).content.decode()
    typed = {"kind": "by-election", "seats": "3", "deputies": "1", "posts": ["committee", "secretary"]}
    refused = clerk.post(address, typed)
    said = refused.content.decode()
    assert refused.status_code == 422 and "花名册上单志强现任书记" in said and "空缺 2 名；拟补选 3 名，多于空缺。" in said and "写明原因" in said
    assert not Election.objects.exists()
    assert clerk.post(address, {**typed, "reason": "书记下月退休"}).status_code == 302
    election = Election.objects.get()
    cleared = course_of(election).facts.records["request"].cleared
    assert cleared == dict.fromkeys(("elections.seats-not-open", "elections.secretary-held"), "书记下月退休")
    request_page = cast.client("secretary").get(f"/e/{election.key}/request/").content.decode()
    assert request_page.count('value="书记下月退休"') == 2 and "花名册上单志强现任书记" in request_page
    one = Story(cast, election, seats=2, committee=("p-m30", "p-m34", "p-m35"))
    more_members(cast)
    one.do("request")
    told = course_of(one.election).facts
    assert [(doubt.code, doubt.cleared) for doubt in doubts(told) if doubt.stage == "request"] == [("elections.secretary-held", "书记下月退休")]
    assert "elections.seats-open" in {reason.code for reason in told.records["request"].judged["posts-vacant"].reasons}


def test_the_reason_for_a_post_that_is_held_stands_where_the_request_was_sent_before(cast: Cast) -> None:
    wish = Beginning("by-election", posts=frozenset({"secretary"}), at_stage="persons-request", reason="书记下月退休")
    record = course_of(begin(cast.organisations["one"], wish, by=cast.actor("clerk"), at=NOW)).facts.records["request"]
    assert record.entered and record.cleared == {"elections.secretary-held": "书记下月退休"}


def test_where_there_is_no_committee_the_members_elect_the_deputy_alone(cast: Cast) -> None:
    OrganisationFact.objects.filter(organisation__key="one").update(no_committee=True, seats=None)
    one = story(cast, Beginning("by-election", posts=frozenset({"deputy"})), fresh=True)
    one.committee, one.elected, one.secretary = ("p-m30",), ("p-m30",), "p-m30"
    assert [(row.posts, row.judged_as) for row in lists_of(one.election)] == [(("deputy",), "secretary")]
    one.until("announced")
    assert posts()["p-m30"] == ("deputy_secretary", True) and posts()["p-secretary"] == ("secretary", False)
    ballot = printed(made("ballot", facts_of(one.election, TODAY, cast.actor("clerk")))[0])
    assert "党支部副书记" in ballot and "应选一名" in ballot


def test_a_new_branch_elects_its_first_committee(cast: Cast) -> None:
    more_members(cast)
    place = cast.organisations["office"]
    election = begin(place, Beginning("new-branch", seats=3), by=cast.actor("clerk"), at=NOW)
    assert (election.kind, election.term_elected_on, sorted(election.traits)) == ("new-branch", None, ["leaders"])
    assert [one.posts for one in lists_of(election)] == [("committee",), ("secretary",)]
    assert "reply" not in course_of(election).open


@pytest.mark.parametrize(("seats", "spoken"), [(5, "seats-fit"), (7, "seats-fit"), (4, "seats-unusual"), (9, "seats-unusual")])
def test_a_general_branch_has_five_to_seven_seats_as_a_rule(cast: Cast, seats: int, spoken: str) -> None:
    one = Story(cast, begin(cast.organisations["general"], Beginning("general-branch", seats=seats), by=cast.actor("clerk"), at=NOW))
    plan = Planned(TODAY, "14:30", "会议室")
    asking.send_request(one.election, Asked(seats, candidates=seats + 2), plan, one.entry("request-complete"), **one.by("clerk"))
    judged = course_of(one.election).facts.records["request"].judged["seats-fit"]
    assert [(reason.code, reason.rule) for reason in judged.reasons] == [(f"elections.{spoken}", "soe-size-general-branch")]


def test_a_general_branch_has_no_more_than_nine_seats(cast: Cast) -> None:
    one = Story(cast, begin(cast.organisations["general"], Beginning("general-branch", seats=7), by=cast.actor("clerk"), at=NOW))
    with pytest.raises(Refusal, match="9"):
        asking.send_request(one.election, Asked(10, candidates=12), Planned(TODAY), one.entry("request-complete"), **one.by("clerk"))


def test_an_election_that_is_under_way_comes_in_at_its_present_stage(cast: Cast) -> None:
    one = story(cast, Beginning("branch-committee", seats=3, meeting_on=TODAY, at_stage="notice"))
    records = course_of(one.election).facts.records
    assert records["persons-reply"].done and records["persons-reply"].entered and "notice" not in records
    for key in one.committee:
        candidacy.nominate(one.election, cast.people[key], "committee", **one.by("secretary"))
    assert {row.official_on for row in one.rows("committee")} == {TODAY}, "who stands already stands in full"


@pytest.mark.parametrize("stage", ["ballots", "announced"])
def test_no_election_comes_in_in_the_middle_of_its_meeting(cast: Cast, stage: str) -> None:
    with pytest.raises(Refusal, match="会议中间不能补录"):
        story(cast, Beginning("branch-committee", seats=3, at_stage=stage))


def test_one_election_at_a_time(cast: Cast) -> None:
    one = story(cast)
    with pytest.raises(Refusal, match="已有一次选举正在进行"):
        begin(one.election.organisation, Beginning("by-election", seats=1, posts=frozenset({"committee"})), by=cast.actor("clerk"), at=NOW)


# --- stopped, another day, another term, given up ---


def test_only_the_superior_stops_an_election_and_lets_it_go_on(cast: Cast) -> None:
    one = story(cast).until("persons-reply")
    for login in ("secretary", "envoy", "reader", "committee_member"):
        with pytest.raises(Denied):
            beside.stop(one.election, "收到反映", one.entry(), by=cast.actor(login), at=NOW)
    beside.stop(one.election, "收到反映，先核查", one.entry("superior-decides", paper_no="示委〔2026〕18号"), by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refusal):
        one.do("deliberation")
    beside.resume(one.election, "核查完毕", one.entry("superior-decides"), by=cast.actor("clerk"), at=NOW)
    one.until("notice")
    acts = set(Journaled.objects.values_list("act", flat=True))
    assert {"ElectionStopped", "ElectionResumed", "NoticeSent"} <= acts


def test_too_few_came_and_another_day_is_set(cast: Cast) -> None:
    one = story(cast).until("notice")
    meeting = open_meeting(one.election, Opening(Meeting.Sort.MEMBERS, one.day, Meeting.Held.PAPER, "p-secretary"), **one.by("secretary"))
    declare_present(meeting, Call(frozenset({"p-secretary", "p-committee", "p-discipline"}), chair_in_order=True), **one.by("secretary"))
    assert "roll-call" in course_of(one.election).facts.records
    plan = Planned(TODAY + timedelta(days=3), "09:00", "")
    with pytest.raises(Refusal, match="另定的开会日期"):
        beside.set_new_date(one.election, Planned(), "三人出差", one.entry(), **one.by("secretary"))
    beside.set_new_date(one.election, plan, "到会不足五分之四", one.entry(), **one.by("secretary"))
    one.election.refresh_from_db()
    facts = course_of(one.election).facts
    assert (one.election.meeting_on, one.election.meeting_time, one.election.meeting_place) == (TODAY + timedelta(days=3), "09:00", "队部会议室")
    assert "roll-call" not in facts.records and facts.past[-1].key == "new-meeting" and facts.records["persons-reply"].done


def test_a_term_is_shifted_by_the_superiors_reply_and_falls_back_without_it(cast: Cast) -> None:
    one = story(cast)
    until = date(2027, 3, 1)
    beside.ask_shift(one.election, beside.Shift(until, "作一支〔2026〕8号"), "生产任务集中", TODAY, **one.by("secretary"))
    with pytest.raises(Denied):
        beside.shift_term(one.election, beside.Shift(until), "生产任务集中", one.entry(paper_no="x"), **one.by("secretary"))
    with pytest.raises(Refusal, match="批复文号"):
        beside.shift_term(one.election, beside.Shift(until), "生产任务集中", one.entry(), **one.by("clerk"))
    assert "election_next" in owed()
    entry = one.entry("shift-approved", paper_no="示委复〔2026〕20号")
    beside.shift_term(one.election, beside.Shift(until), "生产任务集中", entry, **one.by("clerk"))
    term = Term.objects.on(TODAY).get(organisation__key="one")
    assert (term.expires_on, term.shifted_to, term.elected_on) == (date(2026, 9, 1), until, date(2023, 9, 1))
    beside.give_up(one.election, "延期后再办", by=cast.actor("secretary"), at=NOW)
    assert "term_expired" not in owed() and owed()["term_shifted"] == until
    assert days_of(course_of(Election.objects.get(pk=one.election.pk)), 2).expires_on == until, "the election is measured by the shifted day"
    again = begin(one.election.organisation, Beginning("branch-committee", seats=3), by=cast.actor("clerk"), at=NOW)
    assert days_of(course_of(again), 2).expires_on == until, "one that begins after the shift too"
    facts = Journaled.objects.get(act="TermShifted").facts
    assert facts["to"] == until.isoformat() and "20号" not in str(facts)


def test_the_superior_may_agree_to_another_day_than_was_asked_for(cast: Cast) -> None:
    one = story(cast)
    beside.ask_shift(one.election, beside.Shift(date(2027, 3, 1)), "生产任务集中", TODAY, **one.by("secretary"))
    assert days_of(course_of(one.election), 2).expires_on == date(2026, 9, 1), "asked for is not agreed to"
    beside.shift_term(one.election, beside.Shift(date(2027, 1, 31)), "任务", one.entry("shift-approved", paper_no="示委复〔2026〕20号"), **one.by("clerk"))
    assert days_of(course_of(Election.objects.get(pk=one.election.pk)), 2).expires_on == date(2027, 1, 31)


def test_a_shift_that_was_entered_wrongly_is_withdrawn_with_its_fact_of_the_register(cast: Cast) -> None:
    one = story(cast)
    entry = one.entry("shift-requested", "shift-approved", paper_no="示委复〔2026〕20号")
    beside.shift_term(one.election, beside.Shift(date(2027, 3, 1)), "任务", entry, **one.by("clerk"))
    with pytest.raises(Refusal, match="请由组织员办理"):
        beside.withdraw_stage(one.election, "shift-term", "支部填错", **one.by("secretary"))
    client, page = cast.client("clerk"), f"/e/{one.election.key}/"
    assert "经批准改为 2027-03-01 换届" in client.get(page).content.decode()
    assert client.post(f"{page}withdraw/shift-term/", {"reason": "填到了别的支部"}).status_code == 302
    said = client.get(page).content.decode()
    assert "经批准改为" not in said and "撤回延期或者提前换届　填到了别的支部" in said
    assert Term.objects.on(TODAY).get(organisation__key="one").shifted_to is None
    assert days_of(course_of(Election.objects.get(pk=one.election.pk)), 2).expires_on == date(2026, 9, 1)
    with pytest.raises(Refusal, match="没有可以撤回的"):
        beside.withdraw_stage(one.election, "shift-term", "再撤一次", **one.by("clerk"))


def test_a_shift_is_withdrawn_after_a_result_that_was_withdrawn(cast: Cast) -> None:
    one = story(cast, fresh=True)
    entry = one.entry("shift-requested", "shift-approved", paper_no="示委复〔2026〕20号")
    beside.shift_term(one.election, beside.Shift(date(2027, 3, 1)), "任务", entry, **one.by("clerk"))
    one.until("announced")
    with pytest.raises(Refusal, match="请先处理之后的记录"):
        beside.withdraw_stage(one.election, "shift-term", "填错", **one.by("clerk"))
    beside.withdraw_stage(one.election, "announced", "日期填错", **one.by("clerk"))
    beside.withdraw_stage(one.election, "shift-term", "填错", **one.by("clerk"))
    term = Term.objects.on(TODAY).get(organisation__key="one")
    assert (term.elected_on, term.shifted_to) == (date(2023, 9, 1), None)


def test_what_was_typed_for_a_shift_is_typed_once(cast: Cast) -> None:
    """The reason stands on the request, its number in the reply, both in the form of the reply."""
    one = story(cast)
    shift = beside.Shift(date(2027, 3, 1), "作一支〔2026〕8号")
    asked = beside.ask_shift(one.election, shift, "大修任务集中到2027-02-10", TODAY, **one.by("secretary"))
    facts = facts_of(asked, TODAY, cast.actor("clerk"))
    request, reply = (made(kind, facts)[0] for kind in ("shift-request", "shift-reply"))
    assert "一、原因。大修任务集中到2027年2月10日。" in printed(request) and "（作一支〔2026〕8号）收悉" in printed(reply)
    shown = SCREENS["shift-term"].initial(course_of(asked), TODAY)
    assert (shown["reason"], shown["request_no"]) == ("大修任务集中到2027-02-10", "作一支〔2026〕8号")


# --- the day of the meeting against the term ---


def test_a_meeting_after_the_term_asks_for_an_approved_shift_or_a_reason(cast: Cast) -> None:
    one = story(cast)
    bare = replace(one.entry("request-complete"), cleared={"elections.before-reminder": "已电话提醒"})
    asked, plan = Asked(3, candidates=4), Planned(TODAY, "14:30", "队部会议室")
    with pytest.raises(Refusal, match="比届满日 2026-09-01 晚 83 天，没有登记经批准的延期"):
        asking.send_request(one.election, asked, plan, bare, **one.by("secretary"))
    beside.shift_term(
        one.election, beside.Shift(TODAY), "任务", one.entry("shift-requested", "shift-approved", paper_no="示委复〔2026〕20号"), **one.by("clerk"))
    asking.send_request(one.election, asked, plan, bare, **one.by("secretary"))
    (reason,) = course_of(one.election).facts.records["request"].judged["meeting-in-term"].reasons
    assert reason.code == "elections.meeting-in-term"


def test_a_reason_for_a_late_meeting_is_the_superiors_to_look_at_and_is_asked_for_once(cast: Cast) -> None:
    one = story(cast).until("deliberation")
    assert "elections.meeting-after-term" in [doubt.code for doubt in doubts(course_of(one.election).facts)]
    bare = replace(one.entry(), cleared={})
    asking.send_notice(one.election, Planned(TODAY, "14:30", "队部会议室"), bare, **one.by("secretary"))
    (reason,) = course_of(one.election).facts.records["notice"].judged["meeting-in-term"].reasons
    assert reason.code == "elections.meeting-agreed", "the superior replied to a request that named this day"


def test_a_later_day_than_the_one_that_was_asked_for_asks_again(cast: Cast) -> None:
    one = story(cast).until("deliberation")
    with pytest.raises(Refusal, match="比届满日 2026-09-01 晚 84 天"):
        asking.send_notice(one.election, Planned(TODAY + timedelta(days=1), "14:30", "队部"), replace(one.entry(), cleared={}), **one.by("secretary"))


@pytest.mark.parametrize(
    ("to", "said"), [(date(2026, 9, 1), "与届满日期相同"), (date(2023, 9, 1), "不晚于本届选举日期"), (date(2028, 9, 1), "不超过 1 年")],
)
def test_a_term_cannot_be_shifted_to_any_day(cast: Cast, to: date, said: str) -> None:
    one = story(cast)
    with pytest.raises(Refusal, match=said):
        beside.shift_term(one.election, beside.Shift(to), "任务", one.entry("shift-requested", "shift-approved", paper_no="号"), **one.by("clerk"))
    assert Term.objects.on(TODAY).get(organisation__key="one").shifted_to is None


def test_an_election_is_given_up_until_its_result_is_announced(cast: Cast) -> None:
    one = story(cast).until("opinion")
    assert "election_next" in owed()
    beside.give_up(one.election, "并入作业二队", by=cast.actor("secretary"), at=NOW)
    assert "election_next" not in owed()
    with pytest.raises(Refusal, match="已经办结"):
        one.do("initial")
    again = Story(cast, begin(one.election.organisation, Beginning("branch-committee", seats=3), by=cast.actor("clerk"), at=NOW))
    again.until("announced")
    with pytest.raises(Refusal, match="已经宣布，不能取消"):
        beside.give_up(again.election, "不办了", by=cast.actor("secretary"), at=NOW)


# --- withdrawn ---


def test_what_the_superior_recorded_is_withdrawn_by_the_superior_alone(cast: Cast) -> None:
    one = story(cast).until("reply")
    with pytest.raises(Refusal, match="请由组织员办理"):
        beside.withdraw_stage(one.election, "request", "日期填错", by=cast.actor("secretary"), at=NOW)
    beside.withdraw_stage(one.election, "request", "日期填错", by=cast.actor("clerk"), at=NOW)
    assert not {"request", "reply"} & set(course_of(one.election).facts.records)
    assert Step.objects.filter(election=one.election, taken_by__key="request").count() == 2, "taken off, not deleted"


@pytest.mark.parametrize(("reason", "said"), [(" ", "请写明原因"), ("长" * 201, "太长")])
def test_a_withdrawal_says_why(cast: Cast, reason: str, said: str) -> None:
    one = story(cast).until("request")
    with pytest.raises(Refusal, match=said):
        beside.withdraw_stage(one.election, "request", reason, by=cast.actor("secretary"), at=NOW)


# --- forwarded ---


def test_a_general_branch_passes_the_papers_of_its_branch_on(cast: Cast) -> None:
    one = story(cast).until("request")
    with pytest.raises(Denied):
        asking.forward_paper(one.election, "request", Forwarding(one.day), by=cast.actor("secretary"), at=NOW)
    user = cast.users["new_secretary"]
    Grant.objects.create(user=user, role=Role.SECRETARY, key="general", since=TODAY, granted_by="tests", granted_at=NOW)
    with pytest.raises(Refusal, match="没有需要转报"):
        asking.forward_paper(one.election, "persons-request", Forwarding(one.day), by=cast.actor("new_secretary"), at=NOW)
    with pytest.raises(Refusal, match="早于"):
        asking.forward_paper(one.election, "request", Forwarding(one.day - timedelta(days=5)), by=cast.actor("new_secretary"), at=NOW)
    asking.forward_paper(one.election, "request", Forwarding(one.day, "作大总〔2026〕4号"), by=cast.actor("new_secretary"), at=NOW)
    record = course_of(one.election).facts.records["reply"]
    assert "request-forwarded" in record.ticked and not record.done
    asking.record_reply(one.election, Asked(3), Forwarding(), one.entry(paper_no="示委复〔2026〕9号"), **one.by("clerk"))
    assert course_of(one.election).facts.records["reply"].done


def test_a_reply_waits_for_the_forwarding(cast: Cast) -> None:
    one = story(cast).until("request")
    with pytest.raises(Refusal, match="转报"):
        asking.record_reply(one.election, Asked(3), Forwarding(), one.entry(paper_no="示委复〔2026〕9号"), **one.by("clerk"))


# --- the signed paper ---


def test_a_signed_paper_is_kept_sealed_and_a_newer_one_replaces_it(cast: Cast) -> None:
    one = story(cast).until("request")
    for content in (b"%PDF-1.7 first", b"\x89PNG\r\n\x1a\n second"):
        row = keep_scan(one.election, "request", "签字稿.pdf", content, by=cast.actor("secretary"), at=NOW)
        assert "JVBE" not in row.file_sealed
    assert Scan.objects.filter(replaced_at=None).count() == 1 and Scan.objects.count() == 2
    facts = Journaled.objects.filter(act="SignedPaperStored").latest("number").facts
    assert (facts["step"], facts["file"]) == ("request", row.sha256) and "签字稿" not in str(facts)


def test_only_scans_of_what_was_done_and_by_whom_it_concerns(cast: Cast) -> None:
    one = story(cast).until("reply")
    by = cast.actor("secretary")
    with pytest.raises(Refusal, match="还没有办理"):
        keep_scan(one.election, "notice", "a.pdf", b"%PDF-", by=by, at=NOW)
    with pytest.raises(Refusal, match="只收 PDF"):
        keep_scan(one.election, "request", "a.exe", b"MZ\x90", by=by, at=NOW)
    with pytest.raises(Refusal, match="10 MB"):
        keep_scan(one.election, "request", "a.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), by=by, at=NOW)
    with pytest.raises(Denied):
        keep_scan(one.election, "reply", "a.pdf", b"%PDF-", by=by, at=NOW)
    assert not Scan.objects.exists()


# --- the reminder ---


def test_a_reminder_sent_while_the_election_is_under_way_is_its_first_stage(cast: Cast) -> None:
    one = story(cast)
    assert "reminder" not in course_of(one.election).facts.records
    row = send_reminder(one.election.organisation, by=cast.actor("clerk"), at=NOW)
    assert course_of(one.election).facts.records["reminder"].on == TODAY
    withdraw_reminder(one.election.organisation, row.pk, "发错了", by=cast.actor("clerk"), at=NOW)
    assert "reminder" not in course_of(one.election).facts.records
    send_reminder(one.election.organisation, by=cast.actor("clerk"), at=NOW)
    assert course_of(one.election).facts.records["reminder"].done
    assert Step.objects.filter(election=one.election, key="reminder").count() == 3


def test_a_reminder_taken_back_leaves_what_was_done_since(cast: Cast) -> None:
    cast_one = cast.organisations["one"]
    row = send_reminder(cast_one, by=cast.actor("clerk"), at=NOW)
    one = story(cast)
    assert course_of(one.election).facts.records["reminder"].on == TODAY, "a reminder of before is taken along"
    one.day = TODAY
    one.until("request")
    withdraw_reminder(cast_one, row.pk, "发错了", by=cast.actor("clerk"), at=NOW)
    records = course_of(one.election).facts.records
    assert "reminder" not in records and records["request"].done
    one.until("opinion")


