"""The effect of an act before it is done: its rows are written, the rules are asked, and all of it is rolled back.

So what the page shows cannot differ from what the act does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from leadgoose.roster import duty_facts
from leadgoose.roster.actions.deeds import Work
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Organisation, Post, Present, Term
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.rules.acts import change


class _Over(Exception):
    """Ends a rehearsal: everything since its beginning is undone."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was so before the act."""

    top_key: str
    today: date
    start: date | None
    seen: duty_facts.Picture


def look(top_key: str, organisations: Collection[int], today: date) -> Before:
    """The organisations (ids) as they stand today. Seven queries."""
    start = duty_facts.start_on(top_key)
    return Before(top_key, today, start, duty_facts.picture(top_key, today, start=start, organisations=organisations))


def compare(before: Before, work: Work) -> Effect:
    """What the rows written since have changed. Ten queries."""
    was = {one.key: one for one in before.seen.branches}
    there = work.organisations | set(Organisation.objects.filter(key__in=was).values_list("pk", flat=True))
    seen = duty_facts.picture(before.top_key, before.today, start=before.start, organisations=there)
    will = {one.key: one for one in seen.branches}
    keys = list(dict.fromkeys([*was, *will]))
    changes = tuple(
        change(was[key].facts if key in was else None, will[key].facts if key in will else None)
        for key in keys if key not in was or key not in will or was[key].facts != will[key].facts
    )
    posts = _posts_ended(work)
    names = {key: one.name for key, one in {**was, **will}.items()}
    names |= dict(Present.objects.filter(person__key__in={person for person, _, _ in posts}).values_list("person__key", "name"))
    running = Term.objects.filter(pk__in=_of(work.recorded, "Term"), valid_to=None)
    terms = Term.objects.filter(pk__in=_of(work.retracted, "Term")).exclude(organisation__in=running.values("organisation"))
    return Effect(changes, posts, (), names, tuple(terms.values_list("organisation__key", "elected_on")), tuple(key for key in was if key not in will))


def rehearse(top_key: str, organisations: Collection[int], today: date, write: Callable[[], Work]) -> Effect:
    """What the writing would do; nothing of it stays. Refused, as the act itself would be."""
    before = look(top_key, organisations, today)
    found = Effect()
    try:
        with transaction.atomic():
            found = compare(before, write())
            raise _Over
    except _Over:
        return found


def _posts_ended(work: Work) -> tuple[tuple[str, str, PostKind], ...]:
    """Posts that the work ended and did not give again."""
    rows = Post.objects.filter(pk__in=_of(work.retracted, "Post")).order_by("pk")
    still = set(
        Post.objects.filter(pk__in=_of(work.recorded, "Post"), valid_to=None, retracted_at=None)
        .values_list("person__key", "organisation__key", "kind")
    )
    held = rows.values_list("person__key", "organisation__key", "kind")
    return tuple((person, place, PostKind(kind)) for person, place, kind in held if (person, place, kind) not in still)


def _of(rows: list[tuple[str, int]], model: str) -> list[int]:
    return [pk for name, pk in rows if name == model]
