"""Acts about organisations (pure): what may be set up where, renamed, moved, split, merged, withdrawn, and when.

Sources: branch-min-members, branch-max-members, branch-joint, branch-temporary, branch-temporary-leaders, branch-approval-one-month,
branch-change-withdraw, branch-group (branch-2018 articles 4 to 8 and 13). A must refuses; what is only usual (一般) is a notice, cleared by a reason.
Docs with worked tables: docs/rules/organisations.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from leadgoose.ground.statutes.dates import add_months
from leadgoose.ground.statutes.shelf import rule
from leadgoose.roster.kinds import HOMES, OrgKind
from leadgoose.roster.rules.acts import No
from leadgoose.roster.rules.naming import LONGEST, fits

MOST_SEATS = 15
LEAST_UNITS = 2
"""A joint branch joins: one unit alone has a branch of its own."""
PARENTS: Mapping[OrgKind, tuple[OrgKind, ...]] = {
    OrgKind.GENERAL_BRANCH: (OrgKind.COMMITTEE,),
    OrgKind.BRANCH: (OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH),
    OrgKind.JOINT_BRANCH: (OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH),
    OrgKind.TEMPORARY_BRANCH: (OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH),
    OrgKind.GROUP: HOMES,
    OrgKind.COMMITTEE: (OrgKind.COMMITTEE,),   # a company's below its group's
}
"""Below which kinds each kind is set up."""


class Kind(StrEnum):
    SET_UP = "set_up_organisation"          # 设立
    RENAME = "rename_organisation"          # 更名
    MOVE = "move_organisation"              # 调整隶属关系
    SPLIT = "split_branch"                  # 分设
    MERGE = "merge_branch"                  # 合并
    WITHDRAW = "withdraw_organisation"      # 撤销
    PLACE = "place_members"                 # 编入党小组、临时党支部
    LINK = "link_unit"                      # 属于哪个生产单位
    UNIT = "change_unit"                    # 生产单位更名、改性质、改上级


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as known today. since: first day of its present line; newest: the latest day on which somebody's membership there began.

    below: living organisations below that are no groups. full, others: members by standing.
    """

    key: str
    kind: OrgKind
    since: date | None = None
    parent: str = ""
    ended_on: date | None = None
    full: int = 0
    others: int = 0
    newest: date | None = None
    below: int = 0

    @property
    def members(self) -> int:
        return self.full + self.others


@dataclass(frozen=True, slots=True)
class Founding:
    """What is to be set up. until: last day approved, of a temporary branch, or a joint one; units: names of the units covered; applied_on: day of the
    application.

    seats None: not known; no_committee True: approved without a committee.
    """

    kind: OrgKind
    name: str
    on: date
    until: date | None = None
    units: tuple[str, ...] = ()
    applied_on: date | None = None
    seats: int | None = None
    no_committee: bool | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What is as a rule otherwise: it can be done for a reason, which is recorded. numbers fill its sentence."""

    code: str
    rule: str
    numbers: Mapping[str, str | int] = field(default_factory=dict)


def applicable(body: Body) -> tuple[Kind, ...]:
    """The acts that make sense for an organisation, in the practice's order."""
    if body.ended_on is not None:
        return ()
    kinds = [Kind.RENAME]
    if any(body.kind in parents for parents in PARENTS.values()):
        kinds.insert(0, Kind.SET_UP)
    if body.kind in HOMES and body.members:
        kinds += [Kind.SPLIT, Kind.MERGE]
    if body.kind not in {OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH, OrgKind.GROUP}:
        kinds += [Kind.MOVE, Kind.LINK]
    return (*kinds, *([Kind.WITHDRAW] if body.kind is not OrgKind.COMMITTEE else []))


def foundable(kind: OrgKind) -> tuple[OrgKind, ...]:
    """Kinds that can be set up below one."""
    return tuple(one for one, parents in PARENTS.items() if kind in parents)


def refuse_day(body: Body, on: date, today: date, *, same: bool = False) -> No | None:
    """Every act holds from a day that has come, after the organisation's present line began (same: or that day), while it exists."""
    if body.ended_on is not None:
        return No("ended", {"day": body.ended_on.isoformat()})
    if on > today:
        return No("ahead", {"day": on.isoformat()})
    if body.since is not None and (on < body.since or (on == body.since and not same)):
        return No("before-line", {"day": on.isoformat(), "since": body.since.isoformat()})
    return None


def refuse_name(kind: OrgKind, name: str, taken: bool) -> No | None:
    if not name or len(name) > LONGEST or not name.isprintable():
        return No("name", {"most": LONGEST})
    if not fits(kind, name):
        return No(f"name-{kind.value.replace('_', '-')}")
    return No("name-taken", {"name": name}) if taken else None


def refuse_founding(parent: Body, wish: Founding, taken: bool, today: date) -> No | None:
    """Why it cannot be set up below this parent; None when it can."""
    if parent.ended_on is not None:
        return No("ended", {"day": parent.ended_on.isoformat()})
    if parent.kind not in PARENTS.get(wish.kind, ()):
        return No("kind")
    if wish.on > today:
        return No("ahead", {"day": wish.on.isoformat()})
    no = refuse_name(wish.kind, wish.name, taken)
    if no is not None:
        return no
    if wish.kind is OrgKind.TEMPORARY_BRANCH and wish.until is None:
        return No("until-missing")
    if wish.until is not None and wish.until <= wish.on:
        return No("until-before", {"day": wish.on.isoformat()})
    if wish.kind is OrgKind.JOINT_BRANCH and len(wish.units) < LEAST_UNITS:
        return No("units", {"least": LEAST_UNITS})
    if wish.applied_on is not None and wish.applied_on > wish.on:
        return No("applied-after")
    if wish.seats is not None and (wish.no_committee or not 1 <= wish.seats <= MOST_SEATS):
        return No("seats", {"most": MOST_SEATS})
    return None


def notices_of_founding(wish: Founding) -> tuple[Notice, ...]:
    """A joint branch covers at most five units, a reply takes at most a month; both as a rule."""
    found = []
    most = rule("branch-joint").integer("max_units")
    if wish.kind is OrgKind.JOINT_BRANCH and len(wish.units) > most:
        found.append(Notice("joint-many", "branch-joint", {"n": len(wish.units), "most": most}))
    months = rule("branch-approval-one-month").integer("reply_within")
    if wish.applied_on is not None and wish.on > add_months(wish.applied_on, months):
        found.append(Notice("reply-late", "branch-approval-one-month", {"applied": wish.applied_on.isoformat(), "months": months}))
    return tuple(found)


def refuse_moving(body: Body, target: Body | None, on: date, today: date) -> No | None:
    """Below another general branch, or the committee itself."""
    if target is None or target.kind not in PARENTS.get(body.kind, ()) or target.ended_on is not None or target.key == body.key:
        return No("no-target")
    if target.key == body.parent:
        return No("below-already")
    return refuse_day(body, on, today)


def refuse_splitting(body: Body, full: int, others: int, on: date, today: date) -> No | None:
    """full, others: those who go into the new branch. It has at least three full members (a must); somebody stays behind."""
    if body.kind not in HOMES:
        return No("kind")
    no = refuse_day(body, on, today) or _before_members(body, on)
    if no is not None:
        return no
    if not full + others:
        return No("nobody")
    if full + others == body.members:
        return No("everybody")
    least = rule("branch-min-members").integer("min_full_members")
    return No("too-few", {"n": full, "least": least}) if full < least else None


def refuse_merging(body: Body, target: Body | None, on: date, today: date) -> No | None:
    if body.kind not in HOMES:
        return No("kind")
    if target is None or target.kind not in HOMES or target.ended_on is not None or target.key == body.key:
        return No("no-target")
    return refuse_day(body, on, today) or refuse_day(target, on, today) or _before_members(body, on)


def refuse_withdrawal(body: Body, homeless: Collection[str], on: date, today: date) -> No | None:
    """homeless: names of the members for whom no branch was chosen, or of the branches below for which no superior was."""
    if body.kind is OrgKind.COMMITTEE:
        return No("kind")
    no = refuse_day(body, on, today) or _before_members(body, on)
    if no is not None:
        return no
    if homeless:
        return No("below-left" if body.below else "members-left", {"n": len(homeless)})
    return None


def _before_members(body: Body, on: date) -> No | None:
    """Whoever leaves with the act was there before it."""
    if body.newest is not None and on <= body.newest:
        return No("before-members", {"day": on.isoformat(), "since": body.newest.isoformat()})
    return None


def notices_of_size(arriving: Iterable[tuple[Body, int]]) -> tuple[Notice, ...]:
    """(branch, how many come to it): as a rule no branch has more than fifty members."""
    most = rule("branch-max-members").integer("max_members")
    return tuple(
        Notice("too-many", "branch-max-members", {"n": body.members + coming, "most": most})
        for body, coming in arriving if coming and body.members + coming > most
    )
