"""A paper is issued: its facts are frozen with the receipt of the act, and from then on it prints the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import lock
from leadgoose.elections.models import Election, Paper
from leadgoose.elections.papers import wanted
from leadgoose.elections.papers.catalogue import BY_KEY, Drawn, Kind, clean, kinds_of
from leadgoose.elections.papers.facts import COMMITTEE, Facts
from leadgoose.elections.papers.fields import fields
from leadgoose.elections.papers.gather import facts_of
from leadgoose.elections.papers.pen import BLANK
from leadgoose.elections.queries.course import Course
from leadgoose.elections.queries.paper import KEPT, forms_in_force
from leadgoose.elections.rules import stages, strokes
from leadgoose.elections.rules.procedure import path
from leadgoose.elections.rules.switches import AGAINST, FOR
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.listed import listed
from leadgoose.ground.press import paper as press
from leadgoose.ground.press.ballot import Ballot
from leadgoose.ground.press.letter import Letter
from leadgoose.ground.press.printing import Imprint
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import say
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation

MOST_COPIES = 999


@dataclass(frozen=True, slots=True)
class Issue:
    """What is typed when a paper is issued. seen: how many times it had been issued when the page was shown; another number, and it is refused."""

    on: date
    number: str = ""
    signer: str = ""
    copies: int = 1
    seen: int = 0


def imprint_of(top_key: str, *, by: Actor, at: datetime) -> Imprint:
    """The small line of a paper that somebody prints now. Two queries."""
    settings = settings_of(top_key)
    made_at = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    return Imprint(notice_on_paper(settings), by.name or by.login, made_at)


@transaction.atomic
def issue_paper(election: Election, key: str, issue: Issue, *, by: Actor, at: datetime) -> Paper:
    """Issue a paper (journal: PaperIssued). Whoever issues it must hold the act that it belongs to; ballots are issued complete or not at all."""
    course, permit = lock(election, "elections.issue_paper", by)
    kind = _kind(key)
    by.require(kind.act, _issuers(course.election.organisation, kind))
    issue = replace(issue, number=_line(issue.number, 60, "number"), signer=_line(issue.signer, 40, "signer"))
    facts = facts_of(course.election, issue.on, by)
    facts = replace(facts, signed_on=issue.on, number=issue.number, signer=issue.signer)
    drawn = clean(kind, facts, imprint_of(course.election.top_key, by=by, at=at))
    _may_issue(course, kind, facts, drawn, issue, at)
    form = forms_in_force(course.election.top_key).get(key)
    row = Paper.objects.create(
        election=course.election, paper=key, issued_on=issue.on, number=issue.number, signer=issue.signer, copies=issue.copies, form=form,
        recorded_at=at, recorded_by=by.login,
    )
    offered = fields(facts)
    place = course.election.organisation
    words = {name: text for name, text in (("paper_no", issue.number), ("signer", issue.signer)) if text}
    receipt = record(Act(
        name="PaperIssued", valid_on=issue.on, top_key=place.top_key, org_key=place.key, role=permit.role or "",
        facts={"election": election.key, "paper": key, "on": issue.on.isoformat(), "copies": issue.copies, "digest": _digest(drawn.paper),
               "form": form.version if form else 0},
        personal={place.key: words} if words else {}, typed=1 + len(words), filled=sum(value not in (BLANK, []) for value in offered.values()),
    ), by=by, at=at)
    kept = {"paper": press.facts(press.issued(drawn.paper, str(receipt))), "fields": offered if form else None}
    row.kept_sealed = seal(place.key, KEPT, json.dumps(kept, ensure_ascii=False, sort_keys=True))
    row.receipt_number, row.receipt_hash = receipt.number, receipt.hash
    row.save(update_fields=["kept_sealed", "receipt_number", "receipt_hash"])
    return row


@transaction.atomic
def set_signs(election: Election, chosen: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Choose the signs of the ballot before the method is adopted (journal: SignsSet). chosen: "for" and "against" → a code of rules.switches."""
    course, permit = lock(election, "elections.set_signs", by)
    if chosen.get("for") not in FOR or chosen.get("against") not in AGAINST:
        raise Refusal(_("请在所列各项中选择。"), "for")
    if "method" in course.facts.records and course.facts.records["method"].done:
        raise Refusal(_("选举办法已经通过，符号不能再改。"), "for")
    mine = course.election
    told = {name: chosen[name] for name in ("for", "against")}
    mine.switches = {**mine.switches, **told}
    mine.save(update_fields=["switches"])
    record(Act(
        name="SignsSet", valid_on=timezone.localdate(at), top_key=mine.top_key, org_key=mine.organisation.key, role=permit.role or "",
        facts={"election": mine.key, **told}, typed=2,
    ), by=by, at=at)


def why_not(kind: Kind, facts: Facts, drawn: Drawn) -> str:
    """Why a ballot cannot be printed yet; "" for what can be issued. Other papers go out with their blanks."""
    if not isinstance(drawn.paper, Ballot):
        return ""
    if drawn.missing:
        return _("选票还缺：%(what)s。补齐以后才能印制。") % {"what": listed(wanted.in_words(drawn.missing))}
    if drawn.unprintable:
        return _("这些字没有字形，选票上会是空框：%(what)s。请先由运维人员补装字体。") % {"what": drawn.unprintable}
    votes = facts.preselection if kind.key == "preselection-ballot" else facts.votes if kind.key == "ballot" else ()
    if votes:
        return ""                                            # the desk has fixed who stands and in which order
    people = facts.standing(_post(kind, facts))
    if not all(one.official if kind.key == "ballot" else one.agreed or one.official for one in people):
        return _("候选人还没有确定，选票不能印制。")
    if _post(kind, facts) == COMMITTEE and not strokes.order([one.person.name for one in people]).verdict.ok:
        return _("选票上的姓名顺序还没有排定：请先在计票台排定顺序，同名的加以区分。")
    return ""


def _post(kind: Kind, facts: Facts) -> str:
    return {"secretary-ballot": "secretary", "deputy-ballot": "deputy", "preselection-ballot": COMMITTEE}.get(kind.key, facts.post)


def _kind(key: str) -> Kind:
    if key not in BY_KEY:
        raise Refusal(_("没有这种文件。"))
    if not BY_KEY[key].issued:
        raise Refusal(_("这种文件随时可以打印，不用签发。"))
    return BY_KEY[key]


def _issuers(place: Organisation, kind: Kind) -> frozenset[str]:
    """On what the act of a paper must be held: of a forwarding above the branch, for it is the general branch's own letter."""
    reach = of_organisation(place)
    return reach - {place.key, *((place.unit.key,) if place.unit else ())} if kind.key == "forwarding" else reach


def _line(text: str, most: int, field: str) -> str:
    text = " ".join(text.split())
    if len(text) > most:
        raise Refusal(_("太长，最多 %(most)s 个字。") % {"most": most}, field)
    return text


def _may_issue(course: Course, kind: Kind, facts: Facts, drawn: Drawn, issue: Issue, at: datetime) -> None:
    if kind not in kinds_of(facts):
        raise Refusal(_("这次选举没有这种文件。"))
    if issue.on > timezone.localdate(at):
        raise Refusal(_("成文日期不能晚于今天。"), "on")
    if isinstance(drawn.paper, Letter) and kind.stage in [one.key for one in path(course.facts.kind, course.facts.traits)]:
        judged = stages.judge_day(course.facts, kind.stage, issue.on)
        if not judged.met:
            raise Refusal(say(judged, language(get_language() or "")), "on")
    if not 1 <= issue.copies <= MOST_COPIES or (issue.copies > 1 and not isinstance(drawn.paper, Ballot)):
        raise Refusal(_("请填 1 至 %(most)s 的整数。") % {"most": MOST_COPIES}, "copies")
    no = why_not(kind, facts, drawn)
    if no:
        raise Refusal(no)
    if Paper.objects.filter(election=course.election, paper=kind.key).count() != issue.seen:
        raise Refusal(_("这份文件刚刚已经签发过，请看签发记录；需要再次签发的，请重新打开页面。"))


def _digest(paper: press.Paper) -> str:
    """What the paper says, as a hash: the journal can prove it without holding its names."""
    plain: Mapping[str, Any] = press.facts(paper)
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
