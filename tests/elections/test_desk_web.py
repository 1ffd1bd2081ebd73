"""The desk's pages with plain forms: the whole way of a meeting, each refusal at its field, the same number of queries at every size."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from elections.hall import COUNTER, LISTED, PIN, SCRUTINEER, SECOND, Hall, hall
from leadgoose.elections.models import Declaration, Round, Sheet
from leadgoose.elections.queries.outcome import elected_of
from leadgoose.ground.journal.models import Entry

pytestmark = pytest.mark.django_db
CLEAR = {"m-1": 14, "m-2": 12, "m-3": 10, "m-4": 8}


@pytest.fixture
def room(cast: Cast) -> Hall:
    return hall(cast)


class Desk:
    """One account at the desk of one election."""

    def __init__(self, room: Hall, login: str = "secretary") -> None:
        self.base, self.client, self.room = f"/desk/{room.election.key}/", room.cast.client(login), room

    def see(self, at: str = "") -> str:
        response = self.client.get(self.base, {"at": at} if at else {})
        assert response.status_code == 200
        return str(response.content.decode())

    def post(self, where: str, status: int = 302, **fields: Any) -> str:
        response = self.client.post(f"{self.base}{where}/", {"meeting": "members", **fields})
        assert response.status_code == status, response.content.decode()[:3000]
        return str(response.content.decode())


def sheet(room: Hall, entrant: str, approvals: dict[str, int] = CLEAR, returned: int = 16, **more: Any) -> dict[str, Any]:
    listed = [key for key, _ in room.round.candidates]
    lines = {f"approve_{key}": approvals[key] for key in listed} | {f"disapprove_{key}": returned - approvals[key] for key in listed}
    return {"round": room.round.key, "entrant": entrant, "pin": PIN, "candidate": listed, "invalid": 0, **lines, **more}


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def test_a_meeting_is_held_with_plain_forms_from_the_roll_to_the_result(room: Hall) -> None:
    desk = Desk(room)
    first = [*LISTED, SCRUTINEER, COUNTER, SECOND]
    there = [*first, *[one for one in room.electors if one not in first]][:16]
    seen = desk.see()
    assert "须到 15" in text(seen) and "解文静" in seen and "/rules/elec-rights-full-members/" in seen
    counted = desk.client.post(f"{desk.base}declare/", {"meeting": "members", "in_room": there[:14], "only": "count"}).content.decode()
    assert "现到 14 人，须到 15 人" in text(counted) and not Declaration.objects.exists()
    desk.post("declare", in_room=there, guests=1, chair_in_order="on")
    assert "听取和审查上届工作报告" in desk.see() and "16 实到会 超出 1" in text(desk.see())
    desk.post("report")
    desk.post("method", favour=16)
    desk.post("watch", scrutineers=[SCRUTINEER], counters=[COUNTER, SECOND], favour=16)
    for key in (SCRUTINEER, COUNTER, SECOND):
        desk.post("pin", person=key, pin=PIN)
    desk.post("issue", printed=20, issued=16, electors=16, introduced="on", candidate=LISTED)
    desk.post("voted", voters=16, nobody_by_proxy="on")
    desk.post("reconcile", returned=16, spoiled=0, spare_destroyed=4)
    assert "9 当选须得赞成票" in text(desk.see())
    desk.post("sheet", **sheet(room, COUNTER))
    assert "14" not in text(desk.see("tally")).replace("2026-11-23", ""), "the second counter sees nothing of the first"
    desk.post("sheet", **sheet(room, SECOND))
    desk.post("decide", signed="on")
    seen = text(desk.see("result"))
    assert "王堃 李建军 赵敏华" in seen and "实到会有选举权 16 人，过半数须得 9 票，王堃得 14 票，当选，超出 5 票。" in seen
    assert elected_of(room.election).committee == ("m-1", "m-2", "m-3")
    assert "选票核对" in desk.see("ballots") and "已经宣布" in desk.see("roll")


def test_what_is_typed_comes_back_with_one_sentence_at_its_field(room: Hall) -> None:
    desk = Desk(room)
    assert "请填写 0 至 9999 的整数" in desk.post("declare", 422, in_room=LISTED, guests="三")
    back = desk.post("declare", 422, in_room=["p-secretary", "p-outsider"], guests=7)
    assert "有不属于本支部的人" in back and 'value="7"' in back and re.search(r'value="p-secretary" checked', back)
    room.declare()
    room.decide()
    back = desk.post("issue", 422, printed=10, issued=16, electors=16, introduced="on", candidate=LISTED)
    assert "印制 10 张，发不出 16 张" in back and 'id="issued_error"' in back and 'value="10"' in back
    room.issue()
    room.reconcile()
    wrong = sheet(room, COUNTER, pin="1111")
    back = desk.post("sheet", 422, **wrong)
    assert "密码不对" in back and 'value="14"' in back and "1111" not in back
    back = desk.post("sheet", 422, **{**sheet(room, COUNTER), "approve_m-4": 7})
    assert "欧阳晓燕的赞成、不赞成、弃权合计 15 票，有效票 16 张，少 1 票；请核对" in back
    back = desk.post("sheet", 422, **sheet(room, COUNTER, other_0="m-8", others_0=1, other_1="m-8", others_1=1))
    assert "同一个人写了两行" in back
    assert not Sheet.objects.exists()
    desk.post("sheet", **sheet(room, COUNTER))
    assert "同一人不能录入两次" in desk.post("sheet", 422, **sheet(room, COUNTER))


def test_the_device_gets_the_same_answers_as_json(room: Hall) -> None:
    room.ready()
    desk = Desk(room)
    answer = desk.client.post(f"{desk.base}sheet/", {"meeting": "members", **sheet(room, COUNTER, pin="1")}, headers={"X-Desk": "1"})
    assert (answer.status_code, answer.json()) == (422, {"wrong": {"pin": "密码不对，请本人再输一次。"}})
    answer = desk.client.post(f"{desk.base}sheet/", {"meeting": "members", **sheet(room, COUNTER)}, headers={"X-Desk": "1"})
    assert (answer.status_code, answer.json()) == (200, {"said": "计票单已封存。"})


def test_differences_stand_name_by_name_on_the_page(room: Hall) -> None:
    room.ready()
    desk = Desk(room)
    desk.post("sheet", **sheet(room, COUNTER))
    desk.post("sheet", **{**sheet(room, SECOND), "disapprove_m-4": 7, "abstain_m-4": 1})
    seen = text(desk.see("tally"))
    assert "欧阳晓燕 8—8—0 8—7—1" in seen and "判定计票结果" not in seen
    assert "不一致，涉及欧阳晓燕" in desk.post("decide", 422, signed="on")
    desk.post("sheet", **sheet(room, SECOND, reason="看错一张"))
    assert "判定计票结果" in desk.see("tally")


def test_the_grounds_of_an_exclusion_are_chosen_and_never_shown(room: Hall) -> None:
    desk = Desk(room)
    rows = {"person_0": "m-14", "grounds_0": "bedridden", "consent_no_0": "示委批〔2026〕8号", "consent_on_0": "2026-11-20", "favour": 17}
    desk.post("exclude", **rows)
    seen = desk.see("roll")
    assert "示委批〔2026〕8号" in seen and "bedridden\" selected" not in seen and "应到会" in seen
    room.declare(14)
    assert "卧床" not in desk.see("roll") and "bedridden" not in str(list(Entry.objects.values_list("facts", "sealed")))


def test_a_tie_and_a_shortfall_offer_what_the_rule_offers(room: Hall) -> None:
    room.ready()
    room.count(room.sums((14, 12, 8, 7)))
    desk = Desk(room)
    seen = desk.see("result")
    assert "不足的名额另行选举" in seen and "减少名额" in seen and "赵敏华" in seen
    assert "不能减少应选名额" in desk.post("reduce", 422, agree=7)
    desk.post("open-seats", chosen=["m-3", "m-9"], agreed="on")
    assert Round.objects.get(number=2).follows == "open-seats" and "第 2 张票：委员会委员（另行选举）" in text(desk.see("ballots"))


def test_whatever_names_an_act_can_link_to_its_screen(room: Hall) -> None:
    desk = Desk(room)
    for where, at in (("declare", "roll"), ("method", "decisions"), ("issue", "ballots"), ("sheet", "tally"), ("revote", "result"), ("open", "open")):
        assert desk.client.get(f"{desk.base}{where}/").headers["Location"] == f"{desk.base}?at={at}"


def test_the_desk_is_for_those_who_run_the_election(room: Hall) -> None:
    for login, status in (("secretary", 200), ("clerk", 200), ("envoy", 403), ("member", 403), ("new_secretary", 404), ("outsider", 404)):
        assert room.cast.client(login).get(f"/desk/{room.election.key}/").status_code == status, login
    room.ready()
    assert room.cast.client("envoy").post(f"/desk/{room.election.key}/sheet/", {"meeting": "members", **sheet(room, COUNTER)}).status_code == 403
    assert Client().get(f"/desk/{room.election.key}/").status_code == 302


def test_a_page_asks_as_often_whether_one_vote_was_held_or_three(room: Hall) -> None:
    def asked(at: str) -> int:
        with CaptureQueriesContext(connection, ) as queries:
            desk.see(at)
        return len(queries)

    room.ready()
    desk = Desk(room)
    first = {at: asked(at) for at in ("roll", "decisions", "ballots", "tally", "result")}
    room.count(room.sums((14, 12, 8, 7)))
    desk.post("open-seats", chosen=["m-3", "m-9"])
    room.issue()
    room.reconcile()
    for at, queries in first.items():
        assert asked(at) <= queries + 1, at
    assert max(first.values()) < 45
