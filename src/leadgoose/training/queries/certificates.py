"""Certificates as they stand, and since when people are out of any post. Constant numbers of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from leadgoose.roster.kinds import COMMITTEE_POSTS
from leadgoose.roster.models import Post
from leadgoose.training.models.carrying import Certificate, CertificateKind
from leadgoose.training.rules.certificates import Kind, State, parse, stands
from leadgoose.training.standards import certificate_kinds

DAY = timedelta(days=1)


def left_posts_on(people: Collection[int], on: date) -> dict[int, date]:
    """The first day out of any post of a committee, of people (ids) who hold none on a day; who never held one is not in it. One query."""
    holding: set[int] = set()
    left: dict[int, date] = {}
    rows = Post.objects.known().filter(person_id__in=people, kind__in=COMMITTEE_POSTS)
    for person, ends in rows.values_list("person_id", "valid_to"):
        if ends is None or ends > on:
            holding.add(person)
        else:
            left[person] = max(ends, left.get(person, ends))
    return {person: day for person, day in left.items() if person not in holding}


@dataclass(frozen=True, slots=True)
class Version:
    """A kind as it is from a day on. since: None as shipped, with no basis and nobody who set it."""

    kind: Kind
    since: date | None = None
    basis: str = ""
    set_by: str = ""


class Kinds:
    """Every version of every kind of a committee."""

    def __init__(self, own: Sequence[Version]) -> None:
        self._versions: dict[str, list[Version]] = {code: [Version(kind)] for code, kind in certificate_kinds().items()}
        for one in own:
            self._versions.setdefault(one.kind.code, []).append(one)

    def versions(self, code: str) -> list[Version]:
        """The versions of a kind in the order of their first days; none for an unknown one."""
        return self._versions.get(code, [])

    def on(self, day: date) -> dict[str, Kind]:
        """The kinds as they are on a day, ended ones too, by code."""
        held = {code: [one.kind for one in found if one.since is None or one.since <= day] for code, found in self._versions.items()}
        return {code: found[-1] for code, found in held.items() if found}

    def issued(self, day: date) -> dict[str, Kind]:
        """Those of which a certificate can be issued on a day."""
        return {code: kind for code, kind in self.on(day).items() if not kind.ended}

    def of(self, code: str, version: str) -> Kind | None:
        """A kind under the version that a certificate was issued under; None for one that no data knows."""
        return next((one.kind for one in self.versions(code) if one.kind.version == version), None)

    def names(self) -> dict[str, str]:
        """Every name that a kind has or had, in either language → its code: what a table may say."""
        return {name: code for code, found in self._versions.items() for one in found for name in (one.kind.name, one.kind.english) if name}


def kinds_of(top_key: str) -> Kinds:
    """The kinds of certificates of a committee: as shipped, and its own versions. One query."""
    rows = CertificateKind.objects.filter(top_key=top_key).order_by("valid_from", "pk")
    return Kinds([Version(parse(body), since, basis, by) for body, since, basis, by in rows.values_list("body", "valid_from", "basis", "recorded_by")])


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate as pages show it. last: its last day, None: no end is known."""

    key: str
    person: int
    kind: Kind
    number: str
    issuer: str
    issued_on: date
    last: date | None
    state: State


def certificates_of(people: Collection[int] | None, top_key: str, on: date, kinds: Kinds | None = None) -> list[Held]:
    """Certificates of these people (ids; None: everybody of the committee), those that ended when a newer came left out. Two queries at most."""
    rows = Certificate.objects.known().filter(person__top_key=top_key)
    if people is not None:
        rows = rows.filter(person_id__in=people)
    found = list(rows.order_by("valid_from", "pk"))
    newest = {(row.person_id, row.kind): row.key for row in found}
    kinds = kinds or (kinds_of(top_key) if found else Kinds(()))
    return [_held(row, kind, on) for row in found
            if newest[row.person_id, row.kind] == row.key and (kind := kinds.of(row.kind, row.version)) is not None]


def _held(row: Certificate, kind: Kind, on: date) -> Held:
    last = row.valid_to - DAY if row.valid_to else None
    return Held(row.key, row.person_id, kind, row.number, row.issuer, row.valid_from, last, stands(kind, last, row.withdrawn, on))
