"""Any printed paper, whatever its form: an official letter, a text, a ballot. One description, PDF and DOCX from it, its facts kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from leadgoose.ground.press import ballot, letter, printing, text
from leadgoose.ground.press.ballot import Ballot
from leadgoose.ground.press.letter import Letter
from leadgoose.ground.press.printing import EPOCH
from leadgoose.ground.press.text import Text

Paper = Letter | Text | Ballot


def form_of(paper: Paper) -> str:
    """Which form it has: "letter", "text" or "ballot"."""
    return "letter" if isinstance(paper, Letter) else "text" if isinstance(paper, Text) else "ballot"


def facts(paper: Paper) -> dict[str, Any]:
    """The paper as plain JSON values, with its form; `from_facts` reads them back."""
    return {"form": form_of(paper), **paper.facts()}


def from_facts(kept: Mapping[str, Any]) -> Paper:
    """The paper whose facts were kept."""
    plain = {name: value for name, value in kept.items() if name != "form"}
    if kept["form"] == "letter":
        return letter.from_facts(plain)
    return text.from_facts(plain) if kept["form"] == "text" else ballot.from_facts(plain)


def as_pdf(paper: Paper, *, copies: int = 1, at: datetime = EPOCH) -> bytes:
    """The paper as PDF; the same paper gives the same bytes. copies: of a ballot, one behind the other, all alike."""
    template, told = _printed(paper, copies)
    return printing.pdf(template, told, at=at)


def as_pictures(paper: Paper, *, ppi: float = 96) -> list[bytes]:
    """The paper as PNG, one a page."""
    template, told = _printed(paper, 1)
    return printing.pictures(template, told, ppi=ppi)


def as_docx(paper: Paper, *, at: datetime = EPOCH) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes. A ballot is one sheet."""
    return printing.document(form_of(paper), _printed(paper, 1)[1], at=at)


def issued(paper: Paper, receipt: str) -> Paper:
    """The paper as it is issued: without the mark of a draft or sample, with the receipt of its act. A ballot bears none."""
    if isinstance(paper, Ballot):
        return replace(paper, sample="")
    return replace(paper, draft="", imprint=replace(paper.imprint, receipt=receipt))


def _printed(paper: Paper, copies: int) -> tuple[Path, Mapping[str, Any]]:
    if isinstance(paper, Letter):
        return printing.LETTER, letter.print_facts(paper)
    if isinstance(paper, Text):
        return printing.TEXT, text.print_facts(paper)
    return printing.BALLOT, ballot.print_facts(paper, copies)
