"""What the acts of the record book refuse, and why."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise

from leadgoose.recordbook.rules.checks import Fault


class Refused(ValueError):
    """An act that cannot be done: the field it is about ("" for the whole) and one sentence."""

    def __init__(self, said: str | Promise, field: str = "") -> None:
        super().__init__(str(said))
        self.said = said
        self.field = field


class Faulty(ValueError):
    """An entry that cannot be so: every fault, none of it stored. words.fault says them in sentences."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{one.place}: {one.code}" for one in self.faults))
