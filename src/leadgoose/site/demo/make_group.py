"""leadgoose make-group: an invented group of companies as large as the largest there are, to see that everything works there.

The first company, of about 200 people, is made by the acts of every day; all others in batches (`bulk.py`), by several processes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from multiprocessing import get_context

from django.db import connection, transaction

from leadgoose.accounts.actions.accounts import open_account
from leadgoose.accounts.actions.committee import create_committee
from leadgoose.accounts.actions.roles import grant_role
from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Actor, also, command_line
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import Role
from leadgoose.ground.bylaws.actions import set_committee
from leadgoose.roster.actions.grid import fill_grid
from leadgoose.roster.actions.imports import judge_upload, take_register
from leadgoose.roster.actions.organisations import Members, set_up_organisation
from leadgoose.roster.actions.terms import take_terms
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Organisation, Post, Present
from leadgoose.roster.rules.organisations import Founding
from leadgoose.site.demo import Account, keep
from leadgoose.site.demo.bulk import check, write_company
from leadgoose.site.demo.files import grid_text, ledger_file, register_file
from leadgoose.site.demo.group import COMPANY_SINCE, GENERAL_SINCE, NAME, Company, company, sizes

FIRST = (8, 200)
"""Branches and members of the company that is made by the acts."""
FILES_DAYS, START_DAYS = 20, 100
ROOM = 1000
"""Places in the register's order that each company has for its organisations."""


@dataclass(frozen=True, slots=True)
class Task:
    """A company to be written, as another process is told."""

    top_key: str
    number: int
    branches: int
    members: int
    seed: int
    on: date
    at: datetime


def make_group(arguments: list[str]) -> int:
    """Fill a group, or check its batches. 0 made or whole, 1 a batch is not what was recorded, 2 refused with one sentence."""
    parser = argparse.ArgumentParser("leadgoose make-group", description="Fill an invented group of companies, in a database of its own.")
    parser.add_argument("--branches", type=int, default=40_000)
    parser.add_argument("--members", type=int, default=700_000)
    parser.add_argument("--seed", type=int, default=1, help="the same seed invents the same people")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that write side by side (PostgreSQL; SQLite takes one)")
    parser.add_argument("--check", action="store_true", help="make nothing: compare each batch with its entry in the journal")
    options = parser.parse_args(arguments)
    top = Organisation.objects.filter(parent=None, name=NAME).first()
    if options.check:
        return _check(top)
    if top is not None:
        print("leadgoose: the group is there already; empty the database first", file=sys.stderr)
        return 2
    if options.branches < 2 * FIRST[0] or options.members < 5 * options.branches:
        print(f"leadgoose: --branches is at least {2 * FIRST[0]}, and --members five times as many", file=sys.stderr)
        return 2
    for one in make(options.branches, options.members, options.seed, options.workers, clock.today(), clock.now()):
        print(f"{one.role:18} {one.login:12} {one.password}  {one.committee}")
    return 0


def _check(top: Organisation | None) -> int:
    if top is None:
        print("leadgoose: there is no group to check", file=sys.stderr)
        return 2
    wrong, batches, rows = [], 0, 0
    for number, count, whole in check(top.key):
        batches, rows = batches + 1, rows + count
        if not whole:
            wrong.append(number)
    print(f"{batches} batches, {rows} rows" + (f"; not as recorded: entries {', '.join(map(str, wrong))}" if wrong else ", all as recorded"))
    return 1 if wrong else 0


def make(
    branches: int, members: int, seed: int, workers: int, on: date, at: datetime, say: Callable[[str], None] = lambda line: print(f"  {line}", flush=True)
) -> list[Account]:
    """Make the group: its committee, the company made by acts, all others, ready accounts at three levels."""
    by, began = command_line("demonstration"), time.monotonic()
    created = create_committee(NAME, "clerk", "组织员", on=on, by=by, at=at)
    top = Organisation.objects.get(key=created.key)
    clerk = also(by, Role.CLERK, top.key)
    set_committee(top.key, {"start_on": (on - timedelta(days=START_DAYS)).isoformat()}, "示例：系统启用的通知", by=clerk, at=at)
    by_acts(top, company(0, *FIRST, on, seed), on, by=clerk, at=at)
    say(f"{FIRST[1]} people by the acts: {time.monotonic() - began:.0f} s")
    tasks = [
        Task(top.key, number, own, people, seed, on, at)
        for number, (own, people) in enumerate(sizes(branches - FIRST[0], members - FIRST[1]), 1)
    ]
    if workers > 1 and connection.vendor == "postgresql":
        connection.close()   # no process shares another's connection
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            for number, told in enumerate(pool.map(_write, tasks), 1):
                if number % 10 == 0 or number == len(tasks):
                    say(f"{number} of {len(tasks)} companies, {time.monotonic() - began:.0f} s: {told}")
    else:
        for task in tasks:
            say(_write(task))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return _accounts(top, created.slip.login, created.slip.password, on, clerk, at)


def _write(task: Task) -> str:
    top = Organisation.objects.get(key=task.top_key)
    made = company(task.number, task.branches, task.members, task.on, task.seed)
    by = also(command_line("demonstration"), Role.CLERK, top.key)
    day = task.on - timedelta(days=FILES_DAYS)
    return str(write_company(top, made, task.number * ROOM, task.on, day, by=by, at=task.at))


def by_acts(top: Organisation, made: Company, on: date, *, by: Actor, at: datetime) -> None:
    """The same company as `bulk.write_company` would write, by the acts of a clerk: setting up, register, grid, ledger."""
    basis, day, title = "示例：集团党委批复", on - timedelta(days=FILES_DAYS), made.name.removesuffix("党委")

    def set_up(above: Organisation, kind: OrgKind, name: str, since: date) -> Organisation:
        return set_up_organisation(above, Founding(kind, name, since), Members(), basis, by=by, at=at).organisation

    with transaction.atomic():
        own = set_up(top, OrgKind.COMMITTEE, made.name, COMPANY_SINCE)
        for general, below in made.in_order():
            above = set_up(own, OrgKind.GENERAL_BRANCH, general, GENERAL_SINCE) if general else own
            for branch in below:
                set_up(above, OrgKind.BRANCH, branch.plan.name, branch.founded)
        register, _ = judge_upload(top, "register", register_file(made.branches, title, day), "党员花名册.xlsx", by=by, at=at)
        take_register(register, day, by=by, at=at)
        fill_grid(top, grid_text(made.branches), by=by, at=at)
        ledger, _ = judge_upload(top, "terms", ledger_file(made.branches, title, day), "换届台账.xlsx", by=by, at=at)
        take_terms(ledger, day, by=by, at=at)


def _accounts(top: Organisation, login: str, password: str, on: date, clerk: Actor, at: datetime) -> list[Account]:
    """Accounts at the group's office, the middle company's and one of its branches."""
    made = [Account(Role.CLERK.value, login, password, top.name)]
    companies = Organisation.objects.filter(parent=top, kind=OrgKind.COMMITTEE).order_by("position")
    middle = companies[companies.count() // 2]
    post = Post.objects.on(on).filter(organisation__path__startswith=middle.path, organisation__kind=OrgKind.BRANCH, kind="secretary").order_by("pk").first()
    wanted = [("company", Role.CLERK, "组织员", "", middle)]
    if post is not None:
        wanted.append(("secretary", Role.SECRETARY, "", post.person.key, post.organisation))
    for name, role, called, person, place in wanted:
        user, slip = open_account(name, called, home=top.key, person_key=person, on=on, by=clerk, at=at)
        grant_role(user, role, place.key, on=on, by=clerk, at=at)
        made.append(Account(role.value, name, slip.password, place.name))
    User.objects.filter(login__in=[one.login for one in made]).update(must_change_password=False)
    keep(made)
    assert Present.objects.filter(top_key=top.key).exists()
    return made
