"""What the codes of elections are called on pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leadgoose.elections.models import Election, Meeting, Reminder, Round, Watcher
from leadgoose.elections.papers.catalogue import Kind
from leadgoose.elections.rules import posts
from leadgoose.elections.rules.rollcall import Grounds
from leadgoose.elections.rules.sheet import Gap
from leadgoose.ground.statutes.language import Lang, language
from leadgoose.ground.statutes.sentences import say, template
from leadgoose.ground.statutes.verdicts import Reason
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Organisation

WAY: Mapping[str, Promise] = {
    Reminder.Way.PRINTED: _("本系统打印的提醒函"),
    Reminder.Way.LETTER: _("信函（补记）"),
    Reminder.Way.PHONE: _("电话（补记）"),
}
NOTED: Mapping[str, Promise] = {Reminder.Way.LETTER.value: _("信函"), Reminder.Way.PHONE.value: _("电话")}
PHASES: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("请示"), ("reminder", "request", "reply")),
    (_("人选"), ("opinion", "initial", "persons-request", "persons-reply", "deliberation", "preselection", "notice")),
    (_("党员大会"), (
        "exclusions", "roll-call", "report-heard", "method", "scrutineers", "ballots", "voted", "returned", "counted", "announced",
    )),
    (_("委员会会议"), ("first-meeting",)),
    (_("报批和公布"), ("result-report", "result-reply", "publication", "handover")),
)
"""The stages in the parts that people speak of."""
BY: Mapping[str, Promise] = {
    "superior": _("上级党组织"), "organisation": _("本组织"), "members": _("全体党员"), "meeting": _("党员大会"), "desk": _("计票台"),
    "committee": _("委员会"),
}
DO: Mapping[str, Promise] = {
    "reminder": _("打印提醒函"), "request": _("报送请示"), "reply": _("登记批复"), "opinion": _("登记征求意见情况"), "initial": _("提出初步人选"),
    "persons-request": _("报送人选请示"), "persons-reply": _("登记人选批复"), "deliberation": _("确定正式候选人"), "preselection": _("登记差额预选"),
    "notice": _("发出会议通知"), "exclusions": _("确定不计入应到会的人"), "roll-call": _("清点到会人数"), "report-heard": _("登记审查工作报告"),
    "method": _("登记通过选举办法"), "scrutineers": _("登记监票人、计票人"), "ballots": _("发放选票"), "voted": _("登记投票结束"),
    "returned": _("核对选票"), "counted": _("计票"), "announced": _("宣布当选名单"), "first-meeting": _("登记委员会会议"),
    "result-report": _("报告选举结果"), "result-reply": _("登记结果批复"), "publication": _("登记公布"), "handover": _("登记工作移交"),
    "revote": _("就得票相等的人再次投票"), "open-seats": _("不足的名额另行选举"), "fewer-seats": _("减少名额"), "vote-again": _("重新投票"),
    "next-post": _("选举副书记"), "annul": _("决定选举无效"), "new-meeting": _("另定开会日期"),
    "shift-term": _("登记延期或者提前换届"), "stop": _("决定停止选举"),
    "resume": _("决定恢复选举"),
}
"""What the button of a stage or side move says."""
POST: Mapping[str, Promise] = {"committee": _("委员"), "secretary": _("书记"), "deputy": _("副书记")}
STAND: Mapping[str, tuple[str, Promise]] = {
    "named": ("plain", _("已提名")), "proposed": ("plain", _("初步人选")), "agreed": ("soon", _("预备人选")), "official": ("ok", _("正式候选人")),
    "dropped": ("plain", _("已退出")),
}
"""How far a candidate has come: colour and words."""
DROPPED: Mapping[str, Promise] = {
    "withdrew": _("本人要求退出"), "not-agreed": _("上级审查未同意"), "not-supported": _("酝酿中未列为正式候选人"), "no-right": _("没有被选举权"),
    "error": _("提名有误"),
}
HEADING: Mapping[str, Promise] = {"learning": _("个人学习"), "practice": _("岗位实践"), "training": _("组织培训"), "opinion": _("群众评价")}
LINE: Mapping[str, Promise] = {"anthem": _("奏唱国歌"), "dues": _("报告党费收缴使用情况")}
PLACE: Mapping[str, Promise] = {"board": _("公开栏张贴"), "meeting": _("会议宣布"), "network": _("内部网络公布")}
POINT: Mapping[str, Promise] = {"before": _("会议通知之前"), "meeting": _("会议现场"), "after": _("报告结果之后")}
MARK: Mapping[str, Promise] = {"yes": _("是"), "no": _("否"), "unseen": _("未见")}
ANSWERED: Mapping[str, Promise] = {
    "mended": _("已纠正"), "explained": _("已说明"), "stands": _("维持原决定"), "referred": _("报上级党组织处理"),
}
CLOSED: Mapping[str, Promise] = {"completed": _("已办结"), "given-up": _("已取消")}
MEETING: Mapping[str, Promise] = {
    Meeting.Sort.MEMBERS: _("党员大会"), Meeting.Sort.COMMITTEE: _("委员会会议"), Meeting.Sort.PRESELECTION: _("差额预选"),
}
"""Sorts of meetings where the election is not at hand; `called` names one of an election."""
HELD: Mapping[str, Promise] = {Meeting.Held.DESK: _("现场录入"), Meeting.Held.PAPER: _("纸质办理，会后补录")}
VOTE: Mapping[str, Promise] = {
    Round.Sort.COMMITTEE: _("委员会委员"), Round.Sort.SECRETARY: _("书记"), Round.Sort.DEPUTY: _("副书记"), Round.Sort.PRESELECTION: _("委员候选人预选"),
}
FOLLOWS: Mapping[str, Promise] = {"revote": _("再次投票"), "open-seats": _("另行选举"), "vote-again": _("重新投票")}
SCREEN: Mapping[str, Promise] = {
    "roll": _("清点到会"), "decisions": _("会议决定"), "ballots": _("收发选票"), "tally": _("计票"), "result": _("宣布结果"),
}
WATCHER: Mapping[str, Promise] = {Watcher.Role.SCRUTINEER: _("监票人"), Watcher.Role.COUNTER: _("计票人")}
GROUNDS: Mapping[str, Promise] = {
    Grounds.NO_WILL: _("患有精神病或者因其他疾病不能表达本人意志"),
    Grounds.ABROAD: _("自费出国半年以上"),
    Grounds.SENTENCE: _("正在服刑，未受留党察看以上处分"),
    Grounds.BEDRIDDEN: _("年老体弱卧床不起，或者长期生病生活不能自理"),
    Grounds.AWAY: _("外出工作、学习半年以上，应转组织关系而没有转走"),
    Grounds.RETIRED_HOME: _("离退休回原籍长期居住，组织关系没有转走"),
}
"""The six closed reasons, for choosing; which one was chosen is never shown."""
GAP: Mapping[str, Promise] = {
    Gap.PRINTED: _("印制与发出、作废、销毁合计不符的原因"), Gap.ISSUED: _("发出与投票人数不符的原因"), Gap.RETURNED: _("收回少于投票人数的原因"),
}
STATUS: Mapping[str, Promise] = {
    "complete": _("选足名额"), "tie": _("得票相等，不能确定"), "shortfall": _("名额不足"), "void": _("投票无效"),
}


def kind(code: str) -> str:
    """A kind of election in the reader's language."""
    return template(f"elections.kind-{code}", _lang())


def stage(key: str, of: Election | None = None) -> str:
    """A stage in the reader's language; of: the election, by whose kind some stages have a name of their own."""
    if of is not None and key == "first-meeting":
        return plenary(of)
    return stage_of(of.kind if of is not None else "", key)


def stage_of(kind: str, key: str) -> str:
    """A stage of a kind of election: 换届请示 is the request of a change of term only."""
    other = key in ("request", "reply") and kind in ("by-election", "new-branch")
    return template(f"elections.stage-{key}{'-no-renewal' if other else ''}", _lang())


def paper(one: Kind, of: Election) -> str:
    """What a paper is called in an election."""
    return stage(one.stage, of) if one.key in ("request", "reply") else str(one.label)


def plenary(of: Election) -> str:
    """What the meeting of the committee that elects its leaders is called, in the words that the papers use too."""
    return plenary_of(of.kind, of.organisation)


def plenary_of(kind: str, organisation: Organisation) -> str:
    """The same, by the kind of an election that may be begun."""
    return template(posts.plenary(kind, organisation.kind == OrgKind.GENERAL_BRANCH), _lang())


def called(of: Election, sort: str) -> str:
    """What a sort of meeting is called in an election."""
    return plenary(of) if sort == Meeting.Sort.COMMITTEE else str(MEETING[sort])


def move(key: str) -> str:
    """A side move in the reader's language."""
    return template(f"elections.move-{key}", _lang())


def card(key: str) -> str:
    """An item of the envoy's card in the reader's language."""
    return template(f"elections.card-{key}", _lang())


def point(code: str, traits: Collection[str]) -> str:
    """When a point of the card is signed in an election of these traits."""
    return str(_("委员会开会之前") if code == "before" and posts.ALONE in traits else POINT[code])


def reason(one: Reason) -> str:
    """A reason as a sentence in the reader's language."""
    return say(one, _lang())


def _lang() -> Lang:
    return language(get_language() or "")


JOURNAL: Mapping[str, Mapping[str, Promise] | Callable[[str], str]] = {
    "kind": kind, "step": stage, "stage": stage, "at_stage": stage, "post": POST, "code": DROPPED, "headings": HEADING, "point": POINT, "as": ANSWERED,
    "places": PLACE, "meeting": MEETING, "held": HELD, "vote": VOTE, "outcome": STATUS, "way": {**WAY, "paper": _("纸质计票单"), "desk": _("现场录入")},
    "traits": {"through": _("经党总支转报"), "preselection": _("差额预选")},
}
"""What the codes in the journal's facts mean."""
