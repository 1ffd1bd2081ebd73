"""Signing in by an outside provider: a real one (oidc-provider-mock, on 127.0.0.1), and a hostile one whose answers are refused."""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import oidc_provider_mock
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import IntegrityError, connection, transaction
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from werkzeug.serving import make_server

from cast import NOW, TODAY, Cast
from leadgoose.accounts import outside
from leadgoose.accounts.actions import outside as acts
from leadgoose.accounts.models import OutsideIdentity
from leadgoose.accounts.outside import Refused, subject
from leadgoose.accounts.rules.outside import Provider
from leadgoose.ground.access.models import SignIn
from leadgoose.ground.journal.models import Entry

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")   # the provider's own
PASSWORD = "correct horse battery"
STAFF = "staff-000123"


@pytest.fixture(scope="module")
def real() -> Iterator[Provider]:
    """The provider's own server in a thread, on a port that was free."""
    user = oidc_provider_mock.User(sub=STAFF, claims={"email": "clerk@example.org", "preferred_username": "clerk", "name": "赵敏"})
    server = make_server("127.0.0.1", 0, oidc_provider_mock.app(require_nonce=True, user_claims=[user]), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Provider(f"http://127.0.0.1:{server.server_port}", "leadgoose", "secret", "统一身份认证")
    server.shutdown()


@pytest.fixture(autouse=True)
def forget() -> None:
    outside._documents.clear()


def at_the_provider(where: str, sub: str = STAFF) -> str:
    """What a person does there: choose who they are and agree. Returns the address that the browser is sent back to."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any, **__: Any) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    try:
        opener.open(urllib.request.Request(where, urlencode({"sub": sub}).encode()), timeout=10)
    except urllib.error.HTTPError as sent_on:
        return str(sent_on.headers["Location"])
    raise AssertionError("the provider sent nobody back")


def link(cast: Cast, login: str, provider: Provider) -> Client:
    cast.users[login].set_password(PASSWORD)
    cast.users[login].save()
    client = cast.client(login)
    page = client.post("/me/outside/", {"password": PASSWORD}).content.decode()
    where = re.search(r'href="(http://127[^"]+)"', page)
    assert where
    back = urlsplit(at_the_provider(where[1].replace("&amp;", "&")))
    assert client.get(f"{back.path}?{back.query}").headers["Location"] == "/me/"
    return client


def come(client: Client, then: str = "/me/") -> Any:
    """From the log-in page to the provider and back."""
    back = urlsplit(at_the_provider(client.get("/login/outside/", {"next": then}).headers["Location"]))
    return client.get(f"{back.path}?{back.query}")


def test_whoever_linked_the_account_signs_in_and_out_there(cast: Cast, settings: Any, real: Provider) -> None:
    settings.OIDC = real
    link(cast, "clerk", real)
    client = Client()
    assert "用统一身份认证登录" in client.get("/login/").content.decode()
    response = come(client, "/o/committee/members/")
    assert response.headers["Location"] == "/o/committee/members/" and client.get("/o/committee/members/").status_code == 200
    assert SignIn.objects.get(way="outside").user.login == "clerk"
    gone = client.post("/logout/").content.decode()
    assert f"{real.issuer}/oauth2/end_session?" in gone and client.get("/me/").status_code == 302
    assert [entry.act for entry in Entry.objects.filter(chain="committee")] == ["OutsideLinked"]


def test_nobody_is_signed_in_by_an_equal_name_or_address_and_no_account_is_made(cast: Cast, settings: Any, real: Provider) -> None:
    settings.OIDC = real
    response = come(Client())
    assert response.status_code == 403 and "还没有关联" in response.content.decode()
    assert not SignIn.objects.exists() and set(cast.users) == {row[0] for row in _logins()}


def _logins() -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT login FROM access_user")
        return list(cursor.fetchall())


def test_an_identity_opens_one_account_and_stands_nowhere_in_clear(cast: Cast, settings: Any, real: Provider) -> None:
    settings.OIDC = real
    link(cast, "security_officer", real)
    client = link(cast, "platform_admin", real)   # the same person at the provider
    assert "一个身份只开一个账号" in client.get("/me/").content.decode()
    assert [one.user.login for one in OutsideIdentity.objects.all()] == ["security_officer"]
    with pytest.raises(IntegrityError), transaction.atomic():
        OutsideIdentity.objects.create(user=cast.users["auditor"], identity_index=OutsideIdentity.objects.get().identity_index, linked_at=NOW)
    assert STAFF not in str(list(OutsideIdentity.objects.values())) + str(list(Entry.objects.values()))


def test_linking_asks_for_the_password_and_a_link_is_given_up(cast: Cast, settings: Any, real: Provider) -> None:
    settings.OIDC = real
    client = link(cast, "clerk", real)
    assert "现在的密码不对" in client.post("/me/outside/", {"password": "wrong"}).content.decode()
    assert "已经关联了一个身份" in client.post("/me/outside/", {"password": PASSWORD}).content.decode()
    client.post("/me/outside/end/")
    assert come(Client()).status_code == 403
    link(cast, "clerk", real)
    cast.client("security_officer").post("/a/clerk/outside/end/")
    assert come(Client()).status_code == 403
    assert [entry.act for entry in Entry.objects.order_by("number")] == ["OutsideLinked", "OutsideUnlinked"] * 2


def test_a_closed_account_and_a_second_factor_hold_here_too(cast: Cast, settings: Any, real: Provider) -> None:
    from leadgoose.accounts.factors import new_codes

    settings.OIDC = real
    link(cast, "clerk", real)
    codes = new_codes(cast.users["clerk"])
    client = Client()
    assert come(client).headers["Location"] == "/login/second/" and client.get("/me/").status_code == 302
    assert client.post("/login/second/", {"code": codes[0]}).headers["Location"] == "/me/"
    cast.users["clerk"].is_active = False
    cast.users["clerk"].save()
    assert come(Client()).status_code == 403


def test_an_answer_serves_once_in_the_browser_that_asked(cast: Cast, settings: Any, real: Provider) -> None:
    settings.OIDC = real
    link(cast, "clerk", real)
    client = Client()
    back = urlsplit(at_the_provider(client.get("/login/outside/").headers["Location"]))
    answer = f"{back.path}?{back.query}"
    assert Client().get(answer).status_code == 403, "another browser"
    assert client.get(answer).status_code == 302
    assert client.get(answer).status_code == 403, "a second time"
    other = Client()
    other.get("/login/outside/")
    assert other.get(answer).status_code == 403, "of another journey"


def test_off_there_is_nothing_of_it(cast: Cast, settings: Any) -> None:
    settings.OIDC = None
    assert Client().get("/login/outside/").status_code == Client().get("/login/outside/return/").status_code == 404
    assert "login/outside" not in Client().get("/login/").content.decode()
    assert "没有接统一身份认证" in cast.client("clerk").get("/me/outside/").content.decode()


def test_a_provider_that_is_not_there_is_said_in_a_sentence(cast: Cast, settings: Any) -> None:
    settings.OIDC = Provider("http://127.0.0.1:9", "leadgoose", "s", "统一身份认证")
    response = Client().get("/login/outside/")
    assert response.status_code == 502 and "连不上" in response.content.decode()


# --- answers that do not hold ---

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGERS = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Liar(BaseHTTPRequestHandler):
    """A provider that says what it is told to: document, keys and token are real, and wrong where a case wants it."""

    issuer = ""
    document: dict[str, Any] = {}
    token = ""

    def do_GET(self) -> None:
        if self.path.endswith("/jwks"):
            self._answer({"keys": [{**json.loads(RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "one", "use": "sig", "alg": "RS256"}]})
        else:
            self._answer({"issuer": self.issuer, **{f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token")},
                          "jwks_uri": f"{self.issuer}/jwks", **self.document})

    def do_POST(self) -> None:
        self._answer({"id_token": self.token, "access_token": "x", "token_type": "Bearer"})

    def _answer(self, found: dict[str, Any]) -> None:
        body = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture(scope="module")
def liar() -> Iterator[Provider]:
    server = HTTPServer(("127.0.0.1", 0), Liar)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Liar.issuer = f"http://127.0.0.1:{server.server_port}"
    yield Provider(Liar.issuer, "leadgoose", "secret")
    server.shutdown()


def token(provider: Provider, *, key: Any = KEY, alg: str = "RS256", kid: str = "one", without: str = "", **more: Any) -> str:
    now = int(time.time())
    claims = {"iss": provider.issuer, "aud": "leadgoose", "sub": STAFF, "iat": now, "exp": now + 300, "nonce": "n", **more}
    claims.pop(without, None)
    return jwt.encode(claims, key, algorithm=alg, headers={"kid": kid})


def unsigned(provider: Provider) -> str:
    return token(provider, key=None, alg="none")


def by_the_public_key(provider: Provider) -> str:
    """The old trick: the published key used as a shared secret."""
    import base64
    import hashlib
    import hmac

    part = lambda one: base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=")  # noqa: E731
    head = part({"alg": "HS256", "kid": "one"}) + b"." + token(provider).split(".")[1].encode()
    secret = RSAAlgorithm.to_jwk(KEY.public_key()).encode()
    return (head + b"." + base64.urlsafe_b64encode(hmac.new(secret, head, hashlib.sha256).digest()).rstrip(b"=")).decode()


LIES: dict[str, tuple[Any, str]] = {
    "another issuer": (lambda p: token(p, iss="https://id.example.org"), "issuer"),
    "another audience": (lambda p: token(p, aud="somebody-else"), "audience"),
    "ours among others, made out to another": (lambda p: token(p, aud=["leadgoose", "else"], azp="else"), "audience"),
    "expired": (lambda p: token(p, exp=int(time.time()) - 120), "expired"),
    "of another log-in": (lambda p: token(p, nonce="other"), "nonce"),
    "without a nonce": (lambda p: token(p, without="nonce"), "nonce"),
    "without an end": (lambda p: token(p, without="exp"), "token"),
    "without a subject": (lambda p: token(p, without="sub"), "token"),
    "alg none": (unsigned, "token"),
    "signed with the published key as a secret": (by_the_public_key, "token"),
    "signed by a stranger": (lambda p: token(p, key=STRANGERS), "token"),
    "by a key that is not published": (lambda p: token(p, kid="two"), "token"),
    "no token at all": (lambda p: "", "token"),
    "from the future": (lambda p: token(p, iat=int(time.time()) + 3600), "token"),
}


@pytest.mark.parametrize("case", LIES)
def test_an_answer_that_does_not_hold_is_refused(liar: Provider, case: str) -> None:
    make, code = LIES[case]
    with pytest.raises(Refused) as refused:
        subject(liar, make(liar), "n")
    assert str(refused.value) == code


def test_one_that_holds_is_taken(liar: Provider) -> None:
    assert subject(liar, token(liar), "n") == STAFF


def test_a_lie_on_the_way_back_signs_nobody_in(cast: Cast, settings: Any, liar: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OIDC = liar
    acts.link_outside(cast.users["clerk"], liar.issuer, STAFF, on=TODAY, by=cast.actor("clerk"), at=NOW)
    for nonce, status in (("wrong", 403), ("", 302)):
        client = Client()
        asked = parse_qs(urlsplit(client.get("/login/outside/").headers["Location"]).query)
        monkeypatch.setattr(Liar, "token", token(liar, nonce=nonce or asked["nonce"][0]))
        answer = client.get("/login/outside/return/", {"code": "c", "state": asked["state"][0]})
        assert answer.status_code == status
        assert client.get("/me/").status_code == (200 if status == 302 else 302)
    assert asked["code_challenge_method"] == ["S256"]


DOCUMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "a description of another issuer": ({"issuer": "https://id.example.org"}, "issuer"),
    "an endpoint that is no address": ({"authorization_endpoint": "javascript:alert(1)"}, "unreachable"),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_description_that_is_not_the_issuers_own_is_refused(liar: Provider, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document, code = DOCUMENTS[case]
    monkeypatch.setattr(Liar, "document", document)
    with pytest.raises(Refused) as refused:
        outside.set_out(liar, "http://testserver/back")
    assert str(refused.value) == code
