"""The differences of a new register as proposed acts, with what was answered to them already.

Of a small file they are found anew each time. Of a large one a worker found them and they are kept sealed beside the look, each with its row; the
ones that are about to be answered are compared once more, by themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from leadgoose.ground.vault.actions import Destroyed, open_sealed, seal
from leadgoose.roster.identity import id_index
from leadgoose.roster.intake.results import Counts, PersonRow, Register
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Import, Membership, ProposalAnswer
from leadgoose.roster.queries.known import Places, places
from leadgoose.roster.queries.looks import packed, unpacked
from leadgoose.roster.queries.uploads import NEW, RegisterSeen, compare_people, compare_register
from leadgoose.roster.rules.difference import POSTS, FieldChange
from leadgoose.roster.rules.officers import read_posts
from leadgoose.roster.rules.proposals import Proposal, RowPosts, Sort, propose

REASON = "refusal_reason"
"""The field under which the reason of a refusal is sealed for the import."""
KEPT = "proposals"
"""The field under which the differences of a large file are."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """A file against the system: all that differs, and the standing answers by the proposal's key.

    rows: of each place in a proposal; names: of people in no row; waiting: rows that wait for correction; kept: found by a worker, some time ago.
    """

    proposals: tuple[Proposal, ...]
    answers: Mapping[str, ProposalAnswer]
    rows: Mapping[int, PersonRow]
    names: Mapping[str, str]
    at: Places
    waiting: int
    kept: bool = False

    @property
    def open(self) -> tuple[Proposal, ...]:
        refused = self.refused
        return tuple(one for one in self.proposals if one.key not in refused)

    @property
    def refused(self) -> dict[str, ProposalAnswer]:
        return {key: one for key, one in self.answers.items() if not one.done}

    @property
    def done(self) -> list[ProposalAnswer]:
        return [one for one in self.answers.values() if one.done]

    @property
    def by_key(self) -> dict[str, Proposal]:
        return {one.key: one for one in self.proposals}

    def counts(self) -> Counter[Sort]:
        """Open ones by sort."""
        return Counter(one.sort for one in self.open)

    def name_of(self, one: Proposal) -> str:
        return self.rows[one.place].name if one.place is not None else self.names.get(one.person, "")

    def place_name(self, branch: str) -> str:
        """The name of a branch; "" of one that is there no longer."""
        return branch.removeprefix(NEW) if branch.startswith(NEW) else self.at.by_key[branch].name if branch in self.at.by_key else ""


def compared(upload: Import, only: Collection[str] | None = None) -> Compared:
    """Compare the file with the system as it is now. only: keys of the proposals that matter; of a large file these are compared, all others
    are as they were found. Thirteen queries for every `known.MOST` people.
    """
    answers = {one.proposal: one for one in ProposalAnswer.objects.filter(upload=upload, reopened_at=None).order_by("pk")}
    if not upload.look_sealed:
        seen = compare_register(upload)
        return Compared(_found(upload.top_key, seen), answers, dict(enumerate(seen.register.people)), _names(seen), seen.at, len(seen.register.waiting))
    kept = _kept(upload)
    found = tuple(one for one in kept.proposals if one.key not in answers or not answers[one.key].done)
    rows = dict(enumerate(kept.rows))
    if only is not None:
        found = _again(upload.top_key, kept, [one for one in found if one.key in set(only)])
    return Compared(found, answers, rows, kept.names, places(upload.top_key), kept.waiting, kept=True)


def _found(top_key: str, seen: RegisterSeen) -> tuple[Proposal, ...]:
    people = seen.register.people
    numbers = {one.place: id_index(top_key, people[one.place].id_number) for one in seen.difference.joined}
    homes = {key: one.branch for key, one in seen.who.items()}
    return propose(seen.difference, dict(enumerate(seen.branches)), numbers, homes, _posts(seen, top_key))


def _names(seen: RegisterSeen) -> dict[str, str]:
    return {person: seen.name_of(person) for person in seen.difference.left}


def _posts(seen: RegisterSeen, top_key: str) -> list[RowPosts]:
    """Rows of people who are where the file says, with the posts it names and those they hold there. No query."""
    if POSTS not in seen.difference.told:
        return []   # a column that the file does not have changes nothing
    held: dict[tuple[str, str], set[PostKind]] = defaultdict(set)
    keys = {row.pk: key for key, row in seen.at.by_key.items()}
    for pk, rows in seen.posts.items():
        for post in rows:
            if post.open:
                held[post.person, keys.get(pk, "")].add(post.kind)
    by_number = {one.number: one for one in seen.who.values() if one.number}
    found = []
    for place, row in enumerate(seen.register.people):
        one = by_number.get(id_index(top_key, row.id_number))
        if one is not None and one.branch and one.branch == seen.branches[place]:
            said = read_posts(row.party_post)[0] - {PostKind.GROUP_LEADER}
            found.append(RowPosts(place, one.person, one.branch, frozenset(said), frozenset(held[one.person, one.branch] - {PostKind.GROUP_LEADER})))
    return found


# --- of a large file ---


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a worker found. A place in a proposal is an index into rows; told: `Difference.told`."""

    proposals: tuple[Proposal, ...] = ()
    rows: tuple[PersonRow, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    told: tuple[str, ...] = ()


def sealed_proposals(upload: Import, seen: RegisterSeen) -> str:
    """What stands behind the look in `Import.look_sealed`."""
    found = _found(upload.top_key, seen)
    wanted = {place: number for number, place in enumerate(sorted({one.place for one in found if one.place is not None}))}
    kept = _Kept(
        tuple(replace(one, place=wanted[one.place]) if one.place is not None else one for one in found),
        tuple(seen.register.people[place] for place in wanted), _names(seen), len(seen.register.waiting), tuple(sorted(seen.difference.told)),
    )
    return "\n" + seal(upload.key, KEPT, packed(asdict(kept)))


def _kept(upload: Import) -> _Kept:
    sealed = upload.look_sealed.partition("\n")[2]
    if not sealed:
        return _Kept()
    said = unpacked(open_sealed(upload.key, KEPT, sealed))
    for one in said["proposals"]:
        one |= {
            "sort": Sort(one["sort"]), "fields": tuple(FieldChange(**each) for each in one["fields"]),
            "gives": tuple(map(PostKind, one["gives"])), "ends": tuple(map(PostKind, one["ends"])),
        }
    return _Kept(
        tuple(Proposal(**one) for one in said["proposals"]), tuple(PersonRow(**one) for one in said["rows"]), said["names"], said["waiting"],
        tuple(said["told"]),
    )


def _again(top_key: str, kept: _Kept, wanted: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """What of these still differs, as it differs now."""
    rows = sorted({one.place for one in wanted if one.place is not None})
    people = tuple(kept.rows[place] for place in rows)
    register = Register(people, (), (), Counts(len(people), len(people), 0, 0), None, "", (), (), ())
    seen = compare_people(top_key, register, frozenset(kept.told))
    keys = {one.key for one in wanted}
    found = [replace(one, place=rows[one.place]) for one in _found(top_key, seen) if one.key in keys and one.place is not None]
    left = [one for one in wanted if one.sort is Sort.LEFT]
    members = Membership.objects.known().filter(person__key__in=[one.person for one in left], organisation__top_key=top_key, valid_to=None)
    there = set(members.values_list("person__key", "organisation__key"))
    found += [one for one in left if (one.person, one.before) in there]
    order = {sort: place for place, sort in enumerate(Sort)}
    return tuple(sorted(found, key=lambda one: order[one.sort]))


def reason_of(answer: ProposalAnswer, upload: Import) -> str:
    try:
        return open_sealed(upload.key, REASON, answer.reason_sealed) if answer.reason_sealed else ""
    except Destroyed:
        return ""
