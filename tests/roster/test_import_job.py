"""A large register is judged and taken in by a worker: with progress, whole or not at all, stopped, refused, and begun anew."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from office import TODAY, Office, ledger, member, open_office, register, term

from leadgoose.ground.access.models import Grant
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.jobs.queries import PATIENCE
from leadgoose.ground.jobs.worker import perform
from leadgoose.ground.jobs.works import Running
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions import import_jobs
from leadgoose.roster.models import Deed, Import, Membership, Person, Term
from leadgoose.roster.queries.ledgers import compare_ledger
from leadgoose.roster.queries.looks import ledger_look, ledger_look_of, look, look_of
from leadgoose.roster.queries.proposals import compared
from leadgoose.roster.queries.uploads import compare_register, content_of
from leadgoose.roster.rules.proposals import Sort


def file(content: bytes, name: str = "表.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def office(db: None) -> Office:
    return open_office()


ROWS = tuple(member(number, f"党员{number}", "一队党支部" if number % 2 else "二队党支部") for number in range(1, 13))


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "LARGE", 1)
    monkeypatch.setattr("leadgoose.ground.jobs.works.EVERY", 0.0)


def uploaded(client: Client, content: bytes, name: str = "表.xlsx") -> str:
    return str(client.post("/o/top/imports/", {"kind": "register", "file": file(content, name)}).url)


def worked() -> Job:
    """The worker does what waits."""
    job = Job.objects.filter(state="waiting").latest("pk")
    perform(job.key)
    job.refresh_from_db()
    return job


def judged(client: Client, content: bytes) -> str:
    at = uploaded(client, content)
    assert worked().state == "done"
    return at


def taking(client: Client, at: str, **more: Any) -> None:
    client.post(at, {"valid_on": "2026-10-31", "shown": client.get(at).context["seen"].digest, **more})


def stopping_at(monkeypatch: pytest.MonkeyPatch, stage: str, does: Any, step: int = 0) -> None:
    """Something happens when the work reports a stage (and step)."""
    plain = Running.report

    def report(self: Running, **progress: Any) -> bool:
        if progress.get("stage") == stage and progress.get("step", 0) >= step:
            does(self)
        return plain(self, **progress)

    monkeypatch.setattr(Running, "report", report)


def test_it_is_judged_shown_and_taken_in_by_a_worker(office: Office) -> None:
    client = office.client()
    at = uploaded(client, register(*ROWS, member(99, "", "一队党支部")))
    page = client.get(at).content.decode()
    assert "等待后台处理" in page and 'hx-trigger="every 2s"' in page and 'http-equiv="refresh"' in page and Import.objects.get().state == "received"
    job = worked()
    assert (job.state, job.progress["rows"], job.progress["judged"]) == ("done", 13, 13)
    shown = client.get(at)
    assert len(shown.context["joined"]) == 10 and shown.context["lengths"]["joined"] == 12 and shown.context["counts"]["rejected"] == 1
    assert len(client.get(at + "?show=joined").context["joined"]) == 12
    assert not Person.objects.exists()
    taking(client, at)
    assert "等待后台处理" in client.get(at).content.decode() and not Person.objects.exists()
    job = worked()
    upload = Import.objects.get()
    assert (job.state, upload.state, Person.objects.count(), Membership.objects.count()) == ("done", "taken", 12, 12)
    entry = Entry.objects.get(act="RegisterTaken")
    assert job.result["receipt"] == f"{entry.number}-{entry.hash[:16]}" and entry.by == "office"
    page = client.get(at).content.decode()
    assert "已收入" in page and job.result["receipt"] in page and "收入花名册</button>" not in page


def test_what_is_kept_for_the_page_is_what_a_small_file_shows(office: Office) -> None:
    office.take(register(*ROWS[:6]))
    at = judged(office.client(), register(*ROWS[2:5], member(6, "党员6", "三队党支部", 行政职务="队长"), *ROWS[7:], member(98, "", "")))
    upload = Import.objects.get(key=at.split("/")[2])
    found = look(upload)
    assert found == look_of(compare_register(upload)) and found.changed and found.moved and found.left and found.problems
    assert "党员6" not in upload.look_sealed


@pytest.mark.parametrize(("stage", "step"), [("judge", 0), ("compare", 0), ("write", 3), ("write", 9)])
def test_cancelled_half_way_nothing_is_taken_in(office: Office, monkeypatch: pytest.MonkeyPatch, stage: str, step: int) -> None:
    client = office.client()
    at = judged(client, register(*ROWS))
    taking(client, at)
    stopping_at(monkeypatch, stage, lambda running: setattr(running, "stopping", True), step)
    job = worked()
    assert job.state == "stopped" and not Person.objects.exists() and not Membership.objects.exists() and not Entry.objects.filter(act="RegisterTaken").exists()
    page = client.get(at).content.decode()
    assert "收入已取消，花名册没有变动。" in page and "收入花名册</button>" in page
    monkeypatch.undo()
    monkeypatch.setattr(import_jobs, "LARGE", 1)
    taking(client, at)
    assert worked().state == "done" and Person.objects.count() == 12


def test_a_judging_that_was_cancelled_can_be_begun_again(office: Office) -> None:
    client = office.client()
    at = uploaded(client, register(*ROWS))
    client.post(at.replace("register/", "stop/"))
    assert Job.objects.get().state == "stopped" and "重新核对" in client.get(at).content.decode()
    client.post(at.replace("register/", "judge/"))
    assert worked().state == "done" and client.get(at).context["lengths"]["joined"] == 12


def test_an_error_in_the_middle_leaves_nothing_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = office.client()
    at = judged(client, register(*ROWS))
    taking(client, at)

    def fail(_running: Running) -> None:
        raise MemoryError

    stopping_at(monkeypatch, "write", fail, 5)
    assert worked().state == "failed" and not Person.objects.exists()
    assert "收入没有完成" in client.get(at).content.decode()


def test_a_worker_that_died_after_taking_in_takes_nothing_in_twice(office: Office) -> None:
    client = office.client()
    at = judged(client, register(*ROWS))
    taking(client, at)
    job = worked()
    receipt = job.result["receipt"]
    Job.objects.filter(pk=job.pk).update(state="waiting", result={})     # as if it had been killed between its two last writings
    assert (worked().result["receipt"], Person.objects.count(), Entry.objects.filter(act="RegisterTaken").count()) == (receipt, 12, 1)


def test_a_register_that_moved_on_is_shown_anew_and_nothing_is_taken_in(office: Office) -> None:
    client = office.client()
    at = judged(client, register(*ROWS))
    taking(client, at)
    office.take(register(ROWS[0]))
    job = worked()
    assert job.result["code"] == "moved-on" and Person.objects.count() == 1
    page = client.get(at)
    assert "请再看一遍后收入" in page.content.decode() and page.context["lengths"]["joined"] == 11
    assert set(job.result["refused"]) == {"zh-hans", "zh-hant", "en"}


def test_one_at_a_time_in_a_committee(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    client = office.client()
    first, second = judged(client, register(*ROWS)), judged(client, register(*ROWS[:5]))
    taking(client, first)
    answer = client.post(second, {"valid_on": "2026-10-31", "shown": client.get(second).context["seen"].digest})
    assert answer.status_code == 422 and "正在收入“表.xlsx”" in answer.content.decode()
    monkeypatch.setattr(import_jobs, "LARGE", 10**9)
    small = uploaded(client, register(ROWS[0]))
    assert client.post(small, {"valid_on": "2026-10-31", "shown": client.get(small).context["seen"].digest}).status_code == 422
    assert worked().state == "done" and Person.objects.count() == 12


@pytest.mark.parametrize(("content", "said"), [
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "读不出表格"), (b"PK\x03\x04 broken in the middle", "文件不完整或已损坏"),
])
def test_a_file_that_is_no_register_says_so_in_one_sentence(office: Office, content: bytes, said: str) -> None:
    client = office.client()
    at = uploaded(client, content)
    worked()
    page = client.get(at)
    assert said in page.content.decode() and Import.objects.get().state == "unreadable"
    assert said not in client.get(uploaded(client, register(*ROWS))).content.decode()     # the next file is another


def test_a_corrections_workbook_is_judged_with_its_numbers_back(office: Office) -> None:
    client = office.client()
    at = judged(client, register(*ROWS, member(99, "", "一队党支部")))
    corrections = at.replace("register/", "corrections/")
    assert "1 行待更正。行数多，更正表在后台制作" in client.get(corrections).content.decode()
    client.post(corrections, {"order": "1"})
    assert 'hx-trigger="every 2s"' in client.get(corrections).content.decode()
    assert worked().state == "done" and "文件已做好" in client.get(corrections).content.decode()
    workbook = b"".join(client.post(corrections + "?made=1").streaming_content)   # type: ignore[attr-defined]
    made = client.post(at.replace("register/", "corrections/"), {"file": file(workbook, "更正.xlsx")}).url
    assert worked().state == "done"
    page = client.get(made)
    assert page.context["lengths"]["joined"] == 12 and page.context["counts"]["rejected"] == 1


def test_without_a_worker_the_page_says_so_and_what_to_do(office: Office) -> None:
    client = office.client()
    at = uploaded(client, register(*ROWS))
    assert "leadgoose work" not in client.get(at).content.decode()
    Job.objects.update(created_at=timezone.now() - 2 * PATIENCE)
    part = {"path": at.replace("register/", "progress/"), "headers": {"HX-Request": "true"}}
    assert "还没有后台程序来处理：请管理员在服务器上运行 leadgoose work" in client.get(**part).content.decode()
    worked()
    assert client.get(**part)["HX-Refresh"] == "true"
    assert client.get(part["path"])["Location"] == at, "opened by itself it leads to its page"


def test_whoever_may_no_longer_do_it_takes_nothing_in(office: Office) -> None:
    client = office.client()
    at = judged(client, register(*ROWS))
    taking(client, at)
    Grant.objects.filter(user=office.users["office"]).update(until=TODAY)
    assert worked().result["code"] == "denied" and not Person.objects.exists()


def test_everybody_who_is_missing_may_leave_with_it(office: Office) -> None:
    office.take(register(*ROWS))
    client = office.client()
    at = judged(client, register(*ROWS[:8]))
    taking(client, at, leave=["*"])
    worked()
    assert Membership.objects.filter(valid_to=None, retracted_at=None).count() == 8


def test_a_file_judged_already_is_not_queued_again(office: Office) -> None:
    client = office.client()
    at = judged(client, register(*ROWS))
    upload = Import.objects.get()
    assert uploaded(client, bytes(content_of(upload))) == at
    assert Job.objects.count() == 1


def test_a_large_ledger_is_judged_and_taken_in_by_a_worker_too(office: Office) -> None:
    office.take(register(*ROWS))
    client = office.client()
    lines = ledger(term("一队党支部", 书记="党员1"), term("二队党支部", 书记="党员2"), term("五队党支部"))
    at = str(client.post("/o/top/imports/", {"kind": "terms", "file": file(lines)}).url)
    assert "等待后台处理" in client.get(at).content.decode() and Import.objects.get(kind="terms").state == "received"
    job = worked()
    page = client.get(at)
    assert (job.state, job.progress["rows"], len(page.context["terms"]), page.context["waiting"]) == ("done", 3, 2, 1)
    upload = Import.objects.get(kind="terms")
    assert ledger_look(upload, TODAY) == ledger_look_of(compare_ledger(upload, TODAY)) and page.context["unknown"][0]["name"] == "五队党支部"
    taking(client, at)
    assert not Term.objects.exists() and worked().state == "done" and Term.objects.count() == 2
    assert Entry.objects.get(act="TermsTaken").by == "office" and "已收入" in client.get(at).content.decode()


@pytest.mark.parametrize(("stage", "step"), [("judge", 0), ("write", 2), ("write", 4)])
def test_a_ledger_cancelled_half_way_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch, stage: str, step: int) -> None:
    office.take(register(*ROWS))
    client = office.client()
    at = str(client.post("/o/top/imports/", {"kind": "terms", "file": file(ledger(term("一队党支部", 书记="党员1")))}).url)
    worked()
    taking(client, at)
    stopping_at(monkeypatch, stage, lambda running: setattr(running, "stopping", True), step)
    assert worked().state == "stopped" and not Term.objects.exists() and not Entry.objects.filter(act="TermsTaken").exists()
    assert "收入已取消，任期和任职没有变动。" in client.get(at).content.decode()


def test_the_differences_of_a_large_file_are_kept_and_compared_again_when_answered(office: Office) -> None:
    office.take(register(*ROWS))
    client = office.client()
    rows = (member(1, "党员1", "二队党支部"), member(2, "党员2", "二队党支部", 行政职务="队长"), *ROWS[3:], member(50, "新人", "一队党支部"))
    at = judged(client, register(*rows))
    upload = Import.objects.get(key=at.split("/")[2])
    kept = compared(upload)
    assert Counter(one.sort for one in kept.proposals) == {Sort.MOVED: 1, Sort.CHANGED: 1, Sort.LEFT: 1, Sort.JOINED: 1}
    assert "党员3" not in upload.look_sealed and [kept.name_of(one) for one in kept.proposals] == ["党员2", "党员1", "党员3", "新人"]
    everything = {one.key for one in kept.proposals}
    assert compared(upload, everything).proposals == kept.proposals, "compared once more, by themselves, they are the same"
    answers = at.replace("register/", "answers/")
    page = client.get(answers).content.decode()
    assert all(key in page for key in everything) and "差异由后台在" in page
    moved, left = (next(one.key for one in kept.proposals if one.sort is sort) for sort in (Sort.MOVED, Sort.LEFT))
    office.take(register(*ROWS[:2], *ROWS[3:]), leave=("*",))   # 党员3 left meanwhile
    form = {"pick": [moved, left], "basis": "年度核对", "step": "do", f"on_{moved}": "2026-11-02", f"on_{left}": "2026-11-02", f"to_{moved}": "二队党支部"}
    done = client.post(answers, form)
    assert done.status_code == 422 and "这一项已经没有差异。" in done.content.decode() and [one.act for one in Deed.objects.all()] == ["move_member"]
    assert moved not in {one.key for one in compared(upload).proposals}, "what is done is listed no longer, without another comparison"


def test_whoever_began_it_reads_how_it_stands_where_what_is_due_is_listed(office: Office) -> None:
    client = office.client()
    at = uploaded(client, register(*ROWS), "花名册.xlsx")
    for where in ("/o/top/imports/", "/o/top/watch/"):
        assert "正在核对“花名册.xlsx”" in client.get(where).content.decode()
    worked()
    assert "“花名册.xlsx”已核对，请看差异后收入" in client.get("/o/top/imports/").content.decode()
    taking(client, at)
    job = worked()
    page = client.get("/o/top/watch/").content.decode()
    assert f"“花名册.xlsx”已收入，凭据 {job.result['receipt']}" in page and f'href="{at}"' in page
    Job.objects.update(started_by="somebody else")
    assert "花名册.xlsx" not in client.get("/o/top/watch/").content.decode(), "nobody else's list"
