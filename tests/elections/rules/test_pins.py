"""The PIN of a scrutineer or counter: what may be set, what is kept, what a device signs, over which text."""

from __future__ import annotations

import pytest

from leadgoose.elections.rules.pins import is_hashed, is_pin, sheet_text, signature, slow_hash
from leadgoose.elections.rules.sheet import Line

SALT = "000102030405060708090a0b0c0d0e0f"
KEPT = "257617f35a839f74803b0e59413f2c2849cb3fe47a5cc1faf997b264bbc714dd"
"""PBKDF2 of 204518 with 20,000 turns of SHA-256 and that salt, as OpenSSL 3.0 computes it."""
LINES = {"甲": Line(15, 2, 1), "乙": Line(10, 6, 2)}
TEXT = "v1;a;2;甲=15,2,1;乙=10,6,2;+丁=1;+丙=3"
SIGNED = "2abddad2f584de038c19fb8a8285e65e77a6446efd27109589293787934b2355"
"""HMAC-SHA-256 of that text under that hash, as OpenSSL computes it."""


@pytest.mark.parametrize(("text", "may"), [
    pytest.param("2045", True, id="four digits are enough"),
    pytest.param("204", False, id="three are too few"),
    pytest.param("123456789012", True, id="twelve are possible"),
    pytest.param("1234567890123", False, id="thirteen are too many"),
    pytest.param("", False, id="nothing"),
    pytest.param("20a5", False, id="a letter"),
    pytest.param(" 2045", False, id="a space before"),
    pytest.param("2045\n", False, id="a line end behind"),
    pytest.param("２０４５", False, id="full-width digits, which another keyboard would not give again"),
])
def test_what_may_be_set_as_a_pin(text: str, may: bool) -> None:
    assert is_pin(text) is may


@pytest.mark.parametrize(("salt", "hashed", "is_one"), [
    pytest.param(SALT, KEPT, True, id="a salt and a hash"),
    pytest.param(SALT[:-1], KEPT, False, id="a short salt"),
    pytest.param(SALT + "0", KEPT, False, id="a long salt"),
    pytest.param(SALT, KEPT[:-1], False, id="a short hash"),
    pytest.param(SALT, KEPT + "0", False, id="a long hash"),
    pytest.param(SALT, "204518", False, id="the PIN itself where its hash belongs"),
    pytest.param("", KEPT, False, id="no salt"),
    pytest.param(SALT, "", False, id="no hash"),
    pytest.param(SALT.upper(), KEPT, False, id="a salt in capitals"),
])
def test_what_a_device_hashed_is_known_by_its_shape(salt: str, hashed: str, is_one: bool) -> None:
    assert is_hashed(salt, hashed) is is_one


def test_what_is_kept_of_a_pin_is_what_any_other_library_computes() -> None:
    assert slow_hash("204518", SALT) == KEPT and is_hashed(SALT, KEPT)
    assert slow_hash("204519", SALT) != KEPT and slow_hash("204518", SALT[::-1]) != KEPT


def test_a_closed_sheet_is_one_text_with_every_sum_in_it() -> None:
    assert sheet_text("v1", "a", LINES, {"丙": 3, "丁": 1}, 2) == TEXT
    assert sheet_text("v1", "a", {}, {}, 0) == "v1;a;0"
    assert sheet_text("v1", "a", dict(reversed(LINES.items())), {}, 2).split(";")[3:] == ["乙=10,6,2", "甲=15,2,1"], "the ballot's order is part of it"


def test_the_order_in_which_write_ins_came_is_not_part_of_the_text() -> None:
    assert sheet_text("v1", "a", LINES, {"丁": 1, "丙": 3}, 2) == sheet_text("v1", "a", LINES, {"丙": 3, "丁": 1}, 2)


def test_a_signature_is_what_any_other_library_computes() -> None:
    assert signature(KEPT, TEXT) == SIGNED


@pytest.mark.parametrize("other", [
    pytest.param(TEXT.replace("v1", "v2"), id="another vote"),
    pytest.param(TEXT.replace(";a;", ";b;"), id="another person"),
    pytest.param(TEXT.replace("15,2,1", "16,1,1"), id="one approval more"),
    pytest.param(TEXT.replace("丙=3", "丙=4"), id="one write-in more"),
])
def test_a_sheet_that_was_changed_on_the_way_has_another_signature(other: str) -> None:
    assert other != TEXT and signature(KEPT, other) != SIGNED
    assert signature(KEPT[::-1], TEXT) != SIGNED
