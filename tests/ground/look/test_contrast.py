"""The contrast of every pair of tokens in use, computed from the file that pages are built from (WCAG 2.1, 1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leadgoose.ground import look

FRONTEND = Path(look.__file__).parent / "frontend"
TOKENS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", (FRONTEND / "_tokens.scss").read_text("utf-8")))

TEXT = [
    (ink, ground)
    for ink in ("ink", "ink-quiet", "rule")
    for ground in ("paper", "desk", "head", "act-ground", "soon-ground", "ok-ground", "unknown-ground")
] + [
    ("act", "act-ground"), ("act", "paper"), ("act", "desk"), ("act", "head"),
    ("soon", "soon-ground"), ("ok", "ok-ground"), ("ok", "paper"),
    ("unknown", "unknown-ground"), ("unknown", "paper"), ("white", "act"), ("white", "act-dark"), ("white", "ink-quiet"),
]
EDGES = [("line-strong", "paper"), ("rule", "paper"), ("rule", "desk"), ("act", "paper")]
"""What can be typed into, what has the focus, what is chosen."""


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1: linear sRGB weighted .2126, .7152, .0722."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_computation_knows_what_is_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)   # the well-known near miss


@pytest.mark.parametrize(("ink", "ground"), TEXT, ids=lambda name: name)
def test_text_can_be_read(ink: str, ground: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES, ids=lambda name: name)
def test_edges_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(TOKENS[edge], TOKENS[ground]) >= 3


def test_text_takes_its_colour_from_the_tokens_that_are_computed() -> None:
    inks = {ink for ink, _ in TEXT} | {"inherit", "currentcolor", "transparent"}
    for path in FRONTEND.glob("*.scss"):
        for name in re.findall(r"(?<![\w-])color:\s*([^;}]+)", path.read_text("utf-8")):
            used = name.strip().removeprefix("var(--").removesuffix(")").replace("#ffffff", "white")
            assert used in inks, f"{path.name}: color: {name}"
