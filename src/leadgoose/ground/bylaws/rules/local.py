"""Which numbers may a committee set for itself, and how far? Never weaker than a must; weaker than a 一般 only with a warning (pure).

A parameter is listed here when the program computes with it through `Values`, so that setting it has an effect. Weaker is what the rule's own
operator makes easier to meet: smaller for ">=", larger for "<=".
"""

from __future__ import annotations

from dataclasses import dataclass

from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.texts import Strength
from leadgoose.ground.statutes.verdicts import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Settable:
    """A parameter that a committee may set, with the bounds beyond which a number is a slip of the pen."""

    rule: str
    name: str
    least: int
    most: int


SETTABLE: tuple[Settable, ...] = (
    Settable("elec-reminder-six-months", "lead", 1, 24),
    Settable("branch-max-members", "max_members", 3, 200),
)


def find(rule_id: str, name: str) -> Settable | None:
    """The parameter, None when it is not among those that may be set."""
    return next((one for one in SETTABLE if (one.rule, one.name) == (rule_id, name)), None)


def judge(one: Settable, value: int) -> Verdict:
    """Whether the number may be set: stopped below a must or outside the bounds, warned below a 一般."""
    shipped = rule(one.rule).parameter(one.name)
    numbers = {"value": value, "shipped": rule(one.rule).integer(one.name), "least": one.least, "most": one.most}
    if not one.least <= value <= one.most:
        # a slip stops whatever the rule's strength: it is no choice
        return Verdict(False, (Reason("bylaws.local-out-of-bounds", one.rule, numbers, met=False),))
    weaker = {">=": value < numbers["shipped"], ">": value < numbers["shipped"], "<=": value > numbers["shipped"], "<": value > numbers["shipped"]}
    code = "local-weaker" if weaker.get(shipped.op or "", False) else "local-same" if value == numbers["shipped"] else "local-stricter"
    strength = rule(one.rule).strength
    if code == "local-weaker" and strength in (Strength.MAY, Strength.LOCAL):
        code = "local-other"
    return Verdict.of([Reason(f"bylaws.{code}", one.rule, numbers, met=code != "local-weaker")])
