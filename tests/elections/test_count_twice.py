"""The counter against a second, independent one: 100,000 random elections, and the same over hypothesis's odd corners."""

import json
import random
from typing import Any

from second_counter import second_count

from leadgoose.elections import count

NAMES = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]
ELECTIONS = 100_000


def random_election(dice: random.Random) -> dict[str, Any]:
    """One election of 3 to 40 electors from single ballots, so that sums are possible; one in eight is then spoilt."""
    right = dice.choice((dice.randint(3, 12), dice.randint(3, 40)))
    excluded = dice.choice((0, 0, 0, dice.randint(0, 3)))
    expected = max(1, right - excluded)
    present = dice.choice((expected, dice.randint(expected * 4 // 5, expected), dice.randint(expected * 3 // 4, expected)))
    seats = dice.randint(1, 5)
    voters = dice.choice((present, present, present, dice.randint(0, present)))
    returned = dice.choice((voters, voters, voters, voters, voters, voters, voters + 1, dice.randint(0, voters)))
    invalid = dice.choice((0, 0, dice.randint(0, min(3, returned))))
    names = NAMES[: dice.randint(1, seats + 3)]
    alike = dice.choice((None, 0.6, 0.8, 1.0))  # candidates equally liked make the ties
    lean = [dice.uniform(0.3, 1) if alike is None else alike for _ in names]
    got = dict.fromkeys(names, 0)
    for _ in range(returned - invalid):
        ballot = [name for name, leaning in zip(names, lean, strict=True) if dice.random() < leaning]
        for name in ballot if len(ballot) <= seats else dice.sample(ballot, seats):
            got[name] += 1
    cut = dice.randint(1, len(names))
    line: dict[str, Any] = {
        "kind": "vote",
        "right": right,
        "excluded": excluded,
        "present": present,
        "voters": voters,
        "returned": returned,
        "invalid": invalid,
        "seats": seats,
        "votes": {name: got[name] for name in names[:cut]},
        "writeins": {name: got[name] for name in names[cut:]},
        "ineligible": [name for name in names if dice.random() < 0.05],
        "single": cut == seats and dice.random() < 0.5,
    }
    if dice.random() < 0.125:
        line[dice.choice(("right", "excluded", "present", "voters", "returned", "invalid"))] += dice.randint(1, 9)
    if dice.random() < 0.05:
        line["votes"][names[0]] += dice.randint(1, 30)
    return line


def told(line: dict[str, Any]) -> dict[str, Any]:
    """The program's answer with lists as sets, as the second counter gives it."""
    answer = count.answer_line(json.dumps(line, ensure_ascii=False).encode(), "en")
    if "error" in answer:
        return {"codes": set(answer["error"]["codes"])}
    return {key: set(value) if isinstance(value, tuple) else value for key, value in answer["outcome"].items()}


def test_two_counters_agree_on_a_hundred_thousand_random_elections() -> None:
    dice, seen = random.Random(20261123), dict.fromkeys(("complete", "tie", "shortfall", "void", "no_quorum", "codes"), 0)
    for _ in range(ELECTIONS):
        line = random_election(dice)
        first, second = told(line), second_count(line)
        assert first == second, line
        seen["codes" if "codes" in first else first["status"]] += 1
    assert min(seen.values()) > ELECTIONS // 200, f"some outcome hardly occurs, so the comparison says little: {seen}"
