"""Every rule of the statutes that the code names is named by a test: no threshold without a table."""

import ast
from functools import cache
from pathlib import Path

import pytest

from leadgoose.ground.statutes import load

TESTS = Path(__file__).parents[1]
HOUSE = TESTS.parent / "src" / "leadgoose"
RULES = frozenset(load().rules)


def named(path: Path) -> set[str]:
    """Rule ids that stand as a text of their own in one Python file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)} & RULES


def rooms() -> list[Path]:
    """The pure rules of every subject, and the statutes."""
    inside = [path for path in HOUSE.glob("**/*.py") if "rules" in path.relative_to(HOUSE).parts]
    return sorted([*inside, *HOUSE.glob("*/rules.py"), *(HOUSE / "ground" / "statutes").glob("*.py")])


@cache
def mentions() -> str:
    """All tests and their case tables as one text; this file left out."""
    files = [*TESTS.glob("**/*.py"), *TESTS.glob("cases/*.yaml")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path != Path(__file__))


USED = sorted({key for path in rooms() for key in named(path)})


def test_the_rooms_are_found() -> None:
    assert {"elec-quorum-four-fifths", "elec-margin-20", "elec-tie-revote"} <= set(USED)


@pytest.mark.parametrize("key", USED)
def test_a_rule_used_in_code_has_a_case(key: str) -> None:
    assert key in mentions(), f"no test names {key}: add a case that meets it and one that does not"
