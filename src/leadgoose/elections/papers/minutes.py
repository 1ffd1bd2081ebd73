"""会议记录: the frame with its facts, agenda and votes. What people said is written by hand; the program never does (room is left for it).

Names of those who are absent stand in it, reasons of exclusions never (pitfall 32 of the reference).
"""

from __future__ import annotations

from leadgoose.elections.papers.facts import Facts, Vote
from leadgoose.elections.papers.letters.requests import called
from leadgoose.elections.papers.pen import Pen, in_numerals, in_room, spaced
from leadgoose.elections.papers.room import sums_table
from leadgoose.elections.papers.terms import POST_WORDS, agenda, by_committee, by_meeting, terms
from leadgoose.ground.press.letter import Paragraph
from leadgoose.ground.press.text import Block, Lines, Ruled, Table, Text
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import template

LONG = "＿＿＿＿＿＿"
TOLD = {"tie": "票数相等：%(names)s，剩余名额%(seats)s名，再次投票。", "shortfall": "应选%(seats)s名，选出%(won)s名。", "void": "选举无效。"}
"""How a vote ended that did not fill the seats."""


def minutes(facts: Facts, pen: Pen) -> Text:
    """Of the members' meeting."""
    say, roll = terms(facts, pen), facts.roll
    hands = {"report": "report", "method": "method", "scrutineers": "scrutineers"}
    blocks: list[Block] = [_head(facts, pen), Paragraph("", pen("一、到会情况"), 1)]
    came = "有选举权的党员%(right)s名，" + ("经上级同意并经大会通过不计入%(excluded)s名，" if roll.excluded else "")
    came += "应到会%(expected)s名，须到会%(need)s名，实到会%(present)s名；没有选举权的列席%(others)s名。"
    blocks.append(pen.paragraph(
        came, right=roll.right, excluded=roll.excluded, expected=roll.expected, need=roll.need, present=in_room(roll.present),
        others=in_room(roll.others),
    ))
    if facts.annulled is not None:
        blocks.insert(1, pen.paragraph("前次选举经上级党组织%(day)s决定无效，文号：%(number)s；本次会议重新选举。",
                                       day=pen.day("annulled", facts.annulled.on), number=facts.annulled.number))
    blocks[1:1] = _before(facts, pen)
    for number, (key, words) in enumerate(agenda(facts, pen), 2):
        blocks.append(Paragraph("", f"{in_numerals(number)}、{words}", 1))
        blocks += _item(facts, pen, key, hands.get(key, ""))
    blocks += _objections(facts, pen)
    closing = pen.paragraph("选票和计票单已密封，由监票人签字，交%(body)s保存。", body=say.body)
    signs = Lines((pen(f"主持人（签名）：{LONG}　　记录人（签名）：{LONG}"), pen(f"监票人（签名）：{LONG}　　　＿＿＿＿年＿＿月＿＿日")))
    return Text((facts.name, pen("%(event)s党员大会会议记录", event=say.event)), (*blocks, closing, signs), setting="form", script=facts.script)


def plenary_minutes(facts: Facts, pen: Pen) -> Text:
    """Of the committee's meeting."""
    say, plenary = terms(facts, pen), facts.plenary
    head = Table((), (1, 2.4, 1, 2.4), (
        (pen("时间"), pen.day("first_meeting", plenary.on or facts.meeting_on), pen("地点"), pen.fill("meeting_place", facts.meeting_place)),
        (pen("主持人"), pen.fill("chair", in_room(plenary.chair), ""), pen("记录人"), ""),
    ), ("label", "left", "label", "left"), height=9)
    blocks: list[Block] = [
        head, Paragraph("", pen("一、到会情况"), 1),
        pen.paragraph("全体委员%(members)s名，实到会%(present)s名，不少于五分之四。监票人：%(names)s。", members=plenary.members or facts.seats,
                      present=in_room(plenary.present), names=pen.fill("watchers", in_room("、".join(plenary.scrutineers)), LONG)),
    ]
    for number, post in enumerate(by_committee(facts), 2):
        blocks.append(Paragraph("", pen(f"{in_numerals(number)}、选举{POST_WORDS[post]}"), 1))
        vote = next((one for one in plenary.votes if one.post == post), Vote(post, 1, facts.names(post)))
        blocks += _vote(vote, pen)
    blocks += [Paragraph("", pen("委员分工和其他事项"), 1), Ruled(4)]
    signs = Lines((pen(f"主持人（签名）：{LONG}　　记录人（签名）：{LONG}"), pen(f"监票人（签名）：{LONG}")))
    title = (facts.name, pen("%(plenary)s记录", plenary=say.plenary))
    return Text(title, (*blocks, signs), setting="form", script=facts.script)


def _before(facts: Facts, pen: Pen) -> list[Block]:
    """What was taken off and done again, with the reason, so that the minutes hide nothing of it."""
    lang, told = language(facts.script), []
    for one in facts.undone:
        if one.stage == "new-meeting":
            if one.present is not None:
                told.append(pen.paragraph(
                    "%(held)s的会议应到会%(expected)s名，须到会%(need)s名，实到会%(present)s名，没有达到五分之四，不能选举；%(on)s另定日期。原因：%(reason)s。",
                    held=pen.day("meeting_on", one.held_on), expected=one.expected, need=one.need, present=one.present, on=pen.day("new_date", one.on),
                    reason=_plain(one.reason)))
            else:
                told.append(pen.paragraph("%(on)s另定会议日期。原因：%(reason)s。", on=pen.day("new_date", one.on), reason=_plain(one.reason)))
        else:
            stage = template(f"elections.stage-{one.stage}", lang)
            told.append(pen.paragraph("%(on)s撤回“%(stage)s”和以后各步，重新办理。原因：%(reason)s。", on=pen.day("undone", one.on), stage=stage,
                                      reason=_plain(one.reason)))
    return [Paragraph("", pen("更正和重新开会"), 1), *told] if told else []


def _plain(words: str) -> str:
    """Words that a sentence ends on, without a stop of their own."""
    return words.rstrip("。.；; ")


def _objections(facts: Facts, pen: Pen) -> list[Block]:
    """What the envoy objected to and how it was answered; nothing where nobody did."""
    if not facts.objections:
        return []
    told = [
        pen.paragraph("%(number)s. %(words)s（%(rule)s）答复：%(answer)s", number=number, words=one.words, rule=pen.cite(one.rule), answer=in_room(one.answer))
        for number, one in enumerate(facts.objections, 1)
    ]
    return [Paragraph("", pen("督导员的意见和答复"), 1), *told]


def _head(facts: Facts, pen: Pen) -> Table:
    absent = "、".join(facts.absent)
    day = pen.day("meeting_on", facts.meeting_on, facts.on.year)
    return Table((), (1, 2.4, 1, 2.4), (
        (pen("时间"), pen("%(day)s%(time)s至＿＿时＿＿分", day=day, time=in_room(facts.meeting_time)),
         pen("地点"), pen.fill("meeting_place", facts.meeting_place)),
        (pen("主持人"), pen.fill("chair", in_room(facts.chair), ""), pen("记录人"), ""),
        (pen("缺席"), pen.fill("absent", in_room(absent), ""), pen("督导员"), facts.envoy),
    ), ("label", "left", "label", "left"), height=9)


def _item(facts: Facts, pen: Pen, key: str, matter: str) -> list[Block]:
    """One item of the agenda: how it was decided, and room to write."""
    if matter:
        show = facts.shows.get(matter)
        numbers = {name: in_room(getattr(show, name) if show else None) for name in ("favour", "against", "abstain")}
        more: list[Block] = []
        if key == "scrutineers":
            watching, counting = (pen.fill("watchers", in_room("、".join(names)), LONG) for names in (facts.scrutineers, facts.counters))
            more.append(pen.paragraph("监票人：%(watching)s；计票人：%(counting)s。", watching=watching, counting=counting))
        decided = pen.paragraph(
            "表决：赞成%(favour)s名，不赞成%(against)s名，弃权%(abstain)s名，%(passed)s。", **numbers, passed=pen("通过") if show else in_room(None))
        return [*more, Ruled(2), decided]
    if key == "vote":
        votes = facts.votes or tuple(Vote(post, 0, facts.names(post)) for post in by_meeting(facts))
        return [block for vote in votes for block in _vote(vote, pen)]
    if key == "announce":
        names = [pen.fill(f"elected_{post}", in_room("、".join(facts.won(post))), LONG * 2) for post in by_meeting(facts)]
        return [pen.paragraph("监票人报告计票结果，主持人宣布当选：%(names)s。", names="；".join(names))]
    return [Ruled(2)]


def _vote(vote: Vote, pen: Pen) -> list[Block]:
    numbers = {name: in_room(getattr(vote, name)) for name in ("printed", "issued", "voters", "returned", "invalid", "spare", "need", "present")}
    text = pen.paragraph(
        "%(vote)s：实到会%(present)s名，印制选票%(printed)s张，发出%(issued)s张，投票%(voters)s人，收回%(returned)s张，无效%(invalid)s张，剩余销毁%(spare)s张；"
        "当选须得赞成票%(need)s张以上。", vote=called(vote, pen), **numbers,
    )
    told = TOLD.get(vote.status, "")
    seats = vote.tied_seats if vote.status == "tie" else vote.seats
    result = [pen.paragraph(told, names="、".join(map(spaced, vote.tied)), seats=seats, won=len(vote.elected))] if told else []
    return [text, sums_table(vote, pen), *result]


