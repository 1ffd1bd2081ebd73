"""The numbers that hold for one committee: the shipped ones, but for those that it set itself (pure).

A pure rule that computes with a number which a committee may set takes `values: Values = SHIPPED` and asks it instead of the shelf:

    most = values.integer("branch-max-members", "max_members")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadgoose.ground.statutes.shelf import rule


@dataclass(frozen=True, slots=True)
class Values:
    """Local whole numbers by (rule id, parameter); what is not among them is as shipped."""

    local: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def integer(self, rule_id: str, name: str) -> int:
        """The number that holds; KeyError or TypeError as `Rule.integer`."""
        found = self.local.get((rule_id, name))
        return rule(rule_id).integer(name) if found is None else found


SHIPPED = Values()
