"""Where the program uses a rule: found by reading the package's own source for the rule's id, once a process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from leadgoose.ground.statutes import load

_QUOTED = re.compile(r"""["']([a-z][a-z0-9]*(?:-[a-z0-9]+)+)["']""")
_OWN = ("ground/statutes/data", "ground/bylaws", "locale")


@cache
def usages() -> Mapping[str, tuple[str, ...]]:
    """Rule id → files of the package that name it ("roster/rules/due.py"), in order. Reads about 2 MB the first time."""
    known = set(load().rules)
    package: Path = settings.PACKAGE
    found: dict[str, set[str]] = {}
    for path in (*package.rglob("*.py"), *package.rglob("*.html")):
        name = path.relative_to(package).as_posix()
        if name.startswith(_OWN) or "/migrations/" in name or path.name == "__init__.py":
            continue
        for one in _QUOTED.findall(path.read_text(encoding="utf-8")):
            if one in known:
                found.setdefault(one, set()).add(name)
    return {one: tuple(sorted(names)) for one, names in found.items()}
