"""合并: two versions of a record beside each other, place by place; what is chosen becomes the next version, which names both."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import plural
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Faulty, Refused
from leadgoose.recordbook.actions.merging import both, merge_versions
from leadgoose.recordbook.models import Record, Version
from leadgoose.recordbook.queries.record import shown
from leadgoose.recordbook.rules.entry import Entry
from leadgoose.recordbook.rules.kinds import FieldKind, Kind, KindRule, kind_rule
from leadgoose.recordbook.rules.merging import Choice, Difference, Unchosen, Way, differing
from leadgoose.recordbook.web.record import provenance, seen
from leadgoose.recordbook.web.sides import both as both_told
from leadgoose.recordbook.web.sides import label
from leadgoose.roster.models import new_key

WAY: dict[Way, Promise] = {
    Way.LEFT: gettext_lazy("用左边的"), Way.RIGHT: gettext_lazy("用右边的"), Way.BOTH: gettext_lazy("两边都要"), Way.OWN: gettext_lazy("另写"),
    Way.DROP: gettext_lazy("不要"),
}
KEEP = gettext_lazy("保留")
"""What is said for taking something that stands on one side only."""


@gate("recordbook.merge_versions", at="record", methods=("GET", "POST"))
def merge(request: Asked, record: Record) -> HttpResponse:
    """GET: where the standing version and the first one beside it differ. POST: stamp, left, right, a choice for each place, the reason."""
    seen(request, record)
    found = shown(record, record.organisation)   # type: ignore[attr-defined]   # set by the finder
    if not found.beside or record.withdrawn_at is not None:
        if request.method == "POST":
            messages.info(request, _("这条记录没有并存的改动，已不用合并。"))
        return HttpResponseRedirect(reverse("recordbook.record", args=[record.key]))
    left, right = found.standing, found.beside[0]
    try:
        mine, theirs = both(left, right)
    except Refused:
        raise Http404 from None
    places = differing(mine, theirs)
    if request.method != "POST":
        return _page(request, record, left, right, places, kind_rule(Kind(record.kind)), (mine, theirs))
    return _merge(request, record, left, right, places, (mine, theirs))


def _merge(request: Asked, record: Record, left: Version, right: Version, places: tuple[Difference, ...], pair: tuple[Entry, Entry]) -> HttpResponse:
    rule, wrong = kind_rule(Kind(record.kind)), {}
    if (request.POST.get("left"), request.POST.get("right")) != (left.stamp, right.stamp):
        wrong[""] = _("在此期间有人更正或者合并过这条记录；下面是现在的两稿，请重新选择。")
        return _page(request, record, left, right, places, rule, pair, wrong=wrong, status=422)
    chosen = {one.part: Choice(Way(way), request.POST.get(f"w-{one.part}", "")) for one in places if (way := request.POST.get(f"c-{one.part}", "")) in set(Way)}
    reason = request.POST.get("reason", "")
    try:
        merge_versions(record, left, right, chosen, reason, request.POST.get("stamp", ""), by=request.actor, at=clock.now())
    except Unchosen as no:
        wrong = {part: _("请写明内容。") if part in chosen else _("请选择一边。") for part in no.parts}
        wrong[""] = plural("还有 %(n)s 处没有选定，一并选定后再合并。", len(no.parts)) % {"n": len(no.parts)}
    except Faulty as no:
        wrong[""] = "".join(words.fault(one) for one in no.faults)
    except Refused as no:
        wrong[""] = str(no.said)
    else:
        messages.success(request, _("已合并为新稿；原来的两稿都保留在各稿对照里。"))
        return HttpResponseRedirect(reverse("recordbook.record", args=[record.key]))
    return _page(request, record, left, right, places, rule, pair, wrong=wrong, chosen=chosen, reason=reason, status=422)


def _page(
    request: Asked, record: Record, left: Version, right: Version, places: tuple[Difference, ...], rule: KindRule, pair: tuple[Entry, Entry], *,
    wrong: dict[str, str] | None = None, chosen: dict[str, Choice] | None = None, reason: str = "", status: int = 200,
) -> HttpResponse:
    wrong = wrong or {}
    rows = []
    for one in places:
        choice = (chosen or {}).get(one.part) or (Choice(one.kept) if one.kept is not None else None)
        alone = one.kept is not None
        left_words, right_words = both_told(one)
        rows.append({
            "part": one.part, "label": label(one, rule), "left": left_words, "right": right_words, "wrong": wrong.get(one.part, ""),
            "ways": [(way.value, str(KEEP) if alone and way is not Way.DROP else str(WAY[way]), choice is not None and choice.way is way) for way in one.ways],
            "own": Way.OWN in one.ways, "words": choice.words if choice is not None else "",
            "long": one.part in {"topics", "guests"} or any(f"fields.{each.code}" == one.part and each.kind is FieldKind.TEXT for each in rule.fields),
        })
    context = {
        "record": record, "organisation": record.organisation, "kind": words.word(words.KIND, record.kind), "number": f"{record.year}-{record.serial:03d}",   # type: ignore[attr-defined]   # set by the finder
        "left": provenance(left), "right": provenance(right), "rows": rows, "wrong": wrong.get("", ""), "stamp": request.POST.get("stamp") or new_key(),
        "reason": reason or _("合并第 %(left)s 稿和第 %(right)s 稿") % {"left": left.number, "right": right.number},
    }
    return render(request, "recordbook/merge.html", context, status=status)
