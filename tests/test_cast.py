"""The cast itself: that it can sign in, and that its numbers have the form that rules want."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from cast import LOGINS, Cast, id_number
from leadgoose.ground.access.middleware import SEEN
from leadgoose.ground.access.models import User
from leadgoose.ground.vault.actions import open_sealed
from leadgoose.roster.models import Present


@pytest.mark.parametrize("login", LOGINS)
def test_everybody_of_the_cast_is_signed_in_and_not_idle(cast: Cast, login: str) -> None:
    response = cast.client(login).get("/no-such-page/")
    assert response.status_code == 404                       # idle or signed out would be a redirect to the log-in page
    assert response.wsgi_request.actor.login == login


def test_the_session_that_a_test_begins_with_is_the_one_that_the_log_in_page_leaves(cast: Cast) -> None:
    cast.users["clerk"].set_password("wellsite-7-goose-flight")
    cast.users["clerk"].save()
    by_page = Client()
    assert by_page.post("/login/", {"login": "clerk", "password": "wellsite-7-goose-flight"}).status_code == 302
    begun = cast.client("clerk")
    assert dict(begun.session) == dict(by_page.session) and len(dict(begun.session)) == 3
    assert {name for name in begun.cookies if name in (SEEN, settings.SESSION_COOKIE_NAME)} <= by_page.cookies.keys()


def test_an_invented_number_has_a_right_check_digit_and_area_99(cast: Cast) -> None:
    number = cast.id_numbers["p-secretary"]
    assert number[:2] == "99" and len(number) == 18
    assert open_sealed("p-secretary", "id_number", cast.people["p-secretary"].id_sealed) == number
    assert id_number("1990-01-01", 1, "男")[16] == "3"


def test_the_outsider_has_a_namesake_in_the_committee(cast: Cast) -> None:
    assert Present.objects.filter(name="单志强").count() == 2
    assert User.objects.count() == len(LOGINS)
