"""The members of an organisation that elects, as the rules of elections want them, from the register of today."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from leadgoose.elections.rules.members import Member, bar
from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.roster.kinds import Standing
from leadgoose.roster.models import Organisation, Present
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.queries.members import found_members

FOUND = 20
COLUMNS = ("person__key", "name", "standing", "can_vote", "full_member", "organisation__name", "posts", "gender", "born_on", "admin_post")


@dataclass(frozen=True, slots=True)
class Known:
    """A member with what a page shows beside the name: where, posts held (codes), the line of the register."""

    member: Member
    branch: str
    posts: tuple[str, ...]
    gender: str
    born_on: str
    admin_post: str

    @property
    def barred(self) -> str:
        """The rule that keeps them from voting and standing; "" for nobody."""
        return bar(self.member) or ""


def members_of(organisation: Organisation, keys: Collection[str] | None = None) -> list[Known]:
    """Everybody who belongs to the organisation or below it, in the register's order, or those of them with these keys. One query.

    Which decision suspends somebody's rights stays sealed: whatever the kind, it takes all three.
    """
    rows = Present.objects.filter(top_key=organisation.top_key, organisation__path__startswith=organisation.path)
    if keys is not None:
        rows = rows.filter(person__key__in=keys)
    return [_known(*row) for row in rows.order_by("sort").values_list(*COLUMNS)]


def members_in(organisations: Collection[Organisation]) -> dict[str, list[Known]]:
    """The same of several organisations, by the organisation's key. One query, however many."""
    found: dict[str, list[Known]] = {one.key: [] for one in organisations}
    below = reduce(or_, (Q(organisation__path__startswith=one.path) for one in organisations), Q(pk=None))
    for path, *row in Present.objects.filter(below).order_by("sort").values_list("organisation__path", *COLUMNS):
        for key in path.strip("/").split("/"):
            if key in found:
                found[key].append(_known(*row))
    return found


def _known(
    key: str, name: str, standing: str, can_vote: bool, full_member: str, branch: str, posts: str, gender: str, born_on: str, admin_post: str
) -> Known:
    full = standing == Standing.FULL
    since = PartialDate.parse(full_member) if full_member else None
    member = Member(key, name, full, probation_in_party=full and not can_vote, full_since=since)
    return Known(member, branch, tuple(posts.split()), gender, born_on, admin_post)


def find(organisation: Organisation, text: str, today: date) -> list[Known]:
    """The first members whom a name, pinyin, initials or the last four digits of the ID number find. Three queries."""
    rows = found_members(organisation, Filters(q=text), today, FOUND) if text else []
    return members_of(organisation, {row.person for row in rows}) if rows else []
