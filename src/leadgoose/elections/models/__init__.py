"""Tables of elections. Nothing here is deleted: what was wrong is taken off with a reason, and stays."""

from leadgoose.elections.models.election import Candidate, Election, Proof, Step
from leadgoose.elections.models.meeting import Declaration, Exclusion, Hands, Meeting, Round, Sheet, Watcher
from leadgoose.elections.models.paper import OwnForm, Paper
from leadgoose.elections.models.reminder import Reminder

__all__ = [
    "Candidate", "Declaration", "Election", "Exclusion", "Hands", "Meeting", "OwnForm", "Paper", "Proof", "Reminder", "Round", "Sheet", "Step", "Watcher",
]
