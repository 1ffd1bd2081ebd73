"""主持词: every fixed sentence of the chair with its numbers filled in; a blank where a number is known in the room only, and beside it
what is said when there is no quorum, when votes are equal, when too few are elected. Directions stand apart and are not read aloud.

Two scripts: of the members' meeting, and of the new committee's first meeting, which another person chairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from leadgoose.elections.papers.facts import COMMITTEE, Facts, Vote
from leadgoose.elections.papers.pen import Pen, in_numerals, in_room
from leadgoose.elections.papers.terms import POST_WORDS, by_committee, by_meeting, seats_of, terms
from leadgoose.ground.press.letter import Paragraph
from leadgoose.ground.press.text import Align, Block, Cue, Table, Text
from leadgoose.ground.statutes.votes import COMMITTEE_ELECTION_QUORUM, REDUCTION, Present, least_approvals_to_be_elected

Part = tuple[str, Sequence[Block]]                   # heading in Simplified, what is said and done


def script(facts: Facts, pen: Pen) -> Text:
    """Of the members' meeting."""
    say = terms(facts, pen)
    parts = [_opening(facts, pen), *_report(facts, pen), _method(facts, pen), _watchers(facts, pen), _introduction(facts, pen),
             _ballots(facts, pen), _vote(facts, pen), _return(facts, pen), _count(facts, pen), _result(facts, pen), _end(facts, pen)]
    return Text(
        (facts.name, pen("%(event)s党员大会主持词", event=say.event)), tuple(_numbered(parts, pen)), subtitle=_below(facts, pen, facts.meeting_on),
        script=facts.script,
    )


def plenary_script(facts: Facts, pen: Pen) -> Text:
    """Of the committee's meeting; a new committee's first is chaired by one newly elected member whom the outgoing one recommended."""
    say, plenary = terms(facts, pen), facts.plenary
    seats, renewed = plenary.members or facts.seats, _renewed(facts)
    need = None if seats is None else COMMITTEE_ELECTION_QUORUM.least(seats)
    watcher = pen.names("watchers", plenary.scrutineers) if plenary.scrutineers else pen.fill("watchers", in_room(None), "＿＿＿＿")
    first: Part = ("清点人数", [
        pen.paragraph("现在召开%(plenary)s。" + ("受上届%(body)s推荐，由我主持。" if renewed else "由我主持。"), plenary=say.plenary, body=say.body),
        pen.paragraph("全体委员%(seats)s名，须到会%(need)s名，实到会%(present)s名，不少于全体委员的五分之四，可以进行选举。",
              seats=seats, need=need, present=in_room(plenary.present)),
        Cue(pen("实到会不足%(need)s名的，宣布：到会委员不足五分之四，今天不能选举，另定时间。", need=need)),
    ])
    watchers: Part = ("推选监票人", [
        pen.paragraph("监票人从不是%(leaders)s候选人的委员中推选。提议%(watcher)s同志为监票人。同意的请举手……不同意的请举手……弃权的请举手……通过。",
              watcher=watcher, leaders=say.leaders),
        Cue(pen("只有一名委员不是候选人的，由其监票，仍然投票" + ("；没有这样的委员的，先选书记，再选副书记。" if len(by_committee(facts)) > 1 else "。"))),
    ])
    parts: list[Part] = [first, watchers]
    parts += [_leader(facts, pen, post, seats) for post in by_committee(facts)]
    parts.append(("结束", [
        pen.paragraph("选举结果报上级党组织批准。批复以前，不以新任%(leaders)s名义行文。"
                      + ("" if facts.alone else "委员分工由%(committee)s研究确定。") + "散会。",
              committee=say.committee, leaders=say.leaders),
    ]))
    title = (facts.name, pen("%(plenary)s主持词", plenary=say.plenary))
    return Text(title, tuple(_numbered(parts, pen)), subtitle=_below(facts, pen, plenary.on or facts.meeting_on), script=facts.script)


# --- the members' meeting, in its order ---


def _opening(facts: Facts, pen: Pen) -> Part:
    say, roll = terms(facts, pen), facts.roll
    said: list[Block] = [Cue(pen("签到完毕，清点有选举权的到会人数；没有选举权的单独清点。"))]
    if roll.excluded:
        said += [
            pen.paragraph("%(we)s有选举权的党员%(right)s名。经上级党组织同意，有%(excluded)s名同志因故不计入应到会人数，提请大会通过。"
                  "同意的请举手……不同意的请举手……弃权的请举手……通过。", we=say.we, right=roll.right, excluded=roll.excluded),
            Cue(pen("原因不宣读、不记录。没有通过的，仍计入应到会人数，并改用相应的须到会人数。")),
        ]
    said += [
        pen.paragraph(
            "现在宣布到会人数。应到会有选举权的党员%(expected)s名，须到会%(need)s名，实到会%(present)s名，不少于应到会人数的五分之四，可以进行选举。"
            + ("" if roll.others == 0 else "列席的没有选举权的同志%(others)s名，不参加表决和选举。"),
            expected=roll.expected, need=roll.need, present=in_room(roll.present), others=in_room(roll.others)),
        Cue(pen("实到会不足%(need)s名的，宣布：到会人数不足应到会人数的五分之四，今天不能选举，另定日期开会，应到会人数不因缺席减少。散会。", need=roll.need)),
        pen.paragraph("%(name)s%(event)s党员大会现在开会。", name=facts.name, event=say.event),
    ]
    if "anthem" in facts.switches.lines:
        said.append(pen.paragraph("全体起立，奏唱国歌。……请坐下。"))
    return "宣布到会人数和开会", said


def _report(facts: Facts, pen: Pen) -> Iterable[Part]:
    if facts.kind in ("by-election", "new-branch"):
        return
    say = terms(facts, pen)
    said: list[Block] = [
        pen.paragraph("现在，由%(who)s同志作%(outgoing)s工作报告。", who=in_room(facts.chair), outgoing=say.outgoing), Cue(pen("报告。")),
        pen.paragraph("请同志们审查。如果没有其他意见，现在进行表决。", majority=facts.roll.majority), *_hands(facts, pen),
    ]
    if "dues" in facts.switches.lines:
        said += [pen.paragraph("下面，报告党费收缴、使用和管理情况。"), Cue(pen("报告。"))]
    yield "听取和审查工作报告", said


def _method(facts: Facts, pen: Pen) -> Part:
    say = terms(facts, pen)
    return "通过选举办法", [
        pen.paragraph("现在，宣读《%(name)s%(event)s办法（草案）》。", name=facts.name, event=say.event), Cue(pen("宣读全文。")),
        pen.paragraph("请同志们讨论。如果没有其他意见，现在进行表决。"), *_hands(facts, pen),
    ]


def _watchers(facts: Facts, pen: Pen) -> Part:
    watching = in_room("、".join(facts.scrutineers))
    return "通过监票人，宣布计票人", [
        pen.paragraph("监票人由党员从不是候选人的党员中推选。提议推选%(watching)s同志为监票人，现在进行表决。",
              watching=pen.fill("watchers", watching, "＿＿＿＿＿＿＿＿")), *_hands(facts, pen),
        pen.paragraph("指定%(counting)s同志为计票人，在监票人监督下工作。请监票人、计票人到位。",
              counting=pen.fill("watchers", in_room("、".join(facts.counters)), "＿＿＿＿＿＿＿＿")),
    ]


def _introduction(facts: Facts, pen: Pen) -> Part:
    said: list[Block] = []
    for post in by_meeting(facts):
        order = "，以姓氏笔画为序" if post == COMMITTEE else ""
        said.append(pen.paragraph(f"{POST_WORDS[post]}候选人%(count)s名{order}：%(names)s。", count=_count_of(facts, pen, post),
                          names=pen.names(f"candidates_{post}", facts.names(post))))
    return "介绍候选人情况", [
        *said, Cue(pen("逐一介绍候选人情况，如实说明主要优点和不足。")), pen.paragraph("对候选人有询问的，请提出，由候选人或者上届委员会答复。"),
    ]


def _ballots(facts: Facts, pen: Pen) -> Part:
    signs = {"yes": facts.switches.sign_for, "no": facts.switches.sign_against}
    asked = "、".join(pen(f"{POST_WORDS[post]}%(seats)s名", seats=seats_of(facts, post)) for post in by_meeting(facts))
    most = in_numerals(facts.seats) if facts.post == COMMITTEE and facts.seats else "一"
    blocks: list[Block] = [
        *([pen.paragraph("先选书记；报告书记的计票结果以后，再发放副书记的选票，照同样的办法选举副书记。")] if len(by_meeting(facts)) > 1 else []),
        pen.paragraph("请监票人当众检查票箱、清点选票，按实到会有选举权的人数发放，每人一张。"),
        Cue(pen("发放完毕，监票人报告发出张数；多余的选票当场剪角作废。")),
        pen.paragraph("发出选票%(issued)s张。发放选票以后到会的，不再参加本次投票，实到会人数不再变动。", issued=in_room(_vote_number(facts, "issued"))),
        pen.paragraph(f"这次应选%(asked)s。对候选人赞成的，在符号栏内划“%(yes)s”；不赞成的，划“%(no)s”；弃权的，不划符号。"
              "不赞成的可以另选他人，写上姓名并划“%(yes)s”；"
              f"弃权的不能另选。所选人数等于或者少于{most}名的有效，多于{most}名的，整张选票无效。", asked=asked, **signs),
        pen.paragraph("赞成票超过实到会有选举权人数半数的，始得当选。今天实到会%(present)s名，当选须得赞成票%(need)s张以上。",
              present=in_room(facts.roll.present), need=in_room(facts.roll.to_be_elected)),
    ]
    if facts.roll.present is None and (table := _least(facts, pen)) is not None:
        blocks += [Cue(pen("按宣布的实到会人数查下表。")), table]
    return "发放和填写选票", blocks


def _vote(facts: Facts, pen: Pen) -> Part:
    return "投票", [
        pen.paragraph("现在开始投票。先请监票人、计票人投票，再请其他同志依次投票。不能填写的，可以委托不是候选人的同志按本人意志代写。"),
        Cue(pen("监票人清点投票人数。不得代投，不得把选票带出会场。")), pen.paragraph("还有没有没投票的同志？……没有了，投票结束。"),
    ]


def _return(facts: Facts, pen: Pen) -> Part:
    numbers = {name: in_room(_vote_number(facts, name)) for name in ("voters", "issued", "returned")}
    return "收回和核对选票", [
        pen.paragraph("请监票人、计票人当众开箱，清点收回的选票。"),
        pen.paragraph("投票%(voters)s人，发出选票%(issued)s张，收回%(returned)s张。收回的选票没有多于投票人数，选举有效，请计票。", **numbers),
        Cue(pen("收回的选票多于投票人数的，宣布：收回的选票多于投票人数，这次选举无效，重新选举。少于投票人数的，查明并写入记录。")),
    ]


def _count(facts: Facts, pen: Pen) -> Part:
    return "计票", [
        pen.paragraph("现在休会计票。候选人不参与计票。"),
        Cue(pen("两人分别计票，结果一致后由监票人签字。")), pen.paragraph("现在继续开会，请监票人报告计票结果。"), Cue(pen("监票人报告。")),
    ]


def _result(facts: Facts, pen: Pen) -> Part:
    said: list[Block] = []
    for post in by_meeting(facts):
        order = "，以姓氏笔画为序" if post == COMMITTEE else ""
        names = pen.fill(f"elected_{post}", in_room("、".join(facts.won(post))), "＿＿＿＿＿＿＿＿＿＿＿＿")
        said.append(pen.paragraph(f"根据计票结果，下列同志得赞成票超过实到会有选举权人数的半数，当选为%(what)s{order}：%(names)s。",
                          what=terms(facts, pen).elects if post == COMMITTEE else pen(POST_WORDS[post]), names=names))
    half = None if facts.roll.present is None else REDUCTION.least(facts.roll.present)
    said += [
        Cue(pen("票数相等不能确定当选人的，宣布：＿＿、＿＿得票相等，剩余名额＿＿名，只就票数相等的同志再次投票，得票多的当选。"
                "再次投票仍然相等的，报上级党组织。")),
        Cue(pen("过半数的不足应选名额的，宣布：应选＿＿名，过半数当选＿＿名，不足＿＿名，另行选举。当选人数接近应选名额的，也可以提请表决减少名额："
                "同意的不少于实到会有选举权人数的一半，即%(half)s名以上，即减少名额，不再选举。", half=in_room(half))),
    ]
    return "宣布选举结果", said


def _end(facts: Facts, pen: Pen) -> Part:
    say = terms(facts, pen)
    said: list[Block] = [pen.paragraph("请监票人当众密封选票和计票单，签字后交存。")]
    if facts.by_members:
        said.append(pen.paragraph("当选的%(leaders)s报上级党组织批准，批复以前不以新任职务名义行文。", leaders=say.leaders))
    elif by_committee(facts):
        host = "由上届%(body)s推荐新当选的%(who)s同志主持" if _renewed(facts) else "由%(who)s同志主持"
        said.append(pen.paragraph(f"%(plenary)s随后召开，{host}，选举%(leaders)s。", plenary=say.plenary, body=say.body,
                          who=in_room(facts.plenary.chair), leaders=say.leaders))
    return "结束", [*said, pen.paragraph("大会议程全部进行完毕。散会。")]


# --- pieces ---


def _renewed(facts: Facts) -> bool:
    """Whether there is an outgoing committee, which recommends who chairs (elec-host-first-plenary)."""
    return facts.kind not in ("by-election", "new-branch")


def _leader(facts: Facts, pen: Pen, post: str, seats: int | None) -> Part:
    word, plenary = pen(POST_WORDS[post]), facts.plenary
    vote = next((one for one in plenary.votes if one.post == post), None)
    need = None if plenary.present is None else least_approvals_to_be_elected(Present(plenary.present))
    return f"选举{POST_WORDS[post]}", [
        pen.paragraph("%(word)s候选人是%(names)s同志，应选%(seats)s名，等额选举。请监票人检查票箱，发放选票。", word=word,
              names=pen.names(f"candidates_{post}", facts.names(post)), seats=seats_of(facts, post)),
        pen.paragraph("实到会委员%(present)s名，赞成票超过半数始得当选，须得赞成票%(need)s张以上。请填写选票，投票。",
                      present=in_room(plenary.present), need=in_room(need)),
        pen.paragraph("发出选票%(issued)s张，收回%(returned)s张，选举有效。请监票人计票并报告结果。",
                      issued=in_room(vote.issued if vote else None), returned=in_room(vote.returned if vote else None)),
        pen.paragraph("%(names)s同志得赞成票超过实到会委员的半数，当选为%(word)s，报上级党组织批准。", word=word,
              names=pen.fill(f"elected_{post}", in_room("、".join(facts.won(post))), "＿＿＿＿")),
        Cue(pen("没有超过半数的，宣布未选出，报上级党组织研究后另行选举。")),
    ]


def _hands(facts: Facts, pen: Pen) -> list[Block]:
    """A show of hands; a resolution passes with more than half of those expected (branch-meeting-vote)."""
    return [
        pen.paragraph("同意的请举手……不同意的请举手……弃权的请举手……同意%(n)s名，不同意%(n)s名，弃权%(n)s名，通过。", n=in_room(None)),
        Cue(pen("同意的超过应到会有表决权党员的半数，即%(majority)s名以上，方为通过。", majority=facts.roll.majority)),
    ]


def _least(facts: Facts, pen: Pen) -> Table | None:
    """For every number that may come: how many approvals seat a person."""
    expected, need = facts.roll.expected, facts.roll.need
    if expected is None or need is None or expected - need > 11:
        return None
    heads = [pen("实到会"), *(str(number) for number in range(need, expected + 1))]
    least = [pen("当选须得"), *(str(least_approvals_to_be_elected(Present(number))) for number in range(need, expected + 1))]
    middle: Align = "center"
    return Table(tuple(heads), (2, *[1] * (len(heads) - 1)), (tuple(least),), ("label", *[middle] * (len(heads) - 1)))


def _numbered(parts: Iterable[Part], pen: Pen) -> Iterable[Block]:
    for number, (heading, blocks) in enumerate(parts, 1):
        yield Paragraph("", pen(f"{in_numerals(number)}、{heading}"), 1)
        yield from blocks


def _below(facts: Facts, pen: Pen, on: date | None) -> str:
    return f"（{pen.day('meeting_on', on, facts.on.year)}）"


def _count_of(facts: Facts, pen: Pen, post: str) -> str:
    return pen.fill(f"candidates_{post}", len(facts.names(post)) or None)


def _vote_number(facts: Facts, name: str) -> int | None:
    vote: Vote | None = facts.votes[0] if facts.votes else None
    return None if vote is None else getattr(vote, name)
