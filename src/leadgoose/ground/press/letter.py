"""The description of an official letter (公文), from which both PDF and DOCX are made, and the measures that both keep.

Source of the measures: GB/T 9704-2012 as paraphrased by the rules doc-paper … doc-page-number of the statutes. What an office
types after signing (number, date of a draft) is printed as a blank; nothing is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from leadgoose.ground.press import printing
from leadgoose.ground.press.printing import EPOCH, LETTER, Imprint

WORDS = {
    "zh-Hans": {"annex": "附件", "copies": "抄送", "printed": "印发", "number": "号", "signer": "签发人"},
    "zh-Hant": {"annex": "附件", "copies": "抄送", "printed": "印發", "number": "號", "signer": "簽發人"},
}
"""The words that the form itself prints, in the committee's script."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, with a heading run in before it. level: 0 none, 1 一、in 黑体, 2 （一）in 楷体, 3 and 4 in 仿宋."""

    text: str
    lead: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Annex:
    """An attachment on a page of its own: a table with its heads, the heads' shares of the width, its rows and notes."""

    title: str
    heads: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One official letter. Texts are already in the committee's script; `signed_on` None prints a blank date of `year`."""

    issuer: str                                      # 发文机关标志 and 署名
    year: int
    title: tuple[str, ...]                           # its lines, broken by meaning
    addressee: str
    body: tuple[Paragraph, ...]
    number: str = ""                                 # 发文字号 once an office has typed it; "" prints 〔year〕 with blanks
    signed_on: date | None = None
    annotation: str = ""                             # 附注, without its brackets
    annexes: tuple[Annex, ...] = ()
    enclosed: tuple[str, ...] = ()                   # titles of papers that go with it and are printed by themselves
    copies_to: str = ""                              # 抄送
    printed_by: str = ""                             # 印发机关
    script: str = "zh-Hans"
    draft: str = ""                                  # a small mark on every page, "" when sent
    imprint: Imprint = field(default_factory=Imprint)
    upward: bool = False                             # 上行文: the number at the left, who signs at the right (doc-number, doc-signer)
    signer: str = ""                                 # 签发人 once an office has typed it; "" prints a blank

    def facts(self) -> dict[str, Any]:
        """The same as plain JSON values; what a sent letter freezes and what `from_facts` reads back."""
        return {**asdict(self), "signed_on": self.signed_on.isoformat() if self.signed_on else ""}


def from_facts(facts: Mapping[str, Any]) -> Letter:
    """The letter whose facts were kept."""
    plain = dict(facts)
    plain["title"] = tuple(plain["title"])
    plain["body"] = tuple(Paragraph(**one) for one in plain["body"])
    plain["annexes"] = tuple(_annex(one) for one in plain["annexes"])
    plain["enclosed"] = tuple(plain.get("enclosed", ()))
    plain["signed_on"] = date.fromisoformat(plain["signed_on"]) if plain["signed_on"] else None
    plain["imprint"] = Imprint(**plain["imprint"])
    return Letter(**plain)


def as_pdf(letter: Letter, *, at: datetime = EPOCH) -> bytes:
    """The letter as PDF; the same letter gives the same bytes."""
    return printing.pdf(LETTER, print_facts(letter), at=at)


def as_pictures(letter: Letter, *, ppi: float = 96) -> list[bytes]:
    """The letter as PNG, one a page."""
    return printing.pictures(LETTER, print_facts(letter), ppi=ppi)


def as_docx(letter: Letter, *, at: datetime = EPOCH) -> bytes:
    """The letter as DOCX, set on the same grid; the same letter gives the same bytes."""
    return printing.document("letter", print_facts(letter), at=at)


def day_in_words(day: date) -> str:
    """2026年11月23日: arabic, full year, no leading zeros (doc-date)."""
    return f"{day.year}年{day.month}月{day.day}日"


def print_facts(letter: Letter) -> dict[str, Any]:
    """The facts with the lines that both forms print alike: the number or its blank, the date or its blank, the small line."""
    words = WORDS[letter.script]
    signed = day_in_words(letter.signed_on) if letter.signed_on else f"{letter.year}年　月　日"
    return {
        **letter.facts(),
        "words": words,
        "name": "".join(letter.title),
        "number": letter.number or f"　　　〔{letter.year}〕　　{words['number']}",
        "signed": signed,
        "listed": [*(one.title for one in letter.annexes), *letter.enclosed],
        "printed": signed + words["printed"],
        "small": printing.small_line(letter.imprint, letter.script),
    }


def _annex(plain: Mapping[str, Any]) -> Annex:
    rows = tuple(tuple(row) for row in plain["rows"])
    return Annex(plain["title"], tuple(plain["heads"]), tuple(plain["shares"]), rows, tuple(plain["notes"]))
