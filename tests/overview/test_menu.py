"""The menu shows what its reader may open, where they may open it."""

from __future__ import annotations

import re

import pytest

from cast import Cast

TREE = {
    "clerk": "/o/committee/tree/",
    "envoy": "/o/committee/tree/",
    "secretary": "/o/one/tree/",
    "new_secretary": "/o/two/tree/",
    "committee_member": "/o/one/tree/",
    "member": None,
    "outsider": "/o/elsewhere/tree/",
}


@pytest.mark.parametrize(("login", "address"), TREE.items())
def test_organisations_and_members_leads_to_what_is_ones_own(cast: Cast, login: str, address: str | None) -> None:
    client = cast.client(login)
    side = re.search(r'<nav.*?</nav>', client.get("/rules/").content.decode(), re.DOTALL)
    assert side is not None
    found = re.findall(r'href="([^"]*/tree/)"', side[0])
    assert found == ([address] if address else [])
    for where in found:
        assert client.get(where).status_code == 200


def test_every_entry_of_the_menu_opens_for_everybody_who_sees_it(cast: Cast) -> None:
    for login in cast.users:
        client = cast.client(login)
        side = re.search(r'<nav.*?</nav>', client.get("/rules/").content.decode(), re.DOTALL)
        assert side is not None, login
        for where in re.findall(r'href="(/[^"]*)"', side[0]):
            assert client.get(where).status_code in {200, 302}, f"{login}: {where}"
