"""Fonts: what is there, what stands in, which characters print, and how they are put into place."""

from __future__ import annotations

import importlib.util
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from letters import RARE

from leadgoose.ground.press import faces, glyphs, printing

ROOT = Path(__file__).resolve().parents[3]
spec = importlib.util.spec_from_file_location("fonts_tool", ROOT / "tools" / "fonts.py")
assert spec is not None and spec.loader is not None
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


def test_the_fonts_that_come_with_the_set_up_are_there():
    assert {faces.SERIF, faces.SANS, faces.KAI} <= set(printing.fonts().files)


@pytest.mark.parametrize("family", [faces.SERIF, faces.SANS, faces.KAI])
def test_each_font_alone_prints_names_that_gb_2312_does_not_have(family):
    assert glyphs.missing(RARE + "𫖮", printing.fonts().files[family]) == ""


def test_every_weight_of_a_family_covers_the_same_names():
    for files in printing.fonts().files.values():
        covered = {glyphs.characters(path) for path in files}
        assert len(covered) == 1


def test_a_character_that_no_font_has_is_named_once_in_order():
    shelf = printing.fonts()
    assert shelf.missing("张\ue000三\ue001\ue000 　") == "\ue000\ue001"
    assert printing.unprintable({"a": ["王", {"b": "\ue002"}]}) == "\ue002"


def test_a_shelf_without_the_fang_face_says_what_stands_in():
    shelf = faces.Shelf({faces.SERIF: (Path("a"),), faces.SANS: (Path("b"),), faces.KAI: (Path("c"),)})
    assert shelf.fallbacks() == [faces.Fallback("仿宋", "思源宋体")]
    assert shelf.chain("fang") == [faces.SERIF, faces.KAI, faces.SANS]


def test_with_the_fang_face_nothing_stands_in_and_rare_names_have_a_next_font():
    files = {name: (Path(name),) for name in (faces.FANG, faces.SERIF, faces.SANS, faces.KAI)}
    assert faces.Shelf(files).fallbacks() == []
    assert faces.Shelf(files).chain("fang") == [faces.FANG, faces.KAI, faces.SERIF, faces.SANS]


def test_traditional_text_is_not_patched_from_the_simplified_fang_face():
    files = {name: (Path(name),) for name in (faces.FANG, faces.SERIF)}
    assert faces.Shelf(files).chain("fang", "zh-Hant") == [faces.SERIF]
    assert faces.Shelf(files).fallbacks("zh-Hant")[0] == faces.Fallback("仿宋", "思源宋体")


def test_an_empty_folder_is_an_error_and_no_blank_paper(tmp_path, settings):
    settings.FONTS = tmp_path
    assert faces.shelf(tmp_path).fallbacks()[0].used == ""
    with pytest.raises(printing.NoFonts):
        printing.list_paper("表", "", ["列"], [["值"]])


def test_a_folder_that_is_not_there_is_an_empty_shelf(tmp_path):
    assert faces.shelf(tmp_path / "none").files == {}


def test_the_fonts_are_looked_at_again_when_the_folder_changes(tmp_path):
    assert faces.shelf(tmp_path).files == {}
    source = next(Path(settings.FONTS).glob("NotoSansSC_400*.ttf"))
    (tmp_path / source.name).symlink_to(source)
    assert set(faces.shelf(tmp_path).files) == {faces.SANS}


# --- tools/fonts.py ---


def _woff(tables: dict[bytes, bytes], *, squeeze: bool) -> bytes:
    """A WOFF 1.0 file by the book, for the tool to unpack."""
    directory, body, at = b"", b"", 44 + 20 * len(tables)
    for tag, data in tables.items():
        packed = zlib.compress(data) if squeeze and len(zlib.compress(data)) < len(data) else data
        directory += struct.pack(">4sIIII", tag, at, len(packed), len(data), 7)
        packed += b"\0" * (-len(packed) % 4)
        body += packed
        at += len(packed)
    head = struct.pack(">4sIIHHIHHIIIII", b"wOFF", 0x00010000, at, len(tables), 0, 0, 1, 0, 0, 0, 0, 0, 0)
    return head + directory + body


@pytest.mark.parametrize("squeeze", [True, False])
def test_a_woff_file_is_unpacked_to_the_tables_it_was_made_from(squeeze):
    tables = {b"cmap": b"abc" * 99, b"glyf": b"x", b"head": b"\0" * 54}
    font = tool.unpack_woff(_woff(tables, squeeze=squeeze))
    flavor, count, reach, power, rest = struct.unpack_from(">IHHHH", font)
    assert (flavor, count, reach, power, rest) == (0x00010000, 3, 32, 1, 16)
    for number, (tag, data) in enumerate(tables.items()):
        found, _, at, size = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        assert (found, at % 4, font[at:at + size]) == (tag, 0, data)


def test_half_a_woff_file_is_refused():
    with pytest.raises(SystemExit):
        tool.unpack_woff(_woff({b"cmap": b"abc"}, squeeze=True)[:-2])


def test_packages_that_are_not_installed_are_named(tmp_path):
    with pytest.raises(SystemExit, match="npm ci"):
        tool.from_npm(tmp_path, tmp_path)
