"""Whom the count elected: the only place from which the announcement takes anybody."""

from __future__ import annotations

from dataclasses import dataclass

from leadgoose.elections.models import Election, Step


@dataclass(frozen=True, slots=True)
class Elected:
    """Person keys of those elected, the committee in the order of the result. complete: the count, or a reduction, filled all seats.

    secretary, deputies: of a branch without a committee, elected by the members' meeting; the others' are elected in the committee.
    """

    committee: tuple[str, ...] = ()
    secretary: str | None = None
    deputies: tuple[str, ...] = ()
    complete: bool = False

    @property
    def everybody(self) -> tuple[str, ...]:
        leaders = (*((self.secretary,) if self.secretary else ()), *self.deputies)
        return tuple(dict.fromkeys((*leaders, *self.committee)))


def elected_of(election: Election) -> Elected:
    """The outcome of the present count; nobody while there is none. One query."""
    row = Step.objects.filter(election=election, key="counted", sort=Step.Sort.STAGE, taken_by=None).first()
    if row is None or row.on is None:
        return Elected()
    reduced = row.outcome == "shortfall" and Step.objects.filter(election=election, key="fewer-seats", taken_by=None).exists()
    told = row.told
    return Elected(
        tuple(told.get("elected", ())), told.get("secretary") or None, tuple(told.get("deputies", ())), row.outcome == "complete" or reduced,
    )
