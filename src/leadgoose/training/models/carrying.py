"""Carrying the plan out: attendance, hours, certificates, effect checks."""
