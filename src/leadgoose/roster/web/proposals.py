"""年度核对: a new register against the system, every difference a proposed act, answered one by one or many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import clauses, plural
from leadgoose.roster import words
from leadgoose.roster.actions import proposals as acts
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.proposals import Answered, Choice
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.branches import comparable
from leadgoose.roster.kinds import HOMES
from leadgoose.roster.models import Import, Organisation
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.queries.posts import CHOICES
from leadgoose.roster.queries.proposals import PAGE, Compared, compared, reason_of
from leadgoose.roster.queries.uploads import NEW, REGISTER
from leadgoose.roster.rules.lines import How
from leadgoose.roster.rules.proposals import CHANGE_POSTS, Proposal, Sort
from leadgoose.roster.web.asked import day
from leadgoose.roster.web.import_jobs import judged_at, under_way
from leadgoose.roster.web.lines import HOW
from leadgoose.roster.web.screens import told
from leadgoose.roster.web.telling import told_change

SORTS: Mapping[Sort, Promise] = {
    Sort.PROMOTED: gettext_lazy("转正"), Sort.CHANGED: gettext_lazy("资料不同"), Sort.MOVED: gettext_lazy("换了党支部"), Sort.LEFT: gettext_lazy("不在新表中"),
    Sort.JOINED: gettext_lazy("新表中新有"), Sort.POSTED: gettext_lazy("职务不同"), Sort.DEMOTED: gettext_lazy("党员类别有疑"),
}
OPEN, REFUSED, DONE = "open", "refused", "done"


@gate("roster.answer_proposals", at="upload", methods=("GET", "POST"))
def answer_proposals(request: Asked, upload: Import) -> HttpResponse:
    """GET sort, state (open, refused, done), page, all (every box ticked). POST: pick (proposals' keys), step ("preview", "do", "refuse", "reopen"), basis,
    reason, despite; of each proposal on_, to_, act_, how_ + its key: what the clerk makes of it.
    """
    if upload.kind != REGISTER:
        raise Http404
    going = under_way(request, upload)
    if going is not None:
        return going
    if request.method != "POST":
        return _page(request, upload, compared(upload))
    step, picked = request.POST.get("step", "preview"), request.POST.getlist("pick")
    by, at = request.actor, clock.now()
    now = compared(upload)
    try:
        if step == "refuse":
            acts.refuse_proposals(upload, picked, request.POST.get("reason", ""), by=by, at=at)
        elif step == "reopen":
            acts.reopen_proposals(upload, picked, by=by, at=at)
        else:
            basis = request.POST.get("basis", "")
            choices, wrong = _choices(request, now, picked)
            if step != "do" or wrong.refused:
                effect, seen = acts.judge_proposals(upload, choices, basis, by=by, at=at) if choices or not wrong.refused else (None, Answered())
                seen.refused |= wrong.refused
                return _page(request, upload, now, seen, effect, status=422 if wrong.refused else 200)
            found = acts.confirm_proposals(upload, choices, basis, by=by, at=at, consent=Consent(bool(request.POST.get("despite"))))
            if found.done:
                messages.success(request, plural("已办理 %(n)s 项。", len(found.done)) % {"n": len(found.done)})
            if found.refused:
                return _page(request, upload, compared(upload), found, status=422)
    except Refused as no:
        return _page(request, upload, now, no=no, status=422)
    return HttpResponseRedirect(request.get_full_path())


def _choices(request: Asked, now: Compared, picked: Sequence[str]) -> tuple[list[Choice], Answered]:
    """What the form makes of the ticked ones, and those that it could not read."""
    places = {comparable(row.name): key for key, row in now.at.by_key.items() if row.kind in HOMES}
    known, wrong = now.by_key, Answered()
    found = []
    for key in picked:
        one = known.get(key)
        if one is None:
            continue
        act = request.POST.get(f"act_{key}", "") or (one.acts[0] if one.acts else "")
        name = " ".join(request.POST.get(f"to_{key}", "").split())
        to = places.get(comparable(name), NEW + name if name else "")
        how = request.POST.get(f"how_{key}", "")
        try:
            on = day(request.POST.get(f"on_{key}", ""), "on")
        except Refused as no:
            wrong.refused[key] = no
            continue
        found.append(Choice(key, act, on, to, How(how) if how in list(How) else How.CHANGE))
    return found, wrong


def _page(
    request: Asked, upload: Import, now: Compared, answered: Answered | None = None, effect: Effect | None = None, no: Refused | None = None, status: int = 200
) -> HttpResponse:
    state = request.GET.get("state", OPEN)
    sort = request.GET.get("sort", "")
    refused = now.refused
    rows = [one for one in now.proposals if (one.key in refused) == (state == REFUSED) and (not sort or one.sort == sort)]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    counts, answered = now.counts(), answered or Answered()
    top = Organisation.objects.get(key=upload.top_key)
    homes = [row.name for row in now.at.by_key.values() if row.kind in HOMES]
    default = min(upload.valid_on, clock.today())
    return render(request, "roster/answer_proposals.html", {
        "organisation": top, "upload": upload, "state": state, "sort": sort, "page": page,
        "rows": [_row(request, upload, now, one, answered, default) for one in page] if state != DONE else [],
        "done": now.done if state == DONE else [], "waiting": now.waiting,
        "sums": [(code.value, str(SORTS[code]), counts[code], sort == code.value and state == OPEN) for code in Sort if counts[code]],
        "open_total": len(now.open), "refused_total": len(now.proposals) - len(now.open), "done_total": len(now.done),
        "hows": [(code, str(word)) for code, word in HOW.items()], "homes": homes if len(homes) <= CHOICES else [],
        "basis": request.POST.get("basis", ""), "reason": request.POST.get("reason", ""), "valid_on": upload.valid_on,
        "wrong": {no.code if no.code in {"basis", "reason"} else "all": str(no)} if no is not None else {}, "touches": (),
        "effect": told(effect, effect.names) if effect is not None else None,
        "touched": any(one.code == "past-votes" for one in answered.refused.values()) or (effect is not None and effect.touched),
        "back": reverse("roster.import_register", args=[upload.key]), "judged": judged_at(upload) if now.kept else None,
    }, status=status)


def _row(request: Asked, upload: Import, now: Compared, one: Proposal, answered: Answered, default: date) -> dict[str, Any]:
    posted, key = request.method == "POST", one.key
    on = request.POST.get(f"on_{key}") if posted else None
    answer = now.refused.get(key)
    refused = answered.refused.get(key)
    return {
        "key": key, "name": now.name_of(one), "person": one.person, "sort": str(SORTS[one.sort]), "said": _said(now, one),
        "acts": [(code, _act_word(code)) for code in one.acts], "act": request.POST.get(f"act_{key}", "") if posted else "",
        "on": on if on is not None else (one.day if len(one.day) == 10 else default.isoformat()),
        "asks_to": one.sort in {Sort.MOVED, Sort.LEFT, Sort.JOINED}, "asks_how": one.sort is Sort.CHANGED,
        "to": request.POST.get(f"to_{key}", "") if posted else _place_name(now, one.after),
        "how": request.POST.get(f"how_{key}", "") if posted else How.CHANGE.value,
        "picked": key in request.POST.getlist("pick") if posted else bool(request.GET.get("all")), "wrong": str(refused) if refused is not None else "",
        "touches": refused.touches if refused is not None else (),
        "reason": reason_of(answer, upload) if answer is not None else "", "answer": answer,
    }


def _act_word(code: str) -> str:
    return _("任免") if code == CHANGE_POSTS else words.word(words.DEED, code)


def _place_name(now: Compared, key: str) -> str:
    return now.place_name(key) if key else ""


def _said(now: Compared, one: Proposal) -> str:
    """What the file says against what the system has."""
    if one.sort is Sort.MOVED:
        return f"{_place_name(now, one.before)} → {_place_name(now, one.after)}"
    if one.sort is Sort.LEFT:
        return _place_name(now, one.before)
    if one.sort is Sort.JOINED:
        standing = words.word(words.STANDING, "probationary" if now.rows[one.place or 0].is_probationary else "full")
        back = _("曾在本委") if one.person else _("本委没有此人")
        return f"{_place_name(now, one.after)}　{standing}　{back}"
    if one.sort is Sort.POSTED:
        parts = [_("新任%(post)s") % {"post": words.word(words.POST, kind)} for kind in one.gives]
        parts += [_("不再任%(post)s") % {"post": words.word(words.POST, kind)} for kind in one.ends]
        return clauses(parts)
    changes = [told_change(change) for change in one.fields]
    said = clauses(_("%(name)s：%(said)s") % {"name": change.label, "said": f"{change.before} → {change.after}"} for change in changes)
    return said + (_("　转正日期 %(day)s") % {"day": one.day} if one.day else "")
