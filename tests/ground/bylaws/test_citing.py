"""How pages cite a rule, and the quiet link."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from leadgoose.ground.bylaws import queries
from leadgoose.ground.bylaws.citing import cited
from leadgoose.ground.bylaws.usages import usages
from leadgoose.ground.statutes import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    queries.forget_confirmed()
    yield
    queries.forget_confirmed()


def render(rule_id: str) -> str:
    return Template("{% load rules %}{% rule id %}").render(Context({"id": rule_id}))


@pytest.mark.parametrize(("rule_id", "text"), [
    ("elec-reminder-six-months", "支部工作条例·第二十一条"),
    ("elec-term-on-time", "选举工作条例·第三条"),
    ("elec-approval-before", "选举工作条例"),
    ("doc-grid", "公文格式·第5.2.3条"),
    ("term-branch", "任期的意见"),
    ("elec-margin-rounding", "选举工作条例·第十三条"),
], ids=[
    "an article that was read", "another text", "from memory", "a clause of a standard", "a text without articles",
    "a derived rule",
])
def test_a_rule_is_cited_by_its_short_name_and_article(rule_id, text):
    assert cited(rule_id, "zh-Hans").text == text


def test_every_rule_can_be_cited_in_every_language():
    for one in load():
        for lang in ("zh-Hans", "zh-Hant", "en"):
            found = cited(one.id, lang)
            assert found.regulation
            assert not (found.pending and found.place)
            assert not any(sign in found.place for sign in "《》")


def test_the_link_is_quiet_and_leads_to_the_rule():
    link = '<a class="rule" href="/rules/elec-reminder-six-months/">支部工作条例·第二十一条</a>'
    assert render("elec-reminder-six-months") == link


def test_a_number_that_is_not_confirmed_is_a_tag_instead():
    assert render("elec-approval-before") == (
        '<a class="rule" href="/rules/elec-approval-before/">选举工作条例</a> <span class="tag tag-unknown">条号待核</span>'
    )


def test_the_link_speaks_the_readers_language():
    with translation.override("en"):
        assert "article 21" in render("elec-reminder-six-months")
    with translation.override("zh-hant"):
        assert "支部工作條例·第二十一條" in render("elec-reminder-six-months")


def test_no_rule_is_nothing_and_an_unknown_rule_is_an_error():
    assert render("") == ""
    with pytest.raises(KeyError):
        render("no-such-rule")


def test_fifty_links_ask_for_nothing_once_the_articles_are_known(django_assert_num_queries):
    queries.confirmed_articles()
    with django_assert_num_queries(0):
        Template("{% load rules %}{% for one in many %}{% rule one %}{% endfor %}").render(
            Context({"many": ["elec-reminder-six-months", "elec-approval-before"] * 25})
        )


def test_usages_name_the_files_that_use_a_rule_and_only_rules():
    found = usages()
    assert "roster/rules/due.py" in found["elec-reminder-six-months"]
    assert "elections/papers/reminder.py" in found["elec-approval-before"]
    assert set(found) <= set(load().rules)
    assert not any(name.startswith("ground/bylaws") for names in found.values() for name in names)
