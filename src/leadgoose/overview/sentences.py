"""What is due, in words: what it is, the numbers behind it, who acts, what the button says. Figures and days come from the obligation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from leadgoose.ground.duties.rules.state import State
from leadgoose.ground.listed import listed, plural
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import template
from leadgoose.overview.rules.board import Group, Owing
from leadgoose.recordbook import words
from leadgoose.recordbook.rules.duties import MEETING, RESOLUTION, UNWRITTEN

Numbers = Mapping[str, Any]

GROUP: Mapping[Group, Promise] = {
    Group.EXPIRED: gettext_lazy("届满未换届"),
    Group.REMIND: gettext_lazy("应发提醒"),
    Group.SIX: gettext_lazy("六个月内届满"),
    Group.VACANT: gettext_lazy("书记空缺"),
    Group.PROBATION: gettext_lazy("预备期将满"),
    Group.UNKNOWN: gettext_lazy("资料未知"),
    Group.SHIFTED: gettext_lazy("批准延期或提前"),
    Group.FIRST: gettext_lazy("待首次选举"),
    Group.SIZE: gettext_lazy("党员人数"),
    Group.COMMITTEE: gettext_lazy("支委会"),
    Group.STANDING: gettext_lazy("书记党龄"),
    Group.TRAINING: pgettext_lazy("watch", "培训"),
    Group.MEETING: gettext_lazy("活动记录"),
    Group.RESOLUTION: gettext_lazy("决议落实"),
    Group.TEMPORARY: gettext_lazy("临时、联合党支部期满"),
    Group.ELECTION: gettext_lazy("换届办理中"),
    Group.RIGHTS: gettext_lazy("个人信息"),
}
ALSO: Mapping[str, tuple[str, ...]] = {
    "term_expired": ("branch-term",),
    "term_six_months": ("elec-term-on-time",),
    "term_beyond_year": ("branch-term",),
    "secretary_vacant": ("elec-superior-appoint",),
    "too_few_full": ("branch-joint",),
    "too_many": ("soe-levels",),
}
"""Rules to name beside the obligation's own."""

_DUE, _DO = gettext_lazy("应办"), gettext_lazy("去办理")
_TAG: Mapping[str, Promise] = {
    "secretary_vacant": gettext_lazy("空缺"),
    "too_few_full": gettext_lazy("不足 %(n)s 人"),
    "too_many": gettext_lazy("超过 %(n)s 人"),
    "committee_missing": gettext_lazy("应设支委会"),
    "committee_below_size": gettext_lazy("缺 %(n)s 人"),
    "secretary_standing": gettext_lazy("不满一年"),
    "first_election": gettext_lazy("待选举"),
    RESOLUTION: gettext_lazy("没有期限"),
    "election_next": gettext_lazy("办理中"),
    "election_superior": gettext_lazy("办理中"),
    "election_stopped": gettext_lazy("已停止"),
    "election_answer": gettext_lazy("待答复"),
    "election_review": gettext_lazy("待复核"),
    "election_envoy": gettext_lazy("未派督导员"),
}
_TAG_NUMBER = {"too_few_full": "least", "too_many": "most", "committee_below_size": "lacking"}
_WHAT: Mapping[str, Promise] = {
    "term_expired": gettext_lazy("届满未换届"),
    "term_beyond_year": gettext_lazy("届满超过一年"),
    "term_six_months": gettext_lazy("六个月内届满"),
    "term_remind": gettext_lazy("应发换届提醒"),
    "term_unknown": gettext_lazy("本届选举日期未知"),
    "first_election": gettext_lazy("新建党支部首次选举"),
    "secretary_vacant": gettext_lazy("书记空缺"),
    "secretary_unknown": gettext_lazy("书记资料未知"),
    "secretary_standing": gettext_lazy("书记党龄不满一年"),
    "too_few_full": gettext_lazy("正式党员不足 3 人"),
    "too_many": gettext_lazy("党员人数超过一般上限"),
    "committee_missing": gettext_lazy("未设支部委员会"),
    "committee_below_size": gettext_lazy("委员缺额"),
    "temporary_ending": gettext_lazy("临时、联合党支部期满"),
    "rights_objection": gettext_lazy("个人信息异议待答复"),
    "rights_retention": gettext_lazy("个人信息保存期满"),
}
_OF_PERSON: Mapping[str, Promise] = {
    "training_hours": gettext_lazy("%(name)s学时不够"),
    "training_concentrated": gettext_lazy("%(name)s未参加集中轮训"),
    "training_induction": gettext_lazy("%(name)s待任职培训"),
    "training_effect": gettext_lazy("%(name)s培训效果待检查"),
    "training_certificate": gettext_lazy("%(name)s证书到期"),
    "training_plan": gettext_lazy("%(name)s本年培训计划未批准"),
    "training_marking": gettext_lazy("%(name)s有简答题待批"),
    "election_stopped": gettext_lazy("换届选举已停止"),
    "election_answer": gettext_lazy("换届选举中的异议和问题"),
    "election_review": gettext_lazy("换届选举中待复核的决定"),
    "election_envoy": gettext_lazy("换届选举未指派督导员"),
}
_BUTTON: Mapping[str, Promise] = {
    "elections.reminder": gettext_lazy("打印提醒函"),
    "roster.import_terms": gettext_lazy("导入换届台账"),
    "roster.fill_grid": gettext_lazy("补录资料"),
    "roster.settle_officer": gettext_lazy("选定书记"),
    "roster.person": gettext_lazy("看党员"),
    "roster.end_probation": gettext_lazy("办理转正"),
    "roster.imports": gettext_lazy("看待更正"),
    "training.person": gettext_lazy("看培训"),
    "training.branch": gettext_lazy("安排培训"),
    "training.plans": gettext_lazy("做计划"),
    "training.exams": gettext_lazy("去批卷"),
    "recordbook.book": gettext_lazy("看记录本"),
    "recordbook.resolutions": gettext_lazy("看决议"),
    "roster.withdraw_organisation": gettext_lazy("办理撤销"),
    "rights.objections": gettext_lazy("看异议"),
    "rights.erasures": gettext_lazy("看名单"),
}
ELECTIONS = "elections.elections"
"""The page that begins an election, or leads to the one under way."""
YEARS = {1: gettext_lazy("一年"), 2: gettext_lazy("两年"), 3: gettext_lazy("三年"), 4: gettext_lazy("四年"), 5: gettext_lazy("五年")}


def tag(one: Owing) -> str:
    """The few words of the coloured tag: how late, how long, or what is so."""
    if one.due.state is State.UNKNOWN or one.code in {"term_unknown", "secretary_unknown"}:
        return _("资料未知")
    if one.due.state is State.LATE:
        return _("逾期 %(n)s 天") % {"n": one.due.days}
    if one.due.state is State.LEFT:
        return _("还有 %(n)s 天") % {"n": one.due.days} if one.due.days else _("今天到期")
    return str(_TAG.get(one.code, _DUE)) % {"n": one.numbers.get(_TAG_NUMBER.get(one.code, ""), "")}


def what(one: Owing, name: str = "") -> str:
    """What is due, after the organisation's name: 届满未换届. name: the person's, where it is about one."""
    if one.code == "probation_ending":
        return _("预备党员%(name)s预备期满") % {"name": name}
    if one.code in _OF_PERSON:
        return str(_OF_PERSON[one.code]) % {"name": name}
    if one.code in MEETING.values():
        return (_("%(kinds)s未见记录") if one.due.state is State.LATE else _("%(kinds)s待开展")) % {"kinds": _kinds(one.numbers)}
    if one.code == UNWRITTEN:
        return _("已开展的活动还没有记")
    if one.code == RESOLUTION:
        told = {"n": one.numbers["n"], "name": name}
        return plural("%(name)s负责的决议 %(n)s 项待落实", told["n"]) % told if name else plural("决议 %(n)s 项待落实", told["n"]) % told
    if one.code == "term_shifted":
        return _("提前换届") if _earlier(one.numbers) else _("延期换届")
    if one.code in {"election_next", "election_superior"}:
        return _("换届选举：%(stage)s") % {"stage": election_stage(one.numbers["step"])}
    if one.code == "secretary_unknown" and one.numbers.get("recorded"):
        return _("书记资料不一致")
    return str(_WHAT.get(one.code, one.code))


def numbers(one: Owing) -> str:
    """The numbers behind it, as one or two sentences."""
    say = _SAY.get(one.code)
    text = "" if say is None else say(one.numbers)
    if one.due.state is State.UNKNOWN:
        return _("%(text)s该日早于本委启用日期，是否已办不详。") % {"text": text}
    return text


def who(code: str) -> str:
    """Who acts."""
    if code in {"term_remind", "election_superior", "election_stopped", "election_review", "election_envoy"}:
        return _("上级党组织")
    if code in {"secretary_vacant", "secretary_standing", "too_few_full", "too_many", "first_election", "temporary_ending"}:
        return _("上级党组织、党支部")
    if code in {"term_unknown", "secretary_unknown", "training_plan", "training_hours", "training_concentrated", "training_induction"}:
        return _("组织员")
    if code.startswith("rights_"):
        return _("组织员")
    if code == "training_effect":
        return _("上级（书记或者组织员）")
    if code == "training_marking":
        return _("批卷人")
    if code == "training_certificate":
        return _("本人、组织员")
    return _("党支部")


def button(act: str, *, begun: bool = True) -> str:
    """What the button says: the act. begun: whether an election of the organisation is under way."""
    if act == ELECTIONS and not begun:
        return _("启动换届")
    return str(_BUTTON.get(act, _DO))


def election_stage(key: str) -> str:
    """A stage of an election in the reader's language."""
    return template(f"elections.stage-{key}", language(get_language() or ""))


def years(count: int) -> str:
    """三年: a term's length in words, as papers write it."""
    return str(YEARS[count]) if count in YEARS else plural("%(n)s 年", count) % {"n": count}


def _earlier(told: Numbers) -> bool:
    return bool(told.get("shifted")) and told["shifted"] < told["expires"]


def _term(told: Numbers) -> dict[str, Any]:
    return {**told, "years": years(told["years"])}


def _expired(told: Numbers) -> str:
    if told.get("shifted") and not _earlier(told):
        text = _("%(elected)s 选举，任期%(years)s，%(expires)s 届满；批准延期至 %(shifted)s，已过。延期一般不超过 %(limit)s。")
    else:
        text = _("%(elected)s 选举，任期%(years)s，%(expires)s 届满；未见上级党组织批准延期。最迟延至 %(limit)s。")
    return text % _term(told)


def _beyond(told: Numbers) -> str:
    if told.get("shifted") and told["shifted"] > told["limit"]:
        return _("%(expires)s 届满，批准延期至 %(shifted)s；延期一般不超过一年（%(limit)s），已超过。") % told
    return _("%(expires)s 届满，已超过延期一般不超过的一年（%(limit)s）。") % told


def _shifted(told: Numbers) -> str:
    if _earlier(told):
        text = _("%(expires)s 届满；批准提前至 %(shifted)s。")
    else:
        text = _("%(expires)s 届满；批准延期至 %(shifted)s。")
    reply = _("批复：%(reply)s。") % told if told.get("reply") else _("未见批复文号。")
    return text % told + reply


def _standing(told: Numbers) -> str:
    if told.get("full") is None:
        return _("现任书记为预备党员；书记一般应当具有一年以上党龄，预备期不计。")
    return _("现任书记 %(full)s 转正，%(reached)s 满一年党龄；书记一般应当具有一年以上党龄。") % told


def _below(told: Numbers) -> str:
    if told.get("seats") is not None:
        return _("批准名额 %(seats)s 名，现有 %(have)s 名，缺 %(lacking)s 名；出现空缺应当及时补选。") % told
    return _("现有 %(have)s 名，批准名额未知；一般不少于 %(least)s 名。") % told


def _first(told: Numbers) -> str:
    return _("%(set_up)s 成立，未见换届记录；首次选举由批准成立的党组织指定人员筹备主持。") % told


def _unknown_term(told: Numbers) -> str:
    if told.get("waiting"):
        return plural("换届台账有 %(waiting)s 行待更正；更正收入后才能推算届满。", told["waiting"]) % told
    if told.get("set_up"):
        return _("%(set_up)s 成立；未见本届选举日期，无法推算届满。") % told
    return _("未见本届选举日期，无法推算届满。")


def _unknown_secretary(told: Numbers) -> str:
    if told.get("recorded"):
        return _("花名册与换届台账各记一人，待组织员选定。")
    if told.get("waiting") is not None:
        return plural("花名册有 %(waiting)s 行待更正，书记可能在其中；更正收入后再看。", told["waiting"]) % told
    return _("花名册和换届台账都没有书记的记录。")


def _vacant(told: Numbers) -> str:
    if told.get("since"):
        return _("%(since)s 起空缺；应当及时补选，确有必要时上级党组织可以指派。") % told
    return _("空缺起始日期未知；应当及时补选，确有必要时上级党组织可以指派。")


def _temporary(told: Numbers) -> str:
    if told.get("joint"):
        return _("批准的期限到 %(until)s；期满撤销，延长的须另行批准。") % told
    return _("批准的期限到 %(until)s；临时机构撤销，临时党支部随之撤销，延长的须另行批准。") % told


def _too_few(told: Numbers) -> str:
    text = _("正式党员 %(full)s 人，预备党员 %(probationary)s 人；成立党支部须有正式党员 %(least)s 人以上，不足的可成立联合党支部。")
    return text % told


def _probation(told: Numbers) -> str:
    if told.get("voters") is None:
        return _("%(joined)s 接收，%(ends)s 满一年。") % told
    return _("%(joined)s 接收，%(ends)s 满一年；转正后有选举权者由 %(voters)s 人变为 %(then)s 人。") % told


def _hours(told: Numbers) -> str:
    text = _("%(year)s 年应有 %(need)s 学时，已有 %(have)s，还差 %(lacking)s。")
    return text % {**told, **{name: f"{told[name] / 100:g}" for name in ("need", "have", "lacking")}}
def _kinds(told: Numbers) -> str:
    return listed(str(words.KIND[one]) for one in told["kinds"])


def _unwritten(told: Numbers) -> str:
    return _("计划 %(planned)s 开展的%(kinds)s还没有记录；超过记录期限的要写明原因。") % {**told, "kinds": _kinds(told)}


def _resolution(told: Numbers) -> str:
    text = _("%(resolved)s 议定。") % told
    return text + _("检查日期 %(check)s。") % told if told.get("check") else text
def _next(told: Numbers) -> str:
    """Not how many items are to be looked at: a row does not know the day and the register on which that hangs."""
    return _("%(begun)s 启动；要核对什么，办理页逐项列出。") % told


_SAY: Mapping[str, Callable[[Numbers], str]] = {
    "election_next": _next,
    "election_superior": _next,
    "election_stopped": lambda told: _("上级党组织已决定停止，恢复以前不能办理。"),
    "election_answer": lambda told: _("%(n)s 件未答复。") % told,
    "election_review": lambda told: _("%(n)s 件，是写明原因后继续的或者由主持人判断的。") % told,
    "election_envoy": lambda told: _("%(begun)s 启动，还没有指派督导员。") % told,
    "term_expired": _expired,
    "term_beyond_year": _beyond,
    "term_six_months": lambda told: _("%(elected)s 选举，任期%(years)s，%(expires)s 届满。") % _term(told),
    "term_remind": lambda told: _("%(expires)s 届满，一般应提前 %(lead)s 个月，于 %(remind)s 发函提醒。") % told,
    "term_shifted": _shifted,
    "term_unknown": _unknown_term,
    "first_election": _first,
    "secretary_vacant": _vacant,
    "secretary_unknown": _unknown_secretary,
    "secretary_standing": _standing,
    "too_few_full": _too_few,
    "too_many": lambda told: _("正式党员 %(full)s 人，预备党员 %(probationary)s 人；党支部党员人数一般不超过 %(most)s 人。") % told,
    "committee_missing": lambda told: _("正式党员 %(full)s 人；%(from)s 人以上的党支部应当设立支部委员会。") % told,
    "committee_below_size": _below,
    "probation_ending": _probation,
    "training_hours": _hours,
    "training_concentrated": lambda told: _("%(year)s 年应参加 1 次县级以上党委举办的集中轮训，未见记录。") % told,
    "training_induction": lambda told: _("%(since)s 任职，一般应在半年内参加任职培训，到 %(due)s。") % told,
    "training_effect": lambda told: _("%(count)s 个班次结束满三个月，%(from)s 起检查行为有没有改变，举一件具体的事。") % told,
    "training_certificate": lambda told: _("%(issued)s 发证，有效至 %(last)s；到期前参加复审，没有复审的失效。") % told,
    "training_marking": lambda told: _("%(count)s 份答卷的简答题待批，最早一份 %(since)s 交卷；请在 %(days)s 天内批完，答卷的人才看得到成绩。") % told,
    "training_plan": lambda told: _("每年初制定培训计划；%(year)s 年还没有批准的计划。") % told,
    **dict.fromkeys(MEETING.values(), lambda told: _("%(first)s 至 %(last)s 各应有 1 次，未见记录。") % told),
    UNWRITTEN: _unwritten,
    RESOLUTION: _resolution,
    "temporary_ending": _temporary,
    "rights_objection": lambda told: _("%(n)s 件，期限由本委规定；逾期也要答复。") % told,
    "rights_retention": lambda told: _("%(n)s 人离开本委已满保存年限，最早的留到 %(first)s；由组织员提出，安全管理员办理。") % told,
}
