"""Records that say much the same: found within a committee, shown to whom both are open, never of what is confidential."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.recordbook.actions import Refused, enter, withdraw
from leadgoose.recordbook.actions.comparing import add_common_text, end_common_text, review_resemblance
from leadgoose.recordbook.actions.finding import begin_rebuilding, rebuild_step
from leadgoose.recordbook.actions.planning import Wish, set_plan
from leadgoose.recordbook.models import CommonText, PlanItem, Record, Resemblance, Sketch
from leadgoose.recordbook.queries.similar import hinted
from leadgoose.recordbook.rules.entry import Close, Closing, Entry, Matter, Named, Speech
from leadgoose.recordbook.rules.kinds import Kind, Level
from recordbook.test_web_enter import form
from recordbook.writing import HELD, arrival, key, meeting

SAID = "三号井的防护板上周又松了两块，我建议每班接班时先看一遍，谁发现松动谁当班紧固，并在交接本上写明时间和姓名。"
COPIED = SAID.replace("三号井", "五号井").replace("，", "")
NOTICE = "各党支部要在十一月底前完成冬季安全生产大检查，重点检查锅炉、管线和值班房用电，检查情况报党委办公室备案。"


def said(*texts: str, **more: object) -> Entry:
    speeches = tuple(Speech(Named("查晓明", "p-member"), one) for one in texts)
    return meeting(**{"key": key(), "kind": Kind.STUDY, "matters": (), "people": (), "speeches": speeches, **more})


def put(cast: Cast, entry: Entry, by: str = "secretary", **more: object) -> Record:
    return enter(entry, arrival(**more), by=cast.actor(by), at=NOW).record


def both(cast: Cast, text: str = COPIED, **more: object) -> tuple[Record, Record]:
    first = put(cast, said("先说别的，今天到会的人不多，下次请提前一天通知到每个班组的每一个人。", SAID))
    return first, put(cast, said(text, org="two", **more), by="new_secretary")


def test_a_copied_passage_is_found_where_it_stands_in_both(cast: Cast) -> None:
    first, second = both(cast)
    pair = Resemblance.objects.get()
    assert (pair.first, pair.second, pair.places, pair.top_key) == (first, second, [["speeches.1", "speeches.0"]], "committee")
    assert hinted(second, cast.actor("new_secretary")).places == {"speeches.0"}


@pytest.mark.parametrize("entry", [
    said("今年的工会活动安排已经下发，各班组长把报名表收齐后交给办公室，月底前统一采购球拍和护具。", org="two"), said("同意。", org="two"),
    said(org="two"),
], ids=["other words", "short words", "no words"])
def test_other_words_are_not_alike(cast: Cast, entry: Entry) -> None:
    put(cast, said(SAID, "同意。"))
    put(cast, entry, by="new_secretary")
    assert not Resemblance.objects.exists()


def test_the_same_words_in_another_committee_never_meet(cast: Cast) -> None:
    put(cast, said(SAID))
    put(cast, said(SAID, org="elsewhere-b"), by="outsider")
    assert not Resemblance.objects.exists()


def test_confidential_records_are_never_compared(cast: Cast) -> None:
    put(cast, said(SAID))
    put(cast, meeting(key=key(), kind=Kind.TALK, level=Level.INNER, title="", people=(), speeches=(), matters=(), fields={"partner": "某", "said": SAID}))
    assert not Resemblance.objects.exists() and set(Sketch.objects.values_list("record__level", flat=True)) == {"open"}


def test_the_plan_a_notice_and_carried_over_items_are_left_out(cast: Cast) -> None:
    add_common_text(cast.organisations["committee"], "冬检通知", NOTICE, by=cast.actor("clerk"), at=NOW)
    put(cast, said(NOTICE))
    put(cast, said(f"按通知：{NOTICE}", org="two"), by="new_secretary")
    set_plan(cast.organisations["one"], [Wish(Kind.STUDY, HELD.replace(day=1), planned_on=HELD, topics=SAID)], by=cast.actor("secretary"), at=NOW)
    put(cast, said(SAID, plan=PlanItem.objects.get().key))
    put(cast, said(SAID, org="two"), by="new_secretary")
    assert not Resemblance.objects.exists()


def test_an_item_carried_over_is_not_ones_own_words(cast: Cast) -> None:
    text = SAID.replace("\n", "")
    made = put(cast, meeting(matters=(Matter(key("m1"), text, owner=Named("查晓明", "p-member")),)))
    put(cast, meeting(key=key(), matters=(Matter(key("m2"), f"继续落实：{text}"),), closings=(Closing(key("m1"), Close.DROPPED, "合并办理"),)))
    assert made and not Resemblance.objects.exists()


def test_a_correction_takes_the_likeness_away_and_a_withdrawal_too(cast: Cast) -> None:
    first, second = both(cast)
    own = replace(said("我们队没有三号井，讲的是车辆回场以后钥匙统一交调度室保管，节假日由值班干部检查一遍。", org="two"), key=second.key)
    put(cast, own, by="new_secretary", parents=(second.versions.get().stamp,), reason="改成自己的话")
    assert not Resemblance.objects.exists()
    put(cast, said(SAID))
    assert Resemblance.objects.count() == 1
    withdraw(first.key, "记重", by=cast.actor("secretary"), at=NOW)
    assert not Resemblance.objects.exists() and not Sketch.objects.filter(record=first).exists()


def test_a_notice_taken_in_later_clears_the_pairs_that_rest_on_it(cast: Cast) -> None:
    both(cast, SAID)
    committee = cast.organisations["committee"]
    add_common_text(committee, "别的通知", NOTICE, by=cast.actor("clerk"), at=NOW)
    assert Resemblance.objects.count() == 1
    add_common_text(committee, "安全讲话", SAID, by=cast.actor("clerk"), at=NOW)
    assert not Resemblance.objects.exists()
    text = CommonText.objects.get(title="安全讲话")
    end_common_text(committee, text.key, by=cast.actor("clerk"), at=NOW)
    put(cast, said(SAID, org="two"), by="new_secretary")
    assert Resemblance.objects.exists()
    acts = Journal.objects.filter(act__startswith="CommonText").order_by("number").values_list("act", flat=True)
    assert list(acts) == ["CommonTextAdded", "CommonTextAdded", "CommonTextEnded"]
    with pytest.raises(Refused):
        end_common_text(committee, text.key, by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Denied):
        add_common_text(committee, "某", NOTICE, by=cast.actor("secretary"), at=NOW)


def test_only_who_may_read_both_learns_with_which(cast: Cast) -> None:
    first, second = both(cast)
    assert hinted(second, cast.actor("new_secretary")).others == ()
    assert [one[0] for one in hinted(second, cast.actor("clerk")).others] == [first.key]
    page = cast.client("new_secretary").get(f"/r/{second.key}/").content.decode()
    assert "与别的记录相似的话" in page and first.key not in page and "作业一队" not in page
    for other in (first.key, key()):
        answer = cast.client("new_secretary").get(f"/r/{second.key}/beside/{other}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/r/{second.key}/"), "a pair that is not theirs looks like none"
    assert cast.client("clerk").post(f"/r/{second.key}/beside/{key()}/review/", {"note": "x"}).status_code == 404
    page = cast.client("clerk").get(f"/r/{second.key}/").content.decode()
    assert f"/r/{second.key}/beside/{first.key}/" in page
    page = cast.client("clerk").get(f"/r/{second.key}/beside/{first.key}/").content.decode()
    assert "五<mark>号井的防护板上周又松了两块我建议" in page and "三<mark>号井的防护板上周又松了两块，我建议" in page and "作业一队党支部" in page


def test_a_secretary_sees_both_of_ones_own_book(cast: Cast) -> None:
    first, second = put(cast, said(SAID)), put(cast, said(COPIED))
    assert cast.client("secretary").get(f"/r/{second.key}/beside/{first.key}/").status_code == 200
    assert "并排看" in cast.client("secretary").get("/o/one/book/alike/").content.decode()


def test_who_looked_leaves_a_sentence_and_the_pair_leaves_the_list(cast: Cast) -> None:
    first, second = both(cast)
    pair, clerk = Resemblance.objects.get(), cast.client("clerk")
    with pytest.raises(Denied):
        review_resemblance(pair, "属实", by=cast.actor("envoy"), at=NOW)
    assert clerk.post(f"/r/{second.key}/beside/{first.key}/review/", {"note": " "}).status_code == 422
    assert clerk.post(f"/r/{second.key}/beside/{first.key}/review/", {"note": "两队一起开的会"}).status_code == 302
    told = Journal.objects.get(act="ResemblanceReviewed")
    assert (told.facts["first"], told.facts["second"]) == (first.key, second.key)
    assert "没有要看的" in clerk.get("/o/committee/book/alike/").content.decode()
    assert "两队一起开的会" in clerk.get("/o/committee/book/alike/?seen=1").content.decode()
    more = replace(said(COPIED, "另外，班前会要点名。", org="two"), key=second.key)
    put(cast, more, by="new_secretary", parents=(second.versions.get().stamp,), reason="漏记")
    assert Resemblance.objects.get().note == "两队一起开的会"
    with pytest.raises(Refused):
        review_resemblance(Resemblance.objects.get(), "再看", by=cast.actor("clerk"), at=NOW)


def test_while_writing_the_own_passage_is_named_and_the_other_record_is_not(cast: Cast) -> None:
    put(cast, said(SAID))
    client = cast.client("new_secretary")
    values = {**form(client, "/o/two/book/new/study/"), "sp-point-0": COPIED, "step": "look"}
    panel = client.post("/o/two/book/new/study/", values, headers={"HX-Request": "true"}).content.decode()
    assert "第 1 条发言与本委已有的一条记录相似" in panel and "作业一队" not in panel
    panel = client.post("/o/two/book/new/study/", {**values, "sp-point-0": "讲了车辆钥匙的保管"}, headers={"HX-Request": "true"}).content.decode()
    assert "相似" not in panel


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(cast: Cast) -> None:
    client, counted = cast.client("clerk"), []
    for _number in range(2):
        both(cast)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/o/committee/book/alike/").status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]


def told() -> list[tuple[object, ...]]:
    return sorted(Resemblance.objects.values_list("first", "second", "places", "note"))


@pytest.mark.parametrize("step", [2, 200], ids=["across steps", "within one step"])
def test_marks_and_pairs_are_made_anew_with_the_index_for_records_that_were_there_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr("leadgoose.recordbook.actions.finding.STEP", step)
    first, _second = both(cast)
    third = put(cast, said(SAID))
    put(cast, replace(said("先说别的，今天到会的人不多，下次请提前一天通知到每个班组的每一个人。", COPIED), key=first.key),
        parents=(first.versions.get().stamp,), reason="漏字")
    put(cast, said(SAID, kind=Kind.TALK, level=Level.INNER, speeches=(), fields={"partner": "某", "said": SAID}))
    marks, pairs = sorted(Sketch.objects.values_list("record", "mark")), told()
    assert len(pairs) == 3 and third.pk in {one[1] for one in pairs}
    Sketch.objects.all().delete()
    Resemblance.objects.all().delete()
    rebuilding = begin_rebuilding(NOW)
    while rebuild_step(rebuilding, NOW):
        pass
    assert sorted(Sketch.objects.values_list("record", "mark")) == marks and told() == pairs


def test_making_them_anew_keeps_what_somebody_saw_and_drops_what_is_alike_no_longer(cast: Cast) -> None:
    first, second = both(cast)
    put(cast, said(SAID, NOTICE))
    fourth = put(cast, said(NOTICE, org="two"), by="new_secretary")
    cast.client("clerk").post(f"/r/{second.key}/beside/{first.key}/review/", {"note": "两队一起开的会"})
    add_common_text(cast.organisations["committee"], "冬检通知", NOTICE, by=cast.actor("clerk"), at=NOW)
    Resemblance.objects.create(top_key="committee", first=first, second=fourth, places=[["speeches.1", "speeches.0"]], found_at=NOW)
    assert rebuild_step(begin_rebuilding(NOW), NOW) == 4
    assert [one[3] for one in told()] == ["两队一起开的会", "", ""] and fourth.pk not in {one[1] for one in told()}
