"""Pages of another day: what they show and leave out, whom they refuse, how many queries they take; the time line of a branch."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cast import FROM, NOW, RECORDED, TODAY, Cast, Part, enrol_all
from leadgoose.ground.holdings import GONE
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import destroy, seal
from leadgoose.roster.actions import membership, merging, organisations
from leadgoose.roster.actions.organisations import Consent
from leadgoose.roster.consequences import recompute
from leadgoose.roster.identity import RESTRICTION
from leadgoose.roster.kinds import OrgKind, RestrictionKind
from leadgoose.roster.models import Membership, Organisation, OrganisationFact, PersonFact, Restriction
from leadgoose.roster.rules.acts import Kind, Wish
from leadgoose.roster.rules.organisations import Founding

DAY, BASIS = date(2026, 10, 20), "处党委〔2026〕31号"
CLEAR = Consent(despite=True, remark="情况特殊")
BEFORE = "?on=2026-10-15"
THEN = "?on=2026-11-10&known=2026-11-20"
PAGES = ("/o/one/", "/o/committee/members/", "/o/committee/tree/", "/o/one/rights/", "/o/one/history/", "/p/p-member/")


def text(page: HttpResponse) -> str:
    assert page.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


@pytest.fixture
def changed(cast: Cast) -> Cast:
    """Renamed in October, somebody moved and somebody suspended; all of it recorded today."""
    recompute("committee", TODAY, NOW)
    doing = {"by": cast.actor("clerk"), "at": NOW}
    organisations.rename_organisation(cast.organisations["one"], "修井一队党支部", DAY, BASIS, consent=CLEAR, **doing)   # type: ignore[arg-type]
    membership.do([cast.people["p-committee"]], Wish(Kind.MOVE, DAY, "office"), BASIS, despite=True, **doing)   # type: ignore[arg-type]
    membership.do([cast.people["p-member"]], Wish(Kind.SUSPEND, DAY), BASIS, despite=True, **doing)   # type: ignore[arg-type]
    return cast


def test_a_page_of_another_day_says_so_keeps_the_days_and_offers_nothing_to_do(changed: Cast) -> None:
    client = changed.client("clerk")
    for page in PAGES:
        shown = client.get(page + THEN)
        said, code = text(shown), shown.content.decode()
        assert "这是 2026-11-10 的情况，按 2026-11-20 所知的记录，只供查看。" in said, page
        assert f'href="{page}"' in code and "回到今天" in said, page
        main = code[code.index("<main") : code.index("</main>")]
        assert 'method="post"' not in main and "reverse/" not in main, page
    code = client.get("/o/committee/members/" + THEN).content.decode()
    assert "/p/p-member/?on=2026-11-10&amp;known=2026-11-20" in code and "/o/committee/?on=2026-11-10&amp;known=2026-11-20" in code
    assert "分设" not in client.get("/o/one/" + THEN).content.decode()


def test_what_was_recorded_later_is_not_seen_and_what_was_valid_later_neither(changed: Cast) -> None:
    client = changed.client("clerk")
    seen = ((THEN, "作业一队党支部", True, True), (BEFORE, "作业一队党支部", True, True), ("?on=2026-11-10", "修井一队党支部", False, False))
    for days, name, there, votes in seen:
        one, members, rights = (text(client.get(page + days)) for page in ("/o/one/", "/o/one/members/", "/o/one/rights/"))
        assert name in one and ("曾玉兰" in members) is there, days
        assert ("有党员权利受限的决定" not in rights) is votes, days
        assert ("修井一队党支部" in text(client.get("/o/committee/tree/" + days))) is (name == "修井一队党支部")
    assert "机关党支部" in text(client.get("/p/p-committee/?on=2026-11-10")) and "作业一队党支部" in text(client.get("/p/p-committee/" + BEFORE))


def test_the_file_of_a_day_has_both_days_in_its_head_and_the_rows_of_the_page(changed: Cast) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(changed.client("clerk").post("/o/one/members.xlsx" + THEN).content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "作业一队党支部党员名单（截至 2026-11-10，按 2026-11-20 所知的记录，共 5 人）"
    assert [row[0] for row in rows[4:]] == ["单志强", "曾玉兰", "仇建军", "查晓明", "解文静"]


@pytest.mark.parametrize(("query", "said"), [
    ("?on=gestern", "看不懂“gestern”"), ("?on=2030-01-01", "不能看今天以后的日期"), ("?known=2030-01-01", "不能晚于今天"), ("?on=1800-01-01", "日期须在"),
])
def test_a_day_that_cannot_be_shown_is_said_and_today_is_shown(cast: Cast, query: str, said: str) -> None:
    page = text(cast.client("clerk").get("/o/one/members/" + query))
    assert said in page and "只供查看" not in page and "查晓明" in page


def test_an_organisation_that_was_not_there_yet_or_any_more_says_so(changed: Cast) -> None:
    client = changed.client("clerk")
    assert "1990-01-01 没有这个党组织有效的记录。" in text(client.get("/o/one/?on=1990-01-01"))
    merging.merge_branch(changed.organisations["office"], changed.organisations["two"], TODAY, BASIS, consent=CLEAR, by=changed.actor("clerk"), at=NOW)
    assert "赵敏" in text(client.get("/o/office/?on=2026-11-22"))


def test_who_is_erased_is_counted_and_shown_without_a_name_on_every_day(changed: Cast) -> None:
    person = changed.people["p-old"]
    destroy(person.key, NOW)      # the line itself still stands: nothing of it may show
    client = changed.client("clerk")
    for page in ("/o/two/members/", "/o/two/", "/o/two/rights/", "/p/p-old/"):
        shown = text(client.get(page + BEFORE))
        assert GONE in shown and "王德福" not in shown and "1955" not in shown, page
    assert "3" in text(client.get("/o/two/members/" + BEFORE))
    PersonFact.objects.filter(person=person).delete()
    assert GONE in text(client.get("/o/two/members/" + BEFORE))


def test_rights_list_everybody_with_the_reason_and_never_the_kind_of_a_decision(cast: Cast) -> None:
    Restriction.objects.create(
        person=cast.people["p-member"], kind_sealed=seal("p-member", RESTRICTION, RestrictionKind.PROBATION_IN_PARTY), valid_from=date(2026, 10, 1),
        recorded_at=RECORDED, source="page",
    )
    recompute("committee", TODAY, NOW)
    client = cast.client("secretary")
    now, before = text(client.get("/o/one/rights/")), text(client.get("/o/one/rights/?on=2026-09-30"))
    assert "5 党员 3 有三项权利 2 没有" in now and "5 党员 4 有三项权利 1 没有" in before
    assert "有党员权利受限的决定在期限内" in now and "留党察看，" not in now
    assert [name in text(client.get("/o/one/rights/?vote=no")) for name in ("查晓明", "解文静", "单志强")] == [True, True, False]


def test_the_history_tells_names_terms_acts_and_size_with_the_basis(changed: Cast) -> None:
    merging.split_branch(
        Organisation.objects.get(key="one"), Founding(OrgKind.BRANCH, "修井二队党支部", date(2026, 11, 20)), ["p-secretary", "p-discipline", "p-member"],
        BASIS, consent=CLEAR, by=changed.actor("clerk"), at=NOW,
    )
    shown = changed.client("clerk").get("/o/one/history/")
    said, code = text(shown), shown.content.decode()
    for line in ("登记为“作业一队党支部”", "换届选举，任期 3 年，2026-09-01 届满", "党组织更名：修井一队党支部", "分设党支部，涉及修井二队党支部", BASIS):
        assert line in said, line
    assert re.findall(r'id="(e\d+)"', code) == [f"e{n}" for n in range(1, 1 + len(re.findall(r'id="e\d+"', code)))]
    assert set(re.findall(r'href="#(\w+)"', code)) - {"content"} <= set(re.findall(r'id="(\w+)"', code)), "every figure and bar leads to a row"
    sizes = re.findall(r"<td><time[^>]*>([\d-]+)</time></td><td class=\"num\">(\d+)</td>", code)
    assert sizes == [("2026-11-20", "1"), ("2026-10-20", "4"), ("2026-09-01", "5")]
    assert ".pdf" in code and "/o/one/?on=2023-09-01" in code
    then = text(changed.client("clerk").get("/o/one/history/?known=2026-11-22"))
    assert "党组织更名" not in then and "登记为“作业一队党支部”" in then


def test_a_reader_without_the_sheets_sees_no_basis_and_the_outsider_nothing(changed: Cast) -> None:
    assert BASIS not in text(changed.client("unit_head").get("/o/one/history/"))
    assert BASIS in text(changed.client("reader").get("/o/one/history/"))
    for page in PAGES[:5]:
        assert changed.client("outsider").get(page + THEN).status_code == 404
    assert changed.client("member").get("/o/one/rights/").status_code == 403


@pytest.fixture
def more(cast: Cast) -> Callable[[int, int], None]:
    def add(first: int, last: int) -> None:
        top = cast.organisations["committee"]
        for number in range(first, last + 1):
            key = f"more{number}"
            cast.organisations[key] = one = Organisation.objects.create(
                key=key, top_key="committee", parent=top, path=f"/committee/{key}/", kind=OrgKind.BRANCH, name=f"第{number}党支部", position=50 + number)
            OrganisationFact.objects.create(
                organisation=one, kind=one.kind, name=one.name, parent=top, valid_from=FROM, recorded_at=RECORDED, source="register")
            here, in_one = Part(f"m{number}", "林一", key, "女", "1980-01-01"), Part(f"n{number}", "程二", "one", "男", "1980-01-01")
            enrol_all(cast, [here, in_one], 100 + 2 * number)
            Membership.objects.filter(person__key=f"n{number}").update(valid_from=FROM + timedelta(number))
    return add


@pytest.mark.parametrize(("address", "most"), [
    ("/o/committee/members/" + THEN, 14), ("/o/one/" + THEN, 22), ("/o/committee/tree/" + THEN, 14), ("/o/one/rights/" + THEN, 14),
    ("/o/one/history/", 18), ("/p/p-member/" + THEN, 17), ("/o/one/members.xlsx" + THEN, 7),
])
def test_the_number_of_queries_does_not_grow(cast: Cast, more: Callable[[int, int], None], address: str, most: int) -> None:
    client = cast.client("clerk")
    counted = []
    for first, last in ((1, 1), (2, 5)):
        more(first, last)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1] <= most, counted
    assert not Entry.objects.exists()


def test_the_file_of_a_day_asks_as_often_whatever_is_in_it(cast: Cast, more: Callable[[int, int], None]) -> None:
    client, counted = cast.client("clerk"), []
    with transaction.atomic():   # as the setting up of every real committee does: the first entry begins the chain of the journal, with queries of its own
        record(Act("CommitteeCreated", FROM, "committee"), by=cast.actor("clerk"), at=RECORDED)
    for first, last in ((1, 1), (2, 5)):
        more(first, last)
        with CaptureQueriesContext(connection) as asked:
            assert client.post("/o/one/members.xlsx" + THEN).status_code == 200
        counted.append(len([one for one in asked if one["sql"].startswith("SELECT")]))
    assert counted[0] == counted[1] <= 18, counted
    assert Entry.objects.filter(act="FileTaken").count() == 2
