"""The persons of a request and its reply: what they stand for, post by post, and their short table."""

from __future__ import annotations

from leadgoose.elections.papers.facts import COMMITTEE, Facts, Person
from leadgoose.elections.papers.pen import Pen, month, spaced
from leadgoose.elections.papers.terms import POST_WORDS, by_committee, leaders, posts, seats_of
from leadgoose.ground.press.letter import Annex

SHOWN = ("gender", "ethnicity", "born", "education", "joined", "admin")


def shown(person: Person, name: str) -> str:
    """One line of the register as the table has it; days to the month."""
    text: str = getattr(person, name)
    return month(text) if name in ("born", "joined") else text


def stand_for(facts: Facts, pen: Pen) -> str:
    """What they stand for, as it follows the organisation's name: (作业一队党支部)委员会委员和书记、副书记."""
    if facts.by_members or facts.alone:
        return pen(leaders(facts))
    return pen("委员会委员和%(leaders)s" if by_committee(facts) else "委员会委员", leaders=pen(leaders(facts)))


def listed(facts: Facts, pen: Pen, post: str, *, agreed: bool) -> tuple[str, str]:
    """One post with its persons: (heading in Simplified, text)."""
    people = facts.names(post)
    heading = f"{POST_WORDS[post]}候选人预备人选"
    text = ("同意" if agreed else "提名") + "下列同志为" + heading + "，共%(count)s名，应选%(seats)s名"
    text += ("（按姓氏笔画为序）" if post == COMMITTEE else "") + "：%(names)s。"
    names, count = pen.names(f"candidates_{post}", people), pen.fill(f"candidates_{post}", len(people) or None)
    return heading, pen(text, count=count, seats=seats_of(facts, post), names=names)


def may_stand(facts: Facts, pen: Pen) -> str:
    """That all of them may stand; said only where the register says so of every one."""
    names = {name for post in posts(facts) for name in facts.names(post)}
    if names and names <= set(facts.members.electors):
        return pen("上述人选均为正式党员，有选举权和被选举权。")
    return pen("上述人选的党员身份和被选举权：%(rights)s（报送前核对填写）。", rights=None)


def short_table(facts: Facts, pen: Pen) -> Annex:
    """候选人预备人选简况表, with an empty cell for what the register does not have."""
    heads = ("序号", "姓名", "性别", "民族", "出生年月", "学历", "入党时间", "行政职务", "拟任职务")
    rows: list[tuple[str, ...]] = []
    for post in posts(facts):
        for one in facts.standing(post):
            known = [pen.fill(f"person_{name}", shown(one.person, name), "") for name in SHOWN]
            rows.append((str(len(rows) + 1), spaced(one.person.name), *known, pen(POST_WORDS[post])))
    note = "内容以党员名册为准；委员按姓氏笔画为序，书记、副书记按拟报顺序。空格为名册中没有的内容，请核对后填写。"
    shares = (0.8, 1.3, 0.8, 1.0, 1.25, 1.1, 1.3, 1.4, 1.3)
    return Annex(pen("候选人预备人选简况表"), tuple(map(pen, heads)), shares, tuple(rows), (pen(note),))
