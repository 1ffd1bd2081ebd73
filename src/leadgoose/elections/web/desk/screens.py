"""What each screen of the desk shows, from the meeting as it stands and from what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.elections.models import Meeting, Round, Sheet, Watcher
from leadgoose.elections.papers.catalogue import BY_KEY, SECOND
from leadgoose.elections.queries.desk import Entry, differences, entries_of, names_in, reasons_of
from leadgoose.elections.queries.meeting import Room
from leadgoose.elections.queries.outcome import Decided, Vote, by_strokes
from leadgoose.elections.queries.paper import issued
from leadgoose.elections.queries.slate import Ballot, next_ballot, sorts, standing_for
from leadgoose.elections.rules import hands as raised
from leadgoose.elections.rules.rollcall import Grounds
from leadgoose.elections.rules.sheet import Gap, Line
from leadgoose.elections.rules.stages import TERM_CHANGES
from leadgoose.elections.web import words
from leadgoose.elections.web.desk.telling import Line as Said
from leadgoose.elections.web.desk.telling import lines, quorum_of
from leadgoose.elections.web.desk.typed import Typed
from leadgoose.ground.listed import listed
from leadgoose.ground.statutes.votes import Expected

CLAIMS = 6
"""Rows of the form that leaves people out; more are decided in the same way once these are."""
WRITEINS = 5
"""Rows for others who were written in; frontend/desk.js adds more."""
Context = dict[str, Any]


def roll(room: Room, typed: Typed) -> Context:
    declared = room.declaration
    there = set(typed.texts("in_room")) if typed else set(declared.in_room) if declared is not None else set()
    excluded = {one.person.key for one in room.exclusions}
    return {
        "electors": [(one.key, one.name, room.branches.get(one.key, ""), one.key in there, one.key in excluded) for one in room.electors],
        "others": [(key, room.names[key], spoken, key in there) for key, spoken in room.bars.items()],
        "need": quorum_of(room.base), "needs": _needs(room, len(excluded)), "expected": room.base.heads,
        "here": len(there & {one.key for one in room.electors}), "need_here": _needs(room, len(excluded))[len(there & excluded)],
        "declarations": room.declarations, "declared": declared, "exclusions": room.exclusions,
        "claims": [str(number) for number in range(max(CLAIMS, len(room.exclusions) + 1))], "grounds": [(one.value, words.GROUNDS[one]) for one in Grounds],
        "may_exclude": room.meeting.sort != Meeting.Sort.COMMITTEE and not room.declarations, "ballots_out": room.ballots_out,
        "by_numbers": room.meeting.sort != Meeting.Sort.COMMITTEE, "chair": room.names.get(room.meeting.chair.key) if room.meeting.chair else "",
        "short": declared is not None and not declared.quorate and room.of_members,
    }


def _needs(room: Room, excluded: int) -> list[int]:
    """How many must come, by how many of those left out came after all: they are counted again."""
    base = room.base
    return [quorum_of(Expected(base.heads + came) if isinstance(base, Expected) else base) for came in range(excluded + 1)]


def decisions(room: Room, typed: Typed) -> Context:
    declared = room.declaration
    there = set(declared.in_room) if declared is not None and not declared.by_numbers else {one.key for one in room.members}
    stand = set(standing_for(room))
    chosen = {role: set(typed.texts(f"{role}s")) if typed else set(room.watchers_as(role)) for role in Watcher.Role}
    people = [
        (one.key, one.name, room.branches.get(one.key, ""), one.key in stand, one.key in room.bars, one.key in chosen[Watcher.Role.SCRUTINEER],
         one.key in chosen[Watcher.Role.COUNTER])
        for one in room.members if one.key in there
    ]
    roles: dict[str, list[str]] = {}
    for one in room.watchers:
        roles.setdefault(one.person.key, []).append(str(words.WATCHER[one.role]))
    watchers = [(one, listed(roles[one.person.key])) for one in {one.person.key: one for one in room.watchers}.values()]
    return {
        "people": people, "watchers": watchers, "hands": room.hands, "need": raised.need(room.base), "present": declared.present if declared else 0,
        "asks": {stage.replace("-", "_"): room.of_members and room.asks(stage) for stage in ("report-heard", "method")},
        "done": {stage.replace("-", "_"): room.of_members and room.done(stage) for stage in ("report-heard", "method", "scrutineers")},
        "paper": room.meeting.held == Meeting.Held.PAPER, "quorate": declared is not None and declared.quorate,
        "chosen": bool(room.watchers) and not typed,
    }


def ballots(room: Room, typed: Typed) -> Context:
    ballot = next_ballot(room)
    row = room.vote.round if room.vote is not None and ballot is None else None
    declared = room.declaration
    return {
        "ballot": ballot, "of": words.VOTE[ballot.sort] if ballot else "",
        "order": list(enumerate(ballot.candidates, 1)) if ballot else [], "on_order": lines(ballot.verdict.reasons) if ballot else [],
        "same": ballot is not None and any(one.code == "elections.same-name" for one in ballot.verdict.reasons),
        "by_hand": ballot is not None and ballot.sort in (Round.Sort.COMMITTEE, Round.Sort.PRESELECTION),
        "row": row, "present": declared.present if declared is not None else None, "gaps": _gaps(room, row, typed), "checks": _checks(row),
        "voted": row is not None and row.voters is not None, "returned": row is not None and _is_returned(room, row),
        "void": row is not None and row.outcome == "void", "printed": _printed(room, ballot),
        "too_many": max(row.issued - row.present, 0) if row is not None and not _is_returned(room, row) else 0,
        "announced": room.of_members and room.done("announced"),
        "counts": _counts(row) if row is not None else [],
    }


def _printed(room: Room, ballot: Ballot | None) -> int | None:
    """How many ballots of this vote were printed here: counted once, where they are printed. A vote that follows another has its own."""
    if ballot is None or ballot.follows or ballot.round is not None:
        return None
    own = {Round.Sort.PRESELECTION: "preselection-ballot", Round.Sort.SECRETARY: "secretary-ballot", Round.Sort.DEPUTY: "deputy-ballot"}
    second = ballot.sort == Round.Sort.DEPUTY and len(sorts(room)) > 1
    paper = (SECOND if second else "ballot") if room.of_members else own.get(ballot.sort, "ballot")
    return sum(one.copies for one in issued(room.election).get(paper, ())) or None


def _counts(row: Round) -> list[tuple[str, str]]:
    """The numbers of the ballots in the order in which they become known; "—" for those that are not."""
    known = row.spare_destroyed is not None
    found = [
        (_("印制"), row.printed), (_("发出"), row.issued), (_("投票人数"), row.voters), (_("收回"), row.returned), (_("无效"), row.invalid),
        (_("作废换发"), row.spoiled if known else None), (_("销毁余票"), row.spare_destroyed),
    ]
    return [(what, "—" if number is None else str(number)) for what, number in found]


def _is_returned(room: Room, row: Round) -> bool:
    if row.returned is None or row.outcome == "void":
        return False
    return room.done("returned") if room.of_members else True


def _gaps(room: Room, row: Round | None, typed: Typed) -> list[tuple[str, Any, str, bool]]:
    """(field, question, words, shown) for each difference that may need words: shown once it was asked for."""
    kept = reasons_of(row, room.election.organisation.key) if row is not None and not typed else {}
    return [
        (f"reason_{gap}", words.GAP[gap], typed.text(f"reason_{gap}") if typed else kept.get(gap.value, ""),
         f"reason_{gap}" in typed.wrong or bool(typed.text(f"reason_{gap}") if typed else kept.get(gap.value)))
        for gap in Gap
    ]


def _checks(row: Round | None) -> list[tuple[str, str, str, bool]]:
    """The three comparisons as (what, first, second, do they agree) once everything is counted."""
    if row is None or row.returned is None or row.spare_destroyed is None:
        return []
    accounted = row.issued + row.spoiled + row.spare_destroyed
    return [
        (_("印制 / 发出、作废、销毁合计"), str(row.printed), str(accounted), row.printed == accounted),
        (_("发出 / 投票人数"), str(row.issued), str(row.voters), row.issued == row.voters),
        (_("投票人数 / 收回"), str(row.voters), str(row.returned), row.returned == row.voters),
    ]


def tally(room: Room, typed: Typed) -> Context:
    vote = room.vote
    if vote is None or vote.round.issued == 0:
        return {"row": None}
    row = vote.round
    entries, names = entries_of(room, row), names_in(room, row)
    candidates = [key for key, _name in row.candidates]
    qualified = sorted(room.qualified(candidates), key=list(room.names).index)
    by_person = {one.person: one for one in entries}
    watchers = {one.person.key: one for one in room.watchers}
    settled = vote.decided is not None
    return {
        "row": row, "open": _is_returned(room, row) and not settled, "returned": row.returned, "seats": row.seats,
        "qualified": [(key, names[key], by_person.get(key), bool(watchers[key].pin_sealed), watchers[key].pin_salt) for key in qualified],
        "free": [key for key in qualified if key not in by_person], "few": len(qualified) < 2,
        "lines": [(key, name, *(typed.text(f"{what}_{key}") for what in ("approve", "disapprove", "abstain"))) for key, name in row.candidates],
        "writeins": _writeins(typed), "others": [(one.key, names[one.key]) for one in room.electors if one.key not in candidates],
        "compared": _compared(entries, names) if len(entries) >= 2 else [], "entries": entries,
        "agree": len(entries) >= 2 and not differences(entries, names), "may_decide": len(entries) >= 2 or (len(qualified) < 2 and len(entries) == 1),
        "paper": room.meeting.held == Meeting.Held.PAPER, "way": Sheet.Way.PAPER if room.meeting.held == Meeting.Held.PAPER else Sheet.Way.SUMS,
        "decided": vote.decided, "persons": _persons(vote, vote.decided) if vote.decided is not None else [], "revote": row.follows == "revote",
        "on_count": _others_than_persons(vote.decided) if vote.decided is not None else [],
    }


def _writeins(typed: Typed) -> list[tuple[str, str, str]]:
    """Rows of others written in, as (number of the row, key, votes); as many as were typed, and never fewer than WRITEINS."""
    rows = [(str(number), typed.text(f"other_{number}"), typed.text(f"others_{number}")) for number in range(60)]
    used = max((int(number) for number, key, votes in rows if key or votes), default=-1) + 1
    return rows[: max(WRITEINS, used)]


def _compared(entries: list[Entry], names: Mapping[str, str]) -> list[tuple[str, list[tuple[str, bool]]]]:
    """All that differs name by name: (name, [(what each sheet says, is it unlike the first)])."""
    found = []
    for key in dict.fromkeys(key for one in entries for key in (*one.sums.lines, *one.sums.writeins)):
        said = [_line(one, key) for one in entries]
        if len(set(said)) > 1:
            found.append((names[key], [(text, text != said[0]) for text in said]))
    invalid = [str(one.sums.invalid) for one in entries]
    if len(set(invalid)) > 1:
        found.append((_("无效票"), [(text, text != invalid[0]) for text in invalid]))
    return found


def _line(entry: Entry, key: str) -> str:
    """赞成—不赞成—弃权, or the votes of somebody written in."""
    line = entry.sums.lines.get(key)
    return f"{line.approve}—{line.disapprove}—{line.abstain}" if line is not None else str(entry.sums.writeins.get(key, 0))


Person = tuple[str, Line | None, int, Said | None, bool]


def _persons(vote: Vote, decided: Decided) -> list[Person]:
    """Everybody with votes: (name, line of a listed candidate, approvals, what the rule says of them, elected), the ballot's order, write-ins last."""
    said = {str(one.numbers.get("name", "")): line for one, line in zip(decided.reasons, lines(decided.reasons), strict=True) if "name" in one.numbers}
    found: list[Person] = []
    for key in (*decided.sums.lines, *decided.sums.writeins):
        line, name = decided.sums.lines.get(key), decided.names[key]
        approvals = line.approve if line is not None else decided.sums.writeins[key]
        found.append((name, line, approvals, said.get(name), key in decided.elected))
    return found


def _others_than_persons(decided: Decided) -> list[Said]:
    """What the rule says of the vote as a whole."""
    return [line for one, line in zip(decided.reasons, lines(decided.reasons), strict=True) if "name" not in one.numbers]


def result(room: Room, typed: Typed) -> Context:
    vote = room.vote
    decided = vote.decided if vote is not None else None
    elected = [(one.decided, one.round) for one in room.votes if one.decided is not None]
    names = {key: name for one, _row in elected for key, name in one.names.items()}
    leading = (Round.Sort.SECRETARY, Round.Sort.DEPUTY)
    won = [key for one, row in elected for key in one.elected if row.sort not in leading]
    leaders = [(str(words.VOTE[row.sort]), one.names[key]) for one, row in elected for key in one.elected if row.sort in leading]
    reduced = "reduction" in room.hands
    status = decided.status if decided is not None else ""
    more = next_ballot(room) is not None
    return {
        "vote": vote, "decided": decided,
        "elected": [names[key] for key in by_strokes(won, names)], "leaders": leaders,
        "persons": _persons(vote, decided) if vote is not None and decided is not None else [],
        "on_count": _others_than_persons(decided) if decided is not None else [], "status": status, "reduced": reduced,
        "full": status == "complete" or (status == "shortfall" and reduced), "more": more,
        "tied_again": vote is not None and vote.round.follows == "revote" and status == "tie",
        "others": _stand_again(room, decided),
        "announced": room.done({"members": "announced", "committee": "first-meeting", "preselection": "preselection"}[room.meeting.sort]),
        "sort": room.meeting.sort, "renewed": room.election.kind in TERM_CHANGES,
    }


def _stand_again(room: Room, decided: Decided | None) -> list[tuple[str, str, str]]:
    """Whom the meeting may put up for the open seats, as (key, name, what they received): the unelected first, then everybody with the right."""
    if decided is None or decided.status != "shortfall":
        return []
    won = {key for one in room.votes if one.decided is not None for key in one.decided.elected}
    approvals = {key: line.approve for key, line in decided.sums.lines.items()} | dict(decided.sums.writeins)
    first = [(key, decided.names[key], str(approvals[key])) for key in decided.not_elected]
    rest = [(one.key, one.name, "") for one in room.electors if one.key not in approvals and one.key not in won and one.key not in room.qualified(())]
    return [*first, *rest]


PAPERS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("members", "roll"): ("script", "sign-in"), ("members", "decisions"): ("method",), ("members", "ballots"): ("ballot",),
    ("members", "tally"): ("tally", "scrutineers"), ("members", "result"): ("announcement", "minutes"),
    ("committee", "roll"): ("plenary-script",), ("committee", "ballots"): ("secretary-ballot", "deputy-ballot"),
    ("committee", "tally"): ("leaders-tally",), ("committee", "result"): ("plenary-minutes",),
    ("preselection", "ballots"): ("preselection-ballot",), ("preselection", "tally"): ("preselection-tally",),
}
"""The papers that lie on the table at each screen, by meeting."""


def papers(room: Room, screen: str) -> list[tuple[str, str]]:
    """(name, address) of the papers for a screen."""
    kinds = [BY_KEY[key] for key in PAPERS.get((room.meeting.sort, screen), ()) if not BY_KEY[key].post or BY_KEY[key].post in sorts(room)]
    return [(str(one.label), reverse("elections.desk_paper" if one.desk else "elections.paper", args=[room.election.key, one.key])) for one in kinds]


SCREENS: Mapping[str, Callable[[Room, Typed], Context]] = {
    "roll": roll, "decisions": decisions, "ballots": ballots, "tally": tally, "result": result,
}
