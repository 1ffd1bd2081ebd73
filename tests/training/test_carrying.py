"""Carrying the plan out by its acts: lists, seats, attendance, hours, checks of effect, certificates, and what is due because of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.training.actions.attendance import Came, Seen, check_in, code_of, record_attendance, score_exercise, scored
from leadgoose.training.actions.certificates import issue_certificates, recompute_disuse, withdraw_certificate
from leadgoose.training.actions.effects import check_effect
from leadgoose.training.actions.hours import Part, enter_from_record, enter_hours, set_hour_rules
from leadgoose.training.actions.kinds import NEW, set_certificate_kind
from leadgoose.training.actions.nominations import answer, nominate, sign_up
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.sessions import add_session, cancel_session, change_session
from leadgoose.training.models.carrying import Attendance, Certificate, CertificateKind, EffectCheck, Hours, Nomination
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.models.plan import Session
from leadgoose.training.queries.certificates import certificates_of
from leadgoose.training.queries.competencies import levels_of
from leadgoose.training.queries.hours import done_in, hour_table, ledger
from leadgoose.training.rules.certificates import State
from leadgoose.training.rules.certificates import as_table as kind_as_table
from leadgoose.training.rules.hours import as_table
from leadgoose.training.rules.levels import Kind
from leadgoose.training.standards import certificate_kinds
from training.office import OFFERS, begun, in_force, offer, prepared, solved

pytestmark = pytest.mark.usefixtures("one_solver")

D = date
LATER = datetime(2027, 3, 5, 2, 0, tzinfo=UTC)


def session_of(cast: Cast, **change: object) -> Session:
    """One session in March 2027: three seats, raises K2."""
    return add_session(cast.organisations["committee"], 2027, replace(OFFERS["class"], **change), by=cast.actor("clerk"), at=NOW)   # type: ignore[arg-type]


def states(session: Session) -> list[tuple[str, str, int]]:
    return list(Nomination.objects.filter(session=session).order_by("number").values_list("person__key", "state", "number"))


def attended(cast: Cast, session: Session, *people: str, state: str = "present") -> None:
    for person in people:
        if not Nomination.objects.filter(session=session, person=cast.people[person]).exists():
            nominate(session, cast.people[person], by=cast.actor("clerk"), at=NOW)
    record_attendance(session, {cast.people[person].pk: Came(state) for person in people}, final=False, by=cast.actor("clerk"), at=LATER)


# --- the list ---


def test_seats_go_round_in_order_and_who_declines_makes_room(cast: Cast) -> None:
    session = session_of(cast)
    for person in ("p-secretary", "p-committee", "p-discipline", "p-new"):
        nominate(session, cast.people[person], by=cast.actor("clerk"), at=NOW)
    sign_up(session, cast.people["p-member"], by=cast.actor("member"), at=NOW)
    assert states(session) == [("p-secretary", "named", 1), ("p-committee", "named", 2), ("p-discipline", "named", 3), ("p-new", "waiting", 4),
                               ("p-member", "waiting", 5)]
    row = Nomination.objects.get(person__key="p-committee")
    with pytest.raises(Refused, match="不能参加的原因"):
        answer(row, False, "", by=cast.actor("committee_member"), at=NOW)
    answer(row, False, "当天值班", by=cast.actor("committee_member"), at=NOW)
    answer(Nomination.objects.get(person__key="p-secretary"), True, "", by=cast.actor("secretary"), at=NOW)
    assert states(session)[0] == ("p-secretary", "confirmed", 1) and states(session)[3] == ("p-new", "named", 4) and states(session)[4][1] == "waiting"
    with pytest.raises(Refused, match="还在候补"):
        answer(Nomination.objects.get(person__key="p-member"), True, "", by=cast.actor("member"), at=NOW)
    entry = Entry.objects.get(act="NominationDeclined")
    assert entry.person_key == "p-committee" and "值班" not in str(entry.facts)


def test_the_own_secretary_answers_for_the_branch_and_no_other(cast: Cast) -> None:
    session = session_of(cast)
    row = nominate(session, cast.people["p-discipline"], by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Denied):
        answer(row, True, "", by=cast.actor("new_secretary"), at=NOW)
    with pytest.raises(Denied):
        answer(row, True, "", by=cast.actor("member"), at=NOW)
    assert answer(row, True, "", by=cast.actor("secretary"), at=NOW).state == "confirmed"
    with pytest.raises(Denied):
        nominate(session, cast.people["p-new"], by=cast.actor("secretary"), at=NOW)


def test_whom_a_list_does_not_take(cast: Cast) -> None:
    session = session_of(cast)
    sign_up(session, cast.people["p-member"], by=cast.actor("member"), at=NOW)
    with pytest.raises(Refused, match="已经在名单上"):
        sign_up(session, cast.people["p-member"], by=cast.actor("member"), at=NOW)
    with pytest.raises(Refused, match="已经结束"):
        nominate(session, cast.people["p-new"], by=cast.actor("clerk"), at=datetime(2027, 3, 5, 2, tzinfo=UTC))
    with pytest.raises(Denied):
        sign_up(session, cast.people["p-new"], by=cast.actor("member"), at=NOW)
    cancel_session(session, "教师不能到", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="不接受报名"):
        nominate(session, cast.people["p-new"], by=cast.actor("clerk"), at=NOW)
    assert states(session) == [("p-member", "withdrawn", 1)]


def test_more_places_go_to_those_who_wait_and_none_is_taken_from_those_who_have_one(cast: Cast) -> None:
    session = session_of(cast)
    for person in ("p-secretary", "p-committee", "p-discipline", "p-new", "p-member"):
        nominate(session, cast.people[person], by=cast.actor("clerk"), at=NOW)
    change_session(session, replace(OFFERS["class"], seats=4), by=cast.actor("clerk"), at=NOW)
    assert [state for _, state, _ in states(session)] == ["named"] * 4 + ["waiting"]
    assert Entry.objects.get(act="SessionChanged").facts["moved_up"] == 1
    with pytest.raises(Refused, match="名单上已有 4 人") as refused:
        change_session(session, replace(OFFERS["class"], seats=3), by=cast.actor("clerk"), at=NOW)
    assert refused.value.field == "seats"


# --- attendance and hours ---


def test_attendance_fills_the_ledger_and_asks_for_the_effect(cast: Cast) -> None:
    session = session_of(cast)
    attended(cast, session, "p-secretary", "p-new")
    assert {(row.person.key, row.hours, row.year, row.concentrated, row.record_key) for row in Hours.objects.select_related("person")} == {
        ("p-secretary", 2400, 2027, True, session.key), ("p-new", 2400, 2027, True, session.key)}
    assert done_in([cast.people["p-new"].pk], 2027)[cast.people["p-new"].pk].concentrated
    check = EffectCheck.objects.get(person__key="p-new")
    assert check.due_on == D(2027, 6, 4)
    duty = Duty.objects.get(code="training_effect", person_key="p-new")
    assert (duty.org_key, duty.opens_on, duty.due_on, duty.act) == ("two", D(2027, 6, 4), D(2027, 7, 4), "training.person")
    assert Entry.objects.get(act="AttendanceRecorded").facts == {"session": session.key, "final": False, "present": 2, "leave": 0, "absent": 0}


def test_a_correction_is_a_new_row_and_the_ledger_follows(cast: Cast) -> None:
    session = session_of(cast)
    attended(cast, session, "p-secretary")
    record_attendance(session, {cast.people["p-secretary"].pk: Came("leave")}, final=False, by=cast.actor("clerk"), at=LATER + timedelta(hours=1))
    assert [(row.state, row.retracted_at is None) for row in Attendance.objects.order_by("pk")] == [("present", False), ("leave", True)]
    assert ledger(cast.people["p-secretary"].pk, 2027) == [] and Hours.objects.count() == 1
    assert not EffectCheck.objects.exists() and not Duty.objects.filter(code="training_effect", closed_at=None).exists()
    record_attendance(session, {cast.people["p-secretary"].pk: Came("present", video=True)}, final=True, by=cast.actor("clerk"), at=LATER + timedelta(hours=2))
    assert ledger(cast.people["p-secretary"].pk, 2027)[0].video
    session.refresh_from_db()
    assert session.state == "closed"


def test_what_attendance_refuses(cast: Cast) -> None:
    session = session_of(cast)
    nominate(session, cast.people["p-secretary"], by=cast.actor("clerk"), at=NOW)
    nominate(session, cast.people["p-new"], by=cast.actor("clerk"), at=NOW)
    came = {cast.people["p-secretary"].pk: Came("present")}
    for given, at, told in ((came, NOW, "还没有开始"), ({cast.people["p-member"].pk: Came("present")}, LATER, "不在名单上"),
                            ({cast.people["p-new"].pk: Came("asleep")}, LATER, "所列各项")):
        with pytest.raises(Refused, match=told):
            record_attendance(session, given, final=False, by=cast.actor("clerk"), at=at)
    with pytest.raises(Refused, match="还有 1 人没有登记"):
        record_attendance(session, came, final=True, by=cast.actor("clerk"), at=LATER)
    with pytest.raises(Denied):
        record_attendance(session, came, final=False, by=cast.actor("secretary"), at=LATER)


def test_the_own_phone_on_the_day_with_the_days_code(cast: Cast) -> None:
    session = add_session(cast.organisations["committee"], 2026, offer("组织委员例会", TODAY, TODAY, 4, kind="meeting"), by=cast.actor("clerk"), at=NOW)
    person, by = cast.people["p-member"], cast.actor("member")
    with pytest.raises(Refused, match="不在这个班次的名单上"):
        check_in(session, person, code_of(session, TODAY), by=by, at=NOW)
    sign_up(session, person, by=by, at=NOW)
    wrong = f"{(int(code_of(session, TODAY)) + 1) % 10_000:04d}"
    with pytest.raises(Refused, match="签到码不对"):
        check_in(session, person, wrong, by=by, at=NOW)
    with pytest.raises(Refused, match="由本人办理"):
        check_in(session, person, code_of(session, TODAY), by=cast.actor("secretary"), at=NOW)
    with pytest.raises(Refused, match="当天"):
        check_in(session, person, code_of(session, TODAY), by=by, at=NOW + timedelta(days=1))
    check_in(session, person, code_of(session, TODAY), by=by, at=NOW)
    assert [(row.way, row.hours) for row in Attendance.objects.all()] == [("phone", 400)] and [one.hours for one in ledger(person.pk, 2026)] == [400]
    with pytest.raises(Refused, match="已经签到"):
        check_in(session, person, code_of(session, TODAY), by=by, at=NOW)


def test_the_record_book_enters_hours_once_however_often_it_speaks(cast: Cast) -> None:
    everybody = {"p-secretary": False, "p-member": True, "unknown": False}

    def enter(hours: int = 150, who: dict[str, bool] = everybody, kind: str = "party_class") -> int:
        parts = [Part(key, TODAY, hours, video) for key, video in who.items()]
        return enter_from_record("committee", "record-1", kind, parts, "党课", by=cast.actor("secretary"), at=NOW)

    assert enter() == 2 and enter() == 0                                              # said again: nothing is counted twice
    assert [(one.hours, one.video, one.kind) for one in ledger(cast.people["p-member"].pk, 2026)] == [(150, True, "party_class")]
    assert enter(900) == 2 and [one.hours for one in ledger(cast.people["p-member"].pk, 2026)] == [800]   # corrected: at most a day's hours
    assert enter(900, {"p-secretary": False}) == 0 and ledger(cast.people["p-member"].pk, 2026) == []       # somebody was not there after all
    assert enter(900, {}) == 0 and ledger(cast.people["p-secretary"].pk, 2026) == []
    assert enter(900, everybody, "committee_meeting") == 0                            # does not count by the local rule
    with pytest.raises(ValueError, match="no kind"):
        enter(90, everybody, "class")


def test_the_sittings_of_one_record_are_added_up(cast: Cast) -> None:
    parts = [Part("p-new", TODAY, 200), Part("p-new", TODAY - timedelta(days=1), 100, video=True)]
    assert enter_from_record("committee", "record-2", "study", parts, "两次学习", by=cast.actor("secretary"), at=NOW) == 1
    assert [(one.hours, one.video, one.on) for one in ledger(cast.people["p-new"].pk, 2026)] == [(300, True, TODAY - timedelta(days=1))]


TABLE = "姓名\t党支部\t内容\t开始\t结束\t学时\t类型\t县级以上集中轮训\n欧阳海涛\t\t县委党校书记班\t2026-10-12\t2026-10-16\t40\t培训班\t是\n"


def test_training_had_elsewhere_is_typed_once(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    assert enter_hours(top, TABLE, by=by, at=NOW) == 1 and enter_hours(top, TABLE, by=by, at=NOW) == 0
    done = done_in([cast.people["p-new"].pk], 2026)[cast.people["p-new"].pk]
    assert (done.hours, done.concentrated) == (4000, True)
    for text in (TABLE.replace("40\t", "41\t"), TABLE.replace("2026-10-16", "2026-12-01"), TABLE.replace("欧阳海涛", "无此人")):
        with pytest.raises(Refused, match="还有错误"):
            enter_hours(top, text, by=by, at=NOW)


def test_a_committee_says_what_counts_how_much_from_a_day_on(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    table = as_table(hour_table("committee", TODAY))
    set_hour_rules(top, {**table, "day": 6, "half_day": 3, "share": {**table["share"], "committee_meeting": 100}}, D(2027, 1, 1), "党委会", by=by, at=NOW)
    assert (hour_table("committee", TODAY).day, hour_table("committee", D(2027, 1, 1)).day) == (8, 6)
    assert enter_from_record("committee", "r", "committee_meeting", [Part("p-new", D(2027, 1, 5), 700)], by=by, at=LATER) == 1
    assert ledger(cast.people["p-new"].pk, 2027)[0].hours == 600
    for change, field in (({"half_day": 9}, "half_day"), ({"share": {"class": 101}}, "class")):
        with pytest.raises(Refused) as refused:
            set_hour_rules(top, {**table, **change}, D(2027, 1, 1), "党委会", by=by, at=NOW)
        assert refused.value.field == field
    with pytest.raises(Refused, match="不能早于今天"):
        set_hour_rules(top, table, D(2026, 1, 1), "党委会", by=by, at=NOW)


def test_shortfalls_are_due_once_the_year_is_planned(cast: Cast) -> None:
    prepared(cast)
    assert not Duty.objects.filter(code="training_hours").exists()
    in_force(cast, solved(cast, begun(cast)))
    rows = {row.person_key: row for row in Duty.objects.filter(code="training_hours", closed_at=None)}
    assert set(rows) == {"p-secretary", "p-committee", "p-discipline", "p-new"}
    one = rows["p-new"]
    assert (one.rule, one.opens_on, one.due_on, one.ends_on) == ("edu-secretary-56", D(2027, 10, 1), D(2027, 12, 31), D(2028, 4, 1))
    assert one.numbers == {"year": 2027, "have": 0, "need": 5600, "lacking": 5600}
    assert Duty.objects.filter(code="training_concentrated").count() == 2 and Duty.objects.get(code="training_plan").due_on == D(2028, 1, 31)
    session = Session.objects.get(title="党务实务班")
    record_attendance(session, {cast.people["p-new"].pk: Came("present")}, final=False, by=cast.actor("clerk"), at=LATER)
    assert Duty.objects.get(code="training_hours", person_key="p-new", closed_at=None).numbers["lacking"] == 3200
    assert not Duty.objects.filter(code="training_concentrated", person_key="p-new", closed_at=None).exists()


# --- evidence that closes gaps ---


def level(cast: Cast, person: str, on: date) -> int | None:
    found = levels_of([cast.people[person].pk], on)[cast.people[person].pk].get("K2")
    return None if found is None else found.level


def test_coming_alone_closes_no_gap_what_the_superior_sees_does(cast: Cast) -> None:
    prepared(cast)
    session = Session.objects.get(title="党务实务班")
    attended(cast, session, "p-discipline")
    june, at = D(2027, 6, 7), datetime(2027, 6, 7, 2, 0, tzinfo=UTC)
    assert level(cast, "p-discipline", june) == 2
    person, by = cast.people["p-discipline"], cast.actor("secretary")
    for answer_, example, seen, told in (("yes", "", {"K2": 3}, "具体的事"), ("maybe", "x", {}, "请选择一项"), ("unseen", "", {"K2": 3}, "不评级别"),
                                         ("yes", "x", {"K1": 3}, "级别")):
        with pytest.raises(Refused, match=told):
            check_effect(person, session.key, answer_, example, seen, by=by, at=at)
    check_effect(person, session.key, "yes", "四月的换届会上计票一次报对", {"K2": 3}, by=by, at=at)
    assert level(cast, "p-discipline", june) == 3
    assert Evidence.objects.get(origin=EffectCheck.objects.get().key).kind == "superior"
    assert not Duty.objects.filter(code="training_effect", closed_at=None).exists()
    entry = Entry.objects.get(act="EffectChecked")
    assert entry.facts == {"session": session.key, "answer": "yes", "rated": 1} and "计票" not in str(entry.facts)
    with pytest.raises(Refused, match="没有待办"):
        check_effect(person, session.key, "no", "再来", {}, by=by, at=at)


def test_nobody_checks_the_own_effect(cast: Cast) -> None:
    session = session_of(cast)
    attended(cast, session, "p-secretary")
    with pytest.raises(Refused, match="不由本人"):
        check_effect(cast.people["p-secretary"], session.key, "yes", "好", {}, by=cast.actor("secretary"), at=LATER + timedelta(days=90))


def test_an_exercise_is_scored_for_those_who_came(cast: Cast) -> None:
    session = session_of(cast, kind="exercise")
    attended(cast, session, "p-new")
    with pytest.raises(Refused, match="先登记出勤"):
        score_exercise(session, {cast.people["p-member"].pk: Seen({"K2": 3})}, by=cast.actor("clerk"), at=LATER)

    def enter(role: str = "", **levels: int) -> int:
        seen = Seen({key.replace("_", "."): level_ for key, level_ in levels.items()}, role)
        return score_exercise(session, {cast.people["p-new"].pk: seen}, by=cast.actor("clerk"), at=LATER)

    assert (enter(K2=3), enter(K2=3), enter("主持人", K2=3)) == (1, 0, 1)
    assert enter("主持人", K2_2=4) == 1 and level(cast, "p-new", D(2027, 3, 5)) is None   # one behaviour is not yet a competency
    assert enter("主持人", K2_1=4, K2_2=4) == 1
    assert scored(session) == {cast.people["p-new"].pk: Seen({"K2.1": 4, "K2.2": 4}, "主持人")}
    assert "主持人" not in Evidence.objects.latest("pk").remark_sealed
    assert level(cast, "p-new", D(2027, 3, 5)) == 4 and Evidence.objects.filter(kind=Kind.EXERCISE, retracted_at=None).count() == 1
    with pytest.raises(Refused, match="只有沙盘演练"):
        score_exercise(session_of(cast, title="别的", kind="class"), {}, by=cast.actor("clerk"), at=LATER)


# --- certificates ---

ISSUED = "姓名\t党支部\t证书\t编号\t发证日期\t发证单位\n单志强\t\t党支部书记任职资格证\t示001\t2024-02-29\t公司党校\n"


def held(cast: Cast, person: str, on: date) -> list[tuple[date | None, State]]:
    return [(one.last, one.state) for one in certificates_of([cast.people[person].pk], "committee", on)]


def test_a_certificate_proves_levels_while_it_holds_and_is_renewed_in_time(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    assert issue_certificates(top, ISSUED, by=by, at=NOW) == 1
    assert held(cast, "p-secretary", TODAY) == [(D(2027, 2, 28), State.VALID)]
    duty = Duty.objects.get(code="training_certificate")
    assert (duty.org_key, duty.person_key, duty.opens_on, duty.due_on) == ("one", "p-secretary", D(2026, 11, 28), D(2027, 2, 28))
    assert level(cast, "p-secretary", D(2027, 2, 28)) == 3 and level(cast, "p-secretary", D(2027, 3, 1)) is None
    assert held(cast, "p-secretary", D(2027, 3, 1)) == [(D(2027, 2, 28), State.LAPSED)]
    issue_certificates(top, ISSUED.replace("2024-02-29", "2026-11-20").replace("示001", "示002"), by=by, at=NOW + timedelta(hours=1))
    assert held(cast, "p-secretary", TODAY) == [(D(2029, 11, 20), State.VALID)]
    assert Duty.objects.get(code="training_certificate", closed_at=None).due_on == D(2029, 11, 20)
    ends = Evidence.objects.filter(kind=Kind.CERTIFICATE).order_by("pk").values_list("valid_on", "ends_on", "retracted_at")
    assert [(since.year, until, gone is None) for since, until, gone in ends] == [      # said anew, never written over
        (2024, D(2027, 3, 1), False), (2024, D(2026, 11, 20), True), (2026, D(2029, 11, 21), True)]
    with pytest.raises(Refused, match="还有错误"):
        issue_certificates(top, ISSUED, by=by, at=NOW)


def as_typed(code: str = "secretary", **more: Any) -> dict[str, Any]:
    return {**kind_as_table(certificate_kinds()[code]), **more}


def test_a_new_version_of_a_kind_leaves_what_was_issued_as_it_was(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    issue_certificates(top, ISSUED, by=by, at=NOW)
    before = certificates_of([cast.people["p-secretary"].pk], "committee", TODAY)
    made = set_certificate_kind(top, "secretary", as_typed(name="书记任职证", months=60, renew=6, raises={"K1": 4}), TODAY, "党委会 11 次", by=by, at=NOW)
    assert (made.version, made.months) == ("2026-1", 60)
    assert certificates_of([cast.people["p-secretary"].pk], "committee", TODAY) == before
    later = NOW + timedelta(hours=1)
    renewed = ISSUED.replace("2024-02-29", TODAY.isoformat()).replace("党支部书记任职资格证", "书记任职证").replace("示001", "示002")
    issue_certificates(top, renewed, by=by, at=later)
    one, = certificates_of([cast.people["p-secretary"].pk], "committee", TODAY)
    assert (one.last, one.kind.version, one.kind.renew) == (D(2031, 11, 23), "2026-1", 6)
    assert levels_of([cast.people["p-secretary"].pk], TODAY)[cast.people["p-secretary"].pk]["K1"].level == 4
    entry = Entry.objects.get(act="CertificateKindSet")
    assert entry.facts == {"certificate_kind": "secretary", "standard": "2026-1", "valid_from": TODAY.isoformat()}


def test_a_kind_that_is_no_longer_issued_stays_valid_where_it_is_held(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    set_certificate_kind(top, "secretary", as_typed(ended=True), TODAY, "党委会", by=by, at=NOW)
    with pytest.raises(Refused):
        issue_certificates(top, ISSUED.replace("2024-02-29", TODAY.isoformat()), by=by, at=NOW)
    assert issue_certificates(top, ISSUED, by=by, at=NOW) == 1            # found late: issued when it still was
    assert held(cast, "p-secretary", TODAY) == [(D(2027, 2, 28), State.VALID)]
    own = set_certificate_kind(top, NEW, as_typed(name="沙盘教员证", english="", mode="never"), TODAY, "党委会", by=by, at=NOW)
    issue_certificates(top, ISSUED.replace("党支部书记任职资格证", "沙盘教员证").replace("2024-02-29", TODAY.isoformat()), by=by, at=NOW)
    assert {one.kind.code: one.last for one in certificates_of(None, "committee", TODAY)} == {"secretary": D(2027, 2, 28), own.code: None}


@pytest.mark.parametrize(("field", "more", "start"), [
    ("valid_from", {"months": 24}, TODAY - timedelta(days=1)), ("months", {"months": 0}, TODAY), ("lapse", {"lapse": ""}, TODAY),
    ("name", {"name": "党务工作者上岗证"}, TODAY), ("K1", {"raises": {"K1": 6}}, TODAY), ("mode", {"mode": "forever"}, TODAY), ("", {}, TODAY),
])
def test_an_unfit_kind_is_refused_at_its_field(cast: Cast, field: str, more: dict[str, Any], start: date) -> None:
    with pytest.raises(Refused) as no:
        set_certificate_kind(cast.organisations["committee"], "secretary", as_typed(**more), start, "党委会", by=cast.actor("clerk"), at=NOW)
    assert no.value.field == field and not CertificateKind.objects.exists()


def test_a_withdrawn_certificate_proves_nothing_any_more(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    issue_certificates(top, ISSUED, by=by, at=NOW)
    key = Certificate.objects.get().key
    with pytest.raises(Refused, match="写明原因"):
        withdraw_certificate(cast.people["p-secretary"], key, TODAY, "", by=by, at=NOW)
    withdraw_certificate(cast.people["p-secretary"], key, TODAY, "登记有误", by=by, at=NOW)
    assert level(cast, "p-secretary", TODAY) is None and held(cast, "p-secretary", TODAY)[0][1] is State.WITHDRAWN
    assert not Duty.objects.filter(code="training_certificate", closed_at=None).exists()


def test_disuse_counts_from_the_day_the_post_was_left(cast: Cast) -> None:
    top, by = cast.organisations["committee"], cast.actor("clerk")
    text = ISSUED.replace("党支部书记任职资格证", "党务工作者上岗证").replace("2024-02-29", "2026-01-15")
    issue_certificates(top, text, by=by, at=NOW)
    assert held(cast, "p-secretary", TODAY) == [(None, State.VALID)]
    cast.people["p-secretary"].posts.update(valid_to=D(2026, 10, 31))
    assert recompute_disuse("committee", TODAY, NOW) == 1 and recompute_disuse("committee", TODAY, NOW) == 0
    assert held(cast, "p-secretary", TODAY) == [(D(2028, 10, 31), State.VALID)]
