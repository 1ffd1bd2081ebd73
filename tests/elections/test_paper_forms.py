"""A committee's own form: uploaded, tried, in force, printed by, and back to the shipped one; versions stay."""

from __future__ import annotations

import io

import docx
import pytest
from hall import hall

from cast import NOW, TODAY, Cast
from leadgoose.elections.actions.ownform import adopt_form, drop_form, try_form, upload_form
from leadgoose.elections.actions.paper import Issue, issue_paper
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import OwnForm
from leadgoose.elections.queries import paper as queries
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.journal.models import Entry
from leadgoose.ground.press import ownform

pytestmark = pytest.mark.django_db


def form(text: str = "{{ 党组织 }}定于{{ 开会日期 }}开会，应到会{{ 应到会 }}名。", header: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    document.sections[0].header.paragraphs[0].text = header
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def said(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


def upload(cast: Cast, data: bytes | None = None, paper: str = "notice", login: str = "clerk") -> OwnForm:
    return upload_form(cast.organisations["committee"], paper, " 通知 样式.docx", data or form(), by=cast.actor(login), at=NOW)


def test_a_form_counts_from_the_moment_it_was_tried_and_adopted(cast: Cast) -> None:
    committee, clerk = cast.organisations["committee"], cast.actor("clerk")
    row = upload(cast)
    assert (row.version, row.filename, row.tried_at, row.adopted_at) == (1, "通知 样式.docx", None, None)
    with pytest.raises(Refusal, match="先测试打印"):
        adopt_form(committee, "notice", 1, by=clerk, at=NOW)
    assert said(try_form(committee, "notice", 1, by=clerk, at=NOW)) == "作业一队党支部定于2026年8月28日开会，应到会18名。"
    adopt_form(committee, "notice", 1, by=clerk, at=NOW)
    assert queries.forms_in_force("committee").keys() == {"notice"}
    acts = Entry.objects.filter(act__startswith="Form").order_by("number")
    assert [(one.act, one.facts["paper"], one.facts["version"]) for one in acts] == [(act, "notice", 1) for act in ("FormUploaded", "FormTried", "FormAdopted")]
    assert {one.facts["sha256"] for one in acts} == {row.sha256}


def test_a_later_version_takes_the_place_of_the_one_before_and_one_goes_back_to_the_shipped_form(cast: Cast) -> None:
    committee, clerk = cast.organisations["committee"], cast.actor("clerk")
    for version in (1, 2):
        assert upload(cast, form(f"第{version}版 {{{{ 党组织 }}}}")).version == version
        try_form(committee, "notice", version, by=clerk, at=NOW)
        adopt_form(committee, "notice", version, by=clerk, at=NOW)
    assert queries.forms_in_force("committee")["notice"].version == 2
    adopt_form(committee, "notice", 1, by=clerk, at=NOW)   # an earlier one again
    assert queries.forms_in_force("committee")["notice"].version == 1
    drop_form(committee, "notice", by=clerk, at=NOW)
    assert queries.forms_in_force("committee") == {} and OwnForm.objects.count() == 2
    with pytest.raises(Refusal, match="系统表样"):
        drop_form(committee, "notice", by=clerk, at=NOW)


def test_a_paper_that_was_issued_by_an_own_form_prints_by_that_version_ever_after(cast: Cast) -> None:
    committee, clerk = cast.organisations["committee"], cast.actor("clerk")
    upload(cast)
    try_form(committee, "notice", 1, by=clerk, at=NOW)
    adopt_form(committee, "notice", 1, by=clerk, at=NOW)
    made = hall(cast)
    row = issue_paper(made.election, "notice", Issue(TODAY), by=made.by, at=NOW)
    drop_form(committee, "notice", by=clerk, at=NOW)
    cast.organisations["one"].name = "改了名的党支部"
    cast.organisations["one"].save()
    kept = queries.kept(made.election, row.pk)
    assert kept is not None and kept.file is not None and kept.fields is not None
    assert said(ownform.fill(kept.file, kept.fields, at=kept.at)) == "作业一队党支部定于2026年11月23日开会，应到会18名。"
    assert queries.issued(made.election)["notice"][0].form == 1


@pytest.mark.parametrize(("data", "said_of"), [
    (b"no docx", "不是 DOCX"), (form("{{ 不存在 }}"), "没有“不存在”这个字段"), (form("{{ 党组织.upper() }}"), "写法不能用"),
], ids=["no file of Word", "a field that is not offered", "a call"])
def test_what_is_no_form_is_refused_at_the_file(cast: Cast, data: bytes, said_of: str) -> None:
    with pytest.raises(Refusal, match=said_of) as refused:
        upload(cast, data)
    assert refused.value.field == "file" and not OwnForm.objects.exists() and not Entry.objects.filter(act="FormUploaded").exists()


def test_a_form_of_a_ballot_has_nothing_in_its_margins(cast: Cast) -> None:
    with pytest.raises(Refusal, match="页眉、页脚"):
        upload(cast, form("{{ 党组织 }}选票", header="第 1 号"), "ballot")
    assert upload(cast, form("{{ 党组织 }}选票"), "ballot").version == 1


@pytest.mark.parametrize("login", ["secretary", "envoy", "reader", "auditor", "platform_admin", "outsider"])
def test_only_the_office_brings_forms(cast: Cast, login: str) -> None:
    committee, by = cast.organisations["committee"], cast.actor(login)
    upload(cast)
    for act in (
        lambda: upload(cast, login=login), lambda: try_form(committee, "notice", 1, by=by, at=NOW),
        lambda: adopt_form(committee, "notice", 1, by=by, at=NOW), lambda: drop_form(committee, "notice", by=by, at=NOW),
    ):
        with pytest.raises(Denied):
            act()
    assert OwnForm.objects.get().tried_at is None


def test_a_version_or_a_paper_that_is_not_there_is_refused(cast: Cast) -> None:
    committee, clerk = cast.organisations["committee"], cast.actor("clerk")
    with pytest.raises(Refusal):
        try_form(committee, "notice", 9, by=clerk, at=NOW)
    with pytest.raises(Refusal) as refused:
        upload(cast, paper="no-such-paper")
    assert refused.value.field == "paper"
