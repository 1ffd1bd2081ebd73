"""What may be granted to whom, and what an account may be called (pure)."""
