"""Finding present members by what a pasted table says of them: the name as written, the branch where two share one, the last four digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from leadgoose.ground.search.scripts import simplify
from leadgoose.roster.identity import last4_index
from leadgoose.roster.models import Present
from leadgoose.roster.queries.known import Places, places


@dataclass(frozen=True, slots=True)
class Member:
    """A present member as tables need it. place: the key of the branch; unit: of its production unit, "" for none."""

    pk: int
    key: str
    name: str
    place: str
    branch: str
    unit: str
    last4: str
    path: str


@dataclass(frozen=True, slots=True)
class Finder:
    """Everybody of a committee by name, and its organisations by any of their names."""

    places: Places
    members: Mapping[str, tuple[Member, ...]]
    top_key: str

    def find(self, name: str, branch: str = "", last4: str = "") -> Member | str:
        """The member meant, or why not: "nobody", "several", "no-branch" (no organisation is called so)."""
        found = self.members.get(_spelled(name), ())
        if branch:
            place = self.places.find(branch)
            if not place:
                return "no-branch"
            found = tuple(one for one in found if place in one.path)
        if last4:
            mark = last4_index(self.top_key, last4)
            found = tuple(one for one in found if one.last4 == mark)
        return found[0] if len(found) == 1 else "several" if found else "nobody"


def _spelled(name: str) -> str:
    """A name without spaces, in one script: tables are read in one, and a name like 昇 is written the same in both."""
    return simplify("".join(name.split()))


def finder(top_key: str) -> Finder:
    """Three queries."""
    rows = Present.objects.filter(top_key=top_key).order_by("sort").values_list(
        "person_id", "person__key", "name", "organisation__key", "organisation__name", "organisation__unit__key", "last4_index", "organisation__path")
    found: dict[str, list[Member]] = defaultdict(list)
    for pk, key, name, place, branch, unit, last4, path in rows:
        found[_spelled(name)].append(Member(pk, key, name, place, branch, unit or "", last4, path))
    return Finder(places(top_key), {name: tuple(members) for name, members in found.items()}, top_key)
