"""Dates and numbers read alike in every language, and what people type is understood."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django import forms
from django.utils import formats, translation

LANGUAGES = ["zh-hans", "zh-hant", "en"]


class Asked(forms.Form):
    day = forms.DateField()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_written_the_same(language: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 3, 4)) == "2026-03-04"
        assert formats.date_format(datetime(2026, 3, 4, 5, 6), "DATETIME_FORMAT") == "2026-03-04 05:06"  # noqa: DTZ001  wall time
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["2026-03-04", "2026/3/4", "2026.3.4", "2026年3月4日", "20260304"])
def test_a_typed_day_is_understood(language: str, typed: str) -> None:
    with translation.override(language):
        form = Asked({"day": typed})
        assert form.is_valid() and form.cleaned_data["day"] == date(2026, 3, 4)


@pytest.mark.parametrize("typed", ["03/04/2026", "4.3.26", "2026-13-01", "昨天"])
def test_a_day_that_could_mean_two_is_refused(typed: str) -> None:
    with translation.override("en"):
        assert not Asked({"day": typed}).is_valid()
