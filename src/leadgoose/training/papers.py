"""The facts of each printed document of training. Texts are the office's own, in Simplified Chinese, set in the committee's script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadgoose.ground.press.printing import Imprint, small_line
from leadgoose.ground.press.script import fixed, say
from leadgoose.training.queries.team import Member
from leadgoose.training.rules.competency import Model

TYPST = Path(__file__).resolve().parent / "typst"
RATING = TYPST / "rating.typ"
RATED_AS = {"own": "自评", "superior": "上级评价", "colleague": "同事评价"}


def rating_sheet(kind: str, people: Sequence[tuple[str, str]], model: Model, full: bool, imprint: Imprint, script: str) -> Mapping[str, Any]:
    """One page for each person. people: (name, branch); full: a line for each behaviour, else for each competency."""
    lines = []
    for one in model.dimensions:
        if full:
            lines += [{"id": each.id, "name": fixed(each.name, script), "shows": fixed(each.shows, script)} for each in one.behaviours]
        else:
            shows = "；".join(each.name for each in one.behaviours)
            lines.append({"id": one.id, "name": fixed(one.name, script), "shows": fixed(shows, script)})
    what = RATED_AS[kind]
    how = "在做得到的一级下打“√”，每行一个。没有做过的、没有看到的打在最后一栏，不算差距。"
    return {
        "title": fixed(f"党支部书记能力评定表（{what}）", script), "item": fixed("看什么", script),
        "none": fixed("没做过" if kind == "own" else "没看到", script),
        "how": fixed(how, script), "full": full,
        "anchors": fixed("；".join(f"{one.level} {one.name}：{one.shows}" for one in model.anchors) + "。", script), "lines": lines,
        "levels": [fixed(f"{one.level} {one.name}", script) for one in model.anchors],
        "people": [{"head": [say("姓名：%(name)s", script, name=name), say("党支部：%(branch)s", script, branch=branch),
                             fixed(f"标准版本：{model.version}", script)]} for name, branch in people],
        "foot": [fixed("说明：", script), fixed("表的编号：" if kind == "colleague" else "评价人：", script), fixed("日期：", script)],
        "script": script, "small": small_line(imprint, script),
    }


def people_of(members: Sequence[Member]) -> list[tuple[str, str]]:
    return [(one.name, one.branch) for one in members]


# --- the year's plan as a table ---


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be printed: columns (label, share of the width, is a number), rows of texts, notes below."""

    title: str
    subtitle: str
    columns: tuple[tuple[str, float, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


PLAN_COLUMNS = (
    ("序号", 0.6, True), ("姓名", 1.1, False), ("职务", 1.1, False), ("党支部", 1.7, False), ("缺什么（现在→目标）", 2.4, False), ("来源", 1.3, False),
    ("内容", 2.2, False), ("形式", 1.1, False), ("学时", 0.7, True), ("月份", 0.7, True), ("举办单位", 1.6, False), ("教师", 1.0, False), ("地点", 1.3, False),
    ("费用", 0.9, True), ("训前测", 0.8, False), ("训后测", 0.8, False), ("证明", 0.9, False), ("效果检查", 1.1, False), ("状态", 1.0, False),
    ("未安排的原因", 2.2, False),
)
"""Columns of the yearly plan table; source: docs/rules/needs.md."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One row of the plan table: a place, or (session None) a need that stays open with its reason."""

    name: str
    role: str
    branch: str
    gap: str
    source: str
    content: str
    form: str = ""
    hours: str = ""
    month: str = ""
    organiser: str = ""
    teacher: str = ""
    place: str = ""
    cost: str = ""
    before: str = ""
    after: str = ""
    proof: str = ""
    effect: str = ""
    status: str = ""
    reason: str = ""


def plan_table(title: str, subtitle: str, lines: Sequence[PlanLine], notes: Sequence[str], script: str) -> Table:
    """The yearly plan as a table; names and what somebody typed stay as they are, fixed words are set in the committee's script."""
    rows = tuple(
        (str(number), one.name, fixed(one.role, script), one.branch, one.gap, fixed(one.source, script), one.content, fixed(one.form, script), one.hours,
         one.month, one.organiser, one.teacher, one.place, one.cost, fixed(one.before, script), fixed(one.after, script), fixed(one.proof, script),
         one.effect, fixed(one.status, script), fixed(one.reason, script))
        for number, one in enumerate(lines, 1))
    columns = tuple((fixed(label, script), share, is_number) for label, share, is_number in PLAN_COLUMNS)
    return Table(fixed(title, script), fixed(subtitle, script), columns, rows, tuple(fixed(note, script) for note in notes))


# --- the sheet of a session ---

SHEET_COLUMNS = (("序号", 0.5, True), ("姓名", 1.2, False), ("党支部", 2.2, False), ("签到", 1.8, False), ("签退", 1.8, False),
                 ("请假、缺席（原因）", 2.2, False))


def attendance_table(title: str, subtitle: str, people: Sequence[tuple[str, str]], blank: int, code: str, script: str) -> Table:
    """The sheet that goes round: everybody with a seat, and blank lines for who is added. code: the day's four digits, or ""."""
    rows = [(str(number), name, branch, "", "", "") for number, (name, branch) in enumerate(people, 1)]
    rows += [(str(number), "", "", "", "", "") for number in range(len(rows) + 1, len(rows) + 1 + blank)]
    columns = tuple((fixed(label, script), share, is_number) for label, share, is_number in SHEET_COLUMNS)
    notes = ["本人签字，不代签；签好后由组织员登记。"]
    if code:
        notes.append(f"用手机签到的，打开“我的培训”，填今天的签到码 {code}。不要求定位，不要求拍照。")
    return Table(fixed(title, script), subtitle, columns, tuple(rows), tuple(fixed(note, script) for note in notes))
