"""The letters of an election: who writes to whom, what they say in each kind of election, what stays blank."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from papers_made import made, said

from leadgoose.elections.papers.facts import COMMITTEE, DEPUTY, SECRETARY, Done, Facts, Members, Roll, Term
from leadgoose.elections.papers.sample import sample
from leadgoose.elections.papers.terms import by_meeting, posts
from leadgoose.ground.press.letter import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.once]   # the rules' articles that somebody confirmed are read from the database


def letter(key: str, facts: Facts) -> Letter:
    paper, _missing = made(key, facts)
    assert isinstance(paper, Letter)
    return paper


def direct(facts: Facts) -> Facts:
    return replace(facts, traits=frozenset(), office=replace(facts.office, above=""))


def test_a_branch_under_a_general_branch_writes_to_it_and_asks_that_it_be_forwarded() -> None:
    one = letter("request", sample(""))
    assert (one.issuer, one.addressee, one.upward) == ("作业一队党支部", "作业大队党总支", True)
    assert one.body[-1].text == "妥否，请审核并转报示例油田工程技术处党委批示。"
    assert letter("result-report", sample("first-meeting")).body[-1].text == "特此报告，请审核并转报示例油田工程技术处党委。"


def test_a_branch_directly_below_writes_to_the_committee() -> None:
    one = letter("request", direct(sample("")))
    assert (one.addressee, one.body[-1].text) == ("示例油田工程技术处党委", "妥否，请批示。")
    back = letter("reply", direct(sample("request")))
    assert (back.addressee, back.body[-1].text) == ("作业一队党支部", "此复。")
    assert back.body[0].text == "你支部《关于作业一队党支部换届选举的请示》（示作一支〔2026〕5号）收悉。经研究，现批复如下。"


def test_the_reply_goes_back_the_way_the_request_came() -> None:
    one = letter("reply", sample("request"))
    assert (one.issuer, one.addressee, one.upward) == ("示例油田工程技术处党委", "作业大队党总支", False)
    assert one.body[0].text.startswith("你总支转报的作业一队党支部《关于作业一队党支部换届选举的请示》")
    assert one.body[-1].text == "请通知作业一队党支部办理。此复。"


def test_the_general_branch_forwards_what_was_sent_last() -> None:
    first, later = letter("forwarding", sample("request")), letter("forwarding", sample("result-report"))
    assert first.issuer == "作业大队党总支" and first.addressee == "示例油田工程技术处党委"
    assert "《关于作业一队党支部换届选举的请示》（示作一支〔2026〕5号）" in first.body[0].text and first.body[1].text == "妥否，请批示。"
    assert "《关于作业一队党支部换届选举结果的报告》（示作一支〔2026〕8号）" in later.body[0].text and later.body[1].text == "特此报告，请审批。"


def test_the_request_has_everything_that_a_request_must_have() -> None:
    one = said(letter("request", sample("")))
    for part in (
        "2023年9月1日选举产生", "任期3年", "将于2026年9月1日届满", "正式党员18名、预备党员1名；有选举权的党员18名", "由委员5名组成，设书记1名、副书记1名",
        "委员候选人不少于6名（差额1名，不少于应选人数的百分之二十）", "2026年8月28日14:30在作业一队会议室", "5.选举新一届支部委员会委员",
    ):
        assert part in one


def test_after_the_last_day_the_request_says_that_the_term_is_over() -> None:
    assert "已于2026年9月1日届满" in said(letter("request", replace(sample(""), on=date(2026, 9, 2))))
    assert "将于2026年9月1日届满" in said(letter("request", replace(sample(""), on=date(2026, 9, 1))))


@pytest.mark.parametrize(("seats", "least", "extra"), [(3, 4, 1), (5, 6, 1), (6, 8, 2), (7, 9, 2)])
def test_the_margin_is_of_the_seats_and_rounded_up(seats: int, least: int, extra: int) -> None:
    assert f"不少于{least}名（差额{extra}名" in said(letter("request", replace(sample(""), seats=seats)))


def test_a_general_branch_speaks_of_its_own_committee() -> None:
    one = said(letter("request", direct(replace(sample(""), name="作业大队党总支", kind="general-branch", general=True, seats=7))))
    assert "我总支本届总支部委员会于" in one and "新一届总支部委员会拟由委员7名组成" in one


def test_without_a_committee_the_members_elect_the_secretary() -> None:
    facts = replace(sample(""), kind="no-committee", by_members=True, seats=None, deputies=0)
    one = said(letter("request", facts))
    assert "拟不设委员会，设书记1名" in one and "书记候选人由全体党员充分酝酿提出" in one and "选举书记" in one
    assert "委员" not in one.replace("不设委员会", "")
    assert "关于作业一队党支部书记候选人预备人选的请示" in "".join(letter("persons-request", facts).title)


@pytest.mark.parametrize(("kind", "part"), [("by-election", "委员出现空缺"), ("new-branch", "作业一队党支部已经批准成立")])
def test_other_elections_say_what_they_follow_from(kind: str, part: str) -> None:
    one = letter("request", replace(sample(""), kind=kind, term=None))
    assert part in one.body[0].text and "届满" not in said(one)
    assert "".join(one.title) == ("关于作业一队党支部补选的请示" if kind == "by-election" else "关于作业一队党支部选举的请示")


def test_persons_stand_by_strokes_and_leaders_as_approved() -> None:
    one = letter("persons-request", sample("initial"))
    assert "共6名，应选5名（按姓氏笔画为序）：王堃、刘喆、李𬭎、张志强、欧阳海涛、曾玉兰。" in said(one)
    table = one.annexes[0]
    assert [row[1] for row in table.rows] == ["王　堃", "刘　喆", "李　𬭎", "张志强", "欧阳海涛", "曾玉兰", "张志强", "曾玉兰"]
    assert table.rows[0][2:] == ("男", "汉族", "1976.01", "大专", "2000.07", "技术员", "委员")


def test_that_persons_may_stand_is_said_only_where_the_register_says_so() -> None:
    known = sample("initial")
    unknown = replace(known, members=Members(18, 1, known.members.electors[1:], ()))
    assert "上述人选均为正式党员，有选举权和被选举权。" in said(letter("persons-request", known))
    paper, missing = made("persons-request", unknown)
    assert "均为正式党员" not in said(paper) and "rights" in missing


def test_what_is_not_known_is_a_visible_blank_and_is_named() -> None:
    bare = replace(sample(""), term=None, members=Members(), roll=Roll(), seats=None, meeting_on=None, meeting_time="", meeting_place="", contact="", phone="")
    paper, missing = made("request", bare)
    assert "＿＿＿＿年＿＿月＿＿日选举产生，任期＿＿年" in said(paper) and "由委员＿＿名组成" in said(paper)
    assert "联系人：＿＿＿＿，电话：＿＿＿＿＿＿" in said(paper)
    assert missing == ["full", "right", "seats", "meeting_on", "meeting_time", "meeting_place", "elected_on", "expires_on", "years", "contact", "phone"]


def test_number_and_signer_are_blank_until_somebody_types_them() -> None:
    for key in ("request", "reply", "persons-request", "persons-reply", "result-report", "result-reply"):
        one = letter(key, sample("handover"))
        assert (one.number, one.signer, one.signed_on) == ("", "", None)
    typed = letter("request", replace(sample(""), number="示作一支〔2026〕5号", signer="张志强", signed_on=date(2026, 7, 1)))
    assert (typed.number, typed.signer, typed.signed_on) == ("示作一支〔2026〕5号", "张志强", date(2026, 7, 1))


def test_an_earlier_papers_number_is_cited_once_it_is_typed_and_else_left_blank() -> None:
    there = sample("request")
    assert "（示作一支〔2026〕5号）收悉" in said(letter("reply", there))
    paper, missing = made("reply", replace(there, done={**there.done, "request": Done(date(2026, 7, 1))}))
    assert "（＿＿〔2026〕＿＿号）收悉" in said(paper) and missing == ["number_request"]


def test_the_report_gives_members_for_the_record_and_leaders_for_approval_and_calls_nobody_secretary() -> None:
    one = letter("result-report", sample("first-meeting"))
    assert "上述当选的委员，请予备案；当选的书记、副书记，请予审批。" in said(one)
    assert "党员大会选举王堃、刘喆、李𬭎、张志强、曾玉兰同志为新一届支部委员会委员（按姓氏笔画为序）" in said(one)
    assert "新一届支部委员会第一次全体会议选举张志强同志为书记" in said(one)
    assert "支部书记张志强" not in said(one)
    rows = one.annexes[0].rows
    assert ("委员", "欧阳海涛", "8", "9", "0", "未当选") in rows and ("委员", "马　赟（另选）", "1", "—", "—", "未当选") in rows
    assert one.annexes[0].notes[0] == "委员：实到会17名，投票17人，发出选票17张，收回17张，其中无效0张；当选须得赞成票9张。"


def test_after_the_reply_they_are_secretary_and_deputy() -> None:
    one = said(letter("result-reply", sample("result-report")))
    assert "同意张志强同志任作业一队党支部书记。" in one and "同意曾玉兰同志任作业一队党支部副书记。" in one and "准予备案" in one


def test_a_shift_is_later_or_earlier_and_at_most_a_year() -> None:
    later, earlier = (replace(sample(""), shift_to=day) for day in (date(2027, 3, 1), date(2026, 6, 1)))
    assert "".join(letter("shift-request", later).title) == "关于作业一队党支部延期换届的请示"
    assert "拟延期至2027年3月1日换届" in said(letter("shift-request", later)) and "一般不超过1年" in said(letter("shift-request", later))
    assert "同意作业一队党支部提前至2026年6月1日换届" in said(letter("shift-reply", earlier))


def test_an_article_is_printed_only_where_it_was_read_or_confirmed() -> None:
    one = letter("request", sample("")).body[0].text
    assert "《支部工作条例》第二十一条、《选举工作条例》第三条等规定" in one


def test_in_traditional_script_fixed_text_is_set_and_names_are_not_converted() -> None:
    facts = replace(sample("first-meeting", "zh-Hant"), name="作业一队党支部")
    one = letter("result-report", facts)
    assert "黨員大會選舉王堃、刘喆、李𬭎、张志强、曾玉兰同志為新一屆支部委員會委員" in said(one)
    assert one.issuer == "作业一队党支部" and one.title[0].startswith("關於作业一队党支部")


@pytest.mark.parametrize("key", ["request", "reply", "persons-request", "persons-reply", "result-report", "result-reply", "shift-request", "forwarding"])
def test_nothing_praises_blames_or_shouts(key: str) -> None:
    one = said(letter(key, sample("handover")))
    assert not any(word in one for word in ("！", "您", "感谢", "严肃", "高度", "务必", "圆满", "衷心"))


def test_a_reply_names_the_envoy_who_was_sent() -> None:
    assert "我委派赵敏同志到会监督指导" in said(letter("reply", sample("request")))
    assert "监督指导" not in said(letter("reply", replace(sample("request"), envoy="")))


def test_a_preselection_is_said_in_request_and_method() -> None:
    facts = replace(sample("deliberation"), traits=frozenset({"preselection"}))
    assert "先进行差额预选产生候选人名单" in said(letter("request", facts))
    assert "预选时" in said(made("method", facts)[0]) and "实行差额选举" not in said(made("method", facts)[0])


def test_posts_of_each_kind() -> None:
    usual = sample("")
    assert (posts(usual), by_meeting(usual)) == ((COMMITTEE, SECRETARY, DEPUTY), (COMMITTEE,))
    alone = replace(usual, kind="no-committee", by_members=True, deputies=0)
    assert posts(alone) == by_meeting(alone) == (SECRETARY,)
    assert posts(replace(usual, kind="by-election")) == (COMMITTEE,)
    assert posts(replace(usual, kind="by-election", traits=frozenset({"leaders"}))) == (COMMITTEE, SECRETARY, DEPUTY)


def test_a_term_that_was_shifted_ends_on_the_day_of_the_shift() -> None:
    facts = replace(sample(""), term=Term(date(2023, 9, 1), 3, date(2026, 9, 1), date(2027, 3, 1)))
    assert facts.last_day == date(2027, 3, 1) and "将于2027年3月1日届满" in said(letter("request", facts))
