"""What an account may be called (pure)."""

from __future__ import annotations

import re

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,38}[a-z0-9]", re.ASCII)


def tidy(login: str) -> str:
    """A login as it is compared: without blanks around it, in small letters."""
    return login.strip().lower()


def is_login(login: str) -> bool:
    """3 to 40 small letters, digits and . _ - beginning with a letter: so that it can be no ID number and no phone."""
    return bool(_LOGIN.fullmatch(login))
