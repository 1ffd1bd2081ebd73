"""The tree of organisations: one level with as much of the next as fits, the numbers of each, and the way back up.

Everything is asked for the organisations on the page only, so that forty thousand branches cost what two hundred do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from leadgoose.roster.kinds import BRANCHES, OrgKind, PostKind
from leadgoose.roster.models import Organisation, Post, Term

PAGE = 200
ROOM = 160
"""With so many organisations on a page, no more of the next level are shown beside them: a page stays below 60 KB."""
LED = (*BRANCHES, OrgKind.GENERAL_BRANCH)
"""Kinds whose secretary the register and the ledger would name; rules/due.py asks of the same."""
DEPTH = 4
"""How many levels below an organisation its numbers are summed over; a group of companies has three between itself and a branch."""


@dataclass(slots=True)
class Node:
    """One organisation in the tree. Numbers include everything below. `more`: it has organisations below that are not in `children`."""

    pk: int
    key: str
    name: str
    kind: str
    unit: str
    more: bool
    secretary: str = ""
    vacant: bool = False          # known to have nobody; neither this nor a name: not known
    full: int = 0
    probationary: int = 0
    expires_on: date | None = None
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Level:
    """One page of a level of the tree; `root` is the organisation whose level it is, None where names were looked for."""

    root: Node | None
    nodes: list[Node]
    number: int
    further: bool


_COLUMNS = ("pk", "key", "name", "kind", "unit__name", "parent_id", "has_children")


def level(organisation: Organisation, number: int, on: date) -> Level:
    """The organisations directly below, PAGE a page, with the next level of those for which there is room. Five queries."""
    start = (number - 1) * PAGE
    rows = list(_below(Q(parent_id=organisation.pk), on)[start : start + PAGE + 1])
    nodes = {row[0]: _node(row) for row in rows[:PAGE]}
    room = max(0, ROOM - len(nodes))
    openable = [node.pk for node in nodes.values() if node.more]
    inner = list(_below(Q(parent_id__in=openable), on)[: room + 1])
    root = _root(organisation)
    everything = {root.pk: root, **nodes}
    last = inner[room][5] if len(inner) > room else None   # this one's children were cut: it is opened on a page of its own
    for row in inner[:room]:
        if row[5] != last:
            child = everything[row[0]] = _node(row)
            nodes[row[5]].children.append(child)
            nodes[row[5]].more = False
    _fill(everything, on)
    return Level(root, list(nodes.values()), number, len(rows) > PAGE)


def named(organisation: Organisation, text: str, number: int, on: date) -> Level:
    """Organisations anywhere below whose name or alias holds the text, PAGE a page, without children. Five queries."""
    start = (number - 1) * PAGE
    alias = Organisation.objects.filter(pk=OuterRef("pk"), aliases__alias__contains=text)
    where = Q(top_key=organisation.top_key, path__startswith=organisation.path) & (Q(name__contains=text) | Q(Exists(alias)))
    rows = list(_below(where, on)[start : start + PAGE + 1])
    nodes = {row[0]: _node(row) for row in rows[:PAGE]}
    _fill(nodes, on)
    return Level(None, list(nodes.values()), number, len(rows) > PAGE)


def _root(organisation: Organisation) -> Node:
    unit = organisation.unit.name if organisation.unit is not None else ""
    return Node(organisation.pk, organisation.key, organisation.name, organisation.kind, unit, False)


def above(organisation: Organisation) -> list[tuple[str, str]]:
    """(key, name) of the organisations that contain it, the top first, itself left out. One query, none for a top."""
    keys = organisation.path.strip("/").split("/")[:-1]
    if not keys:
        return []
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))
    return [(key, names[key]) for key in keys if key in names]


Values = tuple[int, str, str, str, str | None, int, bool]


def _below(where: Q, on: date) -> QuerySet[Organisation, Values]:
    standing = Q(ended_on=None) | Q(ended_on__gt=on)
    children = Organisation.objects.filter(standing, parent_id=OuterRef("pk"))
    rows = Organisation.objects.filter(standing, where).annotate(has_children=Exists(children))
    return rows.order_by("parent__position", "parent_id", "position", "pk").values_list(*_COLUMNS)


def _node(row: Values) -> Node:
    pk, key, name, kind, unit, _, more = row
    return Node(pk, key, name, kind, unit or "", more)


def _fill(nodes: dict[int, Node], on: date) -> None:
    for pk, full, probationary in _counts(nodes):
        nodes[pk].full += full
        nodes[pk].probationary += probationary
    for term in Term.objects.on(on).filter(organisation_id__in=nodes).order_by("valid_from", "pk"):
        nodes[term.organisation_id].expires_on = max(term.expires_on, term.shifted_to or term.expires_on)
    _secretaries(nodes, on)


def _counts(pks: Iterable[int]) -> QuerySet[Organisation, tuple[int, int, int]]:
    """Members of these organisations, full and probationary, as each organisation's own row counts them: its own and those one, two, three levels below.

    One query with four indexed parts; of a group it adds up forty thousand rows, where the members would be seven hundred thousand.
    """
    pks = list(pks)
    parts = []
    for levels in range(DEPTH):
        column = "__".join(["parent"] * levels + ["pk"])
        rows = Organisation.objects.filter(full__isnull=False, **{column + "__in": pks}).order_by()
        parts.append(rows.values_list(column).annotate(members=Sum("full"), probation=Sum("probationary")))
    return parts[0].union(*parts[1:], all=True)


def _secretaries(nodes: dict[int, Node], on: date) -> None:
    """Who is secretary; vacant where a term or a committee post, past or present, shows that the ledger knows the organisation."""
    posts = Post.objects.known().filter(organisation_id__in=nodes, valid_from__lte=on).exclude(kind=PostKind.GROUP_LEADER).order_by("pk")
    for pk, kind, ends, name in posts.values_list("organisation_id", "kind", "valid_to", "person__present__name"):
        node = nodes[pk]
        node.vacant = True
        if kind == PostKind.SECRETARY and (ends is None or ends > on) and name:
            node.secretary = f"{node.secretary}、{name}" if node.secretary else name
    for node in nodes.values():
        node.vacant = node.kind in LED and not node.secretary and (node.vacant or node.expires_on is not None)
