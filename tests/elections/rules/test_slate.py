"""Who stands, who watches, who counts, and what a nomination says."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import told

from leadgoose.elections.rules.members import Member, bar
from leadgoose.elections.rules.slate import Heading, Introduction, Proof, Slate, enough, introduced, judge, standing, watched
from leadgoose.ground.statutes import Names
from leadgoose.ground.statutes.dates import PartialDate

ON = date(2026, 11, 23)


def people(count: int) -> list[Member]:
    return [Member(f"p{number}", f"员{number}", full_since=PartialDate(2010, 7, 1)) for number in range(count)]


def slate(body: int, candidates: int, seats: int, scrutineers: str = "", counters: str = "", **more: object) -> Slate:
    """Candidates are the first of the body; those who watch and count are named by number."""
    all_of_them = people(body)
    facts: dict[str, object] = {"post": "members", "on": ON, **more}
    keys = [[f"p{number}" for number in one.split()] for one in (scrutineers, counters)]
    return Slate(seats=seats, candidates=all_of_them[:candidates], body=all_of_them, scrutineers=keys[0], counters=keys[1], **facts)  # type: ignore[arg-type]


RIGHTS = [
    pytest.param(Member("a", "甲"), None, id="a full member"),
    pytest.param(Member("a", "甲", full=False), "elec-rights-full-members", id="a probationary member"),
    pytest.param(Member("a", "甲", probation_in_party=True), "elec-rights-probation-in-party", id="on probation within the Party"),
    pytest.param(Member("a", "甲", suspended=True), "elec-rights-suspended", id="suspended by a decision"),
]


@pytest.mark.parametrize(("member", "rule"), RIGHTS)
def test_who_holds_the_right(member: Member, rule: str | None) -> None:
    assert bar(member) == rule
    reasons = list(standing(replace(slate(5, 0, 1), candidates=[member])))
    assert told(reasons) == (["+may-stand"] if rule is None else ["-may-not-stand"])
    assert reasons[0].rule == (rule or "elec-rights-full-members")
    assert reasons[0].numbers == ({"count": 1} if rule is None else {"name": "甲"})


STANDING = [
    pytest.param(PartialDate(2025, 11, 23), "+standing-reached", id="a year exactly on the day"),
    pytest.param(PartialDate(2025, 11, 24), "-standing-short", id="a year but a day"),
    pytest.param(PartialDate(2025, 10), "+standing-reached", id="a month that ended more than a year ago"),
    pytest.param(PartialDate(2025, 12), "-standing-short", id="a month that began less than a year ago"),
    pytest.param(PartialDate(2025, 11), "-standing-unknown", id="a month that leaves it open"),
    pytest.param(None, "-standing-unknown", id="not known"),
]


@pytest.mark.parametrize(("since", "said"), STANDING)
def test_a_secretary_has_a_year_of_standing_as_a_rule(since: PartialDate | None, said: str) -> None:
    """branch-secretary-qualification"""
    for post in ("leaders", "secretary"):
        verdict = judge(replace(slate(9, 0, 1, "7", "8", post=post, reply_on_list=True), candidates=[Member("a", "甲", full_since=since)]))
        assert verdict.ok, "as a rule warns and never stops"
        reason = next(one for one in verdict.reasons if one.rule == "branch-secretary-qualification")
        assert told([reason]) == [said] and reason.numbers["name"] == "甲"
        assert reason.numbers.get("since") == (None if said == "-standing-unknown" else since and since.isoformat())


def test_a_member_of_the_committee_needs_no_year() -> None:
    assert told(standing(replace(slate(9, 0, 1), candidates=[Member("a", "甲")]))) == ["+may-stand"]


NUMBERS = [
    pytest.param("members", 5, 6, {}, ["+margin-enough"], id="a fifth more"),
    pytest.param("members", 5, 5, {}, ["-margin-short"], id="no competition"),
    pytest.param("members", 5, 5, {"preselected": True}, ["+margin-preselected"], id="competition was before"),
    pytest.param("members", 1, 1, {"by_election": True}, ["-by-election-equal"], id="a by-election with one name"),
    pytest.param("members", 1, 1, {"by_election": True, "reply_on_list": True}, ["+by-election-equal-agreed"], id="agreed by the superior"),
    pytest.param("members", 1, 2, {"by_election": True}, ["+margin-enough", "+margin-rounded"], id="a by-election with two names"),
    pytest.param("members", 2, 1, {"by_election": True, "reply_on_list": True}, ["-margin-short", "+margin-rounded"], id="a by-election, too few names"),
    pytest.param("leaders", 2, 2, {"reply_on_list": True}, ["+list-agreed"], id="as many as posts"),
    pytest.param("leaders", 2, 2, {}, ["-list-not-agreed"], id="not agreed yet"),
    pytest.param("leaders", 2, 3, {"reply_on_list": True}, ["+list-agreed", "-more-than-posts"], id="more than posts"),
    pytest.param("leaders", 2, 1, {"reply_on_list": True}, ["-too-few-for-posts"], id="fewer than posts"),
    pytest.param("secretary", 1, 1, {"reply_on_list": True}, ["+list-agreed", "+one-name-for-secretary"], id="one name for secretary"),
    pytest.param("secretary", 1, 2, {"reply_on_list": True}, ["+list-agreed"], id="two names for secretary"),
    pytest.param("secretary", 1, 1, {}, ["-list-not-agreed", "+one-name-for-secretary"], id="one name without the reply"),
    pytest.param("secretary", 1, 0, {}, ["-too-few-for-posts"], id="no name"),
]
RULES = {"list-agreed": {"leaders": "elec-secretary-nomination", "secretary": "elec-no-committee-nomination"}}
RULES["more-than-posts"] = {"leaders": "elec-secretary-equal-list"}


@pytest.mark.parametrize(("post", "seats", "candidates", "more", "said"), NUMBERS)
def test_how_many_candidates(post: str, seats: int, candidates: int, more: dict[str, bool], said: list[str]) -> None:
    """elec-secretary-equal-list, elec-no-committee-nomination, elec-by-election-margin, elec-secretary-nomination"""
    reasons = enough(slate(9, candidates, seats, post=post, **more))
    assert told(reasons) == said
    for reason in reasons:
        assert reason.numbers["seats"] == seats and reason.numbers.get("candidates", candidates) == candidates
        expected = RULES.get(reason.code.partition(".")[2], {}).get(post)
        assert expected is None or reason.rule == expected


def test_the_numbers_said() -> None:
    assert enough(slate(9, 1, 1, by_election=True))[0].numbers["least"] == 2
    assert enough(slate(9, 1, 3, post="leaders"))[0].numbers["short"] == 2


def test_an_equal_by_election_warns_and_a_longer_list_of_leaders_warns() -> None:
    assert judge(slate(9, 1, 1, "7", "8", by_election=True)).ok
    assert judge(slate(9, 3, 2, "7", "8", post="leaders", reply_on_list=True)).ok
    assert not judge(slate(9, 2, 2, "7", "8", post="leaders")).ok


WATCHED = [
    pytest.param((9, 6), "7", "8", True, ["+watched"], id="three groups that do not meet"),
    pytest.param((9, 6), "", "8", False, ["-no-scrutineer"], id="nobody watches"),
    pytest.param((9, 6), "7", "", False, ["-no-counter"], id="nobody counts"),
    pytest.param((9, 6), "5", "8", False, ["-scrutineer-stands"], id="a candidate watches"),
    pytest.param((9, 6), "7", "5", False, ["-counter-stands"], id="a candidate counts"),
    pytest.param((9, 6), "7", "7", False, ["-watches-and-counts"], id="one watches and counts though others could"),
    pytest.param((9, 6), "99", "8", False, ["-scrutineer-no-elector"], id="a stranger watches"),
    pytest.param((9, 6), "7", "99", True, ["+watched"], id="a clerk counts"),
    pytest.param((8, 6), "6", "7", True, ["+watched"], id="two left: one each"),
    pytest.param((3, 2), "2", "2", True, ["-one-left-to-watch", "+watched"], id="a branch of three, two candidates: the third does both and votes"),
    pytest.param((3, 2), "1", "2", False, ["-scrutineer-stands", "-one-left-to-watch"], id="one left, and yet a candidate watches"),
    pytest.param((3, 3), "0", "1", False, ["-nobody-to-watch"], id="everybody is a candidate"),
]


@pytest.mark.parametrize(("size", "scrutineers", "counters", "ok", "said"), WATCHED)
def test_who_watches_and_counts(size: tuple[int, int], scrutineers: str, counters: str, ok: bool, said: list[str]) -> None:
    """elec-supervisor, elec-teller, elec-teller-choice; pitfall D17"""
    one = slate(*size, 1, scrutineers, counters)
    assert told(watched(one)) == said
    assert judge(replace(one, preselected=True)).ok is ok


def test_a_committee_chooses_from_its_own_members() -> None:
    reasons = list(watched(slate(3, 2, 2, "2", "2", post="leaders")))
    assert [one.rule for one in reasons] == ["elec-teller-choice", "elec-supervisor-plenary"]
    assert reasons[0].numbers == {"electors": 3, "candidates": 2, "free": 1, "name": "员2"}
    assert [one.rule for one in watched(slate(9, 2, 2, "", "", post="members"))] == ["elec-supervisor", "elec-teller"]


def test_those_without_the_right_are_not_free_to_watch() -> None:
    one = slate(4, 2, 1, "3", "2")
    body = [*one.body[:3], replace(one.body[3], full=False)]
    reasons = list(watched(replace(one, body=body)))
    assert told(reasons) == ["-scrutineer-no-elector", "-one-left-to-watch"]
    assert reasons[0].numbers == {"names": Names(["员3"])}


def test_a_name_stands_once() -> None:
    one = slate(9, 2, 1, "7", "8")
    twice = judge(replace(one, candidates=[*one.candidates, one.candidates[0]]))
    assert not twice.ok and told(twice.stops) == ["-listed-twice"] and twice.stops[0].numbers == {"names": Names(["员0"])}
    assert judge(one).ok


@settings(deadline=None)  # two cores are shared
@given(st.integers(3, 12), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)), st.integers(1, 11))
def test_whoever_passes_is_in_one_group_only(size: int, watching: set[int], counting: set[int], candidates: int) -> None:
    one = slate(size, min(candidates, size), 1, " ".join(map(str, watching)), " ".join(map(str, counting)))
    if judge(replace(one, preselected=True)).ok:
        standing_keys = {person.key for person in one.candidates}
        assert one.scrutineers and one.counters
        assert not standing_keys & {*one.scrutineers, *one.counters}
        assert not set(one.scrutineers) & set(one.counters) or size - len(standing_keys) == 1


def test_four_headings_in_their_order_and_the_empty_ones_shown() -> None:
    proof = Proof("2025 年参加集中培训 40 学时", "training:41", from_register=True)
    one = Introduction("a", "甲", {Heading.TRAINING: [proof]})
    assert [heading.value for heading, _ in one.rows()] == ["learning", "practice", "training", "opinion"]
    assert one.rows()[2] == (Heading.TRAINING, (proof,))
    assert one.empty() == (Heading.LEARNING, Heading.PRACTICE, Heading.OPINION)
    whole = Introduction("b", "乙", {heading: [proof] for heading in Heading})
    reasons = introduced([one, whole])
    assert told(reasons) == ["+heading-empty"] and reasons[0].rule == "elec-introduce-candidates"
    assert reasons[0].numbers == {"name": "甲", "empty": 3, "headings": 4}


@pytest.mark.parametrize(("text", "source"), [("", "考察报告"), (" ", "考察报告"), ("群众评议优秀", ""), ("群众评议优秀", " ")])
def test_a_proof_names_its_source(text: str, source: str) -> None:
    with pytest.raises(ValueError, match="words and a source"):
        Proof(text, source, from_register=False)


@pytest.mark.parametrize(("post", "rule"), [("members", "elec-supervisor"), ("secretary", "elec-supervisor"), ("leaders", "elec-supervisor-plenary")])
def test_who_may_watch_is_asked_by_the_rule_of_the_meeting(post: str, rule: str) -> None:
    nobody = list(watched(slate(2, 2, 2, post=post)))
    assert told(nobody)[0] == "-nobody-to-watch" and nobody[0].rule == rule
    nobody_chosen = list(watched(slate(5, 2, 1, counters="3", post=post)))
    assert told(nobody_chosen) == ["-no-scrutineer"] and nobody_chosen[0].rule == rule
