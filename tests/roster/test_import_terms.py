"""Ledgers taken in: the samples against their truth, aliases, corrections, agreement and disagreement with the register."""

from __future__ import annotations

from datetime import date

import pytest
from office import NOW, REPORTED, TODAY, Office, corrected, ledger, member, register, sample, taken, term, the_office, truth

from leadgoose.ground.access.actor import Denied
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.aliases import match_branch
from leadgoose.roster.actions.imports import corrections_of
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.actions.terms import take_terms
from leadgoose.roster.models import Organisation, OrganisationAlias, OrganisationFact, Post, Term
from leadgoose.roster.queries.disputes import disputes
from leadgoose.roster.queries.ledgers import compare_ledger


@pytest.fixture
def office(db: None) -> Office:
    return the_office()


def terms_in_the_database() -> list[dict[str, object]]:
    found = []
    for one in Term.objects.known().select_related("organisation").order_by("organisation__position"):
        holder = Post.objects.known().filter(organisation=one.organisation, kind="secretary", source__contains="ledger").first()
        found.append({
            "branch": one.organisation.name, "elected_on": one.elected_on.isoformat(), "years": one.years, "expires_on": one.expires_on.isoformat(),
            "shifted_to": one.shifted_to.isoformat() if one.shifted_to else None, "reply_no": one.reply_no or None,
            "secretary": holder.person.present.name if holder else None,
        })
    return found


@pytest.mark.once   # what a ledger says; the path below it is walked on both databases
@pytest.mark.parametrize("name", ["clean", "messy"])
def test_a_sample_ledger_says_exactly_what_its_truth_says(office: Office, name: str) -> None:
    first = taken(office, f"roster-{name}")
    if name == "messy":   # officers whose rows waited are posted with the corrections
        workbook = corrections_of(first, by=office.by, at=NOW)
        office.take(corrected(workbook, "roster-messy"), corrects=first)
    assert office.take_terms(sample(f"terms-{name}")).receipt is not None
    assert terms_in_the_database() == truth(f"terms-{name}")["terms"]


def test_the_whole_path_of_the_messy_office(office: Office) -> None:
    """Register, ledger, both corrections: 699 people, 34 branches with terms, nothing in dispute."""
    first = taken(office, "roster-messy")
    terms = office.upload("terms", sample("terms-messy"))
    take_terms(terms, REPORTED, by=office.by, at=NOW)
    assert Term.objects.known().count() == 27
    office.take(corrected(corrections_of(first, by=office.by, at=NOW), "roster-messy"), corrects=first)
    fixed = office.upload("terms", corrected(corrections_of(terms, by=office.by, at=NOW), "terms-messy"), "台账更正.xlsx", terms)
    take_terms(fixed, REPORTED, by=office.by, at=NOW)
    assert Term.objects.known().values("organisation").distinct().count() == Organisation.objects.filter(kind="branch").count() == 34
    assert disputes("top", TODAY) == []
    assert compare_ledger(fixed, TODAY).empty
    assert Duty.objects.filter(code="term_unknown", closed_at=None).count() == 0


def test_the_same_ledger_twice_changes_nothing(office: Office) -> None:
    taken(office, "roster-clean")
    office.take_terms(sample("terms-clean"))
    before = (Term.objects.count(), Post.objects.count(), OrganisationFact.objects.count(), Entry.objects.count())
    assert office.take_terms(sample("terms-clean")).receipt is None
    assert (Term.objects.count(), Post.objects.count(), OrganisationFact.objects.count(), Entry.objects.count()) == before


def test_a_term_its_founding_day_and_its_journal_entry(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部", 党内职务="书记"), member(2, "乙", "一队党支部")))
    row = term("一队党支部", "2024-02-29", 成立时间="2001-07-01", 延期或提前至="2028-02-01", 批复文号="示工党发〔2026〕13号", 书记="甲", 委员="乙")
    upload = office.upload("terms", ledger(row))
    take_terms(upload, REPORTED, by=office.by, at=NOW)
    place = Organisation.objects.get(name="一队党支部")
    found = Term.objects.get()
    assert (found.valid_from, found.elected_on, found.expires_on, found.shifted_to) == (
        date(2024, 2, 29), date(2024, 2, 29), date(2027, 2, 28), date(2028, 2, 1)
    )
    assert place.set_up_on == date(2001, 7, 1)
    yi = Post.objects.get(person__present__name="乙")
    assert (yi.kind, yi.source, yi.valid_from, yi.since, yi.came_by) == ("commissioner", "ledger", REPORTED, None, "unknown")
    entry = Entry.objects.get(act="TermsTaken")
    assert entry.facts == {
        "import": upload.key, "corrects": "", "file": upload.sha256, "accepted": 1, "waiting": 0, "unchanged": 0,
        "terms": {place.key: ["new", "2024-02-29", 3, "2027-02-28", "2028-02-01"]}, "founded": {place.key: "2001-07-01"},
        "posts": {place.key: [[yi.person.key, "commissioner"]]}, "agreed": 1, "withdrawn": {}, "awaited": 0,
    }
    assert (entry.typed, entry.filled) == (0, 7)      # election day, years, shift, reply, founding day, two officers


def test_a_new_election_ends_the_term_before_and_an_older_ledger_changes_nothing(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部")))
    office.take_terms(ledger(term("一队党支部", "2023-01-10")))
    office.take_terms(ledger(term("一队党支部", "2026-01-08")), date(2026, 11, 1))
    spans = Term.objects.known().order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(spans) == [(date(2023, 1, 10), date(2026, 1, 8)), (date(2026, 1, 8), None)]
    older = office.take_terms(ledger(term("一队党支部", "2023-01-10"), term("二队党支部")))
    assert (older.written.terms, Term.objects.known().count()) == (0, 2)


def test_a_shift_approved_later_is_a_new_row_of_the_same_term(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部")))
    office.take_terms(ledger(term("一队党支部", "2023-10-10")))
    office.take_terms(ledger(term("一队党支部", "2023-10-10", 延期或提前至="2027-03-01", 批复文号="示〔2026〕1号")), date(2026, 11, 1))
    assert Term.objects.count() == 2
    assert Term.objects.known().get().shifted_to == date(2027, 3, 1)


def test_a_misnamed_branch_is_matched_once_and_the_alias_kept(office: Office) -> None:
    office.take(register(member(1, "甲", "作业一队党支部")))
    upload = office.upload("terms", ledger(term("作业一大队党支部", 书记="甲")))
    assert [one.code for one in compare_ledger(upload, TODAY).ledger.problems] == ["branch-unknown"]
    place = Organisation.objects.get(name="作业一队党支部")
    match_branch(place, "作业一大队党支部", by=office.by, at=NOW)
    assert compare_ledger(upload, TODAY).ledger.problems == ()
    take_terms(upload, REPORTED, by=office.by, at=NOW)
    assert Term.objects.get().organisation == place
    entry = Entry.objects.get(act="BranchMatched")
    assert (entry.facts, entry.org_key, entry.typed, list(entry.sealed[place.key])) == ({}, place.key, 1, ["alias"])
    assert match_branch(place, "作业一大队支部", by=office.by, at=NOW) is None       # the same name in other words
    office.take(register(member(1, "甲", "作业一大队党支部"), member(2, "乙", "作业一大队党支部")), date(2026, 11, 1))
    assert Organisation.objects.filter(kind="branch").count() == 1
    assert OrganisationAlias.objects.count() == 1


def test_a_ledger_taken_in_is_judged_again_once_its_branch_is_matched(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "二队党支部")))
    upload = office.upload("terms", ledger(term("一队党支部"), term("二大队党支部")))
    take_terms(upload, REPORTED, by=office.by, at=NOW)
    assert Term.objects.count() == 1
    match_branch(Organisation.objects.get(name="二队党支部"), "二大队党支部", by=office.by, at=NOW)
    take_terms(upload, REPORTED, by=office.by, at=NOW)
    assert Term.objects.count() == 2


def test_an_alias_cannot_be_another_branchs_name(office: Office) -> None:
    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "二队党支部")))
    place = Organisation.objects.get(name="一队党支部")
    for alias, code in (("二队支部", "alias-taken"), ("", "alias-length"), ("长" * 81, "alias-length")):
        with pytest.raises(Refused) as no:
            match_branch(place, alias, by=office.by, at=NOW)
        assert no.value.code == code
    with pytest.raises(Refused):
        match_branch(office.top, "某支部", by=office.by, at=NOW)
    with pytest.raises(Denied):
        match_branch(place, "某支部", by=office.stranger, at=NOW)
    assert OrganisationAlias.objects.count() == 0


def test_the_secretary_of_a_general_branch_comes_from_one_of_its_branches(office: Office) -> None:
    from leadgoose.roster.actions.grid import fill_grid

    office.take(register(member(1, "甲", "一队党支部"), member(2, "乙", "二队党支部")))
    fill_grid(office.top, "党支部名称\t上级总支\n一队党支部\t作业大队党总支", by=office.by, at=NOW)
    office.take_terms(ledger(term("作业大队党总支", 书记="甲")))
    post = Post.objects.get()
    assert (post.organisation.name, post.person.present.name, post.kind) == ("作业大队党总支", "甲", "secretary")
    upload = office.upload("terms", ledger(term("作业大队党总支", "2025-01-01", 书记="乙")))
    assert [one.code for one in compare_ledger(upload, TODAY).ledger.problems] == ["person-unknown"]
