"""What people do in an invented engineering division (pure): the posts of each kind of unit, and whom a post fits by age, schooling and gender."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

COLLEGE, BACHELOR, MASTER = "大专", "本科", "研究生"
SCHOOLED = frozenset({COLLEGE, BACHELOR, MASTER})
GRADUATES = frozenset({BACHELOR, MASTER})
RETIRED = "退休"


@dataclass(frozen=True, slots=True)
class Fits:
    """Whom a post fits: ages from and to, the schooling it takes ("" any), whether only men do the heavy work of it."""

    least: int = 20
    most: int = 60
    schooling: str = ""
    men: bool = False

    def takes(self, age: int, education: str, gender: str) -> bool:
        schooled = not self.schooling or education in (GRADUATES if self.schooling == BACHELOR else SCHOOLED)
        return self.least <= age <= self.most and schooled and not (self.men and gender == "女")


_HEAD, _DEPUTY = Fits(33, 57, COLLEGE), Fits(27, 56, COLLEGE)
FITS = {
    # heads
    **dict.fromkeys(("队长", "主任", "项目经理"), Fits(33, 57, COLLEGE, men=True)), **dict.fromkeys(("站长", "所长", "科长"), _HEAD),
    **dict.fromkeys(("副队长", "副主任", "项目副经理", "副站长", "副所长", "副科长"), _DEPUTY),
    **dict.fromkeys(("大队长", "副大队长"), Fits(37, 57, COLLEGE, men=True)),
    "总工程师": Fits(36, 57, BACHELOR), "安全总监": Fits(37, 58, COLLEGE), "工会主席": Fits(40, 59, COLLEGE),
    RETIRED: Fits(54, 99),
    # engineers and clerks
    "技术员": Fits(22, 34, COLLEGE), "工程师": Fits(28, 60, BACHELOR), "高级工程师": Fits(37, 60, BACHELOR), "助理工程师": Fits(23, 33, COLLEGE),
    "会计": Fits(23, 60, COLLEGE), "会计师": Fits(30, 60, BACHELOR), "干事": Fits(23, 45, COLLEGE), "主管": Fits(30, 60, COLLEGE),
    "高级主管": Fits(40, 60, BACHELOR), "政工师": Fits(32, 60, BACHELOR), "培训师": Fits(30, 60, BACHELOR), "地质员": Fits(23, 45, COLLEGE),
    "安全监督": Fits(30, 60), "质量检验员": Fits(25, 60), "网络管理员": Fits(23, 50, COLLEGE), "调度员": Fits(28, 60), "安全员": Fits(27, 60),
    # crews and shops
    **dict.fromkeys(("井下作业工", "泵工", "测井工", "试油工", "电焊工", "钳工", "修理工", "试压工"), Fits(men=True)),
    "井架工": Fits(20, 40, men=True), "副司钻": Fits(24, 50, men=True), "司钻": Fits(27, 55, men=True), "班长": Fits(28, 57, men=True),
    **dict.fromkeys(("通井机司机", "压裂车司机", "仪表车操作手", "绞车操作工", "特车司机", "驾驶员"), Fits(22, 59, men=True)),
}
"""Any other post fits everybody."""
HEADS_OF_GENERAL = ("副大队长", "大队长", "总工程师", "安全总监", "工会主席")
"""Who sits on a general branch's committee: its secretary, its deputy, the members. They belong to branches below as ordinary members."""


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of unit: its head and deputy head, the posts of its people (more often = more of them), share of women, what they studied."""

    head: str
    deputy: str
    posts: tuple[str, ...]
    women: float
    majors: tuple[str, str, str]    # at university, at college, at a trade school; choices between 、
    desk: bool = False              # work for graduates


_OIL = ("石油工程、石油工程、机械设计制造及其自动化、安全工程", "石油工程技术、油气开采技术、机电一体化技术、安全技术与管理", "采油、机械、电工")
_SHOP = ("机械设计制造及其自动化、电气工程及其自动化、安全工程", "机电一体化技术、机械制造与自动化、焊接技术", "机械、焊接、电工")
_WHEELS = ("机械设计制造及其自动化、车辆工程、安全工程", "汽车运用与维修技术、机电一体化技术", "汽车驾驶与维修、机械")
_OFFICE = ("石油工程、安全工程、工商管理、行政管理", "行政管理、石油工程技术、计算机应用", "文秘、财会")
WORKS = {
    "作业": Work("队长", "副队长", (
        *["井下作业工"] * 6, "通井机司机", "通井机司机", "班长", "班长", "技术员", "工程师", "安全员", "材料员", "资料员"), 0.08, _OIL),
    "大修": Work("队长", "副队长", (
        *["井下作业工"] * 3, "司钻", "司钻", "副司钻", "井架工", "班长", "技术员", "工程师", "安全员", "材料员", "资料员"), 0.08, _OIL),
    "压裂": Work("队长", "副队长", (*["压裂车司机"] * 4, "泵工", "仪表车操作手", "班长", "技术员", "工程师", "安全员", "材料员", "资料员"), 0.08, _OIL),
    "酸化": Work("队长", "副队长", (*["泵工"] * 4, "配液工", "配液工", "班长", "技术员", "工程师", "安全员", "材料员", "资料员"), 0.15, _OIL),
    "测井": Work("队长", "副队长", (*["测井工"] * 3, "绞车操作工", "仪器维修工", "班长", "技术员", "工程师", "工程师", "安全员", "解释员", "资料员"), 0.2,
               ("勘查技术与工程、资源勘查工程、电气工程及其自动化", "油气地质勘探技术、机电一体化技术", "测井、电工")),
    "试油": Work("队长", "副队长", (*["试油工"] * 4, "计量工", "化验工", "班长", "地质员", "技术员", "工程师", "安全员", "资料员"), 0.15, _OIL),
    "特车": Work("队长", "副队长", (*["特车司机"] * 5, "修理工", "调度员", "班长", "技术员", "安全员", "材料员"), 0.08, _WHEELS),
    "运输": Work("队长", "副队长", (*["驾驶员"] * 5, "修理工", "调度员", "班长", "技术员", "安全员", "统计员"), 0.1, _WHEELS),
    "修保": Work("主任", "副主任", ("修理工", "修理工", "钳工", "电焊工", "电工", "质量检验员", "班长", "技术员", "工程师", "安全员", "材料员"), 0.15, _SHOP),
    "井控": Work("主任", "副主任", ("修理工", "钳工", "试压工", "试压工", "质量检验员", "班长", "技术员", "工程师", "安全员", "材料员", "资料员"), 0.15, _SHOP),
    "工具": Work("主任", "副主任", ("工具工", "工具工", "钳工", "车工", "质量检验员", "班长", "技术员", "工程师", "安全员", "保管员"), 0.2, _SHOP),
    "物资": Work("站长", "副站长", ("保管员", "保管员", "计划员", "采购员", "统计员", "质量检验员", "主管"), 0.4,
               ("物流管理、工商管理、会计学", "物流管理、会计", "财会、机械")),
    "研究": Work("所长", "副所长", ("工程师", "工程师", "工程师", "高级工程师", "高级工程师", "助理工程师", "化验工", "化验工", "资料员"), 0.4,
               ("石油工程、资源勘查工程、应用化学、油气储运工程", "石油工程技术、油气地质勘探技术", "采油"), desk=True),
    "监督": Work("站长", "副站长", ("安全监督", "安全监督", "安全监督", "质量检验员", "工程师", "高级工程师", "主管", "资料员"), 0.25,
               ("安全工程、环境工程、石油工程", "安全技术与管理、环境监测技术", "采油、机械"), desk=True),
    "培训": Work("站长", "副站长", ("培训师", "培训师", "教务员", "干事", "主管", "资料员"), 0.5,
               ("教育学、安全工程、石油工程", "行政管理、石油工程技术", "采油、文秘"), desk=True),
    "信息": Work("站长", "副站长", ("网络管理员", "网络管理员", "工程师", "助理工程师", "通信维护工", "话务员", "主管"), 0.4,
               ("计算机科学与技术、通信工程、信息管理与信息系统", "计算机应用技术、通信技术", "通信、计算机"), desk=True),
    "后勤": Work("站长", "副站长", ("公寓管理员", "公寓管理员", "炊事员", "水电工", "绿化工", "统计员", "干事", "主管"), 0.45,
               ("工商管理、行政管理、会计学", "酒店管理、会计、行政管理", "烹饪、电工、财会")),
    "生产机关": Work("科长", "副科长", ("主管", "主管", "高级主管", "工程师", "高级工程师", "调度员", "统计员", "干事"), 0.3, _OFFICE, desk=True),
    "财务机关": Work("科长", "副科长", ("会计师", "会计师", "会计", "主管", "高级主管", "出纳"), 0.6,
                 ("会计学、财务管理、审计学", "会计、财务管理", "财会"), desk=True),
    "党群机关": Work("科长", "副科长", ("政工师", "政工师", "干事", "干事", "主管", "高级主管", "档案员"), 0.5,
                 ("思想政治教育、汉语言文学、行政管理、新闻学", "文秘、行政管理", "文秘"), desk=True),
    "离退休": Work("", "", (RETIRED,), 0.45, (_OIL[0] + "、会计学", _OIL[1] + "、会计", _OIL[2] + "、财会")),
    "项目": Work("项目经理", "项目副经理", ("井下作业工", "井下作业工", "班长", "技术员", "工程师", "安全员", "资料员"), 0.08, _OIL),
}
OFFICERS = {   # what members of a branch's committee do beside; anything of the unit where nothing is said
    "生产": {"组织委员": ("技术员", "工程师"), "宣传委员": ("班长", "资料员"), "纪检委员": ("安全员",)},
    "后勤": {"组织委员": ("主管",), "宣传委员": ("干事", "主管"), "纪检委员": ("主管",)},
    "机关": {"组织委员": ("主管", "工程师"), "宣传委员": ("干事", "主管", "工程师"), "纪检委员": ("高级主管", "主管", "工程师")},
    "离退休": {},
}


def fits(post: str, age: int, education: str, gender: str) -> bool:
    return FITS.get(post, Fits()).takes(age, education, gender)


def by_hand(post: str) -> bool:
    """Work in which a graduate begins and does not stay."""
    return post.endswith(("工", "司机")) or post in {"驾驶员", "保管员", "公寓管理员", "炊事员", "话务员"}


def choose(random: Random, posts: tuple[str, ...], age: int, education: str, gender: str) -> str:
    """One of the posts that fits: every unit has one that fits everybody."""
    able = [post for post in posts if fits(post, age, education, gender)]
    if education in GRADUATES and age > 27:
        able = [post for post in able if not by_hand(post)] or able
    return random.choice(able)


def rank(post: str) -> int:
    """How near a post is to leading others (0 nearest): who is taken for a task where somebody must lead."""
    order = (
        ("副队长", "副主任", "副站长", "副所长", "副科长", "项目副经理"), ("高级工程师", "工程师", "主管", "高级主管", "政工师"),
        ("班长", "安全员", "技术员", "地质员", "干事"),
    )
    return next((place for place, some in enumerate(order) if post in some), len(order))
