"""The structure of those in post: persons, posts and bodies sorted into the rows of tables (pure).

A row's number and its list come from the same entries, so that they cannot differ. What the register does not say is counted as not known,
never left out and never guessed. A table of persons counts somebody with two posts once, a table of posts twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.roster.kinds import BRANCHES, COMMITTEE_POSTS, CameBy, OrgKind, PostKind, Standing
from leadgoose.roster.rules.due import BranchFacts, obligations

UNKNOWN, OTHER, PROBATIONARY = "unknown", "other", "probationary"


class Whose(StrEnum):
    """Whose structure: the choice of posts."""

    SECRETARY = "secretary"      # 书记
    DEPUTY = "deputy"            # 副书记
    COMMITTEE = "committee"      # 委员会成员, secretaries and deputies among them


POSTS: Mapping[Whose, tuple[PostKind, ...]] = {
    Whose.SECRETARY: (PostKind.SECRETARY,), Whose.DEPUTY: (PostKind.DEPUTY_SECRETARY,), Whose.COMMITTEE: COMMITTEE_POSTS,
}


class Level(StrEnum):
    """Posts in which organisations."""

    BRANCH = "branch"            # 党支部 of every kind
    GENERAL = "general"          # 党总支


KINDS: Mapping[Level, tuple[OrgKind, ...]] = {Level.BRANCH: BRANCHES, Level.GENERAL: (OrgKind.GENERAL_BRANCH,)}


class Table(StrEnum):
    """The tables, in the order of the page."""

    VACANCY = "vacancy"          # 配备
    AGE = "age"
    GENDER = "gender"
    SCHOOLING = "schooling"
    IN_PARTY = "in_party"        # 党龄
    IN_POST = "in_post"          # 任职时间
    TIME = "time"                # 专职 / 兼职
    CROSS = "cross"              # 交叉任职
    CAME_BY = "came_by"          # 产生方式


class Unit(StrEnum):
    """What a table counts."""

    PERSON = "person"
    POST = "post"
    BODY = "body"                # organisations that have, or should have, such posts


UNIT: Mapping[Table, Unit] = {
    Table.VACANCY: Unit.BODY, Table.AGE: Unit.PERSON, Table.GENDER: Unit.PERSON, Table.SCHOOLING: Unit.PERSON, Table.IN_PARTY: Unit.PERSON,
    Table.IN_POST: Unit.POST, Table.TIME: Unit.POST, Table.CROSS: Unit.POST, Table.CAME_BY: Unit.POST,
}


class Filled(StrEnum):
    """Whether the posts of a body are filled."""

    FULL = "full"
    SHORT = "short"              # nobody is secretary; or fewer on the committee than approved seats
    NONE = "none"                # approved without a committee
    UNKNOWN = UNKNOWN


@dataclass(frozen=True, slots=True)
class Band:
    """Full years from `least` to `most`, both inclusive; most None: no end. `code` names it in addresses."""

    least: int
    most: int | None

    @property
    def code(self) -> str:
        return f"{self.least}-{'' if self.most is None else self.most}"

    def holds(self, years: int) -> bool:
        return self.least <= years and (self.most is None or years <= self.most)


@dataclass(frozen=True, slots=True)
class Scales:
    """In which rows years and schooling are counted. schooling: code → (words one of which it holds, whole values that it may also be)."""

    age: tuple[Band, ...]
    in_party: tuple[Band, ...]
    in_post: tuple[Band, ...]
    schooling: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Held:
    """A post held on a day, with what the register says of its holder that day. Dates of a person are ISO text, "" unknown, day may lack."""

    person: str
    name: str
    organisation: str
    kind: PostKind
    came_by: CameBy = CameBy.UNKNOWN
    since: date | None = None
    full_time: bool | None = None
    cross_appointed: bool | None = None
    gender: str = ""
    born_on: str = ""
    education: str = ""
    full_member: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation on a day. recorded: secretaries on record; seats, have: approved seats and members of its committee, None unknown."""

    key: str
    name: str
    kind: OrgKind
    path: str
    secretary: Filled
    recorded: int
    committee: Filled
    seats: int | None = None
    have: int | None = None

    @property
    def lacking(self) -> int:
        return max(0, (self.seats or 0) - (self.have or 0)) if self.committee is Filled.SHORT else 0


@dataclass(frozen=True, slots=True)
class Team:
    """Bodies and posts on a day, both in the register's order."""

    on: date
    bodies: tuple[Body, ...]
    posts: tuple[Held, ...]

    @property
    def persons(self) -> int:
        return len({one.person for one in self.posts})


@dataclass(frozen=True, slots=True)
class Entry:
    """One of those that a table counts: a person with the posts held, one post, or a body with whoever holds its posts."""

    code: str
    posts: tuple[Held, ...]
    body: Body | None = None


def body(facts: BranchFacts, name: str, path: str) -> Body:
    """An organisation with how its posts are filled, as the watch sees it (roster.rules.due)."""
    codes = {one.code for one in obligations(facts)}
    secretary = Filled.SHORT if "secretary_vacant" in codes else Filled.UNKNOWN if "secretary_unknown" in codes else Filled.FULL
    recorded = len({one.person_key for one in facts.secretaries})
    return Body(facts.key, name, facts.kind, path, secretary, recorded, _committee(facts), facts.seats, facts.committee)


def _committee(facts: BranchFacts) -> Filled:
    """Rows that still wait for correction may hold the missing members: then it is not known whether seats are empty."""
    if facts.no_committee:
        return Filled.NONE
    if facts.seats is None or facts.committee is None:
        return Filled.UNKNOWN
    if facts.committee >= facts.seats:
        return Filled.FULL
    waiting = facts.awaited + (facts.waiting if facts.term is None else 0)
    return Filled.SHORT if facts.committee + waiting < facts.seats else Filled.UNKNOWN


def chosen(team: Team, whose: Whose, *, level: Level | None = None, general: str = "") -> Team:
    """The posts of this choice, and the bodies that may have them; general: only that general branch and what is below it (its key)."""
    kinds = KINDS[level] if level else (*BRANCHES, OrgKind.GENERAL_BRANCH)
    bodies = tuple(one for one in team.bodies if one.kind in kinds and (not general or f"/{general}/" in one.path))
    keys = {one.key for one in bodies}
    return Team(team.on, bodies, tuple(one for one in team.posts if one.kind in POSTS[whose] and one.organisation in keys))


def tables(whose: Whose) -> tuple[Table, ...]:
    """The tables of a choice. Nothing says how many deputies there should be: of them no vacancy is counted."""
    return tuple(one for one in Table if one is not Table.VACANCY or whose is not Whose.DEPUTY)


def codes(table: Table, whose: Whose, scales: Scales) -> tuple[str, ...]:
    """The rows of a table in their order, what is not known last."""
    if table is Table.VACANCY:
        return (Filled.FULL, Filled.SHORT, *((Filled.NONE,) if whose is Whose.COMMITTEE else ()), UNKNOWN)
    banded = {Table.AGE: scales.age, Table.IN_PARTY: scales.in_party, Table.IN_POST: scales.in_post}
    if table in banded:
        first = (PROBATIONARY,) if table is Table.IN_PARTY else ()
        return (*first, *(one.code for one in banded[table]), UNKNOWN)
    fixed: dict[Table, tuple[str, ...]] = {
        Table.GENDER: ("男", "女"), Table.SCHOOLING: (*scales.schooling, OTHER), Table.TIME: ("full", "part"), Table.CROSS: ("yes", "no"),
        Table.CAME_BY: (CameBy.ELECTED, CameBy.DESIGNATED, CameBy.APPOINTED),
    }
    return (*fixed[table], UNKNOWN)


def entries(table: Table, team: Team, whose: Whose, scales: Scales) -> list[Entry]:
    """Everything that the table counts, each once, in the register's order."""
    if table is Table.VACANCY:
        held: dict[str, list[Held]] = {}
        for one in team.posts:
            held.setdefault(one.organisation, []).append(one)
        return [
            Entry(one.secretary if whose is Whose.SECRETARY else one.committee, tuple(held.get(one.key, ())), one)
            for one in team.bodies
            if whose is not Whose.COMMITTEE or one.kind is not OrgKind.TEMPORARY_BRANCH   # its leaders are designated, it elects no committee
        ]
    if UNIT[table] is Unit.POST:
        return [Entry(code(table, one, team.on, scales), (one,)) for one in team.posts]
    people: dict[str, list[Held]] = {}
    for one in team.posts:
        people.setdefault(one.person, []).append(one)
    return [Entry(code(table, posts[0], team.on, scales), tuple(posts)) for posts in people.values()]


def tally(found: Iterable[Entry]) -> Counter[str]:
    """How many entries each row counts."""
    return Counter(one.code for one in found)


@dataclass(slots=True)
class Sums:
    """What the page says of a team: posts, persons, seats that nobody holds, bodies with several secretaries on record, and each table's rows.

    Teams of parts are added one after another; whoever holds posts in several of them is counted once.
    """

    posts: int = 0
    lacking: int = 0
    double: int = 0
    tables: dict[Table, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    people: set[str] = field(default_factory=set)

    @property
    def persons(self) -> int:
        return self.tables[Table.AGE].total()

    def add(self, team: Team, found: Mapping[Table, Sequence[Entry]]) -> None:
        """A team, and the entries of each of its tables."""
        self.posts += len(team.posts)
        self.lacking += sum(one.lacking for one in team.bodies)
        self.double += sum(one.recorded > 1 for one in team.bodies)
        for table, rows in found.items():
            new = rows if UNIT[table] is not Unit.PERSON else [one for one in rows if one.posts[0].person not in self.people]
            self.tables[table].update(tally(new))
        self.people.update(one.person for one in team.posts)


def every_table(team: Team, whose: Whose, scales: Scales) -> dict[Table, list[Entry]]:
    """The entries of all tables of a choice."""
    return {table: entries(table, team, whose, scales) for table in tables(whose)}


def summed(team: Team, whose: Whose, scales: Scales) -> Sums:
    """What the page says of one team."""
    found = Sums()
    found.add(team, every_table(team, whose, scales))
    return found


def code(table: Table, post: Held, on: date, scales: Scales) -> str:
    """The row in which a post, or its holder, is counted on a day."""
    if table is Table.AGE:
        return _banded(scales.age, full_years(post.born_on, on))
    if table is Table.GENDER:
        return post.gender if post.gender in ("男", "女") else UNKNOWN
    if table is Table.SCHOOLING:
        return schooling(post.education, scales.schooling)
    if table is Table.IN_PARTY:
        return PROBATIONARY if post.standing == Standing.PROBATIONARY else _banded(scales.in_party, full_years(post.full_member, on))
    if table is Table.IN_POST:
        return _banded(scales.in_post, full_years(post.since.isoformat() if post.since else "", on))
    if table is Table.TIME:
        return UNKNOWN if post.full_time is None else "full" if post.full_time else "part"
    if table is Table.CROSS:
        return UNKNOWN if post.cross_appointed is None else "yes" if post.cross_appointed else "no"
    return post.came_by


def full_years(since: str, on: date) -> int | None:
    """Full years from a day (ISO text; a month counts from its first day) to another; None for what is no day, or still to come."""
    try:
        first = PartialDate.parse(since).earliest()
    except ValueError:
        return None
    years = on.year - first.year - ((on.month, on.day) < (first.month, first.day))
    return years if first <= on else None


def schooling(text: str, levels: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> str:
    """The level that a register's word for schooling belongs to, the highest first; OTHER for words that belong to none."""
    if not text:
        return UNKNOWN
    for level, (holding, equal) in levels.items():
        if text in equal or any(part in text for part in holding):
            return level
    return OTHER


def _banded(bands: Sequence[Band], years: int | None) -> str:
    return UNKNOWN if years is None else next(one.code for one in bands if one.holds(years))


def changes(table: Table, now: Sequence[Entry], then: Sequence[Entry], code: str) -> list[tuple[Entry, bool]]:
    """Who makes the difference of a row between two days: those only now in it (True), then those only then in it (False). code "": the total."""
    def there(found: Sequence[Entry]) -> dict[object, Entry]:
        return {_same(table, one): one for one in found if not code or one.code == code}

    new, old = there(now), there(then)
    return [(one, True) for key, one in new.items() if key not in old] + [(one, False) for key, one in old.items() if key not in new]


def _same(table: Table, one: Entry) -> object:
    """By what an entry is known again on another day."""
    if one.body is not None:
        return one.body.key
    first = one.posts[0]
    return first.person if UNIT[table] is Unit.PERSON else (first.person, first.organisation, first.kind)
