"""Every act has one name in the past tense, and words in the journal."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import leadgoose
from leadgoose.ground.journal.words import ACTS, FACTS

SOURCE = Path(leadgoose.__file__).parent
PAST = re.compile(r"(?:[A-Z][a-z]+)+(?<=ed|en|wn|nt|et)(?:In|Out)?")


def names_in(tree: ast.AST) -> set[str]:
    """The texts that become names of acts: of `Act(…)`, and of `act=` and `name=` handed on to what records one."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [keyword.value for keyword in node.keywords if keyword.arg in {"name", "act"} and called in {"Act", "settle", "_record"}]
            if called in {"Act", "_record"} and node.args:
                given.append(node.args[0])
            for value in given:
                found |= {one.value for one in ast.walk(value) if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value[:1].isupper()}
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ACTS:
            found.add(node.value)
    return found


@cache
def found() -> dict[str, Path]:
    """The names of acts that stand in the program, and where; read in a test, not whenever some test is collected."""
    return {
        name: file.relative_to(SOURCE)
        for file in SOURCE.rglob("*.py")
        if file != SOURCE / "ground" / "journal" / "words.py"
        for name in names_in(ast.parse(file.read_text("utf-8")))
    }


def test_an_act_has_a_name_in_the_past_tense_and_words() -> None:
    assert {name: str(file) for name, file in found().items() if not PAST.fullmatch(name)} == {}, "acts are past tense"
    assert {name: str(file) for name, file in found().items() if name not in ACTS} == {}, "give them words in ground/journal/words.py"


def test_no_words_are_kept_for_acts_that_nothing_does() -> None:
    assert set(ACTS) - set(found()) == set()
    assert len(found()) > 10


def told_in(tree: ast.AST) -> set[str]:
    """Names of the facts that acts record: the keys of `facts={…}`, `facts = {…}` and `told = {…}` as the code writes them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword):
            names, value = {node.arg}, node.value
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            names, value = {getattr(one, "id", "") for one in (node.targets if isinstance(node, ast.Assign) else [node.target])}, node.value
        else:
            continue
        if names & {"facts", "told"} and isinstance(value, ast.Dict):
            found |= {key.value for key in value.keys if isinstance(key, ast.Constant)}
    return found


def test_a_fact_that_an_act_records_has_words() -> None:
    told = {
        name: str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("actions/**/*.py")
        if "journal" not in file.parts
        for name in told_in(ast.parse(file.read_text("utf-8")))
    }
    assert len(told) > 10
    assert {name: file for name, file in told.items() if name not in FACTS} == {}, "give them words in ground/journal/words.py"
