"""A second counter, written apart from the first and in another style: definitions over sets, no sorting, no early ends.

It answers a ``vote`` line with the outcome alone, or with the codes of its refusal. It shares nothing with the program.
"""

from fractions import Fraction
from typing import Any

Answer = dict[str, Any]


def second_count(line: dict[str, Any]) -> Answer:
    """Outcome of one well-shaped ``vote`` line, or ``{"codes": {...}}``."""
    right, out, here = line["right"], line.get("excluded", 0), line["present"]
    listed, written = line["votes"], line.get("writeins", {})
    people = {
        "excluded-exceeds-right": right < out,
        "no-electors": right - out == 0,
        "present-exceeds-right": here > right,
        "present-exceeds-expected": here + out > right,
        "single-list-mismatch": bool(line.get("single")) and len(listed) != line["seats"],
    }
    if any(people.values()):
        return {"codes": {code for code, wrong in people.items() if wrong}}
    if Fraction(here, right - out) < Fraction(4, 5):
        return {"status": "no_quorum", "elected": set()}
    if line["voters"] > here:
        return {"codes": {"voters-exceed-present"}}
    if line["returned"] > line["voters"]:
        return {"status": "void", "elected": set()}
    valid = line["returned"] - line["invalid"]
    if valid < 0:
        return {"codes": {"invalid-exceeds-returned"}}
    got = {**listed, **written}
    sums = {
        "approvals-exceed-valid": any(votes > valid for votes in got.values()),
        "approvals-exceed-choices": sum(got.values()) > valid * line["seats"],
    }
    if any(sums.values()):
        return {"codes": {code for code, wrong in sums.items() if wrong}}
    return _seats(got, set(line.get("ineligible", ())), here, line["seats"])


def _seats(got: dict[str, int], barred: set[str], here: int, seats: int) -> Answer:
    """By definition: a person is in when everybody not behind them fits into the seats, out when those ahead fill them."""
    majority = {name for name, votes in got.items() if votes > Fraction(here, 2) and name not in barred}

    def ahead(name: str) -> int:
        return len({other for other in majority if got[other] > got[name]})

    def not_behind(name: str) -> int:
        return len({other for other in majority if got[other] >= got[name]})

    sure = {name for name in majority if not_behind(name) <= seats}
    lost = {name for name in majority if ahead(name) >= seats}
    tied = majority - sure - lost
    answer: Answer = {"status": "complete", "elected": sure, "need": next(n for n in range(here + 2) if 2 * n > here)}
    if lost:
        answer["majority_not_elected"] = lost
    if tied:
        answer |= {"status": "tie", "tied": tied, "tied_seats": seats - len(sure)}
    elif len(sure) < seats:
        answer |= {"status": "shortfall", "vacant": seats - len(sure)}
    return answer
