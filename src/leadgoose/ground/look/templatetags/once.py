"""`translate`, `url` and `static` of literals: Django's own tags, but rendered once per language and not once per page.

A page has fifty words and a dozen addresses that never change while the process lives; looking each up anew cost a page a tenth of its time.
Loaded in every template after Django's tags, so that no template has to ask for it.
"""

from __future__ import annotations

from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import url as django_url
from django.template.library import Library
from django.templatetags.i18n import do_translate
from django.templatetags.static import do_static
from django.utils.translation import get_language

register = Library()


class Once(Node):
    """A node whose output depends on the language alone: what the node within said is kept by language."""

    def __init__(self, within: Node) -> None:
        self.within = within
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        spoken = get_language()
        found = self.said.get(spoken)
        if found is None:
            found = self.said[spoken] = self.within.render(context)
        return found


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    return _kept(do_translate(parser, token), token)


@register.tag("url")
def url(parser: Parser, token: Token) -> Node:
    return _kept(django_url(parser, token), token)


@register.tag("static")
def static(parser: Parser, token: Token) -> Node:
    return _kept(do_static(parser, token), token)


def _kept(node: Node, token: Token) -> Node:
    """The node, to be rendered once, when the tag has nothing but one literal; else the node as it is."""
    told = token.split_contents()[1:]
    alone = len(told) == 1 and told[0][:1] in {'"', "'"} and told[0][-1] == told[0][0] and "|" not in told[0]
    return Once(node) if alone else node
