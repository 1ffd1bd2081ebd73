"""Issuing a paper: rows and journal, who may, what is refused, and that it prints the same ever after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hall import hall

from cast import NOW, TODAY, Cast
from leadgoose.elections.actions.paper import Issue, issue_paper, set_signs
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Candidate, Election, Paper
from leadgoose.elections.queries import paper as queries
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.press import paper as press
from leadgoose.ground.press.ballot import Ballot
from leadgoose.ground.press.letter import Letter

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def issue(cast: Cast, election: Election, key: str, login: str = "secretary", **told: object) -> Paper:
    return issue_paper(election, key, Issue(**{"on": TODAY, **told}), by=cast.actor(login), at=NOW)   # type: ignore[arg-type]


def test_a_paper_is_frozen_with_its_receipt_and_the_journal_knows_it_without_its_words(cast: Cast) -> None:
    election = hall(cast).election
    row = issue(cast, election, "notice", number="示作一支〔2026〕7号", signer="单志强")
    entry = Entry.objects.get(act="PaperIssued")
    assert (entry.number, entry.hash, entry.org_key, entry.by) == (row.receipt_number, row.receipt_hash, "one", "secretary")
    assert {name: entry.facts[name] for name in ("election", "paper", "on", "copies", "form")} == {
        "election": election.key, "paper": "notice", "on": "2026-11-23", "copies": 1, "form": 0,
    }
    assert len(entry.facts["digest"]) == 64 and "示作一支" not in str(entry.facts) and "单志强" not in str(entry.facts)
    assert (row.number, row.signer, row.copies, row.form) == ("示作一支〔2026〕7号", "单志强", 1, None)
    kept = queries.kept(election, row.pk)
    assert kept is not None and kept.fields is None and "王堃" not in row.kept_sealed
    assert kept.paper.imprint.receipt == f"{entry.number}-{entry.hash[:16]}" and kept.paper.draft == ""   # type: ignore[union-attr]
    assert kept.paper.signed == ("作业一队党支部委员会", "2026年11月23日")   # type: ignore[union-attr]


def test_it_prints_the_same_bytes_though_the_register_changed_since(cast: Cast) -> None:
    election = hall(cast).election
    row = issue(cast, election, "request")
    first = queries.kept(election, row.pk)
    cast.organisations["one"].name = "改了名的党支部"
    cast.organisations["one"].save()
    Election.objects.filter(pk=election.pk).update(seats=7)
    second = queries.kept(Election.objects.select_related("organisation").get(pk=election.pk), row.pk)
    assert first is not None and second is not None and first.paper == second.paper and isinstance(second.paper, Letter)
    assert press.as_pdf(first.paper, at=first.at) == press.as_pdf(second.paper, at=second.at)
    assert second.paper.issuer == "作业一队党支部"


def test_issued_anew_it_is_another_row_and_the_first_one_stays(cast: Cast) -> None:
    election = hall(cast).election
    first, second = issue(cast, election, "notice"), issue(cast, election, "notice", seen=1)
    assert [one.id for one in queries.issued(election)["notice"]] == [second.pk, first.pk]
    with pytest.raises(Refusal, match="刚刚已经签发过"):
        issue(cast, election, "notice", seen=1)
    assert Paper.objects.count() == 2


def test_ballots_are_counted_as_they_are_printed_and_bear_nothing(cast: Cast) -> None:
    election = hall(cast).election
    issue(cast, election, "ballot", copies=20)
    row = issue(cast, election, "ballot", copies=2, seen=1)
    kept = queries.kept(election, row.pk)
    assert kept is not None and isinstance(kept.paper, Ballot) and kept.paper.sample == ""
    assert sum(one.copies for one in queries.issued(election)["ballot"]) == 22
    assert [entry.facts["copies"] for entry in Entry.objects.filter(act="PaperIssued").order_by("number")] == [20, 2]


def test_ballots_are_issued_complete_or_not_at_all(cast: Cast) -> None:
    election = hall(cast).election
    Election.objects.filter(pk=election.pk).update(seats=None)
    with pytest.raises(Refusal, match="选票还缺：委员名额"):
        issue(cast, election, "ballot", copies=18)
    Election.objects.filter(pk=election.pk).update(seats=3)
    Candidate.objects.filter(election=election, person__key="m-1").update(official_on=None)
    Candidate.objects.filter(election=election).exclude(person__key="m-1").update(official_on=None)
    with pytest.raises(Refusal, match="候选人还没有确定"):
        issue(cast, election, "ballot", copies=18)
    assert not Paper.objects.exists()


def test_a_name_that_no_table_orders_or_that_stands_twice_stops_the_ballot_until_somebody_ordered_it(cast: Cast) -> None:
    election = hall(cast).election
    Candidate.objects.filter(election=election, person__key="m-1").update(name="李建军")
    with pytest.raises(Refusal, match="姓名顺序还没有排定"):
        issue(cast, election, "ballot", copies=18)


@pytest.mark.parametrize("copies", [0, -1, 1000])
def test_impossible_numbers_of_ballots_are_refused_at_the_field(cast: Cast, copies: int) -> None:
    with pytest.raises(Refusal) as refused:
        issue(cast, hall(cast).election, "ballot", copies=copies)
    assert refused.value.field == "copies" and not Paper.objects.exists()


@pytest.mark.parametrize(("key", "told", "field"), [
    ("notice", {"on": TODAY + timedelta(days=1)}, "on"), ("notice", {"number": "号" * 61}, "number"), ("notice", {"signer": "名" * 41}, "signer"),
    ("notice", {"copies": 2}, "copies"), ("sign-in", {}, ""), ("no-such-paper", {}, ""), ("preselection-ballot", {}, ""),
], ids=["tomorrow", "a number too long", "a name too long", "two copies of a notice", "what nobody issues", "no such paper", "not of this election"])
def test_what_cannot_be_is_refused_and_nothing_is_written(cast: Cast, key: str, told: dict[str, object], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        issue(cast, hall(cast).election, key, **told)
    assert refused.value.field == field
    assert not Paper.objects.exists() and not Entry.objects.filter(act="PaperIssued").exists()


def test_a_letter_is_not_dated_before_the_stage_before_it(cast: Cast) -> None:
    made = hall(cast)
    made.ready(16)
    made.count(made.sums({"m-1": 14, "m-2": 12, "m-3": 11, "m-4": 5}))
    with pytest.raises(Refusal) as refused:
        issue(cast, made.election, "result-report", on=date(2026, 11, 22))
    assert refused.value.field == "on"


@pytest.mark.parametrize(("login", "key"), [
    ("secretary", "reply"), ("secretary", "forwarding"), ("secretary", "persons-reply"), ("secretary", "result-reply"),
    ("envoy", "notice"), ("envoy", "ballot"), ("member", "notice"),
    ("new_secretary", "notice"), ("reader", "notice"), ("outsider", "notice"), ("auditor", "notice"),
])
def test_whoever_does_not_hold_the_act_of_a_paper_does_not_issue_it(cast: Cast, login: str, key: str) -> None:
    with pytest.raises(Denied):
        issue(cast, hall(cast).election, key, login)
    assert not Paper.objects.exists()


def test_the_office_issues_the_replies(cast: Cast) -> None:
    assert issue(cast, hall(cast).election, "reply", "clerk").paper == "reply"


def test_a_closed_election_issues_nothing_more(cast: Cast) -> None:
    election = hall(cast).election
    Election.objects.filter(pk=election.pk).update(closed_at=NOW)
    with pytest.raises(Refusal, match="已经办结"):
        issue(cast, election, "notice")


# --- the signs ---


def test_signs_are_set_before_the_method_is_adopted_and_not_after(cast: Cast) -> None:
    made = hall(cast)
    set_signs(made.election, {"for": "tick", "against": "cross"}, by=made.by, at=NOW)
    assert Election.objects.get(pk=made.election.pk).switches == {"for": "tick", "against": "cross"}
    entry = Entry.objects.get(act="SignsSet")
    assert entry.facts == {"election": made.election.key, "for": "tick", "against": "cross"}
    made.declare()
    made.decide()
    with pytest.raises(Refusal, match="已经通过"):
        set_signs(made.election, {"for": "circle", "against": "cross"}, by=made.by, at=LATER)


@pytest.mark.parametrize("chosen", [{}, {"for": "heart", "against": "cross"}, {"for": "circle", "against": ""}])
def test_other_signs_are_refused(cast: Cast, chosen: dict[str, str]) -> None:
    made = hall(cast)
    with pytest.raises(Refusal):
        set_signs(made.election, chosen, by=made.by, at=NOW)
    assert not Entry.objects.filter(act="SignsSet").exists()


def test_the_envoy_sets_no_signs(cast: Cast) -> None:
    with pytest.raises(Denied):
        set_signs(hall(cast).election, {"for": "tick", "against": "cross"}, by=cast.actor("envoy"), at=NOW)
