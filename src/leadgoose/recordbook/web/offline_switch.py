"""The security officer switches recording on devices and by files off, or on again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.recordbook.actions import Refused
from leadgoose.recordbook.actions.devices import switch_offline
from leadgoose.recordbook.queries.devices import devices_in_use, offline_allowed, switchings


@gate("recordbook.switch_offline", at="platform", methods=("GET", "POST"))
def switch_offline_view(request: Asked) -> HttpResponse:
    """GET: how it stands, and every switching. POST allowed (yes, no), reason."""
    wrong, reason = "", ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        allowed = request.POST.get("allowed") == "yes"
        try:
            switch_offline(allowed, reason, by=request.actor, at=clock.now())
        except Refused as no:
            wrong = str(no.said)
        else:
            messages.success(request, _("离线记录已启用。") if allowed else _("离线记录已停用；各设备下次联网时清除内容。"))
            return HttpResponseRedirect(reverse("recordbook.switch_offline"))
    context = {"allowed": offline_allowed(), "rows": switchings(), "wrong": wrong, "reason": reason, "devices": devices_in_use()}
    return render(request, "recordbook/offline_switch.html", context, status=422 if wrong else 200)
