"""Has this object the shape that the format asks for? Stage 1 of ``docs/rules/count.md``, before any number is compared.

Works on what a JSON parser returns, so on plain objects; it imports nothing of JSON itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CODES = (
    "not-json",
    "unknown-kind",
    "missing-field",
    "wrong-type",
    "not-an-integer",
    "negative-number",
    "seats-not-positive",
    "duplicate-name",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """The keys of one kind of input, by what stands in them."""

    numbers: tuple[str, ...]
    may_number: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    may_approvals: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    may_flags: tuple[str, ...] = ()
    may_names: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    "quorum": Kind(numbers=("right", "present"), may_number=("excluded", "others")),
    "margin": Kind(numbers=("seats", "cands"), flags=("pre",)),
    "vote": Kind(
        numbers=("right", "present", "voters", "returned", "invalid", "seats"),
        may_number=("excluded", "others", "issued"),
        approvals=("votes",),
        may_approvals=("writeins",),
        may_flags=("single",),
        may_names=("ineligible",),
    ),
    "revote": Kind(numbers=("present", "voters", "returned", "seats"), approvals=("votes",)),
    "reduce": Kind(numbers=("seats", "filled", "present", "agree")),
    "decision": Kind(numbers=("right", "present", "favour")),
}

_ABSENT = object()


def faults(data: Mapping[str, Any]) -> tuple[str, ...]:
    """All codes of the first stage for one parsed object, in the order of the format; empty when the shape is right."""
    kind = data.get("kind")
    keys = KINDS.get(kind) if isinstance(kind, str) else None
    if keys is None:
        return ("unknown-kind",)
    found: set[str] = set()
    for key in keys.numbers:
        _number(key, data.get(key, _ABSENT), found)
    for key in keys.may_number:
        if key in data:
            _number(key, data[key], found)
    for key in keys.approvals:
        _approvals(data.get(key, _ABSENT), found)
    for key in keys.may_approvals:
        if key in data:
            _approvals(data[key], found)
            if not found and not data["votes"].keys().isdisjoint(data[key]):
                found.add("duplicate-name")
    for key in keys.flags:
        if not isinstance(data.get(key), bool):
            found.add("wrong-type" if key in data else "missing-field")
    for key in keys.may_flags:
        if key in data and not isinstance(data[key], bool):
            found.add("wrong-type")
    for key in keys.may_names:
        if key in data:
            _names(data[key], found)
    return tuple(code for code in CODES if code in found) if found else ()


def _number(key: str, value: object, found: set[str]) -> None:
    """A count of persons or ballots: a whole number, not a bool, not below 0; seats are at least 1."""
    if type(value) is not int:  # a bool is an int to isinstance, and no count
        found.add("missing-field" if value is _ABSENT else "not-an-integer")
        return
    if value < 0:
        found.add("negative-number")
    if value <= 0 and key == "seats":
        found.add("seats-not-positive")


def _approvals(value: object, found: set[str]) -> None:
    """An object of names and their approvals."""
    if not isinstance(value, dict):
        found.add("missing-field" if value is _ABSENT else "wrong-type")
        return
    for votes in value.values():
        if type(votes) is not int:
            found.add("not-an-integer")
        elif votes < 0:
            found.add("negative-number")


def _names(value: object, found: set[str]) -> None:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        found.add("wrong-type")
