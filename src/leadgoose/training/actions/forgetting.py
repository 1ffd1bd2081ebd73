"""What training forgets of an erased person: levels, evidence, answers and reasons. That places were taken and hours counted stays, without a name."""

from __future__ import annotations

from leadgoose.ground.holdings import GONE, Erasing
from leadgoose.training.models.bank import BankFile, Edition, Exam, Sitting, Version
from leadgoose.training.models.carrying import Certificate, EffectCheck, HourRules, Hours, Nomination
from leadgoose.training.models.competencies import ColleagueRated, ColleagueSum, Evidence, Level, Mark, ModelVersion
from leadgoose.training.models.plan import Decided, Need, Plan, PlanPerson, Session, Wish


def erase(erasing: Erasing) -> None:
    mine = erasing.pk
    erasing.clear(PlanPerson.objects.filter(person_id=mine), name=GONE, reason="")
    erasing.clear(Need.objects.filter(member__person_id=mine), note_sealed="")
    erasing.clear(Wish.objects.filter(person_id=mine), note_sealed="")
    erasing.clear(Decided.objects.filter(person_id=mine), reason_sealed="")
    erasing.clear(Nomination.objects.filter(person_id=mine), reason_sealed="")
    erasing.clear(EffectCheck.objects.filter(person_id=mine), example_sealed="")
    erasing.clear(Certificate.objects.filter(person_id=mine), number="", reason_sealed="")
    erasing.clear(Mark.objects.filter(person_id=mine), basis_sealed="")
    erasing.clear(Sitting.objects.filter(person_id=mine), answers_sealed="", marks_sealed="")
    for kept in (Level, Evidence, ColleagueSum, ColleagueRated):
        erasing.remove(kept._default_manager.filter(person_id=mine))
    _words(erasing)


def _words(erasing: Erasing) -> None:
    """Titles, teachers, reasons in which the name may stand."""
    top = erasing.top_key
    for rows, columns in (
        (Session.objects.filter(top_key=top), ("teacher", "organiser", "title", "place", "reason")),
        (Plan.objects.filter(top_key=top), ("basis",)), (Hours.objects.filter(top_key=top), ("title",)),
        (HourRules.objects.filter(top_key=top), ("basis",)), (ModelVersion.objects.filter(top_key=top), ("basis",)),
        (Exam.objects.filter(top_key=top), ("title",)), (BankFile.objects.filter(top_key=top), ("filename",)),
        (Edition.objects.filter(top_key=top), ("filename", "note")), (Version.objects.filter(question__top_key=top), ("reason",)),
    ):
        erasing.rewrite(rows.filter(erasing.naming(*columns)), *columns)
