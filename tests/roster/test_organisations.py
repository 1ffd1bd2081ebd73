"""Acts about organisations on the real register: rows, journal, projections, duties, counter-acts."""

from __future__ import annotations

from datetime import date

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions import holds, merging, placing
from leadgoose.roster.actions import organisations as acts
from leadgoose.roster.actions.deeds import MODELS
from leadgoose.roster.actions.membership import do as do_member
from leadgoose.roster.actions.organisations import Consent, Members
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.consequences import recompute
from leadgoose.roster.kinds import CameBy, OrgKind, PostKind
from leadgoose.roster.models import (
    Organisation,
    OrganisationAlias,
    OrganisationDeed,
    OrganisationFact,
    Placement,
    Post,
    Present,
    Term,
    UnitCovered,
)
from leadgoose.roster.rules.acts import Kind as MemberKind
from leadgoose.roster.rules.acts import Wish
from leadgoose.roster.rules.organisations import Founding

DAY, BASIS = date(2026, 11, 20), "处党委〔2026〕31号"


@pytest.fixture
def office(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


def doing(cast: Cast, login: str = "clerk") -> dict[str, object]:
    return {"by": cast.actor(login), "at": NOW}


def set_up(cast: Cast, below: str, kind: OrgKind, name: str, members: Members | None = None, **more: object) -> OrganisationDeed:
    consent = more.pop("consent", None)
    return acts.set_up_organisation(
        cast.organisations[below], Founding(kind, name, DAY, **more), members or Members(), BASIS, **doing(cast), consent=consent)   # type: ignore[arg-type]


def living(key: str) -> list[str]:
    """Keys of the members of a branch."""
    return list(Present.objects.filter(organisation__key=key).order_by("person__key").values_list("person__key", flat=True))


def known() -> list[tuple[str, str]]:
    """Every fact known now, without its number and when it was recorded."""
    hidden = {"id", "recorded_at", "retracted_at"}
    rows = ((model.__name__, row) for model in MODELS for row in model._default_manager.filter(retracted_at=None).values())
    return sorted((model, repr(sorted((name, value) for name, value in row.items() if name not in hidden))) for model, row in rows)


# --- setting up ---


def test_a_branch_is_set_up_with_its_duties_and_taken_back(office: Cast) -> None:
    seen = acts.judge(acts.prepare_set_up(
        office.organisations["general"], Founding(OrgKind.BRANCH, "作业三队党支部", DAY, seats=3), Members(), TODAY), BASIS, TODAY, NOW)
    assert [([duty.code for duty in one.arise], one.before, one.after) for one in seen.changes] == [(["first_election", "secretary_unknown"], 0, 0)]
    assert not Organisation.objects.filter(name="作业三队党支部").exists(), "a preview writes nothing"
    deed = set_up(office, "general", OrgKind.BRANCH, " 作业三队党支部 ", units=("作业三队",), applied_on=date(2026, 11, 2))
    made = deed.organisation
    assert (made.name, made.kind, made.path, made.set_up_on, made.unit.name if made.unit else "") == (
        "作业三队党支部", "branch", f"/committee/general/{made.key}/", DAY, "作业三队")
    assert set(Duty.objects.filter(org_key=made.key, closed_at=None).values_list("code", flat=True)) == {"first_election", "secretary_unknown"}
    entry = Entry.objects.latest("pk")
    assert (entry.act, entry.org_key, entry.facts) == (
        "OrganisationEstablished", made.key, {"deed": deed.key, "kind": "branch", "below": "general", "applied": "2026-11-02"})
    assert "31号" not in str(entry.facts) + deed.basis_sealed
    before = Entry.objects.count()
    acts.reverse_act(deed, "未批准", **doing(office))   # type: ignore[arg-type]
    made.refresh_from_db()
    assert made.ended_on == DAY and not Duty.objects.filter(org_key=made.key, closed_at=None).exists()
    assert Entry.objects.count() == before + 1 and not recompute("committee", TODAY, NOW).any
    with pytest.raises(Refused, match="已经撤销"):
        acts.reverse_act(deed, "再撤", **doing(office))   # type: ignore[arg-type]


def test_a_reply_after_more_than_a_month_needs_a_reason_which_is_kept(office: Cast) -> None:
    late = {"applied_on": date(2026, 10, 1)}
    with pytest.raises(Refused, match="写明理由") as no:
        set_up(office, "committee", OrgKind.BRANCH, "新队党支部", **late)
    assert [str(one) for one in no.value.touches] == ["2026-10-01 申请，批复一般不超过 1 个月。"]
    deed = set_up(office, "committee", OrgKind.BRANCH, "新队党支部", **late, consent=Consent(remark="等待编制批复"))
    assert deed.told["notices"] == ["reply-late"] and deed.remark_sealed and "编制" not in deed.remark_sealed


def test_a_joint_branch_names_its_units_and_their_heads_reach_it(office: Cast) -> None:
    made = set_up(office, "committee", OrgKind.JOINT_BRANCH, "站库联合党支部", units=("化验站", "作业一队")).organisation
    assert list(UnitCovered.objects.filter(organisation=made).order_by("pk").values_list("unit__name", flat=True)) == ["化验站", "作业一队"]
    assert office.client("unit_head").get(f"/o/{made.key}/").status_code == 200
    with pytest.raises(Refused, match="一般规定不同"):
        set_up(office, "committee", OrgKind.JOINT_BRANCH, "六站联合党支部", units=tuple("甲乙丙丁戊己"))


def test_a_temporary_branch_ends_by_a_day_and_a_duty_says_so(office: Cast) -> None:
    made = set_up(office, "committee", OrgKind.TEMPORARY_BRANCH, "会战临时党支部", until=date(2026, 12, 10)).organisation
    duty = Duty.objects.get(org_key=made.key, code="temporary_ending")
    assert (duty.opens_on, duty.due_on, duty.act, duty.closed_at) == (date(2026, 11, 10), date(2026, 12, 10), "roster.withdraw_organisation", None)
    placing.place_members(made, {"p-two": made.key, "p-clerk": made.key}, DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    assert Placement.objects.known().filter(organisation=made, valid_to=None).count() == 2
    assert Present.objects.get(person__key="p-two").organisation.key == "two", "the membership stays where it is"
    merging.withdraw_organisation(made, {}, None, TODAY, BASIS, **doing(office))   # type: ignore[arg-type]
    assert not Placement.objects.known().filter(organisation=made, valid_to=None).exists()
    assert not Duty.objects.filter(org_key=made.key, closed_at=None).exists()


def test_a_group_begins_with_its_leader_and_members_and_loses_whoever_moves(office: Cast) -> None:
    members = Members(("p-member",), "p-committee", CameBy.ELECTED)
    group = set_up(office, "one", OrgKind.GROUP, "第一党小组", members).organisation
    post = Post.objects.known().get(organisation=group)
    assert (post.person.key, post.kind, post.came_by, post.since) == ("p-committee", PostKind.GROUP_LEADER, CameBy.ELECTED, DAY)
    assert set(Placement.objects.known().values_list("person__key", flat=True)) == {"p-member", "p-committee"}
    set_up(office, "two", OrgKind.GROUP, "第一党小组")   # another branch's group may be called the same
    with pytest.raises(Refused, match="已有"):
        set_up(office, "one", OrgKind.GROUP, "第一党小组")
    deed = do_member([office.people["p-committee"]], Wish(MemberKind.MOVE, TODAY, "two"), BASIS, **doing(office))[0]   # type: ignore[arg-type]
    assert not Post.objects.known().filter(organisation=group, valid_to=None).exists()
    assert set(Placement.objects.known().filter(valid_to=None).values_list("person__key", flat=True)) == {"p-member"}
    assert {name for name, _ in deed.retracted} == {"Post", "Placement", "Membership"}


# --- names, superiors ---


def test_a_new_name_keeps_the_old_one_as_an_alias(office: Cast) -> None:
    one = office.organisations["one"]
    deed = acts.rename_organisation(one, "作业一中队党支部", DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    one.refresh_from_db()
    assert one.name == "作业一中队党支部" and OrganisationAlias.objects.get().alias == "作业一队党支部"
    lines = OrganisationFact.objects.known().filter(organisation=one).order_by("valid_from").values_list("name", "valid_from", "valid_to")
    assert list(lines) == [("作业一队党支部", date(2001, 7, 1), DAY), ("作业一中队党支部", DAY, None)]
    assert Term.objects.known().filter(organisation=one, valid_to=None).count() == 1
    with pytest.raises(Refused, match="已有"):
        acts.rename_organisation(office.organisations["two"], "作业一中队支部", DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    acts.reverse_act(deed, "文件作废", **doing(office))   # type: ignore[arg-type]
    one.refresh_from_db()
    assert one.name == "作业一队党支部"


def test_a_branch_below_another_superior_takes_everything_below_it_along(office: Cast) -> None:
    group = set_up(office, "one", OrgKind.GROUP, "第一党小组").organisation
    acts.move_organisation(office.organisations["one"], office.organisations["committee"], DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    group.refresh_from_db()
    assert group.path == f"/committee/one/{group.key}/"
    with pytest.raises(Refused, match="已隶属"):
        acts.move_organisation(Organisation.objects.get(key="one"), office.organisations["committee"], TODAY, BASIS, **doing(office))   # type: ignore[arg-type]
    with pytest.raises(Refused, match="请选择"):
        acts.move_organisation(office.organisations["two"], office.organisations["one"], TODAY, BASIS, **doing(office))   # type: ignore[arg-type]


# --- splitting, merging, withdrawing ---


def fill_two(cast: Cast) -> None:
    """Three more full members in branch two, moved from the office and branch one."""
    do_member([cast.people[key] for key in ("p-member", "p-committee", "p-discipline")], Wish(MemberKind.MOVE, date(2026, 11, 10), "two"), "调动",
              **doing(cast))   # type: ignore[arg-type]


def test_a_split_takes_the_ticked_members_in_one_act_and_leaves_the_term(office: Cast) -> None:
    fill_two(office)
    two = office.organisations["two"]
    going = ["p-new", "p-member", "p-committee"]
    before, entries = known(), Entry.objects.count()
    deed = merging.split_branch(two, Founding(OrgKind.BRANCH, "作业四队党支部", DAY), going, BASIS, **doing(office))   # type: ignore[arg-type]
    made = deed.organisation
    assert [one.act for one in Entry.objects.order_by("pk")[entries:]] == ["BranchDivided", "RoleEnded"]
    assert Entry.objects.get(act="BranchDivided").facts["moved"] == ["p-committee", "p-member", "p-new"]
    assert living(made.key) == ["p-committee", "p-member", "p-new"] and living("two") == ["p-discipline", "p-old", "p-two"]
    assert not Post.objects.known().filter(person__key="p-new", valid_to=None).exists(), "the old branch's secretary has left it"
    assert Term.objects.known().filter(organisation=two, valid_to=None).exists()
    assert {one.org_key for one in Duty.objects.filter(code="secretary_vacant", closed_at=None)} == {"two", "general"}
    assert not recompute("committee", TODAY, NOW).any
    acts.reverse_act(deed, "重新研究", **doing(office))   # type: ignore[arg-type]
    assert known() == before, "a counter-act leaves what was known before"


@pytest.mark.parametrize(("who", "told"), [
    (["p-new", "p-old"], "只有正式党员 2 人"), ([], "还没有勾选"), (["p-new", "p-old", "p-two"], "没有党员留下"),
])
def test_a_split_is_refused_in_one_sentence(office: Cast, who: list[str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        merging.split_branch(office.organisations["two"], Founding(OrgKind.BRANCH, "作业四队党支部", DAY), who, BASIS, **doing(office))   # type: ignore[arg-type]
    assert not OrganisationDeed.objects.exists()


def test_a_merged_branch_ends_with_all_it_held_and_its_names_mean_the_other(office: Cast) -> None:
    one, two = office.organisations["one"], office.organisations["two"]
    group = set_up(office, "one", OrgKind.GROUP, "第一党小组", Members(("p-member",))).organisation
    OrganisationAlias.objects.create(top_key="committee", organisation=one, alias="一队支部", recorded_at=NOW)
    before = known()
    deed = merging.merge_branch(one, two, TODAY, BASIS, **doing(office))   # type: ignore[arg-type]
    one.refresh_from_db()
    group.refresh_from_db()
    assert one.ended_on == TODAY == group.ended_on
    assert len(living("two")) == 8 and living("one") == []
    assert not Post.objects.known().filter(organisation=one, valid_to=None).exists()
    assert not Term.objects.known().filter(organisation=one, valid_to=None).exists()
    assert not Duty.objects.filter(org_key="one", closed_at=None).exists(), "it owes nothing any more, whoever said so"
    assert set(OrganisationAlias.objects.filter(organisation=two).values_list("alias", flat=True)) == {"一队支部", "作业一队党支部"}
    assert set(deed.places.values_list("key", flat=True)) == {"one", "two", group.key}
    assert not recompute("committee", TODAY, NOW).any
    acts.reverse_act(deed, "合并暂缓", **doing(office))   # type: ignore[arg-type]
    assert known() == before and living("one") == ["p-committee", "p-discipline", "p-member", "p-probation", "p-secretary"]
    assert OrganisationAlias.objects.filter(organisation=one).count() == 2 and not recompute("committee", TODAY, NOW).any


def test_a_merge_is_not_taken_back_once_somebody_went_on(office: Cast) -> None:
    deed = merging.merge_branch(office.organisations["one"], office.organisations["two"], DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    moved = do_member([office.people["p-member"]], Wish(MemberKind.MOVE, TODAY, "office"), "调动", **doing(office))[0]   # type: ignore[arg-type]
    with pytest.raises(Refused, match="先撤销之后的办理") as no:
        acts.judge_reversal(deed, TODAY, NOW)
    assert [str(one) for one in no.value.touches] == [f"2026-11-23 内部转移组织关系 {moved.receipt}"]


def test_a_merge_waits_while_something_above_holds_the_branch(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holds, "_asks", {})
    fill_two(office)
    founding = Founding(OrgKind.BRANCH, "作业四队党支部", DAY)
    made = merging.split_branch(office.organisations["two"], founding, ["p-new", "p-member", "p-committee"], BASIS, **doing(office))   # type: ignore[arg-type]
    holds.register("elections", lambda keys: [holds.Hold("two", "作业二队党支部正在换届选举，请先办结或终止。", ("2026-11-10 批复",))] if "two" in keys else [])
    count = Entry.objects.count()
    with pytest.raises(Refused, match="正在换届选举") as no:
        merging.merge_branch(office.organisations["one"], office.organisations["two"], DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    assert no.value.touches == ("2026-11-10 批复",) and Entry.objects.count() == count
    with pytest.raises(Refused, match="正在换届选举"):
        merging.withdraw_organisation(office.organisations["two"], {}, None, DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    with pytest.raises(Refused, match="正在换届选举"):
        acts.reverse_act(made, "撤销", **doing(office))   # type: ignore[arg-type]
    with pytest.raises(ValueError, match="two holds"):
        holds.register("elections", lambda keys: [])


def test_a_backdated_merge_lists_the_election_it_touches(office: Cast) -> None:
    Term.objects.create(organisation=office.organisations["two"], valid_from=DAY, elected_on=DAY, years=3, expires_on=date(2029, 11, 20),
                        recorded_at=NOW, source="page")
    with pytest.raises(Refused, match="核对后勾选") as no:
        merging.merge_branch(office.organisations["one"], office.organisations["two"], date(2026, 11, 15), BASIS, **doing(office))   # type: ignore[arg-type]
    assert [str(one) for one in no.value.touches] == ["作业二队党支部 2026-11-20 换届选举"]


def test_a_branch_is_withdrawn_when_everybody_has_somewhere_to_go(office: Cast) -> None:
    two, homes = office.organisations["two"], {"p-new": "one", "p-old": "office"}
    with pytest.raises(Refused, match="还有 1 名党员没有去向"):
        merging.withdraw_organisation(two, homes, None, DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    before = known()
    deed = merging.withdraw_organisation(two, {**homes, "p-two": "office"}, None, DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    assert "p-new" in living("one") and {"p-old", "p-two"} <= set(living("office")) and not recompute("committee", TODAY, NOW).any
    acts.reverse_act(deed, "撤销有误", **doing(office))   # type: ignore[arg-type]
    assert known() == before


def test_a_general_branch_is_withdrawn_when_its_branches_stand_elsewhere(office: Cast) -> None:
    general = office.organisations["general"]
    with pytest.raises(Refused, match="还有 2 个党支部"):
        merging.withdraw_organisation(general, {}, None, DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    merging.withdraw_organisation(general, {}, office.organisations["committee"], DAY, BASIS, **doing(office))   # type: ignore[arg-type]
    assert Organisation.objects.get(key="one").path == "/committee/one/" and Organisation.objects.get(key="general").ended_on == DAY
    assert not recompute("committee", TODAY, NOW).any


@pytest.mark.parametrize("login", ["secretary", "envoy", "outsider"])
def test_only_the_clerk_acts(office: Cast, login: str) -> None:
    with pytest.raises(Denied):
        acts.rename_organisation(office.organisations["one"], "作业一中队党支部", DAY, BASIS, **doing(office, login))   # type: ignore[arg-type]
    assert not OrganisationDeed.objects.exists()
