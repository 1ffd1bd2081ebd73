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
from leadgoose.site.demo.branches import Plan
from leadgoose.site.demo.people import Somebody, in_post, somebody

REGISTER = (
    "序号", "姓名", "性别", "民族", "出生年月", "身份证号", "学历", "学位", "毕业院校", "专业", "参加工作时间", "入党时间", "转正时间",
    "所在党支部", "党内职务", "行政职务", "联系电话", "党员类别",
)
LEDGER = ("序号", "党支部名称", "成立时间", "本届选举时间", "任期（年）", "应换届时间", "延期或提前至", "批复文号", "书记", "副书记", "委员", "备注")
POSTS = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员")
TITLES = {
    "生产": ("副队长", "队长", "技术员", "班长", "安全员"), "后勤": ("站长", "副站长", "", "", ""),
    "机关": ("科长", "副科长", "", "", ""), "离退休": ("", "", "", "", ""),
}
"""Administrative posts that go with the Party posts, by kind of unit; "" leaves what the person has."""
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
    return [_branch(plan, random, on, ids, names, number) for number, plan in enumerate(plans)]


def _branch(plan: Plan, random: Random, on: date, ids: set[str], names: set[str], number: int) -> Branch:
    retired, office = plan.unit_kind == "离退休", plan.unit_kind == "机关"
    probationary = 2 if plan.state == "few" else 1 if plan.state in {"probation", "probation_late"} or (number % 5 == 1 and not retired) else 0
    full = [somebody(random, plan.name, on, ids, names, retired=retired, office=office) for _ in range(plan.size - probationary)]
    young = [somebody(random, plan.name, on, ids, names, retired=False, office=office, probationary=True) for _ in range(probationary)]
    if plan.state == "probation":
        young[0] = replace(young[0], joined_party=(add_years(on, -1) + timedelta(days=6)).isoformat())
    if plan.state == "probation_late":
        young[0] = replace(young[0], joined_party=(add_years(on, -1) - timedelta(days=40)).isoformat())
    officers = _officers(plan, full, random, on)
    elected, shifted = _term(plan, random, on, number)
    founded = on - timedelta(days=75) if plan.state == "first" else date(random.randrange(1984, 2016), random.randrange(1, 13), random.randrange(1, 29))
    since = None
    if plan.state != "vacant" and number % 7 != 3:   # some starts in post stay unknown, as in every office
        since = on - timedelta(days=70) if plan.state == "first" else max(elected or on - timedelta(days=400), on - timedelta(days=1500))
    return Branch(plan, tuple(officers + young), founded, elected, shifted, since)


def _officers(plan: Plan, full: list[Somebody], random: Random, on: date) -> list[Somebody]:
    """Give posts to fitting people: the secretary is a head of the team or an office manager of some standing, retirees lead retirees."""
    if plan.state == "few":
        return full
    age = 68 if plan.unit_kind == "离退休" else random.randrange(33, 55)
    by_standing = sorted(range(len(full)), key=lambda i: (abs(int(full[i].birth_date[:4]) - (on.year - age)), i))
    posts = list(POSTS)
    if plan.state == "small_committee":
        posts = ["书记", "组织委员"]
    if plan.state in {"no_committee", "first"}:
        posts = ["书记"]
    if plan.state == "vacant":
        posts = posts[1:]
    titles = TITLES.get(plan.unit_kind, TITLES["生产"])
    for index, post in zip(by_standing, posts, strict=False):   # a branch of four has no fifth officer
        title = titles[POSTS.index(post)]
        full[index] = in_post(full[index], post, title)
        if post == "书记" and plan.state == "young":
            joined = add_years(on, -2) + timedelta(days=120)
            full[index] = replace(full[index], joined_party=joined.isoformat(), full_member=add_years(joined, 1).isoformat())
    return full


def _term(plan: Plan, random: Random, on: date, number: int) -> tuple[date | None, date | None]:
    """When the branch elected, and until when a shift was approved."""
    if plan.state in {"unknown", "first", "few"}:
        return None, None
    if plan.state == "expired":
        return add_years(on, -3) - timedelta(days=30 + number * 2), None
    if plan.state == "remind":
        return add_years(add_months(on, 6) - timedelta(days=21), -3), None
    if plan.state == "six_months":
        return add_years(add_months(on, 2), -3), None
    if plan.state == "shifted":
        elected = add_years(on, -3) - timedelta(days=50)
        return elected, add_months(add_years(elected, 3), 8)
    if plan.state == "beyond":
        elected = add_years(on, -3) - timedelta(days=400)   # the year after the end is over, the approved fourteen months are not
        return elected, add_months(add_years(elected, 3), 14)
    elected = on - timedelta(days=random.randrange(40, 820))
    return (add_years(on + timedelta(days=28 + number), -3) if plan.state == "soon" else elected), None


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
        elected = on - timedelta(days=500 + 13 * (len(rows) % 90))   # of a large company too, none is ten years over
        days = ["2009-03-18", elected.isoformat(), "3", add_years(elected, 3).isoformat()]
        names = [one.name for one in heads]
        rows.append([str(len(rows) + 1), general, *days, "", "", names[0], names[1], "、".join(names[2:]), ""])
    return rows


def ledger_file(branches: Sequence[Branch], title: str, on: date) -> bytes:
    """换届台账 as .xlsx."""
    head = [[title + "基层党组织换届工作台账"], [f"截止日期：{on.year}年{on.month}月{on.day}日"], list(LEDGER)]
    return _workbook("换届台账", [*head, *ledger_rows(branches, on)])


def general_branches(branches: Sequence[Branch]) -> dict[str, list[Somebody]]:
    """Each general branch with its committee, secretary and deputy first: heads of the teams below it, five at most."""
    found: dict[str, list[Somebody]] = {}
    for branch in branches:
        if branch.plan.general:
            found.setdefault(branch.plan.general, []).extend(one for one in branch.people if one.party_post in {"副书记", "纪检委员"})
    return {general: heads[:5] for general, heads in found.items() if len(heads) >= 2}


def grid_rows(branches: Sequence[Branch]) -> list[list[str]]:
    """What files lack, one row a branch in the order of GRID; a few cells stay empty, as in every office."""
    rows = []
    for number, branch in enumerate(branches):
        plan = branch.plan
        secretary = next((person for person in branch.people if person.party_post == "书记"), None)
        seats = "" if number % 11 == 7 else "5" if plan.state not in {"few", "no_committee", "first"} else ""
        # 设委员会 stays empty where the missing committee is the point
        has_committee = "" if plan.state in {"no_committee", "few", "first"} else "是"
        full_time = "" if secretary is None or number % 9 == 4 else "专职" if plan.unit_kind == "离退休" else "兼职"
        cross = "" if secretary is None or not full_time else "是" if secretary.admin_post in {"副队长", "队长", "站长", "科长"} else "否"
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
