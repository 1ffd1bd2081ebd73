"""离线记录: the page that records without network, its worker and manifest, what a device takes along and what it sends.

The page itself holds no name and no record, because browsers keep it in clear; what is personal comes as JSON and lies on the device encrypted.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from leadgoose.ground.access import clock
from leadgoose.ground.access.actor import Denied
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.recordbook import words
from leadgoose.recordbook.actions import Arrived, Faulty, Refused
from leadgoose.recordbook.actions.devices import Wipe, checked_device, fill_device
from leadgoose.recordbook.actions.sync import read_carried, read_moment, sync_photo, sync_record
from leadgoose.recordbook.rules.entry import Malformed
from leadgoose.recordbook.web import offline_words

SCRIPT, WORKER = "look/dist/offline.js", "look/dist/offline-worker.js"
STYLES = ("look/dist/leadgoose.css", "recordbook/recordbook.css")
ICONS = ("recordbook/icon-192.png", "recordbook/icon-512.png")
LARGEST = 1024 * 1024
"""Bytes of one record that is sent."""


@gate("recordbook.offline")
def offline(request: Asked) -> HttpResponse:
    """The page: words and rules, no name; everything else is made in the browser."""
    return render(request, "recordbook/offline.html", {"config": json.dumps(offline_words.config(), ensure_ascii=False)})


@gate("recordbook.offline_worker")
@cache_control(no_cache=True)
def offline_worker(request: Asked) -> HttpResponse:
    """The service worker, below /offline/ so that it answers for nothing else. Its first line names the version and what belongs to it."""
    kept = {
        "version": version(), "page": reverse("recordbook.offline"), "manifest": reverse("recordbook.offline_manifest"),
        "files": [static(one) for one in (SCRIPT, *STYLES, *ICONS, "look/goose.svg")],
    }
    body = f"self.KEPT = {json.dumps(kept)};\n".encode() + built(WORKER)
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")


@gate("recordbook.offline_manifest")
@cache_control(no_cache=True)
def offline_manifest(request: Asked) -> HttpResponse:
    """What makes it installable. Fetched with the session (crossorigin=use-credentials), so that it needs no public address."""
    here = reverse("recordbook.offline")
    sizes = zip(ICONS, ("192x192", "512x512"), strict=True)
    icons = [{"src": static(one), "sizes": size, "type": "image/png", "purpose": "any maskable"} for one, size in sizes]
    content = {
        "id": here, "name": _("领头雁离线记录"), "short_name": _("离线记录"), "lang": get_language(), "start_url": here, "scope": here,
        "display": "standalone", "background_color": "#f7f5f2", "theme_color": "#a8201a", "icons": icons,
    }
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/manifest+json; charset=utf-8")


@gate("recordbook.contact_device")
def contact_device(request: Asked) -> HttpResponse:
    """GET ?device=: the server's time, a token for what is sent next, and whether the device must forget everything. Writes nothing."""
    try:
        checked_device(request.GET.get("device", ""), by=request.actor)
    except Refused as no:
        return _no(no)
    return _answer({"csrf": get_token(request)})


@gate("recordbook.fill_device", methods=("POST",))
def fill_device_view(request: Asked) -> HttpResponse:
    """POST {device, name, sent}: the names, plan and open items of the books that the account records in."""
    try:
        asked = _read(request)
        books = fill_device(str(asked.get("device", "")), str(asked.get("name", "")), _moment(asked), by=request.actor, at=clock.now())
    except Refused as no:
        return _no(no)
    except Malformed:
        return _no(Refused(_("送来的内容读不出，请更新离线页面后重试。")))
    return _answer({"books": books, "me": request.actor.person_key})


@gate("recordbook.sync_record", methods=("POST",))
def sync_record_view(request: Asked) -> HttpResponse:
    """POST {device, sent, record}: one record. The same record sent again is answered the same and changes nothing."""
    try:
        asked = _read(request)
        carried = read_carried(asked.get("record"))
        arrived = sync_record(str(asked.get("device", "")), _moment(asked), carried, by=request.actor, at=clock.now())
    except Malformed as no:
        return _no(Refused(_("这条记录的内容读不出（%(place)s），请更新离线页面后重试。") % {"place": no.place}))
    except Denied:
        return _no(Refused(_("这个账号不在该记录本上记录，请由书记或者受委托的人送出。")))
    except Faulty as no:
        return _no(Refused("".join(words.fault(one) for one in no.faults)))
    except Refused as no:
        return _no(no)
    return _answer(taken(arrived))


@gate("recordbook.sync_photo", methods=("POST",))
def sync_photo_view(request: Asked) -> HttpResponse:
    """POST {device, sent, stamp, name, data}: a photo (base64) of the record sent under this stamp. Sent again it changes nothing."""
    try:
        asked = _read(request)
        stamp, name, data = (str(asked.get(field, "")) for field in ("stamp", "name", "data"))
        content = base64.b64decode(data, validate=True)
        sync_photo(str(asked.get("device", "")), _moment(asked), stamp, name, content, by=request.actor, at=clock.now())
    except Denied:
        return _no(Refused(_("这个账号不在该记录本上记录，请由书记或者受委托的人送出。")))
    except Refused as no:
        return _no(no)
    except ValueError:   # Malformed is one, and what is no base64
        return _no(Refused(_("送来的内容读不出，请更新离线页面后重试。")))
    return _answer({})


def taken(arrived: Arrived) -> dict[str, Any]:
    """What the device is told of a record that was taken."""
    became = "known" if arrived.known else "beside" if arrived.diverged else "entered"
    record, stands = arrived.record, arrived.version
    return {
        "became": became, "address": reverse("recordbook.record", args=[record.key]), "number": f"{record.year}-{record.serial:03d}",
        "receipt": f"{stands.receipt_number}-{stands.receipt_hash[:16]}", "late": stands.truth == "late",
    }


def _read(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LARGEST:
        raise Malformed("", "is too large")
    try:
        found = json.loads(request.body)
    except ValueError:
        raise Malformed("", "is no JSON") from None
    if not isinstance(found, dict):
        raise Malformed("", "no object")
    return found


def _moment(asked: dict[str, Any]) -> Any:
    return None if asked.get("sent") is None else read_moment(asked["sent"], "sent")


def _no(no: Refused) -> JsonResponse:
    return _answer({"said": str(no.said), "field": no.field, "wipe": isinstance(no, Wipe)}, 422)


def _answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    told = {"server": clock.now().isoformat(), **content}
    return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"}, json_dumps_params={"ensure_ascii": False})


# --- the bundle's files ---


def built(name: str) -> bytes:
    """A static file's bytes; 404 while the bundle is not built."""
    found = finders.find(name)
    if found is not None:
        return Path(str(found)).read_bytes()
    if not staticfiles_storage.exists(name):
        raise Http404
    with staticfiles_storage.open(name) as file:
        return bytes(file.read())


def version() -> str:
    """The page's version: another one wherever a file, a word or the language differs, so that a device never mixes two."""
    return _version(get_language() or "")


@lru_cache(maxsize=8)
def _version(language: str) -> str:
    digest = hashlib.sha256(json.dumps(offline_words.config(), ensure_ascii=False, sort_keys=True, default=str).encode())
    for name in (SCRIPT, WORKER, *STYLES, *ICONS):
        digest.update(built(name))
    return digest.hexdigest()[:12]
