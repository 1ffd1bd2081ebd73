"""The second factor: the app's codes, the slip's codes, who must, and what the office does for whoever lost theirs."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import NOW, TODAY, Cast
from leadgoose.accounts import factors as kept
from leadgoose.accounts import passkeys
from leadgoose.accounts.actions import factors as acts
from leadgoose.accounts.actions.factors import BadFactor
from leadgoose.accounts.models import FactorDemand, FactorReset
from leadgoose.accounts.queries.factors import decided
from leadgoose.accounts.rules.demands import DEFAULT, demanded, owing
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.access.models import SignIn, User
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.journal.models import Entry
from leadgoose.site.cli import main

PASSWORD = "correct horse battery"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"   # RFC 6238's "12345678901234567890"


def code(later: int = 0, secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def doing(cast: Cast, login: str) -> dict[str, Any]:
    return {"on": TODAY, "by": cast.actor(login), "at": NOW}


def with_password(cast: Cast, *logins: str) -> None:
    for login in logins:
        cast.users[login].set_password(PASSWORD)
        cast.users[login].save()


def with_totp(cast: Cast, login: str) -> None:
    with_password(cast, login)
    kept.keep_totp(cast.users[login], SECRET, 0)


def sign_in(login: str, client: Client | None = None) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.post("/login/", {"login": login, "password": PASSWORD, "next": "/me/"})


def text(response: Any) -> str:
    return str(response.content.decode())


# --- the rule ---

DEMANDS = {
    "nobody decided: the defaults": ({}, {Role.PLATFORM_ADMIN, Role.SECURITY_OFFICER, Role.AUDITOR, Role.CLERK}),
    "one more": ({Role.SECRETARY: True}, DEFAULT | {Role.SECRETARY}),
    "one less": ({Role.CLERK: False}, DEFAULT - {Role.CLERK}),
}


@pytest.mark.parametrize("case", DEMANDS)
def test_which_roles_must(case: str) -> None:
    given, expected = DEMANDS[case]
    assert demanded(given) == expected


@pytest.mark.parametrize(("held", "factors", "owes"), [
    ([Role.CLERK], 0, {Role.CLERK}), ([Role.CLERK], 1, set()), ([Role.SECRETARY], 0, set()), ([Role.SECRETARY, Role.CLERK], 0, {Role.CLERK}), ([], 0, set()),
])
def test_who_owes_one(held: list[Role], factors: int, owes: set[Role]) -> None:
    assert owing(held, factors, {}) == owes


@pytest.mark.parametrize(("second", "expected"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")])
def test_codes_are_those_of_rfc_6238(second: int, expected: str) -> None:
    assert format_hotp_value(hotp_value(SECRET, second // 30)) == expected


# --- signing in ---


def test_the_right_password_alone_opens_nothing_and_a_code_lets_in_under_a_new_session(cast: Cast) -> None:
    with_totp(cast, "clerk")
    client, response = sign_in("clerk")
    assert response.headers["Location"] == "/login/second/"
    waiting = client.session.session_key
    assert client.get("/me/").status_code == 302 and client.get("/o/committee/members/").status_code == 302
    assert not SignIn.objects.exists()
    assert "动态口令" in text(client.get("/login/second/"))
    done = client.post("/login/second/", {"code": f" {code()[:3]} {code()[3:]}"})
    assert done.headers["Location"] == "/me/" and client.get("/me/").status_code == 200
    assert client.session.session_key != waiting
    assert SignIn.objects.get().way == "totp"


def test_a_code_is_good_once_on_whichever_worker(cast: Cast) -> None:
    with_totp(cast, "clerk")
    used = code()
    for number, status in ((1, 302), (2, 200)):
        client, _ = sign_in("clerk")
        assert client.post("/login/second/", {"code": used}).status_code == status, number
    client, _ = sign_in("clerk")
    assert client.post("/login/second/", {"code": code(1)}).status_code == 302, "the next one is a new one"


@pytest.mark.parametrize("wrong", ["", "000000", code(-40), "12345678", "٠٠٠٠٠٠", "x" * 300])
def test_what_is_no_code_is_refused(cast: Cast, wrong: str) -> None:
    with_totp(cast, "clerk")
    client, _ = sign_in("clerk")
    assert client.post("/login/second/", {"code": wrong}).status_code == 200
    assert client.get("/me/").status_code == 302


def test_five_wrong_codes_lock_like_five_wrong_passwords(cast: Cast) -> None:
    with_totp(cast, "clerk")
    client, _ = sign_in("clerk")
    assert [client.post("/login/second/", {"code": "000000"}).status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    assert client.post("/login/second/", {"code": code()}).status_code == 429
    assert sign_in("clerk")[1].status_code == 429


def test_a_changed_password_or_a_closed_account_ends_the_waiting(cast: Cast) -> None:
    with_totp(cast, "clerk")
    client, _ = sign_in("clerk")
    cast.users["clerk"].set_password("another horse battery")
    cast.users["clerk"].save()
    assert client.post("/login/second/", {"code": code()}).headers["Location"] == "/login/"
    assert Client().get("/login/second/").headers["Location"] == "/login/"


def test_each_recovery_code_lets_in_once_and_a_new_slip_voids_the_old(cast: Cast) -> None:
    with_password(cast, "clerk")
    first = acts.make_recovery_codes(cast.users["clerk"], password=PASSWORD, **doing(cast, "clerk"))
    assert len(set(first)) == 10 and all(re.fullmatch(r"\d{8}", one) for one in first)
    for one, status in ((first[3], 302), (first[3], 200), (first[4], 302)):
        client, response = sign_in("clerk")
        assert response.headers["Location"] == "/login/second/"
        assert client.post("/login/second/", {"code": f"{one[:4]} {one[4:]}"}).status_code == status
    second = acts.make_recovery_codes(cast.users["clerk"], password=PASSWORD, **doing(cast, "clerk"))
    client, _ = sign_in("clerk")
    assert client.post("/login/second/", {"code": first[0]}).status_code == 200
    assert client.post("/login/second/", {"code": second[0]}).status_code == 302


def test_a_used_up_slip_opens_nothing_without_a_code(cast: Cast) -> None:
    with_password(cast, "clerk")
    kept.new_codes(cast.users["clerk"])
    Authenticator.objects.update(data={**Authenticator.objects.get().data, "used_mask": 1023})
    assert sign_in("clerk")[1].headers["Location"] == "/login/second/"


def test_no_secret_of_a_factor_stands_in_clear(cast: Cast) -> None:
    with_totp(cast, "clerk")
    codes = kept.new_codes(cast.users["clerk"])
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in stored and not any(one in stored for one in codes)


def test_log_in_takes_the_same_queries_with_one_factor_and_with_three_and_few_more_than_without(cast: Cast) -> None:
    with_password(cast, "clerk", "secretary")
    counts = {}
    for name, login in (("without", "secretary"), ("one", "clerk"), ("three", "clerk")):
        if name == "one":
            kept.keep_totp(cast.users["clerk"], SECRET, 0)
        if name == "three":
            kept.new_codes(cast.users["clerk"])
        with CaptureQueriesContext(connection) as queries:
            sign_in(login)
        counts[name] = len(queries)
    assert counts["one"] == counts["three"]
    client, _ = sign_in("secretary")
    with CaptureQueriesContext(connection) as queries:
        client.get("/me/language/")   # 405: what the frame of every request costs
    assert len(queries) == 2, "session and account; the factor costs a signed-in request nothing"
    assert counts["without"] <= 20, "password, lock, factor, session, and its line in the list"


# --- who must ---


def test_who_owes_one_is_let_in_to_nothing_but_making_one(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    with_password(cast, "clerk")
    client, response = sign_in("clerk")
    assert response.status_code == 302
    assert client.get("/o/committee/members/").headers["Location"] == "/me/factors/"
    page = text(client.get("/me/factors/"))
    assert "须出示第二因素" in page and "组织员" in page
    add = text(client.get("/me/factors/totp/"))
    assert "<svg" in add and "http://" not in re.sub(r'xmlns(:svg)?="[^"]*"', "", add) and "https://" not in add
    signed = re.search(r'name="secret" value="([^"]+)"', add)
    secret = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", add)
    assert signed and secret
    typed = {"secret": signed[1], "code": code(secret=secret[1].replace(" ", "")), "password": PASSWORD}
    assert "现在的密码不对" in text(client.post("/me/factors/totp/", {**typed, "password": "wrong"}))
    assert client.post("/me/factors/totp/", typed).headers["Location"] == "/me/factors/"
    assert client.get("/o/committee/members/").status_code == 200
    assert Entry.objects.get(act="FactorAdded").facts == {"login": "clerk", "factor": "totp"}


def test_a_secret_that_another_account_was_shown_is_not_taken(cast: Cast) -> None:
    with_password(cast, "clerk", "secretary")
    shown = re.search(r'name="secret" value="([^"]+)"', text(cast.client("clerk").get("/me/factors/totp/")))
    assert shown
    response = cast.client("secretary").post("/me/factors/totp/", {"secret": shown[1], "code": code(), "password": PASSWORD})
    assert response.status_code == 200 and not Authenticator.objects.exists()


def test_to_whom_it_is_only_offered_signs_in_as_before(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    with_password(cast, "secretary")
    client, response = sign_in("secretary")
    assert response.headers["Location"] == "/me/" and client.get("/o/one/").status_code == 200


def test_the_security_officer_decides_and_it_holds_from_the_next_log_in(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    with_password(cast, "secretary", "clerk")
    officer = cast.client("security_officer")
    assert officer.post("/factors/set/", {"role": ["platform_admin", "security_officer", "auditor", "secretary", "self"]}).status_code == 302
    assert decided() == {Role.CLERK: False, Role.SECRETARY: True}
    assert Entry.objects.get(act="FactorDemandsSet").facts == {"demanded": ["secretary"], "offered": ["clerk"]}
    client, _ = sign_in("secretary")
    assert client.get("/o/one/").headers["Location"] == "/me/factors/"
    client, _ = sign_in("clerk")
    assert client.get("/o/committee/members/").status_code == 200
    assert officer.post("/factors/set/", {"role": ["platform_admin", "security_officer", "auditor", "secretary"]}).status_code == 302
    assert FactorDemand.objects.count() == 2, "nothing changed, nothing written"


def test_in_a_demonstration_nobody_owes_one_and_the_pages_say_so(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    assert "要求没有起作用" in text(cast.client("security_officer").get("/factors/"))
    with_password(cast, "clerk")
    client, _ = sign_in("clerk")
    assert client.get("/o/committee/members/").status_code == 200


def test_the_last_factor_stays_while_a_role_demands_it(cast: Cast) -> None:
    with_totp(cast, "clerk")
    row = Authenticator.objects.get()
    remove: dict[str, Any] = {"password": PASSWORD, **doing(cast, "clerk")}
    for wrong, more in (("last", {}), ("password", {"password": "wrong"}), ("gone", {})):
        with pytest.raises(BadFactor, match=wrong):
            acts.remove_factor(cast.users["clerk"], row.pk if wrong != "gone" else row.pk + 1, **{**remove, **more})
    kept.new_codes(cast.users["clerk"])
    acts.remove_factor(cast.users["clerk"], row.pk, **remove)
    assert [one.type for one in Authenticator.objects.all()] == ["recovery_codes"]
    assert Entry.objects.get(act="FactorRemoved").facts["factor"] == "totp"


def test_the_codes_are_shown_once_and_print_on_a_slip(cast: Cast) -> None:
    with_password(cast, "clerk")
    client = cast.client("clerk")
    response = client.post("/me/factors/codes/", {"password": PASSWORD})
    page = text(response)
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", page)) == 10 and response.headers["Cache-Control"] == "no-store"
    slips = re.search(r'name="slips" value="([^"]+)"', page)
    assert slips
    printed = client.post("/me/slips/", {"slips": slips[1]})
    assert printed.content.startswith(b"%PDF") and printed.headers["Cache-Control"] == "no-store"
    assert cast.client("secretary").post("/me/slips/", {"slips": slips[1]}).status_code == 404, "another account prints nothing of it"
    assert client.post("/me/slips/", {"slips": slips[1] + "x"}).status_code == 404


# --- a lost one ---


def test_a_lost_factor_is_reset_by_two_people_neither_of_whom_is_the_holder(cast: Cast) -> None:
    with_totp(cast, "secretary")
    holder = cast.users["secretary"]
    with pytest.raises(BadFactor, match="reason"):
        acts.ask_factor_reset(holder, "  ", **doing(cast, "clerk"))
    asked = acts.ask_factor_reset(holder, "本人持证到办公室，手机遗失", **doing(cast, "clerk"))
    with pytest.raises(BadFactor, match="asked"):
        acts.ask_factor_reset(holder, "再来", **doing(cast, "security_officer"))
    with pytest.raises(BadFactor, match="second_person"):
        acts.confirm_factor_reset(asked, **doing(cast, "clerk"))
    with pytest.raises(Denied):
        acts.confirm_factor_reset(asked, **doing(cast, "secretary"))
    assert Authenticator.objects.count() == 1
    acts.confirm_factor_reset(asked, **doing(cast, "security_officer"))
    assert not Authenticator.objects.exists()
    acts_done = [entry.act for entry in Entry.objects.filter(chain="committee").order_by("number")]
    assert acts_done == ["FactorResetAsked", "FactorsReset"]
    assert "手机遗失" not in str(list(Entry.objects.values())) and "手机遗失" not in str(list(FactorReset.objects.values()))


def test_nobody_asks_or_confirms_for_themself(cast: Cast) -> None:
    with_totp(cast, "clerk")
    with pytest.raises(BadFactor, match="own"):
        acts.ask_factor_reset(cast.users["clerk"], "手机遗失", **doing(cast, "clerk"))
    asked = acts.ask_factor_reset(cast.users["clerk"], "手机遗失", **doing(cast, "platform_admin"))
    with pytest.raises(BadFactor, match="own"):
        acts.confirm_factor_reset(asked, **doing(cast, "clerk"))
    acts.drop_factor_reset(asked, **doing(cast, "clerk"))
    assert Authenticator.objects.exists()
    with pytest.raises(BadFactor, match="gone"):
        acts.confirm_factor_reset(asked, **doing(cast, "security_officer"))


def test_the_database_wants_two_people_even_from_code_that_forgets(cast: Cast) -> None:
    holder, clerk = cast.users["secretary"], cast.users["clerk"]
    row: dict[str, Any] = {"user": holder, "reason_sealed": "", "asked_at": NOW, "closed_at": NOW, "confirmed": True}
    for asked_by, closed_by in ((clerk, clerk), (holder, clerk), (clerk, holder), (clerk, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.create(**row, asked_by=asked_by, closed_by=closed_by)


def test_the_reset_on_the_pages_and_all_sessions_end(cast: Cast) -> None:
    with_totp(cast, "secretary")
    client, _ = sign_in("secretary")
    client.post("/login/second/", {"code": code()})
    assert client.get("/me/").status_code == 200
    clerk, officer = cast.client("clerk"), cast.client("security_officer")
    assert clerk.post("/a/secretary/factors/reset/", {"reason": "本人到场，手机遗失"}).headers["Location"] == "/a/secretary/"
    assert "确认重置" not in text(clerk.get("/a/secretary/")) and "手机遗失" in text(clerk.get("/a/secretary/"))
    assert "确认重置" in text(officer.get("/a/secretary/"))
    assert "登记的人不能自己确认" in text(clerk.post("/a/secretary/factors/reset/confirm/", follow=True))
    officer.post("/a/secretary/factors/reset/confirm/")
    assert client.get("/me/").status_code == 302 and not Session.objects.filter(session_key=client.session.session_key or "x").exists()
    assert sign_in("secretary")[1].headers["Location"] == "/me/"
    assert officer.post("/a/secretary/factors/reset/confirm/").status_code == 404


def test_on_the_server_one_is_reset_where_no_two_are_left(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    with_totp(cast, "security_officer")
    assert main(["reset-factors", "nobody"]) == 2
    assert main(["reset-factors", "security_officer"]) == 0
    assert not Authenticator.objects.exists()
    entry = Entry.objects.get(act="FactorsReset")
    assert (entry.chain, entry.by) == (PLATFORM, "command-line")
    assert main(["reset-factors", "security_officer"]) == 2
    assert "security_officer has no second factor" in capsys.readouterr().err


def test_one_person_has_one_open_account(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(login="second", person_key="p-clerk", home_key="committee", created_at=NOW)


ORIGINS = {
    "https at the name": ("https://party.example.org", "party.example.org", True),
    "on a port of one's own": ("https://party.example.org:8443", "party.example.org", True),
    "http on the machine itself": ("http://localhost:8000", "localhost", True),
    "http elsewhere": ("http://party.example.org", "party.example.org", False),
    "another host": ("https://party.example.com", "party.example.org", False),
    "a host below": ("https://x.party.example.org", "party.example.org", False),
    "a host that begins alike": ("https://party.example.org.evil.example", "party.example.org", False),
    "no address": ("party.example.org", "party.example.org", False),
    "a file": ("file://party.example.org", "party.example.org", False),
}


@pytest.mark.parametrize("case", ORIGINS)
def test_a_passkey_answers_for_this_host_only(case: str) -> None:
    origin, name, here = ORIGINS[case]
    assert passkeys._is_here(origin, name) is here
