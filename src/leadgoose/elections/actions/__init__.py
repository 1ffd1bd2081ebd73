"""What happens in an election: one function per act."""
