"""The members list: filters, sums, 50 rows. HTMX asks for the table alone; without it the form and the links load the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.vary import vary_on_headers

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.holdings import marks
from leadgoose.ground.listed import listed
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.roster import words
from leadgoose.roster.models import Organisation
from leadgoose.roster.queries import asof_members
from leadgoose.roster.queries import members as queries
from leadgoose.roster.queries.asof_members import then
from leadgoose.roster.queries.filters import UNKNOWN, Filters
from leadgoose.roster.queries.members import CHOICES, MembersPage, Row
from leadgoose.roster.web.asked import page_number

AGES: Mapping[str, Promise] = {
    "to35": gettext_lazy("35 岁及以下"), "to45": gettext_lazy("36 至 45 岁"), "to55": gettext_lazy("46 至 55 岁"),
    "to60": gettext_lazy("56 至 60 岁"), "over60": gettext_lazy("61 岁及以上"), UNKNOWN: gettext_lazy("资料未知"),
}
EDUCATION: Mapping[str, Promise] = {
    "postgraduate": gettext_lazy("研究生"), "undergraduate": gettext_lazy("大学本科"), "college": gettext_lazy("大专"),
    "secondary": gettext_lazy("中专、高中"), "lower": gettext_lazy("初中及以下"), UNKNOWN: gettext_lazy("资料未知"),
}
GENDER: Mapping[str, Promise] = {**words.GENDER, UNKNOWN: gettext_lazy("资料未知")}
POSTS: Mapping[str, Promise] = {"any": gettext_lazy("担任党内职务"), **words.POST}
VOTE: Mapping[str, Promise] = {"yes": gettext_lazy("有表决权"), "no": gettext_lazy("没有表决权")}


@gate("roster.members", at="organisation")
@vary_on_headers("HX-Request")
def members(request: Asked, organisation: Organisation) -> HttpResponse:
    """GET the fields of `Filters`, page; on, known: the days of a look at the past."""
    asof, filters = read(request.GET, clock.today()), Filters.read(request.GET)
    seen = then(organisation.top_key, organisation.key, asof.on, asof.known_at) if asof.past else None
    number = page_number(request)
    page = queries.members_page(organisation, filters, number, asof.today) if seen is None else asof_members.members_page(seen, filters, number)
    context = table(request, organisation, page, filters, asof)
    if request.htmx and not request.htmx.history_restore_request:   # the browser's back key wants the whole page
        return render(request, "roster/members_table.html", context)
    branches = queries.branches_below(organisation) if seen is None else asof_members.branches_of(seen)
    context |= {
        "branches": branches if len(branches) <= CHOICES else [],
        "many_branches": len(branches) > CHOICES,
        "selects": _selects(filters),
        "filtered": bool(filters.said()),
    }
    return render(request, "roster/members.html", context)


def table(request: Asked, organisation: Organisation, page: MembersPage, filters: Filters, asof: AsOf) -> dict[str, Any]:
    """What the table needs, on this page and wherever else it is shown."""
    return {
        "asof": asof,
        "organisation": organisation,
        "filters": filters,
        "one_branch": organisation.kind not in ("committee", "general_branch"),
        "page": page,
        "lines": lines(page.rows),
        "marks": marks(organisation.top_key, IN_A_LIST, by=request.actor, reach=request.target.reach, known_at=asof.known_at) if page.rows else {},
        "earlier": filters.address(**asof.said, page=page.number - 1) if page.number > 1 else "",
        "later": filters.address(**asof.said, page=page.number + 1) if page.number < page.pages else "",
        "export": reverse("roster.export_members", args=[organisation.key]) + filters.address(**asof.said)
        if request.actor.may("roster.export_members", request.target.reach) else "",
    }


IN_A_LIST = (
    "roster.PersonFact.name", "roster.Membership.standing", "roster.PersonFact.gender", "roster.PersonFact.born_on", "roster.PersonFact.education",
    "roster.PersonFact.joined_party", "roster.PersonFact.admin_post", "roster.Post.kind", "roster.Present.can_vote", "roster.Person.id_masked",
)
"""The columns of what is held that a members list shows, and the file of one."""


def lines(rows: list[Row]) -> list[tuple[str, ...]]:
    """The rows with words for codes, in the order of the table's columns. Each word is looked up once, not once a row."""
    standing = {code: str(word) for code, word in words.STANDING.items()}
    post = {code: str(word) for code, word in words.POST.items()}
    gender = {"": "", **{code: str(word) for code, word in words.GENDER.items()}}
    yes, no = _("有"), _("无")
    return [
        (
            row.person, row.name, row.organisation, row.branch, standing.get(row.standing, row.standing), gender.get(row.gender, row.gender),
            row.born_on, row.education, row.joined_party, row.admin_post,
            listed([post[code] for code in row.posts.split()]) if row.posts else "",
            yes if row.can_vote else no, row.id_masked,
        )
        for row in rows
    ]


def _selects(filters: Filters) -> list[dict[str, Any]]:
    """The filters that are chosen from a list, in the order of the form."""
    asked: tuple[tuple[str, str, Mapping[str, Promise]], ...] = (
        ("standing", _("党员类别"), words.STANDING), ("gender", _("性别"), GENDER), ("age", _("年龄"), AGES), ("education", _("学历"), EDUCATION),
        ("post", _("党内职务"), POSTS), ("vote", _("表决权"), VOTE),
    )
    return [
        {"name": name, "label": label, "options": choices.items(), "chosen": getattr(filters, name)}
        for name, label, choices in asked
    ]
