"""The watch of another day of a very large committee, counted by a worker: the sums of the whole and of each organisation directly below it.

What is kept holds numbers only; each organisation's own page of the day has the lines. It is kept as long as files are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.works import Running
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview.counting import kept_of, ordered
from leadgoose.overview.queries_asof import scenes_then
from leadgoose.overview.rules.board import Group, sums
from leadgoose.roster.kinds import BRANCHES
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.asof import last_names

COUNT_WATCH = "overview.watch_then"


@dataclass(slots=True)
class Part:
    """An organisation directly below, or the whole: its key, its name of the day, how many branches it has, its sums."""

    key: str
    name: str = ""
    branches: int = 0
    sums: Counter[Group] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that was counted. members, unclear: as the board has them; at: when it was counted."""

    whole: Part
    parts: tuple[Part, ...]
    members: int
    unclear: int
    at: datetime | None


def kept(organisation: Organisation, asof: AsOf) -> Counted | None:
    """The latest count of the day that is still kept. One query."""
    found = kept_of(COUNT_WATCH, organisation, asof, asof.on)
    if found is None:
        return None
    told, at = found
    return Counted(_part(told["whole"]), tuple(_part(one) for one in told["parts"]), told["members"], told["unclear"], at)


def count(job: Running) -> dict[str, int]:
    """The worker's part. What is stopped leaves nothing."""
    organisation = Organisation.objects.get(key=job.about)
    files.keep(job.key, "json", json.dumps({asof.on.isoformat(): _count(job, organisation, asof) for asof in ordered(job)}, ensure_ascii=False).encode())
    return {}


def _count(job: Running, organisation: Organisation, asof: AsOf) -> dict[str, Any]:
    whole, parts, members, unclear, read = Part(organisation.key), dict[str, Part](), 0, 0, 0
    for number, scene in scenes_then(organisation.top_key, organisation.key, asof):
        of = {one.key: _below(one.path, organisation.key) for one in scene.places.values()}
        for one in scene.places.values():
            part = parts.setdefault(of[one.key], Part(of[one.key]))
            part.branches += one.kind in BRANCHES
            whole.branches += one.kind in BRANCHES
        for key in dict.fromkeys(of.values()):
            parts[key].sums.update(sums(one for one in scene.owed if of[one.org_key] == key))
        whole.sums.update(sums(scene.owed))
        members, unclear, read = members + scene.member_count, unclear + scene.unclear, read + len(scene.places)
        job.keep_on(done=read, whole=number)
    names = last_names([whole.key, *parts], asof.on, asof.known_at)
    for part in (whole, *parts.values()):
        part.name = names.get(part.key, "")
    return {"whole": _plain(whole), "parts": [_plain(one) for one in parts.values()], "members": members, "unclear": unclear}


def _below(path: str, key: str) -> str:
    """Of an organisation's path the one directly below `key`; `key` for itself."""
    return path.partition(f"/{key}/")[2].split("/")[0] or key


def _plain(part: Part) -> list[Any]:
    return [part.key, part.name, part.branches, {kind.value: n for kind, n in part.sums.items() if n}]


def _part(plain: list[Any]) -> Part:
    key, name, branches, told = plain
    groups: Mapping[str, int] = told
    return Part(key, name, branches, Counter({Group(kind): n for kind, n in groups.items()}))
