"""Accounts for many from the register: who, called what, holding what, and the slips."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import NOW, TODAY, Cast, Part, enrol_all
from leadgoose.accounts.actions.accounts import CannotOpen
from leadgoose.accounts.actions.bulk import MOST, open_many
from leadgoose.accounts.papers import CodesSlip, PasswordSlip, slips
from leadgoose.accounts.queries.bulk import waiting
from leadgoose.accounts.rules.bulk import is_prefix, logins, roles_of
from leadgoose.accounts.rules.logins import is_login
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.access.models import Grant, User
from leadgoose.ground.access.roles import PLATFORM_ROLES, Role
from leadgoose.ground.journal.models import Entry
from leadgoose.roster.actions.posts import Document, change_posts
from leadgoose.roster.kinds import PostKind
from leadgoose.roster.rules.posts import Act
from leadgoose.roster.rules.posts import Wish as PostWish

S, D, M, O = PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY, PostKind.COMMISSIONER, PostKind.ORGANISATION  # noqa: E741
ROLES = {
    "a secretary": ([("one", S)], {(Role.SECRETARY, "one")}),
    "a deputy leads too": ([("one", D)], {(Role.SECRETARY, "one")}),
    "a committee member": ([("one", O)], {(Role.COMMITTEE_MEMBER, "one")}),
    "two posts in one branch are one role, the leading one": ([("one", O), ("one", S)], {(Role.SECRETARY, "one")}),
    "in two branches": ([("one", S), ("two", M)], {(Role.SECRETARY, "one"), (Role.COMMITTEE_MEMBER, "two")}),
    "a group's leader": ([("one", PostKind.GROUP_LEADER)], set()),
    "nothing": ([], set()),
}


@pytest.mark.parametrize("case", ROLES)
def test_which_roles_follow_from_posts(case: str) -> None:
    posts, expected = ROLES[case]
    assert set(roles_of(posts)) == expected


def test_logins_are_numbered_and_those_taken_are_left_out() -> None:
    made = logins("dzb", {"dzb001", "dzb003"})
    assert [next(made) for _ in range(3)] == ["dzb002", "dzb004", "dzb005"]
    assert all(is_login(next(made)) for _ in range(1200))


@pytest.mark.parametrize(("prefix", "good"), [
    ("dzb", True), ("ab", True), ("a", False), ("", False), ("dzb1", False), ("DZB", False), ("书记", False), ("x" * 21, False),
])
def test_a_prefix_has_letters_only_so_that_no_number_of_a_person_gets_in(prefix: str, good: bool) -> None:
    assert is_prefix(prefix) is good


def doing(cast: Cast, login: str = "clerk") -> dict[str, Any]:
    return {"on": TODAY, "by": cast.actor(login), "at": NOW}


PARTS = (
    Part("p-lead", "钱文", "office", "男", "1980-01-01", posts=(S,)), Part("p-deputy", "孙丽", "two", "女", "1981-01-01", posts=(D,)),
    Part("p-council", "周强", "office", "男", "1982-01-01", posts=(O,)),
)


@pytest.fixture
def many(cast: Cast) -> Cast:
    enrol_all(cast, PARTS, 60)
    return cast


def test_listed_are_those_who_hold_a_post_in_a_branch_and_have_no_account(many: Cast) -> None:
    found = waiting("committee", TODAY)
    assert [(one.person, one.leads) for one in found] == [("p-discipline", False), ("p-deputy", True), ("p-lead", True), ("p-council", False)]
    with CaptureQueriesContext(connection) as queries:
        waiting("committee", TODAY)
    assert len(queries) == 3


def test_each_person_is_an_account_with_the_posts_roles_journaled_as_one_batch(many: Cast) -> None:
    made = open_many("committee", ["p-lead", "p-deputy"], "dzb", **doing(many))
    assert [(one.slip.login, one.whose.person) for one in made] == [("dzb001", "p-deputy"), ("dzb002", "p-lead")]
    grants = set(Grant.objects.filter(user__login__startswith="dzb").values_list("user__person_key", "role", "key"))
    assert grants == {("p-deputy", "secretary", "two"), ("p-lead", "secretary", "office")}
    entries = list(Entry.objects.filter(chain="committee").order_by("number"))
    assert [entry.act for entry in entries] == ["AccountOpened", "RoleGranted"] * 2
    assert [entry.person_key for entry in entries] == ["p-deputy", "p-deputy", "p-lead", "p-lead"]
    assert len({entry.facts["batch"] for entry in entries}) == 1
    user = User.objects.get(login="dzb002")
    assert user.must_change_password and user.check_password(made[1].slip.password) and user.name == "钱文"
    assert waiting("committee", TODAY)[0].person == "p-discipline" and len(waiting("committee", TODAY)) == 2


WRONG: dict[str, tuple[list[str], str, str]] = {
    "nobody": ([], "dzb", "nobody"),
    "somebody without a post": (["p-member"], "dzb", "no_post"),
    "somebody with an account": (["p-secretary"], "dzb", "no_post"),
    "a foreign secretary": (["p-outsider"], "dzb", "no_post"),
    "one good and one bad": (["p-lead", "p-member"], "dzb", "no_post"),
    "a number as prefix": (["p-lead"], "1976", "bad_prefix"),
    "too many": ([f"p{number}" for number in range(MOST + 1)], "dzb", "too_many"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_refused_leaves_nothing(many: Cast, case: str) -> None:
    people, prefix, code = WRONG[case]
    before = User.objects.count()
    with pytest.raises(CannotOpen) as cannot:
        open_many("committee", people, prefix, **doing(many))
    assert cannot.value.code == code
    assert User.objects.count() == before and not Entry.objects.exists()


@pytest.mark.parametrize("login", ["platform_admin", "security_officer", "auditor", "secretary", "outsider"])
def test_only_the_committees_clerk_opens_many_and_never_a_role_of_the_platforms_three(many: Cast, login: str) -> None:
    with pytest.raises(Denied):
        open_many("committee", ["p-lead"], "dzb", **doing(many, login))
    open_many("committee", ["p-lead", "p-deputy", "p-council", "p-discipline"], "dzb", **doing(many))
    assert not Grant.objects.filter(user__login__startswith="dzb", role__in=PLATFORM_ROLES).exists()


def test_the_role_ends_with_the_post_the_same_day(many: Cast) -> None:
    open_many("committee", ["p-lead"], "dzb", **doing(many))
    office = many.organisations["office"]
    change_posts(office, [PostWish(Act.END, "p-lead", S)], Document("处任〔2026〕12号", None, TODAY), by=many.actor("clerk"), at=NOW)
    assert Grant.objects.get(user__login="dzb001").until == TODAY


def test_ticked_opened_shown_once_and_printed(many: Cast) -> None:
    client = many.client("clerk")
    page = client.get("/o/committee/accounts/many/").content.decode()
    assert "dzb001" in page and "钱文" in page and "周强" not in page and "仇建军" not in page
    assert "周强" in client.get("/o/committee/accounts/many/", {"who": "all"}).content.decode()
    refused = client.post("/o/committee/accounts/many/", {"prefix": "dzb"})
    assert refused.status_code == 422 and "请至少勾选一人" in refused.content.decode()
    response = client.post("/o/committee/accounts/many/", {"prefix": "dzb", "person": ["p-lead", "p-deputy"]})
    shown = response.content.decode()
    assert response.headers["Cache-Control"] == "no-store" and len(re.findall(r"<code>\w{4}-\w{4}-\w{4}</code>", shown)) == 2
    slips_field = re.search(r'name="slips" value="([^"]+)"', shown)
    assert slips_field
    assert client.post("/me/slips/", {"slips": slips_field[1]}).content.startswith(b"%PDF")


def test_a_slip_says_where_with_what_and_what_then() -> None:
    password = PasswordSlip("钱文", "机关党支部", "dzb001", "k7mp-w3xn-9tqd", "https://x/login/")
    facts = slips([password, CodesSlip("赵敏", "clerk", ("1111 2222",))], committee="党委")
    first, second = facts["slips"]
    assert [row[1] for row in first["rows"]] == ["钱文", "机关党支部", "https://x/login/", "dzb001", "k7mp-w3xn-9tqd"]
    assert second["codes"] == ["1111 2222"] and len(first["notes"]) == len(second["notes"]) == 2
    assert slips([PasswordSlip("钱文", "", "a", "b", "")], committee="", script="zh-Hant")["slips"][0]["title"] == "首次登錄條"
