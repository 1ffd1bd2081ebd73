"""The supervisor's half: an envoy is sent, signs three times, objects; members raise matters; chair, committee and superior answer.

None of these acts touches a ballot, a sum or the course of a meeting: only the superior organisation stops an election (`beside.stop`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.accounts.actions.roles import Refused, make_grant
from leadgoose.elections.actions.entry import not_before, short
from leadgoose.elections.actions.following import send_home, settle
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import in_words, lock
from leadgoose.elections.models import Election, Envoy, Matter, SignOff
from leadgoose.elections.queries.course import Course
from leadgoose.elections.queries.people import members_of
from leadgoose.elections.queries.supervision import ANSWER, NAME, REMARK, SIGNER, WORDS
from leadgoose.elections.rules.card import MARKS, card, opens_after
from leadgoose.elections.rules.doubts import doubts
from leadgoose.elections.rules.procedure import procedure
from leadgoose.ground.access.actor import Actor, Permit
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import Role
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.statutes.shelf import load
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.reach import of_organisation

SAID = {Matter.Sort.OBJECTION: "ObjectionRaised", Matter.Sort.RAISED: "MatterRaised", Matter.Sort.REMARK: "PaperRemarked", Matter.Sort.DOUBT: "DecisionDoubted"}
"""What the journal calls what is said."""
CAPABILITY = {
    Matter.Sort.OBJECTION: "elections.object", Matter.Sort.RAISED: "elections.raise_matter", Matter.Sort.REMARK: "elections.remark_paper",
    Matter.Sort.DOUBT: "elections.flag_doubt",
}
ANSWERS = {
    "elections.answer_matter": (Matter.Answer.MENDED, Matter.Answer.EXPLAINED, Matter.Answer.REFERRED),
    "elections.review_doubt": (Matter.Answer.STANDS, Matter.Answer.MENDED, Matter.Answer.REFERRED),
}
"""How each answers: the chair and the committee; the superior who reviews."""


@transaction.atomic
def assign_envoy(election: Election, login: str, *, by: Actor, at: datetime) -> Envoy:
    """Send an account to an election (journal: EnvoyAssigned). Whoever reaches it by role needs no more; others get the role on this branch."""
    course, permit = lock(election, "elections.assign_envoy", by)
    mine, on = course.election, timezone.localdate(at)
    user = User.objects.filter(login=login, home_key=mine.top_key, is_active=True).first()
    if user is None:
        raise Refusal(_("没有这个账号，或者已经停用，请重新选择。"), "login")
    if user.person_key and members_of(mine.organisation, {user.person_key}):
        raise Refusal(_("督导员不能是本组织的党员，应当回避，请另行指派。"), "login")
    there = Envoy.objects.filter(election=mine, until=None).first()
    if there is not None and there.login == login:
        return there
    if there is not None:
        send_home(there, permit, on=on, by=by, at=at)
    grant = _grant(user, mine, permit, on, by, at)
    row = Envoy.objects.create(
        election=mine, login=login, name=user.name or login, since=on, grant_id=grant.pk if grant is not None else None, recorded_at=at,
        recorded_by=by.login,
    )
    _journal("EnvoyAssigned", mine, permit, on, {"login": login}, {}, by=by, at=at)
    settle(mine, "EnvoyAssigned", None, on=on, at=at)
    return row


@transaction.atomic
def end_envoy(election: Election, *, by: Actor, at: datetime) -> None:
    """Nobody is sent any more (journal: EnvoyEnded)."""
    course, permit = lock(election, "elections.end_envoy", by)
    mine, on = course.election, timezone.localdate(at)
    row = Envoy.objects.filter(election=mine, until=None).first()
    if row is None:
        raise Refusal(_("这次选举没有指派督导员。"))
    send_home(row, permit, on=on, by=by, at=at)
    _journal("EnvoyEnded", mine, permit, on, {"login": row.login}, {}, by=by, at=at)
    settle(mine, "EnvoyEnded", None, on=on, at=at)


@dataclass(frozen=True, slots=True)
class Signature:
    """One point of the card as signed. signer: the name on the printed card, where somebody else types it in."""

    point: str
    on: date
    items: Mapping[str, str] = field(default_factory=dict)
    agreed: bool = True
    remark: str = ""
    signer: str = ""


@transaction.atomic
def sign_off(election: Election, signature: Signature, *, by: Actor, at: datetime) -> SignOff:
    """The envoy signs a point of the card, or the office types a signed card in (journal: CardSigned). A later one replaces it."""
    course, permit = lock(election, "elections.sign_off", by)
    mine = course.election
    _check(course, signature, permit, timezone.localdate(at))
    from_card = permit.role is not Role.ENVOY
    SignOff.objects.filter(election=mine, point=signature.point, replaced_at=None).update(replaced_at=at)
    key = mine.organisation.key
    remark, signer = short(signature.remark, "remark"), short(signature.signer, "signer", 40)
    row = SignOff.objects.create(
        election=mine, point=signature.point, on=signature.on, items=dict(signature.items), agreed=signature.agreed, from_card=from_card,
        remark_sealed=seal(key, REMARK, remark) if remark else "", signer_sealed=seal(key, SIGNER, signer) if signer and from_card else "",
        recorded_at=at, recorded_by=by.login,
    )
    facts = {"point": signature.point, "items": dict(signature.items), "agreed": signature.agreed, "from_card": from_card}
    words = {"remark": remark, "signer": signer if from_card else ""}
    receipt = _journal("CardSigned", mine, permit, signature.on, facts, words, by=by, at=at)
    row.receipt_number, row.receipt_hash = receipt.number, receipt.hash
    row.save(update_fields=["receipt_number", "receipt_hash"])
    return row


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said: about which stage, by which rule, in which words; name: who said it, where it came on paper."""

    words: str
    rule: str = ""
    stage: str = ""
    name: str = ""
    on: date | None = None


@transaction.atomic
def say(election: Election, sort: Matter.Sort, saying: Saying, *, by: Actor, at: datetime) -> Matter:
    """The envoy objects, remarks or doubts; a member raises something, by the own account or on paper. It is answered, never deleted."""
    course, permit = lock(election, CAPABILITY[sort], by)
    mine, today = course.election, timezone.localdate(at)
    if sort is Matter.Sort.OBJECTION and saying.rule not in load().rules:
        raise Refusal(_("请选择所依据的规定。"), "rule")
    if saying.stage and saying.stage not in procedure().stages:
        raise Refusal(_("请选择所指的步骤。"), "stage")
    on = saying.on or today
    if on > today:
        raise Refusal(_("日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": on.isoformat()}, "on")
    words, given = in_words(saying.words, "words"), short(saying.name, "name", 40)
    key, name = mine.organisation.key, given or by.name or by.login
    row = Matter.objects.create(
        election=mine, sort=sort, rule=saying.rule if saying.rule in load().rules else "", stage=saying.stage, words_sealed=seal(key, WORDS, words),
        name_sealed=seal(key, NAME, name), on_paper=bool(given), raised_on=on, recorded_at=at, recorded_by=by.login,
    )
    facts = {"matter": row.key, "rule": row.rule, "stage": row.stage, "on_paper": row.on_paper}
    _receive(row, _journal(SAID[sort], mine, permit, on, facts, {"words": words, "name": name}, by=by, at=at))
    settle(mine, SAID[sort], None, on=today, at=at)
    return row


@transaction.atomic
def answer(election: Election, matter: str, as_: str, words: str, *, by: Actor, at: datetime) -> Matter:
    """Chair or committee answer an objection or a member; the superior reviews a doubtful decision. Once."""
    there = Matter.objects.filter(election=election, key=matter).first()
    doubt = there is not None and there.sort == Matter.Sort.DOUBT
    capability = "elections.review_doubt" if doubt else "elections.answer_matter"
    course, permit = lock(election, capability, by)
    row = Matter.objects.select_for_update().filter(election=course.election, key=matter).first()
    if row is None or row.answered_on is not None:
        raise Refusal(_("这一件已经答复，或者不存在。"))
    return _answer(course, row, as_, words, capability, permit, by=by, at=at)


@transaction.atomic
def review(election: Election, stage: str, code: str, as_: str, words: str, *, by: Actor, at: datetime) -> Matter:
    """The superior reviews a decision that the program holds doubtful."""
    course, permit = lock(election, "elections.review_doubt", by)
    mine = course.election
    found = next((one for one in doubts(course.facts) if (one.stage, one.code) == (stage, code)), None)
    if found is None or Matter.objects.filter(election=mine, sort=Matter.Sort.DOUBT, stage=stage, code=code).exclude(answered_on=None).exists():
        raise Refusal(_("这一件已经复核，或者不存在。"))
    key = mine.organisation.key
    row = Matter.objects.create(
        election=mine, sort=Matter.Sort.DOUBT, rule=found.rule, stage=stage, code=code, words_sealed=seal(key, WORDS, found.cleared or code),
        raised_on=timezone.localdate(at), recorded_at=at, recorded_by=by.login,
    )
    return _answer(course, row, as_, words, "elections.review_doubt", permit, by=by, at=at)


def _answer(course: Course, row: Matter, as_: str, words: str, capability: str, permit: Permit, *, by: Actor, at: datetime) -> Matter:
    if as_ not in ANSWERS[capability]:
        raise Refusal(_("请选择处理的结果。"), "as")
    mine, on, words = course.election, timezone.localdate(at), in_words(words, "answer")
    name = "DecisionReviewed" if capability == "elections.review_doubt" else "MatterAnswered"
    facts = {"matter": row.key, "as": as_, "stage": row.stage, "code": row.code}
    receipt = _journal(name, mine, permit, on, facts, {"answer": words}, by=by, at=at)
    row.answered_on, row.answered_as, row.answered_by, row.answered_at = on, as_, by.login, at
    row.answer_sealed = seal(mine.organisation.key, ANSWER, words)
    row.answer_number, row.answer_hash = receipt.number, receipt.hash
    row.save()
    settle(mine, name, None, on=on, at=at)
    return row


def _check(course: Course, signature: Signature, permit: Permit, today: date) -> None:
    looks = card(course.facts.kind, course.facts.traits)
    if signature.point not in looks:
        raise Refusal(_("请选择督导的环节。"), "point")
    if signature.on > today:
        raise Refusal(_("日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": signature.on.isoformat()}, "on")
    after = opens_after(signature.point, course.facts.traits)
    stage = course.facts.records.get(after) if after else None
    if after and (stage is None or not stage.done):
        raise Refusal(_("还没有到这个环节，不能签字。"), "point")
    not_before(signature.on, stage.on if stage is not None else None, "on")
    known = {one.key for one in looks[signature.point]}
    if set(signature.items) != known or not set(signature.items.values()) <= set(MARKS):
        raise Refusal(_("请逐项选择：是、否、未见。"), "items")
    if signature.agreed and "no" in signature.items.values():
        raise Refusal(_("有选“否”的项目，不能签“没有意见”；请写明意见。"), "agreed")
    if not signature.agreed and not signature.remark.strip():
        raise Refusal(_("请写明意见。"), "remark")
    if permit.role is not Role.ENVOY and not signature.signer.strip():
        raise Refusal(_("补录纸质督导卡的，请填写签字的督导员姓名。"), "signer")


def _grant(user: User, election: Election, permit: Permit, on: date, by: Actor, at: datetime) -> Grant | None:
    """The role on this organisation, for whoever does not reach it as envoy already."""
    reach = of_organisation(election.organisation)
    if Grant.objects.filter(user=user, role=Role.ENVOY, key__in=reach, until=None).exists():
        return None
    try:
        return make_grant(user, Role.ENVOY, election.organisation.key, permit=permit, on=on, by=by, at=at)
    except Refused:
        raise Refusal(_("这个账号不能担任督导员，请另行指派。"), "login") from None


def _journal(
    name: str, election: Election, permit: Permit, on: date, facts: Mapping[str, object], words: Mapping[str, str], *, by: Actor, at: datetime
) -> Receipt:
    key, said = election.organisation.key, {what: text for what, text in words.items() if text}
    return record(Act(
        name=name, valid_on=on, top_key=election.top_key, org_key=key, role=permit.role or "", facts={"election": election.key, **facts},
        personal={key: said} if said else {}, typed=1 + len(said),
    ), by=by, at=at)


def _receive(row: Matter, receipt: Receipt) -> None:
    row.receipt_number, row.receipt_hash = receipt.number, receipt.hash
    row.save(update_fields=["receipt_number", "receipt_hash"])
