"""What the codes of elections are called on pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.elections.models import Reminder

WAY: Mapping[str, Promise] = {
    Reminder.Way.PRINTED: _("本系统打印的提醒函"),
    Reminder.Way.LETTER: _("信函（补记）"),
    Reminder.Way.PHONE: _("电话（补记）"),
}
NOTED: Mapping[str, Promise] = {Reminder.Way.LETTER.value: _("信函"), Reminder.Way.PHONE.value: _("电话")}
