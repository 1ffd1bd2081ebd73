"""A rule as pages cite it: the short name of its text, the article (none while its number is not confirmed), its strength."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.bylaws.queries import confirmed_articles
from leadgoose.ground.statutes import Lang, Regulation, Strength, cite, cite_text, language, rule

STRENGTH: dict[Strength, Promise] = {
    Strength.MUST: _("必须"), Strength.GENERAL: _("一般"), Strength.MAY: _("可以"), Strength.LOCAL: _("本地"),
}
_SHORT: dict[str, dict[Lang, str]] = {
    "election-2020": {"zh-Hans": "选举工作条例", "zh-Hant": "選舉工作條例"},
    "soe-2019": {"zh-Hans": "国企组织工作条例", "zh-Hant": "國企組織工作條例"},
    "charter-2022": {"zh-Hans": "党章", "zh-Hant": "黨章"},
    "term-opinion-2018": {"zh-Hans": "任期的意见", "zh-Hant": "任期的意見"},
    "gbt-9704-2012": {"zh-Hans": "公文格式", "zh-Hant": "公文格式"},
    "gbt-22239-2019": {"zh-Hans": "等级保护要求", "zh-Hant": "等級保護要求"},
}
_DROPPED = ("中国共产党", "中國共產黨", "中华人民共和国", "中華人民共和國", "（试行）", "（試行）", " (trial)")


@dataclass(frozen=True, slots=True)
class Cited:
    """A rule in a few words: 支部工作条例 · 第二十一条. pending: its number is not confirmed, so none is shown."""

    id: str
    regulation: str
    place: str
    pending: bool
    derived: bool

    @property
    def text(self) -> str:
        return f"{self.regulation}·{self.place}" if self.place else self.regulation


def cited(rule_id: str, lang: Lang | None = None) -> Cited:
    """How pages cite a rule in the reader's language; KeyError for an unknown rule. No query but that of `confirmed_articles`."""
    lang = lang or language(get_language() or "zh-hans")
    citation = cite(rule(rule_id), confirmed_articles())
    plain = replace(citation, pending=False, derived=False)
    place = cite_text(plain, lang).removeprefix(cite_text(replace(plain, article=None), lang)).lstrip(", ")
    return Cited(rule_id, short_name(citation.regulation, lang), place, citation.pending, citation.derived)


def short_name(regulation: Regulation, lang: Lang) -> str:
    """The name by which the trade calls a text: 支部工作条例, 党章; in English the title without "(trial)"."""
    short = _SHORT.get(regulation.key, {}).get(lang)
    if short:
        return short
    name = regulation.title[lang]
    for part in _DROPPED:
        name = name.replace(part, "")
    return name
