"""Forgetting: two people, everything that goes is gone from every table and every sealed word, what stays stays, and the chain is whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from axes.models import AccessLog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

import leadgoose
from cast import NOW, Cast
from leadgoose.elections.models import Election
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.access.models import SignIn
from leadgoose.ground.bylaws.settings import SEALED
from leadgoose.ground.duties.models import Duty
from leadgoose.ground.holdings import GONE
from leadgoose.ground.journal.actions import export
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import _unwrap
from leadgoose.ground.vault.models import PersonKey
from leadgoose.rights.actions.duties import settle_all
from leadgoose.rights.actions.forgetting import carry_out_erasure, propose_erasure, refuse_erasure, withdraw_erasure
from leadgoose.rights.actions.refusals import Refused
from leadgoose.rights.models import Erasure
from leadgoose.rights.queries import erasures
from leadgoose.rights.standards import fields
from leadgoose.roster.models import Membership, Person, PersonFact, Present
from rights.lived import NAME, the_lived
from verifying import verify_journal

AT = NOW + timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast after the life of tests/rights/lived.py."""
    return the_lived()


def propose(cast: Cast, person: str = "p-member", ground: str = "asked", *, files: bool = True, by: str = "clerk") -> Erasure:
    return propose_erasure(Person.objects.get(key=person), ground, "处审〔2026〕6号", files, by=cast.actor(by), at=AT)


def carry_out(cast: Cast, row: Erasure, name: str = NAME, by: str = "security_officer") -> None:
    carry_out_erasure(row, name, by=cast.actor(by), at=AT + timedelta(hours=1))


def cells() -> Iterator[tuple[str, str]]:
    """(table.column, text) of every cell of every table, whoever made the table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, memoryview | bytes):
                        yield f"{table}.{name}", bytes(value).decode("utf-8", "replace")
                    elif value is not None:
                        yield f"{table}.{name}", str(value).encode().decode("unicode_escape", "replace") if "\\u" in str(value) else str(value)


def opened() -> Iterator[tuple[str, str]]:
    """(table.column, clear text) of every sealed value that any living key still opens, whatever it is sealed as."""
    keys = {row.person_key: AESGCM(_unwrap(row)) for row in PersonKey.objects.exclude(wrapped=None)}
    names = sealing_names()
    likely: dict[str, list[str]] = {}
    for place, text in list(cells()):
        if text.startswith("v1.") and not place.startswith("journal_entry."):
            raw = bytes.fromhex(text[3:])
            first = likely.setdefault(place, [])
            for name in [*first, *(one for one in names if one not in first)]:
                clear = next((found for key, cipher in keys.items() if (found := _open(cipher, raw, f"{key}|{name}")) is not None), None)
                if clear is not None:
                    likely[place] = [name, *(one for one in first if one != name)]
                    yield place, clear
                    break


def _open(cipher: AESGCM, raw: bytes, bound: str) -> str | None:
    try:
        return cipher.decrypt(raw[:12], raw[12:], bound.encode()).decode()
    except InvalidTag:
        return None


def sealing_names() -> list[str]:
    """Every constant of the source that may name a sealed field, and the settings that are sealed, so that a new one is found without telling us."""
    found: set[str] = set(SEALED)
    for file in Path(leadgoose.__file__).parent.rglob("*.py"):
        for node in ast.parse(file.read_text("utf-8")).body if "migrations" not in file.parts else ():
            if isinstance(node, ast.Assign) and all(isinstance(one, ast.Name | ast.Tuple) for one in node.targets):
                values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                texts = [one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                found |= {one for one in texts if re.fullmatch("[a-z_.]{3,30}", one)}
    return sorted({*found, "letter", "basis", "reason"})


def file_bytes() -> bytes:
    """The whole database as it lies in a file, free pages too."""
    found: bytes = connection.connection.serialize()
    return found


def test_nothing_of_an_erased_person_is_left_anywhere(cast: Cast) -> None:
    wanted = (NAME, cast.id_numbers["p-member"], "19900010004")
    before = {place for place, text in [*cells(), *opened()] if any(one in text for one in wanted)}
    assert len(before) > 20, "the life of tests/rights/lived.py is too short"
    row = propose(cast)
    carry_out(cast, row)
    left = {place for place, text in [*cells(), *opened()] if any(one in text for one in wanted)}
    assert left == set()
    assert {text for place, text in cells() if place == "roster_personfact.name"} & {GONE} == {GONE}
    if connection.vendor == "sqlite":
        content = file_bytes()
        assert not any(one.encode() in content for one in wanted)


def test_the_chain_is_whole_afterwards_and_says_who_did_it(cast: Cast) -> None:
    row = propose(cast)
    carry_out(cast, row)
    row.refresh_from_db()
    entry = Entry.objects.get(act="ErasureCarriedOut")
    assert (entry.by, entry.person_key, row.state, row.decided_by, row.proposed_by) == ("security_officer", "p-member", "done", "security_officer", "clerk")
    assert entry.facts["gone"] == sum(row.gone.values()) > 30
    lines = list(export("committee", by=cast.actor("auditor"), at=AT + timedelta(days=1)))
    assert verify_journal.verify("".join(lines).encode())[2] == []
    assert NAME not in "".join(lines)


def test_what_the_table_says_goes_is_gone_and_what_stays_is_there(cast: Cast) -> None:
    stays = Membership.objects.filter(person__key="p-member").count()
    carry_out(cast, propose(cast))
    table = fields()
    person = Person.objects.get(key="p-member")
    for model in apps.get_models():
        label = model._meta.label
        names = {field.name for field in model._meta.concrete_fields}
        if not label.startswith(("roster.", "training.", "elections.", "production.", "recordbook.")) or not names & {"person"}:
            continue
        for mine in model._default_manager.filter(person=person):
            for name in names:
                kind = table.of.get(f"{label}.{name}")
                if kind is not None and kind.erase == "cleared" and kind.code != "scan":
                    assert getattr(mine, name) in ("", None), f"{label}.{name} is not cleared"
                assert kind is None or kind.erase != "deleted", f"{label} has a row left"
    assert not SignIn.objects.filter(user__person_key="p-member").exists() and not AccessLog.objects.filter(username="member").exists()
    assert Membership.objects.filter(person=person).count() == stays
    assert not Present.objects.filter(person=person).exists()


def test_the_preview_counts_what_then_goes_and_changes_nothing(cast: Cast) -> None:
    person = Person.objects.get(key="p-member")
    before = sorted(cells())
    seen = erasures.preview(person, True, at=AT)
    assert sorted(cells()) == before
    row = propose(cast)
    carry_out(cast, row)
    row.refresh_from_db()
    assert row.gone == dict(seen.counts)


def test_scans_that_show_others_too_stay_unless_asked_for(cast: Cast) -> None:
    row = propose(cast, files=False)
    carry_out(cast, row)
    row.refresh_from_db()
    assert row.gone["recordbook.Attachment.file_sealed"] == 1   # the one of the talk about him
    assert "elections.Scan.file_sealed" not in row.gone


def test_a_namesake_keeps_the_name_in_running_text(cast: Cast) -> None:
    PersonFact.objects.filter(person__key="p-old").update(name=NAME)
    seen = erasures.preview(Person.objects.get(key="p-member"), True, at=AT)
    assert not seen.alone and "recordbook.Record.title" not in seen.counts and "training.Session.teacher" not in seen.counts
    assert seen.counts["elections.Candidate.name"] and seen.counts["elections.Round.candidates"], "where a key says who it is it goes all the same"
    carry_out(cast, propose(cast))
    assert PersonFact.objects.filter(person__key="p-old", name=NAME).exists()


@pytest.mark.parametrize(("person", "said"), [("p-new", "仍在册"), ("p-new", "仍任党内职务")])
def test_who_belongs_is_not_forgotten(cast: Cast, person: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        propose(cast, person)


def test_before_the_time_is_over_only_at_the_own_wish(cast: Cast) -> None:
    with pytest.raises(Refused, match="保存期未满"):
        propose(cast, ground="expired")
    assert propose(cast).state == "proposed"


def test_two_people_and_the_right_name(cast: Cast) -> None:
    for login in ("secretary", "envoy", "auditor", "security_officer", "outsider"):
        with pytest.raises(Denied):
            propose(cast, by=login)
    row = propose(cast)
    for login in ("clerk", "platform_admin", "auditor"):
        with pytest.raises(Denied):
            carry_out(cast, row, by=login)
    with pytest.raises(Refused) as no:
        carry_out(cast, row, "单志强")
    assert set(no.value.wrong) == {"name"} and Present.objects.filter(name="单志强").exists()
    with pytest.raises(Refused):
        propose(cast)
    row.proposed_by = "security_officer"
    row.save()
    with pytest.raises(Refused, match="两个人"):
        carry_out(cast, row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.filter(pk=row.pk).update(state="done", decided_by="security_officer", decided_at=NOW)


@pytest.mark.parametrize("paper", ["", f"{NAME}的审批单", "19900010004 号", "字" * 61])
def test_the_papers_number_names_nobody(cast: Cast, paper: str) -> None:
    with pytest.raises(Refused) as no:
        propose_erasure(Person.objects.get(key="p-member"), "asked", paper, True, by=cast.actor("clerk"), at=AT)
    assert set(no.value.wrong) == {"paper"}


def test_turned_down_or_taken_back_nothing_goes_and_it_may_be_proposed_again(cast: Cast) -> None:
    row = propose(cast)
    refuse_erasure(row, "审批单没有签字", by=cast.actor("security_officer"), at=AT)
    with pytest.raises(Refused):
        carry_out(cast, row)
    row = propose(cast)
    withdraw_erasure(row, "本人改了主意", by=cast.actor("clerk"), at=AT)
    row.refresh_from_db()
    assert row.state == "withdrawn" and PersonFact.objects.filter(name=NAME).exists()


def test_when_the_years_are_over_the_committee_is_told(cast: Cast) -> None:
    last = date(2029, 11, 23)
    assert settle_all("committee", last, AT, "DutiesRecomputed").opened == 0
    assert settle_all("committee", last + timedelta(days=1), AT, "DutiesRecomputed").opened == 1
    duty = Duty.objects.get(code="rights_retention", closed_at=None)
    assert (duty.org_key, duty.numbers, duty.act) == ("committee", {"n": 1, "first": "2029-11-23"}, "rights.erasures")
    assert [one.name for one in erasures.due("committee", last + timedelta(days=1))] == [NAME]


def test_pages_about_what_stays_open_and_say_that_it_was_deleted(cast: Cast) -> None:
    election = Election.objects.get()
    carry_out(cast, propose(cast))
    clerk = cast.client("clerk")
    paths = [
        "/p/p-member/", "/p/p-member/rights/", "/p/p-member/rights/readings/", reverse("elections.election", args=[election.key]), "/o/one/book/",
        "/o/committee/rights/erasures/",
        "/o/committee/rights/objections/", "/o/committee/imports/", "/o/committee/watch/",
    ]
    for path in paths:
        response = clerk.get(path)
        assert response.status_code == 200, path
        assert NAME not in response.content.decode(), path
    assert GONE in clerk.get("/p/p-member/").content.decode()
