"""What this subject puts on the committee's list: objections that wait for an answer, people whose time is over."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from leadgoose.ground.duties.actions import Settled, Wanted, settle
from leadgoose.rights.models import Objection
from leadgoose.rights.queries import erasures

OBJECTION, RETENTION = "rights_objection", "rights_retention"
CODES = (OBJECTION, RETENTION)


def settle_objections(top_key: str, on: date, at: datetime, act: str) -> Settled:
    """One obligation of the committee for each day on which answers are due. Two queries, then the differences."""
    open_ = Counter(Objection.objects.filter(top_key=top_key, answered_at=None).values_list("due_on", flat=True))
    wanted = [Wanted(top_key, OBJECTION, "pipl-rights", numbers={"n": n}, act="rights.objections", due_on=day) for day, n in sorted(open_.items())]
    return settle(top_key, {top_key}, wanted, codes=(OBJECTION,), on=on, at=at, closed_by=act)


def settle_all(top_key: str, on: date, at: datetime, act: str) -> Settled:
    """The same, and whose time is over: said once, with how many."""
    over = erasures.due(top_key, on)
    wanted = []
    if over:
        numbers = {"n": len(over), "first": over[0].until.isoformat()}
        wanted.append(Wanted(top_key, RETENTION, "pipl-retention", numbers=numbers, act="rights.erasures", standing=True))
    kept = settle(top_key, {top_key}, wanted, codes=(RETENTION,), on=on, at=at, closed_by=act)
    return kept + settle_objections(top_key, on, at, act)
