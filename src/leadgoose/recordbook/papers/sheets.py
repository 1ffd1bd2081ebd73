"""A record as a sheet, and an empty sheet of a kind: the same description, filled or with lines to write on.

Texts of the form are the office's own, in Simplified Chinese, set in the committee's script by `press.script`; what somebody wrote and names
are printed as they are. Nothing here makes words for anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from leadgoose.ground.press.script import fixed
from leadgoose.ground.press.script import say as fill
from leadgoose.ground.statutes import language, say
from leadgoose.recordbook.models import Record, Version
from leadgoose.recordbook.queries.record import OpenItem
from leadgoose.recordbook.rules.entry import Attendee, Entry, Leave, Matter, Stand, Topic
from leadgoose.recordbook.rules.kinds import Expected, FieldKind, Kind, KindRule, Level, VoteKind
from leadgoose.recordbook.rules.room import Rolled, Room, judge, quorum, room
from leadgoose.recordbook.rules.truth import Channel, Truth

KIND = {
    Kind.MEMBER_MEETING: "党员大会", Kind.COMMITTEE_MEETING: "支部委员会会议", Kind.GROUP_MEETING: "党小组会", Kind.PARTY_CLASS: "党课",
    Kind.THEME_DAY: "主题党日", Kind.LIFE_MEETING: "组织生活会", Kind.APPRAISAL: "民主评议党员", Kind.TALK: "谈心谈话",
    Kind.ADMISSION_MEETING: "发展党员会议", Kind.ELECTION_MEETING: "换届选举会议", Kind.STUDY: "学习", Kind.AREA_ACTIVITY: "责任区、突击队活动",
    Kind.HELP_VISIT: "困难帮扶", Kind.SUPERIOR_VISIT: "上级督导", Kind.YEARLY_PLAN: "年度计划", Kind.YEARLY_SUMMARY: "年度总结", Kind.CHRONICLE: "大事记",
}
FIELD = {
    "teacher": "主讲人", "hours": "学时", "outline": "内容提要", "questions": "提问和讨论", "task": "服务的中心任务", "actions": "做了什么", "result": "结果",
    "form": "召开形式", "problems": "查找的问题", "criticism": "批评和自我批评", "corrections": "整改措施", "self_reviewed": "个人自评人数",
    "mutually_reviewed": "党员互评人数", "rated": "参加测评人数", "excellent": "优秀", "qualified": "合格", "basic": "基本合格", "unqualified": "不合格",
    "committee_view": "组织评定意见", "partner": "谈话对象", "matter": "事由", "said": "谈话内容", "follow_up": "后续", "candidate": "讨论对象",
    "stage": "讨论事项", "introducers": "入党介绍人", "elected": "选举结果", "ballots_issued": "发出选票", "ballots_returned": "收回选票",
    "ballots_valid": "有效票", "tellers": "监票人、计票人", "material": "学习材料", "area": "责任区、突击队", "problem": "要解决的问题", "unit": "指标和单位",
    "before": "活动前", "after": "活动后", "helped": "帮扶对象", "difficulty": "困难情况", "help": "帮扶做法", "visitors": "来人和职务",
    "looked_at": "督导内容", "asked": "提出的要求", "goals": "目标", "measures": "措施", "done": "完成情况", "next": "下一步", "event": "事件",
}
LEVEL = {Level.OPEN: "公开", Level.INNER: "内部", Level.SECRET: "保密"}
CHOICE = {
    "members": "党员大会", "committee": "支委会", "group": "党小组会", "admit": "接收预备党员", "confirm": "预备党员转正", "extend": "延长预备期",
    "cancel": "取消预备党员资格",
}
LEAVE = {
    Leave.SHIFT: "倒班、值班", Leave.ROTATION: "轮休", Leave.TRIP: "出差、外出施工", Leave.TRAINING: "培训", Leave.SICK: "病假", Leave.PERSONAL: "事假",
    Leave.OTHER: "其他",
}
TRUTH = {Truth.RECORDED: "当时记录", Truth.LATE: "补记", Truth.COPIED: "抄录", Truth.CORRECTED: "更正"}
CHANNEL = {
    Channel.PAGE: "页面录入", Channel.SHEET: "纸面填写后录入", Channel.DEVICE: "离线设备记录", Channel.BUNDLE: "文件导入", Channel.ELECTION: "由选举记录生成",
}
LINES = {"topics": 2, "speeches": 3, "matters": 2, "field": 2}
"""Lines on an empty sheet at the least; what is left of the page is shared out among them in these proportions (typst/record.typ)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A titled block of a sheet. kind: "text", "list" (numbered rows of one text), "said" (the same without numbers), "rows" (label and text),
    "people" (names to tick), "lines" (n empty lines), "blanks" (label and what may be chosen, or "" for a short line)."""

    title: str
    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    n: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet in the committee's script. heads: labels and texts, two pairs to a line; a pair marked wide takes a line of its own."""

    kind: str
    number: str
    title: str
    heads: tuple[tuple[str, str, bool], ...]
    parts: tuple[Part, ...]
    signatures: tuple[str, ...]
    foot: tuple[str, ...]
    day: str = ""
    key: str = ""


def sheet(record: Record, entry: Entry, rule: KindRule, versions: Sequence[Version], states: dict[str, str], script: str, version: int = 0) -> Sheet:
    """A record's sheet. states: resolution's key → what became of it, in words of the form. version: number of the one printed, 0 for what stands;
    any other says so beside the record's number."""
    told = _Form(script)
    heads = room(entry)
    earlier = told.say("　第 %(n)s 稿（现行第 %(now)s 稿）", n=version, now=record.standing) if version not in (0, record.standing) else ""
    return Sheet(
        kind=told.form(KIND[rule.kind]), number=f"{record.year}-{record.serial:03d}{earlier}", title=entry.title, heads=tuple(_heads(entry, rule, heads, told)),
        parts=tuple(_parts(entry, rule, heads, states, told)), signatures=told.all(_signatures(rule)), foot=tuple(_foot(record, entry, versions, told)),
        day=entry.held_on.isoformat(), key=record.key,
    )


def blank(rule: KindRule, organisation: str, expected: Iterable[Rolled], script: str, items: Sequence[OpenItem] = (), group: str = "") -> Sheet:
    """An empty sheet of a kind: the same fields with lines to write on, the names of those expected to tick, and the items that this meeting finds open.

    group: the name of the group that meets, "" where it is to be written.
    """
    told = _Form(script)
    parts: list[Part] = []
    if items and rule.members_only:
        parts.append(Part(told.form("上次议定的事"), "rows", rows=tuple(_waiting(number, one, told) for number, one in enumerate(items, 1))))
    names = tuple((one.name, "" if one.voter else told.form("无表决权")) for one in expected)
    if names:
        parts.append(Part(told.say("应到 %(n)s 人：到会打√，请假写原因，缺席打×", n=len(names)), "people", rows=names))
    parts += _lines(rule, told)
    return Sheet(
        told.form(KIND[rule.kind]), "", organisation, tuple(_blank_heads(rule, group, told)), tuple(parts),
        told.all(_signatures(rule)), told.all(("手写填好后，可以录入系统，也可以以本纸为准，只录入日期、到会、表决、决议和页码。",)),
    )


def _blank_heads(rule: KindRule, group: str, told: _Form) -> Iterator[tuple[str, str, bool]]:
    yield told.form("日期"), "", False
    yield told.form("时间"), told.form("　时　分至　时　分"), False
    yield told.form("地点"), "", False
    if rule.expected is not Expected.NOBODY:
        yield told.form("谈话人、走访人" if rule.confidential else "主持人"), "", False
        yield told.form("记录人"), "", False
        yield told.form("纸面页码"), "", False
    if rule.members_only:
        yield told.form("方式"), told.form("□现场　□视频"), False
    if rule.expected is Expected.GROUP:
        yield told.form("党小组"), group, False
    if rule.for_year:
        yield told.form("归属年度"), "", False
    if len(rule.levels) > 1:
        yield told.form("知悉范围"), "　".join(f"□{told.form(LEVEL[one])}" for one in rule.levels), True
    if rule.sittings:
        yield told.form("第 2 场"), told.form("日期　　　时间　　　地点　　　（这一场到会的，在姓名后写 2）"), True
    if not rule.confidential:
        yield told.form("主题"), "", True
    if rule.expected is not Expected.NOBODY and not rule.confidential:
        yield told.form("列席"), "", True


def _lines(rule: KindRule, told: _Form) -> Iterator[Part]:
    """What is written by hand."""
    if rule.topics:
        yield Part(told.form("议题（有汇报人、材料的写明）"), "lines", n=LINES["topics"])
    if rule.speeches:
        yield Part(told.form("发言（发言人、要点、不同意见）"), "lines", n=LINES["speeches"])
    if rule.matters:
        vote = "（赞成　　反对　　弃权　　）" if rule.votes else ""
        if VoteKind.ADMISSION in rule.votes[:1]:
            vote = "（□无记名　赞成　　反对　　弃权　　；会前书面赞成　　反对　　）"
        yield Part(told.form("决议事项、责任人、期限、检查日期"), "lines", text=told.form(vote), n=LINES["matters"] * (2 if rule.votes else 1))
    short = tuple(
        (told.form(FIELD[one.code]), "　".join(f"□{told.form(CHOICE[each])}" for each in one.choices))
        for one in rule.fields if one.kind is not FieldKind.TEXT
    )
    if short:
        yield Part("", "blanks", rows=short)
    yield from (Part(told.form(FIELD[one.code]), "lines", n=LINES["field"]) for one in rule.fields if one.kind is FieldKind.TEXT)


def _waiting(number: int, one: OpenItem, told: _Form) -> tuple[str, ...]:
    """An open item on an empty sheet: its words; who and by when; what may become of it."""
    said = [one.owner_name, told.say("期限 %(day)s", day=day(one.due_on)) if one.due_on is not None else "", told.form("□已落实　□不再执行　□继续办理")]
    return str(number), one.text, "　".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class _Form:
    """The form's own words in a script."""

    script: str

    def form(self, text: str) -> str:
        return fixed(text, self.script)

    def all(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.form(text) for text in texts)

    def say(self, text: str, **values: object) -> str:
        return fill(text, self.script, **values)


def _heads(entry: Entry, rule: KindRule, heads: Room, told: _Form) -> Iterator[tuple[str, str, bool]]:
    for number, one in enumerate(entry.sittings, 1):
        start, end = (moment.isoformat("minutes") if moment is not None else "" for moment in (one.start, one.end))
        times = f"{start}–{end}" if start or end else ""
        if len(entry.sittings) > 1:
            yield told.say("第 %(n)s 场", n=number), "　".join(part for part in (day(one.on), times, one.place) if part), True
            continue
        yield told.form("日期"), day(one.on), False
        yield told.form("时间"), times, False
        if one.place:
            yield told.form("地点"), one.place, False
    if entry.online:
        yield told.form("方式"), told.form("视频"), False
    if rule.expected is not Expected.NOBODY:
        yield told.form("主持人"), entry.chair.name, False
    if entry.recorder.name:
        yield told.form("记录人"), entry.recorder.name, False
    if entry.for_year is not None:
        yield told.form("归属年度"), str(entry.for_year), False
    if heads.expected:
        yield told.form("到会"), told.say("应到 %(expected)s 人，实到 %(present)s 人", expected=heads.expected, present=heads.present), False
        yield from _names(entry, told)
    others = [one.name for one in entry.people if not one.expected and one.stand in (Stand.PRESENT, Stand.ONLINE)]
    others += [one.line for one in entry.guests if one.member]
    if others:
        yield told.form("参加人员" if not heads.expected else "其他支部党员"), "、".join(others), True
    guests = [one.name for one in entry.people if one.stand is Stand.OBSERVER]
    guests += [one.line for one in entry.guests if not one.member]
    if guests:
        yield told.form("列席"), "、".join(guests), True


def _names(entry: Entry, told: _Form) -> Iterator[tuple[str, str, bool]]:
    """Those expected who are not simply there, by name and reason."""
    for stand, label in ((Stand.ONLINE, "视频参加"), (Stand.LEAVE, "请假"), (Stand.ABSENT, "缺席"), (Stand.UNSAID, "未记")):
        names = [_with_reason(one, told) for one in entry.people if one.expected and one.stand is stand]
        if names:
            yield told.form(label), "、".join(names), True


def _with_reason(one: Attendee, told: _Form) -> str:
    why = "，".join(part for part in (told.form(LEAVE[one.reason]) if one.reason else "", one.note) if part)
    return f"{one.name}（{why}）" if why else one.name


def _parts(entry: Entry, rule: KindRule, heads: Room, states: dict[str, str], told: _Form) -> Iterator[Part]:
    if entry.closings:
        closed = (("已落实" if one.how == "done" else "不再执行", states.get(one.resolution, ""), one.note) for one in entry.closings)
        yield Part(told.form("上次议定的事"), "rows", rows=tuple((told.form(how), text, note) for how, text, note in closed))
    if entry.topics:
        yield Part(told.form("议题"), "list", rows=tuple((_topic(one, told),) for one in entry.topics))
    if entry.speeches:
        spoken = tuple((one.who.name, one.point, _differs(one.differs, told)) for one in entry.speeches)
        yield Part(told.form("发言"), "rows", rows=spoken)
    if entry.matters:
        yield Part(told.form("决议事项"), "rows", rows=tuple(_matter(number, one, heads, told) for number, one in enumerate(entry.matters, 1)))
    said = [one for one in rule.fields if entry.fields.get(one.code)]
    short = tuple((told.form(FIELD[one.code]), _own(one.kind, entry.fields[one.code], told)) for one in said if one.kind is not FieldKind.TEXT)
    if short:
        yield Part(told.form(KIND[rule.kind]), "rows", rows=short)
    yield from (Part(told.form(FIELD[one.code]), "text", text=entry.fields[one.code]) for one in said if one.kind is FieldKind.TEXT)
    verdict = quorum(rule, heads) if heads.expected else None
    if verdict is not None and (entry.matters or not verdict.ok):
        yield Part(told.form("到会和表决"), "said", rows=tuple((text,) for text in _verdicts(entry, rule, heads, told)))


def _topic(one: Topic, told: _Form) -> str:
    besides = [f"{told.form('汇报人')} {one.by.name}"] if one.by.name else []
    besides += [f"{told.form('材料')} {'、'.join(each.name for each in one.papers)}"] if one.papers else []
    return f"{one.text}（{'；'.join(besides)}）" if besides else one.text


def _differs(text: str, told: _Form) -> str:
    return f"{told.form('不同意见')}：{text}" if text else ""


def _own(kind: FieldKind, text: str, told: _Form) -> str:
    return told.form(CHOICE[text]) if kind is FieldKind.CHOICE else text


def _matter(number: int, one: Matter, heads: Room, told: _Form) -> tuple[str, ...]:
    """(number, words, vote and who does it by when)."""
    pieces = []
    if one.vote is not None:
        vote = told.say("赞成 %(a)s，反对 %(b)s，弃权 %(c)s", a=one.vote.favour, b=one.vote.against, c=one.vote.abstain)
        if one.vote.written_favour or one.vote.written_against:
            vote += told.say("，会前书面赞成 %(a)s、反对 %(b)s", a=one.vote.written_favour, b=one.vote.written_against)
        if one.vote.secret:
            vote += told.form("（无记名）")
        pieces.append(vote + told.form("，通过" if judge(one.vote, heads).ok else "，未通过"))
    if one.owner.name:
        pieces.append(f"{told.form('责任人')} {one.owner.name}")
    if one.due_on is not None:
        pieces.append(f"{told.form('期限')} {day(one.due_on)}")
    if one.check_on is not None:
        pieces.append(f"{told.form('检查')} {day(one.check_on)}")
    return str(number), one.text, "；".join(pieces)


def _verdicts(entry: Entry, rule: KindRule, heads: Room, told: _Form) -> Iterator[str]:
    lang = language(told.script)
    verdict = quorum(rule, heads)
    if verdict is not None:
        yield from (say(one, lang) for one in verdict.reasons)
    for number, one in enumerate(entry.matters, 1):
        if one.vote is not None:
            yield told.say("第 %(n)s 项：", n=number) + "".join(say(each, lang) for each in judge(one.vote, heads).reasons[-1:])


def _signatures(rule: KindRule) -> tuple[str, ...]:
    if rule.expected is Expected.NOBODY:
        return ("记录人签字", "书记签字")
    if rule.confidential:
        return ("谈话人、走访人签字", "记录人签字")
    admission = VoteKind.ADMISSION in rule.votes and rule.votes[0] is VoteKind.ADMISSION
    return ("主持人签字", "记录人签字", *(("监票人签字",) if admission or rule.kind is Kind.ELECTION_MEETING else ()))


def _foot(record: Record, entry: Entry, versions: Sequence[Version], told: _Form) -> Iterator[str]:
    """How the record came to be: each version in one line; the paper where it is the original."""
    if entry.paper_original:
        yield told.say("以纸面为准：纸面第 %(page)s 页。", page=entry.paper_page)
    elif entry.paper_page:
        yield told.say("纸面第 %(page)s 页。", page=entry.paper_page)
    for one in versions:
        what = "撤回" if one.withdraws else TRUTH[Truth(one.truth)]
        reason = told.say("，原因：%(reason)s", reason=one.reason) if one.reason else ""
        copied = told.say("，抄自：%(source)s", source=one.copied_from) if one.copied_from else ""
        how = told.say(
            "第 %(n)s 稿　%(what)s　%(written)s 写成，%(at)s 录入（%(channel)s，%(by)s）", n=one.number, what=told.form(what),
            written=one.written_on.isoformat(), at=_minute(one), channel=told.form(CHANNEL[Channel(one.channel)]), by=one.recorded_by,
        )
        yield how + reason + copied + told.say("　凭据 %(receipt)s", receipt=f"{one.receipt_number}-{one.receipt_hash[:16]}")


def _minute(one: Version) -> str:


    return timezone.localtime(one.recorded_at).strftime("%Y-%m-%d %H:%M")


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def facts_of(sheets: Sequence[Sheet], **more: Any) -> dict[str, Any]:
    """Plain JSON values for the template."""
    return {"sheets": [_plain(one) for one in sheets], **more}


def _plain(one: Sheet) -> dict[str, Any]:
    return {
        "kind": one.kind, "number": one.number, "title": one.title, "heads": [list(head) for head in one.heads], "signatures": list(one.signatures),
        "foot": list(one.foot), "day": one.day, "key": one.key,
        "parts": [{"title": part.title, "kind": part.kind, "text": part.text, "n": part.n, "rows": [list(row) for row in part.rows]} for part in one.parts],
    }
