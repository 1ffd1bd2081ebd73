"""Verdicts with reasons: a code, the rule that speaks, and the numbers. Sentences live outside, in ``sentences``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from leadgoose.ground.statutes.shelf import rule
from leadgoose.ground.statutes.texts import Strength


class Names(tuple[str, ...]):
    """Several names in one place of a sentence; the template gives what stands between them: ``{names:、}``."""

    __slots__ = ()

    def __format__(self, between: str) -> str:
        return (between or "、").join(self)


Number = int | str | Names  # counts stay integers; days travel as ISO text, names as they are written


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict fell as it did.

    ``code`` is ``subject.what`` and finds its sentence in that subject's ``sentences.toml``; ``rule`` is a rule id of
    the statutes; ``numbers`` fill the sentence; ``met`` says whether the rule is satisfied here.
    """

    code: str
    rule: str
    numbers: Mapping[str, Number] = field(default_factory=dict)
    met: bool = True

    @property
    def strength(self) -> Strength:
        """The strength of the rule that speaks."""
        return rule(self.rule).strength


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an act may go on, and every reason for and against it."""

    ok: bool
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def of(cls, reasons: Iterable[Reason]) -> Self:
        """The verdict that follows from reasons: only an unmet must stops; an unmet 一般 is a warning."""
        told = tuple(reasons)
        return cls(not any(one.strength is Strength.MUST for one in told if not one.met), told)

    @property
    def stops(self) -> tuple[Reason, ...]:
        """Unmet reasons that stop: nobody can clear them."""
        return tuple(one for one in self.reasons if not one.met and one.strength is Strength.MUST)

    @property
    def warnings(self) -> tuple[Reason, ...]:
        """Unmet reasons that warn: a person may clear them by recording why."""
        return tuple(one for one in self.reasons if not one.met and one.strength is not Strength.MUST)
