"""Papers as DOCX, for the office that goes on in Word or WPS; `grid` is what the forms have in common."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from leadgoose.ground.press.word import ballot, letter, text


class Maker(Protocol):
    def __call__(self, facts: Mapping[str, Any], *, at: datetime) -> bytes: ...


MADE: Mapping[str, Maker] = {"letter": letter.made, "text": text.made, "ballot": ballot.made}
"""By form: what makes the file from the facts that the template prints too."""
