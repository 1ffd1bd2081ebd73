"""Finding things by what people type: folded text, names by pinyin and initials, bigrams for whole texts. Needs no database."""

from leadgoose.ground.search.bigrams import bigrams
from leadgoose.ground.search.folding import fold
from leadgoose.ground.search.names import NameKeys, name_keys
from leadgoose.ground.search.queries import Query, looks_like
from leadgoose.ground.search.scripts import simplify

__all__ = ["NameKeys", "Query", "bigrams", "fold", "looks_like", "name_keys", "simplify"]
