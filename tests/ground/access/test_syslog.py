"""The security log on a real socket: what is told, in which form, and that no person is in it."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cast import NOW, TODAY, Cast
from leadgoose.accounts.actions.factors import set_factor_demands
from leadgoose.accounts.actions.roles import end_role, grant_role
from leadgoose.ground.access.events import Receiver, message, receiver
from leadgoose.ground.access.roles import PLATFORM, Role
from leadgoose.ground.access.syslog import tell
from leadgoose.ground.journal.actions import export

AT = datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC)
FORM = re.compile(rb'<8[45]>1 \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [!-~]+ leadgoose \d+ [a-z-]+ \[leadgoose@32473( [a-z]+="[^"]*")*\]')


def test_an_event_as_rfc_5424_writes_it() -> None:
    told = message("log-in", {"outcome": "ok", "account": "17", "empty": ""}, at=AT, host="office", pid=9)
    assert told == b'<85>1 2026-11-23T02:00:00.123Z office leadgoose 9 log-in [leadgoose@32473 outcome="ok" account="17"]'


@pytest.mark.parametrize(("value", "stands"), [('a"b', r"a\"b"), ("a]b", r"a\]b"), ("a\\b", r"a\\b"), ("a\nb", "a?b"), ("党", "党")])
def test_what_a_value_may_not_hold_is_escaped(value: str, stands: str) -> None:
    assert f'x="{stands}"]'.encode() in message("e", {"x": value}, at=AT)


RECEIVERS = {
    "unix:///dev/log": Receiver("unix", path="/dev/log"), "udp://10.0.0.5:514": Receiver("udp", "10.0.0.5", 514),
    "tcp://log.example.org:601": Receiver("tcp", "log.example.org", 601), "udp://[::1]:514": Receiver("udp", "::1", 514),
}


@pytest.mark.parametrize("text", RECEIVERS)
def test_where_it_goes(text: str) -> None:
    assert receiver(text) == RECEIVERS[text]


@pytest.mark.parametrize("text", ["", "syslog", "/dev/log", "udp://host", "udp://:514", "tcp://h:0x", "tcp://h:99999", "http://h:80", "udp://h:514/x", "unix://h/dev/log"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write unix"):
        receiver(text)


Heard = Callable[[], list[bytes]]


@pytest.fixture(params=["unix", "udp"])
def heard(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[Heard]:
    """A receiver that listens, and what it has heard since it was last asked."""
    family = socket.AF_UNIX if request.param == "unix" else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "log") if request.param == "unix" else ("127.0.0.1", 0))
        where = f"unix://{tmp_path}/log" if request.param == "unix" else f"udp://127.0.0.1:{listening.getsockname()[1]}"
        settings.SYSLOG = receiver(where)
        listening.settimeout(0.3)

        def since() -> list[bytes]:
            found = []
            while True:
                try:
                    found.append(listening.recv(65_536))
                except TimeoutError:
                    return found

        yield since


def names(told: list[bytes]) -> list[str]:
    for one in told:
        assert FORM.fullmatch(one), one
    return [one.split(b" ")[5].decode() for one in told]


def test_log_in_roles_settings_exports_and_numbers_are_told_and_nobody_is_named(
    cast: Cast, heard: Heard, django_capture_on_commit_callbacks: Any
) -> None:
    cast.users["clerk"].set_password("correct horse battery")
    cast.users["clerk"].save()
    with django_capture_on_commit_callbacks(execute=True):
        client = Client()
        client.post("/login/", {"login": "clerk", "password": "wrong one"})
        client.post("/login/", {"login": "clerk", "password": "correct horse battery"})
    told = heard()
    assert names(told) == ["log-in", "log-in"]
    assert b'outcome="refused"' in told[0] and b"account=" not in told[0] and told[0].startswith(b"<84>")
    assert f'account="{cast.users["clerk"].pk}"'.encode() in told[1]
    everything = list(told)
    doing: dict[str, Any] = {"on": TODAY, "at": NOW}
    with django_capture_on_commit_callbacks(execute=True):
        grant = grant_role(cast.users["member"], Role.READER, "one", by=cast.actor("clerk"), **doing)
        end_role(grant, by=cast.actor("clerk"), **doing)
        set_factor_demands(frozenset({Role.CLERK}), by=cast.actor("security_officer"), **doing)
        list(export(PLATFORM, by=cast.actor("auditor"), at=NOW))
        client.post("/p/p-member/reveal/", {"field": "id_number", "reason": "核对组织关系介绍信"})
        client.post("/o/one/members.xlsx")
    told = heard()
    everything += told
    assert sorted(names(told)) == ["export", "export", "number-shown", "role-ended", "role-granted", "settings-changed"]
    assert b'page="roster.export_members"' in b"".join(told)
    assert b'role="reader" org="one" act="RoleGranted" journal="committee 1-' in told[0]
    sent = b"".join(everything).decode()
    for person in cast.people:
        assert cast.id_numbers[person] not in sent
    assert not any(part in sent for part in ("单志强", "查晓明", "p-member", '"clerk"', '"member"', "reader1"))


def test_five_wrong_passwords_are_told_as_a_lock(cast: Cast, heard: Heard, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            Client().post("/login/", {"login": "nobody.here", "password": "wrong one"})
    told = heard()
    assert b'outcome="locked"' in told[-1] and b"nobody" not in b"".join(told)


def test_an_act_that_is_undone_is_not_told(cast: Cast, heard: Heard, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        grant_role(cast.users["member"], Role.READER, "one", on=TODAY, by=cast.actor("clerk"), at=NOW)
        raise ZeroDivisionError
    assert heard() == []


@pytest.mark.django_db(transaction=True)
def test_over_tcp_each_event_is_counted(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.SYSLOG = receiver(f"tcp://127.0.0.1:{listening.getsockname()[1]}")
        tell("log-in", outcome="ok", account=17)
        taken, _ = listening.accept()
        with taken:
            length, _, body = taken.recv(65_536).partition(b" ")
    assert int(length) == len(body) and FORM.fullmatch(body)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["unix:///nowhere/log", "tcp://127.0.0.1:9"])
def test_a_receiver_that_is_not_there_stops_nothing(settings: Any, where: str, caplog: pytest.LogCaptureFixture) -> None:
    settings.SYSLOG = receiver(where)
    tell("log-in", outcome="ok")
    assert "did not take an event" in caplog.text
