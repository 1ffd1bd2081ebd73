"""What the papers say: a record's sheet, an empty one, the bound book; in the committee's script, names as they are."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import date

import pdfplumber

from cast import NOW, TODAY, Cast
from ground.press.measure import MM
from leadgoose.ground.press import printing
from leadgoose.recordbook.actions import enter
from leadgoose.recordbook.actions.files import add_earlier_book
from leadgoose.recordbook.models import Record, Resolution
from leadgoose.recordbook.papers.book import book, facts
from leadgoose.recordbook.papers.sheets import Sheet, blank, facts_of, sheet
from leadgoose.recordbook.queries.record import entry_of, open_items, shown
from leadgoose.recordbook.queries.roll import roll_of
from leadgoose.recordbook.rules.entry import Close, Closing, Leave, Named, Paper, Sitting, Stand, Topic
from leadgoose.recordbook.rules.kinds import Kind, Level, kind_rule
from leadgoose.recordbook.rules.room import Rolled
from leadgoose.recordbook.web.prints import ONE
from recordbook.writing import arrival, key, meeting, there


def put(cast: Cast, entry=None, **more: object) -> Record:   # type: ignore[no-untyped-def]
    return enter(entry or meeting(), arrival(**more), by=cast.actor("secretary"), at=NOW).record


def paper(cast: Cast, record: Record, script: str = "zh-Hans") -> Sheet:
    found = shown(record, cast.organisations["one"])
    assert found.entry is not None
    texts = dict(Resolution.objects.values_list("key", "text"))
    return sheet(record, found.entry, kind_rule(Kind(record.kind)), found.versions, texts, script)


def test_a_sheet_says_everything_that_the_record_says(cast: Cast) -> None:
    people = there("secretary", "committee", "member", "probation") + there("discipline", stand=Stand.LEAVE, reason=Leave.TRIP)
    matters = (replace(meeting().matters[0], vote=replace(meeting().matters[0].vote, favour=3)),)   # type: ignore[type-var]
    told = paper(cast, put(cast, meeting(people=people, matters=matters)))
    assert (told.kind, told.number, told.title) == ("党员大会", "2026-001", "四季度党员大会")
    assert ("日期", "2026年11月20日", False) in told.heads and ("时间", "18:30–19:20", False) in told.heads
    assert ("到会", "应到 5 人，实到 4 人", False) in told.heads and ("请假", "仇建军（出差、外出施工）", True) in told.heads
    parts = {one.title: one for one in told.parts}
    assert parts["发言"].rows == (("查晓明", "井口防护板要在降温前装完。", ""),)
    assert parts["决议事项"].rows == (("1", "降温前装完井口防护板", "赞成 3，反对 0，弃权 0，通过；责任人 查晓明；期限 2026年12月10日"),)
    assert parts["到会和表决"].rows[-1] == ("第 1 项：应到会有表决权 4 人，超过半数须 3 人赞成，赞成 3 人，超出 0 人，通过。",)
    assert told.signatures == ("主持人签字", "记录人签字")
    assert told.foot[0].startswith("第 1 稿　当时记录　2026-11-23 写成，2026-11-23 10:00 录入（页面录入，secretary）　凭据 1-")


def test_a_correction_stands_under_the_first_version_and_says_why(cast: Cast) -> None:
    record = put(cast)
    put(cast, replace(meeting(), title="改"), parents=(record.versions.get().stamp,), reason="主题写错")
    record.refresh_from_db()
    foot = paper(cast, record).foot
    assert len(foot) == 2 and "更正" in foot[1] and "原因：主题写错" in foot[1]


def test_an_earlier_version_says_beside_its_number_that_it_is_one(cast: Cast) -> None:
    record = put(cast, meeting(topics=(Topic("传达通知", Named("曾玉兰"), (Paper("冬检通知"), Paper("隐患单"))),)))
    first = record.versions.get()
    put(cast, replace(meeting(), title="改"), parents=(first.stamp,), reason="主题写错")
    record.refresh_from_db()
    entry = entry_of(first)
    assert entry is not None
    told = sheet(record, entry, kind_rule(Kind.MEMBER_MEETING), [first], {}, "zh-Hans", 1)
    assert (told.number, told.title) == ("2026-001　第 1 稿（现行第 2 稿）", "四季度党员大会")
    assert told.parts[0].rows == (("传达通知（汇报人 曾玉兰；材料 冬检通知、隐患单）",),)


def test_a_paper_original_says_where_the_paper_is(cast: Cast) -> None:
    assert paper(cast, put(cast, meeting(paper_original=True, paper_page="12"))).foot[0] == "以纸面为准：纸面第 12 页。"


def test_closed_items_stand_first(cast: Cast) -> None:
    put(cast)
    closing = Closing(Resolution.objects.get().key, Close.DONE, "已验收")
    told = paper(cast, put(cast, meeting(key=key(), matters=(), sittings=(Sitting(date(2026, 11, 22)),), closings=(closing,))))
    assert (told.parts[0].title, told.parts[0].rows) == ("上次议定的事", (("已落实", "降温前装完井口防护板", "已验收"),))


def test_an_empty_sheet_has_the_names_and_lines_to_write_on(cast: Cast) -> None:
    one = cast.organisations["one"]
    rule = kind_rule(Kind.MEMBER_MEETING)
    told = blank(rule, one.name, roll_of(one, rule, TODAY).expected, "zh-Hans")
    assert told.parts[0].rows == (("单志强", ""), ("曾玉兰", ""), ("仇建军", ""), ("查晓明", ""), ("解文静", "无表决权"))
    assert [part.kind for part in told.parts] == ["people", "lines", "lines", "lines"] and told.number == ""


def test_an_empty_sheet_brings_what_is_open_and_asks_what_a_record_of_its_kind_asks(cast: Cast) -> None:
    put(cast)
    items = open_items("one")
    told = {kind: blank(kind_rule(kind), "x", (), "zh-Hans", items, "夜班组") for kind in Kind}
    assert told[Kind.COMMITTEE_MEETING].parts[0].rows == (
        ("1", "降温前装完井口防护板", "查晓明　期限 2026年12月10日　□已落实　□不再执行　□继续办理"),)
    assert told[Kind.TALK].parts[0].kind == "blanks"          # a talk carries nothing over
    assert "会前书面赞成" in str(told[Kind.ADMISSION_MEETING]) and "会前书面赞成" not in str(told[Kind.MEMBER_MEETING])
    heads = {kind: {label: text for label, text, _wide in one.heads} for kind, one in told.items()}
    assert heads[Kind.GROUP_MEETING]["党小组"] == "夜班组" and heads[Kind.TALK]["知悉范围"] == "□内部　□保密"
    assert "归属年度" in heads[Kind.LIFE_MEETING] and "第 2 场" in heads[Kind.PARTY_CLASS] and "第 2 场" not in heads[Kind.MEMBER_MEETING]


def test_the_forms_words_follow_the_committees_script_and_names_do_not(cast: Cast) -> None:
    told = paper(cast, put(cast), "zh-Hant")
    assert told.kind == "黨員大會" and ("主持人", "单志强", False) in told.heads
    assert [one.title for one in told.parts][:2] == ["發言", "決議事項"]


def test_the_book_of_a_year_holds_its_records_by_kind_and_keeps_talks_apart(cast: Cast) -> None:
    put(cast, meeting(key=key(), kind=Kind.STUDY, title="学习一", matters=(), sittings=(Sitting(date(2026, 11, 2)),)))
    put(cast)
    put(cast, meeting(key=key(), kind=Kind.TALK, level=Level.INNER, title="", people=(), speeches=(), matters=(), fields={"said": "秘密"}))
    put(cast, meeting(key=key(), kind=Kind.STUDY, matters=(), sittings=(Sitting(date(2025, 11, 2)),)))
    add_earlier_book(cast.organisations["one"], 2024, "全年 31 次", None, by=cast.actor("secretary"), at=NOW)
    found = book(cast.organisations["one"], 2026, "zh-Hans")
    assert [(kind, len(sheets)) for kind, sheets in found.sections] == [("党员大会", 1), ("学习", 1)]
    assert (found.count, found.apart, found.earlier) == (2, 1, (("2024", "全年 31 次"),))
    assert found.resolutions == (("2026-11-20", "降温前装完井口防护板", "查晓明", "2026-12-10", "待落实"),)
    told = str(facts(found, "zh-Hans", ""))
    assert "秘密" not in told and "另存 1 份" in told


def test_an_empty_sheet_of_any_kind_with_21_members_is_one_page_full_of_lines_that_a_hand_can_write_on() -> None:
    crew = [Rolled(f"p-{number}", f"查晓{'明兰强军'[number % 4]}", "one", number < 19, True) for number in range(21)]
    for kind in (Kind.THEME_DAY, Kind.PARTY_CLASS, Kind.LIFE_MEETING, Kind.APPRAISAL):
        paper = blank(kind_rule(kind), "作业一队党支部", crew, "zh-Hans")
        body = printing.pdf(ONE, facts_of([paper], script="zh-Hans", organisation="作业一队党支部", small="x"), at=NOW)
        with pdfplumber.open(io.BytesIO(body)) as opened:
            (page,) = opened.pages
            lines = sorted(one["bottom"] for one in page.rects if one["width"] > 450)
            assert lines[-1] > 700, "the page is filled"
        assert min(below - above for above, below in itertools.pairwise(lines)) > 7 * MM, kind
