"""The supervisor's papers of one election: the envoy's three sign-off cards, typed in later, and one page of instructions for each role."""

from __future__ import annotations

from collections.abc import Mapping

from leadgoose.elections.papers.facts import Facts
from leadgoose.elections.papers.pen import Pen, grounds
from leadgoose.elections.papers.terms import terms
from leadgoose.elections.rules.card import card
from leadgoose.ground.press.letter import Paragraph
from leadgoose.ground.press.text import SQUARE, Block, Lines, Page, Ruled, Table, Text, open_day
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import template

CARDS: Mapping[str, tuple[str, str]] = {
    "before": ("会前", "发出会议通知之前"), "meeting": ("会中", "党员大会结束时"), "after": ("会后", "报告选举结果之后"),
}
"""The three points of rules.card: name, and when it is signed."""
WHEN_ALONE: Mapping[str, str] = {"before": "委员会开会之前", "meeting": "委员会会议结束时"}
"""When it is signed where the committee elects alone."""


def cards(facts: Facts, pen: Pen) -> Text:
    """督导员签认卡, three pages. An item is ticked once; what was not seen is said to be so."""
    blocks: list[Block] = []
    heads = []
    for number, (point, (name, when)) in enumerate(CARDS.items()):
        title = pen("督导员签认卡（%(name)s）", name=pen(name))
        signed = WHEN_ALONE.get(point, when) if facts.alone else when
        below = pen("%(branch)s　%(when)s签认", branch=facts.name, when=pen(signed))
        heads.append((title, below))
        blocks += ([Page(title, below)] if number else []) + _card(facts, pen, point)
    title, below = heads[0]
    return Text((title,), tuple(blocks), subtitle=below, setting="form", script=facts.script)


def roles(facts: Facts, pen: Pen) -> Text:
    """岗位须知: chair, scrutineer, counter, envoy, member, a page each, with this election's numbers."""
    say = terms(facts, pen)
    numbers = {"expected": facts.roll.expected, "need": facts.roll.need, "seats": facts.seats if not facts.by_members else 1,
               "yes": facts.switches.sign_for, "no": facts.switches.sign_against, "event": say.event, "outgoing": say.outgoing, "leaders": say.leaders,
               "plenary": say.plenary}
    blocks: list[Block] = []
    there = ROLES_ALONE if facts.alone else ROLES
    for number, (title, lines) in enumerate(there):
        blocks += [Page(pen(title), facts.name)] if number else []
        blocks += [Paragraph(pen(line, **numbers), f"{place}. ", 3) for place, line in enumerate(lines, 1)]
    return Text((pen(there[0][0]),), tuple(blocks), subtitle=facts.name, setting="form", size=14, script=facts.script)


ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("主持人须知", (
        "会前：核对应到会%(expected)s名、须到会%(need)s名；备好主持词、选举办法、选票、票箱、计票单和统一的笔。",
        "宣布人数：只数有选举权的；值班、轮休、请假的仍计入应到会。实到会不足%(need)s名的，不能选举，另定日期。",
        "不计入应到会的人，须有上级党组织同意和大会通过两项记录，缺一项就仍然计入；原因不宣读、不记录。",
        "投票前依次完成：听取和审查工作报告、通过选举办法、通过监票人、介绍候选人并答复询问。没有通过选举办法的，不能发选票。",
        "发放选票前再宣布一次实到会人数和当选须得的票数；选票发出后，人数不再变动。",
        "收回的选票多于投票人数的，选举无效，重新选举；少于的，查明写入记录，选举有效。",
        "宣布结果以计票为准：赞成票超过实到会有选举权人数的半数始得当选，正好半数不当选。不足名额的不得以得票多的补足。",
        "票数相等不能确定的，只就相等的人再次投票；不足的名额另行选举，或者经半数以上选举人同意减少名额。",
        "督导员提出意见的，当场答复或者写明处理办法；停止选举只能由上级党组织决定。",
        "书记、副书记当选后报上级批准，批复以前不以新任职务称呼和行文。",
    )),
    ("监票人须知", (
        "由党员从不是候选人的党员中推选，经大会表决通过；对选举全过程进行监督。",
        "投票前当众检查票箱，封好；清点选票，与印制数核对。",
        "按实到会有选举权的人数发放选票，每人一张；不多发，换发的先收回原票。剩余的选票当场剪角作废。",
        "监督投票：不代投，不带出会场；不能填写的，只能委托不是候选人的人代写。",
        "投票结束后当众开箱，清点收回的选票，与投票人数核对，作出记录并签字。",
        "监督计票人计票。所选人数多于%(seats)s名的整张无效；一个都没选的有效；辨认不清的部分由监票人认定。",
        "另选他人的，核对有没有被选举权；同名的查明所指何人并写明。",
        "两人分别计票结果一致后，在计票单上签字，向大会报告赞成、不赞成、弃权和另选的票数。",
        "会后当众密封选票和计票单，在封口签字。不得向任何人谈论谁怎样投票。",
    )),
    ("计票人须知", (
        "由主持人从不是候选人的党员中指定，在监票人监督下工作。",
        "开箱后先清点收回的选票张数，再分出有效票和无效票，请监票人认定。",
        "两人分别计票，互不看对方的结果。逐张看清：“%(yes)s”记赞成，“%(no)s”记不赞成，空着记弃权，另写姓名并划“%(yes)s”的记另选。",
        "每个方格画一个“正”字。每名候选人赞成、不赞成、弃权之和应当等于有效票数。",
        "另选人得票之和不多于不赞成票之和；多了的，重新核对。",
        "两人的结果逐人核对，不一致的对照选票重新清点，不得折中。",
        "只记总数，不在选票、计票单上作记号，不记哪一张是谁的。",
        "结果交监票人签字；计票单一并密封。",
    )),
    ("督导员须知", (
        "会前：核对请示、批复、候选人名单、选举办法和会议通知，在会前签认卡上逐项写明；发现问题，写明依据，请支部改正。",
        "会中：到会监督，核对到会人数、不计入的两项记录、选举办法是否通过、监票人是否候选人、选票发放和收回的张数。",
        "不计票，不接触选票，不看未宣布的票数；不代替主持人主持。",
        "认为违反规定的，当场向主持人提出，说明是哪一条规定，请其答复，写入签认卡；停止选举只能由上级党组织决定。",
        "受理党员反映的问题，记明时间和内容，转主持人或者上级党组织答复。",
        "会后：核对结果报告与会议记录、计票单是否一致，选票是否密封，在会后签认卡上签字，三张卡交党委组织部门录入。",
    )),
    ("党员须知", (
        "正式党员有选举权、被选举权、表决权；预备党员列席。有选举权的应当到会，须到会%(need)s名以上才能选举。",
        "不能到会的，会前说明原因；不能委托他人投票，也不能在会场外投票。",
        "有权了解候选人，询问并要求答复；有权要求改变候选人、不选任何一个候选人和另选他人。任何人不得以任何方式强迫选或者不选某人。",
        "填写选票：赞成划“%(yes)s”，不赞成划“%(no)s”，弃权不划。不赞成的可以另选他人，写上姓名并划“%(yes)s”。",
        "所选人数不多于%(seats)s名；多了，整张选票无效。一个也不选，选票有效。",
        "选票不写自己的姓名，不作记号，不拍照，不带出会场。写错了，投票前可以向监票人换一张。",
        "不能填写的，可以委托不是候选人的同志按自己的意思代写。",
        "对选举有意见的，可以当场向主持人、督导员提出，也可以向上级党组织反映。",
    )),
)
"""What each role does, in the order of the day."""
ROLES_ALONE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("主持人须知", (
        "会前：核对上级批复的%(leaders)s人选和全体委员名单；备好主持词、选票、票箱、计票单和统一的笔。",
        "宣布人数：只数委员；到会委员不足全体委员五分之四的，不能选举，另定时间。",
        "从不是候选人的委员中推选监票人；候选人不监票、不计票。",
        "只有委员投票，每人一张选票；列席的同志不投票。",
        "收回的选票多于投票人数的，选举无效，重新选举；少于的，查明写入记录，选举有效。",
        "赞成票超过实到会委员半数的始得当选，正好半数不当选；没有人当选的，不得以得票多的补足。",
        "督导员提出意见的，当场答复或者写明处理办法；停止选举只能由上级党组织决定。",
        "%(leaders)s当选后报上级批准，批复以前不以新任职务称呼和行文。",
    )),
    ("监票人须知", (
        "由委员从不是候选人的委员中推选；对选举全过程进行监督。只有一名委员不是候选人的，由其监票，仍然投票。",
        "投票前当众检查票箱；清点选票，与印制数核对，每名到会委员发一张，剩余的当场剪角作废。",
        "监督投票：不代投，不带出会场。",
        "投票结束后当众开箱，清点收回的选票，与投票人数核对，作出记录并签字。",
        "两人分别计票的，结果一致后签字；只有一人能计票的，在计票单上签字后以该计票单为准。",
        "报告赞成、不赞成、弃权和另选的票数；会后当众密封选票和计票单，在封口签字。不得向任何人谈论谁怎样投票。",
    )),
    ("督导员须知", (
        "会前：核对请示、批复和人选，在会前签认卡上逐项写明；发现问题，写明依据，请支部改正。",
        "会中：列席%(plenary)s，核对到会委员人数、监票人是否候选人、选票发放和收回的张数；不计票，不接触选票，不看未宣布的票数，不代替主持人主持。",
        "认为违反规定的，当场向主持人提出，说明是哪一条规定，请其答复，写入签认卡；停止选举只能由上级党组织决定。",
        "会后：核对结果报告与会议记录、计票单是否一致，选票是否密封，在会后签认卡上签字，三张卡交党委组织部门录入。",
    )),
    ("委员须知", (
        "不能到会的，会前说明原因；不能委托他人投票，也不能在会场外投票。",
        "填写选票：赞成划“%(yes)s”，不赞成划“%(no)s”，弃权不划。不赞成的可以另选其他委员，写上姓名并划“%(yes)s”。",
        "任何人不得以任何方式强迫选或者不选某人。",
        "选票不写自己的姓名，不作记号，不拍照，不带出会场。写错了，投票前可以向监票人换一张。",
        "对选举有意见的，可以当场向主持人、督导员提出，也可以向上级党组织反映。",
    )),
)
"""The same, where the committee elects alone."""


# --- pieces ---


def _card(facts: Facts, pen: Pen, point: str) -> list[Block]:
    heads = tuple(map(pen, ("序号", "核对内容", "依据", "是", "否", "未见")))
    lang = language(facts.script)
    rows = tuple(
        (str(number), template(f"elections.card-{one.key}", lang), grounds([one.rule], pen.script), SQUARE, SQUARE, SQUARE)
        for number, one in enumerate(card(facts.kind, facts.traits)[point], 1)
    )
    blocks: list[Block] = [
        Table(heads, (0.68, 4.1, 3.1, 0.55, 0.55, 0.68), rows, ("center", "left", "left", "center", "center", "center"), (10.5, 11, 9.5, 14, 14, 14)),
    ]
    if point == "meeting" and facts.alone:
        blocks.append(pen.paragraph(
            "现场核对：全体委员＿＿名，到会＿＿名；印制选票＿＿张，发出＿＿张，投票＿＿人，收回＿＿张，剩余销毁＿＿张。"))
    elif point == "meeting":
        blocks.append(pen.paragraph(
            "现场核对：应到会%(expected)s名，须到会%(need)s名，实到会＿＿名；印制选票＿＿张，发出＿＿张，投票＿＿人，收回＿＿张，剩余销毁＿＿张。",
            expected=facts.roll.expected, need=facts.roll.need))
    blocks += [
        Paragraph("", pen("意见（认为违反规定的，写明依据和主持人的答复）"), 1), Ruled(4),
        Lines((pen(f"{SQUARE}没有不同意见　　{SQUARE}有不同意见，见上"),
               pen("督导员（签名）：＿＿＿＿＿＿　　主持人（签名）：＿＿＿＿＿＿　　") + open_day(facts.on.year))),
    ]
    return blocks
