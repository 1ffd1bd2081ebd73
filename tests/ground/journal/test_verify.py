"""tools/verify_journal.py on journals that were tampered with. It is run as a discipline commission runs it: without us."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadgoose.ground.journal import chain
from verifying import TOOL, verify_journal

Line = dict[str, Any]


def entry(number: int, prev_hash: str, **changes: Any) -> Line:
    content: Line = {
        "chain": "committee", "number": number, "recorded_at": f"2026-11-23T02:00:00.{number:06d}+00:00", "valid_on": "2026-11-23",
        "act": "RegisterTaken", "by": "clerk", "role": "clerk", "org_key": "one", "person_key": "", "facts": {"joined": number, "kinds": ["a", "b"]},
        "sealed": {}, "typed": 1, "filled": 2, **changes,
    }
    return {**content, "prev_hash": prev_hash, "hash": chain.link(prev_hash, content)}


def journal(count: int, facts: list[Any] | None = None) -> list[Line]:
    lines, prev = [], chain.START
    for number in range(1, count + 1):
        lines.append(entry(number, prev, **({"facts": facts[number - 1]} if facts else {})))
        prev = lines[-1]["hash"]
    return lines


def text(lines: list[Line], count: int | None = None) -> bytes:
    header = {"journal": "committee", "format": 1, "exported_by": "auditor", "exported_at": "2026-11-23T02:00:00+00:00",
              "count": len(lines) if count is None else count, "receipt": ""}
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in [header, *lines]).encode()


def found(lines: list[Line], receipt: tuple[int, str] | None = None, count: int | None = None) -> list[tuple[str, int]]:
    return [(one.code, one.number) for one in verify_journal.verify(text(lines, count), receipt)[2]]


def rehashed(line: Line) -> Line:
    content = {name: line[name] for name in chain.FIELDS}
    return {**line, "hash": chain.link(line["prev_hash"], content)}


def rebuilt(lines: list[Line]) -> list[Line]:
    """What somebody with time does: everything renumbered and hashed anew."""
    made: list[Line] = []
    for number, line in enumerate(lines, 1):
        made.append(rehashed({**line, "number": number, "prev_hash": made[-1]["hash"] if made else chain.START}))
    return made


def change(place: int, **changes: Any) -> Callable[[list[Line]], list[Line]]:
    return lambda lines: [*lines[:place], {**lines[place], **changes}, *lines[place + 1 :]]


def rewrite(place: int, **changes: Any) -> Callable[[list[Line]], list[Line]]:
    return lambda lines: [*lines[:place], rehashed({**lines[place], **changes}), *lines[place + 1 :]]


def swap(one: int, other: int) -> Callable[[list[Line]], list[Line]]:
    def swapped(lines: list[Line]) -> list[Line]:
        lines = list(lines)
        lines[one], lines[other] = lines[other], lines[one]
        return lines
    return swapped


def swap_contents(one: int, other: int) -> Callable[[list[Line]], list[Line]]:
    keep = ("number", "prev_hash", "hash")

    def swapped(lines: list[Line]) -> list[Line]:
        a, b = lines[one], lines[other]
        lines = list(lines)
        lines[one] = {**b, **{name: a[name] for name in keep}}
        lines[other] = {**a, **{name: b[name] for name in keep}}
        return lines
    return swapped


CASES: dict[str, tuple[Callable[[list[Line]], list[Line]], list[tuple[str, int]]]] = {
    "an untouched journal is whole": (lambda lines: lines, []),
    "a changed act is named": (change(4, act="TermRecorded"), [("changed", 5)]),
    "a changed fact is named": (change(4, facts={"joined": 6, "kinds": ["a", "b"]}), [("changed", 5)]),
    "an order of a list in the facts that was changed is named": (change(4, facts={"joined": 5, "kinds": ["b", "a"]}), [("changed", 5)]),
    "a whole number that became true is named": (change(0, typed=True), [("changed", 1)]),
    "a changed moment is named": (change(4, recorded_at="2026-11-23T02:00:00.000006+00:00"), [("changed", 5)]),
    "a changed hash is named, with nothing else": (change(4, hash="f" * 64), [("changed", 5)]),
    "a changed hash of the one before is named": (change(4, prev_hash="f" * 64), [("changed", 5)]),
    "a change hidden by a new hash is named": (rewrite(4, by="nobody"), [("rewritten", 5)]),
    "the first, changed under a new hash, is named": (rewrite(0, by="nobody"), [("rewritten", 1)]),
    "the last but one, changed under a new hash, is named": (rewrite(8, by="nobody"), [("rewritten", 9)]),
    "an extra field that no hash covers is named": (change(4, note="x"), [("damaged", 0), ("missing", 5)]),
    "an entry of another chain is named": (rewrite(4, chain="elsewhere"), [("damaged", 0), ("missing", 5)]),
    "a removed entry is named": (lambda lines: lines[:4] + lines[5:], [("missing", 5)]),
    "a removed first entry is named": (lambda lines: lines[1:], [("missing", 1)]),
    "a removed run is named once": (lambda lines: lines[:2] + lines[6:], [("missing", 3)]),
    "two swapped entries are both named": (swap(2, 6), [("out_of_place", 7), ("out_of_place", 3)]),
    "two neighbours swapped are both named": (swap(2, 3), [("out_of_place", 4), ("out_of_place", 3)]),
    "two entries with swapped contents are both named": (swap_contents(2, 6), [("changed", 3), ("changed", 7)]),
    "a repeated line is named": (lambda lines: [*lines[:4], lines[3], *lines[4:]], [("twice", 4)]),
    "a forged line between two is named": (lambda lines: [*lines[:4], entry(5, lines[3]["hash"], by="forger"), *lines[4:]],
                                        [("twice", 5), ("rewritten", 5)]),
    "a journal that begins elsewhere is named": (lambda lines: [rehashed({**lines[0], "prev_hash": "f" * 64}), *lines[1:]],
                                          [("beginning", 1), ("rewritten", 1)]),
}


@pytest.mark.parametrize("case", CASES)
def test_what_was_done_to_a_journal(case: str) -> None:
    tamper, expected = CASES[case]
    lines = tamper(journal(10))
    assert found(lines) == expected


def test_a_cut_end_shows_against_a_receipt_and_not_without() -> None:
    lines = journal(10)
    receipt = (9, lines[8]["hash"][:16])
    assert found(lines[:8], count=8) == []
    assert found(lines[:8], receipt, count=8) == [("cut", 9)]
    assert found(lines, receipt) == []


def test_a_rebuilt_journal_shows_against_a_receipt_and_not_without() -> None:
    lines = journal(10)
    receipt = (7, lines[6]["hash"][:16])
    forged = rebuilt(lines[:3] + lines[4:])
    assert found(forged) == []
    assert found(forged, receipt) == [("receipt", 7)]


def test_a_header_with_another_count_is_named() -> None:
    assert found(journal(9), count=10) == [("count", 0)]


def test_a_key_that_stands_twice_in_a_line_is_named() -> None:
    raw = text(journal(3)).replace(b'"act": "RegisterTaken"', b'"act": "Other", "act": "RegisterTaken"', 1)
    assert [one.code for one in verify_journal.verify(raw)[2]] == ["damaged", "missing"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc_", min_size=1, max_size=3), inner, max_size=3),
    max_leaves=6,
)
CHANGES = {
    "act": lambda value: value + "x", "by": lambda value: value + "x", "role": lambda value: value + "x", "chain": lambda value: value + "x",
    "org_key": lambda value: value + "x", "person_key": lambda value: value + "x", "valid_on": lambda value: value.replace("2026", "2025"),
    "recorded_at": lambda value: value.replace("02:", "03:"), "facts": lambda value: {**value, "added": 1}, "sealed": lambda value: {**value, "p": {}},
    "typed": lambda value: value + 1, "filled": lambda value: value + 1, "number": lambda value: value + 1000,
    "prev_hash": lambda value: value[::-1] + "0", "hash": lambda value: ("0" if value[0] != "0" else "1") + value[1:],
}


@settings(max_examples=200, deadline=None)
@given(data=st.data(), facts=st.lists(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, max_size=3), min_size=3, max_size=8))
def test_any_single_mutation_of_any_journal_is_found_and_any_untouched_one_is_whole(data: st.DataObject, facts: list[Any]) -> None:
    lines = journal(len(facts), facts)
    assert found(lines) == []
    receipt = (len(lines), lines[-1]["hash"][:16])
    kind = data.draw(st.sampled_from(["change", "rewrite", "remove", "swap", "insert", "cut"]))
    place = data.draw(st.integers(0, len(lines) - 1))
    name = data.draw(st.sampled_from(sorted(CHANGES)))
    if kind == "change":
        mutated = change(place, **{name: CHANGES[name](lines[place][name])})(lines)
        assert found(mutated)
    elif kind == "rewrite":
        name = data.draw(st.sampled_from(sorted(set(chain.FIELDS))))
        mutated = rewrite(place, **{name: CHANGES[name](lines[place][name])})(lines)
        assert found(mutated, receipt)
        assert place == len(lines) - 1 or found(mutated)   # only the last may need the receipt
    elif kind == "remove":
        mutated = lines[:place] + lines[place + 1 :]
        assert found(mutated, count=len(lines))   # the header tells even of the last
        assert found(mutated, receipt, count=len(mutated))
    elif kind == "swap":
        other = data.draw(st.integers(0, len(lines) - 1).filter(lambda other: other != place))
        named = {number for _, number in found(swap(place, other)(lines))}
        assert {place + 1, other + 1} <= named
    elif kind == "insert":
        forged = rehashed({**lines[place], name: CHANGES[name](lines[place][name])}) if name in chain.FIELDS else dict(lines[place])
        assert found([*lines[:place], forged, *lines[place:]])
    else:
        assert found(lines[:place], receipt, count=place)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "-S", str(TOOL), *arguments], capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_tool_runs_alone_and_says_so_in_two_languages(tmp_path: Path) -> None:
    lines = journal(12)
    file = tmp_path / "journal.jsonl"
    file.write_bytes(text(lines))
    whole = run(str(file), "--receipt", f"12-{lines[11]['hash'][:16]}")
    assert (whole.returncode, whole.stdout, whole.stderr) == (0, "committee：12 条，链条完整 / 12 entries, the chain is whole\n", "")
    file.write_bytes(text(change(4, by="nobody")(lines)))
    tampered = run(str(file))
    assert tampered.returncode == 1
    assert tampered.stdout == "第 5 条被改动：内容与其散列不符 / entry 5 was changed: its content does not fit its hash\n"


@pytest.mark.parametrize(
    ("content", "arguments", "says"),
    [
        (b"", [], "first line is not the header"),
        (b"\xff\xfe\x00", [], "no UTF-8"),
        (b"[1]\n", [], "first line is not the header"),
        (b"[" * 5000, [], "first line is not the header"),
        (None, [], "cannot be read"),
        (text(journal(2)), ["--receipt", "2-xyz"], "a receipt is written"),
        (text(journal(2)), ["--receipt", "0-0123456789abcdef"], "a receipt is written"),
    ],
    ids=["empty", "no text", "no header", "nested without end", "no file", "no receipt", "a receipt from zero"],
)
def test_what_cannot_be_used_is_one_sentence_and_status_2(tmp_path: Path, content: bytes | None, arguments: list[str], says: str) -> None:
    file = tmp_path / "journal.jsonl"
    if content is not None:
        file.write_bytes(content)
    result = run(str(file), *arguments)
    assert result.returncode == 2 and result.stdout == ""
    assert says in result.stderr and result.stderr.count("\n") == 1


def test_ten_thousand_entries_take_less_than_a_second_of_cpu() -> None:
    raw = text(journal(10_000))
    begun = time.process_time()
    assert verify_journal.verify(raw)[2] == []
    assert time.process_time() - begun < 1


def test_the_tool_uses_the_standard_library_alone_and_hashes_as_we_do() -> None:
    assert verify_journal.FIELDS == chain.FIELDS and verify_journal.START == chain.START
    imported = [line for line in TOOL.read_text("utf-8").splitlines() if line.startswith(("import ", "from "))]
    assert imported == ["import argparse", "import hashlib", "import json", "import re", "import sys", "from pathlib import Path"]
