"""Who stands, on which list, how far they have come, what proves it; and the lists as the rules judge them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from leadgoose.elections.models import Candidate, Election, Proof
from leadgoose.elections.queries.course import Course
from leadgoose.elections.queries.people import Known, members_in
from leadgoose.elections.queries.sealed import open_all
from leadgoose.elections.rules import posts
from leadgoose.elections.rules import slate as rules
from leadgoose.elections.rules.members import Member
from leadgoose.elections.rules.slate import Heading, Introduction, Slate
from leadgoose.ground.statutes.verdicts import Names, Reason, Verdict
from leadgoose.roster.kinds import COMMITTEE_POSTS
from leadgoose.roster.models import Post

TEXT, SOURCE, DROPPED = "election.proof", "election.proof_source", "election.dropped"
"""Fields under which what is said of a person is sealed, with the person's key."""


@dataclass(frozen=True, slots=True)
class List:
    """One list of an election: the posts on it, how many seats, and how the rules call it."""

    posts: tuple[str, ...]
    seats: int
    judged_as: rules.Post


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody on a list, as proposed, with what the register says of them today; known None: not in the organisation any more."""

    row: Candidate
    known: Known | None
    dropped: str = ""

    @property
    def key(self) -> str:
        return self.row.person.key

    @property
    def stage(self) -> str:
        """How far: official, agreed, proposed, or still only named; dropped."""
        row = self.row
        if row.dropped_on is not None:
            return "dropped"
        return "official" if row.official_on else "agreed" if row.agreed_on else "proposed" if row.proposed_on else "named"

    @property
    def member(self) -> Member:
        """As the rules want them; whoever is not there any more has no right here."""
        return self.known.member if self.known is not None else Member(self.key, self.row.name, full=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """All candidates of an election, by the body that elects. stands: those not dropped, in the order of the lists; sitting: who is on the
    committee already and stays, in a by-election."""

    lists: tuple[List, ...]
    stands: tuple[Stand, ...] = ()
    dropped: tuple[Stand, ...] = ()
    body: tuple[Known, ...] = ()
    by_key: Mapping[str, Known] = field(default_factory=dict)
    sitting: frozenset[str] = frozenset()

    def of(self, one: List) -> tuple[Stand, ...]:
        return tuple(stand for stand in self.stands if stand.row.post in one.posts)


def lists_of(election: Election) -> tuple[List, ...]:
    """The lists on which people stand: those of the members' meeting first, then the committee's own."""
    there = posts.filled(election.kind, election.traits, election.seats, election.deputies)
    many = {posts.SECRETARY: 1, posts.DEPUTY: election.deputies}
    leading = tuple(one for one in there if one != posts.COMMITTEE)
    if posts.by_members(election.kind, election.traits, election.seats):
        return tuple(List((one,), many[one], "secretary") for one in leading)
    members = (List((posts.COMMITTEE,), election.seats or 0, "members"),) if posts.COMMITTEE in there else ()
    return (*members, *((List(leading, sum(many[one] for one in leading), "leaders"),) if leading else ()))


def standing_of(election: Election) -> Standing:
    """Everybody who was ever named, and the whole body. Three queries, and one for those who stay in a by-election."""
    return standings_of([election])[election.key]


def standings_of(elections: Sequence[Election]) -> dict[str, Standing]:
    """The same of several elections, by the election's key. Four queries at most, however many; they come with their organisation selected."""
    bodies = members_in([one.organisation for one in elections])
    order = {post: number for number, post in enumerate(("committee", "secretary", "deputy"))}
    rows = sorted(
        Candidate.objects.filter(election__in=elections).select_related("person").order_by("pk"),
        key=lambda one: (order[one.post], one.position or 99, one.pk),
    )
    words = open_all((row.person.key, DROPPED, row.dropped_sealed) for row in rows)
    sitting = _sitting(elections)
    found = {}
    for one in elections:
        body = tuple(bodies[one.organisation.key])
        there = {known.member.key: known for known in body}
        stands = [Stand(row, there.get(row.person.key), why) for row, why in zip(rows, words, strict=True) if row.election_id == one.pk]
        found[one.key] = Standing(
            lists_of(one), tuple(row for row in stands if row.row.dropped_on is None), tuple(row for row in stands if row.row.dropped_on is not None),
            body, there, frozenset(sitting.get(one.organisation_id, ())),
        )
    return found


def _sitting(elections: Sequence[Election]) -> dict[int, set[str]]:
    """Who is on the committee and stays, by organisation (id): asked of by-elections only."""
    places = [one.organisation_id for one in elections if one.kind == "by-election"]
    found: dict[int, set[str]] = {}
    rows = Post.objects.known().filter(organisation__in=places, kind__in=COMMITTEE_POSTS, valid_to=None) if places else Post.objects.none()
    for place, key in rows.values_list("organisation_id", "person__key"):
        found.setdefault(place, set()).add(key)
    return found


def slate(election: Election, there: Standing, one: List, on: date, *, agreed: bool) -> Slate:
    """A list as the rules judge it. agreed: the superior's written reply on the persons is recorded."""
    body = [known.member for known in there.body]
    if one.judged_as == "leaders":
        body = [known.member for known in there.body if known.member.key in _committee(there)]
    return Slate(
        one.judged_as, one.seats, [stand.member for stand in there.of(one)], body, (), (), on,
        preselected="preselection" in election.traits, by_election=election.kind == "by-election", reply_on_list=agreed,
    )


def judge_persons(election: Election, there: Standing, on: date) -> Verdict:
    """Before the persons are sent to the superior: whether all may stand and there are enough. The reply on the list is only asked for now."""
    reasons = []
    for one in there.lists:
        asked = slate(election, there, one, on, agreed=one.judged_as != "members")
        reasons += [reason for reason in (*rules.standing(asked), *rules.enough(asked)) if reason.code != "elections.list-agreed"]
    return Verdict.of([*reasons, *_leaders_listed(there)])


def judge_slate(course: Course, there: Standing, on: date) -> Verdict:
    """Before the notice: the official lists, with the reply recorded or not."""
    reply = course.facts.records.get("persons-reply")
    agreed = reply is not None and reply.done
    reasons = [reason for one in there.lists for reason in _before(course.election, there, one, on, agreed)]
    return Verdict.of([*reasons, *_leaders_listed(there)])


def _leaders_listed(there: Standing) -> Iterable[Reason]:
    """Who is to be elected secretary or deputy by the committee must win a seat in it first, or sit there where no seat is filled."""
    members = _committee(there)
    outside = [stand.row.name for one in there.lists if one.judged_as == "leaders" for stand in there.of(one) if stand.key not in members]
    if outside:
        seats = any(one.judged_as == "members" for one in there.lists)
        code = "elections.leader-not-listed" if seats else "elections.leader-not-sitting"
        yield Reason(code, "elec-secretary-by-committee", {"names": Names(outside)}, met=False)


def _committee(there: Standing) -> frozenset[str]:
    """Who may be on the committee that elects its leaders: who stands for it, and who is on it and stays. By person key."""
    return frozenset(stand.key for one in there.lists if one.judged_as == "members" for stand in there.of(one)) | there.sitting


def _before(election: Election, there: Standing, one: List, on: date, agreed: bool) -> Iterable[Reason]:
    asked = slate(election, there, one, on, agreed=agreed)
    if one.judged_as == "leaders":
        # who may watch the committee's election is known only once the committee is elected
        return (*rules.standing(asked), *rules.enough(asked))
    return rules.before_meeting(asked).reasons


@dataclass(frozen=True, slots=True)
class Said:
    """One proof in clear."""

    pk: int
    heading: Heading
    text: str
    source: str
    from_register: bool


def proofs_of(election: Election, people: Collection[str]) -> dict[str, list[Said]]:
    """What is said of these candidates, by person key, whichever post they stand for, in the order of entry. Three queries."""
    rows = list(
        Proof.objects.filter(candidate__election=election, candidate__person__key__in=people, retracted_at=None)
        .select_related("candidate__person").order_by("pk")
    )
    texts = open_all((row.candidate.person.key, TEXT, row.text_sealed) for row in rows)
    sources = open_all((row.candidate.person.key, SOURCE, row.source_sealed) for row in rows)
    found: dict[str, list[Said]] = {key: [] for key in people}
    for row, text, source in zip(rows, texts, sources, strict=True):
        if text and source:
            found[row.candidate.person.key].append(Said(row.pk, Heading(row.heading), text, source, row.from_register))
    return found


def introduction(stand: Stand, said: Sequence[Said]) -> Introduction:
    """What is said of a candidate under the four headings, empty ones included."""
    by: dict[Heading, list[rules.Proof]] = {}
    for one in said:
        by.setdefault(one.heading, []).append(rules.Proof(one.text, one.source, one.from_register))
    return Introduction(stand.key, stand.row.name, {heading: tuple(told) for heading, told in by.items()})
