"""What becomes of a resolution (pure)."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    OPEN = "open"              # 待落实
    DONE = "done"              # 已落实
    DROPPED = "dropped"        # 不再执行, with the reason
    GONE = "gone"              # a correction of its record took it out
