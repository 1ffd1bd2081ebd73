"""The cast with everything settled, and more branches where a test counts queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from again import Again
from cast import NOW, TODAY, Cast, Part, enrol_all
from cast import cast as make_cast
from leadgoose.ground.bylaws.queries import confirmed_articles
from leadgoose.roster import consequences
from leadgoose.roster.kinds import OrgKind, PostKind, Standing
from leadgoose.roster.models import Organisation, OrganisationFact, Term


def _settled() -> Cast:
    made = make_cast()
    consequences.recompute("committee", TODAY, NOW)
    consequences.recompute("elsewhere", TODAY, NOW)
    return made


the_settled = Again(_settled)


@pytest.fixture
def settled(db: None) -> Cast:
    """What is due, written as an act of the register would write it; the process knows which articles are confirmed."""
    confirmed_articles()
    return the_settled()


@pytest.fixture
def more(settled: Cast) -> Callable[[int, int], None]:
    """Adds the branches of these numbers (first to last), each with a secretary, a probationary member and a term that is over."""

    def add(first: int, last: int) -> None:
        top = settled.organisations["committee"]
        parts: list[Part] = []
        for number in range(first, last + 1):
            key = f"more{number}"
            one = Organisation.objects.create(
                key=key, top_key="committee", parent=top, path=f"/committee/{key}/", kind=OrgKind.BRANCH, name=f"第{number}新党支部", position=50 + number
            )
            known = {"organisation": one, "recorded_at": NOW}
            OrganisationFact.objects.create(kind=one.kind, name=one.name, parent=top, valid_from=date(2026, 9, 1), source="register", **known)
            elected = date(2023, 6, 1)
            Term.objects.create(valid_from=elected, elected_on=elected, years=3, expires_on=date(2026, 6, 1), source="ledger", **known)
            settled.organisations[key] = one
            parts.append(Part(f"s-{key}", "林一", key, "女", "1980-01-01", posts=(PostKind.SECRETARY,)))
            parts.append(Part(f"q-{key}", "程二", key, "男", "1999-01-01", Standing.PROBATIONARY, joined_party="2025-11-25", full_member=""))
        enrol_all(settled, parts, 100 + 2 * first)
        consequences.recompute("committee", TODAY, NOW)

    return add
