"""``leadgoose count``: counting as a pure command over JSON Lines. Format: docs/rules/count.md.

No database, no network, no clock: this module imports the rules and the statutes and nothing of Django. One line in, one
line out, in the same order; a bad line answers with ``error`` and never stops the run. Nothing is kept between lines, so
memory does not grow with the input.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from leadgoose.elections.rules import margin, possible, quorum, reduction, revote, shape, tally
from leadgoose.ground.statutes.citations import cite
from leadgoose.ground.statutes.language import Lang
from leadgoose.ground.statutes.sentences import template
from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.verdicts import Reason
from leadgoose.ground.statutes.votes import Expected, Present, may_resolve, resolves

Object = Mapping[str, Any]  # one parsed line
Judged = tuple[dict[str, Any], Sequence[Reason]]  # outcome keys and the reasons
LANGS: tuple[Lang, ...] = ("zh-Hans", "zh-Hant", "en")

_BOM = b"\xef\xbb\xbf"
_plain = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_escaped = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


def _constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity, which Python reads, are no JSON


_read = json.JSONDecoder(parse_constant=_constant).decode


class Sink(Protocol):
    """Where answers go: a binary file."""

    def write(self, data: bytes, /) -> object: ...


class Refused(Exception):
    """Numbers that cannot be true, by code."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(*codes)
        self.codes = codes


def main(argv: Sequence[str] | None = None) -> int:
    """The command: standard input to standard output. Exit status 0, 1 with errors, 2 (by argparse) for a wrong call."""
    parser = argparse.ArgumentParser(prog="leadgoose count", description="Count paper ballots: JSON Lines in, JSON Lines out.")
    parser.add_argument("--lang", choices=LANGS, default="zh-Hans", help="language of the sentences (default zh-Hans)")
    lang: Lang = parser.parse_args(argv).lang
    try:
        status = run(sys.stdin.buffer, sys.stdout.buffer, lang)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # the reader has seen enough; without this the interpreter complains once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def run(stdin: Iterable[bytes], stdout: Sink, lang: Lang = "zh-Hans") -> int:
    """Answers every line that is not empty; 0 when no answer carries an error, else 1."""
    status = 0
    write = stdout.write
    for line in stdin:
        if line.startswith(_BOM):
            line = line[3:]
        if not line.strip():
            continue
        try:
            answer = answer_line(line, lang)
            told = _text(answer)
        except (ValueError, RecursionError):  # numbers of absurd size, or an id so deep, that can be read and not be written
            answer = _refusal(None, ("not-json",), lang)
            told = _text(answer)
        if "error" in answer:
            status = 1
        write(told)
    return status


def _text(answer: dict[str, Any]) -> bytes:
    try:
        return f"{_plain(answer)}\n".encode()
    except UnicodeEncodeError:  # half a surrogate pair in a name is legal JSON, but no text
        return f"{_escaped(answer)}\n".encode()


def answer_line(line: bytes, lang: Lang) -> dict[str, Any]:
    """The answer to one line as an object."""
    try:
        data = _read(line.decode())
    except (ValueError, RecursionError):  # ValueError covers bad UTF-8, bad JSON and numbers of absurd length
        return _refusal(None, ("not-json",), lang)
    if not isinstance(data, dict):
        return _refusal(None, ("wrong-type",), lang)
    codes = shape.faults(data)
    if not codes and _names_repeat(line, data):
        codes = ("duplicate-name",)
    if codes:
        return _refusal(data.get("id"), codes, lang)
    kind: str = data["kind"]
    try:
        outcome, reasons = _JUDGES[kind](data)
    except Refused as refused:
        return _refusal(data.get("id"), refused.codes, lang)
    return {"id": data.get("id"), "kind": kind, "outcome": outcome, "reasons": [_told(one, lang) for one in reasons]}


def _names_repeat(line: bytes, data: Object) -> bool:
    """Whether a name stands twice within one object of approvals: the parser keeps only its last number.

    Only a line with more colons than keys can hide a second one, and only such a line is read again.
    """
    approvals = [data[key] for key in ("votes", "writeins") if key in data and isinstance(data[key], dict)]
    if line.count(b":") == len(data) + sum(map(len, approvals)):
        return False
    repeats: list[bool] = []

    def look(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, value in pairs:
            if key in ("votes", "writeins") and isinstance(value, _Pairs):
                repeats.append(value.repeats)
        return _Pairs(pairs)

    json.loads(line.decode(), object_pairs_hook=look)
    return any(repeats)


class _Pairs(dict[str, Any]):
    """A parsed object that remembers whether a key stood twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeats = len(self) < len(pairs)


def _refuse(codes: tuple[str, ...]) -> None:
    if codes:
        raise Refused(codes)


def _quorum(data: Object) -> Judged:
    right, excluded, present = data["right"], data.get("excluded", 0), data["present"]
    _refuse(possible.electors(right, excluded, present))
    verdict = quorum.judge(Present(present), Expected.of(right, excluded), excluded, data.get("others", 0))
    return {"quorum": verdict.ok, "need": verdict.reasons[0].numbers["need"]}, verdict.reasons


def _margin(data: Object) -> Judged:
    judged = margin.judge(data["seats"], data["cands"], data["pre"])
    return {"margin": judged.enough, "min_cands": judged.least}, judged.reasons


def _vote(data: Object) -> Judged:
    right, excluded, present = data["right"], data.get("excluded", 0), data["present"]
    votes, seats = data["votes"], data["seats"]
    _refuse(possible.electors(right, excluded, present) + possible.single_list(data.get("single", False), len(votes), seats))
    outcome = tally.decide(
        tally.Count(
            present=Present(present),
            base=Expected.of(right, excluded),
            voters=data["voters"],
            returned=data["returned"],
            invalid=data["invalid"],
            seats=seats,
            votes=votes,
            writeins=data.get("writeins", {}),
            ineligible=frozenset(data.get("ineligible", ())),
            excluded=excluded,
            others=data.get("others", 0),
            issued=data.get("issued"),
        )
    )
    return _shown(outcome)


def _revote(data: Object) -> Judged:
    present = Present(data["present"])
    return _shown(revote.decide(revote.Revote(present, data["voters"], data["returned"], data["seats"], data["votes"])))


def _reduce(data: Object) -> Judged:
    seats, filled, present, agree = data["seats"], data["filled"], data["present"], data["agree"]
    _refuse(possible.reduction(seats, filled, present, agree))
    verdict = reduction.judge(seats, filled, agree, Present(present))
    return {"may_reduce": verdict.ok}, verdict.reasons


def _decision(data: Object) -> Judged:
    right, present, favour = data["right"], data["present"], data["favour"]
    _refuse(possible.electors(right, 0, present) + possible.favour(favour, present))
    expected = Expected(right)
    held = may_resolve(Present(present), expected)
    if not held.ok:
        return {"held": False, "passed": False}, held.reasons
    passed = resolves(favour, expected)
    return {"held": True, "passed": passed.ok}, held.reasons + passed.reasons


_JUDGES: dict[str, Callable[[Object], Judged]] = {
    "quorum": _quorum,
    "margin": _margin,
    "vote": _vote,
    "revote": _revote,
    "reduce": _reduce,
    "decision": _decision,
}


def _shown(outcome: tally.Outcome | tally.Refusal) -> Judged:
    """An outcome with the keys that apply to it."""
    if isinstance(outcome, tally.Refusal):
        raise Refused(outcome.codes)
    shown: dict[str, Any] = {"status": outcome.status, "elected": outcome.elected}
    if outcome.need is not None:
        shown["need"] = outcome.need
    if outcome.vacant:
        shown["vacant"] = outcome.vacant
    if outcome.tied:
        shown["tied"] = outcome.tied
        shown["tied_seats"] = outcome.tied_seats
    if outcome.majority_not_elected:
        shown["majority_not_elected"] = outcome.majority_not_elected
    return shown, outcome.reasons


@cache
def _source(rule_id: str) -> dict[str, Any]:
    """The part of a reason that is the same on every line: the rule, where it stands and how hard it binds."""
    spoken = rule(rule_id)
    citation = cite(spoken)
    return {
        "rule": rule_id,
        "regulation": citation.regulation.key,
        "article": citation.article,
        "strength": spoken.strength.value,
    }


@cache
def _template(code: str, lang: Lang) -> Callable[[Mapping[str, object]], str]:
    return template(code, lang).format_map


def _told(reason: Reason, lang: Lang) -> dict[str, Any]:
    """One reason as an object of the answer, with its sentence."""
    return {**_source(reason.rule), "numbers": reason.numbers, "text": _template(reason.code, lang)(reason.numbers)}


def _refusal(key: object, codes: tuple[str, ...], lang: Lang) -> dict[str, Any]:
    """The answer to a line that cannot be judged, with one sentence per code that says what to do."""
    between = " " if lang == "en" else ""
    message = between.join(template(f"elections.refused-{code}", lang) for code in codes)
    return {"id": key, "error": {"codes": codes, "message": message}}
