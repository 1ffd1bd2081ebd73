"""The order of names on the ballot: the official order of strokes, never the computer's (elec-ballot-order-strokes)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadgoose.elections.rules import strokes
from leadgoose.elections.rules.strokes import order, surname, table
from leadgoose.ground.statutes import Names, say

ORDERED = [
    pytest.param("张三 李四", "李四 张三", id="both seven strokes: the first stroke of 李 is 横, of 张 折"),
    pytest.param("欧平 陈平", "陈平 欧平", id="seven strokes of 陈 before eight of 欧"),
    pytest.param("赵平 王平 丁平", "丁平 王平 赵平", id="two, four and nine strokes"),
    pytest.param("刘平 朱平", "朱平 刘平", id="both six: 撇 of 朱 before 点 of 刘"),
    pytest.param("冯平 田平 石平", "石平 田平 冯平", id="five strokes: 横, 竖, 点"),
    pytest.param("吴平 何平 杨平", "杨平 吴平 何平", id="seven strokes: 横, 竖, 撇"),
    pytest.param("周平 范平 林平", "范平 林平 周平", id="eight strokes, 范 and 林 both 横竖: the third decides"),
    pytest.param("王小明 王强", "王强 王小明", id="the same surname: two characters before three, whatever the strokes"),
    pytest.param("王鑫 王一", "王一 王鑫", id="the same surname: fewer strokes of the next character"),
    pytest.param("王小明 王小刚", "王小刚 王小明", id="the same surname and second character: the third decides"),
    pytest.param("欧阳雪 欧明月", "欧明月 欧阳雪", id="a compound surname goes by its first character, behind the single one"),
    pytest.param("欧阳雪 金平 陈平", "陈平 欧阳雪 金平", id="a compound surname among others"),
    pytest.param("司马相明 司马光", "司马光 司马相明", id="the same compound surname: the shorter name first"),
    pytest.param("王珺 王喆", "王珺 王喆", id="rare characters have their strokes"),
    pytest.param("王𬭎 王一", "王一 王𬭎", id="the rarest too"),
    pytest.param("田平 由平 甲平", "甲平 田平 由平", id="甲 before 田: 竖折横横竖 is before 竖折横竖横"),
]


@pytest.mark.parametrize(("given", "expected"), ORDERED)
def test_the_order_of_the_ballot(given: str, expected: str) -> None:
    ordered = order(given.split())
    assert ordered.names == tuple(expected.split()) and ordered.verdict.ok
    assert order(given.split()[::-1]).names == tuple(expected.split())


WRITTEN = [("一", "1"), ("王", "1121"), ("李", "1234521"), ("张", "5153154"), ("陈", "5215234"), ("刘", "413422"), ("子", "521"), ("女", "531"),
           ("成", "135534"), ("方", "4153"), ("母", "55414"), ("喆", "121251121251"), ("堃", "41534153121"), ("赟", "4134112121542534"), ("珺", "11215113251"),
           ("𬭎", "311154451354"), ("犯", "35355"), ("许", "453112"), ("必", "45434")]


@pytest.mark.parametrize(("character", "classes"), WRITTEN)
def test_how_a_character_is_written(character: str, classes: str) -> None:
    assert table().orders[character] == classes


def test_the_whole_of_the_standard_character_set_is_there() -> None:
    rows = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) if (high, low) < (0xD7, 0xFA) or high > 0xD7]
    assert len(rows) == 6763
    assert set(rows) - table().orders.keys() == set("丨丿丶匚刂亠冫冖讠卩阝廴艹扌彳彡犭夂饣忄丬氵宀辶彐屮纟灬礻疒衤")  # parts, no characters of a name
    assert len(table().orders) == 6940
    assert set("".join(table().orders.values())) == set("12345")
    assert all(len(one) == 2 and set(one) <= table().orders.keys() for one in table().compound)


@pytest.mark.parametrize(
    ("name", "first"),
    [("欧阳雪", "欧阳"), ("欧阳", "欧"), ("欧明", "欧"), ("王 平", "王"), ("司马光（一队）", "司马"), ("司马（一队）", "司")],
)
def test_a_compound_surname_needs_a_given_name_behind_it(name: str, first: str) -> None:
    assert surname(name) == first


def told(names: list[str], by_hand: list[str] | None = None) -> list[tuple[str, bool]]:
    reasons = order(names, by_hand).verdict.reasons
    for reason in reasons:
        assert reason.rule == "elec-ballot-order-strokes"
        assert all(say(reason, lang) for lang in ("zh-Hans", "zh-Hant", "en"))
    return [(reason.code.removeprefix("elections."), reason.met) for reason in reasons]


def test_an_order_by_the_table_says_so() -> None:
    assert told(["张三", "李四"]) == [("strokes-ordered", True)]
    assert order(["张三", "李四"]).verdict.reasons[0].numbers == {"count": 2}


def test_a_character_without_strokes_is_said_and_stops_until_ordered_by_hand() -> None:
    ordered = order(["訚平", "张三"])
    assert ordered.names == ("张三", "訚平") and not ordered.verdict.ok
    assert ordered.verdict.reasons[0].numbers == {"names": Names(["訚平"]), "characters": Names(["訚"])}
    assert told(["訚平", "张三"]) == [("strokes-unknown", False)]
    assert order(["訚平", "张三"], ["訚平", "张三"]).names == ("訚平", "张三")
    assert told(["訚平", "张三"], ["訚平", "张三"]) == [("order-by-hand", True)]


def test_a_name_of_no_character_is_unknown_and_never_an_error() -> None:
    assert order(["·", "王平"]).names == ("王平", "·") and not order(["·"]).verdict.ok
    assert strokes.missing("·") == ("·",) and strokes.missing("王平") == ()


def test_an_order_by_hand_holds_the_same_names() -> None:
    refused = order(["王平", "李四"], ["王平", "张三"])
    assert refused.names == ("王平", "李四") and not refused.verdict.ok
    assert refused.verdict.reasons[0].numbers == {"names": Names(["张三", "李四"])}
    assert told(["王平", "李四"], ["王平"]) == [("order-other-names", False)]


def test_two_persons_of_one_name_need_a_mark() -> None:
    assert told(["王平", "王平"]) == [("same-name", False)]
    assert told(["王平", "王平"], ["王平", "王平"]) == [("order-by-hand", True), ("same-name", False)]
    assert told(["王平（一队）", "王平（二队）"]) == [("strokes-ordered", True)]


def test_two_surnames_of_the_same_strokes_are_looked_at_by_a_person() -> None:
    assert told(["由平", "田平"]) == [("strokes-alike", True)]
    assert order(["由一", "田一", "由二", "田二"]).names == ("田一", "田二", "由一", "由二")  # one surname stays together


def test_marks_and_dots_have_no_strokes() -> None:
    assert order(["买买提·阿不都", "王平"]).verdict.ok
    assert order(["王　平", "王明亮"]).names == ("王　平", "王明亮")


@settings(deadline=None)  # two cores are shared
@given(st.permutations(["张三", "李四", "陈一", "欧二", "王五", "欧阳雪", "王喆", "王小珺", "司马光", "丁一"]))
def test_the_order_given_never_matters(names: list[str]) -> None:
    assert order(names).names == ("丁一", "王五", "王喆", "王小珺", "司马光", "李四", "张三", "陈一", "欧二", "欧阳雪")
