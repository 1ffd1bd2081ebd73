"""What a person contests is marked wherever it stands, quietly, for whoever may read what is marked; and as of an earlier day as it was known then."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from cast import NOW, Cast
from leadgoose.ground.holdings import contested, marks
from leadgoose.rights.actions.objections import Answering, Objecting, answer_objection, raise_objection
from leadgoose.rights.models import Objection
from leadgoose.roster.models import PersonFact, Post
from leadgoose.roster.reach import of_organisation

BORN, NUMBER = "roster.PersonFact.born_on", "roster.Person.id_masked"


def contest(cast: Cast, person: str, column: str, row: str = "", at: datetime = NOW) -> Objection:
    what = Objecting(f"{column}|{row}" if column != "other" else "other", "写错了", "", "异议书 3", timezone.localdate(at))
    return raise_objection(cast.people[person], what, by=cast.actor("clerk"), at=at)


def born(cast: Cast, person: str) -> Objection:
    return contest(cast, person, BORN, str(PersonFact.objects.get(person__key=person, retracted_at=None).pk))


def page(cast: Cast, login: str, address: str) -> str:
    return cast.client(login).get(address).content.decode()


def test_lists_of_members_mark_it_beside_the_name_and_say_which_entry(cast: Cast) -> None:
    born(cast, "p-member")
    for address in ("/o/one/members/", "/o/committee/members/", "/o/one/", "/o/committee/search/?q=查晓明"):
        found = page(cast, "clerk", address)
        assert found.count('class="contested"') == 1 and "有异议：出生日期" in found, address
    assert "有异议" not in page(cast, "clerk", "/o/two/members/")
    assert "有异议" not in page(cast, "clerk", "/o/one/rights/"), "the list of rights does not rest on birthdays"
    assert "有异议：出生日期。" in page(cast, "secretary", "/p/p-member/")


def test_who_may_not_read_the_entry_is_not_told_that_it_is_contested(cast: Cast) -> None:
    contest(cast, "p-member", NUMBER)
    contest(cast, "p-secretary", "other")
    reach = of_organisation(cast.organisations["one"])
    for login, told in (("clerk", {"p-member": {NUMBER}, "p-secretary": {"other"}}), ("secretary", {}), ("envoy", {}), ("reader", {}), ("outsider", {})):
        found = contested("committee", by=cast.actor(login), reach=reach)
        assert {key: set(of) for key, of in found.items()} == told, login
    assert "有异议：身份证号" in page(cast, "clerk", "/o/one/members/")
    assert "有异议" not in page(cast, "secretary", "/o/one/members/")
    assert "有异议" not in page(cast, "secretary", "/p/p-member/")
    assert "有异议：身份证号" in page(cast, "member", "/p/p-member/"), "of oneself one is told"


def test_the_file_has_a_column_for_it(cast: Cast) -> None:
    born(cast, "p-member")
    sheet = load_workbook(BytesIO(cast.client("clerk").post("/o/one/members.xlsx").content)).active
    assert sheet is not None
    told = {row[0]: row[-1] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert told["姓名"] == "有异议，待答复" and told["查晓明"] == "出生日期"
    assert {one for name, one in told.items() if name not in ("姓名", "查晓明")} == {""}


def test_the_team_marks_what_its_table_rests_on(cast: Cast) -> None:
    born(cast, "p-secretary")
    assert "有异议：出生日期" in page(cast, "clerk", "/o/committee/team/list/?table=age")
    assert "有异议" not in page(cast, "clerk", "/o/committee/team/list/?table=gender")
    post = Post.objects.get(person__key="p-secretary", retracted_at=None)
    contest(cast, "p-secretary", "roster.Post.kind", str(post.pk))
    assert "有异议：党内职务" in page(cast, "clerk", "/o/committee/team/list/?table=gender")
    sheet = load_workbook(BytesIO(cast.client("clerk").post("/o/committee/team/list.xlsx?table=age").content)).active
    assert sheet is not None
    assert "出生日期、党内职务" in {cell for row in sheet.iter_rows(values_only=True) for cell in row}


def test_an_answer_takes_the_mark_away_and_an_earlier_day_stays_as_it_was_known(cast: Cast) -> None:
    row = born(cast, "p-member")
    answered = NOW + timedelta(days=2)
    answer_objection(row, Answering("refused", "花名册与档案一致。", second="committee_member"), by=cast.actor("clerk"), at=answered)
    reach, clerk = of_organisation(cast.organisations["one"]), cast.actor("clerk")

    def known(at: datetime | None) -> dict[str, str]:
        return marks("committee", [BORN], by=clerk, reach=reach, known_at=at)

    assert known(None) == {} and known(answered) == {}
    assert known(NOW - timedelta(seconds=1)) == {}
    assert known(NOW) == known(answered - timedelta(seconds=1)) == {"p-member": "出生日期"}


def test_a_hundred_objections_cost_a_list_one_query(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            cast.client("clerk").get("/o/one/members/")
        return len(seen)

    born(cast, "p-member")
    before = asked()
    born(cast, "p-secretary"), born(cast, "p-committee")
    assert asked() == before
