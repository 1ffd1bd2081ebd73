"""Every printed paper of an election: its name, when it is needed, who issues it, and the function that writes it from the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.elections.papers import afterwards, invitation, method, minutes, room, script, supervision
from leadgoose.elections.papers.facts import DEPUTY, SECRETARY, Facts
from leadgoose.elections.papers.letters import replies, requests
from leadgoose.elections.papers.pen import Pen
from leadgoose.elections.papers.terms import by_committee, by_meeting
from leadgoose.elections.rules.procedure import path
from leadgoose.ground.press.ballot import Ballot
from leadgoose.ground.press.paper import Paper
from leadgoose.ground.press.paper import facts as plain_facts
from leadgoose.ground.press.printing import Imprint, unprintable
from leadgoose.ground.press.script import fixed

Group = Literal["before", "meeting", "after", "supervision", "shift"]
GROUPS: Mapping[Group, Promise] = {
    "before": _("会前"), "meeting": _("会议"), "after": _("会后"), "supervision": _("监督指导"), "shift": _("延期或者提前"),
}


def _always(facts: Facts) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper. stage: the stage that it belongs to ("" none); wanted: for which elections.

    act: the capability of whoever issues it: it goes out, marked as a draft until then and frozen from then on. "": it is printed whenever it is
    needed, and nobody issues it.
    desk: it lies on the counters' table, and the envoy has no hand in it.
    """

    key: str
    label: Promise
    group: Group
    make: Callable[[Facts, Pen], Paper]
    stage: str
    rule: str
    act: str = ""
    desk: bool = False
    wanted: Callable[[Facts], bool] = _always
    post: str = ""                                   # the one post that it is about, where it is about one

    @property
    def issued(self) -> bool:
        return bool(self.act)


def _stage(key: str) -> Callable[[Facts], bool]:
    """Whether an election has a stage."""
    return lambda facts: key in [one.key for one in path(facts.kind, facts.traits)]


def _leaders(post: str) -> Callable[[Facts], bool]:
    """Whether the committee elects to a post."""
    return lambda facts: post in by_committee(facts)


def _twice(facts: Facts) -> bool:
    """Whether the members' meeting votes twice: on the secretary, then on the deputy."""
    return len(by_meeting(facts)) > 1


def _plenary(facts: Facts) -> bool:
    return bool(by_committee(facts))


def _through(facts: Facts) -> bool:
    return facts.through


def _term(facts: Facts) -> bool:
    return facts.term is not None


ISSUE_BALLOTS = "elections.issue_ballots"


KINDS: tuple[Kind, ...] = (
    # before the meeting
    Kind("request", _("换届请示"), "before", requests.request, "request", "elec-approval-before", "elections.send_request"),
    Kind("reply", _("换届批复"), "before", replies.reply, "reply", "elec-approval-before", "elections.record_reply"),
    Kind("persons-request", _("人选请示"), "before", requests.persons_request, "persons-request", "elec-approval-before", "elections.send_persons_request"),
    Kind("persons-reply", _("人选批复"), "before", replies.persons_reply, "persons-reply", "elec-nomination-branch", "elections.record_persons_reply"),
    Kind("forwarding", _("转报"), "before", requests.forwarding, "", "elec-approval-before", "elections.forward_paper", wanted=_through),
    Kind("preselection-ballot", _("预选选票"), "before", room.preselection_ballot, "preselection", "elec-preselection", ISSUE_BALLOTS, desk=True),
    Kind("preselection-tally", _("预选计票单"), "before", room.preselection_tally, "preselection", "elec-count-check", desk=True),
    Kind("notice", _("会议通知"), "before", invitation.notice, "notice", "elec-right-to-know-and-refuse", "elections.send_notice"),
    Kind("introduction", _("候选人情况介绍"), "before", invitation.introduction, "notice", "elec-introduce-candidates"),
    # the members' meeting, then the committee's first
    Kind("method", _("选举办法"), "meeting", method.method, "method", "elec-method-adopted", "elections.adopt_method"),
    Kind("script", _("主持词"), "meeting", script.script, "roll-call", "elec-host-member-meeting"),
    Kind("sign-in", _("签到册"), "meeting", room.sign_in, "roll-call", "elec-quorum-four-fifths"),
    Kind("ballot", _("选票"), "meeting", room.ballot, "ballots", "elec-secret-ballot", ISSUE_BALLOTS, desk=True),
    Kind("second-ballot", _("副书记选票"), "meeting", room.deputy_ballot, "ballots", "elec-secret-ballot", ISSUE_BALLOTS, desk=True, wanted=_twice,
         post=DEPUTY),
    Kind("tally", _("计票单"), "meeting", room.tally, "counted", "elec-count-check", desk=True),
    Kind("scrutineers", _("监票人报告"), "meeting", room.scrutineers, "counted", "elec-announce", desk=True),
    Kind("announcement", _("选举结果宣布"), "meeting", room.announcement, "announced", "elec-announce"),
    Kind("minutes", _("党员大会会议记录"), "meeting", minutes.minutes, "announced", "branch-meeting-powers"),
    Kind("plenary-script", _("委员会会议主持词"), "meeting", script.plenary_script, "first-meeting", "elec-host-first-plenary", wanted=_plenary),
    Kind("secretary-ballot", _("书记选票"), "meeting", room.secretary_ballot, "first-meeting", "elec-ballot-order-secretary", ISSUE_BALLOTS, desk=True,
         wanted=_leaders(SECRETARY), post=SECRETARY),
    Kind("deputy-ballot", _("副书记选票"), "meeting", room.deputy_ballot, "first-meeting", "elec-ballot-order-secretary", ISSUE_BALLOTS, desk=True,
         wanted=_leaders(DEPUTY), post=DEPUTY),
    Kind("leaders-tally", _("书记、副书记计票单"), "meeting", room.leaders_tally, "first-meeting", "elec-count-check", desk=True, wanted=_plenary),
    Kind("plenary-minutes", _("委员会会议记录"), "meeting", minutes.plenary_minutes, "first-meeting", "elec-secretary-by-committee", wanted=_plenary),
    # afterwards
    Kind("result-report", _("选举结果报告"), "after", requests.result_report, "result-report", "elec-report-secretary-approved", "elections.send_result"),
    Kind("result-reply", _("选举结果批复"), "after", replies.result_reply, "result-reply", "elec-report-secretary-approved",
         "elections.record_result_reply"),
    Kind("publication", _("选举结果公布"), "after", afterwards.publication, "publication", "elec-report-secretary-approved", "elections.publish_result"),
    Kind("handover", _("工作交接清单"), "after", afterwards.handover, "handover", "elec-term-on-time"),
    # beside the way
    Kind("cards", _("督导员签认卡"), "supervision", supervision.cards, "", "elec-void-by-superior"),
    Kind("roles", _("岗位须知"), "supervision", supervision.roles, "", "elec-supervisor-duties"),
    Kind("shift-request", _("延期或者提前换届的请示"), "shift", requests.shift_request, "", "elec-shift-limit", "elections.send_request", wanted=_term),
    Kind("shift-reply", _("延期或者提前换届的批复"), "shift", replies.shift_reply, "", "elec-shift-limit", "elections.shift_term", wanted=_term),
)
BY_KEY = {one.key: one for one in KINDS}
BALLOTS = frozenset(one.key for one in KINDS if one.key.endswith("ballot"))
SECOND = "second-ballot"
"""Of the members' second vote."""
METHOD = "method"
"""Adopted by the meeting, and so no draft any more."""
NUMBERED = frozenset({"reminder", *(one.stage for one in KINDS if one.issued and one.key not in {METHOD, *BALLOTS})})
"""Stages whose paper bears a number and a signer; what lies on the meeting's table is signed, and bears none."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper with the names of the facts that it lacks (words in `wanted`), and the characters that no font here can print."""

    paper: Paper
    missing: tuple[str, ...]

    @property
    def unprintable(self) -> str:
        return unprintable(plain_facts(self.paper))


def kinds_of(facts: Facts) -> tuple[Kind, ...]:
    """The papers that this election has, in their order."""
    return tuple(one for one in KINDS if one.wanted(facts) and (not one.stage or _stage(one.stage)(facts)))


def draft(kind: Kind, facts: Facts, imprint: Imprint) -> Drawn:
    """The paper as it stands. One that will be issued is marked and undated; a ballot is a sample that nobody can vote with."""
    if not kind.issued or (kind.key == METHOD and METHOD in facts.done):
        return clean(kind, facts, imprint)
    drawn = clean(kind, replace(facts, signed_on=None), imprint)
    if isinstance(drawn.paper, Ballot):
        return replace(drawn, paper=replace(drawn.paper, sample=fixed("样票", facts.script)))
    return replace(drawn, paper=replace(drawn.paper, draft=fixed("草稿，未发出", facts.script)))


def clean(kind: Kind, facts: Facts, imprint: Imprint) -> Drawn:
    """The paper as it is issued or laid on the table, without a receipt."""
    pen = Pen(facts.script)
    paper = kind.make(facts, pen)
    return Drawn(paper if isinstance(paper, Ballot) else replace(paper, imprint=imprint), tuple(pen.missing))
