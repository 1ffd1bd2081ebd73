"""Every view passes the gate, and the role table holds nothing that is not used."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import leadgoose
from house.pages import Page, pages
from leadgoose.ground.access import scopes
from leadgoose.ground.access.roles import GRANTED, TABLE, Role

SOURCE = Path(leadgoose.__file__).parent
PUBLIC = {"accounts.log_in", "accounts.second_factor", "accounts.begin_outside", "accounts.return_outside", "look.language"}
"""The whole list of pages that anybody may ask for without signing in."""


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.route)
def test_every_address_has_a_view_that_passed_the_gate_under_its_own_name(page: Page) -> None:
    assert page.capability, f"/{page.route} has a view without @gate or @public"
    assert page.name == page.capability, "one act, one name: the address is called like the capability"
    if page.at == "public":
        assert page.name in PUBLIC
        return
    assert page.methods, "the gate says which methods a view answers"
    assert page.at in {"me", "platform"} | scopes.kinds()
    assert (page.at in page.keywords) == (page.at not in {"me", "platform"}), "the address names the thing that the gate looks for"


def test_the_public_pages_are_these() -> None:
    assert {page.name for page in pages() if page.at == "public"} == PUBLIC


def test_no_address_has_two_names_and_no_name_two_addresses() -> None:
    names = [page.name for page in pages()]
    assert sorted(names) == sorted(set(names))




def test_every_capability_of_the_table_is_used_by_a_view_or_an_action() -> None:
    gated = {page.capability for page in pages() if page.at != "public"}
    required = {
        node.args[0].value
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "require"
        and node.args and isinstance(node.args[0], ast.Constant)
    }
    assert set(TABLE) - gated - required == set(), "capabilities that nothing asks for"
    assert (gated | required) - set(TABLE) == set(), "capabilities without a row in the role table"


def test_every_capability_is_held_by_some_role_and_every_role_holds_some() -> None:
    assert all(TABLE.values())
    assert {role for roles in TABLE.values() for role in roles} == set(Role)
    assert set(GRANTED) == set(Role) - {Role.SELF, Role.ANYONE}
