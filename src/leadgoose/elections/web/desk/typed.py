"""What was typed into a form of the desk: read field by field, every fault said at its field, nothing lost."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

MOST = 9999


class UnreadableError(ValueError):
    """Something typed is no number or no day; `Typed.wrong` says what and where."""


class Typed:
    """A posted form. `wrong`: field → sentence. False while nothing was typed."""

    def __init__(self, posted: QueryDict | None = None) -> None:
        self.posted = posted if posted is not None else QueryDict()
        self.wrong: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self.posted)

    def text(self, name: str) -> str:
        return (self.posted.get(name) or "").strip()

    def texts(self, name: str) -> list[str]:
        return [one for one in self.posted.getlist(name) if one]

    @property
    def chosen(self) -> list[str]:
        """People ticked for a separate election."""
        return self.texts("chosen")

    def ticked(self, name: str) -> bool:
        return name in self.posted

    def number(self, name: str, empty: int | None = None) -> int:
        """A whole number; `empty` for nothing typed, which is a fault where it is None."""
        text = self.text(name)
        if not text and empty is not None:
            return empty
        if text.isascii() and text.isdigit() and int(text) <= MOST:
            return int(text)
        self.wrong[name] = _("请填写 0 至 %(most)s 的整数。") % {"most": MOST}
        return 0

    def number_or_none(self, name: str) -> int | None:
        return self.number(name) if self.text(name) else None

    def day(self, name: str) -> date | None:
        """A day; None for nothing typed."""
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong[name] = _("请按 2026-11-23 的样式填写日期。")
            return None

    def settle(self) -> None:
        """Everything has been read: UnreadableError where something could not be."""
        if self.wrong:
            raise UnreadableError
