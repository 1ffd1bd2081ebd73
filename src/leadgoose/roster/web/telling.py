"""Judgements and differences in words for pages: problems, field names, values. ID numbers and phones are masked in all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.intake.problems import Problem
from leadgoose.ground.listed import listed
from leadgoose.ground.vault.actions import mask
from leadgoose.roster import words
from leadgoose.roster.intake.columns import SECRET_FIELDS
from leadgoose.roster.intake.wording import CODE_NAMES
from leadgoose.roster.rules.difference import POSTS, STANDING, FieldChange

FIELD_WORDS: Mapping[str, Promise] = {
    "name": gettext_lazy("姓名"), "gender": gettext_lazy("性别"), "ethnicity": gettext_lazy("民族"), "born_on": gettext_lazy("出生日期"),
    "education": gettext_lazy("学历"), "degree": gettext_lazy("学位"), "school": gettext_lazy("毕业院校"), "major": gettext_lazy("专业"),
    "work_start": gettext_lazy("参加工作时间"), "joined_party": gettext_lazy("入党时间"), "full_member": gettext_lazy("转正时间"),
    "admin_post": gettext_lazy("行政职务"), "phone": gettext_lazy("联系电话"), STANDING: gettext_lazy("党员类别"), POSTS: gettext_lazy("党内职务"),
}
_LONG_NUMBER = re.compile(r"\d[\d\s]{9,}[\dXx]")
"""Anything that may be an ID number or a phone, in whatever column it stands."""


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """One problem as a page shows it."""

    sheet: str
    row: int
    column: str
    code: str
    value: str
    message: str
    error: bool


@dataclass(frozen=True, slots=True)
class ToldChange:
    label: str
    before: str
    after: str


def told_problems(problems: Iterable[Problem]) -> list[ToldProblem]:
    """In the order of the file."""
    return [
        ToldProblem(
            one.sheet, one.row, one.column, _(CODE_NAMES.get(one.code, one.code)),
            mask(one.value) if one.field in SECRET_FIELDS else covered(one.value),
            covered(_(one.template) % dict(one.facts)), one.severity == "error",
        )
        for one in problems
    ]


def covered(text: str) -> str:
    """The text with long numbers masked."""
    return _LONG_NUMBER.sub(lambda found: mask(found[0]), text)


def told_change(change: FieldChange) -> ToldChange:
    label = str(FIELD_WORDS.get(change.field, change.field))
    return ToldChange(label, _value(change.field, change.before), _value(change.field, change.after))


def _value(field: str, text: str) -> str:
    if not text:
        return _("空")
    if field == "phone":
        return mask(text)
    if field == STANDING:
        return words.word(words.STANDING, text)
    if field == POSTS:
        return words.posts(text)
    return covered(text)


def sources(codes: Iterable[str]) -> str:
    """花名册、换届台账."""
    return listed(words.word(words.SOURCE, code) for code in codes)
