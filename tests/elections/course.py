"""An election taken through its stages by its own acts, for tests that begin in the middle. What the count desk does is said in one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cast import NOW, TODAY, Cast, Part, enrol
from leadgoose.elections.actions import asking, persons, result
from leadgoose.elections.actions.asking import Asked, Forwarding, Meeting
from leadgoose.elections.actions.begin import Beginning, begin
from leadgoose.elections.actions.candidacy import nominate
from leadgoose.elections.actions.entry import Entry
from leadgoose.elections.actions.persons import Agreement, Opinion
from leadgoose.elections.actions.steps import Told, record_step
from leadgoose.elections.models import Candidate, Election
from leadgoose.elections.queries.course import course_of
from leadgoose.elections.queries.first_meeting import FirstMeeting
from leadgoose.elections.rules.procedure import needs, path, procedure
from leadgoose.elections.rules.sheet import Line
from leadgoose.ground.statutes.verdicts import Verdict
from leadgoose.roster.kinds import PostKind

NAMES = ("冯立新", "韩雪", "蒋文", "沈志刚", "杨柳青", "朱建平", "秦岚", "许国强")
OK = Verdict(True)


def more_members(cast: Cast, count: int = 8) -> list[str]:
    """Full members of branch "one" beside the cast; their keys."""
    for number, name in enumerate(NAMES[:count], 30):
        enrol(cast, Part(f"p-m{number}", name, "one", "男", f"198{number % 10}-01-0{number % 9 + 1}"), number)
    return [f"p-m{number}" for number in range(30, 30 + count)]


@dataclass(slots=True)
class Story:
    """One election of branch "one" and how far it is taken. day: of the last stage; each stage is a day later, as far as today allows."""

    cast: Cast
    election: Election
    start: date = TODAY - timedelta(days=40)
    day: date = field(default_factory=lambda: TODAY - timedelta(days=40))
    committee: tuple[str, ...] = ("p-secretary", "p-committee", "p-discipline", "p-m30")
    elected: tuple[str, ...] = ("p-secretary", "p-committee", "p-m30")
    secretary: str = "p-m30"
    outcome: str = "complete"

    def until(self, last: str) -> Story:
        """Everything to the stage `last`, that one too."""
        keys = [one.key for one in path(self.election.kind, frozenset(self.election.traits))]
        for key in keys[: keys.index(last) + 1]:
            record = course_of(self.election).facts.records.get(key)
            if record is None or not record.done:
                self.do(key)
        return self

    def do(self, key: str) -> None:
        self.day = min(self.day + timedelta(days=1), TODAY)
        _DO.get(key, _desk(key))(self)
        self.election.refresh_from_db()

    def entry(self, *ticked: str, **more: Any) -> Entry:
        cleared = {"elections.before-reminder": "已电话提醒"}
        return Entry(self.day, ticked=frozenset(ticked), cleared=cleared, **more)

    def by(self, login: str) -> dict[str, Any]:
        return {"by": self.cast.actor(login), "at": NOW}

    def rows(self, post: str = "") -> list[Candidate]:
        found = Candidate.objects.filter(election=self.election, dropped_on=None).order_by("pk")
        return list(found.filter(post=post) if post else found)


def story(cast: Cast, wish: Beginning | None = None) -> Story:
    """A branch of twelve full members begins its election."""
    more_members(cast)
    wish = wish or Beginning("branch-committee", seats=3)
    return Story(cast, begin(cast.organisations["one"], wish, by=cast.actor("clerk"), at=NOW))


def _request(one: Story) -> None:
    asked = Asked(seats=3, candidates=4, lines=frozenset({"anthem"}))
    asking.send_request(one.election, asked, Meeting(TODAY, "14:30", "队部会议室"), one.entry("request-complete"), **one.by("secretary"))


def _reply(one: Story) -> None:
    asking.record_reply(one.election, Asked(seats=3), Forwarding(one.day), one.entry(paper_no="示委复〔2026〕9号", signer="赵某"), **one.by("clerk"))


def _opinion(one: Story) -> None:
    persons.record_opinion(one.election, Opinion(13, 12), one.entry(), **one.by("secretary"))


def _initial(one: Story) -> None:
    for key in one.committee:
        nominate(one.election, one.cast.people[key], "committee", **one.by("secretary"))
    nominate(one.election, one.cast.people[one.secretary], "secretary", **one.by("secretary"))
    supported = {row.pk: 11 for row in one.rows()}
    persons.propose_persons(one.election, supported, one.entry("opinion-of-most"), **one.by("secretary"))


def _persons_request(one: Story) -> None:
    persons.send_persons_request(one.election, one.entry(paper_no="作一支〔2026〕3号"), **one.by("secretary"))


def _persons_reply(one: Story) -> None:
    persons.record_persons_reply(one.election, Agreement(), Forwarding(one.day), one.entry(), **one.by("clerk"))


def _deliberation(one: Story) -> None:
    chosen = frozenset(row.pk for row in one.rows())
    persons.fix_candidates(one.election, chosen, "", one.entry(), **one.by("secretary"))


def _notice(one: Story) -> None:
    asking.send_notice(one.election, Meeting(TODAY, "14:30", "队部会议室"), one.entry(), **one.by("secretary"))


def _counted(one: Story) -> None:
    facts = {"elected": list(one.elected)}
    record_step(one.election, "counted", one.day, Told(judged={"sheets-agree": OK}, outcome=one.outcome, facts=facts), **one.by("clerk"))  # type: ignore[arg-type]


def _announced(one: Story) -> None:
    result.announce_result(one.election, one.entry("scrutineer-reported"), **one.by("clerk"))


def first_meeting(one: Story, **changed: Any) -> FirstMeeting:
    """Three of three present; the secretary alone on the list, the two others watch and count."""
    others = [key for key in one.elected if key != one.secretary]
    told: dict[str, Any] = {
        "present": frozenset(one.elected), "chair": others[0], "scrutineers": (others[0],), "counters": (others[1],), "voters": 3, "returned": 3,
        "sums": {one.secretary: Line(3, 0, 0)}, "division": {others[0]: PostKind.ORGANISATION, others[1]: PostKind.PUBLICITY},
    }
    return FirstMeeting(**{**told, **changed})


def _first_meeting(one: Story) -> None:
    result.record_first_meeting(one.election, first_meeting(one), one.entry(), **one.by("secretary"))


def _result_report(one: Story) -> None:
    result.send_result(one.election, one.entry(), **one.by("secretary"))


def _result_reply(one: Story) -> None:
    result.record_result_reply(one.election, Forwarding(one.day), one.entry(paper_no="示委复〔2026〕12号"), **one.by("clerk"))


def _publication(one: Story) -> None:
    result.publish_result(one.election, frozenset({"board"}), one.entry(), **one.by("secretary"))


def _handover(one: Story) -> None:
    result.record_handover(one.election, result.Handed("单志强", "冯立新"), one.entry(), **one.by("secretary"))


def _desk(key: str) -> Callable[[Story], None]:
    """A stage of the meeting, as the count desk would record it."""
    def record(one: Story) -> None:
        facts = course_of(one.election).facts
        asked = needs(facts.kind, procedure().stages[key], facts.traits)
        told = Told(ticked=frozenset(need.key for need in asked if not need.judged), judged={need.key: OK for need in asked if need.judged})
        record_step(one.election, key, one.day, told, **one.by("clerk"))
    return record


_DO: dict[str, Callable[[Story], None]] = {
    "request": _request, "reply": _reply, "opinion": _opinion, "initial": _initial, "persons-request": _persons_request,
    "persons-reply": _persons_reply, "deliberation": _deliberation, "notice": _notice, "counted": _counted, "announced": _announced,
    "first-meeting": _first_meeting, "result-report": _result_report, "result-reply": _result_reply, "publication": _publication,
    "handover": _handover, "reminder": lambda one: None,
}
