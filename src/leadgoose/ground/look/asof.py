"""The two days of a look at the past: the day whose state is shown (截至), and the day up to whose end it was recorded (当时所知).

    asof = read(request.GET, today)      in the view
    {% load asof %}{% asof_control %}    among the actions, {% asof_banner %} first in the content, {{ asof.tail }} behind addresses

A page shows the present by its own way and asks the facts only when `asof.past`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

FIRST_DAY, LAST_DAY = date(1921, 7, 1), date(2199, 12, 31)
ON, KNOWN = "on", "known"


@dataclass(frozen=True, slots=True)
class AsOf:
    """on: the day shown; known: the day whose end bounds what counts as recorded; wrong: what of the address was not followed, in sentences."""

    today: date
    on: date
    known: date
    wrong: tuple[str, ...] = ()

    @property
    def past(self) -> bool:
        """Whether anything but the present is shown."""
        return self.on != self.today or self.known != self.today

    @property
    def then(self) -> bool:
        """Whether what was recorded since is left out."""
        return self.known != self.today

    @property
    def known_at(self) -> datetime | None:
        """The last moment of the day up to which it was known, as `Model.objects.on` wants it; None for what is known now."""
        if not self.then:
            return None
        return timezone.make_aware(datetime.combine(self.known + timedelta(1), time())) - timedelta(microseconds=1)

    @property
    def said(self) -> dict[str, str]:
        """What an address must say to show the same days: nothing for the present."""
        told = {ON: self.on.isoformat()} if self.on != self.today else {}
        return told | ({KNOWN: self.known.isoformat()} if self.then else {})

    @property
    def tail(self) -> str:
        """"?on=…&known=…" to put behind an address without a query; "" for the present."""
        return "?" + urlencode(self.said) if self.past else ""

    @property
    def more(self) -> str:
        """The same behind a query that has begun: "&on=…"."""
        return "&" + urlencode(self.said) if self.past else ""

    @property
    def sentence(self) -> str:
        """Both days in words, for banners and the heads of files."""
        return _("截至 %(on)s，按 %(known)s 所知的记录") % {"on": self.on.isoformat(), "known": self.known.isoformat()}


def read(query: Mapping[str, str], today: date, *, ahead: bool = False) -> AsOf:
    """The days that an address asks for, today where it does not. ahead: whether days to come may be shown. Nothing can be known ahead."""
    wrong: list[str] = []
    on, known = _day(query.get(ON, ""), today, wrong), _day(query.get(KNOWN, ""), today, wrong)
    if on > today and not ahead:
        on = today
        wrong.append(_("这一页不能看今天以后的日期，现按今天显示。"))
    if known > today:
        known = today
        wrong.append(_("“当时所知”不能晚于今天，现按今天所知显示。"))
    return AsOf(today, on, known, tuple(wrong))


def _day(text: str, today: date, wrong: list[str]) -> date:
    text = text.strip()
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        wrong.append(_("看不懂“%(text)s”，请按 2026-11-23 的样子填写日期；现按今天显示。") % {"text": text[:20]})
        return today
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    wrong.append(_("日期须在 %(first)s 至 %(last)s 之间；现按今天显示。") % {"first": FIRST_DAY, "last": LAST_DAY})
    return today
