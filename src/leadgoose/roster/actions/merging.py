"""Splitting, merging and withdrawing organisations: their members go elsewhere in the same act, what they held ends or goes with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from leadgoose.ground.access.actor import Actor
from leadgoose.roster.actions.deeds import Work
from leadgoose.roster.actions.membership import enter
from leadgoose.roster.actions.organisations import Consent, Prepared, decided, do, found, keep_alias, line_of, not_held
from leadgoose.roster.kinds import HOMES, OrgKind, Standing
from leadgoose.roster.models import Membership, Organisation, OrganisationAlias, OrganisationDeed, Placement, Post, Term, UnitCovered, UnitLink
from leadgoose.roster.queries import bodies
from leadgoose.roster.rules import organisations as rules
from leadgoose.roster.rules.organisations import Founding, Kind


def prepare_split(place: Organisation, wish: Founding, who: Collection[str], today: date) -> Prepared:
    """A new branch of some members (person keys) of an old one, below the same superior. The old one's term goes on."""
    not_held(place)
    until = wish.until if wish.kind is OrgKind.JOINT_BRANCH else None
    wish = Founding(wish.kind, " ".join(wish.name.split()), wish.on, until, wish.units, wish.applied_on, wish.seats, wish.no_committee)
    body, going = bodies.body_of(place), [row for row in members_of(place) if row.person.key in who]
    full = sum(row.standing == Standing.FULL for row in going)
    decided(rules.refuse_splitting(body, full, len(going) - full, wish.on, today))
    assert place.parent is not None
    parent = place.parent
    above = bodies.body_of(parent)
    decided(rules.refuse_founding(above, wish, bodies.name_taken(place.top_key, wish.kind, wish.name, parent.pk), today))
    told = {"kind": wish.kind.value, "from": place.key, "moved": [row.person.key for row in going]}

    def write(work: Work) -> Organisation:
        made = found(work, parent, wish)
        move_members(work, place, going, made)
        return made

    size = rules.Body("", wish.kind)
    notices = (*rules.notices_of_founding(wish), *rules.notices_of_size([(size, len(going))]))
    return Prepared(Kind.SPLIT, wish.on, (place,), write, notices=notices, electors=frozenset({place.key}), told=told, personal={"name": wish.name})


def split_branch(
    place: Organisation, wish: Founding, who: Collection[str], basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> OrganisationDeed:
    """Let some members form a new branch (journal: BranchDivided); the deed's `organisation` is the new one."""
    return do(place.top_key, lambda today: prepare_split(place, wish, who, today), basis, consent or Consent(), by=by, at=at)


def prepare_merge(place: Organisation, target: Organisation | None, on: date, today: date) -> Prepared:
    """All members go to `target`; the branch ends with its posts, groups and term, and its names mean the target from then on."""
    found_ = bodies.bodies([place, *([target] if target is not None else [])])
    body, other = found_[place.key], found_.get(target.key) if target is not None else None
    decided(rules.refuse_merging(body, other, on, today))
    assert target is not None
    assert other is not None
    not_held(place, target)
    going = members_of(place)
    told: dict[str, Any] = {"to": target.key, "moved": [row.person.key for row in going]}

    def write(work: Work) -> Organisation:
        move_members(work, place, going, target)
        close(work, place)
        told["aliases"] = _pass_names(place, target, work.at)
        return place

    return Prepared(
        Kind.MERGE, on, (place, target), write, (place, target), rules.notices_of_size([(other, body.members)]),
        frozenset({place.key, target.key}), told,
    )


def merge_branch(
    place: Organisation, target: Organisation | None, on: date, basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> OrganisationDeed:
    """Let a branch end in another (journal: BranchMerged)."""
    return do(place.top_key, lambda today: prepare_merge(place, target, on, today), basis, consent or Consent(), by=by, at=at)


def prepare_withdrawal(place: Organisation, to: Mapping[str, str], above: Organisation | None, on: date, today: date) -> Prepared:
    """to: person key → key of the branch that the member goes to; above: what stands above the branches below, of a general branch."""
    not_held(place)
    body, going = bodies.body_of(place), members_of(place)
    homes = {row.key: row for row in bodies.targets_named(place, HOMES, set(to.values())).values()}
    homeless = [row.person.key for row in going if to.get(row.person.key, "") not in homes]
    below = list(Organisation.objects.filter(parent=place, ended_on=None).exclude(kind=OrgKind.GROUP).order_by("position", "pk"))
    fitting = above is not None and above.ended_on is None and above.kind in {OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH} and above.key != place.key
    decided(rules.refuse_withdrawal(body, homeless or ([] if fitting else [one.key for one in below]), on, today))
    arriving = {key: [row for row in going if to[row.person.key] == key] for key in homes}
    told: dict[str, Any] = {"moved": {row.person.key: to[row.person.key] for row in going}}
    if below and above is not None:
        told |= {"below": above.key, "branches": [one.key for one in below]}

    def write(work: Work) -> Organisation:
        for key, rows in arriving.items():
            move_members(work, place, rows, homes[key])
        for one in below:
            work.again(line_of(one), parent=above)
        close(work, place)
        return place

    sizes = bodies.bodies(homes.values())
    return Prepared(
        Kind.WITHDRAW, on, (place, *homes.values(), *below, *([above] if below and above is not None else [])), write,
        (place, *homes.values()), rules.notices_of_size((sizes[key], len(rows)) for key, rows in arriving.items()),
        frozenset(homes) | ({place.key} if going else set()), told,
    )


def withdraw_organisation(
    place: Organisation, to: Mapping[str, str], above: Organisation | None, on: date, basis: str, *, by: Actor, at: datetime,
    consent: Consent | None = None,
) -> OrganisationDeed:
    """Let an organisation end (journal: OrganisationWithdrawn)."""
    return do(place.top_key, lambda today: prepare_withdrawal(place, to, above, on, today), basis, consent or Consent(), by=by, at=at)


# --- what goes, what ends ---


def members_of(place: Organisation) -> list[Membership]:
    """The open memberships of a branch, in the order of the register. One query."""
    rows = Membership.objects.known().filter(organisation=place, valid_to=None, person__died_on=None).select_related("person")
    return list(rows.order_by("person_id", "pk"))


def move_members(work: Work, place: Organisation, going: Iterable[Membership], to: Organisation) -> None:
    """These members belong to another branch from the day on; their posts and groups in the old one end."""
    going = list(going)
    people = {row.person_id for row in going}
    here = [place.pk, *Organisation.objects.filter(parent=place, kind=OrgKind.GROUP).values_list("pk", flat=True)]
    for model in (Post, Placement):
        for row in model.objects.known().filter(organisation__in=here, person__in=people, valid_to=None).order_by("pk"):
            work.end(row)
    for row in going:
        work.end(row)
        enter(work, row.person, to, Standing(row.standing))


def close(work: Work, place: Organisation) -> None:
    """The organisation ends with its groups, its posts, its term and what else stands in its name."""
    groups = list(Organisation.objects.filter(parent=place, kind=OrgKind.GROUP, ended_on=None).order_by("pk"))
    for model in (Post, Placement, Term, UnitCovered, UnitLink):
        for row in model.objects.known().filter(organisation__in=[place, *groups], valid_to=None).order_by("pk"):
            work.end(row)
    for one in (*groups, place):
        work.end(line_of(one))


def _pass_names(place: Organisation, to: Organisation, at: datetime) -> list[int]:
    """The names that files used for a branch mean the one that it went into. Returns the aliases' ids."""
    rows = OrganisationAlias.objects.filter(organisation=place).order_by("pk")
    passed = list(rows.values_list("pk", flat=True))
    rows.update(organisation=to)
    return [*passed, keep_alias(to, place.name, at)]
