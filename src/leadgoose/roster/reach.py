"""What reaches a thing of the register: organisations above it, the production unit it is linked to, and itself."""

from __future__ import annotations

from leadgoose.ground.access.scopes import Target
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Designation, Import, Organisation, Person, UnitCovered


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
    found = next(iter(Organisation.objects.select_related("unit").filter(key=key)), None)
    return None if found is None else Target(of_organisation(found), found.top_key, found)


def find_person(key: str) -> Target | None:
    places = "present__organisation__"
    rows = Person.objects.filter(key=key).select_related("present__organisation__unit").only(
        "key", "top_key", "id_sealed", "id_masked", "died_on", "present__name", f"{places}key", f"{places}top_key", f"{places}path", f"{places}kind",
        f"{places}name", f"{places}unit__key", f"{places}unit__name",
    )
    found = next(iter(rows), None)
    return None if found is None else Target(of_person(found), found.top_key, found)


def find_upload(key: str) -> Target | None:
    found = Import.objects.filter(key=key).first()
    return None if found is None else Target(frozenset({found.top_key}), found.top_key, found)


def find_designation(key: str) -> Target | None:
    found = Designation.objects.select_related("organisation__unit", "person", "leaving").filter(key=key).first()
    return None if found is None else Target(of_organisation(found.organisation), found.top_key, found)
