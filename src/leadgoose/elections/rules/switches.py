"""What a meeting decides for itself: local lines of the agenda, and the signs of the ballot. Stored as codes in ``Election.switches``.

No text fixes the signs; the election method does (``elec-method-adopted``), and ballots, method and script must name the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FOR = {"circle": "○", "tick": "√"}
AGAINST = {"cross": "×", "triangle": "△"}


@dataclass(frozen=True, slots=True)
class Switches:
    """The local lines that stand on the agenda ("anthem", "dues"), and the signs; who abstains leaves the field empty."""

    lines: frozenset[str] = frozenset()
    sign_for: str = FOR["circle"]
    sign_against: str = AGAINST["cross"]


def switches(stored: Mapping[str, Any]) -> Switches:
    """What is stored, read; an unknown code counts as not set."""
    return Switches(
        frozenset(stored.get("lines", ())), FOR.get(str(stored.get("for")), FOR["circle"]), AGAINST.get(str(stored.get("against")), AGAINST["cross"])
    )
