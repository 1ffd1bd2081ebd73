"""What a stage asks for under a rule: not there, the item says so (and a must stops); there, it is met. Two cases for each rule of the table."""

from __future__ import annotations

import pytest
from test_stages import one, ready, until

from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.stages import begin, checklist
from leadgoose.ground.statutes import Strength, rule

ASKED = [
    # stage, item, rule: what is written when it is kept, when it is not
    ("request", "item-request-in-time", "elec-request-lead-time", "the request goes out in time", "the request is late"),
    ("initial", "item-opinion-of-most", "elec-nomination-branch", "the opinion of the members is asked", "nobody asked the members"),
    ("roll-call", "item-chair-in-order", "elec-host-member-meeting", "the committee chairs, as is said", "it is not said who chairs"),
    ("method", "item-method-passed", "elec-method-adopted", "the method is passed before the ballots", "the method is not passed"),
    ("scrutineers", "item-groups-apart", "elec-teller", "counters are chosen and stand for nothing", "counters are not chosen"),
    ("ballots", "item-candidates-introduced", "elec-introduce-candidates", "candidates are introduced", "candidates are not introduced"),
    ("voted", "item-nobody-by-proxy", "elec-no-proxy-vote", "nobody votes for another, as is said", "it is not said that nobody votes for another"),
    ("announced", "item-scrutineer-reported", "elec-announce", "an announcement is asked for and given", "the scrutineer has not reported"),
    ("result-report", "item-report-in-time", "elec-report-deadline", "the report goes out within its days", "the report is late"),
]
STAGES = [
    # a stage that comes after another, whose own rule it names
    ("exclusions", "before-notice", "elec-right-to-know-and-refuse", "objections are answered before the notice is over", "nothing was made public"),
    ("result-report", "before-first-meeting", "elec-secretary-by-committee", "the committee elects its secretary", "the committee has not met"),
]
KIND = "branch-committee"


def before(stage: str) -> str:
    keys = [step.key for step in path(KIND, frozenset())]
    return keys[keys.index(stage) - 1]


@pytest.mark.parametrize(("stage", "item", "key", "there"), [
    *(pytest.param(*row[:3], True, id=row[3]) for row in ASKED), *(pytest.param(*row[:3], False, id=row[4]) for row in ASKED),
])
def test_an_item_is_met_or_named(stage: str, item: str, key: str, there: bool) -> None:
    facts = until(KIND, before(stage))
    facts = ready(facts, stage) if there else facts
    (found,) = [asked for asked in checklist(stage, facts) if asked.code == f"elections.{item}"]
    assert (found.rule, found.met) == (key, there)
    assert found.stops is (not there and rule(key).strength is Strength.MUST)
    assert there is False or one(facts, stage).open


@pytest.mark.parametrize(("stage", "item", "key", "there"), [
    *(pytest.param(*row[:3], True, id=row[3]) for row in STAGES), *(pytest.param(*row[:3], False, id=row[4]) for row in STAGES),
])
def test_a_stage_before_is_done_or_named(stage: str, item: str, key: str, there: bool) -> None:
    facts = until(KIND, item.removeprefix("before-")) if there else begin(KIND)
    (found,) = [asked for asked in checklist(stage, facts) if asked.code == f"elections.{item}"]
    assert (found.rule, found.met) == (key, there)
