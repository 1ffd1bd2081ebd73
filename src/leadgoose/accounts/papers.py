"""Slips of paper that are cut apart and handed over: first passwords, recovery codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadgoose.ground.press.script import fixed

TEMPLATE = Path(__file__).resolve().parent / "typst" / "slips.typ"
A_SHEET = 8

PASSWORD_NOTES = (
    "打开上面的网址，填登录名和一次性密码；首次登录须改成自己的密码，改后本条作废。",
    "密码不要告诉别人。忘记密码或者换了手机的，找本委组织员当面办理。",
)
CODE_NOTES = (
    "登录时填一个，每个只能用一次，用过的划掉。收在办公室柜子里，不要与密码放在一起。",
    "丢失本条的，登录后重新打印一张，旧的随即作废；不能登录的，找本委组织员当面办理。",
)


@dataclass(frozen=True, slots=True)
class PasswordSlip:
    """A first password, and whose it is: name, organisation, login, password, address of the log-in page."""

    name: str
    place: str
    login: str
    password: str
    address: str


@dataclass(frozen=True, slots=True)
class CodesSlip:
    """Recovery codes of an account."""

    name: str
    login: str
    codes: tuple[str, ...]


def slips(given: Sequence[PasswordSlip | CodesSlip], *, committee: str, script: str = "zh-Hans") -> dict[str, Any]:
    """What the template prints: eight slips a sheet, in the order given. Fixed words in the script; names, logins and codes as they are."""
    return {"title": fixed("登录条", script), "script": script, "small": "", "slips": [_one(one, committee, script) for one in given]}


def _one(one: PasswordSlip | CodesSlip, committee: str, script: str) -> dict[str, Any]:
    """One slip: its rows as (what, value, large), its codes, its notes."""
    rows: tuple[tuple[str, str, bool], ...] = (("姓名", one.name, False), ("登录名", one.login, True))
    if isinstance(one, CodesSlip):
        codes, title, notes = one.codes, "恢复码", CODE_NOTES
    else:
        rows = (rows[0], ("组织", one.place, False), ("网址", one.address, False), rows[1], ("一次性密码", one.password, True))
        codes, title, notes = (), "首次登录条", PASSWORD_NOTES
    return {
        "title": fixed(title, script), "place": committee, "rows": [[fixed(what, script), value, large] for what, value, large in rows if value],
        "codes": list(codes), "notes": [fixed(note, script) for note in notes],
    }
