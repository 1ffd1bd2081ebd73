"""The button at the end of a line: the page that mends it, for those who may."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from leadgoose.ground.access.actor import Actor
from leadgoose.overview import sentences
from leadgoose.overview.lines import TaskLine
from leadgoose.overview.queries import Scene
from leadgoose.overview.rules.board import Tone

OFFICE = frozenset({
    "roster.imports", "roster.import_terms", "roster.import_register", "roster.fill_grid", "training.plans", "training.exams", "rights.objections",
    "rights.erasures",
})
"""Acts that are done for the committee as a whole, on its page."""


OF_PERSON = frozenset({"roster.person", "roster.end_probation", "training.person"})
"""Pages about one person."""
LOOKS = frozenset({"roster.organisation", "roster.person", "training.person", "recordbook.book", "recordbook.resolutions"})
"""Pages that only show the thing: a button to them is never pressing."""
ABOUT = {"training.branch": "#coming"}
"""Pages of an organisation that begin with the person whom the line is about, at this place."""
NEEDS = {"training.branch": "training.nominate"}
"""What one must be allowed to do on a page for it to mend anything."""
ELSE = {"training.branch": "training.person"}
"""Where whoever only looks is led instead."""
OWN = {"training.exams": "training.my_exams"}
"""What the office does for everybody, and where whoever the line is about does it."""


@dataclass(frozen=True, slots=True)
class Button:
    """The act that mends it, and whether it is pressing."""

    address: str
    label: str
    pressing: bool


def button(line: TaskLine, shown: Scene, actor: Actor) -> Button | None:
    """The button at the end of a line; None when the actor may not do it, or the line looks at another day."""
    if not line.act:
        return None
    if line.act in OWN and line.person_key and line.person_key == actor.person_key:
        return Button(reverse(OWN[line.act]), sentences.button(line.act), line.tone is Tone.ACT)
    reach = frozenset(shown.places[line.org_key].path.strip("/").split("/"))
    top = shown.places[line.org_key].path.strip("/").split("/")[0]
    for act in (line.act, ELSE.get(line.act, ""), "roster.organisation"):
        thing = line.person_key if act in OF_PERSON else top if act in OFFICE else line.org_key
        where = address(act, thing)
        if where and actor.may(act, reach) and actor.may(NEEDS.get(act, act), reach):
            where += f"?person={line.person_key}{ABOUT[act]}" if act in ABOUT else ""
            return Button(where, sentences.button(act, begun=shown.elects(line.org_key)), line.tone is Tone.ACT and act not in LOOKS)
    return None


def address(page: str, thing: str) -> str:
    """The address of a page on a thing; "" for one that is not built yet, so that nothing links to nowhere."""
    try:
        return reverse(page, args=[thing])
    except NoReverseMatch:
        return ""
