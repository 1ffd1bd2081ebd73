"""The rows of a handover in words: for its page in the reader's language, for the printed list in the committee's script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from leadgoose.elections.queries.handover import Row
from leadgoose.ground.press.script import fixed

THING: Mapping[str, Promise] = {
    "seal": _("党组织印章、证件、牌匾"), "register": _("党员名册和组织关系材料"), "records": _("活动记录本、工作手册"), "dues": _("党费收缴账目和余额"),
    "admission": _("发展党员材料"), "files": _("上级文件和本级文件"), "election": _("选举材料：请示、批复、会议记录、选举办法、计票单"),
    "ballots": _("封存的选票"), "assets": _("工作经费、固定资产和活动场所物品"), "accounts": _("信息系统账号（当面更换密码）"),
}
DUTY: Mapping[str, Promise] = {
    "secretary_vacant": _("书记空缺"), "secretary_unknown": _("书记资料未知"), "secretary_standing": _("书记党龄不满一年"),
    "too_few_full": _("正式党员不足 3 人"), "too_many": _("党员超过 50 人"), "committee_missing": _("未设支部委员会"),
    "committee_below_size": _("委员缺额"), "probation_ending": _("预备期将满"), "term_expired": _("届满未换届"), "term_beyond_year": _("届满超过一年"),
    "term_unknown": _("本届选举日期未知"), "term_shifted": _("批准延期或提前换届"), "term_six_months": _("六个月内届满"), "term_remind": _("应发换届提醒"),
    "first_election": _("新建党支部首次选举"), "resolution_due": _("决议待落实"), "record_unwritten": _("已开展的活动还没有记"),
    "records_of_month": _("本月会议、活动待开展或者补记"), "records_of_quarter": _("本季度会议、党课待开展或者补记"),
    "records_of_half_year": _("本半年会议待开展或者补记"), "records_of_year": _("本年度会议待开展或者补记"),
    "temporary_ending": _("临时党支部期限将满"), "training_hours": _("培训学时不足"), "training_concentrated": _("集中培训不足"),
    "training_induction": _("新任书记任职培训待完成"), "training_effect": _("培训效果待检查"), "training_certificate": _("证书到期"),
    "training_plan": _("年度培训计划待定"),
}
MATTER: Mapping[str, Promise] = {
    "objection": _("督导员提出的异议"), "raised": _("党员提出的问题"), "remark": _("对文件的意见"), "doubt": _("待复核的决定"),
}


def in_words(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    """(key, what, numbers) of each row, in the language that is active."""
    return [(one.key, *_row(one)) for one in rows]


def left_open(rows: Sequence[Row], script: str) -> tuple[tuple[str, str], ...]:
    """What an outgoing committee leaves to be done, as the printed list says it, and by which day; "" for none."""
    open_rows = [one for one in rows if one.group in ("duty", "matter")]
    with override("zh-hans"):   # whatever the page's language
        told = [(one, what, "" if one.group == "duty" else numbers) for one, (_key, what, numbers) in zip(open_rows, in_words(open_rows), strict=True)]
    return tuple((fixed(f"{what}：{numbers}" if numbers else what, script), str(one.numbers.get("due", "") or "")) for one, what, numbers in told)


def _row(one: Row) -> tuple[str, str]:
    told = one.numbers
    if one.group == "thing":
        return str(THING[one.code]), ""
    if one.group == "member":
        return gettext("党员花名册"), gettext("正式党员 %(full)s 人，预备党员 %(probationary)s 人。") % dict(told)
    if one.group == "matter":
        return str(MATTER[one.code]), gettext("未答复 %(n)s 件。") % dict(told)
    due = gettext("期限 %(due)s。") % dict(told) if told.get("due") else ""
    return str(DUTY.get(one.code, gettext("其他到期事项"))), due
