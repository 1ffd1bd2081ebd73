"""现行规定: the rules in force on a day, and one rule with its numbers, its source and where the program uses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from leadgoose.ground.access.clock import now, today
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.roles import PLATFORM
from leadgoose.ground.bylaws.actions import Refusals, confirm_article
from leadgoose.ground.bylaws.citing import STRENGTH, Cited, cited, short_name
from leadgoose.ground.bylaws.queries import confirmed_articles, local_values
from leadgoose.ground.bylaws.rules.local import SETTABLE
from leadgoose.ground.bylaws.usages import usages
from leadgoose.ground.statutes import Lang, Rule, Strength, cite, cite_text, language, load
from leadgoose.overview import rule_words
from leadgoose.roster.queries import tops_of

PAGE = 50
CONFIDENCE: dict[str, Promise] = {"high": _lazy("高"), "medium": _lazy("中"), "low": _lazy("低")}
SUBJECTS: dict[str, Promise] = {
    "roster": _lazy("组织与党员"), "elections": _lazy("换届选举"), "overview": _lazy("到期看板"), "ground": _lazy("公共部分"),
    "accounts": _lazy("账号"), "rights": _lazy("本人的权利"), "site": _lazy("系统"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the list shows it."""

    rule: Rule
    cited: Cited
    said: str
    strength: Promise
    confidence: Promise
    used: tuple[str, ...]


@gate("bylaws.rules")
def rules(request: Asked) -> HttpResponse:
    """The list, filtered by text (法规), strength, words and day. Reads no row but the confirmed articles."""
    lang, wrong = language(get_language() or ""), ""
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "strength", "q", "on")}
    try:
        on = date.fromisoformat(asked["on"]) if asked["on"] else today()
    except ValueError:
        on, wrong = today(), _("请按 2026-11-23 的样式填写日期。")
    known = [one for one in load() if one.on(on)]
    shown = [one for one in known if _fits(one, asked, lang)]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(one, lang) for one in page],
        "total": len(known),
        "found": len(shown),
        "on": on,
        "today": today(),
        "asked": asked,
        "wrong": wrong,
        "texts": _texts(known, lang),
        "strengths": [(one.value, word) for one, word in STRENGTH.items()],
        "pending": sum(cite(one, confirmed_articles()).pending for one in shown),
    }
    return render(request, "overview/rules.html", context)


@gate("bylaws.rule")
def rule(request: Asked, rule: str) -> HttpResponse:
    """One rule."""
    return _rule_page(request, rule, "", "")


@gate("bylaws.confirm_article", at="platform", methods=("POST",))
def confirm(request: Asked, rule: str) -> HttpResponse:
    """An administrator compared the article's number with the official text."""
    if rule not in load().rules:
        raise Http404
    typed = request.POST.get("article", "")
    try:
        confirm_article(rule, typed, by=request.actor, at=now())
    except Refusals as no:
        return _rule_page(request, rule, typed, str(no.fields["article"]), status=422)
    messages.success(request, _("条号已核对并记入记事链。"))
    return HttpResponseRedirect(reverse("bylaws.rule", args=[rule]))


def _rule_page(request: Asked, rule_id: str, typed: str, wrong: str, status: int = 200) -> HttpResponse:
    found = load().rules.get(rule_id)
    if found is None:
        raise Http404
    lang = language(get_language() or "")
    citation = cite(found, confirmed_articles())
    context = {
        "line": _line(found, lang),
        "citation": cite_text(citation, lang),
        "text": citation.regulation.title[lang],
        "applies_to": rule_words.applies_to(found.applies_to),
        "numbers": [(one.name, rule_words.compared(one.op), one.value, rule_words.unit(one.unit)) for one in found.parameters],
        "own_text": found.regulation,
        "parent": _line(found.parent, lang) if found.parent else None,
        "following": [_line(one, lang) for one in load() if one.parent is found],
        "in_force": found.on(today()),
        "used": [(SUBJECTS.get(name.partition("/")[0], name.partition("/")[0]), name) for name in usages().get(rule_id, ())],
        "may_confirm": bool(request.actor.may("bylaws.confirm_article", {PLATFORM})),
        "may_be_confirmed": found.article_confidence == "memory" and found.regulation.kind != "derived",
        "confirmed": confirmed_articles().get(rule_id, ""),
        "local": local_values(_tops(request), rule_id) if any(one.rule == rule_id for one in SETTABLE) else (),
        "today": today(),
        "typed": typed or found.article or "",
        "wrong": wrong,
    }
    return render(request, "overview/rule.html", context, status=status)


def _tops(request: Asked) -> list[str]:
    """The committees in which the reader holds a role; a committee's own numbers are shown to its own people."""
    return tops_of({held.key for held in request.actor.held if held.key != PLATFORM})


def _line(one: Rule, lang: Lang) -> Line:
    return Line(
        one, cited(one.id, lang), one.sentence[lang] or one.title[lang] or one.title["en"], STRENGTH[one.strength],
        CONFIDENCE[one.confidence], usages().get(one.id, ()),
    )


def _fits(one: Rule, asked: dict[str, str], lang: Lang) -> bool:
    if asked["text"] and one.regulation.key != asked["text"]:
        return False
    if asked["strength"] and one.strength != asked["strength"]:
        return False
    words = asked["q"].casefold().split()
    if not words:
        return True
    place = cited(one.id, lang)
    searched = (one.id, one.sentence[lang], one.title[lang], one.sentence["zh-Hans"], one.title["zh-Hans"], place.text)
    text = " ".join((*searched, one.regulation.title[lang])).casefold()
    return all(word in text for word in words)


def _texts(known: Iterable[Rule], lang: Lang) -> list[tuple[str, str]]:
    """The texts that have rules, in the order of the files."""
    return list({one.regulation.key: (one.regulation.key, short_name(one.regulation, lang)) for one in known}.values())


assert set(STRENGTH) == set(Strength)
