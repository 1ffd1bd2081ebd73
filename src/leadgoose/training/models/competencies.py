"""Competencies, their model, and the evidence for levels."""
