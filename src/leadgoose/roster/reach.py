"""What reaches a thing of the register: organisations above it, the production unit it is linked to, and itself."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from leadgoose.ground.access.scopes import Target
from leadgoose.ground.prepared import Row, Slot, columns, made, prepared
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Designation, Import, Organisation, Person, Present, ProductionUnit, UnitCovered


def of_organisation(organisation: Organisation) -> frozenset[str]:
    """Keys of all organisations that contain it, its own, and its production unit's; a joint branch is reached by all units that it covers.

    No query with `unit` at hand, one for a joint branch.
    """
    keys = set(organisation.path.strip("/").split("/"))
    if organisation.unit is not None:
        keys.add(organisation.unit.key)
    if organisation.kind == OrgKind.JOINT_BRANCH:
        keys |= set(UnitCovered.objects.known().filter(organisation=organisation, valid_to=None).values_list("unit__key", flat=True))
    return frozenset(keys)


def of_person(person: Person) -> frozenset[str]:
    """The reach of the branch the person belongs to now, and the person's own key; somebody without a branch is the top's."""
    present = getattr(person, "present", None)
    if present is None:
        return frozenset({person.top_key, person.key})
    return of_organisation(present.organisation) | {person.key}


def find_organisation(key: str) -> Target | None:
    for row in _organisation(key):
        found = _placed(row)
        return Target(of_organisation(found), found.top_key, found, row[len(PLACE)])
    return None


def find_person(key: str) -> Target | None:
    for row in _person(key):
        found = made(Person, PERSON, row[: len(PERSON)])
        name, *place, top_name = row[len(PERSON) :]
        if name is not None:
            organisation = _placed(tuple(place))
            found.present = made(Present, ("person_id", "organisation_id", "name"), (found.pk, organisation.pk, name))
            found.present.organisation = organisation
        return Target(of_person(found), found.top_key, found, top_name)
    return None


def find_upload(key: str) -> Target | None:
    """An uploaded file; one that was destroyed is not there."""
    found = Import.objects.filter(key=key).exclude(state="dropped").first()
    return None if found is None else Target(frozenset({found.top_key}), found.top_key, found)


def find_designation(key: str) -> Target | None:
    found = Designation.objects.select_related("organisation__unit", "person", "leaving").filter(key=key).first()
    return None if found is None else Target(of_organisation(found.organisation), found.top_key, found)


ORGANISATION, UNIT, PERSON = columns(Organisation), columns(ProductionUnit), columns(Person)
PLACE = (*ORGANISATION, *(f"unit__{name}" for name in UNIT))


TOP_NAME = Subquery(Organisation.objects.filter(key=OuterRef("top_key")).values("name"))
"""The name of the committee, which the frame of every page shows."""


def _placed(row: Row) -> Organisation:
    """The organisation of a row of PLACE, with its unit."""
    found = made(Organisation, ORGANISATION, row[: len(ORGANISATION)])
    found.unit = made(ProductionUnit, UNIT, row[len(ORGANISATION) : len(PLACE)]) if found.unit_id is not None else None
    return found


@prepared
def _organisation(key: Slot) -> QuerySet[Organisation, Any]:
    return Organisation.objects.filter(key=key).values_list(*PLACE, TOP_NAME)


@prepared
def _person(key: Slot) -> QuerySet[Person, Any]:
    return Person.objects.filter(key=key).values_list(*PERSON, "present__name", *(f"present__organisation__{name}" for name in PLACE), TOP_NAME)
