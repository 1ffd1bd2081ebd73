"""Recording: the form of a record, its hints while somebody writes, its draft, its correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.statutes import say
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Arrival, Arrived, Faulty, Refused, enter
from leadgoose.recordbook.actions.entering import BOOKS
from leadgoose.recordbook.actions.judging import Work, preview
from leadgoose.recordbook.actions.office import drop_draft, save_draft, typed_in
from leadgoose.recordbook.actions.permits import writer
from leadgoose.recordbook.actions.reading import open_confidential as open_version
from leadgoose.recordbook.models import Draft, PlanItem, Record
from leadgoose.recordbook.queries.papers import texts_held
from leadgoose.recordbook.queries.record import entry_of, open_items
from leadgoose.recordbook.queries.roll import groups_of, roll_of
from leadgoose.recordbook.queries.similar import is_compared, known_to, marked, resembling
from leadgoose.recordbook.rules.checks import Fault
from leadgoose.recordbook.rules.entry import as_plain
from leadgoose.recordbook.rules.hints import hints
from leadgoose.recordbook.rules.kinds import Kind, KindRule, VoteKind, kind_rule
from leadgoose.recordbook.rules.room import before, judge, quorum
from leadgoose.recordbook.rules.truth import Channel
from leadgoose.recordbook.web.form.proposals import due_after, fresh_keys, proposed
from leadgoose.recordbook.web.form.reading import Read, read, typed_and_filled, written
from leadgoose.recordbook.web.form.rows import Layout
from leadgoose.recordbook.web.form.showing import values_of
from leadgoose.recordbook.web.form.values import MATTERS, PAPER, SHEET, SITTINGS, SPEECHES, TOPICS, Ground, Values, count, field_of, in_rows
from leadgoose.recordbook.web.record import seen
from leadgoose.recordbook.web.telling import lang
from leadgoose.roster.models import Organisation, new_key

MORE = {"topics": TOPICS, "speeches": SPEECHES, "matters": MATTERS, "sittings": SITTINGS}
FIRST = {"topics": "t-text", "speeches": "sp-who", "matters": "m-text", "sittings": "on"}
"""Lists that grow by a button: rows added at once, and the field of the first new row, where the cursor then stands."""
MODES = ("", SHEET, PAPER)


@dataclass(frozen=True, slots=True)
class Desk:
    """A form on its page: what it stands on, what it proposes, whether it corrects a record that stands."""

    request: Asked
    organisation: Organisation
    rule: KindRule
    ground: Ground
    proposals: Values
    corrects: Record | None = None

    @property
    def address(self) -> str:
        if self.corrects is not None:
            return reverse("recordbook.correct_record", args=[self.corrects.key])
        return reverse("recordbook.enter_record", args=[self.organisation.key, self.rule.kind.value])


@gate("recordbook.enter_record", at="organisation", methods=("GET", "POST"))
def enter_record(request: Asked, organisation: Organisation, kind: str) -> HttpResponse:
    """GET ?plan=…&mode=sheet|paper&draft=…: the form, half filled. POST: its fields and step (save, look, draft, drop, speeches, matters, sittings)."""
    if organisation.kind not in BOOKS or kind not in set(Kind):
        raise Http404
    rule, today = kind_rule(Kind(kind)), clock.today()
    no = _may_not(request, organisation, "recordbook.enter_record")
    if no:
        return render(request, "recordbook/not_entrusted.html", {"organisation": organisation, "label": words.word(words.KIND, kind), "no": no})
    plan = _plan(request, organisation, rule)
    if request.method != "POST":
        on = min(plan.planned_on, today) if plan is not None and plan.planned_on is not None else today
        desk = _desk(request, organisation, rule, plan, on, group=plan.group_key if plan is not None else request.GET.get("group", ""))
        return _show(desk, _opening(desk), {})
    on = _day(request.POST.get("on", "")) or today
    desk = _desk(request, organisation, rule, plan, min(on, today), group=request.POST.get("group", ""))
    return _post(desk)


@gate("recordbook.correct_record", at="record", methods=("GET", "POST"))
def correct_record(request: Asked, record: Record) -> HttpResponse:
    """GET: the form with what stands. POST: the same fields, `base` (the stamp that it corrects) and the reason; step "open": the form of a
    confidential record, opened with a trace."""
    seen(request, record)
    organisation: Organisation = record.organisation   # type: ignore[attr-defined]   # set by the finder
    rule, standing = kind_rule(Kind(record.kind)), record.versions.get(number=record.standing)
    no = _may_not(request, organisation, "recordbook.correct_record")
    if no or record.withdrawn_at is not None or standing.channel == Channel.ELECTION:
        context = {"organisation": organisation, "label": words.word(words.KIND, record.kind), "no": no or _("这条记录不能更正。")}
        return render(request, "recordbook/not_entrusted.html", context)
    entry, opens = entry_of(standing), request.POST.get("step") == "open"
    if entry is None and opens:
        entry = open_version(standing, by=request.actor, at=clock.now()).entry
    if entry is None and request.method != "POST":
        return HttpResponseRedirect(reverse("recordbook.record", args=[record.key]))
    closed = {one.resolution for one in entry.closings} if entry is not None else set()
    ground = _ground(organisation, rule, record.held_on, entry.group if entry is not None else "", closed)
    desk = Desk(request, organisation, rule, ground, {}, record)
    if entry is not None and (request.method != "POST" or opens):
        return _show(desk, {**values_of(entry, ground), "stamp": new_key(), "base": standing.stamp, "key": record.key}, {})
    return _post(desk)


# --- the form's ground ---


def _desk(request: Asked, organisation: Organisation, rule: KindRule, plan: PlanItem | None, on: date, group: str) -> Desk:
    ground = _ground(organisation, rule, on, group, set())
    return Desk(request, organisation, rule, ground, proposed(ground, plan, on, request.actor))


def _ground(organisation: Organisation, rule: KindRule, on: date, group: str, closed: set[str]) -> Ground:
    """closed: items that the record itself closed; a correction may still change that."""
    groups = tuple((one.key, one.name) for one in groups_of(organisation.key, on)) if rule.expected == "group" else ()
    items = open_items(organisation.key, on, closed) if rule.members_only else []
    chosen = group if group in {key for key, _name in groups} else (groups[0][0] if groups else "")
    papers = texts_held(organisation.top_key) if rule.topics else ()
    return Ground(organisation, rule, roll_of(organisation, rule, on, chosen), tuple(items), groups, chosen, clock.today(), papers)


def _plan(request: Asked, organisation: Organisation, rule: KindRule) -> PlanItem | None:
    key = request.POST.get("plan") or request.GET.get("plan", "")
    return PlanItem.objects.filter(key=key, org_key=organisation.key, kind=rule.kind, dropped_at=None).first() if key else None


def _opening(desk: Desk) -> Values:
    """The form as it opens: a draft as it was left, else the proposals under fresh keys."""
    draft = Draft.objects.filter(
        key=desk.request.GET.get("draft", ""), org_key=desk.organisation.key, kind=desk.rule.kind, login=desk.request.actor.login
    ).first()
    if draft is not None:
        return in_rows({name: values[-1] for name, values in typed_in(draft).items() if values})
    mode = desk.request.GET.get("mode", "")
    return {**desk.proposals, **fresh_keys(), "mode": mode if mode in MODES else "", "group": desk.ground.group}


def _may_not(request: Asked, organisation: Organisation, capability: str) -> str:
    try:
        writer(capability, organisation, by=request.actor, on=clock.today())
    except Refused as no:
        return str(no)
    return ""


# --- what was posted ---


def _post(desk: Desk) -> HttpResponse:
    request = desk.request
    values = in_rows({name: text for name, text in request.POST.items() if isinstance(text, str)})
    step = values.pop("step", "save")
    if step in MORE:
        first = count(values, step, MORE[step])
        values[step] = str(first + MORE[step])
        return _show(desk, values, {}, focus=f"{FIRST[step]}-{first}")
    if step == "draft" and desk.corrects is None:
        save_draft(desk.organisation, desk.rule.kind, values.get("key", ""), {name: [text] for name, text in values.items()}, by=request.actor, at=clock.now())
        messages.success(request, _("已存为草稿，没有记入记录本。"))
        return HttpResponseRedirect(reverse("recordbook.book", args=[desk.organisation.key]))
    if step == "drop":
        drop_draft(values.get("key", ""), by=request.actor)
        return HttpResponseRedirect(reverse("recordbook.book", args=[desk.organisation.key]))
    found = read(values, desk.ground, due=_proposed_due(desk, values))
    arrival = _arrival(desk, values)
    if step == "look":
        work, faults = preview(desk.organisation, found.entry, arrival, by=request.actor, at=clock.now())
        return _look(desk, values, found, work, faults)
    return _save(desk, values, found, arrival)


def _proposed_due(desk: Desk, values: Values) -> tuple[date, ...]:
    """The days that the form proposed for resolutions: by the day of the meeting that stands in it, and by the one with which it opened."""
    if desk.corrects is not None:
        return ()
    opened = _day(values.get("due", ""))
    return (due_after(_day(values.get("on", "")) or desk.ground.today), *([opened] if opened is not None else []))


def _arrival(desk: Desk, values: Values) -> Arrival:
    typed, filled = typed_and_filled(values, desk.proposals)
    channel = Channel.SHEET if values.get("mode") in (SHEET, PAPER) else Channel.PAGE
    parents = (values.get("base", ""),) if desk.corrects is not None else ()
    return Arrival(
        channel, values.get("stamp", ""), parents, written=written(values), reason=" ".join(values.get("reason", "").split()),
        copied_from=" ".join(values.get("copied_from", "").split()), typed=typed, filled=filled,
    )


def _save(desk: Desk, values: Values, found: Read, arrival: Arrival) -> HttpResponse:
    wrong = dict(found.wrong)
    layout = Layout(values, desk.ground, {}, desk.proposals)
    if desk.corrects is None and layout.any_proposed and not values.get("confirm"):
        wrong["confirm"] = _("请核对标有“拟”的内容，核对后勾选。")
    arrived: Arrived | None = None
    if not wrong:
        try:
            arrived = enter(found.entry, arrival, by=desk.request.actor, at=clock.now())
        except Faulty as no:
            wrong |= _told(no.faults, found)
        except Refused as no:
            wrong[no.field] = str(no)
    if arrived is None:
        return _show(desk, values, wrong, status=422)
    receipt = f"{arrived.version.receipt_number}-{arrived.version.receipt_hash[:16]}"
    messages.success(desk.request, _("已记入记录本，凭据 %(receipt)s。") % {"receipt": receipt})
    return HttpResponseRedirect(reverse("recordbook.record", args=[arrived.record.key]))


def _told(faults: tuple[Fault, ...], found: Read) -> dict[str, str]:
    """Each fault as a sentence at its field; the first one of a field."""
    people = [one.key for one in found.entry.people]
    told: dict[str, str] = {}
    for one in faults:
        told.setdefault(field_of(one.place, found.rows, people), words.fault(one))
    return told


# --- pages ---


def _look(desk: Desk, values: Values, found: Read, work: Work, faults: tuple[Fault, ...]) -> HttpResponse:
    """The panel beside the form: verdicts and hints on what is typed so far; the whole page for a browser without scripts."""
    context = _panel(desk, work, [*found.wrong.values(), *(words.fault(one) for one in faults if one.code not in {"late", "why"})])
    context["alike"] = [words.place(one) for one in _alike(desk, work)]
    context["late"] = next((words.fault(one) for one in faults if one.code == "late"), "")
    if desk.request.htmx:
        return render(desk.request, "recordbook/enter_hints.html", context)
    return _show(desk, values, {**_told(faults, found), **found.wrong}, panel=context)


def _alike(desk: Desk, work: Work) -> list[str]:
    """Places of what is typed so far that say much the same as another record of the committee; not with which."""
    entry, organisation = work.entry, desk.organisation
    if not is_compared(entry.kind, entry.level, Channel.PAGE):
        return []
    known = known_to(organisation.top_key, organisation.key, entry.plan, entry.key)
    found = resembling(marked(as_plain(entry), organisation.top_key, known), organisation.top_key, known, entry.key)
    return sorted({place.place for one in found for place in one.places})


def _panel(desk: Desk, work: Work, faults: list[str]) -> dict[str, Any]:
    lang_ = lang()
    verdict = quorum(desk.rule, work.heads)
    votes = []
    for number, one in enumerate(work.entry.matters, 1):
        if one.vote is not None:
            told = judge(one.vote, work.heads)
            votes.append((number, told.ok, [(say(reason, lang_), reason.rule, reason.met) for reason in told.reasons]))
    return {
        "heads": work.heads, "quorum": [(say(one, lang_), one.rule, one.met) for one in verdict.reasons] if verdict is not None and work.heads.expected else [],
        "votes": votes, "hints": [(words.hint(one), one.rule) for one in hints(work.entry, desk.rule, work.heads)], "faults": faults,
    }


def _show(
    desk: Desk, values: Values, wrong: dict[str, str], status: int = 200, focus: str = "", panel: dict[str, Any] | None = None
) -> HttpResponse:
    ground, rule = desk.ground, desk.rule
    on = _day(values.get("on", "")) or ground.today
    for row in range(count(values, "matters", MATTERS)):
        values.setdefault(f"m-key-{row}", new_key())
        if rule.votes and desk.corrects is None:
            values.setdefault(f"m-vote-{row}", "all")
        if desk.corrects is None and f"m-text-{row}" not in values:
            values.setdefault(f"m-due-{row}", due_after(on).isoformat())
    values.setdefault("due", due_after(on).isoformat())
    due = {f"m-due-{row}": due_after(on).isoformat() for row in range(count(values, "matters", MATTERS))}
    proposals = {**desk.proposals, **due} if desk.corrects is None else {}
    voters = sum(one.voter and one.expected for one in ground.roll.people)
    expected = len(ground.roll.expected)
    layout = Layout(values, ground, wrong, proposals)
    context = {
        "organisation": desk.organisation, "rule": rule, "label": words.word(words.KIND, rule.kind), "form": layout, "values": values, "wrong": wrong,
        "address": desk.address, "corrects": desk.corrects, "mode": values.get("mode", ""), "today": ground.today, "focus": focus, "panel": panel,
        "before": [(say(one, lang()), one.rule) for one in before(rule, expected, voters)], "expected": expected, "voters": voters,
        "as_of": ground.roll.as_of if ground.roll.as_of != min(on, ground.today) else None, "committee_votes": VoteKind.COMMITTEE in rule.votes,
        "level_hints": [(words.word(words.LEVEL, one), words.word(words.LEVEL_HINT, one)) for one in rule.levels], "draft": _is_draft(desk, values),
        "hidden": [(name, values.get(name, "")) for name in ("key", "stamp", "plan", "base", "mode", "due")]
        + [(name, str(count(values, name, least))) for name, least in MORE.items()],
        "unplaced": [text for name, text in wrong.items() if name in {"", "closings", "people", "hosted-people"}],
    }
    response = render(desk.request, "recordbook/enter.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _is_draft(desk: Desk, values: Values) -> bool:
    return desk.corrects is None and Draft.objects.filter(key=values.get("key", "")).exists()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
