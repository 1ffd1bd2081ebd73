"""The filters of the members list: what the address may say, and the conditions that follow on either kind of row.

A list reads `Present` (today, one narrow row per member) or the facts (another day). Both know the same columns by other names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q

from leadgoose.ground.search import looks_like
from leadgoose.ground.statutes.dates import add_years
from leadgoose.roster.identity import last4_index
from leadgoose.roster.kinds import PostKind, Standing
from leadgoose.roster.models import Organisation, Post

AGES: Mapping[str, tuple[int, int]] = {"to35": (0, 35), "to45": (36, 45), "to55": (46, 55), "to60": (56, 60), "over60": (61, 200)}
"""Code of an age band → youngest and oldest full age in it."""
EDUCATION: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # code → (words one of which it holds, whole values that it may also be)
    "postgraduate": (("研究生", "硕士", "博士", "碩士"), ()),
    "undergraduate": (("本科",), ("大学", "大學")),
    "college": (("大专", "专科", "大專", "專科", "高职", "高職"), ()),
    "secondary": (("中专", "中專", "中技", "技校", "高中", "职高", "職高", "职业高中"), ()),
    "lower": (("初中", "小学", "小學", "文盲"), ()),
}
FEW = 500
"""So many organisations are asked for by their ids."""
UNKNOWN = "unknown"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "standing": tuple(Standing),
    "gender": ("男", "女", UNKNOWN),
    "post": ("any", *PostKind),
    "age": (*AGES, UNKNOWN),
    "education": (*EDUCATION, UNKNOWN),
    "vote": ("yes", "no"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for; "" means no condition. `branch` is an organisation's key, `named` part of a branch's name."""

    q: str = ""
    branch: str = ""
    named: str = ""
    standing: str = ""
    gender: str = ""
    post: str = ""
    age: str = ""
    education: str = ""
    vote: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        """Filters from an address; a value that is none of the choices counts as not said."""
        said = {one.name: asked.get(one.name, "").strip()[:60] for one in fields(cls)}
        return cls(**{name: text for name, text in said.items() if name not in CHOICES or text in CHOICES[name]})

    def said(self) -> dict[str, str]:
        """Only what was asked for, in the order of the form."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    def address(self, **more: object) -> str:
        """The query part of an address with these filters: "?q=…&page=2"; "" when there is nothing to say."""
        said = {**self.said(), **{name: value for name, value in more.items() if value not in ("", None)}}
        return "?" + urlencode(said) if said else ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the filtered columns lie: `fact` is the prefix of what the register says of a person; `keys` of the folded names."""

    fact: str
    keys: str
    last4: str


PRESENT = Columns(fact="", keys="names", last4="last4_index")
DATED = Columns(fact="fact__", keys="person__present__names", last4="person__last4_index")


def condition(filters: Filters, columns: Columns, top_key: str, on: date) -> Q:
    """All conditions but post and vote, which the two kinds of row keep differently."""
    where = Q()
    if filters.branch:
        where &= Q(organisation__key=filters.branch)
    if filters.named:
        where &= Q(organisation__name__contains=filters.named)
    if filters.standing:
        where &= Q(standing=filters.standing)
    if filters.gender:
        where &= Q(**{columns.fact + "gender": "" if filters.gender == UNKNOWN else filters.gender})
    if filters.age:
        where &= aged(columns.fact + "born_on", filters.age, on)
    if filters.education:
        where &= educated(columns.fact + "education", filters.education)
    if filters.q:
        where &= matching(filters.q, columns, top_key)
    return where


def aged(column: str, band: str, on: date) -> Q:
    """Full age on a day within a band. Dates are ISO text, so they compare as text; "1990-11" counts as the month's first day."""
    if band == UNKNOWN:
        return Q(**{column: ""})
    youngest, oldest = AGES[band]
    born = Q(**{column + "__gt": add_years(on, -oldest - 1).isoformat()})
    return born & ~Q(**{column: ""}) & Q(**{column + "__lte": add_years(on, -youngest).isoformat()})


def educated(column: str, level: str) -> Q:
    """Education as registers write it, gathered into five levels; nothing is written back."""
    if level == UNKNOWN:
        return Q(**{column: ""})
    holding, equal = EDUCATION[level]
    where = Q(**{column + "__in": equal}) if equal else Q()
    for text in holding:
        where |= Q(**{column + "__contains": text})
    if level == "undergraduate":   # 研究生 of 本科 never occurs; 大专 written as 大学专科 must not count here
        where &= ~Q(**{column + "__contains": "专科"})
    return where


def matching(text: str, columns: Columns, top_key: str) -> Q:
    """A name, its pinyin or initials from their beginning; part of a branch's name; or the last four of an ID number, exactly."""
    asked = looks_like(text)
    if asked.kind == "last4":
        return Q(**{columns.last4: last4_index(top_key, asked.text)})
    where = _in_places_named(text, top_key) if columns is PRESENT else Q(organisation__name__contains=text)
    if asked.text:
        where |= Q(**{columns.keys + "__contains": " " + asked.text})
    if columns.fact:                                   # somebody who has left has no folded name any more
        where |= Q(**{columns.fact + "name__contains": text})
    return where


def _in_places_named(text: str, top_key: str) -> Q:
    """The rows of organisations whose name holds a text, by their ids where these are few: an index answers that, and no join. One query."""
    found = list(Organisation.objects.filter(top_key=top_key, name__contains=text).order_by("pk").values_list("pk", flat=True)[: FEW + 1])
    return Q(organisation__in=found) if len(found) <= FEW else Q(organisation__name__contains=text)


def holds_post(kind: str, on: date, known_at: datetime | None = None) -> Exists:
    """On dated rows: the person holds such a post in the row's organisation on that day ("any": one of the committee's)."""
    held = Post.objects.on(on, known_at).filter(person=OuterRef("person"), organisation=OuterRef("organisation"))
    return Exists(held if kind == "any" else held.filter(kind=kind))
