"""Where an account is signed in, and ending it there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cast import NOW, TODAY, Cast
from leadgoose.accounts.rules.devices import device
from leadgoose.accounts.words import device_words
from leadgoose.ground.access import sign_ins
from leadgoose.ground.access.models import SignIn
from leadgoose.ground.journal.models import Entry

PASSWORD = "correct horse battery"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0"
AGENTS = {
    EDGE: "Edge · Windows",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Firefox · Linux",
    "Mozilla/5.0 (Linux; Android 12; X) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0": "微信 · 安卓",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Mobile/15E148 Safari/604.1": "Safari · iPhone",
    "Mozilla/5.0 (X11; Linux x86_64; UOS) AppleWebKit/537.36 Chrome/110 Safari/537.36": "Chrome · 统信",
    "": "不认识的设备",
    "curl/8.0": "不认识的设备",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_a_device_is_two_words(agent: str) -> None:
    assert device_words(device(agent)) == AGENTS[agent]


def come_in(cast: Cast, login: str, agent: str = EDGE, address: str = "10.1.1.1") -> Client:
    cast.users[login].set_password(PASSWORD)
    cast.users[login].save()
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    assert client.post("/login/", {"login": login, "password": PASSWORD}).status_code == 302
    return client


def again(cast: Cast, login: str, **more: Any) -> Client:
    client = Client(HTTP_USER_AGENT=EDGE, **more)
    client.post("/login/", {"login": login, "password": PASSWORD})
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def test_ones_own_are_listed_with_device_day_and_address_and_ended_one_by_one(cast: Cast) -> None:
    here = come_in(cast, "clerk")
    there = again(cast, "clerk", REMOTE_ADDR="10.2.2.2")
    page = text(here.get("/me/sessions/"))
    assert page.count("Edge · Windows") == 2 and "10.2.2.2" in page and "2026-11-23" in page and "本机" in page
    other = SignIn.objects.get(address="10.2.2.2")
    assert here.post(f"/me/sessions/{other.pk}/end/").status_code == 302
    assert there.get("/me/").status_code == 302 and here.get("/me/").status_code == 200
    assert Entry.objects.get(act="SessionsEnded").facts == {"login": "clerk", "sign_ins": 1}
    assert "10.2.2.2" not in text(here.get("/me/sessions/"))


def test_all_others_end_and_this_one_stays(cast: Cast) -> None:
    here = come_in(cast, "clerk")
    others = [again(cast, "clerk") for _ in range(2)]
    here.post("/me/sessions/others/end/")
    assert [one.get("/me/").status_code for one in (here, *others)] == [200, 302, 302]
    here.post("/me/sessions/others/end/")
    assert Entry.objects.filter(act="SessionsEnded").count() == 1, "nothing ended, nothing recorded"


def test_nobody_ends_anothers_but_the_security_officer(cast: Cast) -> None:
    client = come_in(cast, "clerk")
    row = SignIn.objects.get()
    cast.client("secretary").post(f"/me/sessions/{row.pk}/end/")
    assert client.get("/me/").status_code == 200
    assert cast.client("platform_admin").post(f"/a/clerk/sessions/{row.pk}/end/").status_code == 403
    officer = cast.client("security_officer")
    assert "Edge · Windows" in text(officer.get("/a/clerk/sessions/"))
    officer.post(f"/a/clerk/sessions/{row.pk}/end/")
    assert client.get("/me/").status_code == 302
    assert SignIn.objects.get().ended_by == "security_officer"


def test_signing_out_takes_it_off_the_list(cast: Cast) -> None:
    client = come_in(cast, "clerk")
    client.post("/logout/")
    assert sign_ins.alive(cast.users["clerk"]) == [] and SignIn.objects.get().ended_at is not None


def test_a_changed_password_keeps_this_one_on_the_list_and_drops_the_others(cast: Cast) -> None:
    client = come_in(cast, "clerk")
    other = again(cast, "clerk")
    client.post("/password/", {"old": PASSWORD, "new": "another horse battery", "again": "another horse battery"})
    assert client.get("/me/").status_code == 200 and other.get("/me/").status_code == 302
    assert str(client.session.session_key) in {one.session_key for one in sign_ins.alive(cast.users["clerk"])}


def test_no_session_outlives_a_day_however_busy_so_that_no_request_has_to_note_when_it_came(cast: Cast) -> None:
    client = come_in(cast, "clerk")
    row = Session.objects.get(session_key=client.session.session_key)
    assert row.expire_date <= timezone.now() + timedelta(days=1)
    assert client.get("/me/").status_code == 200 and len(sign_ins.alive(cast.users["clerk"])) == 1
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/me/").status_code == 302 and sign_ins.alive(cast.users["clerk"]) == []


def test_what_is_older_than_half_a_year_is_dropped(cast: Cast) -> None:
    for number, days in enumerate((sign_ins.KEPT_DAYS, sign_ins.KEPT_DAYS + 1)):
        sign_ins.begin(cast.users["clerk"], f"k{number}", device="", address="", way="password", at=NOW - timedelta(days=days))
    assert sign_ins.forget(TODAY) == 1 and SignIn.objects.get().session_key == "k0"
