"""The votes in the books since a day, for acts of the register that would have changed who had a vote in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from leadgoose.recordbook.models import Attendance, Version
from leadgoose.recordbook.rules.kinds import Expected, kinds
from leadgoose.recordbook.words import KIND
from leadgoose.roster.queries.past_votes import Touched


def votes_since(first: Mapping[str, date], today: date, people: Collection[str] = ()) -> Iterator[Touched]:
    """The meetings with a vote in these organisations (keys) on the day given for each or later. Two queries.

    A vote of a committee is touched by acts about people only where one of them was counted in it.
    """
    voting = {kind.value: rule for kind, rule in kinds().items() if rule.votes}
    rows = Version.objects.filter(
        record__org_key__in=first, record__kind__in=voting, record__held_on__gte=min(first.values()), record__held_on__lte=today, record__withdrawn_at=None,
        number=F("record__standing"),
    ).order_by("record__held_on", "record_id").values_list("record_id", "record__org_key", "record__kind", "record__held_on", "content")
    found = [(pk, org, kind, on, votes) for pk, org, kind, on, content in rows if on >= first[org] and (votes := _votes(content))]
    narrow = [pk for pk, _org, kind, *_rest in found if people and voting[kind].expected is Expected.COMMITTEE]
    counted = set(Attendance.objects.filter(record__in=narrow, person_key__in=people).values_list("record_id", flat=True)) if narrow else set()
    for pk, org, kind, on, votes in found:
        if pk not in narrow or pk in counted:
            yield Touched(org, on, _("%(kind)s，表决 %(n)s 项") % {"kind": KIND[kind], "n": votes})


def _votes(content: Mapping[str, Any]) -> int:
    """How many matters of a record were voted on."""
    return sum(1 for one in content.get("matters", ()) if one.get("vote"))
