"""What the codes of training are called on pages, in the reader's language. The model's own texts come from its data."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes.language import language
from leadgoose.training.rules.competency import Anchor, Behaviour, Dimension, Model, Role
from leadgoose.training.rules.levels import Confidence, Kind

ROLE: Mapping[str, Promise] = {
    Role.DEMONSTRATION: _("示范书记"), Role.SECRETARY: _("书记"), Role.NEW_SECRETARY: pgettext_lazy("one person", "新任书记"), Role.DEPUTY: _("副书记"),
    Role.MEMBER: _("支委"), Role.RESERVE: _("优秀党员（后备）"),
}
ROLE_TAG: Mapping[str, Promise] = {**ROLE, Role.RESERVE: _("后备")}
"""The same, as short as a tag is."""
KIND: Mapping[str, Promise] = {
    Kind.OWN: _("自评"), Kind.COLLEAGUE: _("同事评价"), Kind.SUPERIOR: _("上级评价"), Kind.TEST: _("测试"), Kind.EXERCISE: _("沙盘演练"),
    Kind.CERTIFICATE: _("证书"),
}
CONFIDENCE: Mapping[str, Promise] = {Confidence.LOW: _("低"), Confidence.MEDIUM: _("中"), Confidence.HIGH: _("高")}
WAY: Mapping[str, Promise] = {
    "page": _("网页"), "sheet": _("纸质表录入"), "import": _("Excel 导入"), "test": _("题库测试"), "session": _("培训班次"),
    "certificate": _("证书"), "": _("网页"),
}
MARK: Mapping[str, Promise] = {"reserve": _("优秀党员（后备）"), "demonstration": _("示范书记")}
GRADE: Mapping[str, Promise] = {"过硬": _("过硬"), "较好": _("较好"), "比较强": _("比较强")}
"""The article's three words for how good something should be; a committee's own are said as it wrote them."""
SESSION_KIND: Mapping[str, Promise] = {
    "class": _("培训班"), "meeting": _("党务政工会议"), "theme_activity": _("主题活动"), "coaching": _("跟班督导"), "exercise": _("沙盘演练"),
    "secondment": _("挂职轮岗"), "mentor": _("结对带教"), "reading": _("自学"), "general_meeting": _("党员大会"), "group_meeting": _("党小组会"),
    "party_class": _("党课"), "theme_day": _("主题党日"), "committee_meeting": _("支委会"), "study": _("集体学习"), "other": _("其他培训"),
}
ORGANISER_LEVEL: Mapping[str, Promise] = {
    "branch": _("支部"), "committee": _("本委"), "county": _("县级"), "city": _("市级"), "province": _("省级"), "central": _("中央"),
}
SESSION_STATE: Mapping[str, Promise] = {"offered": _("计划中"), "cancelled": _("已取消"), "closed": _("已结束")}
PLAN_STATE: Mapping[str, Promise] = {"draft": _("正在做"), "approved": _("已批准"), "replaced": _("已被替换"), "dropped": _("已放弃")}
NEED_SOURCE: Mapping[str, Promise] = {
    "gap": _("能力评定"), "certificate": _("证书到期"), "wish": _("本人愿望"), "inspection": _("检查发现"), "requirement": _("上级要求"),
}
NEED: Mapping[str, Promise] = {"hours": _("学时"), "concentrated": _("集中轮训"), "induction": _("任职培训"), "min_seats": _("凑足开班人数"),
                                "decided": _("指定参加"), "signed_up": _("已报名或提名"), "begun": _("已经开始")}
UNMET: Mapping[str, Promise] = {
    "no_session": _("全年的班次都参加也补不足，须增开"), "away": _("能补的班次在请假或轮休期间"), "overlap": _("能补的班次与已安排的日期重叠"),
    "seats": _("能补的班次名额已满"), "budget": _("经费不足"), "unit_cover": _("能补的班次当天本单位离岗人数已到上限"),
    "max_hours": _("超过本人全年学时上限"), "not_worth_holding": _("能补的班次未开班，人数不足或不值得开"),
    "combined": _("几项限制共同造成，单独放宽哪一项都不够"),
    "": _("原因还没有查明"),
    "free": _("就本人可以安排；因求解时限、少改原计划或权重为零而未安排"),
}
PLAN_LEVEL: Mapping[str, Promise] = {
    "missing_obligations": _("缺的义务"), "hours_short": _("缺的学时"), "changed_places": _("改动的安排"), "gap_closed": _("补上的差距"), "cost": _("费用"),
}
DECIDED_BY: Mapping[str, Promise] = {"clerk": _("组织员"), "call_up": _("上级调训")}
LIST_STATE: Mapping[str, Promise] = {
    "named": _("待确认"), "confirmed": _("已确认"), "waiting": _("候补"), "declined": _("不能参加"), "withdrawn": _("已撤去"),
}
OVER: Mapping[str, Promise] = {"named": _("已过"), "confirmed": _("已过"), "waiting": _("没有候补上")}
"""States of a place on a list once the session is over."""
LIST_SOURCE: Mapping[str, Promise] = {"plan": _("年度计划"), "office": _("提名"), "self": _("本人报名"), "call_up": _("上级调训")}
ATTENDANCE_WAY: Mapping[str, Promise] = {"sheet": _("签到表"), "phone": _("手机签到"), "office": _("组织者点名")}
ATTENDED: Mapping[str, Promise] = {"present": _("到"), "leave": _("请假"), "absent": _("缺席")}

def said(one: Anchor | Behaviour | Dimension) -> str:
    """The name of a part of the model: shipped English in English, else the committee's Chinese in the reader's script."""
    return text(one.name, one.english)


def shown(one: Anchor | Behaviour) -> str:
    """What a level, or level 3 of a behaviour, looks like; as `said`."""
    return text(one.shows, one.english_shows)


def grade(one: Dimension) -> str:
    return str(GRADE[one.grade]) if one.grade in GRADE else text(one.grade)


def text(chinese: str, english: str = "") -> str:
    spoken = language(get_language() or "zh-hans")
    if spoken == "en":
        return english or chinese
    return fixed(chinese, spoken)


def spelled(labels: Mapping[str, Promise]) -> dict[str, str]:
    """Every label in every language → its code: what a table may say, whoever filled it in."""
    found: dict[str, str] = {}
    for spoken, _name in settings.LANGUAGES:
        with override(spoken):
            found |= {str(label): code for code, label in labels.items()}
    return found


def dimension_names(model: Model) -> dict[str, str]:
    """Names of dimensions and behaviours by id."""
    behaviours = {one.id: said(one) for dimension in model.dimensions for one in dimension.behaviours}
    return {one.id: said(one) for one in model.dimensions} | behaviours


def sentence(text: object) -> str:
    """A finding that stands without its full stop in a cell, as a sentence of its own."""
    return gettext("%(text)s。") % {"text": text}


def need(code: str, names: Mapping[str, str]) -> str:
    """A need by name: a competency, or hours, concentrated, induction, min_seats."""
    return names.get(code) or str(NEED.get(code, code))


JOURNAL: Mapping[str, Mapping[str, Promise]] = {
    "session_kind": SESSION_KIND, "list_state": LIST_STATE, "evidence_kind": KIND, "mark": MARK, "way": WAY, "need_source": NEED_SOURCE, "status": PLAN_STATE,
}
"""What the codes in the journal's facts mean."""
