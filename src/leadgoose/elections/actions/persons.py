"""From the members' opinion to the official candidates: gathered, proposed, sent, agreed, deliberated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leadgoose.elections.actions.asking import Forwarding, passed_on
from leadgoose.elections.actions.candidacy import drop
from leadgoose.elections.actions.entry import Entry, More, enter, whole
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import in_words, lock
from leadgoose.elections.models import Candidate, Election, Step
from leadgoose.elections.queries.candidates import judge_persons, standing_of
from leadgoose.elections.queries.people import members_of
from leadgoose.ground.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Opinion:
    """How many members were asked and how many gave an opinion: sums, no names."""

    asked: int | None
    answered: int | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The superior's answer on the persons: who is struck, by candidate (id) with the reason; the order for secretary and deputies."""

    struck: Mapping[int, str] = field(default_factory=dict)
    order: Mapping[int, int] = field(default_factory=dict)


@transaction.atomic
def record_opinion(election: Election, opinion: Opinion, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """That the members were asked, in numbers."""
    course, _permit = lock(election, "elections.record_opinion", by)
    there = len(members_of(course.election.organisation))
    if opinion.asked is not None and opinion.asked > there:
        raise Refusal(_("征求意见 %(asked)s 人，多于本组织党员 %(there)s 人，请核对。") % {"asked": opinion.asked, "there": there}, "asked")
    asked = whole(opinion.asked, 1, there, "asked")
    if opinion.answered is not None and opinion.answered > asked:
        raise Refusal(_("提出意见 %(answered)s 人，多于征求意见 %(asked)s 人，请核对。") % {"answered": opinion.answered, "asked": asked}, "answered")
    facts = {"asked": asked, "answered": whole(opinion.answered, 0, asked, "answered")}
    return enter(course, "opinion", entry, More(facts=facts, typed=2), by=by, at=at)


@transaction.atomic
def propose_persons(election: Election, supported: Mapping[int, int | None], entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The outgoing committee proposes those named. supported: how many members spoke for each, by candidate (id); a sum."""
    course, _permit = lock(election, "elections.propose_persons", by)
    rows = _standing(course.election)
    opinion = course.open.get("opinion")
    most = opinion.told.get("asked", 9999) if opinion is not None else 9999
    for row in rows:
        number = supported.get(row.pk)
        if number is not None:
            if number > most:
                said = _("%(name)s得到 %(n)s 人推荐，多于征求意见的 %(most)s 人，请核对。") % {"name": row.name, "n": number, "most": most}
                raise Refusal(said, f"supported_{row.pk}")
            row.supported = number
        if not entry.only_keep:
            row.proposed_on = entry.on
        row.save(update_fields=["supported", "proposed_on"])
    return enter(course, "initial", entry, More(facts=_listed(rows), typed=len(supported)), by=by, at=at)


@transaction.atomic
def send_persons_request(election: Election, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The request on the persons: enough of them, and all with the right to stand."""
    course, _permit = lock(election, "elections.send_persons_request", by)
    rows = _standing(course.election)
    verdict = judge_persons(course.election, standing_of(course.election), entry.on)
    if not entry.only_keep:
        Candidate.objects.filter(pk__in=[row.pk for row in rows], proposed_on=None).update(proposed_on=entry.on)
    return enter(course, "persons-request", entry, More(judged={"enough-persons": verdict}, facts=_listed(rows)), by=by, at=at)


@transaction.atomic
def record_persons_reply(election: Election, agreement: Agreement, passed: Forwarding, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The superior agrees the persons, and may strike one with a reason; the order for secretary and deputy is the superior's."""
    course, _permit = lock(election, "elections.record_persons_reply", by)
    rows = _standing(course.election)
    reasons = {pk: in_words(words, f"struck_{pk}") for pk, words in agreement.struck.items()}
    if not entry.only_keep:
        for row in rows:
            if row.pk in reasons:
                drop(row, "not-agreed", reasons[row.pk], entry.on)
                continue
            row.agreed_on, row.position = entry.on, agreement.order.get(row.pk, row.position)
            row.save(update_fields=["agreed_on", "position"])
    forwarded, facts, words = passed_on(course, "persons-request", passed, entry)
    kept = [row for row in rows if row.pk not in reasons]
    told = {**_listed(kept), **facts, "struck": [row.person.key for row in rows if row.pk in reasons]}
    return enter(course, "persons-reply", entry, More(forwarded, {}, told, words, typed=len(reasons) + len(agreement.order)), by=by, at=at)


@transaction.atomic
def fix_candidates(election: Election, chosen: frozenset[int], words: str, entry: Entry, *, by: Actor, at: datetime) -> Step:
    """The members have deliberated: these agreed persons (ids) are the official candidates. words: why others are not, where there are any."""
    course, _permit = lock(election, "elections.fix_candidates", by)
    rows = _standing(course.election)
    mine, others = [row for row in rows if row.pk in chosen], [row for row in rows if row.pk not in chosen]
    if not mine:
        raise Refusal(_("请勾选正式候选人。"), "chosen")
    among = all(row.agreed_on is not None for row in mine)
    if not entry.only_keep:
        for row in others:
            drop(row, "not-supported", in_words(words, "words"), entry.on)
        for row in mine:
            row.official_on = entry.on
            row.save(update_fields=["official_on"])
    return enter(course, "deliberation", entry, More({"candidates-among-agreed": among}, {}, _listed(mine), typed=len(mine)), by=by, at=at)


def _standing(election: Election) -> list[Candidate]:
    rows = list(Candidate.objects.filter(election=election, dropped_on=None).select_related("person").order_by("pk"))
    if not rows:
        raise Refusal(_("名单上还没有人，请先提名。"))
    return rows


def _listed(rows: list[Candidate]) -> dict[str, object]:
    """Who is on which list, by key."""
    found: dict[str, object] = {}
    for post in ("committee", "secretary", "deputy"):
        keys = [row.person.key for row in rows if row.post == post]
        if keys:
            found[post] = keys
    return found
