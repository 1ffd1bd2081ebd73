"""The facts of each printed document of an election."""
