"""The clerk's acts about people: probation, moves, death, rights; and the counter-act that takes one back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.statutes.dates import add_months
from leadgoose.ground.vault.actions import seal
from leadgoose.roster import consequences
from leadgoose.roster.actions import deeds as kept
from leadgoose.roster.actions import rehearsal
from leadgoose.roster.actions.deeds import PAGE, Said, Work, basis_in_words
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import HOMES, OrgKind, RestrictionKind, Standing
from leadgoose.roster.models import (
    Deed,
    Designation,
    Membership,
    Organisation,
    Person,
    PersonFact,
    Placement,
    Post,
    ProbationExtension,
    Restriction,
    new_key,
)
from leadgoose.roster.queries.acts import Effect, effect, ends_post, members_of
from leadgoose.roster.queries.past_votes import votes_since
from leadgoose.roster.reach import of_organisation, of_person
from leadgoose.roster.rules.acts import LEAVING, OF_ELECTORS, Kind, Member, No, Wish, probation_full, refuse

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
    "before-party": _("日期 %(day)s 早于该同志的入党日期 %(joined)s，请核对日期；入党日期登记有误的，先更正登记资料。"),
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


@dataclass(slots=True, kw_only=True)
class MemberWork(Work):
    """The same with whom the act is about."""

    person: Person
    member: Member
    wish: Wish


def refusal(no: No, name: str = "", member: Member | None = None) -> Refused:
    """The refusal in one sentence; with several people it says whom it is about. member: whose record it stands against, which is listed then."""
    said = SAID[no.code] % dict(no.numbers)
    touches = []
    if member is not None and no.code in ("before", "before-party") and member.branch and member.since is not None:
        branch = Organisation.objects.values_list("name", flat=True).get(key=member.branch)
        touches = [_("现有记录：%(branch)s，自 %(since)s 起") % {"branch": branch, "since": member.since.isoformat()}]
    return Refused(no.code, _("%(name)s：%(said)s") % {"name": name, "said": said} if name else said, touches)


def judge(people: Sequence[Person], wish: Wish, basis: str, today: date, names: dict[str, str] | None = None) -> Effect:
    """What the act would do, or Refused: the same that doing it asks first. Writes nothing."""
    basis_in_words(basis)
    if not people:
        raise Refused("nobody", _("还没有勾选党员。"))
    members = members_of(people, today)
    for person in people:
        no = refuse(members[person.key], wish, today)
        if no is not None:
            raise refusal(no, (names or {}).get(person.key, "") if len(people) > 1 else "", members[person.key])
    if wish.kind is Kind.MOVE:
        _branch(people[0].top_key, wish.to)
    return effect(people[0].top_key, members.values(), dict.fromkeys(members, wish), today)


@transaction.atomic
def do(
    people: Sequence[Person], wish: Wish, basis: str, *, by: Actor, at: datetime, despite: bool = False, names: dict[str, str] | None = None,
    batch: str = "",
) -> list[Deed]:
    """Do one act on each of these people: all of them or, when one is refused, nobody. One entry in the journal per person.

    despite: the elections and votes after the valid day, whose voters it would have changed, were shown and seen. batch: the key that everything done
    at once shares; several people share one in any case. Raises Refused, Denied.
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
    refuse_past_votes(seen, wish.on, despite)
    members = members_of(people, today)
    said = Said(wish.kind, NAMES[wish.kind], "", basis_in_words(basis), told={"to": wish.to} if wish.to else {},
                batch=batch or (new_key() if len(people) > 1 else ""), effect=seen)
    done = []
    for one, role in zip(people, roles, strict=True):
        work = MemberWork(wish.on, at, person=one, member=members[one.key], wish=wish)
        done.append(_do_one(work, replace(said, org_key=work.member.branch or wish.to, role=str(role)), by=by, at=at))
    touched = set(Organisation.objects.filter(top_key=top.key, key__in=seen.names).values_list("pk", flat=True))
    consequences.settle(top.key, organisations=touched, people=set(wanted), on=today, at=at, act=NAMES[wish.kind])
    return done


def refuse_past_votes(seen: Effect, on: date, despite: bool) -> None:
    """Refused when elections and votes after the day would have had other voters, unless that was shown and seen."""
    if seen.touched and not despite:
        lines = [f"{seen.names.get(one.branch, '')} {one.on.isoformat()} {one.what}" for one in seen.touched]
        said = _("%(day)s 之后有选举或者表决，所列各次的应到会和有表决权人数会与当时不同。请核对后勾选确认。") % {"day": on.isoformat()}
        raise Refused("past-votes", said, lines)


def _branch(top_key: str, key: str) -> Organisation:
    found = Organisation.objects.select_related("unit").filter(top_key=top_key, key=key, kind__in=HOMES, ended_on=None).first()
    if found is None:
        raise Refused("no-branch", SAID["no-branch"])
    return found


def _do_one(work: MemberWork, said: Said, *, by: Actor, at: datetime) -> Deed:
    _write(work)
    wish, told, personal = work.wish, dict(said.told), {}
    if wish.until is not None and wish.kind in {Kind.SANCTION, Kind.SUSPEND}:
        personal["until"] = wish.until.isoformat()
    elif wish.until is not None:
        told["until"] = wish.until.isoformat()
    if wish.months:
        told["months"] = wish.months
    return kept.keep_deed(work.person, work, replace(said, told=told, personal=personal), by=by, at=at)


def _write(work: MemberWork) -> None:
    wish, person = work.wish, work.person
    member = Membership.objects.known().filter(person=person, valid_to=None).order_by("-valid_from", "-pk").first()
    assert member is not None
    for post in Post.objects.known().filter(person=person, valid_to=None).select_related("organisation").order_by("pk"):
        if ends_post(work.member, wish, post.organisation):
            work.end(post)
    if wish.kind in LEAVING:
        _leave_groups(work)
        work.end(member)
    if wish.kind is Kind.MOVE:
        enter(work, person, _branch(person.top_key, wish.to), Standing(member.standing))
    elif wish.kind is Kind.END_PROBATION:
        work.again(member, standing=Standing.FULL)
        _line(work)
    elif wish.kind is Kind.EXTEND_PROBATION:
        full = probation_full(work.member)
        assert full is not None
        until = add_months(full, wish.months)
        work.wish = replace(wish, until=until)
        work.start(ProbationExtension(person=person, until=until))
    elif wish.kind is Kind.DEATH:
        Person.objects.filter(pk=person.pk).update(died_on=wish.on)
    elif wish.kind in {Kind.SANCTION, Kind.SUSPEND}:
        _restrict(work)
    elif wish.kind is Kind.RESTORE:
        for row in Restriction.objects.on(wish.on).filter(person=person).order_by("pk"):
            work.end(row)


def _leave_groups(work: MemberWork) -> None:
    """Whoever leaves a branch leaves its groups; whoever leaves the committee leaves its temporary branches too."""
    placed = Placement.objects.known().filter(person=work.person, valid_to=None).select_related("organisation").order_by("pk")
    for row in placed:
        if work.wish.kind is not Kind.MOVE or row.organisation.kind == OrgKind.GROUP:
            work.end(row)


def enter(work: Work, person: Person, place: Organisation, standing: Standing) -> None:
    """The person belongs to the branch from the day of the act."""
    work.start(Membership(person=person, organisation=place, standing=standing))


def _line(work: MemberWork) -> None:
    """The register's line from the day on says when the person became a full member."""
    line = PersonFact.objects.known().filter(person=work.person, valid_to=None).order_by("-valid_from", "-pk").first()
    if line is not None:
        work.again(line, full_member=work.wish.on.isoformat())


def _restrict(work: MemberWork) -> None:
    kind = RestrictionKind.PROBATION_IN_PARTY if work.wish.kind is Kind.SANCTION else RestrictionKind.SUSPENDED
    work.keep(Restriction.objects.create(
        person=work.person, kind_sealed=seal(work.person.key, RESTRICTION, kind.value), valid_from=work.wish.on, valid_to=work.wish.until,
        recorded_at=work.at, source=PAGE,
    ))


# --- the counter-act ---


@transaction.atomic
def reverse(deed: Deed, reason: str, *, by: Actor, at: datetime, path: str = "") -> Receipt:
    """Take an act back (journal: ActReversed): retract what it recorded, record anew what it retracted. Once, and only while nothing stands on it.

    path: the key of the designation whose last step is taken back with it; its acts are taken back there, together.
    """
    Organisation.objects.select_for_update().get(key=deed.top_key)
    deed = Deed.objects.select_related("person__present__organisation__unit").get(pk=deed.pk)
    person = deed.person
    permit = by.require("roster.reverse_deed", of_person(person))
    reason = kept.in_words(reason, "reason", _("请写明撤销的原因，1 至 %(most)s 个字。") % {"most": kept.LONGEST})
    on = timezone.localdate(at)
    work = _undo(deed, at, path)
    receipt = record(Act(
        name="ActReversed", valid_on=on, top_key=deed.top_key, org_key=deed.org_key, person_key=person.key, role=permit.role or "",
        facts={"deed": deed.key, "entry": deed.receipt_number}, personal={person.key: {"reason": reason}}, typed=1,
    ), by=by, at=at)
    consequences.settle(deed.top_key, organisations=_organisations(deed) | work.organisations, people={person.pk}, on=on, at=at, act="ActReversed")
    return receipt


def judge_reversal(deed: Deed, today: date, at: datetime) -> Effect:
    """What taking it back would do; Refused when it cannot be. Nothing is written."""
    deed = Deed.objects.select_related("person").get(pk=deed.pk)
    seen = rehearsal.rehearse(deed.top_key, _organisations(deed), today, lambda: _undo(deed, at))
    if deed.act not in OF_ELECTORS:
        return seen
    first = dict.fromkeys({deed.org_key, str(deed.told.get("to", ""))} - {""}, deed.valid_on)
    return replace(seen, touched=votes_since(first, today, {deed.person.key}))


def _undo(deed: Deed, at: datetime, path: str = "") -> Work:
    _still_last(deed)
    paths = Designation.objects.filter(top_key=deed.top_key, organisation__key__in={deed.org_key, str(deed.told.get("to", ""))}).exclude(key=path)
    if deed.batch and any(deed.key in one.deeds for one in paths):
        raise Refused("path", _("这项办理是一次指派、调动的最后一步，请到“指派与调动”中撤销那一步。"))
    work = kept.take_back(deed, at=at)
    if deed.act == Kind.DEATH:
        Person.objects.filter(pk=deed.person_id).update(died_on=None)
    return work


def _still_last(deed: Deed) -> None:
    """Refused when the act was reversed, when a fact it recorded is known otherwise since, or its seat is taken by somebody else."""
    later = list(Deed.objects.filter(person_id=deed.person_id, reversed_at=None, pk__gt=deed.pk).order_by("pk"))
    kept.refuse_unless_last(deed, later)
    if deed.act in LEAVING and Membership.objects.known().filter(person_id=deed.person_id, valid_to=None).exclude(
        pk__in=[pk for name, pk in deed.recorded if name == "Membership"]
    ).exists():
        raise kept.stands(kept.later_acts(deed))
    kept.refuse_taken_seats(deed)
    ended = Organisation.objects.filter(pk__in=_places_again(deed), ended_on__isnull=False).values_list("name", flat=True)
    if ended:
        raise Refused("place-ended", _("原所在的党组织已经撤销，不能恢复到撤销前的状态；请先撤销那项办理。"), ended)


def _places_again(deed: Deed) -> Collection[int]:
    """Organisations in which facts would stand again."""
    found: set[int] = set()
    for name, pk in deed.retracted:
        row = kept.BY_NAME[name]._default_manager.get(pk=pk)
        if getattr(row, "organisation_id", None) is not None and row.valid_to is None:
            found.add(row.organisation_id)   # type: ignore[attr-defined]   # asked for in the line above
    return found


def _organisations(deed: Deed) -> set[int]:
    """Ids of the organisations that the act touched."""
    keys = {deed.org_key, str(deed.told.get("to", ""))} - {""}
    found = set(Organisation.objects.filter(top_key=deed.top_key, key__in=keys).values_list("pk", flat=True))
    posts = [pk for name, pk in deed.retracted if name == "Post"]
    return found | set(Post.objects.filter(pk__in=posts).values_list("organisation_id", flat=True))
