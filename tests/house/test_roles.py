"""Every page × every role of the cast × things of their own and of a foreign committee, against the role table.

The gate decides before a view looks at the method, so each page is asked with a method that no view answers: 405 means "let in", and no view
runs, whatever it costs. Everybody's thousands of questions go to the gate that the address leads to; one account asks them all from a browser
as well. Pages that answer GET are then really opened by everybody who may. New pages are covered by themselves; a new kind of thing, or a new
keyword in an address, fails until it has samples here.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from cast import ACCOUNTS, LOGINS, NOW, Cast
from house.pages import Page, pages
from leadgoose.elections.models import Candidate, Election, Matter, OwnForm, Scan
from leadgoose.ground.access import scopes
from leadgoose.ground.access.actor import Actor, Denied
from leadgoose.ground.access.models import Grant
from leadgoose.ground.access.roles import PLATFORM, TABLE, Role
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.vault.actions import seal
from leadgoose.recordbook.models import Attachment, Record, Resolution, Version
from leadgoose.rights.models import Erasure, Objection
from leadgoose.roster.kinds import OrgKind
from leadgoose.roster.models import Deed, Designation, Import, Organisation, OrganisationDeed
from leadgoose.training.models.carrying import EffectCheck, Nomination
from leadgoose.training.models.plan import Plan, PlanPerson, Session
from training.banking import samples
from written import rows_written

ABOVE: dict[str, set[str]] = {
    # organisation → keys of all that contain it, itself included; written out by hand, not asked of the code under test
    "committee": {"committee"},
    "general": {"committee", "general"},
    "one": {"committee", "general", "one", "unit"},
    "group": {"committee", "general", "one", "group"},
    "two": {"committee", "general", "two"},
    "office": {"committee", "office"},
    "elsewhere": {"elsewhere"},
    "elsewhere-b": {"elsewhere", "elsewhere-b"},
}
HOME: dict[str, str] = {"p-secretary": "one", "p-member": "one", "p-probation": "one", "p-new": "two", "p-clerk": "office", "p-outsider": "elsewhere-b"}

REACH: dict[str, dict[str, set[str]]] = {
    # kind → key → its reach
    "organisation": ABOVE,
    "person": {person: ABOVE[organisation] | {person} for person, organisation in HOME.items()},
    "designation": {"path": ABOVE["one"], "path-x": ABOVE["elsewhere-b"]},
    "election": {"election": ABOVE["one"], "election-x": ABOVE["elsewhere-b"]},
    "upload": {"register": {"committee"}, "ledger": {"committee"}, "upload-x": {"elsewhere"}},
    "plan": {"plan": {"committee"}, "plan-x": {"elsewhere"}}, "session": {"session": {"committee"}, "session-x": {"elsewhere"}},
    "realm": {"committee": {"committee", PLATFORM}, "elsewhere": {"elsewhere", PLATFORM}, PLATFORM: {PLATFORM}},
    "book": {**{key: reach | {PLATFORM} for key, reach in ABOVE.items()}, PLATFORM: {PLATFORM}},
    "account": {"secretary": {"committee", PLATFORM}, "clerk": {"committee", PLATFORM}, "outsider": {"elsewhere", PLATFORM}, "auditor": {PLATFORM}},
    "record": {"record": ABOVE["one"], "record-x": ABOVE["elsewhere-b"]},
    "resolution": {"item": ABOVE["one"], "item-x": ABOVE["elsewhere-b"]},
    "attachment": {"scan": ABOVE["one"], "scan-x": ABOVE["elsewhere-b"]},
}
REACH |= {
    "question": {"question": {"committee"}, "question-x": {"elsewhere"}}, "bank_file": {"bank-file": {"committee"}, "bank-file-x": {"elsewhere"}},
    "exam": {"exam": {"committee", "p-committee"}, "exam-x": {"elsewhere"}},
    "sitting": {"sitting": {"committee", "p-committee", "p-secretary"}, "sitting-x": {"elsewhere", "p-outsider"}},
    "my_sitting": {"sitting": {"p-secretary"}, "sitting-x": {"p-outsider"}},
    "script": {"sitting": {"committee", "p-committee"}, "sitting-x": {"elsewhere"}},
}
REACH |= {
    "objection": {"objection": ABOVE["one"] | {"p-member"}, "objection-x": ABOVE["elsewhere-b"] | {"p-outsider"}},
    "erasure": {"erasure": {"committee", PLATFORM}, "erasure-x": {"elsewhere", PLATFORM}},
}
FOREIGN = {"question-x", "bank-file-x", "exam-x", "sitting-x"}
FOREIGN |= {"objection-x", "erasure-x"}
FOREIGN |= {"elsewhere", "elsewhere-b", "p-outsider", "upload-x", "outsider", "record-x", "item-x", "scan-x", "plan-x", "session-x", "path-x", "election-x"}

EXTRAS: dict[str, Any] = {
    "rule": "elec-reminder-six-months", "name": "lead", "grant": 0, "sheet": 1, "form": "pdf", "reminder": 1, "deed": "deed", "production_unit": "unit",
    "kind": "member_meeting", "year": 2026, "batch": "batch", "candidate": 1, "proof": 1, "paper": "notice", "ballot": "ballot", "version": 1, "plan": "plan",
    "stage": "request", "other": "record-y", "point": "before", "matter": "matter", "code": "doubt",
}
EXTRAS |= {"table": "days", "evidence": "evidence", "listed": "session", "nomination": "nomination", "certificate": "certificate"}
EXTRAS |= {"exercise": "exercise-election", "piece": "cards", "wish": "wish"}
EXTRAS |= {"certificate_kind": "secretary", "course": "basics", "unit": 1, "part": "handout", "number": 1, "side": "paper", "factor": 1, "signin": 1}
"""Keywords of addresses that name no thing of a committee. `grant` becomes the account's own."""

_REGISTER = "姓名,性别,民族,出生年月,身份证号,入党时间,转正时间,所在党支部,党员类别\n"
UPLOADS = (
    ("register", "committee", "register", _REGISTER),
    ("ledger", "committee", "terms", "党支部名称,本届选举时间,任期（年）,书记\n作业一队党支部,2023-09-01,3,单志强\n"),
    ("upload-x", "elsewhere", "register", _REGISTER),
)

HELD: dict[str, set[tuple[Role, str]]] = {
    login: {(role, key), (Role.ANYONE, "me")} | ({(Role.SELF, person)} if person else set()) for login, role, key, person in ACCOUNTS
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One page about one thing."""

    page: Page
    key: str
    address: str
    reach: frozenset[str]


def reach_for(one: Asked, login: str) -> frozenset[str]:
    """A page about oneself is reached by whatever one holds."""
    return one.reach | {key for _, key in HELD[login]} if one.page.at == "me" else one.reach


def expected(one: Asked, login: str) -> int:
    reach = reach_for(one, login)
    within = {(role, key) for role, key in HELD[login] if key in reach}
    if any(role in TABLE[one.page.capability] for role, _ in within):
        return 405
    return 403 if within else 404


def asked() -> Iterator[Asked]:
    for page in pages():
        if page.at == "public":
            continue
        for key in REACH.get(page.at, {"": set()}):
            yield Asked(page, key, address(page, key), frozenset(REACH[page.at][key] if page.at in REACH else {page.at}))


def address(page: Page, key: str) -> str:
    for keyword in page.keywords:
        assert keyword == page.at or keyword in EXTRAS, f"{page.route}: give the keyword {keyword!r} a sample in EXTRAS"
    extras = {keyword: EXTRAS[keyword] for keyword in page.keywords if keyword != page.at}
    if "grant" in extras:
        extras["grant"] = Grant.objects.filter(user__login=key).values_list("pk", flat=True).get()
    return reverse(page.name, kwargs={**extras, **({page.at: key} if page.at in page.keywords else {})})


@pytest.fixture
def played(cast: Cast, caplog: pytest.LogCaptureFixture) -> Cast:
    caplog.set_level("ERROR", logger="django.request")   # thousands of refusals are what we came for
    for key, top, kind, text in UPLOADS:
        Import.objects.create(
            key=key, top_key=top, kind=kind, filename=f"{kind}.csv", sha256="0" * 64, state="judged",
            file_sealed=seal(key, "file", b64encode(text.encode()).decode()), valid_on=date(2026, 11, 1), uploaded_at=NOW, uploaded_by="clerk",
            summary={"counts": {"rows": 1}},
        )
    done = {
        "key": "deed", "top_key": "committee", "org_key": "one", "valid_on": date(2026, 11, 1), "basis_sealed": "", "recorded_at": NOW,
        "recorded_by": "clerk", "receipt_number": 1, "receipt_hash": "0" * 64,
    }
    Deed.objects.create(person=cast.people["p-member"], act="move_member", batch="batch", **done)
    OrganisationDeed.objects.create(organisation=cast.organisations["one"], act="place_members", **done).places.add(
        cast.organisations["one"], cast.organisations["two"]
    )
    Organisation.objects.create(
        key="group", top_key="committee", parent=cast.organisations["one"], path="/committee/general/one/group/", kind=OrgKind.GROUP, name="第一党小组",
        position=99,
    )
    samples(cast)
    played_rights(cast)
    played_training(cast)
    for tail, org, top in (("", "one", "committee"), ("-x", "elsewhere-b", "elsewhere")):
        _book(tail, org, top)
    for key, place, person in (("path", "one", "p-member"), ("path-x", "elsewhere-b", "p-outsider")):
        Designation.objects.create(
            key=key, top_key=cast.organisations[place].top_key, organisation=cast.organisations[place], person=cast.people[person], way="designate",
            post="secretary", basis_sealed="", opened_on=date(2026, 11, 1), opened_at=NOW, opened_by="clerk",
        )
    OwnForm.objects.create(
        top_key="committee", paper="notice", version=1, filename="notice.docx", sha256="0" * 64, file=b"PK", uploaded_at=NOW, uploaded_by="clerk",
    )
    for key, place, person in (("election", "one", "p-member"), ("election-x", "elsewhere-b", "p-outsider")):
        election = Election.objects.create(
            key=key, top_key=cast.organisations[place].top_key, organisation=cast.organisations[place], kind="branch-committee", seats=3,
            begun_on=date(2026, 11, 1), begun_at=NOW, begun_by="clerk",
        )
        row = Candidate.objects.create(election=election, person=cast.people[person], name="甲", post="committee", recorded_at=NOW, recorded_by="clerk")
        Scan.objects.create(
            election=election, stage="request", filename="signed.pdf", kind="application/pdf", sha256="0" * 64,
            file_sealed=seal(cast.organisations[place].key, "election.scan", ""), recorded_at=NOW, recorded_by="clerk",
        )
        EXTRAS["candidate"] = min(row.pk, EXTRAS["candidate"]) if key == "election-x" else row.pk
        for number, sort in enumerate(("raised", "doubt")):
            Matter.objects.create(
                election=election, key=("matter", "doubt")[number] + key.removeprefix("election"), sort=sort, words_sealed="", raised_on=date(2026, 11, 1),
                recorded_at=NOW, recorded_by="clerk",
            )
    return cast


def played_training(cast: Cast) -> None:
    """A plan and a session here and in the foreign committee, with somebody on the list, a certificate, a check of effect."""
    for suffix, top in (("", "committee"), ("-x", "elsewhere")):
        Plan.objects.create(key=f"plan{suffix}", top_key=top, year=2027, number=1, roles=["secretary"], created_at=NOW, created_by="clerk",
                            result={"status": "optimal", "totals": {}, "bounds": {}, "gap_total": 0, "stopped": False, "held": 0, "places": 0})
        Session.objects.create(
            key=f"session{suffix}", top_key=top, year=2026, course="课", title="课", kind="exercise", starts_on=date(2026, 11, 23), ends_on=date(2026, 11, 23),
            hours=800, seats=9, gains={"K2": 1}, template="exercise-election", recorded_at=NOW, recorded_by="clerk")
    PlanPerson.objects.create(plan=Plan.objects.get(key="plan"), person=cast.people["p-member"], position=1, name="甲", branch="乙", place="one", unit="unit",
                              role="member")
    session = Session.objects.get(key="session")
    for number, person in enumerate(("p-member", "p-new", "p-secretary"), 1):
        Nomination.objects.create(key="nomination" if number == 1 else person, session=session, person=cast.people[person], state="named", source="office",
                                  number=number, recorded_at=NOW, recorded_by="clerk", changed_at=NOW)
        EffectCheck.objects.create(session=session, person=cast.people[person], due_on=date(2027, 2, 23), recorded_at=NOW)


def played_rights(cast: Cast) -> None:
    """An objection and a proposal of erasure here and in the foreign committee."""
    for suffix, person in (("", "p-member"), ("-x", "p-outsider")):
        top = cast.people[person].top_key
        Objection.objects.create(
            key=f"objection{suffix}", top_key=top, org_key=top, person=cast.people[person], field="other", said_sealed=seal(person, "objection.said", "x"),
            way="page", received_on=date(2026, 11, 20), due_on=date(2026, 12, 5), recorded_at=NOW, recorded_by="clerk", receipt_number=1, receipt_hash="0" * 64,
        )
        Erasure.objects.create(
            key=f"erasure{suffix}", top_key=top, person=cast.people[person], ground="asked", paper="1", proposed_on=date(2026, 11, 20), proposed_at=NOW,
            proposed_by="clerk",
        )


def _book(tail: str, org: str, top: str) -> None:
    """A record with a resolution and a scan."""
    entry = {"format": 1, "key": "r" * 12, "kind": "chronicle", "org": org, "sittings": [{"on": "2026-11-20"}], "fields": {"event": "x"}}
    kept = Record.objects.create(
        key=f"record{tail}", top_key=top, org_key=org, kind="chronicle", serial=1, year=2026, held_on=date(2026, 11, 20), ends_on=date(2026, 11, 20),
        counts_on=date(2026, 11, 20), truth="recorded", entered_at=NOW, entered_by="clerk", changed_at=NOW,
    )
    Version.objects.create(
        record=kept, number=1, stamp=f"stamp{tail}", content=entry, digest="0" * 64, channel="page", truth="recorded", written_on=date(2026, 11, 20),
        recorded_at=NOW, recorded_by="clerk", receipt_number=1, receipt_hash="0" * 64,
    )
    Resolution.objects.create(key=f"item{tail}", record=kept, top_key=top, org_key=org, place=1, text="x")
    Attachment.objects.create(
        key=f"scan{tail}", record=kept, what="scan", name="x.pdf", kind="application/pdf", size=1, sha256="0" * 64,
        file_sealed=seal(f"scan{tail}", "file", b64encode(b"%PDF-").decode()), recorded_at=NOW, recorded_by="clerk",
    )


@pytest.fixture
def bare(settings: Any) -> None:
    settings.ROOT_URLCONF = "house.bare_urls"


def test_every_kind_of_thing_has_samples_of_ones_own_and_of_a_foreign_committee() -> None:
    for page in pages():
        if page.at in {"public", "me", "platform"}:
            continue
        assert page.at in REACH, f"{page.route}: give the kind {page.at!r} samples in REACH"
        assert FOREIGN & set(REACH[page.at]) and set(REACH[page.at]) - FOREIGN


OFFICERS = {"platform_admin", "security_officer", "auditor"}
REGISTER = {"organisation", "person", "upload", "record", "resolution", "attachment", "designation"}


def test_every_page_answers_every_role_as_the_table_says(played: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scopes, "find", cache(scopes.find))   # which thing it is does not depend on who asks: found once, not twelve times
    actors = {login: played.actor(login) for login in LOGINS}
    answers = {(one, login): status for one in asked() for login, status in at_the_gate(one.address, actors).items()}
    assert len(answers) > 10_000
    wrong = [(login, one.address, status, expected(one, login)) for (one, login), status in answers.items() if status != expected(one, login)]
    assert wrong == []
    # said once more without the table: what is foreign is not there, for whatever role; 404, never 403
    for (one, login), status in answers.items():
        foreign = one.key in FOREIGN if login != "outsider" else one.page.at in REACH and one.key not in FOREIGN
        if (foreign and login not in OFFICERS) or (login in OFFICERS and one.page.at in REGISTER):
            assert status == 404, (login, one.address)


def at_the_gate(address: str, actors: Mapping[str, Actor]) -> dict[str, int]:
    """What the gate of the view that this address leads to answers to each account; 403 and 404 as the middleware says them."""
    where, request, answers = resolve(address), RequestFactory().put(address), {}
    for login, actor in actors.items():
        request.actor = actor   # type: ignore[attr-defined]
        try:
            answers[login] = where.func(request, *where.args, **where.kwargs).status_code
        except Http404:
            answers[login] = 404
        except Denied as denied:
            answers[login] = 403 if denied.sees else 404
    return answers


def test_a_browser_is_answered_as_the_gate_decides(played: Cast, bare: None) -> None:
    """An officer of the committee meets all three answers."""
    client = played.client("committee_member")
    answers = {one: client.put(one.address).status_code for one in asked()}
    assert {one.address: status for one, status in answers.items() if status != expected(one, "committee_member")} == {}
    assert set(answers.values()) == {403, 404, 405}


def test_what_does_not_exist_looks_like_what_is_foreign(played: Cast, bare: None) -> None:
    client = played.client("clerk")
    for page in pages():
        if page.at in REACH and "grant" not in page.keywords:
            assert client.put(address(page, "no-such-key")).status_code == 404, page.route


def test_whoever_is_not_signed_in_is_sent_to_the_log_in_page_whether_the_thing_exists_or_not(played: Cast) -> None:
    client = Client()
    seen: set[tuple[str, bool]] = set()
    for one in asked():
        if (which := (one.page.name, one.key in FOREIGN)) in seen:
            continue   # one of their own and a foreign one
        seen.add(which)
        for method in ("get", "post", "put") if not which[1] else ("get",):
            response = getattr(client, method)(one.address)
            assert response.status_code == 302 and response.headers["Location"].startswith("/login/?next="), (method, one.address)
            assert response.headers["Location"].endswith("next=%2F") or method == "get", "what was posted is not repeated after log-in"
        if not which[1] and one.page.at in one.page.keywords and "grant" not in one.page.keywords:
            nothing = client.get(address(one.page, "no-such-key"))
            assert nothing.status_code == 302 and nothing.headers["Location"].startswith("/login/?next="), one.address


OPENED: dict[str, tuple[str, ...]] = {
    "organisation": ("one", "two", "committee"), "person": ("p-member", "p-new"), "election": ("election",), "upload": ("register", "ledger"),
    "designation": ("path",), "realm": ("committee", PLATFORM),
    "book": ("committee", PLATFORM), "account": ("secretary", "auditor"), "me": ("",), "platform": ("",),
    "question": ("question",), "bank_file": ("bank-file",), "exam": ("exam",), "sitting": ("sitting",), "my_sitting": ("sitting",),
    "script": ("sitting",),
    "plan": ("plan",), "session": ("session",), "objection": ("objection",), "erasure": ("erasure",),
    "record": ("record",), "resolution": ("item",), "attachment": ("scan",),
}
"""With which things pages are really opened; each page must open with at least one of those that the account reaches."""
PAPERS = ("pdf", ".pdf", ".docx", ".xlsx", ".png")
"""Ends of addresses of files; what is in them is no matter of who asks, so one account takes them: the first that may."""


WITHOUT_PEOPLE = {
    "bylaws.rules_paper", "elections.own_form_file", "overview.calendar", "recordbook.export", "recordbook.plan_calendar",
    "training.bank_corrections", "training.bank_template", "training.course_paper", "training.exercise_paper", "training.edition",
    "training.exam_paper", "training.export_bank",
}
"""Files that hold nobody's data."""
OF_OFFICE = {
    "elections.committee_paper", "elections.desk_paper_file", "elections.paper_file", "elections.reminder_paper", "elections.scan",
    "elections.under_way_export", "elections.year_plan_export", "overview.watch_export", "overview.watch_paper", "recordbook.attachment",
    "recordbook.book_pdf", "recordbook.sheet", "rights.objection_form", "training.person_calendar",
}
"""Papers of an election (their issue is an act), minutes, tables of branches with who leads them, and what is one's own: said on the page of readings."""


BY_POST = {"roster.corrections": "?made=1", "roster.export_members": "", "training.import_ratings": "?format=xlsx", "production.fill_table": "?format=xlsx"}
BY_POST |= {"roster.fill_grid": "?format=xlsx"}
"""Addresses that do more than hand out their file, and what makes them do it; of the others the view says so itself (look/downloads.py)."""

NOBODY_IN_THE_SAMPLES = {"production.fill_table", "roster.fill_grid", "roster.organisation_sheet"}


@pytest.mark.parametrize("login", LOGINS)
def test_pages_that_one_may_open_open_lead_where_one_may_go_and_opening_them_writes_no_row(
    played: Cast, login: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = played.client(login)
    wrote: set[str] = set()
    leads: dict[str, str] = {}
    found: dict[str, list[tuple[str, int, str]]] = {}
    for one in asked():
        if "GET" in one.page.methods and one.key in OPENED[one.page.at] and expected(one, login) == 405:
            seldom = connection.vendor != "sqlite" or one.address.rstrip("/").endswith(PAPERS)   # whose turn it is makes no difference to PostgreSQL
            if seldom and login != next(first for first in LOGINS if expected(one, first) == 405):
                continue
            written = rows_written()
            response = client.get(one.address)
            if rows_written() != written:
                wrote.add(one.page.name)
            found.setdefault(one.page.name, []).append((one.address, response.status_code, response.headers.get("Location", "")))
            if response.status_code == 200 and "text/html" in response.headers["Content-Type"]:
                leads.update((unescape(there), one.address) for there in LINK.findall(response.content.decode()))
            if a_file(response):
                assert one.page.name in WITHOUT_PEOPLE | OF_OFFICE, f"{one.page.name}: a file with people's data is handed out by GET, unrecorded"
    assert wrote == set(), "what is written down is asked for by POST"
    for tried in found.values():
        assert {status for _, status, _ in tried} <= {200, 302, 404}, tried
        assert any(status in {200, 302} and not to.startswith("/login/") for _, status, to in tried), tried
    assert len(found) >= 4 or connection.vendor != "sqlite"
    monkeypatch.setattr(scopes, "find", cache(scopes.find))
    actors = {login: played.actor(login)}
    gated = {there: here for there, here in leads.items() if getattr(resolve(there).func, "at", "public") != "public"}
    assert gated or connection.vendor != "sqlite"
    assert {there: here for there, here in gated.items() if at_the_gate(there, actors)[login] != 405} == {}, "a page leads where its reader may not go"


LINK = re.compile(r'<a [^>]*?href="(/(?!static/)[^"?#]*)')


def a_file(response: Any) -> bool:
    return response.status_code == 200 and str(response.headers.get("Content-Disposition", "")).startswith("attachment")


def test_a_file_with_peoples_data_is_shown_as_a_button_made_by_post_and_written_down(played: Cast) -> None:
    taken = set()
    for page in pages():
        query = BY_POST.get(page.name, "" if getattr(page.view, "by_post", False) else None)
        if query is None:
            continue
        for one in (Asked(page, key, address(page, key), frozenset(REACH[page.at][key])) for key in OPENED[page.at]):
            login = next((first for first in LOGINS if expected(one, first) == 405), "")
            if not login:
                continue
            client = played.client(login)
            button = client.get(one.address + query)
            assert button.status_code in {200, 404} and not a_file(button), one.address
            if button.status_code == 200:
                assert f'formaction="{one.address}' in button.content.decode() or "grid" in button.content.decode(), one.address
            before = Entry.objects.filter(act="FileTaken").count()
            if a_file(client.post(one.address + query)):
                taken.add(page.name)
                told = Entry.objects.filter(act="FileTaken").count() > before
                assert told or page.name in NOBODY_IN_THE_SAMPLES, f"{page.name}: a file with people's data is not journaled"
    assert taken
