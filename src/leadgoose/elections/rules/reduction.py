"""May open seats be left open? Half or more of the electors present agree; whether the number is close a person decides."""

from leadgoose.ground.statutes.verdicts import Reason, Verdict
from leadgoose.ground.statutes.votes import Present, may_reduce_seats


def judge(seats: int, filled: int, agree: int, present: Present) -> Verdict:
    """Whether the meeting may reduce ``seats`` to the ``filled`` ones (at most ``seats``) instead of electing again."""
    verdict = may_reduce_seats(agree, present)
    numbers = {"seats": seats, "filled": filled, "open": seats - filled}
    close = Reason("elections.close-to-seats", "elec-reduce-seats", numbers)
    return Verdict(verdict.ok, (*verdict.reasons, close))
