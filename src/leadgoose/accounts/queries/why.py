"""Where an account's rights come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadgoose.accounts.reach import chain_of
from leadgoose.accounts.rules.resting import POSTS
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import PLATFORM, TABLE, Role
from leadgoose.ground.journal.queries import about_login
from leadgoose.roster.queries.holdings import Holder, holders
from leadgoose.roster.queries.named import names_of


@dataclass(frozen=True, slots=True)
class Source:
    """One role held: on what, since when, by whose act, under which number of the journal, and the posts that it rests on.

    receipt: number and hash of the entry, "" for a role older than the journal. batch: of accounts opened together.
    """

    role: Role
    key: str
    place: str
    since: date
    granted_by: str
    receipt: str
    batch: str
    posts: tuple[Holder, ...]
    capabilities: tuple[str, ...]


def sources(user: User, on: date) -> list[Source]:
    """Each role that an account holds on a day with what it lets it do, in the order granted. Six queries."""
    grants = [one for one in Grant.objects.filter(user=user, since__lte=on).order_by("pk") if one.until is None or one.until > on]
    entries = {(row.facts.get("role"), row.facts.get("key")): row for row in about_login(chain_of(user), user.login, user.person_key, ["RoleGranted"])}
    names = names_of({one.key for one in grants if one.key != PLATFORM})
    posts = holders(on, person=user.person_key) if user.person_key else []
    found = []
    for one in grants:
        role, entry = Role(one.role), entries.get((one.role, one.key))
        resting = tuple(held for held in posts if held.org == one.key and held.kind in POSTS.get(role, ()))
        found.append(Source(
            role, one.key, names.get(one.key, ""), one.since, one.granted_by, entry.receipt if entry else "",
            str(entry.facts.get("batch", "")) if entry else "", resting, capabilities_of(role),
        ))
    return found


def capabilities_of(role: Role) -> tuple[str, ...]:
    return tuple(capability for capability, roles in TABLE.items() if role in roles)
