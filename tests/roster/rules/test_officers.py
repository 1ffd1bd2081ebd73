"""Who holds which post as files claim it: words read, agreement, what to write, what is in dispute."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadgoose.roster.kinds import PostKind
from leadgoose.roster.rules.officers import Contest, Plan, Row, claims, contests, plan, read_posts

pytestmark = pytest.mark.once
S, D, ORG, P, C = PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.ORGANISATION, PostKind.PUBLICITY, PostKind.COMMISSIONER
DAY = date(2026, 10, 31)
R, L, PAGE = frozenset({"register"}), frozenset({"ledger"}), frozenset({"page"})


def held(pk: int, person: str, kind: PostKind, sources: frozenset[str] = R, ended: bool = False, known: bool = True) -> Row:
    return Row(pk, person, kind, sources, DAY, ended, known and not ended)


WORDS = [
    ("", set(), ()), ("无", set(), ()), ("—", set(), ()), ("党员", set(), ()),
    ("书记", {S}, ()), ("支部书记", {S}, ()), ("党支部书记", {S}, ()), ("黨支部書記", {S}, ()), ("副书记", {D}, ()), ("党支部副书记", {D}, ()),
    ("副书记、组织委员", {D, ORG}, ()), ("书记兼纪检委员", {S, PostKind.DISCIPLINE}, ()), ("宣传委员/组织委员", {P, ORG}, ()),
    ("支委", {C}, ()), ("青年委员", {C}, ()), ("党小组长", {PostKind.GROUP_LEADER}, ()), ("党小组组长", {PostKind.GROUP_LEADER}, ()),
    ("工会主席", set(), ("工会主席",)), ("书记、工会主席", {S}, ("工会主席",)), ("书记员", set(), ("书记员",)),
]


@pytest.mark.parametrize(("written", "kinds", "unread"), WORDS, ids=[repr(one[0]) for one in WORDS])
def test_a_cell_of_posts_is_read(written: str, kinds: set[PostKind], unread: tuple[str, ...]) -> None:
    assert read_posts(written) == (frozenset(kinds), unread)


BOTH = held(1, "a", ORG, R | L)
CASES = [
    ("nobody, and nobody named", [], [], "register", Plan()),
    ("somebody is named first", [], [("a", S)], "register", Plan(starts=(("a", S),))),
    ("the same again", [held(1, "a", S)], [("a", S)], "register", Plan()),
    ("the ledger names whom the register has", [held(1, "a", S)], [("a", S)], "ledger", Plan(joins=((held(1, "a", S), S),))),
    ("the ledger says 委员 where the register is more specific", [held(1, "a", ORG)], [("a", C)], "ledger", Plan(joins=((held(1, "a", ORG), ORG),))),
    ("the register is more specific than the ledger before it", [held(1, "a", C, L)], [("a", ORG)], "register", Plan(joins=((held(1, "a", C, L), ORG),))),
    ("the two divide the work differently", [held(1, "a", ORG, L)], [("a", P)], "register", Plan(starts=(("a", P),))),
    ("the ledger names somebody else", [held(1, "a", S)], [("b", S)], "ledger", Plan(starts=(("b", S),))),
    ("the register drops its only claim", [held(1, "a", S)], [], "register", Plan(ends=(held(1, "a", S),))),
    ("the register drops a claim that the ledger shares", [BOTH], [], "register", Plan(keeps=(BOTH,))),
    ("the register drops a claim on a row that the clerk chose", [held(1, "a", S, known=False), held(2, "a", S, PAGE)], [], "register",
     Plan(ends=(held(2, "a", S, PAGE),), forgets=(held(1, "a", S, known=False),))),
    ("the register drops a claim that the clerk had set aside", [held(1, "a", S, known=False)], [], "register",
     Plan(forgets=(held(1, "a", S, known=False),))),
    ("the register repeats a claim that the clerk had set aside", [held(1, "a", S, known=False)], [("a", S)], "register", Plan()),
    ("a claim long ended is made again", [held(1, "a", S, ended=True)], [("a", S)], "register", Plan(starts=(("a", S),))),
    ("a change of the division of work", [held(1, "a", ORG)], [("a", P)], "register", Plan(starts=(("a", P),), ends=(held(1, "a", ORG),))),
    ("an election's row is nobody's to end", [held(1, "a", S, frozenset({"election"}))], [], "register", Plan()),
    ("the register names whom an election put there", [held(1, "a", S, frozenset({"election"}))], [("a", S)], "register",
     Plan(joins=((held(1, "a", S, frozenset({"election"})), S),))),
]


@pytest.mark.parametrize(("rows", "said", "source", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_to_write(rows: list[Row], said: list[tuple[str, PostKind]], source: str, expected: Plan) -> None:
    assert plan(rows, said, source) == expected


def test_people_whom_the_file_does_not_speak_of_keep_their_claims() -> None:
    rows = [held(1, "a", S), held(2, "b", D)]
    assert plan(rows, [], "register", frozenset({"b"})) == Plan(ends=(held(2, "b", D),))
    assert plan(rows, [], "register", frozenset()) == Plan()


CONTESTS = [
    ("the register alone", [held(1, "a", S)], ()),
    ("both agree", [held(1, "a", S, R | L), held(2, "b", ORG, R | L)], ()),
    ("two secretaries", [held(1, "a", S), held(2, "b", S, L)], (Contest(S, (held(1, "a", S), held(2, "b", S, L))),)),
    ("two secretaries in one register", [held(1, "a", S), held(2, "b", S)], (Contest(S, (held(1, "a", S), held(2, "b", S))),)),
    ("a member whom only one names", [held(1, "a", S, R | L), held(2, "b", ORG)],
     (Contest(C, (held(2, "b", ORG),), frozenset({"ledger"})),)),
    ("the ledger says vacant", [held(1, "a", S), held(2, "b", ORG, R | L)], (Contest(S, (held(1, "a", S),), frozenset({"ledger"})),)),
    ("one is secretary here and deputy there", [held(1, "a", S), held(2, "a", D, L)],
     (Contest(S, (held(1, "a", S),), frozenset({"ledger"})), Contest(D, (held(2, "a", D, L),), frozenset({"register"})))),
    ("the clerk has chosen", [held(1, "a", S, known=False), held(2, "b", S, L, known=False), held(3, "a", S, PAGE)], ()),
    ("chosen, and a newer ledger names a third", [held(1, "a", S, known=False), held(3, "a", S, PAGE), held(4, "c", S, L)],
     (Contest(S, (held(3, "a", S, PAGE), held(4, "c", S, L))),)),
    ("group leaders are nobody's dispute", [held(1, "a", PostKind.GROUP_LEADER), held(2, "b", S, R | L)], ()),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in CONTESTS], ids=[case[0] for case in CONTESTS])
def test_what_is_in_dispute(rows: list[Row], expected: tuple[Contest, ...]) -> None:
    assert contests(rows) == expected


said = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([S, D, ORG, P, C])), max_size=6, unique=True)


def written(rows: list[Row], changes: Plan, source: str) -> list[Row]:
    """What the actions make of a plan, in rows."""
    after = {row.pk: row for row in rows}
    new: list[Row] = []

    def shut(row: Row) -> None:
        after[row.pk] = Row(row.pk, row.person, row.kind, row.sources, row.valid_from, row.ended, False)

    def add(person: str, kind: PostKind, sources: frozenset[str], ended: bool = False) -> None:
        new.append(Row(max(after, default=0) + len(new) + 1, person, kind, sources, DAY, ended, not ended))

    for row, kind in changes.joins:
        shut(row)
        add(row.person, kind, row.sources | {source})
    for row in (*changes.ends, *changes.keeps):
        shut(row)
        add(row.person, row.kind, row.sources, ended=True)
    for row in changes.keeps:
        add(row.person, row.kind, row.sources - {source})
    for row in changes.forgets:
        add(row.person, row.kind, frozenset({source}), ended=True)
    for person, kind in changes.starts:
        add(person, kind, frozenset({source}))
    return [*after.values(), *new]


def test_a_commissioner_named_twice_in_one_file_holds_one_post() -> None:
    there = [Row(1, "b", ORG, frozenset({"ledger"}), DAY, False, True)]
    changes = plan(there, [("b", C), ("b", ORG)], "register")
    assert changes.starts == ()
    assert [(row.pk, kind) for row, kind in changes.joins] == [(1, ORG)]


def test_a_division_of_work_that_the_register_changes_is_claimed_anew() -> None:
    shut = Row(1, "a", C, frozenset({"register"}), DAY, False, False)
    joined = Row(2, "a", P, frozenset({"register", "ledger"}), DAY, False, True)
    changes = plan([shut, joined], [("a", ORG)], "register")
    assert changes.starts == (("a", ORG),)
    assert [row.pk for row in changes.keeps] == [2], "the ledger still says 宣传委员"


@given(st.lists(st.tuples(st.sampled_from(["register", "ledger"]), said), max_size=5))
def test_any_sequence_of_files_ends_with_what_the_last_of_each_kind_says(files: list[tuple[str, list[tuple[str, PostKind]]]]) -> None:
    rows: list[Row] = []
    last: dict[str, list[tuple[str, PostKind]]] = {}
    for source, names in files:
        rows = written(rows, plan(rows, names, source), source)
        last[source] = names
        assert plan(rows, names, source).empty, "the same file twice changes nothing"
    for source, names in last.items():
        open_people = {row.person for row in rows if row.open and source in row.sources}
        assert open_people == {person for person, _ in names}
        assert {person for person, _ in claims(rows, source)} == {person for person, _ in names}
