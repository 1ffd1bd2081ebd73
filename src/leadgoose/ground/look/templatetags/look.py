"""Filters and tags that pages share, loaded in every template. A list calls the filters 500 times: they build strings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from leadgoose.ground.listed import clauses, listed

register = template.Library()
register.filter(listed)
register.filter(clauses)

STATES = {"act": "tag tag-act", "soon": "tag tag-soon", "ok": "tag tag-ok", "unknown": "tag tag-unknown", "plain": "tag"}
"""What a tag says, besides its words: act here, soon, in order, not known, neither."""

EDGE, AROUND = 1, 2
"""The pager shows so many pages at each end and on both sides of the present one."""


@register.filter
def unknown(value: Any) -> Any:
    """The value itself (0 and False are values), or the grey tag 资料未知 for None and ""."""
    return _unknown() if value is None or value == "" else value


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """2026-11-23 as a <time>; of a moment the day in Shanghai; None gives the grey tag."""
    if value is None or value == "":
        return _unknown()
    text = _day_of(value).isoformat()
    return mark_safe(f'<time datetime="{text}">{text}</time>')


@register.filter
def moment(value: datetime | None) -> SafeString:
    """2026-11-23 14:05 in Shanghai as a <time>; None gives the grey tag."""
    if value is None:
        return _unknown()
    here = timezone.localtime(value)
    return mark_safe(f'<time datetime="{here.isoformat(timespec="minutes")}">{here:%Y-%m-%d %H:%M}</time>')


@register.filter
def cn_day(value: date | datetime | None) -> SafeString:
    """2026年11月23日, as official papers write it, in every language; None gives the grey tag."""
    if value is None or value == "":
        return _unknown()
    on = _day_of(value)
    return mark_safe(f'<time datetime="{on.isoformat()}">{on.year}年{on.month}月{on.day}日</time>')


@register.filter
def masked(value: str | None) -> SafeString:
    """A number already masked by the vault, set so that its digits stand still; None or "" gives the grey tag."""
    if not value:
        return _unknown()
    return mark_safe(f'<span class="nowrap">{conditional_escape(value)}</span>')


@register.simple_tag
def state_tag(state: str, words: Any) -> SafeString:
    """`{% state_tag "act" "逾期 3 天" %}`; an unknown state is an error. The words carry the meaning, the colour repeats it."""
    return format_html('<span class="{}">{}</span>', STATES[state], words)


@register.simple_tag
def take_away(address: str, words: Any, look: str = "btn", about: Any = "") -> SafeString:
    """A button that takes a file with people's data away: `{% take_away address words "link" %}`. Taking it is an act that is written down,
    so it is sent by POST; the form to which it belongs stands once on every page. look: "btn", "btn btn-primary", or "link" among text;
    about: what a reader that hears the page is told besides.
    """
    unseen = format_html('<span class="unseen">{}</span>', about) if about else ""
    return format_html('<button class="{}" type="submit" form="take-away" formaction="{}">{}{}</button>', look, address, words, unseen)


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], chosen: Any = "") -> SafeString:
    """The `<option>`s of these (value, words), the chosen value selected: put together here, because a long list of nodes costs more than a query."""
    return mark_safe("".join(
        f'<option value="{conditional_escape(value)}"{" selected" if value == chosen else ""}>{conditional_escape(words)}</option>' for value, words in choices
    ))


@register.simple_tag
def menu_lists(sections: Iterable[Mapping[str, Any]]) -> SafeString:
    """The menu at the side: a heading (where it has one) and a list of links for each section; on every page, hence no loop of nodes."""
    lists = []
    for section in sections:
        heading = f'<h2>{conditional_escape(section["label"])}</h2>' if section["label"] else ""
        entries = "\n".join(_menu_entry(entry) for entry in section["entries"])
        lists.append(f"{heading}\n<ul>\n{entries}\n</ul>")
    return mark_safe("".join(lists))


def _menu_entry(entry: Mapping[str, Any]) -> str:
    here = ' aria-current="page"' if entry.get("here") else ""
    count = f'<span class="count">{conditional_escape(entry["count"])}</span>' if entry.get("count") else ""
    return f'<li><a href="{conditional_escape(entry["address"])}"{here}>{conditional_escape(entry["label"])}{count}</a></li>'


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The present query string, changed: `{% query page=2 sort=None %}` → "?q=王&page=2"; None or "" removes a parameter."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return "?" + parameters.urlencode()


@register.simple_tag(takes_context=True)
def pager(context: template.Context, page: Page[Any], parameter: str = "page") -> SafeString:
    """Links to the pages of a list, keeping the query string; nothing when there is one page."""
    last = page.paginator.num_pages
    if last < 2:
        return SafeString("")

    def link(number: int, words: str, rel: str = "") -> SafeString:
        address = query(context, **{parameter: number})
        attribute = format_html(' rel="{}"', rel) if rel else ""
        return format_html('<a href="{}"{}>{}</a>', address, attribute, words)

    parts: list[Any] = []
    if page.has_previous():
        parts.append(link(page.number - 1, _("上一页"), "prev"))
    for number in shown_pages(page.number, last):
        if number is None:
            parts.append(mark_safe('<span class="gap">…</span>'))
        elif number == page.number:
            parts.append(format_html('<span aria-current="page">{}</span>', number))
        else:
            parts.append(link(number, str(number)))
    if page.has_next():
        parts.append(link(page.number + 1, _("下一页"), "next"))
    links = format_html_join("", "{}", ((part,) for part in parts))
    return format_html('<nav class="pager" aria-label="{}">{}</nav>', _("分页"), links)


def shown_pages(number: int, last: int) -> list[int | None]:
    """The page numbers that a pager prints, with None for a gap; a gap of one page is printed as that page."""
    near = range(number - AROUND, number + AROUND + 1)
    wanted = sorted({n for n in (*range(1, EDGE + 1), *near, *range(last - EDGE + 1, last + 1)) if 1 <= n <= last})
    shown: list[int | None] = []
    for n in wanted:
        before = next((m for m in reversed(shown) if m is not None), 0)
        if n - before == 2:
            shown.append(n - 1)
        elif n - before > 2:
            shown.append(None)
        shown.append(n)
    return shown


@register.simple_tag
def bar(done: float | None, state: str = "plain", label: str = "", width: int = 150) -> SafeString:
    """A bar of how much of a term is over: `done` from 0 to 1 (more is drawn as 1), None draws the grey tag; `label` in words."""
    if done is None:
        return _unknown()
    fill = round(width * min(max(done, 0.0), 1.0), 1)
    return format_html(
        '<svg class="bar" role="img" aria-label="{}" width="{}" height="14" viewBox="0 0 {} 14">'
        '<rect class="bar-ground" y="4" width="{}" height="6" rx="2"/>'
        '<rect class="bar-fill {}" y="4" width="{}" height="6" rx="2"/>'
        '<rect class="bar-mark" x="{}" y="1" width="2" height="12"/></svg>',
        label or f"{done:.0%}", width, width, width, state, fill, max(fill - 2, 0),
    )


def _unknown() -> SafeString:
    return format_html('<span class="tag tag-unknown">{}</span>', _("资料未知"))


def _day_of(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def contested_mark(which: str) -> SafeString:
    """Behind a name: what of the line the person contests and nobody has answered yet ("出生日期"); nothing for nothing."""
    return format_html('<small class="contested">{}</small>', _("有异议：%(which)s") % {"which": which}) if which else SafeString("")
