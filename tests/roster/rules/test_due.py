"""What is due, case by case: dates of section E5, exactly on the day, the day before and the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.ground.duties.rules.state import Due, State, look
from leadgoose.ground.statutes.dates import PartialDate, add_months, add_years
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.rules.due import CODES, BranchFacts, Obligation, ProbationFacts, SecretaryFacts, TermFacts, obligations

B, J, T, G, C = OrgKind.BRANCH, OrgKind.JOINT_BRANCH, OrgKind.TEMPORARY_BRANCH, OrgKind.GENERAL_BRANCH, OrgKind.COMMITTEE
START = date(2020, 1, 1)
OLD = SecretaryFacts("s", PartialDate.parse("2001-07"))


def day(text: str) -> date:
    return date.fromisoformat(text)


def term(elected: str, years: int = 3, shifted: str = "", reply: str = "") -> TermFacts:
    on = day(elected)
    return TermFacts(on, years, add_years(on, years), day(shifted) if shifted else None, reply)


def facts(on: str = "2026-11-23", kind: OrgKind = B, **known: object) -> BranchFacts:
    """A branch in order in every respect, but for what the case says."""
    whole = BranchFacts(
        key="k", kind=kind, on=day(on), full=10, probationary=0, voters=10, committee=5, besides=3, seats=5, no_committee=False,
        secretaries=(OLD,), term=term("2025-11-01"), set_up_on=day("2001-07-01"), start_on=START,
    )
    return replace(whole, **known)


def standing_now(seen: BranchFacts, start: date | None = START) -> dict[str, Due]:
    """What shows on the day of the facts, by code."""
    found = {one.code: look(one, seen.on, start) for one in obligations(seen)}
    return {code: due for code, due in found.items() if due.state not in (State.AHEAD, State.OVER)}


def one(seen: BranchFacts, code: str) -> Obligation:
    [found] = [each for each in obligations(seen) if each.code == code]
    return found


LATE, LEFT, OPEN, UNKNOWN = State.LATE, State.LEFT, State.OPEN, State.UNKNOWN

E5 = [
    # case, elected, years, expires, reminder, latest
    ("T01", "2021-06-15", 3, "2024-06-15", "2023-12-15", "2025-06-15"),
    ("T02 month end", "2021-08-31", 3, "2024-08-31", "2024-02-29", "2025-08-31"),
    ("T03 leap day", "2024-02-29", 3, "2027-02-28", "2026-08-28", "2028-02-28"),
    ("T04 committee of five years", "2020-12-01", 5, "2025-12-01", "2025-06-01", "2026-12-01"),
]


@pytest.mark.parametrize(("elected", "years", "expires", "remind", "latest"), [case[1:] for case in E5], ids=[case[0] for case in E5])
def test_dates_of_a_term(elected: str, years: int, expires: str, remind: str, latest: str) -> None:
    seen = facts(elected, term=term(elected, years))
    assert one(seen, "term_six_months").due_on == day(expires)
    assert one(seen, "term_six_months").opens_on == day(remind)
    assert one(seen, "term_remind").due_on == day(remind)
    assert one(seen, "term_expired").opens_on == day(expires) + timedelta(days=1)
    assert one(seen, "term_beyond_year").opens_on == day(latest) + timedelta(days=1)
    assert one(seen, "term_expired").numbers["limit"] == latest


TERMS = [
    # sentence, facts, what shows
    ("a fresh term owes nothing", facts(), {}),
    ("the day before the reminder's month nothing shows", facts("2026-10-09", term=term("2024-05-10")), {}),
    ("a month before the reminder is due it shows", facts("2026-10-10", term=term("2024-05-10")), {"term_remind": Due(LEFT, 31)}),
    (
        "on the day of the reminder it is due today, and the last six months begin",
        facts("2026-11-10", term=term("2024-05-10")), {"term_remind": Due(LEFT, 0), "term_six_months": Due(LEFT, 181)},
    ),
    (
        "the day after, the reminder is one day late",
        facts("2026-11-11", term=term("2024-05-10")), {"term_remind": Due(LATE, 1), "term_six_months": Due(LEFT, 180)},
    ),
    (
        "the issue's example: expires 2027-03-04, reminder due 2026-09-04, 80 days late",
        facts("2026-11-23", term=term("2024-03-04")), {"term_remind": Due(LATE, 80), "term_six_months": Due(LEFT, 101)},
    ),
    (
        "on its last day a term is not expired",
        facts("2027-05-10", term=term("2024-05-10")), {"term_remind": Due(LATE, 181), "term_six_months": Due(LEFT, 0)},
    ),
    ("from the day after it is, and no reminder helps any more", facts("2027-05-11", term=term("2024-05-10")), {"term_expired": Due(LATE, 1)}),
    ("the sketch's branch is 88 days over", facts(term=term("2023-08-27")), {"term_expired": Due(LATE, 88)}),
    ("a year after its last day it is still only expired", facts("2028-05-10", term=term("2024-05-10")), {"term_expired": Due(LATE, 366)}),
    ("the day after that it is beyond the year", facts("2028-05-11", term=term("2024-05-10")), {"term_beyond_year": Due(LATE, 367)}),
    (
        "a shift approved is waited for, and no reminder is asked",
        facts(term=term("2023-08-27", shifted="2027-03-01", reply="1号")), {"term_shifted": Due(LEFT, 98)},
    ),
    ("on the day of the shift there are 0 days left", facts("2027-03-01", term=term("2023-08-27", shifted="2027-03-01")), {"term_shifted": Due(LEFT, 0)}),
    ("the day after the shift the term is expired", facts("2027-03-02", term=term("2023-08-27", shifted="2027-03-01")), {"term_expired": Due(LATE, 1)}),
    (
        "T08 within the year: expired 2024-06-15, approved to 2025-08-01",
        facts("2025-06-15", term=term("2021-06-15", shifted="2025-08-01")), {"term_shifted": Due(LEFT, 47)},
    ),
    (
        "T08 beyond 2025-06-15: a warning although approved",
        facts("2025-06-16", term=term("2021-06-15", shifted="2025-08-01")), {"term_beyond_year": Due(LEFT, 46)},
    ),
    (
        "T08 when the approved day is past too it is late",
        facts("2025-08-02", term=term("2021-06-15", shifted="2025-08-01")), {"term_beyond_year": Due(LATE, 1)},
    ),
    (
        "a shift to exactly a year is followed at once by beyond the year",
        facts("2025-06-16", term=term("2021-06-15", shifted="2025-06-15")), {"term_beyond_year": Due(LATE, 1)},
    ),
    (
        "an earlier change approved shows its own day",
        facts("2026-11-23", term=term("2024-05-10", shifted="2026-12-20")), {"term_shifted": Due(LEFT, 27)},
    ),
    (
        "an earlier day missed leaves the term itself running",
        facts("2026-12-21", term=term("2024-05-10", shifted="2026-12-20")), {"term_six_months": Due(LEFT, 140)},
    ),
    ("a committee's own term is watched like any other", facts(kind=C, term=term("2021-11-22", 5)), {"term_expired": Due(LATE, 1)}),
    ("a committee without a term here is its superior's business", facts(kind=C, term=None), {}),
    ("a temporary branch has no term", facts(kind=T, term=None), {}),
    ("an old branch without a term: not known", facts(term=None), {"term_unknown": Due(OPEN)}),
    ("a branch without a day of setting up either: not known", facts(term=None, set_up_on=None), {"term_unknown": Due(OPEN)}),
    (
        "a new branch whose line in the ledger waits for correction: not known, not its first election",
        facts(term=None, set_up_on=day("2026-06-01"), term_waiting=1), {"term_unknown": Due(OPEN)},
    ),
    ("a branch set up since the start awaits its first election", facts(term=None, set_up_on=day("2024-01-01")), {"first_election": Due(OPEN)}),
    (
        "a branch set up a year less a day ago, before the start, awaits it too",
        facts(term=None, set_up_on=day("2025-11-24"), start_on=day("2026-11-23")), {"first_election": Due(OPEN)},
    ),
    (
        "exactly a year after setting up nobody here knows",
        facts(term=None, set_up_on=day("2025-11-23"), start_on=day("2026-11-23")), {"term_unknown": Due(OPEN)},
    ),
]


@pytest.mark.parametrize(("seen", "shows"), [case[1:] for case in TERMS], ids=[case[0] for case in TERMS])
def test_terms(seen: BranchFacts, shows: dict[str, Due]) -> None:
    assert standing_now(seen) == shows


OTHERS = [
    ("no secretary, and the ledger known: vacant", facts(secretaries=()), {"secretary_vacant": Due(OPEN)}),
    ("no secretary and nothing known of any officer or term: not known", facts(secretaries=(), committee=None, besides=None, term=None),
     {"secretary_unknown": Due(OPEN), "term_unknown": Due(OPEN)}),
    ("a secretary who left and nobody since: vacant", facts(secretaries=(), vacant_since=day("2026-09-27")), {"secretary_vacant": Due(OPEN)}),
    ("two secretaries on record: which is not known", facts(secretaries=(OLD, SecretaryFacts("t"))), {"secretary_unknown": Due(OPEN)}),
    ("the same secretary recorded twice is one", facts(secretaries=(OLD, OLD)), {}),
    ("a temporary branch needs a designated leader", facts(kind=T, secretaries=(), term=None), {"secretary_vacant": Due(OPEN)}),
    ("T05 on 2024-06-30 a full member since 2023-07-01 lacks the year",
     facts("2024-06-30", term=term("2023-07-01"), secretaries=(SecretaryFacts("s", PartialDate.parse("2023-07-01")),)), {"secretary_standing": Due(OPEN)}),
    ("T05 on 2024-07-01 the year is reached",
     facts("2024-07-01", term=term("2023-07-01"), secretaries=(SecretaryFacts("s", PartialDate.parse("2023-07-01")),)), {}),
    ("with only the month known the year is sure at the month's end",
     facts("2024-07-30", term=term("2023-07-01"), secretaries=(SecretaryFacts("s", PartialDate.parse("2023-07")),)), {"secretary_standing": Due(OPEN)}),
    ("and on that day it is reached", facts("2024-07-31", term=term("2023-07-01"), secretaries=(SecretaryFacts("s", PartialDate.parse("2023-07")),)), {}),
    ("a probationary secretary has no standing at all", facts(secretaries=(SecretaryFacts("s", None, True),)), {"secretary_standing": Due(OPEN)}),
    ("a secretary whose day of full membership is not known is not accused", facts(secretaries=(SecretaryFacts("s"),)), {}),
    ("L06 two full members of five are too few", facts(full=2, probationary=3, besides=0), {"too_few_full": Due(OPEN)}),
    ("three are enough", facts(full=3, besides=0), {}),
    ("a branch whose last member left has none", facts(full=0, besides=0), {"too_few_full": Due(OPEN)}),
    ("members not known: nothing is said of their number", facts(full=None, probationary=None, voters=None), {}),
    ("fifty members are not above fifty", facts(full=49, probationary=1), {}),
    ("fifty-one are, probationary ones included", facts(full=50, probationary=1), {"too_many": Due(OPEN)}),
    ("L07 fifty-two", facts(full=52), {"too_many": Due(OPEN)}),
    ("a temporary branch's members are counted where they belong", facts(kind=T, full=1, term=None), {}),
    ("a temporary branch is announced a month before its end", facts(kind=T, term=None, until=day("2026-12-23")), {"temporary_ending": Due(LEFT, 30)}),
    ("and not a day before that", facts(kind=T, term=None, until=day("2026-12-24")), {}),
    ("it is late from the day after", facts(kind=T, term=None, until=day("2026-11-22")), {"temporary_ending": Due(LATE, 1)}),
    ("a temporary branch whose end is not known", facts(kind=T, term=None, until=None), {}),
    ("a joint branch that was approved for a time too", facts(kind=OrgKind.JOINT_BRANCH, until=day("2026-12-23")), {"temporary_ending": Due(LEFT, 30)}),
    ("any other branch does not end by a day", facts(until=day("2026-11-22")), {}),
    ("six full members without a committee are right", facts(full=6, committee=1, besides=0, seats=None), {}),
    ("seven full members without a committee are not", facts(full=7, committee=1, besides=0, seats=None), {"committee_missing": Due(OPEN)}),
    ("six full and one probationary member make no committee", facts(full=6, probationary=1, committee=1, besides=0, seats=None), {}),
    ("seven, approved without a committee: it is due now", facts(full=7, no_committee=True, seats=None), {"committee_missing": Due(OPEN)}),
    ("nothing known of officers: nothing is said of the committee", facts(committee=None, besides=None), {}),
    ("four of five approved seats: one lacks", facts(committee=4), {"committee_below_size": Due(OPEN)}),
    ("three members, seats not known: the least that the rule allows", facts(committee=3, seats=None), {}),
    ("two members, seats not known: below it", facts(committee=2, besides=1, seats=None), {"committee_below_size": Due(OPEN)}),
    ("a committee kept by six full members is left in peace until the next term", facts(full=6, committee=2, besides=1, seats=None), {}),
    ("the ledger's secretary waits for correction: known, not vacant", facts(secretaries=(), waiting=1, awaited=1, awaited_secretary=True),
     {"secretary_unknown": Due(OPEN)}),
    ("the ledger names nobody: vacant, whatever rows wait", facts(secretaries=(), waiting=2), {"secretary_vacant": Due(OPEN)}),
    ("no ledger yet and rows wait: not known", facts(secretaries=(), waiting=2, term=None), {"secretary_unknown": Due(OPEN), "term_unknown": Due(OPEN)}),
    ("two full members and one row that waits may be three", facts(full=2, besides=0, waiting=1), {}),
    ("one full member and one row that waits are not", facts(full=1, besides=0, waiting=1), {"too_few_full": Due(OPEN)}),
    ("four of five, and one officer waits for correction: complete", facts(committee=4, awaited=1), {}),
    ("no committee member known but one waits: not missing", facts(besides=0, committee=1, awaited=4), {}),
    ("a general branch needs five", facts(kind=G, full=None, probationary=None, committee=4, seats=None), {"committee_below_size": Due(OPEN)}),
    ("a general branch with five is in order", facts(kind=G, full=None, probationary=None, committee=5, seats=None), {}),
]


@pytest.mark.parametrize(("seen", "shows"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_secretary_size_and_committee(seen: BranchFacts, shows: dict[str, Due]) -> None:
    assert standing_now(seen) == shows


PROBATION = [
    ("a month and a day before nothing shows", "2026-10-28", "2025-11-29", None),
    ("a month before the year is over it shows", "2026-10-29", "2025-11-29", Due(LEFT, 31)),
    ("the sketch's member has six days", "2026-11-23", "2025-11-29", Due(LEFT, 6)),
    ("on the day itself it is due", "2026-11-29", "2025-11-29", Due(LEFT, 0)),
    ("the day after it is overdue", "2026-11-30", "2025-11-29", Due(LATE, 1)),
    ("joined on a leap day: due on the 28th", "2025-02-28", "2024-02-29", Due(LEFT, 0)),
    ("the month only: overdue not before the month is over", "2026-11-30", "2025-11", Due(LEFT, 0)),
    ("the month only: overdue from the next", "2026-12-01", "2025-11", Due(LATE, 1)),
    ("a joining day not known: nothing can be computed", "2026-11-23", "", None),
]


@pytest.mark.parametrize(("on", "joined", "due"), [case[1:] for case in PROBATION], ids=[case[0] for case in PROBATION])
def test_probation(on: str, joined: str, due: Due | None) -> None:
    member = ProbationFacts("p", PartialDate.parse(joined) if joined else None)
    seen = facts(on, term=term(on), probations=(member,), voters=17)
    assert standing_now(seen).get("probation_ending") == due
    if due is not None:
        found = one(seen, "probation_ending")
        assert (found.person_key, found.numbers["voters"], found.numbers["then"]) == ("p", 17, 18)


class TestBeforeTheStart:
    """An act of which no trace is left here, due before the committee began to use the system, is not known; a state is shown as it is."""

    seen = facts("2026-11-23", term=term("2024-03-04"), start_on=day("2026-09-05"))

    def test_a_reminder_due_the_day_before_the_start_is_not_known(self) -> None:
        assert standing_now(self.seen, day("2026-09-05"))["term_remind"] == Due(UNKNOWN)

    def test_a_reminder_due_on_the_day_of_the_start_is_late(self) -> None:
        assert standing_now(self.seen, day("2026-09-04"))["term_remind"] == Due(LATE, 80)

    def test_an_expired_term_is_expired_whenever_the_system_began(self) -> None:
        assert standing_now(facts(term=term("2023-08-27")), day("2026-11-23")) == {"term_expired": Due(LATE, 88)}

    def test_probation_overdue_is_overdue_whenever_the_system_began(self) -> None:
        member = ProbationFacts("p", PartialDate.parse("2025-01-10"))
        assert standing_now(facts(probations=(member,)), day("2026-11-23"))["probation_ending"] == Due(LATE, 317)


def test_obligations_name_rules_that_exist_and_codes_that_are_listed() -> None:
    from leadgoose.ground.statutes.shelf import rule

    for case in (*TERMS, *OTHERS):
        for found in obligations(case[1]):
            assert rule(found.rule).id == found.rule
            assert found.code in CODES


DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
TERM_LINES = {"term_six_months", "term_expired", "term_beyond_year", "term_shifted"}


@given(DAYS, st.integers(3, 5), st.none() | st.integers(-400, 900), st.integers(-400, 2000))
def test_a_term_is_in_at_most_one_state_at_a_time_and_never_in_none_once_it_is_over(elected, years, shift, after) -> None:
    expires = add_years(elected, years)
    held = TermFacts(elected, years, expires, None if shift is None else expires + timedelta(days=shift))
    seen = BranchFacts("k", B, expires + timedelta(days=after), term=held, secretaries=(OLD,), start_on=START)
    lines = TERM_LINES & standing_now(seen).keys()
    assert len(lines) <= 1
    if after > 0 or (held.shifted_to is None and seen.on >= add_months(expires, -6)):
        assert len(lines) == 1


@given(DAYS, DAYS, st.none() | DAYS, st.none() | DAYS, st.booleans())
def test_late_is_today_minus_due_and_never_before_the_day(on, due_on, opens_on, start, standing) -> None:
    found = look(Obligation("term_remind", "elec-reminder-six-months", opens_on=opens_on, due_on=due_on, standing=standing), on, start)
    if found.state is LATE:
        assert found.days == (on - due_on).days > 0
        assert standing or start is None or due_on >= start
    if found.state is LEFT:
        assert found.days == (due_on - on).days >= 0
    if opens_on is not None and opens_on > on:
        assert found.state is State.AHEAD
