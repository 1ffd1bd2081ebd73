"""Who holds a post in a branch and has no account yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leadgoose.accounts.rules.bulk import roles_of
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import Role
from leadgoose.roster.queries.holdings import Holder, holders


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person without an account, the posts held, and the roles that follow: (role, organisation)."""

    person: str
    name: str
    posts: tuple[Holder, ...]
    roles: tuple[tuple[Role, str], ...]

    @property
    def leads(self) -> bool:
        return any(role is Role.SECRETARY for role, _ in self.roles)


def waiting(top_key: str, on: date) -> list[Waiting]:
    """Those of a committee, in the register's order. Three queries."""
    posts: dict[str, list[Holder]] = {}
    for one in holders(on, top_key=top_key):
        posts.setdefault(one.person, []).append(one)
    have = set(User.objects.filter(home_key=top_key, is_active=True).exclude(person_key="").values_list("person_key", flat=True))
    made = [Waiting(key, held[0].name, tuple(held), roles_of((one.org, one.kind) for one in held)) for key, held in posts.items() if key not in have]
    return [one for one in made if one.roles]


def taken(prefix: str) -> frozenset[str]:
    """Logins that begin so, anywhere. One query."""
    return frozenset(User.objects.filter(login__startswith=prefix).values_list("login", flat=True))
