"""Tags of the register's pages: rows that stand on a page by the hundred are put together here, not by template nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leadgoose.ground.access.gate import Asked
from leadgoose.ground.bylaws.templatetags.rules import rule_link
from leadgoose.ground.look.templatetags.look import contested_mark
from leadgoose.ground.statutes.dates import add_months
from leadgoose.roster.kinds import WITH_TERMS
from leadgoose.roster.queries.organisations import Node
from leadgoose.roster.web.asked import pattern

register = template.Library()

@register.simple_tag(takes_context=True)
def may(context: template.Context, capability: str) -> bool:
    """Whether the reader holds the capability on the thing of this page: {% may "roster.members" as may_list %}."""
    request: Asked = context["request"]
    return bool(request.actor.may(capability, request.target.reach))


@register.filter
def at(words: Mapping[str, str] | None, key: str) -> str:
    """The value under a key; "" for none, also where there is no mapping at all."""
    return words.get(key, "") if words else ""


@register.simple_tag(takes_context=True)
def typed(
    context: template.Context, name: str, label: str, kind: str = "text", hint: str = "", needed: bool = True, rules: str = "", **more: str
) -> SafeString:
    """A field of a form as it was typed (context `typed`), with what is wrong at it (context `wrong`): {% typed "basis" label hint=… %}.

    kind: of the input, or "area"; rules: ids of the rules to name in the hint; more: further attributes (maxlength, list, rows).
    """
    value, attributes = context["typed"].get(name, ""), _attributes(context, name, needed, more)
    if kind == "area":
        control = format_html('<textarea id="{0}" name="{0}"{1}>{2}</textarea>', name, attributes, value)
    else:
        control = format_html('<input id="{0}" name="{0}" type="{1}" value="{2}"{3}>', name, kind, value, attributes)
    return _field(context, name, label, _hint(hint, rules), needed, control)


@register.simple_tag(takes_context=True)
def chosen(
    context: template.Context, name: str, label: str, options: Sequence[tuple[str, str]] | None, hint: str = "", needed: bool = True, first: str = "—",
    rules: str = "",
) -> SafeString:
    """A choice as it was made; `first` "" leaves out the empty one. options None: more than a list can hold, so the name is typed."""
    if options is None:
        return typed(context, name, label, hint=hint or _("写全称。"), needed=needed, rules=rules, maxlength="80")
    return _field(context, name, label, _hint(hint, rules), needed, format_html(
        '<select id="{0}" name="{0}"{1}>{2}</select>', name, _attributes(context, name, False, {}), choice(options, context["typed"].get(name, ""), first)
    ))


def _hint(hint: str, rules: str) -> SafeString:
    """The hint, followed by the links to its rules."""
    links = [rule_link(one) for one in rules.split()]
    return SafeString(" ".join([*([format_html("{}", hint)] if hint else []), *links]))


@register.simple_tag
def choice(options: Sequence[tuple[str, str]], value: str, first: str = "—") -> SafeString:
    """The options of a select, an empty one (shown as `first`) before them unless that is ""."""
    rows = [format_html('<option value="">{}</option>', first)] if first else []
    rows += [format_html('<option value="{}"{}>{}</option>', code, SafeString(" selected") if code == value else "", word) for code, word in options]
    return SafeString("".join(rows))


def _attributes(context: template.Context, name: str, needed: bool, more: Mapping[str, str]) -> SafeString:
    found = dict(more)
    if context["wrong"].get(name):
        found |= {"aria-invalid": "true", "aria-describedby": f"{name}_error"}
    parts = "".join(format_html(' {}="{}"', key, value) for key, value in found.items())
    return SafeString((" required" if needed else "") + parts)


def _field(context: template.Context, name: str, label: str, hint: SafeString, needed: bool, control: SafeString) -> SafeString:
    error = context["wrong"].get(name, "")
    return format_html(
        '<div class="field"><label for="{}">{}{}</label>{}{}{}</div>', name, label,
        "" if needed else format_html(' <span class="optional">{}</span>', _("可不填")), control,
        format_html('<p class="error" id="{}_error">{}</p>', name, error) if error else "", format_html('<p class="hint">{}</p>', hint) if hint else "",
    )


@register.simple_tag
def people_rows(lines: Sequence[Sequence[str]], one_branch: bool, tail: str = "", marks: Mapping[str, str] | None = None) -> SafeString:
    """The rows of a members table: fifty rows of eleven cells cost a template more than everything else on the page.

    tail: what is put behind each person's address, to keep the days of a look at the past. marks: what somebody contests, {person: words}.
    """
    before, after = pattern("roster.person")
    contested = {person: contested_mark(one) for person, one in marks.items()} if marks else {}
    after += escape(tail)
    rows = []
    for line in lines:
        person, name, _branch_key, branch, standing, gender, born, education, joined, admin, posts, vote, masked = map(escape, line)
        doubt = contested.get(line[0], "")
        where = "" if one_branch else f"<td>{branch}</td>"
        rows.append(
            f'<tr><td><a href="{before}{person}{after}">{name}</a>{doubt}</td>{where}<td>{standing}</td><td class="wide">{gender}</td>'
            f'<td class="wide day">{born}</td><td class="wide">{education}</td><td class="wide day">{joined}</td><td class="wide">{admin}</td>'
            f'<td>{posts}</td><td>{vote}</td><td class="wide day">{masked}</td></tr>'
        )
    return SafeString("\n".join(rows))


@register.simple_tag
def options(choices: Sequence[tuple[str, str]], chosen: str) -> SafeString:
    """The options of a select, "" (all) first."""
    first = f'<option value="">{escape(_("全部"))}</option>'
    return SafeString(first + "".join(
        f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>{escape(str(word))}</option>' for code, word in choices
    ))


@register.simple_tag
def tree_cells(node: Node, kinds: Mapping[str, str], today: date, tail: str = "", opens: bool = True) -> SafeString:
    """The cells of one row of the tree. tail: as of `people_rows`; opens: the reader may open its page."""
    before, after = pattern("roster.organisation")
    more = format_html(' <a class="hint" href="{}{}{}tree/{}">{}</a>', before, node.key, after, tail, _("展开下级")) if node.more and opens else ""
    name = format_html('<a href="{}{}{}{}">{}</a>', before, node.key, after, tail, node.name) if opens else node.name
    return format_html(
        '<span class="tree-name">{}{}</span><span>{}</span><span>{}</span><span class="num">{}</span>'
        "<span>{}</span><span>{}</span>",
        name, more, kinds.get(node.kind, node.kind), _secretary(node),
        "" if node.kind == "group" else f"{node.full} / {node.probationary}",   # whom a group has is on its page
        _expiry(node, today), node.unit,
    )


def _secretary(node: Node) -> str:
    if node.secretary:
        return node.secretary
    if node.kind == "group":
        return ""
    if node.vacant:
        return format_html('<span class="tag tag-act">{}</span>', _("空缺"))
    return format_html('<span class="tag tag-unknown">{}</span>', _("资料未知"))


def _expiry(node: Node, today: date) -> str:
    """The last day of the term; coloured with words when it is past or near."""
    if node.expires_on is None:
        return format_html('<span class="tag tag-unknown">{}</span>', _("资料未知")) if node.kind in WITH_TERMS else ""
    day = node.expires_on.isoformat()
    if node.expires_on < today:
        return format_html('<span class="tag tag-act">{}</span>', _("%(day)s 已届满") % {"day": day})
    if add_months(node.expires_on, -6) <= today:
        return format_html('<span class="tag tag-soon">{}</span>', _("%(day)s 将届满") % {"day": day})
    return day
