"""Invented people for the demonstration (pure): names that fit gender and year of birth, posts that fit the team, dates that fit each other.

ID numbers use area codes 99…., which are not allocated; phone numbers begin with 120, which no operator has. Any likeness is chance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from leadgoose.ground.statutes.dates import add_years
from leadgoose.site.demo.work import BACHELOR, COLLEGE, FITS, GRADUATES, MASTER, RETIRED, SCHOOLED, Fits, Work, choose

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "慕容", "尉迟")
RARE = ("单", "仇", "查", "解", "翟", "缪", "覃", "冼")
MALE = {
    1930: "福田、振山、玉林、永贵、庆祥、长海、广义、凤岐、占山、殿臣、文彬、树林、维成、连生、景春、宝昌",
    1950: "建国、保国、爱民、永刚、福胜、玉成、志远、长海、宝山、铁成、新民、春生、国安、广林、树清、德才",
    1958: "建军、国庆、学军、志远、永刚、爱民、宝山、立民、铁成、洪军、春生、玉成、福生、国忠、玉柱、立志",
    1966: "红军、卫东、卫国、海涛、志国、立新、晓东、建明、春林、向东、永红、宝山、福生、玉柱、春明、洪林、永生、国忠、长河、志林",
    1976: "志伟、海波、志勇、洪涛、晓峰、永强、春雷、东升、海军、洪刚、铁军、长青、建波、宏志、立伟、海峰、国良、文斌、永涛、晓光、海林、大鹏",
    1986: "宇峰、明辉、振宇、松涛、佳明、旭东、志鹏、鹏飞、云飞、海洋、小龙、浩宇、建新、立鹏、宏宇、俊峰、景涛、晨光、家兴、学文、天龙、子健",
    1995: "子豪、浩然、宇航、俊杰、博文、天宇、嘉诚、一鸣、宇泽、思远、启航、晨阳、文轩、嘉豪、昊天、明哲、子昂、景行、雨泽、家乐",
}
FEMALE = {
    1930: "秀英、桂兰、玉珍、淑华、凤琴、素梅、桂芝、玉兰、淑贤、金凤",
    1950: "秀兰、桂荣、玉梅、淑芬、凤英、春荣、玉芹、爱华、桂珍、淑琴、桂香、秀珍",
    1958: "丽华、淑芬、玉梅、亚男、桂荣、凤英、爱华、秀萍、玉芹、春花、桂香、淑艳",
    1966: "艳红、春梅、晓红、丽娟、桂霞、海燕、继红、玉霞、丽敏、春霞、玉华、秀梅、春艳、凤霞",
    1976: "晓静、丽丽、晓燕、丽娜、海霞、雪梅、艳玲、春玲、玉洁、红梅、慧敏、冬梅、晓丽、春燕、艳丽、秋菊",
    1986: "婷婷、莹莹、雪莹、佳慧、晓雪、思宁、楠楠、颖慧、文静、丽颖、春晓、佳佳、雪娇、明月、晓彤、秋月",
    1995: "思雨、欣怡、雨桐、梦瑶、佳琪、一诺、诗涵、雅婷、可欣、晓萌、雨薇、思琪、佳怡、欣然、梦琪、雪婷",
}
"""Given names by the year of birth from which they were common; of two characters, so that hardly a public figure is called so."""
RARE_GIVEN = {"男": ("喆", "堃", "赟", "昇"), "女": ("珺", "祎", "玥", "喆")}
PEOPLES = {"回族": "马白丁杨金石于康", "蒙古族": "白王李吴陈何", "锡伯族": "吴何郭徐", "朝鲜族": "金李崔张"}
"""Surnames usual among a people, beside the Han and the Manchu, who have any."""
SCHOOLS = {
    MASTER: ("某石油大学", "某石油大学", "某理工大学"), BACHELOR: ("某石油大学", "某石油大学", "某理工大学", "某工程学院"),
    COLLEGE: ("某石油职业技术学院", "某石油职业技术学院", "某职业技术学院", "某广播电视大学"), "中专": ("某石油学校", "某石油技工学校", "某工业学校"),
}
REFORM = 2001
"""Who left school before this year went to schools of other names and studied subjects of other names."""
OLD_SCHOOLS = {BACHELOR: ("某石油学院", "某石油学院", "某工学院"), COLLEGE: ("某石油高等专科学校", "某石油高等专科学校", "某广播电视大学", "某职工大学")}
OLD_MAJORS = {
    "石油工程": "采油工程", "石油工程技术": "采油工程", "油气开采技术": "采油工程", "机械设计制造及其自动化": "矿业机械", "机电一体化技术": "矿业机械",
    "机械制造与自动化": "机械制造工艺", "焊接技术": "焊接工艺", "电气工程及其自动化": "工业电气自动化", "安全技术与管理": "安全工程",
    "车辆工程": "汽车与拖拉机", "汽车运用与维修技术": "汽车运用工程", "勘查技术与工程": "矿场地球物理", "资源勘查工程": "石油地质",
    "油气地质勘探技术": "石油地质", "应用化学": "石油化工", "油气储运工程": "石油储运", "工商管理": "企业管理", "物流管理": "物资管理",
    "行政管理": "企业管理", "酒店管理": "企业管理", "财务管理": "财务会计", "计算机科学与技术": "计算机及应用", "计算机应用技术": "计算机及应用",
    "计算机应用": "计算机及应用", "通信技术": "通信工程", "环境监测技术": "环境监测", "信息管理与信息系统": "信息管理",
}
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
    generation = max(year for year in pools if year <= max(born.year, 1930))
    for _ in range(6):
        roll = random.random()
        surname = random.choice(COMPOUND) if roll < 0.006 else random.choice(RARE) if roll < 0.02 else random.choice(SURNAMES)
        given = random.choice(RARE_GIVEN[gender]) if born.year >= 1970 and random.random() < 0.01 else random.choice(pools[generation].split("、"))
        found = surname + given
        if found not in taken:
            break
    taken.add(found)
    return found


def people_of(random: Random, surname: str) -> str:
    """民族: nine tenths Han, then Manchu; the others only with a surname that is usual among them."""
    roll = random.random()
    if roll < 0.88:
        return "汉族"
    usual = [people for people, surnames in PEOPLES.items() if surname in surnames]
    return random.choice(usual) if usual and roll > 0.96 else "满族"


def day_between(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randrange(max((last - first).days, 1)))


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody is there for. post: the administrative post, "" for any of the unit's; ages from and to, and full membership of so many years,
    beside what the post asks for; women: the share among those who might hold it, None for the unit's own."""

    post: str = ""
    ages: tuple[int, int] = (23, 59)
    standing: int = 0
    women: float | None = None
    schooled: bool = False
    probationary: bool = False


def somebody(random: Random, branch: str, work: Work, part: Part, on: date, ids: set[str], names: set[str]) -> Somebody:
    """One member of a branch as of a day."""
    post = FITS.get(part.post, Fits())
    gender = "女" if not post.men and random.random() < (work.women if part.women is None else part.women) else "男"
    retired = part.post == RETIRED
    age = _age(random, part, post, gender, retired)
    education = _education(random, age, work, part, post, retired)
    if gender == "女" and not retired and age > 49 and education not in SCHOOLED:
        age -= 10   # women retire earlier from a worker's post
    born = date(on.year - age, random.randrange(1, 13), random.randrange(1, 29))
    work_start = date(born.year + {MASTER: 25, BACHELOR: 22, COLLEGE: 21}.get(education, 19), random.choice((7, 7, 8, 9, 12)), random.randrange(1, 29))
    if part.probationary:
        joined = on - timedelta(days=random.randrange(60, 350))
    else:
        earliest = date(born.year + 20, 1, 1)
        latest = min(date(born.year + 45, 12, 28), add_years(on, -1 - max(part.standing, 2)))
        joined = day_between(random, earliest, max(latest, earliest + timedelta(days=200)))
    called = name(random, born, gender, names)
    school, major = _school(random, education, work, work_start.year)
    return Somebody(
        called, gender, people_of(random, called[0]), born.isoformat(), id_number(random, born, gender, ids), education,
        {MASTER: "硕士", BACHELOR: "学士"}.get(education, ""), school, major, min(work_start, on - timedelta(days=120)).isoformat(), joined.isoformat(),
        "" if part.probationary else add_years(joined, 1).isoformat(), branch, "", part.post or choose(random, work.posts, age, education, gender),
        f"120{random.randrange(10**8):08d}", "预备党员" if part.probationary else "正式党员",
    )


def _age(random: Random, part: Part, post: Fits, gender: str, retired: bool) -> int:
    """In years as of 31 December. Men retire at sixty and some months, women in a post of cadres at fifty-five and some months."""
    if retired:
        first = max(part.ages[0], 56 if gender == "女" else 62)
        return random.randrange(first, max(part.ages[1], first) + 1)
    first, last = max(part.ages[0], post.least), min(part.ages[1], post.most, 54 if gender == "女" else 59)
    return first if first >= last else int(random.triangular(first, last + 1, min(max(first, 41), last)))


def _education(random: Random, age: int, work: Work, part: Part, post: Fits, retired: bool) -> str:
    """By generation and kind of work: those who went to work in the eighties came from school, those of today from a university or college."""
    if retired:
        found = random.choices((BACHELOR, COLLEGE, "中专", "高中", "初中"), (4, 18, 22, 32, 24 if age > 65 else 6))[0]
    elif work.desk:
        found = random.choices((MASTER if 25 < age < 55 else BACHELOR, BACHELOR, COLLEGE, "中专"), (10, 68, 19, 3))[0]
    elif age < 35:
        found = random.choices((MASTER if age > 25 else BACHELOR, BACHELOR, COLLEGE, "中专"), (1, 25, 52, 22))[0]
    else:
        found = random.choices((BACHELOR, COLLEGE, "中专", "高中"), (16, 36, 28, 20) if age < 48 else (8, 30, 32, 30))[0]
    if post.schooling == BACHELOR and found not in GRADUATES:
        return BACHELOR
    return COLLEGE if (post.schooling or part.schooled) and found not in SCHOOLED else found


def _school(random: Random, education: str, work: Work, left: int) -> tuple[str, str]:
    """Where somebody went to school and what they studied there, as both were called when they left; ("", "") below a trade school."""
    if education not in SCHOOLS:
        return "", ""
    schools = OLD_SCHOOLS if left < REFORM and education in OLD_SCHOOLS else SCHOOLS
    major = random.choice(work.majors[0 if education in GRADUATES else 1 if education == COLLEGE else 2].split("、"))
    return random.choice(schools[education]), OLD_MAJORS.get(major, major) if left < REFORM else major


def in_post(person: Somebody, party_post: str) -> Somebody:
    """The same person holding a Party post."""
    return replace(person, party_post=party_post)
