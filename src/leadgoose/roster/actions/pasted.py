"""Many acts from one pasted grid: all of them or, when one line is refused, nothing. Each is the ordinary act with its own entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.roster.actions import membership, rehearsal
from leadgoose.roster.actions.deeds import Work, basis_in_words
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.actions.posts import Document, change_posts
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.intake.acts import ActRow, read_acts
from leadgoose.roster.models import Deed, Organisation, Person, new_key
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.queries.known import Places, places
from leadgoose.roster.queries.posts import meant
from leadgoose.roster.rules.acts import Kind, Wish
from leadgoose.roster.rules.posts import Act as PostAct
from leadgoose.roster.rules.posts import Wish as PostWish

CAPABILITY = "roster.paste_acts"


@dataclass(slots=True)
class Pasted:
    """A grid as judged. wrong: number of a line → (field, why, what it touches); people: number of a line → the person it means."""

    rows: tuple[ActRow, ...]
    columns: tuple[str, ...]
    wrong: dict[int, tuple[str, Refused]] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)
    effect: Effect = field(default_factory=Effect)
    fault: str = ""

    @property
    def fine(self) -> bool:
        return bool(self.rows) and not self.fault and not self.wrong and not any(row.faults for row in self.rows)


class _Wrong(Exception):
    """Some line was refused: nothing of the grid stays."""


def judge_pasted(top: Organisation, text: str, on: date, basis: str, consent: Consent, *, by: Actor, at: datetime) -> Pasted:
    """What the grid would do, line by line, and what is wrong with it. Nothing is written."""
    basis_in_words(basis)
    found, at_places = _read(top, text)
    if not found.fine:
        return found
    today = timezone.localdate(at)
    touched = set(Organisation.objects.filter(top_key=top.key, key__in=_keys(found.rows, at_places, top)).values_list("pk", flat=True))

    def write() -> Work:
        _do_all(found, at_places, top, on, basis, consent, by, at)
        work = Work(on, at, organisations=set(touched))
        for deed in found.deeds:
            work.recorded += [(name, pk) for name, pk in deed.recorded]
            work.retracted += [(name, pk) for name, pk in deed.retracted]
        return work

    found.effect = rehearsal.rehearse(top.key, touched, today, write)
    found.deeds = []
    return found


def paste_acts(top: Organisation, text: str, on: date, basis: str, *, by: Actor, at: datetime, consent: Consent | None = None) -> Pasted:
    """Do every line of a grid, all or nothing; `wrong` says which lines kept it from being done. on: of lines without a day of their own."""
    by.require(CAPABILITY, {top.key})
    basis_in_words(basis)
    found, at_places = _read(top, text)
    if not found.fine:
        return found
    try:
        with transaction.atomic():
            Organisation.objects.select_for_update().get(pk=top.pk)
            _do_all(found, at_places, top, on, basis, consent or Consent(), by, at)
            if found.wrong:
                raise _Wrong
    except _Wrong:
        found.deeds = []
    return found


def _read(top: Organisation, text: str) -> tuple[Pasted, Places]:
    grid, at_places = read_acts(text), places(top.key)
    fault = str(grid.fault.message) if grid.fault is not None else "" if grid.rows else "-"
    return Pasted(grid.rows, grid.columns, fault=fault), at_places


def _keys(rows: Sequence[ActRow], at_places: Places, top: Organisation) -> set[str]:
    named = {key for row in rows for name in (row.branch, row.to) if name and (key := at_places.find(name))}
    people = {row.name for row in rows}
    homes = Organisation.objects.filter(top_key=top.key, present__name__in=people).values_list("key", flat=True)
    return named | set(homes)


def _do_all(found: Pasted, at_places: Places, top: Organisation, on: date, basis: str, consent: Consent, by: Actor, at: datetime) -> None:
    """Every line in its own savepoint, so that all that is wrong is found at once. Ends of posts come before gifts in the same branch."""
    batch = new_key()
    for row in sorted(found.rows, key=lambda one: one.act is PostAct.GIVE):
        try:
            with transaction.atomic():
                found.deeds += _do(row, at_places, top, on, basis, consent, batch, by, at)
        except Refused as no:
            found.wrong[row.number] = (_field(no, row), no)


def _do(
    row: ActRow, at_places: Places, top: Organisation, on: date, basis: str, consent: Consent, batch: str, by: Actor, at: datetime
) -> list[Deed]:
    branch = at_places.find(row.branch) if row.branch else ""
    if row.branch and not branch:
        raise Refused("branch", _("本委没有这个党组织，请核对名称。"))
    day = row.on or on
    if isinstance(row.act, PostAct):
        assert row.post is not None
        person = _person(row, top, "")
        place = at_places.by_key.get(branch) or _home(person)
        wish = PostWish(row.act, person.key, row.post, row.came_by, row.full_time, row.cross)
        return change_posts(place, [wish], Document(basis, None, day), by=by, at=at, consent=consent, batch=batch)
    assert row.act is not None
    person = _person(row, top, branch)
    to = at_places.find(row.to) if row.act is Kind.MOVE else ""
    if row.act is Kind.MOVE and not to:
        raise Refused("to", _("本委没有这个党支部，请核对名称。"))
    return membership.do([person], Wish(row.act, day, to), basis, by=by, at=at, despite=consent.despite, batch=batch)


def _home(person: Person) -> Organisation:
    found = Organisation.objects.filter(present__person=person).first()
    if found is None:
        raise Refused("branch", _("请填写党组织。"))
    return found


def _person(row: ActRow, top: Organisation, branch: str) -> Person:
    found = meant(top.key, f"{row.name} {row.last4}" if row.last4 else row.name, branch)
    if found.person is not None:
        return found.person
    if not found.several:
        raise Refused("name", _("没有这位党员，请核对姓名、党支部和证号后四位。"))
    raise Refused("last4", _("同名 %(n)s 人，请填写党支部或身份证号后四位。") % {"n": len(found.several)},
                  [f"{name} {place}" for _key, name, place in found.several])


def _field(no: Refused, row: ActRow) -> str:
    """The column at which a refusal stands."""
    at: Mapping[str, str] = {
        "name": "name", "last4": "last4", "branch": "branch", "to": "to", "no-branch": "to", "there-already": "to", "ahead": "on", "before": "on",
        "too-early": "on", "before-party": "on", "before-place": "on", "before-post": "on", "before-member": "on", "no-such-post": "post",
    }
    found = at.get(no.code, "act")
    return found if found in row.texts else "act"
