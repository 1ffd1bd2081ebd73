"""Tags and filters that pages share, and the switch of languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from leadgoose.ground.look.templatetags.look import shown_pages


def drawn(text: str, address: str = "/list", **given: object) -> str:
    return Template(text).render(Context({"request": RequestFactory().get(address), **given}))


MARCH = '<time datetime="2026-03-04">{}</time>'
GREY = '<span class="tag tag-unknown">资料未知</span>'


@pytest.mark.parametrize(
    ("case", "text", "value", "said"),
    [
        ("nothing is unknown", "{{ value|unknown }}", None, GREY),
        ("an empty text is unknown", "{{ value|unknown }}", "", GREY),
        ("zero is known", "{{ value|unknown }}", 0, "0"),
        ("a hostile name stays text", "{{ value|unknown }}", "<b>", "&lt;b&gt;"),
        ("a day is written as tables want it", "{{ value|day }}", date(2026, 3, 4), MARCH.format("2026-03-04")),
        ("a day is written as papers want it", "{{ value|cn_day }}", date(2026, 3, 4), MARCH.format("2026年3月4日")),
        ("no day is unknown", "{{ value|day }}", None, GREY),
        ("late in Greenwich is the next day in Shanghai", "{{ value|day }}", datetime(2026, 3, 3, 16, tzinfo=UTC),
         MARCH.format("2026-03-04")),
        ("a moment is told in Shanghai", "{{ value|moment }}", datetime(2026, 3, 3, 16, 5, tzinfo=UTC),
         '<time datetime="2026-03-04T00:05+08:00">2026-03-04 00:05</time>'),
        ("a masked number holds its place", "{{ value|masked }}", "999***********1234",
         '<span class="nowrap">999***********1234</span>'),
        ("no number is unknown", "{{ value|masked }}", "", GREY),
        ("a tag says it in words", '{% state_tag "act" value %}', "<逾期>", '<span class="tag tag-act">&lt;逾期&gt;</span>'),
        ("no measure draws no bar", "{% bar value %}", None, GREY),
    ],
)
def test_drawing(case: str, text: str, value: object, said: str) -> None:
    assert drawn(text, value=value) == said


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(KeyError):
        drawn('{% state_tag "red" "逾期" %}')


@pytest.mark.parametrize(("done", "width"), [(-0.5, "0.0"), (0.5, "75.0"), (1.0, "150.0"), (2.5, "150.0")])
def test_a_bar_stays_in_its_ground(done: float, width: str) -> None:
    assert f'class="bar-fill soon" y="4" width="{width}"' in drawn('{% bar done "soon" %}', done=done)


@pytest.mark.parametrize(
    ("case", "address", "tag", "said"),
    [
        ("one parameter changes, the rest stays", "/list?q=王&page=3", "{% query page=4 %}", "?q=%E7%8E%8B&amp;page=4"),
        ("None takes a parameter out", "/list?q=王&page=3", "{% query page=None %}", "?q=%E7%8E%8B"),
        ("nothing left is an empty query", "/list?page=3", '{% query page="" %}', "?"),
        ("a repeated parameter stays repeated", "/list?s=1&s=2", "{% query page=2 %}", "?s=1&amp;s=2&amp;page=2"),
    ],
)
def test_query(case: str, address: str, tag: str, said: str) -> None:
    assert drawn(tag, address) == said


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 20, [1, 2, 3, None, 20]),
        (5, 20, [1, 2, 3, 4, 5, 6, 7, None, 20]),
        (10, 20, [1, None, 8, 9, 10, 11, 12, None, 20]),
        (17, 20, [1, None, 15, 16, 17, 18, 19, 20]),
        (20, 20, [1, None, 18, 19, 20]),
    ],
)
def test_a_pager_names_the_ends_and_what_is_near(number: int, last: int, shown: list[int | None]) -> None:
    assert shown_pages(number, last) == shown


def test_a_pager_keeps_the_query_and_marks_the_present_page() -> None:
    text = drawn("{% pager page %}", "/list?q=王&page=2", page=Paginator(range(120), 50).page(2))
    assert '<a href="?q=%E7%8E%8B&amp;page=1" rel="prev">上一页</a>' in text
    assert '<span aria-current="page">2</span>' in text
    assert '<a href="?q=%E7%8E%8B&amp;page=3" rel="next">下一页</a>' in text
    assert drawn("{% pager page %}", page=Paginator(range(50), 50).page(1)) == ""


@pytest.mark.parametrize(
    ("case", "back", "goes_to"),
    [
        ("back to the page", "/o/x/members?q=1", "/o/x/members?q=1"),
        ("not to another host", "https://example.org/", "/"),
        ("not to another host without a scheme", "//example.org/", "/"),
        ("not to a script", "javascript:alert(1)", "/"),
        ("nowhere named", "", "/"),
    ],
)
def test_the_switch_goes_back(case: str, back: str, goes_to: str) -> None:
    answer = Client().post("/language/", {"language": "en", "next": back})
    assert (answer.status_code, answer["Location"], answer.cookies["leadgoose_language"].value) == (302, goes_to, "en")


def test_the_switch_knows_three_languages_and_only_post() -> None:
    assert "leadgoose_language" not in Client().post("/language/", {"language": "de"}).cookies
    assert Client().get("/language/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/language/", {"language": "en"}).status_code == 403


def missing(client: Client, **headers: str) -> HttpResponse:
    return client.get("/there-is-no-such-page", headers=headers)   # type: ignore[return-value, arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepts", "tag"),
    [("zh-CN,zh;q=0.9", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("en-GB", "en"), ("de", "zh-Hans")],
)
def test_the_browsers_language_is_taken(accepts: str, tag: str) -> None:
    assert f'<html lang="{tag}">' in missing(Client(), **{"accept-language": accepts}).content.decode()


@pytest.mark.django_db
def test_the_switch_wins_over_the_browser() -> None:
    client = Client()
    client.post("/language/", {"language": "zh-hant"})
    text = missing(client, **{"accept-language": "en"}).content.decode()
    assert '<html lang="zh-Hant">' in text and "沒有這個頁面" in text


def test_the_page_for_a_broken_system_needs_neither_request_nor_database() -> None:
    from leadgoose.site.errors import broken

    with translation.override("zh-hans"):
        answer = broken(RequestFactory().get("/"))
    assert answer.status_code == 500 and "系统出错" in answer.content.decode()
