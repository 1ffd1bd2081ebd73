"""A month of a clerk's acts: forty of them, done through the pages in a real browser, and the register that they leave, computed by hand.

An organiser may read, and mend, the three tables: who is there on the first day, what is done, who is there on the last.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from journeys.conftest import Opener, follow, log_in
from leadgoose.ground.journal.commands import export_journal
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.consequences import recompute
from leadgoose.roster.models import Deed, Designation, Organisation, OrganisationDeed, Term
from roster.office import NOW, TODAY, id_number, ledger, member, open_office, register, term

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "wellsite-7-goose-flight"
REPORTED = date(2026, 9, 30)
ONE, TWO, THREE, OFFICE = "采油一队党支部", "采油二队党支部", "采油三队党支部", "机关党支部"
NEW = {"转正时间": "", "党员类别": "预备党员"}

FIRST_DAY = (
    # 姓名, 所在党支部, 花名册上与众不同的
    ("陈一", ONE, {"党内职务": "书记"}), ("褚二", ONE, {"党内职务": "组织委员"}), ("卫三", ONE, {"党内职务": "宣传委员"}), ("蒋四", ONE, {}),
    ("沈五", ONE, {}), ("韩六", ONE, {}), ("杨七", ONE, {"入党时间": "2025-10-20", **NEW}), ("朱八", ONE, {"入党时间": "2025-11-10", **NEW}),
    ("秦一", TWO, {"党内职务": "书记"}), ("尤二", TWO, {"党内职务": "纪检委员"}), ("许三", TWO, {}), ("何四", TWO, {}), ("吕五", TWO, {}),
    ("施六", TWO, {}), ("张七", TWO, {"入党时间": "2025-09-01", **NEW}),
    ("孔一", THREE, {"党内职务": "书记"}), ("曹二", THREE, {}), ("严三", THREE, {}), ("华四", THREE, {}),
    ("金一", OFFICE, {"党内职务": "书记"}), ("魏二", OFFICE, {}), ("陶三", OFFICE, {}), ("姜四", OFFICE, {}), ("戚五", OFFICE, {}), ("谢六", OFFICE, {}),
)
TERMS = (
    term(ONE, "2024-05-10", 书记="陈一", 委员="褚二、卫三"), term(TWO, "2025-03-01", 书记="秦一", 委员="尤二"), term(THREE, "2023-12-01", 书记="孔一"),
)

MONTH = (
    # 序号, 生效日期, 事项, 党组织或党员, 所填各栏
    (1, "2026-10-09", "设立党总支", "示例top党委", {"全称": "采油大队党总支"}),
    (2, "2026-10-12", "调整隶属关系", ONE, {"改隶属": "采油大队党总支"}),
    (3, "2026-10-12", "调整隶属关系", TWO, {"改隶属": "采油大队党总支"}),
    (4, "2026-10-13", "党组织更名", THREE, {"新名称": "试采队党支部"}),
    (5, "2026-10-14", "设立党小组", ONE, {"全称": "第一党小组", "组长": "蒋四", "勾选": "沈五、韩六"}),
    (6, "2026-10-14", "设立党小组", ONE, {"全称": "第二党小组", "组长": "卫三", "勾选": "褚二"}),
    (7, "2026-10-15", "转入组织关系", TWO, {"姓名": "苏新一", "身份证号": id_number(71, "19850612"), "入党日期": "2010-07-01", "转正日期": "2011-07-01"}),
    (8, "2026-10-16", "转入组织关系", OFFICE, {"姓名": "李新二", "身份证号": id_number(72, "19990303"), "党员类别": "预备党员", "入党日期": "2026-03-01"}),
    (9, "2026-10-20", "预备党员转正", "杨七", {}),
    (10, "2026-10-20", "延长预备期", "张七", {"延长月数": "6"}),
    (11, "2026-10-21", "内部转移组织关系", "许三", {"转入党支部": ONE}),
    (12, "2026-10-22", "转出组织关系", "戚五", {}),
    (13, "2026-10-23", "登记去世", "华四", {}),
    (14, "2026-10-26", "登记留党察看处分", "何四", {"期满日期": "2027-10-26"}),
    (15, "2026-10-27", "中止党员权利", "谢六", {}),
    (16, "2026-11-02", "恢复党员权利", "谢六", {}),
    (17, "2026-11-02", "任免", ONE, {"免去": "宣传委员　卫三", "职务": "宣传委员", "姓名": "韩六"}),
    (18, "", "撤销办理", "戚五", {"原因": "外单位未接收"}),
    (19, "2026-11-03", "更正登记资料", "魏二", {"学历": "硕士研究生", "性质": "自某日起变化"}),
    (20, "2026-11-03", "设立临时党支部", "示例top党委", {"全称": "会战临时党支部", "批准的期限": "2026-12-15"}),
    (21, "2026-11-03", "编组", "会战临时党支部", {"编入的党员": "蒋四\n曹二\n陶三"}),
    (22, "2026-11-03", "任免", "会战临时党支部", {"职务": "书记", "姓名": "陶三", "产生方式": "上级指派"}),
    (23, "2026-11-09", "分设党支部", ONE, {"新党支部全称": "采油四队党支部", "勾选": "沈五、许三、杨七"}),
    (24, "2026-11-10", "任免", "采油四队党支部", {"职务": "书记", "姓名": "沈五"}),
    (25, "2026-11-12", "合并党支部", "试采队党支部", {"并入": TWO}),
    (26, "2026-11-16", "撤销党组织", "会战临时党支部", {}),
    (27, "2026-11-13", "指派、调动书记", TWO, {"拟任人选": "魏二", "专兼职": "专职"}),
    (28, "2026-11-13", "党委会研究决定", TWO, {"旁栏": "党委会第 11 次会议"}),
    (29, "2026-11-16", "印发任免文件", TWO, {"旁栏": "处任〔2026〕21号"}),
    (30, "2026-11-17", "任前谈话", TWO, {"旁栏": "党委副书记"}),
    (31, "2026-11-18", "到支部宣布", TWO, {"旁栏": "组织部"}),
    (32, "2026-11-19", "签交接清单", TWO, {"旁栏": "组织员"}),
    (33, "2026-11-20", "到任", TWO, {}),
    (34, "2026-11-20", "批量办理", TWO, {"勾选": "吕五、施六", "转入党支部": OFFICE}),
    (35, "2026-11-21", "成批办理", "示例top党委", {"表": (
        "姓名\t党支部\t办理事项\t转入党支部\t职务\t产生方式", f"严三\t{TWO}\t转出\t\t\t", f"蒋四\t{ONE}\t任职\t\t副书记\t选举产生",
        f"姜四\t{OFFICE}\t内部转移\t采油四队党支部\t\t")}),
    (36, "2026-11-21", "编组", ONE, {"韩六": "第二党小组"}),
    (37, "2026-11-22", "撤销党组织", "第二党小组", {}),
    (38, "2026-11-12", "取消预备党员资格", "朱八", {}),
    (39, "2026-11-21", "登记去世", "曹二", {}),
    (40, "", "撤销办理", "曹二", {"原因": "同名误记"}),
)

LAST_DAY = """
陈一 采油一队党支部 正式党员 书记 有
褚二 采油一队党支部 正式党员 组织委员 有
卫三 采油一队党支部 正式党员 - 有
蒋四 采油一队党支部 正式党员 副书记 有
韩六 采油一队党支部 正式党员 宣传委员 有
沈五 采油四队党支部 正式党员 书记 有
许三 采油四队党支部 正式党员 - 有
杨七 采油四队党支部 正式党员 - 有
姜四 采油四队党支部 正式党员 - 有
秦一 采油二队党支部 正式党员 - 有
尤二 采油二队党支部 正式党员 纪检委员 有
何四 采油二队党支部 正式党员 - 无
苏新一 采油二队党支部 正式党员 - 有
张七 采油二队党支部 预备党员 - 无
孔一 采油二队党支部 正式党员 - 有
曹二 采油二队党支部 正式党员 - 有
魏二 采油二队党支部 正式党员 书记 有
金一 机关党支部 正式党员 书记 有
陶三 机关党支部 正式党员 - 有
戚五 机关党支部 正式党员 - 有
谢六 机关党支部 正式党员 - 有
李新二 机关党支部 预备党员 - 无
吕五 机关党支部 正式党员 - 有
施六 机关党支部 正式党员 - 有
"""
"""姓名 党支部 党员类别 党内职务 表决权, written out by hand; whoever is not in it has left."""

OF_PERSON = {
    "预备党员转正": "end-probation", "延长预备期": "extend-probation", "取消预备党员资格": "cancel-probation", "内部转移组织关系": "move-member",
    "转出组织关系": "transfer-out", "登记去世": "record-death", "登记留党察看处分": "record-sanction", "中止党员权利": "suspend-rights",
    "恢复党员权利": "restore-rights", "更正登记资料": "correct-line",
}
OF_ORGANISATION = {
    "调整隶属关系": "move", "党组织更名": "rename", "转入组织关系": "transfer-in", "任免": "posts", "分设党支部": "split", "合并党支部": "merge",
    "撤销党组织": "withdraw", "编组": "groups", "指派、调动书记": "designate", "批量办理": "bulk", "成批办理": "paste",
    "设立党总支": "set-up/?kind=general_branch", "设立党小组": "set-up/?kind=group", "设立临时党支部": "set-up/?kind=temporary_branch",
}
STEPS = {"党委会研究决定": "decided", "印发任免文件": "document", "任前谈话": "talk", "到支部宣布": "announced", "签交接清单": "handover", "到任": "taken"}
"""Acts by what the buttons say → the end of their page's address."""


@pytest.fixture
def committee(transactional_db: None) -> Organisation:
    """A committee whose register and ledger are in, and its clerk with a password."""
    office = open_office()
    office.users["office"].set_password(PASSWORD)
    office.users["office"].save()
    office.take(register(*(member(number, name, branch, **more) for number, (name, branch, more) in enumerate(FIRST_DAY, 1))), REPORTED)
    office.take_terms(ledger(*TERMS), REPORTED)
    return office.top


@pytest.mark.both
def test_forty_acts_leave_the_register_that_was_computed_by_hand(
    visit: Opener, committee: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = visit("/login/")
    log_in(page, "office", PASSWORD)
    page.wait_for_url("**/watch/")
    for number, on, act, whom, filled in MONTH:
        done = Deed.objects.count() + OrganisationDeed.objects.count() + Entry.objects.count()
        do(page, on, act, whom, dict(filled), f"示例〔2026〕{number}号")
        assert Deed.objects.count() + OrganisationDeed.objects.count() + Entry.objects.count() > done, f"{number} {act}: {page.inner_text('main')}"
    assert exported(page, committee, tmp_path) == expected()
    assert not recompute("top", TODAY, NOW).any, "what lists show is what the facts say"
    assert Term.objects.known().get(organisation__name=TWO, valid_to=None).elected_on == date(2025, 3, 1), "no act moved the term"
    assert Designation.objects.get().done_at is not None
    book = tmp_path / "journal.jsonl"
    assert export_journal(["--committee", committee.key, "--out", str(book)]) == 0
    capsys.readouterr()
    verified = subprocess.run([sys.executable, str(ROOT / "tools" / "verify_journal.py"), str(book)], capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def do(page: Page, on: str, act: str, whom: str, filled: dict[str, object], basis: str) -> None:
    """One act through its page: open it, fill it in, look at the effect, do it."""
    if act in STEPS:
        return take(page, on, STEPS[act], whom, str(filled.get("旁栏", "")))
    if act == "撤销办理":
        return take_back(page, whom, str(filled["原因"]))
    page.goto(address(act, whom))
    SPECIAL.get(act, fill_in)(page, filled)
    page.locator("input[name=on]").fill(on)
    page.locator("input[name=basis]").fill(basis)
    if act == "指派、调动书记":
        follow(page.locator("main form button[type=submit]"))
    else:
        follow(page.locator("button[value=preview]"))
        follow(page.locator("button[value=do]"))


def address(act: str, whom: str) -> str:
    if act in OF_PERSON:
        key = Deed._meta.get_field("person").related_model.objects.get(facts__name=whom, facts__retracted_at=None, facts__valid_to=None).key
        return f"/p/{key}/{OF_PERSON[act]}/"
    end = OF_ORGANISATION[act]
    return f"/o/{Organisation.objects.get(name=whom, ended_on=None).key}/{end}" + ("" if "?" in end else "/")


def fill_in(page: Page, filled: dict[str, object]) -> None:
    """Fields by their labels; 勾选: names beside boxes."""
    for name in str(filled.pop("勾选", "")).split("、"):
        if name:
            page.locator("label", has_text=name).locator("input[type=checkbox]").check()
    for label, value in filled.items():
        control = page.get_by_label(label).first
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(label=str(value))
        else:
            control.fill(str(value))


def fill_posts(page: Page, filled: dict[str, object]) -> None:
    if "免去" in filled:
        page.locator("label", has_text=str(filled["免去"])).locator("input").check()
    page.locator("select[name=post_1]").select_option(label=str(filled["职务"]))
    page.locator("input[name=who_1]").fill(str(filled["姓名"]))
    if "产生方式" in filled:
        page.locator("select[name=came_by]").select_option(label=str(filled["产生方式"]))


def fill_sheet(page: Page, filled: dict[str, object]) -> None:
    page.locator("textarea[name=grid]").fill("\n".join(filled["表"]))   # type: ignore[arg-type]   # the lines of the table above


SPECIAL: dict[str, Callable[[Page, dict[str, object]], None]] = {"任免": fill_posts, "成批办理": fill_sheet}


def take(page: Page, on: str, step: str, whom: str, said: str) -> None:
    """A step of the open path, on its page."""
    path = f"/d/{Designation.objects.get(organisation__name=whom).key}/"
    if path not in page.url:
        page.goto(path)
    form = page.locator(f"#step-{step}")
    form.locator("input[name=on]").fill(on)
    if said:
        form.locator("input[name=said]").fill(said)
        follow(form.locator("button[type=submit]"))
    else:
        follow(form.locator("button[value=preview]"))
        follow(page.locator(f"#step-{step} button[value=do]"))


def take_back(page: Page, whom: str, reason: str) -> None:
    """The last act about somebody, from the person's page."""
    deed = Deed.objects.filter(person__facts__name=whom, reversed_at=None).order_by("pk").last()
    assert deed is not None
    page.goto(f"/p/{deed.person.key}/")
    follow(page.locator(f"a[href$='/{deed.key}/reverse/']"))
    follow(page.locator("button[value=preview]"))
    page.fill("#reason", reason)
    follow(page.locator("main form button[type=submit]"))


def exported(page: Page, committee: Organisation, folder: Path) -> dict[str, tuple[str, ...]]:
    """The members' Excel file, by name: every column but the masked number."""
    page.goto(f"/o/{committee.key}/members/")
    with page.expect_download() as download:
        page.locator("button[formaction*='members.xlsx']").click()
    path = folder / "members.xlsx"
    download.value.save_as(path)
    rows = [[str(cell or "") for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if row[0] == "姓名")
    return {row[0]: tuple(row[1:10]) for row in rows[head + 1 :] if row[0]}


def expected() -> dict[str, tuple[str, ...]]:
    """LAST_DAY, with what nobody changed as the first day has it."""
    known = {name: {**member(0, name, branch), **more} for name, branch, more in FIRST_DAY}
    known |= {"苏新一": came("1985-06-12", "2010-07-01"), "李新二": came("1999-03-03", "2026-03-01")}
    known["魏二"]["学历"] = "硕士研究生"
    found = {}
    for line in LAST_DAY.split("\n"):
        if line:
            name, branch, standing, post, vote = line.split(" ")
            row = known[name]
            found[name] = (branch, standing, row["性别"], row["出生日期"], row["学历"], row["入党时间"], row["行政职务"], post.replace("-", ""), vote)
    return found


def came(born: str, joined: str) -> dict[str, str]:
    """What a transfer in says; the rest is not known."""
    return {"性别": "男", "出生日期": born, "学历": "", "入党时间": joined, "行政职务": ""}
