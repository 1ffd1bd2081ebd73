"""Which role somebody has, what it asks for, and what is lacking (pure). Unknown is no gap. Docs: docs/rules/levels.md."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from leadgoose.ground.statutes.dates import add_months
from leadgoose.training.rules.competency import DIMENSIONS, Model, Role
from leadgoose.training.rules.levels import Confidence, Proven, Rulebook

ORDER = (Role.DEMONSTRATION, Role.SECRETARY, Role.NEW_SECRETARY, Role.DEPUTY, Role.MEMBER, Role.RESERVE)
"""Of several roles the first speaks."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One competency of one person: what the role asks for, what is proven (None: unknown), how many levels lack."""

    dimension: str
    target: int
    proven: Proven | None

    @property
    def size(self) -> int | None:
        """Levels lacking, 0 when reached; None while unknown."""
        return None if self.proven is None else max(0, self.target - self.proven.level)

    @property
    def confidence(self) -> Confidence | None:
        return None if self.proven is None else self.proven.confidence


def role_of(posts: Collection[str], since: date | None, marks: Collection[str], on: date, book: Rulebook) -> Role | None:
    """The role for targets; None: somebody whom the plan is not about.

    posts: codes held in the own branch (secretary, deputy_secretary, organisation …). since: in the secretary's post since this day, None:
    not known, and then no new one. marks: "demonstration", "reserve".
    """
    if "secretary" in posts:
        if "demonstration" in marks:
            return Role.DEMONSTRATION
        is_new = since is not None and on < add_months(since, book.new_secretary_months)
        return Role.NEW_SECRETARY if is_new else Role.SECRETARY
    if "deputy_secretary" in posts:
        return Role.DEPUTY
    if set(posts) & {"organisation", "publicity", "discipline", "commissioner"}:
        return Role.MEMBER
    return Role.RESERVE if "reserve" in marks else None


def gaps(model: Model, role: Role, proven: dict[str, Proven]) -> list[Gap]:
    """All competencies of a person in the model's order."""
    return [Gap(dimension, model.target(role, dimension), proven.get(dimension)) for dimension in DIMENSIONS]
