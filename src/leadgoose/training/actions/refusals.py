"""How an act of training says no: one sentence for the person who asked, and the field it is about ("" for the whole)."""

from __future__ import annotations

from django.utils.functional import Promise


class Refused(ValueError):
    """Nothing was written. `said` is what is wrong and what to do, in the reader's language."""

    def __init__(self, said: str | Promise, field: str = "") -> None:
        super().__init__(field)
        self.said = said
        self.field = field

    def __str__(self) -> str:
        return str(self.said)
