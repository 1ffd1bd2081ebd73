"""Tables of training. Each file is a topic: competencies and their evidence, the year's plan, carrying it out, the question bank (`bank`)."""

from leadgoose.training.models import bank, carrying, competencies, plan

__all__ = ["bank", "carrying", "competencies", "plan"]
