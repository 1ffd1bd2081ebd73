"""The differences of a new register as proposed acts, with what was answered to them already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from leadgoose.ground.vault.actions import Destroyed, open_sealed
from leadgoose.roster.identity import id_index
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import Import, ProposalAnswer
from leadgoose.roster.queries.uploads import RegisterSeen, compare_register
from leadgoose.roster.rules.officers import read_posts
from leadgoose.roster.rules.proposals import Proposal, RowPosts, Sort, propose

REASON = "refusal_reason"
"""The field under which the reason of a refusal is sealed for the import."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """A file against the system: all that differs now, and the standing answers by the proposal's key."""

    seen: RegisterSeen
    proposals: tuple[Proposal, ...]
    answers: Mapping[str, ProposalAnswer]

    @property
    def open(self) -> tuple[Proposal, ...]:
        return tuple(one for one in self.proposals if one.key not in self.refused)

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
        return self.seen.register.people[one.place].name if one.place is not None else self.seen.name_of(one.person)


def compared(upload: Import) -> Compared:
    """Judge the file anew and compare it with the system as it is now. Nine queries."""
    seen = compare_register(upload)
    people = seen.register.people
    numbers = {one.place: id_index(upload.top_key, people[one.place].id_number) for one in seen.difference.joined}
    homes = {key: one.branch for key, one in seen.who.items()}
    found = propose(seen.difference, dict(enumerate(seen.branches)), numbers, homes, _posts(seen, upload.top_key))
    answers = ProposalAnswer.objects.filter(upload=upload, reopened_at=None).order_by("pk")
    return Compared(seen, found, {one.proposal: one for one in answers})


def _posts(seen: RegisterSeen, top_key: str) -> list[RowPosts]:
    """Rows of people who are where the file says, with the posts it names and those they hold there. No query."""
    if not any(row.party_post for row in seen.register.people):
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


def reason_of(answer: ProposalAnswer, upload: Import) -> str:
    try:
        return open_sealed(upload.key, REASON, answer.reason_sealed) if answer.reason_sealed else ""
    except Destroyed:
        return ""
