"""What the register can say of a candidate under the four headings, offered for the secretary to take or leave. Nothing is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from leadgoose.elections.models import Candidate
from leadgoose.elections.rules.slate import Heading
from leadgoose.ground.press.script import say
from leadgoose.roster.models import Person, PersonFact, Post
from leadgoose.roster.words import POST


@dataclass(frozen=True, slots=True)
class Offer:
    """A fact of the register in words, as papers print it: in the committee's script, whatever language the page is read in."""

    heading: Heading
    text: str
    source: str


def offers(candidate: Candidate, script: str, on: date, asked: int | None) -> list[Offer]:
    """What may be said of a candidate. asked: how many members were asked for their opinion, None while nobody was. Two queries."""
    person = candidate.person
    fact = PersonFact.objects.on(on).filter(person=person).order_by("-valid_from", "-pk").first()
    found = [*_learning(fact, script), *_practice(person, fact, script, on)]
    if candidate.supported is not None and asked:
        text = say("征求意见 %(asked)s 人，推荐 %(supported)s 人", script, asked=asked, supported=candidate.supported)
        found.append(Offer(Heading.OPINION, text, say("征求党员意见情况", script)))
    return found


def _learning(fact: PersonFact | None, script: str) -> list[Offer]:
    if fact is None:
        return []
    source = say("花名册", script)
    study = " ".join(part for part in (fact.school, fact.major, fact.education, fact.degree) if part)
    found = [Offer(Heading.LEARNING, study, source)] if study else []
    if fact.full_member:
        found.append(Offer(Heading.LEARNING, say("%(day)s 转为正式党员", script, day=fact.full_member), source))
    return found


def _practice(person: Person, fact: PersonFact | None, script: str, on: date) -> list[Offer]:
    found = []
    if fact is not None and fact.admin_post:
        found.append(Offer(Heading.PRACTICE, say("现任%(post)s", script, post=fact.admin_post), say("花名册", script)))
    if fact is not None and fact.work_start:
        found.append(Offer(Heading.PRACTICE, say("%(day)s 参加工作", script, day=fact.work_start), say("花名册", script)))
    rows = Post.objects.known().filter(person=person, valid_from__lte=on).select_related("organisation").order_by("valid_from", "pk")
    for row in rows:
        with override("zh-hans"):   # whatever the page's language
            post = say(str(POST[row.kind]), script)
        since, until = row.since, row.valid_to
        if since is not None and until is not None:
            text = say("%(since)s 至 %(until)s 任%(place)s", script, since=since.isoformat(), until=until.isoformat(), place=row.organisation.name)
        elif since is not None:
            text = say("%(since)s 起任%(place)s", script, since=since.isoformat(), place=row.organisation.name)
        else:
            text = say("任%(place)s", script, place=row.organisation.name)
        found.append(Offer(Heading.PRACTICE, text + post, say("花名册任职记录", script)))
    return found
