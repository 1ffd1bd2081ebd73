"""Who holds which post, as registers and ledgers claim it (pure): agreement, disagreement, what to write.

A post's row names the files that claim it: "register", "ledger", "register+ledger" once both do, "page" once the clerk has chosen. A claim is never
forgotten by being retracted (the clerk may have chosen somebody else): it ends only when a newer file of the same kind does not repeat it.
Where one file says 组织委员 and the other 委员 they agree on the more specific.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from leadgoose.roster.kinds import COMMITTEE_POSTS, PostKind

REGISTER, LEDGER, PAGE = "register", "ledger", "page"
_SPECIFIC = frozenset({PostKind.ORGANISATION, PostKind.PUBLICITY, PostKind.DISCIPLINE})
COMMISSIONERS = _SPECIFIC | {PostKind.COMMISSIONER}

_WORDS: tuple[tuple[re.Pattern[str], PostKind | None], ...] = (
    (re.compile(r"(党)?(支部|总支|党委)?(委员会)?(常务|专职|兼职|党务)?副书记"), PostKind.DEPUTY_SECRETARY),
    (re.compile(r"(党)?(支部|总支|党委)?(委员会)?(专职|兼职)?书记"), PostKind.SECRETARY),
    (re.compile(r"(支部|支委)?组织(委员|支委)"), PostKind.ORGANISATION),
    (re.compile(r"(支部|支委)?宣传(委员|支委)"), PostKind.PUBLICITY),
    (re.compile(r"(支部|支委)?(纪检|纪律检查|纪律)(委员|支委)"), PostKind.DISCIPLINE),
    (re.compile(r"(党)?(支部|总支)?(委员会)?(委员|支委)|(青年|群工|群众|统战|保密|生活|学习|安全|生产|文体|文艺|妇女|工会|保卫)委员"), PostKind.COMMISSIONER),
    (re.compile(r"(党)?小组(组)?长"), PostKind.GROUP_LEADER),
    (re.compile(r"(普通)?党员|无|無|[-—/]*"), None),
)
_TRADITIONAL = str.maketrans("書記組織宣傳紀檢黨總員長無檢兼職專務", "书记组织宣传纪检党总员长无检兼职专务")
_BETWEEN = re.compile(r"[、，,；;/／\s和兼及]+")


def read_posts(written: str) -> tuple[frozenset[PostKind], tuple[str, ...]]:
    """The posts that a cell of 党内职务 names, and the words in it that name none that we know."""
    kinds: set[PostKind] = set()
    unread = []
    for word in _BETWEEN.split(written.strip()):
        plain = word.translate(_TRADITIONAL)
        for pattern, kind in _WORDS:
            if pattern.fullmatch(plain):
                if kind is not None:
                    kinds.add(kind)
                break
        else:
            unread.append(word)
    return frozenset(kinds), tuple(unread)


def agrees(one: PostKind, other: PostKind) -> bool:
    """Whether two files that name these posts for one person mean one post."""
    return one == other or (PostKind.COMMISSIONER in {one, other} and one in COMMISSIONERS and other in COMMISSIONERS)


def same_posts(some: Iterable[PostKind], others: Iterable[PostKind]) -> bool:
    some, others = frozenset(some), frozenset(others)
    return all(any(agrees(one, other) for other in others) for one in some) and all(any(agrees(one, other) for one in some) for other in others)


def seat_of(kind: PostKind) -> PostKind:
    """The seat that a post fills: secretary, deputy, or (all the others) member of the committee."""
    return PostKind.COMMISSIONER if kind in COMMISSIONERS else kind


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a post ever recorded in an organisation. ended: it has a last day (or was withdrawn); open: it stands now."""

    pk: int
    person: str
    kind: PostKind
    sources: frozenset[str]
    valid_from: date
    ended: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What makes the rows say what the file says. Each row of `joins`, `ends` and `keeps` is open and appears once.

    joins: (row, more specific kind or its own) that the file claims too. ends: rows that nobody claims any more. keeps: rows that the file no longer
    claims but others do. forgets: claims of the file on rows that are not open any more, or whose row the clerk chose.
    """

    starts: tuple[tuple[str, PostKind], ...] = ()
    joins: tuple[tuple[Row, PostKind], ...] = ()
    ends: tuple[Row, ...] = ()
    keeps: tuple[Row, ...] = ()
    forgets: tuple[Row, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.starts or self.joins or self.ends or self.keeps or self.forgets)


def claims(rows: Iterable[Row], source: str) -> dict[tuple[str, PostKind], Row]:
    """What the files of one kind claim: of each person and post their latest row, if it has no end.

    A 委员 whose division of work became known is the same claim: the more specific row takes its place.
    """
    latest: dict[tuple[str, PostKind], Row] = {}
    for row in sorted(rows, key=lambda one: one.pk):
        if source in row.sources:
            if row.kind in _SPECIFIC:
                latest.pop((row.person, PostKind.COMMISSIONER), None)
            latest[row.person, row.kind] = row
    return {key: row for key, row in latest.items() if not row.ended}


def plan(rows: Iterable[Row], said: Iterable[tuple[str, PostKind]], source: str, people: frozenset[str] | None = None) -> Plan:
    """Bring the claims of one kind of file in one organisation in line with what the newest says.

    people: whom the file speaks of at all; None: it speaks of everybody there (a ledger's line names the whole committee).
    """
    known = sorted(rows, key=lambda one: one.pk)
    wanted = _most_specific(said)
    claimed = claims(known, source)
    kept = {key for key in claimed if any(person == key[0] and agrees(kind, key[1]) for person, kind in wanted)}
    new = [(person, kind) for person, kind in wanted if not any(person == key[0] and agrees(kind, key[1]) for key in claimed)]
    gone = [row for key, row in claimed.items() if key not in kept and (people is None or key[0] in people)]
    starts, joins = [], []
    standing = {row.pk: row for row in known if row.open}
    leaving = {row.pk for row in gone}
    for person, kind in new:
        row = next((one for one in standing.values() if one.person == person and one.pk not in leaving and agrees(one.kind, kind)), None)
        if row is None:
            starts.append((person, kind))
        else:
            joins.append((standing.pop(row.pk), kind if row.kind is PostKind.COMMISSIONER else row.kind))
    return _withdraw(tuple(starts), tuple(joins), gone, standing, source)


def _most_specific(said: Iterable[tuple[str, PostKind]]) -> list[tuple[str, PostKind]]:
    """Each once; whoever is named 委员 beside a division of work (委员、组织委员) holds one post, the more specific."""
    once = list(dict.fromkeys(said))
    divided = {person for person, kind in once if kind in _SPECIFIC}
    return [(person, kind) for person, kind in once if kind is not PostKind.COMMISSIONER or person not in divided]


def _withdraw(
    starts: tuple[tuple[str, PostKind], ...], joins: tuple[tuple[Row, PostKind], ...], gone: list[Row], standing: dict[int, Row], source: str
) -> Plan:
    ends, keeps, forgets = [], [], []
    for claim in gone:
        row = next((one for one in standing.values() if one.person == claim.person and one.kind == claim.kind), None)
        if row is None:
            forgets.append(claim)
        elif row.sources - {source, PAGE}:
            keeps.append(row) if source in row.sources else forgets.append(claim)
        else:
            ends.append(row)
            if source not in row.sources:
                forgets.append(claim)
    return Plan(starts, joins, tuple(ends), tuple(keeps), tuple(forgets))


@dataclass(frozen=True, slots=True)
class Contest:
    """A seat on which the files disagree: the open rows to choose from. vacant: kinds of file that name nobody for it."""

    seat: PostKind
    rows: tuple[Row, ...]
    vacant: frozenset[str] = field(default_factory=frozenset)


def contests(rows: Iterable[Row]) -> tuple[Contest, ...]:
    """The seats of one organisation in dispute. A file that names no officer there at all is silent, it does not contradict."""
    known = [row for row in rows if row.kind in COMMITTEE_POSTS]
    said = {source: claims(known, source) for source in (REGISTER, LEDGER)}
    both = all(said.values())
    found = []
    for seat in (PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.COMMISSIONER):
        open_rows = [row for row in known if row.open and seat_of(row.kind) is seat]
        alone = [row for row in open_rows if row.sources in ({REGISTER}, {LEDGER})]
        several = seat is PostKind.SECRETARY and len({row.person for row in open_rows}) > 1
        if several or (both and alone):
            vacant = frozenset(source for source, claimed in said.items() if not any(seat_of(kind) is seat for _, kind in claimed)) if both else frozenset()
            found.append(Contest(seat, tuple(open_rows if seat is PostKind.SECRETARY else alone), vacant))
    return tuple(found)
