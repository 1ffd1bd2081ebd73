"""Every address of the project with its view, for the tests that walk them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Page:
    """One URL pattern: its name, the names of its keywords, the view, and what the gate wrote on it."""

    name: str
    route: str
    keywords: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def capability(self) -> str:
        return str(getattr(self.view, "capability", ""))

    @property
    def at(self) -> str:
        return str(getattr(self.view, "at", ""))

    @property
    def methods(self) -> frozenset[str]:
        return frozenset(getattr(self.view, "methods", ()))


def pages() -> list[Page]:
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[Page]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route)
        else:
            assert isinstance(one, URLPattern)
            keywords = (*one.pattern.converters, *getattr(one.pattern.regex, "groupindex", {}))
            yield Page(one.name or "", route, tuple(dict.fromkeys(keywords)), one.callback)
