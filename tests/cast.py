"""The cast: one small committee with everybody who acts in the tests, and an outsider who must see nothing of it.

    def test_the_clerk_opens_the_tree(cast):
        assert cast.client("clerk").get("/o/committee/tree/").status_code == 200

Today is 2026-11-23 (settings_for_tests). Everything is invented; ID numbers use area code 99, which is not allocated.
Keys are readable ("committee", "general", "one", "two", "office", "unit"; a person's key is "p-" and the person's part in the play).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.access.middleware import SEEN, set_seen
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.queries import actor_of
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.access.sessions import SessionStore
from leadgoose.ground.vault.actions import mask, seal_many
from leadgoose.roster.identity import ID_NUMBER, PHONE, id_index, last4_index
from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, Standing, UnitKind
from leadgoose.roster.models import Membership, Organisation, OrganisationFact, Person, PersonFact, Post, ProductionUnit, Term, UnitFact, UnitLink
from leadgoose.roster.projections import refresh

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)          # 10 o'clock in Shanghai
RECORDED = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
FROM = date(2026, 9, 1)                                 # first day that the register knows

C, G, B = OrgKind.COMMITTEE, OrgKind.GENERAL_BRANCH, OrgKind.BRANCH
FULL, PROBATIONARY = Standing.FULL, Standing.PROBATIONARY

ORGANISATIONS: tuple[tuple[str, str, OrgKind, str, int | None], ...] = (
    # key, parent, kind, name, approved seats
    ("committee", "", C, "示例油田工程技术处党委", None),
    ("general", "committee", G, "作业大队党总支", 5),
    ("one", "general", B, "作业一队党支部", 5),
    ("two", "general", B, "作业二队党支部", None),
    ("office", "committee", B, "机关党支部", None),
    ("elsewhere", "", C, "外单位党委", None),
    ("elsewhere-b", "elsewhere", B, "外单位党支部", None),
)
TERMS: tuple[tuple[str, date, int, date, date | None], ...] = (
    # organisation, elected on, years, expires on, shifted to
    ("committee", date(2024, 3, 15), 5, date(2029, 3, 15), None),
    ("general", date(2025, 1, 15), 3, date(2028, 1, 15), None),
    ("one", date(2023, 9, 1), 3, date(2026, 9, 1), None),               # expired 83 days ago
    ("two", date(2024, 5, 10), 3, date(2027, 5, 10), None),             # reminder was due on 2026-11-10
)                                                                       # the office's term is not known


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the play: who, where, and what the register says."""

    key: str
    name: str
    organisation: str
    gender: str
    born_on: str
    standing: Standing = FULL
    education: str = "大学本科"
    admin_post: str = ""
    posts: tuple[PostKind, ...] = ()
    joined_party: str = "2008-07-01"
    full_member: str = "2009-07-01"
    phone: str = ""


PEOPLE: tuple[Part, ...] = (
    Part("p-secretary", "单志强", "one", "男", "1976-03-08", admin_post="副队长", posts=(PostKind.SECRETARY,), phone="19900010001"),
    Part("p-committee", "曾玉兰", "one", "女", "1984-11-23", admin_post="技术员", posts=(PostKind.ORGANISATION,), phone="19900010002"),
    Part("p-discipline", "仇建军", "one", "男", "1970-01-31", education="大专", posts=(PostKind.DISCIPLINE,), phone="19900010003"),
    Part("p-member", "查晓明", "one", "男", "1990-06-15", admin_post="井下作业工", phone="19900010004"),
    Part("p-probation", "解文静", "one", "女", "1999-02-28", PROBATIONARY, joined_party="2025-12-01", full_member="", phone="19900010005"),
    Part("p-new", "欧阳海涛", "two", "男", "1988-08-08", admin_post="技术员", posts=(PostKind.SECRETARY,), phone="19900010006"),
    Part("p-old", "王德福", "two", "男", "1955-05-05", education="高中", joined_party="1978-07", full_member="1979-07"),
    Part("p-two", "李春梅", "two", "女", "1981-12-12", education="中专", phone="19900010008"),
    Part("p-clerk", "赵敏", "office", "女", "1985-04-01", education="硕士研究生", admin_post="组织干事", phone="19900010009"),
    Part("p-unknown", "周一凡", "office", "男", "", education=""),
    Part("p-outsider", "单志强", "elsewhere-b", "男", "1976-03-09", phone="19900020001"),
)
ACCOUNTS: tuple[tuple[str, Role, str, str], ...] = (
    # login, role, key it is held on, person
    ("clerk", Role.CLERK, "committee", "p-clerk"),
    ("envoy", Role.ENVOY, "committee", ""),
    ("secretary", Role.SECRETARY, "one", "p-secretary"),
    ("new_secretary", Role.SECRETARY, "two", "p-new"),
    ("committee_member", Role.COMMITTEE_MEMBER, "one", "p-committee"),
    ("member", Role.MEMBER, "one", "p-member"),
    ("unit_head", Role.UNIT_HEAD, "unit", ""),
    ("reader", Role.READER, "committee", ""),
    ("auditor", Role.AUDITOR, PLATFORM, ""),
    ("platform_admin", Role.PLATFORM_ADMIN, PLATFORM, ""),
    ("security_officer", Role.SECURITY_OFFICER, PLATFORM, ""),
    ("outsider", Role.CLERK, "elsewhere", "p-outsider"),
)
LOGINS = tuple(login for login, *_ in ACCOUNTS)


@dataclass(slots=True)
class Cast:
    """Who and what there is: organisations, people and accounts by their short names."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    unit: ProductionUnit | None = None
    id_numbers: dict[str, str] = field(default_factory=dict)   # person's key → the number in clear
    today: date = TODAY
    now: datetime = NOW

    @property
    def top_key(self) -> str:
        return "committee"

    def client(self, login: str, **headers: str) -> Client:
        return signed_in(self.users[login], **headers)

    def actor(self, login: str) -> Actor:
        """The account as actions want it."""
        return actor_of(self.users[login], on=self.today)


def signed_in(user: User, **headers: str) -> Client:
    """A browser in which this account is signed in, with the cookie that says the session is not idle.

    Its session is written as the log-in page leaves it: every test begins so, and what is asked around a log-in takes ten times as long.
    """
    client, key, response = Client(headers=headers or None), get_random_string(32, VALID_KEY_CHARS), HttpResponse()
    said = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "leadgoose.ground.access.backend.LoginBackend", HASH_SESSION_KEY: user.get_session_auth_hash()}
    until = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.bulk_create([Session(session_key=key, session_data=SessionStore().encode(said), expire_date=until)])
    set_seen(response, key)
    client.cookies[settings.SESSION_COOKIE_NAME], client.cookies[SEEN] = key, response.cookies[SEEN].value
    return client


def cast() -> Cast:
    """Make the committee in the database and return it."""
    made = Cast()
    _organisations(made)
    enrol_all(made, PEOPLE, 1)
    for key, elected_on, years, expires_on, shifted_to in TERMS:
        Term.objects.create(
            organisation=made.organisations[key], valid_from=elected_on, elected_on=elected_on, years=years, expires_on=expires_on,
            shifted_to=shifted_to, recorded_at=RECORDED, source="ledger",
        )
    for login, role, key, person in ACCOUNTS:
        user = User.objects.create(login=login, name=login, person_key=person, home_key=_home(made, key), must_change_password=False, created_at=RECORDED)
        made.users[login] = user
        Grant.objects.create(user=user, role=role, key=key, since=FROM, granted_by="tests", granted_at=RECORDED)
    return made


def _organisations(made: Cast) -> None:
    made.unit = ProductionUnit.objects.create(key="unit", top_key="committee", name="作业一队", kind=UnitKind.PRODUCTION, head_name="马国栋")
    UnitFact.objects.create(unit=made.unit, name="作业一队", kind=UnitKind.PRODUCTION, valid_from=FROM, recorded_at=RECORDED, source="grid")
    for position, (key, parent_key, kind, name, seats) in enumerate(ORGANISATIONS, 1):
        parent = made.organisations.get(parent_key)
        one = Organisation.objects.create(
            key=key, top_key=parent.top_key if parent else key, parent=parent, path=(parent.path if parent else "/") + key + "/",
            unit=made.unit if key == "one" else None, kind=kind, name=name, position=position,
            set_up_on=date(2001, 7, 1) if kind == B else None,
        )
        made.organisations[key] = one
        if one.unit is not None:
            UnitLink.objects.create(organisation=one, unit=one.unit, valid_from=FROM, recorded_at=RECORDED, source="grid")
        OrganisationFact.objects.create(
            organisation=one, kind=kind, name=name, parent=parent, seats=seats, set_up_on=one.set_up_on, valid_from=one.set_up_on or FROM,
            recorded_at=RECORDED, source="register",
        )


def enrol(made: Cast, part: Part, place: int) -> Person:
    """Enter one person with facts, membership, posts and the row for lists that follows from them; place: makes the number unique."""
    return enrol_all(made, [part], place)[0]


def enrol_all(made: Cast, parts: Iterable[Part], place: int) -> list[Person]:
    """Enter several people, as `enrol` does one; place: that of the first."""
    people = _enter(made, list(parts), place)
    for top_key in sorted({one.top_key for one in people}):
        refresh(top_key, [one.pk for one in people if one.top_key == top_key], TODAY)
    return people


def _enter(made: Cast, parts: Sequence[Part], place: int) -> list[Person]:
    numbers = {part.key: id_number(part.born_on or "1987-10-01", number, part.gender) for number, part in enumerate(parts, place)}
    sealed = seal_many((part.key, ID_NUMBER, numbers[part.key]) for part in parts)
    phones = seal_many((part.key, PHONE, part.phone) for part in parts)
    dated: Mapping[str, Any] = {"valid_from": FROM, "recorded_at": RECORDED, "source": "register"}
    people = Person.objects.bulk_create(_person(made, part, numbers[part.key], id_sealed) for part, id_sealed in zip(parts, sealed, strict=True))
    PersonFact.objects.bulk_create(
        PersonFact(
            person=person, name=part.name, gender=part.gender, ethnicity="汉族", born_on=part.born_on, education=part.education,
            joined_party=part.joined_party, full_member=part.full_member, admin_post=part.admin_post,
            phone_sealed=phone, phone_masked=mask(part.phone), **dated,
        ) for person, part, phone in zip(people, parts, phones, strict=True)
    )
    places = [(person, part, made.organisations[part.organisation]) for person, part in zip(people, parts, strict=True)]
    Membership.objects.bulk_create(Membership(person=person, organisation=there, standing=part.standing, **dated) for person, part, there in places)
    Post.objects.bulk_create(
        Post(person=person, organisation=there, kind=kind, came_by=CameBy.UNKNOWN, **{**dated, "source": "ledger"})
        for person, part, there in places for kind in part.posts
    )
    made.id_numbers |= numbers
    made.people |= {one.key: one for one in people}
    return people


def _person(made: Cast, part: Part, number: str, sealed: str) -> Person:
    top_key = made.organisations[part.organisation].top_key
    return Person(
        key=part.key, top_key=top_key, id_sealed=sealed, id_index=id_index(top_key, number), last4_index=last4_index(top_key, number), id_masked=mask(number),
    )


def id_number(born_on: str, order: int, gender: str) -> str:
    """A number of the right form and check digit (GB 11643) under area code 990101, which nobody has."""
    order = order * 2 + (1 if gender == "男" else 0)
    digits = "990101" + born_on.replace("-", "") + f"{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return digits + "10X98765432"[total % 11]


def _home(made: Cast, key: str) -> str:
    if key == PLATFORM:
        return ""
    return "committee" if key == "unit" else made.organisations[key].top_key
