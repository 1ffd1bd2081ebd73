"""May this list be voted on? Who may stand, how many, who watches and counts, and what a nomination says.

Three lists: members of the committee; secretary and deputy, elected in the committee; the secretary of a branch without a
committee, elected by the members. Sources: ``elec-margin-20``, ``elec-by-election-margin``, ``elec-secretary-equal-list``,
``elec-no-committee-nomination``, ``branch-secretary-qualification``, ``elec-supervisor``, ``elec-supervisor-plenary``,
``elec-teller``, ``elec-teller-choice``, ``elec-introduce-candidates``; small bodies: pitfall D17 of the reference.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from leadgoose.elections.rules import margin
from leadgoose.elections.rules.members import Member, bar
from leadgoose.ground.statutes.dates import judge_standing
from leadgoose.ground.statutes.verdicts import Names, Number, Reason, Verdict

Post = Literal["members", "leaders", "secretary"]  # 委员; 书记、副书记 in the committee; 书记 by the members' meeting


@dataclass(frozen=True, slots=True)
class Slate:
    """One list with those who watch and count. ``body``: all who elect, with the right or not; people are named by key."""

    post: Post
    seats: int
    candidates: Sequence[Member]
    body: Sequence[Member]
    scrutineers: Sequence[str]
    counters: Sequence[str]
    on: date
    preselected: bool = False
    by_election: bool = False
    reply_on_list: bool = False  # the superior's written reply on the persons is recorded


def judge(slate: Slate) -> Verdict:
    """Everything that must hold before ballots are printed."""
    return Verdict.of([*standing(slate), *enough(slate), *_doubled(slate), *watched(slate)])


def before_meeting(slate: Slate) -> Verdict:
    """What must hold before the notice goes out: all but who watches and counts, whom the meeting chooses; somebody must be left to."""
    return Verdict.of([*standing(slate), *enough(slate), *_doubled(slate), *_left_to_watch(slate)])


def standing(slate: Slate) -> Iterator[Reason]:
    """Who of the candidates may not stand, and whose year of standing is short or not known (secretary: 一般)."""
    barred = {one.key: bar(one) for one in slate.candidates}
    for one in slate.candidates:
        spoken = barred[one.key]
        if spoken is not None:
            yield Reason("elections.may-not-stand", spoken, {"name": one.name}, met=False)
        elif slate.post != "members":
            yield _year_of_standing(one, slate.on)
    if not any(barred.values()):
        yield Reason("elections.may-stand", "elec-rights-full-members", {"count": len(slate.candidates)})


def enough(slate: Slate) -> tuple[Reason, ...]:
    """Whether there are enough candidates, each list by its own rule."""
    seats, candidates = slate.seats, len(slate.candidates)
    numbers: dict[str, Number] = {"seats": seats, "candidates": candidates}
    if slate.post == "members":
        judged = margin.judge(seats, candidates, slate.preselected)
        if judged.enough or not slate.by_election or candidates < seats:
            return judged.reasons
        numbers["least"] = judged.least
        code = "by-election-equal-agreed" if slate.reply_on_list else "by-election-equal"
        return (Reason(f"elections.{code}", "elec-by-election-margin", numbers, met=slate.reply_on_list),)
    spoken = "elec-secretary-nomination" if slate.post == "leaders" else "elec-no-committee-nomination"
    if candidates < seats:
        return (Reason("elections.too-few-for-posts", spoken, {**numbers, "short": seats - candidates}, met=False),)
    agreed = Reason("elections.list-agreed" if slate.reply_on_list else "elections.list-not-agreed", spoken, numbers, met=slate.reply_on_list)
    if slate.post == "leaders" and candidates > seats:
        return (agreed, Reason("elections.more-than-posts", "elec-secretary-equal-list", numbers, met=False))
    if slate.post == "secretary" and candidates == seats:
        # the text asks for no margin here and does not say that one name will do: told, never stopped
        return (agreed, Reason("elections.one-name-for-secretary", "elec-secretary-equal-list", numbers))
    return (agreed,)


def watched(slate: Slate) -> Iterator[Reason]:
    """Scrutineers, counters and candidates are different people, as far as the body is large enough for it.

    Where one elector alone is no candidate that person watches, counts and votes too: a warning. Where nobody is left
    the posts are elected one after the other: that stops.
    """
    spoken = "elec-supervisor" if slate.post != "leaders" else "elec-supervisor-plenary"
    standing_keys = {one.key for one in slate.candidates}
    electors = {one.key for one in slate.body if bar(one) is None}
    names = {one.key: one.name for one in (*slate.body, *slate.candidates)}
    left = tuple(_left_to_watch(slate))
    if electors <= standing_keys:
        yield from left
        return
    found = False
    for reason in _unfit(slate, spoken, standing_keys, electors, names):
        found = True
        yield reason
    both = [key for key in slate.scrutineers if key in set(slate.counters)]
    if left:
        yield from left
    elif both:
        found = True
        yield Reason("elections.watches-and-counts", "elec-teller", {"names": _named(both, names)}, met=False)
    if not found:
        watching: dict[str, Number] = {"scrutineers": len(slate.scrutineers), "counters": len(slate.counters)}
        yield Reason("elections.watched", spoken, watching)


def _left_to_watch(slate: Slate) -> Iterator[Reason]:
    """Where nobody, or one elector alone, is no candidate."""
    spoken = "elec-supervisor" if slate.post != "leaders" else "elec-supervisor-plenary"
    standing_keys = {one.key for one in slate.candidates}
    electors = [one for one in slate.body if bar(one) is None]
    free = [one for one in electors if one.key not in standing_keys]
    numbers: dict[str, Number] = {"electors": len(electors), "candidates": len(slate.candidates), "free": len(free)}
    if not free:
        yield Reason("elections.nobody-to-watch", spoken, numbers, met=False)
    elif len(free) == 1:
        # the general rule behind it cannot be met: D17 asks for a warning, the local rule on counters carries it
        yield Reason("elections.one-left-to-watch", "elec-teller-choice", {**numbers, "name": free[0].name}, met=False)


def _unfit(slate: Slate, spoken: str, standing_keys: set[str], electors: set[str], names: Mapping[str, str]) -> Iterator[Reason]:
    if not slate.scrutineers:
        yield Reason("elections.no-scrutineer", spoken, met=False)
    if not slate.counters:
        yield Reason("elections.no-counter", "elec-teller", met=False)
    if wrong := [key for key in slate.scrutineers if key in standing_keys]:
        yield Reason("elections.scrutineer-stands", spoken, {"names": _named(wrong, names)}, met=False)
    if wrong := [key for key in slate.scrutineers if key not in electors and key not in standing_keys]:
        yield Reason("elections.scrutineer-no-elector", spoken, {"names": _named(wrong, names)}, met=False)
    if wrong := [key for key in slate.counters if key in standing_keys]:
        # handbooks say it, the text says who watches the counters: a candidate who counts is watched by nobody
        yield Reason("elections.counter-stands", "elec-teller", {"names": _named(wrong, names)}, met=False)


def _doubled(slate: Slate) -> Iterator[Reason]:
    """One person stands once on one list."""
    keys = [one.key for one in slate.candidates]
    twice = list(dict.fromkeys(one.name for one in slate.candidates if keys.count(one.key) > 1))
    if twice:
        yield Reason("elections.listed-twice", "elec-ballot-options", {"names": Names(twice)}, met=False)


def _year_of_standing(member: Member, on: date) -> Reason:
    """A year of standing; a month alone is enough where all of its days lead to the same answer."""
    since = member.full_since
    numbers: dict[str, Number] = {"name": member.name}
    if since is not None:
        surely, perhaps = judge_standing(since.latest(), on), judge_standing(since.earliest(), on)
        met = surely.reasons[0].met
        if met == perhaps.reasons[0].met:
            code = "elections.standing-reached" if met else "elections.standing-short"
            return Reason(code, "branch-secretary-qualification", {**numbers, "since": since.isoformat()}, met=met)
    return Reason("elections.standing-unknown", "branch-secretary-qualification", numbers, met=False)


def _named(keys: Sequence[str], names: Mapping[str, str]) -> Names:
    return Names(names.get(key, key) for key in keys)


class Heading(StrEnum):
    """What a nomination tells of a person, in this order."""

    LEARNING = "learning"  # 个人学习
    PRACTICE = "practice"  # 岗位实践
    TRAINING = "training"  # 组织培训
    OPINION = "opinion"  # 群众评价


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing said under a heading. ``source`` is a fact of the register or the name of a paper; neither is invented."""

    text: str
    source: str
    from_register: bool

    def __post_init__(self) -> None:
        if not self.text.strip() or not self.source.strip():
            raise ValueError("a proof has words and a source")


@dataclass(frozen=True, slots=True)
class Introduction:
    """The introduction of one candidate under the four headings; a heading without proof stays, empty."""

    key: str
    name: str
    proofs: Mapping[Heading, Sequence[Proof]] = field(default_factory=dict)

    def rows(self) -> tuple[tuple[Heading, tuple[Proof, ...]], ...]:
        """All four headings in their order, with what stands under them."""
        return tuple((heading, tuple(self.proofs.get(heading, ()))) for heading in Heading)

    def empty(self) -> tuple[Heading, ...]:
        """The headings under which nothing stands."""
        return tuple(heading for heading, proofs in self.rows() if not proofs)


def introduced(introductions: Sequence[Introduction]) -> tuple[Reason, ...]:
    """Who is introduced with an empty heading: said and shown, never a bar, since the text names no heading."""
    return tuple(
        Reason("elections.heading-empty", "elec-introduce-candidates", {"name": one.name, "empty": len(one.empty()), "headings": len(Heading)})
        for one in introductions
        if one.empty()
    )
