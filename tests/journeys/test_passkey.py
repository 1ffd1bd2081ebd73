"""A passkey on the office machine: registered and shown in a real Chromium, by its virtual authenticator. And the slip of a first password."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page

from cast import cast as make_cast
from journeys.conftest import Opener, follow, log_in

PASSWORD = "correct horse battery"


def key_in(page: Page) -> tuple[CDPSession, str]:
    """A security key in the browser that answers without being touched."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, str(session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def credentials(session: CDPSession, authenticator: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    return found


def test_a_clerk_owes_a_factor_registers_a_passkey_and_signs_in_with_it(visit: Opener, settings) -> None:   # type: ignore[no-untyped-def]
    settings.SECOND_FACTOR = True
    made = make_cast()
    made.users["clerk"].set_password(PASSWORD)
    made.users["clerk"].save()
    page = visit("/login/")
    assert urlsplit(page.url).hostname == "localhost", "passkeys are bound to a name"
    log_in(page, "clerk", PASSWORD)
    page.wait_for_url("**/me/factors/")
    assert "须出示第二因素" in page.inner_text("main")

    session, authenticator = key_in(page)
    follow(page.locator("a[href='/me/factors/passkey/']"))
    page.fill("input[name=name]", "办公室电脑")
    page.fill("input[name=password]", PASSWORD)
    follow(page.locator("main form button[type=submit]"))
    page.click("form[data-passkey] button")
    page.wait_for_url("**/me/factors/")
    assert "办公室电脑" in page.inner_text("main")
    assert len(credentials(session, authenticator)) == 1
    page.goto("/o/committee/members/")
    assert page.url.endswith("/o/committee/members/"), "nothing is owed any more"

    # registered once is enough: the key itself says so
    page.goto("/me/factors/passkey/")
    page.fill("input[name=name]", "又一次")
    page.fill("input[name=password]", PASSWORD)
    follow(page.locator("main form button[type=submit]"))
    page.click("form[data-passkey] button")
    page.wait_for_selector("form[data-passkey] [role=alert]:visible")

    sign_out(page)
    log_in(page, "clerk", PASSWORD)
    page.wait_for_url("**/login/second/")
    page.click("form[data-passkey] button")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/me/sessions/")
    assert "密码和通行密钥" in page.inner_text("main")

    # a copy of the key, made before its last use, counts behind it: refused
    taken = credentials(session, authenticator)[0]
    sign_out(page)
    session.send("WebAuthn.clearCredentials", {"authenticatorId": authenticator})
    session.send("WebAuthn.addCredential", {"authenticatorId": authenticator, "credential": {**taken, "signCount": 0}})
    log_in(page, "clerk", PASSWORD)
    page.wait_for_url("**/login/second/")
    page.click("form[data-passkey] button")
    page.get_by_text("没有通过").wait_for()


def sign_out(page: Page) -> None:
    page.goto("/me/")
    page.click("details.account summary")
    follow(page.locator("details.account form button"))


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.5:8000"])
def test_at_a_numeric_address_there_are_no_passkeys(host: str) -> None:
    from leadgoose.accounts.factors import has_name

    assert not has_name(host) and has_name("localhost:8000") and has_name("party.example.org")
