"""Signing in and out, as a browser does it."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as current
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from leadgoose.accounts.actions.passwords import first_password
from leadgoose.ground.access.middleware import SEEN, set_seen
from leadgoose.ground.access.models import User

PASSWORD = "correct horse battery"


@pytest.fixture
def user(cast: Cast) -> User:
    user = cast.users["clerk"]
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, login: str = "clerk", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/login/", {"login": login, "password": password, **more})


def seen(client: Client, minutes_ago: int) -> None:
    """Put the cookie back to when the session was last used."""
    response = HttpResponse()
    set_seen(response, str(client.session.session_key), minute=int(time.time()) // 60 - minutes_ago)
    client.cookies[SEEN] = response.cookies[SEEN].value


def test_the_production_hashers_begin_with_argon2() -> None:
    source = (Path(current.PACKAGE) / "site" / "settings.py").read_text("utf-8")
    assert re.search(r'^PASSWORD_HASHERS = \["django\.contrib\.auth\.hashers\.Argon2PasswordHasher"', source, re.MULTILINE)


def test_argon2_works_here_and_its_cost_is_djangos() -> None:
    encoded = make_password(PASSWORD, hasher="argon2")
    assert encoded.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert check_password(PASSWORD, encoded) and not check_password(PASSWORD + " ", encoded)


@pytest.mark.parametrize("login", ["clerk", " Clerk "])
def test_whoever_knows_login_and_password_gets_in(user: User, login: str) -> None:
    client = Client()
    response = sign_in(client, login)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize(("login", "password"), [("clerk", "wrong password 1"), ("nobody.here", PASSWORD), ("clerk", " " + PASSWORD)])
def test_a_wrong_login_and_a_wrong_password_look_alike(user: User, login: str, password: str) -> None:
    pages = []
    for who, what in ((login, password), ("clerk", "another wrong one")):
        response = sign_in(Client(), who, what)
        assert response.status_code == 200 and response.wsgi_request.actor is None
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="[\w. ]+"', "", response.content.decode()))
    assert pages[0] == pages[1]
    assert "登录名或密码不对。" in pages[0]


def test_a_login_that_nobody_has_costs_a_hash_too(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadgoose.ground.access import backend

    hashed: list[str] = []
    monkeypatch.setattr(backend, "make_password", lambda password: hashed.append(password))
    sign_in(Client(), "nobody.here")
    assert hashed == [PASSWORD]


def test_a_closed_account_looks_like_a_wrong_password(user: User) -> None:
    user.is_active = False
    user.save()
    response = sign_in(Client())
    assert response.status_code == 200 and "登录名或密码不对。" in response.content.decode()


@pytest.mark.parametrize("login", ["clerk", "nobody.here"])
def test_after_five_wrong_passwords_the_login_is_locked_whether_it_exists_or_not_and_even_for_the_right_one(user: User, login: str) -> None:
    client = Client()
    statuses = [sign_in(client, login, "wrong").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    locked = sign_in(client, login)
    assert locked.status_code == 429 and "15 分钟内不能登录" in locked.content.decode()
    assert client.get("/me/").status_code == 302
    assert client.get("/login/").status_code == 200


def test_others_and_other_places_are_not_locked(user: User, cast: Cast) -> None:
    for _ in range(5):
        sign_in(Client(), "clerk", "wrong")
    assert sign_in(Client(REMOTE_ADDR="10.1.1.1")).status_code == 302


def test_slips_before_a_right_password_do_not_add_up(user: User) -> None:
    for _ in range(3):
        for _ in range(3):
            assert sign_in(Client(), "clerk", "wrong").status_code == 200
        assert sign_in(Client()).status_code == 302


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/o/committee/tree/?a=1", "/o/committee/tree/?a=1"), ("https://example.org/", "/"), ("//example.org/", "/"), ("/\\example.org", "/"),
        ("javascript:alert(1)", "/"),
        ("tree/", "/"), ("///example.org", "/"), ("", "/"),
    ],
)
def test_afterwards_one_goes_where_one_wanted_but_never_to_another_host(user: User, asked: str, goes: str) -> None:
    assert sign_in(Client(), next=asked).headers["Location"] == goes


def test_the_page_one_wanted_is_carried_through_the_form(cast: Cast) -> None:
    response = Client().get("/o/committee/members/", {"q": "单"})
    assert response.headers["Location"] == "/login/?next=%2Fo%2Fcommittee%2Fmembers%2F%3Fq%3D%25E5%258D%2595"
    assert 'name="next" value="/o/committee/members/?q=%E5%8D%95"' in Client().get(response.headers["Location"]).content.decode()


def test_the_session_key_is_a_new_one_after_log_in(user: User) -> None:
    client = Client()
    client.cookies[current.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    sign_in(client)
    first = client.session.session_key
    assert first and first != "planted0planted0planted0planted0"
    sign_in(client)
    assert client.session.session_key != first


def test_one_signs_out_by_post_only_and_the_session_is_gone(user: User) -> None:
    client = Client()
    sign_in(client)
    assert client.get("/logout/").status_code == 405
    assert client.get("/me/").status_code == 200
    response = client.post("/logout/")
    assert response.headers["Location"] == "/login/"
    assert not Session.objects.exists()
    assert client.get("/me/").status_code == 302


def test_forms_need_a_token(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(user: User) -> None:
    client = Client()
    sign_in(client)
    for name in (current.SESSION_COOKIE_NAME, SEEN):
        assert (client.cookies[name]["httponly"], client.cookies[name]["samesite"]) == (True, "Lax")


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (29, 200), (30, 302), (60 * 24, 302), (-5, 302)])
def test_a_session_ends_when_it_was_idle(cast: Cast, minutes: int, status: int) -> None:
    client = cast.client("clerk")
    seen(client, minutes)
    response = client.get("/me/")
    assert response.status_code == status
    if status == 302:
        assert response.headers["Location"] == "/login/?next=%2Fme%2F&idle=1"
        assert response.cookies[current.SESSION_COOKIE_NAME].value == response.cookies[SEEN].value == ""
        assert "超过 30 分钟没有操作" in client.get(response.headers["Location"]).content.decode()


@pytest.mark.parametrize("cookie", ["", "forged", "a:b:c"])
def test_without_a_true_cookie_a_session_opens_nothing(cast: Cast, cookie: str) -> None:
    client = cast.client("clerk")
    client.cookies[SEEN] = cookie
    assert client.get("/me/").status_code == 302


def test_the_cookie_of_one_session_does_not_serve_another(cast: Cast) -> None:
    one, other = cast.client("clerk"), cast.client("member")
    one.cookies[SEEN] = other.cookies[SEEN].value
    assert one.get("/me/").status_code == 302


def test_using_the_system_keeps_the_session_and_writes_nothing(cast: Cast) -> None:
    client = cast.client("clerk")
    seen(client, 29)
    client.get("/me/")
    seen_now = client.cookies[SEEN].value
    assert client.get("/me/").status_code == 200
    assert client.cookies[SEEN].value == seen_now              # not set again within the minute


def test_whoever_was_idle_signs_in_again_over_it(user: User) -> None:
    client = Client()
    sign_in(client)
    seen(client, 45)
    assert sign_in(client).status_code == 302
    assert client.get("/me/").status_code == 200


READS = re.compile(r"\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|BEGIN|PRAGMA)\b", re.IGNORECASE)


PATHS = ("/me/", "/password/", "/login/", "/o/committee/accounts/", "/a/member/", "/o/committee/journal/", "/no-such-page/", "/o/elsewhere/journal/")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("minutes", [0, 5, 45], ids=["in use", "after five minutes", "idle"])
def test_a_get_writes_nothing(cast: Cast, path: str, minutes: int) -> None:
    client = cast.client("clerk")
    seen(client, minutes)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert [one["sql"] for one in queries if not READS.match(one["sql"])] == []


def test_a_first_password_opens_nothing_but_the_page_to_change_it(user: User) -> None:
    user.set_password(first := first_password())
    user.must_change_password = True
    user.save()
    client = Client()
    sign_in(client, password=first)
    for path in ("/", "/me/", "/o/committee/tree/", "/o/committee/accounts/new/", "/a/member/"):
        assert client.get(path).headers.get("Location") == "/password/", path
    assert client.post("/a/member/password/").headers["Location"] == "/password/"
    assert "一次性密码" in client.get("/password/").content.decode()
    wrong = client.post("/password/", {"old": first, "new": PASSWORD, "again": "something else"})
    assert wrong.status_code == 200 and "两次填写的新密码不一致" in wrong.content.decode()
    key = client.session.session_key
    done = client.post("/password/", {"old": first, "new": "another good one", "again": "another good one"})
    assert done.headers["Location"] == "/" and client.session.session_key != key
    assert client.get("/me/").status_code == 200


def test_after_a_change_other_browsers_are_signed_out(user: User) -> None:
    mine, other = Client(), Client()
    sign_in(mine)
    sign_in(other)
    mine.post("/password/", {"old": PASSWORD, "new": "another good one", "again": "another good one"})
    assert (mine.get("/me/").status_code, other.get("/me/").status_code) == (200, 302)


def test_the_accounts_language_holds_on_every_machine_until_the_browser_chooses_another(user: User, cast: Cast) -> None:
    cast.client("clerk").post("/me/language/", {"language": "en"})
    assert User.objects.get(login="clerk").language == "en"
    here = Client(headers={"Accept-Language": "zh-CN"})
    sign_in(here)
    assert here.cookies[current.LANGUAGE_COOKIE_NAME].value == "en"
    elsewhere = cast.client("clerk", **{"Accept-Language": "zh-CN"})
    assert elsewhere.get("/me/").headers["Content-Language"] == "en"
    elsewhere.cookies[current.LANGUAGE_COOKIE_NAME] = "zh-hant"
    assert elsewhere.get("/me/").headers["Content-Language"] == "zh-hant"
    cast.client("clerk").post("/me/language/", {"language": "xx"})
    assert User.objects.get(login="clerk").language == "en"


def test_the_page_says_what_must_not_be_in_here(db: None, settings: Any) -> None:
    assert "本系统为非涉密系统，严禁处理国家秘密" in Client().get("/login/").content.decode()
    settings.NOTICE = "仅供内部培训使用"
    assert "仅供内部培训使用" in Client().get("/login/").content.decode()


def test_only_a_demonstration_lists_its_accounts(db: None, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "demo-accounts.json").write_text(
        json.dumps([{"role": "clerk", "login": "demo.clerk", "password": "k7mp-w3xn-9tqd", "committee": "示例党委"}]), encoding="utf-8"
    )
    settings.VAR = tmp_path
    assert "demo.clerk" not in Client().get("/login/").content.decode()
    settings.DEMO = True
    page = Client().get("/login/").content.decode()
    assert all(part in page for part in ("组织员", "示例党委", "demo.clerk", "k7mp-w3xn-9tqd"))
    (tmp_path / "demo-accounts.json").unlink()
    assert Client().get("/login/").status_code == 200


def test_whoever_is_signed_in_is_sent_on_from_the_log_in_page(cast: Cast) -> None:
    assert cast.client("clerk").get("/login/").headers["Location"] == "/"


def test_a_nul_is_turned_away_before_any_page_reads_it(cast: Cast) -> None:
    client = cast.client("clerk")
    answers = [client.get("/me/?q=a%00"), client.get("/me/?a%00=q"), client.get("/o%00/"), client.post("/login/", {"login": "a\0b", "password": PASSWORD})]
    assert [one.status_code for one in answers] == [400] * 4
    assert client.get("/me/?q=0%2000").status_code == 200
