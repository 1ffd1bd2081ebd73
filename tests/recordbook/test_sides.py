"""Two versions beside each other, in words: whatever a correction changed is seen, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from leadgoose.recordbook.rules.entry import Attendee, Entry, Leave, Matter, Named, Sitting, Speech, Stand, Vote
from leadgoose.recordbook.rules.kinds import Kind, VoteKind, kind_rule
from leadgoose.recordbook.web.sides import beside
from recordbook.writing import meeting

VOTE = Vote(VoteKind.ADMISSION, 3)
MATTER = Matter("m2222222222222", "接收某某为预备党员", VOTE, Named("查晓明"), date(2026, 12, 10))
BEFORE = meeting(people=(Attendee("a", "甲", "one", Stand.PRESENT),), matters=(MATTER,))
RULE = kind_rule(Kind.MEMBER_MEETING)


def matter(**more: object) -> tuple[Matter, ...]:
    return (replace(MATTER, **more),)   # type: ignore[arg-type]


SAID = "接收某某为预备党员\n表决种类 接收、转正\n赞成 3，反对 0，弃权 0。\n责任人 查晓明\n期限 2026-12-10"


@pytest.mark.parametrize(("after", "rows"), [
    (BEFORE, []),
    (replace(BEFORE, title="另一主题"), [("主题", "四季度党员大会", "另一主题")]),
    (replace(BEFORE, people=(Attendee("a", "甲", "one", Stand.LEAVE, Leave.SICK),)), [("到会情况 甲", "到会", "请假（病假）")]),
    (replace(BEFORE, people=(Attendee("a", "甲", "one", Stand.PRESENT, sitting=1),)), [("到会情况 甲", "到会", "到会 第 2 场")]),
    (replace(BEFORE, people=(Attendee("a", "甲", "two", Stand.PRESENT, voter=True),)), []),
    (replace(BEFORE, matters=matter(vote=replace(VOTE, written_favour=2))), [
        ("决议事项", SAID, SAID.replace("弃权 0。", "弃权 0。\n会前书面赞成 2，反对 0。"))]),
    (replace(BEFORE, matters=matter(vote=replace(VOTE, secret=True))), [("决议事项", SAID, SAID.replace("弃权 0。", "弃权 0。\n无记名。"))]),
    (replace(BEFORE, matters=matter(vote=replace(VOTE, kind=VoteKind.ORDINARY))), [("决议事项", SAID, SAID.replace("接收、转正", "一般事项"))]),
    (replace(BEFORE, matters=matter(check_on=date(2026, 12, 1))), [("决议事项", SAID, SAID + "\n检查 2026-12-01")]),
    (replace(BEFORE, online=True), [("方式", "到场", "视频")]),
    (replace(BEFORE, for_year=2025), [("归属年度", "", "2025")]),
    (replace(BEFORE, paper_original=True, paper_page="7"), [("纸面页码", "", "以纸面为准，第 7 页")]),
    (replace(BEFORE, sittings=(*BEFORE.sittings, Sitting(date(2026, 11, 22)))), [
        ("时间地点", "2026-11-20 18:30–19:20 值班房", "2026-11-20 18:30–19:20 值班房\n2026-11-22")]),
    (replace(BEFORE, speeches=(Speech(Named("查晓明"), "装完要验收。"), Speech(Named("仇建军"), "同意。"))), [
        ("发言", "查晓明：井口防护板要在降温前装完。", "查晓明：装完要验收。"), ("发言", "", "仇建军：同意。")]),
    (replace(BEFORE, fields={"form": "committee"}), [("召开形式", "", "支委会")]),
], ids=[
    "nothing", "the subject", "somebody was on leave", "somebody came to the second sitting", "the register knows more: not what was written",
    "opinions in writing", "a secret ballot", "the kind of vote", "the day of the check", "by video", "the year for which it counts",
    "the paper is the original", "a second sitting", "a speech beside what it was, and a new one", "a choice in words",
])
def test_whatever_differs_is_shown_in_words_with_what_it_was(after: Entry, rows: list[tuple[str, str, str]]) -> None:
    assert beside(BEFORE, after, RULE) == rows
