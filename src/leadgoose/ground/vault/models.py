"""One data key per person, wrapped by the master key. Destroying it makes everything sealed under it unreadable for good."""

from typing import ClassVar

from django.db import models


class PersonKey(models.Model):
    person_key = models.CharField(max_length=16, primary_key=True)
    wrapped = models.BinaryField(null=True)          # None once destroyed
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # pages ask whose keys are destroyed: they are few, and the table has a row for everybody
            models.Index(fields=["person_key"], condition=models.Q(destroyed_at__isnull=False), name="vault_destroyed"),
        ]


class KeyCheck(models.Model):
    """One row: a keyed hash by which a wrong key file is noticed before anything is sealed with it."""

    mark = models.CharField(max_length=64)
