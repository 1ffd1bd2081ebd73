"""A meeting is recorded in the duty cabin without network, on a phone; the server dies in the middle of taking it in; nothing is lost or doubled,
and nothing of it lies readable on the phone. Clocks that are wrong, wrong PINs, the switch; a file for whoever never has network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axe import assert_no_violations
from cast import NOW, Cast
from journeys.conftest import DESK, PHONE, Opener, follow, log_in, wait_until_kept
from journeys.mortal import Mortal, Server, server
from leadgoose.recordbook.actions.bundle import export_bundle
from leadgoose.recordbook.actions.devices import switch_offline
from leadgoose.recordbook.actions.planning import Wish, set_plan
from leadgoose.recordbook.actions.sync import Carried, sync_record
from leadgoose.recordbook.models import Device, PlanItem, Record, Version
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.devices import planned_key
from leadgoose.recordbook.rules.entry import Named, Paper, Topic
from leadgoose.recordbook.rules.kinds import Kind
from leadgoose.recordbook.web.bundle import file_of
from recordbook.writing import key, meeting

__all__ = ["server"]   # the fixture of the server that dies

PASSWORD, PIN, PHRASE = "wellsite-7-goose-flight", "27184590", "风沙-九号井-2026"
NAMES = ("单志强", "曾玉兰", "仇建军", "查晓明", "解文静")
CLEAR = (*NAMES, "作业一队", "井口防护板", "九号井手机", "四季度党员大会")
"""What may stand readable nowhere on the device."""


def here() -> datetime:
    """The server's clock: it stands on this day, at the real time of day."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).replace(year=2026, month=11, day=23)


@pytest.fixture
def branch(cast: Cast) -> Cast:
    """The secretary can sign in, and a members' meeting is planned for the day before yesterday."""
    cast.users["secretary"].set_password(PASSWORD)
    cast.users["secretary"].save()
    wish = Wish(Kind.MEMBER_MEETING, date(2026, 11, 1), planned_on=date(2026, 11, 21), place="值班房", title="四季度党员大会", topics="讨论冬防保温")
    set_plan(cast.organisations["one"], [wish], by=cast.actor("secretary"), at=NOW)
    return cast


def prepare(page: Page, *, keep: bool = False) -> None:
    page.fill("[name=name]", "九号井手机")
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    if keep:
        page.check("[name=keep]")
    page.get_by_role("button", name="存到这台设备").click()
    expect(page.locator("#offline")).to_contain_text("按计划记")


def unlock(page: Page, pin: str = PIN) -> None:
    page.fill("[name=pin]", pin)
    page.get_by_role("button", name="打开", exact=True).click()


def speak(page: Page, language: str) -> None:
    """Choose a language as the page's foot does."""
    page.context.add_cookies([{"name": "leadgoose_language", "value": language, "url": str(page.evaluate("location.origin"))}])


def stored(page: Page) -> dict[str, int]:
    """How many rows lie in the page's stores."""
    found: dict[str, int] = page.evaluate("""async () => {
        const base = await new Promise((done) => { const asked = indexedDB.open("leadgoose-offline"); asked.onsuccess = () => done(asked.result); });
        const found = {};
        for (const name of base.objectStoreNames) {
            const asked = base.transaction(name).objectStore(name).count();
            found[name] = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
        }
        base.close();
        return found;
    }""")
    return found


def clear_words(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """Words that stand readable in any file of the profile, in either writing."""
    found = []
    for file in folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            found += [(file.name, word) for word in words if word.encode() in data or word.encode("utf-16-le") in data]
    return found


def narrow(page: Page) -> None:
    page.wait_for_load_state()   # a click returns when the next page has begun, and it may have no content yet
    assert page.locator("html").evaluate("one => one.scrollWidth") <= 360


def record_it(page: Page) -> None:
    """The planned meeting: one away, one speech, one resolution with one vote against."""
    page.get_by_role("button", name="记录", exact=True).click()
    assert "应到会有表决权 4 人，须到 2 人，须 3 人赞成。" in page.inner_text(".before")
    narrow(page)
    assert_no_violations(page)
    page.fill("[name=start-0]", "18:30")
    page.fill("[name=end-0]", "19:20")
    page.select_option("[name=stand-p-discipline]", "leave:shift")
    page.select_option("[name=who-0]", "p-member")
    page.fill("[name=point-0]", "井口防护板要在降温前装完。")
    page.fill("[name=matter-0]", "降温前装完井口防护板")
    page.select_option("[name=owner-0]", "p-member")
    assert page.input_value("[name=due-0]") == "2026-12-21"
    page.check("[name=how-0][value=sums]")
    page.fill("[name=favour-0]", "3")
    page.fill("[name=against-0]", "1")
    panel = page.locator(".enter-side")
    expect(panel).to_contain_text("赞成、反对、弃权共 4 票，多于到会有表决权的 3 人，请核对。")
    page.fill("[name=against-0]", "0")
    expect(panel).to_contain_text("应到会有表决权 4 人，实到会 3 人，达到半数以上（2 人），可以进行表决。")
    expect(panel).to_contain_text("应到会有表决权 4 人，超过半数须 3 人赞成，赞成 3 人，超出 0 人，通过。")
    page.get_by_role("button", name="记好，等候送出").click()
    expect(page.locator(".save .error")).to_have_text("请核对标有“拟”的内容，核对后勾选。")
    page.check("[name=confirm]")
    page.get_by_role("button", name="记好，等候送出").click()
    expect(page.locator("#offline")).to_contain_text("待送出")


def test_recorded_without_network_and_taken_in_by_a_server_that_dies(
    browser: Browser, chromium: str, server: Server, branch: Cast, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    context: BrowserContext = browser.browser_type.launch_persistent_context(
        str(folder), executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--no-first-run"], base_url=server.url, locale="zh-CN",
        timezone_id="Asia/Shanghai", viewport=PHONE,   # type: ignore[arg-type]
    )
    page = context.pages[0]
    page.set_default_timeout(90_000)
    page.clock.set_fixed_time(here())
    # signed in without a page on line, because those may stand in the browser's own cache
    context.add_cookies([{"name": name, "value": one.value, "url": server.url} for name, one in branch.client("secretary").cookies.items()])
    page.goto("/offline/")
    assert_no_violations(page)
    narrow(page)
    prepare(page)
    wait_until_kept(page)

    server.kill()
    page.reload()   # nobody answers: the page is the kept one, and locked
    expect(page.locator("#offline-state")).to_have_text("没有网络，照常记录，联网后送出")
    assert "姓名 5 个" in page.inner_text("#offline") and "单志强" not in page.inner_text("#offline")
    unlock(page, "00000000")
    expect(page.locator(".error")).to_have_text("密码不对，还可以试 9 次；连错 10 次，设备上的内容全部清除。")
    unlock(page)
    record_it(page)
    narrow(page)

    assert clear_words(folder, CLEAR) == [], "while it waits"
    assert clear_words(folder, ("这台设备上保存着什么",)), "the search sees what the browser keeps"
    page.reload()   # half an hour later: it is still there, and not readable
    expect(page.locator(".held")).to_contain_text("没有送出的记录 1 条")
    unlock(page)
    expect(page.locator("#offline")).to_contain_text("待送出")

    for fate, there in (("before", 0), ("after", 1)):
        server.start()
        Mortal.at, Mortal.fate = "/offline/sync/", fate
        page.get_by_role("button", name="现在送出").click()
        for _ in range(1500):   # half a minute at most
            if Mortal.dead:
                break
            page.wait_for_timeout(20)
        assert Mortal.dead, "nothing was sent"
        expect(page.locator("#offline-state")).to_contain_text("没有网络")
        assert (Record.objects.count(), stored(page)["records"]) == (there, 1), fate
        server.kill()
    server.start()
    page.get_by_role("button", name="现在送出").click()
    expect(page.locator("#offline")).to_contain_text("先前已经收到，没有重复记入，编号 2026-001。")
    expect(page.locator("#offline")).to_contain_text("记录已全部送出，设备上的内容已清除。")
    assert stored(page) == {"vault": 0, "books": 0, "records": 0, "photos": 0}

    version = Version.objects.get()
    entry = entry_of(version)
    assert entry is not None and (version.channel, version.device, version.truth) == ("device", "九号井手机", "recorded")
    assert (entry.matters[0].vote.favour, entry.matters[0].owner.key, entry.plan) == (3, "p-member", PlanItem.objects.get().key)   # type: ignore[union-attr]
    assert version.clock_ahead is not None and abs(version.clock_ahead) < 120 and not version.clock_doubted
    context.close()
    assert clear_words(folder, CLEAR) == [], "after it was sent"
    line = browser.new_context(base_url=server.url, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")   # type: ignore[arg-type]
    page = line.new_page()
    log_in(page, "secretary", PASSWORD)
    page.goto("/o/one/book/")
    assert "四季度党员大会" in page.inner_text("main") and "4/5" in page.inner_text("main")
    merge_two_devices(page, branch)
    line.close()


def merge_two_devices(page: Page, cast: Cast) -> None:
    """Another device recorded the same planned meeting: both versions stand, and the page makes one of them."""
    other, plan = key("other"), PlanItem.objects.get().key
    Device.objects.create(key=other, login="secretary", name="平板", filled_at=NOW, seen_at=NOW)
    theirs = meeting(key=planned_key(plan), plan=plan, title="四季度党员大会暨冬防动员", matters=())
    sync_record(other, NOW, Carried(theirs, key("their stamp")), by=cast.actor("secretary"), at=NOW)
    record = Record.objects.get()
    page.goto(f"/r/{record.key}/")
    follow(page.get_by_role("link", name="合并"))
    narrow(page)
    assert_no_violations(page)
    page.check("[name=c-title][value=own]")
    page.fill("[name=w-title]", "四季度党员大会（冬防动员）")
    follow(page.get_by_role("button", name="合并为新稿"))
    expect(page.locator(".note-act")).to_contain_text("没有选定")
    open_ = "all => all.filter(one => !one.querySelector('input:checked')).map(one => one.querySelector('input').name)"
    for name in page.locator("fieldset.merge").evaluate_all(open_):
        page.check(f"[name='{name}'][value=left]")
    follow(page.get_by_role("button", name="合并为新稿"))
    assert page.url.endswith(f"/r/{record.key}/")
    record.refresh_from_db()
    assert (record.title, record.heads, record.standing, record.versions.count()) == ("四季度党员大会（冬防动员）", 1, 3, 3)


def test_a_wrong_clock_wrong_pins_and_the_switch_wipe(visit: Opener, branch: Cast) -> None:
    page = visit("/login/", size=PHONE)
    page.clock.set_fixed_time(here())
    log_in(page, "secretary", PASSWORD)
    speak(page, "zh-hans")
    page.goto("/offline/")
    prepare(page, keep=True)
    context, held = page.context, page.locator(".held")
    wait_until_kept(page)
    context.route(re.compile("/offline/(contact|fill|sync)/"), lambda route: route.abort())   # away from here on

    page.clock.set_fixed_time(here() + timedelta(days=20))
    page.reload()
    expect(held).to_contain_text("还可保存 10 天")
    page.clock.set_fixed_time(here() - timedelta(days=400))     # set back: nothing is gained, and it is said
    page.reload()
    expect(held).to_contain_text("还可保存 10 天")
    expect(held).to_contain_text("这台设备的时间往回调过（现在是 2025-10-")
    page.clock.set_fixed_time(here() - timedelta(days=400) + timedelta(days=10, minutes=1))
    page.reload()
    expect(page.locator("#offline")).to_contain_text("已满 30 天，设备上的内容已清除：姓名 5 个，没有送出的记录 0 条。")
    assert stored(page) == {"vault": 0, "books": 0, "records": 0, "photos": 0}

    context.unroute(re.compile("/offline/(contact|fill|sync)/"))
    page.clock.set_fixed_time(here())
    page.reload()
    prepare(page)
    page.get_by_role("button", name="锁定").click()
    for left in range(9, 0, -1):
        unlock(page, "11111111")
        expect(page.locator(".error")).to_contain_text(f"还可以试 {left} 次")
        if left == 5:
            page.reload()   # a page that is closed in between gains no try
    unlock(page, "11111111")
    expect(page.locator("#offline")).to_contain_text("连错 10 次，设备上的内容已清除：姓名 5 个")
    assert stored(page) == {"vault": 0, "books": 0, "records": 0, "photos": 0}

    prepare(page)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    for kind in page.locator("[name=kind-one] option").evaluate_all("all => all.map(one => one.value)"):
        page.select_option("[name=kind-one]", kind)
        page.get_by_role("button", name="开始记录").click()
        narrow(page)
        page.get_by_role("button", name="返回").first.click()
    assert failures == []

    speak(page, "en")   # other words: another version of the page
    page.reload()
    expect(page.locator("#offline")).to_contain_text("离线页面有新版本。")
    page.get_by_role("button", name="更新", exact=True).click()
    expect(page.locator("h1")).to_have_text("Recording offline")
    speak(page, "zh-hans")
    page.reload()
    page.get_by_role("button", name="Update", exact=True).click()
    expect(page.locator("h1")).to_have_text("离线记录")

    switch_offline(False, "检查", by=branch.actor("security_officer"), at=NOW)
    page.reload()
    expect(page.locator("#offline")).to_contain_text("安全管理员已停用离线记录，这台设备上的内容已清除。")
    assert stored(page) == {"vault": 0, "books": 0, "records": 0, "photos": 0}


def test_a_file_goes_out_is_filled_without_network_and_comes_back(browser: Browser, visit: Opener, branch: Cast, tmp_path: Path) -> None:
    file = tmp_path / "离线记录.html"
    file.write_text(file_of(export_bundle(branch.organisations["one"], PHRASE, PHRASE, by=branch.actor("secretary"), at=NOW)))
    assert not [name for name in NAMES if name in file.read_text()]
    context = browser.new_context(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True)   # type: ignore[arg-type]
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith(("file:", "blob:", "data:")) else None)
    page.clock.set_fixed_time(here())
    page.goto(file.as_uri())
    page.fill("[name=phrase]", "错了的口令")
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.locator(".error")).to_have_text("口令不对，或者文件不完整。")
    page.fill("[name=phrase]", PHRASE)
    page.get_by_role("button", name="打开", exact=True).click()
    record_it(page)
    record_a_class(page)
    with page.expect_download() as found:
        page.get_by_role("button", name="导出记录").click()
    brought = tmp_path / "brought.json"
    found.value.save_as(brought)
    assert asked == [] and clear_words(tmp_path, ("单志强", "井口防护板")) == []
    context.close()

    desk = visit("/login/", size=DESK)
    log_in(desk, "secretary", PASSWORD)
    for result in ("记入", "已有"):
        desk.goto("/o/one/book/offline/")
        desk.set_input_files("[name=file]", brought)
        desk.fill("#in-phrase", PHRASE)
        follow(desk.get_by_role("button", name="预览"))
        expect(desk.locator("tbody .tag")).to_have_text([result, result])
        assert_no_violations(desk)
        if result == "记入":
            assert not Record.objects.exists(), "a preview writes nothing"
            follow(desk.get_by_role("button", name="记入记录本"))
            expect(desk.locator("tbody")).to_contain_text("2026-001")
    assert [(one.title, one.versions.get().channel) for one in Record.objects.order_by("pk")] == [("四季度党员大会", "bundle"), ("井控安全党课", "bundle")]
    entry = entry_of(Version.objects.get(record__kind="party_class"))
    assert entry is not None and entry.fields == {"teacher": "单志强", "teacher_key": "p-secretary", "hours": "1.5", "outline": "井控\n防冻"}
    assert entry.topics == (Topic("井控规程", Named("查晓明", "p-member"), (Paper("规程"), Paper("案例 汇编"))),)
    assert [one.on.isoformat() for one in entry.sittings] == ["2026-11-23", "2026-11-22"]
    assert {one.key: one.sitting for one in entry.people if one.sitting} == {"p-member": 1}
    assert (entry.guests[0].name, entry.guests[0].post, entry.speeches[0].who.name, entry.speeches[0].who.key) == ("马国栋", "队长", "外请教员", "")


def record_a_class(page: Page) -> None:
    """Two sittings for the rota, somebody outside the names who spoke, a guest, the kind's own fields."""
    page.select_option("[name=kind-one]", "party_class")
    page.get_by_role("button", name="开始记录").click()
    page.fill("[name=title]", "井控安全党课")
    page.get_by_role("button", name="倒班分场，再加一场").click()
    page.fill("[name=on-1]", "2026-11-22")
    page.select_option("[name=came-p-member]", "1")
    page.locator("summary", has_text="其他支部党员、列席人员").click()
    page.fill("[name=guests]", "马国栋 队长 旁听")
    page.fill("[name=topic-0]", "井控规程")
    page.locator("summary", has_text="汇报人、材料").click()
    page.select_option("[name=by-0]", "p-member")
    page.fill("[name=papers-0]", "规程、案例 汇编")
    page.select_option("[name=who-0]", "-")
    page.fill("[name=who-0-name]", "外请教员")
    page.fill("[name=point-0]", "讲了三个案例。")
    page.select_option("[name=field-teacher]", "p-secretary")
    page.fill("[name=field-hours]", "1.5x")
    expect(page.locator(".enter-side")).to_contain_text("请填数字，最多两位小数。")
    page.fill("[name=field-hours]", "1.5")
    page.fill("[name=field-outline]", "井控\n防冻")
    page.check("[name=confirm]")
    page.get_by_role("button", name="记好，等候送出").click()
    expect(page.locator("#offline .lines").first).to_contain_text("井控安全党课")
