"""What the desk says: titles, the figures that decide, verdicts as lines with their rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.elections.models import Declaration, Meeting, Round
from leadgoose.elections.queries.meeting import Room
from leadgoose.elections.web import words
from leadgoose.ground.listed import bracketed
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import say
from leadgoose.ground.statutes.texts import Strength
from leadgoose.ground.statutes.verdicts import Reason
from leadgoose.ground.statutes.votes import (
    COMMITTEE_ELECTION_QUORUM,
    ELECTION_QUORUM,
    Committee,
    Expected,
    Present,
    least_approvals_to_be_elected,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One reason: its sentence, the rule, and how it stands: "ok", "soon" (a warning), "act" (it stops)."""

    text: str
    rule: str
    state: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One large figure: what it is, and what it is held against. state: "" or "ok", "act"."""

    figure: str
    label: str
    beside: str = ""
    state: str = ""


def lines(reasons: Iterable[Reason]) -> list[Line]:
    lang = language(get_language() or "")
    return [Line(say(one, lang), one.rule, _state(one)) for one in reasons]


def _state(reason: Reason) -> str:
    if reason.met:
        return "ok"
    return "act" if reason.strength is Strength.MUST else "soon"


def quorum_of(base: Expected | Committee) -> int:
    """How many must come to elect."""
    threshold = ELECTION_QUORUM if isinstance(base, Expected) else COMMITTEE_ELECTION_QUORUM
    return threshold.least(base.heads)


def title(meeting: Meeting) -> str:
    return f"{meeting.election.organisation.name} {words.called(meeting.election, meeting.sort)}"


def vote_title(row: Round) -> str:
    """第 2 张票：支部委员会委员（再次投票）."""
    said = _("第 %(number)s 张票：%(what)s") % {"number": row.number, "what": words.VOTE[row.sort]}
    return bracketed(said, words.FOLLOWS[row.follows] if row.follows else "")


def figures(room: Room) -> list[Figure]:
    """The four figures that decide, as far as they are known."""
    base, declared = room.base, room.declaration
    need = quorum_of(base)
    word = _("委员") if isinstance(base, Committee) else _("应到会")
    shown = [Figure(str(base.heads), word, _("须到 %(need)s") % {"need": need}), _present(declared, need)]
    row = room.vote.round if room.vote is not None and room.vote.round.issued else None
    shown.append(_returned(row, room))
    present = row.present if row is not None else declared.present if declared is not None and declared.quorate else None
    if present is None:
        return [*shown, Figure("—", _("当选须得赞成票"))]
    return [*shown, Figure(str(least_approvals_to_be_elected(Present(present))), _("当选须得赞成票"))]


def _present(declared: Declaration | None, need: int) -> Figure:
    if declared is None:
        return Figure("—", _("实到会"), _("还没有宣布"))
    gap = declared.present - need
    beside = _("超出 %(gap)s") % {"gap": gap} if gap > 0 else _("正好达到") if gap == 0 else _("差 %(gap)s") % {"gap": -gap}
    return Figure(str(declared.present), _("实到会"), beside, "ok" if declared.quorate else "act")


def _returned(row: Round | None, room: Room) -> Figure:
    if row is None:
        return Figure("—", _("收回 / 投票人"))
    if row.returned is None:
        return Figure(f"— / {row.voters}" if row.voters is not None else "—", _("收回 / 投票人"), _("发出 %(issued)s") % {"issued": row.issued})
    decided = room.vote.decided if room.vote is not None else None
    beside = _("有效 %(valid)s、无效 %(invalid)s") % {
        "valid": row.returned - decided.sums.invalid, "invalid": decided.sums.invalid
    } if decided is not None else _("发出 %(issued)s") % {"issued": row.issued}
    return Figure(f"{row.returned} / {row.voters}", _("收回 / 投票人"), beside, "act" if row.outcome == "void" else "")
