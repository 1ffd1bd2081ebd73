"""Acts and facts of the journal in words. A code without words is shown as it is; tests/house/test_acts.py finds acts without words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ACTS: dict[str, Any] = {
    # accounts
    "CommitteeCreated": gettext_lazy("建立党委"),
    "AccountOpened": gettext_lazy("开立账号"),
    "AccountClosed": gettext_lazy("停用账号"),
    "RoleGranted": gettext_lazy("授予角色"),
    "RoleEnded": gettext_lazy("结束角色"),
    "PasswordReset": gettext_lazy("重置密码"),
    "PasswordChanged": gettext_lazy("修改密码"),
    "JournalExported": gettext_lazy("导出记事链"),
    # the register
    "RegisterTaken": gettext_lazy("花名册入库"),
    "TermsTaken": gettext_lazy("换届台账入库"),
    "BranchMatched": gettext_lazy("核对党支部名称"),
    "OfficerSettled": gettext_lazy("选定任职人员"),
    "GridFilled": gettext_lazy("补录表格"),
    "SensitiveShown": gettext_lazy("查看完整号码"),
    "ProbationEnded": gettext_lazy("预备党员转正"),
    "ProbationExtended": gettext_lazy("延长预备期"),
    "ProbationCancelled": gettext_lazy("取消预备党员资格"),
    "MemberMoved": gettext_lazy("内部转移组织关系"),
    "MemberTransferredIn": gettext_lazy("组织关系转入"),
    "MemberTransferredOut": gettext_lazy("组织关系转出"),
    "DeathRecorded": gettext_lazy("登记党员去世"),
    "SanctionRecorded": gettext_lazy("登记留党察看处分"),
    "RightsSuspended": gettext_lazy("中止党员权利"),
    "RightsRestored": gettext_lazy("恢复党员权利"),
    "ActReversed": gettext_lazy("撤销办理"),
    "RestrictionRecorded": gettext_lazy("登记限制党员权利的决定"),
    "DutiesRecomputed": gettext_lazy("重新计算到期事项"),
    # elections
    "ReminderSent": gettext_lazy("发出换届提醒函"),
    "ReminderNoted": gettext_lazy("登记已发的换届提醒函"),
    "ReminderWithdrawn": gettext_lazy("撤回换届提醒函"),
    "ElectionOpened": gettext_lazy("启动选举"),
    "StepPrepared": gettext_lazy("准备选举步骤"),
    "StageWithdrawn": gettext_lazy("撤回选举步骤"),
    "ShiftRequested": gettext_lazy("请示延期或提前换届"),
    "SignedPaperStored": gettext_lazy("存入签字文件扫描件"),
    "ElectionAbandoned": gettext_lazy("取消选举"),
    "PaperNoted": gettext_lazy("登记文号、签发人"),
    "PersonNominated": gettext_lazy("提名"),
    "CandidateDropped": gettext_lazy("退出候选"),
    "ProofAdded": gettext_lazy("登记介绍材料"),
    "ProofRetracted": gettext_lazy("撤去介绍材料"),
    "EnvoyAssigned": gettext_lazy("指派督导员"),
    "EnvoyEnded": gettext_lazy("结束督导"),
    "CardSigned": gettext_lazy("督导签字"),
    "ObjectionRaised": gettext_lazy("督导员提出异议"),
    "MatterRaised": gettext_lazy("党员提出问题"),
    "PaperRemarked": gettext_lazy("对文件提出意见"),
    "DecisionDoubted": gettext_lazy("提请复核决定"),
    "MatterAnswered": gettext_lazy("答复"),
    "DecisionReviewed": gettext_lazy("复核决定"),
    "ElectionReminded": gettext_lazy("提醒换届"),
    "RequestSent": gettext_lazy("报送换届请示"),
    "ReplyRecorded": gettext_lazy("登记换届批复"),
    "OpinionGathered": gettext_lazy("征求党员意见"),
    "PersonsProposed": gettext_lazy("提出初步人选"),
    "PersonsRequestSent": gettext_lazy("报送人选请示"),
    "PersonsReplyRecorded": gettext_lazy("登记人选批复"),
    "CandidatesFixed": gettext_lazy("确定正式候选人"),
    "PreselectionRecorded": gettext_lazy("登记差额预选"),
    "NoticeSent": gettext_lazy("发出会议通知"),
    "ExclusionsDecided": gettext_lazy("确定不计入应到会的人"),
    "PresentDeclared": gettext_lazy("宣布到会人数"),
    "ReportReviewed": gettext_lazy("听取和审查工作报告"),
    "MethodAdopted": gettext_lazy("通过选举办法"),
    "ScrutineersChosen": gettext_lazy("通过监票人、确定计票人"),
    "BallotsIssued": gettext_lazy("发放选票"),
    "VoteClosed": gettext_lazy("投票结束"),
    "BallotsReconciled": gettext_lazy("收回并核对选票"),
    "CountDecided": gettext_lazy("计票"),
    "ResultAnnounced": gettext_lazy("宣布当选名单"),
    "FirstMeetingRecorded": gettext_lazy("登记第一次全体会议"),
    "WorkDivided": gettext_lazy("登记委员分工"),
    "ResultSent": gettext_lazy("报告选举结果"),
    "ResultReplyRecorded": gettext_lazy("登记选举结果批复"),
    "ResultPublished": gettext_lazy("公布选举结果"),
    "HandoverRecorded": gettext_lazy("登记工作移交"),
    "RevoteOrdered": gettext_lazy("就得票相等的人再次投票"),
    "OpenSeatsElected": gettext_lazy("不足的名额另行选举"),
    "SeatsReduced": gettext_lazy("减少名额"),
    "VoteRepeated": gettext_lazy("重新投票"),
    "ElectionAnnulled": gettext_lazy("决定选举无效"),
    "NewDateSet": gettext_lazy("另定选举日期"),
    "MeetingOpened": gettext_lazy("开会"),
    "PresentRedeclared": gettext_lazy("重新宣布到会人数"),
    "PinSet": gettext_lazy("设置会议密码"),
    "SheetClosed": gettext_lazy("计票单封存"),
    "SheetReplaced": gettext_lazy("更正计票单"),
    "TermShifted": gettext_lazy("登记延期或提前换届"),
    "ElectionStopped": gettext_lazy("决定停止选举"),
    "ElectionResumed": gettext_lazy("决定恢复选举"),
    "PaperIssued": gettext_lazy("签发选举文件"),
    "SignsSet": gettext_lazy("设定选票符号"),
    "FormUploaded": gettext_lazy("上传自备表样"),
    "FormTried": gettext_lazy("测试打印自备表样"),
    "FormAdopted": gettext_lazy("启用自备表样"),
    "FormDropped": gettext_lazy("停用自备表样"),
    # bylaws
    "CommitteeSet": gettext_lazy("修改本委设置"),
    "ArticleConfirmed": gettext_lazy("核定条号"),
}

FACTS: dict[str, Any] = {
    # accounts
    "login": gettext_lazy("登录名"), "role": gettext_lazy("角色"), "key": gettext_lazy("范围"), "roles_ended": gettext_lazy("结束的角色"),
    # the register
    "import": gettext_lazy("文件编号"), "corrects": gettext_lazy("更正的文件"), "file": gettext_lazy("文件散列"), "rows": gettext_lazy("行数"),
    "accepted": gettext_lazy("合格"), "waiting": gettext_lazy("待更正"), "unchanged": gettext_lazy("未变"), "joined": gettext_lazy("新增"),
    "back": gettext_lazy("转回"), "left": gettext_lazy("离开"), "moved": gettext_lazy("调动"), "changed": gettext_lazy("变更"),
    "organisations": gettext_lazy("组织"), "created": gettext_lazy("新建"), "officers_of_ledger": gettext_lazy("台账任职"), "terms": gettext_lazy("届"),
    "founded": gettext_lazy("成立时间"), "posts": gettext_lazy("任职"), "agreed": gettext_lazy("与花名册一致的任职"),
    "withdrawn": gettext_lazy("撤去的任职"), "awaited": gettext_lazy("待更正的任职"), "seat": gettext_lazy("职务"),
    "kept": gettext_lazy("保留"), "retracted": gettext_lazy("撤去"), "field": gettext_lazy("项目"), "fields": gettext_lazy("项目"),
    "deed": gettext_lazy("办理编号"), "to": gettext_lazy("转入党支部"), "until": gettext_lazy("期满"), "months": gettext_lazy("延长月数"),
    # elections
    "elected": gettext_lazy("选举日期"), "expires": gettext_lazy("届满"), "sent": gettext_lazy("发出日期"), "entry": gettext_lazy("记录序号"),
    "letter": gettext_lazy("函的散列"), "way": gettext_lazy("方式"),
    # elections: the meeting and the count desk
    "meeting": gettext_lazy("会议"), "held": gettext_lazy("会议记录方式"), "chair": gettext_lazy("主持人"), "excluded": gettext_lazy("不计入应到会"),
    "favour": gettext_lazy("赞成"), "against": gettext_lazy("不赞成"), "abstain": gettext_lazy("弃权"), "present": gettext_lazy("实到会"),
    "expected": gettext_lazy("应到会"), "need": gettext_lazy("须到"), "others": gettext_lazy("列席等"), "guests": gettext_lazy("来宾"),
    "scrutineers": gettext_lazy("监票人"), "counters": gettext_lazy("计票人"), "times": gettext_lazy("次数"), "round": gettext_lazy("选票编号"),
    "printed": gettext_lazy("印制"), "issued": gettext_lazy("发出"), "voters": gettext_lazy("投票人数"), "returned": gettext_lazy("收回"),
    "spare_destroyed": gettext_lazy("销毁余票"), "spoiled": gettext_lazy("作废"), "explained": gettext_lazy("写明原因的差数"),
    "invalid": gettext_lazy("无效票"), "sums": gettext_lazy("票数的散列"), "sheets": gettext_lazy("计票单"), "agree": gettext_lazy("同意"),
    "filled": gettext_lazy("已选出"), "open": gettext_lazy("空额"), "members": gettext_lazy("委员"), "votes": gettext_lazy("选票次数"),
    "chosen": gettext_lazy("选出"),
    # bylaws
    "names": gettext_lazy("设置项"), "set": gettext_lazy("设为"), "rule": gettext_lazy("规定"), "article": gettext_lazy("条号"),
    "shipped": gettext_lazy("原有条号"),
}

VALUES: dict[str, Any] = {
    "platform_admin": gettext_lazy("平台管理员"), "security_officer": gettext_lazy("安全管理员"), "auditor": gettext_lazy("审计员"),
    "clerk": gettext_lazy("组织员"), "envoy": gettext_lazy("督导员"), "secretary": gettext_lazy("党支部书记"),
    "committee_member": gettext_lazy("支委"), "member": gettext_lazy("党员"), "unit_head": gettext_lazy("行政负责人"),
    "reader": gettext_lazy("只读领导"), "platform": gettext_lazy("平台"), "id_number": gettext_lazy("身份证号"), "phone": gettext_lazy("手机号"),
    "deputy_secretary": gettext_lazy("副书记"), "organisation": gettext_lazy("组织委员"), "publicity": gettext_lazy("宣传委员"),
    "discipline": gettext_lazy("纪检委员"), "commissioner": gettext_lazy("委员"), "group_leader": gettext_lazy("党小组组长"),
}

AS_WRITTEN = frozenset({"login", "rule"})
"""Facts whose values are nobody's codes: a login may be spelled like a role."""

MANY = 8
"""A list or mapping longer than this is shown by its number."""

_HASH = re.compile(r"[0-9a-f]{40,64}")


def act_in_words(code: str) -> str:
    return str(ACTS.get(code, code))


def facts_in_words(facts: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(what, to what) of each fact that says something; names: of organisations and units by key.

    Hashes are shortened, keys of people stay keys, and of what has many parts only the number is shown: the export has them all.
    """
    said = {name: value for name, value in facts.items() if value not in ("", [], {})}
    return [(str(FACTS.get(name, name)), str(value) if name in AS_WRITTEN else _value(value, names)) for name, value in said.items()]


def keys_in(value: Any) -> Iterator[str]:
    """Every text that `facts_in_words` will show and that may be a key, to ask for names once."""
    if isinstance(value, str):
        if 0 < len(value) <= 16:
            yield value
    elif isinstance(value, Mapping):
        if len(value) <= MANY:
            for name, inner in value.items():
                yield from keys_in(name)
                yield from keys_in(inner)
    elif isinstance(value, list) and len(value) <= MANY:
        for inner in value:
            yield from keys_in(inner)


def _value(value: Any, names: Mapping[str, str]) -> str:
    if value is None or value in ("", [], {}):
        return _("无")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str):
        return value[:16] + "…" if _HASH.fullmatch(value) else str(names.get(value) or VALUES.get(value, value))
    if isinstance(value, list | Mapping) and len(value) > MANY:
        return _("%(n)s 项") % {"n": len(value)}
    if isinstance(value, list):
        return "、".join(_value(inner, names) for inner in value)
    if isinstance(value, Mapping):
        return "；".join(f"{names.get(name) or FACTS.get(name, name)} {_value(inner, names)}" for name, inner in value.items())
    return str(value)
