"""How a rule is cited. What nobody has confirmed is not printed: a number from memory reads 条号待核."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from leadgoose.ground.statutes.language import Lang
from leadgoose.ground.statutes.texts import Regulation, Rule

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands. ``article`` is None while its number is not confirmed (``pending``) or there is none."""

    regulation: Regulation
    article: str | None
    pending: bool
    derived: bool


def cite(rule: Rule, confirmed: Mapping[str, str] | None = None) -> Citation:
    """The citation of a rule; ``confirmed`` maps rule ids to article numbers that an administrator has confirmed.

    A derived rule without a text of its own is cited by the text of the rule that it follows from.
    """
    if rule.regulation.kind == "derived" and rule.parent is not None:
        above = cite(rule.parent, confirmed)
        return Citation(above.regulation, above.article, above.pending, True)
    number = (confirmed or {}).get(rule.id) or (rule.article if rule.article_confidence == "read" else None)
    pending = number is None and rule.article_confidence == "memory"
    return Citation(rule.regulation, number, pending, rule.parent is not None)


def cite_text(citation: Citation, lang: Lang = "zh-Hans") -> str:
    """The citation as printed: 《中国共产党支部工作条例（试行）》第二十一条."""
    name = _name(citation.regulation, lang)
    if lang == "en":
        place = f", {_english_place(citation)}" if citation.article else ""
        told = f"{name}{place}{' (article number to be confirmed)' if citation.pending else ''}"
        return f"follows from {told}" if citation.derived else told
    place = _chinese_place(citation, lang) if citation.article else ""
    pending = {"zh-Hans": "（条号待核）", "zh-Hant": "（條號待核）"}[lang] if citation.pending else ""
    told = f"{name}{place}{pending}"
    return f"由{told}推得" if citation.derived else told


def _name(regulation: Regulation, lang: Lang) -> str:
    """The title as a title: Chinese title marks belong to published texts only."""
    title = regulation.title[lang]
    if lang != "en" and regulation.kind in ("regulation", "law", "standard"):
        title = f"《{title}》"
    if not regulation.number:
        return title
    return f"{title} ({regulation.number})" if lang == "en" else f"{title}（{regulation.number}）"


def _english_place(citation: Citation) -> str:
    article = citation.article or ""
    if article.startswith("ch. "):
        return f"chapter {article[4:]}"
    if citation.regulation.kind == "standard":
        return f"annex {article}" if article.isalpha() else f"clause {article}"
    return f"article{'s' if re.search('[-;]', article) else ''} {article}"


def _chinese_place(citation: Citation, lang: Lang) -> str:
    """第二十一条; ranges by 至, several by 、, clauses of a standard in figures as the standard itself prints them."""
    article = citation.article or ""
    unit = {"zh-Hans": "条", "zh-Hant": "條"}[lang]
    if article.startswith("ch. "):
        return f"第{_numeral(int(article[4:]))}章"
    if citation.regulation.kind == "standard":
        return {"zh-Hans": "附录", "zh-Hant": "附錄"}[lang] + article if article.isalpha() else f"第{article}{unit}"
    ranges = [part.strip().split("-") for part in article.split(";")]
    return "、".join("至".join(f"第{_numeral_of(end)}{unit}" for end in ends) for ends in ranges)


def _numeral_of(text: str) -> str:
    return _numeral(int(text)) if text.isdigit() else text


def _numeral(number: int) -> str:
    """A Chinese numeral from 1 to 999 as articles are counted: 10 十, 21 二十一, 105 一百零五."""
    if not 1 <= number <= 999:
        raise ValueError(f"no article is numbered {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        head += "零"
    return head + (_DIGITS[ones] if ones else "")
