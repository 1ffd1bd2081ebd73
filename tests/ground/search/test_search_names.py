"""Names by characters, pinyin and initials; surnames are read as surnames."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.ground.search import NameKeys, name_keys
from leadgoose.ground.search.readings import COMPOUND, SURNAMES

READ: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("单明", ("shanming",), ("sm",)),
    ("曾桂怡", ("zengguiyi",), ("zgy",)),
    ("仇丽", ("qiuli",), ("ql",)),
    ("查强", ("zhaqiang",), ("zq",)),
    ("解军", ("xiejun",), ("xj",)),
    ("区伟", ("ouwei",), ("ow",)),
    ("朴秀", ("piaoxiu",), ("px",)),
    ("盖林", ("gelin", "gailin"), ("gl",)),
    ("任贵", ("rengui",), ("rg",)),
    ("华强", ("huaqiang",), ("hq",)),
    ("缪红", ("miaohong",), ("mh",)),
    ("乐平", ("yueping", "leping"), ("yp", "lp")),
    ("宁军", ("ningjun",), ("nj",)),
    ("翟刚", ("zhaigang", "digang"), ("zg", "dg")),
    ("种强", ("chongqiang",), ("cq",)),
    ("逄丽", ("pangli",), ("pl",)),
    ("员强", ("yunqiang", "yuanqiang"), ("yq",)),
    ("覃永", ("qinyong", "tanyong"), ("qy", "ty")),
    ("冼刚", ("xiangang",), ("xg",)),
    ("尉强", ("weiqiang",), ("wq",)),
    ("吕刚", ("lvgang",), ("lg",)),
    ("石海", ("shihai",), ("sh",)),
    ("尉迟强", ("yuchiqiang",), ("ycq",)),
    ("万俟强", ("moqiqiang",), ("mqq",)),
    ("万强", ("wanqiang",), ("wq",)),
    ("长孙明", ("zhangsunming",), ("zsm",)),
    ("令狐明", ("linghuming",), ("lhm",)),
    ("澹台明", ("tantaiming",), ("ttm",)),
    ("单于明", ("chanyuming",), ("cym",)),
    ("单于", ("chanyu", "shanyu"), ("cy", "sy")),
    ("欧阳无名", ("ouyangwuming",), ("oywm",)),
    ("欧明", ("ouming",), ("om",)),
    ("王晟", ("wangsheng", "wangcheng"), ("ws", "wc")),
    ("王朝", ("wangchao", "wangzhao"), ("wc", "wz")),
    ("李长乐", ("lichangle", "lichangyue", "lizhangle", "lizhangyue"), ("lcl", "lcy", "lzl", "lzy")),
    ("王曾", ("wangzeng",), ("wz",)),
    ("沈  昊", ("shenhao",), ("sh",)),
    ("單雄", ("shanxiong",), ("sx",)),
    ("葉陽", ("yeyang",), ("yy",)),
    ("阿依古丽·买买提", ("ayigulimaimaiti",), ("ayglmmt",)),
    ("王𬭎", ("wanghong",), ("wh",)),
]


@pytest.mark.parametrize(("name", "pinyin", "initials"), READ, ids=[case[0] for case in READ])
def test_is_read(name: str, pinyin: tuple[str, ...], initials: tuple[str, ...]) -> None:
    keys = name_keys(name)
    assert (keys.pinyin, keys.initials) == (pinyin, initials)


def test_the_name_is_folded_for_searching_only() -> None:
    assert name_keys("單 雄信") == NameKeys("单雄信", ("shanxiongxin",), ("sxx",), ("雄信", "xiongxin"))
    assert name_keys("阿依古丽‧买买提").folded == "阿依古丽买买提"
    assert name_keys("阿依古丽 买买提").given == ("买买提", "maimaiti")


def test_one_field_holds_all_keys_between_spaces() -> None:
    assert name_keys("单雄信").joined() == " 单雄信 shanxiongxin sxx 雄信 xiongxin "
    assert name_keys("覃永").joined() == " 覃永 qinyong tanyong qy ty "


def test_keys_that_do_not_fit_are_left_out_whole() -> None:
    keys = name_keys("阿卜杜拉热合曼·买买提依明")
    assert keys.joined(limit=19) == " 阿卜杜拉热合曼买买提依明 "
    assert all(len(keys.joined(limit)) <= limit for limit in range(1, 120))


@given(st.sampled_from(sorted(SURNAMES)), st.sampled_from(["明", "丽", "强"]))
def test_every_surname_of_the_table_is_read_by_it(surname: str, given_name: str) -> None:
    spoken = {"明": "ming", "丽": "li", "强": "qiang"}[given_name]
    assert name_keys(surname + given_name).pinyin == tuple(reading + spoken for reading in SURNAMES[surname])


@given(st.sampled_from(sorted(COMPOUND)))
def test_every_compound_surname_is_read_as_one(surname: str) -> None:
    assert name_keys(surname + "明").pinyin == ("".join(COMPOUND[surname]) + "ming",)


@given(st.text(max_size=30))
def test_any_text_has_keys_without_spaces(text: str) -> None:
    keys = name_keys(text)
    assert all(key == "".join(key.split()) for key in (keys.folded, *keys.pinyin, *keys.initials))
    assert len(keys.pinyin) <= 6
    assert len(keys.joined()) <= 200


def test_reading_pages_never_loads_the_dictionary() -> None:
    code = "import sys; from leadgoose.ground.search import fold, looks_like; "
    code += "fold('單雄信'); looks_like('shan'); sys.exit('pypinyin' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, timeout=60, env={"PYTHONPATH": str(Path(__file__).parents[3] / "src")}
    )
    assert done.returncode == 0
