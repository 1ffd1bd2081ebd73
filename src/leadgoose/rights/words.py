"""What the codes of the table and of this subject are called on pages and papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.shelf import load, rule
from leadgoose.rights.rules.answering import LEAST, MOST, Fault
from leadgoose.rights.rules.erasing import Bar
from leadgoose.roster import words as roster

SUBJECT: Mapping[str, Promise] = {
    "roster": _("登记和组织关系"), "accounts": _("账号"), "production": _("生产日历"), "recordbook": _("活动记录本"), "training": _("素质工程"),
    "elections": _("换届选举"), "rights": _("到期事项、记事链和异议"),
}
FIELD: Mapping[str, Promise] = {
    "roster.Person.id_masked": _("身份证号"), "roster.Person.died_on": _("去世日期"), "roster.PersonFact.name": _("姓名"),
    "roster.PersonFact.gender": _("性别"), "roster.PersonFact.ethnicity": _("民族"), "roster.PersonFact.born_on": _("出生日期"),
    "roster.PersonFact.education": _("学历"), "roster.PersonFact.degree": _("学位"), "roster.PersonFact.school": _("毕业院校"),
    "roster.PersonFact.major": _("专业"), "roster.PersonFact.work_start": _("参加工作"), "roster.PersonFact.joined_party": _("入党日期"),
    "roster.PersonFact.full_member": _("转正日期"), "roster.PersonFact.admin_post": _("行政职务"), "roster.PersonFact.phone_masked": _("联系电话"),
    "roster.PersonFact": _("以前的登记"), "roster.Membership.standing": _("党员类别和所在党支部"), "roster.Placement.organisation": _("编组"),
    "roster.Post.kind": _("党内职务"), "roster.Restriction.kind_sealed": _("权利受限的决定"), "roster.ProbationExtension.until": _("延长预备期"),
    "roster.Deed.act": _("办理记录"), "roster.Designation.post": _("指派、调动"), "roster.Present.can_vote": _("按规定推得的权利"),
    "roster.Import.file_sealed": _("导入的原件"), "access.User.login": _("登录账号"), "access.User.last_login": _("最近登录"),
    "access.Grant.role": _("系统角色"), "access.SignIn.device": _("登录记录"),
    "accounts.OutsideIdentity.identity_index": _("关联的统一身份认证"), "production.Absence.kind": _("请假、轮休、外派"),
    "production.CrewMember.crew": _("班组"),
    "recordbook.Attendance.stand": _("到会情况"), "recordbook.Resolution.text": _("负责的决议"),
    "recordbook.Version.content_sealed": _("谈心谈话和帮扶"), "recordbook.Entrustment.person_key": _("委托记录"),
    "training.Level.level": _("能力级别"), "training.Evidence.levels": _("能力评价的依据"), "training.ColleagueSum.counts": _("同事评价合计"),
    "training.Hours.hours": _("学时"), "training.Sitting.marks_sealed": _("测试"), "training.Certificate.number": _("证书"),
    "training.Mark.kind": _("后备、示范"), "training.Nomination.state": _("班次名单"), "training.Attendance.state": _("班次签到"),
    "training.EffectCheck.answer": _("培训效果检查"), "training.PlanPerson.role": _("年度培训计划"), "training.Wish.dimension": _("培训愿望"),
    "elections.Candidate.post": _("候选人情况"),
    "elections.Proof.text_sealed": _("候选人材料"), "elections.Exclusion.grounds_sealed": _("不计入应到会"),
    "elections.Declaration.in_room": _("清点到会"), "elections.Watcher.role": _("监票、计票"), "elections.Sheet.person": _("计票单"),
    "elections.Meeting.chair": _("主持会议"), "duties.Duty.code": _("到期事项"), "journal.Entry.person_key": _("记事"), "journal.Entry.facts": _("更早的记事"),
    "rights.Objection.field": _("提出的异议"), "other": _("其他"),
}
FILE: Mapping[str, Promise] = {
    "roster.export_members": _("党员名单"), "roster.corrections": _("花名册更正表"), "roster.fill_grid": _("补录表"), "roster.basis_sheet": _("办理依据单"),
    "roster.organisation_sheet": _("办理依据单"), "roster.batch_sheet": _("成批办理依据单"), "roster.handover_list": _("交接清单"),
    "overview.team_export": _("书记队伍名单"),
    "production.fill_table": _("生产日历表格"), "recordbook.blank_sheet": _("带名单的空白记录单"), "training.export_hours": _("学时表"),
    "training.import_ratings": _("能力评价表"), "training.rating_sheet": _("能力评价单"), "training.attendance_sheet": _("班次签到表"),
    "training.score_sheet": _("演练观察评分表"), "training.plan_paper": _("培训计划表"),
}
"""Files that take people's data along, by the page that makes them (ground/journal/files.py)."""
PURPOSE: Mapping[str, Promise] = {
    "identify": _("认得出是哪一位党员"), "register": _("党员登记和统计"), "statistics": _("党员人数的历年统计"), "same_person": _("区分同名的人，核对花名册"),
    "membership": _("计算党支部人数、应到会和表决权"), "posts": _("任职沿革和任期"), "rights": _("推算表决权、选举权、被选举权"),
    "trace": _("谁在何时办了什么，可以追查"),
    "lists": _("名单和查找"), "source": _("核对导入的原件"), "log_in": _("登录和账号安全"), "permission": _("按岗位给权限"), "sealing": _("封存本人的敏感信息"),
    "joining": _("把同一个人的记录连起来"), "due": _("提示到期该办的事"), "contact": _("印在公文上的联系人"), "words": _("写明依据和原因"),
    "planning": _("安排培训和会议时避开不在岗的人"), "minutes": _("会议和活动的记录"), "talk": _("谈心谈话、帮扶的记录"), "attendance": _("参加组织生活的情况"),
    "draft": _("写到一半的记录"), "copy": _("签字文件和纸面记录的副本"), "teaching": _("教材和题库"), "training": _("找出短板，安排培训"),
    "hours": _("计算学时"), "certificate": _("持证上岗"), "election": _("办理换届选举"), "counting": _("计票人本人关闭计票单"), "papers": _("公文的存档件"),
    "objection": _("受理和答复异议"), "erasure": _("证明删除是按规定办的"),
}
BASE: Mapping[str, Promise] = {
    "organisation": _("党组织履行管理职责（法律依据由本委确认）"), "account": _("网络安全要求的身份鉴别、访问控制和审计"),
    "labour": _("依法进行人力资源管理所必需"), "law": _("法律规定的义务：受理个人行使权利的申请"),
}
KEEP: Mapping[str, Promise] = {
    "member": _("在册期间"), "after": _("离开本委以后再留 %(years)s 年"), "archive": _("随档案长期保存"), "changed": _("改了以后不再使用"),
    "half_year": _("半年"),
}
ERASE: Mapping[str, Promise] = {
    "cleared": _("清空"), "deleted": _("整行删除"), "renamed": _("姓名改为“已删除”"), "unreadable": _("密钥销毁，不能再读"), "stays": _("保留"),
}
WHY: Mapping[str, Promise] = {
    "counts": _("历年人数、学时和出席要对得上，不带姓名"), "terms": _("党组织的任职沿革，不带姓名"), "trace": _("只有代码和日期，说明办过什么，不带姓名"),
    "login": _("登录名写在记事链里，改了链就断"), "chain": _("记事链只记代码，改了链就断"), "key": _("只是一个随机编号，不能认出人"),
    "hash": _("校验值，推不出原文"), "result": _("选举结果和到会人数是选举有效的证明，不带姓名"), "nobody": _("教材、题目，不写任何人"),
}
CONTEST: Mapping[str, Promise] = {
    "line": _("可以提出；组织员按“更正登记资料”改正"), "act": _("可以提出；由作出决定的组织更正或者撤销"), "record": _("可以提出；由记录人更正，写成新的一稿"),
    "training": _("可以提出；由组织员重新评定或者撤回依据"), "election": _("可以提出；选举期间也可以向主持人提出"), "table": _("可以提出；由填表的单位改正"),
    "account": _("可以提出；由账号管理员改正"), "office": _("可以提出；由党委办公室改正"), "none": _("不能改动；认为有误的，异议会附在旁边"),
}
SOURCE: Mapping[str, Promise] = {
    "register": _("花名册"), "derived": _("按规定推得"), "record": _("活动记录本"), "election": _("换届选举"), "table": _("生产日历表格"),
    "page": _("页面填写"), "journal": _("记事链"), "log_in": _("登录时记下"), "": _("资料未知"),
}
STATE: Mapping[str, Promise] = {
    "": _("待答复"), "accepted": _("已更正"), "partly": _("部分更正"), "refused": _("不予更正"), "withdrawn": _("本人撤回"),
}
WAY: Mapping[str, Promise] = {"page": _("本人在网上提出"), "paper": _("书面提出")}
GROUND: Mapping[str, Promise] = {"expired": _("保存期满"), "asked": _("本人或者近亲属要求"), "wrongly": _("不应当登记")}
ERASURE: Mapping[str, Promise] = {"proposed": _("待安全管理员办理"), "done": _("已删除"), "refused": _("不予办理"), "withdrawn": _("已撤回")}
FAULT: Mapping[Fault, Promise] = {
    Fault.NO_OUTCOME: _("请选择处理结果。"), Fault.NO_WORDS: _("请写明答复，%(least)s 至 %(most)s 个字。"),
    Fault.NO_ACT: _("更正了才能答复“已更正”：先办理更正，再选这一次办理，或者填写它的凭据。"),
    Fault.OWN_OBJECTION: _("本人提出的异议不能由本人答复，请由另一位组织员办理。"),
    Fault.ALONE: _("这一项是本账号登记的，一般不由登记的人单独答复：请另一位同志一起核对，或者写明为什么只能由登记人答复。"),
}
BAR: Mapping[Bar, Promise] = {
    Bar.MEMBER: _("仍在册，登记资料要用来计算人数和权利；先办理转出、去世等手续。"), Bar.POST: _("仍任党内职务，先办理免职。"),
    Bar.ELECTION: _("正在参加选举，等这次选举办结。"), Bar.OBJECTION: _("有一件异议没有答复，先答复。"), Bar.ACCOUNT: _("账号还能登录，先停用账号。"),
    Bar.TOO_EARLY: _("保存期未满；期满以前删除的，要有本人或者近亲属的要求。"), Bar.UNKNOWN: _("离开本委的日期未知，算不出保存期。"),
    Bar.GONE: _("已经删除。"),
}


def sentences(told: Iterable[str | Promise]) -> str:
    """Whole sentences one after the other: in English with a space between."""
    return (" " if (get_language() or "").startswith("en") else "").join(map(str, told))


def label(column: str) -> str:
    """What a column is called."""
    return str(FIELD.get(column, column))


def source(code: str) -> str:
    """Where from: a code in words, or words as they are."""
    known = SOURCE.get(code) or roster.SOURCE.get(code)
    return str(known) if known is not None else code


def keep(code: str, years: int) -> str:
    return str(KEEP[code]) % {"years": years}


def fault(one: Fault) -> str:
    return str(FAULT[one]) % {"least": LEAST, "most": MOST}


def duty(rule_id: str, due_on: date | None) -> str:
    """An obligation by its rule's title and its day."""
    title = rule(rule_id).title[language(get_language() or "")] if rule_id in load().rules else _g("到期事项")
    return _g("%(title)s，期限 %(day)s") % {"title": title, "day": due_on.isoformat()} if due_on else title
