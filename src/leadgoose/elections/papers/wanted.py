"""What a paper lacks, in words: the names that its pen wrote blanks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_EXPECTED, _MEETING, _TERM, _COUNT = _("有选举权的党员名单"), _("开会日期"), _("本届任期"), _("计票结果")
WANTED: Mapping[str, Promise] = {
    "seats": _("委员名额"), "full": _("党员人数"), "probationary": _("党员人数"), "right": _EXPECTED, "rights": _("人选的被选举权（名册中没有）"),
    "electors": _EXPECTED, "expected": _EXPECTED, "need": _EXPECTED, "majority": _EXPECTED, "members": _("新一届委员会的委员"),
    "present": _("实到会人数"),
    "count": _COUNT, "issued": _COUNT, "voters": _COUNT, "returned": _COUNT, "invalid": _COUNT,
    "meeting_on": _MEETING, "meeting_time": _("开会时间"), "meeting_place": _("开会地点"),
    "elected_on": _TERM, "expires_on": _TERM, "years": _TERM, "contact": _("联系人"), "phone": _("联系电话"), "shift_to": _("延期或者提前到哪一天"),
    "annulled": _("决定选举无效的日期"), "announced": _("宣布当选的日期"), "first_meeting": _("委员会会议的日期"), "above": _("党总支名称"),
    "candidates_committee": _("委员候选人"), "candidates_secretary": _("书记候选人"), "candidates_deputy": _("副书记候选人"),
    "elected_committee": _("当选的委员"), "elected_secretary": _("当选的书记"), "elected_deputy": _("当选的副书记"),
    "number_request": _("换届请示的文号"), "number_reply": _("换届批复的文号"), "number_persons-request": _("人选请示的文号"),
    "number_persons-reply": _("人选批复的文号"), "number_result-report": _("结果报告的文号"), "number_result-reply": _("结果批复的文号"),
    "number": _("文号"), "number_shift-request": _("延期或者提前换届请示的文号"), "person_gender": _("人选的性别"), "person_ethnicity": _("人选的民族"),
    "person_born": _("人选的出生年月"), "person_education": _("人选的学历"), "person_joined": _("人选的入党时间"), "person_admin": _("人选的行政职务"),
}


def in_words(names: Iterable[str]) -> list[str]:
    """Each thing once, in the order of the paper."""
    return list(dict.fromkeys(str(WANTED[name]) for name in names))
