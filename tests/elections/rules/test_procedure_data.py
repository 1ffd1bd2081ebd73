"""The file of the procedure, read: what a key of it becomes, and which of its values an election sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pytest

from leadgoose.elections.rules.procedure import Kind, Need, Part, Procedure, Route, Side, Stage, needs, path, procedure, route

FRESH: Procedure = procedure.__wrapped__()
"""Read from disk once more, past what the process keeps."""


def test_the_file_read_again_says_the_same() -> None:
    again = procedure.__wrapped__()
    assert again == procedure()
    assert [one.name for one in fields(again)] == ["stages", "items", "sides", "kinds", "parts", "routes"]


def test_a_stage_a_side_move_and_an_item_as_they_stand_in_the_file() -> None:
    told = procedure.__wrapped__()
    assert told.stages["reply"] == Stage("reply", "superior", "elec-approval-before", "elections.record_reply", ("request-forwarded",), "reply")
    assert told.stages["opinion"].paper == "" and told.stages["opinion"].needs == ()
    assert told.sides["revote"] == Side(
        "revote", "meeting", "elec-tie-revote", "elections.hold_revote", ("revote-tied-only", "tie-referred"), "counted", "tie", "ballots",
    )
    assert (told.sides["stop"].after, told.sides["stop"].outcome, told.sides["stop"].back_to) == ("", "", "")
    assert told.items["request-forwarded"] == Need("request-forwarded", "elec-approval-before", judged=False, when="through")
    assert told.items["quorum"] == Need("quorum", "elec-quorum-four-fifths", judged=True, when="")
    assert told.parts["preselection"] == Part("deliberation", ("preselection",))
    assert told.parts["committee-alone"].sides == {"annul": "first-meeting"}
    assert told.routes["up"] == Route(
        ("request", "persons_request", "result_report"), ("organisation", "committee"), ("organisation", "general-branch", "committee"),
    )


def test_a_kind_as_it_stands_in_the_file() -> None:
    told = procedure.__wrapped__().kinds
    assert told["general-branch"] == Kind(
        "general-branch", told["branch-committee"].stages, {"seats-fit": "soe-size-general-branch"},
        {"request": ("seats-fit", "meeting-in-term"), "notice": ("meeting-in-term",), "first-meeting": ("committee-chair",)},
    )
    assert (told["branch-committee"].rules, told["by-election"].more) == ({}, {"request": ("posts-vacant",)}), "what the file does not say is empty"
    assert told["new-branch"].more == {"request": ("seats-fit", "preparer-named")}
    assert told["by-election"].stages[:3] == ("request", "reply", "opinion")


def _values(told: Any) -> Iterable[Any]:
    for one in fields(told):
        value = getattr(told, one.name)
        yield from value.values() if isinstance(value, dict) else [value]


def test_nothing_that_was_read_can_be_changed() -> None:
    told = procedure.__wrapped__()
    nouns = [noun for table in (told.stages, told.items, told.sides, told.kinds, told.parts, told.routes) for noun in table.values()]
    assert len(nouns) > 80 and not any(isinstance(value, list) for noun in nouns for value in _values(noun))


@pytest.mark.parametrize(("kind", "step", "traits", "asked"), [
    pytest.param("branch-committee", "reply", frozenset(), (), id="directly under the committee: nothing is passed on"),
    pytest.param("branch-committee", "reply", frozenset({"through"}), (
        Need("request-forwarded", "elec-approval-before", when="through"),
    ), id="under a general branch"),
    pytest.param("no-committee", "ballots", frozenset(), (
        Need("candidates-introduced", "elec-introduce-candidates"), Need("ballot-in-order", "elec-ballot-order-secretary", judged=True),
        Need("present-still-holds", "elec-majority-of-present", judged=True),
    ), id="a secretary's ballot is in the order that was agreed"),
    pytest.param("general-branch", "request", frozenset(), (
        Need("request-complete", "elec-approval-before"), Need("request-in-time", "elec-request-lead-time"),
        Need("seats-fit", "soe-size-general-branch", judged=True), Need("meeting-in-term", "elec-shift-limit", judged=True),
    ), id="a general branch's seats by its own rule, behind what every request asks for"),
    pytest.param("no-committee", "request", frozenset(), (
        Need("request-complete", "elec-approval-before"), Need("request-in-time", "elec-request-lead-time"),
        Need("meeting-in-term", "elec-shift-limit", judged=True),
    ), id="without a committee nobody counts seats"),
])
def test_what_a_stage_asks_for(kind: str, step: str, traits: frozenset[str], asked: tuple[Need, ...]) -> None:
    assert needs(kind, procedure().stages[step], traits) == asked


def test_a_second_tie_is_an_item_of_the_revote_only_where_there_was_a_first() -> None:
    revote = procedure().sides["revote"]
    assert [one.key for one in needs("branch-committee", revote, frozenset())] == ["revote-tied-only"]
    assert [one.key for one in needs("branch-committee", revote, frozenset({"tied-again"}))] == ["revote-tied-only", "tie-referred"]


@pytest.mark.parametrize(("traits", "between"), [
    pytest.param(frozenset(), ["deliberation", "notice"], id="without"),
    pytest.param(frozenset({"preselection"}), ["deliberation", "preselection", "notice"], id="with a pre-selection"),
    pytest.param(frozenset({"through", "of-no-meaning"}), ["deliberation", "notice"], id="traits that are no parts add no stage"),
])
def test_a_part_stands_behind_the_stage_that_it_names(traits: frozenset[str], between: list[str]) -> None:
    keys = [one.key for one in path("no-committee", traits)]
    assert keys[keys.index("deliberation") : keys.index("notice") + 1] == between


def test_both_parts_at_once_stand_each_in_its_place() -> None:
    keys = [one.key for one in path("by-election", frozenset({"preselection", "leaders"}))]
    assert len(keys) == len(path("by-election")) + 2
    assert keys.index("preselection") == keys.index("deliberation") + 1 and keys.index("first-meeting") == keys.index("announced") + 1
    assert [one for one in keys if one not in ("preselection", "first-meeting")] == [one.key for one in path("by-election")]


@pytest.mark.parametrize("paper", [paper for way in FRESH.routes.values() for paper in way.papers])
def test_every_paper_of_a_way_goes_both_with_and_without_a_general_branch(paper: str) -> None:
    direct, through = route(paper, False), route(paper, True)
    assert len(direct) == 2 and through == (direct[0], "general-branch", direct[1])
