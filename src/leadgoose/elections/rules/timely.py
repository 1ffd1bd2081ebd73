"""Is the members' meeting planned within the days of a change of term? After the term, or long before its end, asks for the superior's approval.

No text says how many days before the expiry make a meeting an earlier change of term. Asked here is from before the day of the superior's
reminder, when nobody is expected to begin. Sources: ``elec-shift-limit``, ``elec-term-on-time``, ``elec-reminder-six-months``.
"""

from datetime import date

from leadgoose.ground.statutes.dates import add_months
from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.verdicts import Number, Reason, Verdict

RULE = "elec-shift-limit"


def judge(meeting: date, expires: date, shifted: date | None = None, agreed: date | None = None) -> Verdict:
    """Whether the meeting's day needs no approval of its own; without it a warning (一般).

    shifted: to which day the superior agreed to shift the term; agreed: the day that a request named on which the superior has replied.
    """
    last = max(expires, shifted or expires)
    due = min(expires, shifted or expires)
    first = add_months(due, -rule("elec-reminder-six-months").integer("lead"))
    numbers: dict[str, Number] = {"meeting": meeting.isoformat(), "expires": last.isoformat()}
    early, late = meeting < first, meeting > last
    if not early and not late:
        return Verdict.of([Reason("elections.meeting-in-term", RULE, numbers)])
    if agreed is not None and ((late and meeting <= agreed) or (early and meeting >= agreed)):
        return Verdict.of([Reason("elections.meeting-agreed", RULE, {**numbers, "agreed": agreed.isoformat()})])
    if late:
        return Verdict.of([Reason("elections.meeting-after-term", RULE, {**numbers, "days": (meeting - last).days}, met=False)])
    told: dict[str, Number] = {"expires": due.isoformat(), "days": (due - meeting).days, "reminder": first.isoformat()}
    return Verdict.of([Reason("elections.meeting-before-term", RULE, {**numbers, **told}, met=False)])
