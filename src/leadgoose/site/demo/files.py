"""The three files that an office would send for the invented division (pure but for the Excel writer): register, ledger, grid.

The demonstration enters through the same door as everybody: these files are imported by the pages' own actions.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import xlsxwriter

from leadgoose.ground.statutes.dates import add_months, add_years
from leadgoose.site.demo.branches import STATES, Plan
from leadgoose.site.demo.people import Part, Somebody, in_post, somebody
from leadgoose.site.demo.work import HEADS_OF_GENERAL, OFFICERS, RETIRED, WORKS, Work

REGISTER = (
    "序号", "姓名", "性别", "民族", "出生年月", "身份证号", "学历", "学位", "毕业院校", "专业", "参加工作时间", "入党时间", "转正时间",
    "所在党支部", "党内职务", "行政职务", "联系电话", "党员类别",
)
LEDGER = ("序号", "党支部名称", "成立时间", "本届选举时间", "任期（年）", "应换届时间", "延期或提前至", "批复文号", "书记", "副书记", "委员", "备注")
POSTS = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员")
SECOND_DEPUTY = 15
"""A team with so many members has a second deputy head, without a Party post."""
HOLIDAYS = frozenset({(1, 1), (1, 2), (1, 3), *((5, day) for day in range(1, 6)), *((10, day) for day in range(1, 8))})
GRID = ("党支部", "上级总支", "单位名称", "单位类别", "核定委员数", "是否设委员会", "书记专兼职", "是否交叉任职", "书记任职时间", "书记产生方式")


@dataclass(frozen=True, slots=True)
class Branch:
    """An invented branch: its plan, members (officers among them), and its term; elected None = not in the ledger."""

    plan: Plan
    people: tuple[Somebody, ...]
    founded: date
    elected: date | None
    shifted: date | None = None
    since: date | None = None


def invent(plans: Sequence[Plan], on: date, seed: int) -> list[Branch]:
    """Members and terms for every plan; the same seed gives the same division."""
    random = Random(seed)
    ids: set[str] = set()
    names: set[str] = set()
    heads = _heads_of_generals(plans)
    return [_branch(plan, random, on, ids, names, number, heads.get(plan.name, [])) for number, plan in enumerate(plans)]


def _heads_of_generals(plans: Sequence[Plan]) -> dict[str, list[str]]:
    """Where the heads of a general branch's unit belong, by branch: shared among the branches below, the deputy beside nobody's secretary."""
    below: dict[str, list[str]] = {}
    for plan in plans:
        if plan.general:
            below.setdefault(plan.general, []).append(plan.name)
    found: dict[str, list[str]] = {}
    for names in below.values():
        for place, post in enumerate(HEADS_OF_GENERAL):
            found.setdefault(names[place % len(names)], []).append(post)
    return found


def _branch(plan: Plan, random: Random, on: date, ids: set[str], names: set[str], number: int, heads: Sequence[str]) -> Branch:
    work, retired = WORKS[plan.work], plan.unit_kind == "离退休"
    probationary = 2 if plan.state == "few" else 1 if plan.state in {"probation", "probation_late"} or (number % 5 == 1 and not retired) else 0

    def some(part: Part) -> Somebody:
        return somebody(random, plan.name, work, part, on, ids, names)

    people = [in_post(some(part), post) for post, part in _officers(plan, work)]
    elected, shifted = _term(plan, random, on, number)
    if plan.state == "young":
        joined = add_years(on, -2) + timedelta(days=120)
        people[0] = replace(people[0], joined_party=joined.isoformat(), full_member=add_years(joined, 1).isoformat())
    people += [some(Part(post, standing=5)) for post in heads]
    plain = plan.size - probationary - len(people)
    seconds = int(plan.unit_kind == "生产" and bool(people) and plan.size >= SECOND_DEPUTY)
    people += [some(Part(work.deputy, standing=3, women=0)) for _ in range(seconds)]
    people += [some(Part(RETIRED, (54, 86)) if retired else Part()) for _ in range(plain - seconds)]
    young = [some(Part("" if not retired else RETIRED, (23, 31), probationary=True)) for _ in range(probationary)]
    if plan.state == "probation":
        young[0] = replace(young[0], joined_party=(add_years(on, -1) + timedelta(days=6)).isoformat())
    if plan.state == "probation_late":
        young[0] = replace(young[0], joined_party=(add_years(on, -1) - timedelta(days=40)).isoformat())
    founded = on - timedelta(days=75) if plan.state == "first" else date(random.randrange(1984, 2016), random.randrange(1, 13), random.randrange(1, 29))
    return Branch(plan, tuple(people + young), founded, elected, shifted, _since(plan, people, elected, founded, on, number))


def _officers(plan: Plan, work: Work) -> list[tuple[str, Part]]:
    """The Party posts that are held, each with whom it is given to. In a team the secretary is a deputy head and the deputy secretary the head; in a
    station or an office the head is the secretary; retirees lead retirees."""
    held = {"few": (), "small_committee": ("书记", "组织委员"), "no_committee": ("书记",), "first": ("书记",), "vacant": POSTS[1:]}.get(plan.state, POSTS)
    if plan.unit_kind == "离退休":
        return [(post, Part(RETIRED, (57, 72) if post in POSTS[:2] else (57, 76), standing=10)) for post in held]
    crew = plan.unit_kind == "生产"
    heads = dict(zip(POSTS[:2], (work.deputy, work.head) if crew else (work.head, work.deputy), strict=True))
    found = []
    for post in held:
        if post in heads:
            ages = (28, 34) if plan.state == "young" and post == "书记" else (33, 55)
            found.append((post, Part(heads[post], ages, standing=5, women=work.women / 2 if crew else None)))
        else:
            fitting = OFFICERS[plan.unit_kind].get(post, ())
            title = next((one for one in fitting if one in work.posts), "")
            found.append((post, Part(title, (27, 52), standing=3, schooled=True)))
    return found


def _since(plan: Plan, people: Sequence[Somebody], elected: date | None, founded: date, on: date, number: int) -> date | None:
    """Since when the secretary has been in post: this term or the one or two before it; some starts stay unknown, as in every office."""
    if not people or people[0].party_post != "书记" or number % 7 == 3:
        return None
    if plan.state == "first":
        return on - timedelta(days=70)
    begun = elected or on - timedelta(days=400)
    earliest = max(founded, add_years(date.fromisoformat(people[0].full_member), 2), add_years(date.fromisoformat(people[0].birth_date), 30))
    earlier = [day for day in (workday(add_years(begun, -3 * terms)) for terms in range((0, 1, 0, 2, 1)[number % 5] + 1)) if day >= earliest]
    return min(earlier, default=begun)


def _term(plan: Plan, random: Random, on: date, number: int) -> tuple[date | None, date | None]:
    """When the branch elected, and until when a shift was approved."""
    if plan.state in {"unknown", "first", "few"}:
        return None, None
    elected, shift = {
        "expired": (add_years(on, -3) - timedelta(days=30 + number % len(STATES) * 2), 0),
        "remind": (add_years(add_months(on, 6) - timedelta(days=21), -3), 0),
        "six_months": (add_years(add_months(on, 2), -3), 0),
        "shifted": (add_years(on, -3) - timedelta(days=50), 8),
        "beyond": (add_years(on, -3) - timedelta(days=400), 14),   # the year after the end is over, the approved fourteen months are not
        "soon": (add_years(on + timedelta(days=28 + number % len(STATES)), -3), 0),
        "young": (on - timedelta(days=random.randrange(40, 200)), 0),
    }.get(plan.state, (on - timedelta(days=random.randrange(40, 820)), 0))
    elected = workday(elected)
    return elected, add_months(add_years(elected, 3), shift) if shift else None


def workday(day: date) -> date:
    """The day, or the last one before it that is neither a weekend nor one of the fixed holidays: nobody elects on these."""
    while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
        day -= timedelta(days=1)
    return day


def register_file(branches: Sequence[Branch], title: str, on: date) -> bytes:
    """花名册 as .xlsx: title, 填报单位 and 填报日期 above the header, all cells text."""
    rows = [
        [str(n), p.name, p.gender, p.ethnicity, p.birth_date, p.id_number, p.education, p.degree, p.school, p.major, p.work_start, p.joined_party,
         p.full_member, p.branch, p.party_post, p.admin_post, p.phone, p.status]
        for n, p in enumerate((p for branch in branches for p in branch.people), 1)
    ]
    return _workbook("花名册", [[title + "党员花名册"], [f"填报单位：{title}　　填报日期：{on.year}年{on.month}月{on.day}日"], list(REGISTER), *rows])


def ledger_rows(branches: Sequence[Branch], on: date) -> list[list[str]]:
    """The ledger's lines in the order of LEDGER; a branch whose state is "unknown", "first" or "few" has none. General branches come last."""
    rows: list[list[str]] = []
    for branch in branches:
        if branch.elected is None:
            continue
        held = {person.party_post: person.name for person in branch.people if person.party_post}
        members = "、".join(held[post] for post in ("组织委员", "宣传委员", "纪检委员") if post in held)
        shifted = branch.shifted.isoformat() if branch.shifted else ""
        reply = f"示党发〔{on.year}〕{len(rows) + 1}号" if branch.shifted else ""
        days = [branch.founded.isoformat(), branch.elected.isoformat(), "3", add_years(branch.elected, 3).isoformat()]
        rows.append([str(len(rows) + 1), branch.plan.name, *days, shifted, reply, held.get("书记", ""), held.get("副书记", ""), members, ""])
    for general, heads in general_branches(branches).items():
        elected = workday(on - timedelta(days=400 + 13 * (len(rows) % 45)))   # within its term in a large company too
        days = ["2009-03-18", elected.isoformat(), "3", add_years(elected, 3).isoformat()]
        names = [one.name for one in heads]
        rows.append([str(len(rows) + 1), general, *days, "", "", names[0], names[1], "、".join(names[2:]), ""])
    return rows


def ledger_file(branches: Sequence[Branch], title: str, on: date) -> bytes:
    """换届台账 as .xlsx."""
    head = [[title + "基层党组织换届工作台账"], [f"截止日期：{on.year}年{on.month}月{on.day}日"], list(LEDGER)]
    return _workbook("换届台账", [*head, *ledger_rows(branches, on)])


def general_branches(branches: Sequence[Branch]) -> dict[str, list[Somebody]]:
    """Each general branch with its committee, secretary and deputy first: the heads of its unit, who belong to branches below."""
    found: dict[str, list[Somebody]] = {}
    for branch in branches:
        if branch.plan.general:
            found.setdefault(branch.plan.general, []).extend(one for one in branch.people if one.admin_post in HEADS_OF_GENERAL)
    return {general: sorted(heads, key=lambda one: HEADS_OF_GENERAL.index(one.admin_post)) for general, heads in found.items()}


def grid_rows(branches: Sequence[Branch]) -> list[list[str]]:
    """What files lack, one row a branch in the order of GRID; a few cells stay empty, as in every office."""
    rows = []
    for number, branch in enumerate(branches):
        plan = branch.plan
        secretary = next((person for person in branch.people if person.party_post == "书记"), None)
        seats = "" if number % 11 == 7 else "5" if plan.state not in {"few", "no_committee", "first"} else ""
        # 设委员会 stays empty where the missing committee is the point
        has_committee = "" if plan.state in {"no_committee", "few", "first"} else "是"
        # a retiree has no other job; some teams leave their secretary free for Party work
        free = plan.unit_kind == "生产" and number % 3 == 0
        full_time = "" if secretary is None or number % 9 == 4 or plan.unit_kind == "离退休" else "专职" if free else "兼职"
        cross = "" if secretary is None or not full_time else "是"
        came = "" if secretary is None or branch.since is None else "指派" if plan.state == "first" else "选举"
        since = branch.since.isoformat() if branch.since and secretary else ""
        rows.append([plan.name, plan.general, plan.unit, plan.unit_kind, seats, has_committee, full_time, cross, since, came])
    return rows


def grid_text(branches: Sequence[Branch]) -> str:
    """The grid as it comes from the clipboard of a spreadsheet: a header, then a line per branch, cells between tabs."""
    return "\n".join("\t".join(row) for row in [list(GRID), *grid_rows(branches)])


def _workbook(sheet: str, rows: Sequence[Sequence[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                page.write_string(number, column, text)
    return buffer.getvalue()
