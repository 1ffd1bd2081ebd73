"""What a clerk types wrong at the end of a long day: each is refused in one sentence, lists what it touches, and nothing that was typed is lost.

Each at a desk and on a phone, in a real browser. The table below may be read, and mended, by an organiser.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page

from axe import assert_no_violations
from journeys.conftest import DESK, PHONE, Opener, follow, log_in
from leadgoose.elections.models import Election
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions import membership
from leadgoose.roster.actions.posts import Document, change_posts
from leadgoose.roster.kinds import CameBy, PostKind
from leadgoose.roster.models import Deed, Organisation, OrganisationDeed, Person
from leadgoose.roster.rules.acts import Kind, Wish
from leadgoose.roster.rules.posts import Act
from leadgoose.roster.rules.posts import Wish as PostWish
from roster.office import NOW, Office, ledger, member, open_office, register, term

PASSWORD = "wellsite-7-goose-flight"
ONE, TWO = "采油一队党支部", "采油二队党支部"
PEOPLE = (
    ("陈一", ONE, {"党内职务": "书记"}), ("褚二", ONE, {}), ("卫三", ONE, {}), ("蒋四", ONE, {}), ("沈五", ONE, {}),
    ("秦一", TWO, {"党内职务": "书记"}), ("尤二", TWO, {}), ("许三", TWO, {}), ("何四", TWO, {}),
)


@pytest.fixture
def office(transactional_db: None) -> Office:
    made = open_office()
    made.users["office"].set_password(PASSWORD)
    made.users["office"].save()
    made.take(register(*(member(number, name, branch, **more) for number, (name, branch, more) in enumerate(PEOPLE, 1))), date(2026, 9, 30))
    made.take_terms(ledger(term(ONE, "2026-10-20", 书记="陈一"), term(TWO, "2025-03-01", 书记="秦一")), date(2026, 10, 31))
    return made


def person(name: str) -> Person:
    return Person.objects.get(facts__name=name, facts__retracted_at=None, facts__valid_to=None)


def branch(name: str) -> Organisation:
    return Organisation.objects.get(name=name, ended_on=None)


def transfer_before_joining(page: Page) -> None:
    page.goto(f"/p/{person('蒋四').key}/move-member/")
    page.fill("#on", "2001-03-01")
    page.select_option("#to", label=TWO)
    page.fill("#basis", "介绍信第 9 号")
    follow(page.locator("button[value=preview]"))


def two_secretaries(page: Page) -> None:
    page.goto(f"/o/{branch(ONE).key}/posts/")
    page.fill("input[name=on]", "2026-11-20")
    page.select_option("select[name=post_1]", label="书记")
    page.fill("input[name=who_1]", "褚二")
    page.fill("#basis", "处任〔2026〕30号")
    follow(page.locator("button[value=preview]"))


def death_undone(page: Page) -> None:
    deed = Deed.objects.filter(person=person("秦一")).latest("pk")
    page.goto(f"/p/{person('秦一').key}/deeds/{deed.key}/reverse/")
    follow(page.locator("button[value=preview]"))


def merge_in_an_election(page: Page) -> None:
    page.goto(f"/o/{branch(TWO).key}/merge/")
    page.fill("input[name=on]", "2026-11-20")
    page.select_option("#to", label=ONE)
    page.fill("#basis", "党委会第 12 次会议")
    follow(page.locator("button[value=preview]"))


def backdated_sanction(page: Page) -> None:
    page.goto(f"/p/{person('沈五').key}/record-sanction/")
    page.fill("#on", "2026-10-12")
    page.fill("#until", "2027-10-12")
    page.fill("#basis", "纪〔2026〕3号")
    follow(page.locator("button[value=preview]"))
    follow(page.locator("button[value=do]"))


BAD: dict[str, tuple[Callable[[Page], None], str, str, dict[str, str]]] = {
    # what was done wrong → how, the sentence, what it touches, what stays typed
    "a transfer before joining": (
        transfer_before_joining, "日期 2001-03-01 早于该同志的入党日期 2005-07-01，请核对日期", f"现有记录：{ONE}，自 2026-09-30 起",
        {"#on": "2001-03-01", "#basis": "介绍信第 9 号"}),
    "two secretaries at once": (two_secretaries, "书记只能有一人：陈一正担任书记", "陈一", {"input[name=who_1]": "褚二", "#basis": "处任〔2026〕30号"}),
    "a death undone when the post is held by another": (death_undone, "撤销后会有两名书记", f"现任书记：许三，{TWO}，自 2026-11-10 起", {}),
    "a merge of a branch with an election under way": (
        merge_in_an_election, "采油二队党支部正在选举（设委员会的党支部换届）", "选举开始于 2026-11-01", {"#basis": "党委会第 12 次会议"}),
    "a backdated sanction that would have changed a past vote": (
        backdated_sanction, "2026-10-12 之后有选举或者表决", f"{ONE} 2026-10-20", {"#on": "2026-10-12", "#until": "2027-10-12", "#basis": "纪〔2026〕3号"}),
}


def test_each_is_one_sentence_with_what_it_touches_and_nothing_typed_is_lost(visit: Opener, office: Office) -> None:
    died = person("秦一")
    membership.do([died], Wish(Kind.DEATH, date(2026, 11, 2)), "讣告", by=office.by, at=NOW)
    given = PostWish(Act.GIVE, person("许三").key, PostKind.SECRETARY, CameBy.APPOINTED)
    change_posts(branch(TWO), [given], Document("处任〔2026〕29号", date(2026, 11, 9), date(2026, 11, 10)), by=office.by, at=NOW)
    Election.objects.create(
        key="election", top_key="top", organisation=branch(TWO), kind="branch-committee", seats=3, begun_on=date(2026, 11, 1), begun_at=NOW, begun_by="office",
    )
    page = visit("/login/")
    log_in(page, "office", PASSWORD)
    page.wait_for_url("**/watch/")
    before = (Deed.objects.count(), OrganisationDeed.objects.count(), Entry.objects.count())
    for case, (do, sentence, touches, typed) in BAD.items():
        for size in (DESK, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            do(page)
            said = [one for one in page.locator(".error:visible, [role=alert]:visible").all_inner_texts() if sentence in one]
            assert len(said) == 1 and said[0].count("\n") == 0, f"{case}: {page.inner_text('main')}"
            assert touches in page.inner_text("main"), case
            assert {field: page.input_value(field) for field in typed} == typed, case
            assert_no_violations(page)
    assert (Deed.objects.count(), OrganisationDeed.objects.count(), Entry.objects.count()) == before, "nothing of it was written"
