"""Which rule each line of the watch stands on: one case that calls it up and one, as near as can be, that does not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.rules.due import BranchFacts, SecretaryFacts, TermFacts, obligations

ON = date(2026, 11, 23)
LONG, FRESH = PartialDate.parse("2001-07"), PartialDate.parse("2026-01-05")
SOUND = BranchFacts(
    key="k",
    kind=OrgKind.BRANCH,
    on=ON,
    full=10,
    probationary=0,
    voters=10,
    committee=5,
    besides=3,
    seats=5,
    no_committee=False,
    secretaries=(SecretaryFacts("s", LONG),),
    term=TermFacts(date(2025, 11, 1), 3, date(2028, 11, 1), None, ""),
    set_up_on=date(2001, 7, 1),
    start_on=date(2020, 1, 1),
)
GENERAL, TEMPORARY = OrgKind.GENERAL_BRANCH, OrgKind.TEMPORARY_BRANCH
VACANT: dict[str, Any] = {"secretaries": (), "vacant_since": date(2026, 10, 1)}

CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("three full members are enough, two are not", "branch-min-members", {"full": 2}, {"full": 3}),
    ("fifty members are not too many, fifty-one are", "branch-max-members", {"full": 49, "probationary": 2}, {"full": 49, "probationary": 1}),
    (
        "seven full members have a committee, six need none",
        "branch-committee-size",
        {"full": 7, "no_committee": True},
        {"full": 6, "no_committee": True},
    ),
    (
        "a general branch has five on its committee",
        "soe-size-general-branch",
        {"kind": GENERAL, "seats": None, "committee": 4},
        {"kind": GENERAL, "seats": None, "committee": 5},
    ),
    ("an open seat is filled in time", "branch-vacancy", {"committee": 4}, {"committee": 5}),
    ("a branch without a secretary", "branch-vacancy", VACANT, {}),
    ("a temporary branch gets its secretary from above", "branch-temporary-leaders", {**VACANT, "kind": TEMPORARY}, VACANT),
    (
        "two persons recorded as secretary",
        "branch-secretary-role",
        {"secretaries": (SecretaryFacts("s", LONG), SecretaryFacts("t", LONG))},
        {"secretaries": (SecretaryFacts("s", LONG),)},
    ),
    (
        "a general branch's secretary with less than a year of standing",
        "soe-secretary-standing",
        {"kind": GENERAL, "secretaries": (SecretaryFacts("s", FRESH),)},
        {"kind": GENERAL},
    ),
    (
        "a branch's secretary with less than a year of standing",
        "branch-secretary-qualification",
        {"secretaries": (SecretaryFacts("s", FRESH),)},
        {},
    ),
    (
        "a branch set up this year has its first election before it",
        "elec-new-branch-first-election",
        {"term": None, "set_up_on": date(2026, 3, 1)},
        {"term": None, "set_up_on": date(2001, 7, 1)},
    ),
]


def ruled(known: dict[str, Any]) -> set[str]:
    """The rules of all lines that a branch with these differences from a sound one has."""
    return {one.rule for one in obligations(replace(SOUND, **known))}


@pytest.mark.parametrize(("rule", "known", "near"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_the_rule_speaks_where_it_applies_and_only_there(rule: str, known: dict[str, Any], near: dict[str, Any]) -> None:
    assert rule in ruled(known)
    assert rule not in ruled(near)
