"""Search as people type: surnames with a reading of their own, initials, branches, the last four of an ID number."""

from __future__ import annotations

import re

import pytest

from cast import NOW, PEOPLE, Cast, id_number
from leadgoose.roster.models import OrganisationAlias

FOUND = [
    # what is typed, who is found
    ("shan", ["单志强"]),
    ("shanzhi", ["单志强"]),
    ("SZQ", ["单志强"]),
    ("dan", []),                                   # not the everyday reading
    ("zeng", ["曾玉兰"]),
    ("ceng", []),
    ("qiu", ["仇建军"]),
    ("chou", []),
    ("zha", ["查晓明", "赵敏"]),                    # zhao begins with it too
    ("zhax", ["查晓明"]),
    ("cha", []),
    ("xie", ["解文静"]),
    ("jie", []),
    ("ouyang", ["欧阳海涛"]),
    ("oyht", ["欧阳海涛"]),
    ("欧阳", ["欧阳海涛"]),
    ("歐陽海濤", ["欧阳海涛"]),                       # typed in the other script
    ("王 德 福", ["王德福"]),
    ("ｚｅｎｇ", ["曾玉兰"]),                          # full width
    ("作业二队", ["欧阳海涛", "王德福", "李春梅"]),
    ("没有这个人", []),
    ("%", []),
    ("_", []),
]


@pytest.mark.parametrize(("typed", "found"), FOUND)
def test_search_finds(cast: Cast, typed: str, found: list[str]) -> None:
    assert people(cast, typed) == found


def test_the_last_four_of_an_id_number_find_its_person_exactly(cast: Cast) -> None:
    number = id_number("1990-06-15", 4, "男")
    assert number == cast.id_numbers["p-member"]
    assert people(cast, number[-4:]) == ["查晓明"]
    assert people(cast, number[-3:]) == []


def test_an_x_at_the_end_may_be_typed_small(cast: Cast) -> None:
    key, number = next((key, number) for key, number in cast.id_numbers.items() if number.endswith("X") and key != "p-outsider")
    name = {one.key: one.name for one in PEOPLE}[key]
    assert name in people(cast, number[-4:].lower())


def test_organisations_are_found_by_name_and_by_the_names_that_files_use(cast: Cast) -> None:
    OrganisationAlias.objects.create(top_key="committee", organisation=cast.organisations["one"], alias="作业一大隊", recorded_at=NOW)
    assert places(cast, "大队") == ["general"]
    assert places(cast, "一大隊") == ["one"]
    assert places(cast, "外单位") == []


def test_a_secretary_finds_only_in_the_own_branch(cast: Cast) -> None:
    page = cast.client("secretary").get("/o/one/search/", {"q": "ouyang"}).content.decode()
    assert "欧阳海涛" not in page and "没有找到" in page


def test_an_empty_question_says_what_may_be_asked(cast: Cast) -> None:
    assert "写姓名、拼音或首字母" in cast.client("clerk").get("/o/committee/search/").content.decode()


def test_what_is_typed_is_shown_as_text(cast: Cast) -> None:
    page = cast.client("clerk").get("/o/committee/search/", {"q": "<script>x</script>"}).content.decode()
    assert "<script>x" not in page and "&lt;script&gt;x" in page


def people(cast: Cast, typed: str) -> list[str]:
    page = cast.client("clerk").get("/o/committee/search/", {"q": typed}).content.decode()
    return re.findall(r'<tr><td><a href="/p/[^"]+">([^<]+)</a>', page)


def places(cast: Cast, typed: str) -> list[str]:
    page = cast.client("clerk").get("/o/committee/search/", {"q": typed}).content.decode()
    return re.findall(r'<tr><td><a href="/o/([^"/]+)/">', page)
