"""相似的记录: pairs for whoever may read both, the two beside each other, and the texts that everybody repeats."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Refused
from leadgoose.recordbook.actions.comparing import add_common_text, end_common_text, review_resemblance
from leadgoose.recordbook.models import CommonText, Record, Resemblance
from leadgoose.recordbook.queries.similar import content_of, letters_of, pair_of, pairs_below, reaches, texts
from leadgoose.recordbook.rules.similar import runs
from leadgoose.recordbook.web.listing import page_number
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Organisation


@gate("recordbook.alike", at="organisation")
def alike(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?seen=1&page=: pairs that nobody looked at, or those that somebody did; the committee's common texts beside them."""
    return _alike(request, organisation)


def _alike(request: Asked, organisation: Organisation, *, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    seen, number = request.GET.get("seen") == "1", page_number(request.GET.get("page", ""))
    found, total, pages, number = pairs_below(organisation, seen, number)
    is_top = organisation.kind == OrgKind.COMMITTEE and organisation.key == organisation.top_key
    context = {
        "organisation": organisation, "seen": seen, "total": total, "pages": pages, "number": number, "before_page": number - 1, "after_page": number + 1,
        "pairs": [{"row": one.row, "sides": [
            (record, name, words.word(words.KIND, record.kind)) for record, name in zip((one.row.second, one.row.first), reversed(one.names), strict=True)
        ]} for one in found],
        "texts": list(CommonText.objects.filter(top_key=organisation.top_key, ended_at=None).order_by("-pk")) if is_top else [], "is_top": is_top,
        "may_text": is_top and bool(request.actor.may("recordbook.add_common_text", request.target.reach)), "wrong": wrong or {}, "typed": request.POST,
    }
    return render(request, "recordbook/alike.html", context, status=status)


@gate("recordbook.add_common_text", at="organisation", methods=("POST",))
def add_common_text_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST title, text."""
    if organisation.key != organisation.top_key:
        raise Http404
    try:
        add_common_text(organisation, request.POST.get("title", ""), request.POST.get("text", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return _alike(request, organisation, wrong={no.field: str(no)}, status=422)
    messages.success(request, _("已收入；记录里照引这份原文的话不再比对。"))
    return HttpResponseRedirect(reverse("recordbook.alike", args=[organisation.key]))


@gate("recordbook.end_common_text", at="organisation", methods=("POST",))
def end_common_text_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST text (its key)."""
    try:
        end_common_text(organisation, request.POST.get("text", ""), by=request.actor, at=clock.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("已停用；以后的记录再引这份原文会比对。"))
    return HttpResponseRedirect(reverse("recordbook.alike", args=[organisation.key]))


@gate("recordbook.beside", at="record")
def beside(request: Asked, record: Record, other: str) -> HttpResponse:
    """The passages of two records that say much the same, beside each other, for whoever may read both.

    A pair that is gone, one that never was and one that is not for this reader look the same: back to the record.
    """
    pair = _pair(request, record, other)
    if pair is None:
        messages.info(request, _("没有可以并排看的：更正以后不再相似，或者另一条无权查看。"))
        return HttpResponseRedirect(reverse("recordbook.record", args=[record.key]))
    return _beside(request, record, pair)


@gate("recordbook.review_resemblance", at="record", methods=("POST",))
def review_resemblance_view(request: Asked, record: Record, other: str) -> HttpResponse:
    """POST note: looked at."""
    pair = _pair(request, record, other)
    if pair is None:
        raise Http404
    try:
        review_resemblance(pair, request.POST.get("note", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return _beside(request, record, pair, wrong=str(no), status=422)
    messages.success(request, _("已记下看的结果。"))
    return HttpResponseRedirect(reverse("recordbook.beside", args=[record.key, other]))


def _pair(request: Asked, record: Record, other: str) -> Resemblance | None:
    pair = pair_of(record, other)
    return pair if pair is not None and _may_read_both(request, pair) else None


def _may_read_both(request: Asked, pair: Resemblance) -> bool:
    found = reaches({pair.first.org_key, pair.second.org_key})
    return all(
        one.level == "open" and one.withdrawn_at is None and one.org_key in found and bool(request.actor.may("recordbook.record", found[one.org_key][0]))
        for one in (pair.first, pair.second)
    )


def _beside(request: Asked, record: Record, pair: Resemblance, *, wrong: str = "", status: int = 200) -> HttpResponse:
    """The record of the address stands on the left."""
    turned = pair.first_id != record.pk
    left, right = (pair.second, pair.first) if turned else (pair.first, pair.second)
    names = reaches({left.org_key, right.org_key})
    told = [dict(texts(content_of(one) or {"kind": one.kind})) for one in (left, right)]
    rows = []
    for places in pair.places:
        a, b = reversed(places) if turned else places
        one, other = told[0].get(a, ""), told[1].get(b, "")
        rows.append(((names[left.org_key][1], words.place(a), _pieces(one, other)), (names[right.org_key][1], words.place(b), _pieces(other, one))))
    may = all(bool(request.actor.may("recordbook.review_resemblance", names[one.org_key][0])) for one in (left, right))
    context: dict[str, Any] = {
        "organisation": record.organisation, "record": record, "other": right, "pair": pair, "rows": rows, "may_review": may, "wrong": wrong,   # type: ignore[attr-defined]
        "typed": request.POST.get("note", ""), "heads": [(one, names[one.org_key][1], words.word(words.KIND, one.kind)) for one in (left, right)],
    }
    return render(request, "recordbook/beside.html", context, status=status)


def _pieces(text: str, other: str) -> list[tuple[str, bool]]:
    """The text as typed, in pieces: those that stand in the other too are marked."""
    mine, whence = letters_of(text)
    found: list[tuple[str, bool]] = []
    at = 0
    for begins, ends in runs(mine, letters_of(other)[0]):
        first, last = whence[begins], whence[ends - 1] + 1
        found += [(text[at:first], False), (text[first:last], True)]
        at = last
    return [one for one in (*found, (text[at:], False)) if one[0]]
