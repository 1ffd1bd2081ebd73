"""An instance or a plan from JSON. The first fault is told with its JSON path and a code; nothing is guessed. Format: docs/rules/planner.md."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from leadgoose.training.rules.instance import SCALE, Instance, Person, Place, Session, Unit

KINDS = ("class", "meeting", "theme_activity", "coaching", "exercise", "secondment")
MOST = 10**9
"""No amount is larger: the solver's numbers would no longer be exact."""

T = TypeVar("T")


class Fault(Exception):
    """One thing that cannot be read: a code, the JSON path, and values for the sentence."""

    def __init__(self, code: str, path: str, **numbers: object) -> None:
        super().__init__(code, path)
        self.code, self.path, self.numbers = code, path, numbers


def parsed(data: bytes) -> Any:
    """JSON; a key that stands twice, NaN and numbers of absurd length are faults."""
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_exact)
    except Fault:
        raise
    except (ValueError, RecursionError) as error:
        raise Fault("not-json", "$") from error


def instance(data: Any) -> Instance:
    """The instance in hundredths; raises Fault for the first thing wrong, in the order of the format."""
    top = _Object(data, "$")
    found = Instance(
        year=top.whole("year", least=1, most=9998),
        budget=top.amount("budget"),
        units=tuple(_unit(one) for one in top.rows("units")),
        people=tuple(_person(one) for one in top.rows("people")),
        sessions=tuple(_session(one) for one in top.rows("sessions")),
    )
    _unique("units", [one.id for one in found.units])
    _unique("people", [one.id for one in found.people])
    _unique("sessions", [one.id for one in found.sessions])
    for number, person in enumerate(found.people):
        if person.unit not in found.unit:
            raise Fault("unknown-unit", f"$.people[{number}].unit", unit=person.unit)
    return found


def old_places(data: Any) -> frozenset[Place]:
    """The places of a plan that this program wrote."""
    return frozenset((one.text("person"), one.text("session")) for one in _Object(data, "$").rows("attend"))


def _unit(one: _Object) -> Unit:
    return Unit(one.text("id"), one.whole("max_away"), tuple(_peak(peak) for peak in one.rows("peaks", needed=False)))


def _peak(one: _Object) -> tuple[date, date, int]:
    first, last = one.day("first"), one.day("last")
    if last < first:
        raise Fault("end-before-start", f"{one.path}.last", start=first, end=last)
    return first, last, one.whole("max_away")


def _person(one: _Object) -> Person:
    gaps = one.table("gaps", lambda value, path: _whole(value, path))
    weights = one.table("weights", lambda value, path: _amount(value, path, 2))
    return Person(
        id=one.text("id"),
        unit=one.text("unit"),
        required_hours=one.amount("required_hours", 0),
        max_hours=one.amount("max_hours") if one.get("max_hours") is not None else None,
        needs_concentrated=one.flag("needs_concentrated"),
        induction_due=one.day("induction_due") if one.get("induction_due") is not None else None,
        away=tuple(one.spans("away")),
        gaps=gaps,
        weights=weights,
    )


def _session(one: _Object) -> Session:
    kind = one.text("kind")
    if kind not in KINDS:
        raise Fault("unknown-kind", f"{one.path}.kind", kind=kind)
    start, end = one.day("start"), one.day("end")
    if end < start:
        raise Fault("end-before-start", f"{one.path}.end", start=start, end=end)
    fewest, seats = one.whole("min_seats", 0), one.whole("seats")
    if seats < fewest:
        raise Fault("seats-below-min", f"{one.path}.seats", seats=seats, min_seats=fewest)
    return Session(
        id=one.text("id"), course=one.text("course"), kind=kind, start=start, end=end, hours=one.amount("hours"), min_seats=fewest, seats=seats,
        concentrated=one.flag("concentrated"), induction=one.flag("induction"), fixed_cost=one.amount("fixed_cost", 0),
        cost_per_person=one.amount("cost_per_person", 0), gains=one.table("gains", lambda value, path: _whole(value, path)),
    )


_NEEDED = object()


class _Object:
    """A JSON object that knows where it stands."""

    def __init__(self, data: Any, path: str) -> None:
        if not isinstance(data, dict):
            raise Fault("not-object", path)
        self.data, self.path = data, path

    def get(self, key: str, default: Any = None) -> Any:
        value = self.data.get(key, default)
        if value is _NEEDED:
            raise Fault("missing", f"{self.path}.{key}")
        return value

    def text(self, key: str) -> str:
        value = self.get(key, _NEEDED)
        if not isinstance(value, str) or not value:
            raise Fault("not-text", f"{self.path}.{key}")
        return value

    def whole(self, key: str, default: Any = _NEEDED, least: int = 0, most: int = MOST) -> int:
        value = _whole(self.get(key, default), f"{self.path}.{key}")
        if not least <= value <= most:
            raise Fault("out-of-range", f"{self.path}.{key}", least=least, most=most)
        return value

    def amount(self, key: str, default: Any = _NEEDED) -> int:
        return _amount(self.get(key, default), f"{self.path}.{key}", 2)

    def flag(self, key: str) -> bool:
        value = self.get(key, False)
        if not isinstance(value, bool):
            raise Fault("not-flag", f"{self.path}.{key}")
        return value

    def day(self, key: str) -> date:
        return _day(self.get(key, _NEEDED), f"{self.path}.{key}")

    def spans(self, key: str) -> Iterator[tuple[date, date]]:
        for number, pair in enumerate(_list(self.get(key, []), f"{self.path}.{key}")):
            path = f"{self.path}.{key}[{number}]"
            if not isinstance(pair, list) or len(pair) != 2:
                raise Fault("not-span", path)
            start, end = _day(pair[0], f"{path}[0]"), _day(pair[1], f"{path}[1]")
            if end < start:
                raise Fault("end-before-start", f"{path}[1]", start=start, end=end)
            yield start, end

    def table(self, key: str, read: Callable[[Any, str], T]) -> Mapping[str, T]:
        inner = _Object(self.get(key, {}), f"{self.path}.{key}")
        return {name: read(value, f"{inner.path}.{name}") for name, value in inner.data.items()}

    def rows(self, key: str, needed: bool = True) -> list[_Object]:
        path = f"{self.path}.{key}"
        return [_Object(one, f"{path}[{number}]") for number, one in enumerate(_list(self.get(key, _NEEDED if needed else []), path))]


def _list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise Fault("not-list", path)
    return value


def _whole(value: Any, path: str) -> int:
    found = _amount(value, path, 0)
    return found


def _amount(value: Any, path: str, decimals: int) -> int:
    """A number that is not negative, with at most so many decimals, in units of the last of them."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise Fault("not-number", path)
    if value < 0:
        raise Fault("negative", path)
    scaled = Fraction(value) * (SCALE if decimals else 1)
    if scaled.denominator != 1:
        raise Fault("too-many-decimals", path, decimals=decimals) if decimals else Fault("not-whole", path)
    if value > MOST:
        raise Fault("too-large", path, most=MOST)
    return int(scaled)


def _day(value: Any, path: str) -> date:
    """A day as YYYY-MM-DD and no other way of writing it."""
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Fault("not-day", path)


def _exact(text: str) -> Fraction:
    """A decimal as it was written: 0.1 is a tenth. An exponent of millions would eat the memory."""
    if not math.isfinite(float(text)):
        raise ValueError(text)
    mantissa, _, power = text.lower().partition("e")
    if power and abs(int(power)) > 30:
        raise ValueError(text)
    return Fraction(text) if len(mantissa) < 60 else Fraction(float(text))


def _no_constant(text: str) -> None:
    raise ValueError(text)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Fault("duplicate-key", "$", key=next(name for name in names if names.count(name) > 1))
    return found


def _unique(where: str, keys: Sequence[str]) -> None:
    seen: set[str] = set()
    for number, key in enumerate(keys):
        if key in seen:
            raise Fault("duplicate-id", f"$.{where}[{number}].id", id=key)
        seen.add(key)
