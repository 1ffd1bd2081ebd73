"""任免: the posts of one organisation, given and ended by one document on one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster import words
from leadgoose.roster.actions import posts as acts
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.posts import Document
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import HOMES, CameBy, OrgKind, PostKind
from leadgoose.roster.models import Done, Organisation
from leadgoose.roster.queries import organisation as pages
from leadgoose.roster.queries import posts as queries
from leadgoose.roster.rules.posts import Act, Wish, kinds_in, ways_of
from leadgoose.roster.web.asked import day, day_or_none
from leadgoose.roster.web.bodies import unclear
from leadgoose.roster.web.screens import Screen, Shown, run

ROWS = 7
"""A committee has at most so many members, as a rule (branch-committee-size)."""
PARTS = ("post", "who", "time", "cross")
TIMES = {"full": True, "part": False}
YES_NO = {"yes": True, "no": False}
R = TypeVar("R")


@gate("roster.change_posts", at="organisation", methods=("GET", "POST"))
def change_posts(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST: basis (number of the document), dated, on, came_by; post_n, who_n, time_n, cross_n of each row; end (person:post); remark, step."""
    today, kind = clock.today(), OrgKind(organisation.kind)
    kinds, rows = kinds_in(kind), range(1, 2 if kind is OrgKind.GROUP else ROWS + 1)
    ending = request.POST.getlist("end")
    held = pages.holders(organisation, today)
    within = queries.within(organisation)
    asked = {key: request.GET.get(key, "") for key in ("post", "who")}
    screen = Screen(
        request, "roster/change_posts.html", _("任免"),
        ("dated", "came_by", "end", *(f"{part}_{n}" for n in rows for part in PARTS), *(f"row_{n}" for n in rows)), acts.FIELD,
        {"came_by": _way(kind).value, "post_1": asked["post"], "who_1": asked["who"]}, {
            "organisation": organisation, "back": reverse("roster.organisation", args=[organisation.key]),
            "held": [(one, f"{one.person}:{one.kind}", words.word(words.POST, one.kind), f"{one.person}:{one.kind}" in ending) for one in held],
            "rows": [{"n": n, "fields": {part: f"{part}_{n}" for part in PARTS}, "row": f"row_{n}", **_values(request, n, asked)} for n in rows],
            "posts": [(one.value, words.word(words.POST, one)) for one in kinds],
            "ways": [(one.value, _way_word(kind, one)) for one in (CameBy.APPOINTED, CameBy.DESIGNATED, CameBy.ELECTED) if one in _ways(kind)],
            "times": [("full", _("专职")), ("part", _("兼职"))], "crosses": [("yes", _("是")), ("no", _("否"))],
            "names": [(name, branch) for _key, name, branch in within] if len(within) <= queries.CHOICES else [],
            "group": kind is OrgKind.GROUP, "temporary": kind is OrgKind.TEMPORARY_BRANCH,
        },
    )
    at = clock.now()

    def judge(typed: dict[str, str]) -> Shown:
        wishes, lines = _wishes(organisation, typed, ending, rows)
        seen = _at_row(lines, lambda: acts.judge(organisation, wishes, _document(typed), today, at))
        return seen.effect, seen.notices

    def do(typed: dict[str, str], consent: Consent) -> Sequence[Done]:
        wishes, lines = _wishes(organisation, typed, ending, rows)
        return _at_row(lines, lambda: acts.change_posts(organisation, wishes, _document(typed), by=request.actor, at=at, consent=consent))

    return run(screen, judge, do, lambda _done: screen.context["back"])


def _values(request: Asked, n: int, asked: Mapping[str, str]) -> dict[str, str]:
    if request.method == "POST":
        return {part: request.POST.get(f"{part}_{n}", "").strip() for part in PARTS}
    return {part: asked.get(part, "") if n == 1 else "" for part in PARTS}


def _ways(kind: OrgKind) -> set[CameBy]:
    return {way for post in kinds_in(kind) for way in ways_of(kind, post)}


def _way(kind: OrgKind) -> CameBy:
    return CameBy.APPOINTED if CameBy.APPOINTED in _ways(kind) else CameBy.DESIGNATED


def _way_word(kind: OrgKind, way: CameBy) -> str:
    return str(words.CAME_BY_OF_LEADER[way]) if kind is OrgKind.GROUP else words.word(words.CAME_BY, way)


def _document(typed: Mapping[str, str]) -> Document:
    return Document(typed["basis"], day_or_none(typed["dated"], "dated"), day(typed["on"], "on"))


def _wishes(place: Organisation, typed: Mapping[str, str], ending: Sequence[str], rows: Sequence[int]) -> tuple[list[Wish], list[str]]:
    """The lines of the document, and the field at which each is shown."""
    wishes, fields = [], []
    for one in ending:
        person, _colon, kind = one.partition(":")
        if kind in list(PostKind):
            wishes.append(Wish(Act.END, person, PostKind(kind)))
            fields.append("end")
    came_by = CameBy(typed["came_by"]) if typed["came_by"] in list(CameBy) else CameBy.APPOINTED
    for n in rows:
        kind, who = typed[f"post_{n}"], typed[f"who_{n}"]
        if not kind and not who:
            continue
        if kind not in list(PostKind) or not who:
            raise Refused(f"row_{n}", _("职务和姓名都要填写。"))
        person = _person(place, who, f"row_{n}")
        wishes.append(Wish(Act.GIVE, person, PostKind(kind), came_by, TIMES.get(typed[f"time_{n}"]), YES_NO.get(typed[f"cross_{n}"])))
        fields.append(f"row_{n}")
    return wishes, fields


def _person(place: Organisation, text: str, field: str) -> str:
    """The key of whom a typed name means: somebody of this branch first, else of the committee."""
    home = place.key if place.kind in HOMES else ""
    found = queries.meant(place.top_key, text, home)
    if found.person is None and not found.several:
        found = queries.meant(place.top_key, text)
    if found.person is None:
        no = unclear(text, found.several)
        raise Refused(field, no.said, no.touches)
    return found.person.key


def _at_row(fields: Sequence[str], ask: Callable[[], R]) -> R:
    """A refusal about one line stands at its row."""
    try:
        return ask()
    except Refused as no:
        if no.line is not None:
            no.code = fields[no.line]
        raise

