"""What the record books hold about one person: attendance, what is to be done, talks about them, entrustment, groups (ground/holdings)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from leadgoose.ground.holdings import Held, Reading, Whose
from leadgoose.ground.journal.models import Entry as Journal
from leadgoose.ground.listed import bracketed
from leadgoose.recordbook import words
from leadgoose.recordbook.models import Attendance, Entrustment, Record, Resolution, Version
from leadgoose.recordbook.rules.kinds import Level


def held(whose: Whose) -> Iterator[Held]:
    """Five queries. What only its own secretary may know is told to the person, not to the office that prints for them."""
    rows = Attendance.objects.filter(person_key=whose.key).order_by().values("kind", "stand").annotate(n=Count("pk"), first=Min("held_on"), last=Max("held_on"))
    for row in sorted(rows, key=lambda one: (one["kind"], one["stand"])):
        told = _("%(kind)s %(stand)s %(n)s 次，%(first)s 至 %(last)s") % {
            "kind": words.KIND[row["kind"]], "stand": words.STAND[row["stand"]], "n": row["n"], "first": row["first"].isoformat(),
            "last": row["last"].isoformat()}
        yield Held("recordbook.Attendance.stand", told, "record")
    for item in Resolution.objects.filter(owner_key=whose.key).exclude(record__withdrawn_at__isnull=False).order_by("pk"):
        yield Held("recordbook.Resolution.text", bracketed(item.text, words.ITEM[item.state]), "record", None, item.key)
    for record in _talks(whose):
        told = _("%(kind)s，%(day)s；内容按本人的密钥封存") % {"kind": words.KIND[record.kind], "day": record.held_on.isoformat()}
        yield Held("recordbook.Version.content_sealed", told, "record", timezone.localdate(record.entered_at), record.key, record.entered_by)
    for one in Entrustment.objects.filter(person_key=whose.key).order_by("since", "pk"):
        until = one.until.isoformat() if one.until else _("今")
        told = _("受委托记录，%(since)s 至 %(until)s") % {"since": one.since.isoformat(), "until": until}
        yield Held("recordbook.Entrustment.person_key", told, "page", timezone.localdate(one.granted_at), str(one.pk), one.granted_by)


def _talks(whose: Whose) -> list[Record]:
    keys = Version.objects.filter(sealed_for=whose.key).values("record_id")
    rows = Record.objects.filter(pk__in=keys, withdrawn_at=None).order_by("held_on", "pk")
    return list(rows if whose.own else rows.exclude(level=Level.SECRET))


def readings(whose: Whose) -> Iterator[Reading]:
    """Who opened a talk or visit about the person. Two queries."""
    about = {record.key: record for record in _talks(whose)}
    if about:
        for row in Journal.objects.filter(chain=whose.top_key, act="ConfidentialOpened", facts__record__in=sorted(about)).order_by("-recorded_at"):
            there = about[row.facts["record"]]
            told = _("查看%(day)s的%(kind)s记录") % {"day": there.held_on.isoformat(), "kind": words.KIND[there.kind]}
            yield Reading(row.recorded_at, row.by, row.role, told)
