"""Who is on the list of a session: named, confirmed, declined, signed up, waiting. A session's row is locked, so that no seat is given twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.vault.actions import seal
from leadgoose.roster.models import Person
from leadgoose.roster.reach import of_person
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.models.carrying import SEATED, Nomination
from leadgoose.training.models.plan import Decided, Place, Plan, Session
from leadgoose.training.queries.lists import seats_taken
from leadgoose.training.queries.plans import not_held

State, Source = Nomination.State, Nomination.Source
OPEN = (*SEATED, State.WAITING)
LONGEST = 200


def name_places(plan: Plan, before: Plan | None, *, by: Actor, at: datetime) -> tuple[int, int, int]:
    """Name everybody whom an approved plan gives a place; withdraw what the plan before gave and this one does not: (named, withdrawn, waiting).

    A seat that somebody signed up for since the plan was solved is theirs: who comes after it waits.
    """
    places = list(Place.objects.filter(plan=plan).order_by("session_id", "person_id").values_list("session_id", "person_id"))
    called = set(Decided.objects.filter(plan=plan, source=Decided.Source.CALL_UP).values_list("session_id", "person_id"))
    lost = set(Place.objects.filter(plan=before).values_list("session_id", "person_id")) - set(places) if before is not None else set()
    sessions = {one.pk: one for one in Session.objects.select_for_update().filter(pk__in={session for session, _ in (*places, *lost)}).order_by("pk")}
    there = set(Nomination.objects.filter(session__in=sessions, state__in=OPEN).values_list("session_id", "person_id"))
    gone = [row.pk for row in Nomination.objects.filter(session__in={session for session, _ in lost}, state__in=OPEN, source__in=(Source.PLAN, Source.CALL_UP))
            if (row.session_id, row.person_id) in lost]
    Nomination.objects.filter(pk__in=gone).update(state=State.WITHDRAWN, changed_at=at)
    numbers, taken = _numbers(set(sessions)), seats_taken(sessions)
    rows = []
    for session, person in places:
        if (session, person) not in there:
            numbers[session] += 1
            source = Source.CALL_UP if (session, person) in called else Source.PLAN
            state = State.NAMED if source == Source.CALL_UP or taken.get(session, 0) < sessions[session].seats else State.WAITING
            taken[session] = taken.get(session, 0) + (state == State.NAMED)
            rows.append(Nomination(session_id=session, person_id=person, state=state, source=source, number=numbers[session],
                                   recorded_at=at, recorded_by=by.login, changed_at=at))
    Nomination.objects.bulk_create(rows, batch_size=500)
    for one in sessions.values():
        move_up(one, at=at)
    waiting = Nomination.objects.filter(pk__in=[row.pk for row in rows], state=State.WAITING).count()
    return len(rows) - waiting, len(gone), waiting


@transaction.atomic
def sign_up(session: Session, person: Person, *, by: Actor, at: datetime) -> Nomination:
    """Sign oneself up: a seat while there is one, else the end of the waiting list. Raises Refused."""
    if by.person_key != person.key:
        by.require("training.nominate", {session.top_key})
    return _list(session, person, Source.SELF, "SeatRequested", "", by=by, at=at)


@transaction.atomic
def nominate(session: Session, person: Person, *, by: Actor, at: datetime) -> Nomination:
    """Name somebody for a session: a seat while there is one, else the waiting list. Raises Refused."""
    role = str(by.require("training.nominate", of_person(person)).role or "")
    return _list(session, person, Source.OFFICE, "Nominated", role, by=by, at=at)


def _list(session: Session, person: Person, source: str, name: str, role: str, *, by: Actor, at: datetime) -> Nomination:
    session = _locked(session)
    if session.state != Session.State.OFFERED or session.called:
        raise Refused(_("这个班次不接受报名。"))
    if session.ends_on < timezone.localdate(at):
        raise Refused(_("班次已经结束。"))
    if source == Source.SELF and session.pk in not_held(session.top_key, [session.year]):
        raise Refused(_("批准的年度计划不开这个班次。"))
    if person.top_key != session.top_key:
        raise Refused(_("不是本委的党员。"))
    if Nomination.objects.filter(session=session, person=person, state__in=OPEN).exists():
        raise Refused(_("已经在名单上。"))
    free = _free(session)
    state = State.WAITING if free <= 0 else State.CONFIRMED if source == Source.SELF else State.NAMED
    number = _numbers({session.pk})[session.pk] + 1
    row = Nomination.objects.create(session=session, person=person, state=state, source=source, number=number, recorded_at=at, recorded_by=by.login,
                                    changed_at=at)
    _record(name, row, role, by=by, at=at)
    return row


@transaction.atomic
def answer(row: Nomination, confirm: bool, reason: str, *, by: Actor, at: datetime) -> Nomination:
    """Confirm or decline a place, by the person or by the own secretary; a seat that falls free goes to the first who waits. Raises Refused."""
    session = _locked(row.session)
    row = Nomination.objects.select_related("person__present__organisation__unit", "session").get(pk=row.pk)
    role = str(by.require("training.answer_nomination", of_person(row.person)).role or "")
    reason = " ".join(reason.split())
    if row.state not in OPEN or session.state != Session.State.OFFERED:
        raise Refused(_("名单已经变动，请刷新后再看。"))
    if confirm:
        if row.state == State.WAITING:
            raise Refused(_("还在候补，有空出的名额再确认。"))
        row.state = State.CONFIRMED
    else:
        if not reason or len(reason) > LONGEST:
            raise Refused(_("请写明不能参加的原因，最多 %(most)s 个字。") % {"most": LONGEST}, "reason")
        row.state, row.reason_sealed = State.DECLINED, seal(row.person.key, "reason", reason)
    row.changed_at = at
    row.save(update_fields=["state", "reason_sealed", "changed_at"])
    _record("NominationConfirmed" if confirm else "NominationDeclined", row, role, by=by, at=at, reason=reason if not confirm else "")
    move_up(session, at=at)
    return row


def move_up(session: Session, *, at: datetime) -> int:
    """Give free seats to those who wait, in the order of the list. The session is locked. Returns how many moved."""
    moved = 0
    if session.state != Session.State.OFFERED:
        return moved
    free = _free(session)
    for row in Nomination.objects.filter(session=session, state=State.WAITING).order_by("number")[: max(0, free)]:
        row.state, row.changed_at = State.NAMED, at
        row.save(update_fields=["state", "changed_at"])
        moved += 1
    return moved


def withdraw_all(session: Session, *, at: datetime) -> int:
    """The session is not held: every place on its list falls away. Returns how many had a seat."""
    rows = Nomination.objects.filter(session=session, state__in=OPEN)
    seated = rows.filter(state__in=SEATED).count()
    rows.update(state=State.WITHDRAWN, changed_at=at)
    return seated


def _locked(session: Session) -> Session:
    return Session.objects.select_for_update().get(pk=session.pk)


def _free(session: Session) -> int:
    return session.seats - Nomination.objects.filter(session=session, state__in=SEATED).count()


def _numbers(sessions: set[int]) -> dict[int, int]:
    """The last number on each list."""
    rows = Nomination.objects.filter(session__in=sessions).order_by().values("session").annotate(last=Max("number"))
    return dict.fromkeys(sessions, 0) | {row["session"]: row["last"] for row in rows}


def _record(name: str, row: Nomination, role: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    present = getattr(row.person, "present", None)
    place = present.organisation.key if present is not None else ""
    personal = {row.person.key: {"reason": reason}} if reason else {}
    facts = {"session": row.session.key, "list_state": row.state, "place": row.number}
    act = Act(name, timezone.localdate(at), row.session.top_key, place, row.person.key, facts=facts, personal=personal, typed=1 + bool(reason), role=role)
    record(act, by=by, at=at)
