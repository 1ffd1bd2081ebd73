"""What an election under way keeps the register from doing: its organisation is not merged, split or withdrawn meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from leadgoose.elections.models import Election
from leadgoose.ground.statutes.language import language
from leadgoose.ground.statutes.sentences import template
from leadgoose.roster.actions.holds import Hold


def held_by_election(org_keys: Collection[str]) -> Sequence[Hold]:
    """The elections of these organisations that are not closed, each with the days that it has. One query."""
    rows = Election.objects.filter(organisation__key__in=org_keys, closed_at=None).select_related("organisation").order_by("pk")
    said = _("%(name)s正在选举（%(kind)s），请先办结或者取消这次选举。")
    return [Hold(one.organisation.key, said % {"name": one.organisation.name, "kind": _kind(one.kind)}, _touched(one)) for one in rows]


def _kind(code: str) -> str:
    return template(f"elections.kind-{code}", language(get_language() or ""))


def _touched(election: Election) -> tuple[str, ...]:
    begun = _("选举开始于 %(day)s") % {"day": election.begun_on.isoformat()}
    return (begun,) if election.meeting_on is None else (begun, _("党员大会定于 %(day)s") % {"day": election.meeting_on.isoformat()})
