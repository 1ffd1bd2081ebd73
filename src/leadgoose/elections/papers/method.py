"""选举办法: what the meeting adopts before it votes, article by article, with the numbers of this election.

Each article follows a rule; where the text is silent (what is done with unreadable places, how ballots are kept) the method decides, and
it says what is usual. Sources: elec-method-adopted, elec-quorum-four-fifths … elec-announce, and section D of the reference.
"""

from __future__ import annotations

from leadgoose.elections.papers.facts import Facts
from leadgoose.elections.papers.pen import Pen, in_numerals
from leadgoose.elections.papers.terms import by_committee, leading_seats, posts, seats_of, terms
from leadgoose.ground.press.letter import Paragraph
from leadgoose.ground.press.text import Text


def method(facts: Facts, pen: Pen) -> Text:
    say = terms(facts, pen)
    articles = [*_who_votes(facts, pen), *_for_whom(facts, pen), *_how(facts, pen), *_what_counts(facts, pen), *_afterwards(facts, pen)]
    blocks = [Paragraph("　" + text, pen(f"第{in_numerals(number)}条"), 1) for number, text in enumerate(articles, 1)]
    adopted = facts.done["method"].on if "method" in facts.done else None
    below = "（%(day)s党员大会通过）" if adopted else "（草案，提请党员大会通过）"
    return Text((facts.name, pen("%(event)s办法", event=say.event)), tuple(blocks), subtitle=pen(below, day=adopted), script=facts.script)


def _who_votes(facts: Facts, pen: Pen) -> list[str]:
    say = terms(facts, pen)
    host = "上级党组织指定的负责人" if facts.kind == "new-branch" else "上届书记" if facts.by_members else "%(outgoing)s"
    return [
        pen("根据《中国共产党章程》、《中国共产党基层组织选举工作条例》（以下简称《选举工作条例》）和上级党组织批复，结合实际，制定本办法。"),
        pen(f"选举由{host}主持。", outgoing=say.outgoing),
        pen("正式党员有表决权、选举权、被选举权。预备党员、受留党察看处分尚未恢复权利的党员、被依规中止权利的党员，没有上述权利（%(rule)s）。",
            rule=pen.cite("elec-rights-full-members")),
        pen("有选举权的到会人数不少于应到会人数的五分之四，方可进行选举。应到会人数为有选举权的党员人数，减去经上级党组织同意并经党员大会通过"
            "不计入的人数；值班、轮休、出差、请假不能到会的，仍计入应到会人数。"),
    ]


def _for_whom(facts: Facts, pen: Pen) -> list[str]:
    say, count = terms(facts, pen), len(facts.names(facts.post)) or None
    if facts.by_members:
        seats = [pen(f"应选{word}1名，候选人%(count)s名。", count=pen.fill(f"candidates_{post}", len(facts.names(post)) or None))
                 for post, word in (("secretary", "书记"), ("deputy", "副书记")) if post in posts(facts)]
        twice = pen("先选书记，再选副书记，分别投票、计票。") if len(seats) > 1 else ""
        return ["".join(seats) + twice + pen("候选人按上级党组织批准的顺序排列。")]
    extra = None if count is None or facts.seats is None else count - facts.seats
    text = "%(elects)s应选%(seats)s名，候选人%(count)s名"
    text += "，经差额预选产生。" if "preselection" in facts.traits else "，差额%(extra)s名，实行差额选举。"
    told = pen(text, elects=say.elects, seats=facts.seats, count=pen.fill("candidates_committee", count), extra=pen.fill("candidates_committee", extra))
    found = [told + pen("候选人名单以姓氏笔画为序。")]
    if "preselection" in facts.traits:
        found.append(pen("预选时，有选举权的到会人数同样不少于应到会人数的五分之四；获得赞成票超过实到会有选举权人数半数的，列为正式候选人。"))
    return found


def _how(facts: Facts, pen: Pen) -> list[str]:
    signs = {"yes": facts.switches.sign_for, "no": facts.switches.sign_against}
    return [
        pen("选举采用无记名投票方式。选票不编号，不作任何记号。"),
        pen("设监票人、计票人若干名。监票人由党员从不是候选人的党员中推选，经党员大会表决通过；计票人由主持人从不是候选人的党员中指定，"
            "在监票人监督下工作。候选人不担任监票人、计票人。"),
        pen("对候选人可以投赞成票、不赞成票，也可以弃权。赞成的，在姓名对应的符号栏内划“%(yes)s”；不赞成的，划“%(no)s”；弃权的，不划任何符号。", **signs),
        pen("投不赞成票的，可以另选他人：在另选人姓名栏内写上所选人的姓名，并在符号栏内划“%(yes)s”。弃权的不能另选他人。另选的人应当有被选举权。", **signs),
        pen("因故不能填写选票的，可以委托不是候选人的人按本人意志代写。没有到会的党员，不能委托他人代为投票；不设流动票箱，不在会场外投票。"),
        pen("填写选票用统一准备的笔。监票人、计票人和主持人先投票，其他党员依次投票。投票前，监票人当众检查并封好票箱。"),
    ]


def _what_counts(facts: Facts, pen: Pen) -> list[str]:
    return [
        pen("投票结束后，监票人、计票人当众开箱，清点收回的选票，与投票人数核对并作出记录，由监票人签字。收回的选票等于或者少于投票人数，"
            "选举有效；多于投票人数，选举无效，应当重新选举。"),
        pen("每张选票所选的人数（赞成和另选之和）等于或者少于应选人数的为有效票，多于应选人数的为无效票；不作任何选择的，是有效票，按弃权计算。"),
        pen("书写模糊无法辨认的部分无效，能够辨认的部分有效；全部无法辨认的为无效票。同名的，由监票人查明并写明所指何人。有疑问的，由监票人研究认定。"),
        pen("获得赞成票超过实到会有选举权人数的半数的，始得当选；正好半数的，不能当选。计算半数以实到会有选举权的人数为准，不以收回的选票数或者有效票数为准。"),
        pen("得赞成票超过半数的人数多于应选名额时，以得票多少为序，至取足应选名额为止。票数相等不能确定当选人时，只就票数相等的人再次投票，得票多的当选；"
            "再次投票仍然相等的，由主持人报上级党组织。"),
        pen("得赞成票超过半数的人数少于应选名额时，不足的名额另行选举，候选人由党员大会确定，新提出的人选报上级党组织同意。当选人数接近应选名额的，"
            "经半数以上选举人同意，可以减少名额，不再进行选举。"),
    ]


def _afterwards(facts: Facts, pen: Pen) -> list[str]:
    say = terms(facts, pen)
    found = [
        pen("计票结束后，监票人向党员大会报告候选人和另选人所得赞成票、不赞成票、弃权票的票数，主持人宣布当选人名单。"
            + ("" if facts.by_members else "当选的委员以姓氏笔画为序。")),
    ]
    if by_committee(facts):
        seats = leading_seats(facts)
        found.append(pen(
            f"{seats}由%(plenary)s在委员中等额选举产生，候选人按上级党组织批准的顺序排列。到会委员不少于全体委员的五分之四，"
            "方可进行选举；监票人从不是候选人的委员中推选，经全体委员表决通过；赞成票超过实到会委员的半数，始得当选。",
            plenary=say.plenary, deputies=seats_of(facts, "deputy"),
        ))
    filed, approved = "委员报上级党组织备案", "%(leaders)s报上级党组织批准"
    report = approved if facts.by_members else f"{filed}，{approved}" if by_committee(facts) else filed
    found += [
        pen(f"选举结果报告上级党组织：{report}。选票和计票单当场密封，由监票人签字，交本级党组织保存至上级党组织批复。", leaders=say.leaders),
        pen("选举中遇到本办法没有规定的情况，按《选举工作条例》办理；《选举工作条例》没有规定的，由主持人提请党员大会决定，重大问题报上级党组织。"),
        pen("本办法经党员大会通过后生效。"),
    ]
    return found
