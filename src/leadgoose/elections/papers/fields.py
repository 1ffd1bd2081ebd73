"""The names under which a committee's own form reaches the facts of a paper: Chinese words, as whoever makes the form writes them.

Values are texts and rows of texts, nothing else (press.ownform). What is not known is a visible blank, as on the shipped forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from leadgoose.elections.papers.facts import COMMITTEE, DEPUTY, SECRETARY, Facts, Stands, Vote
from leadgoose.elections.papers.invitation import HEADINGS
from leadgoose.elections.papers.pen import BLANK, Pen, in_numerals, month, spaced
from leadgoose.elections.papers.terms import agenda, terms
from leadgoose.elections.rules.margin import least_candidates
from leadgoose.ground.press.letter import day_in_words
from leadgoose.ground.press.script import fixed

Value = Any


def fields(facts: Facts) -> dict[str, Any]:
    """Every field with its value, in the committee's script."""
    return {name: _plain(value(facts)) for name, value in FIELDS.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str | list):
        return value or BLANK if isinstance(value, str) else value
    return BLANK if value is None else day_in_words(value) if hasattr(value, "isoformat") else str(value)


def _last(facts: Facts) -> Vote:
    return facts.votes[-1] if facts.votes else Vote(facts.post, facts.seats or 0, facts.names(facts.post))


def _number(stage: str) -> Callable[[Facts], str]:
    return lambda facts: facts.done[stage].number if stage in facts.done else ""


def _people(post: str) -> Callable[[Facts], list[dict[str, str]]]:
    return lambda facts: [_person(number, one) for number, one in enumerate(facts.standing(post), 1)]


def _person(number: int, one: Stands) -> dict[str, str]:
    person = one.person
    said = {label: "\n".join(f"{proof.text}（{proof.source}）" for proof in one.proofs.get(key, ())) for key, label in HEADINGS.items()}
    return {
        "序号": str(number), "姓名": spaced(person.name), "性别": person.gender, "民族": person.ethnicity, "出生年月": month(person.born),
        "学历": person.education, "入党时间": month(person.joined), "转正时间": month(person.full_since), "行政职务": person.admin,
        "党内职务": "、".join(person.posts), **said,
    }


def _numbered(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"序号": str(number), "姓名": spaced(name)} for number, name in enumerate(names, 1)]


def _sums(facts: Facts) -> list[dict[str, str]]:
    rows = []
    for vote in facts.votes:
        for line in vote.lines:
            sums = {"赞成": line.approve, "不赞成": line.disapprove, "弃权": line.abstain}
            told = fixed("当选" if line.name in vote.elected else "未当选", facts.script)
            rows.append({"姓名": spaced(line.name), **{label: "" if one is None else str(one) for label, one in sums.items()}, "结果": told})
    return rows


def _valid(facts: Facts) -> int | None:
    vote = _last(facts)
    return None if vote.returned is None or vote.invalid is None else vote.returned - vote.invalid


def _joined(names: Sequence[str]) -> str:
    return "、".join(names)


FIELDS: Mapping[str, Callable[[Facts], Value]] = {
    "党组织": lambda facts: facts.name,
    "上级党委": lambda facts: facts.office.committee,
    "党总支": lambda facts: facts.office.above,
    "委员会": lambda facts: terms(facts, Pen(facts.script)).body,
    "选举": lambda facts: terms(facts, Pen(facts.script)).event,
    "文号": lambda facts: facts.number,
    "签发人": lambda facts: facts.signer,
    "成文日期": lambda facts: facts.signed_on,
    "联系人": lambda facts: facts.contact or facts.office.contact,
    "联系电话": lambda facts: facts.phone or facts.office.phone,
    "上届选举日期": lambda facts: facts.term and facts.term.elected_on,
    "任期年数": lambda facts: facts.term and facts.term.years,
    "届满日期": lambda facts: facts.last_day,
    "正式党员": lambda facts: facts.members.full,
    "预备党员": lambda facts: facts.members.probationary,
    "有选举权": lambda facts: facts.roll.right,
    "不计入": lambda facts: facts.roll.excluded,
    "应到会": lambda facts: facts.roll.expected,
    "须到会": lambda facts: facts.roll.need,
    "实到会": lambda facts: facts.roll.present,
    "列席": lambda facts: facts.roll.others,
    "当选须得": lambda facts: facts.roll.to_be_elected,
    "决议须得": lambda facts: facts.roll.majority,
    "委员名额": lambda facts: facts.seats,
    "委员名额大写": lambda facts: in_numerals(facts.seats) if facts.seats else "",
    "副书记名额": lambda facts: facts.deputies,
    "最少候选人": lambda facts: least_candidates(facts.seats) if facts.seats else None,
    "开会日期": lambda facts: facts.meeting_on,
    "开会时间": lambda facts: facts.meeting_time,
    "开会地点": lambda facts: facts.meeting_place,
    "主持人": lambda facts: facts.chair,
    "督导员": lambda facts: facts.envoy,
    "监票人": lambda facts: _joined(facts.scrutineers),
    "计票人": lambda facts: _joined(facts.counters),
    "赞成符号": lambda facts: facts.switches.sign_for,
    "不赞成符号": lambda facts: facts.switches.sign_against,
    "请示文号": _number("request"),
    "批复文号": _number("reply"),
    "人选请示文号": _number("persons-request"),
    "人选批复文号": _number("persons-reply"),
    "结果报告文号": _number("result-report"),
    "结果批复文号": _number("result-reply"),
    "印制选票": lambda facts: _last(facts).printed,
    "发出选票": lambda facts: _last(facts).issued,
    "投票人数": lambda facts: _last(facts).voters,
    "收回选票": lambda facts: _last(facts).returned,
    "有效票": _valid,
    "无效票": lambda facts: _last(facts).invalid,
    "当选书记": lambda facts: _joined(facts.won(SECRETARY)),
    "当选副书记": lambda facts: _joined(facts.won(DEPUTY)),
    "议程": lambda facts: [words for _, words in agenda(facts, Pen(facts.script))],
    "选举人": lambda facts: _numbered(facts.members.electors),
    "列席党员": lambda facts: _numbered(facts.members.others),
    "委员候选人": _people(COMMITTEE),
    "书记候选人": _people(SECRETARY),
    "副书记候选人": _people(DEPUTY),
    "另选人栏": lambda facts: [{"序号": str(number)} for number in range(1, _last(facts).seats + 1)],
    "当选委员": lambda facts: _numbered(facts.won(COMMITTEE)),
    "计票": _sums,
}
"""Name → value. Lists are rows: {%tr for 人 in 委员候选人 %}{{ 人.姓名 }}{%tr endfor %}."""
