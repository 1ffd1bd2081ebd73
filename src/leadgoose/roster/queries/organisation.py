"""One organisation's page: its line of the register, who leads it, its terms, its other names, where files disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from leadgoose.roster.kinds import COMMITTEE_POSTS, PostKind
from leadgoose.roster.models import Organisation, OrganisationAlias, OrganisationFact, Post, Term
from leadgoose.roster.queries.known import post_rows
from leadgoose.roster.rules.officers import contests

RANK = {kind: place for place, kind in enumerate((*COMMITTEE_POSTS, PostKind.GROUP_LEADER))}


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a post of the organisation, with what is known of how and since when. None and "" are unknown."""

    person: str
    name: str
    kind: str
    came_by: str
    since: date | None
    full_time: bool | None
    cross_appointed: bool | None
    awaiting_approval: bool
    recorded_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term, present or past. `expires_on` by rule; `shifted_to` as the superior approved it."""

    elected_on: date
    years: int
    expires_on: date
    shifted_to: date | None
    reply_no: str
    valid_to: date | None
    recorded_at: datetime
    source: str

    @property
    def last_day(self) -> date:
        return max(self.expires_on, self.shifted_to or self.expires_on)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A seat on which the files disagree: who is named, by (name, source); all are shown, the clerk chooses."""

    seat: str
    named: tuple[tuple[str, str], ...]


def fact_on(organisation: Organisation, on: date) -> OrganisationFact | None:
    """The organisation's line as it holds on a day. One query."""
    fact: OrganisationFact | None = OrganisationFact.objects.on(on).filter(organisation=organisation).order_by("-valid_from", "-pk").first()
    return fact


def holders(organisation: Organisation, on: date) -> list[Holder]:
    """Who holds a post here on a day, the secretary first. One query."""
    rows = Post.objects.on(on).filter(organisation=organisation, person__present__isnull=False).order_by("pk").values_list(
        "person__key", "person__present__name", "kind", "came_by", "since", "full_time", "cross_appointed", "awaiting_approval",
        "recorded_at", "source",
    )
    return sorted((Holder(*row) for row in rows), key=lambda one: RANK[PostKind(one.kind)])


def terms(organisation: Organisation) -> list[TermRow]:
    """All terms as known now, the earliest first. One query."""
    rows = Term.objects.known().filter(organisation=organisation).order_by("elected_on", "pk")
    return [TermRow(*row) for row in rows.values_list(
        "elected_on", "years", "expires_on", "shifted_to", "reply_no", "valid_to", "recorded_at", "source"
    )]


def aliases(organisation: Organisation) -> list[str]:
    """Other names by which files call it. One query."""
    return list(OrganisationAlias.objects.filter(organisation=organisation).order_by("pk").values_list("alias", flat=True))


def disagreements(organisation: Organisation, held: list[Holder]) -> list[Disagreement]:
    """Seats in dispute here, as rules/officers.py finds them. One query."""
    names = {one.person: one.name for one in held}
    rows = post_rows(organisation.top_key, [organisation.pk]).get(organisation.pk, [])
    return [
        Disagreement(one.seat, tuple((names.get(row.person, ""), "+".join(sorted(row.sources, reverse=True))) for row in one.rows))
        for one in contests(rows)
    ]
