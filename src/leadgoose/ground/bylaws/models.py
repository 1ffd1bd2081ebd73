"""What a committee set itself. Each change is a new row; the newest holds."""

from django.db import models


class CommitteeSetting(models.Model):
    """One setting of a top committee from a day on. Names and kinds of value: bylaws/settings.py."""

    top_key = models.CharField(max_length=16)
    name = models.CharField(max_length=40)
    value = models.TextField(blank=True)                 # sealed under the committee's key where it may name a person
    valid_from = models.DateField()
    basis = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["top_key", "name", "-recorded_at"], name="bylaws_newest")]


class LocalValue(models.Model):
    """A number of a rule that a committee set for itself from a day on; None goes back to the shipped one. Rows are only added.

    On a day holds the row with the latest valid_from not after it; of two with the same day the one recorded later.
    """

    top_key = models.CharField(max_length=16)
    rule = models.CharField(max_length=60)
    name = models.CharField(max_length=40)               # of the rule's parameter
    value = models.PositiveIntegerField(null=True)
    valid_from = models.DateField()
    basis = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["top_key", "valid_from"], name="bylaws_local_values")]


class ConfirmedArticle(models.Model):
    """Somebody compared an article number with their own copy of the official text; until then it prints as 条号待核. Rows are only added.

    Of a rule holds the row recorded last; article "" in it takes the confirmation back. The number is the text's own, so it holds for everybody.
    """

    rule = models.CharField(max_length=60, db_index=True)
    article = models.CharField(max_length=20, blank=True)
    edition = models.CharField(max_length=120, blank=True)   # the copy compared with; empty: confirmed before it was asked for
    key = models.CharField(max_length=16, blank=True)        # on what the role was held: a committee's key, or the platform's
    confirmed_on = models.DateField()
    confirmed_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
