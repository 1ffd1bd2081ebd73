"""The work on a thing, for pages."""

from __future__ import annotations

from leadgoose.ground.jobs.models import Job


def latest(about: str, kind: str) -> Job | None:
    """The latest work of a kind on a thing. One query."""
    return Job.objects.filter(about=about, kind=kind).order_by("-created_at", "-pk").first()
