"""现行规定: the rules in force on a day, and one rule with its numbers, its source and where the program uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from urllib.parse import urlencode

from django.conf import settings
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
from leadgoose.ground.bylaws.queries import confirmations, confirmed_articles, local_values
from leadgoose.ground.bylaws.rules.local import SETTABLE
from leadgoose.ground.bylaws.usages import usages
from leadgoose.ground.listed import clauses, listed
from leadgoose.ground.look.downloads import PDF, download, minute, without_fonts
from leadgoose.ground.press.printing import Column, Imprint, NoFonts, list_paper
from leadgoose.ground.statutes import Lang, Rule, Strength, cite, cite_text, language, load
from leadgoose.overview import rule_words
from leadgoose.roster.queries import tops_of

PAGE = 50
CONFIDENCE: dict[str, Promise] = {"high": _lazy("高"), "medium": _lazy("中"), "low": _lazy("低")}
SUBJECTS: dict[str, Promise] = {
    "roster": _lazy("组织与党员"), "elections": _lazy("换届选举"), "overview": _lazy("到期看板"), "recordbook": _lazy("活动记录本"),
    "training": _lazy("素质工程"), "production": _lazy("生产日历"), "reactions": _lazy("联动"), "ground": _lazy("公共部分"), "accounts": _lazy("账号"),
    "rights": _lazy("本人的权利"),
    "site": _lazy("系统"),
}
USED: dict[str, Promise] = {"yes": _lazy("用到"), "no": _lazy("没有用到")}
FILTERS = ("text", "strength", "confidence", "used", "q", "on")


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the list shows it. used: the files that name it; subjects: what they belong to; local: what committees set, in words."""

    rule: Rule
    cited: Cited
    said: str
    strength: Promise
    confidence: Promise
    used: tuple[str, ...]
    local: str = ""

    @property
    def subjects(self) -> list[str]:
        return list(dict.fromkeys(str(_subject(name)) for name in self.used))


@dataclass(frozen=True, slots=True)
class Found:
    """What an address asks for: the day, the rules in force on it, those that the filters leave, and what was wrong."""

    asked: dict[str, str]
    on: date
    known: list[Rule]
    shown: list[Rule]
    local: dict[str, str]
    wrong: str


def _found(request: Asked, lang: Lang) -> Found:
    """Two queries, none for whoever holds no role in a committee."""
    asked, wrong = {name: request.GET.get(name, "").strip() for name in FILTERS}, ""
    try:
        on = date.fromisoformat(asked["on"]) if asked["on"] else today()
    except ValueError:
        on, wrong = today(), _("请按 2026-11-23 的样式填写日期。")
    known = [one for one in load() if one.on(on)]
    return Found(asked, on, known, [one for one in known if _fits(one, asked, lang)], _local(_tops(request), on), wrong)


def _local(tops: list[str], on: date) -> dict[str, str]:
    """By rule: the numbers that the reader's committees set and that hold on a day, in words. One query, none for no committee."""
    found: dict[str, list[str]] = {}
    seen: set[tuple[str, str, str]] = set()
    for one in local_values(tops) if tops else ():
        key = (one.top_key, one.rule, one.name)
        if one.valid_from <= on and key not in seen:
            seen.add(key)
            if one.value is not None:
                unit = rule_words.unit(load().rules[one.rule].parameter(one.name).unit)
                found.setdefault(one.rule, []).append(_("%(value)s %(unit)s（%(basis)s）") % {"value": one.value, "unit": unit, "basis": one.basis})
    return {rule: clauses(told) for rule, told in found.items()}


@gate("bylaws.rules")
def rules(request: Asked) -> HttpResponse:
    """The list, filtered by text (法规), strength, confidence, use, words and day."""
    lang = language(get_language() or "")
    found = _found(request, lang)
    page = Paginator(found.shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(one, lang, found.local) for one in page],
        "total": len(found.known),
        "found": len(found.shown),
        "on": found.on,
        "today": today(),
        "asked": found.asked,
        "wrong": found.wrong,
        "texts": _texts(found.known, lang),
        "strengths": [(one.value, word) for one, word in STRENGTH.items()],
        "confidences": CONFIDENCE.items(),
        "uses": USED.items(),
        "any_local": bool(found.local),
        "filtered": any(found.asked[name] for name in FILTERS),
        "pending": sum(cite(one, confirmed_articles()).pending for one in found.shown),
        "paper": reverse("bylaws.rules_paper") + "?" + urlencode({name: text for name, text in found.asked.items() if text}),
    }
    return render(request, "overview/rules.html", context)


@gate("bylaws.rules_paper")
def rules_paper(request: Asked) -> HttpResponse:
    """The rules that the filters leave, all of them, as a table on A4 (PDF)."""
    lang = language(get_language() or "")
    found = _found(request, lang)
    heads = [
        Column(_("规定"), 5.2), Column(_("依据"), 2.2), Column(_("力度"), 0.7), Column(_("可信度"), 0.8), Column(_("本委数值"), 1.6),
        Column(_("程序用处"), 1.6),
    ]
    rows = []
    for one in found.shown:
        line = _line(one, lang, found.local)
        pending = _("%(text)s（条号待核）") % {"text": line.cited.text} if line.cited.pending else line.cited.text
        rows.append((line.said, pending, str(line.strength), str(line.confidence), line.local, listed(line.subjects)))
    title, subtitle = _("有效规定一览表"), _("%(on)s 有效；共 %(n)s 条") % {"on": found.on.isoformat(), "n": len(rows)}
    notes = [_("内容是转述，办理时以正式文本为准；条号待核的，尚未对照正式文本。"), _("程序用处由程序自身的代码查得。")]
    imprint = Imprint(notice=settings.NOTICE, made_by=request.actor.name, made_at=minute(now()))
    script = "zh-Hant" if lang == "zh-Hant" else "zh-Hans"
    try:
        body = list_paper(title, subtitle, heads, rows, notes, imprint=imprint, script=script, at=now().astimezone(UTC).replace(microsecond=0))
    except NoFonts:
        return without_fonts()
    return download(body, PDF, _("有效规定一览表 %(on)s.pdf") % {"on": found.on.isoformat()})


@gate("bylaws.rule")
def rule(request: Asked, rule: str) -> HttpResponse:
    """One rule."""
    return _rule_page(request, rule, {}, {})


@gate("bylaws.confirm_article", methods=("POST",))
def confirm(request: Asked, rule: str) -> HttpResponse:
    """POST article, edition: an office, or an administrator, compared the number with its own copy; act=withdraw takes that back."""
    if rule not in load().rules:
        raise Http404
    typed = {name: request.POST.get(name, "").strip() for name in ("article", "edition")}
    back = request.POST.get("act") == "withdraw"
    try:
        if not back and not typed["article"]:
            raise Refusals({"article": _("请用数字填写条号，例如 19 或 39-40。")})
        confirm_article(rule, "" if back else typed["article"], typed["edition"], by=request.actor, at=now())
    except Refusals as no:
        return _rule_page(request, rule, typed, {name: str(said) for name, said in no.fields.items()}, status=422)
    messages.success(request, _("已收回核对的条号，各页改回条号待核。") if back else _("条号已核对并记入记事链。"))
    return HttpResponseRedirect(reverse("bylaws.rule", args=[rule]))


def _rule_page(request: Asked, rule_id: str, typed: dict[str, str], wrong: dict[str, str], status: int = 200) -> HttpResponse:
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
        "used": [(_subject(name), name) for name in usages().get(rule_id, ())],
        "may_confirm": bool(request.actor.may("bylaws.confirm_article", request.actor.mine)),
        "may_be_confirmed": found.article_confidence == "memory" and found.regulation.kind != "derived",
        "confirmed": confirmed_articles().get(rule_id, ""),
        "confirmations": confirmations(rule_id),
        "local": local_values(_tops(request), rule_id) if any(one.rule == rule_id for one in SETTABLE) else (),
        "today": today(),
        "typed": {"article": confirmed_articles().get(rule_id, ""), **typed},   # never the number from memory: it is to be read, not nodded through
        "wrong": wrong,
    }
    return render(request, "overview/rule.html", context, status=status)


def _tops(request: Asked) -> list[str]:
    """The committees in which the reader holds a role; a committee's own numbers are shown to its own people."""
    return tops_of({held.key for held in request.actor.held if held.key != PLATFORM})


def _subject(name: str) -> Promise | str:
    """What a file of the package belongs to."""
    folder = name.partition("/")[0]
    return SUBJECTS.get(folder, folder)


def _line(one: Rule, lang: Lang, local: Mapping[str, str] | None = None) -> Line:
    return Line(
        one, cited(one.id, lang), one.sentence[lang] or one.title[lang] or one.title["en"], STRENGTH[one.strength],
        CONFIDENCE[one.confidence], usages().get(one.id, ()), (local or {}).get(one.id, ""),
    )


def _fits(one: Rule, asked: dict[str, str], lang: Lang) -> bool:
    if asked["text"] and one.regulation.key != asked["text"]:
        return False
    if asked["strength"] and one.strength != asked["strength"]:
        return False
    if asked["confidence"] and one.confidence != asked["confidence"]:
        return False
    if asked["used"] in USED and (one.id in usages()) != (asked["used"] == "yes"):
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
