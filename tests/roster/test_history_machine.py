"""Whatever the clerk does, and however late it is put right: what was known of an earlier day stays as it was, and the facts of today are the present.

A machine of the real acts on the real database. Each example is rolled back. LEADGOOSE_MACHINE=deep tries more and longer ones.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from cast import TODAY, Cast
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview.queries import board
from leadgoose.overview.queries_asof import board_then
from leadgoose.overview.queries_team import team_on
from leadgoose.overview.rules.board import Group
from leadgoose.roster.actions import lines, membership, merging, placing, posts, units
from leadgoose.roster.actions import organisations as bodies
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.posts import Document
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.consequences import recompute
from leadgoose.roster.kinds import OrgKind, PostKind, UnitKind
from leadgoose.roster.models import Deed, Organisation, OrganisationDeed, Person, ProductionUnit, UnitFact
from leadgoose.roster.queries import asof_members, asof_tree, history, members, organisations
from leadgoose.roster.queries import units as unit_queries
from leadgoose.roster.queries.filters import Filters
from leadgoose.roster.rules.acts import Kind, Wish
from leadgoose.roster.rules.lines import How
from leadgoose.roster.rules.organisations import Founding
from leadgoose.roster.rules.posts import Act
from leadgoose.roster.rules.posts import Wish as PostWish
from leadgoose.roster.rules.units import Change

PEOPLE = ("p-secretary", "p-committee", "p-discipline", "p-member", "p-probation", "p-new", "p-old", "p-two", "p-clerk")
BRANCHES = ("one", "two", "office")
FIRST = date(2026, 9, 1)
CONSENT = Consent(despite=True, remark="情况特殊")
PAIRS = tuple((one, other) for one in BRANCHES for other in BRANCHES if one != other)
SPLITS = (("p-committee", "p-discipline", "p-member"), ("p-secretary", "p-member", "p-discipline"))
POSTS = (
    (Act.GIVE, "p-member", "one", PostKind.PUBLICITY), (Act.GIVE, "p-committee", "one", PostKind.DEPUTY_SECRETARY),
    (Act.END, "p-secretary", "one", PostKind.SECRETARY), (Act.END, "p-new", "two", PostKind.SECRETARY), (Act.GIVE, "p-two", "two", PostKind.SECRETARY),
    (Act.GIVE, "p-secretary", "general", PostKind.SECRETARY),
)
SET_UP = (
    (OrgKind.TEMPORARY_BRANCH, "committee", "第{}会战临时党支部", ()), (OrgKind.JOINT_BRANCH, "general", "第{}联合党支部", ("作业一队", "试油队")),
    (OrgKind.GROUP, "one", "第{}党小组", ()), (OrgKind.BRANCH, "general", "试油{}队党支部", ()), (OrgKind.GENERAL_BRANCH, "committee", "第{}大队党总支", ()),
)
DEEP = os.environ.get("LEADGOOSE_MACHINE") == "deep"


class Register(RuleBasedStateMachine):
    """The clerk's acts, one a day; days of validity may lie anywhere before."""

    the_cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.inside = transaction.atomic()
        self.inside.__enter__()
        self.today = TODAY
        self.kept: dict[tuple[date, date], Any] = {}
        self.done = 0

    def teardown(self) -> None:
        try:
            self.the_facts_of_today_are_the_present()
            for (on, known), seen in self.kept.items():
                assert export(AsOf(self.today, on, known)) == seen, f"as of {on}, as known on {known}, changed by what was recorded until {self.today}"
        finally:
            transaction.set_rollback(True)
            self.inside.__exit__(None, None, None)

    @property
    def doing(self) -> dict[str, Any]:
        return {"by": self.the_cast.actor("clerk"), "at": datetime.combine(self.today, time(2, 0), tzinfo=UTC)}

    def attempt(self, act: Callable[[], object], back: int) -> None:
        """Do it on the next day, and keep what was seen of a day as known the evening before. What the rules refuse writes nothing."""
        known, self.today = self.today, self.today + timedelta(1)
        on = max(FIRST, known - timedelta(back // 2))   # a day that the act, valid before it, would change
        before = export(AsOf(self.today, on, known))
        try:
            with transaction.atomic():
                act()
        except Refused:
            return
        self.done += 1
        self.kept[on, known] = before

    @initialize()
    def open(self) -> None:
        above = ProductionUnit.objects.create(key="above", top_key="committee", name="作业大队")
        UnitFact.objects.create(unit=above, name=above.name, kind=above.kind, valid_from=FIRST, recorded_at=self.doing["at"], source="grid")
        recompute("committee", self.today, self.doing["at"])

    @rule(kind=st.sampled_from((Kind.MOVE, Kind.OUT, Kind.DEATH)), person=st.sampled_from(PEOPLE), to=st.sampled_from(BRANCHES), back=st.integers(0, 75))
    def leaves(self, kind: Kind, person: str, to: str, back: int) -> None:
        self.about_a_person(kind, person, to, back)

    @rule(kind=st.sampled_from((Kind.SANCTION, Kind.SUSPEND, Kind.RESTORE)), person=st.sampled_from(PEOPLE), back=st.integers(0, 75))
    def rights_change(self, kind: Kind, person: str, back: int) -> None:
        self.about_a_person(kind, person, "", back)

    @rule(kind=st.sampled_from((Kind.END_PROBATION, Kind.EXTEND_PROBATION, Kind.CANCEL_PROBATION)), back=st.integers(0, 30))
    def probation_ends(self, kind: Kind, back: int) -> None:
        self.about_a_person(kind, "p-probation", "", back)

    def about_a_person(self, kind: Kind, person: str, to: str, back: int) -> None:
        on = self.today - timedelta(back)
        wish = Wish(
            kind, on, to=to if kind is Kind.MOVE else "", until=on + timedelta(365) if kind is Kind.SANCTION else None,
            months=6 if kind is Kind.EXTEND_PROBATION else 0,
        )
        self.attempt(lambda: membership.do([Person.objects.get(key=person)], wish, "处党委〔2026〕31号", despite=True, **self.doing), back)

    @rule(person=st.sampled_from(PEOPLE), how=st.sampled_from(How), name=st.sampled_from(("王一", "李二", "张三")), back=st.integers(0, 60))
    def correct(self, person: str, how: How, name: str, back: int) -> None:
        on = self.today - timedelta(back)
        self.attempt(lambda: lines.correct_line(Person.objects.get(key=person), {"name": name}, how, on, "户籍更名", **self.doing), back)

    @rule(line=st.sampled_from(POSTS), back=st.integers(0, 60))
    def change_posts(self, line: tuple[Act, str, str, PostKind], back: int) -> None:
        act, person, place, post = line
        one = Organisation.objects.get(key=place)
        paper = Document("处党委〔2026〕32号", None, self.today - timedelta(back))
        self.attempt(lambda: posts.change_posts(one, [PostWish(act, person, post)], paper, consent=CONSENT, **self.doing), back)

    @rule(place=st.sampled_from(BRANCHES), number=st.integers(1, 99), back=st.integers(0, 60))
    def rename(self, place: str, number: int, back: int) -> None:
        on = self.today - timedelta(back)
        self.attempt(lambda: bodies.rename_organisation(
            Organisation.objects.get(key=place), f"作业{number}队新党支部", on, "处党委〔2026〕33号", consent=CONSENT, **self.doing), back)

    @rule(place=st.sampled_from(BRANCHES), into=st.sampled_from(("committee", "general")), back=st.integers(0, 60))
    def move(self, place: str, into: str, back: int) -> None:
        on = self.today - timedelta(back)
        one, other = Organisation.objects.get(key=place), Organisation.objects.get(key=into)
        self.attempt(lambda: bodies.move_organisation(one, other, on, "处党委〔2026〕34号", consent=CONSENT, **self.doing), back)

    @rule(pair=st.sampled_from(PAIRS), back=st.integers(0, 40))
    def merge(self, pair: tuple[str, str], back: int) -> None:
        on = self.today - timedelta(back)
        one, other = (Organisation.objects.get(key=key) for key in pair)
        self.attempt(lambda: merging.merge_branch(one, other, on, "处党委〔2026〕35号", consent=CONSENT, **self.doing), back)

    @rule(who=st.sampled_from(SPLITS), number=st.integers(1, 99), back=st.integers(0, 40))
    def split(self, who: tuple[str, ...], number: int, back: int) -> None:
        on = self.today - timedelta(back)
        wish = Founding(OrgKind.BRANCH, f"第{number}分队党支部", on)
        self.attempt(lambda: merging.split_branch(Organisation.objects.get(key="one"), wish, who, "处党委〔2026〕36号", consent=CONSENT, **self.doing), back)

    @rule(kind=st.sampled_from(SET_UP), number=st.integers(1, 99), back=st.integers(0, 60))
    def set_up(self, kind: tuple[OrgKind, str, str, tuple[str, ...]], number: int, back: int) -> None:
        sort, parent, name, covered = kind
        on = self.today - timedelta(back)
        wish = Founding(sort, name.format(number), on, on + timedelta(90) if sort is OrgKind.TEMPORARY_BRANCH else None, covered)
        people = bodies.Members(("p-discipline", "p-probation"), "p-discipline") if sort is OrgKind.GROUP else bodies.Members()
        self.attempt(lambda: bodies.set_up_organisation(
            Organisation.objects.get(key=parent), wish, people, "处党委〔2026〕37号", consent=CONSENT, **self.doing), back)

    @rule(place=st.sampled_from((*BRANCHES, "general", "newest")), to=st.sampled_from(BRANCHES), back=st.integers(0, 40))
    def withdraw(self, place: str, to: str, back: int) -> None:
        on = self.today - timedelta(back)
        one = Organisation.objects.order_by("pk").last() if place == "newest" else Organisation.objects.get(key=place)
        assert one is not None
        self.attempt(lambda: merging.withdraw_organisation(
            one, dict.fromkeys(PEOPLE, to), Organisation.objects.get(key="committee"), on, "处党委〔2026〕38号", consent=CONSENT, **self.doing), back)

    @rule(person=st.sampled_from(PEOPLE), out=st.booleans(), back=st.integers(0, 40))
    def place(self, person: str, out: bool, back: int) -> None:
        """In the newest group or temporary branch, or out of it."""
        on = self.today - timedelta(back)
        into = Organisation.objects.filter(kind__in=(OrgKind.GROUP, OrgKind.TEMPORARY_BRANCH), ended_on=None).select_related("parent").order_by("pk").last()
        if into is None:
            return
        where = into if into.kind == OrgKind.TEMPORARY_BRANCH else into.parent
        assert where is not None
        self.attempt(lambda: placing.place_members(
            where, {person: "" if out else into.key}, on, "处党委〔2026〕39号", consent=CONSENT, **self.doing), back)

    @rule(number=st.integers(0, 9), kind=st.sampled_from(UnitKind), below=st.sampled_from(("", "unit", "above")), unit=st.sampled_from(("unit", "above")),
          back=st.integers(0, 60))
    def change_unit(self, unit: str, number: int, kind: UnitKind, below: str, back: int) -> None:
        wish = Change(f"修井{number}队" if number else "作业一队", kind.value, below, self.today - timedelta(back))
        self.attempt(lambda: units.change_unit(ProductionUnit.objects.get(key=unit), wish, "处发〔2026〕40号", consent=CONSENT, **self.doing), back)

    @rule(place=st.sampled_from(BRANCHES), unit=st.sampled_from(("unit", "above")), back=st.integers(0, 60))
    def link_unit(self, place: str, unit: str, back: int) -> None:
        on = self.today - timedelta(back)
        one, to = Organisation.objects.get(key=place), ProductionUnit.objects.get(key=unit)
        self.attempt(lambda: units.link_unit(one, to, on, "处发〔2026〕41号", consent=CONSENT, **self.doing), back)

    @precondition(lambda self: self.done)
    @rule(nth=st.integers(0, 3), back=st.integers(0, 60))
    def take_back(self, nth: int, back: int) -> None:
        """The last acts, of both kinds, the latest first."""
        done = [*Deed.objects.filter(reversed_at=None), *OrganisationDeed.objects.filter(reversed_at=None)]
        latest = sorted(done, key=lambda one: one.receipt_number, reverse=True)[nth : nth + 1]
        for deed in latest:
            undo = membership.reverse if isinstance(deed, Deed) else bodies.reverse_act
            self.attempt(lambda undo=undo, deed=deed: undo(deed, "登记有误", **self.doing), back)

    def the_facts_of_today_are_the_present(self) -> None:
        recompute("committee", self.today, self.doing["at"])   # the nightly chore: days pass
        for key in ("committee", "general", "one"):
            place = Organisation.objects.get(key=key)
            if place.ended_on is not None and place.ended_on <= self.today:
                continue
            asked = asof_members.then("committee", key, self.today)
            assert asof_members.all_members(asked, Filters()) == [
                row._replace(posts=row.posts.strip()) for row in members.all_members(place, Filters(), self.today)
            ]
            assert asof_members.counted(asked) == members._sums(members._present(place, Filters(), self.today))
            now, facts = organisations.level(place, 1, self.today), asof_tree.level(key, 1, asked)
            assert [_node(one) for one in facts.nodes] == [_node(one) for one in now.nodes]
        of = {pk: (one.name, one.kind, one.parent) for pk, one in unit_queries.units_on("committee", self.today).items()}
        assert of == {one.pk: (one.name, one.kind, one.parent_id) for one in ProductionUnit.objects.filter(top_key="committee")}
        linked = unit_queries.links_on("committee", self.today)
        assert linked == {one.pk: one.unit_id for one in Organisation.objects.filter(top_key="committee", ended_on=None, unit__isnull=False)}
        live, then = board("committee", "/committee/", self.today), board_then("committee", "committee", AsOf(self.today, self.today, self.today))
        assert dict(then.sums) == dict(live.sums) and sum(live.sums[one] for one in Group) > 0
        assert then.branches == live.branches and (then.member_count, then.branch_count) == (live.member_count, live.branch_count)


def _node(one: Any) -> tuple[Any, ...]:
    return (
        one.key, one.name, one.kind, one.secretary, one.vacant, one.full, one.probationary, one.expires_on, [_node(inner) for inner in one.children],
    )


def export(asof: AsOf) -> Any:
    """All that the pages and files of a day are made from: list, tree, watch, team, the history of a branch."""
    asked = asof_members.then("committee", "committee", asof.on, asof.known_at)
    shown = board_then("committee", "committee", asof)
    team = team_on("committee", "committee", asof)
    there = unit_queries.units_on("committee", asof.on, asof.known_at)
    past = history.history(Organisation.objects.get(key="one"), asof.on, asof.known_at)
    return (
        asof_members.all_members(asked, Filters()), asof_members.counted(asked), repr(asof_tree.level("committee", 1, asked)),
        shown.branches, dict(shown.sums), [(one.org_key, one.person_key, one.code, one.due_on, one.due) for one in shown.owed],
        sorted(shown.scene.names.items()), shown.scene.details, team, past, there,
        unit_queries.links_on("committee", asof.on, asof.known_at), unit_queries.history(there, asof.on, asof.known_at),
    )


STORY: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("leaves", (Kind.MOVE, "p-committee", "two", 30)), ("rights_change", (Kind.SANCTION, "p-member", 40)), ("rename", ("one", 7, 20)),
    ("change_posts", ((Act.GIVE, "p-discipline", "one", PostKind.DEPUTY_SECRETARY), 15)), ("correct", ("p-old", How.CORRECTION, "王德富", 0)),
    ("rights_change", (Kind.RESTORE, "p-member", 3)), ("take_back", (0, 25)), ("move", ("two", "committee", 10)), ("leaves", (Kind.DEATH, "p-old", "", 12)),
    ("split", (("p-secretary", "p-member", "p-discipline"), 9, 2)), ("take_back", (0, 5)), ("take_back", (0, 30)),
    ("merge", (("office", "two"), 4)), ("take_back", (0, 1)), ("leaves", (Kind.OUT, "p-two", "", 8)),
    ("change_unit", ("unit", 3, UnitKind.SUPPORT, "above", 30)), ("link_unit", ("two", "above", 20)), ("take_back", (1, 3)),
    ("set_up", (SET_UP[0], 5, 30)), ("place", ("p-probation", False, 12)), ("place", ("p-probation", True, 3)), ("take_back", (0, 2)),
    ("set_up", (SET_UP[1], 6, 15)), ("withdraw", ("newest", "one", 1)), ("take_back", (0, 10)), ("set_up", (SET_UP[2], 2, 5)),
    ("withdraw", ("general", "one", 1)), ("withdraw", ("one", "two", 0)), ("take_back", (0, 0)),
)


def test_each_act_its_correction_and_its_counter_act_leave_the_past_as_it_was_known(cast: Cast) -> None:
    Register.the_cast = cast
    story = Register()
    story.open()
    done = []
    for act, told in STORY:
        getattr(story, act)(*told)
        done.append((act, told, story.done))
    story.teardown()
    assert [n for *_line, n in done] == list(range(1, len(STORY) + 1)), done


def test_the_past_stays_and_the_present_is_its_last_day(cast: Cast) -> None:
    Register.the_cast = cast
    run_state_machine_as_test(Register, settings=settings(
        max_examples=200 if DEEP else 3, stateful_step_count=40 if DEEP else 10, deadline=None, derandomize=not DEEP, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if DEEP else [])],
    ))
    assert not Duty.objects.exists(), "each example was rolled back"
