"""How obligations are sorted, coloured and summed on the watch (pure). Red: act here; amber: soon; grey: not known; green: in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from leadgoose.ground.duties.rules.state import Due, State
from leadgoose.recordbook.rules.duties import MEETING, RESOLUTION, UNWRITTEN


class Tone(StrEnum):
    """The four tags of the look: the colour never stands alone, the tag says it in words."""

    ACT = "act"
    SOON = "soon"
    OK = "ok"
    UNKNOWN = "unknown"


class Group(StrEnum):
    """What the sums count and the filter asks for, in the order of the page."""

    EXPIRED = "expired"          # 届满未换届
    REMIND = "remind"            # 应发提醒
    SIX = "six"                  # 六个月内届满
    VACANT = "vacant"            # 书记空缺
    PROBATION = "probation"      # 预备期将满
    UNKNOWN = "unknown"          # 资料未知
    SHIFTED = "shifted"          # 延期、提前中
    FIRST = "first"              # 待首次选举
    SIZE = "size"                # 党员人数
    COMMITTEE = "committee"      # 支委会
    STANDING = "standing"        # 书记党龄
    TRAINING = "training"        # 培训
    MEETING = "meeting"          # 活动记录
    RESOLUTION = "resolution"    # 决议落实
    TEMPORARY = "temporary"      # 临时、联合党支部期满
    ELECTION = "election"        # 换届办理中
    RIGHTS = "rights"            # 个人信息


GROUP_OF = {
    "term_expired": Group.EXPIRED, "term_beyond_year": Group.EXPIRED, "term_six_months": Group.SIX, "term_remind": Group.REMIND,
    "term_shifted": Group.SHIFTED, "term_unknown": Group.UNKNOWN, "first_election": Group.FIRST, "secretary_vacant": Group.VACANT,
    "secretary_unknown": Group.UNKNOWN, "secretary_standing": Group.STANDING, "too_few_full": Group.SIZE, "too_many": Group.SIZE,
    "committee_missing": Group.COMMITTEE, "committee_below_size": Group.COMMITTEE, "probation_ending": Group.PROBATION,
    "training_hours": Group.TRAINING, "training_concentrated": Group.TRAINING, "training_induction": Group.TRAINING, "training_effect": Group.TRAINING,
    "training_certificate": Group.TRAINING, "training_plan": Group.TRAINING, "training_marking": Group.TRAINING,
    **dict.fromkeys(MEETING.values(), Group.MEETING), UNWRITTEN: Group.MEETING, RESOLUTION: Group.RESOLUTION,
    "temporary_ending": Group.TEMPORARY,
    "election_next": Group.ELECTION, "election_superior": Group.ELECTION, "election_stopped": Group.ELECTION, "election_answer": Group.ELECTION,
    "election_review": Group.ELECTION, "election_envoy": Group.ELECTION, "rights_objection": Group.RIGHTS, "rights_retention": Group.RIGHTS,
}
BY_PERSON = frozenset({Group.PROBATION, Group.TRAINING})
"""Groups in which people are counted, not organisations."""
ACT_NOW = frozenset({"secretary_vacant", "too_few_full", "committee_missing", "election_stopped", "election_answer"})
"""States without a day that a must, or a vacancy, makes urgent; the others only warn."""

_OF_BRANCH = {one: place for place, one in enumerate((
    Group.EXPIRED, Group.VACANT, Group.SIZE, Group.COMMITTEE, Group.SHIFTED, Group.SIX, Group.FIRST, Group.TEMPORARY, Group.PROBATION,
    Group.STANDING, Group.UNKNOWN,
))}
"""Which obligation speaks for its branch when there are several; the reminder is the superior's, not the branch's."""


class Owing(Protocol):
    """An obligation with its state: `duties.queries.Owed`."""

    @property
    def org_key(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def numbers(self) -> Mapping[str, Any]: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def due(self) -> Due: ...


Told = TypeVar("Told", bound=Owing)


def group(one: Owing) -> Group:
    """The sum in which an obligation counts. Beyond the year but within an approved shift is still a shift."""
    if one.due.state is State.UNKNOWN:
        return Group.UNKNOWN
    if one.code == "term_beyond_year" and one.due.state is State.LEFT:
        return Group.SHIFTED
    return GROUP_OF[one.code]


def tone(one: Owing) -> Tone:
    """The colour of its tag."""
    if group(one) is Group.UNKNOWN:
        return Tone.UNKNOWN
    if one.due.state is State.LATE or one.code in ACT_NOW:
        return Tone.ACT
    return Tone.SOON


def soonest(one: Owing) -> tuple[int, date, str]:
    """Sort key: past their day (longest first), urgent without a day, days still to come, mere warnings, not known."""
    if group(one) is Group.UNKNOWN:
        return (4, one.due_on or date.max, one.org_key)
    if one.due.state is State.LATE:
        # a missed meeting stands behind a term that has run out
        return (1 if group(one) in (Group.MEETING, Group.RESOLUTION) else 0, one.due_on or date.min, one.org_key)
    if one.due.state is State.OPEN:
        return (1 if one.code in ACT_NOW else 3, date.min, one.org_key)
    return (2, one.due_on or date.max, one.org_key)


def in_order(owed: Iterable[Told], register: Iterable[str]) -> list[Told]:
    """Soonest first, then in the order of the register: the organisations' keys as it has them."""
    rank = {key: number for number, key in enumerate(register)}
    decorated = [(*soonest(one)[:2], rank.get(one.org_key, 0), one.code, number, one) for number, one in enumerate(owed)]
    decorated.sort()   # the number is of one only, so the obligations themselves are never compared
    return [one[-1] for one in decorated]


def sums(owed: Iterable[Owing]) -> dict[Group, int]:
    """How many obligations each sum counts; an organisation counts once in each, where people are counted each of theirs."""
    there: dict[Group, set[tuple[str, ...]]] = {one: set() for one in Group}
    for one in owed:
        kind = group(one)
        about = (one.code, str(getattr(one, "person_key", ""))) if kind in BY_PERSON else ()
        there[kind].add((one.org_key, *about))
    return {kind: len(keys) for kind, keys in there.items()}


def foremost(owed: Iterable[Told]) -> Told | None:
    """The obligation that speaks for a branch in the list of branches; None: in order."""
    told = [(place, one) for one in owed if (place := _OF_BRANCH.get(group(one))) is not None]
    if len(told) < 2:
        return told[0][1] if told else None
    return min(told, key=lambda one: (one[0], soonest(one[1])))[1]


def share_gone(elected_on: date, last_day: date, on: date) -> float:
    """How much of a term is behind on a day, 0 to 1; a term of no length is over."""
    length = (last_day - elected_on).days
    return 1.0 if length <= 0 else min(1.0, max(0.0, (on - elected_on).days / length))
