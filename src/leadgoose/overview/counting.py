"""The team of a very large committee, counted by a worker: the numbers of a day, of the whole and of each organisation directly below it.

What is kept holds numbers only, no people: whoever may see the page may see what somebody else had counted. It is kept as long as files are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from leadgoose.ground.access import clock
from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.works import Running
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview.queries_team import LED, scales_on, team_of
from leadgoose.overview.rules.team import Level, Sums, Table, Team, Whose, chosen, every_table
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.asof import tree

COUNT = "overview.team"
AT_ONCE = 1000
"""So many organisations are read at once."""
RECENT = 20
"""So many counts back one is looked for."""

Choice = tuple[Whose, Level | None]
CHOICES: tuple[Choice, ...] = tuple((whose, level) for whose in Whose for level in (None, *Level))


@dataclass(slots=True)
class Counts:
    """The sums of each choice."""

    sums: dict[Choice, Sums] = field(default_factory=lambda: {one: Sums() for one in CHOICES})


@dataclass(frozen=True, slots=True)
class Part:
    """An organisation directly below: its key, its name of the day, and its sums."""

    key: str
    name: str
    sums: Mapping[Choice, Sums]


@dataclass(frozen=True, slots=True)
class Counted:
    """A day that was counted. at: when."""

    at: datetime | None
    whole: Mapping[Choice, Sums]
    parts: tuple[Part, ...]


def arguments(asof: AsOf, days: list[date]) -> dict[str, Any]:
    """What a count is ordered with. live: as known at the moment of counting, which of a day gone by is not all that was recorded on it."""
    return {"days": [one.isoformat() for one in days], "known": asof.known.isoformat(), "live": not asof.then}


def kept(organisation: Organisation, asof: AsOf, day: date) -> Counted | None:
    """The latest count of a day that is still kept. One query."""
    found = kept_of(COUNT, organisation, asof, day)
    return None if found is None else _read(*found)


def kept_of(kind: str, organisation: Organisation, asof: AsOf, day: date) -> tuple[dict[str, Any], datetime | None] | None:
    """What the latest count of a kind and day keeps, and when it was counted. One query."""
    wanted = arguments(asof, [])
    done = Job.objects.filter(about=organisation.key, kind=kind, state=Job.State.DONE).order_by("-created_at", "-pk")[:RECENT]
    for job in done:
        told = {name: job.arguments.get(name) for name in ("known", "live")}
        if day.isoformat() in job.arguments.get("days", ()) and told == {"known": wanted["known"], "live": wanted["live"]}:
            file = files.made(job, "json")
            if file is not None:
                return json.loads(file.read_bytes())[day.isoformat()], job.ended_at
    return None


def ordered(job: Running) -> list[AsOf]:
    """The days that a count was ordered for (`arguments`)."""
    known = date.fromisoformat(job.arguments["known"])
    today = max(known, clock.today()) if not job.arguments["live"] else known
    return [AsOf(today, date.fromisoformat(one), known) for one in job.arguments["days"]]


def count(job: Running) -> dict[str, int]:
    """The worker's part. What is stopped leaves nothing."""
    organisation = Organisation.objects.get(key=job.about)
    days = ordered(job)
    found = {asof.on.isoformat(): _count(job, organisation, asof, place, len(days)) for place, asof in enumerate(days)}
    files.keep(job.key, "json", json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())
    return {"days": len(days)}


def _count(job: Running, organisation: Organisation, asof: AsOf, place: int, of: int) -> dict[str, Any]:
    there = tree(organisation.top_key, asof.on, asof.known_at)
    below = there.below(organisation.key)
    ids = [pk for pk, one in there.places.items() if pk in below and one.kind in LED]
    whole, scales = Counts(), scales_on(asof.on)
    parts: dict[str, Counts] = {}
    job.keep_on(at_once=True, done=place * len(ids), whole=of * len(ids))
    for start in range(0, len(ids), AT_ONCE):
        team = team_of(organisation.top_key, asof, there, ids[start : start + AT_ONCE])
        for key, part in _split(team, organisation.key):
            counts = parts.setdefault(key, Counts())
            for choice in CHOICES:
                here = chosen(part, choice[0], level=choice[1])
                entries = every_table(here, choice[0], scales)
                counts.sums[choice].add(here, entries)
                whole.sums[choice].add(here, entries)
        job.keep_on(done=place * len(ids) + min(start + AT_ONCE, len(ids)))
    names = {one.key: one.name for one in there.places.values()}
    order = [one.key for one in there.places.values() if one.key in parts]
    return {"whole": _plain(whole.sums), "parts": [[key, names[key], _plain(parts[key].sums)] for key in order]}


def _split(team: Team, key: str) -> Iterator[tuple[str, Team]]:
    """The team by the organisation directly below `key` that each body is at or below; a body that is that itself is its own part."""
    bodies: dict[str, list[Any]] = {}
    of: dict[str, str] = {}
    for one in team.bodies:
        _above, _own, rest = one.path.partition(f"/{key}/")
        part = of[one.key] = rest.split("/")[0] or key
        bodies.setdefault(part, []).append(one)
    posts: dict[str, list[Any]] = {}
    for held in team.posts:
        posts.setdefault(of[held.organisation], []).append(held)
    for part, found in bodies.items():
        yield part, Team(team.on, tuple(found), tuple(posts.get(part, ())))


def _plain(sums: Mapping[Choice, Sums]) -> dict[str, Any]:
    return {
        _name(choice): [one.posts, one.lacking, one.double, {table.value: dict(+rows) for table, rows in one.tables.items()}]
        for choice, one in sums.items()
    }


def _name(choice: Choice) -> str:
    return f"{choice[0].value}/{choice[1].value if choice[1] else ''}"


def _read(plain: Mapping[str, Any], at: datetime | None) -> Counted:
    return Counted(at, _sums(plain["whole"]), tuple(Part(key, name, _sums(told)) for key, name, told in plain["parts"]))


def _sums(plain: Mapping[str, Any]) -> dict[Choice, Sums]:
    found = {}
    for choice in CHOICES:
        posts, lacking, double, tables = plain[_name(choice)]
        found[choice] = Sums(posts, lacking, double)
        found[choice].tables.update({Table(table): Counter(rows) for table, rows in tables.items()})
    return found
