"""iCalendar (RFC 5545): whole days only, which is all that terms, reminders and sessions need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day, or until `last`. uid: the same for the same thing in every download, so that a calendar replaces and does not double."""

    uid: str
    on: date
    summary: str
    description: str = ""
    last: date | None = None
    place: str = ""


def written(name: str, events: Iterable[Event], *, at: datetime) -> bytes:
    """The calendar as bytes: CRLF lines folded at 75 octets, text escaped."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Leadgoose//Leadgoose//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
    ]
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for one in events:
        lines += [
            "BEGIN:VEVENT", f"UID:{one.uid}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{(one.last or one.on) + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_escaped(one.summary)}",
            *([f"DESCRIPTION:{_escaped(one.description)}"] if one.description else []),
            *([f"LOCATION:{_escaped(one.place)}"] if one.place else []), "TRANSP:TRANSPARENT", "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never through a character; following pieces begin with a space (section 3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
