"""A secretary is designated or transferred by the superior: the path is opened, its steps are recorded one by one, the last one gives the post.

The branch's term does not move: nothing here touches it, so the watch goes on to its next election.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster import facts, words
from leadgoose.roster.actions import deeds as kept
from leadgoose.roster.actions import holds, membership, rehearsal
from leadgoose.roster.actions.deeds import PAGE, Work, basis_in_words
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.posts import Document, change_posts
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import HOMES, CameBy, PostKind
from leadgoose.roster.models import Deed, Designation, DesignationStep, Organisation, Person, Post, new_key
from leadgoose.roster.queries import designations as queries
from leadgoose.roster.queries import posts
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.queries.past_votes import votes_since
from leadgoose.roster.reach import of_organisation
from leadgoose.roster.rules import acts as member_rules
from leadgoose.roster.rules import designation as rules
from leadgoose.roster.rules.designation import Way
from leadgoose.roster.rules.posts import Act as PostAct
from leadgoose.roster.rules.posts import Wish

SAID: Mapping[str, str | Promise] = {
    "place": _("指派、调动在党总支或党支部办理。"),
    "post": _("上级可以指派、调动的只有书记、副书记。"),
    "ahead": _("日期 %(day)s 还没有到，请改为今天或以前的日期。"),
    "not-here": _("该同志现不在任何党支部，请先办理转入。"),
    "no-right": _("该同志现没有被选举权，不能任职。"),
    "held-already": _("该同志已担任这项职务。"),
    "open-already": _("这个党组织的这项职务已有一项指派、调动正在办理，请先办结或终止。"),
    "no-step": _("这一步现在不能登记。"),
    "taken-already": _("这一步已于 %(day)s 登记。"),
    "waits": _("请先登记“%(step)s”。"),
    "before-step": _("日期 %(day)s 早于前面步骤的日期 %(since)s。"),
    "said-missing": _("请填写日期旁的一栏。"),
    "nothing-taken": _("还没有登记过步骤。"),
}


@dataclass(frozen=True, slots=True)
class Opening:
    """Who is to take which post, why, and since when that is proposed. full_time, cross: None while not said."""

    person: Person
    post: PostKind
    way: Way
    on: date
    full_time: bool | None = None
    cross: bool | None = None


@transaction.atomic
def designate_secretary(place: Organisation, opening: Opening, basis: str, *, by: Actor, at: datetime) -> Designation:
    """Open the path (journal: DesignationOpened). Whoever holds the post now hands it over."""
    permit = by.require("roster.designate_secretary", of_organisation(place))
    Organisation.objects.select_for_update().get(key=place.top_key)
    basis = basis_in_words(basis)
    today = timezone.localdate(at)
    _refuse_opening(place, opening, today)
    holder = Post.objects.known().filter(organisation=place, kind=opening.post, valid_to=None).select_related("person").order_by("pk").first()
    row = Designation.objects.create(
        key=new_key(), top_key=place.top_key, organisation=place, person=opening.person, leaving=holder.person if holder is not None else None,
        way=opening.way, post=opening.post, full_time=opening.full_time, cross_appointed=opening.cross,
        basis_sealed=seal(place.key, queries.BASIS, basis), opened_on=opening.on, opened_at=at, opened_by=by.login,
    )
    told = {"way": opening.way.value, "post": opening.post.value, "leaving": holder.person.key if holder is not None else ""}
    _record("DesignationOpened", row, opening.on, told, {"basis": basis}, str(permit.role or ""), by, at)
    return row


def _refuse_opening(place: Organisation, opening: Opening, today: date) -> None:
    if place.kind not in rules.PLACES or place.ended_on is not None:
        raise _refused("place")
    if opening.post not in rules.POSTS:
        raise _refused("post")
    if opening.on > today:
        raise _refused("ahead", day=opening.on.isoformat())
    who = posts.candidates(place, [opening.person.key], today)[opening.person.key]
    if not who.home:
        raise _refused("not-here")
    if who.standing != "full" or who.restricted:
        raise _refused("no-right")
    if Post.objects.known().filter(organisation=place, kind=opening.post, person=opening.person, valid_to=None).exists():
        raise _refused("held-already")
    if Designation.objects.filter(organisation=place, post=opening.post, done_at=None, dropped_at=None).exists():
        raise _refused("open-already")


def _refused(code: str, **numbers: str | int) -> Refused:
    return Refused(code, SAID[code] % numbers)


@transaction.atomic
def take_step(designation: Designation, code: str, on: date, said: str, *, by: Actor, at: datetime, consent: Consent | None = None) -> Receipt:
    """Record a step as taken on a day (journal: DesignationStepTaken); the last one gives the post through the ordinary acts.

    said: number of the document, name of the meeting, who talked: what the step asks.
    """
    permit = by.require("roster.take_step", of_organisation(designation.organisation))
    row = _locked(designation)
    said = " ".join(said.split())
    if len(said) > kept.LONGEST:
        raise Refused("said", _("太长，最多 %(most)s 个字。") % {"most": kept.LONGEST})
    stage = queries.stage_of(row)
    _refuse_step(stage, code, on, said, timezone.localdate(at))
    told: dict[str, Any] = {"step": code}
    if code == rules.TAKEN:
        done = _take_up(stage, on, by=by, at=at, consent=consent or Consent())
        row.deeds, row.done_at = [one.key for one in done], at
        row.save(update_fields=["deeds", "done_at"])
        told["deeds"] = row.deeds
    DesignationStep.objects.create(
        designation=row, step=code, said_sealed=seal(row.organisation.key, queries.SAID, said) if said else "", recorded_by=by.login,
        valid_from=on, recorded_at=at, source=PAGE,
    )
    return _record("DesignationStepTaken", row, on, told, {"said": said} if said else {}, str(permit.role or ""), by, at)


def _refuse_step(stage: queries.Stage, code: str, on: date, said: str, today: date) -> None:
    no = rules.refuse(stage.path, code, on, said, today)
    if no is not None:
        numbers = dict(no.numbers)
        if "step" in numbers:
            numbers["step"] = words.word(words.STEP, str(numbers["step"]))
        raise Refused({"ahead": "on", "before-step": "on", "said-missing": "said"}.get(no.code, no.code), SAID[no.code] % numbers)


def judge_taking_up(designation: Designation, on: date, *, by: Actor, at: datetime) -> Effect:
    """What the last step would do: who comes, who goes, who may vote where. Nothing is written."""
    stage, today = queries.stage_of(designation), timezone.localdate(at)
    _refuse_step(stage, rules.TAKEN, on, "", today)
    places = {designation.organisation_id, *Organisation.objects.filter(present__person=designation.person).values_list("pk", flat=True)}

    def write() -> Work:
        work = Work(on, at)
        for one in _take_up(stage, on, by=by, at=at, consent=Consent(despite=True, remark="-")):
            work.recorded += [(name, pk) for name, pk in one.recorded]
            work.retracted += [(name, pk) for name, pk in one.retracted]
        work.organisations |= places
        return work

    found = rehearsal.rehearse(designation.top_key, places, today, write)
    moving = _home(designation)
    touched = votes_since(dict.fromkeys({moving, designation.organisation.key}, on), today) if moving else ()
    return Effect(found.changes, found.posts, touched, found.names, found.terms, found.ended)


def _take_up(stage: queries.Stage, on: date, *, by: Actor, at: datetime, consent: Consent) -> list[Deed]:
    """The membership follows where it has to, the one who leaves is relieved, the post is given: three ordinary acts of one batch."""
    row, batch = stage.row, new_key()
    place, paper = row.organisation, stage.taken["document"]
    done: list[Deed] = []
    if _home(row):
        wish = member_rules.Wish(member_rules.Kind.MOVE, on, place.key)
        done += membership.do([row.person], wish, paper.said, by=by, at=at, despite=consent.despite, batch=batch)
    wishes = []
    if row.leaving is not None and Post.objects.known().filter(organisation=place, kind=row.post, person=row.leaving, valid_to=None).exists():
        wishes.append(Wish(PostAct.END, row.leaving.key, PostKind(row.post)))
    wishes.append(Wish(PostAct.GIVE, row.person.key, PostKind(row.post), CameBy.DESIGNATED, row.full_time, row.cross_appointed))
    done += change_posts(place, wishes, Document(paper.said, paper.on, on), by=by, at=at, consent=consent, batch=batch)
    return done


def _home(row: Designation) -> str:
    """The key of the branch that the membership comes from, where it has to follow the post; "" where it stays."""
    if row.organisation.kind not in HOMES:
        return ""
    home = Organisation.objects.filter(present__person=row.person).values_list("key", flat=True).first() or ""
    return "" if home == row.organisation.key else home


@transaction.atomic
def take_back_step(designation: Designation, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Take the last step back (journal: DesignationStepRetracted); of the one that gave the post, its acts too, in reverse order."""
    permit = by.require("roster.take_back_step", of_organisation(designation.organisation))
    row = _locked(designation)
    reason = _reason(reason)
    stage = queries.stage_of(row)
    code = rules.last(stage.path)
    if not code or row.dropped_at is not None:
        raise Refused("reason", SAID["nothing-taken"])
    if code == rules.TAKEN:
        deeds = {one.key: one for one in Deed.objects.filter(key__in=row.deeds, reversed_at=None)}
        for key in reversed(row.deeds):
            if key in deeds:
                membership.reverse(deeds[key], reason, by=by, at=at, path=row.key)
        row.done_at, row.deeds = None, []
        row.save(update_fields=["done_at", "deeds"])
    facts.retract(DesignationStep.objects.filter(designation=row, step=code), at)
    on = timezone.localdate(at)
    return _record("DesignationStepRetracted", row, on, {"step": code}, {"reason": reason}, str(permit.role or ""), by, at)


@transaction.atomic
def drop_designation(designation: Designation, reason: str, *, by: Actor, at: datetime) -> Receipt:
    """Give the path up (journal: DesignationDropped); what was recorded stays to be read."""
    permit = by.require("roster.drop_designation", of_organisation(designation.organisation))
    row = _locked(designation)
    reason = _reason(reason)
    if queries.state(row) != "open":
        raise Refused("reason", SAID["no-step"])
    row.dropped_at = at
    row.save(update_fields=["dropped_at"])
    return _record("DesignationDropped", row, timezone.localdate(at), {}, {"reason": reason}, str(permit.role or ""), by, at)


def _reason(reason: str) -> str:
    return kept.in_words(reason, "reason", _("请写明原因，1 至 %(most)s 个字。") % {"most": kept.LONGEST})


def _locked(designation: Designation) -> Designation:
    Organisation.objects.select_for_update().get(key=designation.top_key)
    return Designation.objects.select_related("organisation__unit", "person", "leaving").get(pk=designation.pk)


def _record(
    name: str, row: Designation, on: date, told: Mapping[str, Any], personal: Mapping[str, str], role: str, by: Actor, at: datetime
) -> Receipt:
    place = row.organisation.key
    return record(Act(
        name=name, valid_on=on, top_key=row.top_key, org_key=place, person_key=row.person.key, role=role,
        facts={"designation": row.key, **told}, personal={place: personal} if personal else {}, typed=1 + len(personal),
    ), by=by, at=at)


def held_by_designation(org_keys: Collection[str]) -> Sequence[holds.Hold]:
    """An organisation whose secretary is being designated is not merged or withdrawn meanwhile. One query."""
    rows = Designation.objects.filter(organisation__key__in=org_keys, done_at=None, dropped_at=None).select_related("organisation").order_by("pk")
    return [
        holds.Hold(one.organisation.key, _("%(name)s正在办理指派、调动%(post)s，请先办结或终止。") % {
            "name": one.organisation.name, "post": words.word(words.POST, one.post)})
        for one in rows
    ]
