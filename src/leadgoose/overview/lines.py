"""The lines of the watch, in words: what is to be done, and every branch with its state. Pages, papers and exports print the same lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.duties.queries import Owed
from leadgoose.ground.duties.rules.state import State
from leadgoose.overview import sentences
from leadgoose.overview.queries import Scene
from leadgoose.overview.rules.board import Group, Tone, foremost, group, share_gone, tone
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.queries.places import NOTHING, Detail, HeldTerm, Place, Secretary

BAR = 150
"""Width of the picture of a term, in pixels."""


_STATE: Mapping[Group, Promise] = {
    Group.SIX: gettext_lazy("六个月内"),
    Group.PROBATION: gettext_lazy("预备期将满"),
    Group.VACANT: gettext_lazy("待补选"),
    Group.FIRST: gettext_lazy("待选举"),
    Group.STANDING: gettext_lazy("党龄不满一年"),
}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """Something to be done. act: the capability that mends it; "" in a look at another day."""

    org_key: str
    org_name: str
    person_key: str
    code: str
    what: str
    tag: str
    tone: Tone
    numbers: str
    rules: tuple[str, ...]
    who: str
    act: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The term as a picture: how many of BAR pixels are behind, where the day stands."""

    gone: int
    tick: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch with its state. secretary None: see secretary_tag. Counts None: not known."""

    place: Place
    term: HeldTerm | None
    above: str
    secretary: Secretary | None
    secretary_tag: str
    secretary_tone: Tone
    bar: Bar | None
    last_day: str
    tag: str
    tone: Tone
    why: str
    more: int


def tasks(shown: Scene, owed: Iterable[Owed]) -> list[TaskLine]:
    """The lines of these obligations in the order given. One query at most."""
    owed = list(owed)
    names = shown.names_of(owed)
    return [_task(shown, one, names) for one in owed]


def branches(shown: Scene, places: Sequence[Place]) -> list[BranchLine]:
    """The lines of these branches in the order given. One query at most."""
    details = shown.details_of([one.key for one in places])
    owed: dict[str, list[Owed]] = {one.key: [] for one in places}
    for one in shown.owed:
        if one.org_key in owed:
            owed[one.org_key].append(one)
    in_order = _("正常")
    return [_branch(shown, one, details.get(one.key, NOTHING), owed[one.key], in_order) for one in places]


def _task(shown: Scene, one: Owed, names: Mapping[str, str]) -> TaskLine:
    rules = tuple(rule for rule in (one.rule, *sentences.ALSO.get(one.code, ())) if rule)   # what an office does by custom has none
    return TaskLine(
        one.org_key, shown.places[one.org_key].name, one.person_key, one.code, sentences.what(one, names.get(one.person_key, "")),
        sentences.tag(one), tone(one), sentences.numbers(one), rules, sentences.who(one.code), one.act if shown.live else "",
    )


def _branch(shown: Scene, place: Place, detail: Detail, owed: list[Owed], in_order: str) -> BranchLine:
    told = foremost(owed)
    said, colour = (in_order, Tone.OK) if told is None else (_state(told), tone(told))
    secretary, secretary_tag, secretary_tone = _secretary(detail.secretaries, owed)
    groups = {group(one) for one in owed}
    others = groups - {Group.REMIND} if told is None else groups - {Group.REMIND, group(told)}
    return BranchLine(
        place, detail.term, _above(shown, place), secretary, secretary_tag, secretary_tone, _bar(detail.term, shown, groups),
        detail.term.last_day.isoformat() if detail.term else "", said, colour, "" if told is None else sentences.numbers(told), len(others),
    )


def _state(told: Owed) -> str:
    """The state of a branch in few words; late terms say since when they are over."""
    kind = group(told)
    if kind is Group.EXPIRED:
        return _("届满 %(n)s 天") % {"n": told.due.days}
    if kind is Group.SHIFTED:
        return _("提前") if told.numbers["shifted"] < told.numbers["expires"] else _("延期中")
    if kind is Group.PROBATION and told.due.state is State.LATE:
        return _("预备期已满 %(n)s 天") % {"n": told.due.days}
    return str(_STATE[kind]) if kind in _STATE else sentences.tag(told)


def _secretary(held: tuple[Secretary, ...], owed: list[Owed]) -> tuple[Secretary | None, str, Tone]:
    if len(held) == 1:
        return held[0], "", Tone.OK
    if any(one.code == "secretary_vacant" for one in owed):
        return None, _("空缺"), Tone.ACT
    if len(held) > 1:
        return None, _("两处记录不一致"), Tone.UNKNOWN
    return None, _("资料未知"), Tone.UNKNOWN


def _above(shown: Scene, place: Place) -> str:
    """The general branch that a branch belongs to; "" when it stands directly below the committee."""
    keys = place.path.strip("/").split("/")
    found = shown.places.get(keys[-2]) if len(keys) > 1 else None
    return found.name if found is not None and found.kind is OrgKind.GENERAL_BRANCH else ""


def _bar(term: HeldTerm | None, shown: Scene, groups: set[Group]) -> Bar | None:
    if term is None:
        return None
    gone = round(BAR * share_gone(term.elected_on, term.last_day, shown.on))
    colour = Tone.ACT if Group.EXPIRED in groups else Tone.SOON if groups & {Group.SIX, Group.SHIFTED} else Tone.UNKNOWN
    return Bar(gone, min(gone, BAR - 2), colour)
