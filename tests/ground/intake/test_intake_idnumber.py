"""GB 11643: shape, birth, order and check character of identity numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.ground.intake.idnumber import Fault, read_id_number
from registers_made import id_number

GOOD = id_number("1985-03-12", "011")
WITH_X = next(number for order in range(100, 999) if (number := id_number("1985-03-12", str(order))).endswith("X"))

READ = [
    ("as it should be", GOOD, GOOD),
    ("with a small x", WITH_X.lower(), WITH_X),
    ("with a multiplication sign for X", WITH_X[:17] + "×", WITH_X),
    ("with an apostrophe before it", "'" + GOOD, GOOD),
    ("with a curved apostrophe before it", "’" + GOOD, GOOD),
    ("with spaces around", f" {GOOD} ", GOOD),
    ("with no-break spaces", f"\u00a0{GOOD}\u00a0", GOOD),
    ("with spaces inside", f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}", GOOD),
    ("in full width", GOOD.translate(str.maketrans("0123456789", "０１２３４５６７８９")), GOOD),
    ("with a mark that nobody sees", "\u200b" + GOOD + "\ufeff", GOOD),
]
FAULTS = [
    ("an empty cell", "", Fault.EMPTY),
    ("a number, whose last digits a float cannot hold", 9.955041987022651e17, Fault.TRUNCATED),
    ("a whole number", 990101198503120110, Fault.TRUNCATED),
    ("a number written by a CSV export", "9.90101E+17", Fault.TRUNCATED),
    ("seventeen characters", GOOD[:17], Fault.LENGTH),
    ("nineteen characters", GOOD + "0", Fault.LENGTH),
    ("the fifteen digits of before 1999", "990101850312011", Fault.LENGTH),
    ("a letter among the digits", GOOD[:3] + "O" + GOOD[4:], Fault.LETTERS),
    ("an X before the end", GOOD[:16] + "X" + GOOD[17], Fault.LETTERS),
    ("a thirteenth month", GOOD[:10] + "13" + GOOD[12:], Fault.BIRTH),
    ("30 February", id_number("1985-03-12").replace("19850312", "19850230"), Fault.BIRTH),
    ("a masked number", "990***********0110", Fault.LETTERS),
]


@pytest.mark.parametrize(("cell", "right"), [case[1:] for case in READ], ids=[case[0] for case in READ])
def test_reads(cell: str, right: str) -> None:
    found = read_id_number(cell)
    assert (found.text, found.fault, found.birth_date, found.gender) == (
        right,
        None,
        "1985-03-12",
        "男" if int(right[16]) % 2 else "女",
    )


@pytest.mark.parametrize(("cell", "fault"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_finds_the_fault(cell: object, fault: Fault) -> None:
    assert read_id_number(cell).fault is fault  # type: ignore[arg-type]


numbers = st.builds(
    lambda area, born, order: id_number(born.isoformat(), f"{order:03}", f"99{area:04}"),
    st.integers(0, 9999),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
)


@given(number=numbers)
def test_what_the_rule_makes_the_rule_accepts(number: str) -> None:
    found = read_id_number(number)
    assert found.fault is None
    assert found.gender == ("男" if int(number[14:17]) % 2 else "女")


@given(number=numbers)
def test_the_check_character_is_that_of_iso_7064_mod_11_2(number: str) -> None:
    values = [10 if letter == "X" else int(letter) for letter in number]
    assert sum(value * 2 ** (17 - place) for place, value in enumerate(values)) % 11 == 1


@given(number=numbers, place=st.integers(0, 16), more=st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number: str, place: int, more: int) -> None:
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert read_id_number(wrong).fault in {Fault.CHECK, Fault.BIRTH}


@given(number=numbers, place=st.integers(0, 15))
def test_two_neighbours_swapped_are_always_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert read_id_number(swapped).fault in {Fault.CHECK, Fault.BIRTH}
