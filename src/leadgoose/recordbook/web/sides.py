"""What stands at a place of a record, as a reader reads it: for two versions beside each other, on the page of versions and on that of merging."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from leadgoose.ground.listed import bracketed, clauses, listed
from leadgoose.recordbook import words
from leadgoose.recordbook.queries.roll import group_names
from leadgoose.recordbook.rules.entry import Attendee, Closing, Entry, Guest, Matter, Named, Sitting, Speech, Topic, Vote
from leadgoose.recordbook.rules.kinds import KindRule
from leadgoose.recordbook.rules.merging import Difference, differing


def beside(before: Entry, after: Entry, rule: KindRule) -> list[tuple[str, str, str]]:
    """(place in words, what stood there, what stands there now) wherever the two differ; a speech that was changed stands beside what it was.

    What the register says of people is no part of what was written. One query where the group differs.
    """
    found = differing(before, after)
    spoken = [one for one in found if one.part.startswith("speeches.") and None in (one.left, one.right)]
    said = zip_longest([one.left for one in spoken if one.right is None], [one.right for one in spoken if one.left is None])
    speeches = [(words.word(words.PART, "speeches"), told(old), told(new)) for old, new in said]
    first = next((place for place, one in enumerate(found) if one in spoken), len(found))
    rest = [(place, (label(one, rule), *both(one))) for place, one in enumerate(found) if one not in spoken]
    every = [*(row for place, row in rest if place < first), *speeches, *(row for place, row in rest if place > first)]
    return [one for one in every if one[1] != one[2]]


def both(one: Difference) -> tuple[str, str]:
    """What stands at a place on the left and on the right. One query where it is the group."""
    if one.part != "group":
        return told(one.left), told(one.right)
    names = group_names({one.left, one.right})
    return names.get(one.left, ""), names.get(one.right, "")


def label(one: Difference, rule: KindRule) -> str:
    """A place in words: 主题, 到会情况 查晓明, 决议事项."""
    name, _dot, rest = one.part.partition(".")
    if name == "fields":
        return str(words.FIELD.get(rest, rest))
    if name == "people":
        return f"{words.word(words.PART, name)} {(one.left or one.right).name}"
    return str({"online": _("方式"), "for_year": _("归属年度"), "group": _("党小组"), "paper": _("纸面页码")}.get(name) or words.word(words.PART, name))


def told(value: Any) -> str:
    """What stands at a place, as a reader reads it; "" for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return _("视频") if value else _("到场")
        case Named():
            return value.name
        case Attendee():
            return _of_attendee(value)
        case Speech():
            differs = f"\n{_('不同意见：')}{value.differs}" if value.differs else ""
            return f"{value.who.name or '—'}：{value.point}{differs}"
        case Matter():
            return "\n".join(_of_matter(value))
        case Closing():
            return f"{words.word(words.CLOSE, value.how)} {value.note}".strip()
        case Sitting():
            times = "–".join(moment.isoformat("minutes") for moment in (value.start, value.end) if moment is not None)
            return " ".join(part for part in (value.on.isoformat(), times, value.place) if part)
        case Topic():
            return topic(value)
        case Guest():
            return bracketed(value.line, _("其他支部党员") if value.member else "")
        case (bool(original), str(page)):
            return (_("以纸面为准，第 %(page)s 页") if original else _("第 %(page)s 页")) % {"page": page} if page else ""
        case (str(text), str()):
            return words.word(words.CHOICE, text)
        case tuple():
            return "\n".join(told(one) for one in value)
    return str(value)


def topic(one: Topic) -> str:
    """Its words, who presents it and its papers in one line."""
    besides = [f"{_('汇报人')} {one.by.name}"] if one.by.name else []
    besides += [f"{_('材料')} {listed(each.name for each in one.papers)}"] if one.papers else []
    return bracketed(one.text, clauses(besides))


def _of_attendee(one: Attendee) -> str:
    stand = words.with_reason(words.word(words.STAND, one.stand), one)
    return f"{stand} {_('第 %(n)s 场') % {'n': one.sitting + 1}}" if one.sitting else stand


def _of_matter(one: Matter) -> Iterator[str]:
    yield one.text
    if one.vote is not None:
        yield from _of_vote(one.vote)
    if one.owner.name:
        yield f"{_('责任人')} {one.owner.name}"
    if one.due_on is not None:
        yield f"{_('期限')} {one.due_on.isoformat()}"
    if one.check_on is not None:
        yield f"{_('检查')} {one.check_on.isoformat()}"


def _of_vote(one: Vote) -> Iterator[str]:
    yield f"{_('表决种类')} {words.word(words.VOTE, one.kind)}"
    yield _("赞成 %(favour)s，反对 %(against)s，弃权 %(abstain)s。") % {"favour": one.favour, "against": one.against, "abstain": one.abstain}
    if one.written_favour or one.written_against:
        yield _("会前书面赞成 %(favour)s，反对 %(against)s。") % {"favour": one.written_favour, "against": one.written_against}
    if one.secret:
        yield _("无记名。")
