"""Papers written from facts, for the tests that read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leadgoose.elections.papers.catalogue import BY_KEY
from leadgoose.elections.papers.facts import Facts
from leadgoose.elections.papers.pen import Pen
from leadgoose.ground.press.paper import Paper


def made(key: str, facts: Facts) -> tuple[Paper, list[str]]:
    """A paper and what it lacks."""
    pen = Pen(facts.script)
    return BY_KEY[key].make(facts, pen), list(pen.missing)


def said(paper: Paper) -> str:
    """Every text of a paper, in its order."""
    return "\n".join(_texts({name: value for name, value in paper.facts().items() if name not in ("block", "form", "setting", "script")}))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        lead = value.get("lead", "")
        if lead and "text" in value:
            yield lead + value["text"]
        else:
            for one in value.values():
                yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
