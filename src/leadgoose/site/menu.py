"""The menu at the side, in the practice's own order. An entry shows only to those who may open it; what is not built is not in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leadgoose.ground.access.actor import ME, Actor
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.roster.queries import committee_name, top_of

OWN = "own"


@dataclass(frozen=True, slots=True)
class Item:
    label: Any
    page: str                # name of the address, which is also the capability
    at: str = "organisation"  # "organisation": on the top committee; "me"; OWN: on the first organisation of one's own, not the committee


SECTIONS: tuple[tuple[Any, tuple[Item, ...]], ...] = (
    ("", (
        Item(_("到期看板"), "overview.watch"),
        Item(_("我的支部"), "overview.my_branch", ME),
        Item(_("组织与党员"), "roster.tree"),
        Item(_("书记队伍"), "overview.team"),
        Item(_("导入"), "roster.imports"),
    )),
    (_("选优配强"), (
        Item(_("换届选举"), "elections.under_way"),
        Item(_("换届选举"), "elections.elections", OWN),
    )),
    (_("素质工程"), (
        Item(_("能力与差距"), "training.competencies"),
        Item(_("培训计划"), "training.plans"),
        Item(pgettext_lazy("several", "班次"), "training.sessions"),
        Item(_("支部培训"), "training.branch"),
        Item(_("学时台账"), "training.hours"),
        Item(pgettext_lazy("several", "证书"), "training.certificates"),
        Item(_("课程与教材"), "training.courses"),
        Item(_("题库"), "training.bank"),
        Item(pgettext_lazy("several", "测试"), "training.exams"),
        Item(_("生产日历"), "production.calendar"),
        Item(_("我的培训"), "training.mine", ME),
        Item(_("我的测试"), "training.my_exams", ME),
        Item(_("活动记录本"), "recordbook.book"),
    )),
    (_("依据与记录"), (
        Item(_("现行规定"), "bylaws.rules", ME),
        Item(_("记事链"), "journal.entries"),
        Item(_("我的信息"), "rights.mine", ME),
        Item(_("个人信息异议"), "rights.objections"),
        Item(_("待办理的删除"), "rights.pending_erasures"),
        Item(_("离线记录"), "recordbook.switch_offline", PLATFORM),
        Item(_("本委设置"), "bylaws.committee"),
        Item(_("账号"), "accounts.accounts"),
    )),
)


OF_ORGANISATIONS = (Role.CLERK, Role.ENVOY, Role.READER, Role.SECRETARY, Role.COMMITTEE_MEMBER)
"""Roles whose key is an organisation that has pages of its own; a unit head's is a unit, a member's page is 我的支部."""


def menu(request: HttpRequest) -> dict[str, Any]:
    """`menu`: sections of (label, address, is this page); `committee`: the top committee's name and key; `search`: address of its search."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {}
    target = getattr(request, "target", None)
    officer = any(held.key == PLATFORM for held in actor.held)   # the platform's three keep their own menu, whatever they look at
    top_key = PLATFORM if officer else target.top_key if target is not None and target.top_key else home_top(actor)
    here = getattr(request.resolver_match, "view_name", "") if request.resolver_match else ""
    sections = []
    for label, items in SECTIONS:
        shown = [entry for item in items if (entry := _entry(item, actor, top_key, here))]
        if shown:
            sections.append({"label": label, "entries": shown})
    _mark(here, [entry for section in sections for entry in section["entries"]])
    name = target.top_name if target is not None and target.top_key == top_key else ""
    if not name and top_key and top_key != PLATFORM:
        name = committee_name(top_key)
    return {"menu": sections, "committee": {"key": top_key, "name": name}, "search": _search(actor, top_key)}


def home_top(actor: Actor) -> str:
    """The committee of an actor's first role, or PLATFORM for the platform's three; "" when there is none. One query at most."""
    keys = [held.key for held in actor.held if held.role is not Role.SELF]
    if not keys:
        return ""
    return PLATFORM if keys[0] == PLATFORM else top_of(keys[0])


def _search(actor: Actor, top_key: str) -> str:
    """Where the frame's search form sends its words: the committee, else the first thing below it on which the actor may search; or ""."""
    for key in (top_key, *(held.key for held in actor.held)):
        if key and key != PLATFORM and actor.may("roster.search", {key}):
            return _address("roster.search", key)
    return ""


@lru_cache(maxsize=10_000)
def _address(page: str, *arguments: str) -> str:
    """The address of a page; "" for one that is not built, which is not in the menu. Kept, because every page asks for a dozen of them."""
    try:
        return reverse(page, args=arguments)
    except NoReverseMatch:
        return ""


def _entry(item: Item, actor: Actor, top_key: str, here: str) -> dict[str, Any] | None:
    if item.at == PLATFORM:
        address = _address(item.page) if actor.may(item.page, {PLATFORM}) else ""
    elif item.at == ME:
        address = _address(item.page) if actor.may(item.page, actor.mine) else ""
    elif item.at == OWN:
        address = next((_address(item.page, key) for key in actor.keys(Role.SECRETARY, Role.COMMITTEE_MEMBER) if actor.may(item.page, {key})), "")
    else:
        # on the committee, else on the first organisation of one's own: a secretary's entry leads to the branch
        keys = (top_key, *actor.keys(*OF_ORGANISATIONS))
        address = next((_address(item.page, key) for key in keys if key and actor.may(item.page, {key})), "")
    if not address:
        return None
    return {"label": item.label, "address": address, "here": here == item.page, "page": item.page}


def _mark(here: str, entries: list[dict[str, Any]]) -> None:
    """On a page without an entry of its own the subject's entry is marked, where there is but one."""
    subject = here.partition(".")[0]
    same = [entry for entry in entries if entry["page"].partition(".")[0] == subject]
    if len(same) == 1:
        same[0]["here"] = True

