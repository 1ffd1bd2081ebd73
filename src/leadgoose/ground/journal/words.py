"""Acts and facts of the journal in words. A code without words is shown as it is; tests/house/test_acts.py finds acts without words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.listed import clauses, listed, plural

ACTS: dict[str, Any] = {
    # accounts
    "CommitteeCreated": gettext_lazy("建立党委"),
    "AccountOpened": gettext_lazy("开立账号"),
    "AccountClosed": gettext_lazy("停用账号"),
    "RoleGranted": gettext_lazy("授予角色"),
    "RoleEnded": gettext_lazy("结束角色"),
    "PasswordReset": gettext_lazy("重置密码"),
    "PasswordChanged": gettext_lazy("修改密码"),
    "FactorAdded": gettext_lazy("添加第二因素"),
    "FactorRemoved": gettext_lazy("移除第二因素"),
    "RecoveryCodesIssued": gettext_lazy("打印恢复码"),
    "FactorDemandsSet": gettext_lazy("规定哪些角色须出示第二因素"),
    "FactorResetAsked": gettext_lazy("登记重置第二因素"),
    "FactorResetDropped": gettext_lazy("撤回重置第二因素"),
    "FactorsReset": gettext_lazy("重置第二因素"),
    "SessionsEnded": gettext_lazy("退出别处的登录"),
    "OutsideLinked": gettext_lazy("关联统一身份认证"),
    "OutsideUnlinked": gettext_lazy("取消关联统一身份认证"),
    "JournalExported": gettext_lazy("导出记事链"),
    # the register
    "RegisterTaken": gettext_lazy("花名册入库"),
    "BatchWritten": gettext_lazy("成批建立示例数据"),
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
    # people's rights
    "FileTaken": gettext_lazy("制作含个人信息的文件"),
    "HoldingsTaken": gettext_lazy("打印或者复制个人信息"),
    "ObjectionReceived": gettext_lazy("收到个人信息异议"),
    "ObjectionAnswered": gettext_lazy("答复个人信息异议"),
    "ObjectionWithdrawn": gettext_lazy("撤回个人信息异议"),
    "ObjectionRemarked": gettext_lazy("对答复写意见"),
    "ErasureProposed": gettext_lazy("提出删除个人信息"),
    "ErasureWithdrawn": gettext_lazy("撤回删除个人信息"),
    "ErasureRefused": gettext_lazy("不予删除个人信息"),
    "ErasureCarriedOut": gettext_lazy("删除个人信息"),
    "RestrictionRecorded": gettext_lazy("登记限制党员权利的决定"),
    "DutiesRecomputed": gettext_lazy("重新计算到期事项"),
    # organisations and posts
    "OrganisationEstablished": gettext_lazy("设立党组织"),
    "OrganisationRenamed": gettext_lazy("党组织更名"),
    "OrganisationMoved": gettext_lazy("调整隶属关系"),
    "BranchDivided": gettext_lazy("分设党支部"),
    "BranchMerged": gettext_lazy("合并党支部"),
    "OrganisationWithdrawn": gettext_lazy("撤销党组织"),
    "MembersPlaced": gettext_lazy("编组"),
    "UnitChanged": gettext_lazy("登记单位变动"),
    "UnitLinked": gettext_lazy("登记党支部所属单位"),
    "PostGiven": gettext_lazy("任职"),
    "PostEnded": gettext_lazy("免职"),
    "ProposalRefused": gettext_lazy("年度核对：拒绝差异"),
    "ProposalReopened": gettext_lazy("年度核对：收回拒绝"),
    "LineCorrected": gettext_lazy("更正登记资料"),
    "DesignationOpened": gettext_lazy("开始指派、调动书记"),
    "DesignationStepTaken": gettext_lazy("登记指派、调动的步骤"),
    "DesignationStepRetracted": gettext_lazy("撤销指派、调动的步骤"),
    "DesignationDropped": gettext_lazy("终止指派、调动"),
    # elections
    "ReminderSent": gettext_lazy("发出换届提醒函"),
    "ReminderNoted": gettext_lazy("登记已发的换届提醒函"),
    "ReminderWithdrawn": gettext_lazy("撤回换届提醒函"),
    # training
    "ModelSet": gettext_lazy("起用能力标准"),
    "MarkSet": gettext_lazy("登记后备或示范"),
    "MarkEnded": gettext_lazy("结束后备或示范"),
    "LevelsRated": gettext_lazy("记入能力评价"),
    "ColleagueRated": gettext_lazy("记入同事评价"),
    "EvidenceWithdrawn": gettext_lazy("撤回能力评价"),
    "TestEntered": gettext_lazy("记入测试成绩"),
    "ShippedQuestionsTaken": gettext_lazy("收入随附题库"),
    "BankFileTaken": gettext_lazy("收入题库文件"),
    "QuestionAdded": gettext_lazy("新增试题"),
    "QuestionRevised": gettext_lazy("修订试题"),
    "QuestionWithdrawn": gettext_lazy("停用试题"),
    "QuestionRestored": gettext_lazy("恢复试题"),
    "EditionUploaded": gettext_lazy("上传本单位教材"),
    "ExamSet": gettext_lazy("组成测试"),
    "ExamineesInvited": gettext_lazy("安排测试人员"),
    "SittingStarted": gettext_lazy("开始答题"),
    "SittingHandedIn": gettext_lazy("交卷"),
    "AnswersMarked": gettext_lazy("批阅简答"),
    "PaperEntered": gettext_lazy("录入纸质卷"),
    "PlanStarted": gettext_lazy("开始培训计划"),
    "PlanPeopleSet": gettext_lazy("定培训哪些人"),
    "NeedsCollected": gettext_lazy("汇总培训需求"),
    "NeedAdded": gettext_lazy("列入培训需求"),
    "NeedRemoved": gettext_lazy("撤去培训需求"),
    "WishStated": gettext_lazy("填写培训愿望"),
    "WishWithdrawn": gettext_lazy("撤回培训愿望"),
    "PlanLimitsSet": gettext_lazy("定经费和人手"),
    "PlaceFixed": gettext_lazy("指定参加"),
    "PlaceForbidden": gettext_lazy("定为不排"),
    "PlaceReleased": gettext_lazy("撤去指定或不排"),
    "CallUpsImported": gettext_lazy("收入上级调训名额"),
    "PlanQueued": gettext_lazy("求解培训计划"),
    "PlanSolved": gettext_lazy("培训计划求得结果"),
    "PlanApproved": gettext_lazy("批准培训计划"),
    "PlanDropped": gettext_lazy("放弃培训计划草稿"),
    "SessionAdded": gettext_lazy("列入班次"),
    "SessionChanged": gettext_lazy("修改班次"),
    "SessionCancelled": gettext_lazy("取消班次"),
    "SeatRequested": gettext_lazy("报名班次"),
    "Nominated": gettext_lazy("提名参加班次"),
    "NominationConfirmed": gettext_lazy("确认参加班次"),
    "NominationDeclined": gettext_lazy("不能参加班次"),
    "AttendanceRecorded": gettext_lazy("登记出勤"),
    "CheckedIn": gettext_lazy("签到"),
    "ExerciseScored": gettext_lazy("记入演练评分"),
    "EffectChecked": gettext_lazy("检查培训效果"),
    "HoursEntered": gettext_lazy("补记学时"),
    "HourRulesSet": gettext_lazy("起用学时折算"), "CertificateKindSet": gettext_lazy("起用证书种类的新版"),
    "CertificatesIssued": gettext_lazy("登记证书"),
    "CertificateWithdrawn": gettext_lazy("撤销证书"),
    # production
    "TableFilled": gettext_lazy("填写生产日历"),
    # the record book
    "RecordEntered": gettext_lazy("记入活动记录"),
    "RecordCorrected": gettext_lazy("更正活动记录"),
    "RecordDiverged": gettext_lazy("两处改动并存"),
    "RecordMerged": gettext_lazy("合并两处改动"),
    "RecordWithdrawn": gettext_lazy("撤回活动记录"),
    "DeviceFilled": gettext_lazy("名单存入离线设备"),
    "DeviceEnded": gettext_lazy("停用离线设备"),
    "OfflineSwitched": gettext_lazy("停用、启用离线记录"),
    "BundleTakenOut": gettext_lazy("导出离线文件"),
    "BundleTakenIn": gettext_lazy("导入离线文件"),
    "ConfidentialOpened": gettext_lazy("查看保密记录"),
    "PlanChanged": gettext_lazy("编排活动计划"),
    "PlanItemDropped": gettext_lazy("取消计划事项"),
    "ResolutionClosed": gettext_lazy("办结决议"),
    "ResolutionReopened": gettext_lazy("重新办理决议"),
    "PeriodExcused": gettext_lazy("说明未开展的原因"),
    "CommonTextAdded": gettext_lazy("收入通知、范本原文"),
    "CommonTextEnded": gettext_lazy("停用通知、范本原文"),
    "ResemblanceReviewed": gettext_lazy("看过相似的记录"),
    "RecordingEntrusted": gettext_lazy("委托记录"),
    "EntrustmentEnded": gettext_lazy("结束委托记录"),
    "FileAttached": gettext_lazy("附上扫描件或者照片"),
    "FileRemoved": gettext_lazy("销毁附件"),
    "EarlierBookAdded": gettext_lazy("登记往年记录本"),
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
    "FirstMeetingRecorded": gettext_lazy("登记委员会会议"),
    "WorkDivided": gettext_lazy("登记委员分工"),
    "ResultSent": gettext_lazy("报告选举结果"),
    "ResultReplyRecorded": gettext_lazy("登记选举结果批复"),
    "ResultPublished": gettext_lazy("公布选举结果"),
    "HandoverRecorded": gettext_lazy("登记工作移交"),
    "RevoteOrdered": gettext_lazy("就得票相等的人再次投票"),
    "NextPostVoted": gettext_lazy("选出书记以后选举副书记"),
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
    "LocalValueSet": gettext_lazy("规定本委的数值"),
    "ArticleConfirmed": gettext_lazy("核定条号"),
    "ArticleUnconfirmed": gettext_lazy("收回核定的条号"),
}

FACTS: dict[str, Any] = {
    # accounts
    "login": gettext_lazy("登录名"), "role": gettext_lazy("角色"), "key": gettext_lazy("范围"), "roles_ended": gettext_lazy("结束的角色"),
    "cause": gettext_lazy("起因"), "batch": gettext_lazy("批号"), "factor": gettext_lazy("第二因素"), "factors": gettext_lazy("移除的第二因素"),
    "sign_ins": gettext_lazy("退出的登录"), "demanded": gettext_lazy("须出示"), "offered": gettext_lazy("可选用"),
    # the register
    "import": gettext_lazy("文件编号"), "corrects": gettext_lazy("更正的文件"), "file": gettext_lazy("文件散列"), "rows": gettext_lazy("行数"),
    "accepted": gettext_lazy("合格"), "waiting": gettext_lazy("待更正"), "unchanged": gettext_lazy("未变"), "joined": gettext_lazy("新增"),
    "back": gettext_lazy("转回"), "left": gettext_lazy("离开"), "moved": gettext_lazy("调动"), "changed": gettext_lazy("变更"),
    "organisations": gettext_lazy("组织"), "created": gettext_lazy("新建"), "officers_of_ledger": gettext_lazy("台账任职"), "terms": gettext_lazy("届"),
    "founded": gettext_lazy("成立时间"), "posts": gettext_lazy("任职"), "agreed": gettext_lazy("与花名册一致的任职"),
    "withdrawn": gettext_lazy("撤去的任职"), "awaited": gettext_lazy("待更正的任职"), "seat": gettext_lazy("职务"),
    "kept": gettext_lazy("保留"), "retracted": gettext_lazy("撤去"), "field": gettext_lazy("项目"), "fields": gettext_lazy("项目"),
    "deed": gettext_lazy("办理编号"), "to": gettext_lazy("转入党支部"), "until": gettext_lazy("期满"), "months": gettext_lazy("延长月数"),
    # organisations and posts
    "below": gettext_lazy("隶属"), "applied": gettext_lazy("申请日期"), "notices": gettext_lazy("与一般规定不同"),
    "who": gettext_lazy("党员"), "leader": gettext_lazy("组长"), "from": gettext_lazy("分设自"), "aliases": gettext_lazy("别名"),
    "branches": gettext_lazy("党支部"), "placed": gettext_lazy("编组"), "post": gettext_lazy("职务"), "came_by": gettext_lazy("产生方式"),
    "dated": gettext_lazy("发文日期"), "designation": gettext_lazy("指派、调动编号"), "how": gettext_lazy("性质"),
    "proposals": gettext_lazy("差异"), "step": gettext_lazy("步骤"),
    "leaving": gettext_lazy("接替"), "deeds": gettext_lazy("办理编号"),
    # elections
    "elected": gettext_lazy("选举日期"), "expires": gettext_lazy("届满"), "sent": gettext_lazy("发出日期"), "entry": gettext_lazy("记录序号"),
    "letter": gettext_lazy("函的散列"), "way": gettext_lazy("方式"),
    # training
    "standard": gettext_lazy("标准版本"), "valid_from": gettext_lazy("起用日期"), "targets_changed": gettext_lazy("改动的目标级"), "mark": gettext_lazy("类别"),
    "evidence": gettext_lazy("评价编号"), "evidence_kind": gettext_lazy("评价方式"), "rated": gettext_lazy("评了几项"),
    "question": gettext_lazy("试题编号"), "question_version": gettext_lazy("试题版本"), "questions_new": gettext_lazy("新题"),
    "questions_changed": gettext_lazy("改题"), "questions_kept": gettext_lazy("保留本单位改过的"), "questions": gettext_lazy("题数"),
    "exam": gettext_lazy("测试编号"), "purpose": gettext_lazy("用途"), "minutes": gettext_lazy("分钟"), "invited": gettext_lazy("安排的人"),
    "sitting": gettext_lazy("答卷编号"), "answered": gettext_lazy("答了几题"), "late_minutes": gettext_lazy("超时分钟"), "again": gettext_lazy("重新批阅"),
    "course": gettext_lazy("课程"), "unit": gettext_lazy("单元"), "edition": gettext_lazy("版次"),
    "plan": gettext_lazy("计划编号"), "number": gettext_lazy("第几份"), "people": gettext_lazy("人数"), "based_on": gettext_lazy("依据第几份"),
    "from_on": gettext_lazy("不动的截止日"), "needs": gettext_lazy("需求"), "dimension": gettext_lazy("能力"), "need_source": gettext_lazy("来源"),
    "budget": gettext_lazy("经费（分）"), "cover": gettext_lazy("每单位最多离岗"), "seconds": gettext_lazy("秒数"), "session": gettext_lazy("班次编号"),
    "places": gettext_lazy("名额"), "sessions_made": gettext_lazy("新列的班次"), "sessions": gettext_lazy("班次"), "status": gettext_lazy("结果"),
    "unmet": gettext_lazy("没补上的需求"), "named": gettext_lazy("提名"), "session_kind": gettext_lazy("形式"), "starts": gettext_lazy("开始"),
    "seats": gettext_lazy("名额"), "places_lost": gettext_lazy("撤去的名额"), "list_state": gettext_lazy("状态"), "place": gettext_lazy("次序"),
    "moved_up": gettext_lazy("递补的候补"), "put_waiting": gettext_lazy("列为候补"),
    "final": gettext_lazy("登记完毕"), "leave": gettext_lazy("请假"), "absent": gettext_lazy("缺席"),
    "answer": gettext_lazy("回答"), "day": gettext_lazy("全天学时"), "certificate": gettext_lazy("证书编号"),
    "certificate_kind": gettext_lazy("证书种类"), "half_day": gettext_lazy("半天学时"),
    # production
    "table": gettext_lazy("表"), "recorded": gettext_lazy("新增"),
    # the record book
    "record": gettext_lazy("记录编号"), "version": gettext_lazy("第几稿"), "truth": gettext_lazy("记录方式"),
    "channel": gettext_lazy("录入途径"), "held": gettext_lazy("举行"), "level": gettext_lazy("知悉范围"),
    "matters": gettext_lazy("决议事项"), "added": gettext_lazy("新增"), "item": gettext_lazy("计划编号"),
    "resolution": gettext_lazy("决议编号"), "state": gettext_lazy("状态"), "first": gettext_lazy("期间起"), "last": gettext_lazy("期间止"),
    "groups": gettext_lazy("党小组"), "since": gettext_lazy("自"), "attachment": gettext_lazy("附件编号"), "what": gettext_lazy("种类"),
    "size": gettext_lazy("字节"), "earlier": gettext_lazy("往年记录本"), "year": gettext_lazy("年度"), "pages": gettext_lazy("页数"),
    # elections: the meeting and the count desk
    "meeting": gettext_lazy("会议"), "chair": gettext_lazy("主持人"), "excluded": gettext_lazy("不计入应到会"),
    "favour": gettext_lazy("赞成"), "against": gettext_lazy("不赞成"), "abstain": gettext_lazy("弃权"), "present": gettext_lazy("实到会"),
    "expected": gettext_lazy("应到会"), "need": gettext_lazy("须到"), "others": gettext_lazy("列席等"), "guests": gettext_lazy("来宾"),
    "scrutineers": gettext_lazy("监票人"), "counters": gettext_lazy("计票人"), "times": gettext_lazy("次数"), "round": gettext_lazy("选票编号"),
    "printed": gettext_lazy("印制"), "issued": gettext_lazy("发出"), "voters": gettext_lazy("投票人数"), "returned": gettext_lazy("收回"),
    "spare_destroyed": gettext_lazy("销毁余票"), "spoiled": gettext_lazy("作废"), "explained": gettext_lazy("写明原因的差数"),
    "invalid": gettext_lazy("无效票"), "sums": gettext_lazy("票数的散列"), "sheets": gettext_lazy("计票单"), "agree": gettext_lazy("同意"),
    "filled": gettext_lazy("已选出"), "open": gettext_lazy("空额"), "members": gettext_lazy("委员"), "votes": gettext_lazy("选票次数"),
    "chosen": gettext_lazy("选出"),
    # elections: the procedure
    "election": gettext_lazy("选举编号"), "as": gettext_lazy("答复为"), "asked": gettext_lazy("征求人数"), "at_stage": gettext_lazy("接续的步骤"),
    "candidates": gettext_lazy("候选人数"), "code": gettext_lazy("事由"), "committee": gettext_lazy("委员人选"), "deputies": gettext_lazy("副书记名额"),
    "division": gettext_lazy("分工"), "forwarded_on": gettext_lazy("转报日期"), "from_card": gettext_lazy("由卡片补录"),
    "from_register": gettext_lazy("取自登记"), "headings": gettext_lazy("介绍的方面"), "items": gettext_lazy("核对项目"), "kind": gettext_lazy("种类"),
    "left_open": gettext_lazy("未交接"), "matter": gettext_lazy("问题编号"), "meeting_on": gettext_lazy("开会日期"),
    "noticed_on": gettext_lazy("通知的开会日期"),
    "meeting_time": gettext_lazy("开会时间"), "on": gettext_lazy("办理日期"), "on_paper": gettext_lazy("书面"), "outcome": gettext_lazy("结果"),
    "point": gettext_lazy("签认环节"), "secretary": gettext_lazy("书记人选"), "stage": gettext_lazy("步骤"), "struck": gettext_lazy("未同意的人选"),
    "ticked": gettext_lazy("核对项目"), "traits": gettext_lazy("情形"), "paper": gettext_lazy("文书"),
    "copies": gettext_lazy("份数"), "digest": gettext_lazy("内容散列"),
    "form": gettext_lazy("自有格式版本"), "sha256": gettext_lazy("文件散列"),
    # units, files with people's data
    "parent": gettext_lazy("上级单位"), "unit_kind": gettext_lazy("单位类别"),
    "page": gettext_lazy("文件"), "type": gettext_lazy("格式"), "whole": gettext_lazy("全部人员"),
    # people's rights, devices and files of the record book
    "objection": gettext_lazy("异议编号"), "due": gettext_lazy("答复期限"), "days": gettext_lazy("天数"), "act": gettext_lazy("更正它的办理"),
    "erasure": gettext_lazy("删除编号"), "ground": gettext_lazy("原因"), "files": gettext_lazy("附件一并删除"), "gone": gettext_lazy("删去的登记"),
    "columns": gettext_lazy("字段数"), "device": gettext_lazy("设备编号"), "bundle": gettext_lazy("离线文件编号"), "taken": gettext_lazy("收入"),
    "known": gettext_lazy("已有"), "refused": gettext_lazy("未收入"), "allowed": gettext_lazy("允许"), "passages": gettext_lazy("相近段落"),
    "second": gettext_lazy("另一条记录"), "text": gettext_lazy("通用文字编号"),
    # bylaws
    "names": gettext_lazy("设置项"), "set": gettext_lazy("设为"), "rule": gettext_lazy("规定"), "article": gettext_lazy("条号"),
    "shipped": gettext_lazy("原有条号"),
}

VALUES: dict[str, Any] = {
    "totp": gettext_lazy("动态口令"), "webauthn": gettext_lazy("通行密钥"), "recovery_codes": gettext_lazy("恢复码"),
    "platform_admin": gettext_lazy("平台管理员"), "security_officer": gettext_lazy("安全管理员"), "auditor": gettext_lazy("审计员"),
    "clerk": gettext_lazy("组织员"), "envoy": gettext_lazy("督导员"), "secretary": gettext_lazy("党支部书记"),
    "committee_member": gettext_lazy("支委"), "member": gettext_lazy("党员"), "unit_head": gettext_lazy("行政负责人"),
    "reader": gettext_lazy("只读领导"), "platform": gettext_lazy("平台"), "id_number": gettext_lazy("身份证号"), "phone": gettext_lazy("联系电话"),
    "deputy_secretary": gettext_lazy("副书记"), "organisation": gettext_lazy("组织委员"), "publicity": gettext_lazy("宣传委员"),
    "own": gettext_lazy("自评"), "superior": gettext_lazy("上级评价"), "colleague": gettext_lazy("同事评价"), "test": gettext_lazy("测试"),
    "exercise": gettext_lazy("沙盘演练"), "certificate": gettext_lazy("证书"), "page": gettext_lazy("网页"), "sheet": gettext_lazy("纸质表"),
    "reserve": gettext_lazy("优秀党员（后备）"), "demonstration": gettext_lazy("示范书记"),
    "optimal": gettext_lazy("每步都证明最优"), "time_limit": gettext_lazy("时限到"), "yes": gettext_lazy("有改变"), "partly": gettext_lazy("有些改变"),
    "no": gettext_lazy("没有改变"), "unseen": gettext_lazy("没有机会看到"), "confirmed": gettext_lazy("已确认"), "waiting": gettext_lazy("候补"),
    "declined": gettext_lazy("不能参加"), "wish": gettext_lazy("本人愿望"), "inspection": gettext_lazy("检查发现"), "requirement": gettext_lazy("上级要求"),
    "days": gettext_lazy("放假和调休"), "absences": gettext_lazy("轮休和请假"), "crews": gettext_lazy("倒班班组"), "peaks": gettext_lazy("生产高峰"),
    "covers": gettext_lazy("最多离岗人数"),
    "before": gettext_lazy("训前测试"), "after": gettext_lazy("训后测试"), "alone": gettext_lazy("单独测试"),
    "general_branch": gettext_lazy("党总支"), "branch": gettext_lazy("党支部"), "joint_branch": gettext_lazy("联合党支部"),
    "temporary_branch": gettext_lazy("临时党支部"), "group": gettext_lazy("党小组"), "elected": gettext_lazy("选举产生"),
    "designated": gettext_lazy("上级指派"), "appointed": gettext_lazy("任免文件"), "correction": gettext_lazy("原登记有误"),
    "change": gettext_lazy("自某日起变化"), "designate": gettext_lazy("指派"), "transfer": gettext_lazy("调动"), "decided": gettext_lazy("党委会研究决定"),
    "document": gettext_lazy("印发任免文件"), "talk": gettext_lazy("任前谈话"), "announced": gettext_lazy("到支部宣布"),
    "handover": gettext_lazy("签交接清单"), "taken": gettext_lazy("到任"), "unknown": gettext_lazy("资料未知"),
    "discipline": gettext_lazy("纪检委员"), "commissioner": gettext_lazy("委员"), "group_leader": gettext_lazy("党小组组长"),
}

AS_WRITTEN = frozenset({"login", "rule"})
"""Facts whose values are nobody's codes: a login may be spelled like a role."""

COUNTED = frozenset({"ticked", "items"})
"""Facts of which only the number is shown: the page of the act says each in a sentence."""

Says = Mapping[str, Any] | Callable[[str], str]
_says: dict[str, list[Says]] = {}

MANY = 8
"""A list or mapping with more single values than this, at whatever depth, is shown by its number."""

_HASH = re.compile(r"[0-9a-f]{40,64}")


def say(facts: Mapping[str, Says]) -> None:
    """What the codes of single facts mean: fact → {code: words}, or a function of a code that raises KeyError where it has none.

    For a subject's app, once: the same code means one thing as a kind of record and another as a stage of an election.
    """
    for name, words in facts.items():
        known = _says.setdefault(name, [])
        if words not in known:
            known.append(words)


def act_in_words(code: str) -> str:
    return str(ACTS.get(code, code))


def facts_in_words(facts: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """(what, to what) of each fact that says something; names: of organisations and units by key.

    Hashes are shortened, keys of people stay keys, and of what has many parts only the number is shown: the export has them all.
    """
    said = {name: value for name, value in facts.items() if value not in ("", [], {})}
    return [(str(FACTS.get(name, name)), str(value) if name in AS_WRITTEN else _value(value, names, name)) for name, value in said.items()]


def keys_in(facts: Mapping[str, Any]) -> Iterator[str]:
    """Every text that `facts_in_words` will show and that may be a key, to ask for names once."""
    for name, value in facts.items():
        yield name
        yield from _keys(value)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if 0 < len(value) <= 16:
            yield value
    elif isinstance(value, Mapping) and _parts(value) <= MANY:
        for name, inner in value.items():
            yield from _keys(name)
            yield from _keys(inner)
    elif isinstance(value, list) and _parts(value) <= MANY:
        for inner in value:
            yield from _keys(inner)


def _value(value: Any, names: Mapping[str, str], fact: str = "") -> str:
    if value is None or value in ("", [], {}):
        return _("无")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str):
        return value[:16] + "…" if _HASH.fullmatch(value) else str(names.get(value) or _said(value, fact) or VALUES.get(value) or ACTS.get(value, value))
    if isinstance(value, list | Mapping) and (fact in COUNTED or _parts(value) > MANY):
        return plural("%(n)s 项", len(value)) % {"n": len(value)}
    if isinstance(value, list):
        return listed(_value(inner, names, fact) for inner in value)
    if isinstance(value, Mapping):
        return clauses(
            f"{names.get(name) or _said(name, fact) or FACTS.get(name) or VALUES.get(name, name)} {_value(inner, names, name if name not in names else fact)}"
            for name, inner in value.items()
        )
    return str(value)


def _said(code: str, fact: str) -> str:
    """What a subject said that a code means as the value, or a name within the value, of this fact; "" where none did."""
    for words in _says.get(fact, ()):
        try:
            return str(words(code) if callable(words) else words[code])
        except KeyError:
            continue
    return ""


def _parts(value: Any) -> int:
    """How many single values there are in a value, however deep."""
    if isinstance(value, Mapping):
        return sum(map(_parts, value.values()))
    return sum(map(_parts, value)) if isinstance(value, list) else 1
