"""What production forgets of an erased person."""

from __future__ import annotations

from leadgoose.ground.holdings import Erasing
from leadgoose.production.models import Absence, CrewMember


def erase(erasing: Erasing) -> None:
    """Away days and crews served planning; nothing of them is needed once the person is gone."""
    erasing.remove(Absence.objects.filter(person_id=erasing.pk))
    erasing.remove(CrewMember.objects.filter(person_id=erasing.pk))
