"""The pages 现行规定 and 本委设置."""

from __future__ import annotations

from datetime import date

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.bylaws import queries
from leadgoose.ground.bylaws.actions import set_local
from leadgoose.ground.bylaws.models import ConfirmedArticle
from leadgoose.ground.bylaws.usages import usages
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.statutes import load
from leadgoose.roster.consequences import recompute

SETTINGS = "/o/committee/committee/"


@pytest.fixture(autouse=True)
def _fresh():
    queries.forget_confirmed()
    yield
    queries.forget_confirmed()


def _listed(cast: Cast, address: str, login: str = "member") -> tuple[str, set[str]]:
    text = cast.client(login).get(address).content.decode()
    return text, {one.id for one in load() if f'href="/rules/{one.id}/"' in text}


def test_all_rules_in_force_are_listed_once_over_the_pages(cast: Cast):
    seen: list[str] = []
    for page in range(1, 7):
        seen += sorted(_listed(cast, f"/rules/?page={page}")[1]) if page <= 5 else []
    in_force = {one.id for one in load() if one.on(TODAY)}
    assert sorted(seen) == sorted(in_force)
    assert len(in_force) < len(load().rules)


def test_a_page_is_small_and_asks_nothing_more_for_its_rules(cast: Cast, django_assert_max_num_queries):
    client = cast.client("clerk")
    client.get("/rules/")
    with django_assert_max_num_queries(10):
        page = client.get("/rules/")
    assert len(page.content) < 60_000


@pytest.mark.parametrize(("query", "holds"), [
    ("text=branch-2018", lambda one: one.regulation.key == "branch-2018"),
    ("strength=may", lambda one: one.strength == "may"),
    ("text=gbt-9704-2012&strength=general", lambda one: one.regulation.key == "gbt-9704-2012" and one.strength == "general"),
    ("q=elec-quorum-four-fifths", lambda one: one.id == "elec-quorum-four-fifths"),
])
def test_filters_leave_what_fits(cast: Cast, query, holds):
    _, listed = _listed(cast, "/rules/?" + query)
    assert listed == {one.id for one in load() if one.on(TODAY) and holds(one)}
    assert listed


def test_words_are_found_in_sentences_and_all_must_be_there(cast: Cast):
    assert "elec-reminder-six-months" in _listed(cast, "/rules/?q=提醒 6")[1]
    text, listed = _listed(cast, "/rules/?q=提醒 甲骨文")
    assert listed == set() and "没有符合条件的规定" in text


def test_on_another_day_other_texts_are_in_force(cast: Cast):
    then = {one.id for one in load() if one.on(date(2018, 6, 1)) and one.regulation.key == "branch-2018"}
    assert then == set()
    assert _listed(cast, "/rules/?text=branch-2018&on=2018-06-01")[1] == set()
    text, listed = _listed(cast, "/rules/?text=branch-2018&on=2018年")
    assert "请按 2026-11-23 的样式填写日期" in text and listed


def test_strength_and_pending_number_are_said_in_words(cast: Cast):
    text, _ = _listed(cast, "/rules/?q=elec-quorum-four-fifths")
    assert "条号待核" in text and "必须" in text
    assert "第十九条" not in text


def test_every_rule_has_its_page(cast: Cast):
    client = cast.client("member")
    for one in list(load())[::7]:
        page = client.get(f"/rules/{one.id}/")
        assert page.status_code == 200
        assert one.id in page.content.decode()
    assert client.get("/rules/no-such-rule/").status_code == 404


def test_the_page_gives_numbers_source_as_text_and_where_it_is_used(cast: Cast):
    text = cast.client("member").get("/rules/elec-quorum-four-fifths/").content.decode()
    assert "4/5" in text and "ground/statutes/votes.py" in text
    assert "rlxzw.com" in text and 'href="http' not in text
    assert "记为已核对" not in text


def test_an_office_confirms_an_article_against_its_own_copy_and_takes_it_back(cast: Cast):
    address = "/rules/elec-quorum-four-fifths/confirm/"
    for login in ("auditor", "member", "secretary"):
        assert cast.client(login).post(address, {"article": "19", "edition": "单行本"}).status_code == 403
    client = cast.client("clerk")
    assert client.get(address).status_code == 405
    wrong = client.post(address, {"article": "十九", "edition": ""})
    text = wrong.content.decode()
    assert wrong.status_code == 422 and 'aria-describedby="article_error"' in text and 'aria-describedby="edition_error"' in text and 'value="十九"' in text
    assert client.post(address, {"article": "", "edition": "单行本"}).status_code == 422
    done = client.post(address, {"article": "19", "edition": "单行本 2020 年版"}, follow=True).content.decode()
    assert "第十九条" in done and "单行本 2020 年版" in done
    assert ConfirmedArticle.objects.get().article == "19"
    assert "第十九条" in _listed(cast, "/rules/?q=elec-quorum-four-fifths")[0]
    back = client.post(address, {"act": "withdraw", "edition": "版本不对"}, follow=True).content.decode()
    assert "条号待核" in back and "版本不对" in back
    assert cast.client("platform_admin").post("/rules/no-such-rule/confirm/", {"article": "19"}).status_code == 404


def test_filters_by_confidence_and_by_use(cast: Cast):
    high = _listed(cast, "/rules/?confidence=high&used=yes&text=branch-2018")[1]
    assert high == {
        one.id for one in load() if one.on(TODAY) and one.confidence == "high" and one.regulation.key == "branch-2018" and one.id in usages()
    }
    assert high and _listed(cast, "/rules/?used=no&q=branch-min-members")[1] == set()


def test_a_committees_own_number_stands_beside_the_rule_from_its_day_on(cast: Cast):
    set_local("committee", "elec-reminder-six-months", "lead", "8", date(2026, 10, 1), "党委会 2026-09-20", by=cast.actor("clerk"), at=NOW)
    assert "8 个月（党委会 2026-09-20）" in _listed(cast, "/rules/?q=elec-reminder-six-months", "clerk")[0]
    assert "8 个月" not in _listed(cast, "/rules/?q=elec-reminder-six-months&on=2026-09-30", "clerk")[0]
    assert "8 个月" not in _listed(cast, "/rules/?q=elec-reminder-six-months", "outsider")[0]


def test_the_whole_list_prints_on_a4(cast: Cast):
    answer = cast.client("clerk").get("/rules.pdf?text=branch-2018&strength=must")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")


# --- 本委设置 ---


READERS = [("clerk", 200), ("envoy", 200), ("reader", 200), ("secretary", 404), ("outsider", 404)]


@pytest.mark.parametrize(("login", "status"), READERS)
def test_who_may_read_the_settings(cast: Cast, login, status):
    assert cast.client(login).get(SETTINGS).status_code == status


def test_only_a_top_committee_has_settings(cast: Cast):
    assert cast.client("clerk").get("/o/one/committee/").status_code == 404
    assert cast.client("clerk").post("/o/one/committee/set/", {"issuer": "x"}).status_code == 404


def test_readers_see_values_and_no_form(cast: Cast):
    text = cast.client("reader").get(SETTINGS).content.decode()
    assert "示例油田工程技术处党委" in text and "<dl" in text
    assert "保存设置" not in text
    assert cast.client("reader").post(SETTINGS + "set/", {"issuer": "x"}).status_code == 403


def test_saving_by_the_page(cast: Cast):
    client = cast.client("clerk")
    page = client.post(SETTINGS + "set/", {"issuer": "党委组织部", "contact": "赵敏", "script": "zh-Hans"}, follow=True)
    text = page.content.decode()
    assert "已保存，凭据第 1 号" in text
    assert 'value="党委组织部"' in text
    assert queries.settings_of("committee").contact == "赵敏"
    again = client.post(SETTINGS + "set/", {"issuer": "党委组织部"}, follow=True)
    assert "没有改动" in again.content.decode()


def test_errors_stand_at_the_field_and_nothing_typed_is_lost(cast: Cast):
    page = cast.client("clerk").post(SETTINGS + "set/", {"start_on": "2026-12-01", "issuer": "党委组织部", "request_months": "9"})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'id="start_on_error"' in text and "不能晚于今天" in text and "请填 1 至 6 的整数" in text
    assert 'value="党委组织部"' in text and 'value="2026-12-01"' in text
    assert queries.settings_of("committee").issuer == ""


def test_a_new_start_says_anew_what_is_due(cast: Cast):
    """A branch set up before the start has a term that is not known; from a start before it, it owes its first election."""
    branch = cast.organisations["office"]
    fact = branch.facts.get()
    fact.set_up_on = date(2025, 8, 20)
    fact.save()
    recompute("committee", TODAY, NOW)
    codes = lambda: set(Duty.objects.filter(org_key="office", closed_at=None).values_list("code", flat=True))  # noqa: E731
    assert "term_unknown" in codes() and "first_election" not in codes()
    cast.client("clerk").post(SETTINGS + "set/", {"start_on": "2025-08-20", "basis": "党委会 2025-08-18"})
    assert "first_election" in codes() and "term_unknown" not in codes()
    assert Duty.objects.get(org_key="office", code="term_unknown").closed_by == "CommitteeSet"
