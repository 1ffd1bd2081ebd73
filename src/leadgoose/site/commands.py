"""Commands of the whole: opening a committee, the platform's own accounts, serving, and thin calls to what others do."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from typing import Any

from leadgoose.accounts.actions.accounts import CannotOpen, open_account
from leadgoose.accounts.actions.committee import create_committee as create
from leadgoose.accounts.actions.factors import BadFactor, reset_factors_here
from leadgoose.accounts.actions.roles import Refused, grant_role
from leadgoose.ground.access import clock, sign_ins
from leadgoose.ground.access.actor import also, command_line
from leadgoose.ground.access.models import User
from leadgoose.ground.access.roles import PLATFORM, PLATFORM_ROLES, Role
from leadgoose.ground.vault.actions import check_key
from leadgoose.roster.actions.committee import BadName, NameTaken

HOST = "127.0.0.1"
"""Nothing else is ever listened on: what comes from outside comes through the proxy that ends TLS (docs/settings.md)."""

_PROBLEMS = {
    "bad_login": "a login has 3 to 40 small letters, digits or . _ -, and begins with a letter",
    "login_taken": "there is an account with this login already",
    "bad_name": "a name has 1 to 60 characters",
}


def create_committee(arguments: list[str]) -> int:
    """Open a committee with its clerk's account and print the one-time password. 0 opened, 2 refused with one sentence."""
    parser = argparse.ArgumentParser("leadgoose create-committee", description="Open a committee with its clerk's account.")
    parser.add_argument("name", metavar="NAME", help="the committee's full name")
    parser.add_argument("--clerk", metavar="LOGIN", required=True, help="login of the clerk (组织员)")
    parser.add_argument("--clerk-name", metavar="NAME", default="", help="name of the clerk (default: the login)")
    options = parser.parse_args(arguments)
    try:
        created = create(options.name, options.clerk, options.clerk_name, on=clock.today(), by=command_line(), at=clock.now())
    except NameTaken:
        return _refuse(f"there is a committee named {options.name} already")
    except BadName:
        return _refuse("a committee's name has 1 to 80 characters")
    except CannotOpen as problem:
        return _refuse(f"--clerk {options.clerk}: {_PROBLEMS[problem.code]}")
    print(f"committee  {created.name}\naddress    /o/{created.key}/\nlogin      {created.slip.login}\none-time   {created.slip.password}")
    return 0


def open_officer(arguments: list[str]) -> int:
    """Open the account of a platform administrator, security officer or auditor. 0 opened, 2 refused with one sentence."""
    parser = argparse.ArgumentParser("leadgoose open-officer", description="Open an account of the platform: each of the three is one person.")
    parser.add_argument("login", metavar="LOGIN")
    parser.add_argument("--role", required=True, choices=sorted(PLATFORM_ROLES))
    parser.add_argument("--name", metavar="NAME", default="", help="name of the holder (default: the login)")
    options = parser.parse_args(arguments)
    by = also(command_line(), Role.SECURITY_OFFICER, PLATFORM)
    doing: dict[str, Any] = {"on": clock.today(), "by": by, "at": clock.now()}
    try:
        user, slip = open_account(options.login, options.name or options.login, home=PLATFORM, **doing)
        grant_role(user, Role(options.role), PLATFORM, **doing)
    except CannotOpen as problem:
        return _refuse(f"{options.login}: {_PROBLEMS[problem.code]}")
    except Refused as refused:
        return _refuse(f"{options.login}: {refused}")
    print(f"role       {options.role}\nlogin      {slip.login}\none-time   {slip.password}")
    return 0


def reset_factors(arguments: list[str]) -> int:
    """Remove an account's second factors and end its sessions; journaled. 0 done, 2 refused with one sentence."""
    parser = argparse.ArgumentParser("leadgoose reset-factors", description="Remove an account's second factors where no two people are left to do it.")
    parser.add_argument("login", metavar="LOGIN")
    options = parser.parse_args(arguments)
    user = User.objects.filter(login=options.login).first()
    if user is None:
        return _refuse(f"there is no account {options.login}")
    try:
        reset_factors_here(user, on=clock.today(), by=command_line(), at=clock.now())
    except BadFactor:
        return _refuse(f"{options.login} has no second factor")
    print(f"{options.login} sets up a second factor anew at the next log-in")
    return 0


def forget_sign_ins(arguments: list[str]) -> int:
    """The nightly chore: drop log-ins older than they must be kept. 0 always."""
    argparse.ArgumentParser("leadgoose forget-sign-ins", description=f"Drop log-ins older than {sign_ins.KEPT_DAYS} days.").parse_args(arguments)
    print(f"{sign_ins.forget(clock.today())} dropped")
    return 0


def serve(arguments: list[str]) -> int:
    """Serve the pages until stopped. 2 when the port is in use: two servers on one port would answer in turns."""
    parser = argparse.ArgumentParser("leadgoose serve", description=f"Serve the pages on {HOST}.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-work", action="store_true", help="start no worker for long work (run `leadgoose work` elsewhere)")
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535 or not 1 <= options.workers <= 64:
        return _refuse("--port is from 1 to 65535, --workers from 1 to 64")
    problem = port_problem(options.port)
    if problem:
        return _refuse(problem)
    check_key()
    from granian.constants import Interfaces  # noqa: PLC0415  only this command needs the server
    from granian.server import Server  # noqa: PLC0415  only this command needs the server

    print(f"http://{HOST}:{options.port}", flush=True)
    server = Server(
        "leadgoose.site.wsgi:application", address=HOST, port=options.port, interface=Interfaces.WSGI, workers=options.workers,
        blocking_threads=1, websockets=False, log_access=False,
    )
    worker = None if options.no_work else subprocess.Popen([sys.executable, "-m", "leadgoose.site.cli", "work", "--parent", str(os.getpid())])
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.terminate()
    return 0


def work(arguments: list[str]) -> int:
    """Do long work that waits, until stopped; --once: only what waits now. 0 always: a job that fails says so on its page."""
    from leadgoose.ground.jobs.worker import work as begin  # noqa: PLC0415  only this command runs jobs

    parser = argparse.ArgumentParser("leadgoose work", description="Do long work that waits: plans, large imports.")
    parser.add_argument("--once", action="store_true", help="end when nothing waits any more")
    parser.add_argument("--parent", type=int, default=0, metavar="PID", help="end when this process does")
    options = parser.parse_args(arguments)
    check_key()
    asked_to_end: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: asked_to_end.append(received))
    begin(once=options.once, going=lambda: not asked_to_end and (not options.parent or os.getppid() == options.parent))
    return 0


def port_problem(port: int) -> str:
    """One sentence when the port cannot be listened on, else "". Granian itself would share a port in use without a word (SO_REUSEPORT)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)   # a port just left is free; one listened on is not
        try:
            probe.bind((HOST, port))
            probe.listen(1)
        except PermissionError:
            return f"port {port} may not be used by this account; take one above 1023 with --port"
        except OSError:
            return f"port {port} is in use on {HOST}: stop what listens there, or take another with --port"
    return ""


def make_demo(arguments: list[str]) -> int:
    """Fill an invented committee, and open an empty one. 0 made (or, with --once, there already), 2 refused with one sentence."""
    from leadgoose.site import demo  # noqa: PLC0415  the demonstration is large, and only this command needs it

    parser = argparse.ArgumentParser("leadgoose make-demo", description="Fill an invented committee, and open an empty one.")
    parser.add_argument("--branches", type=int, default=34)
    parser.add_argument("--members", type=int, default=620)
    parser.add_argument("--seed", type=int, default=1, help="the same seed invents the same people")
    parser.add_argument("--once", action="store_true", help="do nothing when the demonstration is there already")
    options = parser.parse_args(arguments)
    if options.branches < 1 or options.members < options.branches:
        return _refuse("--branches is at least 1, and --members at least as many")
    if demo.is_there():
        return 0 if options.once else _refuse("the demonstration is there already; empty the database first, or use --once")
    made = demo.make(
        branches=options.branches, members=options.members, seed=options.seed, on=clock.today(), at=clock.now(),
        say=lambda what: print(f"  {what}", flush=True),
    )
    for one in made:
        print(f"{one.role:18} {one.login:12} {one.password}  {one.committee}")
    return 0


def recompute_duties(arguments: list[str]) -> int:
    """The nightly chore: recompute what is due, and report the differences."""
    from leadgoose.overview.chores import recompute_all  # noqa: PLC0415  only this command needs it

    argparse.ArgumentParser("leadgoose recompute-duties", description="Recompute what is due and report differences.").parse_args(arguments)
    for line in recompute_all(clock.today(), clock.now()).lines():
        print(line)
    return 0


def fill_election_records(arguments: list[str]) -> int:
    """Bring meetings of elections announced earlier into the record books of one committee, or of all. 0 all in, 1 some refused, with the reason."""
    from leadgoose.reactions.elections import fill_earlier_meetings  # noqa: PLC0415  only this command needs it
    from leadgoose.roster.queries.places import committees  # noqa: PLC0415  only this command needs it

    parser = argparse.ArgumentParser("leadgoose fill-election-records", description="Bring election meetings held earlier into the record books.")
    parser.add_argument("--committee", metavar="KEY", help="only this committee (default: all)")
    options, refused = parser.parse_args(arguments), 0
    if options.committee and options.committee not in committees():
        return _refuse(f"there is no committee {options.committee}")
    for key in [options.committee] if options.committee else committees():
        found = fill_earlier_meetings(key, by=also(command_line(), Role.CLERK, key), at=clock.now())
        print(f"{key}: {found.new} meetings recorded, {found.there} there already, {len(found.refused)} refused")
        for election, why in found.refused:
            print(f"  election {election}: {why}")
        refused += len(found.refused)
    return 1 if refused else 0


def _refuse(sentence: str) -> int:
    print(f"leadgoose: {sentence}", file=sys.stderr)
    return 2
