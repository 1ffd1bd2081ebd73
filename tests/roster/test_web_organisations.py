"""The pages of acts about organisations and posts: form, effect, done, sheets; what the issue calls bad input; lists under a constant number of queries."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from cast import NOW, TODAY, Cast, id_number
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions import holds
from leadgoose.roster.actions.membership import do
from leadgoose.roster.consequences import recompute
from leadgoose.roster.models import Deed, Designation, Organisation, OrganisationDeed, Person, Placement, Post, Present, Term
from leadgoose.roster.rules.acts import Kind, Wish

BASIS = {"on": "2026-11-20", "basis": "处党委〔2026〕31号"}
PREVIEW = {"step": "preview"}


@pytest.fixture
def office(cast: Cast) -> Cast:
    recompute("committee", TODAY, NOW)
    return cast


@pytest.fixture
def clerk(office: Cast) -> Client:
    return office.client("clerk")


def text_of(response: object) -> str:
    return unescape(response.content.decode())   # type: ignore[attr-defined]


def paper(client: Client, address: str) -> str:
    answer = client.post(address)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    return re.sub(r"\s", "", pages[0].extract_text())


PAGES = {
    # address, what is filled in, the same with one thing wrong, what is then said
    "set up": ("/o/general/set-up/", {"kind": "branch", "name": "作业三队党支部"}, {"name": "作业三队"}, "应以“党支部”结尾"),
    "rename": ("/o/one/rename/", {"name": "作业一中队党支部"}, {"name": "作业二队党支部"}, "本委已有“作业二队党支部”"),
    "move": ("/o/one/move/", {"to": "committee"}, {"to": "two"}, "请选择转到哪个党组织"),
    "split": (
        "/o/one/split/", {"kind": "branch", "name": "作业三队党支部", "who": ["p-member", "p-committee", "p-discipline"]}, {"who": ["p-member"]},
        "只有正式党员 1 人",
    ),
    "merge": ("/o/one/merge/", {"to": "two"}, {"to": ""}, "请选择转到哪个党组织"),
    "withdraw": ("/o/two/withdraw/", {"all": "office"}, {"all": ""}, "还有 3 名党员没有去向"),
    "posts": ("/o/one/posts/", {"post_1": "publicity", "who_1": "查晓明", "came_by": "appointed"}, {"post_1": "secretary"}, "单志强正担任书记"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_effect_is_shown_then_done_and_an_error_loses_nothing(clerk: Client, name: str) -> None:
    address, filled, wrong, told = PAGES[name]
    assert clerk.get(address).status_code == 200
    count = Entry.objects.count()
    bad = clerk.post(address, {**BASIS, **filled, **wrong, "step": "do"})
    assert bad.status_code == 422 and told in text_of(bad) and "处党委〔2026〕31号" in text_of(bad)
    seen = clerk.post(address, {**BASIS, **filled, "step": "preview"})
    assert seen.status_code == 200 and "办理后的变化" in text_of(seen) and Entry.objects.count() == count
    assert not Deed.objects.exists() and not OrganisationDeed.objects.exists(), "nothing is written before it is done"
    done = clerk.post(address, {**BASIS, **filled, "step": "do"}, follow=True)
    deed = (list(OrganisationDeed.objects.all()) or list(Deed.objects.all()))[0]
    assert done.status_code == 200 and deed.receipt in text_of(done) and Entry.objects.count() > count


@pytest.mark.parametrize("address", [
    "/o/one/set-up/?kind=group", "/o/committee/set-up/", "/o/one/designate/", "/o/committee/paste/", "/p/p-member/correct-line/",
])
def test_pages_open_for_the_clerk_alone(office: Cast, clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 200
    for login in ("secretary", "envoy", "reader"):
        assert office.client(login).get(address).status_code in {403, 404}


def test_a_foreign_branch_is_no_target(clerk: Client) -> None:
    for address, name in (("/o/one/merge/", "to"), ("/o/one/move/", "to"), ("/o/two/withdraw/", "all")):
        assert clerk.post(address, {**BASIS, name: "elsewhere-b", "step": "do"}).status_code == 422
    assert not OrganisationDeed.objects.exists()


def test_a_merge_prints_its_sheet_and_is_taken_back_by_its_page(office: Cast, clerk: Client) -> None:
    clerk.post("/o/one/merge/", {**BASIS, "to": "two", "step": "do"})
    deed = OrganisationDeed.objects.get()
    said = paper(clerk, f"/o/two/deeds/{deed.key}.pdf")
    for words in ("合并党支部", "并入作业二队党支部", "转移组织关系（5人）", "查晓明", "书记", "2023-09-01选举的一届", "有选举权4人变为0人", deed.receipt):
        assert words in said, words
    clerk.post("/o/two/rename/", {"on": "2026-11-22", "basis": "更名批复", "name": "作业联队党支部", "step": "do"})
    assert "并入作业二队党支部" in paper(clerk, f"/o/one/deeds/{deed.key}.pdf"), "a past paper keeps the old name"
    assert "作业联队" in text_of(clerk.get("/o/two/deeds/")) and "作业联队" not in text_of(clerk.get("/o/one/deeds/"))
    stuck = clerk.post(f"/o/two/deeds/{deed.key}/reverse/", PREVIEW)
    assert stuck.status_code == 422 and "先撤销之后的办理" in text_of(stuck) and "党组织更名" in text_of(stuck)
    renamed = OrganisationDeed.objects.latest("pk")
    clerk.post(f"/o/two/deeds/{renamed.key}/reverse/", {"reason": "误"})
    where = f"/o/two/deeds/{deed.key}/reverse/"
    assert "撤销后的变化" in text_of(clerk.post(where, PREVIEW)) and "看撤销后的变化" in text_of(clerk.get(where))
    assert clerk.post(where, {"reason": ""}).status_code == 422
    assert clerk.post(where, {"reason": "合并暂缓"}).status_code == 302
    assert Organisation.objects.get(key="one").ended_on is None and Present.objects.filter(organisation__key="one").count() == 5
    assert office.client("new_secretary").post(f"/o/two/deeds/{deed.key}.pdf").status_code == 200, "who leads the branch may read its sheets"


def test_groups_are_set_up_and_filled_by_their_pages(clerk: Client) -> None:
    form = {**BASIS, "kind": "group", "name": "第一党小组", "leader": "p-committee", "came_by": "elected", "who": ["p-member"], "step": "do"}
    assert clerk.post("/o/one/set-up/", form).status_code == 302
    group = Organisation.objects.get(kind="group")
    assert "党小组推荐" in text_of(clerk.get(f"/o/{group.key}/"))
    form = {**BASIS, "in_p-discipline": group.key, "in_p-member": "", "in_p-committee": group.key, "step": "do"}
    assert clerk.post("/o/one/groups/", form).status_code == 302
    assert set(Placement.objects.known().filter(valid_to=None).values_list("person__key", flat=True)) == {"p-discipline", "p-committee"}
    again = clerk.post("/o/one/groups/", form)
    assert again.status_code == 422 and "没有变动" in text_of(again)
    assert "第一党小组" in text_of(clerk.get("/o/one/"))


def test_people_are_placed_in_a_temporary_branch_by_name(clerk: Client) -> None:
    clerk.post("/o/committee/set-up/", {**BASIS, "kind": "temporary_branch", "name": "会战临时党支部", "until": "2026-12-10", "step": "do"})
    place = Organisation.objects.get(kind="temporary_branch")
    wrong = clerk.post(f"/o/{place.key}/groups/", {**BASIS, "names": "查晓明\n没有此人", "step": "do"})
    assert wrong.status_code == 422 and "本委没有党员“没有此人”" in text_of(wrong) and "查晓明\n没有此人" in text_of(wrong)
    clerk.post(f"/o/{place.key}/groups/", {**BASIS, "names": "查晓明\n李春梅", "step": "do"})
    assert Placement.objects.known().filter(organisation=place).count() == 2
    page = text_of(clerk.get(f"/o/{place.key}/"))
    assert "2 人，组织关系在所在党支部" in page and "临时、联合党支部期满" in page
    assert clerk.post("/o/one/bulk/", {**BASIS, "act": "move_member", "who": "p-member", "to": place.key, "step": "do"}).status_code == 422


def test_a_document_of_a_whole_committee_is_one_form(clerk: Client) -> None:
    filled = {
        **BASIS, "dated": "2026-11-18", "came_by": "appointed", "end": ["p-secretary:secretary", "p-discipline:discipline"],
        "post_1": "secretary", "who_1": "曾玉兰", "time_1": "full", "cross_1": "no", "post_2": "discipline", "who_2": "查晓明", "step": "do",
    }
    assert clerk.post("/o/one/posts/", filled).status_code == 302
    held = set(Post.objects.known().filter(organisation__key="one", valid_to=None).values_list("person__key", "kind", "came_by"))
    assert held == {("p-committee", "secretary", "appointed"), ("p-committee", "organisation", "unknown"), ("p-member", "discipline", "appointed")}
    batch = Deed.objects.values_list("batch", flat=True).distinct().get()
    said = paper(clerk, f"/o/one/batches/{batch}.pdf")
    assert "共4项" in said and "单志强" in said and "纪检委员" in said
    sheet = Deed.objects.get(person__key="p-committee")
    assert "发文日期2026-11-18" in paper(clerk, f"/p/p-committee/deeds/{sheet.key}.pdf")
    half = clerk.post("/o/one/posts/", {**filled, "end": [], "post_1": "publicity", "who_1": ""})
    assert half.status_code == 422 and "职务和姓名都要填写" in text_of(half)


def test_a_designation_is_followed_on_its_page(office: Cast, clerk: Client) -> None:
    opened = clerk.post("/o/one/designate/", {**BASIS, "on": "2026-11-02", "who": "李春梅", "post": "secretary", "way": "transfer", "time": "full"})
    path = Designation.objects.get()
    assert opened.status_code == 302 and f"/d/{path.key}/" in text_of(clerk.get("/o/one/")) and "李春梅" in text_of(clerk.get("/o/committee/designations/"))
    early = clerk.post(f"/d/{path.key}/step/", {"step": "document", "on": "2026-11-05", "said": "处任〔2026〕15号"})
    assert early.status_code == 422 and "请先登记“党委会研究决定”" in text_of(early)
    for step, on in (("decided", "2026-11-04"), ("document", "2026-11-05"), ("talk", "2026-11-06"), ("announced", "2026-11-09"), ("handover", "2026-11-10")):
        assert clerk.post(f"/d/{path.key}/step/", {"step": step, "on": on, "said": "记"}).status_code == 302
    said, made = paper(clerk, f"/d/{path.key}/handover.pdf"), Entry.objects.get(act="FileTaken")
    assert "移交人单志强" in said and f"凭据{made.number}-{made.hash[:16]}" in said
    seen = clerk.post(f"/d/{path.key}/step/", {"step": "taken", "on": "2026-11-20", "stage": "preview"})
    assert seen.status_code == 200 and "单志强 作业一队党支部书记" in text_of(seen) and not Deed.objects.exists()
    assert clerk.post(f"/d/{path.key}/step/", {"step": "taken", "on": "2026-11-20", "stage": "do"}).status_code == 302
    assert "已办结" in text_of(clerk.get(f"/d/{path.key}/")) and Present.objects.get(person__key="p-two").organisation.key == "one"
    assert office.client("envoy").get(f"/d/{path.key}/").status_code == 200
    assert clerk.post(f"/d/{path.key}/drop/", {"reason": "晚了"}).status_code == 422
    assert clerk.post(f"/d/{path.key}/take-back/", {"reason": "本人婉辞"}).status_code == 302
    assert Present.objects.get(person__key="p-two").organisation.key == "two"


def test_a_line_is_corrected_or_changed_from_a_day(clerk: Client) -> None:
    line = {
        **BASIS, "name": "查晓明", "gender": "男", "ethnicity": "汉族", "born_on": "1990-06-15", "education": "硕士研究生", "joined_party": "2008-07-01",
        "full_member": "2009-07-01", "admin_post": "井下作业工", "how": "change",
    }
    for field, value, told in (
        ("gender", "女", "与身份证号不符"), ("full_member", "2007-01-01", "不能早于入党日期"), ("name", "", "不能为空"), ("on", "2026-08-01", "原登记有误"),
    ):
        wrong = clerk.post("/p/p-member/correct-line/", {**line, field: value, "step": "do"})
        assert wrong.status_code == 422 and told in text_of(wrong), told
    seen = text_of(clerk.post("/p/p-member/correct-line/", {**line, "step": "preview"}))
    assert "大学本科 → 硕士研究生" in seen and "199" not in re.sub(r"1990-06-15", "", re.findall(r"<dl class=\"facts\">.*?</dl>", seen, re.S)[-1])
    assert clerk.post("/p/p-member/correct-line/", {**line, "phone": "13900000000", "step": "do"}).status_code == 302
    facts = Person.objects.get(key="p-member").facts.filter(retracted_at=None).order_by("valid_from")
    assert [(one.education, one.valid_from, one.phone_masked[-4:]) for one in facts] == [
        ("大学本科", date(2026, 9, 1), "0004"), ("硕士研究生", date(2026, 11, 20), "0000")]
    assert "13900000000" not in str(Entry.objects.latest("pk").sealed)


# --- bad input: one clear sentence each, what it touches listed, nothing lost ---


def test_a_transfer_before_joining(clerk: Client) -> None:
    form = {**BASIS, "name": "郝新来", "id_number": id_number("1992-02-03", 77, "男"), "standing": "full", "joined_party": "2026-11-21", "step": "do"}
    answer = clerk.post("/o/two/transfer-in/", form)
    assert answer.status_code == 422 and "日期 2026-11-20 早于该同志的入党日期 2026-11-21" in text_of(answer) and "郝新来" in text_of(answer)


def test_a_death_undone_shows_what_comes_back_and_waits_for_the_seat(office: Cast, clerk: Client) -> None:
    clerk.post("/p/p-secretary/record-death/", {**BASIS, "step": "do"})
    for act in ("move-member", "transfer-out", "suspend-rights"):
        refused = clerk.post(f"/p/p-secretary/{act}/", {**BASIS, "to": "two", "step": "do"})
        assert refused.status_code == 422 and "已于 2026-11-20 去世" in text_of(refused)
    clerk.post("/o/one/posts/", {**BASIS, "came_by": "designated", "post_1": "secretary", "who_1": "查晓明", "step": "do"})
    death = Deed.objects.get(act="record_death")
    taken = clerk.post(f"/p/p-secretary/deeds/{death.key}/reverse/", {"reason": "误报"})
    assert taken.status_code == 422 and "会有两名书记" in text_of(taken) and "查晓明" in text_of(taken)
    given = Deed.objects.get(act="give_post")
    clerk.post(f"/p/p-member/deeds/{given.key}/reverse/", {"reason": "让位"})
    seen = text_of(clerk.post(f"/p/p-secretary/deeds/{death.key}/reverse/", PREVIEW))
    assert re.search(r'data-label="撤销前有选举权">3</td>.*?data-label="撤销后有选举权">4</td>', seen) and "书记空缺" in seen
    assert clerk.post(f"/p/p-secretary/deeds/{death.key}/reverse/", {"reason": "误报"}).status_code == 302
    assert "secretary" in Present.objects.get(person__key="p-secretary").posts and not recompute("committee", TODAY, NOW).any


def test_a_merge_during_an_election(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holds, "_asks", {"elections": lambda keys: [
        holds.Hold("one", "作业一队党支部正在换届选举，请先办结或终止。", ("应到会 4 人", "2026-11-25 党员大会"))]})
    answer = clerk.post("/o/one/merge/", {**BASIS, "to": "two", "step": "do"})
    said = text_of(answer)
    assert answer.status_code == 422 and "正在换届选举，请先办结或终止" in said and "2026-11-25 党员大会" in said and 'value="two" selected' in said
    assert not OrganisationDeed.objects.exists()


def test_a_backdated_sanction_that_would_have_changed_a_past_vote(office: Cast, clerk: Client) -> None:
    Term.objects.create(organisation=office.organisations["one"], valid_from=date(2026, 11, 10), elected_on=date(2026, 11, 10), years=3,
                        expires_on=date(2029, 11, 10), recorded_at=NOW, source="page")
    form = {"on": "2026-10-08", "until": "2027-10-08", "basis": "纪〔2026〕3号", "step": "do"}
    answer = clerk.post("/p/p-member/record-sanction/", form)
    said = text_of(answer)
    assert answer.status_code == 422 and "请核对后勾选确认" in said and "作业一队党支部 2026-11-10" in said and "2027-10-08" in said
    assert not Deed.objects.exists()
    assert clerk.post("/p/p-member/record-sanction/", {**form, "despite": "1"}).status_code == 302


# --- lists ---


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_lists_ask_the_same_with_one_row_and_with_three(office: Cast, clerk: Client) -> None:
    doing = {"by": office.actor("clerk"), "at": NOW}
    do([office.people["p-member"]], Wish(Kind.MOVE, date(2026, 11, 10), "two"), "调动", **doing)   # type: ignore[arg-type]
    clerk.post("/o/one/designate/", {**BASIS, "who": "李春梅", "post": "secretary", "way": "designate"})
    lists = ("/o/committee/deeds/", "/o/one/deeds/", "/o/committee/designations/")
    for address in lists:
        clerk.get(address)
    before = [queries(clerk, address) for address in lists]
    do([office.people[key] for key in ("p-discipline", "p-committee")], Wish(Kind.MOVE, date(2026, 11, 10), "two"), "调动", **doing)   # type: ignore[arg-type]
    clerk.post("/o/two/designate/", {**BASIS, "who": "查晓明", "post": "secretary", "way": "designate"})
    clerk.post("/o/office/designate/", {**BASIS, "who": "赵敏", "post": "secretary", "way": "designate"})
    clerk.post("/o/two/rename/", {**BASIS, "name": "作业联队党支部", "step": "do"})
    assert [queries(clerk, address) for address in lists] == before and max(before) <= 16


def test_the_list_hides_decisions_against_rights_from_whoever_may_not_see_them(office: Cast, clerk: Client) -> None:
    clerk.post("/p/p-member/suspend-rights/", {**BASIS, "step": "do"})
    clerk.post("/p/p-committee/transfer-out/", {**BASIS, "step": "do"})
    assert "中止党员权利" in text_of(clerk.get("/o/one/deeds/"))
    for login in ("envoy", "secretary", "reader"):
        said = text_of(office.client(login).get("/o/one/deeds/"))
        assert "中止党员权利" not in said and "转出组织关系" in said
    assert "曾玉兰" not in text_of(clerk.get("/o/one/deeds/?act=suspend_rights"))
