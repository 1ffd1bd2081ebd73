"""Which part fills which slot of a lower page (ground/look/slots.py)."""

from __future__ import annotations

from leadgoose.elections.web.parts import election_of_record, elections_of_organisation
from leadgoose.ground.look.slots import fill
from leadgoose.overview.web.parts import due_of_organisation
from leadgoose.recordbook.web.parts import next_meeting
from leadgoose.rights.web.parts import rights_of_person


def fill_slots() -> None:
    fill("organisation.acts", elections_of_organisation)
    fill("record.source", election_of_record)
    fill("organisation.due", due_of_organisation)
    fill("branch.meeting", next_meeting)
    fill("person.actions", rights_of_person)
