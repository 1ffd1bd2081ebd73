"""Which acts of the journal the security log tells of (ground/access/syslog.py); log-ins it hears of from the log-in page itself."""

from __future__ import annotations

from datetime import datetime

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.models import User
from leadgoose.ground.access.syslog import tell, told
from leadgoose.ground.journal.actions import Act, Receipt

EVENTS: dict[str, str] = {
    "AccountOpened": "account-opened", "AccountClosed": "account-closed", "PasswordReset": "password-reset", "PasswordChanged": "password-changed",
    "RoleGranted": "role-granted", "RoleEnded": "role-ended", "FactorAdded": "factor-added", "FactorRemoved": "factor-removed",
    "RecoveryCodesIssued": "recovery-codes-issued", "FactorResetAsked": "factor-reset-asked", "FactorResetDropped": "factor-reset-dropped",
    "FactorsReset": "factors-reset", "SessionsEnded": "sessions-ended", "OutsideLinked": "outside-linked", "OutsideUnlinked": "outside-unlinked",
    "JournalExported": "export", "SensitiveShown": "number-shown", "ConfidentialOpened": "confidential-opened", "FactorDemandsSet": "settings-changed",
    "CommitteeSet": "settings-changed", "LocalValueSet": "settings-changed", "ArticleConfirmed": "settings-changed", "CommitteeCreated": "committee-created",
}
"""Act → event. What the act was about stands in the journal under the receipt."""


def hear(act: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
    """Tell of an act, with numbers and codes only: who did it and whose account it was as numbers, the role, the receipt."""
    event = EVENTS.get(act.name)
    if event is None or not told():
        return
    login = str(act.facts.get("login", ""))
    whose = User.objects.filter(login=login).values_list("pk", flat=True).first() if login else None
    tell(
        event, account=whose or "", by=by.user_id or "server", address=by.address, role=act.facts.get("role", ""), org=act.org_key, act=act.name,
        journal=f"{receipt.chain} {receipt}",
    )
