"""An objection on paper and one on line have the same standing: taken in, shown as contested, answered once, remarked upon once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.holdings import Whose, contested_in
from leadgoose.ground.journal.models import Entry
from leadgoose.rights.actions.objections import Answering, Objecting, answer_objection, raise_objection, remark_answer, withdraw_objection
from leadgoose.rights.actions.refusals import Refused
from leadgoose.rights.models import Objection
from leadgoose.rights.queries import held
from leadgoose.rights.queries.objections import opened
from leadgoose.roster.actions.lines import correct_line
from leadgoose.roster.models import Person, PersonFact
from leadgoose.roster.rules.lines import How

SAID = "我读的是油田职工大学大专班，不是本科"
SCHOOLING = "roster.PersonFact.education"


def schooling(cast: Cast, key: str = "p-member") -> str:
    """How a form names the schooling of a person."""
    return f"{SCHOOLING}|{PersonFact.objects.get(person__key=key, retracted_at=None).pk}"


def on_paper(cast: Cast, **more: object) -> Objection:
    what = replace(Objecting(schooling(cast), SAID, "大专", "异议书 2026-3", date(2026, 11, 20)), **more)   # type: ignore[arg-type]
    return raise_objection(cast.people["p-member"], what, by=cast.actor("clerk"), at=NOW)


def on_line(cast: Cast) -> Objection:
    return raise_objection(cast.people["p-member"], Objecting(schooling(cast), SAID, "大专"), by=cast.actor("member"), at=NOW)


def test_what_comes_on_paper_stands_like_what_comes_on_line(cast: Cast) -> None:
    paper = on_paper(cast)
    assert (paper.way, paper.field, paper.received_on, paper.due_on) == ("paper", SCHOOLING, date(2026, 11, 20), date(2026, 12, 5))
    said = opened([paper])[0]
    assert (said.said, said.wanted, said.about, said.paper, said.name) == (SAID, "大专", "大学本科", "异议书 2026-3", "查晓明")
    line = on_line(cast)
    assert (line.way, line.due_on) == ("page", TODAY + timedelta(days=15))
    assert {key: set(of) for key, of in contested_in("committee").items()} == {"p-member": {SCHOOLING}}
    duties = Duty.objects.filter(code="rights_objection", closed_at=None).order_by("due_on")
    assert [(one.org_key, one.due_on, one.numbers) for one in duties] == [("committee", paper.due_on, {"n": 1}), ("committee", line.due_on, {"n": 1})]


def test_the_journal_knows_codes_and_no_word_of_what_was_written(cast: Cast) -> None:
    row = on_paper(cast)
    entry = Entry.objects.get(act="ObjectionReceived")
    assert entry.facts == {"objection": row.key, "field": SCHOOLING, "way": "paper", "due": "2026-12-05"} and entry.sealed == {}
    stored = Objection.objects.values().get()
    assert SAID not in str(stored) and "大专" not in str({name: value for name, value in stored.items() if name.endswith("_sealed")})


@pytest.mark.parametrize(("more", "field"), [
    ({"choice": ""}, "choice"), ({"choice": "roster.PersonFact.education|0"}, "choice"), ({"said": " "}, "said"), ({"said": "字" * 501}, "said"),
    ({"paper": ""}, "paper"), ({"received_on": TODAY + timedelta(days=1)}, "received_on"), ({"wanted": "字" * 201}, "wanted"),
])
def test_what_is_incomplete_is_refused_at_its_field(cast: Cast, more: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as no:
        on_paper(cast, **more)
    assert set(no.value.wrong) == {field} and not Objection.objects.exists()


def test_only_the_person_and_the_office_object(cast: Cast) -> None:
    for login in ("secretary", "new_secretary", "envoy", "outsider", "security_officer"):
        with pytest.raises(Denied):
            raise_objection(cast.people["p-member"], Objecting(schooling(cast), SAID), by=cast.actor(login), at=NOW)


def corrected(cast: Cast, row: Objection) -> str:
    """The clerk corrects the line; the receipt of the act."""
    at = NOW + timedelta(days=1)
    person = Person.objects.get(key="p-member")
    fix(person, cast, at)
    entry = Entry.objects.filter(person_key="p-member", act="LineCorrected").get()
    return f"{entry.number}-{entry.hash[:16]}"


def fix(person: Person, cast: Cast, at: datetime) -> None:
    correct_line(person, {"education": "大专"}, How.CORRECTION, TODAY, "毕业证 1995-07", by=cast.actor("clerk"), at=at)


def answer(cast: Cast, row: Objection, *, by: str = "clerk", **more: object) -> None:
    told = replace(Answering("refused", "档案记载为大学本科，以档案为准。"), **more)   # type: ignore[arg-type]
    answer_objection(row, told, by=cast.actor(by), at=NOW + timedelta(days=2))


def test_a_refusal_says_why_and_takes_the_mark_and_the_duty_away(cast: Cast) -> None:
    row = on_line(cast)
    answer(cast, row)
    row.refresh_from_db()
    assert (row.outcome, row.answered_by, row.answered_on) == ("refused", "clerk", TODAY + timedelta(days=2)) and row.answer_receipt
    assert contested_in("committee") == {} and not Duty.objects.filter(code="rights_objection", closed_at=None).exists()
    with pytest.raises(Refused):
        answer(cast, row)


def test_accepted_needs_the_act_that_corrected_it(cast: Cast) -> None:
    row = on_line(cast)
    with pytest.raises(Refused) as no:
        answer(cast, row, outcome="accepted")
    assert set(no.value.wrong) == {"act"}
    other = Entry.objects.filter(act="ObjectionReceived").get()
    with pytest.raises(Refused):   # a receipt whose hash is another
        answer(cast, row, outcome="accepted", act=f"{other.number}-{'0' * 16}")
    receipt = corrected(cast, row)
    answer(cast, row, outcome="accepted", words="查毕业证属实，已更正。", act=receipt)
    row.refresh_from_db()
    assert row.act_receipt == receipt


def test_whoever_made_the_entry_does_not_answer_alone_without_saying_why(cast: Cast) -> None:
    row = on_line(cast)
    Objection.objects.filter(pk=row.pk).update(entered_by="clerk")
    with pytest.raises(Refused) as no:
        answer(cast, row)
    assert set(no.value.wrong) == {"why_alone"}
    with pytest.raises(Refused) as no:
        answer(cast, row, second="nobody-there")
    assert set(no.value.wrong) == {"second"}
    answer(cast, row, second="secretary")
    row.refresh_from_db()
    assert row.seconded_by == "secretary"


def test_who_made_an_entry_is_known_from_the_journal(cast: Cast) -> None:
    fix(Person.objects.get(key="p-member"), cast, NOW)
    assert on_line(cast).entered_by == "clerk"


def test_nobody_answers_their_own_objection(cast: Cast) -> None:
    row = raise_objection(cast.people["p-clerk"], Objecting(schooling(cast, "p-clerk"), SAID), by=cast.actor("clerk"), at=NOW)
    with pytest.raises(Refused) as no:
        answer(cast, row)
    assert set(no.value.wrong) == {""}


def test_the_person_remarks_on_the_answer_once(cast: Cast) -> None:
    row = on_line(cast)
    member = cast.actor("member")
    with pytest.raises(Refused):
        remark_answer(row, "不同意", by=member, at=NOW)
    answer(cast, row)
    remark_answer(row, "毕业证写的是大专", by=member, at=NOW + timedelta(days=3))
    row.refresh_from_db()
    assert opened([row])[0].remark == "毕业证写的是大专"
    with pytest.raises(Refused):
        remark_answer(row, "再说一次", by=member, at=NOW + timedelta(days=4))


def test_the_person_withdraws_and_nothing_is_asked_any_more(cast: Cast) -> None:
    row = on_line(cast)
    withdraw_objection(row, by=cast.actor("member"), at=NOW)
    row.refresh_from_db()
    assert row.outcome == "withdrawn" and contested_in("committee") == {}
    assert not Duty.objects.filter(code="rights_objection", closed_at=None).exists()


def test_the_contested_thing_is_marked_in_what_is_held(cast: Cast) -> None:
    on_line(cast)
    parts = held.parts(Whose("p-member", cast.people["p-member"].pk, "committee", TODAY))
    assert [thing.label for part in parts for thing in part.things if thing.mark] == ["学历"]
