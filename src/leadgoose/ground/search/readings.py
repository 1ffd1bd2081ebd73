"""How characters of Chinese names are read. A character has one everyday reading; as a surname it may have another."""

from __future__ import annotations

import os
from functools import cache

SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan",), "曾": ("zeng",), "仇": ("qiu",), "查": ("zha",), "解": ("xie",), "区": ("ou",), "朴": ("piao",),
    "盖": ("ge", "gai"), "任": ("ren",), "华": ("hua",), "缪": ("miao",), "乐": ("yue", "le"), "宁": ("ning",),
    "翟": ("zhai", "di"), "种": ("chong",), "逄": ("pang",), "员": ("yun", "yuan"), "覃": ("qin", "tan"), "冼": ("xian",),
    "洗": ("xian",), "纪": ("ji",), "祭": ("zhai",), "折": ("she",), "秘": ("bi", "mi"), "繁": ("po",), "车": ("che",),
    "召": ("shao", "zhao"), "朝": ("chao",), "佴": ("nai",), "哈": ("ha",), "隗": ("wei", "kui"), "牟": ("mu", "mou"),
    "宓": ("mi", "fu"), "郗": ("xi", "chi"), "都": ("du",), "炅": ("gui",), "过": ("guo",), "么": ("yao",), "幺": ("yao",),
    "要": ("yao",), "卜": ("bu",), "柏": ("bai", "bo"), "薄": ("bo",), "藏": ("zang",), "臧": ("zang",), "晁": ("chao",),
    "俞": ("yu",), "尹": ("yin",), "燕": ("yan",), "相": ("xiang",), "行": ("xing",), "郇": ("xun", "huan"), "殷": ("yin",),
    "不": ("fou",), "贲": ("ben",), "阚": ("kan",), "眭": ("sui",), "莘": ("shen", "xin"), "祝": ("zhu",), "叶": ("ye",),
    "沈": ("shen",), "褚": ("chu",), "那": ("na",), "黑": ("hei",), "葛": ("ge",), "费": ("fei", "bi"), "尉": ("wei",),
    "洪": ("hong",), "石": ("shi",), "汤": ("tang",), "谌": ("chen", "shen"), "筰": ("zuo",), "句": ("gou",), "勾": ("gou",),
    "曲": ("qu",), "瞿": ("qu",), "适": ("kuo",), "会": ("gui",), "能": ("nai",), "舍": ("she",), "台": ("tai",),
    "万": ("wan",), "长": ("chang",), "重": ("chong",), "盛": ("sheng",), "强": ("qiang",), "宿": ("su",), "塔": ("ta",),
    "钻": ("zuan",), "应": ("ying",), "冯": ("feng",), "谷": ("gu",), "占": ("zhan",), "涂": ("tu",), "阿": ("a",),
    "艾": ("ai",), "祖": ("zu",), "仉": ("zhang",), "亓": ("qi",), "黎": ("li",), "贾": ("jia",), "龟": ("qiu",),
    "吕": ("lv",), "禚": ("zhuo",), "麴": ("qu",), "撒": ("sa",), "肖": ("xiao",), "郝": ("hao",), "庞": ("pang",),
    "邴": ("bing",), "厍": ("she",), "郄": ("qie", "xi"), "戚": ("qi",), "奚": ("xi",), "娄": ("lou",), "訾": ("zi",),
    "幸": ("xing",), "景": ("jing",), "南": ("nan",), "红": ("hong",),
}
"""Surnames of one character, readings by how usual they are. All characters with several readings that are surnames, and a
few that look so.
"""

COMPOUND: dict[str, tuple[str, str]] = {
    "欧阳": ("ou", "yang"), "诸葛": ("zhu", "ge"), "司马": ("si", "ma"), "上官": ("shang", "guan"),
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "令狐": ("ling", "hu"),
    "澹台": ("tan", "tai"), "单于": ("chan", "yu"), "皇甫": ("huang", "fu"), "夏侯": ("xia", "hou"),
    "慕容": ("mu", "rong"), "宇文": ("yu", "wen"), "公孙": ("gong", "sun"), "司徒": ("si", "tu"),
    "司空": ("si", "kong"), "鲜于": ("xian", "yu"), "闾丘": ("lv", "qiu"), "东方": ("dong", "fang"),
    "独孤": ("du", "gu"), "南宫": ("nan", "gong"), "西门": ("xi", "men"), "东郭": ("dong", "guo"),
    "呼延": ("hu", "yan"), "淳于": ("chun", "yu"), "太史": ("tai", "shi"), "申屠": ("shen", "tu"),
    "轩辕": ("xuan", "yuan"), "钟离": ("zhong", "li"), "赫连": ("he", "lian"), "拓跋": ("tuo", "ba"),
    "拓拔": ("tuo", "ba"), "端木": ("duan", "mu"), "百里": ("bai", "li"), "濮阳": ("pu", "yang"),
    "公冶": ("gong", "ye"), "宗政": ("zong", "zheng"), "仲孙": ("zhong", "sun"), "亓官": ("qi", "guan"),
    "司寇": ("si", "kou"), "子车": ("zi", "ju"), "颛孙": ("zhuan", "sun"), "漆雕": ("qi", "diao"),
    "壤驷": ("rang", "si"), "公良": ("gong", "liang"), "夹谷": ("jia", "gu"), "宰父": ("zai", "fu"),
    "谷梁": ("gu", "liang"), "段干": ("duan", "gan"), "羊舌": ("yang", "she"), "梁丘": ("liang", "qiu"),
    "左丘": ("zuo", "qiu"), "乐正": ("yue", "zheng"), "第五": ("di", "wu"), "闻人": ("wen", "ren"),
    "公西": ("gong", "xi"), "巫马": ("wu", "ma"), "微生": ("wei", "sheng"), "呼衍": ("hu", "yan"),
}
"""Surnames of two characters, as syllables."""

GIVEN: dict[str, tuple[str, ...]] = {
    "乐": ("le", "yue"), "晟": ("sheng", "cheng"), "茜": ("qian", "xi"), "朝": ("chao", "zhao"), "长": ("chang", "zhang"),
    "重": ("zhong", "chong"), "行": ("xing", "hang"), "曾": ("zeng",), "焘": ("tao",), "藏": ("zang", "cang"),
    "还": ("huan",), "柏": ("bai", "bo"), "都": ("du",), "单": ("shan", "dan"), "厦": ("xia",), "尉": ("wei",),
    "盛": ("sheng",), "传": ("chuan",), "娜": ("na",), "和": ("he",), "奇": ("qi",), "解": ("jie",), "数": ("shu",),
    "少": ("shao",), "为": ("wei",), "什": ("shi",), "佃": ("dian",), "麦": ("mai",), "万": ("wan",), "卜": ("bo", "bu"),
    "翟": ("zhai", "di"), "缪": ("miao",), "覃": ("tan", "qin"), "仇": ("qiu",), "石": ("shi",), "洋": ("yang",),
    "红": ("hong",), "俊": ("jun",), "圳": ("zhen",), "沈": ("shen",), "叶": ("ye",), "葛": ("ge",), "绿": ("lv",),
    "车": ("che",), "合": ("he",), "珺": ("jun",), "琢": ("zhuo",), "提": ("ti",), "宿": ("su",), "菲": ("fei",),
    "杉": ("shan",), "钰": ("yu",), "莎": ("sha",), "卡": ("ka",), "颉": ("jie",
          "xie"), "朴": ("pu",),
    "尧": ("yao",), "调": ("diao", "tiao"), "朗": ("lang",), "恪": ("ke",), "臭": ("xiu",), "彧": ("yu",), "阿": ("a",),
}
"""Characters of given names whose everyday reading is another, or that parents read in two ways."""


def readings(letter: str) -> tuple[str, ...]:
    """How a character of a given name is read, the usual reading first; a letter or an unknown character stands for itself."""
    if found := GIVEN.get(letter):
        return found
    if letter.isascii():
        return (letter,)
    return (_everyday(letter),)


@cache
def _everyday(letter: str) -> str:
    # measured: 170 ms and 58 MB with its dictionary of phrases, 48 ms and 14 MB without; a name is no phrase. Lazy: pages that
    # only read never need it
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin  # noqa: PLC0415  see above

    found = pypinyin.pinyin(letter, style=pypinyin.Style.NORMAL, strict=False, errors="default")
    return str(found[0][0]) if found else letter
