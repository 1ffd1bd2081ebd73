"""The facts of an election's papers from its rows: the register, the course, the candidates, the meetings. A constant number of queries.

Sums are taken in only as far as whoever asks may know them (queries.outcome.sums_of): before the announcement nobody but those at the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from leadgoose.elections.models import Candidate, Declaration, Election, Hands, Meeting, Step, Watcher
from leadgoose.elections.papers.facts import (
    COMMITTEE,
    DEPUTY,
    SECRETARY,
    Done,
    Facts,
    Line,
    Members,
    Objected,
    Office,
    Person,
    Plenary,
    Roll,
    Said,
    Show,
    Stands,
    Term,
    Undone,
    Vote,
)
from leadgoose.elections.papers.handing import left_open
from leadgoose.elections.papers.pen import as_written
from leadgoose.elections.queries.candidates import Said as Proven
from leadgoose.elections.queries.candidates import lists_of, proofs_of
from leadgoose.elections.queries.course import Course, course_of, shift_asked, shift_words
from leadgoose.elections.queries.handover import handover_of
from leadgoose.elections.queries.meeting import Room, room_of
from leadgoose.elections.queries.outcome import Decided, standing_meetings, sums_of
from leadgoose.elections.queries.outcome import Vote as Counted
from leadgoose.elections.queries.supervision import Watched, supervision_of
from leadgoose.elections.rules.members import bar
from leadgoose.elections.rules.procedure import procedure
from leadgoose.elections.rules.switches import switches
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.bylaws.queries import settings_of
from leadgoose.ground.press.script import fixed
from leadgoose.roster.kinds import COMMITTEE_POSTS, OrgKind, PostKind, Standing
from leadgoose.roster.models import Organisation, PersonFact
from leadgoose.roster.queries import committee_name
from leadgoose.roster.queries.electors import OnRoll, on_roll
from leadgoose.roster.queries.organisation import Holder, holders, terms

NEW_MEETING = "new-meeting"
BY_MEETING = frozenset({NEW_MEETING, *(one.key for one in procedure().stages.values() if one.by in ("meeting", "desk"))})
"""What of the past the minutes tell: stages of the meeting taken off again, and another day set."""
POSTS = (COMMITTEE, SECRETARY, DEPUTY)
HELD = {
    PostKind.SECRETARY: "书记", PostKind.DEPUTY_SECRETARY: "副书记", PostKind.ORGANISATION: "组织委员", PostKind.PUBLICITY: "宣传委员",
    PostKind.DISCIPLINE: "纪检委员", PostKind.COMMISSIONER: "委员", PostKind.GROUP_LEADER: "党小组组长",
}
"""How papers call a post that somebody holds; pages have words of their own, in the reader's language."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is read once and asked several times."""

    election: Election
    course: Course
    candidates: Sequence[Candidate]
    people: Mapping[int, PersonFact]
    holders: Sequence[Holder]
    rooms: Mapping[str, Room]
    votes: Sequence[Counted]
    said: Mapping[str, Sequence[Proven]]
    watched: Watched


def facts_of(election: Election, on: date, known_to: Actor) -> Facts:
    """All that the papers of this election may say to this reader on a day. The election comes with organisation and parent."""
    place = election.organisation
    settings = settings_of(place.top_key)
    rows = _read(election, on, known_to)
    room, shift = rows.rooms.get(Meeting.Sort.MEMBERS), shift_words(election)
    roll = _members(room, place, election.meeting_on or on)
    told = room.declaration if room is not None else None
    counted = _votes(rows, Meeting.Sort.MEMBERS)
    return Facts(
        office=Office(
            committee_name(place.top_key), _above(place), settings.issuer, settings.contact, settings.phone, settings.copies_to, settings.printed_by,
            settings.request_months,
        ),
        name=place.name, kind=election.kind, on=on, general=place.kind == OrgKind.GENERAL_BRANCH, by_members=_by_members(election),
        traits=frozenset(election.traits), script=settings.script, term=_term(election), members=roll, seats=election.seats,
        deputies=election.deputies, meeting_on=room.meeting.on if room is not None else election.meeting_on, meeting_time=election.meeting_time,
        meeting_place=election.meeting_place, switches=switches(election.switches), candidates=_candidates(rows, settings.script),
        done={**_done(rows.course), **({"shift-request": Done(number=shift["request_no"])} if shift else {})},
        chair=_chair(rows, room), roll=_roll(roll, room, told), absent=_absent(room, told), shows=_shows(room),
        scrutineers=_watchers(room, Watcher.Role.SCRUTINEER), counters=_watchers(room, Watcher.Role.COUNTER), votes=counted,
        preselection=_votes(rows, Meeting.Sort.PRESELECTION), plenary=_plenary(rows), elected=_elected(rows),
        envoy=rows.watched.envoy.name if rows.watched.envoy is not None else "", shift_to=shift_asked(election),
        shift_reason=as_written(shift.get("reason", "")),
        left_open=left_open(handover_of(election, on), settings.script), annulled=_annulled(rows.course), undone=_undone(rows.course), objections=tuple(
            Objected(one.rule, one.words, one.answer) for one in rows.watched.of("objection")
        ),
    )


def _annulled(course: Course) -> Done | None:
    """The superior's decision, where this election is held again after one."""
    row = next((one for one in reversed(course.steps) if one.key == "annul" and one.sort == Step.Sort.SIDE), None)
    return Done(row.on, row.paper_no, row.signer) if row is not None else None


def _undone(course: Course) -> tuple[Undone, ...]:
    """Stages of the meeting that were withdrawn, and days on which too few came. One query where there were any."""
    found = [one for one in course.facts.past if one.key in BY_MEETING]
    short = list(Declaration.objects.filter(
        meeting__election=course.election, meeting__sort=Meeting.Sort.MEMBERS, meeting__under__taken_by__key="new-meeting",
    ).select_related("meeting", "meeting__under").order_by("pk")) if any(one.key == NEW_MEETING for one in found) else []
    called = {one.meeting.under.taken_by_id: one for one in short}      # the last number of each
    moves = iter(row.pk for row in course.steps if row.key == NEW_MEETING and row.sort == Step.Sort.SIDE)
    told = []
    for one in found:
        last = called.get(next(moves)) if one.key == NEW_MEETING else None
        numbers = (last.expected, last.need, last.present, last.meeting.on) if last is not None else ()
        told.append(Undone(one.key, one.on, one.reason, *numbers))
    return tuple(told)


def _read(election: Election, on: date, known_to: Actor) -> _Rows:
    course = course_of(election)
    candidates = list(Candidate.objects.filter(election=election, dropped_on=None).select_related("person").order_by("position", "pk"))
    people = PersonFact.objects.on(on).filter(person__in=[one.person_id for one in candidates]).order_by("valid_from", "pk")
    rooms = {one.sort: room_of(one, course) for one in standing_meetings(election)}
    votes = sums_of(election, known_to) if rooms else []
    return _Rows(
        election, course, candidates, {row.person_id: row for row in people}, holders(election.organisation, on), rooms, votes,
        proofs_of(election, {one.person.key for one in candidates}), supervision_of(election),
    )


# --- the organisation ---


def _above(place: Organisation) -> str:
    parent = place.parent
    return parent.name if parent is not None and parent.kind == OrgKind.GENERAL_BRANCH else ""


def _by_members(election: Election) -> bool:
    """Whether the members' meeting elects the secretary: the first list is not one of members of a committee."""
    return lists_of(election)[0].judged_as == "secretary"


def _term(election: Election) -> Term | None:
    """The term that runs out, as the register has it now. One query."""
    if election.term_elected_on is None:
        return None
    found = next((one for one in terms(election.organisation) if one.elected_on == election.term_elected_on), None)
    return None if found is None else Term(found.elected_on, found.years, found.expires_on, found.shifted_to)


def _members(room: Room | None, place: Organisation, on: date) -> Members:
    if room is not None:
        full = sum(one.full for one in room.members)
        others = tuple(one.name for one in room.members if bar(one) is not None)
        return Members(full, len(room.members) - full, tuple(one.name for one in room.electors), others)
    rows = on_roll(place, on)
    if not rows:
        return Members()
    full = sum(one.standing is Standing.FULL for one in rows)
    electors = tuple(one.name for one in rows if _may_vote(one))
    return Members(full, len(rows) - full, electors, tuple(one.name for one in rows if not _may_vote(one)))


def _may_vote(one: OnRoll) -> bool:
    return one.standing is Standing.FULL and not one.restrictions


# --- who stands, what was done ---


def _candidates(rows: _Rows, script: str) -> dict[str, tuple[Stands, ...]]:
    held: dict[str, list[str]] = {}
    for one in rows.holders:
        held.setdefault(one.person, []).append(fixed(HELD[PostKind(one.kind)], script))
    stand = [
        (row.post, _stands(row, rows.people.get(row.person_id), held.get(row.person.key, []), rows.said[row.person.key])) for row in rows.candidates
    ]
    return {post: tuple(one for of, one in stand if of == post) for post in POSTS}


def _stands(row: Candidate, fact: PersonFact | None, held: Sequence[str], said: Sequence[Proven]) -> Stands:
    person = Person(row.name) if fact is None else Person(
        row.name, fact.gender, fact.ethnicity, fact.born_on, fact.education, fact.joined_party, fact.full_member, fact.admin_post, tuple(held),
    )
    proofs: dict[str, tuple[Said, ...]] = {}
    for one in said:
        proofs[one.heading] = (*proofs.get(one.heading, ()), Said(as_written(one.text), as_written(one.source)))
    return Stands(person, row.agreed_on is not None, row.official_on is not None, proofs)


def _done(course: Course) -> dict[str, Done]:
    return {key: Done(row.on, row.paper_no, row.signer) for key, row in course.open.items() if key in course.facts.records and course.facts.records[key].done}


# --- the meetings ---


def _roll(members: Members, room: Room | None, told: Declaration | None) -> Roll:
    if told is not None:
        return Roll(told.right, told.excluded, told.present, told.others)
    return Roll(members.right, room.excluded if room is not None else 0)


def _chair(rows: _Rows, room: Room | None) -> str:
    """Who chairs: as recorded, else the outgoing secretary."""
    if room is not None and room.meeting.chair is not None:
        return room.names.get(room.meeting.chair.key, "")
    return next((one.name for one in rows.holders if one.kind == PostKind.SECRETARY), "")


def _absent(room: Room | None, told: Declaration | None) -> tuple[str, ...]:
    """Electors who are expected and did not come; nobody where only the numbers are known."""
    if room is None or told is None or told.by_numbers:
        return ()
    out = set(told.in_room) | {one.person.key for one in room.exclusions}
    return tuple(one.name for one in room.electors if one.key not in out)


def _shows(room: Room | None) -> dict[str, Show]:
    hands: Iterable[Hands] = room.hands.values() if room is not None else ()
    return {one.matter: Show(one.favour, one.against, one.abstain) for one in hands}


def _watchers(room: Room | None, role: Watcher.Role) -> tuple[str, ...]:
    return tuple(one.name for one in room.watchers if one.role == role) if room is not None else ()


def _votes(rows: _Rows, sort: Meeting.Sort) -> tuple[Vote, ...]:
    """The votes of a meeting; their sums and outcomes only where the reader may know them."""
    room = rows.rooms.get(sort)
    known = {one.round.pk: one.decided for one in rows.votes}
    return tuple(_vote(one, known.get(one.round.pk)) for one in room.votes) if room is not None else ()


def _vote(one: Counted, decided: Decided | None) -> Vote:
    row = one.round
    lines: tuple[Line, ...] = ()
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    if decided is not None:
        names = decided.names
        lines = (
            *(Line(names[key], line.approve, line.disapprove, line.abstain) for key, line in decided.sums.lines.items()),
            *(Line(names[key], votes, written_in=True) for key, votes in decided.sums.writeins.items()),
        )
        elected, tied = (tuple(names[key] for key in keys) for keys in (decided.elected, decided.tied))
    return Vote(
        row.sort, row.seats, tuple(name for _, name in row.candidates), row.present or None, row.printed or None, row.issued or None, row.voters,
        row.returned, row.invalid if decided is not None else None, row.spoiled, row.spare_destroyed, lines, decided.status if decided else "", elected,
        tied, decided.tied_seats if decided else 0, row.follows,
    )


def _plenary(rows: _Rows) -> Plenary:
    room = rows.rooms.get(Meeting.Sort.COMMITTEE)
    if room is None:   # a by-election adds to the committee that sits
        sitting = {one.person for one in rows.holders if one.kind in COMMITTEE_POSTS}
        return Plenary(members=len(sitting) + (rows.election.seats or 0)) if rows.election.kind == "by-election" and sitting else Plenary()
    told, chair = room.declaration, room.meeting.chair
    return Plenary(
        room.meeting.on, room.names.get(chair.key, "") if chair is not None else "", len(room.electors) or None, told.present if told else None,
        _watchers(room, Watcher.Role.SCRUTINEER), _votes(rows, Meeting.Sort.COMMITTEE),
    )


def _elected(rows: _Rows) -> dict[str, tuple[str, ...]]:
    """Who is elected to each post: as announced, else as counted where the reader may know it."""
    found = {post: tuple(one.name for one in rows.candidates if one.post == post and one.elected_on is not None) for post in POSTS}
    counted: dict[str, tuple[str, ...]] = {}
    for vote in (*_votes(rows, Meeting.Sort.MEMBERS), *_votes(rows, Meeting.Sort.COMMITTEE)):
        counted[vote.post] = (*counted.get(vote.post, ()), *vote.elected)
    return {post: found[post] or counted.get(post, ()) for post in POSTS}
