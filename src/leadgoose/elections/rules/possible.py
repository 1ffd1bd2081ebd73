"""Can these numbers be true? Codes of refusal, before anything is judged.

Stages 2 to 4 of ``docs/rules/count.md``: people first, then voters against the declared number present, then ballots. Each
function returns all codes of its stage, in the order of the format, and nothing when the numbers are possible.
"""

from collections.abc import Mapping

Codes = tuple[str, ...]


def electors(right: int, excluded: int, present: int) -> Codes:
    """Holders of the right, approved exclusions and those present against each other."""
    return _codes(
        ("excluded-exceeds-right", excluded > right),
        ("no-electors", excluded == right),
        ("present-exceeds-right", present > right),
        ("present-exceeds-expected", present > right - excluded),
    )


def single_list(single: bool, candidates: int, seats: int) -> Codes:
    """One list means as many candidates as posts."""
    return _codes(("single-list-mismatch", single and candidates != seats))


def reduction(seats: int, filled: int, present: int, agree: int) -> Codes:
    """Those who agree against those present, and the seats filled against the seats."""
    return _codes(("agree-exceeds-present", agree > present), ("filled-exceeds-seats", filled > seats))


def favour(favour: int, present: int) -> Codes:
    """Nobody approves a resolution who is not in the room."""
    return _codes(("favour-exceeds-present", favour > present))


def voters(voters: int, present: int) -> Codes:
    """Nobody votes who was not declared present."""
    return _codes(("voters-exceed-present", voters > present))


def sheet(returned: int, invalid: int, seats: int, approvals: Mapping[str, int]) -> Codes:
    """The sums of a tally sheet against the ballots: write-ins and persons without the right to stand included.

    Where more ballots are invalid than were returned there is no number of valid ones to hold the sums against.
    """
    valid = returned - invalid
    if valid < 0:
        return ("invalid-exceeds-returned",)
    return _codes(
        ("approvals-exceed-valid", max(approvals.values(), default=0) > valid),
        ("approvals-exceed-choices", sum(approvals.values()) > valid * seats),
    )


def _codes(*checks: tuple[str, bool]) -> Codes:
    return tuple(code for code, failed in checks if failed)
