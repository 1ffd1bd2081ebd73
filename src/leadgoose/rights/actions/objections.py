"""An objection comes in on paper or by page, is answered once, and the person may remark on the answer once. The journal keeps codes; words are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import User
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.holdings import Whose
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import Destroyed, seal
from leadgoose.rights import words
from leadgoose.rights.actions.duties import settle_objections
from leadgoose.rights.actions.refusals import Refused
from leadgoose.rights.models import Objection
from leadgoose.rights.queries import held
from leadgoose.rights.queries import objections as queries
from leadgoose.rights.queries.objections import ABOUT, ALONE, ANSWER, OTHER, PAPER, REMARK, SAID, WANTED
from leadgoose.rights.rules.answering import Answer, due_on, judge
from leadgoose.roster.models import Person
from leadgoose.roster.reach import of_person

MOST, MOST_PAPER = 500, 60
"""Characters of what is written; of the paper's number."""


@dataclass(frozen=True, slots=True)
class Objecting:
    """What somebody contests. choice: "column|row" of a thing held, or OTHER; paper and received_on: of one that came on paper, else "" and None."""

    choice: str
    said: str
    wanted: str = ""
    paper: str = ""
    received_on: date | None = None


@transaction.atomic
def raise_objection(person: Person, what: Objecting, *, by: Actor, at: datetime) -> Objection:
    """Take an objection in: by the person's own account, or typed from paper by the office. Raises Refused, Denied."""
    person = Person.objects.select_for_update(of=("self",)).select_related("present__organisation__unit").get(pk=person.pk)
    reach, on = of_person(person), timezone.localdate(at)
    permit = by.require("rights.raise_objection", reach)
    own = by.person_key == person.key
    received = on if own or what.received_on is None else what.received_on
    thing = None if what.choice == OTHER else held.find(Whose(person.key, person.pk, person.top_key, on, own), what.choice)
    column = thing.field if thing is not None else OTHER
    said, wanted, paper = what.said.strip(), " ".join(what.wanted.split()), " ".join(what.paper.split())
    _refuse({
        "choice": _("请选择对哪一项有异议。") if thing is None and what.choice != OTHER else "",
        "said": _("请照本人写的填写，1 至 %(most)s 个字。") % {"most": MOST} if not 1 <= len(said) <= MOST else "",
        "wanted": _("太长，最多 %(most)s 个字。") % {"most": 200} if len(wanted) > 200 else "",
        "paper": _("请填写书面材料的编号或者存放处，最多 %(most)s 个字。") % {"most": MOST_PAPER} if not own and not 1 <= len(paper) <= MOST_PAPER else "",
        "received_on": _("收到日期不能晚于今天。") if received > on else "",
    })
    org_key = _place(person)
    row = Objection(
        top_key=person.top_key, org_key=org_key, person=person, field=column, way=Objection.Way.PAGE if own else Objection.Way.PAPER, received_on=received,
        due_on=due_on(received, int(setting(person.top_key, "objection_days"))), recorded_at=at, recorded_by=by.login,
        entered_by=_maker(person.top_key, thing),
    )
    try:
        row.about_sealed, row.said_sealed = seal(person.key, ABOUT, str(thing.value) if thing is not None else ""), seal(person.key, SAID, said)
        row.wanted_sealed, row.paper_sealed = seal(person.key, WANTED, wanted), seal(person.key, PAPER, "" if own else paper)
    except Destroyed:
        raise Refused({"": words.BAR["gone"]}) from None   # type: ignore[index]
    facts = {"objection": row.key, "field": column, "way": row.way, "due": row.due_on.isoformat()}
    receipt = record(Act(
        "ObjectionReceived", received, person.top_key, org_key, person.key, facts,
        typed=2 + bool(wanted) + (not own) * 2, role=permit.role or "",
    ), by=by, at=at)
    row.receipt_number, row.receipt_hash = receipt.number, receipt.hash
    row.save()
    settle_objections(person.top_key, on, at, "ObjectionReceived")
    return row


@dataclass(frozen=True, slots=True)
class Answering:
    """outcome: a code of rules.answering.Outcome; act: the receipt of the act that corrected it; second: login of who looked at it too."""

    outcome: str
    words: str
    act: str = ""
    second: str = ""
    why_alone: str = ""


@transaction.atomic
def answer_objection(row: Objection, told: Answering, *, by: Actor, at: datetime) -> Receipt:
    """Answer it, once. Whoever made the entry does not answer alone without saying why. Raises Refused, Denied."""
    row = _locked(row)
    permit = by.require("rights.answer_objection", of_person(row.person) | {row.top_key})
    act = queries.act_of(row.top_key, told.act) if told.act else None
    second = told.second.strip().lower()
    answer = Answer(
        told.outcome, told.words.strip(), act is not None and act.person_key == row.person.key, by.login, row.entered_by, second, told.why_alone.strip(),
        own=bool(by.person_key) and by.person_key == row.person.key,
    )
    wrong: dict[str, object] = {field: words.fault(one) for field, one in judge(answer)}
    if second and not User.objects.filter(login=second, is_active=True, home_key=row.top_key).exists():
        wrong["second"] = _("本委没有这个登录名的账号。")
    if told.act and act is None:
        wrong["act"] = _("记事链里没有这张凭据，请照办理后的凭据填写，例如 17-3f2a9c01d4e5b678。")
    _refuse(wrong)
    on = timezone.localdate(at)
    row.outcome, row.answered_on, row.answered_at, row.answered_by, row.seconded_by = told.outcome, on, at, by.login, second
    row.answer_sealed = seal(row.person.key, ANSWER, answer.words)
    row.why_alone_sealed = seal(row.person.key, ALONE, answer.why_alone)
    if act is not None and told.outcome != Objection.Outcome.REFUSED:
        row.act_number, row.act_hash = act.number, act.hash
    facts = {"objection": row.key, "field": row.field, "outcome": told.outcome, "act": row.act_number, "days": (on - row.received_on).days}
    receipt = record(Act("ObjectionAnswered", on, row.top_key, row.org_key, row.person.key, facts, typed=2, role=permit.role or ""), by=by, at=at)
    row.answer_number, row.answer_hash = receipt.number, receipt.hash
    row.save()
    settle_objections(row.top_key, on, at, "ObjectionAnswered")
    return receipt


@transaction.atomic
def withdraw_objection(row: Objection, *, by: Actor, at: datetime) -> Receipt:
    """The person takes it back; the office only on the person's paper. Raises Refused, Denied."""
    row = _locked(row)
    permit = by.require("rights.withdraw_objection", of_person(row.person) | {row.top_key})
    on = timezone.localdate(at)
    row.outcome, row.answered_on, row.answered_at, row.answered_by = Objection.Outcome.WITHDRAWN, on, at, by.login
    receipt = record(Act("ObjectionWithdrawn", on, row.top_key, row.org_key, row.person.key, {"objection": row.key}, role=permit.role or ""), by=by, at=at)
    row.answer_number, row.answer_hash = receipt.number, receipt.hash
    row.save()
    settle_objections(row.top_key, on, at, "ObjectionWithdrawn")
    return receipt


@transaction.atomic
def remark_answer(row: Objection, remark: str, *, by: Actor, at: datetime) -> Receipt:
    """What the person says to the answer, once, word for word. Raises Refused, Denied."""
    row = Objection.objects.select_for_update().get(pk=row.pk)
    permit = by.require("rights.remark_answer", of_person(row.person) | {row.top_key})
    remark, on = remark.strip(), timezone.localdate(at)
    early = row.is_open or row.outcome == Objection.Outcome.WITHDRAWN
    _refuse({
        "": _("答复以后才能写意见。") if early else _("意见已经写过，不再改动。") if row.remark_sealed else "",
        "remark": _("请照本人写的填写，1 至 %(most)s 个字。") % {"most": MOST} if not 1 <= len(remark) <= MOST else "",
    })
    row.remark_sealed, row.remarked_on = seal(row.person.key, REMARK, remark), on
    row.save(update_fields=["remark_sealed", "remarked_on"])
    facts = {"objection": row.key}
    return record(Act("ObjectionRemarked", on, row.top_key, row.org_key, row.person.key, facts, typed=1, role=permit.role or ""), by=by, at=at)


def _locked(row: Objection) -> Objection:
    found = Objection.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
    if not found.is_open:
        raise Refused({"": _("这件异议已经答复或者撤回。")})
    return found


def _place(person: Person) -> str:
    present = getattr(person, "present", None)
    return present.organisation.key if present is not None else person.top_key


def _maker(top_key: str, thing: object) -> str:
    """Who made the entry: as the thing says, else who recorded its moment in the journal."""
    by, at = getattr(thing, "by", ""), getattr(thing, "at", None)
    return str(by or (queries.maker_of(top_key, at) if at is not None else ""))


def _refuse(wrong: dict[str, object]) -> None:
    found = {field: said for field, said in wrong.items() if said}
    if found:
        raise Refused(found)   # type: ignore[arg-type]
