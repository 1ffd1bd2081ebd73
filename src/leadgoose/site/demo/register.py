"""What a clerk did last month in the demonstration: groups, a temporary branch that soon ends, a new branch, a secretary's designation under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from leadgoose.ground.access.actor import Actor
from leadgoose.roster.actions.designations import Opening, designate_secretary, take_step
from leadgoose.roster.actions.membership import do as move
from leadgoose.roster.actions.organisations import Members, rename_organisation, set_up_organisation
from leadgoose.roster.actions.placing import place_members
from leadgoose.roster.actions.posts import Document, change_posts
from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, Standing, UnitKind
from leadgoose.roster.models import Organisation, Post, Present, Term
from leadgoose.roster.rules.acts import Kind as Moved
from leadgoose.roster.rules.acts import Wish as Moving
from leadgoose.roster.rules.designation import Way
from leadgoose.roster.rules.organisations import Founding
from leadgoose.roster.rules.posts import Act, Wish
from leadgoose.site.demo.work import HEADS_OF_GENERAL, rank

LEAST = 9
"""A branch with so many members has room for two groups and somebody to spare."""
MANY = 12
"""So many branches have members to spare for a new one."""


def fill(top: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    """Through the acts of every day; where a committee is too small for one of them, it is left out."""
    branches = list(Organisation.objects.filter(top_key=top.key, kind=OrgKind.BRANCH, ended_on=None, full__gte=LEAST).order_by("position", "pk"))
    if len(branches) < 3:
        return
    day = on - timedelta(days=12)
    _groups(branches[2], day, clerk, at)
    _temporary(top, branches, on, clerk, at)
    _renamed(branches[-1], day, clerk, at)
    _newly_set_up(top, day, clerk, at)
    _designated(branches, on, clerk, at)


def _plain(branch: Organisation) -> list[Present]:
    """Full members without a Party post, here or above, in the register's order."""
    rows = Present.objects.filter(organisation=branch, standing=Standing.FULL, posts="", can_vote=True).select_related("person")
    return list(rows.exclude(admin_post__in=HEADS_OF_GENERAL).order_by("sort"))


def _led(people: Sequence[Present]) -> list[str]:
    """Their keys, whoever is nearest to leading others first."""
    return [one.person.key for one in sorted(people, key=lambda one: rank(one.admin_post))]


def _sent(branches: Sequence[Organisation]) -> list[Present]:
    """Two from each for a task elsewhere: from the first one its second deputy head, so that somebody can lead them."""
    return [one for place, branch in enumerate(branches) for one in _plain(branch)[min(place, 1) :][:2]]


def _groups(branch: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    people = _plain(branch)
    for name, who in (("第一党小组", _led(people[0:6:2])), ("第二党小组", _led(people[1:6:2]))):
        set_up_organisation(
            branch, Founding(OrgKind.GROUP, name, on), Members(who, who[0] if who else "", CameBy.ELECTED), "示例：支部委员会会议", by=clerk, at=at)


def _temporary(top: Organisation, branches: list[Organisation], on: date, clerk: Actor, at: datetime) -> None:
    since = on - timedelta(days=18)
    wish = Founding(OrgKind.TEMPORARY_BRANCH, "冬季会战临时党支部", since, until=on + timedelta(days=17), applied_on=since - timedelta(days=9))
    people = _led(_sent(branches[3:6]))
    if not people:   # nobody to send there
        return
    made = set_up_organisation(top, wish, Members(), "示例：处党委批复", by=clerk, at=at).organisation
    place_members(made, dict.fromkeys(people, made.key), since, "示例：会战指挥部名单", by=clerk, at=at)
    paper = Document("示例：处党委任命通知", since, since)
    change_posts(made, [Wish(Act.GIVE, people[0], PostKind.SECRETARY, CameBy.DESIGNATED, False, True)], paper, by=clerk, at=at)


def _newly_set_up(top: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    """A branch with members from others and a designated secretary, before its first election. They come from where no election is near."""
    settled = Term.objects.on(on).filter(organisation__top_key=top.key, organisation__kind=OrgKind.BRANCH, organisation__full__gte=LEAST)
    crews = settled.filter(organisation__unit__kind=UnitKind.PRODUCTION).order_by("-expires_on", "pk").select_related("organisation")
    sent = _sent([row.organisation for row in crews[:3]])
    if len(settled) < MANY or len(sent) < 3:
        return
    made = set_up_organisation(top, Founding(OrgKind.BRANCH, "储气库项目党支部", on), Members(), "示例：处党委批复", by=clerk, at=at).organisation
    move([one.person for one in sent], Moving(Moved.MOVE, on, to=made.key), "示例：储气库项目部人员名单", by=clerk, at=at)
    paper = Document("示例：处党委任命通知", on, on)
    change_posts(made, [Wish(Act.GIVE, _led(sent)[0], PostKind.SECRETARY, CameBy.DESIGNATED, False, True)], paper, by=clerk, at=at)


def _renamed(branch: Organisation, on: date, clerk: Actor, at: datetime) -> None:
    if not branch.name.startswith("离退休"):
        return
    line = branch.facts.filter(retracted_at=None, valid_to=None).values_list("valid_from", flat=True).first()
    if line is not None and line < on:
        rename_organisation(branch, "离退休老干部党支部", on, "示例：关于党支部更名的批复", by=clerk, at=at)


def _designated(branches: list[Organisation], on: date, clerk: Actor, at: datetime) -> None:
    """Somebody from another branch is on the way to a branch without a secretary; the next step is to talk to them."""
    led = set(Post.objects.on(on).filter(organisation__in=branches, kind=PostKind.SECRETARY).values_list("organisation", flat=True))
    vacant = next((one for one in branches if one.pk not in led), None)
    candidates = [one for branch in branches[:5] if branch != vacant for one in _plain(branch)]
    if vacant is None or not candidates:
        return
    opening = Opening(min(candidates, key=lambda one: rank(one.admin_post)).person, PostKind.SECRETARY, Way.DESIGNATE, on - timedelta(days=10), True, False)
    path = designate_secretary(vacant, opening, "示例：支部书记空缺，暂不具备补选条件", by=clerk, at=at)
    for step, days, said in (("decided", 7, "党委会会议"), ("document", 5, "示例：处任通知")):
        take_step(path, step, on - timedelta(days=days), said, by=clerk, at=at)
