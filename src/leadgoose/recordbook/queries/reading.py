"""Which records somebody may open: said once, and used by every list, count, search and page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.roles import Role
from leadgoose.recordbook.rules.kinds import Level


@dataclass(frozen=True, slots=True)
class Reader:
    """What an actor may open within the reach of a page. secret_of: organisations whose secretary the actor is; login: what one entered oneself."""

    open: bool
    inner: bool
    secret_of: frozenset[str]
    login: str

    def may_open(self, level: Level, org_key: str, entered_by: str) -> bool:
        if level is Level.OPEN:
            return self.open
        if entered_by == self.login and (self.inner or self.secret_of):
            return True
        return self.inner if level is Level.INNER else org_key in self.secret_of

    def condition(self) -> Q:
        """The same as a condition on `Record`: what it leaves out is neither listed nor counted nor suggested."""
        own = Q(entered_by=self.login) if self.inner or self.secret_of else Q(pk__in=())
        inner = Q(level=Level.INNER) if self.inner else Q(pk__in=())
        return (Q(level=Level.OPEN) if self.open else Q(pk__in=())) | inner | Q(level=Level.SECRET, org_key__in=self.secret_of) | own


def reader_of(actor: Actor, reach: Iterable[str]) -> Reader:
    """What an actor may open of the things with this reach; the role table says which roles, a secret is its own secretary's. No query."""
    keys = frozenset(reach)
    return Reader(
        open=bool(actor.may("recordbook.record", keys)),
        inner=bool(actor.may("recordbook.read_inner", keys)),
        secret_of=frozenset(one.key for one in actor.held if one.role is Role.SECRETARY and actor.may("recordbook.read_secret", {one.key})),
        login=actor.login,
    )
