"""Setting a number for a committee: rows, journal, refusals, what is due afterwards, pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.bylaws.actions import Refusals, set_local
from leadgoose.ground.bylaws.models import LocalValue
from leadgoose.ground.bylaws.queries import values_of
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.consequences import recompute

pytestmark = pytest.mark.django_db
RULE, NAME = "elec-reminder-six-months", "lead"
PAGE = "/o/committee/committee/values/"
DAY, LATER = timedelta(days=1), NOW + timedelta(hours=1)


def lead(cast: Cast, text: str, day: date = TODAY, at=NOW, basis: str = "党委会 2026-11-20"):
    return set_local("committee", RULE, NAME, text, day, basis, by=cast.actor("clerk"), at=at)


def holds(day: date, known_at=None) -> int:
    return values_of("committee", day, known_at).integer(RULE, NAME)


def test_what_was_set_holds_from_its_day_and_is_journaled_with_its_basis_sealed(cast: Cast) -> None:
    receipt = lead(cast, "8")
    assert (holds(TODAY - DAY), holds(TODAY)) == (6, 8)
    entry = Entry.objects.get(act="LocalValueSet")
    assert (entry.number, entry.facts) == (receipt.number, {"rule": RULE, "name": NAME, "value": 8, "shipped": 6})
    assert set(entry.sealed["committee"]) == {"basis"}


def test_the_past_stays_as_it_was_known(cast: Cast) -> None:
    lead(cast, "8")
    lead(cast, "9", at=LATER)                               # a correction of the same day
    lead(cast, "", TODAY + DAY, at=LATER)                   # back to the rule from tomorrow
    assert (holds(TODAY), holds(TODAY + DAY)) == (9, 6)
    assert holds(TODAY, NOW) == 8
    assert LocalValue.objects.count() == 3


@pytest.mark.parametrize(("text", "day", "basis", "fields"), [
    ("0", TODAY, "依据", {"value"}),
    ("25", TODAY, "依据", {"value"}),
    ("六", TODAY, "依据", {"value"}),
    ("8", TODAY, " ", {"basis"}),
    ("8", TODAY, "字" * 201, {"basis"}),
    ("8", date(1989, 12, 31), "依据", {"valid_from"}),
    ("8", date(2027, 11, 24), "依据", {"valid_from"}),
    ("99", date(2027, 11, 24), "", {"value", "valid_from", "basis"}),
])
def test_refusals_store_nothing(cast: Cast, text: str, day: date, basis: str, fields: set[str]) -> None:
    with pytest.raises(Refusals) as refused:
        lead(cast, text, day, basis=basis)
    assert set(refused.value.fields) == fields
    assert not LocalValue.objects.exists() and not Entry.objects.exists()


def test_only_the_committees_clerk_sets_and_only_what_may_be_set(cast: Cast) -> None:
    for login in ("secretary", "outsider", "reader"):
        with pytest.raises(Denied):
            set_local("committee", RULE, NAME, "8", TODAY, "依据", by=cast.actor(login), at=NOW)
    with pytest.raises(KeyError):
        set_local("committee", "elec-quorum-four-fifths", "fraction", "8", TODAY, "依据", by=cast.actor("clerk"), at=NOW)


def test_what_is_due_is_computed_anew(cast: Cast) -> None:
    recompute("committee", TODAY, NOW)
    before = Duty.objects.get(org_key="general", code="term_remind", closed_at=None).due_on      # expires 2028-01-15
    response = cast.client("clerk").post(f"{PAGE}{RULE}/{NAME}/", {"value": "14", "valid_from": TODAY.isoformat(), "basis": "党委会 2026-11-20"})
    assert response.status_code == 302
    after = Duty.objects.get(org_key="general", code="term_remind", closed_at=None)
    assert (before, after.due_on, after.numbers["lead"]) == (date(2027, 7, 15), date(2026, 11, 15), 14)
    page = cast.client("clerk").get(PAGE).content.decode()
    assert "规定为 6，本委定为 14，比规定严。" in page and "党委会 2026-11-20" in page
    assert "14" in cast.client("secretary").get(f"/rules/{RULE}/").content.decode()
    assert "党委会 2026-11-20" not in cast.client("outsider").get(f"/rules/{RULE}/").content.decode()


def test_a_wrong_number_loses_nothing_that_was_typed(cast: Cast) -> None:
    response = cast.client("clerk").post(f"{PAGE}{RULE}/{NAME}/", {"value": "60", "valid_from": "2026-12-01", "basis": "党委会"})
    page = response.content.decode()
    assert response.status_code == 422 and "请填 1 至 24 的整数。" in page
    assert 'value="60"' in page and 'value="2026-12-01"' in page and 'value="党委会"' in page


def test_a_reader_sees_no_form(cast: Cast) -> None:
    page = cast.client("reader").get(PAGE).content.decode()
    assert f"/values/{RULE}/" not in page and "elec-reminder-six-months" in page
