"""Traditional characters as simplified ones, character by character: for comparing and searching, never for showing."""

from __future__ import annotations

from functools import cache

_CJK = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))


def simplify(text: str) -> str:
    """The text with each traditional character as its simplified one; length and order stay.

    Text that GB 2312 can write is simplified already, up to a handful of characters (乾 夥 …) that are folded below: those
    lines, nearly all, need no table.
    """
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return text.translate(_table())
    return text.translate(_shared())


@cache
def _table() -> dict[int, str]:
    import opencc  # noqa: PLC0415  a native library that only texts in traditional characters need

    converter = opencc.OpenCC("t2s")
    letters = [chr(code) for first, last in _CJK for code in range(first, last)]
    # one to a line: the converter sees single characters and cannot choose by phrase, so a fold never depends on the neighbours
    folded = converter.convert("\n".join(letters)).split("\n")
    table = {letter: other for letter, other in zip(letters, folded, strict=True) if letter != other and len(other) == 1}
    # one step may end on another traditional character (薴 → 苧 → 苎)
    return {ord(letter): table.get(other, other) for letter, other in table.items()}


@cache
def _shared() -> dict[int, str]:
    """The characters of GB 2312 that the table nevertheless folds (乾→干): found once with it, written here so that they cost
    nothing.
    """
    return {ord(letter): other for letter, other in zip(_SHARED_FROM, _SHARED_TO, strict=True)}


_SHARED_FROM = "乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽"
_SHARED_TO = "干咤伙后征拼挨折于矩烟苔夹糖曲么"
