"""What a committee may set about itself: each setting's name, kind, limits and default.

A setting is stored as text (`CommitteeSetting.value`); here the text becomes a typed value or is refused in one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal["day", "text", "choice", "months", "count"]
SCRIPTS = {"zh-Hans": _("简体"), "zh-Hant": _("繁体")}
CLASS_EVERY = {"month": _("每月"), "quarter": _("每季度"), "half_year": _("每半年"), "none": _("不作规定")}
LIFE_UNTIL = {"12": _("当年 12 月底"), "1": _("次年 1 月底"), "2": _("次年 2 月底"), "3": _("次年 3 月底")}
EARLIEST = date(1990, 1, 1)


class Refused(ValueError):
    """A value that a setting does not take, with the sentence for the field."""

    def __init__(self, said: str | Promise) -> None:
        super().__init__(str(said))
        self.said = said


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. personal: its value may name a person, so it is kept sealed, in the journal too."""

    name: str
    kind: Kind
    label: Promise
    hint: Promise
    default: str = ""
    most: int = 0                                    # longest text, most months, or the greatest count
    choices: Mapping[str, Promise] | None = None
    personal: bool = False
    rule: str = ""                                   # the rule that it fills in, where there is one


SETTINGS: tuple[Setting, ...] = (
    Setting("start_on", "day", _("启用日期"), _("本系统从这一天起记事；之前到期的事项资料未知，不算逾期。")),
    Setting("issuer", "text", _("发文机关"), _("印在红头和署名处；空着就用党委名称。"), most=40),
    Setting(
        "script", "choice", _("公文用字"), _("公文固定文字用简体还是繁体；姓名、单位名称不转换。"), "zh-Hans", choices=SCRIPTS,
    ),
    Setting("contact", "text", _("联系人"), _("印在公文附注里。"), most=40, personal=True),
    Setting("phone", "text", _("联系电话"), _("印在公文附注里；宜填办公电话。"), most=40, personal=True),
    Setting("copies_to", "text", _("抄送"), _("印在版记里；没有就空着。"), most=120),
    Setting("printed_by", "text", _("印发机关"), _("印在版记里；空着就用发文机关。"), most=60),
    Setting(
        "request_months", "months", _("请示提前量"),
        _("换届请示一般在届满前几个月报送，1 至 6 个月；没有查到统一规定，由本委自定。"),
        "2", most=6, rule="elec-request-lead-time",
    ),
    Setting("notice", "text", _("涉密提示"), _("印在每份公文和表格下方；空着就用系统的提示。"), most=80),
    # the record book
    Setting("record_from", "day", _("活动记录本启用日期"), _("从这一天起按规定频次提示活动记录；之前的资料未知，不算逾期。空着就不提示。")),
    Setting("record_days", "count", _("记录期限"), _("活动以后几天内记完，1 至 30 天；超过的要写明原因，记为补记。轮休在外的日子不计。"), "3", most=30),
    Setting(
        "class_every", "choice", _("党课频次"), _("条例没有规定党支部几个月上一次党课，由本委自定。"), "quarter", choices=CLASS_EVERY,
        rule="branch-lecture-quarterly",
    ),
    Setting(
        "life_until", "choice", _("组织生活会期限"), _("当年度的组织生活会和民主评议最迟什么时候召开；按上级通知设定。"), "12", choices=LIFE_UNTIL,
        rule="branch-org-life-meeting",
    ),
    # people's rights
    Setting(
        "objection_days", "count", _("异议答复期限"), _("收到本人的异议以后几天内答复，1 至 60 天；法律没有写明天数，由本委自定。"), "15", most=60,
        rule="pipl-rights",
    ),
    Setting(
        "keep_years", "count", _("离开以后的保存年限"), _("党员转出、去世以后，登记资料再留几年，1 至 30 年；期满列入该办的事。"), "3", most=30,
        rule="pipl-retention",
    ),
)
BY_NAME = {one.name: one for one in SETTINGS}
SEALED = frozenset(one.name for one in SETTINGS if one.personal)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a committee, typed; what was never set has its default. start_on None: not set."""

    start_on: date | None = None
    issuer: str = ""
    script: str = "zh-Hans"
    contact: str = ""
    phone: str = ""
    copies_to: str = ""
    printed_by: str = ""
    request_months: int = 2
    notice: str = ""
    record_from: date | None = None
    record_days: int = 3
    class_every: str = "quarter"
    life_until: str = "12"
    objection_days: int = 15
    keep_years: int = 3


assert {one.name for one in SETTINGS} == {one.name for one in fields(Settings)}


def clean(name: str, text: str, *, on: date) -> str:
    """The text as it is stored; Refused when the setting does not take it. "" goes back to the default.

    on: the day of the change.
    """
    one = BY_NAME[name]
    text = " ".join(text.split())
    if not text:
        return ""
    if one.kind == "day":
        return _day(text, on)
    if one.kind == "choice":
        if text not in (one.choices or {}):
            raise Refused(_("请在所列各项中选择。"))
        return text
    if one.kind == "months":
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= one.most):
            raise Refused(_("请填 1 至 6 的整数。"))
        return str(int(text))
    if one.kind == "count":
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= one.most):
            raise Refused(_("请填 1 至 %(most)s 的整数。") % {"most": one.most})
        return str(int(text))
    if len(text) > one.most:
        raise Refused(_("太长，最多 %(most)s 个字。") % {"most": one.most})
    if any(not sign.isprintable() for sign in text):
        raise Refused(_("含有不能打印的字符。"))
    return text


def typed(stored: Mapping[str, str]) -> Settings:
    """Stored texts by name as Settings; names that are no longer settings are passed over."""
    return Settings(**{one.name: value(one.name, stored.get(one.name, "")) for one in SETTINGS})


def value(name: str, text: str) -> Any:
    """A stored text as its typed value: date or None, int, or text."""
    one = BY_NAME[name]
    text = text or one.default
    if one.kind == "day":
        return date.fromisoformat(text) if text else None
    return int(text) if one.kind in ("months", "count") else text


def _day(text: str, on: date) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(_("请按 2026-11-23 的样式填写日期。")) from None
    if day > on:
        raise Refused(_("不能晚于今天。"))
    if day < EARLIEST:
        raise Refused(_("不能早于 1990-01-01。"))
    return day.isoformat()
