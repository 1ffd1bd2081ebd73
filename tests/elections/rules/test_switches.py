"""What a meeting decides for itself, read back from what is stored."""

from __future__ import annotations

from typing import Any

import pytest

from leadgoose.elections.rules.switches import Switches, switches

STORED: tuple[tuple[str, dict[str, Any], Switches], ...] = (
    ("nothing stored: no local line, a circle for, a cross against", {}, Switches(frozenset(), "○", "×")),
    ("both local lines", {"lines": ["anthem", "dues"]}, Switches(frozenset({"anthem", "dues"}), "○", "×")),
    ("a tick for", {"for": "tick"}, Switches(frozenset(), "√", "×")),
    ("a triangle against", {"against": "triangle"}, Switches(frozenset(), "○", "△")),
    ("the shipped signs, written down", {"for": "circle", "against": "cross"}, Switches(frozenset(), "○", "×")),
    ("codes that nobody knows count as not set", {"for": "star", "against": "tick"}, Switches(frozenset(), "○", "×")),
    ("what else is stored is another matter", {"shift_to": "2027-01-01", "lines": ["dues"]}, Switches(frozenset({"dues"}), "○", "×")),
)


@pytest.mark.parametrize(("stored", "read"), [row[1:] for row in STORED], ids=[row[0] for row in STORED])
def test_what_is_stored_is_read(stored: dict[str, Any], read: Switches) -> None:
    assert switches(stored) == read


def test_nothing_is_set_of_itself() -> None:
    assert Switches() == switches({})
