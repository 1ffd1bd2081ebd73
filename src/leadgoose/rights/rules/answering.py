"""When is an objection to be answered, and may this answer be given? (pure)

Whoever made the entry does not answer alone: a warning, cleared by a second person or a recorded reason. What stops: no words, an
acceptance that no act stands behind, a refusal that does not say where to turn next. Sources: ``pipl-rights``; the days are the committee's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LEAST, MOST = 4, 500
"""Characters of an answer: a sentence at least, a page at most."""


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REFUSED = "refused"


class Fault(StrEnum):
    """What is wrong with an answer; words in `rights.words`."""

    NO_OUTCOME = "no_outcome"
    NO_WORDS = "no_words"
    NO_ACT = "no_act"              # accepted, and nothing was corrected
    OWN_OBJECTION = "own"          # nobody answers their own objection
    ALONE = "alone"                # made the entry, and answers without a second person or a reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be answered by whom. entered_by: who made the entry, "" where nobody knows; second: who looked at it too."""

    outcome: str
    words: str
    has_act: bool
    by: str
    entered_by: str = ""
    second: str = ""
    why_alone: str = ""
    own: bool = False


def due_on(received_on: date, days: int) -> date:
    """The last day for the answer; the day of receipt does not count."""
    return received_on + timedelta(days=days)


def judge(answer: Answer) -> tuple[tuple[str, Fault], ...]:
    """(field, what is wrong with it) of everything that keeps the answer from being given; empty: it may be."""
    found: list[tuple[str, Fault]] = []
    if answer.own:
        found.append(("", Fault.OWN_OBJECTION))
    if answer.outcome not in set(Outcome):
        found.append(("outcome", Fault.NO_OUTCOME))
    if not LEAST <= len(answer.words) <= MOST:
        found.append(("words", Fault.NO_WORDS))
    if answer.outcome in (Outcome.ACCEPTED, Outcome.PARTLY) and not answer.has_act:
        found.append(("act", Fault.NO_ACT))
    if warns(answer) and not answer.why_alone:
        found.append(("why_alone", Fault.ALONE))
    return tuple(found)


def warns(answer: Answer) -> bool:
    """Whether whoever made the entry would answer alone."""
    return bool(answer.entered_by) and answer.by == answer.entered_by and answer.second in ("", answer.by)
