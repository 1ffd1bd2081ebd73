"""What the reminder says: before the expiry, after it, after an approved shift; to whom; in both scripts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings

from leadgoose.elections.papers import reminder as papers
from leadgoose.ground.bylaws import queries as bylaws
from leadgoose.ground.bylaws.settings import Settings
from leadgoose.ground.press import printing
from leadgoose.ground.press.letter import Letter, as_pdf
from leadgoose.ground.press.printing import Imprint
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.queries.organisation import TermRow

pytestmark = pytest.mark.django_db

NAME = "作业三队党支部"


@pytest.fixture(autouse=True)
def _nothing_confirmed():
    bylaws.forget_confirmed()
    yield
    bylaws.forget_confirmed()


def facts(
    on: date = date(2026, 11, 23),
    *,
    elected: date = date(2024, 5, 10),
    expires: date = date(2027, 5, 10),
    shifted: date | None = None,
    kind: OrgKind = OrgKind.BRANCH,
    no_committee: bool | None = None,
    above: str = "", **set_by_committee: Any,
) -> papers.ReminderFacts:
    term = TermRow(elected, 3, expires, shifted, "", None, datetime(2026, 9, 1, tzinfo=UTC), "ledger")
    settings = Settings(**{"contact": "赵敏", "phone": "0999-1234567", **set_by_committee})
    return papers.reminder_facts(NAME, kind, no_committee, above, "示例油田工程技术处党委", term, settings, on)


def letter(**changes: Any) -> Letter:
    return papers.reminder(facts(**changes), Imprint())


def text(one: Letter) -> str:
    return "\n".join(part.lead + part.text for part in one.body)


def column(one: Letter, number: int) -> list[str]:
    return [row[number] for row in one.annexes[0].rows]


def test_before_the_expiry_it_says_when_the_term_runs_out():
    assert "你支部本届于2024年5月10日选举产生，任期3年，将于2027年5月10日届满。" in text(letter())


def test_on_the_last_day_it_is_still_to_come():
    assert "将于2027年5月10日届满" in text(letter(on=date(2027, 5, 10)))


def test_on_the_day_after_it_is_over():
    said = text(letter(on=date(2027, 5, 11)))
    assert "已于2027年5月10日届满；截至2027年5月11日，换届台账中没有新一届的记录。" in said


def test_an_approved_postponement_is_said_with_its_day():
    said = text(letter(shifted=date(2027, 9, 1)))
    assert "按期应于2027年5月10日届满，经批准延期至2027年9月1日换届。" in said


def test_an_approved_earlier_change_is_called_so():
    assert "经批准提前至2027年3月1日换届。" in text(letter(shifted=date(2027, 3, 1)))


def test_a_postponement_that_ran_out_is_said():
    assert "经批准延期至2027年9月1日换届，现已到期。" in text(letter(shifted=date(2027, 9, 1), on=date(2027, 9, 2)))


@pytest.mark.parametrize(
    ("kind", "no_committee", "opening"),
    [
        (OrgKind.BRANCH, None, "你支部本届于"),
        (OrgKind.BRANCH, False, "你支部本届委员会于"),
        (OrgKind.BRANCH, True, "你支部本届书记于"),
        (OrgKind.JOINT_BRANCH, False, "你支部本届委员会于"),
        (OrgKind.GENERAL_BRANCH, None, "你总支本届委员会于"),
    ],
    ids=["whether there is a committee is unknown", "with a committee", "without one", "a joint branch", "a general branch"],
)
def test_what_was_elected_is_named_only_as_far_as_it_is_known(kind, no_committee, opening):
    assert text(letter(kind=kind, no_committee=no_committee)).startswith(opening)


def test_a_postponement_is_as_a_rule_not_beyond_a_year_after_the_expiry():
    assert "延期一般不晚于2028年5月10日" in text(letter())
    assert "延期一般不晚于2025年2月28日" in text(
        letter(elected=date(2021, 2, 28), expires=date(2024, 2, 29), on=date(2023, 9, 1))
    )


@pytest.mark.parametrize(
    ("months", "on", "said"),
    [
        (2, date(2026, 11, 23), "请在2027年3月10日前（届满前2个月）研究并报送换届请示"),
        (1, date(2026, 11, 23), "请在2027年4月10日前（届满前1个月）研究并报送换届请示"),
        (2, date(2027, 3, 10), "请在2027年3月10日前"),
        (2, date(2027, 3, 11), "请尽快研究并报送换届请示"),
    ],
    ids=["two months by default", "one month as the committee set it", "exactly on the day", "the day after"],
)
def test_the_request_is_asked_for_so_many_months_before(months, on, said):
    assert said in text(letter(on=on, request_months=months))


def test_a_shifted_term_counts_from_its_shift():
    assert "请在2027年7月1日前" in text(letter(shifted=date(2027, 9, 1)))


def test_the_grounds_are_cited_with_the_articles_that_were_read():
    said = text(letter())
    assert "《中国共产党支部工作条例（试行）》（以下简称《支部工作条例》）第二十一条" in said
    assert "《中国共产党基层组织选举工作条例》（以下简称《选举工作条例》）第三条" in said


def test_an_article_from_memory_is_not_printed():
    grounds = column(letter(), 4)
    assert grounds[1] == "《选举工作条例》（条号待核）"  # elec-approval-before
    assert grounds[5] == "《选举工作条例》第二十四条等（部分条号待核）"  # elec-quorum-four-fifths, elec-secret-ballot
    assert grounds[3] == "《选举工作条例》第十三条、第十四条"


def test_an_article_that_was_confirmed_is_printed():
    from leadgoose.ground.bylaws.models import ConfirmedArticle

    ConfirmedArticle.objects.create(
        rule="elec-approval-before",
        article="32",
        confirmed_on=date(2026, 11, 1),
        confirmed_by="admin",
        recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    bylaws.forget_confirmed()
    assert column(letter(), 4)[1] == "《选举工作条例》第三十二条"


def test_steps_with_a_committee():
    assert column(letter(no_committee=False), 2) == [
        "支部委员会",
        "支部委员会",
        "支部委员会",
        "支部委员会",
        "党员大会",
        "党员大会",
        "新一届支部委员会",
        "新一届支部委员会",
    ]


def test_steps_without_a_committee_elect_the_secretary_in_the_meeting():
    one = letter(no_committee=True)
    assert column(one, 2) == ["支部书记", "支部书记", "支部书记", "全体党员", "党员大会", "党员大会", "支部书记"]
    assert "选举书记、副书记" not in column(one, 1)
    assert not any("委员" in what for what in column(one, 1))


def test_steps_of_a_general_branch_name_its_committee_whatever_the_register_says_of_one():
    assert column(letter(kind=OrgKind.GENERAL_BRANCH, no_committee=True), 2)[0] == "总支部委员会"


def test_days_in_the_steps_are_those_of_the_term():
    assert column(letter(), 3)[:2] == ["2027-03-10前"] * 2
    assert column(letter(), 3)[5] == "2027-05-10前"
    assert column(letter(on=date(2027, 6, 1)), 3)[5] == "批复确定的日期"


def test_the_branchs_own_day_column_is_empty():
    assert set(column(letter(), 5)) == {""}


def test_number_and_signer_are_never_invented():
    one = letter()
    assert one.number == ""
    assert "签发" not in text(one) + one.annotation


@pytest.mark.parametrize(
    ("contact", "phone", "annotation", "missing"),
    [
        ("赵敏", "0999-1", "联系人：赵敏，电话：0999-1", []),
        ("赵敏", "", "联系人：赵敏", ["phone"]),
        ("", "0999-1", "电话：0999-1", ["contact"]),
        ("", "", "", ["contact", "phone"]),
    ],
)
def test_who_is_called_is_printed_as_far_as_it_is_set(contact, phone, annotation, missing):
    found = facts(contact=contact, phone=phone)
    assert papers.reminder(found, Imprint()).annotation == annotation
    assert papers.missing(found) == missing


def test_issuer_and_back_matter_are_the_committees_unless_it_set_others():
    assert (letter().issuer, letter().printed_by, letter().copies_to) == ("示例油田工程技术处党委", "示例油田工程技术处党委", "")
    other = letter(issuer="示例油田工程技术处党委组织部", printed_by="党委办公室", copies_to="纪委", above="作业大队党总支")
    assert (other.issuer, other.printed_by, other.copies_to) == (
        "示例油田工程技术处党委组织部",
        "党委办公室",
        "作业大队党总支、纪委",
    )


def test_in_traditional_script_fixed_text_is_converted_and_names_are_not():
    one = letter(script="zh-Hant", contact="单国强", on=date(2027, 5, 11), no_committee=True)
    assert one.title == ("關於做好換屆選舉工作的提醒函",)
    assert "換屆臺賬中沒有新一屆的記錄" in text(one)
    assert "批復後召開黨員大會" in text(one)
    assert (one.addressee, one.issuer) == (NAME, "示例油田工程技术处党委")
    assert one.annotation == "聯繫人：单国强，電話：0999-1234567"
    assert column(one, 4)[1] == "《選舉工作條例》（條號待核）"
    simplified = set("届选举党员书记条号办总实际")
    assert not simplified & set(text(one).replace(NAME, ""))


def test_no_word_of_the_page_catalogues_false_friends_is_printed():
    every = text(letter(script="zh-Hant")) + "".join("".join(row) for row in letter(script="zh-Hant").annexes[0].rows)
    assert not any(word in every for word in ("程式", "最佳化", "資訊", "專案", "稽核"))


def test_nothing_praises_blames_or_shouts():
    for on in (date(2026, 11, 23), date(2027, 6, 1)):
        said = text(letter(on=on))
        assert not any(word in said for word in ("！", "您", "感谢", "严肃", "批评", "务必"))


def test_a_draft_is_undated_marked_and_without_receipt():
    one = papers.draft(papers.reminder(facts(), Imprint(receipt="9-abc", notice="提示")))
    assert (one.signed_on, one.draft, one.imprint) == (None, "草稿，未发出", Imprint(notice="提示"))


def test_how_many_fields_the_system_filled_in_is_counted():
    assert facts().filled == facts(no_committee=True, above="作业大队党总支").filled - 2


@pytest.mark.parametrize("script", ["zh-Hans", "zh-Hant"])
def test_every_character_of_the_letter_can_be_printed(script):
    one = letter(script=script, contact="喆堃赟珺𬭎旻昇翀祎玥")
    assert printing.unprintable(one.facts()) == ""
    assert as_pdf(one).startswith(b"%PDF")
    assert django_settings.FONTS.is_dir()
