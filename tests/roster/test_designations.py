"""A secretary is transferred by the superior: the whole path on the real register, and back."""

from __future__ import annotations

from datetime import date

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.designations import (
    Opening,
    designate_secretary,
    drop_designation,
    judge_taking_up,
    take_back_step,
    take_step,
)
from leadgoose.roster.actions.membership import reverse
from leadgoose.roster.actions.merging import merge_branch
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.consequences import recompute
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Deed, Designation, DesignationStep, Post, Present, Term
from leadgoose.roster.rules.designation import Way

OPENED, DAY = date(2026, 11, 2), date(2026, 11, 20)
STEPS = (
    ("decided", date(2026, 11, 4), "党委会第 9 次会议"), ("document", date(2026, 11, 6), "处任〔2026〕15号"), ("talk", date(2026, 11, 9), "党委副书记"),
    ("announced", date(2026, 11, 12), "组织部"), ("handover", date(2026, 11, 19), "组织员"),
)


@pytest.fixture
def office(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


def opened(cast: Cast, place: str = "one", person: str = "p-two", **more: object) -> Designation:
    opening = Opening(cast.people[person], PostKind.SECRETARY, Way.TRANSFER, OPENED, **more)   # type: ignore[arg-type]
    return designate_secretary(cast.organisations[place], opening, "作业一队党支部书记长期空岗", by=cast.actor("clerk"), at=NOW)


def step(cast: Cast, path: Designation, code: str, on: date, said: str = "") -> None:
    take_step(path, code, on, said, by=cast.actor("clerk"), at=NOW)


def test_the_whole_path_gives_the_post_and_leaves_the_term(office: Cast) -> None:
    clerk = office.actor("clerk")
    term = list(Term.objects.known().filter(organisation__key="one").values())
    due = list(Duty.objects.filter(org_key="one", code__startswith="term", closed_at=None).values_list("code", "due_on"))
    path = opened(office, full_time=True, cross=False)
    assert path.leaving is not None
    assert (path.leaving.key, Entry.objects.latest("pk").facts["leaving"]) == ("p-secretary", "p-secretary")
    with pytest.raises(Refused, match="请先登记“党委会研究决定”"):
        step(office, path, "document", *STEPS[1][1:])
    for code, on, said in STEPS:
        step(office, path, code, on, said)
    assert {one.said_sealed[:1] != "" for one in DesignationStep.objects.all()} == {True} and not Deed.objects.exists()
    seen = judge_taking_up(path, DAY, by=clerk, at=NOW)
    assert [(one.branch, one.before, one.after) for one in seen.changes] == [("one", 4, 5), ("two", 3, 2)]
    assert seen.posts == (("p-secretary", "one", PostKind.SECRETARY),)
    assert not Deed.objects.exists() and Entry.objects.filter(act="PostGiven").count() == 0, "a look writes nothing"
    step(office, path, "taken", DAY)
    path.refresh_from_db()
    deeds = [Deed.objects.get(key=key) for key in path.deeds]
    assert [(one.act, one.person.key) for one in deeds] == [("move_member", "p-two"), ("end_post", "p-secretary"), ("give_post", "p-two")]
    assert len({one.batch for one in deeds}) == 1 and deeds[2].told["dated"] == "2026-11-06"
    post = Post.objects.known().get(organisation__key="one", kind="secretary", valid_to=None)
    assert (post.person.key, post.came_by, post.since, post.full_time, post.cross_appointed) == ("p-two", "designated", DAY, True, False)
    assert Present.objects.get(person__key="p-two").organisation.key == "one"
    assert list(Term.objects.known().filter(organisation__key="one").values()) == term
    assert list(Duty.objects.filter(org_key="one", code__startswith="term", closed_at=None).values_list("code", "due_on")) == due, "the watch watches on"
    assert not recompute("committee", TODAY, NOW).any
    with pytest.raises(Refused, match="请到“指派与调动”中撤销"):
        reverse(deeds[2], "误", by=clerk, at=NOW)
    take_back_step(path, "本人婉辞", by=clerk, at=NOW)
    path.refresh_from_db()
    assert (path.done_at, path.deeds) == (None, []) and Present.objects.get(person__key="p-two").organisation.key == "two"
    assert Post.objects.known().get(organisation__key="one", kind="secretary", valid_to=None).person.key == "p-secretary"
    drop_designation(path, "另行研究", by=clerk, at=NOW)
    assert [one.act for one in Entry.objects.order_by("-pk")[:5]] == [
        "DesignationDropped", "DesignationStepRetracted", "ActReversed", "ActReversed", "ActReversed"]


def test_only_who_may_lead_and_once_at_a_time(office: Cast) -> None:
    for person, told in (("p-probation", "没有被选举权"), ("p-secretary", "已担任")):
        with pytest.raises(Refused, match=told):
            opened(office, person=person)
    with pytest.raises(Refused, match="在党总支或党支部"):
        opened(office, place="committee")
    opened(office)
    with pytest.raises(Refused, match="先办结或终止"):
        opened(office, person="p-member")
    with pytest.raises(Refused, match="正在办理指派、调动书记"):
        merge_branch(office.organisations["one"], office.organisations["two"], DAY, "处党委〔2026〕31号", by=office.actor("clerk"), at=NOW)
