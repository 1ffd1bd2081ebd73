"""The words of reasons, in three languages, apart from the rules that give them.

A reason's code is ``subject.what``. Its sentence stands in that subject's ``sentences.toml`` (for the statutes' own codes
``ground/statutes/sentences.toml``) as one table per code with the columns ``zh-Hans``, ``zh-Hant`` and ``en``; the numbers
of the reason fill ``{placeholders}``. The Traditional column is generated from the Simplified one and then stored, so
names, which only ever arrive as values, are never converted.
"""

import tomllib
from functools import cache
from pathlib import Path

from leadgoose.ground.statutes.language import Lang
from leadgoose.ground.statutes.verdicts import Reason

_HOUSE = Path(__file__).parents[2]


def say(reason: Reason, lang: Lang = "zh-Hans") -> str:
    """The reason as one full sentence; KeyError when the code has no sentence or a number that it needs is missing."""
    return template(reason.code, lang).format_map(reason.numbers)


def template(code: str, lang: Lang) -> str:
    """The sentence of a code with its placeholders."""
    subject, _, what = code.partition(".")
    columns = book(subject)[what]
    return columns[lang]


@cache
def book(subject: str) -> dict[str, dict[str, str]]:
    """All sentences of one subject, by the part of the code behind the dot; read once per process."""
    for room in (_HOUSE / subject, _HOUSE / "ground" / subject):
        path = room / "sentences.toml"
        if path.exists():
            return tomllib.loads(path.read_text(encoding="utf-8"))
    raise KeyError(f"no subject {subject!r} with sentences")
