#!/usr/bin/env python3
"""Verify an exported journal (记事链) without the system that wrote it. Python 3.8 or later, nothing else.

    python3 verify_journal.py FILE [--receipt NUMBER-HASH16]

FILE is what `leadgoose export-journal` or the page wrote: JSON lines in UTF-8, a header first, then one entry a line.
Each entry carries the hash of the entry before it (`prev_hash`, 64 zeros for the first) and its own:

    hash = SHA-256( prev_hash + "\\n" + canonical line ), in hex
    canonical line = JSON of the 13 FIELDS below, keys sorted, no spaces, characters unescaped, UTF-8

So an entry that was changed, removed, inserted or swapped is found, wherever it stands, but for two things that no chain
shows by itself: that the end was cut off (or the last entry rewritten), and that everything from some entry on was rewritten
with new hashes. Against both stands a receipt: the number and the first 16 digits of the hash of an entry, printed small on
every official paper (12-0123456789abcdef). Give the newest one at hand.

Exit status: 0 whole, 1 something is wrong (each finding is one line), 2 the file or the call cannot be used.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

FIELDS = (
    "chain", "number", "recorded_at", "valid_on", "act", "by", "role", "org_key", "person_key",
    "facts", "sealed", "typed", "filled",
)
KEYS = frozenset((*FIELDS, "prev_hash", "hash"))
START = "0" * 64
SHOWN = 50   # findings printed; the rest is counted

SENTENCES = {
    "damaged": ("文件第 {line} 行不是本链的记录，或已损坏", "line {line} of the file is no entry of this journal, or damaged"),
    "twice": ("第 {n} 条出现两次（文件第 {line} 行）：有一条是插入的", "entry {n} stands twice (line {line}): one was inserted"),
    "changed": ("第 {n} 条被改动：内容与其散列不符", "entry {n} was changed: its content does not fit its hash"),
    "missing": ("缺第 {which} 条：被移除", "entry {which} is missing: it was removed"),
    "out_of_place": ("第 {n} 条不在原位：次序被调换", "entry {n} is not in its place: the order was changed"),
    "beginning": ("第 1 条之前另有记录：开头被改写", "something stood before entry 1: the beginning was rewritten"),
    "rewritten": ("第 {n} 条被改写：第 {next} 条所接的不是它", "entry {n} was rewritten: entry {next} was not built on it"),
    "count": ("表头写 {said} 条，文件有 {found} 条", "the header says {said} entries, the file has {found}"),
    "cut": ("凭条上的第 {n} 条不在文件中：末尾被截去", "entry {n} of the receipt is not in the file: its end was cut off"),
    "receipt": ("第 {n} 条与凭条不符：该条或其以前的记录被改写", "entry {n} is not that of the receipt: the past was rewritten"),
}


class Unusable(Exception):
    """The file or the call: (Chinese, English)."""


class Finding:
    """Something wrong: which sentence, the number of the entry (0: none), and what the sentence needs."""

    def __init__(self, code, number=0, **values):
        self.code, self.number, self.values = code, number, values

    def __str__(self):
        return " / ".join(sentence.format(n=self.number, **self.values) for sentence in SENTENCES[self.code])


def canonical(entry):
    content = {name: entry[name] for name in FIELDS}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link(prev_hash, entry):
    return hashlib.sha256(f"{prev_hash}\n{canonical(entry)}".encode()).hexdigest()


def _once(pairs):
    """A JSON object in which no key stands twice: two readers could see two different entries in it."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_fraction(text):
    raise ValueError(f"{text} is no whole number")


def parse(text):
    return json.loads(text, object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction)


def read_entry(text, chain):
    """The entry on a line and whether its own hash fits; raises ValueError when it is no entry of this chain."""
    entry = parse(text)
    if not isinstance(entry, dict) or set(entry) != KEYS:
        raise ValueError("not the fields of an entry")
    if type(entry["number"]) is not int or entry["number"] < 1 or entry["chain"] != chain:
        raise ValueError("no number, or another chain")
    if not all(isinstance(entry[name], str) and re.fullmatch("[0-9a-f]{64}", entry[name]) for name in ("prev_hash", "hash")):
        raise ValueError("no hash")
    return entry, link(entry["prev_hash"], entry) == entry["hash"]


def read_file(raw):
    """Header and numbered lines of the bytes of a file."""
    try:
        lines = raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise Unusable("文件不是 UTF-8 文本", "the file is no UTF-8 text") from None
    lines = [(place, text.rstrip("\r")) for place, text in enumerate(lines, 1) if text.strip()]
    try:
        header = parse(lines[0][1])
        if header["format"] != 1 or not isinstance(header["journal"], str) or type(header["count"]) is not int:
            raise ValueError
    except (IndexError, KeyError, TypeError, ValueError, RecursionError):
        raise Unusable("第一行不是记事链导出的表头", "the first line is not the header of an exported journal") from None
    return header, lines[1:]


def verify(raw, receipt=None):
    """The findings in a file's bytes, with its header; receipt: (number, 16 hex digits) or None."""
    header, lines = read_file(raw)
    findings, entries, sound = [], {}, {}
    order = []
    for place, text in lines:
        try:
            entry, fits = read_entry(text, header["journal"])
        except (ValueError, TypeError, RecursionError):
            findings.append(Finding("damaged", line=place))
            continue
        number = entry["number"]
        if number in entries:
            findings.append(Finding("twice", number, line=place))
            if fits and not sound[number]:
                entries[number], sound[number] = entry, fits
            continue
        order.append(number)
        entries[number], sound[number] = entry, fits
        if not fits:
            findings.append(Finding("changed", number))
    findings += missing(order) + out_of_place(order) + broken_links(entries, sound)
    if header["count"] != len(lines):
        findings.append(Finding("count", said=header["count"], found=len(lines)))
    if receipt:
        findings += against(receipt, entries)
    return header, len(lines), findings


def missing(order):
    """Numbers that should stand between 1 and the largest and do not, runs in one finding."""
    found, present, expected = [], sorted(order), 1
    for number in present:
        if number > expected:
            last = number - 1
            which = str(expected) if last == expected else f"{expected}–{last}"
            found.append(Finding("missing", expected, which=which))
        expected = number + 1
    return found


def out_of_place(order):
    return [
        Finding("out_of_place", number)
        for number, right in zip(order, sorted(order))  # noqa: B905  strict= came with 3.10; both are equally long
        if number != right
    ]


def broken_links(entries, sound):
    """Entries that fit their own hash but not their neighbour's: they were replaced together with their hash."""
    found = []
    for number in sorted(entries):
        if number == 1:
            if sound[1] and entries[1]["prev_hash"] != START:
                found.append(Finding("beginning", 1))
            continue
        before = entries.get(number - 1)
        if before is None or before["hash"] == entries[number]["prev_hash"] or not sound[number]:
            continue   # the missing or the changed entry is named already
        if sound[number - 1]:
            found.append(Finding("rewritten", number - 1, next=number))
    return found


def against(receipt, entries):
    number, digits = receipt
    if number not in entries:
        return [Finding("cut", number)]
    if not entries[number]["hash"].startswith(digits):
        return [Finding("receipt", number)]
    return []


def read_receipt(text):
    match = re.fullmatch(r"\s*(\d{1,15})-([0-9a-fA-F]{16})\s*", text)
    if not match or int(match[1]) < 1:
        raise Unusable("凭条应写作 序号-16 位散列，例如 12-0123456789abcdef", "a receipt is written like 12-0123456789abcdef")
    return int(match[1]), match[2].lower()


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Verify an exported journal. 验证导出的记事链。")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--receipt", metavar="NUMBER-HASH16", help="printed on official papers / 公文页末的凭条")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")   # a console in GBK must not stop us
    try:
        receipt = read_receipt(options.receipt) if options.receipt else None
        try:
            raw = Path(options.file).read_bytes()
        except OSError as problem:
            raise Unusable(f"文件无法读取：{problem.strerror}", f"the file cannot be read: {problem.strerror}") from None
        header, count, findings = verify(raw, receipt)
    except Unusable as problem:
        print(" / ".join(problem.args), file=sys.stderr)
        return 2
    for finding in findings[:SHOWN]:
        print(finding)
    if len(findings) > SHOWN:
        print(f"另有 {len(findings) - SHOWN} 处 / and {len(findings) - SHOWN} more")
    if findings:
        return 1
    print(f"{header['journal']}：{count} 条，链条完整 / {count} entries, the chain is whole")
    if not receipt:
        print("未给凭条：末尾是否被截，无从得知 / no receipt was given: whether the end was cut off cannot be known")
    return 0


if __name__ == "__main__":
    sys.exit(main())
