"""Finding records by their words: both scripts, newest first, only what the reader may open; the index follows every act and can be made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast
from leadgoose.recordbook.actions import enter, withdraw
from leadgoose.recordbook.actions.finding import begin_rebuilding, rebuild_step
from leadgoose.recordbook.commands import index_records
from leadgoose.recordbook.models import Rebuilding, Record, RecordText
from leadgoose.recordbook.queries import search
from leadgoose.recordbook.queries.reading import Reader
from leadgoose.recordbook.queries.search import Question, find
from leadgoose.recordbook.queries.search_index import Step
from leadgoose.recordbook.queries.search_marks import Line, excerpts, marked, of_lines
from leadgoose.recordbook.queries.search_terms import terms_of, word_of, words_asked
from leadgoose.recordbook.rules.entry import Entry, Named, Sitting, Speech
from leadgoose.recordbook.rules.kinds import Kind, Level
from recordbook.writing import arrival, key, meeting

READER = Reader(open=True, inner=False, secret_of=frozenset(), login="x")
SAID = "三号井的防护板松了，HSE 检查要复查 A3 泵房"


def said(text: str, on: date = date(2026, 11, 20), **more: object) -> Entry:
    told = {"key": key(), "kind": Kind.STUDY, "title": "", "matters": (), "people": (), "speeches": (Speech(Named("查晓明", "p-member"), text),),
            "sittings": (Sitting(on),), **more}
    return meeting(**told)


def put(cast: Cast, entry: Entry, by: str = "secretary", **more: object) -> Record:
    return enter(entry, arrival(**more), by=cast.actor(by), at=NOW).record


def keys(cast: Cast, words: str, place: str = "one", reader: Reader = READER, **more: object) -> list[str]:
    question = Question(words, own=place in {"one", "two"}, **more)   # type: ignore[arg-type]
    return [one.key for one in find(cast.organisations[place], reader, question).hits]


@pytest.mark.parametrize(("words", "there"), [
    ("防护", True), ("防護", True), ("防护板松了", True), ("防護板 泵房", True), ("hse", True), ("ＨＳＥ", True), ("HSE检查", True), ("a3", True),
    ("A3泵房", True), ("防护 没有", False), ("护防", False),
    ("防护松了", False), ("井的复查", False), ("hs", False), ("查晓明", True), ("晓明三号", True), ("单志强", True),
], ids=[
    "two characters", "in traditional ones", "a phrase", "two words, one in traditional characters", "letters in small", "wide letters",
    "letters and characters together", "a letter and a digit", "the same with characters", "one of two words is not there", "the characters turned round",
    "characters that stand apart", "two phrases that never stand together", "half a run of letters", "who spoke", "the name and what follows it",
    "who led the meeting",
])
def test_a_record_is_found_by_what_stands_in_it(cast: Cast, words: str, there: bool) -> None:
    record = put(cast, said(SAID))
    assert keys(cast, words) == ([record.key] if there else [])


def test_the_words_of_two_lines_are_no_phrase_and_pieces_of_a_phrase_are_none(cast: Cast) -> None:
    put(cast, said("安全生产\n会议室里", title="生产会"))
    record = put(cast, said("安全生产会议"))
    assert keys(cast, "生产会议") == [record.key]


def test_a_single_character_is_said_to_be_too_short(cast: Cast) -> None:
    put(cast, said("井口"))
    found = find(cast.organisations["one"], READER, Question("井"))
    assert (found.total, found.short) == (0, ("井",))
    found = find(cast.organisations["one"], READER, Question("井 井口 ，"))
    assert (found.total, found.short) == (1, ("井", "，"))


def test_the_newest_comes_first_whatever_was_typed_in_first(cast: Cast) -> None:
    days = [date(2026, 3, 1), date(2026, 11, 20), date(2019, 1, 5), date(2026, 11, 19), date(2026, 11, 20)]
    made = [put(cast, said("防护板", day), copied_from="老本子", reason="旧本补录").key for day in days]
    assert keys(cast, "防护板") == [made[4], made[1], made[3], made[0], made[2]]
    assert keys(cast, "防护板", "committee") == [made[4], made[1], made[3], made[0], made[2]]
    assert keys(cast, "防护板", first=date(2026, 3, 1), last=date(2026, 11, 19)) == [made[3], made[0]]
    assert keys(cast, "防护板", "committee", last=date(2019, 1, 5)) == [made[2]]
    assert keys(cast, "防护板", "committee", first=date(2026, 11, 21)) == []


@pytest.mark.parametrize(("more", "count"), [
    ({}, 3), ({"kind": "study"}, 2), ({"kind": "theme_day"}, 1), ({"truth": "corrected"}, 1), ({"truth": "copied"}, 0), ({"branch": "two"}, 1),
    ({"branch": "elsewhere-b"}, 0), ({"branch": "no-such"}, 0), ({"kind": "study", "branch": "one"}, 1),
])
def test_filters_narrow_what_is_found(cast: Cast, more: dict[str, str], count: int) -> None:
    first = put(cast, said("防护板"))
    put(cast, replace(said("防护板不够", key=first.key)), parents=(first.versions.get().stamp,), reason="少记")
    put(cast, said("防护板", org="two"), by="new_secretary")
    put(cast, said("防护板", kind=Kind.THEME_DAY))
    assert len(keys(cast, "防护板", "committee", **more)) == count


@pytest.mark.parametrize(("place", "count"), [("committee", 2), ("general", 2), ("one", 1), ("two", 1), ("office", 0), ("elsewhere", 1), ("elsewhere-b", 1)])
def test_nothing_of_a_place_beside_is_found_or_counted(cast: Cast, place: str, count: int) -> None:
    put(cast, said("防护板"))
    put(cast, said("防护板", org="two"), by="new_secretary")
    put(cast, said("防护板", org="elsewhere-b"), by="outsider")
    found = find(cast.organisations[place], READER, Question("防护板", own=place in {"one", "two", "office", "elsewhere-b"}))
    assert (found.total, len(found.hits)) == (count, count)


def test_what_is_confidential_is_not_found_by_its_words_not_even_by_who_may_open_it(cast: Cast) -> None:
    put(cast, meeting(key=key(), kind=Kind.TALK, title="", level=Level.INNER, people=(), speeches=(), matters=(), fields={"partner": "某", "said": "防护板"}))
    everything = Reader(open=True, inner=True, secret_of=frozenset({"one"}), login="secretary")
    assert keys(cast, "防护板", reader=everything) == []
    assert find(cast.organisations["one"], everything, Question()).total == 1
    put(cast, said("防护板"))
    assert keys(cast, "防护板", reader=replace(everything, open=False)) == []


def test_a_correction_replaces_the_words_and_a_withdrawal_takes_them_away(cast: Cast) -> None:
    record = put(cast, said("防护板"))
    put(cast, replace(said("保温棉", date(2026, 11, 18), key=record.key)), parents=(record.versions.get().stamp,), reason="写错")
    assert keys(cast, "防护板") == [] and keys(cast, "保温棉") == [record.key]
    assert keys(cast, "保温棉", last=date(2026, 11, 18)) == [record.key]
    withdraw(record.key, "记重", by=cast.actor("secretary"), at=NOW)
    assert keys(cast, "保温棉") == [] and not RecordText.objects.exists()


def test_an_act_that_fails_leaves_the_index_as_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    record = put(cast, said("防护板"))

    def broken(*_told: object, **_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("leadgoose.recordbook.actions.entering.record", broken)
    with pytest.raises(RuntimeError):
        put(cast, replace(said("保温棉", key=record.key)), parents=(record.versions.get().stamp,), reason="写错")
    assert keys(cast, "防护板") == [record.key] and keys(cast, "保温棉") == []


def test_more_hits_than_are_counted_are_said_to_be_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COUNTED", 2)
    for number in range(3):
        put(cast, said("防护板", date(2026, 11, number + 1)))
        found = find(cast.organisations["one"], READER, Question("防护板"), size=2)
        assert found.counted == ["1", "2", "2+"][number]
    assert [one.held_on.day for one in found.hits] == [3, 2] and found.pages == 1


def test_the_number_of_queries_follows_neither_records_nor_hits(cast: Cast) -> None:
    counted = []
    for number in (1, 3):
        for _each in range(number):
            put(cast, said("防护板"))
        with CaptureQueriesContext(connection) as asked:
            excerpts(find(cast.organisations["committee"], READER, Question("防护板", own=False)).hits, "防护板")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6


@pytest.mark.parametrize("place", ["committee", "general"])
def test_time_by_time_finds_what_all_at_once_finds(cast: Cast, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [date(2026, 11, 20), date(2026, 10, 31), date(2026, 9, 1), date(2026, 8, 31), date(2026, 4, 1), date(2025, 12, 31), date(2023, 1, 1)]
    made = [put(cast, said("防护板", day), copied_from="老本子", reason="旧本补录").key for day in days]
    for many in (0, 2, 10**9):                             # as of a word that very many use, that some use, that few use
        for size in (1, 3):
            monkeypatch.setattr(search, "MONTHS", Step(1, size, 2, size, many))
            monkeypatch.setattr(search, "YEARS", Step(12, size, 2, size, many))
            assert keys(cast, "防护板", place) == made
            assert keys(cast, "防护板", place, first=date(2025, 12, 31), last=date(2026, 10, 31)) == made[1:6]
            monkeypatch.setattr(search, "COUNTED", 2)
            assert [one.key for one in find(cast.organisations[place], READER, Question("防护板", own=False), size=2).hits] == made[:2]
            monkeypatch.undo()


# --- the index made anew ---


def test_the_index_is_made_anew_from_the_records_and_goes_on_where_it_was_stopped(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("leadgoose.recordbook.actions.finding.STEP", 2)
    made = [put(cast, said("防护板", date(2026, 11, day + 1))) for day in range(5)]
    withdraw(made[0].key, "记重", by=cast.actor("secretary"), at=NOW)
    before = list(RecordText.objects.order_by("place").values_list("place", "record", "folded", "terms"))
    RecordText.objects.all().delete()
    assert keys(cast, "防护板") == []
    assert index_records(["--most", "2"]) == 1
    assert len(keys(cast, "防护板")) == 1
    assert index_records([]) == 0
    assert "going on after 2 records" in capsys.readouterr().out
    assert list(RecordText.objects.order_by("place").values_list("place", "record", "folded", "terms")) == before
    assert keys(cast, "防护板") == [one.key for one in reversed(made[1:])]
    assert list(Rebuilding.objects.values_list("done", flat=True)) == [5]


def test_a_step_that_fails_is_done_again_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    put(cast, said("防护板"))
    rebuilding = begin_rebuilding(NOW)

    def broken(*_told: object) -> RecordText:
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr("leadgoose.recordbook.actions.finding.text", broken)
        rebuild_step(rebuilding, NOW)
    assert len(keys(cast, "防护板")) == 1 and Rebuilding.objects.get().last == 0


# --- words and lines ---


@pytest.mark.parametrize(("typed", "terms", "proof"), [
    ("支部", ("支部",), False), ("党支部", ("党支", "支部"), True), ("HSE", ("hse",), False), ("A3井", ("a3",), True), ("2026年度", ("2026", "年度"), True),
], ids=["two characters prove themselves", "a longer word is proved by the text", "letters prove themselves", "a lone character is proved by the text",
        "digits"])
def test_what_a_word_is_looked_for_by(typed: str, terms: tuple[str, ...], proof: bool) -> None:
    word = word_of(typed)
    assert word is not None and (word.terms, word.proof) == (terms, proof)


def test_nothing_that_is_typed_looks_like_a_term_of_the_scope() -> None:
    assert not [one for one in terms_of(["_oone _tcommittee _m202611", "__k study"]) if one.startswith("_")]
    assert [one.terms for one in words_asked("_oone")[0]] == [("oone",)]


def read(line: Line) -> str:
    return "".join(f"[{one.text}]" if one.marked else one.text for one in line)


@pytest.mark.parametrize(("line", "words", "shown"), [
    ("降温前装完防護板", ["防护板"], "降温前装完[防護板]"),
    ("防护板、保温棉", ["保温", "防护板"], "[防护板]、[保温]棉"),
    ("李 明发言", ["李明"], "[李 明]发言"),
    (f"{'前' * 30}防护{'后' * 30}", ["防护"], f"…{'前' * 24}[防护]{'后' * 24}…"),
    ("防护护板", ["防护", "护护"], "[防护护]板"),
    ("ＨＳＥ检查", ["hse"], "[ＨＳＥ]检查"),
], ids=["as it was typed", "two words", "with the space inside", "cut on both sides", "words that overlap", "wide letters"])
def test_the_words_are_marked_in_the_line_as_it_was_typed(line: str, words: list[str], shown: str) -> None:
    assert read(marked(line, words)) == shown


def test_each_line_shown_has_a_word_that_was_not_shown_before() -> None:
    lines = ["防护板一", "防护板二", "保温棉", "没有"]
    assert [read(one) for one in of_lines(lines, ["防护板", "保温棉"])] == ["[防护板]一", "[保温棉]"]


# --- the page ---


def test_the_page_finds_in_either_script_and_marks_the_words(cast: Cast) -> None:
    put(cast, said(SAID))
    client = cast.client("secretary")
    page = client.get("/o/one/book/search/?q=防護板").content.decode()
    assert "三号井的<mark>防护板</mark>松了" in page and "2026-001" in page
    page = client.get("/o/one/book/search/?q=没有的词").content.decode()
    assert "没有符合条件的记录" in page and "2026-001" not in page
    assert "单个汉字和符号不单独查" in client.get("/o/one/book/search/?q=井").content.decode()
    assert "没有符合条件的记录" not in client.get("/o/one/book/search/").content.decode()


def test_the_committee_chooses_among_its_books_and_a_branch_cannot_name_another(cast: Cast) -> None:
    put(cast, said("防护板", org="two", title="二队学习"), by="new_secretary")
    put(cast, said("防护板", title="一队学习"))
    clerk = cast.client("clerk")
    page = clerk.get("/o/committee/book/search/?q=防护板&branch=two").content.decode()
    assert "二队学习" in page and "一队学习" not in page and '<option value="two" selected>' in page
    page = cast.client("secretary").get("/o/one/book/search/?q=防护板&branch=two").content.decode()
    assert "二队学习" not in page and "一队学习" in page
    assert cast.client("outsider").get("/o/one/book/search/?q=防护板").status_code == 404


def test_hostile_words_stay_words(cast: Cast) -> None:
    put(cast, said("<b>防护板</b> ' \" OR 1=1"))
    client = cast.client("secretary")
    for typed in ("防护板 <b>", "' OR '1'='1", '" OR "', "防护板\\", "防护' & 板"):
        assert client.get("/o/one/book/search/", {"q": typed}).status_code == 200
    assert "&lt;b&gt;<mark>防护板</mark>&lt;/b&gt;" in client.get("/o/one/book/search/?q=防护板").content.decode()
