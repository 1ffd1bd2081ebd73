"""What a session is taught from: a course, one of its units, or a sand-table exercise. The session keeps the key; older free words are shown as they stand."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.ground.statutes.language import language
from leadgoose.training import bank_words
from leadgoose.training.courses import courses, exercises
from leadgoose.training.rules.exercises import Exercise


def exercise_title(one: Exercise) -> str:
    return one.english if language(get_language() or "zh-hans") == "en" else bank_words.text(one.title)


def exercise_audience(one: Exercise) -> str:
    return one.english_audience if language(get_language() or "zh-hans") == "en" else bank_words.text(one.audience)


def unit_of(key: str) -> tuple[str, int] | None:
    """("basics", 4) of "basics-4"."""
    course, _dash, number = key.rpartition("-")
    found = courses().get(course)
    return (course, int(number)) if found is not None and number.isascii() and number.isdigit() and 1 <= int(number) <= len(found.units) else None


def units_of(key: str) -> tuple[tuple[str, int], ...]:
    """The units that are taught, as (course, number): all of a course, one, or none."""
    if key in courses():
        return tuple((key, one.number) for one in courses()[key].units)
    one = unit_of(key)
    return () if one is None else (one,)


def title(key: str) -> str:
    """What a session is taught from, in the reader's language; "" for nothing."""
    if key in courses():
        return _("《%(title)s》") % {"title": bank_words.course_title(key)}
    if key in exercises():
        return exercise_title(exercises()[key])
    one = unit_of(key)
    return key if one is None else _("《%(title)s》") % {"title": bank_words.course_title(one[0])} + bank_words.unit_title(*one)


def offered() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What may be chosen, in groups: (name of the group, [(key, title)])."""
    for key, course in courses().items():
        units = [(f"{key}-{one.number}", bank_words.unit_title(key, one.number)) for one in course.units]
        yield bank_words.course_title(key), [(key, _("整门课程")), *units]
    yield _("沙盘演练"), [(key, exercise_title(one)) for key, one in exercises().items()]


def spelled() -> dict[str, str]:
    """What a table may say → key: the title of a course, a course and the number of a unit (党支部工作基础知识 第4单元), the title of an exercise."""
    found = {said: key for key, one in exercises().items() for said in (one.title, one.english)}
    for key, course in courses().items():
        english = course.english[course.title]
        found |= {course.title: key, english: key}
        for one in course.units:
            found |= {f"{course.title} 第{one.number}单元": f"{key}-{one.number}", f"{english} unit {one.number}": f"{key}-{one.number}"}
    return found


def known(key: str) -> bool:
    return key in courses() or key in exercises() or unit_of(key) is not None
