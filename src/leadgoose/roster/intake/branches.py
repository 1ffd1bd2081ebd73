"""Names of branches: which spellings mean the same branch."""

from __future__ import annotations

import re

from leadgoose.ground.intake.text import narrow, squeeze
from leadgoose.ground.search.scripts import simplify

_COUNT = re.compile(r"[（(]\s*(共\s*)?\d+\s*[人名]?\s*[)）]$")
_PREFIX = re.compile(r"^(中国共产党|中國共產黨|中共)(?=.)")
_BODY = re.compile(r"支部(委员会|委員會|支委会|支委會)$")
_BARE = re.compile(r"(?<![党黨])支部$")
_BRANCH = re.compile(r"支部$")


def full_name(written: str, traditional: bool) -> str:
    """The branch's full name, “…党支部”: a sheet that says “…支部” means the same branch. Other words (“作业一队”) stay as
    written.
    """
    name = _PREFIX.sub("", _COUNT.sub("", squeeze(written)))
    name = _BODY.sub("支部", name)
    return _BARE.sub("黨支部" if traditional else "党支部", name)


def is_branch(name: str) -> bool:
    return bool(_BRANCH.search(full_name(name, traditional=False)))


def comparable(name: str) -> str:
    """For comparing only: full name in simplified characters and ordinary brackets."""
    return narrow(simplify(full_name(name, traditional=False)))
