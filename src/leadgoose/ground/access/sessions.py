"""Sessions in the database as Django keeps them; only the question that every request asks is prepared."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from leadgoose.ground.prepared import Slot, prepared


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, for one that is over or was never begun."""
        for (data,) in _unexpired(self.session_key, timezone.now()):
            found: dict[str, Any] = self.decode(data)
            return found
        self._session_key = None
        return {}


@prepared
def _unexpired(key: Slot, now: Slot) -> QuerySet[Session, Any]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")
