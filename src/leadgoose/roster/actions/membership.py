"""The clerk's acts about people: probation, moves, death, rights; and the counter-act that takes one back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.statutes.dates import add_months
from leadgoose.ground.vault.actions import seal
from leadgoose.roster import consequences, facts
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import BRANCHES, PostKind, RestrictionKind, Standing
from leadgoose.roster.models import (
    Deed,
    Fact,
    Membership,
    Organisation,
    Person,
    PersonFact,
    Post,
    ProbationExtension,
    Restriction,
    new_key,
)
from leadgoose.roster.queries.acts import BASIS, Effect, effect, ends_post, members_of
from leadgoose.roster.reach import of_organisation, of_person
from leadgoose.roster.rules.acts import LEAVING, Kind, Member, No, Wish, probation_full, refuse

PAGE = "page"
LONGEST = 200
MODELS: tuple[type[Fact], ...] = (Membership, Post, PersonFact, Restriction, ProbationExtension)
BY_NAME = {model.__name__: model for model in MODELS}
F = TypeVar("F", bound=Fact)

NAMES: dict[Kind, str] = {
    Kind.END_PROBATION: "ProbationEnded", Kind.EXTEND_PROBATION: "ProbationExtended", Kind.CANCEL_PROBATION: "ProbationCancelled",
    Kind.MOVE: "MemberMoved", Kind.OUT: "MemberTransferredOut", Kind.IN: "MemberTransferredIn", Kind.DEATH: "DeathRecorded",
    Kind.SANCTION: "SanctionRecorded", Kind.SUSPEND: "RightsSuspended", Kind.RESTORE: "RightsRestored",
}
"""What the journal calls each act."""

SAID: dict[str, str | Promise] = {
    "ahead": _("日期 %(day)s 还没有到，请改为今天或以前的日期。"),
    "dead": _("该同志已于 %(died)s 去世，不能再办理。"),
    "not-here": _("该同志现不在任何党支部，请先办理转入。"),
    "before": _("日期 %(day)s 不晚于该同志现有记录的起始日期 %(since)s，请改为之后的日期。"),
    "before-party": _("日期 %(day)s 早于该同志的入党日期 %(joined)s。"),
    "before-left": _("日期 %(day)s 早于该同志离开的日期 %(left)s。"),
    "in-already": _("该同志已在本委的党支部，请办理内部转移。"),
    "no-branch": _("请选择转入的党支部。"),
    "there-already": _("该同志已在这个党支部。"),
    "full-already": _("该同志不是预备党员。"),
    "too-early": _("预备期到 %(full)s 才满，转正日期不能早于这一天。"),
    "extended-already": _("预备期已延长至 %(until)s，只能延长一次。"),
    "joined-unknown": _("入党日期资料未知，无法推算预备期，请先补录入党日期。"),
    "months": _("延长预备期不能少于 %(least)s 个月，最长不超过 %(most)s 个月。"),
    "sanction-probationary": _("留党察看处分只适用于正式党员。"),
    "until-before": _("期满日期应当晚于处分起始日期。"),
    "until-long": _("留党察看最长不超过 %(years)s 年。"),
    "twice": _("同类决定已登记，自 %(since)s 起，请勿重复登记。"),
    "nothing-suspended": _("%(day)s 该同志没有权利受限的决定，无须恢复。"),
}
FIELD = {"no-branch": "to", "there-already": "to", "months": "months", "until-before": "until", "until-long": "until"}
"""The field of the form that a refusal is about; the day otherwise."""


@dataclass(slots=True)
class _Work:
    """What the writing of one act collects."""

    person: Person
    member: Member
    wish: Wish
    at: datetime
    recorded: list[tuple[str, int]] = field(default_factory=list)
    retracted: list[tuple[str, int]] = field(default_factory=list)

    def retract(self, row: Fact) -> None:
        facts.retract(type(row)._default_manager.filter(pk=row.pk), self.at)
        self.retracted.append((type(row).__name__, row.pk))

    def end(self, row: Fact) -> None:
        """The fact ceases on the day of the act; who said it stays as it was."""
        self.retracted.append((type(row).__name__, row.pk))
        ended = facts.end(row, self.wish.on, self.at, row.source)
        if ended is not None:
            self.keep(ended)

    def keep(self, row: F) -> F:
        self.recorded.append((type(row).__name__, row.pk))
        return row


def refusal(no: No, name: str = "") -> Refused:
    """The refusal in one sentence; with several people it says whom it is about."""
    said = SAID[no.code] % dict(no.numbers)
    return Refused(no.code, _("%(name)s：%(said)s") % {"name": name, "said": said} if name else said)


def judge(people: Sequence[Person], wish: Wish, basis: str, today: date, names: dict[str, str] | None = None) -> Effect:
    """What the act would do, or Refused: the same that doing it asks first. Writes nothing."""
    basis_in_words(basis)
    if not people:
        raise Refused("nobody", _("还没有勾选党员。"))
    members = members_of(people, today)
    for person in people:
        no = refuse(members[person.key], wish, today)
        if no is not None:
            raise refusal(no, (names or {}).get(person.key, "") if len(people) > 1 else "")
    if wish.kind is Kind.MOVE:
        _branch(people[0].top_key, wish.to)
    return effect(people[0].top_key, members.values(), dict.fromkeys(members, wish), today)


def basis_in_words(basis: str) -> str:
    basis = " ".join(basis.split())
    if not basis:
        raise Refused("basis", _("请填写依据：文号，或者会议名称和日期。"))
    if len(basis) > LONGEST:
        raise Refused("basis", _("太长，最多 %(most)s 个字。") % {"most": LONGEST})
    return basis


@transaction.atomic
def do(
    people: Sequence[Person], wish: Wish, basis: str, *, by: Actor, at: datetime, despite: bool = False, names: dict[str, str] | None = None
) -> list[Deed]:
    """Do one act on each of these people: all of them or, when one is refused, nobody. One entry in the journal per person.

    despite: the elections after the valid day, whose electors it would have changed, were shown and seen. Raises Refused, Denied.
    """
    top = Organisation.objects.select_for_update().get(key=people[0].top_key) if people else None
    wanted = [one.pk for one in people]
    rows = Person.objects.select_related("present__organisation__unit").filter(pk__in=wanted)
    people = sorted(rows, key=lambda one: wanted.index(one.pk))
    roles = [by.require(f"roster.{wish.kind}", of_person(one)).role or "" for one in people]
    today = timezone.localdate(at)
    seen = judge(people, wish, basis, today, names)
    assert top is not None
    if wish.to:
        by.require(f"roster.{wish.kind}", of_organisation(_branch(top.key, wish.to)))
    if seen.touched and not despite:
        raise Refused("past-votes", _("%(day)s 之后有选举，所列选举的应到会人数会与当时不同。请核对后勾选确认。") % {"day": wish.on.isoformat()})
    members = members_of(people, today)
    deeds = [_do_one(one, members[one.key], wish, basis, str(role), by, at) for one, role in zip(people, roles, strict=True)]
    touched = set(Organisation.objects.filter(top_key=top.key, key__in=seen.names).values_list("pk", flat=True))
    consequences.settle(top.key, organisations=touched, people=set(wanted), on=today, at=at, act=NAMES[wish.kind])
    return deeds


def _branch(top_key: str, key: str) -> Organisation:
    found = Organisation.objects.select_related("unit").filter(top_key=top_key, key=key, kind__in=BRANCHES, ended_on=None).first()
    if found is None:
        raise Refused("no-branch", SAID["no-branch"])
    return found


def _do_one(person: Person, member: Member, wish: Wish, basis: str, role: str, by: Actor, at: datetime) -> Deed:
    work = _Work(person, member, wish, at)
    _write(work)
    return _keep(work, basis, role, by, at)


def _keep(work: _Work, basis: str, role: str, by: Actor, at: datetime, *, typed: int = 2) -> Deed:
    """Record the act, and the deed by which it can be found."""
    person, wish, basis = work.person, work.wish, basis_in_words(basis)
    place = work.member.branch or wish.to
    told: dict[str, object] = {}
    if wish.to:
        told["to"] = wish.to
    if wish.until is not None and wish.kind is not Kind.SANCTION:
        told["until"] = wish.until.isoformat()
    if wish.months:
        told["months"] = wish.months
    key = new_key()
    secret = wish.kind in {Kind.SANCTION, Kind.SUSPEND}
    personal = {"basis": basis, **({"until": wish.until.isoformat()} if secret and wish.until else {})}
    receipt = record(Act(
        name=NAMES[wish.kind], valid_on=wish.on, top_key=person.top_key, org_key=place, person_key=person.key, role=role,
        facts={"deed": key, **told}, personal={person.key: personal}, typed=typed + len(told), filled=len(work.recorded),
    ), by=by, at=at)
    return Deed.objects.create(
        key=key, top_key=person.top_key, org_key=place, person=person, act=wish.kind, valid_on=wish.on, told=told,
        basis_sealed=seal(person.key, BASIS, basis), recorded=[list(one) for one in work.recorded],
        retracted=[list(one) for one in work.retracted], recorded_at=at, recorded_by=by.login,
        receipt_number=receipt.number, receipt_hash=receipt.hash,
    )


def _write(work: _Work) -> None:
    wish, person = work.wish, work.person
    member = Membership.objects.known().filter(person=person, valid_to=None).order_by("-valid_from", "-pk").first()
    assert member is not None
    for post in Post.objects.known().filter(person=person, valid_to=None).select_related("organisation").order_by("pk"):
        if ends_post(work.member, wish, post.organisation.key):
            work.end(post)
    if wish.kind in LEAVING or wish.kind is Kind.END_PROBATION:
        work.end(member)
    if wish.kind is Kind.MOVE:
        _enter(work, _branch(person.top_key, wish.to), Standing(member.standing))
    elif wish.kind is Kind.END_PROBATION:
        _enter(work, member.organisation, Standing.FULL)
        _line(work)
    elif wish.kind is Kind.EXTEND_PROBATION:
        full = probation_full(work.member)
        assert full is not None
        until = add_months(full, wish.months)
        work.wish = replace(wish, until=until)
        work.keep(ProbationExtension.objects.create(person=person, until=until, valid_from=wish.on, recorded_at=work.at, source=PAGE))
    elif wish.kind is Kind.DEATH:
        Person.objects.filter(pk=person.pk).update(died_on=wish.on)
    elif wish.kind in {Kind.SANCTION, Kind.SUSPEND}:
        _restrict(work)
    elif wish.kind is Kind.RESTORE:
        for row in Restriction.objects.on(wish.on).filter(person=person).order_by("pk"):
            work.end(row)


def _enter(work: _Work, place: Organisation, standing: Standing) -> None:
    work.keep(Membership.objects.create(
        person=work.person, organisation=place, standing=standing, valid_from=work.wish.on, recorded_at=work.at, source=PAGE
    ))


def _line(work: _Work) -> None:
    """The register's line from the day on says when the person became a full member."""
    line = PersonFact.objects.known().filter(person=work.person, valid_to=None).order_by("-valid_from", "-pk").first()
    if line is not None:
        day = work.wish.on
        work.end(line)
        work.keep(facts.again(line, work.at, PAGE, valid_from=day, full_member=day.isoformat()))


def _restrict(work: _Work) -> None:
    kind = RestrictionKind.PROBATION_IN_PARTY if work.wish.kind is Kind.SANCTION else RestrictionKind.SUSPENDED
    work.keep(Restriction.objects.create(
        person=work.person, kind_sealed=seal(work.person.key, RESTRICTION, kind.value), valid_from=work.wish.on, valid_to=work.wish.until,
        recorded_at=work.at, source=PAGE,
    ))


# --- the counter-act ---


@transaction.atomic
def reverse(deed: Deed, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Take an act back (journal: ActReversed): retract what it recorded, record anew what it retracted. Once, and only while nothing stands on it."""
    Organisation.objects.select_for_update().get(key=deed.top_key)
    deed = Deed.objects.select_related("person__present__organisation__unit").get(pk=deed.pk)
    person = deed.person
    permit = by.require("roster.reverse_deed", of_person(person))
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST:
        raise Refused("reason", _("请写明撤销的原因，1 至 %(most)s 个字。") % {"most": LONGEST})
    _still_last(deed)
    on = timezone.localdate(at)
    for name, pk in deed.recorded:
        facts.retract(BY_NAME[name]._default_manager.filter(pk=pk), at)
    renewed = {}
    for name, pk in deed.retracted:
        row = BY_NAME[name]._default_manager.get(pk=pk)
        renewed[name, pk] = facts.again(row, at, row.source).pk
    _renew(person, deed, renewed)
    if deed.act == Kind.DEATH:
        Person.objects.filter(pk=person.pk).update(died_on=None)
    deed.reversed_at = at
    deed.save(update_fields=["reversed_at"])
    receipt = record(Act(
        name="ActReversed", valid_on=on, top_key=deed.top_key, org_key=deed.org_key, person_key=person.key, role=permit.role or "",
        facts={"deed": deed.key, "entry": deed.receipt_number}, personal={person.key: {"reason": reason}}, typed=1,
    ), by=by, at=at)
    touched = _organisations(deed)
    consequences.settle(deed.top_key, organisations=touched, people={person.pk}, on=on, at=at, act="ActReversed")
    return receipt


def _still_last(deed: Deed) -> None:
    """Refused when the act was reversed, when a fact it recorded is known otherwise since, or its seat is taken by somebody else."""
    if deed.reversed_at is not None:
        raise Refused("reversed", _("这项办理已经撤销。"))
    later = Deed.objects.filter(person_id=deed.person_id, reversed_at=None, pk__gt=deed.pk).exists()
    changed = any(not BY_NAME[name]._default_manager.filter(pk=pk, retracted_at=None).exists() for name, pk in deed.recorded)
    newer = deed.act in LEAVING and Membership.objects.known().filter(person_id=deed.person_id, valid_to=None).exclude(
        pk__in=[pk for name, pk in deed.recorded if name == "Membership"]).exists()
    if later or changed or newer:
        raise Refused("stands", _("之后的记录以这项办理为前提，请先撤销之后的办理，再撤销这一项。"))
    again = Post.objects.filter(pk__in=[pk for name, pk in deed.retracted if name == "Post"], kind=PostKind.SECRETARY)
    for place in again.values_list("organisation", flat=True):
        if Post.objects.known().filter(organisation=place, kind=PostKind.SECRETARY, valid_to=None).exists():
            raise Refused("seat-taken", _("该党支部已有新任书记，撤销后会有两名书记；请先处理书记任职。"))


def _renew(person: Person, deed: Deed, renewed: dict[tuple[str, int], int]) -> None:
    """What an earlier act had recorded stands again as a new row: that act is found by the new one."""
    for earlier in Deed.objects.filter(person=person, reversed_at=None).exclude(pk=deed.pk):
        recorded = [[name, renewed.get((name, pk), pk)] for name, pk in earlier.recorded]
        if recorded != earlier.recorded:
            earlier.recorded = recorded
            earlier.save(update_fields=["recorded"])


def _organisations(deed: Deed) -> Collection[int]:
    keys = {deed.org_key, str(deed.told.get("to", ""))} - {""}
    found = set(Organisation.objects.filter(top_key=deed.top_key, key__in=keys).values_list("pk", flat=True))
    posts = [pk for name, pk in deed.retracted if name == "Post"]
    return found | set(Post.objects.filter(pk__in=posts).values_list("organisation_id", flat=True))
