"""A made-up election in which everything is known: what a committee's own form is tried with where there is no election yet, and what tests read.

Names are invented; they hold characters that few fonts have.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from leadgoose.elections.papers.facts import (
    COMMITTEE,
    DEPUTY,
    SECRETARY,
    Done,
    Facts,
    Line,
    Members,
    Office,
    Person,
    Plenary,
    Roll,
    Said,
    Show,
    Stands,
    Term,
    Vote,
)
from leadgoose.elections.rules import strokes

BRANCH, COMMITTEE_NAME, ABOVE = "作业一队党支部", "示例油田工程技术处党委", "作业大队党总支"
NAMES = ("王堃", "刘喆", "李𬭎", "张志强", "欧阳海涛", "曾玉兰")
"""Who stands for the committee."""
OTHERS = ("马赟", "王德福", "仇建军", "朱珺", "孙文静", "杨春梅", "周一凡", "赵敏", "查晓明", "徐国栋", "郭立新", "韩雪峰")
DAYS = {
    "reminder": date(2026, 3, 2), "request": date(2026, 7, 1), "reply": date(2026, 7, 8), "opinion": date(2026, 7, 13), "initial": date(2026, 7, 15),
    "persons-request": date(2026, 7, 16), "persons-reply": date(2026, 7, 24), "deliberation": date(2026, 8, 3), "notice": date(2026, 8, 20),
    "announced": date(2026, 8, 28), "first-meeting": date(2026, 8, 28), "result-report": date(2026, 8, 31), "result-reply": date(2026, 9, 7),
    "publication": date(2026, 9, 8), "handover": date(2026, 9, 9),
}
NUMBERS = {
    "request": "示作一支〔2026〕5号", "reply": "示党〔2026〕31号", "persons-request": "示作一支〔2026〕6号", "persons-reply": "示党〔2026〕36号",
    "result-report": "示作一支〔2026〕8号", "result-reply": "示党〔2026〕44号",
}


def sample(until: str = "handover", script: str = "zh-Hans") -> Facts:
    """The election as it stands when a stage has been recorded; from "announced" on with its result."""
    known = list(DAYS)[: list(DAYS).index(until) + 1] if until else []
    before = Facts(
        office=Office(COMMITTEE_NAME, ABOVE, contact="赵敏", phone="0999-1234567", copies_to="处纪委"), name=BRANCH, kind="branch-committee",
        on=DAYS[until] if until else date(2026, 6, 29), traits=frozenset({"through"}), script=script, contact="张志强", phone="0999-7654321",
        term=Term(date(2023, 9, 1), 3, date(2026, 9, 1)), members=Members(18, 1, (*NAMES, *OTHERS), ("解小玥",)), seats=5, deputies=1,
        meeting_on=date(2026, 8, 28), meeting_time="14:30", meeting_place="作业一队会议室",
        candidates={
            COMMITTEE: tuple(_stands(name, COMMITTEE) for name in NAMES), SECRETARY: (_stands("张志强", SECRETARY),),
            DEPUTY: (_stands("曾玉兰", DEPUTY),),
        },
        done={stage: Done(DAYS[stage], NUMBERS.get(stage, ""), "张志强" if stage in NUMBERS else "") for stage in known},
        chair="张志强", envoy="赵敏", roll=Roll(right=18),
    )
    return _held(before) if "announced" in known else before


def issued(script: str = "zh-Hans") -> Facts:
    """The whole of it, with number, signer and day of a paper that goes out."""
    return replace(sample(script=script), number="示作一支〔2026〕8号", signer="张志强", signed_on=DAYS["result-report"])


def _held(facts: Facts) -> Facts:
    """The meeting of 18 electors of whom 17 came, and the first meeting of the committee."""
    approvals = dict(zip(NAMES, (16, 15, 14, 17, 8, 13), strict=True))
    elected = tuple(strokes.order([name for name in NAMES if name != "欧阳海涛"]).names)
    lines = tuple(Line(name, approvals[name], 17 - approvals[name] - (name == "刘喆"), int(name == "刘喆")) for name in facts.names(COMMITTEE))
    vote = Vote(
        COMMITTEE, 5, facts.names(COMMITTEE), present=17, printed=20, issued=17, voters=17, returned=17, invalid=0, spoiled=0, spare=3,
        lines=(*lines, Line("马赟", 1, written_in=True)), status="complete", elected=elected,
    )
    plenary = Plenary(
        DAYS["first-meeting"], "李𬭎", 5, 5, ("王堃",), (
            Vote(SECRETARY, 1, ("张志强",), 5, 6, 5, 5, 5, 0, 0, 1, (Line("张志强", 5, 0, 0),), "complete", ("张志强",)),
            Vote(DEPUTY, 1, ("曾玉兰",), 5, 6, 5, 5, 5, 0, 0, 1, (Line("曾玉兰", 4, 0, 1),), "complete", ("曾玉兰",)),
        ),
    )
    return replace(
        facts, roll=Roll(18, 0, 17, 1), absent=("查晓明",), scrutineers=("仇建军", "朱珺"), counters=("孙文静", "周一凡"), votes=(vote,),
        plenary=plenary, elected={COMMITTEE: elected, SECRETARY: ("张志强",), DEPUTY: ("曾玉兰",)},
        shows={"report": Show(17), "method": Show(17), "scrutineers": Show(16, 0, 1)},
    )


def _stands(name: str, post: str) -> Stands:
    place = NAMES.index(name)
    person = Person(
        name, "女" if name == "曾玉兰" else "男", "汉族", f"19{76 + 2 * place}-0{place + 1}", ("大专", "大学本科")[place % 2], f"20{place:02d}-07",
        f"20{place + 1:02d}-07", ("技术员", "副队长", "井下作业工", "队长", "安全员", "成本员")[place], ("支部书记",) if name == "张志强" else (),
    )
    proofs = {
        "learning": (Said("2025年参加党员集中学习培训36学时。", "学时记录"),), "practice": (Said(f"2023年起任{person.admin}。", "党员名册"),),
        "training": (), "opinion": (Said("2025年民主评议为优秀等次。", "民主评议结果通报"),),
    }
    return Stands(person, agreed=True, official=True, proofs={heading: said for heading, said in proofs.items() if said})
