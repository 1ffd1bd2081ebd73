"""The facts of the printed papers of courses and tests: a unit as trainer's manual or handout, a test paper with its answer sheet and key.

One description gives PDF, DOCX and the page: blocks in order, each with its kind. Citations are numbers in the text, 〔3〕 or 〔3,4〕, and a list at the end.
Texts are the trade's own, in Simplified Chinese, set in the committee's script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from leadgoose.ground.bylaws.queries import confirmed_articles
from leadgoose.ground.press.printing import Imprint, small_line
from leadgoose.ground.press.script import fixed
from leadgoose.ground.statutes import cite, cite_text, language, rule
from leadgoose.training.courses import Course
from leadgoose.training.models.bank import Exam
from leadgoose.training.queries.exams import Item
from leadgoose.training.rules.bank import TRUE, Kind, Question
from leadgoose.training.rules.drawing import ORDER, order
from leadgoose.training.rules.exercises import WORDED, Exercise
from leadgoose.training.rules.filling import fill, mark_citations
from leadgoose.training.rules.lessons import Block, Grid, Items, Unit
from leadgoose.training.rules.marking import worth

TYPST = Path(__file__).resolve().parent / "typst"
LESSON, EXAM, CARDS, LOOKS = TYPST / "lesson.typ", TYPST / "exam.typ", TYPST / "cards.typ", TYPST / "looks.typ"
Part = Literal["manual", "handout"]
PARTS: Mapping[str, str] = {"manual": "教师用", "handout": "学员用"}
KINDS = {Kind.SINGLE: "单选题", Kind.TRUE_FALSE: "判断题", Kind.MULTIPLE: "多选题", Kind.SHORT: "简答题"}
STRENGTH = {"must": "必须", "general": "一般", "may": "可以", "local": "本地"}
HOW = {
    Kind.SINGLE: "每题只有一个选项对", Kind.TRUE_FALSE: "对的写“对”，错的写“错”", Kind.MULTIPLE: "每题至少有两个选项对；少选得一半，错选不得分",
    Kind.SHORT: "按要点给分",
}
LETTERS = "ABCDEF"
_LOOSE = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])")
"""A space between Chinese and figures, which paper sets by itself."""
_TOGETHER = re.compile(r"(?<=\d)〕〔(?=\d)")


@dataclass(slots=True)
class _Text:
    """Texts of one paper on their way to it: places filled, citations numbered in order of appearance, the committee's script."""

    script: str
    cited: list[str] = field(default_factory=list)

    def __call__(self, text: str) -> str:
        numbered = _TOGETHER.sub(",", mark_citations(fill(text), self._number))
        return fixed(_LOOSE.sub("", numbered), self.script)

    def _number(self, key: str) -> str:
        if key not in self.cited:
            self.cited.append(key)
        return f"〔{self.cited.index(key) + 1}〕"


# --- a unit ---


def lesson(course: Course, unit: Unit, part: Part, questions: Sequence[Question], imprint: Imprint, script: str) -> dict[str, Any]:
    """A unit as a paper. manual: with trainer's notes, solutions and questions; handout: without."""
    text = _Text(script)
    blocks = list(_blocks(unit, part, questions, text))
    grounds = list(_grounds(text.cited, script))
    return {
        "title": text(f"第{unit.number}单元　{unit.title}"), "course": text(f"《{course.title}》"), "part": text(PARTS[part]),
        "minutes": text(f"共 {unit.minutes} 分钟"), "blocks": blocks, "grounds": grounds, "cited": text.cited,
        "words": {"grounds": text("依据"), "pending": text("条号待核的，引用以前查对正式文本。")}, "script": script, "small": small_line(imprint, script),
    }


def name_of(course: Course, unit: Unit, part: Part) -> str:
    """What the file is called."""
    return f"{course.title} 第{unit.number}单元 {unit.title}（{PARTS[part]}）"


def _blocks(unit: Unit, part: Part, questions: Sequence[Question], text: _Text) -> Iterable[dict[str, Any]]:
    whole = part == "manual"
    yield _head(1, "目标", text)
    yield {"kind": "items", "texts": [text(f"{one.text}（{one.behaviour}）" if whole else one.text) for one in unit.aims]}
    yield _head(1, "提纲", text)
    rows = [[str(one.minutes), text(one.what), text(one.how)] for one in unit.outline]
    yield {"kind": "grid", "heads": [text(one) for one in ("分钟", "内容", "方式")], "rows": rows, "shares": [1, 6, 4]}
    yield _head(1, "内容", text)
    for section in unit.content:
        yield _head(2, section.title, text)
        yield from (_block(one, text) for one in section.blocks)
    if whole:
        yield _head(1, "教学提示", text)
        for section in unit.notes:
            yield _head(2, section.title, text)
            yield from (_block(one, text) for one in section.blocks)
    yield _head(1, "练习", text)
    for number, exercise in enumerate(unit.exercises, 1):
        yield _head(2, f"练习{number}　{exercise.title}", text)
        parts = [("材料", exercise.material), ("要求", exercise.task), *([("参考答案", exercise.solution)] if whole else [])]
        for name, blocks in parts:
            yield {"kind": "lead", "text": text(name)}
            yield from (_block(one, text) for one in blocks)
    if whole:
        yield _head(1, "题目和答案", text)
        yield from (_question(number, one, text) for number, one in enumerate(questions, 1))


def _head(level: int, title: str, text: _Text) -> dict[str, Any]:
    return {"kind": "head", "level": level, "text": text(title)}


def _block(block: Block, text: _Text) -> dict[str, Any]:
    if isinstance(block, Items):
        return {"kind": "items", "texts": [text(one) for one in block.texts]}
    if isinstance(block, Grid):
        heads, rows = [text(one) for one in block.heads], [[text(cell) for cell in row] for row in block.rows]
        widest = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
        return {"kind": "grid", "heads": heads, "rows": rows, "shares": [min(one, 24) + 3 for one in widest]}
    return {"kind": "text", "text": text(block.text)}


def _question(number: int, one: Question, text: _Text) -> dict[str, Any]:
    """A question with its answer, as the manual prints it: the right options first, as they are kept."""
    options = [text(f"{LETTERS[place]}　{option}") for place, option in enumerate(one.options)] if one.kind in (Kind.SINGLE, Kind.MULTIPLE) else []
    answer = LETTERS[: len(one.right)] if options else "；".join(one.right)
    cites = "".join(f"[{ground.rule}]" for ground in one.grounds)
    return {
        "kind": "question", "text": text(f"{number}.（{KINDS[one.kind][:2]}）{one.ask}"), "options": options,
        "answer": text(f"答案：{answer}"), "why": text(f"{one.why}{cites}"),
    }


def _grounds(cited: Sequence[str], script: str) -> Iterable[list[str]]:
    """The list at the end: number, what the rule says in a phrase, where it stands, how hard it binds."""
    confirmed = confirmed_articles()
    for number, key in enumerate(cited, 1):
        found = rule(key)
        where = cite_text(cite(found, confirmed), language(script))
        yield [str(number), found.title[language(script)], where, fixed(STRENGTH[found.strength.value], script)]


# --- a sand-table exercise ---


def guide(one: Exercise, imprint: Imprint, script: str) -> dict[str, Any]:
    """Everything of an exercise, for whoever directs it: the shape of a unit's paper, so that it is a page, a PDF and a DOCX."""
    text = _Text(script)
    blocks = list(_guide(one, text))
    return {
        "title": text(one.title), "course": text("沙盘演练"), "part": text("导演用"), "minutes": text(f"共 {one.minutes} 分钟"), "blocks": blocks,
        "grounds": list(_grounds(text.cited, script)), "cited": text.cited, "script": script, "small": small_line(imprint, script),
        "words": {"grounds": text("依据"), "pending": text("条号待核的，引用以前查对正式文本。")},
    }


def _guide(one: Exercise, text: _Text) -> Iterable[dict[str, Any]]:
    yield {"kind": "text", "text": text(f"适用：{one.audience}")}
    yield {"kind": "text", "text": text(f"练什么：{one.aim}")}
    yield _head(1, "背景（人人可看）", text)
    yield from ({"kind": "text", "text": text(told)} for told in one.situation)
    yield _head(1, "进程", text)
    yield _grid(("分钟", "做什么", "怎样做"), [(str(step.minutes), step.what, step.how) for step in one.steps], (1, 5, 5), text)
    yield _head(1, "角色卡（各看各的）", text)
    for role in one.roles:
        yield _head(2, role.name + ("　观察对象" if role.observed else ""), text)
        yield {"kind": "text", "text": text(role.told)}
        yield {"kind": "items", "texts": [text(each) for each in role.does]}
    yield _head(1, "情况卡（到点交给当事人）", text)
    for number, turn in enumerate(one.turns, 1):
        yield _head(2, f"情况{number}　第 {turn.minute} 分钟，交{turn.to}", text)
        yield {"kind": "text", "text": text(turn.happens)}
        yield {"kind": "lead", "text": text("怎样处置算对")}
        yield {"kind": "text", "text": text(turn.handled)}
    yield _head(1, "看什么、怎样评", text)
    rows = [(f"{look.behaviour}　{look.what}", *look.levels) for look in one.looks]
    yield _grid(("观察点", *(f"{level} 级" for level in WORDED)), rows, (5, 3, 3, 3), text)
    yield {"kind": "text", "text": text("达不到 2 级的评 1 级，能教会别人的评 5 级；没有看到的不评。评的是这一次做出来的，不是平时的印象。")}
    yield _head(1, "复盘时问", text)
    yield {"kind": "items", "texts": [text(each) for each in one.debrief]}


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int], text: _Text) -> dict[str, Any]:
    return {"kind": "grid", "heads": [text(head) for head in heads], "rows": [[text(cell) for cell in row] for row in rows], "shares": list(shares)}


def cards(one: Exercise, imprint: Imprint, script: str) -> dict[str, Any]:
    """Cards to cut: the situation for everybody, a card for each role, one for each event at its minute. Citations are left to the guide."""

    def plain(told: str) -> str:
        return fixed(_LOOSE.sub("", mark_citations(fill(told), lambda _rule: "")), script)

    found = [{"head": plain("背景"), "foot": plain("人人一张"), "paragraphs": [plain(told) for told in one.situation], "items": []}]
    found += [{"head": plain(role.name), "foot": plain("角色卡，不给别人看"), "paragraphs": [plain(role.told)], "items": [plain(each) for each in role.does]}
              for role in one.roles]
    found += [{"head": plain(f"情况{number}"), "foot": plain(f"第 {turn.minute} 分钟，交{turn.to}"), "paragraphs": [plain(turn.happens)], "items": []}
              for number, turn in enumerate(one.turns, 1)]
    return {"title": plain(f"{one.title}　卡片"), "cards": found, "script": script, "small": small_line(imprint, script)}


def looks(one: Exercise, day: str, people: Sequence[tuple[str, str]], imprint: Imprint, script: str) -> dict[str, Any]:
    """The observers' sheet: a line for each person (name, branch), a box for each thing looked at, the worded levels below."""
    text = _Text(script)
    return {
        "title": text(f"{one.title}　观察评分表"), "day": text(day), "people": [list(row) for row in people],
        "how": text("填 1 至 5：1 知道，2 能跟做，3 能独立，4 能改进，5 能带教；没有看到的空着，不算差距。评这一次做出来的。"),
        "fixed": [text(head) for head in ("序", "姓名", "党支部", "角色")],
        "heads": [text(f"{look.behaviour} {look.what.partition('：')[0]}") for look in one.looks],
        "levels": [text("观察点"), *(text(f"{level} 级") for level in WORDED)],
        "looks": [[text(f"{look.behaviour} {look.what}"), *map(text, look.levels)] for look in one.looks],
        "foot": [text("观察员签名："), text("日期："), text("备注：")], "script": script, "small": small_line(imprint, script),
    }


# --- a test ---


def exam_paper(exam: Exam, items: Sequence[Item], branches: bool, imprint: Imprint, script: str) -> dict[str, Any]:
    """A test paper: parts by kind, the answer sheet on a page of its own at the end. branches: a line for the branch's name."""
    text = _Text(script)
    marks = sum(worth(one.asked) for one in items)
    head = f"时间 {exam.minutes} 分钟　{len(items)} 题　满分 {marks} 分"
    return {
        "title": fixed(exam.title, script), "head": text(head), "parts": [_part(exam, kind, those, text) for kind, those in _by_kind(items)],
        "how": text("答案写在最后一页的答题卡上；试卷和答题卡一起交回。"), "sheet": text("答题卡"),
        "who": [text(one) for one in ("姓名", *(("党支部",) if branches else ()), "日期", "得分")],
        "answer": text("对／错"), "key": [], "words": {}, "script": script, "small": small_line(imprint, script),
    }


def exam_key(exam: Exam, items: Sequence[Item], imprint: Imprint, script: str) -> dict[str, Any]:
    """The same paper's key: what is right, for how many marks, and why."""
    text = _Text(script)
    rows = []
    for one in items:
        question, most = one.question, worth(one.asked)
        cites = "".join(f"[{ground.rule}]" for ground in question.grounds)
        rows.append([str(one.number), text(_key(exam, one)), str(most), text(f"{question.why}{cites}")])
    return {
        "title": fixed(f"{exam.title}　答案", script), "head": text(f"卷号 {exam.seed}　{len(items)} 题"), "parts": [], "how": "", "sheet": "", "who": [],
        "answer": "", "key": rows, "words": {"key": [text(one) for one in ("题号", "答案", "分", "解析")], "grounds": text("依据")},
        "grounds": list(_grounds(text.cited, script)), "script": script, "small": small_line(imprint, script),
    }


def _by_kind(items: Sequence[Item]) -> Iterable[tuple[Kind, list[Item]]]:
    for kind in ORDER:
        those = [one for one in items if one.question.kind is kind]
        if those:
            yield kind, those


def _part(exam: Exam, kind: Kind, items: Sequence[Item], text: _Text) -> dict[str, Any]:
    marks = sum(worth(one.asked) for one in items)
    each = f"每题 {worth(items[0].asked)} 分" if kind is not Kind.SHORT else "各题分数见题后"
    return {
        "title": text(f"{KINDS[kind]}（{len(items)} 题，{each}，共 {marks} 分）"), "how": text(HOW[kind]), "kind": kind.value,
        "items": [_printed(exam, one, text) for one in items],
    }


def _printed(exam: Exam, one: Item, text: _Text) -> dict[str, Any]:
    question = one.question
    options = []
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        options = [text(f"{letter}　{question.options[place]}") for letter, place in zip(LETTERS, on_paper(exam, one), strict=False)]
    marks = f"（{worth(one.asked)} 分）" if question.kind is Kind.SHORT else ""
    return {"number": one.number, "text": text(f"{one.number}．{question.ask}{marks}"), "options": options, "lines": 2 * len(question.right)}


def on_paper(exam: Exam, one: Item) -> tuple[int, ...]:
    """The order in which an item's options stand on the printed paper."""
    return order(len(one.question.options), exam.seed, one.item)


def _key(exam: Exam, one: Item) -> str:
    question = one.question
    if question.kind is Kind.SHORT:
        return "；".join(question.right)
    if question.kind is Kind.TRUE_FALSE:
        return "对" if question.right == (TRUE,) else "错"
    places = on_paper(exam, one)
    return "".join(letter for letter, place in zip(LETTERS, places, strict=False) if place < len(question.right))
