"""The history of one organisation as known now or at a moment: names, terms, leaders, size, and the acts that touched it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from leadgoose.ground.holdings import GONE
from leadgoose.ground.vault.actions import open_many
from leadgoose.ground.vault.queries import destroyed
from leadgoose.roster.kinds import PostKind, Standing
from leadgoose.roster.models import Deed, Membership, Organisation, OrganisationDeed, OrganisationFact, PersonFact, Post
from leadgoose.roster.queries.acts import BASIS
from leadgoose.roster.queries.asof import last_names
from leadgoose.roster.queries.asof_organisation import terms_known
from leadgoose.roster.queries.organisation import TermRow
from leadgoose.roster.rules.history import Stay

OF_POSTS = ("give_post", "end_post")


@dataclass(frozen=True, slots=True)
class Named:
    """The organisation's line of the register from a day on: its name, kind, superior's name."""

    pk: int
    name: str
    kind: str
    parent: str
    first: date
    end: date | None
    recorded_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody held a post of the committee: from a day (exact: the files say so, else they say that it was no later), until before another."""

    person: str
    name: str
    kind: PostKind
    first: date
    end: date | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Act:
    """An act that touched the organisation. about: key of the person it was about, "" for the organisation; others: (key, name) of the other organisations.

    basis: number of the document, or meeting and day; "" where the reader may not see it, or the key is destroyed.
    """

    key: str
    act: str
    day: date
    about: str
    name: str
    others: tuple[tuple[str, str], ...]
    basis: str
    recorded_at: datetime
    reversed_at: datetime | None
    facts: frozenset[int]          # ids of the organisation's lines that it recorded


@dataclass(frozen=True, slots=True)
class History:
    """All of it, everything in the order of its days."""

    named: tuple[Named, ...]
    terms: tuple[TermRow, ...]
    leaders: tuple[Leader, ...]
    stays: tuple[Stay, ...]
    acts: tuple[Act, ...]


def history(organisation: Organisation, on: date, known_at: datetime | None = None, *, opened: bool = False) -> History:
    """What had begun by a day. opened: with the bases of the acts. Eleven queries at most."""
    lines = list(
        OrganisationFact.objects.known(known_at).filter(organisation=organisation, valid_from__lte=on).order_by("valid_from", "pk")
        .values_list("pk", "name", "kind", "parent__key", "valid_from", "valid_to", "recorded_at", "source")
    )
    terms = terms_known(organisation, on, known_at)
    posts = list(
        Post.objects.known(known_at).filter(organisation=organisation, valid_from__lte=on).exclude(kind=PostKind.GROUP_LEADER).order_by("pk")
        .values_list("person__key", "kind", "since", "valid_from", "valid_to")
    )
    stays = Membership.objects.known(known_at).filter(organisation=organisation, valid_from__lte=on).order_by("valid_from", "pk")
    deeds = _organisation_deeds(organisation, on, known_at)
    of_people = _post_deeds(organisation, on, known_at)
    gone = destroyed()
    others = {key for _deed, keys in deeds for key in keys}
    places = last_names(others | {row[3] for row in lines if row[3]}, on, known_at)
    people = _people({row[0] for row in posts} | {one.person.key for one in of_people}, known_at, gone)
    bases = _bases([one for one, _keys in deeds], of_people, gone) if opened else {}
    known = {row[0] for row in lines}
    acts = [
        Act(one.key, one.act, one.valid_on, "", "", tuple((key, places.get(key, "")) for key in keys), bases.get(one.key, ""), one.recorded_at,
            _undone(one.reversed_at, known_at), _facts(one, known))
        for one, keys in deeds
    ] + [
        Act(one.key, one.act, one.valid_on, one.person.key, people.get(one.person.key, ""), (), bases.get(one.key, ""), one.recorded_at,
            _undone(one.reversed_at, known_at), frozenset())
        for one in of_people
    ]
    return History(
        tuple(Named(pk, name, kind, places.get(parent or "", ""), *told) for pk, name, kind, parent, *told in lines),
        tuple(terms),
        tuple(sorted(
            (Leader(key, people.get(key, ""), PostKind(kind), since or first, end, since is not None) for key, kind, since, first, end in posts),
            key=lambda one: one.first,
        )),
        tuple(Stay(first, end, Standing(standing)) for first, end, standing in stays.values_list("valid_from", "valid_to", "standing")),
        tuple(sorted(acts, key=lambda one: (one.day, one.recorded_at))),
    )


def _organisation_deeds(organisation: Organisation, on: date, known_at: datetime | None) -> list[tuple[OrganisationDeed, list[str]]]:
    """With the keys of the other organisations that each touched. Two queries."""
    rows = OrganisationDeed.objects.filter(_known(known_at), places=organisation, valid_on__lte=on).prefetch_related("places")
    return [(one, [place.key for place in one.places.all() if place.pk != organisation.pk]) for one in rows.order_by("valid_on", "pk")]


def _facts(deed: OrganisationDeed, known: Collection[int]) -> frozenset[int]:
    """The lines that an act recorded, of those known: also rows that a later counter-act put others in the place of."""
    return frozenset(pk for name, pk in (*deed.recorded, *deed.told.get("renewed", [])) if name == "OrganisationFact" and pk in known)


def _post_deeds(organisation: Organisation, on: date, known_at: datetime | None) -> list[Deed]:
    rows = Deed.objects.filter(_known(known_at), top_key=organisation.top_key, org_key=organisation.key, act__in=OF_POSTS, valid_on__lte=on)
    return list(rows.select_related("person").order_by("valid_on", "pk"))


def _bases(places: Collection[OrganisationDeed], people: Collection[Deed], gone: Collection[str]) -> dict[str, str]:
    """The bases of these acts in clear, by the key of the act; left out where the key is destroyed. One query."""
    sealed = [(one.key, one.org_key, one.basis_sealed) for one in places] + [(one.key, one.person.key, one.basis_sealed) for one in people]
    sealed = [one for one in sealed if one[1] not in gone and one[2]]
    return dict(zip((key for key, *_rest in sealed), open_many((whose, BASIS, text) for _key, whose, text in sealed), strict=True)) if sealed else {}


def _known(known_at: datetime | None) -> Q:
    return Q() if known_at is None else Q(recorded_at__lte=known_at)


def _undone(at: datetime | None, known_at: datetime | None) -> datetime | None:
    return None if at is not None and known_at is not None and at > known_at else at


def _people(keys: Collection[str], known_at: datetime | None, gone: Collection[str]) -> dict[str, str]:
    """The last names known of these people. One query."""
    rows = PersonFact.objects.known(known_at).filter(person__key__in=keys).order_by("valid_from", "pk").values_list("person__key", "name")
    return {key: GONE if key in gone else name for key, name in rows}
