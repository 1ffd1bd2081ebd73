"""What all acts of the register share: collecting what is written, keeping the deed beside its entry, and taking one back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster import facts, words
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.models import (
    Deed,
    Done,
    Fact,
    Membership,
    Organisation,
    OrganisationDeed,
    OrganisationFact,
    Person,
    PersonFact,
    Placement,
    Post,
    ProbationExtension,
    ProductionUnit,
    Restriction,
    Term,
    UnitCovered,
    UnitFact,
    UnitLink,
    new_key,
)
from leadgoose.roster.queries.acts import BASIS, REMARK, Effect

PAGE = "page"
LONGEST = 200
MODELS: tuple[type[Fact], ...] = (
    Membership, Post, PersonFact, Restriction, ProbationExtension, Placement, Term, OrganisationFact, UnitCovered, UnitLink, UnitFact,
)
BY_NAME = {model.__name__: model for model in MODELS}
F = TypeVar("F", bound=Fact)
Row = tuple[str, int]
"""A fact: the name of its model and its id."""


@dataclass(slots=True)
class Work:
    """What the writing of one act collects. on: the day from which it holds. organisations, people, units: ids of all that it touched.

    source: who says the facts that it records, as `Fact.source`.
    """

    on: date
    at: datetime
    source: str = PAGE
    recorded: list[Row] = field(default_factory=list)
    retracted: list[Row] = field(default_factory=list)
    organisations: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)

    def retract(self, row: Fact) -> None:
        facts.retract(type(row)._default_manager.filter(pk=row.pk), self.at)
        self.retracted.append((type(row).__name__, row.pk))
        self._touch(row)

    def end(self, row: Fact) -> None:
        """The fact ceases on the day of the act; who said it stays as it was."""
        self.retracted.append((type(row).__name__, row.pk))
        self._touch(row)
        ended = facts.end(row, self.on, self.at, row.source)
        if ended is not None:
            self.keep(ended)

    def keep(self, row: F) -> F:
        self.recorded.append((type(row).__name__, row.pk))
        self._touch(row)
        return row

    def again(self, row: F, **changes: object) -> F:
        """The fact ceases on the day and goes on from it with some values changed; one that began that day is replaced."""
        self.end(row)
        return self.keep(facts.again(row, self.at, self.source, **{"valid_from": self.on, **changes}))

    def put_right(self, row: F, **changes: object) -> F:
        """The fact as it should have been from its first day."""
        self.retract(row)
        return self.keep(facts.again(row, self.at, self.source, **changes))

    def start(self, row: F) -> F:
        """A new fact that holds from the day of the act."""
        row.valid_from, row.recorded_at, row.source = self.on, self.at, self.source
        row.save(force_insert=True)
        return self.keep(row)

    def _touch(self, row: Fact) -> None:
        for name, ids in (("organisation_id", self.organisations), ("person_id", self.people)):
            pk = getattr(row, name, None)
            if pk is not None:
                ids.add(pk)
        if isinstance(row, UnitFact):
            self.units.add(row.unit_id)


@dataclass(frozen=True, slots=True)
class Said:
    """What an act is kept with. act: its code; name: as the journal knows it; told: codes, keys, days and numbers for the journal.

    personal: free text that goes into the journal sealed, under the key of whom the act is about. typed: fields that somebody filled in.
    """

    act: str
    name: str
    org_key: str
    basis: str
    told: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    batch: str = ""
    role: str = ""
    typed: int = 2
    effect: Effect = field(default_factory=Effect)


def in_words(text: str, code: str, said: Any) -> str:
    """The text without needless spaces; Refused when it is missing (`said`) or too long."""
    text = " ".join(text.split())
    if not text:
        raise Refused(code, said)
    if len(text) > LONGEST:
        raise Refused(code, _("太长，最多 %(most)s 个字。") % {"most": LONGEST})
    return text


def basis_in_words(basis: str) -> str:
    return in_words(basis, "basis", gettext_lazy("请填写依据：文号，或者会议名称和日期。"))


def keep_deed(person: Person, work: Work, said: Said, *, by: Actor, at: datetime) -> Deed:
    """Record an act about a person in the journal, and the deed by which it can be found and taken back."""
    deed = Deed(person=person)
    _keep(deed, person.top_key, person.key, work, said, by, at)
    return deed


def keep_organisation_deed(
    place: Organisation, work: Work, said: Said, unit: ProductionUnit | None = None, *, by: Actor, at: datetime
) -> OrganisationDeed:
    """The same for an act about an organisation; unit: about a production unit of its committee."""
    deed = OrganisationDeed(organisation=place, unit=unit)
    _keep(deed, place.top_key, "", work, said, by, at)
    deed.places.set(work.organisations | {place.pk} if unit is None else ())
    return deed


def _keep(deed: Done, top_key: str, person_key: str, work: Work, said: Said, by: Actor, at: datetime) -> None:
    key, whose = new_key(), person_key or said.org_key
    remark = {"remark": said.remark} if said.remark else {}
    receipt = record(Act(
        name=said.name, valid_on=work.on, top_key=top_key, org_key=said.org_key, person_key=person_key, role=said.role,
        facts={"deed": key, **said.told}, personal={whose: {"basis": said.basis, **remark, **said.personal}},
        typed=said.typed + len(said.told) + len(remark), filled=len(work.recorded),
    ), by=by, at=at)
    deed.key, deed.top_key, deed.org_key, deed.batch, deed.act, deed.valid_on = key, top_key, said.org_key, said.batch, said.act, work.on
    deed.told = {**said.told, "effect": effect_in_codes(said.effect)}
    deed.basis_sealed = seal(whose, BASIS, said.basis)
    deed.remark_sealed = seal(whose, REMARK, said.remark)
    deed.recorded, deed.retracted = [list(one) for one in work.recorded], [list(one) for one in work.retracted]
    deed.recorded_at, deed.recorded_by = at, by.login
    deed.receipt_number, deed.receipt_hash = receipt.number, receipt.hash
    deed.save(force_insert=True)


def effect_in_codes(effect: Effect) -> list[list[Any]]:
    """Per organisation: key, voters before and after, codes of the duties that arose and of those that ended; what the basis sheet prints."""
    return [
        [one.branch, one.before, one.after, [duty.code for duty in one.arise], [duty.code for duty in one.end]] for one in effect.changes
    ]


# --- taking one back ---


def take_back(done: Done, *, at: datetime) -> Work:
    """Retract what an act recorded and record anew what it had retracted; earlier acts on the same things find the new rows."""
    work = Work(done.valid_on, at)
    renewed: dict[Row, int] = {}
    for name, pk in done.recorded:
        work.retract(BY_NAME[name]._default_manager.get(pk=pk))
    for name, pk in done.retracted:
        row = BY_NAME[name]._default_manager.get(pk=pk)
        renewed[name, pk] = work.keep(facts.again(row, at, row.source)).pk
    _renew(done, renewed, work)
    done.reversed_at = at
    done.save(update_fields=["reversed_at"])
    return work


def _renew(done: Done, renewed: Mapping[Row, int], work: Work) -> None:
    """What an earlier act had recorded stands again as a new row: that act is found by the new one."""
    if not renewed:
        return
    earlier: Iterable[Done] = (
        *Deed.objects.filter(person__in=work.people, reversed_at=None).exclude(key=done.key),
        *OrganisationDeed.objects.filter(Q(places__in=work.organisations) | Q(unit__in=work.units), reversed_at=None).exclude(key=done.key).distinct(),
    )
    for one in earlier:
        recorded = [[name, renewed.get((name, pk), pk)] for name, pk in one.recorded]
        if recorded != one.recorded:
            # what it was known by: a look at an earlier day finds the act by the row of that day
            one.told = {**one.told, "renewed": [*one.told.get("renewed", []), *(row for row in one.recorded if row not in recorded)]}
            one.recorded = recorded
            one.save(update_fields=["recorded", "told"])


def refuse_unless_last(done: Done, later: Collection[Done]) -> None:
    """Refused when the act was taken back already, or when something recorded since rests on it; what does is listed."""
    if done.reversed_at is not None:
        raise Refused("reversed", gettext_lazy("这项办理已经撤销。"))
    changed = [(name, pk) for name, pk in done.recorded if not BY_NAME[name]._default_manager.filter(pk=pk, retracted_at=None).exists()]
    if later or changed:
        raise stands(later or later_acts(done), changed)


def refuse_taken_seats(done: Done) -> None:
    """Refused when taking the act back would make two secretaries of one organisation."""
    again = Post.objects.filter(pk__in=[pk for name, pk in done.retracted if name == "Post"], kind=PostKind.SECRETARY, valid_to=None)
    for place, person in again.values_list("organisation", "person"):
        others = Post.objects.known().filter(organisation=place, kind=PostKind.SECRETARY, valid_to=None).exclude(person=person)
        others = others.exclude(pk__in=[pk for name, pk in done.recorded if name == "Post"])
        holders = [
            gettext("现任书记：%(name)s，%(branch)s，自 %(since)s 起") % {"name": name or "", "branch": branch, "since": since.isoformat()}
            for name, branch, since in others.values_list("person__present__name", "organisation__name", "valid_from")
        ]
        if holders:
            raise Refused("seat-taken", gettext_lazy("该党支部已有新任书记，撤销后会有两名书记；请先处理书记任职。"), holders)


def stands(later: Collection[Done] = (), changed: Iterable[Row] = ()) -> Refused:
    """What rests on an act: the acts since; where none does, what a file or the fill-in grid recorded in the place of its facts (changed)."""
    lines = [f"{one.valid_on.isoformat()} {words.word(words.DEED, one.act)} {one.receipt}" for one in later]
    lines += () if lines else dict.fromkeys(_since(name, pk) for name, pk in changed)
    return Refused("stands", gettext_lazy("之后的记录以这项办理为前提，请先撤销之后的办理，再撤销这一项。"), lines)


def _since(name: str, pk: int) -> str:
    """Who recorded something else since in the place of a fact, and when."""
    model = BY_NAME[name]
    row = model._default_manager.get(pk=pk)
    whose = next(column for column in ("person_id", "organisation_id", "unit_id") if hasattr(row, column))
    found = model._default_manager.filter(**{whose: getattr(row, whose)}, recorded_at__gte=row.retracted_at).order_by("-pk").first()
    at = timezone.localtime(row.retracted_at).strftime("%Y-%m-%d %H:%M")
    source = words.sources(found.source) if found is not None else ""
    return gettext("%(at)s 另有登记%(source)s") % {"at": at, "source": f"（{source}）" if source else ""}


def later_acts(done: Done) -> list[Done]:
    """Acts since that touched one of the same people, organisations or units and were not taken back."""
    organisations, people, units = set(), set(), set()
    for name, pk in (*done.recorded, *done.retracted):
        row = BY_NAME[name]._default_manager.get(pk=pk)
        organisations.add(getattr(row, "organisation_id", None))
        people.add(getattr(row, "person_id", None))
        units.add(row.unit_id if isinstance(row, UnitFact) else None)
    since = Q(receipt_number__gt=done.receipt_number, reversed_at=None, top_key=done.top_key)
    return [
        *Deed.objects.filter(since, person__in=people - {None}),
        *OrganisationDeed.objects.filter(since).filter(Q(places__in=organisations - {None}) | Q(unit__in=units - {None})).distinct(),
    ]
