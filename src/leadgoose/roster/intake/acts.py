"""A grid of acts as pasted from Excel: one act a line, faults at their cells. Members and posts of a whole committee on one sheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from leadgoose.ground.intake.dates import read_day
from leadgoose.ground.intake.problems import gettext_noop
from leadgoose.ground.intake.text import is_dash, narrow, squeeze
from leadgoose.ground.search.scripts import simplify
from leadgoose.roster.intake.grid import Fault
from leadgoose.roster.kinds import CameBy, PostKind
from leadgoose.roster.rules.acts import Kind
from leadgoose.roster.rules.officers import read_posts
from leadgoose.roster.rules.posts import Act as PostAct

MOST_ROWS = 300
"""A document that moves more people is a new register."""
HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "党员姓名"),
    "last4": ("证号后四位", "身份证后四位", "身份证号后四位", "后四位"),
    "branch": ("党支部", "所在党支部", "党组织", "党支部名称"),
    "act": ("办理事项", "事项", "办理", "任免"),
    "on": ("生效日期", "日期", "任免日期", "任免时间"),
    "to": ("转入党支部", "转往", "去向", "转入支部"),
    "post": ("职务", "党内职务"),
    "came_by": ("产生方式",),
    "full_time": ("专兼职", "专/兼职"),
    "cross": ("交叉任职", "是否交叉任职"),
}
"""The usual name of each column first: so the empty grid that is handed out is headed."""
FIELDS = tuple(HEADERS)
ACTS: tuple[tuple[re.Pattern[str], Kind | PostAct], ...] = (
    (re.compile("(预备党员)?转正|转为正式党员"), Kind.END_PROBATION),
    (re.compile("内部转移(组织关系)?|转移|调动|内部调动"), Kind.MOVE),
    (re.compile("转出(组织关系)?"), Kind.OUT),
    (re.compile("(登记)?去世|死亡|病故"), Kind.DEATH),
    (re.compile("任|任职|任命"), PostAct.GIVE),
    (re.compile("免|免职|免去"), PostAct.END),
)
"""What may be pasted. Decisions against rights are entered one by one."""
_CAME_BY = {"选举": CameBy.ELECTED, "指派": CameBy.DESIGNATED, "指定": CameBy.DESIGNATED, "任免": CameBy.APPOINTED, "任命": CameBy.APPOINTED}

NO_HEADER = gettext_noop("第一行应是列名，至少有“姓名”和“办理事项”")
TOO_MANY = gettext_noop("超过 %(most)s 行，请分次粘贴")
NO_NAME = gettext_noop("没有填写姓名")
NOT_ACT = gettext_noop("请填转正、内部转移、转出、去世、任职或免职")
NOT_DAY = gettext_noop("请按 2026-11-23 的样子填到日")
NO_TO = gettext_noop("内部转移要填转入党支部")
NOT_POST = gettext_noop("请填一项职务，如书记、组织委员")
NOT_CAME_BY = gettext_noop("请填选举产生、上级指派或任免文件")
NOT_TIME = gettext_noop("请填专职或兼职")
NOT_YES_NO = gettext_noop("请填是或否")


@dataclass(slots=True)
class ActRow:
    """One line. number: counted from 1 as pasted, the header included; texts as pasted; faults by field."""

    number: int
    texts: dict[str, str]
    name: str = ""
    last4: str = ""
    branch: str = ""
    act: Kind | PostAct | None = None
    on: date | None = None
    to: str = ""
    post: PostKind | None = None
    came_by: CameBy = CameBy.APPOINTED
    full_time: bool | None = None
    cross: bool | None = None
    faults: dict[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActGrid:
    """A grid as read; `fault` where the whole of it cannot be. columns: the fields that it has, in its order."""

    columns: tuple[str, ...]
    rows: tuple[ActRow, ...]
    fault: Fault | None = None


def read_acts(text: str) -> ActGrid:
    """Read what was pasted: lines of cells between tabs, a header with known names first."""
    lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text.replace("\r\n", "\n"), newline=""), delimiter="\t")]
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(line)]
    if len(filled) > MOST_ROWS:
        return ActGrid((), (), Fault(TOO_MANY, {"most": MOST_ROWS}))
    for place, (_number, line) in enumerate(filled[:10]):
        columns = _columns(line)
        if {"name", "act"} <= set(columns):
            rows = [_row(number, columns, cells) for number, cells in filled[place + 1 :] if _columns(cells) != columns]
            return ActGrid(tuple(name for name in columns if name), tuple(rows))
    return ActGrid((), (), Fault(NO_HEADER))


def _columns(cells: Sequence[str]) -> list[str]:
    known = {spelling: name for name, spellings in HEADERS.items() for spelling in spellings}
    found = [known.get(re.sub(r"[（(].*[)）]$", "", squeeze(simplify(narrow(cell)))), "") for cell in cells]
    return [name if name not in found[:place] else "" for place, name in enumerate(found)]


def _row(number: int, columns: list[str], cells: Sequence[str]) -> ActRow:
    texts = {name: "" if is_dash(cell) else cell for name, cell in zip_longest(columns, cells[: len(columns)], fillvalue="") if name}
    row = ActRow(number, texts, " ".join(texts.get("name", "").split()), squeeze(narrow(texts.get("last4", ""))).upper(), texts.get("branch", ""))
    row.to = texts.get("to", "")
    if not row.name:
        row.faults["name"] = Fault(NO_NAME)
    plain = simplify(squeeze(texts.get("act", "")))
    row.act = next((act for pattern, act in ACTS if pattern.fullmatch(plain)), None)
    if row.act is None:
        row.faults["act"] = Fault(NOT_ACT)
    if texts.get("on"):
        found = read_day(texts["on"])
        row.on = date.fromisoformat(found) if found else None
        if row.on is None:
            row.faults["on"] = Fault(NOT_DAY)
    if row.act is Kind.MOVE and not row.to:
        row.faults["to"] = Fault(NO_TO)
    if isinstance(row.act, PostAct):
        _post(row, texts)
    return row


def _post(row: ActRow, texts: Mapping[str, str]) -> None:
    kinds, unread = read_posts(texts.get("post", ""))
    if len(kinds) != 1 or unread:
        row.faults["post"] = Fault(NOT_POST)
    else:
        row.post = next(iter(kinds))
    plain = simplify(squeeze(texts.get("came_by", "")))
    ways = {way for word, way in _CAME_BY.items() if word in plain}
    if plain and len(ways) != 1:
        row.faults["came_by"] = Fault(NOT_CAME_BY)
    row.came_by = ways.pop() if len(ways) == 1 else CameBy.APPOINTED
    time = simplify(squeeze(texts.get("full_time", ""))).removesuffix("职")
    if time not in {"", "专", "兼"}:
        row.faults["full_time"] = Fault(NOT_TIME)
    row.full_time = {"专": True, "兼": False}.get(time)
    cross = simplify(squeeze(texts.get("cross", "")))
    if cross not in {"", "是", "否"}:
        row.faults["cross"] = Fault(NOT_YES_NO)
    row.cross = {"是": True, "否": False}.get(cross)
