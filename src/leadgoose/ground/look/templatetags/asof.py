"""The control and the banner of a look at the past; both read `asof` and the request of the page."""

from __future__ import annotations

from typing import Any

from django import template

from leadgoose.ground.look.asof import KNOWN, ON, AsOf

register = template.Library()
DROPPED = (ON, KNOWN, "page", "tasks")
"""What another day does not keep: the days themselves, and the pages of a list that may be shorter."""


@register.inclusion_tag("look/parts/asof_control.html", takes_context=True)
def asof_control(context: template.Context) -> dict[str, Any]:
    """A drop-down with the two days; the filters of the page go along."""
    return {"asof": context["asof"], "kept": _kept(context)}


@register.inclusion_tag("look/parts/asof_banner.html", takes_context=True)
def asof_banner(context: template.Context) -> dict[str, Any]:
    """What was wrong with the days asked for; of the past, that it is the past and the way back."""
    asof: AsOf = context["asof"]
    query = context["request"].GET.copy()
    for name in DROPPED:
        query.pop(name, None)
    return {"asof": asof, "back": context["request"].path + ("?" + query.urlencode() if query else "")}


def _kept(context: template.Context) -> list[tuple[str, str]]:
    return [(name, value) for name, value in context["request"].GET.items() if name not in DROPPED and value]
