"""Lists of sessions: who is named, confirmed, waiting; who came. Constant numbers of queries."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from leadgoose.training.models.carrying import SEATED, Attendance, Nomination


def seats_taken(sessions: Collection[int]) -> dict[int, int]:
    """How many have a seat in these sessions (ids). One query."""
    rows = Nomination.objects.filter(session_id__in=sessions, state__in=SEATED).order_by().values_list("session_id").annotate(n=Count("pk"))
    return dict(rows)


def list_of(session: int) -> list[Nomination]:
    """Everybody who is or was on a session's list, in its order. One query."""
    rows = Nomination.objects.filter(session_id=session).select_related("person__present__organisation").order_by("number")
    return list(rows)


def attendance_of(session: int) -> dict[int, Attendance]:
    """How everybody attended, by person's id. One query."""
    return {row.person_id: row for row in Attendance.objects.filter(session_id=session, retracted_at=None)}


def mine(person: int) -> list[Nomination]:
    """The sessions that a person is on the list of, those withdrawn left out, in the order of their days. One query."""
    rows = Nomination.objects.filter(person_id=person).exclude(state=Nomination.State.WITHDRAWN).select_related("session")
    return list(rows.order_by("session__starts_on", "pk"))
