"""What the accounts forget of an erased person: the name and when the log-in was last used. The login itself stands in the journal, which stays."""

from __future__ import annotations

from axes.models import AccessAttempt, AccessFailureLog, AccessLog

from leadgoose.ground.access.models import User
from leadgoose.ground.holdings import GONE, Erasing


def erase(erasing: Erasing) -> None:
    """The accounts of the person, closed before (rights/rules/erasing.py), and what the lock after wrong passwords kept of them."""
    users = User.objects.filter(person_key=erasing.key)
    erasing.clear(users, name=GONE)
    erasing.clear(users, last_login=None)
    for kept in (AccessAttempt, AccessFailureLog, AccessLog):
        erasing.remove(kept.objects.filter(username__in=users.values("login")))
