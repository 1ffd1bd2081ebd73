"""Can this tally sheet be true, and do two people read the same on the ballots? The desk's checks before a count is decided.

Sums only: no single ballot ever comes here. Sources: ``elec-ballot-options``, ``elec-write-in``, ``elec-ballots-issued-check``,
``elec-ballots-returned``, ``elec-count-check``, ``elec-teller``.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from leadgoose.elections.rules import possible
from leadgoose.elections.rules.tally import Refusal, judge_returned
from leadgoose.ground.statutes.verdicts import Names, Number, Reason, Verdict
from leadgoose.ground.statutes.votes import Present

What = Literal["approve", "disapprove", "abstain", "write-in", "invalid"]


_WHATS: tuple[What, What, What] = ("approve", "disapprove", "abstain")


@dataclass(frozen=True, slots=True)
class Line:
    """What one listed candidate received; each at least 0."""

    approve: int
    disapprove: int
    abstain: int

    def __post_init__(self) -> None:
        if min(self.approve, self.disapprove, self.abstain) < 0:
            raise ValueError("a sum below 0")

    @property
    def ballots(self) -> int:
        """How many valid ballots this line accounts for."""
        return self.approve + self.disapprove + self.abstain


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's entry of a tally: sums by name in the order of the ballot, write-ins apart, and the invalid ballots."""

    entrant: str
    lines: Mapping[str, Line]
    writeins: Mapping[str, int] = field(default_factory=dict)
    invalid: int = 0


@dataclass(frozen=True, slots=True)
class Ballots:
    """The ballots of one vote, as declared at the desk. ``spoiled``: replaced before use and torn up with the spare ones."""

    printed: int
    issued: int
    voters: int
    returned: int
    spare_destroyed: int
    spoiled: int = 0


class Gap(StrEnum):
    """A difference that the minutes must explain."""

    PRINTED = "printed"  # printed are not issued + destroyed
    ISSUED = "issued"  # issued are not as many as voted
    RETURNED = "returned"  # fewer came back than voted


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two entries differ; ``name`` is "" for the number of invalid ballots, a side without the name has None."""

    name: str
    what: What
    first: int | None
    second: int | None


def reconcile(ballots: Ballots, present: Present, reasons: Mapping[Gap, str]) -> Verdict | Refusal:
    """Printed, issued, voters, returned against each other; ``reasons`` are the words written down for each difference.

    More returned than voted voids the vote, whatever is written; so it stops here too. More issued than present is a breach
    that no words mend.
    """
    codes = possible.voters(ballots.voters, present.heads)
    return Refusal(codes) if codes else Verdict.of(_reconciled(ballots, present.heads, reasons))


def _reconciled(ballots: Ballots, present: int, reasons: Mapping[Gap, str]) -> Iterator[Reason]:
    accounted = ballots.issued + ballots.spoiled + ballots.spare_destroyed
    gaps = ((Gap.PRINTED, ballots.printed, accounted), (Gap.ISSUED, ballots.issued, ballots.voters), (Gap.RETURNED, ballots.voters, ballots.returned))
    for gap, first, second in gaps:
        if first != second and not (gap is Gap.RETURNED and second > first):
            written = bool(reasons.get(gap, "").strip())
            numbers: dict[str, Number] = {"first": first, "second": second, "gap": abs(first - second)}
            code = f"elections.gap-{gap}-explained" if written else f"elections.gap-{gap}"
            yield Reason(code, "elec-ballots-issued-check" if gap is Gap.PRINTED else "elec-count-check", numbers, met=written)
    if ballots.issued > present:
        more: dict[str, Number] = {"present": present, "issued": ballots.issued, "above": ballots.issued - present}
        yield Reason("elections.issued-too-many", "elec-ballots-issued-check", more, met=False)
    yield judge_returned(ballots.returned, ballots.voters)


def check(sheet: Sheet, returned: int, seats: int) -> Verdict | Refusal:
    """Whether the sums of one entry fit the ballots: each line accounts for every valid ballot, write-ins for disapprovals."""
    approvals = {name: line.approve for name, line in sheet.lines.items()}
    codes = possible.sheet(returned, sheet.invalid, seats, {**sheet.writeins, **approvals})
    if not sheet.lines.keys().isdisjoint(sheet.writeins):
        codes = ("duplicate-name", *codes)
    if sheet.invalid < 0 or min(sheet.writeins.values(), default=0) < 0:
        codes = ("negative-number", *codes)
    return Refusal(codes) if codes else Verdict.of(_checked(sheet, returned - sheet.invalid))


def _checked(sheet: Sheet, valid: int) -> Iterator[Reason]:
    fits = True
    for name, line in sheet.lines.items():
        if line.ballots != valid:
            fits = False
            numbers: dict[str, Number] = {"name": name, "sum": line.ballots, "valid": valid, "gap": abs(valid - line.ballots)}
            yield Reason("elections.line-above" if line.ballots > valid else "elections.line-below", "elec-ballot-options", numbers, met=False)
    written, disapproved = sum(sheet.writeins.values()), sum(line.disapprove for line in sheet.lines.values())
    if written > disapproved:
        fits = False
        above: dict[str, Number] = {"writeins": written, "disapproved": disapproved, "above": written - disapproved}
        yield Reason("elections.writeins-above", "elec-write-in", above, met=False)
    if fits:
        yield Reason("elections.sheet-fits", "elec-ballot-options", {"valid": valid, "count": len(sheet.lines)})


def differences(a: Sheet, b: Sheet) -> tuple[Difference, ...]:
    """Where two entries differ, name by name: those listed in the order of the first entry, write-ins, invalid ballots."""
    found: list[Difference] = []
    for name in (*a.lines, *(name for name in b.lines if name not in a.lines)):
        first, second = a.lines.get(name), b.lines.get(name)
        sides = zip(_WHATS, _sums(first), _sums(second), strict=True)
        found += [Difference(name, what, one, other) for what, one, other in sides if one != other]
    for name in (*a.writeins, *(name for name in b.writeins if name not in a.writeins)):
        if a.writeins.get(name) != b.writeins.get(name):
            found.append(Difference(name, "write-in", a.writeins.get(name), b.writeins.get(name)))
    if a.invalid != b.invalid:
        found.append(Difference("", "invalid", a.invalid, b.invalid))
    return tuple(found)


def _sums(line: Line | None) -> tuple[int | None, int | None, int | None]:
    return (None, None, None) if line is None else (line.approve, line.disapprove, line.abstain)


def agreed(entries: Sequence[Sheet], qualified: Set[str], signed: bool) -> Verdict:
    """Whether a count may be decided: two chosen people entered the same, each alone.

    ``qualified``: keys of scrutineers and counters chosen at the meeting who are no candidates. Where there are fewer than two,
    one entry stands with the scrutineer's ``signed`` sheet, with a warning.
    """
    return Verdict.of(_agreed(entries, qualified, signed))


def _agreed(entries: Sequence[Sheet], qualified: Set[str], signed: bool) -> Iterator[Reason]:
    entrants = [one.entrant for one in entries]
    if not set(entrants) <= qualified:
        yield Reason("elections.entrant-not-chosen", "elec-teller", met=False)
    if len(set(entrants)) < len(entrants):
        yield Reason("elections.entered-twice", "elec-count-check", met=False)
    elif len(entries) >= 2:
        yield _compared(entries)
    elif not entries:
        yield Reason("elections.nothing-entered", "elec-count-check", met=False)
    elif len(qualified) >= 2:
        yield Reason("elections.second-entry-missing", "elec-count-check", {"qualified": len(qualified)}, met=False)
    elif not signed:
        yield Reason("elections.sheet-not-signed", "elec-count-check", met=False)
    else:
        yield Reason("elections.one-entry-signed", "elec-teller-choice", {"qualified": len(qualified)}, met=False)


def _compared(entries: Sequence[Sheet]) -> Reason:
    """The first entry against all others: equal ones are equal among themselves."""
    found = [one for other in entries[1:] for one in differences(entries[0], other)]
    if not found:
        return Reason("elections.entries-agree", "elec-count-check", {"entries": len(entries)})
    names = Names(dict.fromkeys(one.name for one in found if one.name))
    numbers: dict[str, Number] = {"names": names, "count": len(found)}
    return Reason("elections.entries-differ" if names else "elections.invalid-differ", "elec-count-check", numbers, met=False)
