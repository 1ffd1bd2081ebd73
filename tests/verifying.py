"""tools/verify_journal.py as a module. It is no part of the package on purpose: whoever checks us runs it without us."""

from __future__ import annotations

import importlib.util
from pathlib import Path

TOOL = Path(__file__).resolve().parents[1] / "tools" / "verify_journal.py"
_spec = importlib.util.spec_from_file_location("verify_journal", TOOL)
assert _spec and _spec.loader
verify_journal = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(verify_journal)
