"""What the meeting decides by hands before the vote: the report, the method, who watches and counts; and the PINs of those."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from leadgoose.elections.actions.meeting import Work, enter, hang, impossible, note, people, retract, stage, unmet, words
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.steps import Told
from leadgoose.elections.models import Hands, Meeting, Watcher
from leadgoose.elections.queries.meeting import Room
from leadgoose.elections.queries.slate import standing_for
from leadgoose.elections.rules import hands as raised
from leadgoose.elections.rules.pins import is_hashed, is_pin, signature, slow_hash
from leadgoose.elections.rules.slate import Post, Slate, watched
from leadgoose.elections.rules.tally import Refusal as Impossible
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.listed import listed
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.ground.vault.actions import open_sealed, seal

PIN = "watcher.pin"
"""Field under which the slow hash of a PIN is sealed, with the organisation's key."""
MISSES = 5
"""Wrong PINs in a row, after which it must be set anew."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who watches and who counts, by key, and the hands that passed the scrutineers."""

    scrutineers: tuple[str, ...]
    counters: tuple[str, ...]
    hands: raised.Hands


@transaction.atomic
def record_report_heard(meeting: Meeting, shown: raised.Hands | None, *, by: Actor, at: datetime) -> None:
    """The report of the outgoing committee was heard and reviewed (journal: ReportReviewed); hands where the meeting voted on it."""
    work = enter(meeting, "elections.record_report_heard", by=by, at=at)
    _decide(work, "report-heard", Hands.Matter.REPORT, shown, frozenset())


@transaction.atomic
def adopt_method(meeting: Meeting, shown: raised.Hands, *, by: Actor, at: datetime) -> None:
    """The election method was passed by a show of hands (journal: MethodAdopted); refused where the hands do not suffice."""
    work = enter(meeting, "elections.adopt_method", by=by, at=at)
    _decide(work, "method", Hands.Matter.METHOD, shown, frozenset({"method-passed"}))


@transaction.atomic
def choose_scrutineers(meeting: Meeting, choice: Choice, *, by: Actor, at: datetime) -> Verdict:
    """Scrutineers passed by the meeting, counters named by the chair (journal: ScrutineersChosen).

    Refused where one of them stands for something, has no right (scrutineers) or is not in the room; a small body only warns.
    """
    work = enter(meeting, "elections.choose_scrutineers", by=by, at=at)
    room = work.room
    chosen = people(work, (*choice.scrutineers, *choice.counters), "scrutineers")
    _in_room(room, choice)
    groups = Verdict.of(watched(slate_of(room, choice.scrutineers, choice.counters)))
    if not groups.ok:
        raise Refusal(words(unmet(groups)), "counters" if any("counter" in one.code for one in groups.stops) else "scrutineers")
    vote = _passed(work, Hands.Matter.SCRUTINEERS, choice.hands)
    retract(room.watchers, at)
    _again(work, Hands.Matter.SCRUTINEERS)
    vote.save()
    rows = [
        Watcher.objects.create(meeting=work.meeting, person=chosen[key], name=room.names[key], role=role, **work.marks)
        for role, keys in ((Watcher.Role.SCRUTINEER, choice.scrutineers), (Watcher.Role.COUNTER, choice.counters)) for key in dict.fromkeys(keys)
    ]
    told = Told(
        ticked=frozenset({"scrutineers-passed"}), judged={"groups-apart": groups}, typed=len(rows) + 1,
        facts={"scrutineers": list(choice.scrutineers), "counters": list(choice.counters), "favour": vote.favour},
    )
    hang([vote, *rows], stage(work, "scrutineers", told))
    return groups


def slate_of(room: Room, scrutineers: Sequence[str], counters: Sequence[str]) -> Slate:
    """What the rule on those who watch and count looks at: the vote that comes first, or all posts of the committee's meeting."""
    there = {one.key: one for one in room.members}
    standing = [there[key] for key in standing_for(room) if key in there]
    post: Post = "leaders" if room.meeting.sort == Meeting.Sort.COMMITTEE else "members"
    return Slate(post, 1, standing, room.members, scrutineers, counters, room.meeting.on)


@transaction.atomic
def set_pin(meeting: Meeting, person: str, pin: str, *, salt: str = "", by: Actor, at: datetime) -> None:
    """Somebody chosen sets the PIN with which they close their sheets at this meeting (journal: PinSet). Only its slow hash is kept.

    pin: 4 to 12 digits; with a salt (hex) it is the slow hash already, made on the device. Set anew, the earlier one ends.
    """
    work = enter(meeting, "elections.set_pin", by=by, at=at)
    rows = [one for one in work.room.watchers if one.person.key == person]
    if not rows:
        raise Refusal(_("只有本次会议的监票人、计票人设密码，请从名单里选。"), "person")
    if salt and not is_hashed(salt, pin):
        raise Refusal(_("密码没有收全，请重新设置。"), "pin")
    if not salt and not is_pin(pin):
        raise Refusal(_("密码请用 4 至 12 位数字。"), "pin")
    salt, hashed = (salt, pin) if salt else _fresh(pin)
    for row in rows:
        row.pin_salt, row.pin_sealed = salt, seal(work.election.organisation.key, PIN, hashed)
        row.pin_times, row.pin_misses = row.pin_times + 1, 0
        row.save(update_fields=["pin_salt", "pin_sealed", "pin_times", "pin_misses"])
    note(work, "PinSet", {"times": rows[0].pin_times}, person=person)


def proves(row: Watcher, organisation: str, said: str, sheet: str, *, signed: bool) -> bool:
    """Whether what was said is this person's PIN; signed: it is the signature of the sheet's text instead (`rules.pins`)."""
    if not row.pin_sealed:
        return False
    kept = open_sealed(organisation, PIN, row.pin_sealed)
    return constant_time_compare(said, signature(kept, sheet)) if signed else constant_time_compare(slow_hash(said, row.pin_salt), kept)


def _fresh(pin: str) -> tuple[str, str]:
    salt = secrets.token_hex(16)
    return salt, slow_hash(pin, salt)


def _in_room(room: Room, choice: Choice) -> None:
    there = room.declaration.in_room if room.declaration is not None and not room.declaration.by_numbers else None
    for field, keys in (("scrutineers", choice.scrutineers), ("counters", choice.counters)):
        absent = [room.names[key] for key in keys if there is not None and key not in there]
        if absent:
            raise Refusal(_("%(names)s没有到会，请从到会的人中另选。") % {"names": listed(absent)}, field)


def _decide(work: Work, key: str, matter: Hands.Matter, shown: raised.Hands | None, ticked: frozenset[str]) -> None:
    vote = _passed(work, matter, shown) if shown is not None else None
    _again(work, matter)
    if vote is not None:
        vote.save()
    facts = {"favour": vote.favour, "against": vote.against, "abstain": vote.abstain} if vote is not None else {}
    step = stage(work, key, Told(ticked=ticked, facts=facts, typed=len(facts) or 1))
    hang([vote] if vote is not None else [], step)


def _again(work: Work, matter: Hands.Matter) -> None:
    retract((one for one in work.room.hands.values() if one.matter == matter), work.at)


def _passed(work: Work, matter: Hands.Matter, shown: raised.Hands) -> Hands:
    room = work.room
    declared = room.declaration
    if declared is None or not declared.quorate:
        raise Refusal(_("还没有宣布到会人数，或者到会人数不足；请先清点到会。"))
    judged = raised.judge(shown, room.base, declared.present)
    if isinstance(judged, Impossible):
        raise Refusal(impossible(judged.codes), "favour")
    if not judged.ok:
        raise Refusal(words(unmet(judged)), "favour")
    return Hands(
        meeting=work.meeting, matter=matter, favour=shown.favour, against=shown.against, abstain=shown.abstain, base=room.base.heads,
        need=raised.need(room.base), passed=True, **work.marks,
    )
