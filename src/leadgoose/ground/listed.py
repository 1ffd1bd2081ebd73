"""Several things in one row, and a number with what it counts, as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, ngettext_lazy


def listed(items: Iterable[object]) -> str:
    """甲、乙、丙; in English with commas."""
    told = [str(one) for one in items]
    return _joined(gettext("%(one)s、%(two)s"), told) if len(told) > 1 else "".join(told)


def clauses(items: Iterable[object]) -> str:
    """What has commas of its own, in one row: 甲，一；乙，二."""
    told = [str(one) for one in items]
    return _joined(gettext("%(one)s；%(two)s"), told) if len(told) > 1 else "".join(told)


def bracketed(told: object, more: object) -> str:
    """甲（一）; in English A (1). As it is where nothing stands beside it."""
    return gettext("%(told)s（%(more)s）") % {"told": told, "more": more} if str(more) else str(told)


def plural(text: str, n: int) -> str:
    """A message in the form of its number: 1 item, 2 items. Written once, for Chinese has one form for all; tools/messages.py collects it."""
    return ngettext(text, text, n)


def plural_later(text: str, number: str) -> str | Promise:
    """`plural` for a table of sentences: the form is that of the number which is filled in under this name. Without % it says nothing."""
    return ngettext_lazy(text, text, number)


def _joined(pair: str, told: list[str]) -> str:
    return reduce(lambda one, two: pair % {"one": one, "two": two}, told)
