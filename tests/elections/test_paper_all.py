"""Every paper of an election, once each: it prints as PDF and DOCX, every character has a glyph, in both scripts; nothing is forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from papers_made import made, said

from leadgoose.elections.papers import planning
from leadgoose.elections.papers.catalogue import BALLOTS, BY_KEY, KINDS, clean, draft, kinds_of
from leadgoose.elections.papers.facts import Members, Office, Roll
from leadgoose.elections.papers.fields import FIELDS, fields
from leadgoose.elections.papers.pen import BLANK, Pen
from leadgoose.elections.papers.planning import Due, Plan
from leadgoose.elections.papers.sample import NAMES, OTHERS, sample
from leadgoose.elections.papers.wanted import WANTED, in_words
from leadgoose.elections.rules.procedure import procedure
from leadgoose.ground.access.roles import TABLE
from leadgoose.ground.press import paper as press
from leadgoose.ground.press.ballot import Ballot
from leadgoose.ground.press.printing import Imprint, unprintable
from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes import rule

pytestmark = [pytest.mark.django_db, pytest.mark.once]
IMPRINT = Imprint("本系统为非涉密系统", "赵敏", "2026-11-23 10:12")
BARE = replace(
    sample(""), term=None, members=Members(), roll=Roll(), seats=None, meeting_on=None, meeting_time="", meeting_place="", contact="", phone="", chair="",
    candidates={}, envoy="",
)
"""An election of which nothing is known yet."""
GIVEN = (
    "汉族", "大学本科", "大专", "党员名册", "学时记录", "技术员", "副队长", "井下作业工", "队长", "安全员", "成本员", "年参加党员集中学习培训36学时", "起任",
    "民主评议结果通报", "年民主评议为优秀等次", "示作一支", "示党", "号）", "2025年", "2023年", "支部书记",
)
"""What the register and the offices wrote, which is printed as it is."""
PLAN = Plan(
    Office("示例油田工程技术处党委"), 2026, date(2026, 6, 29),
    (Due("作业一队党支部", "作业大队党总支", "张志强", 18, date(2023, 9, 1), date(2026, 9, 1), date(2026, 3, 1), date(2026, 7, 1), None, "已提醒"),
     Due("作业二队党支部")), ("机关党支部",),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_it_prints_in_both_forms_and_every_character_of_its_facts_has_a_glyph(kind) -> None:
    drawn = clean(kind, sample("handover"), IMPRINT)
    assert drawn.unprintable == ""
    assert press.as_pdf(drawn.paper).startswith(b"%PDF") and press.as_docx(drawn.paper).startswith(b"PK")
    assert press.from_facts(json.loads(json.dumps(press.facts(drawn.paper), ensure_ascii=False))) == drawn.paper


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_it_can_be_written_of_an_election_of_which_nothing_is_known_and_names_what_it_lacks(kind) -> None:
    drawn = draft(kind, BARE, IMPRINT)
    assert set(drawn.missing) <= set(WANTED) and all(in_words(drawn.missing))
    assert BLANK in said(drawn.paper) or "　" in said(drawn.paper) or kind.key == "introduction"   # of which nobody is known


@pytest.mark.parametrize("until", ["", "request", "deliberation", "announced", "handover"])
@pytest.mark.parametrize("kind", sorted(procedure().kinds))
def test_every_paper_of_every_kind_of_election_can_be_written_at_every_stage(kind: str, until: str) -> None:
    facts = replace(sample(until), kind=kind, by_members=kind == "no-committee", general=kind == "general-branch", traits=frozenset({"preselection"}))
    for one in kinds_of(facts):
        pen = Pen(facts.script)
        one.make(facts, pen)
        assert set(pen.missing) <= set(WANTED), one.key


def test_in_traditional_script_nothing_but_names_stays_simplified() -> None:
    facts = replace(sample("handover", "zh-Hant"), name="甲支", office=Office("乙委", "丙支"), meeting_place="丁室", chair="王堃", envoy="王堃")
    known = {*NAMES, *OTHERS, "解小玥"}
    for kind in kinds_of(facts):
        text = said(made(kind.key, facts)[0])
        for name in sorted(known, key=len, reverse=True):
            text = text.replace(name, "").replace(f"{name[0]}　{name[1:]}", "")
            for given in GIVEN:
                text = text.replace(given, "")
        assert fixed(text, "zh-Hant") == text, kind.key


def test_a_draft_is_marked_a_sample_is_no_ballot_and_what_is_issued_bears_its_receipt() -> None:
    facts = replace(sample("handover"), signed_on=date(2026, 7, 1))
    for kind in kinds_of(facts):
        drawn, out = draft(kind, facts, IMPRINT).paper, press.issued(clean(kind, facts, IMPRINT).paper, "17-abc")
        if isinstance(drawn, Ballot):
            assert drawn.sample == "样票" and isinstance(out, Ballot) and out.sample == "" and kind.key in BALLOTS
            assert "17-abc" not in json.dumps(press.facts(out))
        else:
            assert not isinstance(out, Ballot)
            assert drawn.draft == ("草稿，未发出" if kind.issued else "") and out.draft == "" and out.imprint.receipt == "17-abc"


def test_every_paper_names_a_rule_a_stage_and_an_act_that_there_are() -> None:
    stages = procedure().stages
    for one in KINDS:
        assert rule(one.rule)
        assert not one.stage or one.stage in stages
        assert not one.act or one.act in TABLE
    assert len(BY_KEY) == len(KINDS)


def test_the_committees_plan_and_briefing_print_too() -> None:
    for write in (planning.plan, planning.briefing):
        made_of = write(PLAN, Pen("zh-Hans"))
        assert unprintable(press.facts(made_of)) == ""
        assert press.as_pdf(made_of).startswith(b"%PDF") and press.as_docx(made_of).startswith(b"PK")
    text = said(planning.plan(PLAN, Pen("zh-Hans")))
    assert "2026年度换届计划" in text and "2026-07-01" in text and "没有列入的：机关党支部" in text
    assert "本年度没有届满的党组织" in said(planning.plan(replace(PLAN, rows=()), Pen("zh-Hans")))


# --- fields of own forms ---


def test_fields_are_texts_or_rows_of_texts_and_a_blank_where_nothing_is_known() -> None:
    for facts in (sample("handover"), BARE):
        found = fields(facts)
        assert found.keys() == FIELDS.keys()
        for name, value in found.items():
            assert isinstance(value, str | list), name
            rows = value if isinstance(value, list) else []
            assert all(isinstance(one, str) or all(isinstance(part, str) for part in one.values()) for one in rows), name
    assert (fields(BARE)["应到会"], fields(BARE)["开会日期"], fields(BARE)["委员候选人"]) == (BLANK, BLANK, [])


def test_fields_say_the_numbers_of_the_papers() -> None:
    found = fields(sample("handover"))
    numbers = {"应到会": "18", "须到会": "15", "实到会": "17", "当选须得": "9", "决议须得": "10", "最少候选人": "6", "有效票": "17"}
    assert {name: found[name] for name in numbers} == numbers
    assert (found["委员名额大写"], found["当选书记"]) == ("五", "张志强")
    assert found["委员候选人"][0]["姓名"] == "王　堃" and len(found["另选人栏"]) == 5
    assert found["计票"][0] == {"姓名": "王　堃", "赞成": "16", "不赞成": "1", "弃权": "0", "结果": "当选"}


