"""Keeping an uploaded file as judged, and taking a register in: one transaction, one entry in the journal."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.bylaws.queries import notice_in_words
from leadgoose.ground.intake.problems import Problem
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.vault.actions import mask, seal
from leadgoose.roster import consequences
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.actions.registering import STEPS, Written, write_register
from leadgoose.roster.actions.terms import post_awaited
from leadgoose.roster.intake.corrections import corrections_workbook, read_corrections
from leadgoose.roster.intake.register import Told, read_register
from leadgoose.roster.intake.results import Ledger, Register
from leadgoose.roster.models import Import, Organisation, new_key
from leadgoose.roster.queries.ledgers import ledger_of
from leadgoose.roster.queries.uploads import FILE, REGISTER, TERMS, RegisterSeen, compare_people, compare_register, content_of, register_of

CAPABILITY = {REGISTER: "roster.import_register", TERMS: "roster.import_terms"}
_LONGEST_NAME = 120
TAKING = STEPS + 3
"""Steps of taking a register in: comparing, the steps of writing, the journal's entry, what follows."""


@transaction.atomic
def judge_upload(
    top: Organisation, kind: str, content: bytes, filename: str, *, by: Actor, at: datetime, corrects: Import | None = None
) -> tuple[Import, bool]:
    """Judge an uploaded file and keep it sealed; nothing of it is taken in. Returns it and whether the same bytes were here before.

    A file that corrects another gets its untouched masked numbers back from that one before it is judged. Raises Unreadable.
    """
    upload, known = keep_upload(top, kind, content, filename, by=by, at=at, corrects=corrects)
    if known and upload.state != "received":
        return upload, True
    if corrects is not None:
        keep_content(upload, content_to_judge(upload))
    if kind == REGISTER:
        tell_register(upload, register_of(upload))
    else:
        tell_ledger(upload, ledger_of(upload, timezone.localdate(at))[0])
    upload.save()
    return upload, known


def keep_upload(
    top: Organisation, kind: str, content: bytes, filename: str, *, by: Actor, at: datetime, corrects: Import | None = None
) -> tuple[Import, bool]:
    """Keep an uploaded file sealed, not judged yet. Returns it and whether the same bytes were here before. Within a transaction."""
    by.require(CAPABILITY[kind], {top.key})
    Organisation.objects.select_for_update().get(pk=top.pk)
    digest = hashlib.sha256(content).hexdigest()
    before = Import.objects.filter(top_key=top.key, kind=kind, sha256=digest).exclude(state="dropped").order_by("-pk").first()
    if before is not None:
        return before, True
    upload = Import(
        key=new_key(), top_key=top.key, kind=kind, filename=filename[-_LONGEST_NAME:], sha256=digest, state="received", corrects=corrects,
        uploaded_at=at, uploaded_by=by.login, valid_on=timezone.localdate(at),
    )
    keep_content(upload, content)
    upload.save()
    return upload, False


def keep_content(upload: Import, content: bytes) -> None:
    upload.file_sealed = seal(upload.key, FILE, base64.b64encode(content).decode())


def content_to_judge(upload: Import) -> bytes:
    """The bytes that are judged: of a corrections workbook with the covered numbers put back. Raises Unreadable."""
    content = content_of(upload)
    if upload.corrects is None or upload.state != "received":
        return content
    side: Any = "ledger" if upload.kind == TERMS else "register"
    merged = read_corrections(content, upload.filename, content_of(upload.corrects), upload.corrects.filename, mask, kind=side)
    if not upload.filename.lower().endswith(".xlsx"):
        upload.filename = f"{upload.filename}.xlsx"[-_LONGEST_NAME:]
    return merged


def tell_register(upload: Import, register: Register) -> None:
    """Let the upload say what judging found; not saved yet."""
    counts = register.counts
    found = {"rows": counts.rows, "accepted": counts.accepted, "waiting": counts.rejected, "branches": counts.branches}
    _tell(upload, register.reported_on, register.problems, found)


def tell_ledger(upload: Import, ledger: Ledger) -> None:
    """The same of a ledger, judged against the register in the database."""
    found = {"rows": len(ledger.terms) + len(ledger.waiting), "accepted": len(ledger.terms), "waiting": len(ledger.waiting)}
    _tell(upload, ledger.reported_on, ledger.problems, found)


def _tell(upload: Import, reported: str | None, problems: tuple[Problem, ...], counts: dict[str, int]) -> None:
    upload.state = "judged"
    upload.valid_on = upload.corrects.valid_on if upload.corrects is not None else _day(reported) or upload.valid_on
    upload.summary = {"counts": counts, "codes": dict(Counter(one.code for one in problems)), "waiting": counts["waiting"]}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking a register in did; receipt None: it said nothing new, and nothing was written."""

    receipt: Receipt | None
    written: Written


EVERYBODY = "*"
"""In `leave`: whoever is not in the file."""


@transaction.atomic
def take_register(
    upload: Import, valid_on: date, leave: Collection[str] = (), *, by: Actor, at: datetime, shown: str | None = None,
    register: Register | None = None, told: Callable[[int], None] = lambda _step: None,
) -> Taken:
    """Take the accepted rows of an uploaded register in. Whoever is in `leave` (person keys, or EVERYBODY) and not in the file has left.

    shown: the digest of the difference that was looked at; Refused when it would not be the same now. Doing it twice does it once.
    register: the file as judged already. told: hears each of the TAKING steps when it is done; what it raises undoes all of it.
    """
    permit = by.require("roster.import_register", {upload.top_key})
    top = Organisation.objects.select_for_update().get(key=upload.top_key)
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    seen = compare_register(upload) if register is None else compare_people(upload.top_key, register)
    told(1)
    wanted = set(leave)
    leaving = [person for person in seen.difference.left if person in wanted or EVERYBODY in wanted]
    if seen.difference.empty and not leaving and upload.state == "taken":
        return Taken(None, Written())
    if shown is not None and shown != seen.digest:
        raise Refused("moved-on", _("花名册在此期间有变动，差异已重新列出，请再看一遍后收入。"))
    _allow_day(upload, valid_on, timezone.localdate(at))
    written = write_register(top, seen, leaving, valid_on, at, lambda step: told(1 + step))
    waiting_in: Counter[str] = Counter()
    for branch, count in seen.waiting_in.items():
        waiting_in[written.key_of(branch)] += count
    _settle_upload(upload, seen.scope + [one.key for one in written.places], waiting_in, valid_on, at)
    ledger = post_awaited(top, at=at, on=timezone.localdate(at))
    receipt = record(
        Act(
            name="RegisterTaken", valid_on=valid_on, top_key=top.key, org_key=top.key, role=permit.role or "",
            facts=_facts(upload, seen, written, leaving, ledger.posts), personal=_personal(seen), filled=written.fields,
        ),
        by=by, at=at,
    )
    upload.summary = {**upload.summary, "receipt": str(receipt)}
    upload.save(update_fields=["summary"])
    told(STEPS + 2)
    consequences.settle(
        top.key, organisations={one.pk for one in written.places} | {top.pk} | ledger.organisations,
        people=written.people | ledger.people, on=timezone.localdate(at), at=at, act="RegisterTaken",
    )
    told(TAKING)
    return Taken(receipt, written)


def _allow_day(upload: Import, valid_on: date, today: date) -> None:
    """A register is as of a day that has been; an older one than is already in would wipe out what is known since."""
    if valid_on > today:
        raise Refused("day-ahead", _("填报日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": valid_on.isoformat()})
    others = Import.objects.filter(top_key=upload.top_key, kind=upload.kind, state="taken").exclude(pk=upload.pk)
    newest = others.order_by("-valid_on").values_list("valid_on", flat=True).first()
    if newest is not None and newest > valid_on:
        raise Refused(
            "day-behind",
            _("已收入 %(newest)s 的花名册，比这份的 %(day)s 新。内容确实更新的，请把填报日期改为它所反映的日期。")
            % {"newest": newest.isoformat(), "day": valid_on.isoformat()},
        )


def _settle_upload(upload: Import, scope: list[str], waiting_in: Mapping[str, int], valid_on: date, at: datetime) -> None:
    root = upload
    while root.corrects is not None:
        root = root.corrects
    upload.state, upload.valid_on = "taken", valid_on
    upload.taken_at = upload.taken_at or at
    upload.summary = {
        **upload.summary, "scope": sorted(set(scope)), "root": root.pk, "waiting_in": dict(waiting_in), "waiting": sum(waiting_in.values()),
    }
    upload.save(update_fields=["state", "valid_on", "taken_at", "summary"])


def _facts(upload: Import, seen: RegisterSeen, written: Written, leaving: list[str], awaited: int) -> dict[str, Any]:
    found = seen.difference
    counts = seen.register.counts
    back = {one.place: one.person for one in found.joined if one.person}
    return {
        "import": upload.key,
        "corrects": upload.corrects.key if upload.corrects else "",
        "file": upload.sha256,
        "rows": counts.rows,
        "accepted": counts.accepted,
        "waiting": counts.rejected,
        "unchanged": found.unchanged,
        "joined": written.joined,
        "back": sorted(back.values()),
        "left": leaving,
        "moved": {one.person: [one.before, written.key_of(one.after)] for one in found.moved},
        "changed": {one.person: [change.field for change in one.fields] for one in found.changed},
        "organisations": [one.key for one in written.places],
        "officers_of_ledger": awaited,
    }


def _personal(seen: RegisterSeen) -> dict[str, dict[str, str]]:
    """Old and new value of every changed field, sealed under the person's key."""
    return {
        one.person: {change.field: f"{change.before} → {change.after}" for change in one.fields} for one in seen.difference.changed
    }


def corrections_of(upload: Import, *, by: Actor, at: datetime, told: Told = lambda _done, _whole: None) -> bytes:
    """The corrections workbook of an upload: the whole file, wrong cells marked, numbers masked, with who made it and when.

    told: hears how far judging is.
    """
    by.require("roster.corrections", {upload.top_key})
    content, notice = content_of(upload), notice_in_words(upload.top_key)
    if upload.kind == REGISTER:
        problems = read_register(content, upload.filename, told).problems
        return corrections_workbook(content, upload.filename, problems, mask, made_by=by.name, made_at=at, kind="register", notice=notice)
    problems = ledger_of(upload, timezone.localdate(at), told)[0].problems
    return corrections_workbook(content, upload.filename, problems, mask, made_by=by.name, made_at=at, kind="ledger", notice=notice)
