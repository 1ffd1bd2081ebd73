"""Who stands: named from the register, judged by the rules, introduced under four headings; who may not stand, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.elections.actions import candidacy
from leadgoose.elections.actions.candidacy import Words
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Candidate, Election
from leadgoose.elections.queries.candidates import List, Stand, Standing, introduction, judge_persons, judge_slate, proofs_of, standing_of
from leadgoose.elections.queries.course import Course, course_of
from leadgoose.elections.queries.people import Known, find
from leadgoose.elections.queries.proofs import Offer, offers
from leadgoose.elections.rules.margin import least_candidates
from leadgoose.elections.rules.slate import Heading
from leadgoose.elections.web import words
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import setting
from leadgoose.ground.listed import listed
from leadgoose.ground.look.fields import text_field
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.roster.models import Person
from leadgoose.roster.words import posts


class Said(forms.Form):
    """One proof typed by hand."""

    heading = forms.ChoiceField(label=gettext_lazy("栏目"), choices=[(one.value, words.HEADING[one]) for one in Heading])
    text = text_field(gettext_lazy("内容"), 200, required=True)
    source = text_field(gettext_lazy("依据"), 100, required=True, hint=gettext_lazy("材料的名称，如“2025年先进个人证书”；没有依据的不写。"))


class Drop(forms.Form):
    why = forms.ChoiceField(label=gettext_lazy("情形"), choices=[(code, words.DROPPED[code]) for code in ("withdrew", "error", "no-right")])
    words = text_field(gettext_lazy("原因"), 200, required=True)


@gate("elections.candidates", at="election")
def candidates(request: Asked, election: Election) -> HttpResponse:
    """GET ?q=: the lists; with a search, the members found."""
    return _page(request, election)


@gate("elections.nominate", at="election", methods=("POST",))
def nominate(request: Asked, election: Election) -> HttpResponse:
    """POST: person (key), post; q comes back."""
    person = Person.objects.filter(top_key=election.top_key, key=request.POST.get("person", "")).first()
    if person is None:
        return _page(request, election, _("所选的人不在这个组织，请从本组织党员中选择。"), status=422)
    try:
        row = candidacy.nominate(election, person, request.POST.get("post", ""), by=request.actor, at=clock.now())
    except Refusal as no:
        return _page(request, election, str(no.said), status=422)
    messages.success(request, _("已提名%(name)s为%(post)s人选。") % {"name": row.name, "post": words.POST[row.post]})
    return HttpResponseRedirect(reverse("elections.candidates", args=[election.key]))


@gate("elections.introduction", at="election")
def introduce(request: Asked, election: Election, candidate: int) -> HttpResponse:
    """GET: the four headings of a candidate, with what the register offers."""
    return _candidate_page(request, election, _row(election, candidate))


@gate("elections.add_proof", at="election", methods=("POST",))
def add_proof(request: Asked, election: Election, candidate: int) -> HttpResponse:
    """POST: take (numbers of offers), or heading, text, source."""
    row = _row(election, candidate)
    form = None
    if request.POST.getlist("take"):
        there = _offers(election, row)
        chosen = [there[int(one)] for one in request.POST.getlist("take") if one.isascii() and one.isdigit() and int(one) < len(there)]
        said = [Words(one.heading, one.text, one.source, from_register=True) for one in chosen]
    else:
        form = Said(request.POST)
        if not form.is_valid():
            return _candidate_page(request, election, row, form, status=422)
        said = [Words(Heading(form.cleaned_data["heading"]), form.cleaned_data["text"], form.cleaned_data["source"])]
    try:
        candidacy.add_proofs(election, row.pk, said, by=request.actor, at=clock.now())
    except Refusal as no:
        messages.error(request, str(no.said))
    return HttpResponseRedirect(reverse("elections.introduction", args=[election.key, row.pk]))


@gate("elections.retract_proof", at="election", methods=("POST",))
def retract_proof(request: Asked, election: Election, candidate: int, proof: int) -> HttpResponse:
    try:
        candidacy.retract_proof(election, proof, by=request.actor, at=clock.now())
    except Refusal as no:
        messages.error(request, str(no.said))
    return HttpResponseRedirect(reverse("elections.introduction", args=[election.key, candidate]))


@gate("elections.drop_candidate", at="election", methods=("GET", "POST"))
def drop_candidate(request: Asked, election: Election, candidate: int) -> HttpResponse:
    """GET: the form. POST: why, words."""
    row, form, status = _row(election, candidate), Drop(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                candidacy.drop_candidate(election, row.pk, form.cleaned_data["why"], form.cleaned_data["words"], by=request.actor, at=clock.now())
            except Refusal as no:
                form.add_error(no.field if no.field in form.fields else None, str(no.said))
            else:
                messages.success(request, _("%(name)s已从名单退出，记录保留。") % {"name": row.name})
                return HttpResponseRedirect(reverse("elections.candidates", args=[election.key]))
        status = 422
    context = {"election": election, "organisation": election.organisation, "row": row, "form": form, "post": words.POST[row.post]}
    return render(request, "elections/drop_candidate.html", context, status=status)


def _page(request: Asked, election: Election, wrong: str = "", status: int = 200) -> HttpResponse:
    course, there, q = course_of(election), standing_of(election), (request.POST or request.GET).get("q", "").strip()[:50]
    proofs = proofs_of(election, {one.key for one in there.stands})
    may = bool(request.actor.may("elections.nominate", request.target.reach)) and _may_name(course)
    verdict = _judge(course, there) if there.stands else None
    found = find(election.organisation, q, clock.today()) if may else []
    return render(request, "elections/candidates.html", {
        "election": election, "organisation": election.organisation, "q": q, "wrong": wrong, "may": may,
        "lists": [_list(one, there, proofs) for one in there.lists],
        "dropped": [(one, words.POST[one.row.post], words.DROPPED[one.row.dropped_as]) for one in there.dropped],
        "reasons": [(one, words.reason(one), _tone(one)) for one in verdict.reasons] if verdict is not None else [],
        "posts": [(post, words.POST[post]) for one in there.lists for post in one.posts],
        "found": [_found(one) for one in found], "barred": [one for one in there.body if one.barred],
    }, status=status)


def _judge(course: Course, there: Standing) -> Verdict:
    """The lists as the next paper asks for them: before the superior's reply nobody misses it."""
    on = course.election.meeting_on or clock.today()
    replied = course.facts.records.get("persons-reply")
    return judge_slate(course, there, on) if replied is not None and replied.done else judge_persons(course.election, there, on)


def _may_name(course: Course) -> bool:
    reply = course.facts.records.get("persons-reply")
    return course.election.closed_at is None and not (reply is not None and reply.on is not None)


def _list(one: List, there: Standing, proofs: dict[str, list[Any]]) -> dict[str, Any]:
    stands = there.of(one)
    return {
        "posts": listed(str(words.POST[post]) for post in one.posts), "seats": one.seats,
        "least": least_candidates(one.seats) if one.judged_as == "members" and one.seats else 0, "rows": [_stand(stand, proofs) for stand in stands],
    }


def _stand(stand: Stand, proofs: dict[str, list[Any]]) -> dict[str, Any]:
    said = {one.heading for one in proofs[stand.key]}
    return {
        "pk": stand.row.pk, "name": stand.row.name, "post": words.POST[stand.row.post], "known": stand.known,
        "barred": stand.known.barred if stand.known else "elec-rights-full-members", "supported": stand.row.supported,
        "state": words.STAND[stand.stage], "headings": len(said), "all": len(Heading), "elected_on": stand.row.elected_on,
    }


def _found(one: Known) -> dict[str, Any]:
    return {"key": one.member.key, "name": one.member.name, "branch": one.branch, "posts": posts(" ".join(one.posts)), "barred": one.barred}


def _tone(reason: Any) -> str:
    return "ok" if reason.met else "act" if reason.strength == "must" else "soon"


def _candidate_page(request: Asked, election: Election, row: Candidate, form: Said | None = None, status: int = 200) -> HttpResponse:
    said = proofs_of(election, {row.person.key})[row.person.key]
    told = introduction(Stand(row, None), said)
    taken = {(one.heading, one.text) for one in said}
    may = bool(request.actor.may("elections.add_proof", request.target.reach)) and election.closed_at is None
    return render(request, "elections/introduction.html", {
        "election": election, "organisation": election.organisation, "row": row, "post": words.POST[row.post], "may": may,
        "headings": [(words.HEADING[heading], [one for one in said if one.heading is heading]) for heading, _proofs in told.rows()],
        "empty": len(told.empty()), "form": form or Said(), "offers": [
            (number, words.HEADING[one.heading], one) for number, one in enumerate(_offers(election, row)) if (one.heading, one.text) not in taken
        ] if may else [],
    }, status=status)


def _offers(election: Election, row: Candidate) -> Sequence[Offer]:
    opinion = course_of(election).open.get("opinion")
    asked = opinion.told.get("asked") if opinion is not None else None
    return offers(row, setting(election.top_key, "script"), clock.today(), asked)


def _row(election: Election, pk: int) -> Candidate:
    found = Candidate.objects.select_related("person").filter(election=election, pk=pk).first()
    if found is None:
        raise Http404
    return found
