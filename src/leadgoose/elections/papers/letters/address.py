"""Who writes to whom: upwards, through the general branch, and back; and how a letter begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from leadgoose.elections.papers.facts import Facts
from leadgoose.elections.papers.pen import BLANK, Pen, on_lines
from leadgoose.elections.papers.terms import terms
from leadgoose.ground.press.letter import Annex, Letter, Paragraph


def upward(facts: Facts, pen: Pen, title: Sequence[str], body: Sequence[Paragraph], annexes: Sequence[Annex] = ()) -> Letter:
    """From the organisation to the committee, or to the general branch that forwards it; contact and telephone below (practice)."""
    return Letter(
        issuer=facts.name, year=facts.on.year, title=on_lines(title), addressee=facts.office.above if facts.through else facts.office.committee,
        body=tuple(body), number=facts.number, signed_on=facts.signed_on, script=facts.script, upward=True, signer=facts.signer,
        annexes=tuple(annexes), annotation=reached_at(pen, facts.contact, facts.phone),
    )


def downward(facts: Facts, pen: Pen, title: Sequence[str], body: Sequence[Paragraph]) -> Letter:
    """From the committee to the organisation, or to the general branch that forwarded its request."""
    office = facts.office
    issuer = office.issuer or office.committee
    return Letter(
        issuer=issuer, year=facts.on.year, title=on_lines(title), addressee=office.above if facts.through else facts.name,
        body=(*body, _passed_on(facts, pen)), number=facts.number, signed_on=facts.signed_on, script=facts.script,
        copies_to=office.copies_to, printed_by=office.printed_by or issuer,
    )


def reached_at(pen: Pen, contact: str, phone: str) -> str:
    return pen("联系人：%(contact)s，电话：%(phone)s", contact=pen.fill("contact", contact, BLANK * 2), phone=pen.fill("phone", phone, BLANK * 3))


def asked(facts: Facts, pen: Pen) -> Paragraph:
    """The last line of a request."""
    if facts.through:
        return pen.paragraph("妥否，请审核并转报%(committee)s批示。", committee=facts.office.committee)
    return pen.paragraph("妥否，请批示。")


def reported(facts: Facts, pen: Pen) -> Paragraph:
    """The last line of a report."""
    if facts.through:
        return pen.paragraph("特此报告，请审核并转报%(committee)s。", committee=facts.office.committee)
    return pen.paragraph("特此报告。")


def received(facts: Facts, pen: Pen, named: str, stage: str) -> Paragraph:
    """收悉: whose paper, with its number once it is typed."""
    who = pen("你总支转报的%(name)s", name=facts.name) if facts.through else terms(facts, pen).you
    return pen.paragraph(
        "%(who)s《%(named)s》%(number)s收悉。经研究，现批复如下。", who=who, named=named, number=number_of(facts, pen, stage)
    )


def number_of(facts: Facts, pen: Pen, stage: str) -> str:
    """（文号）of an earlier paper, or its blank."""
    done = facts.done.get(stage)
    return "（" + pen.fill(f"number_{stage}", done.number if done else "", f"{BLANK}〔{facts.on.year}〕{BLANK}" + pen("号")) + "）"


def _passed_on(facts: Facts, pen: Pen) -> Paragraph:
    return pen.paragraph("请通知%(name)s办理。此复。", name=facts.name) if facts.through else pen.paragraph("此复。")
