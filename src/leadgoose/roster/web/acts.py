"""The acts about people as pages of one screen: form, preview with the effect, do; several people at once; the counter-act; the basis sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.press.printing import Column, Imprint, NoFonts, list_paper
from leadgoose.roster import papers, words
from leadgoose.roster.actions import arrival, membership
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.kinds import BRANCHES, Standing
from leadgoose.roster.models import Deed, Organisation, Person, Present
from leadgoose.roster.queries.acts import Effect, basis_of, branches_to, deeds_of, member_in
from leadgoose.roster.queries.person import Life
from leadgoose.roster.rules.acts import LEAST_MONTHS, MOST_MONTHS, Kind, Wish, applicable
from leadgoose.roster.rules.due import Obligation

LABEL: Mapping[str, Promise] = {
    Kind.END_PROBATION: gettext_lazy("预备党员转正"), Kind.EXTEND_PROBATION: gettext_lazy("延长预备期"),
    Kind.CANCEL_PROBATION: gettext_lazy("取消预备党员资格"), Kind.MOVE: gettext_lazy("内部转移组织关系"),
    Kind.OUT: gettext_lazy("转出组织关系"), Kind.IN: gettext_lazy("转入组织关系"), Kind.DEATH: gettext_lazy("登记去世"),
    Kind.SANCTION: gettext_lazy("登记留党察看处分"), Kind.SUSPEND: gettext_lazy("中止党员权利"), Kind.RESTORE: gettext_lazy("恢复党员权利"),
}
DAY: Mapping[str, Promise] = {
    Kind.END_PROBATION: gettext_lazy("转正日期"), Kind.DEATH: gettext_lazy("去世日期"), Kind.SANCTION: gettext_lazy("处分起始日期"),
    Kind.EXTEND_PROBATION: gettext_lazy("决定日期"), Kind.CANCEL_PROBATION: gettext_lazy("决定日期"), Kind.SUSPEND: gettext_lazy("中止日期"),
    Kind.RESTORE: gettext_lazy("恢复日期"),
}
DUTY: Mapping[str, Promise] = {
    "secretary_vacant": gettext_lazy("书记空缺"), "secretary_unknown": gettext_lazy("书记资料未知"), "secretary_standing": gettext_lazy("书记党龄不满一年"),
    "too_few_full": gettext_lazy("正式党员不足 3 人"), "too_many": gettext_lazy("党员超过 50 人"), "committee_missing": gettext_lazy("未设支部委员会"),
    "committee_below_size": gettext_lazy("委员缺额"), "probation_ending": gettext_lazy("预备期将满"), "term_expired": gettext_lazy("届满未换届"),
    "first_election": gettext_lazy("新建党支部首次选举"),
}
BULK = (Kind.MOVE, Kind.END_PROBATION, Kind.OUT, Kind.DEATH)
SECRET = frozenset({Kind.SANCTION, Kind.SUSPEND, Kind.RESTORE})
FIELDS = ("on", "basis", "to", "until", "months")


@gate("roster.end_probation", at="person", methods=("GET", "POST"))
def end_probation(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.END_PROBATION)


@gate("roster.extend_probation", at="person", methods=("GET", "POST"))
def extend_probation(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.EXTEND_PROBATION)


@gate("roster.cancel_probation", at="person", methods=("GET", "POST"))
def cancel_probation(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.CANCEL_PROBATION)


@gate("roster.move_member", at="person", methods=("GET", "POST"))
def move_member(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.MOVE)


@gate("roster.transfer_out", at="person", methods=("GET", "POST"))
def transfer_out(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.OUT)


@gate("roster.record_death", at="person", methods=("GET", "POST"))
def record_death(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.DEATH)


@gate("roster.record_sanction", at="person", methods=("GET", "POST"))
def record_sanction(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.SANCTION)


@gate("roster.suspend_rights", at="person", methods=("GET", "POST"))
def suspend_rights(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.SUSPEND)


@gate("roster.restore_rights", at="person", methods=("GET", "POST"))
def restore_rights(request: Asked, person: Person) -> HttpResponse:
    return _act(request, person, Kind.RESTORE)


def _act(request: Asked, person: Person, kind: Kind) -> HttpResponse:
    """GET: the form. POST: FIELDS and step ("preview" or "do"); despite: elections after the valid day were seen."""
    names = _names([person])
    back = reverse("roster.person", args=[person.key])
    page = _Screen(request, kind, "roster/act_form.html", {"person": person, "name": names[person.key], "back": back})
    return _screen(page, [person], names, person.top_key)


@gate("roster.bulk_acts", at="organisation", methods=("GET", "POST"))
def bulk_acts(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET ?act=…: the members of one branch with boxes to tick. POST: act, who (person keys), FIELDS, step."""
    act = (request.POST if request.method == "POST" else request.GET).get("act", Kind.MOVE.value)
    if act not in BULK:
        raise Http404
    rows = list(Present.objects.filter(organisation=organisation).order_by("sort"))
    if act == Kind.END_PROBATION:
        rows = [row for row in rows if row.standing == Standing.PROBATIONARY]
    ticked = set(request.POST.getlist("who"))
    people = list(Person.objects.filter(present__organisation=organisation, key__in=ticked).order_by("present__sort")) if ticked else []
    where = reverse("roster.organisation", args=[organisation.key])
    more = {
        "organisation": organisation, "back": where, "acts": [(one.value, LABEL[one], one == act) for one in BULK],
        "rows": [(row.person.key, row.name, words.word(words.STANDING, row.standing), row.person.key in ticked) for row in _with_keys(rows)],
    }
    return _screen(_Screen(request, Kind(act), "roster/act_bulk.html", more), people, _names(people), organisation.top_key)


def _with_keys(rows: Sequence[Present]) -> list[Present]:
    people = Person.objects.in_bulk([row.person_id for row in rows])
    for row in rows:
        row.person = people[row.person_id]
    return list(rows)


@dataclass(frozen=True, slots=True)
class _Screen:
    """A page of an act: what was asked, the act, the template and what it needs beside."""

    request: Asked
    kind: Kind
    template: str
    more: dict[str, Any]


def _screen(page: _Screen, people: list[Person], names: dict[str, str], top_key: str) -> HttpResponse:
    request = page.request
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if request.method != "POST":
        typed["on"] = clock.today().isoformat()
        return _show(page, typed, {}, None, people, names, top_key)
    seen = None
    try:
        wish = _wish(page.kind, typed)
        seen = membership.judge(people, wish, typed["basis"], clock.today(), names)
        if request.POST.get("step") != "do":
            return _show(page, typed, {}, seen, people, names, top_key)
        despite = bool(request.POST.get("despite"))
        deeds = membership.do(people, wish, typed["basis"], by=request.actor, at=clock.now(), despite=despite, names=names)
    except Refused as no:
        return _show(page, typed, {_field(no.code): str(no)}, seen, people, names, top_key, status=422)
    told = "、".join(f"{names[one.person.key]} {one.receipt_number}-{one.receipt_hash[:16]}" for one in deeds)
    messages.success(request, _("%(act)s已办理，凭据 %(told)s。") % {"act": LABEL[page.kind], "told": told})
    return HttpResponseRedirect(page.more["back"])


def _field(code: str) -> str:
    return code if code in {"basis", "despite"} else "despite" if code == "past-votes" else "who" if code == "nobody" else membership.FIELD.get(code, "on")


def _wish(kind: Kind, typed: Mapping[str, str]) -> Wish:
    until = _day(typed["until"], "until-before") if kind is Kind.SANCTION else None
    months = int(typed["months"]) if kind is Kind.EXTEND_PROBATION and typed["months"].isascii() and typed["months"].isdigit() else 0
    return Wish(kind, _day(typed["on"], "on"), typed["to"] if kind is Kind.MOVE else "", until, months)


def _day(text: str, code: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(code, _("请按 2026-11-23 的样式填写日期。")) from None


def _show(
    page: _Screen, typed: Mapping[str, str], wrong: Mapping[str, str], seen: Effect | None, people: list[Person], names: dict[str, str],
    top_key: str, status: int = 200,
) -> HttpResponse:
    kind = page.kind
    context = {
        "kind": kind.value, "label": LABEL[kind], "day_label": DAY.get(kind, gettext_lazy("办理日期")), "typed": typed, "wrong": wrong,
        "today": clock.today(), "branches": branches_to(top_key) if kind is Kind.MOVE else [], "asks_until": kind is Kind.SANCTION,
        "months": [(str(n), str(n) == typed["months"]) for n in range(LEAST_MONTHS, MOST_MONTHS + 1)] if kind is Kind.EXTEND_PROBATION else [],
        "effect": told(seen, names) if seen is not None else None, "chosen": [names[one.key] for one in people], **page.more,
    }
    return render(page.request, page.template, context, status=status)


def _names(people: Sequence[Person]) -> dict[str, str]:
    found = dict(Present.objects.filter(person__in=people).values_list("person__key", "name"))
    return {one.key: found.get(one.key) or papers.name_of(one, clock.today()) or _("姓名资料未知") for one in people}


def told(seen: Effect, names: Mapping[str, str]) -> dict[str, Any]:
    """The effect in words."""
    return {
        "changes": [
            {"name": seen.names[one.branch], "before": one.before, "after": one.after, "arise": [_duty(duty) for duty in one.arise],
             "end": [_duty(duty) for duty in one.end]}
            for one in seen.changes
        ],
        "posts": [(names.get(person, ""), seen.names.get(place, ""), words.word(words.POST, kind)) for person, place, kind in seen.posts],
        "touched": [(seen.names[one.branch], one.elected_on) for one in seen.touched],
    }


def _duty(one: Obligation) -> str:
    return str(DUTY.get(one.code, one.code))


# --- transfer in ---

ARRIVAL = ("name", "id_number", "standing", "joined_party", "full_member", "on", "basis")


@gate("roster.transfer_in", at="organisation", methods=("GET", "POST"))
def transfer_in(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET: the form, at a branch. POST: ARRIVAL and step."""
    typed = {name: request.POST.get(name, "").strip() for name in ARRIVAL}
    if request.method != "POST":
        typed |= {"on": clock.today().isoformat(), "standing": Standing.FULL.value}
        return _show_arrival(request, organisation, typed, {}, None)
    seen = None
    try:
        standing = Standing.PROBATIONARY if typed["standing"] == Standing.PROBATIONARY else Standing.FULL
        who = arrival.Arrival(typed["name"], typed["id_number"], standing, typed["joined_party"], typed["full_member"])
        on = _day(typed["on"], "on")
        seen = arrival.judge_arrival(organisation, who, on, typed["basis"], clock.today())
        if request.POST.get("step") != "do":
            return _show_arrival(request, organisation, typed, {}, seen)
        deed = arrival.transfer_in(
            organisation, who, on, typed["basis"], by=request.actor, at=clock.now(), despite=bool(request.POST.get("despite"))
        )
    except Refused as no:
        field = no.code if no.code in ARRIVAL else _field(no.code)
        return _show_arrival(request, organisation, typed, {field: str(no)}, seen, status=422)
    messages.success(request, _("%(act)s已办理，凭据 %(told)s。") % {
        "act": LABEL[Kind.IN], "told": f"{typed['name']} {deed.receipt_number}-{deed.receipt_hash[:16]}"})
    return HttpResponseRedirect(reverse("roster.person", args=[deed.person.key]))


def _show_arrival(
    request: Asked, organisation: Organisation, typed: Mapping[str, str], wrong: Mapping[str, str], seen: arrival.Judged | None, status: int = 200
) -> HttpResponse:
    response = render(request, "roster/act_arrival.html", {
        "organisation": organisation, "typed": typed, "wrong": wrong, "today": clock.today(), "allowed": organisation.kind in BRANCHES,
        "effect": told(seen.effect, {}) if seen is not None else None, "returns": seen is not None and seen.person is not None,
        "back": reverse("roster.organisation", args=[organisation.key]),
        "standings": [(one.value, words.word(words.STANDING, one), one == typed["standing"]) for one in Standing],
    }, status=status)
    response["Cache-Control"] = "no-store"
    return response


# --- what was done: the card on the person's page, the counter-act, the sheet ---


def offered(request: Asked, person: Person, known: Life) -> list[tuple[str, str]]:
    """(address, label) of the acts that apply to a person, for those who may."""
    if not request.actor.may("roster.move_member", request.target.reach):
        return []
    today = clock.today()
    kinds = applicable(member_in(person, known, today), today)
    return [(reverse(f"roster.{one.value}", args=[person.key]), str(LABEL[one])) for one in kinds]


def acts_of(request: Asked, person: Person, known: Life) -> dict[str, Any]:
    """What the person's page shows of acts: those that apply, those done. Nothing for whoever may not print their sheets."""
    reach = request.target.reach
    if not request.actor.may("roster.basis_sheet", reach):
        return {}
    may = bool(request.actor.may("roster.reverse_deed", reach))
    done = [(one, LABEL[one.act]) for one in deeds_of(person) if may or one.act not in SECRET]
    return {"offered": offered(request, person, known), "deeds": done, "may_reverse": may}


def _deed(person: Person, key: str) -> Deed:
    found = Deed.objects.select_related("person").filter(person=person, key=key).first()
    if found is None:
        raise Http404
    return found


@gate("roster.reverse_deed", at="person", methods=("GET", "POST"))
def reverse_deed(request: Asked, person: Person, deed: str) -> HttpResponse:
    """GET: what was done, and the form. POST: reason."""
    row, wrong, status = _deed(person, deed), "", 200
    back = reverse("roster.person", args=[person.key])
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            receipt = membership.reverse(row, reason, by=request.actor, at=clock.now())
        except Refused as no:
            wrong, status = str(no), 422
        else:
            messages.success(request, _("已撤销，凭据 %(receipt)s。") % {"receipt": receipt})
            return HttpResponseRedirect(back)
    return render(request, "roster/act_reverse.html", {
        "person": person, "name": _names([person])[person.key], "deed": row, "label": LABEL[row.act], "basis": basis_of(row), "back": back,
        "wrong": wrong, "reason": reason, "receipt": f"{row.receipt_number}-{row.receipt_hash[:16]}",
    }, status=status)


@gate("roster.basis_sheet", at="person")
@cache_control(private=True, no_store=True)
def basis_sheet(request: Asked, person: Person, deed: str) -> HttpResponse:
    """The basis sheet (办理依据单) of one act, one A4 page, as PDF. Decisions against rights: only for whoever may see them."""
    row = _deed(person, deed)
    if row.act in SECRET and not request.actor.may("roster.reveal", request.target.reach):
        raise Http404
    sheet = papers.basis_sheet(row, papers.name_of(person, row.valid_on), basis_of(row), str(LABEL[row.act]))
    made_at = timezone.localtime(row.recorded_at).strftime("%Y-%m-%d %H:%M")
    imprint = Imprint(notice=settings.NOTICE, made_by=row.recorded_by, made_at=made_at, receipt=sheet.receipt)
    heads = [Column(*one) for one in sheet.columns]
    try:
        body = list_paper(sheet.title, sheet.subtitle, heads, sheet.rows, sheet.notes, imprint=imprint, at=row.recorded_at)
    except NoFonts:
        return HttpResponse(_("没有打印字体，不能生成 PDF。请运维人员运行 tools/fonts.py。"), status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="basis-{row.key}.pdf"'})
