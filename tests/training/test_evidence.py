"""Evidence by every way, the levels that follow in the same transaction, and taking evidence back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.roster.models import Person
from leadgoose.training.actions.evidence import Given, enter_test, rate, withdraw_evidence
from leadgoose.training.actions.model import end_mark, set_mark, set_model
from leadgoose.training.actions.ratings import import_ratings
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.competencies import ColleagueRated, ColleagueSum, Evidence, Level, Mark
from leadgoose.training.queries.competencies import evidence_of, levels_of, model_of
from leadgoose.training.queries.team import team
from leadgoose.training.rules.competency import Role, as_table
from leadgoose.training.rules.levels import Confidence, Kind, Proven
from leadgoose.training.standards import rulebook


def rated(cast: Cast, login: str, kind: Kind, levels: dict[str, int], person: str = "p-secretary", **given):   # type: ignore[no-untyped-def]
    return rate(cast.people[person], kind, Given(levels, **{"on": TODAY, **given}), by=cast.actor(login), at=NOW)


def level(cast: Cast, dimension: str = "K1", person: str = "p-secretary", on: date = TODAY) -> Proven | None:
    return levels_of([cast.people[person].pk], on)[cast.people[person].pk].get(dimension)


def test_a_superiors_rating_is_kept_journalled_and_makes_the_level(cast: Cast) -> None:
    found = rated(cast, "clerk", Kind.SUPERIOR, {"K1": 2, "K2.1": 3, "K2.2": 4}, remark="现场看过支委会")
    entry = Entry.objects.get()
    assert (entry.act, entry.person_key, entry.org_key, entry.typed, entry.facts) == (
        "LevelsRated", "p-secretary", "one", 4, {"evidence": found.key, "evidence_kind": "superior", "standard": "2026", "rated": 3, "way": "page"})
    assert "现场" not in str(entry.facts) and open_sealed("p-secretary", "levels", entry.sealed["p-secretary"]["levels"]) == '{"K1": 2, "K2.1": 3, "K2.2": 4}'
    assert {(row.dimension, row.level, row.confidence, row.source) for row in Level.objects.known()} == {
        ("K1", 2, "medium", "LevelsRated"), ("K2", 3, "medium", "LevelsRated")}
    assert level(cast) == Proven(2, Confidence.MEDIUM, (Kind.SUPERIOR,))
    assert (evidence_of(cast.people["p-secretary"], True)[0].remark, evidence_of(cast.people["p-secretary"], False)[0].remark) == ("现场看过支委会", "")


def test_a_level_is_closed_and_never_overwritten(cast: Cast) -> None:
    rated(cast, "clerk", Kind.SUPERIOR, {"K1": 2}, on=TODAY - timedelta(days=30))
    later = NOW + timedelta(hours=1)
    rate(cast.people["p-secretary"], Kind.SUPERIOR, Given({"K1": 3}, TODAY), by=cast.actor("clerk"), at=later)
    rows = [(row.level, row.valid_from, row.valid_to, row.retracted_at) for row in Level.objects.order_by("pk")]
    first = TODAY - timedelta(days=30)
    assert rows == [
        (2, first, date(2028, 4, 24), later),        # what was known before stays, and says since when it is known otherwise
        (2, first, TODAY, None), (3, TODAY, date(2028, 5, 23), None)]
    person = cast.people["p-secretary"].pk
    assert levels_of([person], TODAY, NOW)[person]["K1"].level == 2 and levels_of([person], TODAY)[person]["K1"].level == 3


def test_colleagues_are_kept_as_sums_that_open_with_the_third(cast: Cast) -> None:
    for login, given in (("committee_member", 2), ("member", 3)):
        rated(cast, login, Kind.COLLEAGUE, {"K1": given})
    assert level(cast) is None
    rated(cast, "clerk", Kind.COLLEAGUE, {"K1": 3}, rater="第 7 号", way=Evidence.Way.SHEET)
    assert level(cast) == Proven(3, Confidence.LOW, (Kind.COLLEAGUE,))
    rated(cast, "clerk", Kind.COLLEAGUE, {"K1": 1, "K2": 1}, rater="第 8 号", way=Evidence.Way.SHEET)
    assert level(cast) == Proven(3, Confidence.LOW, (Kind.COLLEAGUE,)) and Level.objects.count() == 1      # one voice alone moves nothing, opens nothing
    assert not any(Entry.objects.filter(act="ColleagueRated").exclude(typed=7))
    found = ColleagueSum.objects.get()
    assert (found.counts, found.raters) == ({"K1": [1, 1, 2, 0, 0], "K2": [1, 0, 0, 0, 0]}, 4)
    assert found.open_counts == {"K1": [0, 1, 2, 0, 0]}
    assert not Evidence.objects.exists()
    told = " ".join(str(value) for row in ColleagueRated.objects.values_list("rater", "person", "year") for value in row)
    assert "member" not in told and "第 7 号" not in told
    assert all(entry.facts == {"year": 2026} and not entry.sealed for entry in Entry.objects.filter(act="ColleagueRated"))


def test_who_may_not_rate_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="已经评过"):
        rated(cast, "member", Kind.COLLEAGUE, {"K1": 3})
        rated(cast, "member", Kind.COLLEAGUE, {"K1": 5})
    with pytest.raises(Refused, match="自己的表现填在自评里"):
        rated(cast, "secretary", Kind.SUPERIOR, {"K1": 5})
    for login, kind in (("member", Kind.SUPERIOR), ("new_secretary", Kind.SUPERIOR), ("clerk", Kind.OWN), ("reader", Kind.COLLEAGUE)):
        with pytest.raises(Denied):
            rated(cast, login, kind, {"K1": 3})
    assert rated(cast, "secretary", Kind.OWN, {"K1.1": 3, "K1.2": 3}) is not None


@pytest.mark.parametrize(("levels", "on", "told"), [
    ({}, TODAY, "还没有评"), ({"K1": 6}, TODAY, "级别是 1 至 5"), ({"K9": 3}, TODAY, "级别是"), ({"K1": 3}, TODAY + timedelta(days=1), "不能晚于今天"),
    ({"K1": 3}, date(2022, 12, 31), "日期太早"),
])
def test_a_rating_that_nobody_can_mean_is_refused(cast: Cast, levels: dict[str, int], on: date, told: str) -> None:
    with pytest.raises(Refused, match=told):
        rated(cast, "clerk", Kind.SUPERIOR, levels, on=on)
    assert not Evidence.objects.exists() and not Entry.objects.exists()


def test_evidence_taken_back_leaves_what_the_rest_proves(cast: Cast) -> None:
    first = rated(cast, "clerk", Kind.SUPERIOR, {"K1": 2}, on=TODAY - timedelta(days=9))
    wrong = rated(cast, "clerk", Kind.SUPERIOR, {"K1": 5})
    assert level(cast).level == 5   # type: ignore[union-attr]
    with pytest.raises(Refused, match="撤回的原因"):
        withdraw_evidence(cast.people["p-secretary"], wrong.key, " ", by=cast.actor("clerk"), at=NOW)
    withdraw_evidence(cast.people["p-secretary"], wrong.key, "评错了人", by=cast.actor("clerk"), at=NOW)
    assert level(cast) == Proven(2, Confidence.MEDIUM, (Kind.SUPERIOR,))
    assert Entry.objects.latest("number").act == "EvidenceWithdrawn"
    with pytest.raises(Refused, match="没有可以撤回"):
        withdraw_evidence(cast.people["p-secretary"], wrong.key, "再撤一次", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Denied):
        withdraw_evidence(cast.people["p-secretary"], first.key, "自己撤", by=cast.actor("secretary"), at=NOW)


def test_a_test_counts_once_however_often_it_is_entered(cast: Cast) -> None:
    for _ in range(2):
        enter_test(cast.people["p-secretary"], {"K1": 60, "K2": 30}, on=TODAY, origin="sitting-1", by=cast.actor("clerk"), at=NOW)
    assert Evidence.objects.get().levels == {"K1": 3, "K2": 1}
    assert level(cast) == Proven(3, Confidence.LOW, (Kind.TEST,)) and level(cast, "K2").level == 1   # type: ignore[union-attr]
    assert enter_test(cast.people["p-secretary"], {}, on=TODAY, origin="sitting-2", by=cast.actor("clerk"), at=NOW) is None


TABLE = ("姓名\t党支部\t评价方式\t日期\t评价人\tK1（政治理论）\tK2\tK3.1\n单志强\t\t上级评价\t2026-11-01\t马国栋\t3\t2\t\n"
         "欧阳海涛\t作业二队党支部\t自评\t2026-11-02\t\t2\t\t3\n")


def test_a_table_of_ratings_is_taken_in_whole(cast: Cast) -> None:
    assert import_ratings(cast.organisations["committee"], TABLE, by=cast.actor("clerk"), at=NOW) == {Kind.SUPERIOR: 1, Kind.OWN: 1}
    assert (level(cast).level, level(cast, "K1", "p-new").level) == (3, 2)   # type: ignore[union-attr]
    assert [piece.remark for piece in evidence_of(cast.people["p-secretary"], True)] == ["马国栋"]
    with pytest.raises(Refused, match="还有错误"):
        import_ratings(cast.organisations["committee"], TABLE.replace("欧阳海涛", "无名氏"), by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Denied):
        import_ratings(cast.organisations["committee"], TABLE, by=cast.actor("secretary"), at=NOW)
    assert Evidence.objects.count() == 2


def test_the_team_is_the_committees_and_those_marked_in_the_registers_order(cast: Cast) -> None:
    found = team("committee", TODAY, rulebook(TODAY))
    assert [(one.key, one.role) for one in found] == [
        ("p-secretary", Role.SECRETARY), ("p-committee", Role.MEMBER), ("p-discipline", Role.MEMBER), ("p-new", Role.SECRETARY)]
    set_mark(cast.people["p-member"], "reserve", TODAY, "党委会 2026-11-20", by=cast.actor("clerk"), at=NOW)
    set_mark(cast.people["p-secretary"], "demonstration", TODAY, "党委会 2026-11-20", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="已经登记"):
        set_mark(cast.people["p-member"], "reserve", TODAY, "又一次", by=cast.actor("clerk"), at=NOW)
    found = team("committee", TODAY, rulebook(TODAY), "/committee/general/one/")
    assert (found[0].key, found[0].role, found[-1].role) == ("p-secretary", Role.DEMONSTRATION, Role.RESERVE)
    end_mark(cast.people["p-member"], "reserve", TODAY, "本人申请", by=cast.actor("clerk"), at=NOW)
    assert len(team("committee", TODAY, rulebook(TODAY))) == 4
    assert [entry.act for entry in Entry.objects.order_by("number")] == ["MarkSet", "MarkSet", "MarkEnded"]
    assert Mark.objects.known().count() == 1


def test_a_committees_own_version_holds_from_its_day_and_for_nobody_else(cast: Cast) -> None:
    top = cast.organisations["committee"]
    table = as_table(model_of("committee", TODAY))
    table["targets"]["secretary"]["K5"] = 2
    with pytest.raises(Refused, match="相同"):
        set_model(top, as_table(model_of("committee", TODAY)), TODAY, "党委会", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused, match="不能早于今天"):
        set_model(top, table, TODAY - timedelta(days=1), "党委会", by=cast.actor("clerk"), at=NOW)
    made = set_model(top, table, date(2027, 1, 1), "党委会 2026-11-20", by=cast.actor("clerk"), at=NOW)
    assert (made.version, model_of("committee", TODAY).version, model_of("committee", date(2027, 1, 1)).target(Role.SECRETARY, "K5")) == ("2027-1", "2026", 2)
    assert model_of("elsewhere", date(2027, 1, 1)).version == "2026"
    assert Entry.objects.get().facts == {"standard": "2027-1", "valid_from": "2027-01-01", "targets_changed": 1}
    table["targets"]["secretary"]["K5"] = 5
    with pytest.raises(Refused, match="依次不升") as refused:
        set_model(top, table, date(2027, 2, 1), "党委会", by=cast.actor("clerk"), at=NOW)
    assert refused.value.field == "targets.secretary"


def test_nothing_is_shown_of_a_person_of_another_committee(cast: Cast) -> None:
    with pytest.raises(Denied):
        rated(cast, "outsider", Kind.SUPERIOR, {"K1": 3})
    assert team("elsewhere", TODAY, rulebook(TODAY)) == []
    assert Person.objects.count() == 11
