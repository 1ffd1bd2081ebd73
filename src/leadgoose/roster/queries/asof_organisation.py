"""One organisation's page as of a day, as known now or at a moment: who led it, its terms, names, groups, from the facts alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from leadgoose.ground.holdings import GONE
from leadgoose.roster.kinds import OrgKind, PostKind
from leadgoose.roster.models import Membership, Organisation, OrganisationAlias, PersonFact, Placement, Post, Term, UnitCovered, UnitLink
from leadgoose.roster.queries.asof import Place
from leadgoose.roster.queries.asof_members import Then
from leadgoose.roster.queries.bodies import Group, Somebody
from leadgoose.roster.queries.organisation import RANK, Holder, TermRow
from leadgoose.roster.queries.units import UnitThen, units_on


def name_on(on: date, known_at: datetime | None, person: str = "person") -> Subquery:
    """What the register of the day calls the person of a row."""
    lines = PersonFact.objects.on(on, known_at).filter(person=OuterRef(person)).order_by("-valid_from", "-pk")
    return Subquery(lines.values("name")[:1])


def holders(organisation: Organisation, asked: Then) -> list[Holder]:
    """Who held a post here on the day, the secretary first. One query."""
    rows = _alive(Post.objects.on(asked.on, asked.known_at).filter(organisation=organisation), asked)
    rows = rows.annotate(said=name_on(asked.on, asked.known_at)).order_by("pk")
    found = [
        Holder(key, GONE if key in asked.erased else name or "", *told)
        for key, name, *told in rows.values_list(
            "person__key", "said", "kind", "came_by", "since", "full_time", "cross_appointed", "awaiting_approval", "recorded_at", "source",
        )
    ]
    return sorted(found, key=lambda one: RANK[PostKind(one.kind)])


def terms_known(organisation: Organisation, on: date, known_at: datetime | None) -> list[TermRow]:
    """The terms that had begun by the day, as known then, the earliest first. One query."""
    rows = Term.objects.known(known_at).filter(organisation=organisation, valid_from__lte=on).order_by("elected_on", "pk")
    return [TermRow(*row) for row in rows.values_list(
        "elected_on", "years", "expires_on", "shifted_to", "reply_no", "valid_to", "recorded_at", "source"
    )]


def aliases(organisation: Organisation, known_at: datetime | None) -> list[str]:
    """Other names by which files called it. One query."""
    rows = OrganisationAlias.objects.filter(organisation=organisation)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return list(rows.order_by("pk").values_list("alias", flat=True))


def groups(place: Place, asked: Then) -> list[Group]:
    """The groups of a branch on the day. Two queries, none while there were none."""
    there = [one for one in asked.seen.children(place.pk) if one.kind is OrgKind.GROUP]
    if not there:
        return []
    ids = [one.pk for one in there]
    leading = Post.objects.on(asked.on, asked.known_at).filter(organisation_id__in=ids).annotate(said=name_on(asked.on, asked.known_at)).order_by("pk")
    leaders = {
        pk: GONE if key in asked.erased else name or "" for pk, key, name in leading.values_list("organisation_id", "person__key", "said")
    }
    placed = Placement.objects.on(asked.on, asked.known_at).filter(organisation_id__in=ids).order_by()
    counts = dict(placed.values("organisation").annotate(n=Count("pk")).values_list("organisation", "n"))
    return [Group(one.key, one.name, leaders.get(one.pk, ""), counts.get(one.pk, 0)) for one in there]


def units_covered(organisation: Organisation, asked: Then) -> list[str]:
    """Names of the day of the units that a joint branch covered. Two queries."""
    pks = UnitCovered.objects.on(asked.on, asked.known_at).filter(organisation=organisation).order_by("pk").values_list("unit_id", flat=True)
    names = {pk: one.name for pk, one in units_on(asked.seen.top_key, asked.on, asked.known_at).items()}
    return [names[pk] for pk in pks if pk in names]


def unit_of(organisation: Organisation, asked: Then) -> UnitThen | None:
    """The unit of which it was on the day. Two queries."""
    rows = UnitLink.objects.on(asked.on, asked.known_at).filter(organisation=organisation).order_by("-valid_from", "-pk")
    pk = rows.values_list("unit_id", flat=True).first()
    return units_on(asked.seen.top_key, asked.on, asked.known_at).get(pk) if pk is not None else None


def placed_here(organisation: Organisation, asked: Then) -> list[tuple[Somebody, str]]:
    """Who took part in a group or temporary branch on the day, each with the branch of the membership. One query."""
    home = Membership.objects.on(asked.on, asked.known_at).filter(person=OuterRef("person")).order_by("-valid_from", "-pk")
    rows = Placement.objects.on(asked.on, asked.known_at).filter(organisation=organisation)
    rows = _alive(rows, asked).annotate(
        said=name_on(asked.on, asked.known_at), home=Subquery(home.values("organisation_id")[:1]), standing=Subquery(home.values("standing")[:1]),
    ).order_by("person_id")
    return [
        (Somebody(pk, key, GONE if key in asked.erased else name or "", standing or "", "", organisation.key), asked.seen.name(home_pk or 0))
        for pk, key, name, standing, home_pk in rows.values_list("person_id", "person__key", "said", "standing", "home")
    ]


def _alive(rows: QuerySet[Any], asked: Then) -> QuerySet[Any]:
    """Without those dead by the day; of what was known then the facts speak, which a death ends."""
    return rows if asked.known_at is not None else rows.exclude(person__died_on__lte=asked.on)


def secretaries(pks: Iterable[int], asked: Then) -> dict[int, tuple[list[str], bool]]:
    """Names of the secretaries of these organisations on the day, and whether anything tells that somebody should be there. One query."""
    rows = Post.objects.known(asked.known_at).filter(organisation_id__in=list(pks), valid_from__lte=asked.on).exclude(kind=PostKind.GROUP_LEADER)
    rows = rows.annotate(said=name_on(asked.on, asked.known_at)).order_by("pk")
    found: dict[int, tuple[list[str], bool]] = {}
    for pk, kind, ends, key, name, died in rows.values_list("organisation_id", "kind", "valid_to", "person__key", "said", "person__died_on"):
        names = found.setdefault(pk, ([], True))[0]
        gone = asked.known_at is None and died is not None and died <= asked.on
        if kind == PostKind.SECRETARY and (ends is None or ends > asked.on) and (name or key in asked.erased) and not gone:
            names.append(GONE if key in asked.erased else name)
    return found
