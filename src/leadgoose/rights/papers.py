"""What is printed: everything held about a person in large print, the form for an objection, the answer. Descriptions for ground/press.

Fixed text is the office's own; what people wrote is printed as they wrote it. Large is 16 pt and more, for people who read with difficulty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from leadgoose.accounts.words import ROLES
from leadgoose.ground.holdings import Reading
from leadgoose.ground.listed import bracketed, listed
from leadgoose.ground.press.letter import Paragraph
from leadgoose.ground.press.printing import Imprint
from leadgoose.ground.press.text import Lines, Page, Ruled, Table, Text, open_day
from leadgoose.ground.statutes.shelf import rule
from leadgoose.rights import words
from leadgoose.rights.queries.held import Part
from leadgoose.rights.queries.objections import Said
from leadgoose.rights.standards import Kind

LARGE = 16
"""Points of running text; nothing that a person has to read is smaller."""


@dataclass(frozen=True, slots=True)
class About:
    """Whom a paper is about and who hands it out."""

    name: str
    branch: str
    issuer: str
    script: str
    days: int
    years: int
    on: date
    imprint: Imprint


def held_paper(about: About, parts: Sequence[Part], readings: Sequence[Reading]) -> Text:
    """What is held about a person, in large print: each thing, then why and for how long, then who read what, then how to object."""
    blocks: list[Paragraph | Table | Lines | Ruled | Page] = [
        Paragraph(_("这份材料列出本系统登记的本人情况。有不对的地方，填写所附的异议书；不便书写的，由组织员当面代写，本人签名。")),
    ]
    for number, part in enumerate((one for one in parts if one.things), 1):
        blocks.append(Paragraph("", f"{_numeral(number)}、{part.label}", 1))
        rows = tuple((thing.label, _value(thing.value, thing.source, thing.since, thing.mark)) for thing in part.things)
        blocks.append(Table((), (3, 7), rows, ("left", "left"), (LARGE, LARGE)))
    blocks.append(Page(_("为什么登记、谁能看、留多久")))
    blocks.append(Table((), (3, 7), tuple(purposes(parts, about.years)), ("left", "left"), (LARGE, LARGE)))
    blocks.append(Paragraph("", _("谁查看过"), 1))
    if readings:
        rows = tuple((one.at.date().isoformat(), bracketed(_("%(who)s：%(what)s") % {"who": one.login, "what": one.what}, one.reason))
                     for one in readings)
        blocks.append(Table((), (3, 7), rows, ("left", "left"), (LARGE, LARGE)))
    else:
        blocks.append(Paragraph(_("没有记下查看完整号码、谈话记录的情况。")))
    blocks += [Paragraph(text) for text in unrecorded()]
    blocks.append(Paragraph("", _("怎样提出异议"), 1))
    blocks.append(Paragraph(how(about)))
    who = f"{about.name}　{about.branch}"
    return Text((_("个人信息登记情况"),), tuple(blocks), who, setting="form", size=LARGE, script=about.script, imprint=about.imprint)


def purposes(parts: Sequence[Part], years: int) -> list[tuple[str, str]]:
    """(what, why and so on) for each kind that occurs, in the order of the table; things of one kind together."""
    by: dict[str, tuple[Kind, list[str]]] = {}
    for part in parts:
        for thing in part.things:
            labels = by.setdefault(thing.kind.code, (thing.kind, []))[1]
            if thing.label not in labels:
                labels.append(thing.label)
    return [(listed(labels), "\n".join(told_of(kind, years))) for kind, labels in by.values()]


def explain(kind: Kind, years: int) -> str:
    """Purpose, base, readers, keeping, erasure and contesting of a kind, in sentences."""
    return words.sentences(told_of(kind, years))


def told_of(kind: Kind, years: int) -> tuple[str, ...]:
    """The same sentence by sentence."""
    return (
        _("用途：%(purpose)s。") % {"purpose": words.PURPOSE[kind.purpose]},
        _("依据：%(base)s。") % {"base": words.BASE[kind.base]},
        _("谁能看：%(readers)s。") % {"readers": readers(kind)},
        _("保存：%(keep)s；删除时%(erase)s。") % {"keep": words.keep(kind.keep, years), "erase": erased(kind)},
        _("异议：%(contest)s。") % {"contest": words.CONTEST[kind.contest]},
    )


def readers(kind: Kind) -> str:
    """Roles in words; who may see one's own always may."""
    named = [str(ROLES[role]) for role in kind.readers if role in ROLES]
    return listed([*named, _("本人")]) if named else _("任何页面都不显示内容")


def erased(kind: Kind) -> str:
    return bracketed(words.ERASE[kind.erase], words.WHY[kind.why] if kind.why else "")


def unrecorded() -> tuple[str, ...]:
    """What is not recorded about readings, said honestly."""
    return (
        _("系统只记下查看完整号码、打开谈话和帮扶记录、打印或者复制全部信息、导出或者打印名单的人。"),
        _("打开名单、党员页面和公开的会议记录，打印选举文书和会议记录，不逐次记录；谁有权限打开，见上面“谁能看”。直接操作数据库和服务器的人看了什么，系统记不到。"),
    )


def how(about: About) -> str:
    told = _("在异议书上勾选有异议的项目，写明错在哪里、应当是什么，签名后交给党支部或者组织员；有账号的也可以在网上提出，两种方式效力相同。"
             "组织员在 %(days)s 天内书面答复。对答复不服的，可以向上级党组织或者履行个人信息保护职责的部门反映。")
    return told % {"days": about.days}


def form_paper(about: About) -> Text:
    """The form for an objection, one page: what to tick, lines to write on."""
    ticks = (
        "roster.PersonFact.name", "roster.PersonFact.gender", "roster.PersonFact.ethnicity", "roster.PersonFact.born_on", "roster.PersonFact.education",
        "roster.PersonFact.work_start", "roster.PersonFact.joined_party", "roster.PersonFact.full_member", "roster.PersonFact.admin_post",
        "roster.PersonFact.phone_masked", "roster.Person.id_masked", "roster.Membership.standing", "roster.Post.kind", "recordbook.Attendance.stand",
        "training.Hours.hours", "training.Level.level", "training.Certificate.number", "other",
    )
    cells = [f"□ {words.label(one)}" for one in ticks]
    rows = tuple(tuple(cells[start : start + 3]) for start in range(0, len(cells), 3))
    blocks = (
        Table((), (1, 1), ((_("姓名：%(name)s") % {"name": about.name}, _("党支部：%(branch)s") % {"branch": about.branch}),), sizes=(LARGE, LARGE)),
        Paragraph(_("我对下面打勾的项目有异议（勾 1 项，几项的分开写）："), "", 0),
        Table((), (1, 1, 1), rows, sizes=(LARGE, LARGE, LARGE)),
        Paragraph(_("错在哪里："), "", 0), Ruled(4), Paragraph(_("应当是（有证明材料的附后）："), "", 0), Ruled(2),
        Paragraph(_("交给党支部或者组织员，组织员当面登记并给凭据，%(days)s 天内书面答复。书面提出和网上提出效力相同。") % {"days": about.days}),
        Lines((_("签名：") + "　" * 18 + open_day(about.on.year),
               _("收到人：") + "　" * 17 + open_day(about.on.year))),
    )
    return Text((_("个人信息异议书"),), blocks, about.issuer, setting="form", size=LARGE, script=about.script, imprint=about.imprint)


def answer_paper(about: About, said: Said) -> Text:
    """The answer to an objection, for the person's hand."""
    row = said.row
    came = {"day": _day(row.received_on), "field": words.label(row.field)}
    blocks: list[Paragraph] = [
        Paragraph(_("%(day)s收到对“%(field)s”的异议，现答复如下。") % came), Paragraph(row.receipt, _("收到的凭据："), 0),
        Paragraph(said.said, _("异议的内容："), 0),
    ]
    if said.about:
        blocks.append(Paragraph(said.about, _("当时的登记："), 0))
    blocks.append(Paragraph(_("%(state)s。") % {"state": words.STATE[row.outcome]}, _("处理结果："), 0))
    blocks.append(Paragraph(said.answer, _("答复："), 0))
    if row.act_receipt:
        blocks.append(Paragraph(row.act_receipt, _("更正的凭据："), 0))
    if row.outcome in ("refused", "partly"):
        blocks.append(Paragraph(turn_to(), _("不服答复的："), 0))
    blocks.append(Paragraph(_("本人对答复有意见的，可以写在本页背面交回，或者在网上填写，与答复一起保存。")))
    signed = (about.issuer, _day(row.answered_on or about.on))
    return Text((_("关于个人信息异议的答复"),), tuple(blocks), addressee=_("%(name)s同志") % {"name": said.name}, signed=signed, setting="form", size=LARGE,
                script=about.script, imprint=about.imprint)


def turn_to() -> str:
    """Where to turn next."""
    return _("可以向上级党组织反映，也可以向履行个人信息保护职责的部门投诉，或者依法向人民法院提起诉讼（%(rule)s）。") % {
        "rule": f"《{rule('pipl-rights').regulation.title['zh-Hans']}》"}


def _value(value: str, source: str, since: date | None, mark: bool) -> str:
    told = {"source": source, "day": since.isoformat() if since is not None else ""}
    lines = [value, _("来自%(source)s，%(day)s 登记") % told if since is not None else _("来自%(source)s") % told]
    return "\n".join([*lines, _("【有异议，待答复】")] if mark else lines)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _numeral(number: int) -> str:
    return "一二三四五六七八九十"[number - 1]
