"""The desk's service worker, served below /desk/ so that it answers for nothing else."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control

from leadgoose.ground.access.gate import Asked, gate

SOURCE = "look/dist/desk-worker.js"
SCRIPT = "text/javascript; charset=utf-8"


@gate("elections.desk_worker")
@cache_control(no_cache=True)
def desk_worker(request: Asked) -> HttpResponse:
    """The script itself, from the bundle; 404 while the bundle is not built."""
    found = finders.find(SOURCE)
    if found is not None:
        return HttpResponse(Path(str(found)).read_bytes(), content_type=SCRIPT)
    if not staticfiles_storage.exists(SOURCE):
        raise Http404
    with staticfiles_storage.open(SOURCE) as file:
        return HttpResponse(file.read(), content_type=SCRIPT)
