"""After the vote: 公布, and 交接清单, the list of what is handed over."""

from __future__ import annotations

from collections.abc import Mapping

from leadgoose.elections.papers.facts import COMMITTEE, Facts
from leadgoose.elections.papers.letters.address import number_of
from leadgoose.elections.papers.pen import Pen
from leadgoose.elections.papers.terms import POST_WORDS, by_committee, posts, terms
from leadgoose.ground.press.letter import Paragraph, day_in_words
from leadgoose.ground.press.text import Block, Lines, Table, Text, open_day

THINGS: Mapping[str, tuple[str, str]] = {
    "seal": ("党组织印章、证件、牌匾", "枚、件"), "register": ("党员名册和组织关系材料", "册"), "records": ("活动记录本、工作手册", "册"),
    "dues": ("党费收缴账目和余额", "截至日期、金额"), "admission": ("发展党员材料", "人、份"), "files": ("上级文件和本级文件", "件"),
    "election": ("选举材料：请示、批复、会议记录、选举办法、计票单", "件"), "ballots": ("封存的选票", "袋"),
    "assets": ("工作经费、固定资产和活动场所物品", "见明细"), "accounts": ("信息系统账号（当面更换密码）", "个"),
}
"""What every branch hands over, by the code of queries.handover, and in what it is counted."""


def publication(facts: Facts, pen: Pen) -> Text:
    """公布 of the new committee, after the reply: only from then on secretary and deputy are called so."""
    say = terms(facts, pen)
    held = facts.plenary.on if facts.alone else facts.done["announced"].on if "announced" in facts.done else None
    held = held or facts.meeting_on
    opening = pen(
        ("经%(day)s%(plenary)s选举" if facts.alone else "经%(day)s党员大会选举" + ("、%(plenary)s选举" if by_committee(facts) else ""))
        + "，%(committee)s批复%(number)s，现将选举结果公布如下。",
        day=pen.day("announced", held), plenary=say.plenary, committee=facts.office.committee, number=number_of(facts, pen, "result-reply"),
    )
    blocks: list[Block] = [Paragraph(opening)]
    for post in sorted(posts(facts), key=lambda post: post == COMMITTEE):   # those who lead first
        order = pen("（按姓氏笔画为序）") if post == COMMITTEE else ""
        blocks.append(Paragraph(pen.names(f"elected_{post}", facts.won(post)), pen(POST_WORDS[post]) + order + "：", 1))
    if facts.term is not None and facts.kind != "by-election":
        blocks.append(pen.paragraph("本届任期%(years)s年，从选举之日起计算。", years=facts.term.years))
    blocks.append(pen.paragraph("特此公布。"))
    signed = (facts.name, day_in_words(facts.signed_on) if facts.signed_on else open_day(facts.on.year))
    return Text((facts.name, pen("%(event)s结果公布", event=say.event)), tuple(blocks), signed=signed, script=facts.script)


def handover(facts: Facts, pen: Pen) -> Text:
    """交接清单: the things, what is left to be done, three signatures."""
    things = tuple((str(number), pen(what), "", pen(unit), "") for number, (what, unit) in enumerate(THINGS.values(), 1))
    heads = tuple(map(pen, ("序号", "移交内容", "数量", "单位或说明", "接收人核对")))
    blocks: list[Block] = [
        pen.paragraph("上届%(body)s向新一届移交下列材料、物品和未办结的事项，当面点清，各执一份。", body=terms(facts, pen).body),
        Table(heads, (0.6, 3.6, 1, 1.6, 1.2), things, ("center", "left", "left", "left", "left"), (11, 11, 11, 11, 11), 9),
        Paragraph("", pen("未办结的事项"), 1),
    ]
    left = [*facts.left_open, *[("", "")] * (2 if facts.left_open else 4)]
    rows = tuple((str(number), text, due, "") for number, (text, due) in enumerate(left, 1))
    blocks.append(Table(tuple(map(pen, ("序号", "事项", "期限", "接办人"))), (0.6, 4.4, 1.4, 1.4), rows, ("center", "left", "left", "left"), (11,) * 4, 9))
    line = "＿＿＿＿＿＿"
    blocks.append(Lines((
        pen(f"移交人（签名）：{line}　　接收人（签名）：{line}"), pen(f"监交人（上级党组织，签名）：{line}　　") + open_day(facts.on.year),
    )))
    return Text((facts.name, pen("工作交接清单")), tuple(blocks), setting="form", script=facts.script)
