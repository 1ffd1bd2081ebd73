"""Sand-table exercises: whole, cited, held to the statutes like the courses; their cards, guide and observers' sheet; scored from the sheet."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from cast import NOW, TODAY, Cast
from leadgoose.ground.statutes import load, rule
from leadgoose.training.actions.nominations import nominate
from leadgoose.training.actions.sessions import add_session, understand
from leadgoose.training.courses import PLAYED, exercises, grounds_of_exercise
from leadgoose.training.models.competencies import Evidence
from leadgoose.training.models.plan import Session
from leadgoose.training.rules.bank import moved
from leadgoose.training.rules.exercises import parse
from leadgoose.training.rules.filling import cited_in, fill
from leadgoose.training.standards import rulebook, shipped_hours
from leadgoose.training.teaching import offered, title, units_of
from training.office import offer
from training.pins import exercise_files, pinned_exercise
from training.test_courses import NOT_OURS, literal

once = pytest.mark.once
EVERY = [f"exercise-{key}" for key in PLAYED]
ELECTION = "exercise-election"


@once
@pytest.mark.parametrize("key", EVERY)
def test_an_exercise_can_be_played_and_scored(key: str) -> None:
    one = exercises()[key]
    assert 60 <= one.minutes <= 180 and len(one.roles) >= 5 and len(one.turns) >= 4 and len(one.debrief) >= 3
    assert sum(role.observed for role in one.roles) >= 1 and not all(role.observed for role in one.roles)
    assert all(turn.minute < one.minutes for turn in one.turns)
    seen = [look.behaviour.partition(".")[0] for look in one.looks]
    assert min(seen.count(dimension) for dimension in one.dimensions) >= rulebook(TODAY).least_behaviours   # else it would prove nothing


@once
@pytest.mark.parametrize("key", EVERY)
def test_its_texts_take_their_numbers_from_the_rules_that_they_cite(key: str) -> None:
    one = exercises()[key]
    english = [one.english, one.english_audience, one.english_aim, *one.english_steps, *(role.english for role in one.roles),
               *(said for look in one.looks for said in (look.english, *look.english_levels))]
    assert all(said and said.isascii() for said in english) and len(one.english_steps) == len(one.steps)
    for text in one.texts:
        assert "{" not in fill(text) and not NOT_OURS.search(text)
        assert [one for one in cited_in(text) if one not in load().rules] == []
        assert not (re.search("应当|必须|不得", text) and not cited_in(text)), text
        patterns = [pattern for one in cited_in(text) for parameter in rule(one).parameters for pattern in [literal(parameter)] if pattern]
        assert [hit[0] for pattern in patterns for hit in [pattern.search(text)] if hit] == []


@once
@pytest.mark.parametrize("key", EVERY)
def test_no_rule_has_moved_since_an_exercise_was_read(key: str) -> None:
    assert moved(grounds_of_exercise(key)) == ()


@once
@pytest.mark.parametrize("file", exercise_files(), ids=PLAYED)
def test_the_pins_of_an_exercise_are_complete(file) -> None:   # type: ignore[no-untyped-def]
    text = file.read_text(encoding="utf-8")
    assert text == pinned_exercise(text)


@once
def test_a_card_for_nobody_is_refused() -> None:
    role = {"name": "书记", "told": "x", "does": ["y"], "observed": True, "english": "Secretary"}
    table = {"title": "t", "for": "f", "english": "t", "english_for": "f", "aim": "a", "english_aim": "a", "situation": [], "steps": [], "debrief": [],
             "roles": [role], "looks": [], "turns": [{"minute": 1, "to": "队长", "happens": "", "handled": ""}]}
    with pytest.raises(ValueError, match="队长"):
        parse("x", table)


@once
def test_a_session_is_taught_from_a_course_a_unit_or_an_exercise() -> None:
    assert (units_of("basics-4"), len(units_of("secretary")), units_of(ELECTION), units_of("basics-9")) == ((("basics", 4),), 8, (), ())
    assert title(ELECTION) == "换届选举党员大会" and title("basics") == "《党支部工作基础知识》" and title("老讲义") == "老讲义"
    assert [len(options) for _group, options in offered()] == [9, 9, len(PLAYED)]
    head = "班次\t形式\t开始\t结束\t学时\t名额\t教材"
    rows = [f"班{number}\t沙盘演练\t2027-03-02\t2027-03-02\t8\t9\t{said}" for number, said in enumerate(
        ("换届选举党员大会", "党支部工作基础知识 第4单元", "Being a good branch secretary unit 2", "没有这一本"))]
    grid, found = understand("\n".join((head, *rows)), 2027, shipped_hours()[0], [])
    assert [one.template for one in found] == [ELECTION, "basics-4", "secretary-2"] and "没有这份教材" in grid.rows[3].faults["template"].template


def played(cast: Cast) -> Session:
    one = offer("换届选举沙盘演练", TODAY, TODAY, 8, 3, kind="exercise", gains={"K2": 1}, template=ELECTION)
    session = add_session(cast.organisations["committee"], 2026, one, by=cast.actor("clerk"), at=NOW)
    nominate(session, cast.people["p-secretary"], by=cast.actor("clerk"), at=NOW)
    return session


def pages(body: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(body)).pages]


def test_its_papers_are_for_those_who_run_it(cast: Cast) -> None:
    session, client, where = played(cast), cast.client("clerk"), f"/o/committee/exercises/{ELECTION}/"
    page = client.get(where).content.decode()
    assert all(told in page for told in ("情况卡（到点交给当事人）", "怎样处置算对", "K2.2", "打印卡片"))
    english = client.get(where, headers={"Accept-Language": "en"}).content.decode()
    assert all(told in english for told in ("Run one election from the count", "Envoy of the superior", "Misses a step or two"))
    cards = "".join(pages(client.get(where + "cards.pdf").content))
    assert "角色卡，不给别人看" in cards and "算进去没有" in cards and "怎样处置算对" not in cards      # what is right is not on a card
    assert "怎样处置算对" in "".join(pages(client.get(where + "guide.pdf").content))
    word = Document(io.BytesIO(client.get(where + "guide.docx").content))
    assert "换届选举党员大会" in [one.text for one in word.paragraphs]
    blank, named = pages(client.get(where + "scores.pdf").content), pages(client.post(f"/sessions/{session.key}/score-sheet.pdf").content)
    assert "单志强" in named[0] and "单志强" not in blank[0] and "有人提醒才减对" in named[0] + named[-1]
    assert cast.client("secretary").get(where.replace("committee", "one")).status_code == 403 and client.get(where + "cards.docx").status_code == 404
    assert "换届选举党员大会" not in cast.client("secretary").get("/o/one/courses/").content.decode()
    assert f"{ELECTION}/" in client.get(f"/sessions/{session.key}/").content.decode()


def test_it_is_scored_by_what_was_looked_at_and_the_role_played(cast: Cast) -> None:
    session, client = played(cast), cast.client("clerk")
    pk = cast.people["p-secretary"].pk
    client.post(f"/sessions/{session.key}/attendance/", {f"s-{pk}": "present", "way": "office"})
    assert "组织者点名" in client.get(f"/sessions/{session.key}/").content.decode()
    where = f"/sessions/{session.key}/scores/"
    form = client.get(where).content.decode()
    assert f'name="x-{pk}-K2.2"' in form and f'name="r-{pk}"' in form and "有人提醒才减对" in form
    english = client.get(where, headers={"Accept-Language": "en"}).content.decode()
    assert all(told in english for told in ("Right only after a reminder", "Chair (outgoing secretary)", "Interrupted, and still returns"))
    wrong = client.post(where, {f"x-{pk}-K2.2": "9"})
    assert wrong.status_code == 422 and "级别是 1 至 5" in wrong.content.decode()
    typed = {f"x-{pk}-K2.2": "4", f"x-{pk}-K2.1": "3", f"x-{pk}-K3.3": "", f"r-{pk}": "0"}
    assert "已记入 1 人的演练评分" in client.post(where, typed, follow=True).content.decode()
    assert Evidence.objects.get().levels == {"K2.1": 3, "K2.2": 4}
    again = client.get(where).content.decode()
    assert re.search(r'value="4" selected', again) and re.search(r'<option value="0" selected>主持人', again)
    assert "主持人（上届书记）" in cast.client("secretary").get("/p/p-secretary/training/").content.decode()
