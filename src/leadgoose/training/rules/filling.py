"""Course texts and questions with the statutes' own values filled in, so that a number in a text cannot drift from its rule.

A place is ``{rule:parameter}``, alone or with what is made of the value:

    {elec-quorum-four-fifths:fraction}                五分之四
    {elec-quorum-four-fifths:fraction of 18}          15: the least number of 18 that satisfies the rule (the most, where the rule is an upper bound)
    {elec-margin-20:margin over 5}                    6: 5 and what 20 percent of 5 adds, whole persons
    {edu-secretary-56:hours minus 44}                 12; `plus` and `times` likewise
    {term-branch:term after 2023-06-15}               2026年6月15日; `before` likewise

A citation is ``[rule]``. Whatever names no rule or no parameter is an error, so a text with a typing mistake is never shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from leadgoose.ground.statutes import Parameter, Rule, load
from leadgoose.ground.statutes.dates import add_months

PLACE = re.compile(r"\{([a-z0-9-]+):([a-z_0-9]+)(?: (of|over|minus|plus|times|after|before) ([0-9-]+))?\}")
CITATION = re.compile(r"\[([a-z0-9]+(?:-[a-z0-9]+)+)\]")
_NUMERALS = "零一二三四五六七八九"


class Unfillable(ValueError):
    """A place that names no shipped rule, no parameter of it, or something that cannot be made of its value."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(place)


@dataclass(frozen=True, slots=True)
class Used:
    """A value that a text depends on."""

    rule: str
    parameter: str


def fill(text: str, rules: Mapping[str, Rule] | None = None) -> str:
    """The text with every place filled; raises Unfillable. rules: the shipped ones unless given."""
    known = load().rules if rules is None else rules
    filled = PLACE.sub(lambda found: _worth(found, known), text)
    left = re.search(r"[{}]", filled)
    if left:
        raise Unfillable(filled[left.start():left.start() + 60])
    return filled


def used(text: str) -> Iterator[Used]:
    """The values that a text's places depend on, in order, repeated where the text repeats them."""
    for found in PLACE.finditer(text):
        yield Used(found[1], found[2])


def cited_in(text: str) -> list[str]:
    """The rules that a text cites or takes values from, each once, in order of appearance."""
    places = [(found.start(), found[1]) for pattern in (PLACE, CITATION) for found in pattern.finditer(text)]
    return list(dict.fromkeys(rule for _, rule in sorted(places)))


def mark_citations(text: str, number: Callable[[str], str]) -> str:
    """The text with each citation replaced by what `number` makes of its rule id."""
    return CITATION.sub(lambda found: number(found[1]), text)


def in_words(parameter: Parameter) -> str:
    """A value as texts write it: 五分之四, 半数, 32; ValueError for one that is itself a text ("ceil(seats/5)")."""
    value = parameter.value
    if isinstance(value, Fraction):
        return "半数" if value == Fraction(1, 2) else f"{_numeral(value.denominator)}分之{_numeral(value.numerator)}"
    if isinstance(value, int | Decimal):
        return str(value)
    raise ValueError(f"{parameter.name} is no number: {value!r}")


def _worth(found: re.Match[str], rules: Mapping[str, Rule]) -> str:
    key, name, verb, operand = found.groups()
    try:
        parameter = rules[key].parameter(name)
        return _made(parameter, verb, operand) if verb else in_words(parameter)
    except (KeyError, ValueError, TypeError) as error:
        raise Unfillable(found[0]) from error


def _made(parameter: Parameter, verb: str, operand: str) -> str:
    if verb in ("after", "before"):
        return _day(parameter, date.fromisoformat(operand), 1 if verb == "after" else -1)
    number = int(operand)
    if verb == "of":
        return str(bound(parameter, number))
    if verb == "over":
        return str(number + bound(parameter, number))
    value = parameter.value
    if not isinstance(value, int):
        raise TypeError(f"{parameter.name} is no whole number")
    return str({"minus": value - number, "plus": value + number, "times": value * number}[verb])


def bound(parameter: Parameter, base: int) -> int:
    """The number of persons at which a share of `base` satisfies its rule: the least for >= and >, the most for <= and <.

    A share is a Fraction, or a whole number whose unit says percent.
    """
    share = Fraction(parameter.value, 100) if isinstance(parameter.value, int) and parameter.unit.startswith("percent") else parameter.value
    if not isinstance(share, Fraction):
        raise TypeError(f"{parameter.name} is no share")
    whole, rest = divmod(share.numerator * base, share.denominator)
    match parameter.op:
        case ">=":
            return whole + (rest > 0)
        case ">":
            return whole + 1
        case "<=":
            return whole
        case "<":
            return whole if rest else whole - 1
    raise ValueError(f"{parameter.name} is no bound")


def _day(parameter: Parameter, day: date, sign: int) -> str:
    value = parameter.value
    if not isinstance(value, int) or parameter.unit not in ("months", "years"):
        raise TypeError(f"{parameter.name} is no span of months or years")
    there = add_months(day, sign * value * (12 if parameter.unit == "years" else 1))
    return f"{there.year}年{there.month}月{there.day}日"


def _numeral(number: int) -> str:
    if not 1 <= number <= 10:
        raise ValueError(f"no numeral for {number}")
    return "十" if number == 10 else _NUMERALS[number]
