"""A page with every part of docs/parts.md on it, rendered through the real frame; only tests show it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django import forms
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from leadgoose.ground.access.actor import Actor

HERE = Path(__file__).parent


class Sample(forms.Form):
    number = forms.CharField(label="发文字号", help_text="如：示油党〔2026〕12 号")
    day = forms.DateField(label="发函日期", widget=forms.DateInput(attrs={"type": "date"}))
    way = forms.ChoiceField(label="送达方式", choices=[("1", "当面"), ("2", "公文系统")], widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="类别", choices=[("1", "信函"), ("2", "电话")])
    file = forms.FileField(label="附件", required=False)
    copy = forms.BooleanField(label="同时抄送督导员", required=False)
    note = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), required=False)


def page(language: str, *, signed_in: bool = True) -> str:
    """The sample page's HTML in a language; the menu and the names are invented."""
    request = RequestFactory().get("/sample?q=王&page=3")
    request.actor = None   # type: ignore[attr-defined]   # the frame's own query-free way
    entries = [{"label": "到期看板", "address": "#a", "here": True, "count": 14}, {"label": "组织与党员", "address": "#b"}]
    given = {
        "d": date(2026, 8, 27), "page": Paginator(range(340), 50).page(3), "form": Sample({"copy": "1"}), "search": "#s",
        "actor": Actor(login="clerk", name="周组织员") if signed_in else None,
        "menu": [{"label": "", "entries": entries}, {"label": "依据与记录", "entries": [{"label": "现行规定", "address": "#c"}]}],
        "committee": {"key": "top", "name": "示例油田工程技术处党委"},
        "messages": [Message(25, "已记入记事链。"), Message(40, "没有发出。"), Message(30, "请核对。"), Message(20, "已导出。")],
    }
    with translation.override(language):
        return str(engines["django"].from_string((HERE / "parts.html").read_text("utf-8")).render(given, request))
