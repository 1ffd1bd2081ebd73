"""Who may write in a book: its own secretary, whoever the secretary entrusted, and the committee's office that types in paper sheets.

The role table says which roles; this says on what they must be held: a superior's secretary reads a branch's book and does not write in it.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor, Denied, Permit
from leadgoose.ground.access.roles import Role
from leadgoose.recordbook.actions.refusals import Refused
from leadgoose.recordbook.models import Entrustment
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation


def writer(capability: str, organisation: Organisation, *, by: Actor, on: date) -> Permit:
    """The role in which the actor writes in this book. Denied without one; Refused for a committee member without an entrustment. One query at most."""
    reach = of_organisation(organisation)
    by.require(capability, reach)
    if any(one.role is Role.SECRETARY and one.key == organisation.key for one in by.held):
        return Permit(True, capability, Role.SECRETARY, organisation.key)
    office = next((one for one in by.held if one.role is Role.CLERK and one.key in reach), None)
    if office is not None:
        return Permit(True, capability, Role.CLERK, office.key)
    if not any(one.role is Role.COMMITTEE_MEMBER and one.key == organisation.key for one in by.held):
        raise Denied(capability, by.sees(reach))
    if not entrusted(organisation.key, by.person_key, on):
        raise Refused(_("书记还没有委托记录。请书记在“记录本事务”里办理委托。"))
    return Permit(True, capability, Role.COMMITTEE_MEMBER, organisation.key)


def entrusted(org_key: str, person_key: str, on: date) -> bool:
    """Whether the secretary has entrusted this person with recording on a day. One query."""
    rows = Entrustment.objects.filter(org_key=org_key, person_key=person_key, since__lte=on).exclude(until__lte=on)
    return bool(person_key) and rows.exists()
