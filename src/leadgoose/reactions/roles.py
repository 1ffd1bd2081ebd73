"""Leaving a post ends its role the same day: what the register's acts mean for the roles of accounts."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from leadgoose.accounts.actions.resting import end_resting_roles, end_roles_on
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt

PEOPLE = ("moved", "placed", "retracted")
"""Facts of acts that name people by their keys: a list of them, or a mapping from them."""


def of_the_people(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """The roles of whom the act is about. An act taken back may end what it had given; what it had ended is granted anew by hand."""
    people = {act.person_key, *(key for name in PEOPLE for key in act.facts.get(name, ()))} - {""}
    if not people and act.name == "ActReversed":
        of_everybody(act, receipt, by, at)
    elif people:
        end_resting_roles(people, top_key=act.top_key, cause=act.name, on=timezone.localdate(at), by=by, at=at)


def of_everybody(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """A file taken in speaks of everybody in the committee."""
    end_resting_roles(None, top_key=act.top_key, cause=act.name, on=timezone.localdate(at), by=by, at=at)


def on_the_organisation(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """Whatever was held on an organisation that is there no longer."""
    end_roles_on({act.org_key}, cause=act.name, on=timezone.localdate(at), by=by, at=at)
