"""Invented people for the demonstration (pure): names that fit gender and year of birth, posts that fit the team, dates that fit each other.

ID numbers use area codes 99…., which are not allocated; phone numbers begin with 120, which no operator has. Any likeness is chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "慕容", "尉迟")
RARE = ("单", "仇", "查", "解", "翟", "缪", "覃", "冼")
MALE = {
    1940: "德福、振山、玉林、永贵、庆祥、长海、广义、凤岐、占山、殿臣、文彬、树林",
    1955: "建国、建军、国庆、卫东、保国、志强、学军、援朝、爱民、永刚、德胜、玉成",
    1966: "红军、卫国、海涛、志刚、立新、晓东、建明、文革、春林、宝山、继红、跃进",
    1976: "伟、强、军、磊、勇、刚、海波、志勇、洪涛、晓峰、立国、永强、春雷、东升",
    1986: "鹏、超、飞、帅、龙、浩、宇峰、明辉、振宇、凯、松涛、佳明、旭东、志鹏",
    1995: "子豪、浩然、宇航、俊杰、博文、天宇、嘉诚、一鸣、泽宇、思远、启航、晨阳",
}
FEMALE = {
    1940: "秀英、桂兰、玉珍、淑华、凤琴、素梅、桂芝、玉兰、淑贤、金凤",
    1955: "秀兰、丽华、桂荣、玉梅、淑芬、凤英、亚男、春华、玉芹、爱华",
    1966: "红、丽、敏、霞、艳红、春梅、晓红、丽娟、桂霞、海燕、淑清、玉霞",
    1976: "静、丽丽、晓燕、娟、海霞、雪梅、艳玲、春玲、玉洁、红梅、慧敏",
    1986: "婷婷、丹、莹、雪、娜、佳、晓旭、思宁、楠、颖、晶晶、文静",
    1995: "思雨、欣怡、雨桐、梦瑶、佳琪、一诺、诗涵、雅婷、可欣、晓萌",
}
RARE_GIVEN = ("喆", "堃", "赟", "珺", "昇", "祎", "玥")
ETHNIC = ("汉族",) * 22 + ("满族", "满族", "回族", "蒙古族", "锡伯族", "朝鲜族")
SCHOOLS = ("某石油大学", "某石油学院", "某工程学院", "某职业技术学院", "某理工大学", "某广播电视大学")
MAJORS = ("石油工程", "油气储运工程", "机械设计制造及其自动化", "安全工程", "地质工程", "会计学", "汉语言文学", "电气工程及其自动化")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Somebody:
    """One line of an invented register; dates as ISO text, full_member "" for a probationary member."""

    name: str
    gender: str
    ethnicity: str
    birth_date: str
    id_number: str
    education: str
    degree: str
    school: str
    major: str
    work_start: str
    joined_party: str
    full_member: str
    branch: str
    party_post: str
    admin_post: str
    phone: str
    status: str


def id_number(random: Random, born: date, gender: str, taken: set[str], area: int | None = None) -> str:
    """A GB 11643 number with an unallocated area code (of these four digits, else any), the right parity and check digit, not among `taken`."""
    while True:
        order = random.randrange(1, 999)
        if (order % 2 == 1) != (gender == "男"):
            order = order - 1 or 2
        body = f"99{random.randrange(10000) if area is None else area:04d}{born:%Y%m%d}{order:03d}"
        number = body + "10X98765432"[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]
        if number not in taken:
            taken.add(number)
            return number


def name(random: Random, born: date, gender: str, taken: set[str]) -> str:
    """A name not yet among `taken` if a few tries find one; people of one name do occur in a real register."""
    pools = MALE if gender == "男" else FEMALE
    generation = max(year for year in pools if year <= max(born.year, 1940))
    for _ in range(6):
        roll = random.random()
        surname = random.choice(COMPOUND) if roll < 0.01 else random.choice(RARE) if roll < 0.025 else random.choice(SURNAMES)
        given = random.choice(RARE_GIVEN) if random.random() < 0.01 else random.choice(pools[generation].split("、"))
        found = surname + given
        if found not in taken:
            break
    taken.add(found)
    return found


def day_between(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randrange(max((last - first).days, 1)))


def somebody(random: Random, branch: str, on: date, ids: set[str], names: set[str], *, retired: bool, office: bool, probationary: bool = False) -> Somebody:
    """One member of a branch as of a day."""
    gender = "女" if random.random() < (0.45 if office or retired else 0.16) else "男"
    pension = 55 if gender == "女" else 60
    if retired:
        age = random.randrange(pension + 1, 86)
    elif probationary:
        age = random.randrange(23, 32)
    else:
        age = min(int(random.triangular(23, pension - 1, 40)), pension - 1)
    born = date(on.year - age, random.randrange(1, 13), random.randrange(1, 29))
    educated = random.random() < (0.85 if office else 0.55 if age < 40 else 0.25)
    if educated:
        education = "研究生" if random.random() < 0.12 else "本科"
    else:
        education = random.choice(("大专", "大专", "中专", "高中") if age < 60 else ("大专", "中专", "高中", "初中"))
    degree = {"研究生": "硕士", "本科": "学士"}.get(education, "")
    work = date(born.year + (22 if educated else 19), random.choice((7, 8, 9, 3)), random.randrange(1, 29))
    if probationary:
        joined = on - timedelta(days=random.randrange(60, 350))
    else:
        earliest = date(born.year + 20, 1, 1)
        joined = day_between(random, earliest, max(min(date(born.year + 45, 12, 28), on - timedelta(days=900)), earliest + timedelta(days=200)))
    full = "" if probationary else _years_later(joined, 1).isoformat()
    if retired:
        post = "退休"
    elif office:
        post = random.choice(("主任科员", "科员", "工程师", "会计师", "主管", "高级工程师", "干事"))
    else:
        post = random.choice(("班长", "操作员", "操作员", "司钻", "技术员", "工程师", "安全员", "材料员", "驾驶员"))
    return Somebody(
        name(random, born, gender, names), gender, random.choice(ETHNIC), born.isoformat(), id_number(random, born, gender, ids), education, degree,
        random.choice(SCHOOLS) if education not in {"高中", "初中"} else "", random.choice(MAJORS) if education not in {"高中", "初中"} else "",
        work.isoformat(), joined.isoformat(), full, branch, "", post, f"120{random.randrange(10**8):08d}", "预备党员" if probationary else "正式党员",
    )


def in_post(person: Somebody, party_post: str, admin_post: str = "") -> Somebody:
    """The same person holding a Party post, and an administrative post that goes with it."""
    return replace(person, party_post=party_post, admin_post=admin_post or person.admin_post)


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
