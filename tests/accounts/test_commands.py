"""The commands that open committees and officers, export, and serve."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.models import Organisation
from leadgoose.site import settings_for_tests
from leadgoose.site.cli import PURE, WITH_DATABASE, main
from leadgoose.site.commands import create_committee, open_officer, port_problem, serve

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_create_committee_prints_a_one_time_password_and_says_no_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert create_committee(["示例采气厂党委", "--clerk", "zhao.min", "--clerk-name", "赵敏"]) == 0
    key = Organisation.objects.get(name="示例采气厂党委").key
    printed = re.fullmatch(rf"committee  示例采气厂党委\naddress    /o/{key}/\nlogin      zhao\.min\none-time   (\S+)\n", capsys.readouterr().out)
    assert printed and User.objects.get(login="zhao.min").check_password(printed[1])
    for arguments, says in (
        (["示例采气厂党委", "--clerk", "another"], "leadgoose: there is a committee named 示例采气厂党委 already\n"),
        (["另一党委", "--clerk", "zhao.min"], "leadgoose: --clerk zhao.min: there is an account with this login already\n"),
        (["另一党委", "--clerk", "赵"], "leadgoose: --clerk 赵: a login has 3 to 40 small letters, digits or . _ -, and begins with a letter\n"),
        (["", "--clerk", "another"], "leadgoose: a committee's name has 1 to 80 characters\n"),
    ):
        assert create_committee(arguments) == 2
        assert capsys.readouterr() == ("", says)
    assert Organisation.objects.count() == User.objects.count() == 1
    assert Entry.objects.filter(by="command-line").count() == 4


@pytest.mark.django_db
def test_open_officer_opens_each_of_the_three_and_never_two_in_one(capsys: pytest.CaptureFixture[str]) -> None:
    for login, role in (("han.shen", "auditor"), ("qin.an", "security_officer"), ("lu.guan", "platform_admin")):
        assert open_officer([login, "--role", role]) == 0
    assert sorted(Grant.objects.values_list("user__login", "role", "key")) == [
        ("han.shen", "auditor", "platform"), ("lu.guan", "platform_admin", "platform"), ("qin.an", "security_officer", "platform")]
    capsys.readouterr()
    assert open_officer(["han.shen", "--role", "security_officer"]) == 2
    assert capsys.readouterr().err == "leadgoose: han.shen: there is an account with this login already\n"
    with pytest.raises(SystemExit):
        open_officer(["somebody", "--role", "clerk"])


def test_every_command_is_there_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in (*PURE, *WITH_DATABASE):
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0 and "usage: leadgoose " + name in capsys.readouterr().out, name


def test_a_port_in_use_is_refused_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)     # as granian listens: without our look it would be shared
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve(["--port", str(port)]) == 2
        assert capsys.readouterr().err == f"leadgoose: port {port} is in use on 127.0.0.1: stop what listens there, or take another with --port\n"
    assert port_problem(port) == ""


@pytest.mark.parametrize("arguments", [["--port", "0"], ["--port", "65536"], ["--workers", "0"]])
def test_numbers_that_make_no_sense_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert serve(arguments) == 2 and "--port is from 1 to 65535" in capsys.readouterr().err


@pytest.mark.once
@pytest.mark.django_db
def test_the_server_answers_on_127_0_0_1_only_and_a_second_one_does_not_start(tmp_path: Path, migrated: Path) -> None:
    """A real process on an empty SQLite file: started, asked, refused a second time, stopped."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "LEADGOOSE_VAR": str(tmp_path), "LEADGOOSE_VAULT_KEY_FILE": str(settings_for_tests._key),
        "LEADGOOSE_SECRET_KEY": "x" * 50, "LEADGOOSE_STATIC_MANIFEST": "false", "LEADGOOSE_STATIC_FINDERS": "true",
        "PYTHONPYCACHEPREFIX": sys.pycache_prefix or "",   # what is compiled need not be compiled again
    }

    def leadgoose(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "leadgoose.site.cli", *arguments]

    shutil.copy(migrated, tmp_path / "leadgoose.sqlite3")
    server = subprocess.Popen(leadgoose("serve", "--port", str(port), "--workers", "1"), env=environment, cwd=tmp_path,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        page = ""
        for _ in range(120):
            try:
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5).read().decode()
                break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert server.poll() is None
                time.sleep(0.25)
        assert "登录" in page
        second = subprocess.run(leadgoose("serve", "--port", str(port)), env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
        assert second.returncode == 2 and "is in use" in second.stderr and second.stdout == ""
        with pytest.raises(OSError), socket.create_connection(("127.0.0.2", port), timeout=2):
            pass   # another address of this machine
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
