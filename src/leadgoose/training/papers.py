"""The facts of each printed document of training. Texts are the office's own, in Simplified Chinese, set in the committee's script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        "how": fixed(how, script), "full": full, "lines": lines,
        "levels": [fixed(f"{one.level} {one.name}", script) for one in model.anchors],
        "people": [{"head": [say("姓名：%(name)s", script, name=name), say("党支部：%(branch)s", script, branch=branch),
                             fixed(f"标准版本：{model.version}", script)]} for name, branch in people],
        "foot": [fixed("说明：", script), fixed("表的编号：" if kind == "colleague" else "评价人：", script), fixed("日期：", script)],
        "script": script, "small": small_line(imprint, script),
    }


def people_of(members: Sequence[Member]) -> list[tuple[str, str]]:
    return [(one.name, one.branch) for one in members]
