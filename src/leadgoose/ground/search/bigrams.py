"""Words for a whole-text index of Chinese: most words have two characters, and no index of three can find them."""

from __future__ import annotations

import re
import unicodedata

from leadgoose.ground.search.scripts import simplify

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")


def bigrams(text: str) -> tuple[str, ...]:
    """“曙光工程 A3” → 曙光 光工 工程 a3. A run of one character stays; the order and repetitions of the text are kept for
    phrases.

    Store them joined by spaces, and ask with the same function: two characters are one term, longer words a phrase of terms.
    """
    folded = simplify(unicodedata.normalize("NFKC", text)).casefold()
    terms: list[str] = []
    for run in _RUNS.findall(folded):
        if run.isascii() or len(run) == 1 or not _is_han(run):
            terms.append(run)
        else:
            terms += [run[index:index + 2] for index in range(len(run) - 1)]
    return tuple(terms)


def _is_han(run: str) -> bool:
    return run[0] >= "\u3007"
