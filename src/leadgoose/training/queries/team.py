"""Whom training is about: secretaries, deputies, committee members, and members in reserve, in the register's order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from leadgoose.roster.kinds import COMMITTEE_POSTS, PostKind
from leadgoose.roster.models import Post, Present
from leadgoose.training.models.competencies import Mark
from leadgoose.training.rules.competency import Role
from leadgoose.training.rules.gaps import role_of
from leadgoose.training.rules.levels import Rulebook


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team. place: key of the branch; unit: of its production unit, "" for none; since: secretary since, None: not known."""

    pk: int
    key: str
    name: str
    place: str
    branch: str
    unit: str
    path: str
    posts: tuple[str, ...]
    role: Role
    since: date | None


def team(top_key: str, on: date, book: Rulebook, path: str = "", person: int | None = None) -> list[Member]:
    """Everybody with a role, below a path or all; person: only this one (id). Three queries at every size."""
    posts: dict[int, dict[str, date | None]] = defaultdict(dict)
    held = Post.objects.on(on).filter(organisation__top_key=top_key, kind__in=COMMITTEE_POSTS)
    marked = Mark.objects.on(on).filter(person__top_key=top_key)
    if person is not None:
        held, marked = held.filter(person_id=person), marked.filter(person_id=person)
    for pk, kind, since in held.order_by("pk").values_list("person_id", "kind", "since"):
        posts[pk][kind] = since
    marks: dict[int, set[str]] = defaultdict(set)
    for pk, kind in marked.values_list("person_id", "kind"):
        marks[pk].add(kind)
    rows = Present.objects.filter(top_key=top_key, organisation__path__startswith=path or f"/{top_key}/", person_id__in=posts.keys() | marks.keys())
    found = []
    for pk, key, name, place, branch, unit, at in rows.order_by("sort").values_list(
            "person_id", "person__key", "name", "organisation__key", "organisation__name", "organisation__unit__key", "organisation__path"):
        since = posts[pk].get(PostKind.SECRETARY)
        role = role_of(posts[pk], since, marks[pk], on, book)
        if role is not None:
            found.append(Member(pk, key, name, place, branch, unit or "", at, tuple(posts[pk]), role, since))
    return found
