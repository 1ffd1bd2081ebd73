"""Writes the sentences of a paper in the committee's script, and remembers what was not there: a blank, and its name.

    pen = Pen("zh-Hans")
    pen("应到会%(expected)s名", expected=18)      # 应到会18名
    pen("实到会%(present)s名", present=None)      # 实到会＿＿名, and pen.missing has "present"
    pen("实到会%(present)s名", present=ROOM)      # the same blank, but nobody misses it: it is known in the room only
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum

from leadgoose.ground.bylaws.citing import cited
from leadgoose.ground.press.letter import Paragraph, day_in_words
from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes import language

BLANK = "＿＿"


class _Room(Enum):
    KNOWN = "known in the room"


ROOM = _Room.KNOWN
"""In place of a number or name that is written in at the meeting."""
Value = str | int | date | None | _Room
DIGITS = "零一二三四五六七八九"
ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")   # no word boundary: a Chinese character before it is a letter
GAPS = re.compile(r"(?<=[^\x00-\xff]) (?=\d)|(?<=\d) (?=[^\x00-\xff])|(?<=日) ")


class Pen:
    """One paper's pen. missing: names of facts that were blank, in their order."""

    def __init__(self, script: str) -> None:
        self.script = script
        self.missing: dict[str, None] = {}

    def __call__(self, text: str, **values: Value) -> str:
        """Fixed text in the script, filled with values as they are; a date in words; None and "" leave a blank where they are asked for."""
        return fixed(text, self.script) % _Filling(self, values)

    def fill(self, name: str, value: Value, blank: str = BLANK) -> str:
        """One value, or its blank."""
        if value is None or value == "":
            self.missing[name] = None
        if value is None or value == "" or value is ROOM:
            return blank
        return day_in_words(value) if isinstance(value, date) else str(value)

    def day(self, name: str, value: date | None, year: int | None = None) -> str:
        """A day in words, or a blank to write one in."""
        return self.fill(name, value, f"{year or BLANK + BLANK}年{BLANK}月{BLANK}日")

    def names(self, name: str, people: Iterable[str], blank: str = BLANK * 4) -> str:
        """Names with 、 between them."""
        return self.fill(name, "、".join(people), blank)

    def cite(self, rule: str) -> str:
        """《选举工作条例》第十三条; without a number while none is confirmed."""
        found = cited(rule, language(self.script))
        return f"《{found.regulation}》{found.place}"

    def paragraph(self, text: str, **values: Value) -> Paragraph:
        return Paragraph(self(text, **values))

    def numbered(self, parts: Iterable[tuple[str, str]]) -> list[Paragraph]:
        """Paragraphs under 一、二、三、: (heading in Simplified, finished text); the heading in 黑体 with its full stop."""
        return [Paragraph(text, self(f"{in_numerals(number)}、{heading}。"), 1) for number, (heading, text) in enumerate(parts, 1)]


class _Filling(dict[str, str]):
    """Fills only the places that a text has: what it does not ask for is not missed."""

    def __init__(self, pen: Pen, values: Mapping[str, Value]) -> None:
        super().__init__()
        self.pen, self.given = pen, values

    def __missing__(self, name: str) -> str:
        return self.pen.fill(name, self.given[name])


def as_written(text: str) -> str:
    """A text of the screen as a paper writes it: days in words, no space between characters and numbers."""
    return GAPS.sub("", ISO_DAY.sub(lambda found: "{}年{}月{}日".format(*map(int, found.groups())), text))


def grounds(rules: Sequence[str], script: str) -> str:
    """Rules as tables cite them, each text once: 《选举工作条例》第十三条、第十四条; a number that nobody confirmed is said to be so."""
    by_text: dict[str, list[str]] = {}
    pending = set()
    for one in rules:
        found = cited(one, language(script))
        places = by_text.setdefault(found.regulation, [])
        if found.place and found.place not in places:
            places.append(found.place)
        if found.pending:
            pending.add(found.regulation)
    told = []
    for name, places in by_text.items():
        mark = ("等（部分条号待核）" if places else "（条号待核）") if name in pending else ""
        told.append(f"《{name}》" + "、".join(places) + fixed(mark, script))
    return "；".join(told)


def in_room(value: Value) -> Value:
    """A value that is known only at the meeting: a blank to write in until then, and no gap."""
    return ROOM if value is None or value == "" else value


def in_numerals(number: int) -> str:
    """A whole number from 0 to 99 in Chinese: 5 五, 12 十二, 20 二十."""
    if not 0 <= number <= 99:
        raise ValueError(f"{number} is not from 0 to 99")
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def spaced(name: str) -> str:
    """A name of two characters with a space as wide as one between them, as lists and ballots have it: 王　堃."""
    plain, mark, rest = name.partition("（")
    return (f"{plain[0]}　{plain[1]}" if len(plain) == 2 else plain) + mark + rest


def month(day: str) -> str:
    """A partial date of the register as tables have it: 1979.06; what is known to the year only stays so."""
    return day[:7].replace("-", ".")


def on_lines(parts: Iterable[str], most: int = 19) -> tuple[str, ...]:
    """A title on one line where it fits, else broken between its parts, each kept whole; parts that fit together stay together."""
    lines: list[str] = []
    kept = list(parts)
    if sum(map(len, kept)) <= most:
        return ("".join(kept),)
    for one in kept:
        if lines and len(lines[-1]) + len(one) <= most:
            lines[-1] += one
        else:
            lines.append(one)
    return tuple(lines)
