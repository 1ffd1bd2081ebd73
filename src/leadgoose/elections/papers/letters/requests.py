"""What goes up: request on the election, on the persons, report of the result, shift of term; and the general branch's forwarding."""

from __future__ import annotations

from leadgoose.elections.papers.facts import COMMITTEE, Facts, Vote
from leadgoose.elections.papers.letters.address import asked, number_of, reached_at, reported, upward
from leadgoose.elections.papers.letters.persons import listed, may_stand, short_table, stand_for
from leadgoose.elections.papers.pen import BLANK, Pen, on_lines, spaced
from leadgoose.elections.papers.terms import POST_WORDS, WHICH, agenda_line, by_committee, leading_seats, meeting, posts, terms, when_and_where
from leadgoose.elections.rules.margin import least_candidates
from leadgoose.ground.press.letter import Annex, Letter, Paragraph


def request(facts: Facts, pen: Pen) -> Letter:
    """换届请示: the state of the term, seats, candidates, way of electing, day and agenda (elec-approval-before)."""
    say, members = terms(facts, pen), facts.members
    who = "截至%(on)s，%(we)s有正式党员%(full)s名、预备党员%(probationary)s名；有选举权的党员%(right)s名。"
    if members.probationary is None:
        who = "%(we)s有正式党员%(full)s名；有选举权的党员%(right)s名。"
    parts = [
        ("党员情况", pen(who, on=facts.on, we=say.we, full=members.full, probationary=members.probationary, right=facts.roll.right)),
        ("名额", shape(facts, pen, wish=True) + "。"),
        ("候选人和选举方式", way(facts, pen)),
        ("时间、地点" if facts.alone else "时间、地点和议程", _when(facts, pen)),
        ("人选产生办法", _persons_way(facts, pen)),
    ]
    title = (pen("关于"), facts.name, pen("%(event)s的请示", event=say.event))
    return upward(facts, pen, title, [_why_now(facts, pen), *pen.numbered(parts), asked(facts, pen)])


def persons_request(facts: Facts, pen: Pen) -> Letter:
    """人选请示, with the persons' short table."""
    say, standing = terms(facts, pen), stand_for(facts, pen)
    opening = pen(
        "根据上级党组织批复%(number)s，经党员酝酿" + ("" if facts.by_members else "、%(body)s研究") + "，现提出%(name)s%(standing)s候选人预备人选，请示如下。",
        number=number_of(facts, pen, "reply"), body=say.body, name=facts.name, standing=standing,
    )
    parts = [*(listed(facts, pen, post, agreed=False) for post in posts(facts)), ("资格", may_stand(facts, pen))]
    title = (pen("关于"), facts.name, standing, pen("候选人预备人选的请示"))
    return upward(facts, pen, title, [Paragraph(opening), *pen.numbered(parts), asked(facts, pen)], [short_table(facts, pen)])


def result_report(facts: Facts, pen: Pen) -> Letter:
    """选举结果报告: members for the record, secretary and deputy for approval (elec-report-members-filed, elec-report-secretary-approved)."""
    say, roll = terms(facts, pen), facts.roll
    held = facts.done["announced"].on if "announced" in facts.done else None
    opening = pen(
        "经批准，%(we)s于%(day)s召开党员大会进行%(event)s。应到会有选举权的党员%(expected)s名，实到会%(present)s名，不少于应到会人数的五分之四。"
        "大会通过选举办法，采用无记名投票方式进行选举，结果报告如下。",
        we=say.we, day=pen.day("announced", held, facts.on.year), event=say.event, expected=roll.expected, present=roll.present,
    )
    if facts.alone:
        opening = _held_alone(facts, pen)
    parts = [_elected(facts, pen, post) for post in posts(facts)]
    members, leading = "当选的委员，请予备案", "当选的%(leaders)s，请予审批"
    wish = leading if COMMITTEE not in posts(facts) else f"{members}；{leading}" if by_committee(facts) else members
    body = [Paragraph(opening), *pen.numbered(parts), pen.paragraph(f"上述{wish}。", leaders=say.leaders), reported(facts, pen)]
    title = (pen("关于"), facts.name, pen("%(event)s结果的报告", event=say.event))
    return upward(facts, pen, title, body, [_sums(facts, pen)])


def shift_request(facts: Facts, pen: Pen) -> Letter:
    """延期或者提前换届的请示; the reason is the organisation's own words, left open for it while none are typed."""
    say, word = terms(facts, pen), pen(shift_word(facts))
    expires = pen.day("expires_on", facts.term.expires_on if facts.term else None)
    parts = [
        ("原因", facts.shift_reason.rstrip("。") + "。" if facts.shift_reason else BLANK * 13 + pen("（由报送的党组织据实填写）")),
        ("期限", pen(
            "拟%(word)s至%(shifted)s换届。%(rule)s规定，延期或者提前换届的期限一般不超过1年。", word=word,
            shifted=pen.day("shift_to", facts.shift_to, facts.on.year), rule=pen.cite("elec-shift-limit"),
        )),
        ("期间工作", pen("换届前，%(we)s工作由%(now)s负责。", we=say.we, now=pen("本届书记") if facts.by_members else pen("本届") + say.body)),
    ]
    opening = pen("%(we)s本届任期按期应于%(expires)s届满。经研究，拟%(word)s换届，现请示如下。", we=say.we, expires=expires, word=word)
    title = (pen("关于"), facts.name, pen("%(word)s换届的请示", word=word))
    return upward(facts, pen, title, [Paragraph(opening), *pen.numbered(parts), asked(facts, pen)])


def forwarding(facts: Facts, pen: Pen) -> Letter:
    """转报: the general branch passes on what its branch sent last, with its own opinion."""
    say = terms(facts, pen)
    named = {
        "request": pen("%(event)s的请示", event=say.event), "persons-request": stand_for(facts, pen) + pen("候选人预备人选的请示"),
        "result-report": pen("%(event)s结果的报告", event=say.event),
    }
    sent = next((stage for stage in ("result-report", "persons-request", "request") if stage in facts.done), "request")
    opening = pen(
        "%(name)s《关于%(name)s%(named)s》%(number)s已报来。经审核，同意所报意见，现予转报。",
        name=facts.name, named=named[sent], number=number_of(facts, pen, sent),
    )
    report, forwarded = sent == "result-report", pen("关于") + facts.name + named[sent]
    title = on_lines((pen("关于转报"), "《" + pen("关于") + facts.name, named[sent] + "》", pen("的报告" if report else "的请示")))
    return Letter(
        issuer=pen.fill("above", facts.office.above), year=facts.on.year, title=title, addressee=facts.office.committee,
        body=(Paragraph(opening), pen.paragraph("特此报告，请审批。" if report else "妥否，请批示。")), number=facts.number, signed_on=facts.signed_on,
        script=facts.script, upward=True, signer=facts.signer, annotation=reached_at(pen, "", ""), enclosed=(forwarded,),
    )


# --- what request and reply say alike ---


def shape(facts: Facts, pen: Pen, *, wish: bool = False) -> str:
    """What is to be set up, with its numbers; wish: as a request says it."""
    hope, leading = "拟" if wish else "", leading_seats(facts)
    if facts.kind == "by-election":
        text = f"{hope}补选" + (f"%(body)s委员%(seats)s名{'，并选举' if leading else ''}" if COMMITTEE in posts(facts) else "") + leading
    elif facts.by_members:
        text = f"{hope}不设委员会，设{leading}"
    else:
        text = f"{WHICH.get(facts.kind, '新一届')}%(body)s{hope}由委员%(seats)s名组成，设{leading}"
    return pen(text, body=terms(facts, pen).body, seats=facts.seats, deputies=facts.deputies)


def way(facts: Facts, pen: Pen) -> str:
    """How many candidates and how they are elected; the margin as elec-margin-20 counts it."""
    say, seats = terms(facts, pen), facts.seats
    if facts.by_members:
        return pen("%(leaders)s候选人由全体党员充分酝酿提出，由党员大会无记名投票选举产生。", leaders=say.leaders)
    if facts.alone:
        return pen("%(leaders)s由%(plenary)s等额选举、无记名投票产生。", leaders=say.leaders, plenary=say.plenary)
    text = "委员候选人不少于%(least)s名（差额%(extra)s名，不少于应选人数的百分之二十），"
    text += "先进行差额预选产生候选人名单，再由党员大会无记名投票选举产生。" if "preselection" in facts.traits else "由党员大会差额选举、无记名投票产生。"
    if by_committee(facts):
        text += "%(leaders)s由%(plenary)s等额选举产生。"
    least = None if seats is None else least_candidates(seats)
    return pen(text, least=pen.fill("seats", least), extra=pen.fill("seats", None if least is None or seats is None else least - seats),
               leaders=say.leaders, plenary=say.plenary)


def shift_word(facts: Facts) -> str:
    """延期 or 提前, by the day that is asked for."""
    earlier = facts.shift_to is not None and facts.term is not None and facts.shift_to < facts.term.expires_on
    return "提前" if earlier else "延期"


def _why_now(facts: Facts, pen: Pen) -> Paragraph:
    """The term that runs out, or what a by-election or a first election follows from; and the grounds."""
    say, term = terms(facts, pen), facts.term
    grounds = pen("根据《中国共产党章程》、%(branch)s、%(election)s等规定", branch=pen.cite("branch-term"), election=pen.cite("elec-term-on-time"))
    if facts.kind == "by-election":
        vacant = pen("本届") + say.body + pen("委员") if posts(facts) == (COMMITTEE,) else say.leaders
        return pen.paragraph("%(we)s%(vacant)s出现空缺。%(grounds)s，经研究，拟召开%(meeting)s进行补选，现请示如下。",
                             we=say.we, vacant=vacant, grounds=grounds, meeting=meeting(facts, pen))
    if facts.kind == "new-branch":
        return pen.paragraph("%(name)s已经批准成立。%(grounds)s，拟召开党员大会选举产生%(elects)s，现请示如下。",
                             name=facts.name, grounds=grounds, elects=say.elects)
    over = facts.last_day is not None and facts.on > facts.last_day
    text = "%(we)s%(what)s于%(elected)s选举产生，任期%(years)s年，" + ("已" if over else "将") + "于%(expires)s届满。%(grounds)s，经%(who)s，"
    return pen.paragraph(
        text + "拟召开党员大会进行换届选举，现请示如下。", we=say.we, what=pen("本届书记") if facts.by_members else pen("本届") + say.body,
        elected=pen.day("elected_on", term.elected_on if term else None), years=term.years if term else None,
        expires=pen.day("expires_on", facts.last_day), grounds=grounds, who=pen("研究") if facts.by_members else say.body + pen("研究"),
    )


def _persons_way(facts: Facts, pen: Pen) -> str:
    if facts.by_members or facts.kind == "new-branch":
        return pen("候选人由全体党员充分酝酿提出，预备人选另行请示。")
    then = "%(plenary)s选举" if facts.alone else "党员酝酿确定"
    say = terms(facts, pen)
    return pen(f"候选人初步人选由本届%(body)s根据多数党员的意见提出，预备人选另行请示；批复后提交{then}。", body=say.body, plenary=say.plenary)


def _when(facts: Facts, pen: Pen) -> str:
    if facts.alone:
        return pen("拟于%(when)s召开%(plenary)s进行选举。", when=when_and_where(facts, pen), plenary=terms(facts, pen).plenary)
    return pen("拟于%(when)s召开党员大会。议程：", when=when_and_where(facts, pen)) + agenda_line(facts, pen)


def _held_alone(facts: Facts, pen: Pen) -> str:
    say, plenary = terms(facts, pen), facts.plenary
    return pen(
        "经批准，%(we)s于%(day)s召开%(plenary)s进行%(event)s。全体委员%(members)s名，实到会%(present)s名，不少于全体委员的五分之四。"
        "会议采用无记名投票方式进行选举，结果报告如下。",
        we=say.we, day=pen.day("first_meeting", plenary.on, facts.on.year), plenary=say.plenary, event=say.event, members=plenary.members,
        present=plenary.present,
    )


def _elected(facts: Facts, pen: Pen, post: str) -> tuple[str, str]:
    say = terms(facts, pen)
    by_meeting = post == COMMITTEE or facts.by_members
    where = pen("党员大会") if by_meeting else say.plenary
    text = "%(where)s选举%(names)s同志为%(post)s" + ("（按姓氏笔画为序）" if post == COMMITTEE else "") + "。"
    names = pen.names(f"elected_{post}", facts.won(post))
    what = say.elects if post == COMMITTEE else pen(POST_WORDS[post])
    return f"{POST_WORDS[post]}", pen(text, where=where, names=names, post=what)


def _sums(facts: Facts, pen: Pen) -> Annex:
    """Every vote with its numbers, and what each name received."""
    heads, rows, notes = ("选举", "姓名", "赞成", "不赞成", "弃权", "结果"), [], []
    votes = (*facts.votes, *facts.plenary.votes)
    for vote in votes:
        for line in vote.lines:
            sums = ["—" if one is None else str(one) for one in (line.approve, line.disapprove, line.abstain)]
            name = spaced(line.name) + (pen("（另选）") if line.written_in else "")
            rows.append((called(vote, pen), name, *sums, pen("当选" if line.name in vote.elected else "未当选")))
        notes.append(pen(
            "%(vote)s：实到会%(present)s名，投票%(voters)s人，发出选票%(issued)s张，收回%(returned)s张，其中无效%(invalid)s张；当选须得赞成票%(need)s张。",
            vote=called(vote, pen), present=vote.present, voters=vote.voters, issued=vote.issued, returned=vote.returned, invalid=vote.invalid,
            need=vote.need,
        ))
    if not rows:
        pen.fill("count", None)
    return Annex(pen("选举计票结果"), tuple(map(pen, heads)), (1.6, 1.6, 1, 1, 1, 1.2), tuple(rows), tuple(notes))


FOLLOWS = {"": "", "revote": "（再次投票）", "open-seats": "（另行选举）", "vote-again": "（重新选举）"}


def called(vote: Vote, pen: Pen) -> str:
    """委员选举（再次投票）."""
    return pen(POST_WORDS.get(vote.post, "预选") + FOLLOWS.get(vote.follows, ""))
