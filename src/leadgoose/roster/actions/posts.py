"""Posts given and ended by a document (任免文件): one line or a whole committee on one form, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.roster import consequences, words
from leadgoose.roster.actions import rehearsal
from leadgoose.roster.actions.deeds import Said, Work, basis_in_words, keep_deed
from leadgoose.roster.actions.organisations import Consent, clear
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Deed, Organisation, Person, Post, new_key
from leadgoose.roster.queries import posts as queries
from leadgoose.roster.queries.acts import Effect
from leadgoose.roster.reach import of_organisation
from leadgoose.roster.rules import posts as rules
from leadgoose.roster.rules.acts import No
from leadgoose.roster.rules.organisations import Notice
from leadgoose.roster.rules.posts import Act, Wish

NAMES: Mapping[Act, str] = {Act.GIVE: "PostGiven", Act.END: "PostEnded"}
SAID: Mapping[str, str | Promise] = {
    "ended": _("这个党组织已于 %(day)s 撤销，不能再办理。"),
    "ahead": _("日期 %(day)s 还没有到，请改为今天或以前的日期。"),
    "dated-ahead": _("发文日期 %(day)s 还没有到，请核对。"),
    "nothing": _("还没有填写任职，也没有勾选免职。"),
    "twice": _("同一人的同一职务写了两次，请只留一行。"),
    "before-place": _("日期 %(day)s 早于该党组织现有登记的起始日期 %(since)s。"),
    "not-held": _("%(name)s现在不担任这项职务。"),
    "before-post": _("%(name)s自 %(since)s 任职，免职日期应当晚于这一天。"),
    "no-such-post": _("这里没有%(post)s这项职务。"),
    "designated-only-leaders": _("上级指派只限书记、副书记；委员由选举产生。"),
    "came-by": _("这项职务不能由这种方式产生。"),
    "no-committee": _("这里批准不设支部委员会，只设书记，必要时设 1 名副书记。"),
    "not-here": _("%(name)s现不在任何党支部，不能任职。"),
    "elsewhere": _("%(name)s的组织关系不在这里，请先办理内部转移，或者按指派、调动办理。"),
    "no-right": _("%(name)s现没有被选举权，不能任职。"),
    "before-member": _("任职日期 %(day)s 早于%(name)s现有组织关系记录的起始日期 %(since)s。"),
    "held-already": _("%(name)s已自 %(since)s 起担任这项职务。"),
    "two-secretaries": _("书记只能有一人：%(other)s正担任书记，请在同一文件中先免去，或者核对日期。"),
    "two-deputies": _("副书记至多 1 名：%(other)s正担任副书记，请在同一文件中先免去。"),
    "two-leaders": _("党小组组长只能有一人：%(other)s正担任组长，请同时免去。"),
}
FIELD: Mapping[str, str] = {"ahead": "on", "before-place": "on", "dated-ahead": "dated"}
"""The field of the form that a refusal of the whole document is about; its lines otherwise."""


@dataclass(frozen=True, slots=True)
class Document:
    """The paper by which posts are given and ended. on: the day from which it holds; dated None: no day on it, or none known."""

    number: str
    dated: date | None
    on: date


@dataclass(frozen=True, slots=True)
class PostsSeen:
    """What a document would do: its effect, and what is as a rule otherwise."""

    effect: Effect
    notices: tuple[Notice, ...] = ()


def judge(place: Organisation, wishes: Sequence[Wish], document: Document, today: date, at: datetime) -> PostsSeen:
    """What the document would do, or Refused (`touches` holds the number of the line at fault). Nothing is written."""
    known = _decide(place, wishes, document, today)

    def write() -> Work:
        return _joined(document, at, [_write(place, known, wish, document, at) for wish in _in_order(wishes)])

    return PostsSeen(rehearsal.rehearse(place.top_key, {place.pk}, today, write), rules.notices(known, wishes))


@transaction.atomic
def change_posts(
    place: Organisation, wishes: Sequence[Wish], document: Document, *, by: Actor, at: datetime, consent: Consent | None = None, batch: str = ""
) -> list[Deed]:
    """Carry a document out (journal: PostEnded and PostGiven, one entry for each line). All of it or nothing."""
    permit = by.require("roster.change_posts", of_organisation(place))
    Organisation.objects.select_for_update().get(key=place.top_key)
    today = timezone.localdate(at)
    known = _decide(place, wishes, document, today)
    remark = clear(rules.notices(known, wishes), (consent or Consent()).remark)
    before = rehearsal.look(place.top_key, {place.pk}, today)
    wishes = _in_order(wishes)
    works = [_write(place, known, wish, document, at) for wish in wishes]
    effect = rehearsal.compare(before, _joined(document, at, works))
    people = {row.key: row for row in Person.objects.filter(key__in=[one.person for one in wishes])}
    batch = batch or (new_key() if len(wishes) > 1 else "")
    done = []
    for wish, work in zip(wishes, works, strict=True):
        told = {"post": wish.kind.value, **({"dated": document.dated.isoformat()} if document.dated is not None else {})}
        if wish.act is Act.GIVE:
            told["came_by"] = rules.came_by(known, wish).value
        said = Said(
            wish.act, NAMES[wish.act], place.key, basis_in_words(document.number), told, remark=remark, batch=batch, role=str(permit.role or ""),
            effect=effect,
        )
        done.append(keep_deed(people[wish.person], work, said, by=by, at=at))
    touched = {row.pk for row in people.values()}
    consequences.settle(place.top_key, organisations={place.pk}, people=touched, on=today, at=at, act=NAMES[wishes[-1].act])
    return done


def _in_order(wishes: Sequence[Wish]) -> list[Wish]:
    """Ends first: so a seat is free before it is filled."""
    return sorted(wishes, key=lambda one: one.act is Act.GIVE)


def _decide(place: Organisation, wishes: Sequence[Wish], document: Document, today: date) -> rules.Place:
    basis_in_words(document.number)
    if document.dated is not None and document.dated > today:
        raise _refused(No("dated-ahead", {"day": document.dated.isoformat()}))
    known = queries.place_of(place)
    keys = {one.person for one in wishes}
    refusal = rules.refuse(known, queries.candidates(place, keys, document.on), wishes, document.on, today)
    if refusal is not None:
        names = queries.names_of({*keys, *(one.person for one in known.holders)})
        wish = wishes[refusal.line] if refusal.line is not None else None
        raise _refused(refusal.no, names, wish, refusal.line)
    return known


def _refused(no: No, names: Mapping[str, str] | None = None, wish: Wish | None = None, line: int | None = None) -> Refused:
    names, numbers = names or {}, dict(no.numbers)
    if "other" in numbers:
        numbers["other"] = names.get(str(numbers["other"]), _now("另一人"))
    if wish is not None:
        numbers |= {"name": names.get(wish.person, _now("该同志")), "post": words.word(words.POST, wish.kind)}
    refused = Refused(no.code, SAID[no.code] % numbers)
    refused.line = line
    return refused


def _write(place: Organisation, known: rules.Place, wish: Wish, document: Document, at: datetime) -> Work:
    work = Work(document.on, at)
    held = Post.objects.known().filter(organisation=place, person__key=wish.person, valid_to=None)
    if wish.act is Act.END:
        for row in held.filter(kind=wish.kind).order_by("pk"):
            work.end(row)
        return work
    values = {
        "kind": wish.kind, "came_by": rules.came_by(known, wish), "full_time": wish.full_time, "cross_appointed": wish.cross,
        "awaiting_approval": False,
    }
    before = rules.replaced(known, wish)
    row = held.filter(kind=before.kind).order_by("-pk").first() if before is not None else None
    if row is not None:
        values = {name: value for name, value in values.items() if value is not None}
        work.again(row, **values)
    else:
        person = Person.objects.get(key=wish.person)
        work.start(Post(person=person, organisation=place, since=document.on, **values))
    return work


def _joined(document: Document, at: datetime, works: Sequence[Work]) -> Work:
    whole = Work(document.on, at)
    for one in works:
        whole.recorded += one.recorded
        whole.retracted += one.retracted
        whole.organisations |= one.organisations
        whole.people |= one.people
    return whole
