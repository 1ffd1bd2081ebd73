"""Posts given and ended by documents, on the real register."""

from __future__ import annotations

from datetime import date

import pytest

from cast import FROM, NOW, TODAY, Cast
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.membership import reverse
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.posts import Document, change_posts, judge
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.consequences import recompute
from leadgoose.roster.kinds import CameBy, PostKind
from leadgoose.roster.models import Deed, OrganisationFact, Post, Present, Term
from leadgoose.roster.rules.posts import Act, Wish

DAY = date(2026, 11, 20)
PAPER = Document("处任〔2026〕12号", date(2026, 11, 18), DAY)
SECRETARY, DEPUTY, ORGANISATION, PUBLICITY = PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.ORGANISATION, PostKind.PUBLICITY


@pytest.fixture
def office(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


def give(person: str, kind: PostKind, **more: object) -> Wish:
    return Wish(Act.GIVE, person, kind, **more)   # type: ignore[arg-type]


def end(person: str, kind: PostKind) -> Wish:
    return Wish(Act.END, person, kind)


def carry(cast: Cast, place: str, *wishes: Wish, paper: Document = PAPER, **more: object) -> list[Deed]:
    return change_posts(cast.organisations[place], wishes, paper, by=cast.actor("clerk"), at=NOW, **more)   # type: ignore[arg-type]


def test_one_document_ends_one_secretary_and_gives_the_post_to_another(office: Cast) -> None:
    term = Term.objects.known().filter(organisation__key="one").values()[0]
    deeds = carry(office, "one", give("p-member", SECRETARY, came_by=CameBy.DESIGNATED, full_time=True, cross=False), end("p-secretary", SECRETARY))
    assert [(one.act, one.person.key) for one in deeds] == [("end_post", "p-secretary"), ("give_post", "p-member")]
    post = Post.objects.known().get(organisation__key="one", kind=SECRETARY, valid_to=None)
    assert (post.person.key, post.came_by, post.since, post.full_time, post.cross_appointed) == ("p-member", "designated", DAY, True, False)
    assert "secretary" in Present.objects.get(person__key="p-member").posts and Present.objects.get(person__key="p-secretary").posts == ""
    entries = list(Entry.objects.filter(act__startswith="Post").order_by("-pk"))
    assert [(one.act, one.facts["post"], one.facts["dated"]) for one in entries] == [
        ("PostGiven", "secretary", "2026-11-18"), ("PostEnded", "secretary", "2026-11-18")]
    assert deeds[0].batch == deeds[1].batch != "" and "12号" not in str([one.facts for one in entries])
    assert Term.objects.known().filter(organisation__key="one").values()[0] == term, "the branch's term does not move"
    assert not recompute("committee", TODAY, NOW).any
    with pytest.raises(Refused, match="会有两名书记"):
        reverse(deeds[0], "误", by=office.actor("clerk"), at=NOW)
    reverse(deeds[1], "误", by=office.actor("clerk"), at=NOW)
    assert Duty.objects.filter(org_key="one", code="secretary_vacant", closed_at=None).exists()
    reverse(deeds[0], "误", by=office.actor("clerk"), at=NOW)
    assert Post.objects.known().get(organisation__key="one", kind=SECRETARY, valid_to=None).person.key == "p-secretary"


def test_two_secretaries_at_once_are_refused_in_one_sentence(office: Cast) -> None:
    with pytest.raises(Refused, match="书记只能有一人：单志强正担任书记") as no:
        carry(office, "one", give("p-committee", PUBLICITY), give("p-member", SECRETARY))
    assert no.value.line == 1 and not Deed.objects.exists()


def test_elected_stays_elected_whatever_document_follows(office: Cast) -> None:
    Post.objects.create(person=office.people["p-member"], organisation=office.organisations["one"], kind=PostKind.COMMISSIONER, came_by=CameBy.ELECTED,
                        since=FROM, valid_from=FROM, recorded_at=NOW, source="election")
    Post.objects.filter(person__key="p-new").update(came_by=CameBy.ELECTED, awaiting_approval=True)
    carry(office, "one", give("p-member", PUBLICITY))
    post = Post.objects.known().get(person__key="p-member", valid_to=None)
    assert (post.kind, post.came_by, post.since, post.valid_from) == (PUBLICITY, "elected", FROM, DAY)
    carry(office, "two", give("p-new", SECRETARY, came_by=CameBy.APPOINTED))
    post = Post.objects.known().get(person__key="p-new", valid_to=None)
    assert (post.came_by, post.awaiting_approval) == ("elected", False), "the document is the reply that was awaited"


def test_more_than_the_approved_seats_needs_a_reason(office: Cast) -> None:
    OrganisationFact.objects.filter(organisation__key="one").update(seats=3)
    seen = judge(office.organisations["one"], [give("p-member", PUBLICITY)], PAPER, TODAY, NOW)
    assert [(one.code, dict(one.numbers)) for one in seen.notices] == [("beyond-seats", {"n": 4, "seats": 3})]
    with pytest.raises(Refused, match="一般规定不同"):
        carry(office, "one", give("p-member", PUBLICITY))
    assert carry(office, "one", give("p-member", PUBLICITY), consent=Consent(remark="增补待批"))[0].remark_sealed


def test_whoever_may_not_lead_there_is_refused(office: Cast) -> None:
    for wish, told in (
        (give("p-probation", PUBLICITY), "没有被选举权"), (give("p-old", PUBLICITY), "先办理内部转移"), (give("p-committee", ORGANISATION), "起担任这项职务"),
        (give("p-member", PUBLICITY, came_by=CameBy.DESIGNATED), "只限书记、副书记"), (end("p-member", PUBLICITY), "不担任这项职务"),
        (give("p-member", PostKind.GROUP_LEADER), "没有党小组组长"),
    ):
        with pytest.raises(Refused, match=told):
            carry(office, "one", wish)
    with pytest.raises(Refused, match="早于"):
        carry(office, "one", give("p-member", PUBLICITY), paper=Document("x", None, date(2026, 8, 1)))
    with pytest.raises(Refused, match="发文日期"):
        carry(office, "one", give("p-member", PUBLICITY), paper=Document("x", date(2026, 12, 1), DAY))
    assert not Deed.objects.exists()
