"""The demonstration: an invented division, and an empty committee, made through the same acts as everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from leadgoose.accounts.actions.accounts import open_account
from leadgoose.accounts.actions.committee import create_committee
from leadgoose.accounts.actions.roles import grant_role
from leadgoose.ground.access.actor import Actor, also, command_line
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.ground.vault.actions import seal
from leadgoose.roster import consequences
from leadgoose.roster.actions.grid import fill_grid
from leadgoose.roster.actions.imports import judge_upload, take_register
from leadgoose.roster.actions.terms import take_terms
from leadgoose.roster.kinds import RestrictionKind, Standing
from leadgoose.roster.models import Organisation, Present, Restriction
from leadgoose.site.demo import bank, elections, recordbook, register, rights, training
from leadgoose.site.demo.branches import plans
from leadgoose.site.demo.files import Branch, grid_text, invent, ledger_file, register_file
from leadgoose.site.demo.work import HEADS_OF_GENERAL

Filler = Callable[[Organisation, date, Actor, datetime], None]
NAME = "示例油田工程技术处党委"
EMPTY = "示例采油厂党委"
FILLERS: tuple[Filler, ...] = (register.fill, recordbook.fill, training.fill, bank.fill, elections.fill, rights.fill)
"""What the other subjects add to the division, each through its own acts: (committee, today, the clerk, now), in this order."""
FILES_DAYS, START_DAYS = 20, 100
"""The files are dated so many days before today; the committee uses the system since so many."""


@dataclass(frozen=True, slots=True)
class Account:
    """A ready account, as the log-in page of the demonstration lists it."""

    role: str
    login: str
    password: str
    committee: str


def is_there() -> bool:
    return Organisation.objects.filter(parent=None, name=NAME).exists()


def make(*, branches: int, members: int, seed: int, on: date, at: datetime, say: Callable[[str], None] = lambda _: None) -> list[Account]:
    """Make both committees and one ready account per role. The division itself is all or nothing."""
    by = command_line("demonstration")
    with transaction.atomic():
        accounts = [_platform(role, login, name, on, by, at) for role, login, name in (
            (Role.PLATFORM_ADMIN, "admin", "平台管理员"), (Role.SECURITY_OFFICER, "security", "安全管理员"), (Role.AUDITOR, "auditor", "审计员"),
        )]
        created = create_committee(NAME, "clerk", "组织员", on=on, by=by, at=at)
        accounts.append(_ready(Role.CLERK, created.slip.login, created.slip.password, NAME))
        top = Organisation.objects.get(key=created.key)
        clerk = replace(also(by, Role.CLERK, top.key), login="clerk", name="组织员")   # what an office did, its clerk did
        invented = invent(plans(branches, members), on, seed)
        say("register")
        _files(top, invented, on, clerk, at)
        _restrict(top, on, at)
        values = {"start_on": (on - timedelta(days=START_DAYS)).isoformat(), "contact": "组织员办公室", "phone": "内线 2107"}
        set_committee(top.key, values, "示例：系统启用的通知", by=clerk, at=at)
        everywhere = set(Organisation.objects.filter(top_key=top.key).values_list("pk", flat=True))
        consequences.settle(top.key, organisations=everywhere, people=(), on=on, at=at, act="CommitteeSet")
        say("accounts")
        accounts += _of_committee(top, invented, on, clerk, at)
        for fill in FILLERS:
            say(fill.__module__.rpartition(".")[2])
            fill(top, on, clerk, at)
        second = create_committee(EMPTY, "clerk2", "组织员", on=on, by=by, at=at)
        accounts.append(_ready(Role.CLERK, second.slip.login, second.slip.password, EMPTY))
    keep(accounts)
    return accounts


def keep(accounts: list[Account]) -> Path:
    """Write the accounts where the log-in page of a demonstration finds them; readable by the owner only."""
    path = Path(settings.VAR) / "demo-accounts.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps([asdict(one) for one in accounts], ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _files(top: Organisation, invented: list[Branch], on: date, clerk: Actor, at: datetime) -> None:
    """Register, grid and ledger, as an office brings them in."""
    day = on - timedelta(days=FILES_DAYS)
    register, _ = judge_upload(top, "register", register_file(invented, NAME.removesuffix("党委"), day), "党员花名册.xlsx", by=clerk, at=at)
    take_register(register, day, by=clerk, at=at)
    fill_grid(top, grid_text(invented), by=clerk, at=at)
    ledger, _ = judge_upload(top, "terms", ledger_file(invented, NAME.removesuffix("党委"), day), "换届台账.xlsx", by=clerk, at=at)
    take_terms(ledger, day, by=clerk, at=at)


def _restrict(top: Organisation, on: date, at: datetime) -> None:
    """Two people whose rights are suspended, so that the lists of who may vote show it."""
    plain = Present.objects.filter(top_key=top.key, standing=Standing.FULL, posts="").exclude(admin_post__in=HEADS_OF_GENERAL)
    chosen = plain.order_by("sort").select_related("person")[7:60:40]
    people = []
    for present, kind in zip(chosen, (RestrictionKind.PROBATION_IN_PARTY, RestrictionKind.SUSPENDED), strict=False):
        key = present.person.key
        Restriction.objects.create(
            person=present.person, kind_sealed=seal(key, "restriction", kind), basis_sealed=seal(key, "basis", "示例：处分决定"),
            valid_from=on - timedelta(days=90), recorded_at=at, source="page",
        )
        people.append(present.person_id)
    consequences.settle(top.key, organisations=(), people=people, on=on, at=at, act="RestrictionRecorded")


def _platform(role: Role, login: str, name: str, on: date, by: Actor, at: datetime) -> Account:
    """One of the three platform accounts. The first grant of each is made by the set-up, since nobody is there yet to make it."""
    setup = also(also(by, Role.SECURITY_OFFICER, PLATFORM), Role.PLATFORM_ADMIN, PLATFORM)
    user, slip = open_account(login, name, home=PLATFORM, on=on, by=setup, at=at)
    grant_role(user, role, PLATFORM, on=on, by=setup, at=at)
    return _ready(role, slip.login, slip.password, "")


def _of_committee(top: Organisation, invented: list[Branch], on: date, clerk: Actor, at: datetime) -> list[Account]:
    """One account per role in the division: those of a branch belong to the branch whose reminder is due."""
    branch = Organisation.objects.select_related("unit").get(top_key=top.key, name=invented[min(1, len(invented) - 1)].plan.name)
    there = list(Present.objects.filter(organisation=branch).order_by("sort").select_related("person"))
    secretary = next((one.person.key for one in there if " secretary " in one.posts), "")
    committee = next((one.person.key for one in there if one.posts and " secretary " not in one.posts), "")
    plain = [one for one in there if not one.posts and one.can_vote and one.admin_post not in HEADS_OF_GENERAL]
    # whose later degree is not in the register yet: they object (rights.py)
    member = next((one.person.key for one in sorted(plain, key=lambda one: one.education not in rights.BELOW)), "")
    wanted = [
        (Role.ENVOY, "envoy", "督导员", "", top.key),
        (Role.READER, "leader", "分管领导", "", top.key),
        (Role.SECRETARY, "secretary", "", secretary, branch.key),
        (Role.COMMITTEE_MEMBER, "committee", "", committee, branch.key),
        (Role.MEMBER, "member", "", member, branch.key),
        (Role.UNIT_HEAD, "unit", "行政负责人", "", branch.unit.key if branch.unit is not None else ""),
    ]
    made = []
    for role, login, name, person, key in wanted:
        if not key or not (name or person):   # no unit, or nobody in so small a branch who holds no post
            continue
        user, slip = open_account(login, name, home=top.key, person_key=person, on=on, by=clerk, at=at)
        grant_role(user, role, key, on=on, by=clerk, at=at)
        made.append(_ready(role, slip.login, slip.password, NAME))
    return made


def _ready(role: Role, login: str, password: str, committee: str) -> Account:
    """In a demonstration the first password may stay: it was made here and is shown on the log-in page."""
    User.objects.filter(login=login).update(must_change_password=False)
    return Account(role.value, login, password, committee)
