"""The list of an organisation's elections."""

from __future__ import annotations

from cast import Cast


def test_who_does_not_elect_here_is_told_so_and_nothing_of_a_term(cast: Cast) -> None:
    page = cast.client("clerk").get("/o/committee/elections/").content.decode()
    assert "党委的换届由上级党组织办理" in page and "本届选举日期资料未知" not in page and "启动换届<" not in page
    page = cast.client("clerk").get("/o/one/elections/").content.decode()
    assert "党委的换届由上级党组织办理" not in page and "启动换届<" in page
