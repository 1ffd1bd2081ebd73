"""The demonstration of a small committee: what it has too few members for is left out."""

from __future__ import annotations

import pytest

from cast import NOW, TODAY, Cast, Part, enrol_all
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.site.demo import register

pytestmark = pytest.mark.django_db
NUMERALS = "一二三四五六七八九"


def test_a_committee_of_three_branches_is_filled_without_a_temporary_branch(cast: Cast) -> None:
    """Its members would come from the fourth branch on."""
    top = cast.organisations["committee"]
    branches = Organisation.objects.filter(top_key=top.key, kind=OrgKind.BRANCH)
    assert branches.count() == 3
    for place, branch in enumerate(branches):
        people = [Part(f"p-{place}-{one}", f"王{NUMERALS[one]}{NUMERALS[place]}", branch.key, "男", f"1980-0{one + 1}-01") for one in range(register.LEAST)]
        enrol_all(cast, people, 40 + 10 * place)
    branches.update(full=register.LEAST)
    register.fill(top, TODAY, cast.actor("clerk"), NOW)
    kinds = set(Organisation.objects.filter(top_key=top.key).values_list("kind", flat=True))
    assert OrgKind.GROUP in kinds and OrgKind.TEMPORARY_BRANCH not in kinds
