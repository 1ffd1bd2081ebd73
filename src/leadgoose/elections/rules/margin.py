"""Are there enough candidates? At least a fifth more than the seats, whole persons, rounded up."""

from dataclasses import dataclass

from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.verdicts import Number, Reason

_PERCENT = rule("elec-margin-20").integer("margin")


@dataclass(frozen=True, slots=True)
class Margin:
    """Whether a list has enough candidates, and how many a direct competitive election needs at least."""

    enough: bool
    least: int
    reasons: tuple[Reason, ...]


def least_candidates(seats: int) -> int:
    """Seats and a fifth of them, rounded up to whole persons: 5 seats 6, 6 seats 8."""
    return seats - (-seats * _PERCENT // 100)


def judge(seats: int, candidates: int, preselected: bool) -> Margin:
    """Whether ``candidates`` are enough for ``seats`` (at least 1).

    ``preselected``: a valid competitive pre-selection was held; then a list as long as the seats will do. The base of the
    percentage is the seats, never the candidates.
    """
    least = least_candidates(seats)
    numbers: dict[str, Number] = {"seats": seats, "candidates": candidates, "least": least, "extra": least - seats}
    if candidates >= least:
        return Margin(True, least, (Reason("elections.margin-enough", "elec-margin-20", numbers), *_rounding(seats, least)))
    if preselected and candidates >= seats:
        return Margin(True, least, (Reason("elections.margin-preselected", "elec-preselection", numbers),))
    numbers["short"] = least - candidates
    if preselected:
        numbers["short"] = seats - candidates
        return Margin(False, least, (Reason("elections.list-below-seats", "elec-preselection", numbers, met=False),))
    short = Reason("elections.margin-short", "elec-margin-20", numbers, met=False)
    return Margin(False, least, (short, *_rounding(seats, least)))


def _rounding(seats: int, least: int) -> tuple[Reason, ...]:
    """The rounding is only worth a sentence where a fifth of the seats is no whole person."""
    if seats * _PERCENT % 100 == 0:
        return ()
    return (Reason("elections.margin-rounded", "elec-margin-rounding", {"seats": seats, "extra": least - seats}),)
