"""What the question bank calls its codes on pages and in workbooks. Course texts and questions are the trade's own Chinese; they are not translated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes import rule
from leadgoose.ground.statutes.language import language
from leadgoose.training.courses import UNITS, Course, courses
from leadgoose.training.rules.bank import Fault, Kind, Moved

OWN, OWN_UNITS = "own", 20
"""Questions that belong to no shipped course: the office's own, in units that it numbers itself."""

KIND: Mapping[str, Promise] = {
    Kind.SINGLE: gettext_lazy("单选"), Kind.TRUE_FALSE: gettext_lazy("判断"), Kind.MULTIPLE: gettext_lazy("多选"), Kind.SHORT: gettext_lazy("简答"),
}
LEVEL: Mapping[int, Promise] = {1: gettext_lazy("易"), 2: gettext_lazy("中"), 3: gettext_lazy("难")}
ORIGIN: Mapping[str, Promise] = {"shipped": gettext_lazy("随系统"), "file": gettext_lazy("Excel 导入"), "page": gettext_lazy("网页录入")}
PURPOSE: Mapping[str, Promise] = {"before": gettext_lazy("训前测试"), "after": gettext_lazy("训后测试"), "alone": gettext_lazy("单独测试")}
STATE: Mapping[str, Promise] = {
    "invited": gettext_lazy("未开始"), "open": gettext_lazy("答题中"), "handed_in": gettext_lazy("已交卷，简答待批"), "marked": gettext_lazy("已批"),
}

FAULTS: Mapping[str, str] = {
    "bank-no-ask": gettext_noop("没有题干"),
    "bank-no-why": gettext_noop("没有解析，请用一句话写明为什么对"),
    "bank-too-long": gettext_noop("太长，最多 %(most)s 个字"),
    "bank-difficulty": gettext_noop("难度填 1（易）、2（中）或 3（难）"),
    "bank-no-right": gettext_noop("没有正确答案"),
    "bank-two-right": gettext_noop("单选题写了 %(right)s 个正确答案，只能有 1 个；有几个对的请改为多选"),
    "bank-one-right": gettext_noop("多选题只写了 1 个正确答案，至少 2 个；只有 1 个对的请改为单选"),
    "bank-no-wrong": gettext_noop("没有错误选项"),
    "bank-options": gettext_noop("选项有 %(options)s 个，应为 3 至 %(most)s 个"),
    "bank-points": gettext_noop("简答要点最多 %(most)s 条"),
    "bank-true-false": gettext_noop("判断题的答案填“对”或“错”"),
    "bank-no-rule": gettext_noop("没有写依据，请填规定编号，例如 elec-quorum-four-fifths"),
    "bank-unknown-rule": gettext_noop("没有编号为 %(rule)s 的规定，编号见“现行规定”页"),
    "bank-uncited": gettext_noop("用了规定 %(rule)s 的数值，依据里没有写它"),
    "bank-place": gettext_noop("%(place)s 取不出数值，请对照“现行规定”页核对编号和参数"),
    "bank-same-option": gettext_noop("两个选项都是“%(option)s”"),
    # of a row
    "row-course": gettext_noop("没有“%(written)s”这门课程，请填《党支部工作基础知识》《如何当好党支部书记》或者“本单位自编”"),
    "row-unit": gettext_noop("单元填 1 至 %(most)s 的整数"),
    "row-kind": gettext_noop("题型填单选、多选、判断或简答"),
    "row-letter": gettext_noop("答案写的是“%(written)s”，请填选项字母，例如 A 或 ACD"),
    "row-empty-option": gettext_noop("答案有 %(letter)s，但选项 %(letter)s 是空的"),
    "row-gap": gettext_noop("选项 %(letter)s 前面空着一个选项"),
    "row-code": gettext_noop("题号只能用字母、数字和短横线，最多 24 个字符"),
    "row-code-twice": gettext_noop("题号 %(code)s 在第 %(row)s 行已经有了"),
}


def told(fault: Fault) -> str:
    """A fault as a sentence in the reader's language."""
    return _(FAULTS[fault.code]) % dict(fault.facts)


def moved(one: Moved) -> str:
    """A value that moved, as a sentence: what it was and what it is."""
    name = rule(one.rule).title[language(get_language() or "zh-hans")] if one.now is not None or one.parameter else one.rule
    facts: dict[str, Any] = {"rule": name, "was": one.was or _("没有"), "now": one.now or _("没有"), "parameter": one.parameter}
    if not one.parameter:
        return _("《%(rule)s》的约束程度由 %(was)s 变为 %(now)s") % facts
    return _("《%(rule)s》的 %(parameter)s 由 %(was)s 变为 %(now)s") % facts


def text(chinese: str) -> str:
    """A course's or question's text in the reader's script; in English it stays Chinese."""
    return fixed(chinese, language(get_language() or "zh-hans"))


PART: Mapping[str, Any] = {"manual": gettext_lazy("教师用"), "handout": gettext_lazy("学员用")}
"""The papers of a unit (`course_papers.PARTS`), as pages call them."""


def of_course(course: Course, chinese: str) -> str:
    """A course's title, what it is, for whom, or a unit's title: in English as well."""
    return course.english[chinese] if language(get_language() or "zh-hans") == "en" else text(chinese)


def course_title(key: str) -> str:
    return _("本单位自编") if key == OWN else of_course(courses()[key], courses()[key].title) if key in courses() else key


def unit_title(course: str, number: int) -> str:
    """第 4 单元, with its title where the course ships."""
    named = courses()[course].units[number - 1].title if course in courses() and number <= UNITS else ""
    return _("第 %(n)s 单元") % {"n": number} + (f"　{of_course(courses()[course], named)}" if named else "")
