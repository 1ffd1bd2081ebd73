"""What elections forget of an erased person. Who was elected by how many votes stays as a result without a name; papers print 已删除."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from leadgoose.elections.actions.sheets import REPLACED
from leadgoose.elections.models import Candidate, Election, Envoy, Exclusion, Matter, Paper, Proof, Reminder, Round, Scan, Sheet, SignOff, Step, Watcher
from leadgoose.elections.queries.course import CLEARED, JUDGED, REASON, WORDS
from leadgoose.elections.queries.desk import REASONS
from leadgoose.elections.queries.outcome import OUTCOME
from leadgoose.elections.queries.paper import KEPT
from leadgoose.elections.queries.supervision import ANSWER, NAME, REMARK, SIGNER
from leadgoose.elections.queries.supervision import WORDS as SAID
from leadgoose.ground.access.models import User
from leadgoose.ground.holdings import GONE, Erasing

SEALED = (
    # model, column, field, where its organisation is
    (Step, "judged_sealed", JUDGED, "election"), (Step, "cleared_sealed", CLEARED, "election"), (Step, "reason_sealed", REASON, "election"),
    (Step, "words_sealed", WORDS, "election"), (Round, "reasons_sealed", REASONS, "meeting__election"),
    (Round, "outcome_sealed", OUTCOME, "meeting__election"), (Sheet, "reason_sealed", REPLACED, "round__meeting__election"),
    (Paper, "kept_sealed", KEPT, "election"), (SignOff, "remark_sealed", REMARK, "election"), (SignOff, "signer_sealed", SIGNER, "election"),
    (Matter, "words_sealed", SAID, "election"), (Matter, "name_sealed", NAME, "election"), (Matter, "answer_sealed", ANSWER, "election"),
)


def erase(erasing: Erasing) -> None:
    mine, top = erasing.pk, erasing.top_key
    erasing.clear(Candidate.objects.filter(person_id=mine), name=GONE, dropped_sealed="")
    erasing.clear(Proof.objects.filter(candidate__person_id=mine), text_sealed="", source_sealed="")
    erasing.clear(Watcher.objects.filter(person_id=mine), name=GONE, pin_salt="", pin_sealed="")
    erasing.clear(Exclusion.objects.filter(person_id=mine), months=None)
    erasing.count("elections.Exclusion.grounds_sealed", Exclusion.objects.filter(person_id=mine).exclude(grounds_sealed="").count())
    erasing.rewrite(Round.objects.filter(meeting__election__top_key=top), "candidates")
    erasing.clear(Envoy.objects.filter(login__in=User.objects.filter(person_key=erasing.key).values("login")), name=GONE)
    for model, column, field, where in SEALED:
        rows = model._default_manager.filter(**{f"{where}__top_key": top}).exclude(**{column: ""}).select_related(f"{where}__organisation")
        erasing.rewrite_sealed(rows, column, _organisation(where), field)
    shifts = Election.objects.filter(top_key=top).exclude(shift_sealed="").select_related("organisation")
    erasing.rewrite_sealed(shifts, "shift_sealed", lambda row: row.organisation.key, WORDS)
    letters = Reminder.objects.filter(top_key=top).exclude(letter_sealed="")
    erasing.rewrite_sealed(letters, "letter_sealed", lambda row: row.top_key, "letter")
    _words(erasing)
    if erasing.files:
        stood = Election.objects.filter(Q(candidates__person_id=mine) | Q(meetings__chair_id=mine)).values("pk")
        erasing.clear(Scan.objects.filter(election__in=stood), file_sealed="")


def _organisation(where: str) -> Callable[[Any], str]:
    """How the key of the organisation is found from a row; where: the way to its election."""
    def key(row: Any) -> str:
        at = row
        for name in (*where.split("__"), "organisation"):
            at = getattr(at, name)
        return str(at.key)

    return key


def _words(erasing: Erasing) -> None:
    top = erasing.top_key
    for rows, columns in (
        (Step.objects.filter(election__top_key=top), ("signer",)), (Paper.objects.filter(election__top_key=top), ("signer", "number")),
        (Reminder.objects.filter(top_key=top), ("remark", "withdrawal_reason")), (Election.objects.filter(top_key=top), ("meeting_place",)),
        (Scan.objects.filter(election__top_key=top), ("filename",)),
    ):
        erasing.rewrite(rows.filter(erasing.naming(*columns)), *columns)
