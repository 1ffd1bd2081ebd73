"""The courses that ship: whole, cited, and held to the statutes: a changed number finds every question and every unit that rests on it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from leadgoose.ground.statutes import Parameter, Rule, load, rule
from leadgoose.training.courses import HERE, ORDER, UNITS, courses, grounds, questions
from leadgoose.training.rules.bank import TRUE, Ground, Kind, Moved, faults, moved
from leadgoose.training.rules.filling import cited_in, fill, in_words
from leadgoose.training.rules.lessons import Block, Grid, Items, Unit
from training.pins import files, pinned

pytestmark = pytest.mark.once
EVERY = [(course, number) for course in ORDER for number in range(1, UNITS + 1)]
LEAST_QUESTIONS, LEAST_PER_UNIT = 200, 13
SPOKEN = {"months": "个月", "years": "年", "persons": "[人名]", "members": "[人名]", "full members": "[人名]", "hours per year": "学时",
          "hours": "学时", "units": "个", "percent of seats": "%"}
OFTEN = {"per quarter": "每季度", "per month": "每月", "per year": "每年"}
NOT_OURS = re.compile("[!！]|您|堡垒|赋能|一流水平")


def text_of(course: str, number: int) -> str:
    return (HERE / course / f"{number}.md").read_text(encoding="utf-8")


def words(block: Block) -> list[str]:
    if isinstance(block, Items):
        return list(block.texts)
    if isinstance(block, Grid):
        return [*block.heads, *(cell for row in block.rows for cell in row)]
    return [block.text]


def every_line(unit: Unit) -> list[str]:
    sections = [*unit.content, *unit.notes]
    parts = [part for one in unit.exercises for part in (one.material, one.task, one.solution)]
    return [line for blocks in (*(one.blocks for one in sections), *parts) for block in blocks for line in words(block)]


def literal(parameter: Parameter) -> re.Pattern[str] | None:
    """A rule's number as somebody would type it instead of its place: 五分之四, 6 个月, 每季度 1 次. 半数 is a word of its own and may be written."""
    if isinstance(parameter.value, Fraction):
        return None if parameter.value == Fraction(1, 2) else re.compile(in_words(parameter))
    if parameter.unit in OFTEN:
        return re.compile(rf"{OFTEN[parameter.unit]}[^，。；{{]{{0,8}}{parameter.value} ?次")
    return re.compile(rf"(?<![\d.]){parameter.value} ?{SPOKEN[parameter.unit]}") if parameter.unit in SPOKEN else None


# --- whole ---


@pytest.mark.parametrize(("course", "number"), EVERY)
def test_a_unit_has_what_a_trainer_needs(course: str, number: int) -> None:
    unit = courses()[course].units[number - 1]
    assert len(unit.aims) >= 3
    assert len(unit.outline) >= 5 and 90 <= unit.minutes <= 180
    assert len(unit.content) >= 3
    assert all(one.blocks for one in (*unit.content, *unit.notes))
    assert len(unit.exercises) >= 2
    assert all(one.material and one.task and one.solution for one in unit.exercises)
    assert sum(len(line) for line in every_line(unit)) > 2000


def test_the_two_courses_train_every_behaviour() -> None:
    trained = {one.behaviour for course in courses().values() for unit in course.units for one in unit.aims}
    assert trained == {f"K{dimension}.{behaviour}" for dimension in range(1, 8) for behaviour in range(1, 5)}


@pytest.mark.parametrize(("course", "number"), EVERY)
def test_every_place_is_filled_and_every_citation_is_a_rule(course: str, number: int) -> None:
    text = text_of(course, number)
    assert "{" not in fill(text)
    assert [one for one in cited_in(text) if one not in load().rules] == []


@pytest.mark.parametrize(("course", "number"), EVERY)
def test_what_binds_is_cited_where_it_is_said(course: str, number: int) -> None:
    unit = courses()[course].units[number - 1]
    lines = [line for section in unit.content for block in section.blocks for line in words(block)]
    assert [line for line in lines if re.search("应当|必须|不得", line.replace("“必须”", "").replace("“应当”", "")) and not cited_in(line)
            and "讲成" not in line] == []


@pytest.mark.parametrize(("course", "number"), EVERY)
def test_a_unit_types_no_number_of_a_rule_that_it_cites_beside_it(course: str, number: int) -> None:
    found = [
        (key, hit[0]) for line in text_of(course, number).splitlines() for key in cited_in(line) for parameter in rule(key).parameters
        for pattern in [literal(parameter)] if pattern for hit in [pattern.search(line)] if hit
    ]
    assert found == []


def test_the_tone_is_the_house_s() -> None:
    texts = [text_of(course, number) for course, number in EVERY] + [text for one in questions() for text in one.texts]
    assert [hit[0] for text in texts for hit in [NOT_OURS.search(text)] if hit] == []


# --- questions ---


def test_there_are_enough_questions_of_every_kind_in_every_unit() -> None:
    assert len(questions()) >= LEAST_QUESTIONS
    per_unit = Counter((one.course, one.unit) for one in questions())
    assert set(per_unit) == set(EVERY) and min(per_unit.values()) >= LEAST_PER_UNIT
    kinds = {(one.course, one.unit, one.kind) for one in questions()}
    assert kinds == {(course, number, kind) for course, number in EVERY for kind in Kind}


def test_every_question_is_fit_to_be_asked() -> None:
    assert [(one.key, fault) for one in questions() for fault in faults(one)] == []


def test_a_question_s_name_says_where_it_stands() -> None:
    assert [one.key for one in questions() if not re.fullmatch(rf"{one.course}-{one.unit}-\d\d", one.key)] == []


def test_no_question_is_asked_twice() -> None:
    asked = Counter(fill(one.ask) for one in questions())
    assert [text for text, often in asked.items() if often > 1] == []


def test_what_is_right_types_no_number_of_a_rule() -> None:
    found = []
    for one in questions():
        told = [one.why, *one.right]
        if one.kind is not Kind.TRUE_FALSE or one.right == (TRUE,):
            told.append(one.ask)                     # what a wrong statement says may be any number
        for ground in one.grounds:
            patterns = [pattern for parameter in rule(ground.rule).parameters for pattern in [literal(parameter)] if pattern]
            found += [(one.key, hit[0]) for pattern in patterns for text in told for hit in [pattern.search(text)] if hit]
    assert found == []


def test_the_right_option_is_not_told_by_its_length() -> None:
    single = [[len(fill(option)) for option in one.options] for one in questions() if one.kind is Kind.SINGLE]
    assert sum(lengths[0] > max(lengths[1:]) for lengths in single) < len(single) * 2 / 5
    assert not [lengths for lengths in single if lengths[0] > 1.5 * max(lengths[1:])]


def test_true_and_false_are_both_common() -> None:
    told = Counter(one.right[0] for one in questions() if one.kind is Kind.TRUE_FALSE)
    assert min(told.values()) * 5 >= 2 * sum(told.values())


# --- drift ---


def test_no_cited_rule_has_moved_since_the_questions_were_read() -> None:
    """Fails when a number, a comparison or a strength changes: read what it names again, then run tests/training/pins.py."""
    assert [(one.key, drift) for one in questions() for drift in moved(one.grounds)] == []


def test_no_cited_rule_has_moved_since_the_units_were_read() -> None:
    assert [(course, number, drift) for course, number in EVERY for drift in moved(grounds(course, number))] == []


@pytest.mark.parametrize(("questions_file", "unit_file"), files(), ids=[f"{course}-{number}" for course, number in EVERY])
def test_the_pins_are_complete(questions_file: object, unit_file: object) -> None:
    text, unit = questions_file.read_text(encoding="utf-8"), unit_file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert text == pinned(text, unit)


def with_value(key: str, name: str, value: int | Fraction | str) -> dict[str, Rule]:
    """The shipped rules with one number changed."""
    found = rule(key)
    parameters = tuple(replace(one, value=value) if one.name == name else one for one in found.parameters)
    return {**load().rules, key: replace(found, parameters=parameters)}


PINNED = sorted({(ground.rule, pin.parameter) for one in questions() for ground in one.grounds for pin in ground.pins})


@pytest.mark.parametrize(("key", "name"), PINNED)
def test_changing_a_cited_number_finds_every_question_that_cites_it(key: str, name: str) -> None:
    now = rule(key).value(name)
    other = now + 1 if isinstance(now, int | Fraction) else f"{now}?"
    changed = with_value(key, name, other)  # type: ignore[arg-type]
    found = {one.key for one in questions() if moved(one.grounds, changed)}
    assert found == {one.key for one in questions() if any(ground.rule == key for ground in one.grounds)} != set()


def test_a_changed_number_is_told_with_what_it_was_and_what_it_is() -> None:
    changed = with_value("elec-quorum-four-fifths", "fraction", Fraction(2, 3))
    drift = moved((Ground.now(rule("elec-quorum-four-fifths")),), changed)
    assert drift == (Moved("elec-quorum-four-fifths", "fraction", ">= 4/5", ">= 2/3"),)
    assert fill("{elec-quorum-four-fifths:fraction of 18}", changed) == "12"
