"""The days on which something is due, for the calendar on a desk or a phone. No name of a person is in it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from django.http import HttpResponse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked as Request
from leadgoose.ground.access.gate import gate
from leadgoose.ground.duties.queries import Owed, coming_duties
from leadgoose.ground.look.downloads import CALENDAR, download
from leadgoose.ground.press import icalendar
from leadgoose.overview import sentences
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import places

AHEAD = timedelta(days=3 * 366)
DATED = ("term_six_months", "term_remind", "term_shifted", "probation_ending")
"""Codes with a day of their own; the expired term's day is that of `term_six_months`."""


@gate("overview.calendar", at="organisation")
def calendar(request: Request, organisation: Organisation) -> HttpResponse:
    today = clock.today()
    there = places.present_places(organisation.top_key, organisation.path)
    coming = coming_duties(organisation.top_key, today, today + AHEAD, org_keys=list(there))
    events = [_event(one, there[one.org_key].name) for one in coming if one.code in DATED]
    title = _("%(name)s到期事项") % {"name": organisation.name}
    body = icalendar.written(title, events, at=clock.now())
    return download(body, CALENDAR, f"{title}.ics")


def _event(one: Owed, name: str) -> icalendar.Event:
    day = one.due_on
    assert day is not None   # coming_duties asks for rows with a day
    mark = sha256(f"{one.org_key}|{one.person_key}|{one.code}|{day.isoformat()}".encode()).hexdigest()[:32]
    about = {
        "term_six_months": _("%(name)s届满"),
        "term_remind": _("%(name)s应发换届提醒"),
        "term_shifted": _("%(name)s批准的换届日期"),
        "probation_ending": _("%(name)s有预备党员预备期满"),
    }[one.code] % {"name": name}
    return icalendar.Event(f"{mark}@leadgoose", day, about, sentences.numbers(one))
