"""What pages of training ask the tables."""
