"""Tables of elections. Nothing here is deleted: what was wrong is taken off with a reason, and stays."""

from leadgoose.elections.models.election import Candidate, Election, Proof, Step
from leadgoose.elections.models.reminder import Reminder

__all__ = ["Candidate", "Election", "Proof", "Reminder", "Step"]
