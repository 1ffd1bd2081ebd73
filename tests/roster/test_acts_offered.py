"""The page of a person offers the acts that the act itself would find applicable."""

from __future__ import annotations

from datetime import date

import pytest

from cast import RECORDED, TODAY, Cast
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import RestrictionKind
from leadgoose.roster.models import Restriction
from leadgoose.roster.queries.acts import member_in, members_of
from leadgoose.roster.queries.person import life
from leadgoose.roster.rules.acts import applicable


@pytest.mark.parametrize("restricted", [None, RestrictionKind.SUSPENDED, RestrictionKind.PROBATION_IN_PARTY])
def test_what_a_page_knows_is_what_the_act_reads(cast: Cast, restricted: RestrictionKind | None) -> None:
    if restricted is not None:
        Restriction.objects.create(
            person=cast.people["p-member"], kind_sealed=seal("p-member", RESTRICTION, restricted), valid_from=date(2026, 10, 1),
            recorded_at=RECORDED, source="page",
        )
    read = members_of(cast.people.values(), TODAY)
    offered = {}
    for key, person in cast.people.items():
        shown = member_in(person, life(person, TODAY, opened=True), TODAY)
        assert (shown.branch, shown.standing, shown.joined, shown.extended) == (read[key].branch, read[key].standing, read[key].joined, read[key].extended)
        offered[key] = applicable(shown, TODAY)
        assert offered[key] == applicable(read[key], TODAY)
    assert len(set(offered.values())) == (2 if restricted is None else 3)
