"""A quarter of record books for three branches of the demonstration: planned, held, recorded; one late, one corrected, one where the paper is the original."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from leadgoose.ground.access.actor import Actor, also
from leadgoose.ground.access.roles import Role
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.statutes.dates import add_months
from leadgoose.recordbook.actions import Arrival, enter
from leadgoose.recordbook.actions.office import entrust
from leadgoose.recordbook.actions.planning import Wish, set_plan
from leadgoose.recordbook.models import PlanItem, Record
from leadgoose.recordbook.queries.record import entry_of, open_items
from leadgoose.recordbook.queries.roll import roll_of
from leadgoose.recordbook.rules.entry import Attendee, Close, Closing, Entry, Leave, Matter, Named, Sitting, Speech, Stand, Topic, Vote
from leadgoose.recordbook.rules.keys import key_from
from leadgoose.recordbook.rules.kinds import Kind, Level, VoteKind, kind_rule
from leadgoose.recordbook.rules.truth import Channel
from leadgoose.roster.actions.organisations import Members, set_up_organisation
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Organisation, Present
from leadgoose.roster.queries.own import committee_of
from leadgoose.roster.queries.places import present_details
from leadgoose.roster.rules.organisations import Founding
from leadgoose.site.demo.work import rank

BOOKS, FROM_DAYS, LEAST = 3, 20, 8
"""Branches with records; days since the book is in use; members that a branch needs to be chosen."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
PLACES = ("值班房", "队部会议室", "党员活动室")
QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Season:
    """What a crew talks about: before and in the frost, or before and in the rains."""

    task: str
    first: str          # what is said of it in a meeting
    decided: str        # what is decided, after 「某月底前」
    done: str
    left: str
    checked: str
    area: tuple[str, str, str, str, str]   # title, place, problem, unit, what was done


WINTER = Season(
    "冬防保温", "井口防护要赶在降温以前装完，装完一口验一口。", "装完井口防护板，逐口验收", "12 口井全部验收", "三号井的防护板有一处没有固定，当天已经补好。",
    "党员分三组查井口、锅炉房和电缆沟，列出问题当场整改。",
    ("党员突击队抢装保温管线", "三号井区", "管线保温破损，夜里易冻堵", "破损处（处）", "两天换装 12 处。"),
)
SUMMER = Season(
    "防洪防汛", "低洼井场的围堰要赶在雨季以前加高，加完一处验一处。", "加高低洼井场的围堰，逐处验收", "12 处围堰全部验收",
    "三号井的围堰有一处渗水，当天已经补好。", "党员分三组查围堰、排水沟和值班房用电，列出问题当场整改。",
    ("党员突击队抢清排水沟", "三号井区", "排水沟淤堵，雨后积水", "淤堵处（处）", "两天清通 12 处。"),
)


def season(day: date) -> Season:
    return SUMMER if 3 <= day.month <= 8 else WINTER


@dataclass(slots=True)
class _Scribe:
    """Writes the book of one branch."""

    organisation: Organisation
    by: Actor
    today: date
    at: datetime
    numbers: Iterator[int]

    def key(self) -> str:
        return key_from("demo", self.organisation.key, str(next(self.numbers)))

    def people(self, kind: Kind, away: dict[int, tuple[Stand, Leave | None]], group: str = "") -> tuple[Attendee, ...]:
        """Everybody expected, there; but for those at these places of the list."""
        roll = roll_of(self.organisation, kind_rule(kind), self.today, group).expected
        found = []
        for place, one in enumerate(roll):
            stand, reason = away.get(place, (Stand.PRESENT, None))
            found.append(Attendee(one.key, one.name, one.home, stand, reason, expected=True, voter=one.voter))
        return tuple(found)

    def entry(self, kind: Kind, day: date, title: str, **more: Any) -> Entry:
        start = more.pop("start", time(18, 30))
        place = more.pop("place", PLACES[day.day % len(PLACES)])
        end = time(start.hour + 1, (start.minute + 10 + day.day) % 60)
        officers = committee_of(self.organisation.key, self.today)
        chair = officers[0] if officers else None
        recorder = officers[-1] if officers else None
        return Entry(
            key=self.key(), kind=kind, org=self.organisation.key, sittings=more.pop("sittings", (Sitting(day, start, end, place),)), title=title,
            chair=Named(chair.name, chair.person_key) if chair else Named(), recorder=Named(recorder.name, recorder.person_key) if recorder else Named(),
            **more,
        )

    def write(self, entry: Entry, channel: Channel = Channel.SHEET, **more: Any) -> Record:
        """Taken in now; a sheet was written on the day itself."""
        written = datetime.combine(entry.ends_on, time(20), SHANGHAI) if channel is Channel.SHEET and "reason" not in more else None
        return enter(entry, Arrival(channel, self.key(), written=written, typed=8, filled=14, **more), by=self.by, at=self.at).record


def fill(top: Organisation, today: date, clerk: Actor, at: datetime) -> None:
    """The filler that site/demo calls: settings, three books, what is planned next."""
    begun = min(today.replace(day=1), today - timedelta(days=FROM_DAYS))
    set_committee(top.key, {"record_from": begun.isoformat(), "record_days": "3"}, "示例：启用活动记录本的通知", by=clerk, at=at)
    chosen = _branches(top, today)
    for number, organisation in enumerate(chosen):
        by = also(clerk, Role.SECRETARY, organisation.key)
        scribe = _Scribe(organisation, by, today, at, itertools.count())
        _quarter(scribe, number)
    for organisation in chosen[:1]:
        _office(organisation, also(clerk, Role.SECRETARY, organisation.key), today, at)


def _branches(top: Organisation, today: date) -> list[Organisation]:
    """Branches with a secretary and a few members: the one of the ready accounts is the second of the register."""
    rows = list(Organisation.objects.select_related("unit").filter(top_key=top.key, kind=OrgKind.BRANCH, full__gte=LEAST).order_by("position", "pk")[:12])
    details = present_details([one.key for one in rows], today)
    led = [one for one in rows if details.get(one.key) is not None and details[one.key].secretaries]
    return led[1 : 1 + BOOKS] if len(led) > BOOKS else led[:BOOKS]


def _quarter(scribe: _Scribe, number: int) -> None:
    today = scribe.today
    first = _month_on(today, -2)
    for month in range(3):
        day = _month_on(first, month) + timedelta(days=7 + number)
        if day < today:
            scribe.write(_theme_day(scribe, day, month, number))
        committee = _month_on(first, month) + timedelta(days=3 + number)
        if committee < today and scribe.people(Kind.COMMITTEE_MEETING, {}):
            scribe.write(_committee(scribe, committee, month))
    meeting = scribe.write(_member_meeting(scribe, first + timedelta(days=20 + number), number))
    if number == 0:
        _corrected(scribe, meeting)
        scribe.write(_class(scribe, first + timedelta(days=34)))
        scribe.write(_talk(scribe, today - timedelta(days=9)), Channel.PAGE, reason="谈话对象出井后才能签字，补记")
        scribe.write(_closing_meeting(scribe, today - timedelta(days=1)), Channel.PAGE)
    elif number == 1:
        scribe.write(_study(scribe, today - timedelta(days=15)), Channel.PAGE, reason="搬迁井场，网络不通，回队后补记")
        paper = _member_meeting(scribe, today - timedelta(days=30), number)
        scribe.write(replace(paper, title="", speeches=(), topics=(), paper_original=True, paper_page=str(12 + number)))
    else:
        scribe.write(_area(scribe, today - timedelta(days=12)))
    _plan(scribe)


def _member_meeting(scribe: _Scribe, day: date, number: int) -> Entry:
    away = {1: (Stand.LEAVE, Leave.SHIFT), 4: (Stand.LEAVE, Leave.TRIP), **({6: (Stand.ABSENT, None)} if number == 1 else {})}
    people = scribe.people(Kind.MEMBER_MEETING, away)
    there = [one for one in people if one.stand is Stand.PRESENT and one.voter]
    against = 1 if number == 0 and len(there) > 6 else 0
    speakers, now, due = there[2::3][:3], season(day), day + timedelta(days=40)
    said = (
        (now.first, ""), ("夜班人手不够，建议由机关党员顶两个班。", ""),
        ("顶班要先过安全关，没有井控证的不能上岗。", "不同意马上顶班，先培训再说。" if against else ""),
    )
    return scribe.entry(
        Kind.MEMBER_MEETING, day, f"季度工作和{now.task}", people=people,
        topics=(Topic("听取支委会工作报告"), Topic(f"讨论{now.task}措施")),
        speeches=tuple(Speech(Named(one.name, one.key), point, differs) for one, (point, differs) in zip(speakers, said, strict=False)),
        matters=(
            Matter(scribe.key(), f"通过支委会{QUARTERS[(day.month - 1) // 3 - 1]}季度工作报告", Vote(VoteKind.ORDINARY, len(there))),
            Matter(
                scribe.key(), f"{due.month}月底前{now.decided}", Vote(VoteKind.ORDINARY, len(there) - against, against),
                Named(speakers[0].name, speakers[0].key) if speakers else Named(), due, day + timedelta(days=30),
            ),
        ),
    )


def _closing_meeting(scribe: _Scribe, day: date) -> Entry:
    """Last meeting's items come up first: one is done, the rest go on; a new one is added."""
    people = scribe.people(Kind.MEMBER_MEETING, {2: (Stand.LEAVE, Leave.ROTATION)})
    there = [one for one in people if one.stand is Stand.PRESENT and one.voter]
    items = open_items(scribe.organisation.key, day)
    speaker, passed, now = there[-1], Vote(VoteKind.ORDINARY, len(there)), season(day)
    due = max(date(day.year, (day.month - 1) // 3 * 3 + 3, 20), day + timedelta(days=7))
    return scribe.entry(
        Kind.MEMBER_MEETING, day, f"{now.task}复查和季末收尾", people=people,
        topics=(Topic("复查上次议定的事"), Topic("季末党费收缴")),
        closings=tuple(Closing(one.key, Close.DONE, now.done) for one in items[:1]),
        speeches=(Speech(Named(speaker.name, speaker.key), now.left),),
        matters=(
            Matter(scribe.key(), f"{due.month}月{due.day}日前收齐{QUARTERS[(day.month - 1) // 3]}季度党费", passed, Named(speaker.name, speaker.key), due),
            Matter(scribe.key(), f"给轮休回队的党员补一次{now.task}交底", passed, Named(there[0].name, there[0].key), day + timedelta(days=10)),
        ),
    )


def _committee(scribe: _Scribe, day: date, month: int) -> Entry:
    people = scribe.people(Kind.COMMITTEE_MEETING, {})
    subject = (f"研究{season(day).task}分工", "研究主题党日安排", "研究发展党员和季度考核")[month]
    return scribe.entry(
        Kind.COMMITTEE_MEETING, day, subject, start=time(17, 0), people=people, topics=(Topic(subject),),
        speeches=tuple(Speech(Named(one.name, one.key), "先把责任到人的名单列出来，再定时间。") for one in people[:1]),
        matters=(Matter(scribe.key(), subject.removeprefix("研究") + "的方案", Vote(VoteKind.COMMITTEE, len(people))),),
    )


def _theme_day(scribe: _Scribe, day: date, month: int, number: int) -> Entry:
    task = ("夺油上产保进度", season(day).task, "隐患排查")[month]
    return scribe.entry(
        Kind.THEME_DAY, day, task, people=scribe.people(Kind.THEME_DAY, {number + 2: (Stand.LEAVE, Leave.SHIFT)}), start=time(15, 0),
        fields={
            "task": task, "hours": "2", "actions": season(day).checked, "result": "查出 6 处，当天改了 5 处，1 处报调度。",
        },
    )


def _class(scribe: _Scribe, day: date) -> Entry:
    """Two sittings for the rota that join into one record."""
    people = scribe.people(Kind.PARTY_CLASS, {3: (Stand.LEAVE, Leave.SICK)})
    half = len(people) // 2
    told = tuple(replace(one, sitting=0 if place < half else 1) for place, one in enumerate(people))
    sittings = (Sitting(day, time(8, 30), time(10, 0), "党员活动室"), Sitting(day + timedelta(days=2), time(19, 0), time(20, 30), "值班房"))
    teacher = committee_of(scribe.organisation.key, scribe.today)[0]
    return scribe.entry(
        Kind.PARTY_CLASS, day, "学习党章，联系岗位实际", people=told, sittings=sittings, topics=(Topic("党员的义务和权利"),),
        fields={"teacher": teacher.name, "teacher_key": teacher.person_key, "hours": "1.5", "outline": "党员的八项义务；结合岗位说怎么做。"},
    )


def _study(scribe: _Scribe, day: date) -> Entry:
    people = scribe.people(Kind.STUDY, {0: (Stand.LEAVE, Leave.TRIP)})
    return scribe.entry(
        Kind.STUDY, day, "井控安全规定", people=people, start=time(19, 30), fields={"material": "井控管理规定（节选）", "hours": "1"},
        speeches=tuple(Speech(Named(one.name, one.key), "关井程序要练到不看牌子也能做。") for one in people[1:2]),
    )


def _area(scribe: _Scribe, day: date) -> Entry:
    roll = roll_of(scribe.organisation, kind_rule(Kind.AREA_ACTIVITY), scribe.today).people[:5]
    people = tuple(Attendee(one.key, one.name, one.home, Stand.PRESENT) for one in roll)
    title, area, problem, unit, actions = season(day).area
    return scribe.entry(
        Kind.AREA_ACTIVITY, day, title, people=people, start=time(9, 0),
        fields={"area": area, "problem": problem, "unit": unit, "before": "14", "after": "2", "actions": actions},
    )


def _talk(scribe: _Scribe, day: date) -> Entry:
    partner = roll_of(scribe.organisation, kind_rule(Kind.TALK), scribe.today).people[-1]
    return scribe.entry(
        Kind.TALK, day, "", level=Level.INNER,
        fields={
            "partner": partner.name, "partner_key": partner.key, "matter": "轮班和照顾老人", "said": "家里老人住院，希望调一次班。",
            "follow_up": "与队长商量，调到白班两周。",
        },
    )


def _corrected(scribe: _Scribe, meeting: Record) -> None:
    """A name was left out of those on leave: the correction stands beside the first version."""
    standing = meeting.versions.get(number=1)
    entry = entry_of(standing)
    assert entry is not None
    people = tuple(replace(one, stand=Stand.LEAVE, reason=Leave.SICK) if place == 7 else one for place, one in enumerate(entry.people))
    voters = sum(one.voter and one.stand is Stand.PRESENT for one in people)
    against = entry.matters[1].vote.against if entry.matters[1].vote is not None else 0
    matters = (
        replace(entry.matters[0], vote=Vote(VoteKind.ORDINARY, voters)), replace(entry.matters[1], vote=Vote(VoteKind.ORDINARY, voters - against, against)),
    )
    enter(
        replace(entry, people=people, matters=matters), Arrival(Channel.PAGE, scribe.key(), (standing.stamp,), reason="漏记一名请假的同志，核对签到表后更正"),
        by=scribe.by, at=scribe.at,
    )


def _plan(scribe: _Scribe) -> None:
    """What comes next: this month's and the next months' meetings, some without a day yet."""
    today = scribe.today
    soon = today + timedelta(days=2)
    following = _month_on(today, 1)
    wishes = [
        Wish(
            Kind.THEME_DAY, soon.replace(day=1), planned_on=soon, starts_at=time(18, 30), ends_at=time(20, 0), place="值班房", title="安全生产",
            topics="学习安全生产要求\n排查本岗位隐患",
        ),
        Wish(Kind.COMMITTEE_MEETING, following, planned_on=following + timedelta(days=2), starts_at=time(17, 0), ends_at=time(18, 0), place="队部会议室",
             title="研究组织生活会方案"),
        Wish(Kind.LIFE_MEETING, following, title="年度组织生活会" if season(following) is WINTER else "专题组织生活会"),
    ]
    if not PlanItem.objects.filter(org_key=scribe.organisation.key).exists():
        set_plan(scribe.organisation, wishes, by=scribe.by, at=scribe.at)


def _office(organisation: Organisation, by: Actor, today: date, at: datetime) -> None:
    """A committee member may record; the branch has two groups, led by members who are no officers."""
    officers = committee_of(organisation.key, today)
    for one in officers[1:2]:
        entrust(organisation, one.person_key, by=by, at=at)
    people = [one.key for one in roll_of(organisation, kind_rule(Kind.MEMBER_MEETING), today).expected]
    able = [one.person.key for one in sorted(Present.objects.filter(organisation=organisation).select_related("person"), key=lambda one: rank(one.admin_post))]
    held = {one.person_key for one in officers}
    for name, who in (("第一党小组", people[::2]), ("第二党小组", people[1::2])):
        leader = next((key for key in able if key in who and key not in held), who[0])
        set_up_organisation(organisation, Founding(OrgKind.GROUP, name, today), Members(who, leader), "支部党员大会决定", by=by, at=at)


def _month_on(day: date, months: int) -> date:
    """The first day of the month so many months on."""
    return add_months(day.replace(day=1), months)
