"""The typesetter's own process: what it cannot do it says, and what it loads stays out of the worker."""

from __future__ import annotations

import sys

import pytest
from letters import letter

from leadgoose.ground.press import printing, typesetter
from leadgoose.ground.press.letter import as_docx, as_pdf


def test_a_template_that_is_not_there_is_not_set_and_what_was_wrong_is_told() -> None:
    with pytest.raises(typesetter.NotSet, match="No such file"):
        printing.pdf(printing.HERE / "no-such.typ", {})


def test_an_answer_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetter, "PATIENCE", 0.001)
    with pytest.raises(typesetter.NotSet, match=r"no answer within 0\.001 s"):
        as_pdf(letter())


def test_a_worker_that_printed_a_pdf_and_a_docx_has_not_loaded_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "typst", raising=False)   # other tests print here (tests/programs.py)
    assert as_pdf(letter()).startswith(b"%PDF-")
    assert as_docx(letter()).startswith(b"PK")
    assert "typst" not in sys.modules


def test_the_child_gets_no_key_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}
    run = typesetter.subprocess.run

    def spy(*arguments: object, **more: object) -> object:
        seen.update(more["env"])  # type: ignore[call-overload]
        return run(*arguments, **more)

    monkeypatch.setenv("LEADGOOSE_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@127.0.0.1/x")
    monkeypatch.setattr(typesetter.subprocess, "run", spy)
    printing.list_paper("一览表", "", ["党支部"], [["作业一队"]])
    assert seen
    assert "secret" not in str(seen)
