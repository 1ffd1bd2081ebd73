"""A ballot: large letters, one line a name, nothing that tells one sheet from another."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from measure import glyphs, pages, rules, sizes
from pypdf import PdfReader

from leadgoose.ground.press import paper
from leadgoose.ground.press.ballot import Ballot

NAMES = ("王　堃", "刘　喆", "李　𬭎", "张志强", "欧阳海涛", "曾玉兰")


def ballot(**changes: Any) -> Ballot:
    plain: dict[str, Any] = {
        "title": ("作业一队党支部委员会委员", "选　票"), "seats": "应选五名", "names": NAMES, "write_ins": 5, "heads": ("候选人姓名", "另选人姓名", "符　号"),
        "notes": ("赞成的，在符号栏内划“○”；不赞成的，划“×”；弃权的，不划任何符号。", "所选人数多于五名的，整张选票无效。"), "day": "2026年8月28日",
    }
    return Ballot(**{**plain, **changes})


@pytest.fixture(scope="module")
def printed() -> bytes:
    return paper.as_pdf(ballot(), copies=4)


def test_every_sheet_is_a5_and_byte_for_byte_the_same(printed: bytes) -> None:
    found = PdfReader(io.BytesIO(printed)).pages
    assert len(found) == 4 and len({one.get_contents().get_data() for one in found}) == 1   # type: ignore[union-attr]
    assert {(round(wide), round(high)) for wide, high in sizes(printed)} == {(148, 210)}
    assert len({frozenset(one["/Resources"]["/Font"]) for one in found}) == 1   # type: ignore[index]


def test_no_letter_is_smaller_than_16_pt(printed: bytes) -> None:
    assert min(one.size for page in pages(printed) for one in page) >= 16


def test_names_stand_one_a_line_in_their_order_with_as_many_places_to_write_as_seats(printed: bytes) -> None:
    said = [one.text for one in pages(printed)[0]]
    assert [one for one in said if one in NAMES] == list(NAMES)
    assert "应选五名　2026年8月28日".replace("　", "") in "".join(said).replace("　", "").replace(" ", "")
    below = next(one.baseline for one in pages(printed)[0] if one.text.startswith("另选人姓名"))
    notes = next(one.baseline for one in pages(printed)[0] if one.text.startswith("赞成的"))
    lines = {round(place) for place, left, right, _ in rules(printed, 0) if below < place < notes and right - left > 10}
    assert len(lines) == 6                           # the line below the heads, and one below each of five places


def test_there_is_no_number_mark_or_imprint_on_it(printed: bytes) -> None:
    said = "".join(one.text for one in pages(printed)[0])
    allowed = "".join((*ballot().title, ballot().seats, ballot().day, *NAMES, *ballot().heads, ballot().heads[2], *ballot().notes))
    assert sorted(said.replace(" ", "").replace("　", "")) == sorted(allowed.replace("　", ""))
    told = PdfReader(io.BytesIO(printed)).metadata
    assert told is not None and not told.author and told.title == "作业一队党支部委员会委员选　票"


def test_every_name_has_a_glyph(printed: bytes) -> None:
    assert 0 not in glyphs(printed)


def test_a_long_ballot_goes_on_a4_and_still_on_one_page() -> None:
    long = paper.as_pdf(ballot(names=tuple(f"党员{number}" for number in range(11)), write_ins=9))
    assert [(round(wide), round(high)) for wide, high in sizes(long)] == [(210, 297)]


@pytest.mark.parametrize(("names", "places"), [(1, 1), (2, 1), (6, 5), (7, 5), (11, 9), (14, 11)])
def test_it_fits_on_one_page_whatever_its_length(names: int, places: int) -> None:
    assert len(sizes(paper.as_pdf(ballot(names=("欧阳海涛",) * names, write_ins=places)))) == 1


def test_a_sample_says_across_the_sheet_that_it_is_one_and_an_issued_ballot_does_not() -> None:
    sample = ballot(sample="样票")
    assert [sum(one.text.count("样") for one in pages(paper.as_pdf(each))[0]) for each in (sample, ballot())] == [1, 0]
    assert paper.issued(sample, "17-abc") == ballot()


def test_the_docx_is_one_sheet_without_header_footer_or_author() -> None:
    made = paper.as_docx(ballot())
    document = docx.Document(io.BytesIO(made))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (148, 210)
    assert not section.header.paragraphs[0].text and not section.footer.paragraphs[0].text
    assert [row.cells[0].text for row in document.tables[0].rows] == ["候选人姓名", *NAMES, "另选人姓名", *[""] * 5]
    assert min(run.font.size.pt for row in document.tables[0].rows for cell in row.cells for one in cell.paragraphs for run in one.runs if run.font.size) >= 16
    core = zipfile.ZipFile(io.BytesIO(made)).read("docProps/core.xml").decode()
    assert "<dc:creator/>" in core or "<dc:creator></dc:creator>" in core
