"""How a version came to be: by which way it arrived, and whether it was written at the time (pure)."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The way by which a version arrived. All have equal standing."""

    PAGE = "page"              # typed on the page
    SHEET = "sheet"            # written on a paper sheet, typed in afterwards
    DEVICE = "device"          # recorded on a device without network, synced later
    BUNDLE = "bundle"          # brought in as a file
    ELECTION = "election"      # filled in from the election that was counted here


class Truth(StrEnum):
    """What a reader must know of it."""

    RECORDED = "recorded"      # 当时记录
    LATE = "late"              # 补记, with the reason
    COPIED = "copied"          # 抄录 from another record, which is named
    CORRECTED = "corrected"    # 更正: a later version
