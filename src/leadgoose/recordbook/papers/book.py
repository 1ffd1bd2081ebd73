"""The bound book of one year: cover, contents with page numbers, plan, records by kind, what became of the resolutions, signature lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from leadgoose.ground.press.script import fixed
from leadgoose.ground.press.script import say as fill
from leadgoose.recordbook.models import EarlierBook, PlanItem, Record, Resolution, Version
from leadgoose.recordbook.papers.sheets import KIND, Sheet, facts_of, sheet
from leadgoose.recordbook.queries.plan import plan_of
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.kinds import Kind, Level, kind_rule
from leadgoose.recordbook.rules.resolutions import State
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import committee_name

STATE = {State.OPEN: "待落实", State.DONE: "已落实", State.DROPPED: "不再执行", State.GONE: "更正时取消"}
RULES = (
    "一、如实、及时填写，时间写到分钟，缺席和请假的写明姓名和原因，不同意见照实记。",
    "二、一个年度一本。书记保管，书记变动时移交。",
    "三、手写的、系统打印的、以纸面为准只录要点的，效力相同。",
    "四、更正不涂改原稿：新稿与原稿并存，写明原因。",
    "五、谈心谈话和困难帮扶按知悉范围另存，本册只记次数。",
)


@dataclass(frozen=True, slots=True)
class Book:
    """A book as it prints: its sections, each with its sheets; how many confidential records are kept apart."""

    organisation: str
    committee: str
    year: int
    general: bool
    sections: tuple[tuple[str, tuple[Sheet, ...]], ...]
    plan: tuple[tuple[str, ...], ...]
    resolutions: tuple[tuple[str, ...], ...]
    apart: int
    earlier: tuple[tuple[str, str], ...]

    @property
    def count(self) -> int:
        return sum(len(sheets) for _kind, sheets in self.sections)


def book(organisation: Organisation, year: int, script: str) -> Book:
    """A book of a year from its standing records. Seven queries."""
    rows = list(Record.objects.filter(org_key=organisation.key, year=year, withdrawn_at=None).order_by("held_on", "pk"))
    shown = [one for one in rows if one.level == Level.OPEN]
    versions: dict[int, list[Version]] = {}
    for version in Version.objects.filter(record__in=shown).order_by("record_id", "number"):
        versions.setdefault(version.record_id, []).append(version)
    texts = dict(Resolution.objects.filter(org_key=organisation.key).values_list("key", "text"))
    sections: dict[Kind, list[Sheet]] = {}
    for one in shown:
        mine = versions[one.pk]
        entry = entry_of(next(each for each in mine if each.number == one.standing))
        assert entry is not None
        kind = Kind(one.kind)
        sections.setdefault(kind, []).append(sheet(one, entry, kind_rule(kind), mine, texts, script))
    return Book(
        organisation.name, committee_name(organisation.top_key), year, organisation.kind == OrgKind.GENERAL_BRANCH,
        tuple((fixed(KIND[kind], script), tuple(sections[kind])) for kind in Kind if kind in sections), _plan(organisation, year, script),
        _resolutions(organisation, year, script), len(rows) - len(shown), _earlier(organisation),
    )


def facts(found: Book, script: str, small: str) -> dict[str, Any]:
    """What the template reads."""
    every = [one for _kind, sheets in found.sections for one in sheets]
    return facts_of(
        every, script=script, organisation=found.organisation, committee=found.committee, year=found.year, small=small,
        title=fixed("党总支活动记录本" if found.general else "党支部活动记录本", script),
        sections=[[kind, [one.key for one in sheets]] for kind, sheets in found.sections], plan=[list(one) for one in found.plan],
        resolutions=[list(one) for one in found.resolutions], earlier=[list(one) for one in found.earlier], rules=[fixed(one, script) for one in RULES],
        apart=fill("谈心谈话、困难帮扶另存 %(n)s 份。", script, n=found.apart) if found.apart else "",
        words={name: fixed(text, script) for name, text in WORDS.items()},
    )


WORDS = {
    "contents": "目录", "page": "页", "plan": "年度安排", "resolutions": "决议落实情况", "checks": "检查、移交签字", "use": "使用说明", "year": "年度",
    "keeper": "保管人", "started": "启用日期", "closed": "交存日期", "none": "（无）", "date": "日期", "kind": "类别", "title": "主题", "number": "编号",
    "state": "落实", "due": "期限", "owner": "责任人", "what": "决议事项", "who": "签字", "opinion": "检查意见", "earlier": "往年记录本", "unit": "组织",
}


def _plan(organisation: Organisation, year: int, script: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_planned(one, script) for one in plan_of(organisation.key, date(year, 1, 1), date(year, 12, 31)))


def _planned(one: PlanItem, script: str) -> tuple[str, ...]:
    """(day or month, kind, subject, what became of it)."""
    when = one.planned_on.isoformat() if one.planned_on is not None else fill("%(n)s 月", script, n=one.month.month)
    if one.record is not None:
        state = fill("%(day)s 已开展", script, day=one.record.held_on.isoformat())
    else:
        state = fill("取消：%(reason)s", script, reason=one.dropped_reason) if one.dropped_at is not None else ""
    return when, fixed(KIND[Kind(one.kind)], script), one.title, state


def _resolutions(organisation: Organisation, year: int, script: str) -> tuple[tuple[str, ...], ...]:
    """Those of the year's meetings, and what became of them."""
    rows = Resolution.objects.filter(org_key=organisation.key, record__year=year).exclude(state=State.GONE).select_related("record")
    found = []
    for one in rows.order_by("record__held_on", "place"):
        closed = f"{one.closed_on.isoformat()} " if one.closed_on is not None else ""
        note = f"　{one.note}" if one.note else ""
        due = one.due_on.isoformat() if one.due_on is not None else ""
        found.append((one.record.held_on.isoformat(), one.text, one.owner_name, due, f"{closed}{fixed(STATE[State(one.state)], script)}{note}"))
    return tuple(found)


def _earlier(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    rows = EarlierBook.objects.filter(org_key=organisation.key, withdrawn_at=None).order_by("year", "pk")
    return tuple((str(year), line) for year, line in rows.values_list("year", "line"))
