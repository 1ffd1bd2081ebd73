"""What follows from training's acts, in the same transaction: what is due. The words of the codes are in overview/sentences.py.

Shortfalls of hours and of concentrated courses are watched once the year's plan is approved, and the next plan is asked for then; induction,
effect checks, certificates and short answers that wait to be marked always.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from leadgoose.ground.duties.actions import Settled, Wanted
from leadgoose.ground.duties.actions import settle as settle_duties
from leadgoose.ground.statutes.dates import induction_due
from leadgoose.roster.models import Organisation, Present
from leadgoose.training.models.bank import Exam, Sitting
from leadgoose.training.models.carrying import EffectCheck
from leadgoose.training.models.plan import Plan
from leadgoose.training.queries.certificates import certificates_of
from leadgoose.training.queries.hours import done_in, hour_table
from leadgoose.training.queries.team import Member, team
from leadgoose.training.rules.certificates import State, renew_from
from leadgoose.training.rules.competency import Role
from leadgoose.training.rules.hours import HourTable, shortfall
from leadgoose.training.rules.obligations import SECRETARIES, Done, hours_required
from leadgoose.training.standards import rulebook

CODES = ("training_hours", "training_concentrated", "training_induction", "training_effect", "training_certificate", "training_marking")
PLAN_CODES = ("training_plan",)
EFFECT_DAYS = 30
"""Days from the day of an effect check until it is late."""
MARKING_DAYS = 7
"""Days from handing in until short answers that nobody has read are late: whoever sat the test waits for the result."""
PLAN_DUE = (1, 31)
"""The year's plan is due by this day of January (每年初制定), for a committee that has planned a year before."""
CEASES = (4, 1)
"""What a year lacked is no longer asked for from this day of the next."""


def settle_people(top_key: str, people: Collection[int], *, on: date, at: datetime, act: str) -> Settled:
    """Let the duties of the branches of these people (ids) say what is due of training. act: closes what ceased, as the journal knows it."""
    places = set(Present.objects.filter(person_id__in=people).values_list("organisation__key", flat=True))
    return _settle(top_key, places, on=on, at=at, act=act) if places else Settled()


def settle_marking(exam: Exam, *, on: date, at: datetime, act: str) -> Settled:
    """The same for whoever marks a test: the branch of the trainer whom it names, and the office."""
    homes = Present.objects.filter(person=exam.trainer).values_list("organisation__key", flat=True) if exam.trainer is not None else ()
    return _settle(exam.top_key, {exam.top_key, *homes}, on=on, at=at, act=act)


def settle_all(top_key: str, *, on: date, at: datetime, act: str) -> Settled:
    """The same for everybody of a committee, and for its plan: after an approval, and every night."""
    places = set(Organisation.objects.filter(top_key=top_key).values_list("key", flat=True))
    wanted = [Wanted(top_key, "training_plan", "", numbers={"year": last + 1}, act="training.plans", opens_on=date(last + 1, 1, 1),
                     due_on=date(last + 1, *PLAN_DUE)) for last in _planned(top_key)[-1:]]
    plan = settle_duties(top_key, [top_key], wanted, codes=PLAN_CODES, on=on, at=at, closed_by=act)
    return plan + _settle(top_key, places, on=on, at=at, act=act)


def _settle(top_key: str, places: Collection[str], *, on: date, at: datetime, act: str) -> Settled:
    members = [one for one in team(top_key, on, rulebook(on)) if one.place in places]
    wanted = [*_of_the_year(top_key, members), *_inductions(members, on), *_effects(places), *_certificates(top_key, places, on),
              *_marking(top_key, places)]
    return settle_duties(top_key, places, wanted, codes=CODES, on=on, at=at, closed_by=act)


def _planned(top_key: str) -> list[int]:
    """The years with an approved plan, the last two of them, rising. A day that passes changes nothing here."""
    rows = Plan.objects.filter(top_key=top_key, state=Plan.State.APPROVED).order_by("-year").values_list("year", flat=True)
    return sorted(rows[:2])


def _of_the_year(top_key: str, members: list[Member]) -> Iterator[Wanted]:
    """Hours and concentrated courses of the planned years."""
    for year in _planned(top_key):
        done = done_in([one.pk for one in members], year)
        table = hour_table(top_key, date(year, 1, 1))
        for one in members:
            yield from _short(one, done.get(one.pk, Done()), year, table)


def _short(one: Member, done: Done, year: int, table: HourTable) -> Iterator[Wanted]:
    need, rule = hours_required(one.role)
    lack = shortfall(done.hours, need, year, table)
    if lack is not None:
        numbers = {"year": year, "have": lack.have, "need": lack.need, "lacking": lack.lacking}
        yield Wanted(one.place, "training_hours", rule, one.key, numbers, "training.branch", opens_on=lack.opens_on, due_on=lack.due_on,
                     ends_on=date(year + 1, *CEASES))
    if one.role in SECRETARIES and not done.concentrated:
        yield Wanted(one.place, "training_concentrated", "edu-secretary-county-level", one.key, {"year": year}, "training.branch",
                     opens_on=date(year, table.short_from, 1), due_on=date(year, 12, 31), ends_on=date(year + 1, *CEASES))


def _inductions(members: list[Member], on: date) -> Iterator[Wanted]:
    new = [one for one in members if one.role is Role.NEW_SECRETARY and one.since is not None]
    done = done_in([one.pk for one in new], on.year) if new else {}
    for one in new:
        if one.since is not None and not done.get(one.pk, Done()).inducted:
            numbers = {"since": one.since.isoformat(), "due": induction_due(one.since).isoformat()}
            yield Wanted(one.place, "training_induction", "edu-new-secretary-half-year", one.key, numbers, "training.branch",
                         opens_on=one.since, due_on=induction_due(one.since))


def _effects(places: Collection[str]) -> Iterator[Wanted]:
    """One row a person and day: of several sessions that are asked about on one day, the row counts them."""
    asked: dict[tuple[str, str, date], list[str]] = defaultdict(list)
    rows = EffectCheck.objects.filter(answer="", person__present__organisation__key__in=places).order_by("pk")
    for place, person, due, session in rows.values_list("person__present__organisation__key", "person__key", "due_on", "session__key"):
        asked[place, person, due].append(session)
    for (place, person, due), sessions in asked.items():
        numbers = {"sessions": sessions, "count": len(sessions), "from": due.isoformat()}
        yield Wanted(place, "training_effect", "", person, numbers, "training.person", opens_on=due, due_on=due + timedelta(days=EFFECT_DAYS))


def _certificates(top_key: str, places: Collection[str], on: date) -> Iterator[Wanted]:
    """Renewal while it can still be in time, and what has lapsed. One row a person: the certificate that ends first."""
    home = {pk: (place, key) for pk, place, key in Present.objects.filter(organisation__key__in=places, person__certificates__isnull=False).distinct()
            .values_list("person_id", "organisation__key", "person__key")}
    first: dict[int, Wanted] = {}
    for one in certificates_of(list(home), top_key, on):
        if one.last is None or one.state is State.WITHDRAWN:
            continue
        place, person = home[one.person]
        numbers = {"certificate": one.kind.code, "last": one.last.isoformat(), "issued": one.issued_on.isoformat()}
        wanted = Wanted(place, "training_certificate", "", person, numbers, "training.person",
                        opens_on=renew_from(one.kind, one.last), due_on=one.last)
        if one.person not in first or (first[one.person].due_on or date.max) > one.last:
            first[one.person] = wanted
    yield from first.values()


def _marking(top_key: str, places: Collection[str]) -> Iterator[Wanted]:
    """Short answers that wait: one row a trainer, one for the office, which marks a trainer's own; the paper handed in first sets the day."""
    rows = Sitting.objects.filter(exam__top_key=top_key, state=Sitting.State.HANDED_IN).order_by("handed_in_at")
    waiting: dict[tuple[str, str], list[date]] = defaultdict(list)
    for home, trainer, sat_by, at in rows.values_list("exam__trainer__present__organisation__key", "exam__trainer__key", "person__key", "handed_in_at"):
        waiting[(home, trainer) if home and trainer != sat_by else (top_key, "")].append(timezone.localdate(at))
    for (place, trainer), days in waiting.items():
        if place in places:
            numbers = {"count": len(days), "since": days[0].isoformat(), "days": MARKING_DAYS}
            yield Wanted(place, "training_marking", "", trainer, numbers, "training.exams", opens_on=days[0], due_on=days[0] + timedelta(days=MARKING_DAYS))
