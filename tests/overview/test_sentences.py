"""Every obligation that the rules can give has its words: no code without a sentence, no sentence with a hole in it."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from leadgoose.ground.duties.queries import Owed
from leadgoose.ground.duties.rules.state import look
from leadgoose.ground.statutes.dates import PartialDate
from leadgoose.overview import sentences
from leadgoose.overview.rules.board import Group
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.rules.due import CODES, BranchFacts, Obligation, ProbationFacts, SecretaryFacts, TermFacts, obligations

ON, START = date(2026, 11, 23), date(2020, 1, 1)
DAY = PartialDate.parse


def branch(**known: object) -> BranchFacts:
    return BranchFacts(**{"key": "k", "kind": OrgKind.BRANCH, "on": ON, "start_on": START, **known})


def term(elected: str, shifted: str = "", reply: str = "") -> TermFacts:
    on = date.fromisoformat(elected)
    return TermFacts(on, 3, on.replace(year=on.year + 3), date.fromisoformat(shifted) if shifted else None, reply)


SAID = [
    (branch(term=term("2023-08-27")), "term_expired", "2023-08-27 选举，任期三年，2026-08-27 届满；未见上级党组织批准延期。最迟延至 2027-08-27。"),
    (
        branch(term=term("2023-06-01", "2026-10-01")), "term_expired",
        "2023-06-01 选举，任期三年，2026-06-01 届满；批准延期至 2026-10-01，已过。延期一般不超过 2027-06-01。",
    ),
    (branch(term=term("2022-06-01")), "term_beyond_year", "2025-06-01 届满，已超过延期一般不超过的一年（2026-06-01）。"),
    (
        branch(term=term("2022-06-01", "2026-12-01")), "term_beyond_year",
        "2025-06-01 届满，批准延期至 2026-12-01；延期一般不超过一年（2026-06-01），已超过。",
    ),
    (branch(term=term("2024-03-04")), "term_six_months", "2024-03-04 选举，任期三年，2027-03-04 届满。"),
    (branch(term=term("2024-03-04")), "term_remind", "2027-03-04 届满，一般应提前 6 个月，于 2026-09-04 发函提醒。"),
    (branch(term=term("2023-08-27", "2027-03-01", "示党〔2026〕3号")), "term_shifted", "2026-08-27 届满；批准延期至 2027-03-01。批复：示党〔2026〕3号。"),
    (branch(term=term("2024-05-10", "2026-12-20")), "term_shifted", "2027-05-10 届满；批准提前至 2026-12-20。未见批复文号。"),
    (branch(), "term_unknown", "未见本届选举日期，无法推算届满。"),
    (branch(set_up_on=date(2001, 7, 1)), "term_unknown", "2001-07-01 成立；未见本届选举日期，无法推算届满。"),
    (branch(term_waiting=1), "term_unknown", "换届台账有 1 行待更正；更正收入后才能推算届满。"),
    (branch(set_up_on=date(2026, 7, 1)), "first_election", "2026-07-01 成立，未见换届记录；首次选举由批准成立的党组织指定人员筹备主持。"),
    (branch(vacant_since=date(2026, 9, 27)), "secretary_vacant", "2026-09-27 起空缺；应当及时补选，确有必要时上级党组织可以指派。"),
    (branch(term=term("2025-01-01")), "secretary_vacant", "空缺起始日期未知；应当及时补选，确有必要时上级党组织可以指派。"),
    (branch(), "secretary_unknown", "花名册和换届台账都没有书记的记录。"),
    (branch(waiting=2), "secretary_unknown", "花名册有 2 行待更正，书记可能在其中；更正收入后再看。"),
    (branch(secretaries=(SecretaryFacts("a"), SecretaryFacts("b"))), "secretary_unknown", "花名册与换届台账各记一人，待组织员选定。"),
    (
        branch(secretaries=(SecretaryFacts("a", DAY("2026-05")),)), "secretary_standing",
        "现任书记 2026-05 转正，2027-05-31 满一年党龄；书记一般应当具有一年以上党龄。",
    ),
    (branch(secretaries=(SecretaryFacts("a", None, True),)), "secretary_standing", "现任书记为预备党员；书记一般应当具有一年以上党龄，预备期不计。"),
    (
        branch(full=2, probationary=3), "too_few_full",
        "正式党员 2 人，预备党员 3 人；成立党支部须有正式党员 3 人以上，不足的可成立联合党支部。",
    ),
    (branch(full=52, probationary=0), "too_many", "正式党员 52 人，预备党员 0 人；党支部党员人数一般不超过 50 人。"),
    (branch(full=7, besides=0, committee=1), "committee_missing", "正式党员 7 人；7 人以上的党支部应当设立支部委员会。"),
    (branch(full=9, committee=4, besides=2, seats=5), "committee_below_size", "批准名额 5 名，现有 4 名，缺 1 名；出现空缺应当及时补选。"),
    (branch(full=9, committee=2, besides=1), "committee_below_size", "现有 2 名，批准名额未知；一般不少于 3 名。"),
    (
        branch(probations=(ProbationFacts("p", DAY("2025-11-29")),), voters=17), "probation_ending",
        "2025-11-29 接收，2026-11-29 满一年；转正后有选举权者由 17 人变为 18 人。",
    ),
    (branch(probations=(ProbationFacts("p", DAY("2025-11")),)), "probation_ending", "2025-11 接收，2026-11-30 满一年。"),
    (
        branch(kind=OrgKind.TEMPORARY_BRANCH, until=date(2026, 12, 10)), "temporary_ending",
        "批准的期限到 2026-12-10；临时机构撤销，临时党支部随之撤销，延长的须另行批准。",
    ),
    (branch(kind=OrgKind.JOINT_BRANCH, until=date(2026, 12, 10)), "temporary_ending", "批准的期限到 2026-12-10；期满撤销，延长的须另行批准。"),
]


def owed(one: Obligation, start: date = START) -> Owed:
    return Owed("k", one.person_key, one.code, one.rule, one.act, one.standing, one.due_on, json.dumps(dict(one.numbers)), look(one, ON, start))


@pytest.mark.parametrize(("facts", "code", "said"), SAID, ids=[f"{number} {code}" for number, (_, code, _) in enumerate(SAID)])
def test_the_numbers_are_said_in_one_or_two_sentences(facts: BranchFacts, code: str, said: str) -> None:
    [one] = [one for one in obligations(facts) if one.code == code]
    told = owed(one)
    assert sentences.numbers(told) == said
    for words in (sentences.what(told, "王思雨"), sentences.tag(told), sentences.who(code), sentences.button(one.act)):
        assert words and not re.search(r"%|_|None|！|您", words)


def test_every_code_is_said_somewhere_above() -> None:
    assert {code for _, code, _ in SAID} == set(CODES)


def test_every_sum_has_its_words() -> None:
    assert set(sentences.GROUP) == set(Group)


def test_before_the_start_it_is_said_that_nobody_knows() -> None:
    [one] = [one for one in obligations(branch(term=term("2024-03-04"))) if one.code == "term_remind"]
    told = owed(one, start=ON)
    assert sentences.tag(told) == "资料未知"
    assert sentences.numbers(told).endswith("该日早于本委启用日期，是否已办不详。")
