"""What the codes of the record book are called on pages and papers, and the sentences of its faults and hints."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.listed import bracketed, listed
from leadgoose.recordbook.models import Attachment
from leadgoose.recordbook.rules.checks import Fault
from leadgoose.recordbook.rules.entry import Attendee, Close, Leave, Stand
from leadgoose.recordbook.rules.frequency import State as PeriodState
from leadgoose.recordbook.rules.hints import Hint
from leadgoose.recordbook.rules.kinds import Every, Kind, Level, VoteKind
from leadgoose.recordbook.rules.resolutions import State
from leadgoose.recordbook.rules.truth import Channel, Truth

KIND: Mapping[str, Promise] = {
    Kind.MEMBER_MEETING: _("党员大会"), Kind.COMMITTEE_MEETING: _("支委会"), Kind.GROUP_MEETING: _("党小组会"), Kind.PARTY_CLASS: _("党课"),
    Kind.THEME_DAY: _("主题党日"), Kind.LIFE_MEETING: _("组织生活会"), Kind.APPRAISAL: _("民主评议党员"), Kind.TALK: _("谈心谈话"),
    Kind.ADMISSION_MEETING: _("发展党员会议"), Kind.ELECTION_MEETING: _("换届选举会议"), Kind.STUDY: _("学习"),
    Kind.AREA_ACTIVITY: _("责任区、突击队活动"), Kind.HELP_VISIT: _("困难帮扶"), Kind.SUPERIOR_VISIT: _("上级督导"), Kind.YEARLY_PLAN: _("年度计划"),
    Kind.YEARLY_SUMMARY: _("年度总结"), Kind.CHRONICLE: _("大事记"),
}
FIELD: Mapping[str, Promise] = {
    "teacher": _("主讲人"), "hours": _("学时"), "outline": _("内容提要"), "questions": _("提问和讨论"), "task": _("服务的中心任务"), "actions": _("做了什么"),
    "result": _("结果"), "form": _("召开形式"), "problems": _("查找的问题"), "criticism": _("批评和自我批评"), "corrections": _("整改措施"),
    "self_reviewed": _("个人自评人数"), "mutually_reviewed": _("党员互评人数"), "rated": _("参加测评人数"), "excellent": _("优秀"), "qualified": _("合格"),
    "basic": _("基本合格"), "unqualified": _("不合格"), "committee_view": _("组织评定意见"), "partner": _("谈话对象"), "matter": _("事由"),
    "said": _("谈话内容"), "follow_up": _("后续"), "candidate": _("讨论对象"), "stage": _("讨论事项"), "introducers": _("入党介绍人"),
    "elected": _("选举结果"), "ballots_issued": _("发出选票"), "ballots_returned": _("收回选票"), "ballots_valid": _("有效票"), "tellers": _("监票人、计票人"),
    "material": _("学习材料"), "area": _("责任区、突击队"), "problem": _("要解决的问题"), "unit": _("指标和单位"), "before": _("活动前"), "after": _("活动后"),
    "helped": _("帮扶对象"), "difficulty": _("困难情况"), "help": _("帮扶做法"), "visitors": _("来人和职务"), "looked_at": _("督导内容"),
    "asked": _("提出的要求"), "goals": _("目标"), "measures": _("措施"), "done": _("完成情况"), "next": _("下一步"), "event": _("事件"),
}
CHOICE: Mapping[str, Promise] = {
    "members": _("党员大会"), "committee": _("支委会"), "group": _("党小组会"), "admit": _("接收预备党员"), "confirm": _("预备党员转正"),
    "extend": _("延长预备期"), "cancel": _("取消预备党员资格"),
}
STAND: Mapping[str, Promise] = {
    Stand.PRESENT: _("到会"), Stand.ONLINE: _("视频参加"), Stand.LEAVE: _("请假"), Stand.ABSENT: _("缺席"), Stand.OBSERVER: _("列席"), Stand.UNSAID: _("未记"),
}
LEAVE: Mapping[str, Promise] = {
    Leave.SHIFT: _("倒班、值班"), Leave.ROTATION: _("轮休"), Leave.TRIP: _("出差、外出施工"), Leave.TRAINING: _("培训"), Leave.SICK: _("病假"),
    Leave.PERSONAL: _("事假"), Leave.OTHER: _("其他"),
}
LEVEL: Mapping[str, Promise] = {Level.OPEN: _("公开"), Level.INNER: _("内部"), Level.SECRET: _("保密")}
LEVEL_HINT: Mapping[str, Promise] = {
    Level.OPEN: _("能看本支部记录本的人都能看。"), Level.INNER: _("本支部支委和党委组织员能看，每次查看都记入记事链。"),
    Level.SECRET: _("只有本支部书记和记录人能看，每次查看都记入记事链。"),
}
TRUTH: Mapping[str, Promise] = {
    Truth.RECORDED: _("当时记录"), Truth.LATE: _("补记"), Truth.COPIED: _("抄录"), Truth.CORRECTED: _("更正"),
}
CHANNEL: Mapping[str, Promise] = {
    Channel.PAGE: _("页面录入"), Channel.SHEET: _("纸面填写后录入"), Channel.DEVICE: _("离线设备记录"), Channel.BUNDLE: _("文件导入"),
    Channel.ELECTION: _("由选举记录生成"),
}
VOTE: Mapping[str, Promise] = {VoteKind.ORDINARY: _("一般事项"), VoteKind.ADMISSION: _("接收、转正"), VoteKind.COMMITTEE: _("支委会表决")}
ITEM: Mapping[str, Promise] = {State.OPEN: _("待落实"), State.DONE: _("已落实"), State.DROPPED: _("不再执行"), State.GONE: _("更正时取消")}
BALLOT: Mapping[str, Promise] = {
    "for": _("赞成"), "against": _("反对"), "abstain": _("弃权"), "wfor": _("会前书面赞成"), "wagainst": _("会前书面反对"),
}
STAYS = _("继续办理")
CLOSE: Mapping[str, Promise] = {Close.DONE: _("已落实"), Close.DROPPED: _("不再执行")}
PERIOD: Mapping[str, Promise] = {
    PeriodState.HELD: _("已开展"), PeriodState.EXCUSED: _("已说明"), PeriodState.OPEN: _("待开展"), PeriodState.MISSED: _("未见记录"),
    PeriodState.UNKNOWN: _("资料未知"), PeriodState.AHEAD: _("未到"),
}
EVERY: Mapping[str, Promise] = {
    Every.MONTH: _("每月 1 次"), Every.QUARTER: _("每季度 1 次"), Every.HALF_YEAR: _("每半年 1 次"), Every.YEAR: _("每年 1 次"),
}
PART: Mapping[str, Promise] = {
    "title": _("主题"), "sittings": _("时间地点"), "chair": _("主持人"), "recorder": _("记录人"), "people": _("到会情况"), "guests": _("列席人员"),
    "topics": _("议题"), "speeches": _("发言"), "matters": _("决议事项"), "closings": _("上次议定的事"), "paper_page": _("纸面页码"),
}
FILE: Mapping[str, Promise] = {Attachment.What.SCAN: _("扫描件"), Attachment.What.PHOTO: _("照片")}
FAULT_WORDS: Mapping[str, Promise] = {
    "level": _("这类记录没有这一知悉范围，请另选。"),
    "group": _("请选择党小组。"),
    "for-year": _("归属年度只能是 %(before)s 或者 %(year)s。"),
    "page": _("以纸面为准的记录，请填写纸面页码。"),
    "future": _("活动日期还没有到，请改为今天或以前的日期。"),
    "too-early": _("日期过早，请核对年份。"),
    "end-first": _("结束时间应当晚于开始时间。"),
    "one-sitting": _("这类会议只能一次开完，不能分次合并；请分别记录。"),
    "twice": _("%(name)s 写了两次，请删去一处。"),
    "reason": _("%(name)s 没有请假，不应当有请假原因。"),
    "no-sitting": _("%(name)s 参加的场次不存在，请重选。"),
    "other": _("%(name)s 请假原因选了“其他”，请写明。"),
    "no-matters": _("这类记录没有决议事项；要作决议的，请另记一次会议。"),
    "no-text": _("请写明决议事项。"),
    "due-before": _("期限不能早于开会的日期。"),
    "no-votes": _("这类会议不作这种表决；选举请到“换届选举”办理。"),
    "votes-sittings": _("分次进行的活动不能表决，表决要在一次会议上完成。"),
    "too-many": _("赞成、反对、弃权共 %(told)s 票，多于到会有表决权的 %(there)s 人，请核对。"),
    "written": _("只有接收、转正的表决计入会前书面意见。"),
    "written-many": _("书面意见 %(written)s 份，多于没有到会的有表决权 %(away)s 人，请核对。"),
    "unknown": _("这类记录没有这一栏。"),
    "number": _("请填数字，最多两位小数。"),
    "choice": _("请在所列各项中选择。"),
    "long": _("太长，最多 %(most)s 个字。"),
    "key": _("这项决议的编号重复，请重新打开页面再记。"),
    "late": _("%(held)s 的活动超过 %(days)s 天才记，请写明原因，记为补记；从其他记录抄来的，请写明抄自何处。"),
    "why": _("请写明更正的原因。"),
    "stale": _("在此期间有人更正过这条记录；请看“各稿对照”，再在新稿上更正。"),
}
HINT_WORDS: Mapping[str, Promise] = {
    "times": _("开始和结束时间还没有写全，宜写到分钟。"),
    "chair": _("还没有写主持人。"),
    "recorder": _("还没有写记录人。"),
    "title": _("还没有写主题。"),
    "unsaid": _("还没有记到会情况：%(names)s，共 %(n)s 人。"),
    "leave": _("请假原因还没有写：%(names)s。"),
    "nobody": _("花名册里没有应到会的人，请组织员核对花名册。"),
    "votes": _("第 %(matter)s 项表决合计 %(told)s 票，到会有表决权 %(there)s 人，差 %(short)s 人没有记。"),
    "secret": _("第 %(matter)s 项接收、转正的表决还没有注明无记名投票。"),
    "differs": _("表决有 %(n)s 票反对或者弃权，还没有记不同意见。"),
    "silent": _("还没有记谁说了什么。"),
    "all-agree": _("只写“大家一致认为”看不出谁说了什么，宜写明发言人和要点。"),
    "unnamed": _("有 %(n)s 条发言没有写发言人。"),
    "no-day": _("第 %(matter)s 项有责任人，没有期限。"),
    "no-owner": _("第 %(matter)s 项有期限，没有责任人。"),
    "own": _("这类记录的这几栏还没有写：%(fields)s。"),
    "criticism": _("还没有记批评和自我批评。"),
    "figures": _("还没有记活动前后的数字。"),
    "grades": _("测评人数和各等次人数还没有写全。"),
    "grades-sum": _("各等次共 %(total)s 人，与参加测评的 %(rated)s 人不符。"),
    "excellent": _("优秀 %(excellent)s 人；参加测评 %(rated)s 人，优秀一般不超过 %(most)s 人。"),
}


def word(words: Mapping[str, Promise], code: str) -> str:
    """A code in words; a code that has none stands as it is."""
    return str(words.get(code, code))


def with_reason(told: str, one: Attendee) -> str:
    """What is told of somebody, with why they are away and what was noted of it; as it is where nothing was given."""
    reason = word(LEAVE, one.reason) if one.reason else ""
    return bracketed(told, str(_("%(reason)s，%(note)s")) % {"reason": reason, "note": one.note} if reason and one.note else reason or one.note)


def fault(one: Fault) -> str:
    """A fault in one sentence: what is wrong and what to do."""
    return str(FAULT_WORDS[one.code]) % dict(one.numbers)


def hint(one: Hint) -> str:
    """A hint in one sentence."""
    told = {name: format(value) if name == "names" else value for name, value in one.numbers.items()}
    if one.code == "own":
        told["fields"] = listed(word(FIELD, code) for code in one.numbers["fields"])   # type: ignore[attr-defined]   # codes of fields
    return str(HINT_WORDS[one.code]) % told


_PLACE: Mapping[str, Promise] = {"speeches": _("第 %(n)s 条发言"), "matters": _("第 %(n)s 项决议事项")}


def place(where: str) -> str:
    """A place in a record ("speeches.0", "fields.said") in words."""
    part, _dot, which = where.partition(".")
    return word(FIELD, which) if part == "fields" else str(_PLACE[part]) % {"n": int(which) + 1}


FAULTS, HINTS = frozenset(FAULT_WORDS), frozenset(HINT_WORDS)


JOURNAL: Mapping[str, Mapping[str, Promise]] = {"kind": KIND, "truth": TRUTH, "channel": CHANNEL, "level": LEVEL, "state": ITEM, "what": FILE}
"""What the codes in the journal's facts mean."""
