"""Before the meeting: 会议通知, and 候选人情况介绍 under the four headings."""

from __future__ import annotations

from leadgoose.elections.papers.facts import COMMITTEE, Facts, Stands
from leadgoose.elections.papers.pen import Pen, month, spaced
from leadgoose.elections.papers.terms import POST_WORDS, agenda_line, by_meeting, posts, terms, when_and_where
from leadgoose.ground.press.letter import day_in_words
from leadgoose.ground.press.text import Block, Page, Table, Text, open_day

HEADINGS = {"learning": "个人学习", "practice": "岗位实践", "training": "组织培训", "opinion": "群众评价"}
"""The four headings of rules.slate.Heading, in their order."""


def notice(facts: Facts, pen: Pen) -> Text:
    """会议通知 to every member: what a member needs to come, to know the candidates and to use the right (elec-right-to-know-and-refuse)."""
    say = terms(facts, pen)
    names = [
        pen(f"{POST_WORDS[post]}候选人" + ("（按姓氏笔画为序）" if post == COMMITTEE else "") + "：%(names)s。",
            names=pen.names(f"candidates_{post}", facts.names(post)))
        for post in by_meeting(facts)
    ]
    parts = [
        ("时间和地点", when_and_where(facts, pen) + "。"),
        ("参加人员", pen("全体党员。有选举权的党员应当到会，须到会%(need)s名以上方可选举（应到会%(expected)s名的五分之四）；预备党员列席。",
                     need=facts.roll.need, expected=facts.roll.expected)),
        ("议程", agenda_line(facts, pen)),
        ("候选人", "".join(names) + pen("候选人情况介绍随本通知送阅。")),
        ("有关事项", pen(
            "请安排好工作，轮休、倒班的党员提前调整班次；确实不能到会的，会前说明原因。没有到会的不能委托他人投票，也不在会场外投票。"
            "对候选人有不了解的，可以要求介绍和答复；有权要求改变候选人、不选任何一个候选人和另选他人。")),
    ]
    issuer = pen("%(name)s委员会", name=facts.name) if not (facts.by_members or facts.kind == "new-branch") else facts.name
    signed = (issuer, day_in_words(facts.signed_on) if facts.signed_on else open_day(facts.on.year))
    opening = pen.paragraph("经上级党组织批准，定于%(day)s召开党员大会进行%(event)s。现将有关事项通知如下。",
                            day=pen.day("meeting_on", facts.meeting_on, facts.on.year), event=say.event)
    title = (pen("关于召开%(event)s党员大会的通知", event=say.event),)
    return Text(title, (opening, *pen.numbered(parts)), addressee=pen("各位党员"), signed=signed, script=facts.script)


def introduction(facts: Facts, pen: Pen) -> Text:
    """候选人情况介绍: one page each; a heading under which nothing stands is printed empty. What the register cannot know is left open."""
    people: dict[str, tuple[Stands, list[str]]] = {}
    for post in posts(facts):
        for one in facts.standing(post):
            people.setdefault(one.person.name, (one, []))[1].append(pen(POST_WORDS[post]))
    if not people:
        pen.fill(f"candidates_{facts.post}", None)
    blocks: list[Block] = [pen.paragraph("按党员名册和有来源的材料如实列出；没有材料的栏目空着。主要优点和不足由上届委员会据实填写，在会上一并介绍。")]
    for number, (one, stands) in enumerate(people.values()):
        blocks += _person(one, "、".join(stands), pen, first=number == 0)
    return Text((facts.name, pen("候选人情况介绍")), tuple(blocks), setting="form", script=facts.script)


def _person(one: Stands, stands: str, pen: Pen, *, first: bool) -> list[Block]:
    person = one.person
    pairs = (
        ("姓名", spaced(person.name)), ("性别", person.gender), ("民族", person.ethnicity), ("出生年月", month(person.born)), ("学历", person.education),
        ("入党时间", month(person.joined)), ("转正时间", month(person.full_since)), ("行政职务", person.admin),
        ("现任党内职务", "、".join(person.posts)), ("拟任职务", stands),
    )
    cells = [text for label, value in pairs for text in (pen(label), value)]
    facts = Table((), (1, 1.6, 1, 1.6), tuple(tuple(cells[at:at + 4]) for at in range(0, len(cells), 4)), ("label", "left", "label", "left"), height=8)
    rows = []
    for key, label in HEADINGS.items():
        said = one.proofs.get(key, ())
        text = "\n".join(f"{number}.{proof.text}（{proof.source}）" for number, proof in enumerate(said, 1))
        rows.append((pen(label), text))
    proofs = Table((pen("栏目"), pen("内容和来源")), (1, 5.2), tuple(rows), ("label", "left"), height=18)
    open_rows = Table((), (1, 5.2), ((pen("主要优点"), ""), (pen("主要不足"), "")), ("label", "left"), height=22)
    title: list[Block] = [] if first else [Page(pen("候选人情况介绍"))]
    return [*title, facts, proofs, open_rows]
