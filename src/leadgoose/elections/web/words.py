"""What the codes of elections are called on pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.elections.models import Meeting, Reminder, Round, Watcher
from leadgoose.elections.rules.rollcall import Grounds
from leadgoose.elections.rules.sheet import Gap

WAY: Mapping[str, Promise] = {
    Reminder.Way.PRINTED: _("本系统打印的提醒函"),
    Reminder.Way.LETTER: _("信函（补记）"),
    Reminder.Way.PHONE: _("电话（补记）"),
}
NOTED: Mapping[str, Promise] = {Reminder.Way.LETTER.value: _("信函"), Reminder.Way.PHONE.value: _("电话")}

MEETING: Mapping[str, Promise] = {
    Meeting.Sort.MEMBERS: _("党员大会"), Meeting.Sort.COMMITTEE: _("新一届委员会第一次全体会议"), Meeting.Sort.PRESELECTION: _("差额预选"),
}
HELD: Mapping[str, Promise] = {Meeting.Held.DESK: _("现场录入"), Meeting.Held.PAPER: _("纸质办理，会后补录")}
VOTE: Mapping[str, Promise] = {
    Round.Sort.COMMITTEE: _("委员会委员"), Round.Sort.SECRETARY: _("书记"), Round.Sort.DEPUTY: _("副书记"), Round.Sort.PRESELECTION: _("委员候选人预选"),
}
FOLLOWS: Mapping[str, Promise] = {"revote": _("再次投票"), "open-seats": _("另行选举"), "vote-again": _("重新投票")}
SCREEN: Mapping[str, Promise] = {
    "roll": _("清点到会"), "decisions": _("会议决定"), "ballots": _("收发选票"), "tally": _("计票"), "result": _("宣布结果"),
}
WATCHER: Mapping[str, Promise] = {Watcher.Role.SCRUTINEER: _("监票人"), Watcher.Role.COUNTER: _("计票人")}
GROUNDS: Mapping[str, Promise] = {
    Grounds.NO_WILL: _("患有精神病或者因其他疾病不能表达本人意志"),
    Grounds.ABROAD: _("自费出国半年以上"),
    Grounds.SENTENCE: _("正在服刑，未受留党察看以上处分"),
    Grounds.BEDRIDDEN: _("年老体弱卧床不起，或者长期生病生活不能自理"),
    Grounds.AWAY: _("外出工作、学习半年以上，应转组织关系而没有转走"),
    Grounds.RETIRED_HOME: _("离退休回原籍长期居住，组织关系没有转走"),
}
"""The six closed reasons, for choosing; which one was chosen is never shown."""
GAP: Mapping[str, Promise] = {
    Gap.PRINTED: _("印制与发出、作废、销毁合计不符的原因"), Gap.ISSUED: _("发出与投票人数不符的原因"), Gap.RETURNED: _("收回少于投票人数的原因"),
}
STATUS: Mapping[str, Promise] = {
    "complete": _("选足名额"), "tie": _("得票相等，不能确定"), "shortfall": _("名额不足"), "void": _("投票无效"),
}
