"""The plan as the table that is approved, filed and carried out: Excel, Word, PDF. Its words are the office's, whatever the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import override

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.bylaws.queries import notice_on_paper, settings_of
from leadgoose.ground.look.downloads import by_post, download, minute, without_fonts
from leadgoose.ground.press.excel import XLSX, Leaf, workbook
from leadgoose.ground.press.printing import DOCX, Column, Imprint, NoFonts, list_paper, small_line
from leadgoose.ground.statutes.dates import add_months
from leadgoose.roster.queries import committee_name
from leadgoose.training import words
from leadgoose.training.actions.attendance import EFFECT_MONTHS
from leadgoose.training.models.bank import Sitting
from leadgoose.training.models.carrying import Attendance, EffectCheck, Nomination
from leadgoose.training.models.plan import Need, Plan, Session
from leadgoose.training.papers import PlanLine, Table, plan_table
from leadgoose.training.queries.competencies import model_of
from leadgoose.training.queries.plans import Line, lines_of
from leadgoose.training.web import asked
from leadgoose.training.web.plans import totals
from leadgoose.training.web.sessions import as_number, hours, money

LISTED = {"named": "待确认", "confirmed": "已确认", "waiting": "候补", "declined": "不能参加", "withdrawn": "已撤去"}
EFFECT = {"yes": "有改变", "partly": "有些改变", "no": "没有改变", "unseen": "没有机会看到"}


@gate("training.plan_paper", at="plan", methods=("GET", "POST"))
@by_post
def plan_paper(request: Asked, plan: Plan, form: str) -> HttpResponse:
    """The plan table as "pdf", "docx" or "xlsx"."""
    if plan.result is None:
        raise Http404
    committee = settings_of(plan.top_key)
    with override("zh-hans"):
        table = build(plan, committee.script)
    at = clock.now()
    people = list(plan.people.filter(left_out=False).values_list("person__key", flat=True))
    asked.file_taken(request, "training.plan_paper", form, plan.top_key, people, ("training.PlanPerson.role",))
    made_by = request.actor.name or request.actor.login
    imprint = Imprint(notice_on_paper(committee), made_by, minute(at), plan.receipt)
    name = f"{table.title}.{form}"
    columns = [Column(*one) for one in table.columns]
    if form == "xlsx":
        above = (table.title, table.subtitle, small_line(imprint, committee.script))
        leaf = Leaf("计划表", above, [(label, 6 + share * 8) for label, share, _n in table.columns],
                    [[as_number(cell) if number else cell for cell, (_l, _s, number) in zip(row, table.columns, strict=True)] for row in table.rows])
        return download(workbook([leaf]), XLSX, name)
    if form == "docx":
        from leadgoose.ground.press.tables import table_docx  # noqa: PLC0415   python-docx and lxml, 8 MB: only processes that write Word load them

        body = table_docx(table.title, table.subtitle, columns, table.rows, table.notes, imprint=imprint, script=committee.script, paper="a3", at=at)
        return download(body, DOCX, name)
    try:
        body = list_paper(table.title, table.subtitle, columns, table.rows, table.notes, imprint=imprint, script=committee.script, at=at, paper="a3")
    except NoFonts:
        return without_fonts()
    return download(body, "application/pdf", name)


def build(plan: Plan, script: str) -> Table:
    """The table's facts. A constant number of queries."""
    names = words.dimension_names(model_of(plan.top_key, date(plan.year, 1, 1)))
    stand = _Standing(plan)
    lines = [row for one in lines_of(plan) for row in _rows(one, names, stand)]
    told = "；".join(f"{row['name']} {row['value']}（{'已证明最优' if row['proven'] else '未证明，不可能好过 ' + row['bound']}）" for row in totals(plan))
    state = f"{plan.basis}，{plan.approved_on.isoformat()} 批准" if plan.approved_on else "草案，未批准"
    notes = [f"本年经费 {money(plan.budget)} 元。{told}。", "重点：加了权重的人，姓名后注明原因。差距按能力评定，资料未知的不算差距。"]
    return plan_table(f"{committee_name(plan.top_key)}{plan.year} 年培训计划表", state, lines, notes, script)


class _Standing:
    """How each place of a plan stands: the list, the attendance, the tests, the check of effect. Four queries. What somebody scored is not in it."""

    def __init__(self, plan: Plan) -> None:
        sessions = Session.objects.filter(planned__plan=plan).distinct()
        listed = Nomination.objects.filter(session__in=sessions).order_by("number").values_list("session_id", "person_id", "state")
        self.listed = {(session, person): state for session, person, state in listed}
        came = Attendance.objects.filter(session__in=sessions, retracted_at=None).values_list("session_id", "person_id", "state")
        self.came = {(session, person): state for session, person, state in came}
        checks = EffectCheck.objects.filter(session__in=sessions).values_list("session_id", "person_id", "answer", "due_on")
        self.checks = {(session, person): EFFECT.get(answer) or f"{due.isoformat()} 检查" for session, person, answer, due in checks}
        sat = Sitting.objects.filter(exam__session__in=sessions.values("key"), exam__purpose__in=("before", "after"))
        rows = sat.values_list("exam__session", "person_id", "exam__purpose", "state", "sat_on")
        self.tests = {(session, person, purpose): f"{day.isoformat()} 已测" if state in ("handed_in", "marked") and day else "待测"
                      for session, person, purpose, state, day in rows}

    def effect(self, session: Session, person: int) -> str:
        """The check of effect as it stands; before the session the day from which it will be asked for."""
        due = add_months(session.ends_on, EFFECT_MONTHS).isoformat()
        return self.checks.get((session.pk, person)) or (f"{due} 检查" if session.gains and (session.pk, person) not in self.came else "")

    def status(self, session: Session, person: int) -> str:
        key = (session.pk, person)
        if key in self.came:
            return {"present": "已参加", "leave": "请假", "absent": "缺席"}[self.came[key]]
        if session.state == Session.State.CANCELLED:
            return "班次取消"
        return LISTED.get(self.listed.get(key, ""), "计划")


def _rows(one: Line, names: dict[str, str], stand: _Standing) -> list[PlanLine]:
    """A line for each place and for each need that stays open; somebody without either has one line."""
    member = one.member
    who: dict[str, Any] = {"name": member.name + (f"（重点：{member.reason}）" if member.weight != 100 else ""),
                           "role": str(words.ROLE[member.role]), "branch": member.branch}
    needs = {need.dimension: need for need in sorted(one.needs, key=lambda need: need.level is not None)}   # a gap says more than a wish
    found = []
    for place in one.places:
        session, person = place.session, member.person_id
        found.append(PlanLine(
            **who, gap="；".join(_gap(code, needs, names) for code in place.why), source=_sources(place.why, one.needs), content=session.title,
            form=str(words.SESSION_KIND[session.kind]) + ("（线上）" if session.online else ""), hours=hours(session.hours), month=str(session.starts_on.month),
            organiser=session.organiser, teacher=session.teacher, place=session.place, cost=money(session.cost_per_person),
            before=stand.tests.get((session.key, person, "before"), ""), after=stand.tests.get((session.key, person, "after"), ""),
            proof="签到、学时" if (session.pk, person) in stand.came else "", effect=stand.effect(session, person),
            status=stand.status(session, person), reason=session.reason if session.state == Session.State.CANCELLED else ""))
    for unmet in one.unmet:
        reason = str(words.UNMET["free" if unmet.free else unmet.reason])
        found.append(PlanLine(**who, gap=_gap(unmet.need, needs, names), source=_sources([unmet.need], one.needs), content="", status="未安排", reason=reason))
    return found or [PlanLine(**who, gap="", source="", content="", status="无须安排")]


def _gap(code: str, needs: dict[str, Need], names: dict[str, str]) -> str:
    need = needs.get(code)
    if need is None or need.level is None:
        return words.need(code, names)
    return f"{names[code]} {need.level}→{need.target}"


def _sources(codes: list[str], needs: list[Need]) -> str:
    found = dict.fromkeys(str(words.NEED_SOURCE[need.source]) for need in needs if need.dimension in codes)
    if set(codes) & {"hours", "concentrated", "induction"}:
        found["规定"] = None
    return "、".join(found)
