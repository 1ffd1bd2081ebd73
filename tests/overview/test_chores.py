"""The nightly comparison: quiet when nothing drifted, exact when something did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.duties.models import Duty
from leadgoose.overview.chores import recompute_all
from leadgoose.roster.models import Membership, Organisation, Present

pytestmark = pytest.mark.django_db


def test_a_settled_committee_has_no_differences(settled: Cast) -> None:
    report = recompute_all(TODAY, NOW)
    assert not report.any
    assert sorted(report.differences) == ["committee", "elsewhere"]


def test_rows_that_drifted_are_mended_and_counted(settled: Cast) -> None:
    Present.objects.filter(person__key="p-member").update(name="写错", can_vote=False)
    Present.objects.filter(person__key="p-two").delete()
    Organisation.objects.filter(key="office").update(name="写错")
    Duty.objects.filter(code="term_expired", org_key="one").delete()
    Duty.objects.create(top_key="committee", org_key="one", code="too_many", rule="branch-max-members", opens_on=TODAY, opened_at=NOW)
    found = recompute_all(TODAY, NOW).differences["committee"]
    assert (found.present.changed, found.present.added, found.present.removed, found.organisations) == (1, 1, 0, 1)
    assert (found.duties.opened, found.duties.closed) == (1, 1)
    assert Present.objects.get(person__key="p-member").name == "查晓明"
    assert not recompute_all(TODAY, NOW).any


def test_a_day_passing_opens_and_closes_nothing_by_itself(settled: Cast) -> None:
    for days in (1, 40, 170):
        assert not recompute_all(TODAY + timedelta(days=days), NOW).differences["committee"].duties.opened


def test_a_fact_that_begins_tomorrow_is_seen_tomorrow(settled: Cast) -> None:
    member = settled.people["p-two"]
    Membership.objects.filter(person=member).update(valid_to=TODAY + timedelta(days=1))
    assert not recompute_all(TODAY, NOW).any
    found = recompute_all(TODAY + timedelta(days=1), NOW).differences["committee"]
    assert found.present.removed == 1
    assert Duty.objects.filter(org_key="two", code="too_few_full", closed_at=None).count() == 1


def test_the_report_says_in_lines_what_it_did(settled: Cast) -> None:
    assert recompute_all(TODAY, NOW).lines()[0].startswith("committee: duties opened 0, closed 0, changed 0, equal ")
