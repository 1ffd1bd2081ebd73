"""What the papers of an election may say: one frozen description of it, from which every paper is written.

None and "" mean not known: the paper then shows a blank, and its page names what is missing. Days are days in Asia/Shanghai.
People are named as the register has them; names are never converted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from leadgoose.elections.rules import posts, strokes
from leadgoose.elections.rules.switches import Switches
from leadgoose.ground.statutes.votes import (
    RESOLUTION_MAJORITY,
    Expected,
    Present,
    least_approvals_to_be_elected,
    least_present_to_elect,
)

COMMITTEE, SECRETARY, DEPUTY = posts.COMMITTEE, posts.SECRETARY, posts.DEPUTY
"""Posts, as in models.Candidate.Post."""


@dataclass(frozen=True, slots=True)
class Office:
    """The committee that approves, how it prints, and the general branch between ("" for none)."""

    committee: str
    above: str = ""
    issuer: str = ""                                 # 发文机关; "" the committee's name
    contact: str = ""
    phone: str = ""
    copies_to: str = ""
    printed_by: str = ""
    request_months: int = 2


@dataclass(frozen=True, slots=True)
class Person:
    """One person as the register has them. Partial dates are text: "1998-07"."""

    name: str
    gender: str = ""
    ethnicity: str = ""
    born: str = ""
    education: str = ""
    joined: str = ""
    full_since: str = ""
    admin: str = ""
    posts: tuple[str, ...] = ()                      # words: 支部书记


@dataclass(frozen=True, slots=True)
class Said:
    """One proof under a heading, and where it stands."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Stands:
    """One candidate and how far on the way; proofs by the four headings of rules.slate."""

    person: Person
    agreed: bool = False
    official: bool = False
    proofs: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """The term that runs out."""

    elected_on: date
    years: int
    expires_on: date
    shifted_to: date | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """Who belongs to the organisation on the paper's day; names in the register's order."""

    full: int | None = None
    probationary: int | None = None
    electors: tuple[str, ...] = ()                   # with the right to vote
    others: tuple[str, ...] = ()                     # members without it

    @property
    def right(self) -> int | None:
        return len(self.electors) or None


@dataclass(frozen=True, slots=True)
class Done:
    """A stage that was recorded: its day, and number and signer of its paper as typed after signing."""

    on: date | None = None
    number: str = ""
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """The numbers of a roll call. right: holders of the right; before the call, present and others are not known."""

    right: int | None = None
    excluded: int = 0
    present: int | None = None
    others: int | None = None

    @property
    def expected(self) -> int | None:
        return None if self.right is None else self.right - self.excluded

    @property
    def need(self) -> int | None:
        """How many must come: four fifths of the expected."""
        return None if not self.expected else least_present_to_elect(Expected(self.expected))

    @property
    def majority(self) -> int | None:
        """How many pass a resolution: more than half of the expected."""
        return None if not self.expected else RESOLUTION_MAJORITY.least(self.expected)

    @property
    def to_be_elected(self) -> int | None:
        """How many approvals seat a person: more than half of those present."""
        return None if self.present is None else least_approvals_to_be_elected(Present(self.present))


@dataclass(frozen=True, slots=True)
class Show:
    """A show of hands as declared."""

    favour: int
    against: int = 0
    abstain: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What one name received; a written-in one has approvals only."""

    name: str
    approve: int
    disapprove: int | None = None
    abstain: int | None = None
    written_in: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote: what is elected, who stands on its ballot, its numbers, its outcome. follows: "revote", "open-seats", "vote-again" or ""."""

    post: str
    seats: int
    names: tuple[str, ...]
    present: int | None = None
    printed: int | None = None
    issued: int | None = None
    voters: int | None = None
    returned: int | None = None
    invalid: int | None = None
    spoiled: int | None = None
    spare: int | None = None
    lines: tuple[Line, ...] = ()
    status: str = ""                                 # "complete", "tie", "shortfall", "void"; "" not counted
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    tied_seats: int = 0
    follows: str = ""

    @property
    def vacant(self) -> int:
        return self.seats - len(self.elected)

    @property
    def need(self) -> int | None:
        return None if self.present is None else least_approvals_to_be_elected(Present(self.present))


@dataclass(frozen=True, slots=True)
class Plenary:
    """The new committee's first meeting."""

    on: date | None = None
    chair: str = ""
    members: int | None = None
    present: int | None = None
    scrutineers: tuple[str, ...] = ()
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken off and done again before this: which stage with all after it, when, why; of a meeting that too few came to, its numbers.

    stage: a key of the procedure, "new-meeting" for another day. expected, need, present: None where no number was declared.
    """

    stage: str
    on: date
    reason: str
    expected: int | None = None
    need: int | None = None
    present: int | None = None
    held_on: date | None = None


@dataclass(frozen=True, slots=True)
class Objected:
    """What the envoy objected to, by which rule, and how the chair or the committee answered; "" not yet."""

    rule: str
    words: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it. kind and traits: those of standards/procedure.toml; on: the paper's day; signed_on: None while it is a draft."""

    office: Office
    name: str
    kind: str
    on: date
    general: bool = False                            # a 党总支
    by_members: bool = False                         # the members elect the secretary themselves: there is no committee
    traits: frozenset[str] = frozenset()
    script: str = "zh-Hans"
    signed_on: date | None = None
    number: str = ""                                 # of this paper, once typed
    signer: str = ""
    contact: str = ""                                # of the organisation that elects
    phone: str = ""
    term: Term | None = None
    members: Members = field(default_factory=Members)
    seats: int | None = None
    deputies: int = 0
    meeting_on: date | None = None
    meeting_time: str = ""
    meeting_place: str = ""
    switches: Switches = field(default_factory=Switches)
    candidates: Mapping[str, tuple[Stands, ...]] = field(default_factory=dict)
    done: Mapping[str, Done] = field(default_factory=dict)
    chair: str = ""                                  # who chairs the members' meeting
    envoy: str = ""
    roll: Roll = field(default_factory=Roll)
    absent: tuple[str, ...] = ()
    shows: Mapping[str, Show] = field(default_factory=dict)      # by matter: "exclusions", "report", "method", "scrutineers", "reduction"
    scrutineers: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    votes: tuple[Vote, ...] = ()                     # of the members' meeting
    preselection: tuple[Vote, ...] = ()
    plenary: Plenary = field(default_factory=Plenary)
    elected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)   # by post, as announced
    shift_to: date | None = None                     # of a shift of term that is asked for
    shift_reason: str = ""
    left_open: tuple[tuple[str, str], ...] = ()      # what an outgoing committee leaves to be done, in words, and by which day
    objections: tuple[Objected, ...] = ()
    undone: tuple[Undone, ...] = ()                  # of the meeting, in the order in which it was done
    annulled: Done | None = None                     # the superior's decision that the election before was void; None where there was none

    # --- what it is ---

    @property
    def through(self) -> bool:
        """Whether papers pass through a general branch."""
        return "through" in self.traits and bool(self.office.above)

    @property
    def post(self) -> str:
        """What the members' meeting elects."""
        if not self.by_members:
            return COMMITTEE
        return DEPUTY if posts.STAYS in self.traits else SECRETARY

    @property
    def alone(self) -> bool:
        """Whether only the committee meets: a by-election for nothing but a secretary or deputy."""
        return posts.ALONE in self.traits

    @property
    def last_day(self) -> date | None:
        return None if self.term is None else self.term.shifted_to or self.term.expires_on

    def standing(self, post: str) -> tuple[Stands, ...]:
        """Who stands for a post, as far as it has come: the official ones, else those agreed, else those proposed.

        Members of the committee by strokes of the surname (elec-ballot-order-strokes); the others in the approved order.
        """
        found = self.candidates.get(post, ())
        for reached in (tuple(one for one in found if one.official), tuple(one for one in found if one.agreed), found):
            if reached:
                return by_strokes(reached) if post == COMMITTEE else reached
        return ()

    def names(self, post: str) -> tuple[str, ...]:
        return tuple(one.person.name for one in self.standing(post))

    def won(self, post: str) -> tuple[str, ...]:
        """Who was elected, in the order in which it is announced (elec-result-order)."""
        names = self.elected.get(post, ())
        return strokes.order(names).names if post == COMMITTEE else names


def by_strokes(people: tuple[Stands, ...]) -> tuple[Stands, ...]:
    """Candidates in the order of the ballot. Two of one name keep their order; the rules stop such a list before it is printed."""
    left = list(people)
    ordered = []
    for name in strokes.order([one.person.name for one in people]).names:
        found = next(one for one in left if one.person.name == name)
        left.remove(found)
        ordered.append(found)
    return tuple(ordered)
