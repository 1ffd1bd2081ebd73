"""Words of the record book that are put together, in the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from leadgoose.recordbook import words
from leadgoose.recordbook.rules.entry import Attendee, Leave, Stand


@pytest.mark.parametrize(
    ("case", "language", "reason", "note", "expected"),
    [
        ("a reason and a note", "zh-hans", Leave.SICK, "住院", "单志强（病假，住院）"),
        ("a reason alone", "zh-hans", Leave.SICK, "", "单志强（病假）"),
        ("a note alone", "zh-hans", None, "住院", "单志强（住院）"),
        ("nothing said", "zh-hans", None, "", "单志强"),
        ("in English", "en", Leave.SICK, "住院", "单志强 (sick leave, 住院)"),
        ("in Traditional Chinese", "zh-hant", Leave.SICK, "", "单志强（病假）"),
    ],
)
def test_why_somebody_is_away(case: str, language: str, reason: Leave | None, note: str, expected: str) -> None:
    with override(language):
        assert words.with_reason("单志强", Attendee("p", "单志强", "one", Stand.LEAVE, reason, note)) == expected
