"""What makes the vote secret here, what is stored, what is not guaranteed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from leadgoose.ground.access.gate import Asked, gate


@gate("elections.secrecy")
def secrecy(request: Asked) -> HttpResponse:
    """GET."""
    return render(request, "elections/secrecy.html")
