"""What the committee set about its record books, as the pure rules want it."""

from __future__ import annotations

from dataclasses import dataclass

from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.bylaws.settings import Settings
from leadgoose.recordbook.rules.frequency import Local
from leadgoose.recordbook.rules.kinds import Every
from leadgoose.recordbook.rules.lateness import LateSettings


@dataclass(frozen=True, slots=True)
class Set:
    """The committee's settings for the book, and all of them for papers."""

    local: Local
    late: LateSettings
    all: Settings


def book_settings(top_key: str) -> Set:
    """Two queries."""
    found = settings_of(top_key)
    every = None if found.class_every == "none" else Every(found.class_every)
    return Set(Local(found.record_from, every, int(found.life_until)), LateSettings(found.record_days, found.record_from), found)
