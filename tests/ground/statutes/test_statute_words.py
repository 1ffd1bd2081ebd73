"""Citations, sentences, languages, verdicts."""

import string
from datetime import date

import pytest
from traditional import books

from leadgoose.ground.statutes import Lang, Reason, Strength, Verdict, cite, cite_text, language, load, rule, say
from leadgoose.ground.statutes.citations import _numeral
from leadgoose.ground.statutes.sentences import book, template
from leadgoose.ground.statutes.verdicts import Names

CITED = [
    pytest.param("elec-reminder-six-months", "《中国共产党支部工作条例（试行）》第二十一条", id="a read article is printed"),
    pytest.param("elec-quorum-four-fifths", "《中国共产党基层组织选举工作条例》（条号待核）", id="a number from memory is not"),
    pytest.param("branch-dev-member-vote", "《中国共产党发展党员工作细则》第二十条至第二十一条、第三十三条", id="several articles"),
    pytest.param("soe-funding", "《中国共产党国有企业基层组织工作条例（试行）》第六章", id="a chapter"),
    pytest.param("doc-date", "《党政机关公文格式》（GB/T 9704—2012）第7.3.5.4条", id="a clause of a standard"),
    pytest.param("term-branch", "《关于党的基层组织任期的意见》", id="a text without articles"),
    pytest.param("branch-lecture-quarterly", "地方与企业做法", id="practice has no title marks"),
    pytest.param("elec-margin-rounding", "由《中国共产党基层组织选举工作条例》第十三条推得", id="a derived rule is cited by its parent"),
    pytest.param("elec-revote-plurality", "由《中国共产党基层组织选举工作条例》（条号待核）推得", id="and its parent's number may be open"),
]


@pytest.mark.parametrize(("key", "text"), CITED)
def test_citation(key: str, text: str) -> None:
    assert cite_text(cite(rule(key))) == text


def test_an_administrator_confirms_a_number() -> None:
    confirmed = {"elec-quorum-four-fifths": "19"}
    citation = cite(rule("elec-quorum-four-fifths"), confirmed)
    assert (citation.article, citation.pending) == ("19", False)
    assert cite_text(citation) == "《中国共产党基层组织选举工作条例》第十九条"
    assert cite(rule("elec-quorum-base"), confirmed).article == "19"
    assert cite(rule("elec-ballots-returned"), confirmed).pending


def test_citations_in_the_other_languages() -> None:
    quorum = cite(rule("elec-quorum-four-fifths"))
    assert cite_text(quorum, "zh-Hant") == "《中國共產黨基層組織選舉工作條例》（條號待核）"
    assert cite_text(quorum, "en").endswith("Party Organisations (article number to be confirmed)")
    assert cite_text(cite(rule("branch-term")), "zh-Hant") == "《中國共產黨支部工作條例（試行）》第二十一條"
    assert cite_text(cite(rule("branch-term")), "en") == "Regulation on the Work of Party Branches (trial), article 21"
    assert cite_text(cite(rule("pipl-rights")), "en") == "Personal Information Protection Law, articles 44-47"
    assert cite_text(cite(rule("soe-funding")), "en").endswith(", chapter 6")
    assert cite_text(cite(rule("elec-margin-base")), "en").startswith("follows from Regulation on Elections")
    confirmed = {"pipl-45574-specific-identity": "A"}
    assert cite_text(cite(rule("pipl-45574-specific-identity"), confirmed)).endswith("（GB/T 45574—2025）附录A")
    assert cite_text(cite(rule("pipl-45574-specific-identity"), confirmed), "en").endswith("(GB/T 45574-2025), annex A".replace("-2025", "—2025"))


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_every_rule_can_be_cited_and_no_unconfirmed_number_is_printed(lang: Lang) -> None:
    for one in load():
        text = cite_text(cite(one), lang)
        source = one.parent if one.regulation.kind == "derived" and one.parent else one
        assert ("待核" in text or "待核" in text or "to be confirmed" in text) == (source.article_confidence == "memory"), text
        if source.article_confidence != "read":
            assert "第" not in text.partition("》")[2] and ", article " not in text, text


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (999, "九百九十九"),
    ],
)
def test_chinese_numerals(number: int, numeral: str) -> None:
    assert _numeral(number) == numeral


@pytest.mark.parametrize("number", [0, 1000])
def test_no_article_has_such_a_number(number: int) -> None:
    with pytest.raises(ValueError, match="no article"):
        _numeral(number)


@pytest.mark.parametrize(
    ("code", "lang"),
    [
        ("zh-hans", "zh-Hans"),
        ("zh-hant", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("en-GB", "en"),
        ("zh-CN", "zh-Hans"),
        ("fr", "zh-Hans"),
    ],
)
def test_language(code: str, lang: str) -> None:
    assert language(code) == lang


def test_say_fills_the_numbers_and_leaves_names_alone() -> None:
    reason = Reason("elections.tie", "elec-tie-revote", {"names": Names(("后某", "里某")), "votes": 9, "count": 2, "seats": 1})
    assert say(reason).startswith("后某、里某各得 9 票")
    assert say(reason, "zh-Hant").startswith("后某、里某各得 9 票")
    assert say(reason, "en").startswith("后某, 里某 received 9 each")
    assert f"{Names(('甲', '乙'))}" == "甲、乙"


def test_a_code_without_a_sentence_is_an_error() -> None:
    with pytest.raises(KeyError):
        template("elections.unheard-of", "en")
    with pytest.raises(KeyError, match="no subject"):
        book("nowhere")


def test_all_columns_of_a_sentence_ask_for_the_same_numbers() -> None:
    for path in books():
        subject = path.parent.name
        for what, columns in book(subject).items():
            asked = {lang: {name for _, name, _, _ in string.Formatter().parse(text) if name} for lang, text in columns.items()}
            assert asked["zh-Hans"] == asked["zh-Hant"], what
            assert asked["en"] == asked["zh-Hans"], (subject, what, asked)


MUST, GENERAL = "elec-quorum-four-fifths", "elec-shift-limit"


@pytest.mark.parametrize(
    ("told", "ok", "stops", "warnings"),
    [
        pytest.param([], True, 0, 0, id="nothing said"),
        pytest.param([(MUST, True), (GENERAL, True)], True, 0, 0, id="all met"),
        pytest.param([(MUST, True), (GENERAL, False)], True, 0, 1, id="an unmet 一般 warns"),
        pytest.param([(MUST, False), (GENERAL, True)], False, 1, 0, id="an unmet must stops"),
        pytest.param([(MUST, False), (GENERAL, False)], False, 1, 1, id="both are told"),
        pytest.param([("branch-lecture-quarterly", False), ("elec-reduce-seats", False)], True, 0, 2, id="local and may never stop"),
    ],
)
def test_only_a_must_stops(told: list[tuple[str, bool]], ok: bool, stops: int, warnings: int) -> None:
    verdict = Verdict.of(Reason("x.y", key, met=met) for key, met in told)
    assert (verdict.ok, len(verdict.stops), len(verdict.warnings), len(verdict.reasons)) == (ok, stops, warnings, len(told))


def test_a_reason_knows_its_strength() -> None:
    assert Reason("x.y", "elec-margin-rounding").strength is Strength.MUST
    assert Reason("x.y", "elec-secretary-equal-list").strength is Strength.GENERAL
    assert rule("elec-shift-limit").on(date(2024, 1, 1))
