"""One form for all spellings of the same thing; used for what is stored to be searched and for what is searched for, never
for showing.
"""

from __future__ import annotations

import unicodedata

from leadgoose.ground.search.scripts import simplify

_UMLAUT = str.maketrans(dict.fromkeys("üǖǘǚǜÜǕǗǙǛ", "v"))
"""ü is typed v, and pinyin is stored so."""
_DOTS = str.maketrans(dict.fromkeys("·•‧・･∙⋅・᛫●", None))
"""The dot inside a name (阿依古丽·买买提) has many code points, and many leave it out."""


def fold(text: str) -> str:
    """Lower case, ordinary width, simplified characters, no white space, no accents, no dots inside names."""
    if text.isascii():
        return "".join(text.split()).lower()
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_UMLAUT))
        text = unicodedata.normalize("NFC", "".join(letter for letter in text if not unicodedata.combining(letter)))
        text = simplify(text.translate(_DOTS))
    return "".join(text.split()).casefold()
