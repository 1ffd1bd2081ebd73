"""A rule of the statutes that a pure rule of the program uses has a source, a day, a case that keeps it and one that does not.

Which cases they are stands in tests/cases/proofs.toml; they are found in the text of the tests, without running them.
"""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from leadgoose.ground.statutes import load
from leadgoose.ground.statutes.texts import Rule

TESTS = Path(__file__).parents[1]
HOUSE = TESTS.parent / "src" / "leadgoose"
RULES = frozenset(load().rules)
PROOFS: dict[str, dict[str, str]] = tomllib.loads((TESTS / "cases" / "proofs.toml").read_text(encoding="utf-8"))
UNDATED = frozenset({"explanation", "practice", "internal", "derived"})
"""Kinds of source that no day of validity is printed on: an explanation, a custom, an office's own text; a derived rule has its parent's."""


def named(path: Path) -> set[str]:
    """Rule ids that stand as a text of their own in one Python file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)} & RULES


def rooms() -> list[Path]:
    """The pure rules of every subject, and the statutes."""
    inside = [path for path in HOUSE.glob("**/*.py") if "rules" in path.relative_to(HOUSE).parts]
    return sorted([*inside, *HOUSE.glob("*/rules.py"), *(HOUSE / "ground" / "statutes").glob("*.py")])


@cache
def cases(file: str) -> frozenset[str]:
    """What a file of tests calls its cases: its tests, and every text that stands in its tables."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    tests = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}
    return frozenset(tests | {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)})


def dated(one: Rule) -> bool:
    """Whether it is known from which day it holds, where its kind of source says so."""
    if one.regulation.kind in UNDATED:
        return one.parent is None or dated(one.parent)
    return one.regulation.valid_from is not None


USED = sorted({key for path in rooms() for key in named(path)})


def test_the_rooms_are_found() -> None:
    assert {"elec-quorum-four-fifths", "elec-margin-20", "elec-tie-revote"} <= set(USED)


@pytest.mark.parametrize("key", USED)
def test_a_rule_used_in_code_has_a_source_and_a_day(key: str) -> None:
    one = load().rules[key]
    assert one.source.strip(), f"{key} has no source"
    assert one.sentence["zh-Hans"].strip() and one.sentence["en"].strip(), f"{key} has no sentence"
    assert dated(one), f"{key}: nobody knows from which day {one.regulation.key} holds"


@pytest.mark.parametrize("key", [key for key in USED if key not in PROOFS["named"]])
def test_a_rule_used_in_code_has_a_case_that_keeps_it_and_one_that_does_not(key: str) -> None:
    for side in ("holds", "fails"):
        proof = PROOFS[side].get(key, "")
        assert proof, f"{key}: write a case for it and name it under [{side}] in tests/cases/proofs.toml"
        file, _, case = proof.partition("::")
        assert (TESTS / file).is_file(), f"{key}: there is no file {file}"
        assert case in cases(file), f"{key}: {file} has no case {case!r}"


def test_no_proof_is_left_over() -> None:
    assert {key for side in PROOFS.values() for key in side} == set(USED)


def test_what_is_only_named_decides_nothing() -> None:
    """A rule under [named] stands in no verdict: only on a list for people."""
    for key in PROOFS["named"]:
        files = [path.relative_to(HOUSE).as_posix() for path in rooms() if key in named(path)]
        assert files == ["elections/rules/card.py"], (key, files)


@pytest.mark.parametrize(("file", "case", "there"), [
    ("ground/statutes/test_votes.py", "exactly four fifths may elect", True), ("ground/statutes/test_votes.py", "nobody wrote this", False),
    ("elections/rules/test_stages.py", "test_a_must_stops_whatever_is_written", True),
])
def test_cases_are_found_without_running_them(file: str, case: str, there: bool) -> None:
    assert (case in cases(file)) is there


def test_every_page_of_the_docs_that_a_module_names_is_there() -> None:
    root = TESTS.parent
    named_pages = {(path.relative_to(root), page) for path in HOUSE.rglob("*.py") for page in re.findall(r"docs/[\w/-]+\.md", path.read_text("utf-8"))}
    assert named_pages and sorted(str(one) for one in named_pages if not (root / one[1]).is_file()) == []
