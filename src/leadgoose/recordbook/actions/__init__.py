"""What happens in a record book. `entering.enter` takes every record in, whoever writes it and however it arrives."""

from leadgoose.recordbook.actions.arrival import Arrival, Arrived
from leadgoose.recordbook.actions.election import ElectionMeeting, from_election, note_on_election
from leadgoose.recordbook.actions.entering import enter, withdraw
from leadgoose.recordbook.actions.refusals import Faulty, Refused

__all__ = ["Arrival", "Arrived", "ElectionMeeting", "Faulty", "Refused", "enter", "from_election", "note_on_election", "withdraw"]
