"""Why an act of an election cannot be done: the field it is about and one sentence."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(ValueError):
    """The act cannot be done: the field it is about ("" for the whole) and one sentence. Nothing was changed."""

    def __init__(self, said: str | Promise, field: str = "") -> None:
        super().__init__(str(said))
        self.said = said
        self.field = field
