"""What a committee may set: which texts a setting takes, and what they become."""

from __future__ import annotations

from datetime import date

import pytest

from leadgoose.ground.bylaws import settings
from leadgoose.ground.bylaws.settings import Refused, Settings, clean, typed

ON = date(2026, 11, 23)


@pytest.mark.parametrize(("name", "text", "stored"), [
    ("start_on", "2026-09-01", "2026-09-01"),
    ("start_on", " 2026-11-23 ", "2026-11-23"),
    ("start_on", "1990-01-01", "1990-01-01"),
    ("start_on", "", ""),
    ("issuer", "  示例油田  党委组织部 ", "示例油田 党委组织部"),
    ("issuer", "字" * 40, "字" * 40),
    ("script", "zh-Hant", "zh-Hant"),
    ("request_months", "6", "6"),
    ("request_months", "01", "1"),
    ("contact", "欧阳喆堃", "欧阳喆堃"),
], ids=[
    "a day", "today, with blanks around", "the earliest day", "nothing goes back to the default", "blanks are folded",
    "exactly as long as may be", "a script", "the most months", "a leading zero is dropped", "a rare name",
])
def test_a_good_text_is_stored(name, text, stored):
    assert clean(name, text, on=ON) == stored


@pytest.mark.parametrize(("name", "text"), [
    ("start_on", "2026-11-24"), ("start_on", "1989-12-31"), ("start_on", "2026-02-30"), ("start_on", "2026年9月1日"),
    ("issuer", "字" * 41), ("script", "zh"), ("script", "zh-hant"), ("request_months", "0"), ("request_months", "7"),
    ("request_months", "1.5"), ("request_months", "２"), ("notice", "a\u200bb"),
], ids=[
    "tomorrow", "before the earliest day", "a day that the calendar lacks", "another writing of a day", "one character too long",
    "no such script", "a script is written exactly", "no month", "seven months", "half a month", "full-width figures",
    "an unseen character",
])
def test_a_wrong_text_is_refused_in_a_sentence(name, text):
    with pytest.raises(Refused) as refused:
        clean(name, text, on=ON)
    assert str(refused.value.said).endswith("。")


def test_an_unknown_setting_is_an_error():
    with pytest.raises(KeyError):
        clean("colour", "red", on=ON)


def test_nothing_set_is_the_default_of_everything():
    assert typed({}) == Settings()
    assert (Settings().script, Settings().request_months, Settings().start_on) == ("zh-Hans", 2, None)


def test_stored_texts_become_typed_values_and_old_names_are_passed_over():
    found = typed({"start_on": "2026-09-01", "request_months": "3", "script": "zh-Hant", "issuer": "", "gone": "x"})
    assert found == Settings(start_on=date(2026, 9, 1), request_months=3, script="zh-Hant")


def test_defaults_of_the_list_and_of_the_dataclass_are_one():
    for one in settings.SETTINGS:
        assert settings.value(one.name, "") == getattr(Settings(), one.name)
