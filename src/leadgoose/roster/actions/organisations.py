"""The clerk's acts about organisations: setting up, renaming, moving below another superior; and the counter-act that takes one back.

Each act is prepared (loaded and decided, nothing written), shown by `judge` and done by `do`; splitting, merging and withdrawing are prepared in
`merging.py`, groups in `placing.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.duties.actions import cease
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.listed import plural_later
from leadgoose.roster import consequences
from leadgoose.roster.actions import deeds as kept
from leadgoose.roster.actions import holds, rehearsal, unit_facts
from leadgoose.roster.actions.deeds import Said, Work, basis_in_words
from leadgoose.roster.actions.membership import refuse_past_votes
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, UnitKind
from leadgoose.roster.models import (
    Organisation,
    OrganisationAlias,
    OrganisationDeed,
    OrganisationFact,
    Person,
    Placement,
    Post,
    ProductionUnit,
    UnitCovered,
    UnitLink,
    new_key,
)
from leadgoose.roster.queries import bodies, units
from leadgoose.roster.queries.acts import Effect, Reader
from leadgoose.roster.queries.past_votes import votes_since
from leadgoose.roster.reach import of_organisation
from leadgoose.roster.rules import organisations as rules
from leadgoose.roster.rules.acts import No
from leadgoose.roster.rules.organisations import Founding, Kind, Notice
from leadgoose.roster.rules.units import refuse_among

NAMES: Mapping[Kind, str] = {
    Kind.SET_UP: "OrganisationEstablished", Kind.RENAME: "OrganisationRenamed", Kind.MOVE: "OrganisationMoved", Kind.SPLIT: "BranchDivided",
    Kind.MERGE: "BranchMerged", Kind.WITHDRAW: "OrganisationWithdrawn", Kind.PLACE: "MembersPlaced", Kind.UNIT: "UnitChanged", Kind.LINK: "UnitLinked",
}
"""What the journal calls each act."""
MOVES_ELECTORS = frozenset({Kind.SPLIT, Kind.MERGE, Kind.WITHDRAW})
SAID: Mapping[str, str | Promise] = {
    "ended": _("这个党组织已于 %(day)s 撤销，不能再办理。"),
    "ahead": _("日期 %(day)s 还没有到，请改为今天或以前的日期。"),
    "before-line": _("日期 %(day)s 不晚于现有登记的起始日期 %(since)s，请改为之后的日期。"),
    "before-members": _("日期 %(day)s 不晚于部分党员现有记录的起始日期 %(since)s，请改为之后的日期。"),
    "kind": _("这里不能办理这一项，请到合适的党组织办理。"),
    "name": _("请填写全称，1 至 %(most)s 个字。"),
    "name-committee": _("党委的名称应以“党委”结尾。"),
    "name-general-branch": _("党总支的名称应以“党总支”结尾。"),
    "name-branch": _("党支部的名称应以“党支部”结尾；联合、临时党支部请选相应的类型。"),
    "name-joint-branch": _("联合党支部的名称应以“党支部”结尾。"),
    "name-temporary-branch": _("临时党支部的名称应以“党支部”结尾。"),
    "name-group": _("党小组的名称应以“党小组”结尾。"),
    "name-taken": _("本委已有“%(name)s”，请换一个名称。"),
    "until-missing": _("请填写批准的期限：临时党支部随临时机构撤销。"),
    "until-before": _("期限应当晚于设立日期 %(day)s。"),
    "units": _("联合党支部至少覆盖 %(least)s 个单位，请逐个写明。"),
    "applied-after": _("申请日期不能晚于批复日期。"),
    "seats": _("批准名额填 1 至 %(most)s 的整数；不设委员会的不填。"),
    "no-target": _("请选择转到哪个党组织。"),
    "below-already": _("已隶属于这个党组织。"),
    "nobody": _("还没有勾选党员。"),
    "everybody": _("原党支部没有党员留下；这种情况请办理更名。"),
    "too-few": _("新党支部只有正式党员 %(n)s 人；成立党支部须有正式党员 %(least)s 人以上。"),
    "members-left": plural_later("还有 %(n)s 名党员没有去向，请逐人选定转入的党支部。", "n"),
    "unit-before": _("日期 %(day)s 早于现有记录的起始日期 %(since)s，请改为这一天或者之后的日期。"),
    "unit-name": _("请填写单位名称，最多 %(most)s 个字。"),
    "unit-taken": _("本委已有名为“%(name)s”的单位。"),
    "unit-circle": _("“%(name)s”是这个单位的下级或者就是它本身，不能作为它的上级。"),
    "unit-same": _("与现有记录相同，没有可以登记的变动。"),
    "no-unit": _("请选择单位。"),
    "linked-already": _("已属于“%(name)s”，没有可以登记的变动。"),
    "below-left": plural_later("下面还有 %(n)s 个党支部，请选定它们改由谁管理。", "n"),
}
FIELD: Mapping[str, str] = {
    "ahead": "on", "before-line": "on", "before-members": "on", "until-missing": "until", "until-before": "until", "units": "units",
    "applied-after": "applied_on", "seats": "seats", "no-target": "to", "below-already": "to", "nobody": "who", "everybody": "who", "too-few": "who",
    "members-left": "who", "below-left": "to", "kind": "kind", "unit-before": "on", "unit-name": "name", "unit-taken": "name", "unit-circle": "parent",
    "unit-same": "name", "no-unit": "to", "linked-already": "to",
    **{code: "name" for code in SAID if code == "name" or code.startswith("name-")},
}
"""The field of the form that a refusal is about."""
NOTICES: Mapping[str, str | Promise] = {
    "joint-many": _("联合党支部覆盖的单位一般不超过 %(most)s 个，这里有 %(n)s 个。"),
    "reply-late": plural_later("%(applied)s 申请，批复一般不超过 %(months)s 个月。", "months"),
    "too-many": _("党支部的党员一般不超过 %(most)s 人，办理后有 %(n)s 人。"),
    "beyond-seats": _("批准名额 %(seats)s 名，办理后有 %(n)s 名。"),
}
"""What is as a rule otherwise; it is done for a recorded reason."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What was looked at and cleared: despite: elections touched; remark: the reason why what is usual is not kept to."""

    despite: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Members:
    """Who a new group begins with: person keys, the leader's key, and how the leader came to it (elected: recommended by the group)."""

    who: Collection[str] = ()
    leader: str = ""
    came_by: CameBy = CameBy.DESIGNATED


@dataclass(frozen=True, slots=True)
class Prepared:
    """An act that may be done. write: writes it and returns the organisation that it is about.

    places: all organisations that it touches; permits: those on which it must be permitted; held: keys that nothing may hold back;
    electors: keys of those in which it changes who may vote; told, personal: for the journal, `told` also once it is written.
    unit: the production unit that it is about, instead of an organisation; readers: who sees more or less afterwards.
    """

    kind: Kind
    on: date
    places: tuple[Organisation, ...]
    write: Callable[[Work], Organisation]
    permits: tuple[Organisation, ...] = ()
    notices: tuple[Notice, ...] = ()
    electors: frozenset[str] = frozenset()
    told: Mapping[str, Any] = field(default_factory=dict)
    personal: Mapping[str, str] = field(default_factory=dict)
    typed: int = 2
    unit: ProductionUnit | None = None
    readers: tuple[Reader, ...] = ()

    @property
    def top_key(self) -> str:
        return self.places[0].top_key


def refusal(no: No) -> Refused:
    return Refused(no.code, SAID[no.code] % dict(no.numbers))


def decided(no: No | None) -> None:
    if no is not None:
        raise refusal(no)


def not_held(*places: Organisation) -> None:
    """Refused while something above holds one of these organisations: one sentence, and what it would hit."""
    for one in holds.standing([place.key for place in places]):
        raise Refused("held", one.said, one.touches)


# --- shown, done ---


def judge(prepared: Prepared, basis: str, today: date, at: datetime) -> Effect:
    """What the act would do. Nothing is written."""
    basis_in_words(basis)
    touched = votes_since(dict.fromkeys(prepared.electors, prepared.on), today)

    def write() -> Work:
        work = Work(prepared.on, at)
        prepared.write(work)
        return work

    seen = rehearsal.rehearse(prepared.top_key, {one.pk for one in prepared.places}, today, write)
    return replace(seen, touched=touched, readers=prepared.readers)


def do(
    top_key: str, prepare: Callable[[date], Prepared], basis: str, consent: Consent, *, by: Actor, at: datetime, batch: str = ""
) -> OrganisationDeed:
    """Do an act: lock, prepare (with today), permit, write, record, settle. Raises Refused, Denied."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(key=top_key)
        today = timezone.localdate(at)
        prepared = prepare(today)
        capability = f"roster.{prepared.kind}"
        roles = [by.require(capability, of_organisation(one)).role or "" for one in prepared.permits or prepared.places]
        basis = basis_in_words(basis)
        touched = votes_since(dict.fromkeys(prepared.electors, prepared.on), today)
        before, work = rehearsal.look(top_key, {one.pk for one in prepared.places}, today), Work(prepared.on, at)
        place = prepared.write(work)
        effect = replace(rehearsal.compare(before, work), touched=touched)
        refuse_past_votes(replace(effect, names={one.key: one.name for one in prepared.places}), prepared.on, consent.despite)
        remark = clear(prepared.notices, consent.remark)
        name = NAMES[prepared.kind]
        said = Said(
            prepared.kind, name, place.key, basis, told={**prepared.told, **_notices(prepared.notices)}, personal=prepared.personal,
            remark=remark, batch=batch, role=str(roles[0]), typed=prepared.typed, effect=effect,
        )
        deed = kept.keep_organisation_deed(place, work, said, prepared.unit, by=by, at=at)
        places = work.organisations | {one.pk for one in (*prepared.places, place)}
        consequences.settle(top_key, organisations=places, people=work.people, on=today, at=at, act=name)
        cease(effect.ended, on=today, at=at, closed_by=name)
        return deed


def clear(notices: tuple[Notice, ...], remark: str) -> str:
    """The reason, where something is not as it usually is; Refused when it is missing. "" where nothing needs one."""
    if not notices:
        return ""
    lines = [NOTICES[one.code] % dict(one.numbers) for one in notices]
    if not remark.strip():
        raise Refused("remark", _("与一般规定不同，请写明理由；理由一并记录在案。"), lines)
    return kept.in_words(remark, "remark", "")


def _notices(notices: tuple[Notice, ...]) -> dict[str, list[str]]:
    return {"notices": [one.code for one in notices]} if notices else {}


# --- setting up ---


def prepare_set_up(parent: Organisation, wish: Founding, members: Members, today: date) -> Prepared:
    """A general branch, branch, joint or temporary branch, or group below `parent`. members: of a group. Refused as the rules say."""
    wish = replace(wish, name=" ".join(wish.name.split()))
    above = bodies.body_of(parent)
    taken = bodies.name_taken(parent.top_key, wish.kind, wish.name, parent.pk)
    decided(rules.refuse_founding(above, wish, taken, today))
    people = _beginning(parent, members) if wish.kind is OrgKind.GROUP else {}
    told: dict[str, Any] = {"kind": wish.kind.value, "below": parent.key}
    told |= {"until": wish.until.isoformat()} if wish.until is not None else {}
    told |= {"applied": wish.applied_on.isoformat()} if wish.applied_on is not None else {}
    told |= {"who": sorted(people), "leader": members.leader} if people else {}

    def write(work: Work) -> Organisation:
        made = found(work, parent, wish)
        for row in Placement.objects.known().filter(organisation__parent=parent, person__in=people.values(), valid_to=None).order_by("pk"):
            work.end(row)
        for key, person in people.items():
            work.start(Placement(person=person, organisation=made))
            if key == members.leader:
                work.start(Post(person=person, organisation=made, kind=PostKind.GROUP_LEADER, came_by=members.came_by, since=wish.on))
        return made

    return Prepared(
        Kind.SET_UP, wish.on, (parent,), write, notices=rules.notices_of_founding(wish), told=told, personal={"name": wish.name},
        typed=3 + len(people),
    )


def _beginning(parent: Organisation, members: Members) -> dict[str, Person]:
    """The people of a new group, all of them members of its branch; the leader is one of them."""
    keys = {*members.who, *([members.leader] if members.leader else [])}
    rows = Person.objects.filter(key__in=keys, present__organisation=parent).order_by("present__sort")
    found = {row.key: row for row in rows}
    if set(found) != keys:
        raise Refused("who", _("请从本支部的党员中勾选。"))
    return found


def set_up_organisation(
    parent: Organisation, wish: Founding, members: Members, basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> OrganisationDeed:
    """Set up an organisation below another (journal: OrganisationEstablished); the deed's `organisation` is the new one."""
    return do(parent.top_key, lambda today: prepare_set_up(parent, wish, members, today), basis, consent or Consent(), by=by, at=at)


def found(work: Work, parent: Organisation, wish: Founding) -> Organisation:
    """Write a new organisation with its line and its units; its place is behind everything below the parent."""
    key = new_key()
    last = Organisation.objects.filter(top_key=parent.top_key, path__startswith=parent.path).aggregate(last=Max("position"))["last"] or 0
    covered = [_unit(parent.top_key, name, work) for name in wish.units]
    made = Organisation.objects.create(
        key=key, top_key=parent.top_key, parent=parent, path=f"{parent.path}{key}/", kind=wish.kind, name=wish.name, position=last + 1,
        set_up_on=wish.on, unit=covered[0] if covered else None,
    )
    work.start(OrganisationFact(
        organisation=made, kind=wish.kind, name=wish.name, parent=parent, set_up_on=wish.on, until=wish.until, seats=wish.seats,
        no_committee=wish.no_committee,
    ))
    if wish.kind is OrgKind.JOINT_BRANCH:
        for unit in covered:
            work.start(UnitCovered(organisation=made, unit=unit))
    if covered:
        work.start(UnitLink(organisation=made, unit=covered[0]))
    return made


def _unit(top_key: str, name: str, work: Work) -> ProductionUnit:
    """The unit of this name, found where nobody named it before."""
    known = ProductionUnit.objects.filter(top_key=top_key, name=name).first()
    return known or unit_facts.found(top_key, name, UnitKind.UNKNOWN, work)


# --- renaming, moving below another superior ---


def prepare_rename(place: Organisation, name: str, on: date, today: date) -> Prepared:
    """Another name from a day on; the old one is kept as the name by which files may go on calling it."""
    name = " ".join(name.split())
    decided(rules.refuse_day(bodies.body_of(place), on, today))
    taken = bodies.name_taken(place.top_key, OrgKind(place.kind), name, place.parent_id, place.pk) or name == place.name
    decided(rules.refuse_name(OrgKind(place.kind), name, taken))

    def write(work: Work) -> Organisation:
        work.again(line_of(place), name=name)
        if place.parent_id is not None and place.kind != OrgKind.GROUP:
            keep_alias(place, place.name, work.at)
        return place

    return Prepared(Kind.RENAME, on, (place,), write, personal={"before": place.name, "name": name})


def rename_organisation(
    place: Organisation, name: str, on: date, basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> OrganisationDeed:
    """Give an organisation another name from a day on (journal: OrganisationRenamed)."""
    return do(place.top_key, lambda today: prepare_rename(place, name, on, today), basis, consent or Consent(), by=by, at=at)


def prepare_move(place: Organisation, target: Organisation | None, on: date, today: date) -> Prepared:
    """Below another general branch, or directly below the committee; everything below it goes with it."""
    found = bodies.bodies([place, *([target] if target is not None else [])])
    decided(rules.refuse_moving(found[place.key], found.get(target.key) if target is not None else None, on, today))
    assert target is not None

    def write(work: Work) -> Organisation:
        work.again(line_of(place), parent=target)
        return place

    above = (place.parent,) if place.parent is not None else ()
    return Prepared(Kind.MOVE, on, (place, target, *above), write, (place, target), told={"below": target.key})


def move_organisation(
    place: Organisation, target: Organisation | None, on: date, basis: str, *, by: Actor, at: datetime, consent: Consent | None = None
) -> OrganisationDeed:
    """Let an organisation stand below another superior from a day on (journal: OrganisationMoved)."""
    return do(place.top_key, lambda today: prepare_move(place, target, on, today), basis, consent or Consent(), by=by, at=at)


def line_of(place: Organisation) -> OrganisationFact:
    """The organisation's line that has no end."""
    row: OrganisationFact = OrganisationFact.objects.known().filter(organisation=place, valid_to=None).order_by("-valid_from", "-pk")[:1].get()
    return row


def keep_alias(place: Organisation, alias: str, at: datetime) -> int:
    """Files that go on calling it so mean this organisation. A name that one no longer there went by passes on. Returns the alias's id."""
    row, made = OrganisationAlias.objects.get_or_create(
        top_key=place.top_key, alias=alias, defaults={"organisation": place, "recorded_at": at}
    )
    if not made and row.organisation_id != place.pk:
        row.organisation = place
        row.save(update_fields=["organisation"])
    return row.pk


# --- the counter-act ---


@transaction.atomic
def reverse_act(deed: OrganisationDeed, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Take an act about an organisation back (journal: ActReversed). Once, and only while nothing stands on it."""
    Organisation.objects.select_for_update().get(key=deed.top_key)
    deed = OrganisationDeed.objects.select_related("organisation__unit").get(pk=deed.pk)
    permit = by.require("roster.reverse_act", of_organisation(deed.organisation))
    reason = kept.in_words(reason, "reason", _("请写明撤销的原因，1 至 %(most)s 个字。") % {"most": kept.LONGEST})
    work = undo(deed, at)
    on = timezone.localdate(at)
    receipt = record(Act(
        name="ActReversed", valid_on=on, top_key=deed.top_key, org_key=deed.org_key, role=permit.role or "",
        facts={"deed": deed.key, "entry": deed.receipt_number}, personal={deed.org_key: {"reason": reason}}, typed=1,
    ), by=by, at=at)
    places = work.organisations | set(deed.places.values_list("pk", flat=True))
    consequences.settle(deed.top_key, organisations=places, people=work.people, on=on, at=at, act="ActReversed")
    return receipt


def judge_reversal(deed: OrganisationDeed, today: date, at: datetime) -> Effect:
    """What taking it back would do; Refused when it cannot be. Nothing is written."""
    deed = OrganisationDeed.objects.select_related("organisation").get(pk=deed.pk)
    places = set(deed.places.values_list("pk", flat=True))
    seen = rehearsal.rehearse(deed.top_key, places, today, lambda: undo(deed, at))
    if deed.act in MOVES_ELECTORS:
        keys = deed.places.values_list("key", flat=True)
        return replace(seen, touched=votes_since(dict.fromkeys(keys, deed.valid_on), today))
    if deed.act != Kind.LINK:
        return seen
    rows = {one.key: one for one in ProductionUnit.objects.filter(key__in=(deed.told["unit"], deed.told["left"]))}
    return replace(seen, readers=units.readers(rows.get(deed.told["unit"]), rows.get(deed.told["left"])))


def undo(deed: OrganisationDeed, at: datetime) -> Work:
    """Write the counter-act, or Refused: something stands on the act, or somebody else is in a seat that would be filled again."""
    places = list(deed.places.values_list("pk", flat=True))
    same = Q(places__in=places) if deed.unit_id is None else Q(unit=deed.unit_id)
    later = list(OrganisationDeed.objects.filter(same, reversed_at=None, pk__gt=deed.pk).distinct().order_by("pk"))
    kept.refuse_unless_last(deed, later)
    if deed.act in {Kind.SET_UP, Kind.SPLIT, Kind.MERGE, Kind.WITHDRAW}:
        not_held(*Organisation.objects.filter(pk__in=places))
    if deed.act in {Kind.SET_UP, Kind.SPLIT}:
        made = {f"{name} {pk}" for name, pk in deed.recorded}
        if any(one not in made for one in bodies.standing_on(deed.organisation)) or deed.organisation.children.filter(ended_on=None).exists():
            raise kept.stands(kept.later_acts(deed))
    kept.refuse_taken_seats(deed)
    work = kept.take_back(deed, at=at)
    _give_names_back(deed)
    _units_again(deed, work)
    return work


def _units_again(deed: OrganisationDeed, work: Work) -> None:
    """The columns of units, and whose they are, as the facts say again; Refused when others have taken the unit's name or place meanwhile."""
    for unit in ProductionUnit.objects.filter(pk__in=work.units).order_by("pk"):
        unit_facts.project_unit(unit)
        known = units.known_today(deed.top_key, timezone.localdate(work.at))
        decided(refuse_among(known[unit.key], known))
    if any(name == "UnitLink" for name, _pk in (*work.recorded, *work.retracted)):
        for place in Organisation.objects.filter(pk__in=work.organisations).order_by("pk"):
            unit_facts.project_link(place)


def _give_names_back(deed: OrganisationDeed) -> None:
    """Names that had passed to the branch that went on belong to the merged one again."""
    passed = deed.told.get("aliases", [])
    OrganisationAlias.objects.filter(pk__in=passed).update(organisation=deed.organisation)
