"""Acts about people on the real register: rows, journal, projections, counter-acts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import FROM, NOW, TODAY, Cast, id_number
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.roster import duty_facts
from leadgoose.roster.actions.arrival import Arrival, transfer_in
from leadgoose.roster.actions.deeds import MODELS
from leadgoose.roster.actions.membership import do, judge, reverse
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.consequences import recompute
from leadgoose.roster.kinds import CameBy, PostKind, Standing
from leadgoose.roster.models import Deed, Membership, Person, Post, Present, Restriction, Term
from leadgoose.roster.queries.acts import members_of
from leadgoose.roster.rules.acts import Kind, Wish, applicable

DAY = date(2026, 11, 20)


@pytest.fixture
def office(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


def act(cast: Cast, person: str, kind: Kind, on: date = DAY, **more: object) -> Deed:
    despite = bool(more.pop("despite", False))
    return do([cast.people[person]], Wish(kind, on, **more), "处组〔2026〕18号", by=cast.actor("clerk"), at=NOW, despite=despite)[0]   # type: ignore[arg-type]


def voters(branch: str) -> int:
    return Present.objects.filter(organisation__key=branch, can_vote=True).count()


def test_probation_ends_with_a_vote_and_ends_its_duty(office: Cast) -> None:
    with pytest.raises(Refused, match="2026-12-01"):
        act(office, "p-probation", Kind.END_PROBATION)
    office.people["p-probation"].facts.update(joined_party="2025-11-20")
    recompute("committee", TODAY, NOW)
    assert Duty.objects.get(code="probation_ending", closed_at=None).act == "roster.end_probation"
    seen = judge([office.people["p-probation"]], Wish(Kind.END_PROBATION, DAY), "支部党员大会 2026-11-20", TODAY)
    assert [(one.branch, one.before, one.after) for one in seen.changes] == [("one", 4, 5)]
    deed = act(office, "p-probation", Kind.END_PROBATION)
    row = Present.objects.get(person__key="p-probation")
    assert (row.standing, row.can_vote, row.full_member, voters("one")) == ("full", True, "2026-11-20", 5)
    assert not Duty.objects.filter(code="probation_ending", closed_at=None).exists()
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.valid_on, entry.person_key, entry.facts["deed"]) == ("ProbationEnded", DAY, "p-probation", deed.key)
    assert "18号" not in str(entry.facts) + deed.basis_sealed
    reverse(deed, "转正日期记错", by=office.actor("clerk"), at=NOW)
    row = Present.objects.get(person__key="p-probation")
    assert (row.standing, row.can_vote, row.full_member) == ("probationary", False, "")
    assert Duty.objects.filter(code="probation_ending", closed_at=None).exists()
    assert Entry.objects.latest("pk").act == "ActReversed"
    with pytest.raises(Refused, match="已经撤销"):
        reverse(deed, "再撤", by=office.actor("clerk"), at=NOW)


def test_an_extension_moves_the_day_on_which_probation_is_full(office: Cast) -> None:
    act(office, "p-probation", Kind.EXTEND_PROBATION, months=6)
    duty = Duty.objects.get(code="probation_ending", closed_at=None)
    assert duty.due_on == date(2027, 6, 1)
    with pytest.raises(Refused, match="只能延长一次"):
        act(office, "p-probation", Kind.EXTEND_PROBATION, months=6)


def test_a_cancelled_probationary_member_is_in_no_branch(office: Cast) -> None:
    act(office, "p-probation", Kind.CANCEL_PROBATION)
    assert not Present.objects.filter(person__key="p-probation").exists()


def test_a_move_is_one_step_and_ends_the_posts_of_the_old_branch(office: Cast) -> None:
    deed = act(office, "p-committee", Kind.MOVE, to="two")
    assert Present.objects.get(person__key="p-committee").organisation.key == "two"
    assert not Post.objects.on(DAY).filter(person__key="p-committee").exists()
    rows = Membership.objects.known().filter(person__key="p-committee").order_by("valid_from")
    assert [(row.organisation.key, row.valid_from, row.valid_to) for row in rows] == [("one", FROM, DAY), ("two", DAY, None)]
    later = act(office, "p-committee", Kind.OUT, TODAY)
    with pytest.raises(Refused, match="先撤销之后的办理"):
        reverse(deed, "误记", by=office.actor("clerk"), at=NOW)
    reverse(later, "误记", by=office.actor("clerk"), at=NOW)
    deed.refresh_from_db()
    reverse(deed, "误记", by=office.actor("clerk"), at=NOW)
    assert Present.objects.get(person__key="p-committee").organisation.key == "one"
    assert Post.objects.on(TODAY).get(person__key="p-committee").kind == PostKind.ORGANISATION


def test_whoever_left_comes_back_as_the_same_person_and_somebody_new_is_recorded_once(office: Cast) -> None:
    clerk = office.actor("clerk")
    act(office, "p-two", Kind.OUT)
    back = Arrival("李春梅", office.id_numbers["p-two"], Standing.FULL, "2008-07-01", "2009-07-01")
    deed = transfer_in(office.organisations["one"], back, TODAY, "介绍信第 7 号", by=clerk, at=NOW)
    assert deed.person.key == "p-two" and Present.objects.get(person__key="p-two").organisation.key == "one"
    someone = Arrival("郝新来", id_number("1992-02-03", 77, "男"), Standing.PROBATIONARY, "2026-07-01")
    deed = transfer_in(office.organisations["two"], someone, TODAY, "介绍信第 8 号", by=clerk, at=NOW)
    row = Present.objects.get(person=deed.person)
    assert (row.name, row.standing, row.born_on, row.gender, row.can_vote) == ("郝新来", "probationary", "1992-02-03", "男", False)
    with pytest.raises(Refused, match="内部转移"):
        transfer_in(office.organisations["one"], someone, TODAY, "介绍信第 8 号", by=clerk, at=NOW)
    assert Entry.objects.latest("pk").act == "MemberTransferredIn"
    reverse(deed, "没有报到", by=clerk, at=NOW)
    assert not Present.objects.filter(person=deed.person).exists()


def test_a_death_ends_membership_and_posts_and_is_undone_while_the_seat_is_free(office: Cast) -> None:
    deed = act(office, "p-secretary", Kind.DEATH)
    assert Person.objects.get(key="p-secretary").died_on == DAY
    assert Duty.objects.filter(org_key="one", code="secretary_vacant", closed_at=None).exists()
    successor = Post.objects.create(
        person=office.people["p-member"], organisation=office.organisations["one"], kind=PostKind.SECRETARY, came_by=CameBy.ELECTED,
        valid_from=TODAY, recorded_at=NOW, source="page",
    )
    with pytest.raises(Refused, match="两名书记"):
        reverse(deed, "误报", by=office.actor("clerk"), at=NOW)
    successor.delete()
    reverse(deed, "误报", by=office.actor("clerk"), at=NOW)
    row = Present.objects.get(person__key="p-secretary")
    assert (row.person.died_on, row.posts, row.can_vote) == (None, " secretary ", True)


def test_sanction_suspension_and_return_of_rights(office: Cast) -> None:
    act(office, "p-discipline", Kind.SANCTION, until=date(2027, 11, 20))
    assert voters("one") == 3 and not Post.objects.on(TODAY).filter(person__key="p-discipline").exists()
    assert Restriction.objects.get().kind_sealed.startswith("v1.")
    with pytest.raises(Refused, match="请勿重复登记"):
        act(office, "p-discipline", Kind.SANCTION, TODAY, until=date(2027, 11, 20))
    suspended = act(office, "p-member", Kind.SUSPEND)
    assert voters("one") == 2
    act(office, "p-member", Kind.RESTORE, TODAY)
    assert voters("one") == 3
    with pytest.raises(Refused, match="先撤销之后的办理"):
        reverse(suspended, "误记", by=office.actor("clerk"), at=NOW)


def test_a_backdated_sanction_lists_the_elections_it_touches_and_needs_a_look(office: Cast) -> None:
    Term.objects.create(
        organisation=office.organisations["one"], valid_from=DAY, elected_on=DAY, years=3, expires_on=date(2029, 11, 20), recorded_at=NOW, source="page"
    )
    wish = Wish(Kind.SANCTION, date(2026, 10, 8), until=date(2027, 10, 8))
    seen = judge([office.people["p-member"]], wish, "纪〔2026〕3号", TODAY)
    assert [(one.branch, one.on, one.what) for one in seen.touched] == [("one", DAY, "换届选举")]
    count = Entry.objects.count()
    with pytest.raises(Refused, match="2026-10-08"):
        act(office, "p-member", Kind.SANCTION, wish.on, until=wish.until)
    assert Entry.objects.count() == count and not Restriction.objects.exists()
    act(office, "p-member", Kind.SANCTION, wish.on, until=wish.until, despite=True)
    assert Restriction.objects.count() == 1


def test_several_people_at_once_have_one_entry_each_or_none_at_all(office: Cast) -> None:
    people = [office.people[key] for key in ("p-member", "p-committee")]
    deeds = do(people, Wish(Kind.MOVE, DAY, "office"), "处组〔2026〕19号", by=office.actor("clerk"), at=NOW)
    assert len({one.receipt_number for one in deeds}) == 2
    count = Entry.objects.count()
    with pytest.raises(Refused, match="欧阳海涛"):
        do([office.people["p-old"], office.people["p-new"]], Wish(Kind.END_PROBATION, DAY), "x", by=office.actor("clerk"), at=NOW,
           names={"p-old": "欧阳海涛"})
    assert Entry.objects.count() == count


@pytest.mark.parametrize("login", ["secretary", "envoy", "outsider"])
def test_only_the_clerk_acts(office: Cast, login: str) -> None:
    with pytest.raises(Denied):
        do([office.people["p-member"]], Wish(Kind.DEATH, DAY), "x", by=office.actor(login), at=NOW)
    assert not Deed.objects.exists()


def test_a_foreign_branch_is_no_place_to_move_to(office: Cast) -> None:
    with pytest.raises(Refused, match="请选择"):
        act(office, "p-member", Kind.MOVE, to="elsewhere-b")


# --- random acts and counter-acts ---


def export(known_at: object = None) -> list[tuple[object, ...]]:
    """Members of a day as known at a moment, and the rules' picture of it."""
    rows = Membership.objects.on(DAY, known_at).order_by("person__key").values_list("person__key", "organisation__key", "standing")   # type: ignore[arg-type]
    restricted = Restriction.objects.on(DAY, known_at).order_by("person__key").values_list("person__key", "valid_from")   # type: ignore[arg-type]
    seen = duty_facts.picture("committee", DAY, start=FROM, known_at=known_at)   # type: ignore[arg-type]
    return [*rows, *restricted, *[(one.key, one.facts.full, one.facts.voters, one.facts.secretaries, one.facts.probations) for one in seen.branches]]


def frozen() -> dict[tuple[str, int], tuple[object, ...]]:
    """Every fact ever recorded, without the moment of its retraction."""
    return {
        (model.__name__, row["id"]): tuple(value for name, value in sorted(row.items()) if name != "retracted_at")
        for model in MODELS for row in model._default_manager.values()
    }


MOVES = st.lists(
    st.tuples(st.sampled_from(["p-member", "p-probation", "p-two", "p-secretary"]), st.integers(0, 9), st.integers(1, 80), st.booleans()),
    min_size=1, max_size=8,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(MOVES)
def test_random_acts_overwrite_nothing_and_leave_what_was_known_as_it_was(office: Cast, moves: list[tuple[str, int, int, bool]]) -> None:
    from django.db import transaction

    clerk, done = office.actor("clerk"), 0
    point = transaction.savepoint()
    before, kept = frozen(), []
    for step, (key, choice, ago, back) in enumerate(moves):
        at = NOW + timedelta(minutes=step)
        kept.append((at - timedelta(seconds=30), export(at - timedelta(seconds=30))))
        person = Person.objects.get(key=key)
        try:
            last = Deed.objects.filter(person=person, reversed_at=None).order_by("pk").last()
            if back and last is not None:
                reverse(last, "撤", by=clerk, at=at)
            else:
                kinds = applicable(members_of([person], TODAY)[key], TODAY) or (Kind.MOVE,)
                wish = Wish(kinds[choice % len(kinds)], TODAY - timedelta(days=ago), "office" if choice % 2 else "two", date(2027, 1, 1), 6)
                wish = wish if wish.kind is Kind.MOVE else Wish(wish.kind, wish.on, "", wish.until if wish.kind is Kind.SANCTION else None, 6)
                do([person], wish, "依据", by=clerk, at=at, despite=True)
            done += 1
        except Refused:
            pass
        now = frozen()
        assert {name: now[name] for name in before} == before, "a fact was overwritten or deleted"
        before = now
        assert not recompute("committee", TODAY, at).any, "the projection is not what the facts say"
    for moment, said in kept:
        assert export(moment) == said, "what was known then has changed"
    transaction.savepoint_rollback(point)
