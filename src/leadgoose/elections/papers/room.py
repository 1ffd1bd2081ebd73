"""What lies on the tables of the room: sign-in sheet, ballots, tally sheets; and what is read out of them, the scrutineers' report and the result.

A ballot bears no number, mark or imprint (elec-ballot-no-marks): two of one print cannot be told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leadgoose.elections.papers.facts import COMMITTEE, DEPUTY, SECRETARY, Facts, Line, Vote
from leadgoose.elections.papers.letters.requests import FOLLOWS, called
from leadgoose.elections.papers.pen import Pen, in_numerals, in_room, spaced
from leadgoose.elections.papers.terms import POST_WORDS, by_meeting, posts, seats_of, terms
from leadgoose.ground.press.ballot import Ballot
from leadgoose.ground.press.letter import Paragraph, day_in_words
from leadgoose.ground.press.text import SQUARE, Block, Lines, Table, Text, open_day


def sign_in(facts: Facts, pen: Pen) -> Text:
    """签到册: electors first, then members without the right. Who is left out of the count is not marked, and no reason is printed."""
    say, roll = terms(facts, pen), facts.roll
    head = Table((), (1, 2.2, 1, 2.2), (
        (pen("会议"), pen("%(event)s党员大会", event=say.event), pen("时间"), pen.day("meeting_on", facts.meeting_on, facts.on.year) + facts.meeting_time),
        (pen("地点"), pen.fill("meeting_place", facts.meeting_place), pen("应到会"),
         pen("有选举权%(expected)s名，须到会%(need)s名", expected=roll.expected, need=roll.need)),
    ), ("label", "left", "label", "left"), height=9)
    blocks: list[Block] = [head, Paragraph("", pen("有选举权的党员"), 1), _to_sign(facts.members.electors, pen)]
    if not facts.members.electors:
        pen.fill("electors", None)
    if facts.members.others:
        blocks += [Paragraph("", pen("没有选举权的党员（列席，不计入实到会人数）"), 1), _to_sign(facts.members.others, pen)]
    excluded = pen("　经批准不计入应到会%(excluded)s名", excluded=roll.excluded) if roll.excluded else ""
    blocks.append(Lines((
        pen("实到会有选举权的党员%(present)s名", present=in_room(roll.present)) + excluded, pen("清点人（签名）：＿＿＿＿＿＿　　主持人（签名）：＿＿＿＿＿＿"),
    )))
    return Text((facts.name, pen("党员大会签到册")), tuple(blocks), setting="form", script=facts.script)


def ballot(facts: Facts, pen: Pen) -> Ballot:
    """选票 of the members' meeting, of its last vote where one was begun: a re-vote names those tied and nobody else."""
    vote = facts.votes[-1] if facts.votes else None
    return _ballot(facts, pen, vote.post if vote is not None else facts.post, vote)


def preselection_ballot(facts: Facts, pen: Pen) -> Ballot:
    """选票 of the pre-selection, on which all agreed persons stand."""
    made = _ballot(facts, pen, COMMITTEE, facts.preselection[-1] if facts.preselection else None)
    return replace(made, title=(facts.name + pen("委员会委员候选人"), pen("预选选票")))


def preselection_tally(facts: Facts, pen: Pen) -> Text:
    """计票单 of the pre-selection."""
    sheet = _tally(facts, pen, COMMITTEE, facts.preselection[-1] if facts.preselection else None, facts.roll.expected)
    return replace(sheet, title=(facts.name + pen("委员候选人预选计票单"),), subtitle="")


def secretary_ballot(facts: Facts, pen: Pen) -> Ballot:
    """选票 for the secretary in the committee's first meeting."""
    return _ballot(facts, pen, SECRETARY, None)


def deputy_ballot(facts: Facts, pen: Pen) -> Ballot:
    """选票 for the deputy, in the committee's meeting or, where there is no committee, in the members' after the secretary is elected."""
    return _ballot(facts, pen, DEPUTY, None)


def tally(facts: Facts, pen: Pen) -> Text:
    """计票单: a square for each 正, sums that must give the valid ballots, write-ins apart (elec-count-check)."""
    voters = facts.roll.present or facts.roll.expected
    if len(by_meeting(facts)) > 1:
        sheets = [_tally(facts, pen, post, _last(facts.votes, post), voters) for post in by_meeting(facts)]
        return _stacked(facts, pen, sheets)
    vote = facts.votes[-1] if facts.votes else None
    return replace(_tally(facts, pen, facts.post, vote, voters), subtitle="")


def leaders_tally(facts: Facts, pen: Pen) -> Text:
    """计票单 of the committee's first meeting: secretary and deputy, one below the other."""
    plenary = facts.plenary
    sheets = [_tally(facts, pen, post, next((one for one in plenary.votes if one.post == post), None), plenary.present or plenary.members or facts.seats)
              for post in (SECRETARY, DEPUTY) if post in posts(facts)]
    return _stacked(facts, pen, sheets)


def scrutineers(facts: Facts, pen: Pen) -> Text:
    """监票人报告: every number of the vote, name by name; read aloud, then signed (elec-announce)."""
    say = terms(facts, pen)
    vote = facts.votes[-1] if facts.votes else Vote(facts.post, seats_of(facts, facts.post) or 0, facts.names(facts.post))
    numbers = {name: in_room(getattr(vote, name)) for name in ("present", "printed", "issued", "voters", "returned", "invalid", "spoiled", "spare", "need")}
    valid = None if vote.returned is None or vote.invalid is None else vote.returned - vote.invalid
    parts = [
        ("到会情况", pen("应到会有选举权的党员%(expected)s名，实到会%(present)s名，不少于应到会人数的五分之四。", expected=facts.roll.expected, **numbers)),
        ("选票情况", pen(
            "印制选票%(printed)s张，发出%(issued)s张，填写前换发收回%(spoiled)s张，剩余销毁%(spare)s张。投票%(voters)s人，收回选票%(returned)s张，"
            "没有多于投票人数，选举有效。收回的选票中，有效票%(valid)s张，无效票%(invalid)s张。", valid=in_room(valid), **numbers)),
        ("计票结果", pen("当选须得赞成票%(need)s张以上（超过实到会有选举权人数的半数）。得票如下。", **numbers)),
    ]
    end = Lines((pen("监票人（签名）：＿＿＿＿＿＿　＿＿＿＿＿＿"), pen("计票人（签名）：＿＿＿＿＿＿　") + _on(facts)))
    elects = pen(POST_WORDS[vote.post]) if facts.by_members else say.elects   # where the members vote twice, each vote is reported by itself
    opening = pen.paragraph("各位同志：现将%(elects)s选举的计票结果报告如下。", elects=elects)
    title = (pen("%(event)s监票人报告", event=say.event),)
    return Text(title, (opening, *pen.numbered(parts), sums_table(vote, pen), end), subtitle=called(vote, pen) if vote.follows else "", script=facts.script)


def announcement(facts: Facts, pen: Pen) -> Text:
    """选举结果宣布: who is elected, in the order of strokes; with open seats or a tie said as they are."""
    say = terms(facts, pen)
    vote = facts.votes[-1] if facts.votes else None
    text = "应到会有选举权的党员%(expected)s名，实到会%(present)s名，当选须得赞成票%(need)s张以上。"
    text += "经无记名投票选举，下列同志得赞成票超过实到会有选举权人数的半数，当选为%(elects)s"
    text += "（以姓氏笔画为序）：" if facts.post == COMMITTEE else "："
    opening = pen.paragraph(text, expected=facts.roll.expected, present=in_room(facts.roll.present), need=in_room(facts.roll.to_be_elected), elects=say.elects)
    filled = by_meeting(facts)
    blocks: list[Block] = [opening]
    for post in filled:
        names = facts.won(post)
        shown = "　　".join(map(spaced, names)) if names else pen.fill("elected", in_room(None), "＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿")
        blocks.append(Paragraph(pen(POST_WORDS[post]) + "：" + shown if len(filled) > 1 else shown))
    if vote is not None and vote.status == "tie":
        tied = "、".join(vote.tied)
        blocks.append(pen.paragraph("%(names)s同志得票相等，剩余名额%(seats)s名，就其再次投票，得票多的当选。", names=tied, seats=vote.tied_seats))
    if vote is not None and vote.status == "shortfall":
        blocks.append(pen.paragraph("应选%(seats)s名，选出%(won)s名，不足%(vacant)s名。", seats=vote.seats, won=len(vote.elected), vacant=vote.vacant))
    if facts.by_members:
        blocks.append(pen.paragraph("选举结果报上级党组织批准。"))
    chair = Lines((pen("主持人（签名）：＿＿＿＿＿＿"), _on(facts)))
    return Text((facts.name, pen("%(event)s结果", event=say.event)), (*blocks, chair), script=facts.script)


# --- pieces ---


def _last(votes: Sequence[Vote], post: str) -> Vote | None:
    """The last vote on a post."""
    return next((one for one in reversed(votes) if one.post == post), None)


def _stacked(facts: Facts, pen: Pen, sheets: Sequence[Text]) -> Text:
    """Tally sheets of several posts, one below the other, signed once."""
    blocks = [block for sheet in sheets for block in (Paragraph("", sheet.subtitle, 1), *sheet.blocks[:-2])]
    title = facts.name + pen("%(leaders)s选举计票单", leaders=terms(facts, pen).leaders)
    return Text((title,), (*blocks, *sheets[0].blocks[-2:]), setting="form", landscape=True, script=facts.script)


def _to_sign(names: Sequence[str], pen: Pen) -> Table:
    """Two members a row: number, name, place to sign."""
    half = -(-len(names) // 2)
    cells = [(str(number), spaced(name), "") for number, name in enumerate(names, 1)]
    right = cells[half:] + [("", "", "")] * (2 * half - len(cells))
    rows = tuple((*one, *other) for one, other in zip(cells[:half], right, strict=True))
    heads = tuple(map(pen, ("序号", "姓名", "签名") * 2))
    return Table(heads, (0.6, 1.3, 2) * 2, rows, ("center", "center", "left") * 2, (11, 13, 12) * 2, 10)


def _ballot(facts: Facts, pen: Pen, post: str, vote: Vote | None) -> Ballot:
    names = vote.names if vote is not None else facts.names(post)
    seats = vote.seats if vote is not None else seats_of(facts, post)
    if not names:
        pen.fill(f"candidates_{post}", None)
    revote = vote is not None and vote.follows == "revote"
    words = pen.fill("seats", in_numerals(seats) if seats else "")
    what = pen("委员会委员" if post == COMMITTEE else POST_WORDS[post])
    signs = {"yes": facts.switches.sign_for, "no": facts.switches.sign_against, "seats": words}
    notes = ["赞成的，在符号栏内划“%(yes)s”；不赞成的，划“%(no)s”；弃权的，不划任何符号。"]
    if not revote:
        notes.append("不赞成的可以另选他人，在另选人姓名栏内写上姓名，划“%(yes)s”。")
    notes.append("所选人数多于%(seats)s名的，整张选票无效。")
    return Ballot(
        title=(facts.name + what, pen("选　票") + (pen("（再次投票）") if revote else "")), seats=pen("应选%(seats)s名", **signs),
        names=tuple(map(spaced, names)), write_ins=0 if revote else seats or 0, heads=(pen("候选人姓名"), pen("另选人姓名"), pen("符　号")),
        notes=tuple(pen(one, **signs) for one in notes), day=pen.day("meeting_on", facts.meeting_on, facts.on.year), script=facts.script,
    )


def _tally(facts: Facts, pen: Pen, post: str, vote: Vote | None, voters: int | None) -> Text:
    names = vote.names if vote is not None else facts.names(post)
    seats = vote.seats if vote is not None else seats_of(facts, post) or 0
    if not names:
        pen.fill(f"candidates_{post}", None)
    squares = SQUARE * max(1, -(-(voters or 0) // 5))
    numbers = Table((), (1.2, 1) * 6, (
        (pen("发出选票"), "", pen("投票人数"), "", pen("收回选票"), "", pen("有效票"), "", pen("无效票"), "", pen("应选名额"), str(seats or "")),
    ), ("label", "center") * 6, height=10)
    listed = Table(tuple(map(pen, ("候选人", "赞成", "计", "不赞成", "计", "弃权", "计"))), (1.5, *(2.6, 0.7) * 3),
                   tuple((spaced(name), *(squares, "") * 3) for name in names), ("center", *("left", "center") * 3), (14, *(17, 12) * 3), 11)
    places = -(-seats // 2) if seats > 1 else 1
    two = 2 if seats > 1 else 1
    written = Table(tuple(map(pen, ("另选人姓名", "赞成", "计") * two)), (1.5, 2.6, 0.7) * two, tuple(("", squares, "") * two for _ in range(places)),
                    ("center", "left", "center") * two, (14, 17, 12) * two, 11)
    check = pen.paragraph("每格画一个“正”字。每名候选人赞成、不赞成、弃权三项之和等于有效票数；另选人得票之和不多于不赞成票之和。")
    signs = Lines((pen("计票人（签名）：＿＿＿＿＿＿　＿＿＿＿＿＿　　监票人（签名）：＿＿＿＿＿＿　＿＿＿＿＿＿　　") + _on(facts),))
    what = pen(POST_WORDS.get(post, "") + "选举计票单") + (pen(FOLLOWS[vote.follows]) if vote is not None else "")
    return Text((facts.name + what,), (numbers, listed, written, check, signs), subtitle=what, setting="form", landscape=True, script=facts.script)


def sums_table(vote: Vote, pen: Pen) -> Table:
    heads = tuple(map(pen, ("姓名", "赞成", "不赞成", "弃权", "结果")))
    lines = vote.lines or tuple(Line(name, -1) for name in vote.names)
    rows = []
    for line in lines:
        known = line.approve >= 0
        sums = ["—" if one is None else str(one) for one in (line.approve, line.disapprove, line.abstain)] if known else ["", "", ""]
        over = vote.need is not None and line.approve >= vote.need
        rows.append((spaced(line.name) + (pen("（另选）") if line.written_in else ""), *sums, pen("过半数" if over else "未过半数") if known else ""))
    return Table(heads, (1.8, 1, 1, 1, 1.2), tuple(rows), ("center",) * 5, (14,) * 5, 8.5)


def _on(facts: Facts) -> str:
    return day_in_words(facts.meeting_on) if facts.meeting_on else open_day(facts.on.year)
