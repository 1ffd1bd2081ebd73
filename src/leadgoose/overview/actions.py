"""What somebody lets a worker do for a page of this subject."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.jobs.actions import AlreadyRunning, start
from leadgoose.ground.jobs.models import Job
from leadgoose.ground.look.asof import AsOf
from leadgoose.overview.counting import COUNT, arguments
from leadgoose.overview.counting_watch import COUNT_WATCH
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Organisation
from leadgoose.roster.reach import of_organisation

WATCH = "overview.watch"


@transaction.atomic
def order_count(organisation: Organisation, asof: AsOf, days: list[date], *, by: Actor) -> Job:
    """Let a worker count the team of these days, as known on one. Refused while it counts others of the same organisation."""
    by.require("overview.team", of_organisation(organisation))
    try:
        return start(COUNT, organisation.top_key, about=organisation.key, arguments=arguments(asof, days), by=by.login)
    except AlreadyRunning:
        raise Refused("under-way", _("正在统计另外的日期，请等它结束。")) from None


@transaction.atomic
def order_watch_count(organisation: Organisation, asof: AsOf, *, by: Actor) -> Job:
    """Let a worker count the watch of another day. Refused while it counts another of the same organisation."""
    by.require("overview.watch", of_organisation(organisation))
    try:
        return start(COUNT_WATCH, organisation.top_key, about=organisation.key, arguments=arguments(asof, [asof.on]), by=by.login)
    except AlreadyRunning:
        raise Refused("under-way", _("正在统计另外的日期，请等它结束。")) from None


@transaction.atomic
def order_watch(organisation: Organisation, query: str, language: str, *, by: Actor) -> Job:
    """Let a worker write the watch that an address (its query) asks for into a file. Refused while it writes another of the same organisation."""
    by.require("overview.watch_export", of_organisation(organisation))
    try:
        return start(WATCH, organisation.top_key, about=organisation.key, arguments={"query": query, "language": language}, by=by.login)
    except AlreadyRunning:
        raise Refused("under-way", _("正在制作另一份文件，请等它结束。")) from None
