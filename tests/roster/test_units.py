"""Production units have a history: name, kind, parent, and whose branch is theirs, as of a day and as known on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.grid import fill_grid
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.actions.units import change_unit, link_unit
from leadgoose.roster.kinds import UnitKind
from leadgoose.roster.models import Organisation, ProductionUnit, UnitFact, UnitLink
from leadgoose.roster.queries.units import history, links_on, units_on
from leadgoose.roster.rules.units import Change, Unit, refuse

DAY, BEFORE, LATER = date(2026, 11, 20), date(2026, 11, 19), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ABOVE = Unit("above", "作业大队", "production", "", date(2026, 1, 1))
TEAM = Unit("team", "作业一队", "production", "above", date(2026, 1, 1))
CREW = Unit("crew", "一班", "production", "team", date(2026, 1, 1))
KNOWN = {one.key: one for one in (ABOVE, TEAM, CREW)}


@pytest.mark.once
@pytest.mark.parametrize(("case", "wish", "code"), [
    ("another name", Change("试采队", "production", "above", DAY), None),
    ("on the first day: put right", Change("试采队", "production", "above", date(2026, 1, 1)), None),
    ("part of nothing any more", Change("作业一队", "production", "", DAY), None),
    ("a day to come", Change("试采队", "production", "above", date(2026, 11, 24)), "ahead"),
    ("before what is known", Change("试采队", "production", "above", date(2025, 12, 31)), "before"),
    ("no name", Change("", "production", "above", DAY), "name"),
    ("the name of another", Change("一班", "production", "above", DAY), "taken"),
    ("part of itself", Change("作业一队", "production", "team", DAY), "circle"),
    ("part of its own part", Change("作业一队", "production", "crew", DAY), "circle"),
    ("as it is", Change("作业一队", "production", "above", DAY), "nothing"),
], ids=lambda one: one if isinstance(one, str) else "")
def test_what_may_be_said_of_a_unit(case: str, wish: Change, code: str | None) -> None:
    no = refuse(TEAM, wish, KNOWN, TODAY)
    assert (no.code if no is not None else None) == code, case


def unit(key: str = "unit") -> ProductionUnit:
    return ProductionUnit.objects.get(key=key)


def named(on: date, known_at: datetime | None = None) -> list[str]:
    return [one.name for one in units_on("committee", on, known_at).values()]


def test_a_renamed_unit_keeps_its_old_name_before_and_as_it_was_known(cast: Cast) -> None:
    receipt = change_unit(unit(), Change("试采队", "production", "", DAY), "处发〔2026〕5号", by=cast.actor("clerk"), at=LATER)
    entry = Entry.objects.get(act="UnitChanged")
    assert (entry.valid_on, entry.facts["unit"], f"{entry.number}-{entry.hash[:16]}") == (DAY, "unit", str(receipt))
    assert unit().name == "试采队"
    assert (named(BEFORE), named(DAY), named(TODAY), named(TODAY, NOW)) == (["作业一队"], ["试采队"], ["试采队"], ["作业一队"])
    lines = history("committee", TODAY)[unit().pk]
    assert [(one.text, one.starts == DAY, one.ends) for one in lines if one.what == "fact"] == [("试采队", True, None), ("作业一队", False, DAY)]


def test_a_unit_becomes_part_of_another_and_what_was_known_wrong_is_put_right_from_its_first_day(cast: Cast) -> None:
    above = ProductionUnit.objects.create(key="above", top_key="committee", name="作业大队", kind=UnitKind.PRODUCTION)
    change_unit(unit(), Change("作业一队", "production", "above", DAY), "处发〔2026〕6号", by=cast.actor("clerk"), at=NOW)
    assert (units_on("committee", DAY)[unit().pk].parent, units_on("committee", BEFORE)[unit().pk].parent) == (above.pk, None)
    change_unit(unit(), Change("作业一队", "support", "above", DAY), "更正", by=cast.actor("clerk"), at=LATER)
    assert units_on("committee", DAY)[unit().pk].kind == UnitKind.SUPPORT
    assert units_on("committee", DAY, NOW)[unit().pk].kind == UnitKind.PRODUCTION
    assert UnitFact.objects.filter(unit=unit()).count() == 4, "nothing is overwritten"


def test_a_branch_belongs_to_another_unit_from_a_day_on(cast: Cast) -> None:
    other = ProductionUnit.objects.create(key="other", top_key="committee", name="作业二队")
    one = cast.organisations["one"]
    link_unit(one, other, DAY, "处发〔2026〕7号", by=cast.actor("clerk"), at=NOW)
    assert (links_on("committee", BEFORE)[one.pk], links_on("committee", DAY)[one.pk]) == (unit().pk, other.pk)
    assert Organisation.objects.get(key="one").unit == other and UnitLink.objects.count() == 3
    for wrong, field in ((date(2026, 11, 30), "on"), (BEFORE, "on"), (TODAY, "unit")):
        with pytest.raises(Refused) as no:
            link_unit(one, other, wrong, "又", by=cast.actor("clerk"), at=NOW)
        assert no.value.code == field


def test_a_grid_writes_facts_and_a_kind_that_was_unknown_is_learnt(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    fill_grid(cast.organisations["committee"], "党支部\t单位\n作业二队党支部\t作业二队", by=clerk, at=NOW)
    fill_grid(cast.organisations["committee"], "党支部\t单位\t单位性质\n作业二队党支部\t作业二队\t生产", by=clerk, at=LATER)
    made = ProductionUnit.objects.get(name="作业二队")
    assert [(one.kind, one.retracted_at) for one in made.facts.order_by("pk")] == [("unknown", LATER), ("production", None)]
    assert links_on("committee", TODAY)[cast.organisations["two"].pk] == made.pk


def test_pages_of_another_day_show_the_unit_of_that_day(cast: Cast) -> None:
    change_unit(unit(), Change("试采队", "production", "", DAY), "处发〔2026〕5号", by=cast.actor("clerk"), at=NOW)
    client = cast.client("clerk")
    for address in ("/o/one/", "/o/general/tree/", "/o/committee/units/"):
        then, now = (client.get(f"{address}{tail}").content.decode() for tail in ("?on=2026-11-19", ""))
        assert "作业一队" in then and "试采队" not in then.replace("作业一队党支部", ""), address
        assert "试采队" in now, address
    page = client.get("/o/committee/units/").content.decode()
    assert "名称“作业一队”，生产" in page and "作业一队党支部属于本单位" in page


def test_the_clerk_changes_a_unit_on_its_page_and_a_refusal_loses_nothing(cast: Cast) -> None:
    client = cast.client("clerk")
    assert 'value="作业一队"' in client.get("/o/committee/units/?unit=unit").content.decode()
    typed = {"unit": "unit", "name": "试采队", "kind": "production", "parent": "unit", "on": "2026-11-20", "basis": "处发〔2026〕5号"}
    refused = client.post("/o/committee/units/change/", typed)
    page = refused.content.decode()
    assert refused.status_code == 422 and "不能作为它的上级" in page and 'value="试采队"' in page and 'value="处发〔2026〕5号"' in page
    assert client.post("/o/committee/units/change/", {**typed, "parent": ""}).status_code == 302 and unit().name == "试采队"
    linked = client.post("/o/committee/units/link/", {"branch": "two", "unit": "unit", "on": "2026-11-20", "basis": "处发〔2026〕6号"})
    assert linked.status_code == 302 and Organisation.objects.get(key="two").unit == unit()
    again = client.post("/o/committee/units/link/", {"branch": "two", "unit": "unit", "on": "2026-11-20", "basis": "又"})
    assert again.status_code == 422 and "没有可以登记的变动" in again.content.decode()
    assert cast.client("envoy").post("/o/committee/units/change/", typed).status_code == 403
    with pytest.raises(Denied):
        change_unit(unit(), Change("甲", "production", "", DAY), "乙", by=cast.actor("secretary"), at=NOW)
