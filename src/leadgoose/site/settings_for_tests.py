"""The settings under test: the real ones, with a key of their own and the database that DATABASE_URL names (default: SQLite)."""

import os
import tempfile
from pathlib import Path

_var = Path(tempfile.gettempdir()) / f"leadgoose-tests-{os.getuid()}"
_var.mkdir(mode=0o700, exist_ok=True)
(_var / "static").mkdir(exist_ok=True)   # else every client warns that it is not there
_key = _var / "vault.key"
if not _key.exists():
    _key.write_text("bGVhZGdvb3NlIHRlc3RzIG9ubHksIDMyIGJ5dGVzISE=\n")   # known to everybody: tests only
(_var / "leadgoose.env").touch()
os.environ["LEADGOOSE_ENV_FILE"] = str(_var / "leadgoose.env")   # empty: a demonstration that was made here has settings of its own
os.environ.setdefault("LEADGOOSE_FONTS", str(Path(__file__).resolve().parents[3] / "var" / "fonts"))   # tools/setup.py puts them there
os.environ.update(
    LEADGOOSE_VAR=str(_var),
    LEADGOOSE_SECRET_KEY="tests-only-" + "0123456789" * 5,
    LEADGOOSE_VAULT_KEY_FILE=str(_key),
    LEADGOOSE_STATIC_MANIFEST="false",
    LEADGOOSE_STATIC_FINDERS="true",
    LEADGOOSE_TODAY="2026-11-23",
)

from leadgoose.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]   # speed; Argon2 has its own test
SECOND_FACTOR = False   # the cast has none; tests of the demand switch it on

if "init_command" in DATABASES["default"]["OPTIONS"]:  # noqa: F405
    # SQLite in a file, as in service: in memory, whoever reads while another thread writes is refused at once ("table is locked"), and never waits
    DATABASES["default"]["TEST"] = {"NAME": str(_var / f"test-{os.getpid()}.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"  # noqa: F405   # nobody needs it after a power cut
