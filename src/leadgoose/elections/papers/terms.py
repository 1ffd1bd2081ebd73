"""What the papers call the organisation that elects, its committee and its meeting; and the agenda that request, notice, script and minutes share."""

from __future__ import annotations

from dataclasses import dataclass

from leadgoose.elections.papers.facts import COMMITTEE, DEPUTY, SECRETARY, Facts
from leadgoose.elections.papers.pen import Pen
from leadgoose.elections.rules import posts as rules
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import template

WHICH = {"by-election": "", "new-branch": "第一届"}
"""Which committee is elected, by the kind of election; else 新一届."""
POST_WORDS = {COMMITTEE: "委员", SECRETARY: "书记", DEPUTY: "副书记"}


@dataclass(frozen=True, slots=True)
class Terms:
    """The words for one election, in its script."""

    we: str                                          # 我支部
    you: str                                         # 你支部
    body: str                                        # 支部委员会
    event: str                                       # 换届选举
    elects: str                                      # what the members' meeting elects: 新一届支部委员会委员
    outgoing: str                                    # who led until now: 上届支部委员会
    leaders: str                                     # 书记、副书记
    committee: str                                   # as it is after the election: 新一届支部委员会
    plenary: str                                     # where it elects its leaders: 新一届支部委员会第一次全体会议


def terms(facts: Facts, pen: Pen) -> Terms:
    short, body = ("总支", "总支部委员会") if facts.general else ("支部", "支部委员会")
    by_election = facts.kind == "by-election"
    which = WHICH.get(facts.kind, "新一届")
    elects = leaders(facts) if facts.by_members else f"{which}{body}委员"
    outgoing = "上届书记" if facts.by_members else ("本届" if by_election else "上届") + body
    event = {"by-election": "补选", "new-branch": "选举"}.get(facts.kind, "换届选举")
    plenary = template(rules.plenary(facts.kind, facts.general), language(facts.script))   # as pages call it, too
    return Terms(*map(pen, (f"我{short}", f"你{short}", body, event, elects, outgoing, leaders(facts), which + body, plenary)))


def posts(facts: Facts) -> tuple[str, ...]:
    """The posts that this election fills, in their order."""
    kind = "no-committee" if facts.by_members else facts.kind
    return rules.filled(kind, facts.traits, facts.seats, facts.deputies)


def by_meeting(facts: Facts) -> tuple[str, ...]:
    """Those of the posts that the members' meeting fills; the others are filled by the committee."""
    return posts(facts) if facts.by_members else (COMMITTEE,)


def by_committee(facts: Facts) -> tuple[str, ...]:
    """Those of the posts that the committee fills from among its members."""
    return tuple(one for one in posts(facts) if one not in by_meeting(facts))


def seats_of(facts: Facts, post: str) -> int | None:
    """How many are to be elected to a post."""
    return facts.seats if post == COMMITTEE else facts.deputies if post == DEPUTY else 1


def leaders(facts: Facts) -> str:
    """书记、副书记, or the one of them that is elected. Simplified."""
    return "、".join(POST_WORDS[post] for post in posts(facts) if post != COMMITTEE) or POST_WORDS[SECRETARY]


def leading_seats(facts: Facts) -> str:
    """书记1名、副书记%(deputies)s名, those of them that are elected. Simplified."""
    return "、".join("书记1名" if post == SECRETARY else "副书记%(deputies)s名" for post in posts(facts) if post != COMMITTEE)


def meeting(facts: Facts, pen: Pen) -> str:
    """Where the election is held: 党员大会, or the committee's own meeting."""
    return terms(facts, pen).plenary if facts.alone else pen("党员大会")


def agenda(facts: Facts, pen: Pen) -> tuple[tuple[str, str], ...]:
    """The agenda of the members' meeting: (key, words), in its order. Local lines stand where they are switched on."""
    say, lines = terms(facts, pen), facts.switches.lines
    rows: list[tuple[str, str]] = []
    if facts.kind not in ("by-election", "new-branch"):
        rows.append(("report", pen("听取和审查%(outgoing)s工作报告", outgoing=say.outgoing)))
        if "dues" in lines:
            rows.append(("dues", pen("听取党费收缴、使用和管理情况报告")))
    rows += [
        ("method", pen("通过选举办法")), ("scrutineers", pen("通过监票人，宣布计票人")), ("introduction", pen("介绍候选人情况")),
        ("vote", pen("补选%(elects)s" if facts.kind == "by-election" else "选举%(elects)s", elects=say.elects)), ("announce", pen("宣布选举结果")),
    ]
    return tuple(rows)


def agenda_line(facts: Facts, pen: Pen) -> str:
    """The agenda in one sentence: 1.…；2.…。"""
    return "；".join(f"{number}.{words}" for number, (_, words) in enumerate(agenda(facts, pen), 1)) + "。"


def when_and_where(facts: Facts, pen: Pen) -> str:
    """2026年12月10日14:30在会议室, each part with its blank."""
    day = pen.day("meeting_on", facts.meeting_on, facts.on.year)
    return pen("%(day)s%(meeting_time)s在%(meeting_place)s", day=day, meeting_time=facts.meeting_time, meeting_place=facts.meeting_place)
