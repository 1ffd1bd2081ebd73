"""`leadgoose import-roster` and `leadgoose import-terms`: the same acts as the pages', from the command line.

Exit status 0: taken in, or nothing to take; 1: taken in, and rows wait for correction; 2: nothing was written (unreadable file, no such committee,
refused).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Actor, also, command_line
from leadgoose.ground.access.roles import Role
from leadgoose.ground.intake.problems import Problem, Unreadable
from leadgoose.roster.actions.imports import judge_upload, take_register
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.actions.terms import take_terms
from leadgoose.roster.intake.wording import CODE_NAMES
from leadgoose.roster.models import Import, Organisation
from leadgoose.roster.queries.ledgers import LedgerSeen, compare_ledger
from leadgoose.roster.queries.uploads import REGISTER, TERMS, RegisterSeen, compare_register


class _Stop(Exception):
    """What ends the command: one sentence."""


def import_roster(argv: list[str]) -> int:
    """Bring a member register (花名册) in."""
    parser = _parser("import-roster", "bring a member register (花名册) into the database")
    parser.add_argument("--left", action="store_true", help="people who are not in the file have left (otherwise they are listed and kept)")
    options = parser.parse_args(argv)
    return _run(REGISTER, options)


def import_terms(argv: list[str]) -> int:
    """Bring a term ledger (换届台账) in."""
    return _run(TERMS, _parser("import-terms", "bring a term ledger (换届台账) into the database").parse_args(argv))


def _parser(name: str, what: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"leadgoose {name}", description=what)
    parser.add_argument("file", type=Path)
    parser.add_argument("--committee", default="", help="key or name of the committee; not needed where there is just one")
    parser.add_argument("--on", type=date.fromisoformat, help="the day as of which the file holds (default: its 填报日期, else today)")
    return parser


def _run(kind: str, options: argparse.Namespace) -> int:
    try:
        top = _committee(options.committee)
        by = also(command_line(), Role.CLERK, top.key)
        _tell(f"{top.name}：读取 {options.file.name}")
        upload, known = judge_upload(top, kind, options.file.read_bytes(), options.file.name, by=by, at=clock.now())
        if known:
            _tell("这份文件以前传过，内容一字不差")
        take = _take_register if kind == REGISTER else _take_terms
        return take(upload, options, by)
    except (_Stop, Unreadable, Refused, OSError) as error:
        print(f"leadgoose: {error.message if isinstance(error, Unreadable) else error}", file=sys.stderr)
        return 2


def _committee(wanted: str) -> Organisation:
    tops = Organisation.objects.filter(parent=None).order_by("pk")
    if wanted:
        found = [row for row in tops if wanted in (row.key, row.name)]
        if not found:
            raise _Stop(f"没有叫“{wanted}”的委员会；现有：" + ("、".join(row.name for row in tops) or "一个也没有"))
        return found[0]
    if len(tops) != 1:
        names = "、".join(f"{row.name}（{row.key}）" for row in tops)
        raise _Stop(f"请用 --committee 指明委员会：{names}" if names else "还没有委员会，先用 leadgoose create-committee 建一个")
    return tops[0]


def _take_register(upload: Import, options: argparse.Namespace, by: Actor) -> int:
    seen = compare_register(upload)
    _tell_problems(seen.register.problems, len(seen.register.waiting))
    _tell_register(seen)
    leave = seen.difference.left if options.left else ()
    if seen.difference.empty and not leave and upload.state == "taken":
        _tell("与花名册一致，没有可收入的变动")
        return 1 if seen.register.waiting else 0
    _tell("正在收入……")
    taken = take_register(upload, options.on or upload.valid_on, leave, by=by, at=clock.now(), shown=seen.digest)
    _tell(f"已收入，凭据 {taken.receipt}" if taken.receipt else "没有可收入的变动")
    return 1 if seen.register.waiting else 0


def _take_terms(upload: Import, options: argparse.Namespace, by: Actor) -> int:
    seen = compare_ledger(upload, clock.today())
    _tell_problems(seen.ledger.problems, len(seen.ledger.waiting))
    _tell_ledger(seen)
    if seen.empty and upload.state == "taken":
        _tell("与现有台账一致，没有可收入的变动")
        return 1 if seen.ledger.waiting else 0
    _tell("正在收入……")
    taken = take_terms(upload, options.on or upload.valid_on, by=by, at=clock.now(), shown=seen.digest)
    _tell(f"已收入，凭据 {taken.receipt}" if taken.receipt else "没有可收入的变动")
    return 1 if seen.ledger.waiting else 0


def _tell_problems(problems: Iterable[Problem], waiting: int) -> None:
    problems = list(problems)
    for one in problems:
        _tell(f"  {one.sheet} 第 {one.row} 行 {one.column}：{one.message}")
    for code, count in sorted(Counter(one.code for one in problems).items()):
        _tell(f"  {CODE_NAMES.get(code, code)} {count} 处")
    if waiting:
        _tell(f"{waiting} 行有误，等更正后再收入；更正表在网页“导入”中下载")


def _tell_register(seen: RegisterSeen) -> None:
    found = seen.difference
    _tell(f"新增 {len(found.joined)} 人，转移 {len(found.moved)} 人，变更 {len(found.changed)} 人，不变 {found.unchanged} 人")
    for place in seen.new_places:
        _tell(f"  新建 {place.name}")
    for one in found.moved:
        _tell(f"  转移 {seen.name_of(one.person)}：{seen.place_name(one.before)} → {seen.place_name(one.after)}")
    for each in found.changed:
        _tell(f"  变更 {seen.name_of(each.person)}：{'、'.join(change.field for change in each.fields)}")
    if found.left:
        _tell(f"{len(found.left)} 人不在新表中：" + "、".join(seen.name_of(person) for person in found.left))


def _tell_ledger(seen: LedgerSeen) -> None:
    states = Counter(one.state for one in seen.terms)
    _tell(f"新任期 {states['new']} 个，更改 {states['changed']} 个，不变 {states['same']} 个，早于现有 {states['older']} 个")
    posts = sum(len(one.posts.starts) for one in seen.terms)
    awaited = sum(len(one.awaited) for one in seen.terms)
    _tell(f"补入职务 {posts} 个" + (f"；{awaited} 名委员的花名册行待更正，更正后自动补入" if awaited else ""))


def _tell(line: str) -> None:
    print(line, flush=True)
