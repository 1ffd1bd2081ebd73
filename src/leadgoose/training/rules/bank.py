"""Questions of the bank: what one is, what makes one unfit, which of its rules' values have moved since it was written.

A question cites the rules that its right answer rests on and pins every value of theirs, comparison and strength included: when a regulation changes,
the question is held back until somebody has read it again, however well its text fills itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from leadgoose.ground.statutes import Rule, load
from leadgoose.training.rules.filling import Unfillable, fill, used

LONGEST, MOST_OPTIONS, MOST_POINTS = 400, 6, 8
LEVELS = (1, 2, 3)
TRUE, FALSE = "对", "错"
SAID = {**dict.fromkeys((TRUE, "正确", "√", "是", "true"), TRUE), **dict.fromkeys((FALSE, "错误", "×", "否", "false"), FALSE)}
"""How people write that a statement is true or false, in simplified characters and small letters."""
_GROUND = re.compile(r"([a-z0-9-]+)(?: (must|general|may|local))?(?:: (.+))?")
_PIN = re.compile(r"([a-z_0-9]+) (<=|>=|==|<|>|=) (.+)")
_BETWEEN_PINS = re.compile(r", (?=[a-z_0-9]+ [<>=]=? )")


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"            # 单选
    MULTIPLE = "multiple"        # 多选
    TRUE_FALSE = "truefalse"     # 判断
    SHORT = "short"              # 简答: read by a trainer, against its points


@dataclass(frozen=True, slots=True)
class Pin:
    """One value of a rule as it was when the question was last read: name, comparison ("=": none) and value as text ("4/5")."""

    parameter: str
    op: str
    value: str

    def __str__(self) -> str:
        return f"{self.parameter} {self.op} {self.value}"


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that an answer rests on, with its strength and values as they were."""

    rule: str
    strength: str
    pins: tuple[Pin, ...] = ()

    def __str__(self) -> str:
        return f"{self.rule} {self.strength}" + (": " + ", ".join(map(str, self.pins)) if self.pins else "")

    @classmethod
    def now(cls, rule: Rule) -> Ground:
        """The rule as it stands today."""
        return cls(rule.id, rule.strength.value, tuple(Pin(one.name, one.op or "=", str(one.value)) for one in rule.parameters))

    @classmethod
    def parse(cls, text: str) -> Ground:
        """From ``branch-meeting-vote must: quorum >= 1/2, majority > 1/2``; ValueError otherwise. A bare rule id has no strength and no pins."""
        found = _GROUND.fullmatch(text)
        pins = [_PIN.fullmatch(part) for part in _BETWEEN_PINS.split(found[3])] if found and found[3] else []
        if found is None or None in pins:
            raise ValueError(f"no rule with its values: {text!r}")
        return cls(found[1], found[2] or "", tuple(Pin(*one.groups()) for one in pins if one))


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its places not yet filled.

    right: the one right option, all right options, 对 or 错, or the points that a short answer must make; wrong: the other options.
    """

    key: str
    course: str
    unit: int
    kind: Kind
    difficulty: int
    ask: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    why: str
    grounds: tuple[Ground, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """All that may be chosen, right ones first; 对 and 错 in this order; none for a short answer."""
        if self.kind is Kind.SHORT:
            return ()
        return (TRUE, FALSE) if self.kind is Kind.TRUE_FALSE else self.right + self.wrong

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.ask, *self.right, *self.wrong, self.why)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a question cannot be used: the field it stands in and what is wrong, as a code of ``bank_words.FAULTS``."""

    where: str
    code: str
    facts: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """A value (or, with no parameter, the strength) of a rule that is no longer what the question was written with; now None: gone."""

    rule: str
    parameter: str
    was: str
    now: str | None


def faults(question: Question, rules: Mapping[str, Rule] | None = None) -> tuple[Fault, ...]:
    """Everything that makes a question unfit; none for one that may be asked."""
    known = load().rules if rules is None else rules
    return (*_of_texts(question), *_of_answers(question), *_of_grounds(question, known), *_of_places(question, known))


def moved(grounds: Sequence[Ground], rules: Mapping[str, Rule] | None = None) -> tuple[Moved, ...]:
    """What has changed in the rules since these grounds were pinned: values, comparisons, strengths, values added or gone."""
    known = load().rules if rules is None else rules
    return tuple(one for ground in grounds for one in _moved(ground, known.get(ground.rule)))


def _moved(was: Ground, rule: Rule | None) -> Iterator[Moved]:
    if rule is None:
        yield Moved(was.rule, "", was.strength, None)
        return
    now = Ground.now(rule)
    if was.strength != now.strength:
        yield Moved(was.rule, "", was.strength, now.strength)
    before, after = ({pin.parameter: f"{pin.op} {pin.value}" for pin in one.pins} for one in (was, now))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Moved(was.rule, name, before.get(name, ""), after.get(name))


def _of_texts(question: Question) -> Iterator[Fault]:
    for name, text in (("ask", question.ask), ("why", question.why)):
        if not text.strip():
            yield Fault(name, f"bank-no-{name}")
        elif len(text) > LONGEST:
            yield Fault(name, "bank-too-long", {"most": LONGEST})
    if question.difficulty not in LEVELS:
        yield Fault("difficulty", "bank-difficulty")


def _of_answers(question: Question) -> Iterator[Fault]:
    right, wrong = len(question.right), len(question.wrong)
    if not right:
        yield Fault("right", "bank-no-right")
    elif question.kind is Kind.SHORT:
        if right > MOST_POINTS:
            yield Fault("right", "bank-points", {"most": MOST_POINTS})
    elif question.kind is Kind.TRUE_FALSE:
        if question.right not in ((TRUE,), (FALSE,)):
            yield Fault("right", "bank-true-false")
    else:
        if question.kind is Kind.SINGLE and right > 1:
            yield Fault("right", "bank-two-right", {"right": right})
        if question.kind is Kind.MULTIPLE and right < 2:
            yield Fault("right", "bank-one-right")
        if not wrong:
            yield Fault("wrong", "bank-no-wrong")
        if not 3 <= right + wrong <= MOST_OPTIONS:
            yield Fault("wrong", "bank-options", {"options": right + wrong, "most": MOST_OPTIONS})


def _of_grounds(question: Question, known: Mapping[str, Rule]) -> Iterator[Fault]:
    if not question.grounds:
        yield Fault("rules", "bank-no-rule")
    for ground in question.grounds:
        if ground.rule not in known:
            yield Fault("rules", "bank-unknown-rule", {"rule": ground.rule})


def _of_places(question: Question, known: Mapping[str, Rule]) -> Iterator[Fault]:
    """Places that cannot be filled, that rest on a rule not cited, and options that read alike once filled."""
    cited = {ground.rule for ground in question.grounds}
    fields = (("ask", (question.ask,)), ("right", question.right), ("wrong", question.wrong), ("why", (question.why,)))
    for name, texts in fields:
        for text in texts:
            for value in used(text):
                if value.rule in known and value.rule not in cited:
                    yield Fault(name, "bank-uncited", {"rule": value.rule})
            try:
                fill(text, known)
            except Unfillable as error:
                yield Fault(name, "bank-place", {"place": error.place})
                return
    filled = [fill(one, known) for one in question.options]
    for text in dict.fromkeys(one for one in filled if filled.count(one) > 1):
        yield Fault("wrong", "bank-same-option", {"option": text})
