"""What the accounts forget of an erased person: name, log-ins, factors, links, why a factor was reset. The login stands in the journal, which stays."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog

from leadgoose.accounts.models import FactorReset, OutsideIdentity
from leadgoose.ground.access.models import SignIn, User
from leadgoose.ground.holdings import GONE, Erasing


def erase(erasing: Erasing) -> None:
    """The accounts of the person, closed before (rights/rules/erasing.py), and what the lock after wrong passwords kept of them."""
    users = User.objects.filter(person_key=erasing.key)
    erasing.clear(users, name=GONE)
    erasing.clear(users, last_login=None)
    erasing.remove(SignIn.objects.filter(user__in=users))
    erasing.remove(OutsideIdentity.objects.filter(user__in=users))
    erasing.remove(Authenticator.objects.filter(user__in=users))
    erasing.clear(FactorReset.objects.filter(user__in=users), reason_sealed="")
    for kept in (AccessAttempt, AccessFailureLog, AccessLog):
        erasing.remove(kept.objects.filter(username__in=users.values("login")))
