"""One person's training page: competencies with their evidence, what the plan gives, hours, certificates. The person sees what is held."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import clauses, listed
from leadgoose.roster.models import Person
from leadgoose.training import words
from leadgoose.training.actions.evidence import withdraw_evidence as withdraw
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.carrying import EffectCheck
from leadgoose.training.models.competencies import Mark
from leadgoose.training.pictures import Spoke, radar
from leadgoose.training.queries import lists
from leadgoose.training.queries.certificates import certificates_of
from leadgoose.training.queries.competencies import Piece, evidence_of, level_history, levels_of, model_of
from leadgoose.training.queries.hours import ledger
from leadgoose.training.queries.team import team
from leadgoose.training.rules.gaps import gaps
from leadgoose.training.standards import rulebook
from leadgoose.training.web.branch import place
from leadgoose.training.web.certificates import row as certificate_row
from leadgoose.training.web.competencies import cell
from leadgoose.training.web.sessions import hours


@gate("training.person", at="person")
def person(request: Asked, person: Person) -> HttpResponse:
    """GET."""
    return page(request, person)


def page(request: Asked, person: Person, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page; `more` is what an act on it adds (what was wrong)."""
    today, reach = clock.today(), request.target.reach
    book, model = rulebook(today), model_of(person.top_key, today)
    found = next(iter(team(person.top_key, today, book, person=person.pk)), None)
    present = getattr(person, "present", None)
    levels = levels_of([person.pk], today).get(person.pk, {})
    mine = gaps(model, found.role, levels) if found is not None else []
    names = words.dimension_names(model)
    may_withdraw = bool(request.actor.may("training.withdraw_evidence", reach))
    opened = may_withdraw or request.actor.person_key == person.key
    return render(request, "training/person.html", {
        "person": person, "name": present.name if present is not None else _("姓名资料未知"), "place": present.organisation if present is not None else None,
        "role": words.ROLE[found.role] if found is not None else "", "since": found.since if found is not None else None,
        "today": today, "version": model.version,
        "radar": radar([Spoke(words.text(one.short, one.english), gap.target, gap.proven.level if gap.proven else None)
                        for one, gap in zip(model.dimensions, mine, strict=True)]) if mine else None,
        "levels": [_level(names[gap.dimension], cell(gap), gap) for gap in mine],
        "pieces": [_piece(one, names) for one in evidence_of(person, opened)],
        "history": [(row, names[row.dimension], words.CONFIDENCE[row.confidence], _kinds(row.kinds)) for row in level_history(person)],
        "acts": _acts(request, person), "marks": _marks(person, today) if request.actor.may("training.set_mark", reach) else None,
        "may_withdraw": may_withdraw, "wrong": {}, **_year(request, person, today), **more,
    }, status=status)


def _year(request: Asked, person: Person, today: Any) -> dict[str, Any]:
    """What the plan gives, hours of the year, certificates, checks of effect. Six queries at most."""
    reach, own = request.target.reach, request.actor.person_key == person.key
    entries = ledger(person.pk, today.year)
    return {
        "places": [place(row) for row in lists.mine(person.pk)], "entries": [(one, words.SESSION_KIND[one.kind], hours(one.hours)) for one in entries],
        "total": hours(sum(one.hours for one in entries)), "year": today.year,
        "certificates": [certificate_row(one) for one in certificates_of([person.pk], person.top_key, today)],
        "may_cancel": bool(request.actor.may("training.withdraw_certificate", reach)),
        "checks": [_check(one) for one in EffectCheck.objects.filter(person=person).select_related("session").order_by("-due_on")],
        "may_check": bool(request.actor.may("training.check_effect", reach)) and not own,
        "may_calendar": bool(request.actor.may("training.person_calendar", reach)),
    }


def _check(one: EffectCheck) -> dict[str, Any]:
    said = {"yes": _("有改变"), "partly": _("有些改变"), "no": _("没有改变"), "unseen": _("没有机会看到")}
    return {"check": one, "session": one.session, "answer": said.get(one.answer, "")}


def _level(name: str, shown: dict[str, Any], gap: Any) -> dict[str, Any]:
    sure = words.CONFIDENCE[gap.proven.confidence] if gap.proven else ""
    return {"name": name, "cell": shown, "sure": sure, "kinds": _kinds(" ".join(gap.proven.kinds)) if gap.proven else ""}


def _kinds(kinds: str) -> str:
    return listed(str(words.KIND[kind]) for kind in kinds.split())


def _piece(one: Piece, names: dict[str, str]) -> dict[str, Any]:
    return {"piece": one, "kind": words.KIND[one.kind], "way": words.WAY[one.way],
            "levels": clauses(f"{names.get(name, name)} {level}" for name, level in one.levels)}


def _acts(request: Asked, person: Person) -> list[tuple[str, str]]:
    """(address, label) of the ratings that this reader may give here."""
    reach, own = request.target.reach, request.actor.person_key == person.key
    found = []
    for capability, label in (("training.rate_self", _("填写自评")), ("training.rate_superior", _("上级评价")),
                              ("training.rate_colleague", _("同事评价")), ("training.enter_ratings", _("录入纸质表"))):
        may = request.actor.may(capability, reach) and (capability in {"training.rate_self", "training.enter_ratings"} or not own)
        if may and (capability != "training.rate_self" or own):
            found.append((reverse(capability, args=[person.key]), label))
    return found


def _marks(person: Person, today: Any) -> list[dict[str, Any]]:
    there = {row.kind: row for row in Mark.objects.on(today).filter(person=person)}
    return [{"code": code, "label": label, "row": there.get(code)} for code, label in words.MARK.items()]


@gate("training.withdraw_evidence", at="person", methods=("POST",))
def withdraw_evidence(request: Asked, person: Person, evidence: str) -> HttpResponse:
    """POST: reason."""
    try:
        withdraw(person, evidence, request.POST.get("reason", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return page(request, person, status=422, wrong={evidence: str(no)})
    messages.success(request, _("已撤回，级别已重新推算。"))
    return HttpResponseRedirect(reverse("training.person", args=[person.key]))
