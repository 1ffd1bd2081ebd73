"""The append-only record of acts. Triggers on both databases refuse UPDATE and DELETE of entries (migration 0002)."""

from django.db import models


class Entry(models.Model):
    """One act. `facts` holds codes, keys, numbers and keyed hashes; `sealed` personal values under their person's key."""

    chain = models.CharField(max_length=16)              # key of the top committee, or "platform"
    number = models.PositiveBigIntegerField()            # 1, 2, 3 … within the chain
    recorded_at = models.DateTimeField()
    valid_on = models.DateField()
    act = models.CharField(max_length=60)                # past tense: RegisterImported
    by = models.CharField(max_length=40)
    role = models.CharField(max_length=20, blank=True)
    org_key = models.CharField(max_length=16, blank=True, db_index=True)
    person_key = models.CharField(max_length=16, blank=True, db_index=True)
    facts = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)              # {person key: {field: sealed value}}
    typed = models.PositiveIntegerField(default=0)       # fields that a person typed for this act
    filled = models.PositiveIntegerField(default=0)      # fields that the system filled in
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="journal_one_number")]
        # files that took people's data along are looked for by the person whom they concern, among all acts of all years
        indexes = [models.Index(fields=["chain"], name="journal_files_taken", condition=models.Q(act="FileTaken"))]


class Head(models.Model):
    """The last number and hash of a chain: the row that writers lock, so that a chain never forks."""

    chain = models.CharField(max_length=16, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
