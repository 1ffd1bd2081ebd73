"""A very long list of members is written into a file by a worker, for whoever ordered it, and removed after some days."""

from __future__ import annotations

import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import load_workbook

from cast import Cast
from leadgoose.ground.jobs import files
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.worker import perform
from leadgoose.roster.web import export

AT = "/o/committee/members.xlsx"
ORDER = {"order": "1"}


@pytest.fixture(autouse=True)
def _many(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 3)
    monkeypatch.setattr(settings, "VAR", tmp_path)


def cells(content: bytes) -> list[list[str]]:
    return [[str(cell.value or "") for cell in row] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()]


def worked() -> str:
    return perform(Job.objects.get(state="waiting").key)


def taken(response: object) -> bytes:
    return b"".join(response.streaming_content)   # type: ignore[attr-defined]


def test_it_is_ordered_made_and_taken_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client("clerk")
    page = client.get(AT).content.decode()
    assert "开始制作" in page and client.post(AT).status_code == 302 and not Job.objects.exists(), "the list's button leads here, and orders nothing yet"
    assert client.post(AT, ORDER).status_code == 302 and "等待后台处理" in client.get(AT).content.decode()
    assert worked() == "done"
    assert "下载" in client.get(AT).content.decode()
    response = client.post(AT + "?made=1")
    made = cells(taken(response))
    assert "attachment" in response["Content-Disposition"] and response["Cache-Control"] == "no-store"
    monkeypatch.setattr(export, "AT_ONCE", 10**6)
    small = cells(client.post(AT).content)
    assert made[2:] == small[2:] and len(made) > 8   # but for when it was made


def test_it_holds_what_the_filters_leave(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 0)
    client = cast.client("clerk")
    client.post(AT + "?gender=女", ORDER)
    worked()
    made = cells(taken(client.post(AT + "?gender=女&made=1")))
    assert {row[3] for row in made[4:]} == {"女"}
    assert "开始制作" in client.get(AT).content.decode()   # of other filters it is another file


def test_a_file_that_is_gone_is_said_to_be_gone_and_can_be_ordered_again_where_one_is_led(cast: Cast) -> None:
    client, at = cast.client("clerk"), AT + "?gender=女"
    client.post(at, ORDER)
    worked()
    files.forget_old(time.time() + (files.DAYS + 1) * 86_400)
    back = client.post(at + "&made=1", follow=True)
    [(where, _status)] = back.redirect_chain
    assert "没有可取的文件" in back.content.decode() and "开始制作" in back.content.decode() and "made" not in where
    client.post(where, ORDER)
    assert worked() == "done" and client.post(at + "&made=1").streaming
    assert client.get(at + "&made=1", follow=True).redirect_chain == [(where, 302)], "an old link leads to the page and hands nothing out"


def test_nobody_else_gets_it(cast: Cast) -> None:
    cast.client("clerk").post(AT, ORDER)
    worked()
    assert cast.client("secretary").post(AT + "?made=1").status_code in (403, 404)
    assert cast.client("outsider").post(AT + "?made=1").status_code == 404


def test_stopped_it_leaves_no_file(cast: Cast) -> None:
    client = cast.client("clerk")
    client.post(AT, ORDER)
    client.post(AT, {"stop": "1"})
    assert Job.objects.get().state == "stopped" and "已取消，没有留下文件。" in client.get(AT).content.decode()


def test_a_worker_that_fails_leaves_no_half_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client("clerk")
    client.post(AT, ORDER)
    monkeypatch.setattr("leadgoose.roster.queries.members.streamed", lambda *_: (_ for _ in ()).throw(MemoryError))
    assert worked() == "failed" and not list((settings.VAR / "made").iterdir()) and "没有做成：" in client.get(AT).content.decode()


def test_it_is_removed_after_some_days(cast: Cast) -> None:
    client = cast.client("clerk")
    client.post(AT, ORDER)
    worked()
    (file,) = (settings.VAR / "made").iterdir()
    assert oct(file.stat().st_mode)[-3:] == "600"
    assert files.forget_old() == 0
    os.utime(file, (time.time() - 4 * 86_400,) * 2)
    assert files.forget_old() == 1 and "下载" not in client.get(AT).content.decode()
