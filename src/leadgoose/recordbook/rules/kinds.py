"""The kinds of record, their own fields and rules, as data: `standards/kinds.toml` (pure).

A kind says who is expected, whether it votes and by which rule, whether several sittings join into one record, who may read it, how often it is
held and by which rule, and whether its hours count.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

STANDARDS = Path(__file__).resolve().parents[1] / "standards"


class Kind(StrEnum):
    MEMBER_MEETING = "member_meeting"          # 党员大会
    COMMITTEE_MEETING = "committee_meeting"    # 支委会
    GROUP_MEETING = "group_meeting"            # 党小组会
    PARTY_CLASS = "party_class"                # 党课
    THEME_DAY = "theme_day"                    # 主题党日
    LIFE_MEETING = "life_meeting"              # 组织生活会
    APPRAISAL = "appraisal"                    # 民主评议党员
    TALK = "talk"                              # 谈心谈话
    ADMISSION_MEETING = "admission_meeting"    # 发展党员会议
    ELECTION_MEETING = "election_meeting"      # 换届选举会议
    STUDY = "study"                            # 学习
    AREA_ACTIVITY = "area_activity"            # 责任区、突击队活动
    HELP_VISIT = "help_visit"                  # 困难帮扶
    SUPERIOR_VISIT = "superior_visit"          # 上级督导
    YEARLY_PLAN = "yearly_plan"                # 年度计划
    YEARLY_SUMMARY = "yearly_summary"          # 年度总结
    CHRONICLE = "chronicle"                    # 大事记


class Level(StrEnum):
    """Who may read a record: see `recordbook.read_inner` and `recordbook.read_secret` in the role table."""

    OPEN = "open"              # whoever reads the branch's book
    INNER = "inner"            # 内部: the branch's committee and the committee's office; reading is journaled
    SECRET = "secret"          # 保密: the secretary; reading is journaled


class Expected(StrEnum):
    """Who is expected by rule."""

    MEMBERS = "members"        # all members of the organisation
    COMMITTEE = "committee"    # the members of its committee
    GROUP = "group"            # the members of one Party group
    CHOSEN = "chosen"          # nobody by rule: whoever takes part is named
    NOBODY = "nobody"          # a paper without people: plan, summary, chronicle


class VoteKind(StrEnum):
    """By which rule a matter is voted on. Elections are no vote of this book: they have types and pages of their own."""

    ORDINARY = "ordinary"      # branch-meeting-vote
    ADMISSION = "admission"    # branch-dev-member-vote: written opinions count
    COMMITTEE = "committee"    # branch-committee-quorum; the text sets no figure for passing


class FieldKind(StrEnum):
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    PERSON = "person"          # a name, with the person's key beside it where it is a member
    CHOICE = "choice"


class Every(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind's own. choices: codes, for CHOICE only."""

    code: str
    kind: FieldKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often as a rule. needs: "committee" or "groups" where it applies only to branches that have them; setting: the local value that may change it."""

    every: Every
    rule: str
    needs: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class KindRule:
    """One kind of record. hours: "class", "study", "activity" where it reaches the hours ledger, else ""."""

    kind: Kind
    expected: Expected
    votes: tuple[VoteKind, ...] = ()
    sittings: bool = False
    levels: tuple[Level, ...] = (Level.OPEN,)
    topics: bool = True
    speeches: bool = True
    matters: bool = True
    for_year: bool = False                     # may count for the year before: held in January for December
    hours: str = ""
    frequency: Frequency | None = None
    fields: tuple[Field, ...] = ()

    @property
    def confidential(self) -> bool:
        """Sealed, read only with a trace, never compared, never on a device."""
        return Level.OPEN not in self.levels

    @property
    def members_only(self) -> bool:
        return self.expected in (Expected.MEMBERS, Expected.COMMITTEE, Expected.GROUP)


@cache
def kinds() -> Mapping[Kind, KindRule]:
    """All kinds in the order of the book; read once a process. ValueError for a table that is not one of them, or one that is missing."""
    tables = tomllib.loads((STANDARDS / "kinds.toml").read_text(encoding="utf-8"))
    if set(tables) != {kind.value for kind in Kind}:
        raise ValueError(f"kinds.toml and Kind differ: {sorted(set(tables) ^ {kind.value for kind in Kind})}")
    return {kind: _read(kind, tables[kind]) for kind in Kind}


def kind_rule(kind: Kind) -> KindRule:
    return kinds()[kind]


def rule_of(kind: Kind, fields: Mapping[str, str]) -> KindRule:
    """The rule of one record: where the committee met to elect, it is expected and not the members."""
    rule = kind_rule(kind)
    return replace(rule, expected=Expected.COMMITTEE) if kind is Kind.ELECTION_MEETING and fields.get("form") == Expected.COMMITTEE else rule


def _read(kind: Kind, table: Mapping[str, object]) -> KindRule:
    known = {"expected", "votes", "sittings", "levels", "topics", "speeches", "matters", "for_year", "hours", "frequency", "fields"}
    if set(table) - known:
        raise ValueError(f"{kind}: {sorted(set(table) - known)}")
    plain = {name: table[name] for name in ("sittings", "topics", "speeches", "matters", "for_year", "hours") if name in table}
    return KindRule(
        kind=kind, expected=Expected(str(table["expected"])), votes=tuple(VoteKind(one) for one in _list(table, "votes")),
        levels=tuple(Level(one) for one in _list(table, "levels")) or (Level.OPEN,), frequency=_frequency(table.get("frequency")),
        fields=tuple(_field(one) for one in _list(table, "fields")), **plain,   # type: ignore[arg-type]
    )


def _list(table: Mapping[str, object], name: str) -> list[str]:
    found = table.get(name, [])
    assert isinstance(found, list)
    return found


def _frequency(found: object) -> Frequency | None:
    if found is None:
        return None
    assert isinstance(found, dict)
    return Frequency(Every(found["every"]), found["rule"], found.get("needs", ""), found.get("setting", ""))


def _field(text: str) -> Field:
    """"problem text", "stage choice admit confirm extend"."""
    code, kind, *choices = text.split()
    return Field(code, FieldKind(kind), tuple(choices))
