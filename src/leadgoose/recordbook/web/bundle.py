"""离线、文件: devices of one's own, and records carried by file: the names go out in one file, the records come back in another."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.look.downloads import download
from leadgoose.ground.vault.actions import open_sealed, seal
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Faulty, Refused
from leadgoose.recordbook.actions.bundle import LEAST_PHRASE, Brought, export_bundle, import_bundle, opened_file, preview_bundle
from leadgoose.recordbook.actions.devices import end_device
from leadgoose.recordbook.queries.devices import devices_of, offline_allowed, own_books
from leadgoose.recordbook.rules.entry import Malformed
from leadgoose.recordbook.rules.truth import Truth
from leadgoose.recordbook.web import offline_words
from leadgoose.recordbook.web.offline import SCRIPT, STYLES, built
from leadgoose.roster.models import Organisation

HELD = "bundle"
"""Field under which an opened file is sealed between its preview and its taking in: the page carries it, the server keeps nothing."""

OWN_MACHINE = frozenset({"127.0.0.1", "localhost"})
"""Hosts that a browser takes for safe without HTTPS."""


@gate("recordbook.bundle", at="organisation")
def bundle(request: Asked, organisation: Organisation) -> HttpResponse:
    """The devices of the account, the file that goes out, the file that comes back."""
    return _page(request, organisation)


@gate("recordbook.end_device", methods=("POST",))
def end_device_view(request: Asked) -> HttpResponse:
    """POST device: end one of one's own devices."""
    key = request.POST.get("device", "")
    try:
        end_device(key, by=request.actor, at=clock.now())
        messages.success(request, _("已停用；这台设备下次联网时清除内容，不再接收它送出的记录。"))
    except Refused as no:
        messages.error(request, str(no.said))
    own = next(iter(own_books(request.actor, clock.today())), None)
    return HttpResponseRedirect(reverse("overview.home") if own is None else reverse("recordbook.bundle", args=[own.key]))


@gate("recordbook.export_bundle", at="organisation", methods=("POST",))
def export_bundle_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST phrase, again: one HTML file that opens without network."""
    try:
        carried = export_bundle(organisation, request.POST.get("phrase", ""), request.POST.get("again", ""), by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, organisation, wrong={f"out_{no.field}": str(no.said)}, status=422)
    name = _("离线记录 %(name)s.html") % {"name": organisation.name}
    return download(file_of(carried), "text/html; charset=utf-8", name)


@gate("recordbook.import_bundle", at="organisation", methods=("POST",))
def import_bundle_view(request: Asked, organisation: Organisation) -> HttpResponse:
    """POST file, phrase: what taking it in would do. POST sealed: take it in."""
    sealed = request.POST.get("sealed", "")
    try:
        if sealed:
            return _taken(request, organisation, sealed)
        upload = request.FILES.get("file")
        if upload is None:
            raise Refused(_("请选择文件。"), "file")
        content = opened_file(upload.read(), request.POST.get("phrase", ""))
        found = preview_bundle(organisation, content, by=request.actor, at=clock.now())
    except Refused as no:
        return _page(request, organisation, wrong={f"in_{no.field}": str(no.said)}, status=422)
    kept = seal(organisation.key, HELD, json.dumps(content, ensure_ascii=False))
    new = sum(one.arrived is not None and not one.arrived.known for one in found)
    response = render(request, "recordbook/bundle_preview.html", {
        "organisation": organisation, "rows": [row(one) for one in found], "sealed": kept, "new": new, "device": content.get("device", ""),
    })
    response["Cache-Control"] = "no-store"
    return response


def _taken(request: Asked, organisation: Organisation, sealed: str) -> HttpResponse:
    try:
        content = json.loads(open_sealed(organisation.key, HELD, sealed))
    except ValueError:
        raise Refused(_("预览已经失效，请重新选择文件。"), "file") from None
    found = import_bundle(organisation, content, by=request.actor, at=clock.now())
    return render(request, "recordbook/bundle_preview.html", {"organisation": organisation, "rows": [row(one) for one in found], "done": True})


def row(one: Brought) -> dict[str, Any]:
    """One record of a file in words: what it is, what becomes of it, one sentence."""
    entry = one.carried.entry if one.carried is not None else None
    told: dict[str, Any] = {
        "place": one.place, "label": words.word(words.KIND, entry.kind) if entry is not None else "—", "on": entry.held_on if entry is not None else None,
        "title": entry.title if entry is not None else "", "address": "",
    }
    if one.arrived is None:
        return {**told, "tone": "act", "state": _("不能记入"), "said": _why(one.why)}
    record, version = one.arrived.record, one.arrived.version
    told |= {"number": f"{record.year}-{record.serial:03d}", "address": reverse("recordbook.record", args=[record.key])}
    if one.arrived.known:
        return {**told, "tone": "plain", "state": _("已有"), "said": _("先前已经收到，不重复记入。")}
    if one.arrived.diverged:
        return {**told, "tone": "soon", "state": _("并存"), "said": _("这次活动已有另一份记录，两份都保留，请合并。")}
    late = _("超过记录期限，记为补记。") if version.truth == Truth.LATE else ""
    return {**told, "tone": "ok", "state": _("记入"), "said": late}


def _why(no: Exception | None) -> str:
    if isinstance(no, Faulty):
        return "".join(words.fault(one) for one in no.faults)
    if isinstance(no, Malformed):
        return _("内容读不出（%(place)s），请用新导出的离线文件重新记。") % {"place": no.place or "—"}
    if isinstance(no, Denied):
        return _("这个账号不在该记录本上记录，请由书记或者受委托的人导入。")
    return str(no.said) if isinstance(no, Refused) else str(no)


def _page(request: Asked, organisation: Organisation, *, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    reach = request.target.reach
    devices = devices_of(request.actor.login)
    context = {
        "organisation": organisation, "wrong": wrong or {}, "allowed": offline_allowed(), "devices": devices, "least": LEAST_PHRASE,
        "may": bool(request.actor.may("recordbook.import_bundle", reach)), "may_offline": bool(request.actor.may("recordbook.offline", reach)),
        "secure": request.is_secure() or request.get_host().partition(":")[0] in OWN_MACHINE,
    }
    return render(request, "recordbook/bundle.html", context, status=status)


def file_of(carried: dict[str, Any]) -> str:
    """The offline page as one file: style, script, words and the sealed names. It loads nothing and may reach no network."""
    style = "\n".join(built(one).decode() for one in STYLES)
    script = built(SCRIPT).decode().replace("</script", "<\\/script")
    config = escape(json.dumps(offline_words.config(), ensure_ascii=False))
    sealed = json.dumps(carried).replace("<", "\\u003c")
    title, named, download = escape(_("离线记录")), escape(_("离线文件")), escape(_("离线记录"))
    return (
        f'<!doctype html>\n<html lang="{get_language()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
        f"<style>{style}</style></head>\n"
        f'<body class="alone"><div class="page"><main id="content"><header class="page-head"><div class="page-name"><h1>{title}</h1></div>'
        f'<div class="actions"><span id="offline-state" hidden></span></div></header>'
        f'<div id="offline" data-config="{config}" data-file="{named}" data-download="{download}"></div></main></div>\n'
        f'<script type="application/json" id="carried">{sealed}</script>\n<script>{script}</script></body></html>\n'
    )
