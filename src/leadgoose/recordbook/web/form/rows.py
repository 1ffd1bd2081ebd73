"""A form laid out for the template: cells with their value, what is wrong with it and whether it is a proposal; rows of people, speeches, matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from leadgoose.recordbook import words
from leadgoose.recordbook.queries.record import OpenItem
from leadgoose.recordbook.rules.entry import Leave, Stand
from leadgoose.recordbook.rules.kinds import Expected, FieldKind, VoteKind
from leadgoose.recordbook.rules.room import Rolled
from leadgoose.recordbook.web.form.values import MATTERS, SITTINGS, SPEECHES, TOPICS, Ground, Values, count
from leadgoose.roster import words as roster

Option = tuple[str, str, bool]
"""Value, label, chosen."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field. proposed: its text is the program's proposal, not yet confirmed."""

    name: str
    value: str = ""
    wrong: str = ""
    proposed: bool = False
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    post: str
    stand: Cell
    note: Cell | None
    sitting: Cell | None


@dataclass(frozen=True, slots=True)
class TopicRow:
    """paper: a text that the committee holds, chosen; papers: others in words."""

    number: int
    text: Cell
    by: Cell
    other: Cell
    paper: Cell
    papers: Cell


@dataclass(frozen=True, slots=True)
class SpeechRow:
    number: int
    who: Cell
    other: Cell
    point: Cell
    differs: Cell


@dataclass(frozen=True, slots=True)
class MatterRow:
    """vote.options: not voted, all approve, by sums."""

    number: int
    key: Cell
    text: Cell
    vote: Cell
    kind: Cell | None
    sums: tuple[tuple[str, Cell], ...]
    secret: Cell
    written: tuple[tuple[str, Cell], ...]
    owner: Cell
    other: Cell
    due: Cell
    check: Cell


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: OpenItem
    close: Cell
    note: Cell


@dataclass(frozen=True, slots=True)
class OwnField:
    label: str
    kind: str
    cell: Cell
    other: Cell | None = None


class Cells:
    """Single fields by name, for the template: `form.cells.title`."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def __getitem__(self, name: str) -> Cell:
        return self.layout.cell(name)


class Layout:
    """Everything that the template of a record's form asks for. The template reads the attributes; nothing here asks the database."""

    def __init__(self, values: Values, ground: Ground, wrong: Mapping[str, str], proposals: Values) -> None:
        self.values, self.ground, self.wrong, self.proposals = values, ground, wrong, proposals

    def cell(self, name: str, options: tuple[Option, ...] = ()) -> Cell:
        value = self.values.get(name, "")
        return Cell(name, value, self.wrong.get(name, ""), bool(value) and self.proposals.get(name) == value, options)

    @property
    def cells(self) -> Cells:
        return Cells(self)

    @property
    def any_proposed(self) -> bool:
        """Whether anything on the page still is as it was proposed: then it is confirmed once, with the record."""
        given = {"topics", "speeches", "matters", "sittings", "level", "plan"}
        return any(self.values.get(name) == text for name, text in self.proposals.items() if name not in given)

    @property
    def sittings(self) -> list[dict[str, Cell]]:
        return [
            {name: self.cell(name if row == 0 else f"{name}-{row}") for name in ("on", "start", "end", "place")}
            for row in range(count(self.values, "sittings", SITTINGS))
        ]

    @property
    def levels(self) -> tuple[Option, ...]:
        chosen = self.values.get("level", "")
        return tuple((one.value, words.word(words.LEVEL, one), one == chosen) for one in self.ground.rule.levels)

    @property
    def groups(self) -> tuple[Option, ...]:
        return tuple((key, name, key == self.values.get("group")) for key, name in self.ground.groups)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.ground.roll.people if one.name]

    @property
    def people(self) -> list[PersonRow]:
        return [self._person(one) for one in self.ground.roll.expected]

    @property
    def takers(self) -> list[tuple[Cell, str, bool]]:
        """Those who may be ticked: participants where nobody is expected, observers where only some are."""
        if self.ground.rule.expected is Expected.NOBODY or self.ground.rule.confidential:
            return []
        value = Stand.PRESENT if self.ground.rule.expected is Expected.CHOSEN else Stand.OBSERVER
        rows = [one for one in self.ground.roll.people if not one.expected]
        return [(Cell(f"p-{one.key}", value.value), one.name, bool(self.values.get(f"p-{one.key}"))) for one in rows]

    @property
    def items(self) -> list[ItemRow]:
        return [ItemRow(one, self.cell(f"c-{one.key}", _close(self.values.get(f"c-{one.key}", ""))), self.cell(f"cn-{one.key}")) for one in self.ground.items]

    @property
    def topics(self) -> list[TopicRow]:
        papers = [tuple((key, title, key == self.values.get(f"t-paper-{row}")) for key, title in self.ground.papers) for row in range(self._topics)]
        return [
            TopicRow(row + 1, self.cell(f"t-text-{row}"), self.cell(f"t-by-{row}", self._who(f"t-by-{row}")), self.cell(f"t-other-{row}"),
                     self.cell(f"t-paper-{row}", papers[row]), self.cell(f"t-papers-{row}"))
            for row in range(self._topics)
        ]

    @property
    def _topics(self) -> int:
        return count(self.values, "topics", TOPICS)

    @property
    def speeches(self) -> list[SpeechRow]:
        return [
            SpeechRow(
                row + 1, self.cell(f"sp-who-{row}", self._who(f"sp-who-{row}")),
                *(self.cell(f"sp-{part}-{row}") for part in ("other", "point", "differs")),
            )
            for row in range(count(self.values, "speeches", SPEECHES))
        ]

    @property
    def matters(self) -> list[MatterRow]:
        return [self._matter(row) for row in range(count(self.values, "matters", MATTERS))]

    @property
    def fields(self) -> list[OwnField]:
        found = []
        for one in self.ground.rule.fields:
            name = f"f-{one.code}"
            if one.kind is FieldKind.PERSON:
                found.append(OwnField(str(words.FIELD[one.code]), one.kind, self.cell(name, self._who(name)), self.cell(f"{name}-other")))
            else:
                options = tuple((code, words.word(words.CHOICE, code), code == self.values.get(name)) for code in one.choices)
                found.append(OwnField(str(words.FIELD[one.code]), one.kind, self.cell(name, options)))
        return found

    def _person(self, one: Rolled) -> PersonRow:
        chosen = self.values.get(f"p-{one.key}", "")
        post = roster.posts(" ".join(one.posts)) if one.posts else (str(roster.STANDING["probationary"]) if one.probationary else "")
        note = self.cell(f"n-{one.key}") if chosen == "leave:other" or self.values.get(f"n-{one.key}") else None
        sittings = count(self.values, "sittings", SITTINGS)
        which = tuple((str(row), str(row + 1), self.values.get(f"s-{one.key}", "0") == str(row)) for row in range(sittings))
        return PersonRow(one.name, post, self.cell(f"p-{one.key}", _stands(chosen)), note, self.cell(f"s-{one.key}", which) if sittings > 1 else None)

    def _who(self, name: str) -> tuple[Option, ...]:
        chosen = self.values.get(name, "")
        return tuple((one.key, one.name, one.key == chosen) for one in self.ground.roll.people)

    def _matter(self, row: int) -> MatterRow:
        kinds = self.ground.rule.votes
        chosen = self.values.get(f"m-kind-{row}", "")
        options = tuple((kind.value, words.word(words.VOTE, kind), kind == chosen) for kind in kinds)
        return MatterRow(
            row + 1, self.cell(f"m-key-{row}"), self.cell(f"m-text-{row}"), self.cell(f"m-vote-{row}"),
            self.cell(f"m-kind-{row}", options) if len(kinds) > 1 else None,
            tuple((str(label), self.cell(f"m-{name}-{row}")) for name, label in SUMS), self.cell(f"m-secret-{row}"),
            tuple((str(label), self.cell(f"m-{name}-{row}")) for name, label in WRITTEN) if VoteKind.ADMISSION in kinds else (),
            self.cell(f"m-owner-{row}", self._who(f"m-owner-{row}")), self.cell(f"m-other-{row}"), self.cell(f"m-due-{row}"), self.cell(f"m-check-{row}"),
        )


SUMS = (("for", words.BALLOT["for"]), ("against", words.BALLOT["against"]), ("abstain", words.BALLOT["abstain"]))
WRITTEN = (("wfor", words.BALLOT["wfor"]), ("wagainst", words.BALLOT["wagainst"]))


def _stands(chosen: str) -> tuple[Option, ...]:
    codes = [Stand.PRESENT.value, Stand.ONLINE.value, *(f"{Stand.LEAVE}:{one}" for one in Leave), Stand.ABSENT.value]
    if chosen in (Stand.LEAVE.value, Stand.OBSERVER.value):
        codes.append(chosen)
    return tuple((code, _stand(code), code == chosen) for code in codes)


def _stand(code: str) -> str:
    stand, _colon, reason = code.partition(":")
    return f"{words.word(words.STAND, stand)}·{words.word(words.LEAVE, reason)}" if reason else words.word(words.STAND, stand)


def _close(chosen: str) -> tuple[Option, ...]:
    return (("", str(words.STAYS), not chosen), *((code, str(label), code == chosen) for code, label in words.CLOSE.items()))
