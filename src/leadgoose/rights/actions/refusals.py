"""Why an act of this subject cannot be done."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise


class Refused(ValueError):
    """Each field ("" for the whole) with one sentence. Nothing was changed."""

    def __init__(self, wrong: Mapping[str, str | Promise]) -> None:
        super().__init__("; ".join(str(one) for one in wrong.values()))
        self.wrong = dict(wrong)
