"""What was typed into a form, as an entry. What cannot be read is said at its field; the rest is read all the same, so that hints can speak."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from leadgoose.recordbook.queries.roll import Namesake, members_named
from leadgoose.recordbook.rules.entry import (
    Attendee,
    Close,
    Closing,
    Entry,
    Guest,
    Leave,
    Matter,
    Named,
    Paper,
    Sitting,
    Speech,
    Stand,
    Topic,
    Vote,
)
from leadgoose.recordbook.rules.kinds import FieldKind, Level, VoteKind
from leadgoose.recordbook.rules.room import THERE
from leadgoose.recordbook.web.form.values import MATTERS, PAPER, SITTINGS, SPEECHES, TOPICS, Ground, Values, count
from leadgoose.roster.models import new_key

SHANGHAI = ZoneInfo("Asia/Shanghai")
_SPLIT = re.compile(r"[、，,;；\n]+")
_WITH_BRANCH = re.compile(r"(.+?)[（(](.+)[）)]")
ALL, SUMS = "all", "sums"
"""How a vote was answered: all who may vote approve; or by its sums."""


@dataclass(slots=True)
class Read:
    """The entry, what could not be read (field → sentence), and in which rows of the form its lists stand."""

    entry: Entry
    wrong: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)


class _Reader:
    """Reads one form; collects what is wrong."""

    def __init__(self, values: Mapping[str, str], ground: Ground, due: Collection[date]) -> None:
        self.values, self.ground, self.due = values, ground, due
        self.wrong: dict[str, str] = {}
        self.rows: dict[str, list[int]] = {}
        self.people = ground.people

    def text(self, name: str) -> str:
        return self.values.get(name, "").replace("\r\n", "\n").strip()

    def line(self, name: str) -> str:
        return " ".join(self.text(name).split())

    def day(self, name: str) -> date | None:
        if not self.text(name):
            return None
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            self.wrong[name] = _("请按 2026-11-23 的样式填写日期。")
            return None

    def clock(self, name: str) -> time | None:
        text = self.text(name).replace("：", ":")
        if not text:
            return None
        try:
            return time.fromisoformat(text if ":" in text or len(text) != 4 else f"{text[:2]}:{text[2:]}").replace(second=0, microsecond=0)
        except ValueError:
            self.wrong[name] = _("请按 18:30 的样式填写时间。")
            return None

    def number(self, name: str) -> int:
        text = self.text(name)
        if not text:
            return 0
        if not (text.isascii() and text.isdigit() and len(text) <= 5):
            self.wrong[name] = _("请填整数。")
            return 0
        return int(text)

    def named(self, name: str, other: str = "") -> Named:
        """Somebody chosen by key, or written by name; a name that exactly one person on the roll has gets the key."""
        chosen = self.people.get(self.text(name))
        if chosen is not None:
            return Named(chosen.name, chosen.key)
        written = self.line(other or name)
        keys = [one.key for one in self.people.values() if one.name == written]
        return Named(written, keys[0] if len(keys) == 1 else "")

    # --- the parts, in the order of the form ---

    def sittings(self) -> tuple[Sitting, ...]:
        found, rows = [], []
        for row in range(count(self.values, "sittings", SITTINGS)):
            names = [name if row == 0 else f"{name}-{row}" for name in ("on", "start", "end", "place")]
            if row and not any(self.text(name) for name in names):
                continue
            on = self.day(names[0])
            if on is None and names[0] not in self.wrong:
                self.wrong[names[0]] = _("请填写活动日期。")
            found.append(Sitting(on or self.ground.today, self.clock(names[1]), self.clock(names[2]), self.line(names[3])))
            rows.append(row)
        self.rows["sittings"] = rows
        return tuple(found)

    def attendees(self, sittings: int) -> Iterator[Attendee]:
        """Those on the roll who were given a stand, then members of other branches."""
        for one in self.ground.roll.people:
            stand, reason = self.stand(self.text(f"p-{one.key}"))
            if stand is None:
                continue
            which = self.number(f"s-{one.key}") if sittings > 1 else 0
            yield Attendee(one.key, one.name, one.home, stand, reason, self.line(f"n-{one.key}"), one.expected, one.voter and one.expected, which)
        if self.text("hosted"):
            for key, name, home in self.hosted():
                yield Attendee(key, name, home, Stand.PRESENT, expected=False)

    def stand(self, text: str) -> tuple[Stand | None, Leave | None]:
        """"leave:trip" → on leave, on a trip; what is no stand counts as not said."""
        code, _colon, reason = text.partition(":")
        if code not in set(Stand):
            return None, None
        return Stand(code), Leave(reason) if reason in set(Leave) and code == Stand.LEAVE else None

    def hosted(self) -> Iterator[tuple[str, str, str]]:
        """Members of other branches by name; two of one name are told apart as 姓名（支部名）."""
        pieces = [piece.strip() for piece in _SPLIT.split(self.text("hosted")) if piece.strip()]
        asked = [(match[1].strip(), match[2].strip()) if (match := _WITH_BRANCH.fullmatch(piece)) else (piece, "") for piece in pieces]
        found: dict[str, list[Namesake]] = {}
        for one in members_named(self.ground.organisation.top_key, {name for name, _place in asked}):
            found.setdefault(one.name, []).append(one)
        for name, place in asked:
            same = [one for one in found.get(name, []) if place in one.org_name]
            if len(same) == 1:
                yield same[0].key, name, same[0].org_key
            elif same:
                self.wrong["hosted"] = _("有 %(n)s 位“%(name)s”，请写成：%(name)s（%(example)s）。") % {
                    "n": len(same), "name": name, "example": same[0].org_name}
            else:
                self.wrong["hosted"] = _("花名册里没有“%(name)s”；不是本委党员的，请写在“其他列席人员”里。") % {"name": name}

    def guests(self) -> tuple[Guest, ...]:
        return Guest.of_lines(self.text("guests"))

    def topics(self) -> tuple[Topic, ...]:
        found, rows = [], []
        for row in range(count(self.values, "topics", TOPICS)):
            if text := self.line(f"t-text-{row}"):
                found.append(Topic(text, self.named(f"t-by-{row}", f"t-other-{row}"), self.papers(row)))
                rows.append(row)
        self.rows["topics"] = rows
        return tuple(found)

    def papers(self, row: int) -> tuple[Paper, ...]:
        """One chosen among the texts that the committee holds, then those named in words."""
        chosen = [title for key, title in self.ground.papers if key == self.text(f"t-paper-{row}")]
        named = [" ".join(one.split()) for one in _SPLIT.split(self.text(f"t-papers-{row}")) if one.strip()]
        return tuple(Paper(one) for one in dict.fromkeys([*chosen, *named]))

    def speeches(self) -> tuple[Speech, ...]:
        found, rows = [], []
        for row in range(count(self.values, "speeches", SPEECHES)):
            point, differs = self.text(f"sp-point-{row}"), self.text(f"sp-differs-{row}")
            if point or differs:
                found.append(Speech(self.named(f"sp-who-{row}", f"sp-other-{row}"), point, differs))
                rows.append(row)
        self.rows["speeches"] = rows
        return tuple(found)

    def matters(self, there: int) -> tuple[Matter, ...]:
        """there: how many in the room may vote, for a vote answered by "all"."""
        found, rows = [], []
        for row in range(count(self.values, "matters", MATTERS)):
            text = self.line(f"m-text-{row}")
            if not text:
                continue
            owner, due = self.named(f"m-owner-{row}", f"m-other-{row}"), self.day(f"m-due-{row}")
            if not owner.name and due in self.due:
                due = None
            key = self.text(f"m-key-{row}") or new_key()
            found.append(Matter(key, text, self.vote(row, there), owner, due, self.day(f"m-check-{row}")))
            rows.append(row)
        self.rows["matters"] = rows
        return tuple(found)

    def vote(self, row: int, there: int) -> Vote | None:
        answer, kinds = self.text(f"m-vote-{row}"), self.ground.rule.votes
        if not kinds or answer not in (ALL, SUMS):
            return None
        asked = self.text(f"m-kind-{row}")
        kind = VoteKind(asked) if asked in set(kinds) else kinds[0]
        secret = bool(self.text(f"m-secret-{row}"))
        written = (self.number(f"m-wfor-{row}"), self.number(f"m-wagainst-{row}")) if kind is VoteKind.ADMISSION else (0, 0)
        if answer == ALL:
            return Vote(kind, there, secret=secret, written_favour=written[0], written_against=written[1])
        sums = [self.number(f"m-{name}-{row}") for name in ("for", "against", "abstain")]
        return Vote(kind, sums[0], sums[1], sums[2], secret, *written)

    def closings(self) -> tuple[Closing, ...]:
        return tuple(
            Closing(one.key, Close(self.text(f"c-{one.key}")), self.line(f"cn-{one.key}"))
            for one in self.ground.items if self.text(f"c-{one.key}") in set(Close)
        )

    def fields(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in self.ground.rule.fields:
            name = f"f-{one.code}"
            if one.kind is FieldKind.PERSON:
                who = self.named(name, f"{name}-other")
                found |= {one.code: who.name, f"{one.code}_key": who.key}
            else:
                found[one.code] = self.text(name) if one.kind is FieldKind.TEXT else self.line(name)
        return {code: text for code, text in found.items() if text}


def read(values: Mapping[str, str], ground: Ground, due: Collection[date] = ()) -> Read:
    """The entry of a posted form. One query, where members of other branches are named.

    due: the days that were proposed for resolutions; they count only beside an owner, so that nothing is put on anybody's list by a proposal.
    """
    reader = _Reader(values, ground, due)
    sittings = reader.sittings()
    people = tuple(reader.attendees(len(sittings)))
    committee = VoteKind.COMMITTEE in ground.rule.votes
    there = sum(one.stand in THERE and one.expected and (committee or one.voter) for one in people)
    year = reader.text("for_year")
    level = reader.text("level")
    entry = Entry(
        key=reader.text("key"), kind=ground.rule.kind, org=ground.organisation.key, sittings=sittings, title=reader.line("title"),
        plan=reader.text("plan"), group=reader.text("group"), online=bool(reader.text("online")),
        level=Level(level) if level in set(Level) else ground.rule.levels[0],
        for_year=int(year) if ground.rule.for_year and year.isascii() and year.isdigit() and len(year) == 4 else None,
        chair=reader.named("chair"), recorder=reader.named("recorder"), people=people, guests=reader.guests(), topics=reader.topics(),
        speeches=reader.speeches(), matters=reader.matters(there), closings=reader.closings(), fields=reader.fields(),
        paper_original=reader.text("mode") == PAPER, paper_page=reader.line("paper_page"),
    )
    return Read(entry, reader.wrong, reader.rows)


def written(values: Mapping[str, str]) -> datetime | None:
    """The day on which a sheet was written, at its noon; None where the form does not ask or nothing was said."""
    try:
        return datetime.combine(date.fromisoformat(values.get("written_on", "")), time(12), SHANGHAI)
    except ValueError:
        return None


def typed_and_filled(values: Mapping[str, str], proposals: Values) -> tuple[int, int]:
    """(fields that a person typed or changed, proposals that stayed as they were): for the journal, which measures the program's burden."""
    told = {name: text for name, text in values.items() if text and not name.startswith(("key", "stamp", "m-key", "csrf", "step", "base", "mode", "confirm"))}
    told = {name: text for name, text in told.items() if name not in {"speeches", "matters", "sittings", "topics", "plan", "due"}}
    filled = sum(proposals.get(name) == text for name, text in told.items())
    return len(told) - filled, filled
