"""The facts of the papers from the rows: before the meeting, at it, after it; and who may know the sums."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hall import LISTED, Hall, hall

from cast import NOW, TODAY, Cast
from leadgoose.elections.actions import candidacy
from leadgoose.elections.actions.begin import Beginning, begin
from leadgoose.elections.models import Candidate
from leadgoose.elections.papers.catalogue import draft, kinds_of
from leadgoose.elections.papers.facts import COMMITTEE, Facts, Roll
from leadgoose.elections.papers.gather import facts_of
from leadgoose.elections.papers.plans import plan_of
from leadgoose.elections.papers.wanted import WANTED
from leadgoose.elections.rules.slate import Heading
from leadgoose.ground.press.printing import Imprint

pytestmark = pytest.mark.django_db
SUMS = {"m-1": 14, "m-2": 12, "m-3": 11, "m-4": 5}


def facts(made: Hall, login: str = "secretary") -> Facts:
    return facts_of(made.election, TODAY, made.cast.actor(login))


def test_before_the_meeting_the_register_gives_members_candidates_and_the_term(cast: Cast) -> None:
    made = hall(cast)
    found = facts(made)
    assert (found.name, found.office.committee, found.office.above, found.through) == ("作业一队党支部", "示例油田工程技术处党委", "作业大队党总支", True)
    assert (found.members.full, found.members.probationary, len(found.members.electors), found.members.others) == (18, 1, 18, ("解文静",))
    assert (found.roll, found.roll.need, found.seats, found.deputies) == (Roll(18, 0), 15, 3, 1)
    assert found.term is not None and found.term.years == 3 and found.chair == "单志强"
    people = found.standing(COMMITTEE)
    assert {one.person.name for one in people} == {"王堃", "李建军", "赵敏华", "欧阳晓燕"} and all(one.official for one in people)
    assert (people[0].person.ethnicity, people[0].person.gender) == ("汉族", "男")


def test_what_the_room_declared_and_decided_is_in_the_papers(cast: Cast) -> None:
    made = hall(cast)
    made.ready(16)
    found = facts(made)
    assert (found.roll.present, found.roll.expected, found.roll.to_be_elected) == (16, 18, 9)
    assert len(found.absent) == 2 and found.shows["method"].favour == 16
    assert (found.scrutineers, found.counters) == (("周正",), ("吴珺", "郑喆"))
    for kind in kinds_of(found):
        drawn = draft(kind, found, Imprint())
        assert set(drawn.missing) <= set(WANTED), kind.key
    vote = found.votes[-1]
    assert (vote.printed, vote.issued, vote.voters, vote.returned, vote.spare, vote.lines, vote.status) == (20, 16, 16, 16, 4, (), "")


def test_sums_are_known_to_the_desk_and_to_nobody_else_before_the_announcement(cast: Cast) -> None:
    made = hall(cast)
    made.ready(16)
    made.count(made.sums(SUMS))
    desk, envoy = facts(made), facts(made, "envoy")
    assert desk.votes[-1].status == "complete" and len(desk.votes[-1].lines) == len(LISTED)
    assert set(desk.elected[COMMITTEE]) == {"王堃", "李建军", "赵敏华"}
    assert (envoy.votes[-1].lines, envoy.votes[-1].status, envoy.votes[-1].invalid, envoy.elected[COMMITTEE]) == ((), "", None, ())
    assert replace(envoy, votes=(), elected={}) == replace(desk, votes=(), elected={})


def test_proofs_come_under_their_heading(cast: Cast) -> None:
    made = hall(cast)
    row = Candidate.objects.get(election=made.election, person__key="m-1")
    said = candidacy.Words(Heading.TRAINING, "2025年参加支部书记培训班", "结业证书")
    candidacy.add_proofs(made.election, row.pk, [said], by=made.by, at=NOW)
    found = {one.person.name: one for one in facts(made).standing(COMMITTEE)}
    assert [(one.text, one.source) for one in found["王堃"].proofs["training"]] == [("2025年参加支部书记培训班", "结业证书")]
    assert found["李建军"].proofs == {}


def test_an_election_of_which_nothing_is_known_gives_blanks(cast: Cast) -> None:
    election = begin(cast.organisations["office"], Beginning("new-branch"), by=cast.actor("clerk"), at=NOW)
    found = facts_of(election, TODAY, cast.actor("clerk"))
    assert (found.term, found.seats, found.meeting_on, found.office.above, found.through) == (None, None, None, "", False)
    assert found.standing(COMMITTEE) == () and found.roll.right == len(found.members.electors)


def test_the_number_of_queries_does_not_depend_on_how_many_stand(cast: Cast) -> None:
    few, many = hall(cast, listed=LISTED[:1]), None
    with CaptureQueriesContext(connection) as first:
        facts(few)
    for key in LISTED[1:]:
        person = cast.organisations["one"].memberships.get(person__key=key, retracted_at=None).person
        Candidate.objects.create(election=few.election, person=person, name=key, post="committee", agreed_on=TODAY, recorded_at=NOW, recorded_by="tests")
    with CaptureQueriesContext(connection) as second:
        many = facts(few)
    assert len(first) == len(second) <= 36 and len(many.standing(COMMITTEE)) == 1   # the others are not official


def test_the_years_plan_lists_whose_term_ends_and_names_whose_is_not_known(cast: Cast) -> None:
    found = plan_of(cast.organisations["committee"], 2026, TODAY)
    assert [(one.name, one.above, one.secretary, one.state) for one in found.rows] == [("作业一队党支部", "作业大队党总支", "单志强", "届满未换届")]
    assert found.unknown == ("机关党支部",)
    assert [one.name for one in plan_of(cast.organisations["committee"], 2027, TODAY).rows] == ["作业一队党支部", "作业二队党支部"]
