"""How an act of the register says no: a code for programs, one sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise


class Refused(Exception):
    """Nothing was written. `said` is what is wrong and what to do, in the reader's language; `touches`: what stands in the way or is touched."""

    def __init__(self, code: str, said: str | Promise, touches: Iterable[str | Promise] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.said = said
        self.touches = tuple(touches)
        self.line: int | None = None      # of a list, from 0: which one it is about

    def __str__(self) -> str:
        return str(self.said)
