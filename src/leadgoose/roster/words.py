"""What the codes of the register are called on pages and in files. Codes are stored, words are only shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, RestrictionKind, Standing, UnitKind

ORGANISATION: Mapping[str, Promise] = {
    OrgKind.COMMITTEE: _("党委"),
    OrgKind.GENERAL_BRANCH: _("党总支"),
    OrgKind.BRANCH: _("党支部"),
    OrgKind.JOINT_BRANCH: _("联合党支部"),
    OrgKind.TEMPORARY_BRANCH: _("临时党支部"),
    OrgKind.GROUP: _("党小组"),
}
STANDING: Mapping[str, Promise] = {Standing.FULL: _("正式党员"), Standing.PROBATIONARY: _("预备党员")}
POST: Mapping[str, Promise] = {
    PostKind.SECRETARY: _("书记"),
    PostKind.DEPUTY_SECRETARY: _("副书记"),
    PostKind.ORGANISATION: _("组织委员"),
    PostKind.PUBLICITY: _("宣传委员"),
    PostKind.DISCIPLINE: _("纪检委员"),
    PostKind.COMMISSIONER: _("委员"),
    PostKind.GROUP_LEADER: _("党小组组长"),
}
CAME_BY: Mapping[str, Promise] = {
    CameBy.ELECTED: _("选举产生"),
    CameBy.DESIGNATED: _("上级指派"),
    CameBy.APPOINTED: _("任免文件"),
    CameBy.UNKNOWN: _("资料未知"),
}
UNIT: Mapping[str, Promise] = {
    UnitKind.PRODUCTION: _("生产单位"),
    UnitKind.SUPPORT: _("后勤服务"),
    UnitKind.OFFICE: _("机关科研"),
    UnitKind.RETIRED: _("离退休"),
    UnitKind.UNKNOWN: _("资料未知"),
}
RESTRICTION: Mapping[str, Promise] = {
    RestrictionKind.PROBATION_IN_PARTY: _("留党察看"),
    RestrictionKind.SUSPENDED: _("中止党员权利"),
}
SOURCE: Mapping[str, Promise] = {
    "register": _("花名册"),
    "ledger": _("换届台账"),
    "grid": _("补录表"),
    "page": _("页面填写"),
    "election": _("换届选举"),
    "demo": _("演示数据"),
}
GENDER: Mapping[str, Promise] = {"男": _("男"), "女": _("女")}


def word(words: Mapping[str, Promise], code: str) -> str:
    """The word for a code in the reader's language; the code itself when the list has none, 资料未知 for an empty one."""
    if not code:
        return gettext("资料未知")
    if "+" in code:   # several sources that agree
        return "、".join(word(words, part) for part in code.split("+"))
    return str(words.get(code, code))


def posts(codes: str) -> str:
    """The words for `Present.posts` (codes between spaces), joined by 、; "" when there is none."""
    return "、".join(word(POST, code) for code in codes.split())


def sources(codes: str) -> str:
    """The files that say a thing, from `Fact.source` ("register+ledger"): 花名册、换届台账."""
    return "、".join(word(SOURCE, code) for code in codes.split("+"))
