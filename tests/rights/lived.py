"""Somebody with a long life in every subject, who then leaves: what an erasure has to find. 查晓明, p-member, everywhere he can stand."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

from axes.models import AccessLog
from openpyxl import Workbook

from again import Again
from cast import NOW, TODAY, Cast
from cast import cast as make_cast
from elections.course import Story, story
from leadgoose.accounts.actions.accounts import close_account
from leadgoose.elections.actions.beside import Shift, ask_shift
from leadgoose.elections.actions.paper import Issue, issue_paper
from leadgoose.elections.actions.scan import keep_scan
from leadgoose.ground.access.models import SignIn
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.vault.actions import seal
from leadgoose.production.models import Absence
from leadgoose.recordbook.actions import enter
from leadgoose.recordbook.actions.files import attach_file
from leadgoose.recordbook.models import Attachment, Draft
from leadgoose.recordbook.rules.entry import Named, Speech
from leadgoose.recordbook.rules.kinds import Kind, Level
from leadgoose.rights.actions.objections import Answering, Objecting, answer_objection, raise_objection
from leadgoose.roster.actions.imports import judge_upload, take_register
from leadgoose.roster.actions.lines import correct_line
from leadgoose.roster.actions.membership import do
from leadgoose.roster.models import Person
from leadgoose.roster.rules.acts import Kind as ActKind
from leadgoose.roster.rules.acts import Wish
from leadgoose.roster.rules.lines import How
from leadgoose.training.actions.evidence import Given, rate
from leadgoose.training.models.carrying import Certificate
from leadgoose.training.models.plan import Plan, PlanPerson, Session
from leadgoose.training.rules.levels import Kind as RatingKind
from recordbook.writing import arrival, key, meeting

NAME = "查晓明"
PDF = b"%PDF-1.4 scan"


def make() -> Cast:
    """The cast with his life in it."""
    made = make_cast()
    lived(made)
    return made


the_lived = Again(make)
"""Making a life takes a second; it is made once a process and put back as it was."""


def lived(cast: Cast, *, leave: bool = True) -> Story:
    """A correction, a register file, an election won, minutes, a talk, files, levels, a plan, leave, an objection; then transferred out."""
    clerk, member = cast.actor("clerk"), cast.actor("member")
    book(cast)
    one = elected(cast)
    person = Person.objects.get(key="p-member")
    correct_line(person, {"education": "大专"}, How.CORRECTION, TODAY, f"{NAME}的毕业证", by=clerk, at=NOW)
    register(cast)
    rate(person, RatingKind.SUPERIOR, Given({"K1": 3, "K2": 2}, TODAY, remark=f"{NAME}带头讲安全课"), by=clerk, at=NOW)
    training(cast, person)
    Absence.objects.create(top_key="committee", person=person, first=TODAY, last=TODAY, kind="rest", recorded_at=NOW, recorded_by="clerk")
    row = raise_objection(person, Objecting("other", f"我{NAME}的工龄不对"), by=member, at=NOW)
    answer_objection(row, Answering("refused", f"{NAME}同志的工龄以档案为准。"), by=clerk, at=NOW + timedelta(minutes=1))
    SignIn.objects.create(user=cast.users["member"], session_key="s" * 32, device="edge windows", address="10.1.2.3", way="password", since=NOW)
    AccessLog.objects.create(username="member", ip_address="10.1.2.3", path_info="/login/")
    set_committee("committee", {"contact": NAME, "phone": "19900010004"}, "党委会", by=clerk, at=NOW)
    if leave:
        later = NOW + timedelta(minutes=2)
        do([Person.objects.get(key="p-member")], Wish(ActKind.OUT, TODAY), f"介绍信 {NAME}", by=clerk, at=later, despite=True)
        close_account(cast.users["member"], on=TODAY, by=clerk, at=later)
    return one


def elected(cast: Cast) -> Story:
    """An election in which he stands and is elected; a shift asked for because of him, papers issued with his name, one signed and scanned."""
    one = story(cast)
    one.committee, one.elected = ("p-secretary", "p-committee", "p-member", "p-m30"), ("p-secretary", "p-member", "p-m30")
    one.until("notice")
    ask_shift(one.election, Shift(date(2027, 3, 1)), f"{NAME}借调，届满前不能召开", TODAY, **one.by("secretary"))
    issue_paper(one.election, "notice", Issue(TODAY, signer=NAME), **one.by("secretary"))
    keep_scan(one.election, "request", f"请示-{NAME}.pdf", PDF, **one.by("secretary"))
    one.until("handover")
    return one


def register(cast: Cast) -> None:
    """A register file in which he has a line."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "性别", "民族", "出生日期", "身份证号", "学历", "入党时间", "转正时间", "所在党支部", "党员类别"])
    for key_, name, born in (("p-member", NAME, "1990-06-15"), ("p-secretary", "单志强", "1976-03-08")):
        sheet.append([name, "男", "汉族", born, cast.id_numbers[key_], "大专", "2008-07-01", "2009-07-01", "作业一队党支部", "正式党员"])
    into = io.BytesIO()
    book.save(into)
    upload, _known = judge_upload(cast.organisations["committee"], "register", into.getvalue(), f"{NAME}补报.xlsx", by=cast.actor("clerk"), at=NOW)
    take_register(upload, TODAY, by=cast.actor("clerk"), at=NOW)


def book(cast: Cast) -> None:
    """Minutes in which he speaks and owes something, a correction of them, a talk about him with a file, a draft half written."""
    first = meeting(title=f"{NAME}述职", speeches=(Speech(Named("单志强", "p-secretary"), f"{NAME}的班组要换人。"),))
    kept = enter(first, arrival(), by=cast.actor("secretary"), at=NOW)
    changed = replace(first, key=first.key, topics=(), fields={}, title=f"{NAME}述职会")
    enter(changed, arrival(parents=(kept.version.stamp,), reason=f"{NAME}要求更正"), by=cast.actor("secretary"), at=NOW + timedelta(seconds=1))
    attach_file(kept.record, Attachment.What.SCAN, f"{NAME}.pdf", PDF + b"1", by=cast.actor("secretary"), at=NOW)
    talk = meeting(
        key=key(), kind=Kind.TALK, title="", level=Level.INNER, people=(), speeches=(), matters=(), chair=Named("单志强", "p-secretary"),
        fields={"partner": NAME, "partner_key": "p-member", "said": "家里老人住院"},
    )
    about = enter(talk, arrival(), by=cast.actor("secretary"), at=NOW)
    attach_file(about.record, Attachment.What.SCAN, "talk.pdf", PDF + b"2", by=cast.actor("secretary"), at=NOW)
    Draft.objects.create(key=key(), org_key="one", kind="chronicle", login="secretary", saved_at=NOW,
                         typed_sealed=seal("one", "draft", '{"event": ["' + NAME + '获奖"]}'))


def training(cast: Cast, person: Person) -> None:
    """A place in a plan with a reason, a certificate, a session that he teaches."""
    plan = Plan.objects.create(top_key="committee", year=2027, number=1, roles=["secretary"], created_at=NOW, created_by="clerk")
    PlanPerson.objects.create(plan=plan, person=person, position=1, name=NAME, branch="作业一队党支部", place="one", unit="unit", role="member",
                              reason=f"{NAME}转岗")
    Certificate.objects.create(person=person, kind="secretary", number="证-0417", valid_from=TODAY, recorded_at=NOW, recorded_by="clerk", source="page",
                               reason_sealed="")
    Session.objects.create(top_key="committee", year=2026, course="课", title="安全课", kind="class", starts_on=TODAY, ends_on=TODAY, hours=800, seats=9,
                           teacher=NAME, recorded_at=NOW, recorded_by="clerk")
