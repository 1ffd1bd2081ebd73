"""Which level is proven, by evidence of several kinds, over time; and what then lacks. The numbers are those of standards/evidence.toml, 2026."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.training.rules.competency import DIMENSIONS, Model, Role, Unfit, as_table, newest, parse
from leadgoose.training.rules.gaps import Gap, gaps, role_of
from leadgoose.training.rules.levels import Confidence, Kind, Proven, Reading, of_colleagues, of_levels, of_test, opened, proven, spans
from leadgoose.training.standards import rulebook, shipped_models

D, F = date, Fraction
DAY = D(2026, 11, 23)
BOOK = rulebook(DAY)
MODEL = shipped_models()[0]
LOW, MEDIUM, HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH


def seen(kind: Kind, level: object, on: date = DAY, order: int = 0) -> Reading:
    return Reading(kind, F(level), on, order=order)   # type: ignore[arg-type]


OWN, SUPERIOR, COLLEAGUE, TEST, EXERCISE, CERTIFICATE = (lambda level, on=DAY, kind=kind: seen(kind, level, on) for kind in (
    Kind.OWN, Kind.SUPERIOR, Kind.COLLEAGUE, Kind.TEST, Kind.EXERCISE, Kind.CERTIFICATE))


@pytest.mark.parametrize(("case", "readings", "level", "confidence"), [
    ("nothing seen is unknown", [], None, None),
    ("one's own view alone is a level, with low confidence", [OWN(3)], 3, LOW),
    ("a superior alone, with medium confidence", [SUPERIOR(2)], 2, MEDIUM),
    ("own 4 and superior 2 are two apart: 2.5 is exactly half and counts as 2, a step less sure", [OWN(4), SUPERIOR(2)], 2, LOW),
    ("superior 3, colleagues 2.5, own 3: 2.83 is 3, high", [SUPERIOR(3), COLLEAGUE(F(5, 2)), OWN(3)], 3, HIGH),
    ("own 2, superior 3: 2.75 is 3", [OWN(2), SUPERIOR(3)], 3, MEDIUM),
    ("a test that shows at least 3 lifts 2 to 2.4, which is still 2", [SUPERIOR(2), TEST(3)], 2, MEDIUM),
    ("a test that shows at least 3 does not pull 4 down, and does not count then", [SUPERIOR(4), TEST(3)], 4, MEDIUM),
    ("a test equal to the others makes it surer only", [SUPERIOR(3), OWN(3), TEST(3)], 3, HIGH),
    ("tests and certificates alone count as they are", [TEST(3), CERTIFICATE(3)], 3, MEDIUM),
    ("a seen exercise weighs most", [EXERCISE(4), OWN(3)], 4, MEDIUM),
    ("of two by superiors the later counts", [SUPERIOR(2, D(2026, 5, 1)), SUPERIOR(3, D(2026, 6, 1))], 3, MEDIUM),
    ("a superior's view of exactly 18 months ago counts no more", [SUPERIOR(2, D(2025, 5, 23))], None, None),
    ("a day younger it does", [SUPERIOR(2, D(2025, 5, 24))], 2, MEDIUM),
    ("what is dated tomorrow does not count today", [SUPERIOR(2, D(2026, 11, 24))], None, None),
], ids=lambda value: value if isinstance(value, str) else "")
def test_a_level_on_a_day(case: str, readings: list[Reading], level: int | None, confidence: Confidence | None) -> None:
    found = proven(readings, DAY, BOOK)
    assert (found and found.level, found and found.confidence) == (level, confidence)


def test_of_two_on_one_day_the_one_recorded_later_counts() -> None:
    found = proven([seen(Kind.SUPERIOR, 4, order=2), seen(Kind.SUPERIOR, 2, order=1)], DAY, BOOK)
    assert found == Proven(4, MEDIUM, (Kind.SUPERIOR,))


def test_a_level_over_time_fades_into_unknown() -> None:
    found = spans([SUPERIOR(3, D(2026, 1, 31)), OWN(2, D(2026, 6, 30))], BOOK)
    assert [(one.valid_from, one.valid_to, one.proven.level, one.proven.confidence) for one in found] == [
        (D(2026, 1, 31), D(2026, 6, 30), 3, MEDIUM),
        (D(2026, 6, 30), D(2027, 7, 31), 3, MEDIUM),          # the superior's 18 months end on the month's end
        (D(2027, 7, 31), D(2027, 12, 30), 2, LOW),
    ]


def test_a_certificate_counts_until_it_ends_and_not_on_that_day() -> None:
    one = Reading(Kind.CERTIFICATE, F(3), D(2026, 1, 1), ends_on=D(2026, 12, 31))
    assert [(span.valid_from, span.valid_to) for span in spans([one], BOOK)] == [(D(2026, 1, 1), D(2026, 12, 31))]
    assert spans([Reading(Kind.CERTIFICATE, F(3), D(2026, 1, 1))], BOOK)[0].valid_to is None


@given(st.lists(st.builds(Reading, st.sampled_from(list(Kind)), st.integers(1, 5).map(Fraction), st.dates(D(2024, 1, 1), D(2026, 12, 31)),
                          st.none() | st.dates(D(2026, 1, 1), D(2027, 12, 31)), st.integers(0, 9)), max_size=6), st.dates(D(2024, 1, 1), D(2029, 12, 31)))
def test_spans_say_of_every_day_what_the_day_alone_says(readings: list[Reading], on: date) -> None:
    holding = [one.proven for one in spans(readings, BOOK) if one.valid_from <= on and (one.valid_to is None or on < one.valid_to)]
    alone = proven(readings, on, BOOK)
    assert holding == ([] if alone is None else [alone])
    if alone is not None:
        assert min(one.level for one in readings) <= alone.level <= max(one.level for one in readings)


@pytest.mark.parametrize(("levels", "reading"), [
    ({"K1": 3}, F(3)), ({"K1.1": 3}, None), ({"K1.1": 3, "K1.2": 2}, F(5, 2)), ({"K1": 4, "K1.1": 1, "K1.2": 1}, F(4)), ({"K2.1": 3, "K2.2": 3}, None),
])
def test_a_dimension_from_what_was_given(levels: dict[str, int], reading: Fraction | None) -> None:
    assert of_levels(levels, "K1", BOOK) == reading


@pytest.mark.parametrize(("counts", "reading"), [
    ({"K1": [0, 1, 1, 0, 0]}, None),                                          # two colleagues: closed
    ({"K1": [0, 1, 2, 0, 0]}, F(8, 3)),                                       # exactly three: open
    ({"K1": [0, 1, 0, 0, 0], "K2": [0, 0, 3, 0, 0]}, None),                   # three rated, one saw this: its view alone, closed
    ({"K1.1": [0, 3, 0, 0, 0]}, None), ({"K1.1": [0, 3, 0, 0, 0], "K1.2": [0, 0, 0, 3, 0]}, F(3)), ({"K2": [3, 0, 0, 0, 0]}, None),
    ({"K1.1": [0, 3, 0, 0, 0], "K1.2": [0, 0, 0, 2, 0]}, None),
])
def test_colleagues_speak_together_from_the_third_on(counts: dict[str, list[int]], reading: Fraction | None) -> None:
    assert of_colleagues(opened(counts, {}, BOOK), "K1", BOOK) == reading


@pytest.mark.parametrize(("voices", "open_after"), [
    ([2, 2, 2], [0, 0, 3]), ([2, 2, 2, 5], [0, 0, 3, 3]), ([2, 2, 2, 5, 5], [0, 0, 3, 3, 3]), ([2, 2, 2, 5, 5, 5], [0, 0, 3, 3, 3, 6]),
])
def test_open_sums_move_on_by_three_voices_at_once(voices: list[int], open_after: list[int]) -> None:
    counts: dict[str, list[int]] = {"K1": [0] * 5}
    now: dict[str, list[int]] = {}
    seen = []
    for level in voices:
        counts["K1"][level - 1] += 1
        now = opened(counts, now, BOOK)
        seen.append(sum(now.get("K1", [])))
    assert seen == open_after and (seen[-1] < len(voices) or now == counts)


@pytest.mark.parametrize(("share", "level"), [(0, 1), (39, 1), (40, 2), (59, 2), (60, 3), (100, 3)])
def test_a_written_test_proves_at_most_that_one_can_do_it_by_the_book(share: int, level: int) -> None:
    assert of_test(share, BOOK) == level


@pytest.mark.parametrize(("case", "posts", "since", "marks", "role"), [
    ("a day before two years a secretary is new", {"secretary"}, D(2024, 11, 24), set(), Role.NEW_SECRETARY),
    ("on the day no more", {"secretary"}, D(2024, 11, 23), set(), Role.SECRETARY),
    ("since when is not known: no new one", {"secretary"}, None, set(), Role.SECRETARY),
    ("a demonstration secretary", {"secretary"}, D(2026, 1, 1), {"demonstration"}, Role.DEMONSTRATION),
    ("without the post the mark does not speak", {"publicity"}, None, {"demonstration"}, Role.MEMBER),
    ("a deputy who also divides work", {"organisation", "deputy_secretary"}, None, set(), Role.DEPUTY),
    ("in reserve", set(), None, {"reserve"}, Role.RESERVE), ("a group leader is nobody here", {"group_leader"}, None, set(), None),
], ids=lambda value: value if isinstance(value, str) else "")
def test_the_role_that_sets_targets(case: str, posts: set[str], since: date | None, marks: set[str], role: Role | None) -> None:
    assert role_of(posts, since, marks, DAY, BOOK) == role


def test_unknown_is_no_gap() -> None:
    known = {"K1": Proven(2, LOW, (Kind.OWN,)), "K2": Proven(5, HIGH, (Kind.EXERCISE,))}
    found = gaps(MODEL, Role.SECRETARY, known)
    assert [gap.size for gap in found] == [2, 0, None, None, None, None, None]
    assert found[0].confidence is LOW and found[2] == Gap("K3", 3, None)


@pytest.mark.parametrize("model", shipped_models(), ids=lambda model: model.version)
def test_every_level_and_every_behaviour_can_be_read_in_english(model: Model) -> None:
    parts = [*model.anchors, *(one for dimension in model.dimensions for one in dimension.behaviours)]
    assert len(parts) == 5 + 28
    for one in parts:
        assert one.english and one.english_shows and (one.english + one.english_shows).isascii()


def test_the_articles_grades_order_the_targets_of_every_role() -> None:
    assert [one.grade for one in MODEL.dimensions if one.grade] == ["过硬", "较好", "比较强"]
    assert [one.id for one in MODEL.dimensions if one.grade] == ["K1", "K3", "K5"]
    for levels in MODEL.targets.values():
        assert levels["K1"] >= levels["K3"] >= levels["K5"]


@pytest.mark.parametrize(("change", "where", "code"), [
    (lambda table: table["targets"]["secretary"].update(K5=4), "targets.secretary", "order"),
    (lambda table: table["targets"]["reserve"].update(K2=6), "targets.reserve.K2", "level"),
    (lambda table: table["dimensions"][1]["behaviours"].pop(), "K2", "lacking"),
    (lambda table: table["dimensions"][0]["behaviours"][0].update(name=" "), "K1.1.name", "lacking"),
    (lambda table: table["dimensions"][0]["behaviours"][0].update(shows="长" * 81), "K1.1.shows", "long"),
    (lambda table: table["anchors"].pop(), "anchors", "lacking"), (lambda table: table["dimensions"].reverse(), "dimensions", "lacking"),
])
def test_a_model_that_cannot_be_used_says_where(change, where: str, code: str) -> None:   # type: ignore[no-untyped-def]
    table = as_table(MODEL)
    assert parse(table) == MODEL
    change(table)
    with pytest.raises(Unfit) as unfit:
        parse(table)
    assert (unfit.value.where, unfit.value.code) == (where, code)


def test_the_version_begun_last_is_in_force() -> None:
    later = parse({**as_table(MODEL), "version": "2027-1", "valid_from": "2027-03-01"})
    again = parse({**as_table(MODEL), "version": "2027-2", "valid_from": "2027-03-01"})
    assert [newest((MODEL, later, again), on).version for on in (D(2025, 1, 1), D(2027, 2, 28), D(2027, 3, 1))] == ["2026", "2026", "2027-2"]
    assert len(DIMENSIONS) * len(MODEL.dimensions[0].behaviours) == 28
