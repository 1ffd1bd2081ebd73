"""Sending, entering and withdrawing a reminder: rows, journal, duties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cast import NOW, TODAY, Cast
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.actions.reminder import note_reminder, send_reminder, withdraw_reminder
from leadgoose.elections.models import Reminder
from leadgoose.elections.queries import reminder as queries
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.bylaws.actions import set_committee, set_local
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.press.letter import as_docx, as_pdf
from leadgoose.roster.consequences import recompute

LATER = NOW + timedelta(days=40)


@pytest.fixture
def due(cast: Cast) -> Cast:
    """The cast with what is due: branch two's reminder, since 2026-11-10."""
    recompute("committee", TODAY, NOW)
    assert _open(cast) == [(date(2026, 11, 10), None)]
    return cast


def _open(cast: Cast) -> list[tuple[date, str | None]]:
    rows = Duty.objects.filter(org_key="two", code="term_remind", closed_at=None)
    return [(row.due_on, row.closed_by or None) for row in rows]


def test_sending_writes_the_reminder_the_entry_and_closes_what_was_due(due):
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    assert (row.way, row.sent_on, row.expires_on, row.elected_on) == ("printed", TODAY, date(2027, 5, 10), date(2024, 5, 10))
    assert (row.top_key, row.org_key, row.recorded_by, row.withdrawn_at) == ("committee", "two", "clerk", None)
    entry = Entry.objects.get()
    assert (entry.act, entry.chain, entry.org_key, entry.valid_on) == ("ReminderSent", "committee", "two", TODAY)
    assert (entry.number, entry.hash) == (row.receipt_number, row.receipt_hash)
    assert (entry.typed, entry.role) == (0, "clerk")
    assert entry.filled > 10
    assert {name: value for name, value in entry.facts.items() if name != "letter"} == {
        "elected": "2024-05-10",
        "expires": "2027-05-10",
        "sent": "2026-11-23",
        "way": "printed",
    }
    assert len(entry.facts["letter"]) == 64
    assert _open(due) == []
    closed = Duty.objects.get(org_key="two", code="term_remind")
    assert (closed.closed_by, closed.closed_on, closed.done) == ("ReminderSent", TODAY, True)


def test_the_letter_bears_the_receipt_of_its_own_entry(due):
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    letter = queries.letter_of(row.pk)
    assert letter is not None
    entry = Entry.objects.get()
    assert letter.imprint.receipt == f"{entry.number}-{entry.hash[:16]}"
    assert (letter.draft, letter.signed_on, letter.addressee) == ("", TODAY, "作业二队党支部")
    assert letter.copies_to == "作业大队党总支"


def test_printing_again_gives_the_same_bytes_though_the_committee_changed_since(due):
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    first = queries.letter_of(row.pk)
    due.organisations["two"].name = "改了名的党支部"
    due.organisations["two"].save()
    set_committee("committee", {"issuer": "示例油田党委办公室", "contact": "别人"}, "", by=due.actor("clerk"), at=LATER)
    again = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=LATER)
    assert again.pk == row.pk
    second = queries.letter_of(again.pk)
    assert as_pdf(first, at=row.recorded_at) == as_pdf(second, at=again.recorded_at)
    assert as_docx(first, at=row.recorded_at) == as_docx(second, at=again.recorded_at)
    assert second.addressee == "作业二队党支部"
    assert Entry.objects.filter(act="ReminderSent").count() == 1


def test_a_sent_reminder_is_not_due_again_after_the_nightly_recomputation(due):
    send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    recompute("committee", TODAY + timedelta(days=1), LATER)
    assert _open(due) == []


def test_the_letter_is_kept_sealed(due):
    set_committee("committee", {"contact": "赵喆堃", "phone": "0999-7654321"}, "", by=due.actor("clerk"), at=NOW)
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    assert queries.letter_of(row.pk).annotation == "联系人：赵喆堃，电话：0999-7654321"
    assert "赵喆堃" not in row.letter_sealed and "7654321" not in row.letter_sealed
    assert "赵喆堃" not in str(list(Entry.objects.values()))


def test_an_expired_term_may_be_reminded_of_too(due):
    row = send_reminder(due.organisations["one"], by=due.actor("clerk"), at=NOW)
    assert "已于2026年9月1日届满" in queries.letter_of(row.pk).body[0].text


OTHERS = ["secretary", "new_secretary", "envoy", "reader", "member", "auditor", "platform_admin", "outsider"]


@pytest.mark.parametrize("login", OTHERS)
def test_only_the_office_sends_enters_and_withdraws(due, login):
    there = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    actor = due.actor(login)
    for act in (
        lambda: send_reminder(due.organisations["one"], by=actor, at=NOW),
        lambda: note_reminder(due.organisations["one"], TODAY, "phone", by=actor, at=NOW),
        lambda: withdraw_reminder(due.organisations["two"], there.pk, "发错", by=actor, at=NOW),
    ):
        with pytest.raises(Denied):
            act()
    assert Reminder.objects.count() == 1
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(("organisation", "said"), [("office", "选举日期资料未知"), ("committee", "由上级党组织提醒")])
def test_who_cannot_be_reminded_is_refused_with_the_reason(due, organisation, said):
    with pytest.raises(Refusal, match=said):
        send_reminder(due.organisations[organisation], by=due.actor("clerk"), at=NOW)
    assert not Reminder.objects.exists()


# --- entered afterwards ---


def test_a_reminder_by_telephone_stands_like_a_letter(due):
    row = note_reminder(due.organisations["two"], date(2026, 11, 5), "phone", " 已电话 告知 ", by=due.actor("clerk"), at=NOW)
    assert (row.way, row.sent_on, row.remark, row.letter_sealed) == ("phone", date(2026, 11, 5), "已电话 告知", "")
    entry = Entry.objects.get()
    assert (entry.act, entry.valid_on, entry.typed, entry.filled) == ("ReminderNoted", date(2026, 11, 5), 3, 3)
    assert entry.facts == {"elected": "2024-05-10", "expires": "2027-05-10", "sent": "2026-11-05", "way": "phone"}
    assert _open(due) == []
    assert queries.letter_of(row.pk) is None


@pytest.mark.parametrize(
    ("day", "way", "field"),
    [
        (TODAY + timedelta(days=1), "phone", "sent_on"),
        (date(2024, 5, 9), "letter", "sent_on"),
        (TODAY, "printed", "way"),
        (TODAY, "pigeon", "way"),
    ],
    ids=["tomorrow", "before the term began", "printed here is no note", "no such way"],
)
def test_what_cannot_be_is_refused_at_its_field(due, day, way, field):
    with pytest.raises(Refusal) as refused:
        note_reminder(due.organisations["two"], day, way, by=due.actor("clerk"), at=NOW)
    assert refused.value.field == field
    assert not Reminder.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("day", [TODAY, date(2024, 5, 10)], ids=["today", "on the election day"])
def test_the_first_and_the_last_possible_day_are_taken(due, day):
    assert note_reminder(due.organisations["two"], day, "letter", by=due.actor("clerk"), at=NOW).sent_on == day


def test_a_term_is_reminded_of_once(due):
    note_reminder(due.organisations["two"], TODAY, "phone", by=due.actor("clerk"), at=NOW)
    with pytest.raises(Refusal, match="已经提醒过"):
        note_reminder(due.organisations["two"], TODAY, "letter", by=due.actor("clerk"), at=NOW)
    assert Reminder.objects.count() == 1


# --- withdrawn ---


def test_withdrawing_keeps_the_row_journals_the_reason_sealed_and_the_duty_is_due_again(due):
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    back = withdraw_reminder(due.organisations["two"], row.pk, " 发错 支部 ", by=due.actor("clerk"), at=LATER)
    assert (back.pk, back.withdrawn_at, back.withdrawn_by, back.withdrawal_reason) == (row.pk, LATER, "clerk", "发错 支部")
    entry = Entry.objects.get(act="ReminderWithdrawn")
    assert entry.facts == {"expires": "2027-05-10", "sent": "2026-11-23", "entry": row.receipt_number}
    assert entry.typed == 1
    assert "发错" not in str(entry.sealed)
    assert _open(due) == [(date(2026, 11, 10), None)]
    assert Duty.objects.filter(org_key="two", code="term_remind").count() == 2  # the closed row stays
    assert queries.standing(queries.reminders("two"), queries.present_term(due.organisations["two"], TODAY)) is None


def test_after_a_withdrawal_it_can_be_sent_again(due):
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    withdraw_reminder(due.organisations["two"], row.pk, "发错", by=due.actor("clerk"), at=NOW)
    again = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=LATER)
    assert again.pk != row.pk
    assert [one.stands for one in queries.reminders("two")] == [True, False]
    assert _open(due) == []


@pytest.mark.parametrize("reason", ["", "   ", "因" * 201])
def test_a_withdrawal_needs_a_reason_of_a_line(due, reason):
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    with pytest.raises(Refusal) as refused:
        withdraw_reminder(due.organisations["two"], row.pk, reason, by=due.actor("clerk"), at=NOW)
    assert refused.value.field == "reason"
    assert Reminder.objects.get().withdrawn_at is None


def test_another_branchs_or_a_withdrawn_reminder_cannot_be_withdrawn(due):
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    with pytest.raises(Refusal):
        withdraw_reminder(due.organisations["one"], row.pk, "发错", by=due.actor("clerk"), at=NOW)
    withdraw_reminder(due.organisations["two"], row.pk, "发错", by=due.actor("clerk"), at=NOW)
    with pytest.raises(Refusal):
        withdraw_reminder(due.organisations["two"], row.pk, "再撤", by=due.actor("clerk"), at=NOW)
    assert Entry.objects.filter(act="ReminderWithdrawn").count() == 1


def test_a_reminder_closes_its_duty_under_the_lead_that_the_committee_set_itself(due):
    set_local("committee", "elec-reminder-six-months", "lead", "9", TODAY, "示委发〔2026〕3号", by=due.actor("clerk"), at=NOW)
    recompute("committee", TODAY, NOW)
    assert _open(due) == [(date(2026, 8, 10), None)]
    row = send_reminder(due.organisations["two"], by=due.actor("clerk"), at=NOW)
    assert _open(due) == []
    withdraw_reminder(due.organisations["two"], row.pk, "发错了", by=due.actor("clerk"), at=LATER)
    assert _open(due) == [(date(2026, 8, 10), None)]
