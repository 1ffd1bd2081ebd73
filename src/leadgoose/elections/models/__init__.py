"""Tables of elections. Nothing here is deleted: what was wrong is taken off with a reason, and stays."""

from leadgoose.elections.models.election import Candidate, Election, Proof, Step
from leadgoose.elections.models.meeting import Declaration, Exclusion, Hands, Meeting, Round, Sheet, Watcher
from leadgoose.elections.models.paper import OwnForm, Paper
from leadgoose.elections.models.reminder import Reminder
from leadgoose.elections.models.supervision import Envoy, Matter, Scan, SignOff

__all__ = [
    "Candidate", "Declaration", "Election", "Envoy", "Exclusion", "Hands", "Matter", "Meeting", "OwnForm", "Paper", "Proof", "Reminder", "Round", "Scan",
    "Sheet", "SignOff", "Step", "Watcher",
]
