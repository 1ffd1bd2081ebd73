"""What production holds about one person: when they were entered as away, and the crew they work in (ground/holdings)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.holdings import Held, Whose
from leadgoose.production.models import Absence, CrewMember


def held(whose: Whose) -> Iterator[Held]:
    """Two queries."""
    kinds = {"rest": _("轮休"), "leave": _("休假"), "duty": _("外派、出差"), "other": _("其他")}
    for one in Absence.objects.filter(person_id=whose.pk, retracted_at=None).order_by("first", "pk"):
        told = _("%(kind)s，%(first)s 至 %(last)s") % {"kind": kinds[one.kind], "first": one.first.isoformat(), "last": one.last.isoformat()}
        yield Held("production.Absence.kind", told, "table", timezone.localdate(one.recorded_at), str(one.pk), one.recorded_by)
    for row in CrewMember.objects.filter(person_id=whose.pk, crew__retracted_at=None).select_related("crew").order_by("pk"):
        yield Held("production.CrewMember.crew", row.crew.name, "table", timezone.localdate(row.crew.recorded_at), str(row.pk), row.crew.recorded_by)
