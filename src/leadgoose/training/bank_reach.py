"""What reaches things of the bank: the committee; a test also its trainer; a sitting also the person whose it is."""

from __future__ import annotations

from leadgoose.ground.access.scopes import Target
from leadgoose.training.actions.sittings import marking_reach
from leadgoose.training.models.bank import BankFile, Exam, Question, Sitting


def find_question(key: str) -> Target | None:
    found = Question.objects.filter(key=key).first()
    return None if found is None else Target(frozenset({found.top_key}), found.top_key, found)


def find_bank_file(key: str) -> Target | None:
    found = BankFile.objects.filter(key=key).first()
    return None if found is None else Target(frozenset({found.top_key}), found.top_key, found)


def find_exam(key: str) -> Target | None:
    found = Exam.objects.select_related("trainer", "before").filter(key=key).first()
    if found is None:
        return None
    return Target(frozenset({found.top_key} | ({found.trainer.key} if found.trainer else set())), found.top_key, found)


def find_sitting(key: str) -> Target | None:
    """A result: for the office, the trainer and the person."""
    found = _sitting(key)
    return None if found is None else Target(marking_reach(found) | {found.person.key}, found.exam.top_key, found)


def find_my_sitting(key: str) -> Target | None:
    """The same to be sat: for the person alone."""
    found = _sitting(key)
    return None if found is None else Target(frozenset({found.person.key}), found.exam.top_key, found)


def find_script(key: str) -> Target | None:
    """The same to be marked: for the office and the trainer, never for the person."""
    found = _sitting(key)
    return None if found is None else Target(marking_reach(found), found.exam.top_key, found)


def _sitting(key: str) -> Sitting | None:
    return Sitting.objects.select_related("exam__trainer", "exam__before", "person__present__organisation").filter(key=key).first()
