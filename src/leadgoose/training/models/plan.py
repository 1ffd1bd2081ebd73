"""Needs, the catalogue of sessions, and the plan of a year."""
