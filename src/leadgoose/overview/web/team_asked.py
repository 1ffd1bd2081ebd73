"""What the addresses of 书记队伍 ask for: whose structure, where, on which day, compared with which, and of a list its row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from leadgoose.ground.look import asof
from leadgoose.ground.look.asof import FIRST_DAY, LAST_DAY, AsOf
from leadgoose.overview.rules.team import Level, Scales, Table, Whose, codes, tables


class Side(StrEnum):
    """Which column of a table a list opens."""

    NOW = "now"
    THEN = "then"
    CHANGE = "change"            # those who make the difference


@dataclass(frozen=True, slots=True)
class Asked:
    """The choice as it holds; `wrong` says what could not be read. other: the day compared with; row "": the whole table."""

    asof: AsOf
    other: date | None = None
    whose: Whose = Whose.SECRETARY
    level: Level | None = None
    general: str = ""
    table: Table = Table.AGE
    row: str = ""
    side: Side = Side.NOW
    page: int = 1
    wrong: tuple[str, ...] = ()

    def address(self, **changed: object) -> str:
        """The query string with some values changed; None leaves one out. Of a list say table, row, side, page; they are not repeated otherwise."""
        values: dict[str, object] = {
            "whose": None if self.whose is Whose.SECRETARY else self.whose.value, "level": self.level.value if self.level else None,
            "general": self.general, **self.asof.said, "with": self.other.isoformat() if self.other else None,
        }
        left = {name: value for name, value in {**values, **changed}.items() if value not in (None, "")}
        return "?" + urlencode(left)

    def of_list(self, table: Table, row: str = "", side: Side = Side.NOW, page: int = 1) -> str:
        """The query string of a list."""
        return self.address(table=table.value, row=row, side=None if side is Side.NOW else side.value, page=page if page > 1 else None)

    @property
    def on(self) -> date:
        return self.asof.on

    @property
    def compared(self) -> AsOf:
        """The other day, as known on the same day; the day itself where none is compared with."""
        return replace(self.asof, on=self.other or self.on)

    @property
    def chosen(self) -> bool:
        return self.whose is not Whose.SECRETARY or bool(self.level or self.general or self.other)


def read(query: QueryDict, today: date) -> Asked:
    """The choice that an address makes. A code that is none of the choices counts as not said; a day that cannot be read is said."""
    wrong: list[str] = []
    days = asof.read(query, today, ahead=True)
    on, other = days.on, _day(query.get("with", ""), wrong)
    whose, level, table, side = (query.get(name, "") for name in ("whose", "level", "table", "side"))
    of = Whose(whose) if whose in set(Whose) else Whose.SECRETARY
    page = query.get("page", "")
    asked = Table(table) if table in tables(of) else Table.AGE
    return Asked(
        days, None if other == on else other, of, Level(level) if level in set(Level) else None, query.get("general", "")[:16], asked,
        query.get("row", "")[:20], Side(side) if side in set(Side) and other not in (None, on) else Side.NOW,
        int(page) if page.isascii() and page.isdigit() and len(page) < 6 and int(page) > 0 else 1, tuple(wrong),
    )


def known_row(asked: Asked, scales: Scales) -> str:
    """The row that a list opens; "" (all) for a code that the table does not have."""
    return asked.row if asked.row in codes(asked.table, asked.whose, scales) else ""


def _day(text: str, wrong: list[str]) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        wrong.append(_("看不懂“%(text)s”，请按 2026-11-23 的样子填写日期。") % {"text": text[:20]})
        return None
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    wrong.append(_("日期须在 %(first)s 至 %(last)s 之间。") % {"first": FIRST_DAY, "last": LAST_DAY})
    return None
