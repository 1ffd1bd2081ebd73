"""Records carried by file: what goes out, what comes back, each record by itself, once; another pass phrase, another branch, what never travels."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cast import NOW, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import Refused, enter
from leadgoose.recordbook.actions import bundle as acts
from leadgoose.recordbook.actions.bundle import RECORDS, export_bundle, import_bundle, opened_file, preview_bundle, sealed_file
from leadgoose.recordbook.actions.devices import switch_offline
from leadgoose.recordbook.models import Record, Version
from leadgoose.recordbook.rules.entry import Entry, Sitting, as_plain
from leadgoose.recordbook.rules.kinds import Kind, Level
from recordbook.writing import arrival, key, meeting

PHRASE = "风沙-九号井-2026"


@pytest.fixture(autouse=True)
def _few_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "TURNS", acts.FEWEST_TURNS)   # the same derivation, quicker


def plain(entry: Entry, **more: Any) -> dict[str, Any]:
    return {"entry": as_plain(entry), "stamp": more.pop("stamp", key()), "written": NOW.isoformat(), **more}


def a_file(*records: dict[str, Any], phrase: str = PHRASE) -> bytes:
    return json.dumps(sealed_file(RECORDS, {"device": "九号井电脑", "records": list(records)}, phrase)).encode()


def take(cast: Cast, data: bytes, login: str = "secretary", act: Any = import_bundle) -> list[acts.Brought]:
    found: list[acts.Brought] = act(cast.organisations["one"], opened_file(data, PHRASE), by=cast.actor(login), at=NOW)
    return found


def test_the_names_go_out_sealed_and_only_the_phrase_opens_them(cast: Cast) -> None:
    sealed = export_bundle(cast.organisations["one"], PHRASE, PHRASE, by=cast.actor("clerk"), at=NOW)
    assert "单志强" not in json.dumps(sealed, ensure_ascii=False)
    told = Journal.objects.get(act="BundleTakenOut")
    assert told.facts == {"bundle": sealed["bundle"], "names": 5}
    with pytest.raises(Refused, match="名单文件"):
        opened_file(json.dumps(sealed).encode(), PHRASE)


@pytest.mark.parametrize(("phrase", "again", "field"), [("short", "short", "phrase"), (PHRASE, "另一个口令另一个", "again")])
def test_a_phrase_that_is_short_or_typed_differently_is_refused(cast: Cast, phrase: str, again: str, field: str) -> None:
    with pytest.raises(Refused) as no:
        export_bundle(cast.organisations["one"], phrase, again, by=cast.actor("secretary"), at=NOW)
    assert no.value.field == field and not Journal.objects.filter(act="BundleTakenOut").exists()


def test_who_may_not_write_in_the_book_takes_no_names_out_and_brings_nothing_in(cast: Cast) -> None:
    for login in ("new_secretary", "envoy", "member", "outsider"):
        with pytest.raises(Denied):
            export_bundle(cast.organisations["one"], PHRASE, PHRASE, by=cast.actor(login), at=NOW)
        with pytest.raises(Denied):
            take(cast, a_file(plain(meeting())), login)
    with pytest.raises(Refused, match="委托"):
        take(cast, a_file(plain(meeting())), "committee_member")


@pytest.mark.parametrize(
    ("case", "change", "field"),
    [
        ("no JSON", lambda data: b"PK\x03\x04", "file"), ("another file", lambda data: b'{"a": 1}', "file"), ("a list", lambda data: b"[1]", "file"),
        ("a format of later", lambda data: data.replace(b'"format": 1', b'"format": 2'), "file"),
        ("too few turns", lambda data: data.replace(b"100000", b"1"), "file"),
        ("too many turns", lambda data: data.replace(b"100000", b"999999999"), "file"),
        ("cut off", lambda data: data[:-30], "file"),
        ("changed in one sign", lambda data: _changed(data), "phrase"),
        ("another phrase", lambda data: a_file(phrase="完全不同的口令"), "phrase"),
    ],
)
def test_what_is_no_such_file_is_said_in_one_sentence(case: str, change: Any, field: str) -> None:
    with pytest.raises(Refused) as no:
        opened_file(change(a_file()), PHRASE)
    assert no.value.field == field


def _changed(data: bytes) -> bytes:
    box = json.loads(data)["box"]
    return data.replace(box.encode(), (("A" if box[0] != "A" else "B") + box[1:]).encode())


def test_a_preview_says_what_would_happen_and_writes_nothing(cast: Cast) -> None:
    data = a_file(plain(meeting()), plain(meeting(key=key("second"), matters=(), sittings=(Sitting(date(2026, 12, 24)),))))
    before = Journal.objects.count()
    found = take(cast, data, act=preview_bundle)
    assert [one.arrived is not None for one in found] == [True, False]
    assert (Record.objects.count(), Version.objects.count(), Journal.objects.count()) == (0, 0, before)


def test_each_record_stands_for_itself_and_twice_is_once(cast: Cast) -> None:
    good, other = plain(meeting()), plain(meeting(key=key("other"), matters=(), title="第二次"))
    bad = [
        plain(meeting(key=key("talk"), kind=Kind.TALK, level=Level.INNER, matters=(), speeches=())),       # never travels
        plain(meeting(key=key("two"), org="two", matters=())),                                             # another branch's
        plain(meeting(key=key("future"), matters=(), sittings=(Sitting(date(2026, 12, 24)),))),            # has not been
        {"entry": {"format": 1}, "stamp": key()}, "nonsense",                                              # unreadable
    ]
    data = a_file(good, *bad, other)
    found = take(cast, data)
    assert [one.place for one in found if one.arrived is not None] == [1, 7] and all(one.why for one in found if one.arrived is None)
    assert {one.channel for one in Version.objects.all()} == {"bundle"} and {one.device for one in Version.objects.all()} == {"九号井电脑"}
    assert Journal.objects.get(act="BundleTakenIn").facts == {"taken": 2, "known": 0, "refused": 5}
    assert [one.arrived.known for one in take(cast, data) if one.arrived is not None] == [True, True]
    assert Record.objects.count() == 2 and Journal.objects.filter(act="BundleTakenIn").count() == 1, "nothing new, nothing to say"


def test_a_file_that_changes_a_record_which_was_corrected_meanwhile_stands_beside_it(cast: Cast) -> None:
    first = plain(meeting())
    take(cast, a_file(first))
    enter(meeting(title="页面更正"), arrival(parents=(first["stamp"],), reason="更正"), by=cast.actor("secretary"), at=NOW)
    found = take(cast, a_file(plain(meeting(title="文件里改的"), parents=[first["stamp"]])))
    assert found[0].arrived is not None and found[0].arrived.diverged
    assert (Record.objects.get().title, Record.objects.get().heads) == ("页面更正", 2)


def test_switched_off_no_file_goes_out_or_comes_in(cast: Cast) -> None:
    switch_offline(False, "检查", by=cast.actor("security_officer"), at=NOW)
    with pytest.raises(Refused, match="停用"):
        export_bundle(cast.organisations["one"], PHRASE, PHRASE, by=cast.actor("secretary"), at=NOW)
    with pytest.raises(Refused, match="停用"):
        take(cast, a_file(plain(meeting())))


def test_the_pages_export_preview_and_take_in(cast: Cast) -> None:
    client, here = cast.client("secretary"), "/o/one/book/offline/"
    assert client.post(f"{here}export/", {"phrase": "short", "again": "short"}).status_code == 422
    out = client.post(f"{here}export/", {"phrase": PHRASE, "again": PHRASE})
    text = out.content.decode()
    assert out["Content-Disposition"].startswith("attachment") and "单志强" not in text and text.count("<script") == 2
    assert "src=" not in text.split("<script>")[0], "the file loads nothing"

    def upload(data: bytes, phrase: str = PHRASE) -> Any:
        return client.post(f"{here}import/", {"file": SimpleUploadedFile("records.json", data), "phrase": phrase})

    assert "请选择文件" in client.post(f"{here}import/", {"phrase": PHRASE}).content.decode()
    assert "口令不对" in upload(a_file(), "不是这个口令").content.decode()
    future = plain(meeting(key=key("future"), matters=(), sittings=(Sitting(date(2026, 12, 24)),)))
    page = upload(a_file(plain(meeting()), future)).content.decode()
    assert "将记入 1 条" in page and "活动日期还没有到" in page and "四季度党员大会" in page and not Record.objects.exists()
    sealed = page.split('name="sealed" value="')[1].split('"')[0]
    assert "四季度" not in sealed
    done = client.post(f"{here}import/", {"sealed": sealed}).content.decode()
    assert "2026-001" in done and Record.objects.count() == 1
    assert "先前已经收到" in client.post(f"{here}import/", {"sealed": sealed}).content.decode() and Record.objects.count() == 1
    assert client.post(f"{here}import/", {"sealed": sealed[:-4] + "0000"}).status_code == 422
    assert "文件里没有记录" in upload(a_file()).content.decode()
