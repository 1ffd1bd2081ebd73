"""What is done at the desk: each act reads its form, does it, and goes on to the screen that comes next.

A form that cannot be read or is refused comes back as typed, with one sentence at the field. The device asks for the same as JSON, so that
a closed sheet which waits for the network can tell what became of it.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.elections.actions import ballots, leaders, roll, sheets
from leadgoose.elections.actions import desk as decisions
from leadgoose.elections.actions.meeting import Opening, open_meeting
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import Election, Meeting, Sheet
from leadgoose.elections.queries.meeting import meeting_of
from leadgoose.elections.queries.outcome import Sums
from leadgoose.elections.rules.hands import Hands
from leadgoose.elections.rules.rollcall import Grounds
from leadgoose.elections.rules.sheet import Gap, Line
from leadgoose.elections.web.desk.pages import show
from leadgoose.elections.web.desk.typed import Typed, UnreadableError
from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.listed import plural

AT_NO_FIELD = frozenset({"on", "cleared"})
"""What a refusal of a stage may name and no form of the desk asks for: its sentence stands above the form."""
Doing = Callable[[Meeting, Typed, Actor], str]
"""Does the act with what was typed; gives the sentence that says what was done."""
BOTH = ("GET", "POST")
"""An address of an act, asked with GET, leads to its screen: so whatever names the act can link to it."""
JSON_HEADER = "X-Desk"


@gate("elections.open_meeting", at="election", methods=BOTH)
def open_meeting_view(request: Asked, election: Election) -> HttpResponse:
    if request.method != "POST":
        return _on(election, request.GET.get("meeting", ""), "open")
    typed = Typed(request.POST)
    sort, held = typed.text("meeting"), typed.text("held")
    on = typed.day("on")
    if on is None:
        typed.wrong.setdefault("on", _("请填写会议日期。"))
    if sort not in Meeting.Sort.values or held not in Meeting.Held.values:
        typed.wrong["held"] = _("请选择会议记录方式。")
    if typed.wrong or on is None:
        return show(request, election, sort, "open", typed, 422)
    noticed = election.meeting_on
    try:
        open_meeting(election, Opening(Meeting.Sort(sort), on, Meeting.Held(held), typed.text("chair")), by=request.actor, at=clock.now())
    except Refusal as no:
        typed.wrong[no.field or "on"] = str(no.said)
        return show(request, election, sort, "open", typed, 422)
    if sort == Meeting.Sort.MEMBERS and noticed is not None and noticed != on:
        messages.warning(request, _("通知的开会日期是 %(noticed)s，会议记为 %(on)s：请核对；确实改期的，应当重新通知党员，并在会议记录里写明原因。") % {
            "noticed": noticed.isoformat(), "on": on.isoformat()})
    return _on(election, sort)


@gate("elections.decide_exclusions", at="election", methods=BOTH)
def decide_exclusions(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        wishes = []
        for number in range(60):
            person, grounds = typed.text(f"person_{number}"), typed.text(f"grounds_{number}")
            if person and grounds not in list(Grounds):
                typed.wrong[f"grounds_{number}"] = _("请选择规定情形。")
            elif person:
                months, paper = typed.number_or_none(f"months_{number}"), typed.text(f"consent_no_{number}")[:60]
                wishes.append(roll.Wish(person, Grounds(grounds), months, paper, typed.day(f"consent_on_{number}")))
        hands = _hands(typed) if typed.text("favour") else None
        typed.settle()
        roll.decide_exclusions(meeting, wishes, hands, by=by, at=clock.now())
        return _("不计入应到会 %(count)s 人。") % {"count": len(wishes)}

    return _act(request, election, "roll", do, stay=True)


@gate("elections.declare_present", at="election", methods=BOTH)
def declare_present(request: Asked, election: Election) -> HttpResponse:
    """only=count: nothing is declared, the screen comes back with the numbers."""
    if request.POST.get("only") == "count":
        return show(request, election, request.POST.get("meeting", ""), "roll", Typed(request.POST))

    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        numbers = (typed.number("present"), typed.number("others", 0)) if typed.text("present") else None
        call = roll.Call(frozenset(typed.texts("in_room")), typed.number("guests", 0), numbers, typed.ticked("chair_in_order"), typed.text("reason"))
        typed.settle()
        row = roll.declare_present(meeting, call, by=by, at=clock.now())
        if row.quorate:
            return _("已宣布实到会 %(present)s 人，须到 %(need)s 人，可以进行选举。") % {"present": row.present, "need": row.need}
        return _("已宣布实到会 %(present)s 人，须到 %(need)s 人，不能进行选举。") % {"present": row.present, "need": row.need}

    return _act(request, election, "roll", do)


@gate("elections.record_report_heard", at="election", methods=BOTH)
def record_report_heard(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        hands = _hands(typed) if typed.text("favour") else None
        typed.settle()
        decisions.record_report_heard(meeting, hands, by=by, at=clock.now())
        return _("已登记听取和审查上届工作报告。")

    return _act(request, election, "decisions", do)


@gate("elections.adopt_method", at="election", methods=BOTH)
def adopt_method(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        hands = _hands(typed)
        typed.settle()
        decisions.adopt_method(meeting, hands, by=by, at=clock.now())
        return _("选举办法已通过，赞成 %(favour)s 人。") % {"favour": hands.favour}

    return _act(request, election, "decisions", do)


@gate("elections.choose_scrutineers", at="election", methods=BOTH)
def choose_scrutineers(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        hands = _hands(typed)
        typed.settle()
        choice = decisions.Choice(tuple(typed.texts("scrutineers")), tuple(typed.texts("counters")), hands)
        decisions.choose_scrutineers(meeting, choice, by=by, at=clock.now())
        return _("已确定监票人、计票人。请每人设置会议密码。")

    return _act(request, election, "decisions", do, stay=True)


@gate("elections.set_pin", at="election", methods=BOTH)
def set_pin(request: Asked, election: Election) -> HttpResponse:
    """Beside the PIN itself the device may send its slow hash with the salt; then the PIN never leaves it."""
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        decisions.set_pin(meeting, typed.text("person"), typed.text("pin"), salt=typed.text("salt"), by=by, at=clock.now())
        return _("会议密码已设置。")

    return _act(request, election, "decisions", do, stay=True)


@gate("elections.issue_ballots", at="election", methods=BOTH)
def issue_ballots(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        keys = typed.texts("candidate")
        places = {key: typed.number(f"place_{key}", 0) for key in keys}
        marks = {key: typed.text(f"mark_{key}")[:20] for key in keys if typed.text(f"mark_{key}")}
        told = ballots.Issue(
            typed.number("printed"), typed.number("issued"), typed.number("electors"), typed.ticked("introduced"),
            tuple(sorted(keys, key=lambda key: places[key])) if any(places.values()) else None, marks, typed.number_or_none("seats"),
        )
        typed.settle()
        row = ballots.issue_ballots(meeting, told, by=by, at=clock.now())
        return plural("已发出选票 %(issued)s 张。", row.issued) % {"issued": row.issued}

    return _act(request, election, "ballots", do)


@gate("elections.close_vote", at="election", methods=BOTH)
def close_vote(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        voters = typed.number("voters")
        typed.settle()
        ballots.close_vote(meeting, voters, typed.ticked("nobody_by_proxy"), by=by, at=clock.now())
        return _("已登记投票 %(voters)s 人。") % {"voters": voters}

    return _act(request, election, "ballots", do)


@gate("elections.reconcile_ballots", at="election", methods=BOTH)
def reconcile_ballots(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        told = ballots.Returned(
            typed.number("returned"), typed.number("spare_destroyed"), typed.number("spoiled", 0), {gap: typed.text(f"reason_{gap}") for gap in Gap},
        )
        typed.settle()
        verdict = ballots.reconcile_ballots(meeting, told, by=by, at=clock.now())
        return _("选票已核对，投票有效。") if verdict.ok else _("收回的选票多于投票人数，本次投票无效，应当重新投票。")

    return _act(request, election, "ballots", do)


@gate("elections.enter_sheet", at="election", methods=BOTH)
def enter_sheet(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        lines = {key: Line(*(typed.number(f"{what}_{key}", 0) for what in ("approve", "disapprove", "abstain"))) for key in typed.texts("candidate")}
        sums = Sums(lines, _written(typed), typed.number("invalid", 0))
        typed.settle()
        way = Sheet.Way(typed.text("way")) if typed.text("way") in Sheet.Way.values else Sheet.Way.SUMS
        signed = bool(typed.text("signature"))
        closing = sheets.Closing(typed.text("entrant"), sums, way, typed.text("signature") or typed.text("pin"), signed, typed.text("reason"))
        closed = sheets.enter_sheet(meeting, typed.text("round"), closing, by=by, at=clock.now())
        if closed.again:   # told on the page that comes next, which the device's outbox loads
            messages.info(request, _("%(name)s的这张计票单先前已经收下，没有重复录入。") % {"name": closed.name})
            return ""
        return _("计票单已封存。")

    return _act(request, election, "tally", do)


@gate("elections.decide_count", at="election", methods=BOTH)
def decide_count(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        sheets.decide_count(meeting, typed.ticked("signed"), by=by, at=clock.now())
        return ""

    return _act(request, election, "tally", do)


@gate("elections.hold_revote", at="election", methods=BOTH)
def hold_revote(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        ballots.hold_revote(meeting, typed.ticked("referred"), by=by, at=clock.now())
        return _("就得票相等的人再次投票，请发放选票。")

    return _act(request, election, "result", do)


@gate("elections.elect_open_seats", at="election", methods=BOTH)
def elect_open_seats(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        ballots.elect_open_seats(meeting, typed.texts("chosen"), typed.ticked("agreed"), by=by, at=clock.now())
        return _("不足的名额另行选举，请发放选票。")

    return _act(request, election, "result", do)


@gate("elections.reduce_seats", at="election", methods=BOTH)
def reduce_seats(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        agree = typed.number("agree")
        typed.settle()
        ballots.reduce_seats(meeting, agree, by=by, at=clock.now())
        return _("半数以上选举人同意，减少名额，不再另行选举。")

    return _act(request, election, "result", do)


@gate("elections.vote_again", at="election", methods=BOTH)
def vote_again(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        ballots.vote_again(meeting, typed.text("reason"), by=by, at=clock.now())
        return _("重新投票，请发放新的选票。")

    return _act(request, election, "ballots", do)


@gate("elections.record_preselection", at="election", methods=BOTH)
def record_preselection(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        leaders.record_preselection(meeting, by=by, at=clock.now())
        return _("预选结果已登记，未选上的不再作候选人。")

    return _act(request, election, "result", do, stay=True)


@gate("elections.record_first_meeting", at="election", methods=BOTH)
def record_first_meeting(request: Asked, election: Election) -> HttpResponse:
    def do(meeting: Meeting, typed: Typed, by: Actor) -> str:
        leaders.record_first_meeting(meeting, typed.ticked("chaired"), by=by, at=clock.now())
        return _("委员会会议的选举结果已登记。")

    return _act(request, election, "result", do, stay=True)


def _act(request: Asked, election: Election, screen: str, do: Doing, *, stay: bool = False) -> HttpResponse:
    """Do it on the meeting named in the form. stay: the same screen again, else the one that comes next."""
    if request.method != "POST":
        return _on(election, "", screen)
    typed = Typed(request.POST)
    sort = typed.text("meeting")
    meeting = meeting_of(election, Meeting.Sort(sort)) if sort in Meeting.Sort.values else None
    said = ""
    if meeting is None:
        typed.wrong[""] = _("这次会议已经随前一阶段撤下，请重新开会。")
    else:
        try:
            said = do(meeting, typed, request.actor)
        except UnreadableError:
            pass
        except Refusal as no:
            typed.wrong["" if no.field in AT_NO_FIELD else no.field] = str(no.said)
    machine = request.headers.get(JSON_HEADER) == "1"
    if typed.wrong:
        return JsonResponse({"wrong": typed.wrong}, status=422) if machine else show(request, election, sort, screen, typed, 422)
    if machine:
        return JsonResponse({"said": said})
    if said:
        messages.success(request, said)
    return _on(election, sort, screen if stay else "")


def _on(election: Election, sort: str, screen: str = "") -> HttpResponse:
    asked = urlencode({name: value for name, value in (("meeting", sort), ("at", screen)) if value})
    return HttpResponseRedirect(reverse("elections.desk", args=[election.key]) + (f"?{asked}" if asked else ""))


def _hands(typed: Typed) -> Hands:
    return Hands(typed.number("favour"), typed.number("against", 0), typed.number("abstain", 0))


def _written(typed: Typed) -> dict[str, int]:
    """Votes of others written in, by key; a row without one of its halves is a fault."""
    found: dict[str, int] = {}
    for number in range(60):
        key, votes = typed.text(f"other_{number}"), typed.number_or_none(f"others_{number}")
        if key and votes:
            if key in found:
                typed.wrong[f"other_{number}"] = _("同一个人写了两行，请合并成一行。")
            found[key] = votes
        elif votes and not key:
            typed.wrong[f"other_{number}"] = _("请选择另选的是谁；名单里没有的人没有被选举权，这一处不计。")
    return found
