"""What is due: one row per obligation, written in the transaction of its cause and closed by the act that ends it."""

from django.db import models


class Duty(models.Model):
    """An obligation of an organisation (or a person in it). Never deleted: closed, with the day and the act."""

    top_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16, db_index=True)
    person_key = models.CharField(max_length=16, blank=True)
    code = models.CharField(max_length=40)               # term_remind, term_elect, secretary_vacant …; see roster/rules/due.py
    rule = models.CharField(max_length=60)               # id in statutes
    numbers = models.JSONField(default=dict)             # what the sentence needs: dates ISO, counts, names' keys
    act = models.CharField(max_length=60, blank=True)    # capability that mends it, and the page it links to
    standing = models.BooleanField(default=False)        # a state the register itself shows, as against an act that may have been done before the start
    opens_on = models.DateField()                        # shown from this day
    due_on = models.DateField(null=True)                 # late from the day after; None: a state without a day
    ends_on = models.DateField(null=True)                # ceases by itself on this day (first day it no longer holds)
    opened_at = models.DateTimeField()
    closed_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)   # the act that closed it
    done = models.BooleanField(default=False)            # closed by the act it asked for: the same obligation is not opened again
    undone_at = models.DateTimeField(null=True)          # when that act was last withdrawn: until then it counted as done

    class Meta:
        indexes = [
            models.Index(fields=["top_key", "closed_on", "due_on"], name="duties_open"),
            models.Index(fields=["top_key", "opens_on"], condition=models.Q(closed_at=None), name="duties_shown"),   # the watch: most rows show later
        ]
        constraints = [
            models.UniqueConstraint(fields=["org_key", "person_key", "code", "due_on", "opens_on"], condition=models.Q(closed_at=None), name="duties_one_open"),
        ]
