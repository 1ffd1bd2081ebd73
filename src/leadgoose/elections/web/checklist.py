"""A checklist as lines: each item with its rule, why, and what removes it: a tick, a reason, another stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from leadgoose.elections.actions.entry import BY_COUNT
from leadgoose.elections.models import Election
from leadgoose.elections.rules.procedure import procedure
from leadgoose.elections.rules.stages import Item, Record
from leadgoose.elections.web import words
from leadgoose.elections.web.screens import SCREENS
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.statutes.texts import Strength
from leadgoose.ground.statutes.verdicts import Reason, Verdict

_MEETING = {"preselection": "preselection", "first-meeting": "committee"}
"""The meeting at whose desk a stage is done, where it is not the members'."""
_BEFORE, _ITEM = "elections.before-", "elections.item-"


@dataclass(frozen=True, slots=True)
class Line:
    """One item. tick: it can be said to be so, under `code`; clear: a reason can be written, under `item`. told: the numbers behind it."""

    code: str
    sentence: str
    rule: str
    tone: str
    tag: str
    tick: bool = False
    ticked: bool = False
    clear: bool = False
    reason: str = ""
    told: tuple[str, ...] = ()
    address: str = ""
    label: str = ""

    @property
    def item(self) -> str:
        return f"{_ITEM}{self.code}" if self.tick else self.code


def lines(election: Election, items: Iterable[Item], record: Record, found: Mapping[str, bool]) -> list[Line]:
    """The items of a stage as a form shows them. found: items that the act finds out by itself."""
    shown = []
    for item in items:
        if item.code.startswith(_BEFORE):
            # done, or gone without at an earlier stage already: nothing to say
            if not item.met and (not item.cleared_with_reason or item.code in record.cleared):
                shown.append(_stage_line(election, item))
            continue
        key = item.code.removeprefix(_ITEM)
        need = procedure().items.get(key) if item.code.startswith(_ITEM) else None
        if need is None:
            shown.append(_reason_line(item))
        elif need.judged:
            shown.append(_judged_line(item, record.judged.get(key)))
        elif key in BY_COUNT or key in found:
            shown.append(_found_line(item, found.get(key, item.met)))
        else:
            sentence = words.reason(Reason(item.code, item.rule, item.numbers))
            clear = not item.met and item.strength is Strength.GENERAL   # ticked where it is so, else the reason
            state = ("plain", _("待核对")) if clear and not item.cleared_with_reason else _state(item)
            shown.append(Line(key, sentence, item.rule, *state, tick=True, ticked=item.met, clear=clear, reason=item.cleared_with_reason))
    return shown


def stopping(election: Election, items: Iterable[Item]) -> list[Line]:
    """Only what stops, for a page that leads to the stage: what is missing, and what is said to be so when the stage is done."""
    found = []
    for one in items:
        if one.stops:
            line = _stage_line(election, one) if one.code.startswith(_BEFORE) else _reason_line(one)
            if one.code == f"{_ITEM}deputy-voted":
                line = replace(line, address=of_stage(election, "next-post"), label=str(words.DO["next-post"]))
            need = procedure().items.get(one.code.removeprefix(_ITEM))
            # a verdict of a 一般 rule never leaves its item unmet: what is, waits for what the stage's page asks
            said_then = need is not None and (not need.judged or one.strength is Strength.GENERAL) and one.code.removeprefix(_ITEM) not in BY_COUNT
            found.append(replace(line, tone="plain", tag=_("待核对")) if said_then else line)
    return found


def for_reader(found: Iterable[Line], actor: Actor, reach: Iterable[str]) -> list[Line]:
    """The same lines; a page that the reader may not open is not led to."""
    return [replace(one, address="") if one.address and not actor.may(_asked_for(one.address), reach) else one for one in found]


def _asked_for(address: str) -> str:
    return str(resolve(address.partition("?")[0]).func.capability)   # type: ignore[attr-defined]   # the gate's mark


def gone_without(code: str, rule: str) -> str:
    """An item or an earlier stage that was gone without, in words, by its code; "" for any other code."""
    if code.startswith(_BEFORE):
        return _("没有先办“%(stage)s”。") % {"stage": words.stage(code.removeprefix(_BEFORE))}
    return _("没有做到：%(item)s") % {"item": words.reason(Reason(code, rule))} if code.startswith(_ITEM) else ""


def address(name: str, *args: str) -> str:
    """The address of a page; "" for one that is not built."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def of_stage(election: Election, key: str) -> str:
    """The page on which a stage or side move is done; the reminder's stands at the organisation."""
    if key == "reminder":
        return address("elections.reminder", election.organisation.key)
    if key in SCREENS:
        return address((procedure().stages.get(key) or procedure().sides[key]).act, election.key)
    return reverse("elections.desk", args=[election.key]) + f"?meeting={_MEETING.get(key, 'members')}"


def _stage_line(election: Election, item: Item) -> Line:
    key = item.code.removeprefix(_BEFORE)
    sentence = words.reason(Reason(item.code, item.rule, item.numbers))
    clear = item.strength is Strength.GENERAL and not item.met
    return Line(
        item.code, sentence, item.rule, *_state(item), clear=clear, reason=item.cleared_with_reason, address="" if item.met else of_stage(election, key),
        label=str(words.DO[key]),
    )


def _reason_line(item: Item) -> Line:
    clear = not item.met and item.strength is Strength.GENERAL
    return Line(
        item.code, words.reason(Reason(item.code, item.rule, item.numbers, met=item.met)), item.rule, *_state(item), clear=clear,
        reason=item.cleared_with_reason,
    )


def _judged_line(item: Item, verdict: Verdict | None) -> Line:
    told = tuple(words.reason(one) for one in verdict.reasons if one.met) if verdict is not None else ()
    state = ("plain", _("待核对")) if verdict is None and item.strength is Strength.GENERAL else _state(item)
    if item.met and verdict is not None and any(not one.met for one in verdict.reasons):
        state = ("soon", _("留意"))   # nothing stops for good, but something below is to be explained
    return Line(item.code, words.reason(Reason(item.code, item.rule, item.numbers)), item.rule, *state, told=told)


def _found_line(item: Item, met: bool) -> Line:
    state = ("ok", _("齐")) if met else _state(item) if not item.met else ("act", _("缺"))
    return Line(item.code, words.reason(Reason(item.code, item.rule, item.numbers)), item.rule, *state)


def _state(item: Item) -> tuple[str, str]:
    """Colour and words of an item: in order, missing, wants a reason, only told."""
    if item.met:
        return "ok", _("齐")
    if item.strength in (Strength.MAY, Strength.LOCAL):
        return "plain", _("提示")
    if item.strength is Strength.MUST:
        return "act", _("缺")
    return ("ok", _("已写明原因")) if item.cleared_with_reason else ("soon", _("写明原因"))
