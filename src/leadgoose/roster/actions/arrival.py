"""Transfer in: somebody new, or somebody who had left the committee and is back; recorded once, by the ID number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.idnumber import read_id_number
from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.ground.vault.actions import mask, seal
from leadgoose.roster import consequences
from leadgoose.roster.actions.deeds import Said, Work, basis_in_words, keep_deed
from leadgoose.roster.actions.membership import NAMES, enter, refusal, refuse_past_votes
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.identity import ID_NUMBER, PHONE, id_index, last4_index
from leadgoose.roster.kinds import HOMES, Standing
from leadgoose.roster.models import Deed, Organisation, Person, PersonFact, new_key
from leadgoose.roster.queries.acts import Effect, effect, members_of
from leadgoose.roster.reach import of_organisation
from leadgoose.roster.rules.acts import Kind, Member, Wish, refuse

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the letter of introduction says of somebody. Days may be partial ("1998-07") or ""; id_number in clear.

    more: other fields of the register's line where they are known, by the names of `rules.difference.FIELDS`; phone in clear.
    """

    name: str
    id_number: str
    standing: Standing
    joined_party: str
    full_member: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """An arrival that may be recorded. person None: nobody of this ID number is known yet."""

    arrival: Arrival
    person: Person | None
    member: Member
    wish: Wish
    effect: Effect
    born_on: str
    gender: str


def judge_arrival(place: Organisation, arrival: Arrival, on: date, basis: str, today: date) -> Judged:
    """What the transfer would do, or Refused. Writes nothing."""
    if place.kind not in HOMES or place.ended_on is not None:
        raise Refused("no-branch", _("请到转入的党支部办理；临时党支部不接转组织关系。"))
    name = " ".join(arrival.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused("name", _("请填写姓名。"))
    number = read_id_number(arrival.id_number)
    if number.fault is not None:
        raise Refused("id_number", _("身份证号有误，请核对 18 位号码。"))
    basis_in_words(basis)
    joined = _partial(arrival.joined_party, "joined_party")
    full = _partial(arrival.full_member, "full_member")
    if joined is None:
        raise Refused("joined_party", _("请填写入党日期。"))
    if arrival.standing is Standing.PROBATIONARY and full is not None:
        raise Refused("full_member", _("预备党员没有转正日期。"))
    if full is not None and full.latest() < joined.earliest():
        raise Refused("full_member", _("转正日期不能早于入党日期。"))
    arrival = Arrival(name, number.text, arrival.standing, joined.isoformat(), full.isoformat() if full else "", arrival.more)
    person = Person.objects.filter(top_key=place.top_key, id_index=id_index(place.top_key, number.text)).first()
    known = members_of([person], today)[person.key] if person is not None else Member("")
    member = Member(
        known.key, known.branch, known.standing, known.since, joined, known.extended, known.died_on, known.decisions, known.posts
    )
    wish = Wish(Kind.IN, on, place.key, standing=arrival.standing)
    no = refuse(member, wish, today)
    if no is not None:
        raise refusal(no)
    return Judged(arrival, person, member, wish, effect(place.top_key, [member], {member.key: wish}, today), number.birth_date, number.gender)


def _partial(text: str, field: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused(field, _("请按 2008-07-01 或 2008-07 的样式填写日期。")) from None


@transaction.atomic
def transfer_in(
    place: Organisation, arrival: Arrival, on: date, basis: str, *, by: Actor, at: datetime, despite: bool = False, batch: str = ""
) -> Deed:
    """Record somebody who comes to a branch (journal: MemberTransferredIn). Refused when they are in a branch already."""
    permit = by.require("roster.transfer_in", of_organisation(place))
    Organisation.objects.select_for_update().get(key=place.top_key)
    today = timezone.localdate(at)
    seen = judge_arrival(place, arrival, on, basis, today)
    refuse_past_votes(seen.effect, on, despite)
    person = seen.person or _person(place.top_key, seen.arrival.id_number)
    work = Work(on, at)
    _register(work, person, seen)
    enter(work, person, place, seen.arrival.standing)
    said = Said(
        Kind.IN, NAMES[Kind.IN], place.key, basis_in_words(basis), told={"to": place.key}, batch=batch, role=str(permit.role or ""), typed=6,
        effect=seen.effect,
    )
    deed = keep_deed(person, work, said, by=by, at=at)
    consequences.settle(place.top_key, organisations={place.pk}, people={person.pk}, on=today, at=at, act=NAMES[Kind.IN])
    return deed


def _person(top_key: str, number: str) -> Person:
    key = new_key()
    return Person.objects.create(
        key=key, top_key=top_key, id_sealed=seal(key, ID_NUMBER, number), id_index=id_index(top_key, number),
        last4_index=last4_index(top_key, number), id_masked=mask(number),
    )


def _register(work: Work, person: Person, seen: Judged) -> None:
    """The register's line: what the letter says, and what was known of somebody who had left."""
    said = seen.arrival
    line = {"name": said.name, "born_on": seen.born_on, "gender": seen.gender, "joined_party": said.joined_party, "full_member": said.full_member}
    more = {name: text for name, text in said.more.items() if text and name != PHONE and name not in line}
    if said.more.get(PHONE):
        more |= {"phone_sealed": seal(person.key, PHONE, said.more[PHONE]), "phone_masked": mask(said.more[PHONE])}
    before = PersonFact.objects.known().filter(person=person, valid_to=None).order_by("-valid_from", "-pk").first()
    if before is None:
        work.start(PersonFact(person=person, **more, **line))
    else:
        work.again(before, **more, **line)
