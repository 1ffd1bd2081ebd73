"""Taking a term ledger in: terms with their expiry by rule, founding days, officers as the ledger names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.roster import consequences, facts
from leadgoose.roster.actions.officers import apply
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.register import Told
from leadgoose.roster.models import Import, Organisation, OrganisationFact, Person, Post, Term
from leadgoose.roster.queries import known
from leadgoose.roster.queries.ledgers import LedgerSeen, TermSeen, compare_ledger
from leadgoose.roster.queries.uploads import TERMS
from leadgoose.roster.queries.waiting import taken
from leadgoose.roster.rules.officers import LEDGER, Plan


@dataclass(slots=True)
class TermsWritten:
    """What was written: ids of organisations and people touched, and how many terms, posts, fields."""

    organisations: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    terms: int = 0
    posts: int = 0
    fields: int = 0


@dataclass(frozen=True, slots=True)
class TermsTaken:
    """receipt None: the ledger said nothing new, and nothing was written."""

    receipt: Receipt | None
    written: TermsWritten


TAKING = 4
"""Steps of taking a ledger in: comparing, writing, the journal's entry, what follows."""


@transaction.atomic
def take_terms(
    upload: Import, valid_on: date, *, by: Actor, at: datetime, shown: str | None = None,
    judged: Told = lambda _done, _whole: None, told: Callable[[int], None] = lambda _step: None,
) -> TermsTaken:
    """Take the accepted rows of an uploaded ledger in. valid_on: the day as of which the ledger was made.

    shown: the digest of the difference that was looked at; Refused when it would not be the same now. Doing it twice does it once.
    judged: hears how far judging is; told: each of the TAKING steps when it is done; what they raise undoes all of it.
    """
    permit = by.require("roster.import_terms", {upload.top_key})
    top = Organisation.objects.select_for_update().get(key=upload.top_key)
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    today = timezone.localdate(at)
    seen = compare_ledger(upload, today, judged)
    told(1)
    if seen.empty and upload.state == "taken":
        return TermsTaken(None, TermsWritten())
    if shown is not None and shown != seen.digest:
        raise Refused("moved-on", _("花名册或台账在此期间有变动，差异已重新列出，请再看一遍后收入。"))
    if valid_on > today:
        raise Refused("day-ahead", _("截止日期 %(day)s 还没有到，请改为今天或以前的日期。") % {"day": valid_on.isoformat()})
    written = _write(seen, valid_on, at)
    _keep(upload, seen, valid_on, at)
    told(2)
    act = Act(
        name="TermsTaken", valid_on=valid_on, top_key=top.key, org_key=top.key, role=permit.role or "",
        facts=_facts(upload, seen), personal=_replies(seen), filled=written.fields,
    )
    receipt = record(act, by=by, at=at)
    upload.summary = {**upload.summary, "receipt": str(receipt)}
    upload.save(update_fields=["summary"])
    told(3)
    consequences.settle(
        top.key, organisations=written.organisations, people=written.people, on=today, at=at, act="TermsTaken"
    )
    told(TAKING)
    return TermsTaken(receipt, written)


def _write(seen: LedgerSeen, valid_on: date, at: datetime) -> TermsWritten:
    written = TermsWritten()
    places = [seen.side.at.by_key[one.organisation] for one in seen.terms]
    lines = known.facts_of(places[0].top_key, {place.pk for place in places}) if places else {}
    people = {row.key: row for row in Person.objects.filter(key__in=_starting(seen))}
    starts: list[Post] = []
    for one in seen.terms:
        if one.empty:
            continue
        place = seen.side.at.by_key[one.organisation]
        written.organisations.add(place.pk)
        if one.state in {"new", "changed"}:
            _write_term(one, place, at)
            written.terms += 1
            written.fields += 2 + sum(1 for said in (one.row.shifted_to, one.row.reply_no) if said)
        if one.founded_on is not None:
            _found(lines[place.pk], one.founded_on, at)
            written.fields += 1
        starts += apply(place, one.posts, people, LEDGER, valid_on, at)
        written.posts += len(one.posts.starts)
        written.fields += len(one.posts.starts) + len(one.posts.joins)
    Post.objects.bulk_create(starts, batch_size=500)
    touched = {row.person for one in seen.terms for row in (*one.posts.ends, *one.posts.keeps)}
    touched |= {row.person for one in seen.terms for row, _ in one.posts.joins} | set(_starting(seen))
    written.people = set(Person.objects.filter(key__in=touched).values_list("pk", flat=True))
    return written


def _starting(seen: LedgerSeen) -> list[str]:
    return [person for one in seen.terms for person, _ in one.posts.starts]


def _write_term(one: TermSeen, place: Organisation, at: datetime) -> None:
    elected = date.fromisoformat(one.row.elected_on)
    if one.state == "changed" and one.before is not None:
        facts.retract(Term.objects.filter(pk=one.before.pk), at)
    elif one.before is not None:
        facts.end(one.before, elected, at, one.before.source)
    Term.objects.create(
        organisation=place, valid_from=elected, elected_on=elected, years=one.row.years, expires_on=date.fromisoformat(one.row.expires_on),
        shifted_to=date.fromisoformat(one.row.shifted_to) if one.row.shifted_to else None, reply_no=(one.row.reply_no or "")[:60],
        recorded_at=at, source=LEDGER,
    )


def _found(line: OrganisationFact, on: date, at: datetime) -> None:
    """The founding day becomes known; the line holds from when it held."""
    facts.retract(OrganisationFact.objects.filter(pk=line.pk), at)
    facts.again(line, at, LEDGER, set_up_on=on)


def _keep(upload: Import, seen: LedgerSeen, valid_on: date, at: datetime) -> None:
    root = upload
    while root.corrects is not None:
        root = root.corrects
    upload.state, upload.valid_on = "taken", valid_on
    upload.taken_at = upload.taken_at or at
    upload.summary = {
        **upload.summary, "scope": seen.scope, "root": root.pk, "waiting_in": dict(seen.waiting_in), "waiting": sum(seen.waiting_in.values()),
        **_awaited(seen),
    }
    upload.save(update_fields=["state", "valid_on", "taken_at", "summary"])


def _awaited(seen: LedgerSeen) -> dict[str, Any]:
    """How many officers the ledger names whose rows wait, in all and by organisation, and where the secretary is among them (`waiting.awaiting`)."""
    waits = [one for one in seen.terms if one.awaited]
    return {
        "awaited": sum(len(one.awaited) for one in waits),
        "awaited_in": {one.organisation: len(one.awaited) for one in waits},
        "awaited_secretary": [one.organisation for one in waits if one.row.secretary in one.awaited],
    }


def _facts(upload: Import, seen: LedgerSeen) -> dict[str, Any]:
    return {
        "import": upload.key,
        "corrects": upload.corrects.key if upload.corrects else "",
        "file": upload.sha256,
        "accepted": len(seen.ledger.terms),
        "waiting": len(seen.ledger.waiting),
        "unchanged": sum(1 for one in seen.terms if one.empty),
        "terms": {
            one.organisation: [one.state, one.row.elected_on, one.row.years, one.row.expires_on, one.row.shifted_to or ""]
            for one in seen.terms if one.state in {"new", "changed"}
        },
        "founded": {one.organisation: one.founded_on.isoformat() for one in seen.terms if one.founded_on is not None},
        "posts": {one.organisation: [[person, kind.value] for person, kind in one.posts.starts] for one in seen.terms if one.posts.starts},
        "agreed": sum(len(one.posts.joins) for one in seen.terms),
        "withdrawn": {
            one.organisation: [[row.person, row.kind.value] for row in (*one.posts.ends, *one.posts.keeps)]
            for one in seen.terms if one.posts.ends or one.posts.keeps
        },
        "awaited": sum(len(one.awaited) for one in seen.terms),
    }


def _replies(seen: LedgerSeen) -> Mapping[str, Mapping[str, str]]:
    """Reply numbers are free text: sealed under the organisation's key."""
    return {one.organisation: {"reply_no": one.row.reply_no} for one in seen.terms if one.state in {"new", "changed"} and one.row.reply_no}


def post_awaited(top: Organisation, *, at: datetime, on: date) -> TermsWritten:
    """Officers whom a ledger named while their row in the register waited for correction: recorded now that they are there.

    Called by the act that takes people in, inside its transaction; it records how many. Terms of the ledger are not touched.
    """
    written = TermsWritten()
    covered: set[str] = set()   # by a newer ledger, which prevails
    for upload in taken(top.key, TERMS):
        newer, covered = set(covered), covered | set(upload.summary.get("scope", []))
        if not upload.summary.get("awaited"):
            continue
        seen = compare_ledger(upload, on)
        people = {row.key: row for row in Person.objects.filter(key__in=_starting(seen))}
        for one in seen.terms:
            place = seen.side.at.by_key[one.organisation]
            changes = one.posts
            if one.organisation not in newer and (changes.starts or changes.joins):
                Post.objects.bulk_create(apply(place, _only_new(one), people, LEDGER, upload.valid_on, at))
                written.organisations.add(place.pk)
                written.posts += len(changes.starts) + len(changes.joins)
                written.people |= {people[person].pk for person, _ in changes.starts}
        upload.summary = {**upload.summary, **_awaited(seen)}
        upload.save(update_fields=["summary"])
    return written


def _only_new(one: TermSeen) -> Plan:
    return Plan(starts=one.posts.starts, joins=one.posts.joins)
