"""The nouns of the statutes: a regulation with its dates, a rule with its parameters and strength."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from leadgoose.ground.statutes.language import Lang

Kind = Literal["regulation", "law", "standard", "internal", "explanation", "practice", "derived"]
Confidence = Literal["high", "medium", "low"]
ArticleConfidence = Literal["read", "memory", "none"]
Operator = Literal["<", "<=", "==", ">=", ">"]
Value = int | Fraction | Decimal | date | str


class Strength(StrEnum):
    """How hard a rule binds: a must stops, a 一般 warns, a may allows, a local one is an enterprise's own setting."""

    MUST = "must"
    GENERAL = "general"
    MAY = "may"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Regulation:
    """One published text (or one kind of source that is no published text), with the days on which it is in force."""

    key: str
    kind: Kind
    title: Mapping[Lang, str]
    number: str | None  # of a standard: GB/T 9704—2012
    valid_from: date | None  # first day in force; None = not known
    valid_to: date | None  # last day in force; None = still in force as far as known
    replaces: str | None
    confidence: Confidence
    note: str | None

    def in_force(self, day: date) -> bool:
        """Whether the text is in force on a day, both end days included; an unknown day does not exclude."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a rule. ``value`` is an integer, a Fraction, a Decimal, a day or, where it is none of these, text."""

    name: str
    value: Value
    unit: str
    op: Operator | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One paraphrased rule of one regulation. ``strength`` is already that of the parent where the rule is derived."""

    id: str
    regulation: Regulation
    article: str | None
    article_confidence: ArticleConfidence
    strength: Strength
    parent: "Rule | None"
    confidence: Confidence
    applies_to: str
    title: Mapping[Lang, str]  # a key phrase; English has none of its own and shows the rule
    sentence: Mapping[Lang, str]
    parameters: tuple[Parameter, ...]
    note: str | None
    source: str
    article_source: str | None

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name; KeyError names rule and parameter."""
        for one in self.parameters:
            if one.name == name:
                return one
        raise KeyError(f"{self.id} has no parameter {name!r}")

    def value(self, name: str) -> Value:
        """The value of a parameter, typed as the data file wrote it."""
        return self.parameter(name).value

    def integer(self, name: str) -> int:
        """The value of a whole-number parameter; TypeError when it is anything else."""
        value = self.value(name)
        if not isinstance(value, int):
            raise TypeError(f"{self.id}.{name} is no whole number: {value!r}")
        return value

    def fraction(self, name: str) -> Fraction:
        """The value of a parameter written "a/b"; TypeError when it is anything else."""
        value = self.value(name)
        if not isinstance(value, Fraction):
            raise TypeError(f"{self.id}.{name} is no fraction: {value!r}")
        return value

    def on(self, day: date) -> bool:
        """Whether the rule's text is in force on a day; a derived rule lives and ends with its parent."""
        if self.parent is not None and not self.parent.on(day):
            return False
        return self.regulation.in_force(day)
