"""An election from the reminder to the approved secretary, by five roles through their pages; and one in which three things go wrong.

The division is the demonstration. Nothing is written but by what people click and type: on the pages of the clerk, the envoy, the secretary with those
who count in the room, a committee member, and the leader who only looks.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from journeys.conftest import Opener
from journeys.election_office import BRANCH, PIN, Office, division, put, send, text, tick
from leadgoose.elections.papers.catalogue import KINDS
from leadgoose.elections.papers.catalogue import SECOND as SECOND_BALLOT
from leadgoose.ground.journal.commands import export_journal
from leadgoose.roster.models import Organisation
from leadgoose.site import demo

ROOT = Path(__file__).parent.parent.parent
CANDIDATES = ("何浩宇", "文永强", "龚宏宇", "曹云飞")
ELECTED = CANDIDATES[:3]
ABSENT = ("罗玉洁", "林志鹏", "石永强")
SCRUTINEER, COUNTER, SECOND = "罗海林", "廖铁军", "吕国良"


@pytest.fixture
def office(visit: Opener, settings: Any) -> Office:
    return Office(visit, settings, division())


def test_a_branch_goes_from_the_reminder_to_the_approved_secretary(office: Office, tmp_path: Path) -> None:
    remind(office)
    ask(office)
    name(office)
    hold(office)
    lead(office)
    report(office)
    everything_is_printed(office)
    whoever_looks_sees_it(office)
    the_journal_is_whole(tmp_path)


def remind(office: Office) -> None:
    """The clerk finds the branch on the watch, prints the reminder, begins the election and sends the envoy."""
    page = office.at("clerk", "/")
    page.locator("main a", has_text=BRANCH).first.click()
    page.wait_for_url("**/reminder/")
    branch = page.url.rstrip("/").rsplit("/", 2)[1]
    send(page, "打印提醒函")
    assert "已经提醒 2026-11-23" in text(page)
    office.papers("clerk", f"/o/{branch}/reminder", BRANCH, "2027年4月30日")
    office.do("clerk", f"/o/{branch}/elections/begin/", seats=3, deputies=1, meeting_on="2027-03-18")
    office.election = page.url.rstrip("/").rsplit("/", 1)[1]
    assert "换届请示" in text(page) and "提醒换届 2026-11-23" in text(page)
    put(office.at("clerk", "~supervision/"), {"login": "envoy"})
    assert "督导员" in text(send(page, "指派"))


def ask(office: Office) -> None:
    """The request goes through the general branch to the committee, which answers with numbers of its own."""
    office.on("2027-01-11")
    office.do(
        "secretary", "~request/", press="保存，暂不办理", seats=3, deputies=1, candidates=4, meeting_on="2027-03-18",
        meeting_time="14:30", meeting_place="队部会议室",
        lines=["anthem", "dues"], ticks=["request-complete"],
    )
    issue(office, "secretary", "request", "作二支〔2027〕1号", "何浩宇")
    page = office.do("secretary", "~request/")
    assert "作二支〔2027〕1号 何浩宇" in text(page), "number and signer were typed once, on the paper"
    office.on("2027-01-13")
    send(office.at("clerk", "~"), "转报")
    office.on("2027-01-15")
    issue(office, "clerk", "reply", "示委复〔2027〕9号", "郑某")
    office.do("clerk", "~reply/", seats=3, deputies=1)


def issue(office: Office, login: str, paper: str, number: str, signer: str) -> None:
    office.do(login, f"~papers/{paper}/", press="签发文件", number=number, signer=signer)


def name(office: Office) -> None:
    """Members' opinion, four persons for three seats, the superior's agreement, the candidates fixed; the envoy signs before the notice goes out."""
    office.on("2027-01-20")
    office.do("secretary", "~opinion/", answered=22)
    office.on("2027-01-22")
    for one in CANDIDATES:
        nominate(office, one, "委员")
    nominate(office, CANDIDATES[0], "书记")
    nominate(office, CANDIDATES[1], "副书记")
    introduce(office)
    page = office.at("secretary", "~persons/")
    for number, row in enumerate(page.locator("input[name^=supported_]").all()):
        row.fill(str(21 - number))
    tick(page, "opinion-of-most")
    send(page)
    office.on("2027-01-25")
    issue(office, "secretary", "persons-request", "作二支〔2027〕2号", "何浩宇")
    office.do("secretary", "~persons-request/")
    send(office.at("clerk", "~"), "转报")
    office.on("2027-02-01")
    issue(office, "clerk", "persons-reply", "示委复〔2027〕15号", "郑某")
    office.do("clerk", "~persons-reply/")
    office.on("2027-02-22")
    office.do("secretary", "~official/")
    sign(office, "before", "2027-03-01")
    office.on("2027-03-02")
    issue(office, "secretary", "notice", "", "何浩宇")
    office.do("secretary", "~notice/")


def nominate(office: Office, who: str, post: str) -> None:
    page = office.at("secretary", f"~candidates/?q={who}")
    row = page.locator("#find tr", has_text=who)
    with page.expect_navigation(wait_until="domcontentloaded"):
        row.get_by_role("button", name=post, exact=True).click()
    assert f"已提名{who}为{post}人选" in page.inner_text("body")


def introduce(office: Office) -> None:
    """One fact of the register is taken over under its heading, one named proof is typed; what has no proof stays empty."""
    page = office.at("secretary", "~candidates/")
    page.get_by_role("link", name=CANDIDATES[0]).first.click()
    page.wait_for_load_state("domcontentloaded")
    send(page, "写入介绍")   # what the register has is ticked already
    put(page, {"heading": "opinion", "text": "2026年民主评议为优秀", "source": "2026年民主评议结果通报"})
    page.locator("form", has=page.locator("[name=source]")).get_by_role("button", name="写入介绍").click()
    page.wait_for_load_state("domcontentloaded")
    assert "1 个栏目没有内容" in text(page) and "2026年民主评议为优秀" in text(page)


def sign(office: Office, point: str, day: str) -> str:
    """The envoy goes through the items of the card on a phone, finds everything in order and signs. Returns what the page said."""
    office.on(day)
    page = office.at("envoy", f"~supervision/sign/{point}/")
    seen = text(page)
    fill_card(page, {}, "")
    send(page)
    return seen


def fill_card(page: Page, marks: dict[str, str], remark: str) -> None:
    """Mark each item "yes" but those in `marks`."""
    for item in page.locator("input[type=radio][value=yes]").all():
        key = item.get_attribute("name") or ""
        page.check(f"[name='{key}'][value={marks.get(key.removeprefix('item-'), 'yes')}]")
    if remark:
        put(page, {"agreed": "no", "remark": remark})


def hold(office: Office) -> None:
    """The meeting at the desk: 20 of 23 come; three people act by name, each with a PIN."""
    office.on("2027-03-18")
    page = office.at("secretary", "~")
    page.get_by_role("link", name="计票台").first.click()
    page.wait_for_load_state("domcontentloaded")
    send(page, "开始清点到会")
    call(page, ABSENT, "现到 20 人，须到 19 人，可以进行选举")
    desk(office, "report", favour=20)
    decide(office, 20)
    printed = office.do("secretary", "~desk-papers/ballot/", press="印制选票", copies=23)
    assert "共 23 张" in text(printed)
    vote(office, "members", 20)
    said = count(office, "members", 20, dict(zip(CANDIDATES, (19, 17, 15, 9), strict=True)), (COUNTER, SECOND))
    assert "实到会有选举权 20 人，过半数须得 11 票，何浩宇得 19 票，当选，超出 8 票。" in said and "曹云飞得 9 票" in said
    page.get_by_role("link", name="宣布当选名单").click()
    page.wait_for_load_state("domcontentloaded")
    assert "新一届任期自 2027-03-18 起，到 2030-03-18 届满" in text(page)
    tick(page, "scrutineer-reported")
    send(page, "宣布当选名单")


def call(page: Page, absent: tuple[str, ...], said: str) -> None:
    """Everybody on the roll is ticked who came; the number is there before it is declared."""
    people = page.locator("ul.tiles").first.locator("label")
    assert people.count() == 23
    for one in people.all():
        if one.inner_text().split()[0] not in absent:
            one.click()
    page.check("[name=chair_in_order]")
    assert page.locator("form[data-roll] .live").inner_text() == said
    send(page, "宣布到会人数")


def decide(office: Office, favour: int) -> None:
    desk(office, "method", favour=favour)
    watch(office, favour, SCRUTINEER, (COUNTER, SECOND))


def desk(office: Office, act: str, **typed: Any) -> None:
    page = office.at("secretary")
    form = page.locator(f"form[action$='/{act}/']")
    for name, value in typed.items():
        field = form.locator(f"[name='{name}']")
        field.set_checked(value) if isinstance(value, bool) else field.fill(str(value))
    with page.expect_navigation(wait_until="domcontentloaded") as answer:
        form.locator("button.btn").last.click()
    assert answer.value.status == 200, text(page)[:2000]


def watch(office: Office, favour: int, scrutineer: str, counters: tuple[str, ...]) -> None:
    """Who watches and counts is chosen from those in the room; each sets a PIN of the meeting."""
    page = office.at("secretary")
    for role, names in (("scrutineers", (scrutineer,)), ("counters", counters)):
        for one in names:
            page.locator("table.choose tr", has_text=one).locator(f"[name={role}]").check()
    desk(office, "watch", favour=favour)
    for one in dict.fromkeys((scrutineer, *counters)):
        row = page.locator("tr", has=page.locator("form.pin")).filter(has_text=one)
        row.locator("[name=pin]").fill(PIN)
        with page.expect_navigation(wait_until="domcontentloaded"):
            row.locator("button").click()


def vote(office: Office, meeting: str, present: int) -> None:
    """Ballots are handed out, as many as were printed are known; they are put into the box, and counted back."""
    page = office.at("secretary", f"/desk/{office.election}/?meeting={meeting}&at=ballots")
    printed = int(page.input_value("#printed"))
    desk(office, "issue", issued=present, electors=present, introduced=True)
    desk(office, "voted", voters=present, nobody_by_proxy=True)
    desk(office, "reconcile", returned=present, spoiled=0, spare_destroyed=printed - present)
    assert "选票已核对，投票有效" in page.inner_text("body")


def count(office: Office, meeting: str, present: int, approvals: dict[str, int], counters: tuple[str, ...]) -> str:
    """Two people read the ballots and enter the sums, each alone; then the rule decides."""
    page = office.at("secretary", f"/desk/{office.election}/?meeting={meeting}&at=tally")
    for who in counters:
        if page.locator("details.fold").count() and not page.locator("#sheet").is_visible():
            page.locator("details.fold > summary").click()
        page.locator("[data-mode=sums]").click()
        page.select_option("#entrant", label=who)
        for one, votes in approvals.items():
            row = page.locator("#sheet tr[data-candidate]", has_text=one)
            for what, number in (("approve", votes), ("disapprove", present - votes), ("abstain", 0)):
                row.locator(f"[name^='{what}_']").fill(str(number))
        page.fill("#invalid", "0")
        page.fill("#pin", PIN)
        with page.expect_navigation(wait_until="domcontentloaded"):   # sent, then the page comes anew
            page.locator("[data-close]").click()
        expect(page.locator(".entrants li", has_text=who)).to_contain_text("已封存")
    page.check("[name=signed]")
    send(page, "判定计票结果")
    return text(page)


def lead(office: Office) -> None:
    """The new committee meets the same day: secretary and deputy, each on a ballot of its own. Only one of three stands for neither."""
    page = office.at("secretary", "~")
    page.get_by_role("link", name="计票台").first.click()
    page.wait_for_load_state("domcontentloaded")
    page.select_option("#chair", label=ELECTED[2])
    send(page, "开始清点到会")
    for one in ELECTED:
        page.locator("ul.tiles label", has_text=one).click()
    send(page, "宣布到会人数")
    watch(office, 3, ELECTED[2], (ELECTED[2],))
    for number, one in enumerate(("secretary", "deputy")):
        office.do("secretary", f"~desk-papers/{one}-ballot/", press="印制选票", copies=3)
        vote(office, "committee", 3)
        count(office, "committee", 3, {ELECTED[number]: 3}, (ELECTED[2],))
    page = office.at("secretary", f"/desk/{office.election}/?meeting=committee&at=result")
    page.check("[name=chaired]")
    send(page, "登记委员会会议")


def report(office: Office) -> None:
    """The members go on record, the secretary waits for approval; the reply, the publication, the handover."""
    assert "当选书记（待上级批复） 何浩宇" in office.says("member", "~for-members/")
    office.on("2027-03-19")
    issue(office, "secretary", "result-report", "作二支〔2027〕3号", "何浩宇")
    office.do("secretary", "~result/")
    send(office.at("clerk", "~"), "转报")
    office.on("2027-03-26")
    issue(office, "clerk", "result-reply", "示委复〔2027〕31号", "郑某")
    office.do("clerk", "~result-reply/")
    office.on("2027-03-29")
    issue(office, "secretary", "publication", "", "何浩宇")
    office.do("secretary", "~publish/", places=["board", "meeting"])
    sign(office, "after", "2027-03-30")
    office.on("2027-04-01")
    office.do("secretary", "~handover/", giver="何浩宇", taker="何浩宇", witness="赵某")


SAID: dict[str, tuple[str, ...]] = {
    # paper → what it must say
    "request": ("作二支〔2027〕1号", "正式党员23名、预备党员1名", "2027年3月18日14:30在队部会议室", "听取党费收缴"),
    "reply": ("示委复〔2027〕9号", "委员3名组成，设书记1名、副书记1名", "不少于4名"),
    "persons-request": ("作二支〔2027〕2号", "文永强、何浩宇、曹云飞、龚宏宇"),
    "persons-reply": ("示委复〔2027〕15号", "应选3名"), "forwarding": ("作业大队党总支", "作二支〔2027〕3号"),
    "notice": ("须到会19名以上", "文永强、何浩宇、曹云飞、龚宏宇"), "introduction": ("曹云飞", "2026年民主评议为优秀", "2026年民主评议结果通报"),
    "method": ("2027年3月18日党员大会通过", "应选3名，候选人4名，差额1名"), "script": ("应到会有选举权的党员23名，须到会19名，实到会20名", "奏唱国歌"),
    "sign-in": ("有选举权23名，须到会19名", "常家乐"), "ballot": ("应选三名",), "tally": ("委员选举计票单",), "secretary-ballot": ("书记选票", "应选一名"),
    "scrutineers": ("印制选票23张，发出20张", "剩余销毁3张", "当选须得赞成票11张以上"), "announcement": ("实到会20名", "文永强何浩宇龚宏宇"),
    "minutes": ("缺席石永强、林志鹏、罗玉洁", "监票人：罗海林；计票人：廖铁军、吕国良", "赞成20名", "何浩宇1910", "督导员督导员"),
    "plenary-script": ("全体委员3名，须到会3名", "龚宏宇同志为监票人"), "deputy-ballot": ("副书记选票",), "leaders-tally": ("书记、副书记选举计票单",),
    "plenary-minutes": ("何浩宇300过半数", "文永强300过半数"), "result-report": ("作二支〔2027〕3号", "文永强、何浩宇、龚宏宇"),
    "result-reply": ("同意何浩宇同志任作业二队党支部书记", "准予备案"), "publication": ("书记：何浩宇", "示委复〔2027〕31号", "本届任期3年"),
    "handover": ("工作交接清单", "决议待落实"), "cards": ("督导员签认卡（会前）", "应到会23名，须到会19名", "备用票没有发出"),
    "roles": ("主持人须知", "党员须知"),
}


def everything_is_printed(office: Office) -> None:
    """Every paper of the catalogue as PDF and as DOCX, with the numbers and names of this election; the page lists them all."""
    listed = office.says("clerk", "~papers/")
    for one in KINDS:
        if one.group != "shift" and not one.key.startswith("preselection") and one.key != SECOND_BALLOT:   # the members vote once
            assert str(one.label) in listed
            office.papers("clerk", f"~{'desk-papers' if one.desk else 'papers'}/{one.key}", *SAID[one.key])


def whoever_looks_sees_it(office: Office) -> None:
    """The leader's watch has the new term; the committee member and the member see who was elected and approved, and no sums before that."""
    page = office.at("leader", "/")
    row = page.locator("tr", has=page.get_by_role("link", name=BRANCH, exact=True)).last
    assert "2030-03-18" in row.inner_text() and "何浩宇" in row.inner_text()
    assert "届满未换届" not in row.inner_text()
    assert "已办结 2027-04-01" in office.says("leader", "~")
    assert "已办结 2027-04-01" in office.says("committee", "~")
    assert "当选 何浩宇、文永强、龚宏宇 2027-03-18 书记 何浩宇 副书记 文永强" in office.says("member", "~for-members/")


def the_journal_is_whole(folder: Path) -> None:
    """Exported and checked by the tool that needs none of us."""
    book = folder / "journal.jsonl"
    assert export_journal(["--committee", Organisation.objects.get(name=demo.NAME).key, "--out", str(book)]) == 0
    verified = subprocess.run([sys.executable, str(ROOT / "tools" / "verify_journal.py"), str(book)], capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr


# --- three faults ---


def test_the_envoy_finds_three_faults_and_the_meeting_is_held_again(office: Office, tmp_path: Path) -> None:
    enter_under_way(office)
    go_wrong(office)
    find(office)
    mend(office)
    hold_again(office)
    the_papers_show_it(office)
    the_journal_is_whole(tmp_path)


ILL, TOO_FEW = "段春雷", ("罗玉洁", "林志鹏", "石永强", "谭春明", "段春雷")
"""Left out of the count without anybody's consent; and who is not there."""
OBJECTIONS = (
    # item of the card, what the program has on record, what the envoy writes, how it is answered
    ("exclusions-passed", "段春雷不计入：上级同意的文件“电话同意”，2027-03-16；大会赞成 18 人", "没有上级同意的文件，“电话同意”不是文件",
     "已撤回，段春雷仍计入应到会"),
    ("method-adopted", "举手表决：赞成 18 人", "选举办法没有付表决", "已撤回，下次会议先付表决"),
    ("ballots-issued", "记录不符 2027-03-18 印制 23 张，发出 19 张，实到会有选举权 18 人，多发 1 张", "多发一张备用票", "选票全部作废，下次会议重新发放"),
)
UNSEEN = ("spare-destroyed", "returned-not-above", "counted-in-public", "announced-there")
"""What the first meeting never came to."""


def enter_under_way(office: Office) -> None:
    """The branch prepared on paper up to the notice; from there it goes on here. The envoy takes the printed card along."""
    office.on("2027-03-01")
    page = office.at("secretary", "/")
    page.goto(page.locator("a[href^='/o/']").first.get_attribute("href") or "", wait_until="domcontentloaded")
    branch = page.url.split("/o/")[1].split("/")[0]
    office.do("secretary", f"/o/{branch}/elections/begin/", seats=3, deputies=0, meeting_on="2027-03-18", at_stage="notice")
    office.election = page.url.rstrip("/").rsplit("/", 1)[1]
    assert "系统外已办" in text(page)
    for one in CANDIDATES:
        nominate(office, one, "委员")
    nominate(office, CANDIDATES[0], "书记")
    put(office.at("clerk", "~supervision/"), {"login": "envoy"})
    send(office.at("clerk"), "指派")
    office.do("secretary", "~notice/", meeting_time="14:30", meeting_place="队部会议室")
    office.papers("envoy", "~papers/cards", "每一人都有上级书面同意", "选举办法在投票前经大会表决通过", "备用票没有发出")


def go_wrong(office: Office) -> None:
    """A member is left out on a paper that nobody has; the method is ticked without a vote; one spare ballot goes to somebody."""
    office.on("2027-03-18")
    page = office.at("secretary", f"/desk/{office.election}/")
    send(page, "开始清点到会")
    page.locator("details > summary", has_text="列出不计入应到会的人").click()
    page.select_option("[name=person_0]", label=ILL)
    page.select_option("[name=grounds_0]", value="bedridden")
    desk(office, "exclude", consent_no_0="电话同意", consent_on_0="2027-03-16", favour=18)
    call(page, TOO_FEW, "现到 18 人，须到 18 人，可以进行选举")
    desk(office, "report")
    decide(office, 18)
    page = office.at("secretary", f"/desk/{office.election}/?meeting=members&at=ballots")
    desk(office, "issue", printed=23, issued=19, electors=18, introduced=True)
    assert "多发 1 张：查明去向，收回的选票全部作废，重新发放选票、重新投票" in text(page)
    assert "核对选票" not in text(page), "what cannot be reconciled is not asked for"


def find(office: Office) -> None:
    """The envoy sees what is on record beside the card and objects, each time naming the rule; the clerk types the signed card in."""
    page = office.at("envoy")
    for item, on_record, said, _answer in OBJECTIONS:
        seen = office.says("envoy", "~supervision/sign/meeting/")
        assert on_record in seen
        page.locator("tr", has=page.locator(f"[name='item-{item}']")).get_by_role("link", name="提异议").click()
        page.wait_for_load_state("domcontentloaded")
        assert page.input_value("[name=rule]") and page.input_value("[name=stage]"), "rule and stage come from the card"
        put(page, {"words": said})
        send(page)
    marks = {**{one[0]: "no" for one in OBJECTIONS}, **dict.fromkeys(UNSEEN, "unseen")}
    fill_card(office.at("clerk", "~supervision/sign/meeting/"), marks, "三项不符合规定，见异议")
    put(office.at("clerk"), {"signer": "钱某"})
    seen = text(send(office.at("clerk")))
    assert "钱某（纸质督导卡）" in seen and seen.count("待答复") == 3
    assert "会议现场 有意见 2027-03-18" in office.says("leader", "~")


def mend(office: Office) -> None:
    """The secretary withdraws and answers. With everybody counted too few are there: another day is set, and the notice goes out again."""
    page = office.at("secretary", "~")
    assert "有 3 件异议、问题待答复" in text(page)
    office.do("secretary", "~withdraw/exclusions/", reason="段春雷不计入没有上级同意的文件，选举办法没有付表决，多发选票一张")
    for *_said, answer in OBJECTIONS:
        page = office.at("secretary", "~supervision/")
        page.get_by_role("link", name="答复", exact=True).first.click()
        page.wait_for_load_state("domcontentloaded")
        put(page, {"as_": "mended", "answer": answer})
        send(page)
    page = office.at("secretary", f"/desk/{office.election}/")
    call(page, TOO_FEW, "现到 18 人，须到 19 人，差 1 人")
    page.get_by_role("link", name="另定开会日期").click()
    page.wait_for_load_state("domcontentloaded")
    office.on("2027-03-19")
    office.do("secretary", "~new-date/", meeting_on="2027-03-25", reason="到会人数不足五分之四")
    office.do("secretary", "~notice/")


def hold_again(office: Office) -> None:
    """Everything in order this time; the envoy signs without a remark."""
    office.on("2027-03-25")
    page = office.at("secretary", f"/desk/{office.election}/")
    send(page, "开始清点到会")
    call(page, ABSENT, "现到 20 人，须到 19 人，可以进行选举")
    desk(office, "report")
    decide(office, 20)
    office.do("secretary", "~desk-papers/ballot/", press="印制选票", copies=23)
    vote(office, "members", 20)
    count(office, "members", 20, dict(zip(CANDIDATES, (19, 17, 15, 9), strict=True)), (COUNTER, SECOND))
    page = office.at("secretary", "~announce/")
    tick(page, "scrutineer-reported")
    send(page, "宣布当选名单")
    seen = sign(office, "meeting", "2027-03-25")
    assert "没有不计入应到会的人" in seen and "印制 23 张，发出 20 张，实到会有选举权 20 人。" in seen and "记录不符" not in seen


def the_papers_show_it(office: Office) -> None:
    """The minutes tell what was wrong, how it was answered, that too few came and when the meeting was held; the page and the watch agree."""
    office.papers(
        "clerk", "~papers/minutes", "2027年3月18日撤回“确定不计入应到会的人”和以后各步，重新办理。原因：段春雷不计入没有上级同意的文件",
        "2027年3月18日的会议应到会23名，须到会19名，实到会18名，没有达到五分之四，不能选举", "有选举权的党员23名，应到会23名，须到会19名，实到会20名",
        "1.没有上级同意的文件", "答复：已撤回，下次会议先付表决", "印制选票23张，发出20张，投票20人，收回20张", "赞成20名",
    )
    office.papers("clerk", "~desk-papers/scrutineers", "印制选票23张，发出20张")
    page = office.says("leader", "~")
    assert "撤回、停止和重新举行" in page and "到会人数不足，另定日期" in page and "会议现场 已签 2027-03-25" in page
    row = office.at("leader", "/").locator("tr", has_text=BRANCH).last.inner_text()
    assert "2030-03-25" in row
