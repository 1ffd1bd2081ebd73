"""What every page's frame needs: nothing here asks the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def look(request: HttpRequest) -> dict[str, Any]:
    return {"notice": settings.NOTICE, "actor": getattr(request, "actor", None), "demo": settings.DEMO}
