"""The A4 table for the committee's meeting: every branch with its secretary, term and state, and the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leadgoose.overview import lines, sentences
from leadgoose.overview.queries import Board
from leadgoose.overview.rules.board import Group
from leadgoose.roster.queries.places import Place


@dataclass(frozen=True, slots=True)
class Table:
    """The facts of the paper, in words: what `press.printing.list_paper` prints. A column is (head, share of the width, is a number)."""

    title: str
    subtitle: str
    columns: tuple[tuple[str, float, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def watch_table(whole: Board, name: str, places: Sequence[Place], days: str) -> Table:
    """The table of these branches; days: of which days, in words. One query at most."""
    counted = whole.sums
    told = [_("%(what)s %(n)s") % {"what": sentences.GROUP[one], "n": counted[one]} for one in Group if counted[one]]
    subtitle = _("%(name)s，%(days)s；%(branches)s 个党支部，%(members)s 名党员") % {
        "name": name, "days": days, "branches": whole.branch_count, "members": whole.member_count,
    }
    notes = [_("合计：%(told)s。") % {"told": "、".join(told) or _("没有到期的事")}]
    notes.append(_("“资料未知”指花名册、换届台账未记载，不作推断。依据为有关条例的转述，以正式文本为准。"))
    return Table(_("党支部任期与到期事项一览表"), subtitle, columns(), tuple(row(one) for one in lines.branches(whole.scene, places)), tuple(notes))


def columns() -> tuple[tuple[str, float, bool], ...]:
    return (
        (_("党支部"), 2.2, False), (_("书记"), 1.4, False), (_("正式"), 0.6, True), (_("预备"), 0.6, True), (_("能投票"), 0.7, True),
        (_("本届选举"), 1.2, False), (_("届满"), 1.2, False), (_("状态"), 1.1, False), (_("说明"), 4.6, False),
    )


def row(line: lines.BranchLine) -> tuple[str, ...]:
    """A branch as the cells of a table."""
    place, unknown = line.place, _("未知")
    counts = (unknown if one is None else str(one) for one in (place.full, place.probationary, place.voters))
    secretary = line.secretary_tag if line.secretary is None else line.secretary.name + (_("（待批复）") if line.secretary.awaiting else "")
    elected = line.term.elected_on.isoformat() if line.term else unknown
    return (place.name, secretary, *counts, elected, line.last_day or unknown, line.tag, line.why)
