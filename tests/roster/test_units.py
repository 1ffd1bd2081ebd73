"""Production units have a history: name, kind, parent, and whose branch is theirs, as of a day and as known on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.grid import fill_grid
from leadgoose.roster.actions.organisations import reverse_act
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.actions.units import change_unit, link_unit
from leadgoose.roster.kinds import UnitKind
from leadgoose.roster.models import Organisation, ProductionUnit, UnitFact, UnitLink
from leadgoose.roster.papers import organisation_sheet
from leadgoose.roster.queries.units import history, links_on, units_on
from leadgoose.roster.rules.units import Change, Unit, refuse

DAY, BEFORE, LATER = date(2026, 11, 20), date(2026, 11, 19), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
EARLIER = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
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
    ("before what is known", Change("试采队", "production", "above", date(2025, 12, 31)), "unit-before"),
    ("no name", Change("", "production", "above", DAY), "unit-name"),
    ("the name of another", Change("一班", "production", "above", DAY), "unit-taken"),
    ("part of itself", Change("作业一队", "production", "team", DAY), "unit-circle"),
    ("part of its own part", Change("作业一队", "production", "crew", DAY), "unit-circle"),
    ("as it is", Change("作业一队", "production", "above", DAY), "unit-same"),
], ids=lambda one: one if isinstance(one, str) else "")
def test_what_may_be_said_of_a_unit(case: str, wish: Change, code: str | None) -> None:
    no = refuse(TEAM, wish, KNOWN, TODAY)
    assert (no.code if no is not None else None) == code, case


def unit(key: str = "unit") -> ProductionUnit:
    return ProductionUnit.objects.get(key=key)


def named(on: date, known_at: datetime | None = None) -> list[str]:
    return [one.name for one in units_on("committee", on, known_at).values()]


def test_a_renamed_unit_keeps_its_old_name_before_and_as_it_was_known(cast: Cast) -> None:
    receipt = change_unit(unit(), Change("试采队", "production", "", DAY), "处发〔2026〕5号", by=cast.actor("clerk"), at=LATER).receipt
    entry = Entry.objects.get(act="UnitChanged")
    assert (entry.valid_on, entry.facts["unit"], f"{entry.number}-{entry.hash[:16]}") == (DAY, "unit", receipt)
    assert unit().name == "试采队"
    assert (named(BEFORE), named(DAY), named(TODAY), named(TODAY, NOW)) == (["作业一队"], ["试采队"], ["试采队"], ["作业一队"])
    lines = history([unit().pk], TODAY)[unit().pk]
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
    for wrong, field in ((date(2026, 11, 30), "linked-already"), (TODAY, "linked-already")):
        with pytest.raises(Refused) as no:
            link_unit(one, other, wrong, "又", by=cast.actor("clerk"), at=NOW)
        assert no.value.code == field
    for wrong, field in ((date(2026, 11, 30), "ahead"), (BEFORE, "unit-before")):
        with pytest.raises(Refused) as no:
            link_unit(one, unit(), wrong, "又", by=cast.actor("clerk"), at=NOW)
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


def test_very_many_units_are_shown_page_by_page_and_found_by_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        made = ProductionUnit.objects.create(key=f"u{number}", top_key="committee", name=f"试油{number}队")
        UnitFact.objects.create(unit=made, name=made.name, kind="unknown", valid_from=BEFORE, recorded_at=EARLIER, source="grid")
    monkeypatch.setattr("leadgoose.roster.web.units.PAGE", 2)
    client = cast.client("clerk")
    first, second, found = (client.get(f"/o/committee/units/{query}").content.decode() for query in ("", "?page=2", "?q=试油2"))
    assert "4 个" in first and "作业一队" in first and "试油2队" not in first and "page=2" in first
    assert "试油2队" in second and "page=1" in second and "作业一队</a>" not in second
    assert "1 个" in found and "试油2队" in found and "试油1队" not in found


def test_the_clerk_changes_a_unit_on_its_page_sees_what_follows_first_and_a_refusal_loses_nothing(cast: Cast) -> None:
    client = cast.client("clerk")
    page, link = "/o/committee/units/unit/", "/o/two/unit/"
    assert 'value="作业一队"' in client.get(page).content.decode()
    typed = {"name": "试采队", "kind": "production", "parent": "unit", "on": "2026-11-20", "basis": "处发〔2026〕5号", "step": "preview"}
    refused = client.post(page, typed)
    shown = refused.content.decode()
    assert refused.status_code == 422 and "不能作为它的上级" in shown and 'value="试采队"' in shown and 'value="处发〔2026〕5号"' in shown
    assert "办理后的变化" in client.post(page, {**typed, "parent": ""}).content.decode() and unit().name == "作业一队"
    assert client.post(page, {**typed, "parent": "", "step": "do"}).status_code == 302 and unit().name == "试采队"
    asked = {"to": "unit", "on": "2026-11-20", "basis": "处发〔2026〕6号"}
    seen = client.post(link, {**asked, "step": "preview"}).content.decode()
    assert "（试采队行政负责人）可以看到这个党支部" in seen and "有选举权的人数和应办事项不变" in seen
    assert cast.client("unit_head").get("/o/two/").status_code == 404
    assert client.post(link, {**asked, "step": "do"}).status_code == 302 and Organisation.objects.get(key="two").unit == unit()
    assert cast.client("unit_head").get("/o/two/").status_code == 200
    again = client.post(link, {**asked, "to": "试采队", "step": "do"})
    assert again.status_code == 422 and "没有可以登记的变动" in again.content.decode()
    assert cast.client("envoy").post(page, typed).status_code == 403
    with pytest.raises(Denied):
        change_unit(unit(), Change("甲", "production", "", DAY), "乙", by=cast.actor("secretary"), at=NOW)


def test_acts_about_units_are_listed_have_their_sheets_and_are_taken_back(cast: Cast) -> None:
    clerk, client = cast.actor("clerk"), cast.client("clerk")
    deed = change_unit(unit(), Change("试采队", "support", "", DAY), "处发〔2026〕5号", by=clerk, at=EARLIER)
    linked = link_unit(cast.organisations["two"], unit(), DAY, "处发〔2026〕6号", by=clerk, at=NOW)
    listed = client.get("/o/committee/deeds/").content.decode()
    for one, where, name in ((deed, "committee", "试采队"), (linked, "two", "作业二队党支部")):
        sheet = f"/o/{where}/deeds/{one.key}.pdf"
        assert sheet in listed and name in listed and f"/o/{where}/deeds/{one.key}/reverse/" in listed
        assert client.post(sheet).content.startswith(b"%PDF")
    assert [row for row in organisation_sheet(deed, "处发〔2026〕5号", "").rows if row[0] in ("单位", "新名称", "性质", "上级单位")] == [
        ("单位", "作业一队"), ("新名称", "试采队"), ("性质", "生产单位 → 后勤服务"), ("上级单位", "无")]
    assert ("原所属单位", "资料未知") in organisation_sheet(linked, "", "").rows and ("所属单位", "试采队") in organisation_sheet(linked, "", "").rows
    done = client.post(f"/o/committee/deeds/{deed.key}/reverse/", {"reason": "登记有误"})
    assert done.headers["Location"] == "/o/committee/units/" and (unit().name, unit().kind) == ("作业一队", "production")
    assert client.post(f"/o/two/deeds/{linked.key}/reverse/", {"reason": "登记有误"}).status_code == 302
    assert Organisation.objects.get(key="two").unit is None and not links_on("committee", TODAY).get(cast.organisations["two"].pk)
    assert [one.name for one in units_on("committee", TODAY, EARLIER).values()] == ["试采队"], "as it was known before"
    assert "已撤销" in client.get("/o/committee/units/unit/").content.decode()


def test_an_act_about_a_unit_is_not_taken_back_while_something_stands_on_it(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    other = ProductionUnit.objects.create(key="other", top_key="committee", name="作业二队")
    UnitFact.objects.create(unit=other, name=other.name, kind="unknown", valid_from=BEFORE, recorded_at=EARLIER, source="grid")
    renamed = change_unit(unit(), Change("试采队", "production", "", DAY), "处发〔2026〕5号", by=clerk, at=NOW)
    taken = change_unit(other, Change("作业一队", "unknown", "unit", DAY), "处发〔2026〕6号", by=clerk, at=NOW)
    with pytest.raises(Refused, match="本委已有名为“作业一队”的单位"):
        reverse_act(renamed, "登记有误", by=clerk, at=LATER)
    assert unit().name == "试采队"
    again = change_unit(unit(), Change("试采一队", "production", "", TODAY), "处发〔2026〕7号", by=clerk, at=NOW)
    with pytest.raises(Refused) as no:
        reverse_act(renamed, "登记有误", by=clerk, at=LATER)
    assert no.value.code == "stands" and [str(one) for one in no.value.touches] == [f"{TODAY} 登记单位变动 {again.receipt}"]
    for one in (again, taken, renamed):
        reverse_act(one, "登记有误", by=clerk, at=LATER)
    assert (unit().name, unit("other").name) == ("作业一队", "作业二队")


def test_what_the_grid_recorded_since_is_named_when_it_stands_on_an_act(cast: Cast) -> None:
    clerk = cast.actor("clerk")
    linked = link_unit(cast.organisations["two"], unit(), DAY, "处发〔2026〕6号", by=clerk, at=NOW)
    fill_grid(cast.organisations["committee"], "党支部\t单位\n作业二队党支部\t作业二队", by=clerk, at=LATER)
    with pytest.raises(Refused) as no:
        reverse_act(linked, "登记有误", by=clerk, at=LATER)
    assert [str(one) for one in no.value.touches] == ["2026-11-24 10:00 另有登记（补录表）"]
