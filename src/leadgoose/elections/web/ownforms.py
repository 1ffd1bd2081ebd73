"""A committee's own forms: which fields there are, upload, test print, bring into force, go back to the shipped form."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from leadgoose.elections.actions import ownform as actions
from leadgoose.elections.actions.refusal import Refusal
from leadgoose.elections.models import OwnForm
from leadgoose.elections.papers.catalogue import KINDS
from leadgoose.elections.papers.fields import fields
from leadgoose.elections.papers.sample import issued
from leadgoose.elections.queries import paper as queries
from leadgoose.elections.web.papers import TYPES
from leadgoose.ground.access.clock import now
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.downloads import download
from leadgoose.roster.models import Organisation

EXAMPLE = """{%tr for 人 in 委员候选人 %}
{{ 人.序号 }}　{{ 人.姓名 }}
{%tr endfor %}

{% if 实到会 %} … {% endif %}"""
"""How rows of a table and conditions are written: the same in every language, since the names of fields are."""


@gate("elections.own_forms", at="organisation")
def own_forms(request: Asked, organisation: Organisation) -> HttpResponse:
    """The versions of each paper, the fields with a sample of each, the form to upload. Only of a top committee."""
    if organisation.key != organisation.top_key:
        raise Http404
    return _page(request, organisation, {}, {})


@gate("elections.upload_form", at="organisation", methods=("POST",))
def upload_form(request: Asked, organisation: Organisation) -> HttpResponse:
    typed = {"paper": request.POST.get("paper", "")}
    file = request.FILES.get("file")
    if file is None:
        return _page(request, organisation, typed, {"file": _("请选择一个 DOCX 文件。")}, status=422)
    try:
        row = actions.upload_form(organisation, typed["paper"], file.name or "", file.read(), by=request.actor, at=now())
    except Refusal as no:
        return _page(request, organisation, typed, {no.field or "file": str(no.said)}, status=422)
    messages.success(request, _("已收下第 %(n)s 版；测试打印看过以后可以启用。") % {"n": row.version})
    return _back(organisation)


@gate("elections.try_form", at="organisation", methods=("POST",))
@cache_control(private=True, no_store=True)
def try_form(request: Asked, organisation: Organisation, paper: str, version: int) -> HttpResponse:
    """The test print as a file: the form filled with a made-up election."""
    try:
        made = actions.try_form(organisation, paper, version, by=request.actor, at=now())
    except Refusal as no:
        return _page(request, organisation, {}, {"all": str(no.said)}, status=422)
    return download(made, TYPES["docx"], f"test-{paper}-{version}.docx")


@gate("elections.adopt_form", at="organisation", methods=("POST",))
def adopt_form(request: Asked, organisation: Organisation, paper: str, version: int) -> HttpResponse:
    try:
        actions.adopt_form(organisation, paper, version, by=request.actor, at=now())
    except Refusal as no:
        return _page(request, organisation, {}, {"all": str(no.said)}, status=422)
    messages.success(request, _("第 %(n)s 版已启用。") % {"n": version})
    return _back(organisation)


@gate("elections.drop_form", at="organisation", methods=("POST",))
def drop_form(request: Asked, organisation: Organisation, paper: str) -> HttpResponse:
    try:
        actions.drop_form(organisation, paper, by=request.actor, at=now())
    except Refusal as no:
        return _page(request, organisation, {}, {"all": str(no.said)}, status=422)
    messages.success(request, _("已改回系统表样；自备的各版保留。"))
    return _back(organisation)


@gate("elections.own_form_file", at="organisation")
@cache_control(private=True, no_store=True)
def own_form_file(request: Asked, organisation: Organisation, paper: str, version: int) -> HttpResponse:
    """A version as it was uploaded."""
    row = OwnForm.objects.filter(top_key=organisation.top_key, paper=paper, version=version).first()
    if row is None:
        raise Http404
    return download(bytes(row.file), TYPES["docx"], f"form-{paper}-{version}.docx")


def _back(organisation: Organisation) -> HttpResponse:
    return HttpResponseRedirect(reverse("elections.own_forms", args=[organisation.top_key]))


def _page(request: Asked, organisation: Organisation, typed: dict[str, str], wrong: dict[str, str], status: int = 200) -> HttpResponse:
    labels = {one.key: one.label for one in KINDS}
    there = [(labels[row.paper], row) for row in queries.forms(organisation.top_key) if row.paper in labels]
    offered = fields(issued())
    single = [(name, value) for name, value in offered.items() if isinstance(value, str)]
    rows = [(name, list(value[0]) if value and isinstance(value[0], dict) else []) for name, value in offered.items() if not isinstance(value, str)]
    return render(request, "elections/own_forms.html", {
        "example": EXAMPLE, "organisation": organisation, "there": there, "kinds": KINDS, "single": single, "rows": rows, "typed": typed, "wrong": wrong,
    }, status=status)
