"""The elections and votes since a day whose electors an act valid from then would have changed, also those that floors above keep.

    past_votes.register("recordbook", votes_since)      in the owning app's ready(), once

The callable gets {organisation's key: day} and today, and the keys of the people whom the act is about (none: of everybody); it returns a `Touched`
for each meeting on that day or later, with a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from leadgoose.roster.models import Term


@dataclass(frozen=True, slots=True)
class Touched:
    """An election or a meeting that voted in an organisation (its key): its voters were counted without what is now recorded. what: in few words."""

    branch: str
    on: date
    what: str


Ask = Callable[[Mapping[str, date], date, Collection[str]], Iterable[Touched]]
_asks: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Let a floor above tell of its votes under a name of its own; ValueError when something else has that name."""
    if _asks.setdefault(name, ask) is not ask:
        raise ValueError(f"two askers for past votes named {name}")


def votes_since(first: Mapping[str, date], today: date, people: Collection[str] = ()) -> tuple[Touched, ...]:
    """Those in these organisations (keys) on the day given for each or later, in the order of their days. One query, and those of each asker."""
    if not first:
        return ()
    terms = Term.objects.known().filter(organisation__key__in=first, elected_on__lte=today).values_list("organisation__key", "elected_on").distinct()
    found = [Touched(key, day, gettext("换届选举")) for key, day in terms if day >= first[key]]
    found += [one for ask in _asks.values() for one in ask(first, today, people)]
    return tuple(sorted(found, key=lambda one: (one.on, one.branch, one.what)))
