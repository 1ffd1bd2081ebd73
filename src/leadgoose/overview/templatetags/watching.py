"""Tags of the watch: lines that stand on a page by the dozen are put together here, not by template nodes, which cost more than all queries."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from leadgoose.ground.bylaws.templatetags.rules import rule_link
from leadgoose.overview.lines import BAR, Bar, BranchLine, TaskLine
from leadgoose.overview.rules.board import Tone
from leadgoose.overview.web.buttons import Button
from leadgoose.overview.web.sums import Sum

register = template.Library()
ANY = "-key-"
"""Stands for a key while the address around it is looked up once for all rows."""


@register.simple_tag
def task_lines(tasks: Sequence[tuple[TaskLine, Button | None]]) -> SafeString:
    """The items of a list of things to be done: tag, organisation and what, the numbers with their rules, who acts, the button."""
    links = {id: rule_link(id) for line, _button in tasks for id in line.rules}
    items, by = [], _("由%(who)s办")   # words that stand in every line are looked up once
    for line, button in tasks:
        who = escape(by % {"who": line.who})
        rules = " ".join(links[id] for id in line.rules)
        items.append(
            f'<li>{_tag(line.tone, line.tag)}<div><p class="what"><b>{escape(line.org_name)}</b> {escape(line.what)}</p>'
            f'<p class="why">{escape(line.numbers)} {rules} <span class="quiet">{who}</span></p></div><div class="do">{_button_of(line, button)}</div></li>'
        )
    return SafeString("\n".join(items))


@register.simple_tag
def sum_boxes(boxes: Sequence[Sum]) -> SafeString:
    """The large figures above the list, each a filter."""
    return SafeString("".join(
        f'<li><a href="{escape(one.address)}" class="{one.tone}"{_here(one)}><strong>{one.count}</strong><span>{escape(one.label)}</span></a></li>'
        for one in boxes
    ))


@register.simple_tag
def sum_links(boxes: Sequence[Sum]) -> SafeString:
    """The other figures in one line."""
    return SafeString(" · ".join(f'<a href="{escape(one.address)}"{_here(one)}>{escape(one.label)} {one.count}</a>' for one in boxes))


@register.simple_tag
def branch_rows(branches: Sequence[BranchLine], tail: str = "") -> SafeString:
    """The rows of the table of branches. What is not known says so: no zero, no empty cell. tail: behind each address, to keep another day."""
    before, after = (escape(part) for part in reverse("roster.organisation", args=[ANY]).split(ANY))
    after += escape(tail)
    labels = [escape(capfirst(label)) for label in (_("书记"), _("正式 / 预备"), _("能投票"), _("本届"), _("届满"), _("状态"))]
    unknown, no_day = escape(_("未知")), f'<span class="quiet">{escape(_("选举日期未知"))}</span>'
    rows, besides, awaited = [], _("另 %(n)s 项"), _tag(Tone.SOON, _("待批复"))
    for line in branches:
        place = line.place
        above = f' <span class="hint">{escape(line.above)}</span>' if line.above else ""
        counts = unknown if place.full is None else f"{place.full} / {place.probationary}"
        rows.append(
            f'<tr><th scope="row"><a href="{before}{place.key}{after}">{escape(place.name)}</a>{above}</th>'
            f'<td data-label="{labels[0]}"><span>{_secretary(line, awaited)}</span></td>'
            f'<td class="num aside" data-label="{labels[1]}">{counts}</td>'
            f'<td class="num aside" data-label="{labels[2]}">{unknown if place.voters is None else place.voters}</td>'
            f'<td class="aside" data-label="{labels[3]}">{no_day if line.bar is None else _bar(line.bar)}</td>'
            f'<td class="nowrap" data-label="{labels[4]}">{line.last_day or "—"}</td>'
            f'<td data-label="{labels[5]}"><span>{_state(line, besides)}</span></td></tr>'
        )
    return SafeString("\n".join(rows))


def _here(one: Sum) -> str:
    return ' aria-current="true"' if one.here else ""


def _tag(tone: str, text: str, title: str = "") -> str:
    about = f' title="{escape(title)}"' if title else ""
    return f'<span class="tag tag-{tone}"{about}>{escape(text)}</span>'


def _button_of(line: TaskLine, button: Button | None) -> str:
    if button is None:
        return ""
    pressing = " btn-primary" if button.pressing else ""
    named = f'<span class="unseen">{escape(line.org_name)}</span>'   # so that ten equal buttons are told apart by those who do not see
    return f'<a class="btn{pressing}" href="{escape(button.address)}">{escape(button.label)}{named}</a>'


def _secretary(line: BranchLine, awaited: str) -> str:
    if line.secretary is None:
        return _tag(line.secretary_tone, line.secretary_tag)
    post = f' <span class="quiet">{escape(line.secretary.admin_post)}</span>' if line.secretary.admin_post else ""
    awaiting = f" {awaited}" if line.secretary.awaiting else ""
    return escape(line.secretary.name) + post + awaiting


def _bar(bar: Bar) -> str:
    """The term as a picture; the days beside it say the same in figures."""
    return (
        f'<svg class="bar" width="{BAR}" height="12" viewBox="0 0 {BAR} 12" aria-hidden="true"><rect class="bar-ground" y="3" width="{BAR}" height="6" rx="3"/>'
        f'<rect class="bar-fill {bar.tone}" y="3" width="{bar.gone}" height="6" rx="3"/><rect class="bar-mark" x="{bar.tick}" width="2" height="12"/></svg>'
    )


def _state(line: BranchLine, besides: str) -> str:
    more = f' <span class="hint">{escape(besides % {"n": line.more})}</span>' if line.more else ""
    return _tag(line.tone, line.tag, line.why) + more
