"""What follows from changed facts: the projections equal the facts, duties open and close with the act that caused it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, RECORDED, TODAY, Cast
from leadgoose.ground.bylaws.models import CommitteeSetting
from leadgoose.ground.duties.models import Duty
from leadgoose.roster import consequences, duty_facts, facts, projections
from leadgoose.roster.kinds import OrgKind, PostKind, Standing
from leadgoose.roster.models import (
    Membership,
    Organisation,
    OrganisationFact,
    Person,
    PersonFact,
    Post,
    Present,
    Restriction,
    Term,
)
from leadgoose.roster.rules.due import obligations

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def settle(cast: Cast, *people: str, organisations: tuple[str, ...] = (), on: date = TODAY, act: str = "Acted") -> None:
    consequences.settle(
        "committee", organisations={cast.organisations[one].pk for one in organisations}, people={cast.people[one].pk for one in people},
        on=on, at=NOW, act=act,
    )


def codes(org: str) -> set[str]:
    return set(Duty.objects.filter(org_key=org, closed_at=None, opens_on__lte=TODAY).values_list("code", flat=True))


def all_present() -> list[dict]:
    return list(Present.objects.order_by("person_id").values())


class TestPresent:
    def test_every_row_equals_the_facts(self, cast: Cast) -> None:
        Present.objects.all().delete()
        made = projections.refresh_all("committee", TODAY)
        assert (made.added, made.changed, made.removed) == (10, 0, 0)
        row = Present.objects.get(person__key="p-secretary")
        assert (row.name, row.standing, row.gender, row.joined_party, row.full_member, row.admin_post, row.posts, row.can_vote) == (
            "单志强", "full", "男", "2008-07-01", "2009-07-01", "副队长", " secretary ", True,
        )
        assert " shanzhiqiang " in row.names and " szq " in row.names
        assert row.last4_index == cast.people["p-secretary"].last4_index != ""

    def test_refreshing_again_writes_nothing(self, cast: Cast) -> None:
        projections.refresh_all("committee", TODAY)
        with CaptureQueriesContext(connection) as asked:
            assert projections.refresh_all("committee", TODAY).total == 0
        assert not [one for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]

    def test_the_order_is_the_organisation_s_then_the_register_s(self, cast: Cast) -> None:
        projections.refresh_all("committee", TODAY)
        keys = list(Present.objects.filter(top_key="committee").order_by("sort").values_list("person__key", flat=True))
        assert keys == [
            "p-secretary", "p-committee", "p-discipline", "p-member", "p-probation", "p-new", "p-old", "p-two", "p-clerk", "p-unknown",
        ]

    def test_somebody_who_left_has_no_row_and_the_others_keep_theirs(self, cast: Cast) -> None:
        projections.refresh_all("committee", TODAY)
        before = all_present()
        facts.end(Membership.objects.get(person__key="p-two"), TODAY, NOW, "register")
        settle(cast, "p-two")
        assert all_present() == [row for row in before if row["person_id"] != cast.people["p-two"].pk]

    def test_a_restriction_takes_the_vote_from_its_first_day_to_the_day_before_its_end(self, cast: Cast) -> None:
        person = cast.people["p-member"]
        Restriction.objects.create(person=person, kind_sealed="x", valid_from=TODAY, valid_to=TOMORROW, recorded_at=NOW, source="page")
        for on, votes in ((TODAY - timedelta(days=1), True), (TODAY, False), (TOMORROW, True)):
            settle(cast, "p-member", on=on)
            assert Present.objects.get(person=person).can_vote is votes

    def test_the_dead_have_no_row_from_their_day(self, cast: Cast) -> None:
        Person.objects.filter(key="p-old").update(died_on=TODAY)
        settle(cast, "p-old")
        assert not Present.objects.filter(person__key="p-old").exists()

    def test_a_retracted_fact_does_not_speak(self, cast: Cast) -> None:
        row = PersonFact.objects.get(person__key="p-member")
        facts.retract(PersonFact.objects.filter(pk=row.pk), NOW)
        facts.again(row, NOW, "page", admin_post="班长")
        settle(cast, "p-member")
        assert Present.objects.get(person__key="p-member").admin_post == "班长"

    def test_another_committee_s_people_are_not_touched(self, cast: Cast) -> None:
        before = Present.objects.filter(top_key="elsewhere").values().get()
        PersonFact.objects.filter(person__key="p-outsider").update(name="改名")
        projections.refresh_all("committee", TODAY)
        assert Present.objects.filter(top_key="elsewhere").values().get() == before

    def test_chunks_make_no_difference(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        projections.refresh_all("committee", TODAY)
        whole = all_present()
        Present.objects.filter(top_key="committee").delete()
        monkeypatch.setattr(projections, "CHUNK", 3)
        assert projections.refresh_all("committee", TODAY).added == 10
        assert all_present() == whole


class TestOrganisations:
    def test_name_kind_and_end_follow_the_facts(self, cast: Cast) -> None:
        row = OrganisationFact.objects.get(organisation__key="office")
        facts.retract(OrganisationFact.objects.filter(pk=row.pk), NOW)
        facts.again(row, NOW, "grid", valid_to=TODAY)
        facts.again(row, NOW, "grid", valid_from=TODAY, name="机关联合党支部", kind=OrgKind.JOINT_BRANCH)
        settle(cast, organisations=("office",))
        office = Organisation.objects.get(key="office")
        assert (office.name, office.kind, office.ended_on) == ("机关联合党支部", "joint_branch", None)

    def test_an_ended_branch_has_its_end_and_owes_nothing_any_more(self, cast: Cast) -> None:
        settle(cast, organisations=("one",))
        facts.end(OrganisationFact.objects.get(organisation__key="one"), TODAY, NOW, "page")
        settle(cast, organisations=("one",), act="BranchEnded")
        assert Organisation.objects.get(key="one").ended_on == TODAY
        assert codes("one") == set()
        assert set(Duty.objects.filter(org_key="one").values_list("closed_by", flat=True)) == {"BranchEnded"}

    def test_moving_a_general_branch_moves_all_that_is_below_it(self, cast: Cast) -> None:
        """A branch put under a general branch on the grid: its path and theirs below follow."""
        row = OrganisationFact.objects.get(organisation__key="office")
        facts.retract(OrganisationFact.objects.filter(pk=row.pk), NOW)
        facts.again(row, NOW, "grid", parent=cast.organisations["general"])
        settle(cast, organisations=("office",))
        assert Organisation.objects.get(key="office").path == "/committee/general/office/"
        assert Organisation.objects.get(key="one").path == "/committee/general/one/"


class TestDuties:
    def test_the_cast_owes_what_its_facts_say(self, cast: Cast) -> None:
        consequences.recompute("committee", TODAY, NOW)
        assert {key: codes(key) for key in ("committee", "general", "one", "two", "office")} == {
            "committee": set(),
            "general": {"secretary_vacant"},
            "one": {"term_expired", "probation_ending", "committee_below_size"},
            "two": {"term_remind", "term_six_months"},
            "office": {"term_unknown", "secretary_unknown", "too_few_full"},
        }

    def test_naming_the_people_is_enough_their_branches_follow(self, cast: Cast) -> None:
        consequences.recompute("committee", TODAY, NOW)
        member = Membership.objects.get(person__key="p-two")
        facts.retract(Membership.objects.filter(pk=member.pk), NOW)
        facts.again(member, NOW, "register", organisation=cast.organisations["office"])
        settle(cast, "p-two", act="MembersMoved")
        assert "too_few_full" in codes("two") and "too_few_full" not in codes("office")
        assert Duty.objects.get(org_key="office", code="too_few_full").closed_by == "MembersMoved"

    def test_a_new_term_closes_the_old_one_s_duties_and_opens_its_own(self, cast: Cast) -> None:
        consequences.recompute("committee", TODAY, NOW)
        facts.end(Term.objects.get(organisation__key="one"), date(2026, 11, 20), NOW, "election")
        Term.objects.create(
            organisation=cast.organisations["one"], valid_from=date(2026, 11, 20), elected_on=date(2026, 11, 20), years=3,
            expires_on=date(2029, 11, 20), recorded_at=NOW, source="election",
        )
        settle(cast, organisations=("one",), act="TermRecorded")
        assert "term_expired" not in codes("one")
        assert Duty.objects.get(org_key="one", code="term_remind", closed_at=None).due_on == date(2029, 5, 20)

    def test_confirming_a_probationary_member_ends_the_duty_and_adds_a_vote(self, cast: Cast) -> None:
        consequences.recompute("committee", TODAY, NOW)
        member = Membership.objects.get(person__key="p-probation")
        facts.end(member, TODAY, NOW, "page")
        facts.again(member, NOW, "page", standing=Standing.FULL, valid_from=TODAY)
        settle(cast, "p-probation", act="MemberConfirmed")
        assert "probation_ending" not in codes("one")
        assert Present.objects.get(person__key="p-probation").can_vote

    def test_a_vacancy_says_since_when_where_the_register_knew_a_secretary(self, cast: Cast) -> None:
        facts.end(Post.objects.get(person__key="p-new"), date(2026, 9, 27), NOW, "page")
        settle(cast, "p-new", organisations=("two",))
        found = Duty.objects.get(org_key="two", code="secretary_vacant")
        assert (found.opens_on, found.numbers) == (date(2026, 9, 27), {"since": "2026-09-27"})

    def test_a_secretary_awaiting_approval_is_no_vacancy(self, cast: Cast) -> None:
        Post.objects.filter(person__key="p-new").update(awaiting_approval=True)
        settle(cast, organisations=("two",))
        assert "secretary_vacant" not in codes("two")


class TestFacts:
    def of(self, key: str, on: date = TODAY, known_at: datetime | None = None):
        seen = duty_facts.picture("committee", on, start=date(2026, 9, 1), known_at=known_at)
        return next((one.facts for one in seen.branches if one.key == key), None)

    def test_counts_and_officers_of_a_branch(self, cast: Cast) -> None:
        found = self.of("one")
        assert (found.full, found.probationary, found.voters) == (4, 1, 4)
        assert (found.committee, found.besides, found.seats) == (3, 2, 5)
        assert [one.person_key for one in found.secretaries] == ["p-secretary"]
        assert [(one.person_key, str(one.joined)) for one in found.probations] == [("p-probation", "2025-12-01")]

    def test_what_was_never_recorded_is_none_and_not_zero(self, cast: Cast) -> None:
        found = self.of("office")
        assert (found.committee, found.besides, found.seats, found.term) == (None, None, None, None)
        assert self.of("one", date(2026, 8, 31)).full is None

    def test_as_it_was_known_at_a_moment(self, cast: Cast) -> None:
        later = datetime(2026, 12, 1, tzinfo=UTC)
        term = Term.objects.get(organisation__key="one")
        facts.retract(Term.objects.filter(pk=term.pk), later)
        facts.again(term, later, "page", shifted_to=date(2027, 3, 1))
        assert self.of("one", known_at=NOW).term.shifted_to is None
        assert self.of("one").term.shifted_to == date(2027, 3, 1)

    def test_the_dead_are_not_counted_from_their_day(self, cast: Cast) -> None:
        Person.objects.filter(key="p-old").update(died_on=TODAY)
        assert (self.of("two").full, self.of("two", TODAY - timedelta(days=1)).full) == (2, 3)

    def test_two_who_claim_to_be_secretary_are_both_told(self, cast: Cast) -> None:
        Post.objects.create(
            person=cast.people["p-two"], organisation=cast.organisations["two"], kind=PostKind.SECRETARY, valid_from=TODAY, recorded_at=NOW, source="register"
        )
        found = self.of("two")
        assert {one.person_key for one in found.secretaries} == {"p-new", "p-two"}
        assert "secretary_unknown" in {one.code for one in obligations(found)}

    def test_a_few_are_asked_for_without_the_others(self, cast: Cast) -> None:
        seen = duty_facts.picture("committee", TODAY, start=None, organisations={cast.organisations["one"].pk})
        assert [one.key for one in seen.branches] == ["one"]

    def test_the_start_is_the_day_set_else_the_day_of_creation(self, cast: Cast) -> None:
        assert duty_facts.start_on("committee") == RECORDED.date()
        CommitteeSetting.objects.create(top_key="committee", name="start_on", value="2026-01-01", valid_from=TODAY, recorded_at=NOW, recorded_by="c")
        assert duty_facts.start_on("committee") == date(2026, 1, 1)
        assert duty_facts.start_on("nobody") is None

    def test_the_number_of_queries_does_not_depend_on_how_many(self, cast: Cast) -> None:
        counted = []
        for organisations in ({cast.organisations["one"].pk}, None):
            with CaptureQueriesContext(connection) as asked:
                duty_facts.picture("committee", TODAY, start=None, organisations=organisations)
            counted.append(len(asked))
        assert counted == [6, 6]
