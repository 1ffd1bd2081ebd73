"""The watch and the team as of a day and as known on a day: the same figures as were shown then, whatever was recorded since."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.http import HttpResponse
from python_calamine import CalamineWorkbook

from cast import NOW, TODAY, Cast
from leadgoose.ground.bylaws.actions import set_local
from leadgoose.ground.duties.actions import finish, unfinish
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.duties.queries import done_duties
from leadgoose.ground.look.asof import AsOf, read
from leadgoose.overview.queries import board
from leadgoose.overview.queries_asof import board_then
from leadgoose.overview.queries_team import team_on
from leadgoose.overview.rules.team import Filled
from leadgoose.roster.actions import membership
from leadgoose.roster.consequences import recompute
from leadgoose.roster.kinds import CameBy, PostKind
from leadgoose.roster.models import Post, Term
from leadgoose.roster.rules.acts import Kind, Wish

WATCH, TEAM = "/o/committee/watch/", "/o/committee/team/"
NEXT, LATER = date(2026, 11, 24), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def text(page: HttpResponse) -> str:
    assert page.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def figures(asof: AsOf) -> dict[str, int]:
    return {one.value: n for one, n in board_then("committee", "committee", asof).sums.items() if n}


def test_the_evening_is_what_the_watch_showed_then_whatever_is_put_right_later(settled: Cast) -> None:
    shown = {one.value: n for one, n in board("committee", "/committee/", TODAY).sums.items() if n}
    evening = AsOf(NEXT, TODAY, TODAY)
    assert figures(evening) == shown
    Term.objects.filter(organisation__key="one").update(retracted_at=LATER)
    Term.objects.create(organisation=settled.organisations["one"], valid_from=date(2025, 9, 1), elected_on=date(2025, 9, 1), years=3,
                        expires_on=date(2028, 9, 1), recorded_at=LATER, source="page")
    membership.do([settled.people["p-secretary"]], Wish(Kind.OUT, date(2026, 10, 1)), "转出", despite=True, by=settled.actor("clerk"), at=LATER)
    recompute("committee", NEXT, LATER)
    assert figures(evening) == shown
    known_now = figures(AsOf(NEXT, TODAY, NEXT))
    assert known_now != shown and "expired" not in known_now and known_now["vacant"] == shown["vacant"] + 1


def test_what_was_done_counts_as_done_until_the_act_was_withdrawn(settled: Cast) -> None:
    row = Duty.objects.get(org_key="two", code="term_remind", closed_at=None)
    finish("two", "term_remind", due_on=row.due_on, on=TODAY, at=NOW, closed_by="ReminderSent")
    evening = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
    assert ("two", "", "term_remind", row.due_on) in done_duties("committee", known_at=evening)
    unfinish("two", "term_remind", due_on=row.due_on, at=LATER)
    recompute("committee", NEXT, LATER)
    assert done_duties("committee") == frozenset()
    assert ("two", "", "term_remind", row.due_on) in done_duties("committee", known_at=evening)
    assert "remind" not in figures(AsOf(NEXT, TODAY, TODAY)) and figures(AsOf(NEXT, TODAY, NEXT))["remind"] == 1


def test_the_committees_own_numbers_of_the_day_hold_as_they_were_known(settled: Cast) -> None:
    assert "remind" in figures(AsOf(TODAY, date(2026, 11, 12), TODAY))
    set_local("committee", "elec-reminder-six-months", "lead", "3", date(2026, 11, 1), "党委会", by=settled.actor("clerk"), at=NOW)
    assert "remind" not in figures(AsOf(TODAY, date(2026, 11, 12), TODAY))
    assert "remind" in figures(AsOf(TODAY, date(2026, 11, 12), date(2026, 11, 22)))


def training(settled: Cast, **more: object) -> Duty:
    told = {"numbers": {"year": 2026}, "opens_on": date(2026, 10, 1), "opened_at": datetime(2026, 11, 20, 2, 0, tzinfo=UTC), **more}
    return Duty.objects.create(top_key="committee", org_key="one", code="training_plan", rule="edu-secretary-56", **told)


FRIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 22)


@pytest.mark.parametrize(("case", "more", "on", "known", "listed"), [
    ("open on both days", {}, SUNDAY, NEXT, 1),
    ("on a day before it shows", {}, date(2026, 9, 30), NEXT, 0),
    ("not recorded yet", {}, FRIDAY, date(2026, 11, 19), 0),
    ("recorded later for that day", {}, date(2026, 10, 5), NEXT, 1),
    ("done before the day", {"closed_on": FRIDAY, "closed_at": NOW, "done": True}, SUNDAY, NEXT, 0),
    ("done on the day", {"closed_on": SUNDAY, "closed_at": NOW, "done": True}, SUNDAY, NEXT, 0),
    ("done after the day, known by then", {"closed_on": TODAY, "closed_at": NOW, "done": True}, SUNDAY, NEXT, 1),
    ("done before the day, not known by then", {"closed_on": FRIDAY, "closed_at": NOW, "done": True}, FRIDAY, SUNDAY, 1),
    ("done, and the act withdrawn since", {"closed_on": FRIDAY, "closed_at": NOW, "undone_at": LATER}, SUNDAY, TODAY, 0),
    ("ceased before the day by itself", {"ends_on": SUNDAY}, SUNDAY, NEXT, 0),
    ("ended after the day without its act", {"closed_on": TODAY, "closed_at": NOW}, SUNDAY, NEXT, 0),
    ("to come, as known before", {"opens_on": NEXT}, NEXT, SUNDAY, 1),
], ids=lambda one: one if isinstance(one, str) else "")
def test_what_other_subjects_ask_for_is_listed_from_the_day_it_shows_to_the_day_it_was_done_as_known(
    settled: Cast, case: str, more: dict[str, object], on: date, known: date, listed: int
) -> None:
    training(settled, **more)
    scene = board_then("committee", "committee", AsOf(NEXT, on, known)).scene
    assert sum(one.code == "training_plan" for one in scene.owed) == listed, case
    assert scene.unclear == (case == "ended after the day without its act")


def test_the_page_says_what_it_cannot_tell(settled: Cast) -> None:
    training(settled, closed_on=TODAY, closed_at=NOW)
    client = settled.client("clerk")
    said = text(client.get(f"{WATCH}?on=2026-11-22"))
    assert "另有 1 件活动记录、培训、换届方面的事在 2026-11-22 以后没有办理就结束了" in said
    ahead = text(client.get(f"{WATCH}?known=2026-11-22"))
    assert "只列 2026-11-22 已知、到 2026-11-23 该办的事；这中间新发生的事还不知道。" in ahead and "没有办理就结束" not in ahead
    same = text(client.get(f"{WATCH}?on=2026-11-20&known=2026-11-20"))
    assert "还不知道" not in same and "没有办理就结束" not in same


def test_files_of_the_watch_say_both_days_and_links_keep_them(settled: Cast) -> None:
    days = "?on=2026-11-20&known=2026-11-21"
    client = settled.client("clerk")
    page = client.get(WATCH + days).content.decode()
    assert "/o/one/?on=2026-11-20&amp;known=2026-11-21" in page and "watch.xlsx?on=2026-11-20&amp;known=2026-11-21" in page
    first = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/o/committee/watch.xlsx{days}").content)).get_sheet_by_index(0).to_python()
    assert "截至 2026-11-20，按 2026-11-21 所知的记录" in first[1][0]


def test_the_team_is_compared_as_known_on_the_day(settled: Cast) -> None:
    Post.objects.create(organisation=settled.organisations["office"], person=settled.people["p-clerk"], kind=PostKind.SECRETARY, came_by=CameBy.ELECTED,
                        valid_from=date(2026, 10, 1), since=date(2026, 10, 1), recorded_at=NOW, source="page")
    now, then = (team_on("committee", "committee", AsOf(TODAY, date(2026, 11, 20), known)) for known in (TODAY, date(2026, 11, 22)))
    assert {one.person for one in now.posts} - {one.person for one in then.posts} == {"p-clerk"}
    assert [(one.secretary, old.secretary) for one, old in zip(now.bodies, then.bodies, strict=True) if one.key == "office"] == [
        (Filled.FULL, Filled.UNKNOWN)]
    said = text(settled.client("clerk").get(f"{TEAM}?on=2026-11-20&known=2026-11-22&with=2026-10-10"))
    assert "2 个岗位、2 人" in said and "按 2026-11-22 所知的记录，只供查看。" in said
    changes = text(settled.client("clerk").get(f"{TEAM}list/?on=2026-11-20&with=2026-09-20&table=in_post&side=change"))
    assert "赵敏" in changes and "2026-11-20 与 2026-09-20 之间的变化" in changes
    assert "赵敏" not in text(settled.client("clerk").get(f"{TEAM}list/?on=2026-11-20&known=2026-11-22&with=2026-09-20&table=in_post&side=change"))


@pytest.mark.parametrize(("query", "on", "known", "past", "tail"), [
    ({}, TODAY, TODAY, False, ""),
    ({"on": "2026-11-23", "known": "2026-11-23"}, TODAY, TODAY, False, ""),
    ({"on": "2026-11-22"}, date(2026, 11, 22), TODAY, True, "?on=2026-11-22"),
    ({"known": "2026-11-22"}, TODAY, date(2026, 11, 22), True, "?known=2026-11-22"),
    ({"on": "2026-11-24"}, TODAY, TODAY, False, ""),
    ({"known": "2026-11-24"}, TODAY, TODAY, False, ""),
    ({"on": "0001-01-01", "known": "x"}, TODAY, TODAY, False, ""),
])
def test_the_days_of_an_address(query: dict[str, str], on: date, known: date, past: bool, tail: str) -> None:
    found = read(query, TODAY)
    assert (found.on, found.known, found.past, found.tail) == (on, known, past, tail)
    assert len(found.wrong) == sum(1 for name in query if query[name] not in {"2026-11-22", "2026-11-23"})


def test_a_day_is_known_up_to_its_last_moment_in_shanghai() -> None:
    at = AsOf(TODAY, TODAY, date(2026, 11, 22)).known_at
    assert at is not None and at.astimezone(UTC) == datetime(2026, 11, 22, 15, 59, 59, 999999, tzinfo=UTC)
    assert AsOf(TODAY, date(2026, 1, 1), TODAY).known_at is None
    assert read({"on": "2027-01-01"}, TODAY, ahead=True).on == date(2027, 1, 1)
