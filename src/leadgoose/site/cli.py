"""The command line: `leadgoose COMMAND …`. Commands that need no database run without Django, without a key and without settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib import import_module

PURE = {
    "check-roster": ("leadgoose.roster.intake.commands:check_roster", "judge a member register (花名册) without writing anything"),
    "check-terms": ("leadgoose.roster.intake.commands:check_terms", "judge a term ledger (换届台账) against a register file"),
    "count": ("leadgoose.elections.count:main", "count ballots: JSON lines in, JSON lines out"),
    "plan-training": ("leadgoose.training.plan_training:main", "the year's training plan: an instance as JSON in, the best plan out"),
    "make-key": ("leadgoose.ground.vault.commands:make_key", "write a new vault key into a file"),
}
"""name → (module:function, what it does); function(arguments) -> exit status."""

WITH_DATABASE = {
    "import-roster": ("leadgoose.roster.commands:import_roster", "bring a member register into the database"),
    "import-terms": ("leadgoose.roster.commands:import_terms", "bring a term ledger into the database"),
    "create-committee": ("leadgoose.site.commands:create_committee", "open a committee with its clerk's account"),
    "open-officer": ("leadgoose.site.commands:open_officer", "open the account of a platform administrator, security officer or auditor"),
    "reset-factors": ("leadgoose.site.commands:reset_factors", "remove an account's second factors where nobody else can"),
    "forget-sign-ins": ("leadgoose.site.commands:forget_sign_ins", "the nightly chore: drop log-ins older than they must be kept"),
    "make-demo": ("leadgoose.site.commands:make_demo", "fill an invented committee"),
    "make-group": ("leadgoose.site.demo.make_group:make_group", "fill an invented group of companies, 40,000 branches by itself, and check its batches"),
    "export-journal": ("leadgoose.ground.journal.commands:export_journal", "write a journal as JSON lines, without sensitive values"),
    "fill-election-records": ("leadgoose.site.commands:fill_election_records", "bring election meetings held earlier into the activity record books"),
    "recompute-duties": ("leadgoose.site.commands:recompute_duties", "the nightly chore: recompute what is due and report differences"),
    "index-records": ("leadgoose.recordbook.commands:index_records", "write anew what records are found and compared by"),
    "serve": ("leadgoose.site.commands:serve", "serve the pages, with a worker beside"),
    "work": ("leadgoose.site.commands:work", "do long work that waits: plans, large imports"),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if arguments else 2
    name, rest = arguments[0], arguments[1:]
    if name in PURE:
        return _function(PURE[name][0])(rest)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadgoose.site.settings")
    if name == "django":
        from django.core.management import execute_from_command_line  # noqa: PLC0415  pure commands must not load Django

        execute_from_command_line(["leadgoose django", *rest])
        return 0
    if name not in WITH_DATABASE:
        print(f"leadgoose: there is no command {name!r}\n\n{usage()}", file=sys.stderr)
        return 2
    import django  # noqa: PLC0415  pure commands must not load Django

    django.setup()
    return _function(WITH_DATABASE[name][0])(rest)


def usage() -> str:
    rows = [*PURE.items(), *WITH_DATABASE.items(), ("django", ("", "Django's own commands: migrate, collectstatic, shell …"))]
    lines = [f"  {name:18} {what}" for name, (_, what) in rows]
    return "usage: leadgoose COMMAND …   (each with --help)\n\n" + "\n".join(lines)


def _function(where: str) -> Callable[[list[str]], int]:
    module, _, name = where.partition(":")
    found: Callable[[list[str]], int] = getattr(import_module(module), name)
    return found


if __name__ == "__main__":
    sys.exit(main())
