"""更正登记资料: the register's line about a person, corrected or changed from a day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.roster import words
from leadgoose.roster.actions import lines as acts
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.identity import PHONE
from leadgoose.roster.models import Done, Person, PersonFact
from leadgoose.roster.rules.difference import FIELDS, FieldChange
from leadgoose.roster.rules.lines import ACT, GENDERS, LONGEST, How, tidy
from leadgoose.roster.web.acts import names_of
from leadgoose.roster.web.asked import day
from leadgoose.roster.web.screens import Screen, Shown, run
from leadgoose.roster.web.telling import FIELD_WORDS, ToldChange, told_change

HOW: Mapping[str, Promise] = {How.CORRECTION: _("原登记有误"), How.CHANGE: _("自某日起变化")}


@gate("roster.correct_line", at="person", methods=("GET", "POST"))
def correct_line(request: Asked, person: Person) -> HttpResponse:
    """GET: the line as it stands. POST: its fields, how, on, basis, step. The phone is empty until it is changed: it is not shown here."""
    try:
        line = acts.line_of(person)
    except Refused:
        raise Http404 from None
    values = {} if request.method == "POST" else {name: str(getattr(line, name)) for name in FIELDS if name != PHONE}
    back = reverse("roster.person", args=[person.key])
    name = names_of([person])[person.key]
    context: dict[str, Any] = {
        "person": person, "name": name, "back": back, "genders": [(one, words.word(words.GENDER, one)) for one in GENDERS],
        "hows": [(code, str(word)) for code, word in HOW.items()],
        "fields": [(field, FIELD_WORDS[field], str(LONGEST.get(field, 10)), field in {"name", "joined_party"}) for field in FIELDS if field != "gender"],
    }
    screen = Screen(request, "roster/correct_line.html", words.DEED[ACT], (*FIELDS, "how"), {}, {"how": How.CORRECTION.value, **values}, context)
    at = clock.now()

    def read(typed: Mapping[str, str]) -> tuple[dict[str, str], How]:
        changes = {field: typed[field] for field in FIELDS if field != PHONE or typed[PHONE]}
        return changes, How(typed["how"]) if typed["how"] in list(How) else How.CORRECTION

    def judge(typed: dict[str, str]) -> Shown:
        changes, how = read(typed)
        context["differs"] = _differing(line, changes)
        return acts.judge(person, changes, how, day(typed["on"], "on"), typed["basis"], clock.today(), at), ()

    def do(typed: dict[str, str], consent: Consent) -> Sequence[Done]:
        changes, how = read(typed)
        return [acts.correct_line(person, changes, how, day(typed["on"], "on"), typed["basis"], by=request.actor, at=at)]

    response = run(screen, judge, do, lambda _done: back)
    response["Cache-Control"] = "no-store"
    return response


def _differing(line: PersonFact, changes: Mapping[str, str]) -> list[ToldChange]:
    """What the correction would write, old beside new; of the phone only that it changes."""
    before = {field: line.phone_masked if field == PHONE else str(getattr(line, field)) for field in changes}
    return [told_change(FieldChange(field, before[field], text)) for field, text in tidy(changes).items() if before[field] != text]
