"""The list of log-ins beside Django's sessions: which there are, and ending them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from leadgoose.ground.access.models import SignIn, User

KEPT_DAYS = 185
"""The Cybersecurity Law (网络安全法), article 21, asks that logs be kept six months at least; they are not kept longer either."""


def begin(user: User, session_key: str, *, device: str, address: str, way: str, at: datetime) -> None:
    """Note a log-in. One query."""
    SignIn.objects.create(user=user, session_key=session_key, device=device, address=address[:45], way=way, since=at)


def moved(old_key: str, new_key: str) -> None:
    """The same session goes on under a new key (a changed password). One query."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key)


def alive(user: User) -> list[SignIn]:
    """Log-ins that may still be used, newest first: those whose session is not over, which it is after a day at the latest. One query."""
    there = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return list(SignIn.objects.filter(user=user, ended_at=None, session_key__in=there).order_by("-since"))


def end(rows: Iterable[SignIn], *, by: str, at: datetime) -> int:
    """End these sessions at once: the next request of their browsers is a stranger's. Returns how many."""
    rows = list(rows)
    Session.objects.filter(session_key__in=[one.session_key for one in rows]).delete()
    return SignIn.objects.filter(pk__in=[one.pk for one in rows], ended_at=None).update(ended_at=at, ended_by=by)


def end_all(user: User, *, by: str, at: datetime, but: str = "") -> int:
    """End every session of an account, but the one with this session key. Returns how many."""
    return end(SignIn.objects.filter(user=user, ended_at=None).exclude(session_key=but), by=by, at=at)


def forget(on: date) -> int:
    """Drop what is older than must be kept. Returns how many."""
    first = timezone.make_aware(datetime.combine(on - timedelta(days=KEPT_DAYS), time.min))
    return SignIn.objects.filter(since__lt=first).delete()[0]
