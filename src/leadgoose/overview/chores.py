"""What the clock does: recompute everything derived, every night, and report what differed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from leadgoose.elections.actions import following as elections
from leadgoose.recordbook.actions import expectations
from leadgoose.rights.actions import duties as rights
from leadgoose.roster import consequences
from leadgoose.roster.consequences import Differences
from leadgoose.roster.queries.places import committees
from leadgoose.training.actions.certificates import recompute_disuse
from leadgoose.training.consequences import settle_all as settle_training


@dataclass(frozen=True, slots=True)
class Report:
    """What each committee's recomputation mended; a line is a sentence in English for the operator's log."""

    on: date
    differences: dict[str, Differences]

    @property
    def any(self) -> bool:
        return any(one.any for one in self.differences.values())

    def lines(self) -> list[str]:
        told = []
        for key, one in self.differences.items():
            duties, present = one.duties, one.present
            told.append(
                f"{key}: duties opened {duties.opened}, closed {duties.closed}, changed {duties.changed}, equal {duties.untouched}; "
                f"members' rows added {present.added}, changed {present.changed}, removed {present.removed}; organisations changed {one.organisations}"
            )
        return told


def recompute_all(on: date, at: datetime) -> Report:
    """Every committee in a transaction of its own, so that one that fails does not undo the others."""
    found = {}
    for key in committees():
        with transaction.atomic():
            one = consequences.recompute(key, on, at)
            recompute_disuse(key, on, at)
            settled = settle_training(key, on=on, at=at, act="DutiesRecomputed") + expectations.settle_all(key, on, at, "DutiesRecomputed")
            found[key] = replace(one, duties=one.duties + settled + rights.settle_all(key, on, at, "DutiesRecomputed") + elections.recompute(key, on, at))
    return Report(on, found)
