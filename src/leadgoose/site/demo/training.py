"""Training in the demonstration: every level comes from evidence that the office took in; rotas, a catalogue of next year, a course of this year."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.intake.grid import MOST_ROWS
from leadgoose.production.actions import fill_table
from leadgoose.roster.models import Organisation, Person, Present, ProductionUnit
from leadgoose.roster.queries.finder import finder
from leadgoose.training.actions.attendance import Came, Seen, record_attendance, score_exercise
from leadgoose.training.actions.certificates import issue_certificates
from leadgoose.training.actions.hours import enter_hours
from leadgoose.training.actions.model import set_mark
from leadgoose.training.actions.nominations import nominate
from leadgoose.training.actions.ratings import import_ratings
from leadgoose.training.actions.sessions import Offered, add_session, import_sessions
from leadgoose.training.actions.wishes import state_wish
from leadgoose.training.courses import exercises
from leadgoose.training.queries.team import Member, team
from leadgoose.training.rules.competency import DIMENSIONS, Role
from leadgoose.training.rules.obligations import LEADING, SECRETARIES
from leadgoose.training.standards import rulebook

SEED = 7
TYPICAL = {
    Role.SECRETARY: (3, 3, 3, 3, 2, 3, 3), Role.NEW_SECRETARY: (3, 2, 2, 2, 2, 3, 2), Role.DEPUTY: (3, 2, 2, 2, 2, 3, 2), Role.MEMBER: (2, 2, 2, 2, 2, 2, 2),
    Role.RESERVE: (2, 1, 2, 2, 1, 3, 2), Role.DEMONSTRATION: (4, 4, 4, 4, 4, 4, 3),
}
"""What a typical rating of a role says, by dimension; ratings scatter around it."""

CATALOGUE = """班次 课程 形式 开始 结束 学时 地点 主办单位 主办层级 教师 名额 开班人数 固定费用 每人费用 集中轮训 任职培训 K1 K2 K3 K4 K5 K6 K7
书记集中轮训（一期） 书记集中轮训 培训班 03-08 03-12 40 公司党校 公司党委 县级 党校教研室 30 12 20000 900 是 否 1 1 0 0 0 0 0
书记集中轮训（二期） 书记集中轮训 培训班 09-13 09-17 40 公司党校 公司党委 县级 党校教研室 30 12 20000 900 是 否 1 1 0 0 0 0 0
新任书记任职培训 新任书记任职培训 培训班 02-22 02-25 32 机关三楼会议室 本处党委 本委 组织员办公室 15 4 6000 400 否 是 0 1 1 0 0 0 0
党支部工作基础知识（一期） 党支部工作基础知识 培训班 03-16 03-18 24 机关三楼会议室 本处党委 本委 组织员办公室 25 8 5000 260 否 否 0 1 0 0 0 0 0
党支部工作基础知识（二期） 党支部工作基础知识 培训班 05-18 05-20 24 机关三楼会议室 本处党委 本委 组织员办公室 25 8 5000 260 否 否 0 1 0 0 0 0 0
党支部工作基础知识（三期） 党支部工作基础知识 培训班 10-19 10-21 24 机关三楼会议室 本处党委 本委 组织员办公室 25 8 5000 260 否 否 0 1 0 0 0 0 0
如何当好党支部书记 如何当好党支部书记 培训班 04-12 04-14 24 公司党校 本处党委 本委 老书记组 20 6 8000 320 否 否 0 1 1 1 0 0 0
换届选举沙盘演练（一期） 换届选举沙盘演练 沙盘演练 04-21 04-21 8 机关一楼会议室 本处党委 本委 组织员办公室 18 6 1500 60 否 否 0 1 0 0 0 0 0
换届选举沙盘演练（二期） 换届选举沙盘演练 沙盘演练 11-03 11-03 8 机关一楼会议室 本处党委 本委 组织员办公室 18 6 1500 60 否 否 0 1 0 0 0 0 0
党课讲授实训 党课讲授实训 培训班 06-08 06-09 16 机关三楼会议室 本处党委 本委 宣传科 24 6 3600 180 否 否 0 0 0 0 1 0 0
谈心谈话案例研讨 谈心谈话案例研讨 培训班 06-22 06-22 8 机关三楼会议室 本处党委 本委 老书记组 24 6 1200 60 否 否 0 0 0 1 0 0 0
理论学习专题班 理论学习专题班 培训班 07-06 07-08 24 公司党校 公司党委 县级 党校教研室 40 10 9000 300 否 否 1 0 0 0 0 0 0
一季度党务政工会议 一季度党务政工会议 党务政工会议 01-19 01-19 4 机关三楼会议室 本处党委 本委 - 80 0 600 0 否 否 0 0 0 0 0 0 0
二季度党务政工会议 二季度党务政工会议 党务政工会议 04-27 04-27 4 机关三楼会议室 本处党委 本委 - 80 0 600 0 否 否 0 0 0 0 0 0 0
三季度党务政工会议 三季度党务政工会议 党务政工会议 07-20 07-20 4 机关三楼会议室 本处党委 本委 - 80 0 600 0 否 否 0 0 0 0 0 0 0
四季度党务政工会议 四季度党务政工会议 党务政工会议 10-26 10-26 4 机关三楼会议室 本处党委 本委 - 80 0 600 0 否 否 0 0 0 0 0 0 0
七一主题活动 七一主题活动 主题活动 06-30 06-30 8 作业现场 本处党委 本委 - 90 20 4000 40 否 否 0 0 0 0 0 1 0
标杆支部跟班 标杆支部跟班 跟班督导 08-24 08-26 24 标杆党支部 本处党委 本委 标杆书记 10 2 1000 120 否 否 0 0 1 0 0 0 1
机关岗位轮岗 机关岗位轮岗 挂职轮岗 11-08 11-19 80 组织员办公室 本处党委 本委 组织员 4 1 2000 600 否 否 0 1 1 0 0 0 0
老书记结对带教 老书记结对带教 结对带教 02-26 02-26 8 各党支部 本处党委 本委 老书记组 12 1 500 80 否 否 0 0 1 1 0 0 0"""
"""Sessions of next year, cells between spaces, days without the year."""
MATERIAL = {
    "新任书记任职培训": "如何当好党支部书记", "党支部工作基础知识": "党支部工作基础知识", "如何当好党支部书记": "如何当好党支部书记",
    "换届选举沙盘演练": "换届选举党员大会", "党课讲授实训": "如何当好党支部书记 第6单元", "谈心谈话案例研讨": "如何当好党支部书记 第5单元",
}
"""From what a course is taught."""
YEAR = """内容 开始 结束 学时 类型 何人 集中轮训
一季度党务政工会议 01-20 01-20 4 党务政工会议 全体 否
书记集中轮训（上半年） 03-09 03-13 40 培训班 书记甲 是
党务干部春季培训班 04-07 04-08 16 培训班 支委 否
二季度党务政工会议 04-22 04-22 4 党务政工会议 全体 否
理论学习专题班 05-26 05-27 16 培训班 自选 否
七一主题活动 06-30 06-30 8 主题活动 全体 否
三季度党务政工会议 07-22 07-22 4 党务政工会议 全体 否
安全生产专题学习 08-18 08-18 8 集体学习 骨干 否
书记集中轮训（下半年） 09-14 09-18 40 培训班 书记乙 是
四季度党务政工会议 10-21 10-21 4 党务政工会议 全体 否
年终集中学习 12-09 12-09 8 集体学习 全体 否"""
"""Training of this year, as the office kept it on paper until now; what is still to come is left out."""
EAGER, BUSY, IDLE = 0.2, 0.65, 0.85
"""By a draw: below the first somebody chose a course besides, below the second came to nearly all, above the third to half."""
EXERCISE_DAYS = 130
"""How many days ago this year's sand-table exercise was."""
WISHES = (("K5", "党课讲得干，想学怎样用队里的事讲"), ("K6", "想去标杆队站跟班，看责任区怎样落到班组"))
"""What two secretaries want to learn next year, said by themselves."""
COURSE, COURSE_DAYS = "党支部工作基础知识（秋季班）", 95
"""A course of this year that ended so many days ago: its effect is being checked."""


def fill(top: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    """Marks and ratings; rotas; next year's catalogue; one course of this year with its attendance; certificates."""
    chance = random.Random(SEED)
    reserve = Present.objects.filter(top_key=top.key, posts="", can_vote=True).order_by("sort").select_related("person")[3:90:9]
    for one in reserve:
        set_mark(one.person, "reserve", on - timedelta(days=40), "示例：党委会研究确定的后备名单", by=clerk, at=at)
    known = finder(top.key)   # by tables: whoever shares a name with somebody of the same branch or below is left out
    people = [one for one in team(top.key, on, rulebook(on)) if not isinstance(known.find(one.name, one.branch), str)]
    rows = [row for one in people if chance.random() > 0.12 for row in _ratings(one, on, chance)]
    for some in _parts(rows):
        import_ratings(top, _table(["姓名", "党支部", "评价方式", "日期", "评价人", *DIMENSIONS], some), by=clerk, at=at)
    _production(top, on, people, chance, clerk, at)
    lines = [line.split() for line in CATALOGUE.splitlines()]
    dated = [[*cells[:3], f"{on.year + 1}-{cells[3]}", f"{on.year + 1}-{cells[4]}", *cells[5:], MATERIAL.get(cells[1], "")] for cells in lines[1:]]
    import_sessions(top, on.year + 1, _table([*lines[0], "教材"], dated), by=clerk, at=at)
    for some in _parts(_attended(people, on, random.Random(SEED))):
        enter_hours(top, _table(["姓名", "党支部", *YEAR.split()[:5], "县级以上集中轮训"], some), by=clerk, at=at)
    secretaries = [one for one in people if one.role in SECRETARIES]
    _course(top, on, [*secretaries[4:9], *(one for one in people if one.role is Role.DEPUTY)][:8], clerk, at)
    _exercise(top, on, secretaries[3:10], chance, clerk, at)
    for member, (dimension, note) in zip(secretaries[1:3], WISHES, strict=False):
        state_wish(Person.objects.get(pk=member.pk), on.year + 1, dimension, note, by=Actor(login=member.key, person_key=member.key), at=at)
    issued = [[one.name, one.branch, "党支部书记任职资格证", f"示证{number:03d}", on - timedelta(days=1050 - 60 * number), "公司党校"]
              for number, one in enumerate(secretaries[:12], 1)]
    issue_certificates(top, _table(["姓名", "党支部", "证书", "编号", "发证日期", "发证单位"], issued), by=clerk, at=at)


def _production(top: Organisation, on: date, people: Sequence[Member], chance: random.Random, clerk: Actor, at: datetime) -> None:
    """Crews in turn for the teams, a peak in summer, how many can be spared."""
    year = on.year + 1
    units = {unit.key: unit for unit in ProductionUnit.objects.filter(top_key=top.key).order_by("name")}
    crews: dict[str, list[Member]] = {}
    for one in people:
        if units.get(one.unit) is not None and units[one.unit].kind == "production":
            crews.setdefault(one.unit, []).append(one)
    turns = []
    for key, members in sorted(crews.items()):
        for number, name in enumerate(("甲班", "乙班")):
            mine = members[number::2]
            if mine:
                told = "、".join(f"{one.name}（{one.branch}）" for one in mine)
                turns.append([units[key].name, name, 14, 14, date(year, 1, 1) + timedelta(days=14 * number), "", told])
    fill_table(top, "crews", _table(["单位", "班组", "上几天", "休几天", "上班首日", "执行到", "人员"], turns), year, by=clerk, at=at)
    peaks = [[units[key].name, f"{year}-08-01", f"{year}-08-31", 1, "夏季会战"] for key in sorted(crews)]
    fill_table(top, "peaks", _table(["单位", "起", "止", "最多离岗", "说明"], peaks), year, by=clerk, at=at)
    covers = [[unit.name, 2 if unit.kind == "production" else 3] for unit in units.values()]
    fill_table(top, "covers", _table(["单位", "最多离岗"], covers), year, by=clerk, at=at)
    away = [[one.name, one.branch, f"{year}-05-10", f"{year}-05-19", "休假"] for one in people if chance.random() < 0.05]
    fill_table(top, "absences", _table(["姓名", "党支部", "起", "止", "类型"], away), year, by=clerk, at=at)


def _course(top: Organisation, on: date, people: Sequence[Member], clerk: Actor, at: datetime) -> None:
    """A course of this year: offered and filled before it began, attended by all but one."""
    last = on - timedelta(days=COURSE_DAYS)
    first, before = last - timedelta(days=2), at - timedelta(days=COURSE_DAYS + 20)
    offered = Offered(COURSE, "class", first, last, 2400, 12, "党支部工作基础知识", 5, "机关三楼会议室", organiser="本处党委", teacher="组织员办公室",
                      gains={"K2": 1})
    session = add_session(top, first.year, offered, by=clerk, at=before)
    rows = Person.objects.select_related("present__organisation__unit").in_bulk([one.pk for one in people])
    for one in people:
        nominate(session, rows[one.pk], by=clerk, at=before)
    came = {one.pk: Came("leave" if number == len(people) - 1 else "present") for number, one in enumerate(people)}
    record_attendance(session, came, final=True, by=clerk, at=at)


def _exercise(top: Organisation, on: date, people: Sequence[Member], chance: random.Random, clerk: Actor, at: datetime) -> None:
    """A sand-table exercise of this year, with what the observers saw of those whose roles are looked at."""
    day, before = on - timedelta(days=EXERCISE_DAYS), at - timedelta(days=EXERCISE_DAYS + 15)
    play = exercises()["exercise-election"]
    offered = Offered("换届选举沙盘演练（夏季）", "exercise", day, day, 800, 12, "换届选举沙盘演练", 5, "机关一楼会议室", organiser="本处党委",
                      teacher="组织员办公室", gains={"K2": 1}, template=play.key)
    session = add_session(top, day.year, offered, by=clerk, at=before)
    rows = Person.objects.select_related("present__organisation__unit").in_bulk([one.pk for one in people])
    for one in people:
        nominate(session, rows[one.pk], by=clerk, at=before)
    record_attendance(session, {one.pk: Came("present") for one in people}, final=True, by=clerk, at=at)
    seen = {one.pk: Seen({look.behaviour: min(5, max(1, round(3 + chance.gauss(0, 0.6)))) for look in play.looks}, role.name)
            for one, role in zip(people, play.roles, strict=False) if role.observed}
    score_exercise(session, seen, by=clerk, at=at)


def _attended(people: Sequence[Member], on: date, chance: random.Random) -> list[list[object]]:
    """Who was where this year until today: most as the year asks, some who missed much, some with all their hours."""
    found: list[list[object]] = []
    for number, one in enumerate(people):
        draw = chance.random()
        miss = 0.05 if draw < BUSY else 0.2 if draw < IDLE else 0.55
        groups = {"全体", "自选" if draw < EAGER else "", "骨干" if one.role in LEADING else ""}
        groups.add(("书记甲", "书记乙")[number % 2] if one.role in SECRETARIES else "支委" if one.role in LEADING else "")
        for line in YEAR.splitlines()[1:]:
            title, first, last, hours, kind, whom, concentrated = line.split()
            if whom in groups and date.fromisoformat(f"{on.year}-{last}") < on and chance.random() > miss:
                found.append([one.name, one.branch, title, f"{on.year}-{first}", f"{on.year}-{last}", hours, kind, concentrated])
    return found


def _ratings(one: Member, on: date, chance: random.Random) -> list[list[object]]:
    found: list[list[object]] = []
    whom = (one.name, one.branch)
    found.append([*whom, "上级评价", on - timedelta(days=chance.randint(10, 60)), "督导员", *_levels(one, chance, 0)])
    if chance.random() < 0.7:
        found.append([*whom, "自评", on - timedelta(days=chance.randint(10, 60)), "", *_levels(one, chance, 0.4)])
    if one.role in SECRETARIES:
        found += [[*whom, "同事评价", on - timedelta(days=20), f"第 {number} 号", *_levels(one, chance, 0.1)] for number in range(1, 5)]
    return found


def _levels(one: Member, chance: random.Random, kind: float) -> list[object]:
    """A level for each dimension; now and then none was seen."""
    return ["" if chance.random() < 0.06 else min(5, max(1, round(typical + kind + chance.gauss(0, 0.6)))) for typical in TYPICAL[one.role]]


def _parts(rows: Sequence[list[object]]) -> Iterator[Sequence[list[object]]]:
    """As many rows at a time as a pasted table may have below its head."""
    for first in range(0, len(rows), MOST_ROWS - 1):
        yield rows[first : first + MOST_ROWS - 1]


def _table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    return "\n".join("\t".join(str(cell) for cell in row) for row in (head, *rows))
