"""Checks that need Django: `python tools/check.py migrations` fails when a model has changed and no migration says so."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str]) -> int:
    if arguments != ["migrations"]:
        print("usage: python tools/check.py migrations", file=sys.stderr)
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "leadgoose.site.settings_for_tests"
    import django  # noqa: PLC0415  settings come first
    from django.core.management import call_command  # noqa: PLC0415  settings come first

    django.setup()
    call_command("check", "--fail-level", "WARNING")
    call_command("makemigrations", "--check", "--dry-run")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
