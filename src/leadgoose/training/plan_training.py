"""``leadgoose plan-training``: the year's plan as a pure command. Format: docs/rules/planner.md. No database, no network."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from leadgoose.ground.statutes.language import Lang
from leadgoose.ground.statutes.sentences import template
from leadgoose.training import reading
from leadgoose.training.reading import Fault
from leadgoose.training.rules.instance import NOTHING, kept
from leadgoose.training.rules.planner import plan
from leadgoose.training.rules.whynot import explain
from leadgoose.training.writing import written

LANGS: tuple[Lang, ...] = ("zh-Hans", "zh-Hant", "en")
EXPLAINING = 60.0
"""Seconds for the reasons, beside those of the plan."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Exit status 0 with a plan, 2 with one sentence on standard error and nothing on standard output."""
    asked = _parser().parse_args(argv)
    lang: Lang = asked.lang
    if (asked.keep is None) != (asked.since is None):
        return _refuse(template("training.keep-needs-from", lang), "--keep, --from")
    path: str = asked.instance
    try:
        instance = reading.instance(_read(path))
        given = NOTHING
        if asked.keep is not None:
            path = asked.keep
            given = kept(instance, reading.old_places(_read(path)), asked.since)
    except Fault as fault:
        return _refuse(template(f"training.bad-{fault.code}", lang).format_map(fault.numbers), f"{path}: {fault.path}")
    planned = plan(instance, asked.seconds, given=given)
    explained = explain(instance, planned.places, given, EXPLAINING)
    text = json.dumps(written(instance, planned, explained, lang), ensure_ascii=False, indent=1)
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="leadgoose plan-training", description="The year's training plan: an instance in, the best plan out, as JSON.")
    parser.add_argument("instance", metavar="INSTANCE.json", help="the question; - reads standard input")
    parser.add_argument("--seconds", type=_seconds, default=60.0, help="time for the plan (default 60); the reasons take up to 60 more")
    parser.add_argument("--keep", metavar="PLAN.json", help="an earlier plan to stay near to")
    parser.add_argument("--from", dest="since", metavar="DATE", type=date.fromisoformat, help="with --keep: sessions that began before this day stay")
    parser.add_argument("--lang", choices=LANGS, default="zh-Hans", help="language of the sentences (default zh-Hans)")
    return parser


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= 86400:
        raise argparse.ArgumentTypeError("between 0 and 86400")
    return value


def _read(path: str) -> Any:
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise Fault("not-readable", "$") from error
    return reading.parsed(data)


def _refuse(sentence: str, where: str) -> int:
    print(f"leadgoose plan-training: {where}: {sentence}", file=sys.stderr)
    return 2
