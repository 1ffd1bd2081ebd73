"""What comes down: the replies on the election, on the persons, on the result and on a shift of term."""

from __future__ import annotations

from leadgoose.elections.papers.facts import COMMITTEE, Facts
from leadgoose.elections.papers.letters.address import downward, received
from leadgoose.elections.papers.letters.persons import listed, stand_for
from leadgoose.elections.papers.letters.requests import shape, shift_word, way
from leadgoose.elections.papers.pen import Pen
from leadgoose.elections.papers.terms import POST_WORDS, by_committee, meeting, posts, terms
from leadgoose.ground.press.letter import Letter


def reply(facts: Facts, pen: Pen) -> Letter:
    """换届批复: what is agreed to, and what the meeting must keep to."""
    say = terms(facts, pen)
    report = "%(leaders)s报我委审批" if COMMITTEE not in posts(facts) else "委员报我委备案，%(leaders)s报我委审批" if by_committee(facts) else "委员报我委备案"
    parts = [
        ("关于选举", pen("同意于%(day)s召开%(meeting)s进行%(event)s。", day=pen.day("meeting_on", facts.meeting_on, facts.on.year),
                        meeting=meeting(facts, pen), event=say.event)),
        ("关于名额", pen("同意%(shape)s。", shape=shape(facts, pen))),
        ("关于候选人", way(facts, pen) + pen("候选人预备人选另行请示我委。")),
        ("关于选举程序", pen(
            "到会委员不少于全体委员的五分之四，方可选举；采用无记名投票方式；赞成票超过实到会委员半数的，始得当选。" if facts.alone else
            "有选举权的党员实到会人数不少于应到会人数的五分之四，方可选举；选举办法在投票前经党员大会通过；采用无记名投票方式；"
            "赞成票超过实到会有选举权人数半数的，始得当选。")),
        ("关于选举结果", pen(f"选举后及时报告结果，{report}。", leaders=say.leaders)),
    ]
    if facts.envoy:
        parts.append(("关于监督指导", pen("我委派%(envoy)s同志到会监督指导，有关材料请在发出会议通知前送其核对。", envoy=facts.envoy)))
    named = pen("关于%(name)s%(event)s的请示", name=facts.name, event=say.event)
    title = (pen("关于同意"), facts.name, pen("%(event)s的批复", event=say.event))
    return downward(facts, pen, title, [received(facts, pen, named, "request"), *pen.numbered(parts)])


def persons_reply(facts: Facts, pen: Pen) -> Letter:
    """人选批复: the persons agreed to, in the order in which secretary and deputy stand on their ballots."""
    standing = stand_for(facts, pen)
    parts = [listed(facts, pen, post, agreed=True) for post in posts(facts)]
    parts.append(("选举" if facts.alone else "正式候选人", pen(
        "请将预备人选提交%(plenary)s选举；需要变动人选的，另行报批。" if facts.alone
        else "请将预备人选提交党员充分酝酿，根据多数党员的意见确定正式候选人；需要变动人选的，另行报批。", plenary=terms(facts, pen).plenary)))
    named = pen("关于%(name)s%(standing)s候选人预备人选的请示", name=facts.name, standing=standing)
    title = (pen("关于同意"), facts.name, standing, pen("候选人预备人选的批复"))
    return downward(facts, pen, title, [received(facts, pen, named, "persons-request"), *pen.numbered(parts)])


def result_reply(facts: Facts, pen: Pen) -> Letter:
    """选举结果批复: from here on secretary and deputy are called so."""
    say, parts = terms(facts, pen), []
    for post in posts(facts):
        names = pen.names(f"elected_{post}", facts.won(post))
        text = "%(names)s同志当选%(elects)s，准予备案。" if post == COMMITTEE else "同意%(names)s同志任%(name)s%(post)s。"
        parts.append((POST_WORDS[post], pen(text, names=names, elects=say.elects, name=facts.name, post=pen(POST_WORDS[post]))))
    named = pen("关于%(name)s%(event)s结果的报告", name=facts.name, event=say.event)
    title = (pen("关于"), facts.name, pen("%(event)s结果的批复", event=say.event))
    return downward(facts, pen, title, [received(facts, pen, named, "result-report"), *pen.numbered(parts)])


def shift_reply(facts: Facts, pen: Pen) -> Letter:
    """对延期或者提前换届的批复."""
    word = pen(shift_word(facts))
    shifted = pen.day("shift_to", facts.shift_to, facts.on.year)
    parts = [
        ("关于期限", pen("同意%(name)s%(word)s至%(shifted)s换届。", name=facts.name, word=word, shifted=shifted)),
        ("关于准备工作", pen("请做好换届选举准备，在批准的期限前报送换届请示；确实不能如期换届的，提前报告。")),
    ]
    named = pen("关于%(name)s%(word)s换届的请示", name=facts.name, word=word)
    title = (pen("关于同意"), facts.name, pen("%(word)s换届的批复", word=word))
    return downward(facts, pen, title, [received(facts, pen, named, "shift-request"), *pen.numbered(parts)])
