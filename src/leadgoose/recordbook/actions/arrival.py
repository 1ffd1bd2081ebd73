"""How an entry arrives: by which way, from which device, continuing which version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leadgoose.recordbook.models import Record, Version
from leadgoose.recordbook.rules.truth import Channel


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is true of an arrival and not of the record itself.

    stamp: made by whoever writes, once per version; the same stamp arriving again changes nothing. parents: stamps of the versions that it
    continues (none for a new record, two where two versions are merged). written: when it was written, as a paper sheet or a device says; None:
    now. ahead: seconds by which the device's clock was before the server's when it sent, None where that is not known.
    reason: why late, or why corrected. typed, filled: fields that a person typed, that the system proposed.
    """

    channel: Channel
    stamp: str
    parents: tuple[str, ...] = ()
    device: str = ""
    written: datetime | None = None
    ahead: int | None = None
    reason: str = ""
    copied_from: str = ""
    typed: int = 0
    filled: int = 0


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of an arrival. known: it was there already. diverged: it stands beside another version and waits to be merged."""

    record: Record
    version: Version
    known: bool = False
    diverged: bool = False
