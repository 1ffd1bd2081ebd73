"""What is kept about signing in beyond the account itself. The factors themselves are rows of allauth.mfa, sealed (accounts/factors.py)."""

from django.db import models
from django.db.models import F, Q

from leadgoose.ground.access.models import User


class FactorDemand(models.Model):
    """The security officer's decision about one role; the last row of a role holds, the earlier ones stay."""

    role = models.CharField(max_length=20)
    demanded = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40)


class FactorReset(models.Model):
    """A lost factor: asked for by one who saw the holder in person, confirmed by another; neither is the holder."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    reason_sealed = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(closed_at=None), name="accounts_one_open_reset"),
            models.CheckConstraint(condition=~Q(asked_by=F("user")), name="accounts_nobody_asks_for_oneself"),
            models.CheckConstraint(
                condition=Q(confirmed=False) | (Q(closed_by__isnull=False) & ~Q(closed_by=F("asked_by")) & ~Q(closed_by=F("user"))),
                name="accounts_two_people_reset",
            ),
        ]


class OutsideIdentity(models.Model):
    """That an account may be signed in to through the outside provider. Whose identity it is stands here as a keyed hash only."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="outside_identities")
    identity_index = models.CharField(max_length=64)          # of issuer and subject
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            # one outside identity opens one account: nobody is two of the platform's three through one log-in elsewhere
            models.UniqueConstraint(fields=["identity_index"], condition=Q(ended_at=None), name="accounts_one_account_an_identity"),
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="accounts_one_identity_an_account"),
        ]
