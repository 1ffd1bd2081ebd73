"""What records are found and compared by: projections of the versions that stand, written in the transaction of the act, rebuilt by a command.

Of confidential and of withdrawn records there is no row in any of them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from leadgoose.recordbook.models.record import Record


class Terms(models.TextField):
    """Terms joined by spaces, written and asked for, never read. On PostgreSQL a tsvector under a GIN index; on SQLite text that a trigger takes into
    FTS5 (migration 0002_search: whoever rebuilds the table makes the triggers anew)."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "array_to_tsvector(string_to_array(%s, ' '))" if connection.vendor == "postgresql" else "%s"


class RecordText(models.Model):
    """The words of one open record: folded, line by line, to prove a hit; and as terms. Kept apart so that lists stay narrow."""

    place = models.BigIntegerField(primary_key=True)               # the day and the record's id in one number: falling order is newest first
    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="text")
    folded = models.TextField()
    terms = Terms()


class Sketch(models.Model):
    """A few marks of what an open record says, by which records that say much the same meet. Marks of two committees never meet."""

    mark = models.BigIntegerField()
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="sketches")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["mark", "-record"], name="recordbook_marks")]


class Resemblance(models.Model):
    """Two records of one committee with passages that say much the same. A hint for whoever may read both; no number of it is kept.

    places: [place in first, place in second] each. Gone when a correction or withdrawal takes the passages away; the journal keeps what was reviewed.
    """

    top_key = models.CharField(max_length=16)
    first = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="resembled_by")
    second = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="resembles")   # the one that came later
    places = models.JSONField(default=list)
    found_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "reviewed_at", "-id"], name="recordbook_alike")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["first", "second"], name="recordbook_one_pair")]


class CommonText(models.Model):
    """A text that many records rightly repeat: a superior's notice, a document read out. What repeats it is not compared. Ended, never deleted."""

    key = models.CharField(max_length=16, unique=True)
    top_key = models.CharField(max_length=16)
    title = models.CharField(max_length=120)
    text = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "ended_at"], name="recordbook_common")]


class Rebuilding(models.Model):
    """How far a rebuilding of these projections came, so that one that was stopped goes on where it stood."""

    began_at = models.DateTimeField()
    last = models.BigIntegerField(default=0)                       # id of the last record done; they are done in order
    done = models.PositiveBigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
