"""The branches of an invented engineering division (pure), and the state each is in so that every line of the watch occurs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

ORDINALS = "一二三四五六七八九十"
LEAST = 7
"""A branch has so many members at least, but for the one that has too few: five officers, and somebody whom they lead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A branch to be invented: full name, the general branch above it ("" = the committee), unit, kind of unit, size, state."""

    name: str
    general: str
    unit: str
    unit_kind: str      # 生产 / 后勤 / 机关 / 离退休
    work: str           # a kind of unit in work.WORKS
    size: int
    state: str


STATES = (
    "expired",          # the term has ended, nothing was approved
    "remind",           # six months before the end: the reminder is due and late
    "soon", "fine", "fine",  # a term that ends within weeks
    "vacant",           # no secretary
    "six_months",       # ends within six months, reminder due before the start of the system
    "soon", "fine",
    "shifted",          # approved shift
    "fine",
    "young",            # the secretary has less than one year of standing
    "fine", "fine",
    "unknown",          # no term in the ledger
    "fine",
    "small_committee",  # committee below its approved seats
    "fine", "fine",
    "beyond",           # shifted beyond one year, and that year is over
    "fine",
    "no_committee",     # seven full members and more, and no committee
    "fine",
    "first",            # newly set up, first election to come
    "fine", "fine",
    "probation",        # a probation ends within days
    "fine",
    "probation_late",   # a probation is overdue
    "fine",
    "crowded",          # above fifty
    "expired",
    "fine",
    "few",              # fewer than three full members
)

TEAMS = [
    *[(f"作业{ORDINALS[i]}队", "作业大队", "生产", "作业") for i in range(8)],
    *[(f"大修{ORDINALS[i]}队", "大修大队", "生产", "大修") for i in range(3)],
    ("压裂队", "", "生产", "压裂"), ("酸化队", "", "生产", "酸化"), ("测井队", "", "生产", "测井"), ("试油队", "", "生产", "试油"),
    ("特车一队", "", "生产", "特车"), ("特车二队", "", "生产", "特车"), ("运输队", "", "生产", "运输"),
    ("修保车间", "", "生产", "修保"), ("井控车间", "", "生产", "井控"), ("工具车间", "", "生产", "工具"),
    ("物资站", "", "后勤", "物资"), ("技术研究所", "", "机关", "研究"), ("质量安全环保监督站", "", "机关", "监督"),
    ("培训站", "", "后勤", "培训"), ("信息站", "", "后勤", "信息"), ("后勤服务站", "", "后勤", "后勤"),
    ("机关第一", "", "机关", "生产机关"), ("机关第二", "", "机关", "财务机关"), ("机关第三", "", "机关", "党群机关"),
    *[(f"离退休第{ORDINALS[i]}", "", "离退休", "离退休") for i in range(3)], ("外部项目部", "", "生产", "项目"),
]
"""(branch, general branch, kind of unit, what is done there)."""
LEAST_GENERAL = 2
"""A general branch has so many branches below it; fewer stand below the committee."""
UNITS = {
    "机关第一": "生产运行科", "机关第二": "财务资产科", "机关第三": "党群工作科",
    "离退休第一": "离退休管理站", "离退休第二": "离退休管理站", "离退休第三": "离退休管理站",
}
"""The unit of a branch that is not called as its unit is."""


def plans(branches: int, members: int) -> list[Plan]:
    """`branches` branches that hold about `members` members in all; the first 34 are those of TEAMS, later ones repeat them by number."""
    rows = []
    for number in range(branches):
        team, general, kind, work = TEAMS[number % len(TEAMS)]
        series = number // len(TEAMS)
        prefix = f"{_number(series + 1)}工区" if series else ""
        rows.append((prefix + team, prefix + general if general else "", prefix + UNITS.get(team, team), kind, work, STATES[number % len(STATES)]))
    below = Counter(general for _, general, *_ in rows)
    weights = [_weight(kind, state, number) for number, (_, _, _, kind, _, state) in enumerate(rows)]
    fixed = sum(_fixed(state) for *_, state in rows)
    free = max(members - fixed, 0)
    total = sum(weights) or 1
    sizes = [_fixed(state) or max(round(free * weight / total), LEAST) for weight, (*_, state) in zip(weights, rows, strict=True)]
    return [
        Plan(name + "党支部", general + "党总支" if general and below[general] >= LEAST_GENERAL else "", unit, kind, work, size, state)
        for (name, general, unit, kind, work, state), size in zip(rows, sizes, strict=True)
    ]


def _fixed(state: str) -> int:
    return {"crowded": 53, "few": 4, "no_committee": 9}.get(state, 0)


def _weight(kind: str, state: str, number: int) -> int:
    return 0 if _fixed(state) else {"离退休": 34, "机关": 16, "后勤": 15}.get(kind, 19) + number * 7 % 9 - 4


def _number(value: int) -> str:
    """Chinese numerals up to 99."""
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else ORDINALS[tens - 1] + "十") + (ORDINALS[ones - 1] if ones else "")
