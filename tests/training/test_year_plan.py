"""The plan of a year by its acts: collected, decided, solved by the worker, priced, asked what if, approved, made anew with least change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Actor, Denied
from leadgoose.ground.jobs.actions import ask_stop
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.ground.jobs.works import Running
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.statutes.dates import induction_due
from leadgoose.production.actions import fill_table
from leadgoose.training import words
from leadgoose.training.actions.callups import import_call_ups
from leadgoose.training.actions.nominations import nominate, sign_up
from leadgoose.training.actions.planning import (
    Stress,
    add_need,
    decide_place,
    drop_plan,
    release_place,
    remove_need,
    replan,
    set_limits,
    set_people,
    start_plan,
)
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.sessions import Offered, add_session, cancel_session, change_session, import_sessions, understand
from leadgoose.training.actions.solving import approve_plan, ask_what_if, run_plan, solve, worth
from leadgoose.training.actions.wishes import state_wish, withdraw_wish
from leadgoose.training.models.carrying import Certificate, Nomination
from leadgoose.training.models.plan import Decided, Need, Place, Plan, Session, Unmet, WhatIf, Wish
from leadgoose.training.queries.plans import newcomers, not_held
from leadgoose.training.queries.team import team
from leadgoose.training.queries.wishes import wishes_of
from leadgoose.training.standards import rulebook, shipped_hours
from training.office import OFFERS, YEAR, begun, in_force, offer, prepared, solved

pytestmark = pytest.mark.usefixtures("one_solver")

D = date


def given(plan: Plan) -> set[tuple[str, str]]:
    return set(Place.objects.filter(plan=plan).values_list("person__key", "session__title"))


def names(plan: Plan) -> list[tuple[str, str, int, bool]]:
    return [(row.person.key, row.role, row.required_hours, row.concentrated) for row in plan.people.select_related("person").order_by("position")]


def test_a_plan_begins_with_everybody_their_gaps_and_obligations(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    assert names(plan) == [("p-secretary", "secretary", 5600, True), ("p-committee", "member", 5600, False), ("p-discipline", "member", 5600, False),
                           ("p-new", "secretary", 5600, True)]
    needs = Need.objects.filter(member__person__key="p-secretary").order_by("dimension")
    assert list(needs.values_list("dimension", "source", "size", "level", "target", "confidence")) == [
        ("K1", "gap", 1, 3, 4, "medium"), ("K2", "gap", 2, 2, 4, "medium")]   # K3 is reached, the rest is unknown
    entry = Entry.objects.filter(act="PlanStarted").get()
    assert (entry.facts["year"], entry.facts["number"], entry.role) == (2027, 1, "clerk")
    with pytest.raises(Refused, match="已有计划"):
        start_plan(cast.organisations["committee"], YEAR, by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Denied):
        start_plan(cast.organisations["committee"], 2026, by=cast.actor("envoy"), at=NOW)


def test_who_is_stressed_or_left_out_needs_a_reason(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    first = plan.people.order_by("position").first()
    assert first is not None
    with pytest.raises(Refused, match="请写明原因") as refused:
        set_people(plan, ["secretary"], 0, {first.pk: Stress(False, 200, "")}, by=cast.actor("clerk"), at=NOW)
    assert refused.value.field == f"reason-{first.pk}"
    set_people(plan, ["secretary"], 1600, {first.pk: Stress(False, 200, "拟提任")}, by=cast.actor("clerk"), at=NOW)
    assert names(plan) == [("p-secretary", "secretary", 4000, True), ("p-new", "secretary", 4000, True)]
    assert plan.people.get(pk=first.pk).weight == 200
    with pytest.raises(Refused, match="至少选一类"):
        set_people(plan, [], 0, {}, by=cast.actor("clerk"), at=NOW)


def test_wishes_findings_and_ending_certificates_are_needs(cast: Cast) -> None:
    prepared(cast)
    Certificate.objects.create(person=cast.people["p-new"], kind="secretary", valid_from=D(2024, 5, 1), valid_to=D(2027, 5, 2), recorded_at=NOW, source="page",
                               recorded_by="clerk")
    plan = begun(cast)
    assert set(Need.objects.filter(source="certificate").values_list("member__person__key", "dimension")) == {("p-new", "K1"), ("p-new", "K2")}
    member = plan.people.get(person__key="p-new").pk
    need = add_need(plan, member, "K5", "inspection", "九月检查：党课没有提问", by=cast.actor("clerk"), at=NOW)
    assert "党课" not in need.note_sealed and "党课" not in str(Entry.objects.latest("pk").facts)
    with pytest.raises(Refused, match="已经列入"):
        add_need(plan, member, "K5", "inspection", "再一次", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="请写明出处"):
        add_need(plan, member, "K5", "wish", " ", by=cast.actor("clerk"), at=NOW)
    remove_need(plan, need.pk, by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="只有这里填写的"):
        remove_need(plan, Need.objects.filter(source="gap").first().pk, by=cast.actor("clerk"), at=NOW)   # type: ignore[union-attr]


def test_the_run_answers_as_the_planner_does_and_says_why(cast: Cast) -> None:
    prepared(cast)
    plan = solved(cast, begun(cast))
    assert plan.result is not None and plan.result["status"] == "optimal" and not plan.stale
    assert worth(plan) == {level: value / (1 if level == "missing_obligations" else 100) for level, value in plan.result["totals"].items()}
    places = given(plan)
    # both secretaries owe a concentrated course; class and exercise share a day, so nobody has both
    assert {("p-secretary", "党务实务班"), ("p-new", "党务实务班")} <= places
    assert {person for person, title in places if title == "理论学习班"} == {"p-secretary", "p-committee", "p-discipline", "p-new"}
    why = Place.objects.get(plan=plan, person__key="p-secretary", session__title="党务实务班").why
    assert why == ["K2", "hours", "concentrated"]
    # nobody reaches 56 hours from this catalogue: the exercise falls on a day of the class
    unmet = {(row.member.person.key, row.need): row.reason for row in Unmet.objects.select_related("member__person")}
    assert unmet[("p-secretary", "K2")] == "overlap"
    assert Entry.objects.filter(act="PlanSolved").get().facts["status"] == "optimal"
    assert Job.objects.get().progress["stage"] in {"explain", "price"}


def test_rotas_and_peaks_bind_the_plan(cast: Cast) -> None:
    prepared(cast, **{**OFFERS, "class": replace(OFFERS["class"], seats=10)})
    top, by = cast.organisations["committee"], cast.actor("clerk")
    fill_table(top, "absences", "姓名\t党支部\t起\t止\t类型\n单志强\t\t2027-03-04\t2027-03-10\t轮休\n", YEAR, by=by, at=NOW)
    fill_table(top, "peaks", "单位\t起\t止\t最多离岗\n作业一队\t2027-04-09\t2027-04-20\t1\n", YEAR, by=by, at=NOW)
    plan = solved(cast, begun(cast))
    places = given(plan)
    assert ("p-secretary", "党务实务班") not in places
    assert len([one for one in places if one[1] == "理论学习班" and one[0] != "p-new"]) == 1   # three of one unit, one to be spared at the peak
    reasons = {(row.member.person.key, row.need): row.reason for row in Unmet.objects.select_related("member__person")}
    assert reasons[("p-secretary", "concentrated")] == "away"
    assert "unit_cover" in {reasons.get((person, "K1")) for person in ("p-secretary", "p-committee", "p-discipline")} | {
        reasons.get((person, "hours")) for person in ("p-secretary", "p-committee", "p-discipline")}


def test_fixed_and_forbidden_places_are_kept_and_a_fixed_one_has_its_price(cast: Cast) -> None:
    sessions = prepared(cast)
    plan = begun(cast)
    row = {one.person.key: one.pk for one in plan.people.select_related("person")}
    decide_place(plan, sessions["class"].key, row["p-discipline"], False, "纪检委员须参加", by=cast.actor("clerk"), at=NOW)
    decide_place(plan, sessions["class"].key, row["p-committee"], False, "组织委员须参加", by=cast.actor("clerk"), at=NOW)
    decide_place(plan, sessions["theory"].key, row["p-new"], True, "四月外派", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="已经定过"):
        decide_place(plan, sessions["theory"].key, row["p-new"], False, "又要去", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="请写明原因"):
        decide_place(plan, sessions["meeting"].key, row["p-new"], True, "", by=cast.actor("clerk"), at=NOW)
    plan = solved(cast, plan)
    places = given(plan)
    assert {("p-discipline", "党务实务班"), ("p-committee", "党务实务班")} <= places and ("p-new", "理论学习班") not in places
    price = Decided.objects.get(person__key="p-discipline").price
    assert price is not None and price["proven"] and price["missing_obligations"] == -1   # without it both secretaries have their course
    release_place(plan, Decided.objects.get(person__key="p-new").pk, by=cast.actor("clerk"), at=NOW)
    plan.refresh_from_db()
    assert plan.stale


CALLED = ("姓名\t党支部\t班次\t开始\t结束\t学时\t举办单位\t层级\t调训通知\n"
          "单志强\t\t集团公司书记班\t2027-05-10\t2027-05-14\t40\t集团公司党校\t省级\t集团调训〔2027〕3号\n"
          "欧阳海涛\t\t集团公司书记班\t2027-05-10\t2027-05-14\t40\t集团公司党校\t省级\t集团调训〔2027〕3号\n")


@pytest.mark.parametrize("heads", [
    ("班次", "形式", "开始", "结束", "学时", "名额", "主办层级"), ("班次", "形式", "開始", "結束", "學時", "名額", "主辦層級"),
    ("Session", "form", "Start", "end", "hours", "Places", "LEVEL"),
], ids=["simplified", "traditional", "English"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_table_may_be_filled_in_as_the_hint_of_its_page_says_in_any_language(heads: tuple[str, ...], language: str) -> None:
    with translation.override(language):
        labels = [(code, str(words.SESSION_KIND[code]), level, str(words.ORGANISER_LEVEL[level]))
                  for code in Session.Kind.values for level in Session.Level.values]
    rows = [(f"班{number}", kind, "2027-03-02", "2027-03-02", "8", "9", level) for number, (_, kind, _, level) in enumerate(labels)]
    grid, found = understand("\n".join("\t".join(row) for row in (heads, *rows)), YEAR, shipped_hours()[0], [])
    assert [row.faults for row in grid.rows if row.faults] == []
    assert [(one.kind, one.level) for one in found] == [(code, level) for code, _, level, _ in labels]


def test_call_ups_are_fixed_places_in_a_session_of_their_own(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    assert import_call_ups(plan, CALLED, by=cast.actor("clerk"), at=NOW) == (2, 1)
    assert import_call_ups(plan, CALLED, by=cast.actor("clerk"), at=NOW) == (0, 0)
    session = Session.objects.get(called=True)
    assert (session.seats, session.concentrated, session.level) == (2, True, "province")
    plan = solved(cast, plan)
    assert {person for person, title in given(plan) if title == "集团公司书记班"} == {"p-secretary", "p-new"}
    assert Entry.objects.filter(act="CallUpsImported").count() == 2
    for text, told in ((CALLED.replace("省级", "厅级"), "还有错误"), (CALLED.replace("欧阳海涛", "王德福"), "还有错误")):
        with pytest.raises(Refused, match=told):
            import_call_ups(plan, text, by=cast.actor("clerk"), at=NOW)


def test_who_signed_up_before_is_planned_round_and_nobody_is_seated_twice(cast: Cast) -> None:
    """Three seats: one signed up who is no matter of the plan, one who is; the plan has one to give."""
    sessions = prepared(cast)
    sign_up(sessions["class"], cast.people["p-member"], by=cast.actor("member"), at=NOW)
    sign_up(sessions["class"], cast.people["p-discipline"], by=Actor("d", person_key="p-discipline"), at=NOW)
    plan = solved(cast, begun(cast))
    seated = {row.person.key: row.why for row in Place.objects.filter(plan=plan, session=sessions["class"]).select_related("person")}
    assert "p-discipline" in seated and len(seated) == 2
    nominate(sessions["class"], cast.people["p-committee"], by=cast.actor("clerk"), at=NOW)   # since the run: the last seat
    in_force(cast, plan)
    states = Nomination.objects.filter(session=sessions["class"]).order_by("number").values_list("person__key", "state")
    assert list(states[:3]) == [("p-member", "confirmed"), ("p-discipline", "confirmed"), ("p-committee", "named")]
    assert [state for _, state in states[3:]] == ["waiting"] and Entry.objects.get(act="PlanApproved").facts["put_waiting"] == 1


def test_nobody_signs_up_for_what_the_approved_plan_does_not_hold(cast: Cast) -> None:
    sessions = prepared(cast, meeting=OFFERS["meeting"], crowd=offer("大班", D(2027, 5, 11), D(2027, 5, 11), 8, min_seats=9))   # nine of four people
    in_force(cast, solved(cast, begun(cast)))
    assert not_held("committee", [YEAR]) == {sessions["crowd"].pk}
    with pytest.raises(Refused, match="计划不开"):
        sign_up(sessions["crowd"], cast.people["p-member"], by=cast.actor("member"), at=NOW)
    page = cast.client("member").get("/my/training/").content.decode()
    assert "党务政工会议" in page and "大班" not in page
    assert nominate(sessions["crowd"], cast.people["p-member"], by=cast.actor("clerk"), at=NOW).state == "named"    # the office may hold it after all


def test_a_place_that_no_need_asks_for_says_who_settled_it(cast: Cast) -> None:
    sessions = prepared(cast)
    sign_up(sessions["meeting"], cast.people["p-new"], by=cast.actor("new_secretary"), at=NOW)
    plan = begun(cast)
    plan.people.update(required_hours=0)
    row = plan.people.get(person__key="p-secretary").pk
    decide_place(plan, sessions["meeting"].key, row, False, "会上发言", by=cast.actor("clerk"), at=NOW)
    plan = solved(cast, plan)
    told = dict(Place.objects.filter(plan=plan, session=sessions["meeting"]).values_list("person__key", "why"))
    assert told == {"p-secretary": ["decided"], "p-new": ["signed_up"]}


def test_every_fixed_place_has_its_price_also_in_a_plan_made_anew(cast: Cast) -> None:
    sessions = prepared(cast)
    plan = begun(cast)
    row = {one.person.key: one.pk for one in plan.people.select_related("person")}
    for person in ("p-committee", "p-discipline"):
        decide_place(plan, sessions["class"].key, row[person], False, "须参加", by=cast.actor("clerk"), at=NOW)
    plan.people.filter(person__key="p-committee").update(left_out=True)                      # a place of somebody who is left out is no question
    plan = in_force(cast, solved(cast, plan))
    assert [(one.person.key, one.price is not None) for one in plan.decided.order_by("pk")] == [("p-committee", False), ("p-discipline", True)]
    again = solved(cast, replan(plan, D(2027, 2, 1), by=cast.actor("clerk"), at=NOW))
    price = again.decided.get(person__key="p-discipline").price
    assert price is not None and "changed_places" in price
    late = replan_from(cast, again, D(2027, 3, 20))
    assert late.decided.get(person__key="p-discipline").price is None                         # it has begun


def replan_from(cast: Cast, plan: Plan, on: date) -> Plan:
    return solved(cast, replan(in_force(cast, plan), on, by=cast.actor("clerk"), at=NOW))


def test_a_wish_stated_by_the_person_is_a_need_until_it_is_withdrawn(cast: Cast) -> None:
    prepared(cast)
    plan, person, by = begun(cast), cast.people["p-new"], cast.actor("new_secretary")
    state_wish(person, YEAR, "K5", "想学用队里的事讲党课", by=by, at=NOW)
    need = Need.objects.get(source="wish")
    assert (need.member.person.key, need.dimension, need.size, need.own) == ("p-new", "K5", 1, True)
    assert "党课" not in need.note_sealed and "党课" not in str(Entry.objects.get(act="WishStated").facts)
    with pytest.raises(Refused, match="由本人撤回"):
        remove_need(plan, need.pk, by=cast.actor("clerk"), at=NOW)
    for dimension, note, told in (("K5", "再说一次", "已经填过"), ("K6", "", "请写一句"), ("K9", "x", "所列各项")):
        with pytest.raises(Refused, match=told):
            state_wish(person, YEAR, dimension, note, by=by, at=NOW)
    state_wish(person, YEAR, "K6", "想去跟班", by=by, at=NOW)
    with pytest.raises(Refused, match="每年最多填 2 项"):
        state_wish(person, YEAR, "K7", "还想学", by=by, at=NOW)
    with pytest.raises(Denied):
        state_wish(person, YEAR, "K7", "替他说", by=cast.actor("secretary"), at=NOW)
    withdraw_wish(person, Wish.objects.get(dimension="K6").key, by=by, at=NOW)
    assert [one.dimension for one in Need.objects.filter(source="wish")] == ["K5"] and Wish.objects.count() == 2
    solved(cast, plan)
    [one] = wishes_of(person, YEAR)
    assert (one.note, one.planned) == ("想学用队里的事讲党课", False)
    in_force(cast, plan)
    [one] = wishes_of(person, YEAR)
    assert one.planned and not one.places and one.unmet is not None and one.unmet.reason == "no_session"


def test_a_secretary_who_took_office_since_is_new_to_the_plan(cast: Cast) -> None:
    prepared(cast)
    plan = in_force(cast, solved(cast, begun(cast)))
    members = team("committee", TODAY, rulebook(TODAY))
    assert newcomers(plan, members) == []
    plan.people.filter(person__key="p-new").update(role="member")                             # was a committee member when the plan was made
    [one] = newcomers(plan, members)
    assert (one.member.key, one.member.since, one.due) == ("p-new", None, None)
    since = replace(one.member, since=D(2026, 11, 1))
    assert newcomers(plan, [since])[0].due == induction_due(D(2026, 11, 1)) == D(2027, 5, 1)


def test_what_if_is_answered_from_the_same_model(cast: Cast) -> None:
    sessions = prepared(cast)
    plan = solved(cast, begun(cast, budget=2_600_00))
    assert plan.result is not None and plan.result["totals"]["cost"] <= 260_000
    with pytest.raises(Refused, match="请改经费"):
        ask_what_if(plan, plan.budget, {}, by=cast.actor("clerk"), at=NOW)
    asked = ask_what_if(plan, plan.budget * 12 // 10, {sessions["class"].key: 5}, by=cast.actor("clerk"), at=NOW)
    assert perform(Job.objects.get(kind="training.what_if").key) == "done"
    asked = WhatIf.objects.get(pk=asked.pk)
    assert asked.result is not None and asked.result["totals"]["hours_short"] < plan.result["totals"]["hours_short"]
    plan.refresh_from_db()
    assert not plan.stale and plan.budget == 260_000   # asking changes nothing


def test_a_stop_keeps_the_best_found(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    job = run_plan(plan, by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="正在求解"):
        run_plan(plan, by=cast.actor("clerk"), at=NOW)
    Job.objects.filter(pk=job.pk).update(stop_asked_at=NOW)   # asked while it runs: the work hears it at its first report
    assert perform(job.key) == "done"
    plan.refresh_from_db()
    assert plan.result is not None and plan.result["stopped"] and given(plan)
    assert Unmet.objects.exists() and not Unmet.objects.filter(reason="").exists()            # the reasons came after it
    again = run_plan(plan, by=cast.actor("clerk"), at=NOW)
    assert ask_stop(again).state == Job.State.STOPPED


def test_the_answer_is_kept_before_the_reasons_and_a_stop_among_them_leaves_the_rest_open(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast, budget=0)
    job = run_plan(plan, by=cast.actor("clerk"), at=NOW)
    Job.objects.filter(pk=job.pk).update(state="running", attempts=1)
    seen: list[tuple[bool, int]] = []

    def look() -> bool:
        if running.progress.get("stage") == "explain":
            seen.append((Plan.objects.get(pk=plan.pk).result is not None, Unmet.objects.filter(reason="").count()))
            Job.objects.filter(pk=job.pk).update(stop_asked_at=NOW)
        return True

    running = Running(job.key, plan.top_key, plan.key, {"seconds": 60}, "clerk", 1, going=look)
    assert solve(running) == {"status": "optimal"} and running.stopping
    every = Unmet.objects.count()
    assert every > 2 and seen[0] == (True, every) and Unmet.objects.exclude(reason="").count() == 1


def test_approval_names_everybody_with_a_place(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    with pytest.raises(Refused, match="还没有求解"):
        approve_plan(plan, "党委会", TODAY, by=cast.actor("clerk"), at=NOW)
    plan = solved(cast, plan)
    set_limits(plan, plan.budget, plan.cover, 30, by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="请重新求解"):
        approve_plan(plan, "党委会", TODAY, by=cast.actor("clerk"), at=NOW)
    plan = solved(cast, plan)
    with pytest.raises(Refused, match="请填写批准"):
        approve_plan(plan, " ", TODAY, by=cast.actor("clerk"), at=NOW)
    plan = in_force(cast, plan)
    assert (plan.state, plan.approved_on, plan.approved_by) == ("approved", TODAY, "clerk") and plan.receipt
    named = set(Nomination.objects.filter(state="named").values_list("person__key", "session__title"))
    assert named == given(plan)
    entry = Entry.objects.get(act="PlanApproved")
    assert entry.facts["named"] == len(named) and "党委会" not in str(entry.facts)
    with pytest.raises(Refused, match="不能再改"):
        set_limits(plan, 1, 1, 30, by=cast.actor("clerk"), at=NOW)


def test_after_a_cancellation_the_plan_changes_as_little_as_it_can(cast: Cast) -> None:
    later = replace(OFFERS["class"], title="党务实务班（二期）", course="党务实务班", starts_on=D(2027, 9, 7), ends_on=D(2027, 9, 9), seats=4)
    more = {**OFFERS, "again": later}
    sessions = prepared(cast, **more)
    first = in_force(cast, solved(cast, begun(cast)))
    held = {title for _, title in given(first)} & {"党务实务班", "党务实务班（二期）"}
    fallen = "class" if "党务实务班" in held else "again"
    cancel_session(sessions[fallen], "教师不能到", by=cast.actor("clerk"), at=NOW)
    assert not Nomination.objects.filter(session=sessions[fallen], state="named").exists()
    second = replan(first, D(2027, 2, 1), by=cast.actor("clerk"), at=NOW)
    assert (second.number, second.based_on, second.budget) == (2, first, first.budget)
    second = solved(cast, second)
    assert second.result is not None and second.result["totals"]["missing_obligations"] == 0
    assert {one for one in given(first) if one[1] == "理论学习班"} == {one for one in given(second) if one[1] == "理论学习班"}
    assert "changed_places" in second.result["totals"]
    in_force(cast, second)
    first.refresh_from_db()
    assert first.state == "replaced"
    open_ones = set(Nomination.objects.filter(state="named").values_list("person__key", "session__title"))
    assert open_ones == given(second)
    with pytest.raises(Refused, match="只能从批准的"):
        replan(first, D(2027, 2, 1), by=cast.actor("clerk"), at=NOW)


def test_a_draft_is_given_up_and_another_begun(cast: Cast) -> None:
    prepared(cast)
    plan = begun(cast)
    drop_plan(plan, by=cast.actor("clerk"), at=NOW)
    assert begun(cast).number == 2


def test_a_plan_of_nobody_or_nothing_is_not_run(cast: Cast) -> None:
    plan = begun(cast)
    with pytest.raises(Refused, match="还没有班次"):
        run_plan(plan, by=cast.actor("clerk"), at=NOW)
    plan.people.update(left_out=True)
    with pytest.raises(Refused, match="还没有人"):
        run_plan(plan, by=cast.actor("clerk"), at=NOW)


# --- the catalogue ---


def test_a_session_is_offered_changed_and_cancelled(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    session = add_session(top, YEAR, OFFERS["class"], by=by, at=NOW)
    with pytest.raises(Refused, match="同名"):
        add_session(top, YEAR, OFFERS["class"], by=by, at=NOW)
    change_session(session, replace(OFFERS["class"], seats=8, teacher="教师甲"), by=by, at=NOW)
    assert Entry.objects.latest("number").facts["fields"] == ["seats", "teacher"]
    with pytest.raises(Refused, match="不能少于开班人数 2"):
        change_session(session, replace(OFFERS["class"], seats=1), by=by, at=NOW)
    with pytest.raises(Refused, match="写明取消的原因"):
        cancel_session(session, "", by=by, at=NOW)
    cancel_session(session, "教师不能到", by=by, at=NOW)
    with pytest.raises(Refused, match="不能修改"):
        change_session(session, OFFERS["class"], by=by, at=NOW)


@pytest.mark.parametrize(("change", "field"), [
    ({"ends_on": D(2027, 3, 1)}, "ends_on"), ({"seats": 1}, "seats"), ({"hours": 2500}, "hours"), ({"hours": 0, "gains": {}}, "hours"),
    ({"starts_on": D(2026, 3, 1), "ends_on": D(2026, 3, 4)}, "starts_on"), ({"title": ""}, "title"),
])
def test_an_offer_that_cannot_be_is_refused_at_its_field(cast: Cast, change: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add_session(cast.organisations["committee"], YEAR, replace(OFFERS["class"], **change), by=cast.actor("clerk"), at=NOW)   # type: ignore[arg-type]
    assert refused.value.field == field and not Session.objects.exists()


def test_a_course_counts_as_concentrated_only_from_county_level_on() -> None:
    low = Offered("本委集中培训", "class", D(2027, 3, 1), D(2027, 3, 1), 800, 10, level="committee", concentrated=True)
    assert (low.values()["concentrated"], replace(low, level="county").values()["concentrated"]) == (False, True)


SHEET = ("班次\t形式\t开始\t结束\t学时\t名额\t开班人数\t主办层级\t集中轮训\t固定费用\tK2\n"
         "党务实务班\t培训班\t2027-03-02\t2027-03-04\t24\t30\t5\t县级\t是\t8000\t1\n")


def test_a_catalogue_is_taken_in_from_a_table(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    [session] = import_sessions(top, YEAR, SHEET, by=by, at=NOW)
    assert (session.hours, session.fixed_cost, session.gains, session.concentrated, session.course) == (2400, 800_000, {"K2": 1}, True, "党务实务班")
    with pytest.raises(Refused, match="还有错误"):
        import_sessions(top, YEAR, SHEET, by=by, at=NOW + timedelta(hours=1))
