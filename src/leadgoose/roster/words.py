"""What the codes of the register are called on pages and in files. Codes are stored, words are only shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.listed import listed
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
CAME_BY_OF_LEADER: Mapping[str, Promise] = {CameBy.ELECTED: _("党小组推荐"), CameBy.DESIGNATED: _("党支部指定"), CameBy.UNKNOWN: _("资料未知")}
"""How the leader of a group came to it (branch-group)."""
DEED: Mapping[str, Promise] = {
    "end_probation": _("预备党员转正"), "extend_probation": _("延长预备期"), "cancel_probation": _("取消预备党员资格"), "move_member": _("内部转移组织关系"),
    "transfer_out": _("转出组织关系"), "transfer_in": _("转入组织关系"), "record_death": _("登记去世"), "record_sanction": _("登记留党察看处分"),
    "suspend_rights": _("中止党员权利"), "restore_rights": _("恢复党员权利"), "correct_line": _("更正登记资料"), "give_post": _("任职"), "end_post": _("免职"),
    "set_up_organisation": _("设立党组织"), "rename_organisation": _("党组织更名"), "move_organisation": _("调整隶属关系"), "split_branch": _("分设党支部"),
    "merge_branch": _("合并党支部"), "withdraw_organisation": _("撤销党组织"), "place_members": _("编组"),
    "link_unit": _("登记所属单位"), "change_unit": _("登记单位变动"),
}
"""What was done, as lists and sheets call it; keys are the kinds of acts."""
DUTY: Mapping[str, Promise] = {
    "secretary_vacant": _("书记空缺"), "secretary_unknown": _("书记资料未知"), "secretary_standing": _("书记党龄不满一年"),
    "too_few_full": _("正式党员不足 3 人"), "too_many": _("党员超过 50 人"), "committee_missing": _("未设支部委员会"),
    "committee_below_size": _("委员缺额"), "probation_ending": _("预备期将满"), "first_election": _("新建党支部首次选举"),
    "term_expired": _("届满未换届"), "term_beyond_year": _("届满超过一年"), "term_six_months": _("六个月内届满"), "term_remind": _("应发换届提醒"),
    "term_shifted": _("延期换届"), "term_unknown": _("本届选举日期未知"), "temporary_ending": _("临时、联合党支部期满"),
}
"""Obligations of rules/due.py in few words, for effects and sheets."""
WAY: Mapping[str, Promise] = {"designate": _("指派"), "transfer": _("调动")}
STEP: Mapping[str, Promise] = {
    "decided": _("党委会研究决定"), "document": _("印发任免文件"), "talk": _("任前谈话"), "announced": _("到支部宣布"), "handover": _("签交接清单"),
    "taken": _("到任"),
}
"""Steps of a designation (standards/designation.toml)."""
ASKED: Mapping[str, Promise] = {
    "meeting": _("会议名称"), "number": _("文号"), "talker": _("谈话人"), "announcer": _("宣布人"), "witness": _("监交人"),
}
"""What is written beside the day of a step."""
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
        return listed(word(words, part) for part in code.split("+"))
    return str(words.get(code, code))


def posts(codes: str) -> str:
    """The words for `Present.posts` (codes between spaces), joined by 、; "" when there is none."""
    return listed(word(POST, code) for code in codes.split())


def sources(codes: str) -> str:
    """The files that say a thing, from `Fact.source` ("register+ledger"): 花名册、换届台账."""
    return listed(word(SOURCE, code) for code in codes.split("+"))


JOURNAL: Mapping[str, Mapping[str, Promise]] = {
    "kind": ORGANISATION, "post": POST, "came_by": CAME_BY, "unit_kind": UNIT, "step": STEP, "how": WAY,
    "organisations": {
        "since": _("任职时间"), "unit": _("所属单位"), "unit_kind": _("单位类别"), "seats": _("批准名额"), "full_time": _("专职"),
        "cross_appointed": _("交叉任职"), "general": _("所属党总支"), "came_by": _("产生方式"), "committee": _("设支委会"),
    },
    "terms": {"new": _("新一届")},
}
"""What the codes in the journal's facts mean."""
