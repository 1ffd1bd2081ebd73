"""What each stage asks to be typed. Every form begins with the day and ends with number and signer of the paper, typed after signing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leadgoose.elections.actions.asking import LINES
from leadgoose.elections.actions.result import PLACES
from leadgoose.elections.web import words
from leadgoose.ground.look.fields import day_field, number_field, several, text_field


class Stage(forms.Form):
    """What every stage is typed with."""

    on = day_field(_("办理日期"))
    NO_PAPER = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.NO_PAPER:
            self.fields["paper_no"] = self.number()
            self.fields["signer"] = text_field(_("签发人"), 40)

    def number(self) -> forms.CharField:
        """The number of the paper, which a stage may be given later."""
        return text_field(_("文号"), 60, hint=_("签发后填写；现在没有可以先空着，签发后补登。"))


class Request(Stage):
    on = day_field(_("报送日期"))
    seats = number_field(_("委员名额"), 1, 99, hint=_("设委员会的填写；一般党支部 3 至 5 名，党总支 5 至 7 名。"))
    deputies = number_field(_("其中副书记"), 0, 9)
    candidates = number_field(_("候选人数"), 1, 99, required=False, hint=_("委员候选人至少比名额多百分之二十，不足一人的按一人算。"))
    preselection = forms.BooleanField(label=_("先差额预选，再等额选举"), required=False)
    meeting_on = day_field(_("拟开会日期"))
    meeting_time = text_field(_("时间"), 5, hint=_("按 14:30 的样式；可以在会议通知时再定。"))
    meeting_place = text_field(_("地点"), 80)
    lines = several(_("议程中的本地事项"), [(code, words.LINE[code]) for code in LINES])


class Reply(Stage):
    on = day_field(_("批复日期"))
    seats = number_field(_("批准的委员名额"), 1, 99)
    deputies = number_field(_("其中副书记"), 0, 9)
    forwarded_on = day_field(_("党总支转报日期"), required=False)
    forwarded_no = text_field(_("转报文号"), 60)


class Opinion(Stage):
    NO_PAPER = True
    on = day_field(_("征求意见的日期"))
    asked = number_field(_("征求意见的党员"), 1, 9999, hint=_("人数；只记人数，不记谁说了什么。"))
    answered = number_field(_("提出意见的党员"), 0, 9999)


class Initial(Stage):
    NO_PAPER = True
    on = day_field(_("研究提出的日期"))


class PersonsRequest(Stage):
    on = day_field(_("报送日期"))


class PersonsReply(Stage):
    on = day_field(_("批复日期"))
    forwarded_on = day_field(_("党总支转报日期"), required=False)
    forwarded_no = text_field(_("转报文号"), 60)


class Deliberation(Stage):
    NO_PAPER = True
    on = day_field(_("酝酿结束的日期"))
    words = text_field(_("未列为正式候选人的原因"), 200, hint=_("没有勾选的人写明原因；都勾选的不填。"))


class Notice(Stage):
    on = day_field(_("发出日期"))
    meeting_on = day_field(_("开会日期"))
    meeting_time = text_field(_("时间"), 5, required=True, hint=_("按 14:30 的样式。"))
    meeting_place = text_field(_("地点"), 80, required=True)


class Announced(Stage):
    NO_PAPER = True
    on = day_field(_("选举日期"), hint=_("宣布当选名单的这一天，任期从这一天起算。"))


class ResultReport(Stage):
    on = day_field(_("报送日期"))


class ResultReply(Stage):
    on = day_field(_("批复日期"))
    forwarded_on = day_field(_("党总支转报日期"), required=False)
    forwarded_no = text_field(_("转报文号"), 60)


class Publication(Stage):
    NO_PAPER = True
    on = day_field(_("公布日期"))
    places = several(_("公布的方式"), [(code, words.PLACE[code]) for code in PLACES])


class Handover(Stage):
    NO_PAPER = True
    on = day_field(_("移交日期"))
    giver = text_field(_("移交人"), 40, required=True)
    taker = text_field(_("接收人"), 40, required=True)
    witness = text_field(_("监交人"), 40, hint=_("上级党组织的同志，到场的填写。"))


class Side(Stage):
    on = day_field(_("决定日期"))
    reason = text_field(_("原因"), 200, required=True)
    field_order = ("on", "reason", "paper_no", "signer")

    def number(self) -> forms.CharField:
        return text_field(_("决定文号"), 60, hint=_("有书面决定的照文件填写，事后不能补登。"))


class NewMeeting(Stage):
    NO_PAPER = True
    on = day_field(_("决定日期"))
    meeting_on = day_field(_("另定的开会日期"))
    meeting_time = text_field(_("时间"), 5, hint=_("按 14:30 的样式；不变的可以空着。"))
    meeting_place = text_field(_("地点"), 80, hint=_("不变的可以空着。"))
    reason = text_field(_("原因"), 200, required=True)


class ShiftTerm(Stage):
    on = day_field(_("批复日期"))
    to = day_field(_("延期或者提前到"))
    request_no = text_field(_("请示文号"), 60)
    reason = text_field(_("原因"), 200, required=True)
    field_order = ("on", "to", "reason", "request_no", "paper_no", "signer")

    def number(self) -> forms.CharField:
        return text_field(_("批复文号"), 60, required=True)
