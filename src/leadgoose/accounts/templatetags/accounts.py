"""What the templates of accounts need."""

from __future__ import annotations

from django import template

from leadgoose.accounts.words import ROLES

register = template.Library()


@register.filter
def role_name(code: str) -> str:
    """A role's code in words; an unknown one as it is."""
    return str({role.value: words for role, words in ROLES.items()}.get(code, code))
