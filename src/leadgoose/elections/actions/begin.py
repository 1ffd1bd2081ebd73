"""An election begins, or one that is under way comes in at its present stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.elections.actions.following import settle
from leadgoose.elections.actions.meeting import words
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import in_words
from leadgoose.elections.models import Election, Reminder, Step
from leadgoose.elections.queries.course import CLEARED, JUDGED, as_plain, sealed
from leadgoose.elections.queries.reminder import present_term
from leadgoose.elections.queries.vacancies import sitting_of
from leadgoose.elections.rules import posts
from leadgoose.elections.rules.procedure import path, procedure
from leadgoose.elections.rules.vacancy import judge
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.kinds import WITH_TERMS, OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries.organisation import fact_on
from leadgoose.roster.reach import of_organisation

TERM_KINDS = frozenset({"branch-committee", "general-branch", "no-committee"})
IN_THE_ROOM = ("roll-call", "report-heard", "method", "scrutineers", "ballots", "voted", "returned", "counted", "announced")
"""Stages at which no election comes in: their numbers rest on those before them, and all are entered from paper."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is asked when an election begins. at_stage: "" from the start, else the stage that is to be done next."""

    kind: str
    seats: int | None = None
    deputies: int = 0
    meeting_on: date | None = None
    preselection: bool = False
    at_stage: str = ""
    posts: frozenset[str] = frozenset()  # of a by-election: which posts are open, out of rules.posts
    reason: str = ""                     # of a by-election: why a post is filled that the register does not have as open


def kinds_for(organisation: Organisation, on: date) -> tuple[str, ...]:
    """The kinds of election that an organisation can begin on a day, the usual one first; () when it does not elect. Two queries."""
    if organisation.kind not in WITH_TERMS or organisation.key == organisation.top_key or organisation.ended_on is not None:
        return ()
    if organisation.kind == OrgKind.GENERAL_BRANCH:
        usual = ["general-branch"]
    else:
        fact = fact_on(organisation, on)
        without = fact is not None and bool(fact.no_committee)
        usual = ["no-committee", "branch-committee"] if without else ["branch-committee", "no-committee"]
    if present_term(organisation, on) is None:
        return ("new-branch", *usual)
    return (*usual, "by-election")


@transaction.atomic
def begin(organisation: Organisation, wish: Beginning, *, by: Actor, at: datetime) -> Election:
    """Open an election (journal: ElectionOpened). One at a time; what was done before it came in stands as done outside."""
    place = Organisation.objects.select_for_update(of=("self",)).select_related("unit", "parent").get(pk=organisation.pk)
    permit = by.require("elections.begin", of_organisation(place))
    on = timezone.localdate(at)
    if wish.kind not in kinds_for(place, on):
        raise Refusal(_("这个组织不能开始这种选举，请核对组织类型和本届任期。"), "kind")
    if Election.objects.filter(organisation=place, closed_at=None).exists():
        raise Refusal(_("这个组织已有一次选举正在进行，请先办结。"))
    if wish.seats is not None and not 1 <= wish.seats <= 99:
        raise Refusal(_("应选名额请填 1 至 99 的整数。"), "seats")
    if not 0 <= wish.deputies <= 9:
        raise Refusal(_("副书记名额请填 0 至 9 的整数。"), "deputies")
    committee = has_committee(place, on)
    vacancy = Verdict(True)
    if wish.kind == "by-election":
        wish = _open_posts(wish, committee)
        vacancy = judge(sitting_of(place, on), wish.posts, wish.seats)
    reason = _why(vacancy, wish.reason)
    traits = _traits(place, wish, committee)
    stages = [one.key for one in path(wish.kind, frozenset(traits))]
    if wish.at_stage and wish.at_stage not in stages:
        raise Refusal(_("这种选举没有这一步，请重新选择现在办到哪一步。"), "at_stage")
    if wish.at_stage in IN_THE_ROOM:
        raise Refusal(_("会议中间不能补录：请从“确定不计入应到会的人”起，照会议的纸质记录逐项补录。"), "at_stage")
    term = present_term(place, on) if wish.kind in TERM_KINDS else None
    election = Election.objects.create(
        top_key=place.top_key, organisation=place, kind=wish.kind, traits=sorted(traits), entered_at=wish.at_stage, seats=wish.seats,
        deputies=wish.deputies, meeting_on=wish.meeting_on, term_elected_on=term.elected_on if term else None,
        term_expires_on=term.expires_on if term else None, begun_on=on, begun_at=at, begun_by=by.login,
        switches={"shifted_to": term.shifted_to.isoformat()} if term is not None and term.shifted_to is not None else {},
    )
    _enter(election, stages, wish.at_stage, by, at)
    if reason:
        _keep(election, vacancy, reason, by, at)
    record(Act(
        name="ElectionOpened", valid_on=on, top_key=place.top_key, org_key=place.key, role=permit.role or "", typed=_typed(wish), filled=3,
        facts={"election": election.key, "kind": wish.kind, "traits": sorted(traits), "at_stage": wish.at_stage, "seats": wish.seats or 0,
               "deputies": wish.deputies, "meeting_on": wish.meeting_on.isoformat() if wish.meeting_on else ""},
        personal={place.key: {"reason": reason}} if reason else {},
    ), by=by, at=at)
    settle(election, "ElectionOpened", None, on=on, at=at)
    return election


def has_committee(organisation: Organisation, on: date) -> bool:
    """Whether it has a committee, as far as the register says. One query."""
    fact = fact_on(organisation, on)
    return fact is None or not fact.no_committee


def _open_posts(wish: Beginning, committee: bool) -> Beginning:
    """What a by-election fills: seats and deputies only where those posts are open; refused where the rules do not allow it."""
    found = posts.problem(wish.posts, committee=committee)
    if found == "none":
        raise Refusal(_("请勾选补选的职务。"), "posts")
    if found == "no-committee":
        raise Refusal(_("这个支部不设委员会，没有委员可以补选；请勾选书记或者副书记。"), "posts")
    if posts.COMMITTEE in wish.posts and wish.seats is None:
        raise Refusal(_("请填写补选几名委员。"), "seats")
    if posts.COMMITTEE not in wish.posts and wish.preselection:
        raise Refusal(_("差额预选只用于选举委员；这次不补选委员，请不要勾选。"), "preselection")
    seats = wish.seats if posts.COMMITTEE in wish.posts else None
    return replace(wish, seats=seats, deputies=max(1, wish.deputies) if posts.DEPUTY in wish.posts else 0)


def _why(vacancy: Verdict, reason: str) -> str:
    """The reason for filling a post that is not open; "" where all are. Refused without one."""
    if not vacancy.warnings:
        return ""
    if not reason.strip():
        raise Refusal(_("%(why)s确需补选的，写明原因。") % {"why": words(vacancy.warnings)}, "reason")
    return in_words(reason)


def _keep(election: Election, vacancy: Verdict, reason: str, by: Actor, at: datetime) -> None:
    """The reason stands at the request, where the post's being open is asked about, done outside or not."""
    key = election.organisation.key
    row = Step.objects.filter(election=election, key="request").first() or Step(election=election, key="request", recorded_at=at, recorded_by=by.login)
    row.judged_sealed = seal(key, JUDGED, as_plain({"posts-vacant": vacancy}))
    row.cleared_sealed = sealed(key, CLEARED, {one.code: reason for one in vacancy.warnings})
    row.save()


def _traits(place: Organisation, wish: Beginning, committee: bool) -> set[str]:
    """A branch under a general branch sends its papers through it; a new branch with a committee lets it elect the leaders."""
    through = place.parent is not None and place.parent.kind == OrgKind.GENERAL_BRANCH
    named = {"through": through, "preselection": wish.preselection, posts.LEADERS: wish.kind == "new-branch" and bool(wish.seats)}
    own = posts.traits_of(wish.posts, committee=committee) if wish.kind == "by-election" else frozenset[str]()
    return {name for name, holds in named.items() if holds} | own


def _enter(election: Election, stages: list[str], at_stage: str, by: Actor, at: datetime) -> None:
    """The stages before the present one stand as done outside; a reminder that was sent here stands with its day."""
    before = stages[: stages.index(at_stage)] if at_stage else []
    sent = Reminder.objects.filter(
        org_key=election.organisation.key, expires_on=election.term_expires_on, withdrawn_at=None
    ).values_list("sent_on", flat=True).first() if election.term_expires_on else None
    rows = []
    for key in dict.fromkeys([*before, *(["reminder"] if sent and "reminder" in stages else [])]):
        on = sent if key == "reminder" else None
        outcome = "complete" if key == "counted" else ""
        rows.append(Step(election=election, key=key, on=on, entered=on is None, outcome=outcome, recorded_at=at, recorded_by=by.login))
    order = list(procedure().stages)
    Step.objects.bulk_create(sorted(rows, key=lambda one: order.index(one.key)))


def _typed(wish: Beginning) -> int:
    return sum(bool(one) for one in (wish.kind, wish.seats, wish.deputies, wish.meeting_on, wish.preselection, wish.at_stage, wish.posts, wish.reason))
