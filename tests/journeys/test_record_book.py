"""A branch's quarter in a real browser on a phone: planned, held, recorded (once without network), resolved, carried over, closed, the book printed.

The common record (a member meeting of 12 with two resolutions) is counted as a person's hands would make it. Keystrokes: letters of the pinyin and
one choice for every two characters; taps: every touch, two for a choice from a list. What people said is not counted, only the tap into its field.
Seconds by the keystroke-level model: 0.28 for a key, 1.1 for a tap, 1.35 for each thing to think of.
"""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page
from pypinyin import Style, lazy_pinyin

from axe import assert_no_violations
from cast import Cast, Part, enrol_all
from journeys.conftest import PHONE, Opener, follow, log_in, wait_until_kept
from leadgoose.ground.duties.models import Duty
from leadgoose.recordbook.actions.files import content_of
from leadgoose.recordbook.models import Attachment, PlanItem, Record, Resolution

PASSWORD = "wellsite-7-goose-flight"
MOST_KEYS, MOST_TAPS, MOST_SECONDS = 160, 40, 90
NAMES = ("冯建国", "陈玉梅", "褚卫东", "卫小平", "蒋志远", "沈春华", "韩立新")


@dataclass(slots=True)
class Hand:
    """Does what a hand does, and counts."""

    keys: int = 0
    taps: int = 0
    thoughts: int = 0
    said: list[str] = field(default_factory=list)

    def tap(self, thing: Locator) -> None:
        self.taps += 1
        thing.click()

    def leave(self, thing: Locator) -> None:
        """A tap that leads to another page."""
        self.taps += 1
        follow(thing)

    def choose(self, thing: Locator, value: str) -> None:
        """A choice from a list: open it, touch the line."""
        self.taps += 2
        thing.select_option(value)

    def type(self, thing: Locator, text: str) -> None:
        self.taps += 1
        self.keys += strokes(text)
        thing.fill(text)

    def say(self, thing: Locator, text: str) -> None:
        """What somebody said: the tap into the field counts, the words do not."""
        self.taps += 1
        self.said.append(text)
        thing.fill(text)

    def think(self, times: int = 1) -> None:
        self.thoughts += times

    @property
    def seconds(self) -> float:
        return 0.28 * self.keys + 1.1 * self.taps + 1.35 * self.thoughts


def strokes(text: str) -> int:
    """Keys for a text: its pinyin, and a choice for every two characters; other signs one each."""
    han = [sign for sign in text if "\u4e00" <= sign <= "\u9fff"]
    letters = sum(len(one) for one in lazy_pinyin("".join(han), style=Style.NORMAL))
    return letters + -(-len(han) // 2) + len(text) - len(han)


def crew(cast: Cast) -> None:
    """The branch has twelve members."""
    enrol_all(cast, (Part(f"p-crew{number}", name, "one", "男", f"198{number}-01-01") for number, name in enumerate(NAMES)), 40)
    cast.users["secretary"].set_password(PASSWORD)
    cast.users["secretary"].save()


def test_a_branchs_quarter_on_a_phone(visit: Opener, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crew(cast)
    page = visit("/login/", size=PHONE)
    log_in(page, "secretary", PASSWORD)
    plan_the_quarter(page)
    hand = record_the_meeting(page)
    with capsys.disabled():
        print(f"\na member meeting of 12 with two resolutions: {hand.keys} keys, {hand.taps} taps, {hand.seconds:.0f} s by the keystroke-level model "
              f"(aim {MOST_KEYS}, {MOST_TAPS}, {MOST_SECONDS}); {len(''.join(hand.said))} characters said by people are not counted")
    assert hand.keys <= MOST_KEYS and hand.taps <= MOST_TAPS and hand.seconds <= MOST_SECONDS
    read_the_record(page)
    attach_a_photo(page, tmp_path)
    carry_over(page)
    record_offline(page, tmp_path)
    print_the_book(page, tmp_path)


def plan_the_quarter(page: Page) -> None:
    page.goto("/o/one/book/plan/?quarter=2026-4")
    number = page.locator("select[name^=kind-]").first.get_attribute("name").removeprefix("kind-")   # type: ignore[union-attr]
    page.select_option(f"[name=kind-{number}]", "member_meeting")
    for name, text in {"on": "2026-11-22", "start": "18:30", "end": "19:20", "place": "值班房", "title": "四季度党员大会"}.items():
        page.fill(f"[name={name}-{number}]", text)
    page.locator(f"details:has([name=topics-{number}]) summary").click()
    page.fill(f"[name=topics-{number}]", "听取支委会工作报告\n讨论冬防保温")
    follow(page.get_by_role("button", name="保存计划"))
    assert PlanItem.objects.get().title == "四季度党员大会"
    narrow(page)


def record_the_meeting(page: Page) -> Hand:
    """The common record, as a secretary makes it after the meeting; the plan gave day, minutes, place, subject and topics."""
    hand = Hand()
    page.goto("/my/")
    assert "应到会有表决权 11 人，须到 6 人，须 6 人赞成。" in page.inner_text("main")
    hand.think()
    hand.leave(page.get_by_role("link", name="记这一次"))
    assert_no_violations(page)
    narrow(page)
    hand.think(2)                                           # who was away
    hand.choose(page.locator("[name=p-p-discipline]"), "leave:shift")
    hand.choose(page.locator("[name=p-p-crew3]"), "leave:trip")
    for row, (who, point) in enumerate((
        ("p-member", "三号井的防护板还差两块，建议先从夜班井装起。"), ("p-crew1", "材料周三到，可以赶在降温前。"), ("p-crew2", "装完要逐口验收，不能只拍照。"),
    )):
        hand.think()
        hand.choose(page.locator(f"[name=sp-who-{row}]"), who)
        hand.say(page.locator(f"[name=sp-point-{row}]"), point)
    for row, (text, owner) in enumerate((("降温前装完井口防护板", "p-member"), ("元旦前收齐四季度党费", "p-committee"))):
        hand.think()
        hand.type(page.locator(f"[name=m-text-{row}]"), text)
        hand.choose(page.locator(f"[name=m-owner-{row}]"), owner)
    hand.think()                                            # one voted against the second: sums in place of all for it
    hand.tap(page.locator("[name=m-vote-1][value=sums]"))
    hand.type(page.locator("[name=m-for-1]"), "8")
    hand.type(page.locator("[name=m-against-1]"), "1")
    page.locator("[name=sp-point-2]").scroll_into_view_if_needed()
    hand.tap(page.locator("details:has([name=sp-differs-2]) summary"))
    hand.say(page.locator("[name=sp-differs-2]"), "年底轮休的多，元旦前收不齐。")
    hand.think()                                            # the hints, then the one confirmation
    page.locator("#panel").get_by_text("该记的都有了").wait_for()
    hand.tap(page.locator("[name=confirm]"))
    hand.leave(page.locator(".save button.btn-primary"))
    assert "/r/" in page.url
    return hand


def read_the_record(page: Page) -> None:
    shown = page.inner_text("main")
    for sentence in ("应到会有表决权 11 人，实到会 9 人", "赞成 8，反对 1，弃权 0。", "通过", "不同意见：年底轮休的多", "倒班、值班", "按计划开展"):
        assert sentence in shown, sentence
    row = Record.objects.get()
    assert (row.expected, row.present, row.truth) == (12, 10, "recorded")
    assert Duty.objects.filter(code="resolution_due", closed_at=None).count() == 2
    assert_no_violations(page)
    narrow(page)


def attach_a_photo(page: Page, folder: Path) -> None:
    """Nobody asks for one; who attaches one sends a small one."""
    page.set_input_files("#photo", picture(folder))
    page.get_by_text("已缩小到").wait_for()
    follow(page.get_by_role("button", name="附上照片"))
    assert "已附上" in page.inner_text("main")
    assert small(Attachment.objects.get(record=Record.objects.get()))


def picture(folder: Path) -> Path:
    """A photo as a camera leaves it: 2400 × 1800, a PNG that does not compress well."""
    path = folder / "wellhead.png"
    if not path.exists():
        width, height, noise = 2400, 1800, random.Random(6).randbytes(7200)
        rows = zlib.compress(b"".join(b"\0" + noise[row:] + noise[:row] for row in range(height)), 1)
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
        ))
    return path


def small(row: Attachment) -> bool:
    """A photo of at most 1,600 pixels a side and 600 kB, as JPEG; its size stands after the marker of the frame."""
    body = content_of(row)
    height, width = struct.unpack(">HH", body[(at := body.index(b"\xff\xc0")) + 5:at + 9])
    return (row.what, row.kind) == ("photo", "image/jpeg") and (width, height) == (1600, 1200) and len(body) <= 600_000


def carry_over(page: Page) -> None:
    """The next meeting finds both items first; one is done there, the other later on its own page."""
    page.goto("/o/one/book/new/committee_meeting/")
    assert "2 项待落实" in page.inner_text("main")
    first = Resolution.objects.get(text="降温前装完井口防护板")
    page.locator(f"[name=c-{first.key}][value=done]").check()
    page.fill("[name=title]", "冬防保温复查")
    page.locator("[name=confirm]").check()
    follow(page.locator(".save button.btn-primary"))
    assert "已落实" in page.inner_text("main")
    page.goto("/o/one/book/resolutions/")
    page.locator(".lines summary").first.click()
    page.locator(".lines details[open] input[name=note]").fill("收齐 12 人")
    follow(page.locator(".lines details[open] button"))
    assert sorted(Resolution.objects.values_list("state", flat=True)) == ["done", "done"]
    assert not Duty.objects.filter(code="resolution_due", closed_at=None).exists()


def record_offline(page: Page, folder: Path) -> None:
    """The theme day is recorded in the duty cabin without network, and sent when there is one again; no plan named it."""
    page.clock.set_fixed_time(datetime.now(ZoneInfo("Asia/Shanghai")).replace(year=2026, month=11, day=23))   # the day on which the server stands
    page.goto("/offline/")
    for name, text in {"name": "九号井手机", "pin": "27184590", "again": "27184590"}.items():
        page.fill(f"[name={name}]", text)
    page.get_by_role("button", name="存到这台设备").click()
    page.get_by_role("button", name="开始记录").wait_for()
    wait_until_kept(page)
    page.context.set_offline(True)
    page.reload()
    page.fill("[name=pin]", "27184590")
    page.get_by_role("button", name="打开", exact=True).click()
    page.select_option("[name=kind-one]", "theme_day")
    page.get_by_role("button", name="开始记录").click()
    page.fill("[name=title]", "冬防保温突击")
    page.fill("[name=point-0]", "先干夜班井。")
    page.select_option("[name=who-0]", "p-member")
    page.fill("[name=field-hours]", "2")
    assert "这类记录的这几栏还没有写：服务的中心任务、结果" in page.inner_text(".enter-side")
    page.get_by_text("照片（不要求）").click()
    page.set_input_files("[name=photos]", picture(folder))
    page.get_by_text("照片 1", exact=False).wait_for()
    narrow(page)
    page.check("[name=confirm]")
    page.get_by_role("button", name="记好，等候送出").click()
    page.get_by_text("待送出", exact=True).wait_for()
    assert not Record.objects.filter(kind="theme_day").exists()
    page.context.set_offline(False)   # the page hears of it and sends by itself
    page.get_by_text("设备上的内容已清除").wait_for()
    row = Record.objects.get(kind="theme_day")
    assert (row.title, row.expected, row.present, row.versions.get().channel) == ("冬防保温突击", 12, 12, "device")
    assert small(row.attachments.get())
    follow(page.get_by_role("link", name="查看"))
    assert "离线设备记录 九号井手机" in page.inner_text("main") and "当时记录" in page.inner_text("main")


def print_the_book(page: Page, folder: Path) -> None:
    page.goto("/o/one/book/print/")
    link = page.get_by_role("link", name="整本 PDF")
    if not link.count():
        return   # no fonts on this machine: the page says so, and test_papers.py reads the facts
    with page.expect_download() as paper:
        link.click()
    path = folder / "book.pdf"
    paper.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF") and path.stat().st_size > 20_000


def narrow(page: Page) -> None:
    assert page.locator("html").evaluate("one => one.scrollWidth") <= 360
