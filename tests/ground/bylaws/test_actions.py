"""Setting a committee and confirming an article: rows, journal, refusals, who may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.bylaws import queries
from leadgoose.ground.bylaws.actions import Refusals, confirm_article, set_committee
from leadgoose.ground.bylaws.citing import cited
from leadgoose.ground.bylaws.models import CommitteeSetting, ConfirmedArticle
from leadgoose.ground.bylaws.settings import Settings
from leadgoose.ground.journal.models import Entry

LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh():
    queries.forget_confirmed()
    yield
    queries.forget_confirmed()


def test_what_is_set_is_kept_journaled_and_asked_for(cast: Cast):
    wanted = {
        "start_on": "2026-09-01", "issuer": "党委组织部", "contact": "赵喆堃", "phone": "0999-1234567", "request_months": "1",
    }
    receipt = set_committee("committee", wanted, "党委会 2026-08-30", by=cast.actor("clerk"), at=NOW)
    assert queries.settings_of("committee") == Settings(
        start_on=date(2026, 9, 1), issuer="党委组织部", contact="赵喆堃", phone="0999-1234567", request_months=1
    )
    alone = [queries.setting("committee", name) for name in ("start_on", "contact", "script")]
    assert alone == [date(2026, 9, 1), "赵喆堃", "zh-Hans"]
    entry = Entry.objects.get()
    assert (entry.number, entry.hash) == (receipt.number, receipt.hash)
    assert (entry.act, entry.chain, entry.org_key, entry.typed) == ("CommitteeSet", "committee", "committee", 6)
    assert entry.facts == {"names": sorted(wanted), "set": {"start_on": "2026-09-01", "request_months": "1"}}
    assert set(entry.sealed["committee"]) == {"issuer", "contact", "phone", "basis"}


def test_who_is_called_stands_nowhere_in_clear(cast: Cast):
    set_committee("committee", {"contact": "赵喆堃", "phone": "0999-1234567"}, "", by=cast.actor("clerk"), at=NOW)
    stored = str(list(CommitteeSetting.objects.values())) + str(list(Entry.objects.values()))
    assert "赵喆堃" not in stored and "1234567" not in stored


def test_the_newest_holds_and_the_older_stay(cast: Cast):
    set_committee("committee", {"issuer": "党委组织部", "contact": "赵敏"}, "", by=cast.actor("clerk"), at=NOW)
    set_committee("committee", {"issuer": "", "contact": "钱进"}, "换人", by=cast.actor("clerk"), at=LATER)
    assert queries.settings_of("committee") == Settings(contact="钱进")
    assert [(one.name, one.value, one.basis) for one in queries.changes("committee")] == [
        ("contact", "钱进", "换人"), ("issuer", "", "换人"), ("contact", "赵敏", ""), ("issuer", "党委组织部", ""),
    ]


def test_only_what_differs_is_stored(cast: Cast):
    set_committee("committee", {"issuer": "党委组织部", "contact": "赵敏"}, "", by=cast.actor("clerk"), at=NOW)
    same = {"issuer": " 党委组织部 ", "contact": "赵敏", "notice": ""}
    assert set_committee("committee", same, "", by=cast.actor("clerk"), at=LATER) is None
    assert (CommitteeSetting.objects.count(), Entry.objects.count()) == (2, 1)
    set_committee("committee", {**same, "phone": "0999"}, "", by=cast.actor("clerk"), at=LATER)
    assert (CommitteeSetting.objects.count(), Entry.objects.count()) == (3, 2)


def test_every_wrong_field_is_named_and_nothing_is_stored(cast: Cast):
    with pytest.raises(Refusals) as refused:
        set_committee("committee", {"script": "x", "request_months": "9", "issuer": "党委"}, "", by=cast.actor("clerk"), at=NOW)
    assert set(refused.value.fields) == {"script", "request_months"}
    assert not CommitteeSetting.objects.exists() and not Entry.objects.exists()


def test_a_new_start_needs_its_basis(cast: Cast):
    with pytest.raises(Refusals) as refused:
        set_committee("committee", {"start_on": "2026-10-01"}, "  ", by=cast.actor("clerk"), at=NOW)
    assert set(refused.value.fields) == {"basis"}
    assert set_committee("committee", {"start_on": "2026-10-01"}, "党委会", by=cast.actor("clerk"), at=NOW) is not None


def test_today_is_that_of_shanghai(cast: Cast):
    """20:00 in Greenwich on the 22nd is the 23rd in Shanghai."""
    evening = NOW.replace(day=22, hour=20)
    assert set_committee("committee", {"start_on": "2026-11-23"}, "党委会", by=cast.actor("clerk"), at=evening) is not None
    assert CommitteeSetting.objects.get().valid_from == TODAY


@pytest.mark.parametrize("login", ["envoy", "reader", "secretary", "platform_admin", "outsider"])
def test_only_the_office_of_the_committee_sets(cast: Cast, login):
    with pytest.raises(Denied):
        set_committee("committee", {"issuer": "党委"}, "", by=cast.actor(login), at=NOW)
    assert not CommitteeSetting.objects.exists()


def test_committees_do_not_see_each_other(cast: Cast):
    set_committee("committee", {"issuer": "党委组织部"}, "", by=cast.actor("clerk"), at=NOW)
    assert queries.settings_of("elsewhere") == Settings()


# --- articles ---


def test_a_confirmed_article_is_cited_from_now_on(cast: Cast):
    assert (cited("elec-approval-before").place, cited("elec-approval-before").pending) == ("", True)
    confirm_article("elec-approval-before", "32", "单行本 2020 年版", by=cast.actor("platform_admin"), at=NOW)
    assert (cited("elec-approval-before").text, cited("elec-approval-before").pending) == ("选举工作条例·第三十二条", False)
    entry = Entry.objects.get()
    assert (entry.act, entry.chain, entry.facts) == (
        "ArticleConfirmed", "platform", {"rule": "elec-approval-before", "article": "32", "shipped": "32"}
    )


def test_a_confirmation_can_be_put_right_and_both_are_journaled(cast: Cast):
    confirm_article("elec-approval-before", "31", "单行本 2020 年版", by=cast.actor("platform_admin"), at=NOW)
    confirm_article("elec-approval-before", "32", "单行本 2020 年版", by=cast.actor("platform_admin"), at=LATER)
    assert [(one.article, one.edition) for one in queries.confirmations("elec-approval-before")] == [("32", "单行本 2020 年版"), ("31", "单行本 2020 年版")]
    assert [one.facts["article"] for one in Entry.objects.order_by("number")] == ["31", "32"]
    assert cited("elec-approval-before").place == "第三十二条"


@pytest.mark.parametrize("article", ["", "第三十二条", "0", "32a", "1000", "32-"])
def test_what_is_no_article_number_is_refused(cast: Cast, article):
    with pytest.raises(Refusals):
        confirm_article("elec-approval-before", article, "单行本 2020 年版", by=cast.actor("platform_admin"), at=NOW)
    assert not ConfirmedArticle.objects.exists()


def test_a_confirmation_is_taken_back_with_a_reason_and_the_number_waits_again(cast: Cast):
    with pytest.raises(Refusals, match="article"):
        confirm_article("elec-approval-before", "", "看错了", by=cast.actor("clerk"), at=NOW)
    confirm_article("elec-approval-before", "31", "单行本 2020 年版", by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refusals, match="edition"):
        confirm_article("elec-approval-before", "", " ", by=cast.actor("clerk"), at=LATER)
    confirm_article("elec-approval-before", "", "看错了一条", by=cast.actor("clerk"), at=LATER)
    assert (cited("elec-approval-before").place, cited("elec-approval-before").pending) == ("", True)
    assert ConfirmedArticle.objects.count() == 2
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    assert (entry.act, entry.org_key, entry.facts) == ("ArticleUnconfirmed", "committee", {"rule": "elec-approval-before", "shipped": "32"})
    assert "看错" not in str(entry.facts) and set(entry.sealed["committee"]) == {"edition"}


def test_which_copy_was_compared_with_is_asked_for(cast: Cast):
    for edition in ("", "  ", "版" * 121):
        with pytest.raises(Refusals, match="edition"):
            confirm_article("elec-approval-before", "32", edition, by=cast.actor("clerk"), at=NOW)
    assert not ConfirmedArticle.objects.exists() and not Entry.objects.exists()


def test_only_an_office_and_the_platforms_administrator_confirm(cast: Cast):
    for login in ("envoy", "auditor", "security_officer", "secretary"):
        with pytest.raises(Denied):
            confirm_article("elec-approval-before", "32", "单行本 2020 年版", by=cast.actor(login), at=NOW)


def test_an_unknown_rule_is_an_error(cast: Cast):
    with pytest.raises(KeyError):
        confirm_article("no-such-rule", "1", "单行本", by=cast.actor("platform_admin"), at=NOW)


def test_confirmed_articles_are_asked_for_once(cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        for _ in range(50):
            queries.confirmed_articles()
