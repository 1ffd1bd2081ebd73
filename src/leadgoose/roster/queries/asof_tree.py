"""The tree of organisations as of a day, in the shape of queries/organisations.py: one level with as much of the next as fits."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count

from leadgoose.roster.kinds import Standing
from leadgoose.roster.models import Membership, Term
from leadgoose.roster.queries.asof import Place
from leadgoose.roster.queries.asof_members import Then
from leadgoose.roster.queries.asof_organisation import secretaries
from leadgoose.roster.queries.organisations import LED, PAGE, ROOM, Level, Node
from leadgoose.roster.queries.units import links_on, units_on


def level(key: str, number: int, asked: Then) -> Level:
    """The organisations directly below one on the day, PAGE a page, with the next level of those for which there is room. Five queries."""
    own = asked.seen.get(key)
    if own is None:
        return Level(None, [], 1, False)
    below = _by_parent(asked)
    start = (number - 1) * PAGE
    there = below.get(own.pk, [])
    nodes = {one.pk: _node(one, below) for one in there[start : start + PAGE]}
    room = max(0, ROOM - len(nodes))
    root = Node(own.pk, own.key, own.name, own.kind, "", False)
    everything = {own.pk: root, **nodes}
    for pk, node in nodes.items():
        inner = below.get(pk, [])
        if inner and len(inner) <= room:
            room -= len(inner)
            node.more = False
            node.children = [everything.setdefault(one.pk, _node(one, below)) for one in inner]
    _fill(everything, asked)
    return Level(root, list(nodes.values()), number, len(there) > start + PAGE)


def named(key: str, text: str, number: int, asked: Then) -> Level:
    """Organisations at or below one whose name of the day holds the text, PAGE a page, without children. Five queries."""
    start = (number - 1) * PAGE
    below = _by_parent(asked)
    there = [one for pk, one in asked.seen.places.items() if pk in asked.within and text in one.name]
    nodes = {one.pk: _node(one, below) for one in there[start : start + PAGE]}
    _fill(nodes, asked)
    return Level(None, list(nodes.values()), number, len(there) > start + PAGE)


def _by_parent(asked: Then) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for one in asked.seen.places.values():
        if one.parent is not None:
            found[one.parent].append(one)
    return found


def _node(one: Place, below: dict[int, list[Place]]) -> Node:
    return Node(one.pk, one.key, one.name, one.kind, "", bool(below.get(one.pk)))


def _fill(nodes: dict[int, Node], asked: Then) -> None:
    """Members with everything below, last days of terms, secretaries, units. Five queries."""
    own = _counts(asked)
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for pk, (full, others) in own.items():
        for key in asked.seen.path(asked.seen.places[pk]).strip("/").split("/"):
            above = asked.seen.get(key)
            if above is not None:
                sums[above.pk][0] += full
                sums[above.pk][1] += others
    for pk, node in nodes.items():
        node.full, node.probationary = sums.get(pk, [0, 0])
    of_unit, known = links_on(asked.seen.top_key, asked.on, asked.known_at), units_on(asked.seen.top_key, asked.on, asked.known_at)
    for pk, node in nodes.items():
        unit = known.get(of_unit.get(pk, 0))
        node.unit = unit.name if unit is not None else ""
    for term in Term.objects.on(asked.on, asked.known_at).filter(organisation_id__in=nodes).order_by("valid_from", "pk"):
        nodes[term.organisation_id].expires_on = max(term.expires_on, term.shifted_to or term.expires_on)
    led = secretaries(nodes, asked)
    for pk, node in nodes.items():
        names, told = led.get(pk, ([], False))
        node.secretary = "、".join(dict.fromkeys(names))
        node.vacant = node.kind in LED and not names and (told or node.expires_on is not None)


def _counts(asked: Then) -> dict[int, tuple[int, int]]:
    """Full members and others of each organisation that has its own. One query."""
    rows = Membership.objects.on(asked.on, asked.known_at).filter(organisation__top_key=asked.seen.top_key)
    if asked.known_at is None:
        rows = rows.exclude(person__died_on__lte=asked.on)
    found: dict[int, tuple[int, int]] = {}
    for pk, standing, n in rows.order_by().values_list("organisation_id", "standing").annotate(n=Count("pk")):
        if pk in asked.seen.places:
            full, others = found.get(pk, (0, 0))
            found[pk] = (full + n * (standing == Standing.FULL), others + n * (standing != Standing.FULL))
    return found
