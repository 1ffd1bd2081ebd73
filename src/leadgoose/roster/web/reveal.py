"""Shows a sealed number in full, once, on the person's page. Nothing of the answer may be kept by a browser or a proxy."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.vault.actions import Destroyed
from leadgoose.roster.actions.reveal import LEAST, MOST, NoReason
from leadgoose.roster.actions.reveal import reveal as show
from leadgoose.roster.identity import SENSITIVE
from leadgoose.roster.models import Person
from leadgoose.roster.web.person import page


@gate("roster.reveal", at="person", methods=("POST",))
def reveal(request: Asked, person: Person) -> HttpResponse:
    """POST field (id_number or phone), reason."""
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    if field not in SENSITIVE:
        return HttpResponse(status=400)
    try:
        shown = show(person, field, reason, on=clock.today(), by=request.actor, at=clock.now())
    except NoReason:
        wrong = _("请写明事由，%(least)s 至 %(most)s 个字。") % {"least": LEAST, "most": MOST}
        response = page(request, person, status=400, wrong={field: wrong}, typed={field: reason})
    except Destroyed:
        response = page(request, person, status=410, wrong={field: _("该同志的密钥已销毁，号码不能再读出。")})
    else:
        response = page(request, person, shown={field: shown.text}, receipt=str(shown.receipt))
    response["Cache-Control"] = "no-store"
    return response
