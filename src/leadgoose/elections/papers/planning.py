"""The committee's papers over all branches: the yearly plan of elections due, and the briefing for branches that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leadgoose.elections.papers.facts import Office
from leadgoose.elections.papers.pen import Pen, grounds, in_numerals
from leadgoose.ground.press.letter import Paragraph
from leadgoose.ground.press.text import Align, Block, Table, Text


@dataclass(frozen=True, slots=True)
class Due:
    """One organisation whose term runs out. Days None: not known; state: words, e.g. 已发提醒."""

    name: str
    above: str = ""
    secretary: str = ""
    right: int | None = None
    elected_on: date | None = None
    last_day: date | None = None
    remind_by: date | None = None
    request_by: date | None = None
    meeting_on: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The elections due in a year as they stand on a day; overdue ones first."""

    office: Office
    year: int
    on: date
    rows: tuple[Due, ...]
    unknown: tuple[str, ...] = ()                    # organisations whose term is not known
    script: str = "zh-Hans"


def plan(facts: Plan, pen: Pen) -> Text:
    """年度换届计划: every organisation due in the year, with its days. Rule: elec-term-on-time."""
    heads = ("序号", "党组织", "党总支", "书记", "有选举权", "本届选举", "届满", "应提醒", "应请示", "拟开会", "进展")
    rows = tuple(
        (str(number), one.name, one.above, one.secretary, _number(one.right), _day(one.elected_on), _day(one.last_day), _day(one.remind_by),
         _day(one.request_by), _day(one.meeting_on), one.state)
        for number, one in enumerate(facts.rows, 1)
    )
    shares = (0.6, 2.2, 1.7, 1, 0.7, 1.25, 1.25, 1.25, 1.25, 1.25, 1.2)
    aligns: tuple[Align, ...] = ("center", "left", "left", "left", "right", "center", "center", "center", "center", "center", "left")
    blocks: list[Block] = [Table(tuple(map(pen, heads)), shares, rows, aligns, (9.5,) * len(heads))]
    if not rows:
        blocks.append(pen.paragraph("本年度没有届满的党组织。"))
    blocks.append(pen.paragraph(
        "届满日期按批准的延期计。应提醒为届满前6个月（%(reminder)s），应请示为届满前%(months)s个月（本委设置）。空格为资料未知。",
        reminder=pen.cite("elec-reminder-six-months"), months=facts.office.request_months))
    if facts.unknown:
        blocks.append(pen.paragraph("选举日期资料未知、没有列入的：%(names)s。", names="、".join(facts.unknown)))
    title = pen("%(year)s年度换届计划", year=facts.year)
    return Text((title,), tuple(blocks), subtitle=pen("%(committee)s　截至%(on)s", committee=facts.office.committee, on=facts.on),
                setting="form", landscape=True, script=facts.script)


def briefing(facts: Plan, pen: Pen) -> Text:
    """换届工作辅导提纲: what the envoy goes through with the branches due, in the order of the work (field.md F02)."""
    blocks: list[Block] = [pen.paragraph("供督导员向即将届满的党组织辅导使用。条号待核的，以正式文本为准。")]
    if facts.rows:
        rows = tuple((one.name, one.secretary, _day(one.last_day), _day(one.request_by), one.state) for one in facts.rows)
        heads = tuple(map(pen, ("党组织", "书记", "届满（批准至）", "请示最迟", "进展")))
        blocks.append(Table(heads, (2.6, 1.2, 1.4, 1.4, 1.8), rows, ("left", "left", "center", "center", "left"), (10.5,) * 5))
    for number, (heading, lines) in enumerate(LESSONS, 1):
        blocks.append(Paragraph("", pen(f"{in_numerals(number)}、{heading}"), 1))
        blocks += [Paragraph(pen(text) + (f"（{grounds(rules, pen.script)}）" if rules else "")) for text, rules in lines]
    return Text((pen("换届选举工作辅导提纲"),), tuple(blocks), subtitle=pen("%(committee)s　%(on)s", committee=facts.office.committee, on=facts.on),
                setting="form", script=facts.script)


LESSONS: tuple[tuple[str, tuple[tuple[str, Sequence[str]], ...]], ...] = (
    ("什么时候换", (
        ("任期届满按期换届；党支部、党总支任期一般3年，从选举之日起算，届满次日起为逾期。", ("elec-term-on-time", "branch-term")),
        ("延期或者提前换届，报上级党组织批准，一般不超过1年；没有批准就是逾期。", ("elec-shift-limit",)),
    )),
    ("先请示，再开会", (
        ("两份请示：先请示换届，批复后再请示人选；一文一事，写明届满日期、开会日期、议程、名额、候选人数和选举方式。", ("elec-approval-before",)),
        ("党总支下属的党支部，请示和报告由党总支转报。", ()),
    )),
    ("人选怎么来", (
        ("上届委员会根据多数党员的意见提出人选，报上级审查同意，党员酝酿确定候选人，由党员大会选举。", ("elec-nomination-branch",)),
        ("委员差额不少于应选人数的百分之二十，向上取整：应选3至5名，候选人多1名；应选6至10名，多2名。", ("elec-margin-20",)),
        ("书记一般应当具有1年以上党龄，党龄从转正之日起算。", ("branch-secretary-qualification",)),
        ("不设委员会的党支部，由全体党员酝酿提出书记候选人。", ("elec-no-committee-nomination",)),
    )),
    ("人数怎么数", (
        ("应到会是有选举权的正式党员；预备党员、留党察看和被中止权利的不计入，也不计入实到会。", ("elec-quorum-base", "elec-rights-full-members")),
        ("实到会不少于应到会的五分之四才能选举：18名须到15名，25名须到20名。", ("elec-quorum-four-fifths",)),
        ("不计入应到会要有上级同意和大会通过两项记录；倒班轮休、出差、请假的一律计入。所以先排好班，再定会期。",
         ("elec-quorum-exclusions-approval", "elec-quorum-others-count")),
    )),
    ("会怎么开", (
        ("党员大会由上届委员会主持；投票前通过选举办法，通过监票人，介绍候选人并答复询问。",
         ("elec-host-member-meeting", "elec-method-adopted", "elec-supervisor", "elec-introduce-candidates")),
        ("选票按姓氏笔画排列，不编号、不作记号；无记名投票，不能代投，不设流动票箱。", ("elec-secret-ballot", "elec-no-proxy-vote")),
        ("收回的选票多于投票人数，选举无效；所选人数多于应选人数的选票无效。", ("elec-ballots-returned", "elec-ballot-overvote")),
        ("赞成票超过实到会有选举权人数的半数始得当选：18人到会须得10票；正好半数不当选。", ("elec-majority-of-present",)),
        ("票数相等的再次投票；不足名额的另行选举，或者经半数以上选举人同意减少名额，不能以得票多的补足。",
         ("elec-tie-revote", "elec-too-few-majorities", "elec-reduce-seats")),
    )),
    ("会后怎么办", (
        ("新一届委员会第一次全体会议等额选举书记、副书记，到会委员不少于五分之四。", ("elec-secretary-by-committee", "elec-committee-quorum")),
        ("委员报上级备案，书记、副书记报上级批准；批复以前不以新任职务行文。", ("elec-report-members-filed", "elec-report-secretary-approved")),
        ("批复后公布，办理交接，选票密封保存。", ()),
    )),
    ("容易出的差错", (
        ("把全体党员数当作应到会；把到会人头数当作实到会；以收回票数或者有效票数计算过半数。", ()),
        ("差额按候选人数算；应选6名只提7名；没有预选就等额选举委员。", ()),
        ("候选人担任监票人、计票人；监票人没有经大会通过；选举办法没有通过就发选票。", ()),
        ("多发选票，剩余选票没有当场作废；没有批复就称书记、副书记。", ()),
    )),
)
"""What is said, and the rules that say it."""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
