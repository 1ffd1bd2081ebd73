"""Files that take people's data along are journaled: which, of what, with how many people and which columns; and who is in them is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground import holdings
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.holdings import Whose
from leadgoose.ground.journal.files import NAMED, Taken, record_file
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.models import Person
from leadgoose.roster.reach import of_organisation

NAME = "roster.PersonFact.name"


def told(key: str) -> list[str]:
    return [str(one.what) for one in holdings.readings(Whose(key, Person.objects.get(key=key).pk, "committee", TODAY))]


def test_a_list_that_leaves_is_written_down_with_its_people_and_columns(cast: Cast) -> None:
    assert cast.client("secretary").post("/o/one/members.xlsx?standing=probationary").status_code == 200
    entry = Entry.objects.get(act="FileTaken")
    assert (entry.chain, entry.org_key, entry.person_key, entry.by, entry.role) == ("committee", "one", "p-probation", "secretary", "secretary")
    assert entry.facts["page"] == "roster.export_members" and entry.facts["type"] == "xlsx" and entry.facts["people"] == 1
    assert NAME in entry.facts["fields"] and entry.facts["whole"] is False
    assert len(told("p-probation")) == 1 and told("p-probation")[0].startswith("制作了党员名单（XLSX，共 1 人；项目：姓名、")
    assert told("p-member") == [], "whoever is not in it is not told"
    page = cast.client("clerk").get("/o/committee/journal/?act=FileTaken").content.decode()
    assert "制作含个人信息的文件" in page and "党员名单" in page and "10 项" in page
    readings = cast.client("clerk").get("/p/p-probation/rights/readings/").content.decode()
    assert "制作了党员名单" in readings and "secretary" in readings


def test_a_list_with_nobody_in_it_is_not_written_down(cast: Cast) -> None:
    assert cast.client("clerk").post("/o/one/members.xlsx?q=无此人").status_code == 200
    assert not Entry.objects.filter(act="FileTaken").exists()


def test_of_more_people_than_are_named_everybody_of_the_organisation_is_told_perhaps_where_it_was_filtered(cast: Cast) -> None:
    reach, clerk = of_organisation(cast.organisations["general"]), cast.actor("clerk")
    taken = Taken("roster.export_members", "xlsx", "committee", "general", (NAME,), count=NAMED + 1, whole=True)
    record_file(taken, reach, by=clerk, at=NOW)
    assert told("p-member") == told("p-new") == ["制作了党员名单（XLSX，共 101 人；项目：姓名）"]
    assert told("p-clerk") == [], "the office is not below the general branch"
    record_file(Taken("roster.export_members", "xlsx", "committee", "general", (NAME,), count=NAMED + 1), reach, by=clerk, at=NOW + timedelta(1))
    assert told("p-member")[0] == "制作了党员名单（XLSX，共 101 人；项目：姓名）。名单经过筛选，可能有本人"
    many = [f"p{number}" for number in range(NAMED + 1)]
    record_file(Taken("roster.export_members", "xlsx", "committee", "general", (NAME,), many), reach, by=clerk, at=NOW + timedelta(2))
    assert "who" not in Entry.objects.filter(act="FileTaken").latest("number").facts


def test_each_of_some_people_is_told_by_name_and_only_whoever_may_make_the_file_does(cast: Cast) -> None:
    reach = of_organisation(cast.organisations["one"])
    taken = Taken("roster.export_members", "xlsx", "committee", "one", (NAME,), ["p-member", "p-secretary"])
    record_file(taken, reach, by=cast.actor("clerk"), at=NOW)
    assert len(told("p-member")) == len(told("p-secretary")) == 1 and told("p-committee") == []
    with pytest.raises(Denied):
        record_file(taken, reach, by=cast.actor("envoy"), at=NOW)
